/* Operands that look like negative numbers: ids of players are such numbers.
 * SPDX-License-Identifier: MIT */
#include "cli/opt.h"

#include <stdlib.h>
#include <string.h>

static bool is_operand(const char *argument) {
    return argument[0] != '-' || argument[1] == '\0' || (argument[1] >= '0' && argument[1] <= '9');
}

/* Whether the next argument is this one's value. Names may be cut short, as getopt_long takes
 * them. */
static bool takes_next(const cli_command *command, const char *argument) {
    if (argument[1] != '-') {
        size_t length = strlen(argument);
        return argument[length - 1] == 'o';
    }
    ach__slice name = ach__slice_of(argument + 2);
    for (size_t i = 0; i < cli_option_count; i++) {
        const cli_option *row = &cli_option_rows[i];
        if ((row->commands & command->bit) != 0 && row->value != NULL && name.len > 0 &&
            ach__slice_starts(ach__slice_of(row->name), name)) {
            return true;
        }
    }
    return false;
}

char **cli_operands_last(const cli_command *command, int *argc, char **argv) {
    static char end[] = "--";
    size_t count = (size_t)*argc;
    char **sorted = calloc(count + 2, sizeof *sorted);
    if (sorted == NULL) {
        return NULL;
    }
    size_t at = 0;
    sorted[at++] = argv[0];
    size_t stop = 1; /* where operands begin for good */
    while (stop < count && strcmp(argv[stop], end) != 0) {
        bool is_option = !is_operand(argv[stop]);
        size_t size = is_option && takes_next(command, argv[stop]) && stop + 1 < count ? 2 : 1;
        for (size_t i = 0; is_option && i < size; i++) {
            sorted[at++] = argv[stop + i];
        }
        stop += size;
    }
    sorted[at++] = end;
    for (size_t i = 1; i < count; i++) {
        bool is_option = i < stop && !is_operand(argv[i]);
        if (is_option) {
            i += takes_next(command, argv[i]) && i + 1 < count ? 1 : 0;
        } else if (i != stop) {
            sorted[at++] = argv[i];
        }
    }
    *argc = (int)at;
    return sorted;
}
