/* Adds to come: players and nodes, picked at random among so many records.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_ADDS_H
#define TESTS_BENCH_ADDS_H

#include <achpack/bytes.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ADDS_NODES = 8, ADDS_DIGITS = 9 };

typedef struct adds {
    size_t records;
    uint64_t random;
    size_t record; /* the present one; the texts are its own */
    char player[sizeof "player-" - 1 + ADDS_DIGITS];
    char node[2];
} adds;

static inline adds adds_of(size_t records) {
    adds made = {.records = records, .random = 1, .node = {'n', '0'}};
    memcpy(made.player, "player-", sizeof "player-" - 1);
    return made;
}

static inline void adds_go_to(adds *all, size_t record) {
    size_t player = record / ADDS_NODES;
    all->record = record;
    all->node[1] = (char)('0' + record % ADDS_NODES);
    for (size_t i = sizeof all->player; i > sizeof all->player - ADDS_DIGITS; i--) {
        all->player[i - 1] = (char)('0' + player % 10);
        player /= 10;
    }
}

static inline void adds_next(adds *all) {
    all->random = all->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    adds_go_to(all, (size_t)((all->random >> 33) % all->records));
}

static inline ach_bytes adds_player(const adds *all) {
    return (ach_bytes){all->player, sizeof all->player};
}

static inline ach_bytes adds_node(const adds *all) {
    return (ach_bytes){all->node, sizeof all->node};
}

static inline double adds_seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline void adds_must(int number, int wanted, const char *what) {
    if (number != wanted) {
        (void)fprintf(stderr, "%s: %d\n", what, number);
        exit(3);
    }
}

#endif
