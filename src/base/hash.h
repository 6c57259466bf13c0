/* The keyed hash behind all look-ups.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_HASH_H
#define ACH__BASE_HASH_H

#include "base/slice.h"

#include <stdint.h>
#include <string.h>

/* Both halves of the product: every bit of the result hangs on every bit of both factors. */
static inline uint64_t ach__hash_mix(uint64_t one, uint64_t other) {
    __extension__ typedef unsigned __int128 product;
    product both = (product)one * other;
    return (uint64_t)(both >> 64) ^ (uint64_t)both;
}

static inline uint64_t ach__hash_word(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Up to seven bytes as a number. */
static inline uint64_t ach__hash_tail(ach__slice key) {
    uint64_t word = 0;
    for (size_t i = 0; i < key.len; i++) {
        word = word << 8 | (unsigned char)key.ptr[i];
    }
    return word;
}

/* Eight bytes at a time, the last eight perhaps overlapping those before. The seed makes collisions
 * unpredictable for whoever writes the keys; it must be random. */
static inline uint64_t ach__hash(ach__slice key, uint64_t seed) {
    uint64_t hash = seed ^ key.len;
    for (size_t at = 0; key.len - at > 8; at += 8) {
        hash = ach__hash_mix(hash ^ ach__hash_word(key.ptr + at), UINT64_C(0xD6E8FEB86659FD93));
        hash += seed;
    }
    hash ^= key.len < 8 ? ach__hash_tail(key) : ach__hash_word(key.ptr + key.len - 8);
    return ach__hash_mix(hash, seed | UINT64_C(0x8000000000000001));
}

#endif
