/* A bar that shows how far a long run is, where a person watches.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_BAR_H
#define ACH__CLI_PROGRESS_BAR_H

#include "cli/cli.h"

#include <stdint.h>

typedef struct cli_bar {
    bool is_seen; /* standard error is a terminal, and nobody asked for quiet */
    bool is_drawn;
    const char *label;
    uint64_t total;
    int64_t drawn_at; /* milliseconds of a clock that only goes forward */
} cli_bar;

void cli_bar_start(cli_bar *bar, const cli_options *options, const char *label, uint64_t total);
/* Draws ten times a second at most. */
void cli_bar_move(cli_bar *bar, uint64_t done);
/* Takes the bar away. */
void cli_bar_end(cli_bar *bar);

#endif
