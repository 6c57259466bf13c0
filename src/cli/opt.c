/* Options: read by getopt_long, printed as help.
 * SPDX-License-Identifier: MIT */
#include "cli/opt.h"

#include "base/utf8.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MOST = 64 }; /* of one command; a test counts them */

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
        .seen_version = -1,
        .sets = 1,
        .rate = 50,
    };
}

void cli_options_free(cli_options *options) {
    free(options->severities);
    free(options->nodes.items);
    free(options->old_nodes.items);
    free(options->resources.items);
    free(options->scripts.items);
    free(options->from.items);
    free(options->arguments);
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

/* `--store --package x`: the value was forgotten, and the next option is none. */
static bool is_option(const struct option *known, const char *word) {
    if (strncmp(word, "--", 2) != 0) {
        return false;
    }
    for (; known->name != NULL; known++) {
        if (strcmp(known->name, word + 2) == 0) {
            return true;
        }
    }
    return false;
}

static int apply(cli_options *options, const struct option *known, const cli_option *row,
                 const char *word) {
    if (optarg != NULL && optarg == word && is_option(known, word)) {
        return cli_misused(options,
                           cli_say(options, "--%s needs a value, and \"%s\" is an option",
                                   "--%s 后面要有一个值，而“%s”是选项"),
                           row->name, word);
    }
    return cli_option_apply(options, row, optarg);
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

/* -o belongs to the commands that write something. */
static const char *letters_of(const cli_command *command) {
    return (command->bit & (CLI_BUILD | CLI_NODES | CLI_PROGRESS)) != 0 ? ":ho:" : ":h";
}

int cli_options_read(cli_options *options, const cli_command *command, int argc, char **argv) {
    struct option known[OPTIONS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < cli_option_count && count + 1 < OPTIONS_MOST; i++) {
        if ((cli_option_rows[i].commands & command->bit) != 0) {
            known[count++] =
                (struct option){cli_option_rows[i].name,
                                cli_option_rows[i].value != NULL ? required_argument : no_argument,
                                NULL, 256 + (int)i};
        }
    }
    known[count] = (struct option){NULL, 0, NULL, 0};
    options->command = command->bit == CLI_HELP ? NULL : command->name;
    look_for_language(options, argc, argv);
    if (command->bit == CLI_PROGRESS) {
        argv = options->arguments = cli_operands_last(command, &argc, argv);
        if (argv == NULL) {
            return cli_fail(options, NULL, ACH_ENOMEM, 0);
        }
    }
    opterr = 0;
    optind = 0;
    for (;;) {
        int found = getopt_long(argc, argv, letters_of(command), known, NULL);
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
            status = apply(options, known, &cli_option_rows[found - 256], argv[optind - 1]);
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
    if (command->bit == CLI_PROGRESS) {
        cli_progress_print_actions(options, sink);
    }
    ach__sink_format(sink, "%s\n", cli_say(options, "Options:", "选项："));
    for (size_t i = 0; i < cli_option_count; i++) {
        const cli_option *row = &cli_option_rows[i];
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
