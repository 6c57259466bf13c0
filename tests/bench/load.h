/* What the two halves of the loading bench share.
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdint.h>
#include <time.h>

static inline uint64_t bench_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* What this process has computed so far: unlike the clock it does not count the time of others. */
static inline uint64_t bench_computed(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* Xorshift: cheap beside what is measured. `state` is never 0. */
static inline uint64_t bench_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Puts `count` packages of the zip into a catalogue and reads them on two threads, while a third
 * one only burns its core, and then while it loads all of them anew. */
int bench_catalogue(const char *zip, unsigned count, double seconds);

#endif
