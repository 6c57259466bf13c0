/* The options of all commands as one table.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_OPT_H
#define ACH__CLI_OPT_H

#include "cli/cli.h"

typedef enum cli_option_id {
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
    OPTION_DRY_RUN,
    OPTION_NODES,
    OPTION_OLD_NODES,
    OPTION_RESOURCES,
    OPTION_SCRIPTS,
    OPTION_TABLE,
    OPTION_FROM,
    OPTION_ALL,
    OPTION_FORCE,
    OPTION_BACKGROUND,
    OPTION_STORE,
    OPTION_PACKAGE,
    OPTION_EXTRA,
    OPTION_SEEN_VERSION,
    OPTION_PLAYERS,
    OPTION_INTERVAL,
    OPTION_SETS,
    OPTION_RATE,
    OPTION_SEED
} cli_option_id;

typedef struct cli_option {
    const char *name;
    const char *value; /* what the help calls it; NULL: a switch */
    unsigned commands;
    cli_option_id id;
    const char *help[2];
} cli_option;

extern const cli_option cli_option_rows[];
extern const size_t cli_option_count;

/* Puts what begins like a negative number behind all options, as ids of players may; argv has a
 * name first. The new one is the caller's to free; NULL: no memory. */
char **cli_operands_last(const cli_command *command, int *argc, char **argv);

/* Takes the value of an option over (NULL for a switch). CLI_OK, or another status after a message.
 */
int cli_option_apply(cli_options *options, const cli_option *row, const char *value);

#endif
