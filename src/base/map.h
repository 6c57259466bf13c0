/* A map from byte strings to numbers, for look-ups in constant time.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_MAP_H
#define ACH__BASE_MAP_H

#include "base/memory.h"
#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

#define ACH__MAP_NONE SIZE_MAX

/* Keys are borrowed and must outlive the map. Hostile keys cannot slow it down: the hash is keyed
 * per map. */
typedef struct ach__map {
    ach__arena *arena;
    struct ach__map_slot *slots; /* a power of two of them */
    size_t capacity;
    size_t count;
    uint64_t seed;
} ach__map;

void ach__map_init(ach__map *map, ach__arena *arena);

/* Room for so many keys at once, which saves moving them while the map grows. */
void ach__map_reserve(ach__map *map, size_t count);

/* Keeps the value of the first time: gives ACH__MAP_NONE where the key is new (and now holds
 * `value`), else the value it already has. Where there is no memory the key is not kept,
 * arena->failed is set, and ACH__MAP_NONE comes back. */
size_t ach__map_add(ach__map *map, ach__slice key, size_t value);

/* The value, or ACH__MAP_NONE. */
size_t ach__map_find(const ach__map *map, ach__slice key);

#endif
