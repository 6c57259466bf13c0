/* Random numbers that a seed decides.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SIMULATE_RANDOM_H
#define ACH__SIMULATE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ach__random {
    uint64_t state;
} ach__random;

/* splitmix64: every seed gives a good sequence, and neighbouring seeds give other ones. */
static inline uint64_t ach__random_next(ach__random *random) {
    random->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t word = random->state;
    word = (word ^ word >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ word >> 27) * UINT64_C(0x94D049BB133111EB);
    return word ^ word >> 31;
}

/* From 0 to below `limit`, which is at least 1 and below 2^32. */
static inline uint64_t ach__random_below(ach__random *random, uint64_t limit) {
    return ((ach__random_next(random) >> 32) * limit) >> 32;
}

/* `share` parts of a million. */
static inline bool ach__random_happens(ach__random *random, int64_t share) {
    return (int64_t)ach__random_below(random, 1000000) < share;
}

#endif
