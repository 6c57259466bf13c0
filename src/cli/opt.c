/* Options: one table for all commands, read by getopt_long and printed as help.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include "base/utf8.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

typedef enum option_id {
    OPTION_HELP = 1,
    OPTION_LANG,
    OPTION_FORMAT,
    OPTION_LISTING,
    OPTION_SEVERITY,
    OPTION_FAIL_ON,
    OPTION_HEADER_IMAGE,
    OPTION_JOBS,
    OPTION_QUIET,
    OPTION_MAX_ENTRIES,
    OPTION_MAX_ENTRY_BYTES,
    OPTION_MAX_TOTAL_BYTES,
    OPTION_MAX_RATIO,
    OPTION_MAX_PIXELS,
    OPTION_OUTPUT,
    OPTION_LAYOUT,
    OPTION_NAME,
    OPTION_DRY_RUN
} option_id;

typedef struct option_row {
    const char *name;
    const char *value; /* what the help calls it; NULL: a switch */
    unsigned commands;
    option_id id;
    const char *help[2];
} option_row;

#define EVERY    (CLI_CHECK | CLI_BUILD | CLI_SHOW | CLI_EXPLAIN | CLI_RULES | CLI_HELP)
#define CHECKING (CLI_CHECK | CLI_BUILD)
#define READING  (CLI_CHECK | CLI_BUILD | CLI_SHOW)

static const option_row rows[] = {
    {"output",
     "OUT.zip",
     CLI_BUILD,
     OPTION_OUTPUT,
     {"the zip to write (also -o)", "要生成的 zip（也可写作 -o）"}},
    {"layout",
     "nested|folder|flat",
     CLI_BUILD,
     OPTION_LAYOUT,
     {"folders around the table: two, one or none (default nested)",
      "表格外面的文件夹层数：两层、一层或没有（默认 nested）"}},
    {"name",
     "NAME",
     CLI_BUILD,
     OPTION_NAME,
     {"outer folder in the zip (default: from OUT.zip)",
      "zip 里最外层文件夹的名称（默认取自输出文件名）"}},
    {"dry-run",
     NULL,
     CLI_BUILD,
     OPTION_DRY_RUN,
     {"do everything except writing", "完成检查和打包，但不写文件"}},
    {"format",
     "text|json|sarif|github",
     CHECKING,
     OPTION_FORMAT,
     {"form of the findings (default text)", "问题的输出格式（默认 text）"}},
    {"format",
     "text|json",
     CLI_SHOW,
     OPTION_LISTING,
     {"form of the list (default text)", "列表的输出格式（默认 text）"}},
    {"format",
     "text|json|markdown",
     CLI_RULES,
     OPTION_LISTING,
     {"form of the list (default text)", "列表的输出格式（默认 text）"}},
    {"severity",
     "CODE=LEVEL",
     CHECKING,
     OPTION_SEVERITY,
     {"give a rule another level: error, warning, note or off (may be repeated)",
      "改变一条规则的级别：error、warning、note 或 off（可以写多次）"}},
    {"fail-on",
     "error|warning",
     CHECKING,
     OPTION_FAIL_ON,
     {"lowest level that makes the exit status 1 (default error)",
      "从哪一级起退出状态为 1（默认 error）"}},
    {"header-image",
     "FILE",
     CHECKING,
     OPTION_HEADER_IMAGE,
     {"check the 1000 x 1625 page header image too; it stays outside the zip",
      "同时检查 1000 x 1625 的页面头图；页面头图不放进 zip"}},
    {"jobs",
     "N",
     READING,
     OPTION_JOBS,
     {"threads (default: one per processor)", "线程数（默认等于处理器个数）"}},
    {"quiet",
     NULL,
     CHECKING,
     OPTION_QUIET,
     {"no closing count, no colour", "不显示末尾的统计，不用颜色"}},
    {"max-entries",
     "N",
     READING,
     OPTION_MAX_ENTRIES,
     {"most entries that a zip may have (default 10000)", "zip 里最多有多少个条目（默认 10000）"}},
    {"max-entry-bytes",
     "N",
     READING,
     OPTION_MAX_ENTRY_BYTES,
     {"most bytes of one entry, unpacked (default 8M)", "单个条目解压后最大多少字节（默认 8M）"}},
    {"max-total-bytes",
     "N",
     READING,
     OPTION_MAX_TOTAL_BYTES,
     {"most bytes of all entries, unpacked (default 64M)",
      "全部条目解压后最多多少字节（默认 64M）"}},
    {"max-ratio",
     "N",
     READING,
     OPTION_MAX_RATIO,
     {"how many times its packed size an entry may unpack to (default 200)",
      "条目解压后最多是压缩大小的几倍（默认 200）"}},
    {"max-pixels",
     "N",
     READING,
     OPTION_MAX_PIXELS,
     {"most pixels of a picture that is decoded (default 4M)",
      "最多解码多少像素的图片，更大的只看尺寸（默认 4M）"}},
    {"lang",
     "en|zh",
     EVERY,
     OPTION_LANG,
     {"language of messages (default: that of the system)", "消息的语言（默认跟随系统）"}},
    {"help", NULL, EVERY, OPTION_HELP, {"show this help (also -h)", "显示本说明（也可写作 -h）"}},
};
enum { ROWS = sizeof rows / sizeof *rows };

ach_language cli_language_of_environment(void) {
    static const char *const names[] = {"ACHPACK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "zh", 2) == 0 ? ACH_CHINESE : ACH_ENGLISH;
        }
    }
    return ACH_ENGLISH;
}

void cli_options_init(cli_options *options) {
    *options = (cli_options){
        .language = cli_language_of_environment(),
        .fail_on = ACH_ERROR,
        .limits = ACH__ZIP_LIMITS_DEFAULT,
        .max_pixels = ACH__MAX_PIXELS_DEFAULT,
    };
}

void cli_options_free(cli_options *options) {
    free(options->severities);
}

/* The position of a word among the |-separated ones of `choices`, or -1. */
static int choose(const char *choices, const char *word) {
    size_t length = strlen(word);
    for (int position = 0;; position++) {
        const char *end = strchr(choices, '|');
        size_t size = end == NULL ? strlen(choices) : (size_t)(end - choices);
        if (size == length && strncmp(choices, word, size) == 0) {
            return position;
        }
        if (end == NULL) {
            return -1;
        }
        choices = end + 1;
    }
}

static int read_choice(const cli_options *options, const option_row *row, const char *value,
                       int *choice) {
    *choice = choose(row->value, value);
    if (*choice >= 0) {
        return CLI_OK;
    }
    return cli_misused(
        options,
        cli_say(options, "--%s takes one of %s, not \"%s\"", "--%s 只能是 %s 之一，不能是“%s”"),
        row->name, row->value, value);
}

/* A count of at least one, with K, M or G behind it if wanted. */
static int read_number(const cli_options *options, const option_row *row, const char *value,
                       uint64_t *number) {
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long base = strtoull(value, &end, 10);
    bool good = value[0] >= '0' && value[0] <= '9' && errno == 0 && base > 0;
    const char *unit = *end == '\0' ? NULL : strchr(units, *end);
    unsigned shift = unit == NULL ? 0 : 10 * (unsigned)(unit - units + 1);
    good = good && (*end == '\0' || (unit != NULL && end[1] == '\0')) &&
           base <= (UINT64_C(1) << 40) >> shift;
    if (!good) {
        return cli_misused(
            options,
            cli_say(options, "--%s takes a whole number from 1 up, such as 200 or 8M, not \"%s\"",
                    "--%s 要写成不小于 1 的整数，例如 200 或 8M，不能是“%s”"),
            row->name, value);
    }
    *number = (uint64_t)base << shift;
    return CLI_OK;
}

static int read_severity(cli_options *options, const option_row *row, const char *value) {
    static const int levels[] = {ACH_ERROR, ACH_WARNING, ACH_NOTE, 0};
    const char *equal = strchr(value, '=');
    int level = equal == NULL ? -1 : choose("error|warning|note|off", equal + 1);
    if (level < 0) {
        return cli_misused(options,
                           cli_say(options, "--%s takes %s, such as icon-same=off, not \"%s\"",
                                   "--%s 要写成 %s，例如 icon-same=off，不能是“%s”"),
                           row->name, row->value, value);
    }
    char code[64];
    const ach__kind *kind;
    (void)snprintf(code, sizeof code, "%.*s", (int)(equal - value), value);
    int status = cli_rule_expected(options, code, &kind);
    if (status != CLI_OK) {
        return status;
    }
    cli_severity *grown =
        realloc(options->severities, (options->severity_count + 1) * sizeof *options->severities);
    if (grown == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    options->severities = grown;
    options->severities[options->severity_count++] = (cli_severity){kind->code, levels[level]};
    return CLI_OK;
}

/* The name becomes a folder in the zip, so it is kept to what every unpacker can write. */
static int read_name(cli_options *options, const char *value) {
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t length = strlen(value);
    if (length == 0 || length > 64 || strspn(value, good) != length || value[0] == '.' ||
        value[length - 1] == '.') {
        return cli_misused(
            options,
            cli_say(
                options,
                "--name takes 1 to 64 English letters, digits, \"_\", \"-\" or \".\", no \".\" at "
                "an end, not \"%s\"",
                "--name 只能用 1 到 64 "
                "个英文字母、数字、“_”、“-”或“.”，开头和结尾不能是“.”，不能写“%s”"),
            value);
    }
    options->name = value;
    return CLI_OK;
}

static int apply_number(cli_options *options, const option_row *row, const char *value) {
    uint64_t number = 0;
    int status = read_number(options, row, value, &number);
    if (status != CLI_OK) {
        return status;
    }
    switch (row->id) {
    case OPTION_JOBS:
        options->jobs = number > 256 ? 256 : (size_t)number;
        break;
    case OPTION_MAX_ENTRIES:
        options->limits.max_entries = number;
        break;
    case OPTION_MAX_ENTRY_BYTES:
        options->limits.max_entry_bytes = number;
        break;
    case OPTION_MAX_TOTAL_BYTES:
        options->limits.max_total_bytes = number;
        break;
    case OPTION_MAX_RATIO:
        options->limits.max_ratio = number;
        break;
    default:
        options->max_pixels = number;
        break;
    }
    return CLI_OK;
}

static int apply_choice(cli_options *options, const option_row *row, const char *value) {
    int choice;
    int status = read_choice(options, row, value, &choice);
    if (status != CLI_OK) {
        return status;
    }
    if (row->id == OPTION_LANG) {
        options->language = choice == 0 ? ACH_ENGLISH : ACH_CHINESE;
    } else if (row->id == OPTION_FORMAT) {
        options->format = (ach__report_format)choice;
    } else if (row->id == OPTION_LISTING) {
        options->listing = (cli_listing)choice;
    } else if (row->id == OPTION_LAYOUT) {
        options->layout = (ach__pack_layout)choice;
    } else {
        options->fail_on = choice == 0 ? ACH_ERROR : ACH_WARNING;
    }
    return CLI_OK;
}

static int apply(cli_options *options, const option_row *row, const char *value) {
    switch (row->id) {
    case OPTION_HELP:
        options->help = true;
        return CLI_OK;
    case OPTION_QUIET:
        options->quiet = true;
        return CLI_OK;
    case OPTION_DRY_RUN:
        options->dry_run = true;
        return CLI_OK;
    case OPTION_OUTPUT:
        options->output = value;
        return CLI_OK;
    case OPTION_HEADER_IMAGE:
        options->header_image = value;
        return CLI_OK;
    case OPTION_NAME:
        return read_name(options, value);
    case OPTION_SEVERITY:
        return read_severity(options, row, value);
    case OPTION_LANG:
    case OPTION_FORMAT:
    case OPTION_LISTING:
    case OPTION_LAYOUT:
    case OPTION_FAIL_ON:
        return apply_choice(options, row, value);
    default:
        return apply_number(options, row, value);
    }
}

/* --lang counts for the messages about the other options too, wherever it stands. */
static void look_for_language(cli_options *options, int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1]
                            : strncmp(argv[i], "--lang=", 7) == 0          ? argv[i] + 7
                                                                           : "";
        if (strcmp(value, "zh") == 0 || strcmp(value, "en") == 0) {
            options->language = value[0] == 'z' ? ACH_CHINESE : ACH_ENGLISH;
        }
    }
}

/* `argument` is what was read last; of several letters behind one '-' optopt is the wrong one. */
static int refuse_option(const cli_options *options, const cli_command *command, int found,
                         const char *argument) {
    const char letter[] = {'-', (char)optopt, '\0'};
    if (optopt != 0 && optopt < 256) {
        argument = letter;
    }
    if (found == ':') {
        return cli_misused(options, cli_say(options, "%s needs a value", "%s 后面要有一个值"),
                           argument);
    }
    return cli_misused(options,
                       cli_say(options, "\"%s\" has no option \"%s\"", "命令“%s”没有选项“%s”"),
                       command->name, argument);
}

static int check_operands(const cli_options *options, const cli_command *command) {
    if (options->help ||
        (options->operand_count >= command->least && options->operand_count <= command->most)) {
        return CLI_OK;
    }
    if (options->operand_count < command->least) {
        return cli_misused(options, cli_say(options, "usage: achpack %s %s", "用法：achpack %s %s"),
                           command->name, command->operands[options->language]);
    }
    return cli_misused(options,
                       cli_say(options, "\"%s\" is one too many; usage: achpack %s %s",
                               "多了“%s”；用法：achpack %s %s"),
                       options->operands[command->most], command->name,
                       command->operands[options->language]);
}

int cli_options_read(cli_options *options, const cli_command *command, int argc, char **argv) {
    struct option known[ROWS + 1];
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if ((rows[i].commands & command->bit) != 0) {
            known[count++] = (struct option){
                rows[i].name, rows[i].value != NULL ? required_argument : no_argument, NULL,
                256 + (int)i};
        }
    }
    known[count] = (struct option){NULL, 0, NULL, 0};
    look_for_language(options, argc, argv);
    opterr = 0;
    optind = 0;
    for (;;) {
        int found = getopt_long(argc, argv, command->bit == CLI_BUILD ? ":ho:" : ":h", known, NULL);
        if (found == -1) {
            break;
        }
        int status = CLI_OK;
        if (found == 'h') {
            options->help = true;
        } else if (found == 'o') {
            options->output = optarg;
        } else if (found < 256) {
            status = refuse_option(options, command, found, argv[optind - 1]);
        } else {
            status = apply(options, &rows[found - 256], optarg);
        }
        if (status != CLI_OK) {
            return status;
        }
    }
    options->operands = argv + optind;
    options->operand_count = (size_t)(argc - optind);
    return check_operands(options, command);
}

void cli_options_print(const cli_options *options, const cli_command *command, ach__sink *sink) {
    ach__sink_format(sink, "%sachpack %s %s\n\n", cli_say(options, "Usage: ", "用法："),
                     command->name, command->operands[options->language]);
    ach__sink_format(sink, "%s\n\n", command->summary[options->language]);
    ach__sink_format(sink, "%s\n", cli_say(options, "Options:", "选项："));
    for (size_t i = 0; i < ROWS; i++) {
        const option_row *row = &rows[i];
        if ((row->commands & command->bit) == 0) {
            continue;
        }
        size_t used = strlen(row->name) + (row->value == NULL ? 0 : strlen(row->value) + 1);
        ach__sink_format(sink, "  --%s%s%s", row->name, row->value == NULL ? "" : " ",
                         row->value == NULL ? "" : row->value);
        ach__sink_repeat(sink, ' ', used < 32 ? 32 - used : 1);
        ach__sink_format(sink, "%s\n", row->help[options->language]);
    }
}
