/* The same work on many items, spread over the processors.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_PARALLEL_H
#define ACH__BASE_PARALLEL_H

#include <stddef.h>

/* Called once for each item. `worker` is below the number of threads asked for: each thread has
 * its own, so it can index memory that belongs to one thread alone. Must not fail: results go
 * where `context` says. */
typedef void (*ach__parallel_work)(void *context, size_t worker, size_t item);

/* Runs `work` for items 0 .. count-1 on up to `threads` threads, this one among them, and returns
 * when all are done. Where a thread cannot be started the others do its share. */
void ach__parallel_run(size_t threads, size_t count, ach__parallel_work work, void *context);

/* The processors this process may run on, at least 1. */
size_t ach__parallel_processors(void);

#endif
