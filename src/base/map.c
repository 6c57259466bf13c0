/* An open-addressing table over a keyed hash.
 * SPDX-License-Identifier: MIT */
#include "base/map.h"

#include "base/hash.h"

#include <stdbool.h>
#include <string.h>
#include <sys/random.h>

struct ach__map_slot {
    ach__slice key; /* ptr NULL: empty */
    uint64_t hash;
    size_t value;
};

enum { CAPACITY_FIRST = 64 };

void ach__map_init(ach__map *map, ach__arena *arena) {
    *map = (ach__map){.arena = arena};
    if (getrandom(&map->seed, sizeof map->seed, GRND_NONBLOCK) != (ssize_t)sizeof map->seed) {
        map->seed = ach__hash_mix((uintptr_t)map, (uintptr_t)arena); /* addresses are random too */
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

static bool grow_to(ach__map *map, size_t capacity) {
    ach__map larger = *map;
    larger.capacity = capacity;
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

static bool grow(ach__map *map) {
    return grow_to(map, map->capacity == 0 ? CAPACITY_FIRST : map->capacity * 2);
}

void ach__map_reserve(ach__map *map, size_t count) {
    size_t capacity = CAPACITY_FIRST;
    while (capacity / 2 < count && capacity < SIZE_MAX / 4) {
        capacity *= 2;
    }
    if (capacity > map->capacity) {
        (void)grow_to(map, capacity); /* without it the map grows as it goes, or fails then */
    }
}

size_t ach__map_add(ach__map *map, ach__slice key, size_t value) {
    if (map->count >= map->capacity / 2 && !grow(map)) {
        return ACH__MAP_NONE;
    }
    if (key.ptr == NULL) {
        key.ptr = ""; /* the empty key, told apart from an empty slot */
    }
    uint64_t hash = ach__hash(key, map->seed);
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
    const struct ach__map_slot *slot = slot_for(map, key, ach__hash(key, map->seed));
    return slot->key.ptr == NULL ? ACH__MAP_NONE : slot->value;
}
