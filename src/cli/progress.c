/* achpack progress: its actions, and what all of them do alike.
 * SPDX-License-Identifier: MIT */
#include "cli/progress.h"
#include "rules/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Which options belong to some actions only. */
enum { NEEDS_PACKAGE = 1, TAKES_OUTPUT = 2, TAKES_EXTRA = 4, TAKES_FORCE = 8, MAKES_STORE = 16 };

typedef struct action {
    const char *name;
    const char *operands[2];
    const char *summary[2];
    unsigned traits;
    size_t least, most; /* operands behind the name */
    int (*run)(cli_progress_run *run);
} action;

static const action actions[] = {
    {"get",
     {"PLAYER [NODE]", "玩家 [节点]"},
     {"print the player's progress as the game gets it, JSON",
      "以游戏得到的 JSON 形式输出玩家的进度"},
     NEEDS_PACKAGE,
     1,
     2,
     cli_progress_get},
    {"add",
     {"PLAYER NODE DELTA", "玩家 节点 增量"},
     {"add to progress: AddNodeProgress where --nodes says that it goes to the cloud by itself, "
      "else a set without extra",
      "增加进度：节点文件写明自动上传时相当于 AddNodeProgress，否则是不带附加数据的设置"},
     NEEDS_PACKAGE | MAKES_STORE,
     3,
     3,
     cli_progress_add},
    {"finish",
     {"PLAYER NODE", "玩家 节点"},
     {"add what is missing to the target, so that the achievement is complete",
      "补足还差的进度，让成就完成"},
     NEEDS_PACKAGE | MAKES_STORE,
     2,
     2,
     cli_progress_finish},
    {"set",
     {"PLAYER NODE DELTA", "玩家 节点 增量"},
     {"LobbySetAchievementStorage: add DELTA, with --extra replace the extra data too",
      "相当于 LobbySetAchievementStorage：增加进度，加上 --extra 时同时替换附加数据"},
     NEEDS_PACKAGE | TAKES_EXTRA | MAKES_STORE,
     3,
     3,
     cli_progress_set},
    {"rename",
     {"OLD NEW", "旧ID 新ID"},
     {"give all records of a player to another id, which has none yet",
      "把一个玩家的全部记录转给另一个还没有记录的 ID"},
     0,
     2,
     2,
     cli_progress_rename},
    {"export",
     {"[-o FILE]", "[-o 文件]"},
     {"write all records, one JSON object a line", "输出全部记录，每行一个 JSON 对象"},
     TAKES_OUTPUT,
     0,
     0,
     cli_progress_export},
    {"import",
     {"[FILE]", "[文件]"},
     {"store the records of an export (default: standard input); may be run again at any time",
      "导入 export 输出的记录（默认读标准输入）；可以随时重新运行"},
     TAKES_FORCE | MAKES_STORE,
     0,
     1,
     cli_progress_import},
    {"verify",
     {"", ""},
     {"check every record of the store, with --package and --nodes against the nodes too",
      "检查进度库的每条记录；指定 --package 和 --nodes 时还会对照节点"},
     0,
     0,
     0,
     cli_progress_verify},
};
enum { ACTIONS = sizeof actions / sizeof *actions };

void cli_progress_print_actions(const cli_options *options, ach__sink *sink) {
    ach__sink_format(sink, "%s\n", cli_say(options, "Actions:", "操作："));
    for (size_t i = 0; i < ACTIONS; i++) {
        const char *operands = actions[i].operands[options->language];
        ach__sink_format(sink, "  %s%s%s\n      %s\n", actions[i].name,
                         *operands == '\0' ? "" : " ", operands,
                         actions[i].summary[options->language]);
    }
    ach__sink_text(
        sink,
        cli_say(options,
                "\nThe game's own code does not run: rewards are not given, and progress that is "
                "local to a server is not known here.\n\n",
                "\n这里不会运行游戏里的代码：不发放奖励，也不知道只保存在服务器本地的进度。\n\n"));
}

static const action *find_action(const char *name) {
    for (size_t i = 0; i < ACTIONS; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

/* CLI_OK, or CLI_USAGE after a message. */
static int look_at_operands(const cli_options *options, const action *wanted) {
    size_t count = options->operand_count - 1;
    if (count >= wanted->least && count <= wanted->most) {
        return CLI_OK;
    }
    return cli_misused(options,
                       cli_say(options, "usage: achpack progress --store URL %s%s%s",
                               "用法：achpack progress --store URL %s%s%s"),
                       wanted->name, wanted->most == 0 ? "" : " ",
                       wanted->most == 0 ? "" : wanted->operands[options->language]);
}

static int refuse_option(const cli_options *options, const char *option, const char *owner) {
    return cli_misused(options,
                       cli_say(options, "%s belongs to progress %s", "%s 只用于 progress %s"),
                       option, owner);
}

static int look_at_options(const cli_options *options, const action *wanted) {
    if (options->store == NULL) {
        return cli_misused(options, "%s",
                           cli_say(options,
                                   "progress needs --store URL, such as --store sqlite:progress.db",
                                   "progress 需要 --store URL，例如 --store sqlite:progress.db"));
    }
    if ((wanted->traits & NEEDS_PACKAGE) != 0 && options->package == NULL) {
        return cli_misused(options,
                           cli_say(options,
                                   "progress %s needs --package PATH, which knows the targets",
                                   "progress %s 需要 --package 路径，目标数量要从成就包读取"),
                           wanted->name);
    }
    if (options->output != NULL && (wanted->traits & TAKES_OUTPUT) == 0) {
        return refuse_option(options, "-o", "export");
    }
    if (options->force && (wanted->traits & TAKES_FORCE) == 0) {
        return refuse_option(options, "--force", "import");
    }
    bool has_extra = options->extra != NULL || options->seen_version >= 0;
    if (has_extra && (wanted->traits & TAKES_EXTRA) == 0) {
        return refuse_option(options, options->extra != NULL ? "--extra" : "--version", "set");
    }
    if (options->seen_version >= 0 && options->extra == NULL) {
        return cli_misused(options, "%s",
                           cli_say(options,
                                   "--version needs --extra: only extra data can be in conflict",
                                   "--version 要与 --extra 一起使用：只有附加数据才会冲突"));
    }
    return CLI_OK;
}

static int run_action(const action *wanted, cli_progress_run *run) {
    if (run->diags == NULL) {
        return cli_fail(run->options, NULL, ACH_ENOMEM, 0);
    }
    int status = cli_progress_open_nodes(run);
    if (status == CLI_OK) {
        status = cli_progress_open_store(run, (wanted->traits & MAKES_STORE) != 0);
    }
    return status == CLI_OK ? wanted->run(run) : status;
}

/* An import from a standard input that is closed: some file would soon stand in its place. */
static bool reads_nothing(const cli_options *options, const action *wanted) {
    return wanted->run == cli_progress_import && options->operand_count == 1 &&
           fcntl(STDIN_FILENO, F_GETFD) < 0;
}

int cli_progress(const cli_options *options) {
    const action *wanted = find_action(options->operands[0]);
    if (wanted == NULL) {
        return cli_misused(options,
                           cli_say(options,
                                   "progress has no action \"%s\"; it knows get, add, finish, set, "
                                   "rename, export, import and verify",
                                   "progress 没有操作“%s”；可以用 get、add、finish、set、rename、"
                                   "export、import 和 verify"),
                           options->operands[0]);
    }
    int status = look_at_operands(options, wanted);
    if (status == CLI_OK) {
        status = look_at_options(options, wanted);
    }
    if (status == CLI_OK && reads_nothing(options, wanted)) {
        status = cli_fail(options, cli_say(options, "standard input", "标准输入"), ACH_EIO, EBADF);
    }
    if (status != CLI_OK) {
        return status;
    }
    cli_progress_run run = {.options = options,
                            .operands = options->operands + 1,
                            .operand_count = options->operand_count - 1,
                            .diags = cli_new_diags(options)};
    ach__arena_init(&run.arena, NULL);
    status = run_action(wanted, &run);
    ach_store_close(run.store);
    ach_tree_free(run.tree);
    ach_package_free(run.package);
    ach_diags_free(run.diags);
    ach__arena_free(&run.arena);
    return status;
}

int cli_progress_report(cli_progress_run *run, FILE *stream) {
    const cli_options *options = run->options;
    ach__diags_finish(run->diags);
    bool is_asked = stream == stdout;
    if (ach__diags_failed(run->diags)) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    if (!is_asked && options->format == ACH__REPORT_TEXT && ach_diags_count(run->diags) == 0) {
        return CLI_OK;
    }
    ach__report_input input = {run->shown, false, run->diags};
    ach__sink sink = cli_sink(stream);
    ach__report_options report = {options->format, options->language,
                                  cli_wants_color(options, stream), is_asked && !options->quiet};
    if (ach__report_write(&sink, &report, &input, 1) == ACH_ENOMEM) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    return is_asked ? cli_finish(options, &sink, CLI_OK) : CLI_OK;
}

int cli_progress_fail(cli_progress_run *run, ach_status status) {
    if (status == ACH_ENOMEM || ach_diags_count(run->diags) == 0) {
        return cli_fail(run->options, run->shown, status, 0);
    }
    int result = cli_progress_report(run, stderr);
    bool is_asked = status == ACH_EARGUMENT || status == ACH_ENOTFOUND || status == ACH_ELIMIT ||
                    status == ACH_ECONFLICT;
    return result == CLI_OK && is_asked ? CLI_FINDINGS : CLI_FAILED;
}

int cli_progress_print(const cli_progress_run *run, ach__buffer *line) {
    ach__sink out = cli_sink(stdout);
    ach__buffer_append_byte(line, '\n');
    int status = CLI_OK;
    if (line->failed) {
        status = cli_fail(run->options, NULL, ACH_ENOMEM, 0);
    } else {
        ach__sink_bytes(&out, (const char *)line->data, line->size);
        status = cli_finish(run->options, &out, CLI_OK);
    }
    ach__buffer_free(line);
    return status;
}

ach__finding *cli_progress_raise(cli_progress_run *run, uint64_t *counter, int message,
                                 const ach__place *place) {
    *counter += 1;
    return *counter <= CLI_FINDINGS_MOST
               ? ach__diags_add(run->diags, &ach__progress_messages[message], place)
               : NULL;
}

void cli_progress_raise_more(cli_progress_run *run, uint64_t counter, const char *code) {
    if (counter > CLI_FINDINGS_MOST) {
        ach__finding *finding =
            ach__diags_add(run->diags, &ach__progress_messages[ACH__FINDINGS_MORE], NULL);
        ach__finding_text(finding, "code", ach__slice_of(code));
        ach__finding_number(finding, "count", counter - CLI_FINDINGS_MOST);
    }
}
