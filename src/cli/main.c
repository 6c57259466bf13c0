/* The commands, and finding the one that was asked for.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include "base/suggest.h"
#include "base/utf8.h"

#include <achpack/version.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

const cli_command cli_commands[] = {
    {"check",
     {"PATH...", "路径..."},
     {"check source folders and finished zips", "检查源文件夹和打包好的 zip"},
     CLI_CHECK,
     1,
     SIZE_MAX,
     cli_check},
    {"build",
     {"FOLDER -o OUT.zip", "文件夹 -o 输出.zip"},
     {"check a folder, then write the package", "检查文件夹，然后生成成就包"},
     CLI_BUILD,
     1,
     1,
     cli_build},
    {"show",
     {"PATH", "路径"},
     {"list nodes, tree, icon sizes and the package size", "列出节点、层级、图标大小和成就包大小"},
     CLI_SHOW,
     1,
     1,
     cli_show},
    {"nodes",
     {"FOLDER -o DIR", "文件夹 -o 目录"},
     {"write node files from a table, or a table from node files",
      "根据表格生成节点文件，或根据节点文件生成表格"},
     CLI_NODES,
     1,
     1,
     cli_nodes},
    {"diff",
     {"OLD NEW", "旧版 新版"},
     {"tell what a new version changes for players", "说明新版本对玩家有什么影响"},
     CLI_DIFF,
     2,
     2,
     cli_diff},
    {"progress",
     {"--store URL ACTION ...", "--store URL 操作 ..."},
     {"look at players' progress, change it, copy it", "查看、修改、导出或导入玩家的进度"},
     CLI_PROGRESS,
     1,
     SIZE_MAX,
     cli_progress},
    {"plan",
     {"--players N --interval S", "--players N --interval S"},
     {"tell whether the platform can take that many uploads", "计算平台能否承受这样的上传量"},
     CLI_PLAN,
     0,
     0,
     cli_plan},
    {"simulate",
     {"SCENARIO.json", "场景.json"},
     {"play rooms, players and a bad network against the progress engine",
      "用进度引擎模拟多个房间、玩家和不稳定的网络"},
     CLI_SIMULATE,
     1,
     1,
     cli_simulate},
    {"explain",
     {"CODE...", "代码..."},
     {"explain a rule, with examples", "详细说明一条规则，并举例"},
     CLI_EXPLAIN,
     1,
     SIZE_MAX,
     cli_explain},
    {"rules",
     {"", ""},
     {"list all rules, one per line", "列出全部规则，每行一条"},
     CLI_RULES,
     0,
     0,
     cli_rules},
    {"help",
     {"[COMMAND]", "[命令]"},
     {"show how to use achpack or one of its commands", "查看 achpack 或某个命令的用法"},
     CLI_HELP,
     0,
     1,
     cli_help},
};
const size_t cli_command_count = sizeof cli_commands / sizeof *cli_commands;

const cli_command *cli_command_find(const char *name) {
    for (size_t i = 0; i < cli_command_count; i++) {
        if (strcmp(cli_commands[i].name, name) == 0) {
            return &cli_commands[i];
        }
    }
    return NULL;
}

/* Of the command and its operands, in columns of the display. */
static size_t usage_width(const cli_options *options, const cli_command *command) {
    ach__slice operands = ach__slice_of(command->operands[options->language]);
    return strlen(command->name) + 1 + ach__utf8_width(operands);
}

void cli_print_overview(const cli_options *options, ach__sink *sink) {
    ach__sink_text(sink,
                   cli_say(options, "achpack checks and builds achievement packages.\n\nUsage:\n",
                           "achpack 检查并生成成就包。\n\n用法：\n"));
    size_t widest = 0;
    for (size_t i = 0; i < cli_command_count; i++) {
        size_t width = usage_width(options, &cli_commands[i]);
        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < cli_command_count; i++) {
        const cli_command *command = &cli_commands[i];
        ach__sink_format(sink, "  achpack %s %s", command->name,
                         command->operands[options->language]);
        ach__sink_repeat(sink, ' ', widest + 2 - usage_width(options, command));
        ach__sink_format(sink, "%s\n", command->summary[options->language]);
    }
    ach__sink_text(
        sink,
        cli_say(
            options,
            "  achpack --version\n\nExit status: 0 fine, 1 findings, 2 wrong usage, 3 could not "
            "run.\nOptions of a command: achpack COMMAND --help\n",
            "  achpack --version\n\n退出状态：0 正常，1 有问题，2 用法错误，3 无法运行。\n"
            "查看某个命令的选项：achpack 命令 --help\n"));
}

static int unknown_command(const cli_options *options, const char *name) {
    ach__suggestion search;
    ach__suggest_start(&search, ach__slice_of(name));
    for (size_t i = 0; i < cli_command_count; i++) {
        ach__suggest_offer(&search, ach__slice_of(cli_commands[i].name));
    }
    if (search.best.ptr != NULL) {
        return cli_misused(options,
                           cli_say(options, "no command \"%s\"; did you mean \"%s\"?",
                                   "没有命令“%s”，是不是想用“%s”？"),
                           name, search.best.ptr);
    }
    return cli_misused(options, cli_say(options, "no command \"%s\"", "没有命令“%s”"), name);
}

int cli_help(const cli_options *options) {
    ach__sink out = cli_sink(stdout);
    if (options->operand_count == 0) {
        cli_print_overview(options, &out);
        return cli_finish(options, &out, CLI_OK);
    }
    const cli_command *command = cli_command_find(options->operands[0]);
    if (command == NULL) {
        return unknown_command(options, options->operands[0]);
    }
    cli_options_print(options, command, &out);
    return cli_finish(options, &out, CLI_OK);
}

/* The value of a --lang before the command, and how many arguments it takes. */
static const char *leading_language(int argc, char **argv, int *used) {
    if (argc < 2 || argv[1] == NULL) {
        return NULL;
    }
    if (argc > 2 && strcmp(argv[1], "--lang") == 0) {
        *used = 2;
        return argv[2];
    }
    if (strncmp(argv[1], "--lang=", 7) == 0) {
        *used = 1;
        return argv[1] + 7;
    }
    return NULL;
}

/* A --lang behind a command that is none counts too. */
static void take_language(cli_options *options, int argc, char **argv) {
    for (int i = 2; i < argc; i++) {
        int used = 0;
        const char *value = leading_language(argc - i + 1, argv + i - 1, &used);
        if (value != NULL) {
            options->language = strcmp(value, "zh") == 0 ? ACH_CHINESE : ACH_ENGLISH;
        }
    }
}

static int run_command(const cli_command *command, int argc, char **argv) {
    cli_options options;
    cli_options_init(&options);
    int status = cli_options_read(&options, command, argc, argv);
    if (status == CLI_OK && options.help) {
        ach__sink out = cli_sink(stdout);
        cli_options_print(&options, command, &out);
        status = cli_finish(&options, &out, CLI_OK);
    } else if (status == CLI_OK) {
        status = command->run(&options);
    }
    cli_options_free(&options);
    return status;
}

int main(int argc, char **argv) {
    cli_options options;
    /* Past a file-size limit a write should fail, not kill us with a half-written file. */
    (void)signal(SIGXFSZ, SIG_IGN);
    cli_options_init(&options);
    ach__sink out = cli_sink(stdout);
    /* --lang before the command counts for the command too. */
    int used = 0;
    const char *language = leading_language(argc, argv, &used);
    if (language != NULL) {
        if (strcmp(language, "zh") != 0 && strcmp(language, "en") != 0) {
            return cli_misused(&options,
                               cli_say(&options, "--lang takes en or zh, not \"%s\"",
                                       "--lang 只能是 en 或 zh，不能是“%s”"),
                               language);
        }
        options.language = strcmp(language, "zh") == 0 ? ACH_CHINESE : ACH_ENGLISH;
        (void)setenv("ACHPACK_LANG", language, 1);
        argc -= used;
        argv += used;
    }
    if (argc < 2 || argv[1] == NULL) {
        ach__sink errors = cli_sink(stderr);
        cli_print_overview(&options, &errors);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        ach__sink_format(&out, "achpack %s\n", ACH_VERSION);
        return cli_finish(&options, &out, CLI_OK);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        cli_print_overview(&options, &out);
        return cli_finish(&options, &out, CLI_OK);
    }
    const cli_command *command = cli_command_find(argv[1]);
    if (command == NULL) {
        take_language(&options, argc, argv);
        return unknown_command(&options, argv[1]);
    }
    return run_command(command, argc - 1, argv + 1);
}
