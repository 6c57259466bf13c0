/* An open-addressing table over a keyed hash.
 * SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <stdbool.h>
#include <string.h>
#include <sys/random.h>

struct ach__map_slot {
    ach__slice key; /* ptr NULL: empty */
    uint64_t hash;
    size_t value;
};

enum { CAPACITY_FIRST = 64 };

static uint64_t mix(uint64_t value) {
    value ^= value >> 32;
    value *= UINT64_C(0xD6E8FEB86659FD93);
    value ^= value >> 32;
    value *= UINT64_C(0xD6E8FEB86659FD93);
    return value ^ value >> 32;
}

/* Eight bytes at a time; the seed makes collisions unpredictable for whoever writes the keys. */
static uint64_t hash_of(ach__slice key, uint64_t seed) {
    uint64_t hash = seed ^ key.len;
    size_t at = 0;
    for (; key.len - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, key.ptr + at, 8);
        hash = mix(hash ^ word) + seed;
    }
    uint64_t tail = 0;
    if (at < key.len) {
        memcpy(&tail, key.ptr + at, key.len - at);
    }
    return mix(hash ^ tail);
}

void ach__map_init(ach__map *map, ach__arena *arena) {
    *map = (ach__map){.arena = arena};
    if (getrandom(&map->seed, sizeof map->seed, GRND_NONBLOCK) != (ssize_t)sizeof map->seed) {
        map->seed = mix((uintptr_t)map ^ (uintptr_t)arena); /* addresses are random too */
    }
}

static struct ach__map_slot *slot_for(const ach__map *map, ach__slice key, uint64_t hash) {
    size_t at = (size_t)hash & (map->capacity - 1);
    while (map->slots[at].key.ptr != NULL &&
           (map->slots[at].hash != hash || !ach__slice_equal(map->slots[at].key, key))) {
        at = (at + 1) & (map->capacity - 1);
    }
    return &map->slots[at];
}

static bool grow(ach__map *map) {
    ach__map larger = *map;
    larger.capacity = map->capacity == 0 ? CAPACITY_FIRST : map->capacity * 2;
    larger.slots = ach__arena_take(map->arena, larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->slots[i].key.ptr != NULL) {
            *slot_for(&larger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
        }
    }
    *map = larger;
    return true;
}

size_t ach__map_add(ach__map *map, ach__slice key, size_t value) {
    if (map->count >= map->capacity / 2 && !grow(map)) {
        return ACH__MAP_NONE;
    }
    if (key.ptr == NULL) {
        key.ptr = ""; /* the empty key, told apart from an empty slot */
    }
    uint64_t hash = hash_of(key, map->seed);
    struct ach__map_slot *slot = slot_for(map, key, hash);
    if (slot->key.ptr != NULL) {
        return slot->value;
    }
    *slot = (struct ach__map_slot){key, hash, value};
    map->count++;
    return ACH__MAP_NONE;
}

size_t ach__map_find(const ach__map *map, ach__slice key) {
    if (map->count == 0) {
        return ACH__MAP_NONE;
    }
    const struct ach__map_slot *slot = slot_for(map, key, hash_of(key, map->seed));
    return slot->key.ptr == NULL ? ACH__MAP_NONE : slot->value;
}
