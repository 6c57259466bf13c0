/* A bar on standard error, for terminals only.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_bar.h"

#include <time.h>

enum { BAR_WIDTH = 30, BAR_PAUSE = 100 };

static int64_t clock_ms(void) {
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void cli_bar_start(cli_bar *bar, const cli_options *options, const char *label, uint64_t total) {
    *bar = (cli_bar){.is_seen = cli_wants_color(options, stderr) && total > 0,
                     .label = label,
                     .total = total,
                     .drawn_at = clock_ms()};
}

void cli_bar_move(cli_bar *bar, uint64_t done) {
    if (!bar->is_seen || clock_ms() - bar->drawn_at < BAR_PAUSE) {
        return;
    }
    uint64_t known = done < bar->total ? done : bar->total;
    uint64_t share = (uint64_t)((double)known * 100 / (double)bar->total);
    ach__sink errors = cli_sink(stderr);
    ach__sink_format(&errors, "\r%s [", bar->label);
    ach__sink_repeat(&errors, '#', (size_t)(share * BAR_WIDTH / 100));
    ach__sink_repeat(&errors, '.', BAR_WIDTH - (size_t)(share * BAR_WIDTH / 100));
    ach__sink_format(&errors, "] %3u%%\033[K", (unsigned)share);
    (void)fflush(stderr);
    bar->is_drawn = true;
    bar->drawn_at = clock_ms();
}

void cli_bar_end(cli_bar *bar) {
    if (bar->is_drawn) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
    }
    bar->is_seen = bar->is_drawn = false;
}
