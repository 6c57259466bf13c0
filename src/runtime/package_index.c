/* Finding nodes by NodeId and by their place on show.
 * SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "runtime/package_parts.h"

#include <stdlib.h>
#include <sys/random.h>

static uint32_t hash_of(ach__slice id, uint64_t seed) {
    return (uint32_t)ach__hash(id, seed);
}

size_t ach__ids_room(size_t count) {
    size_t room = 2;
    while (room < count * 2) {
        room *= 2;
    }
    return room;
}

bool ach__ids_start(ach__ids *ids, ach__arena *arena, size_t count) {
    size_t room = ach__ids_room(count);
    ids->mask = room - 1;
    ids->slots = ach__arena_take(arena, room, sizeof *ids->slots);
    if (getrandom(&ids->seed, sizeof ids->seed, GRND_NONBLOCK) != (ssize_t)sizeof ids->seed) {
        ids->seed =
            ach__hash_mix((uintptr_t)ids->slots, (uintptr_t)ids); /* addresses are random too */
    }
    return ids->slots != NULL;
}

/* The id's slot, or the empty one where it belongs. */
static inline ach__id_slot *find_slot(const ach__ids *ids, ach__slice id, uint32_t hash,
                                      ach__id_of *id_of, const void *owner) {
    size_t at = hash & ids->mask;
    while (ids->slots[at].number != 0 &&
           (ids->slots[at].hash != hash ||
            !ach__slice_equal(id_of(owner, ids->slots[at].number - 1), id))) {
        at = (at + 1) & ids->mask;
    }
    return &ids->slots[at];
}

uint32_t ach__ids_add(ach__ids *ids, ach__slice id, uint32_t number, ach__id_of *id_of,
                      const void *owner) {
    uint32_t hash = hash_of(id, ids->seed);
    ach__id_slot *slot = find_slot(ids, id, hash, id_of, owner);
    if (slot->number != 0) {
        return slot->number - 1;
    }
    *slot = (ach__id_slot){hash, number + 1};
    return ACH__ABSENT;
}

uint32_t ach__ids_find(const ach__ids *ids, ach__slice id, ach__id_of *id_of, const void *owner) {
    uint32_t number = find_slot(ids, id, hash_of(id, ids->seed), id_of, owner)->number;
    return number == 0 ? ACH__ABSENT : number - 1;
}

static inline ach__slice id_of_node(const void *owner, uint32_t node) {
    const ach_package *package = owner;
    return ach__package_run(package, package->nodes[node].text[ACH_NODE_ID]);
}

uint32_t ach__package_look_up(const ach_package *package, ach__slice node_id) {
    uint32_t hash = hash_of(node_id, package->ids.seed);
    uint32_t number = find_slot(&package->ids, node_id, hash, id_of_node, package)->number;
    return number == 0 ? ACH__ABSENT : number - 1;
}

void ach__package_add_ids(ach_package *package) {
    memset(package->ids.slots, 0, (package->ids.mask + 1) * sizeof *package->ids.slots);
    for (uint32_t i = 0; i < package->count; i++) {
        (void)ach__ids_add(&package->ids, id_of_node(package, i), i, id_of_node, package);
    }
}

static int compare_places(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Rank in the upper half, place in the table in the lower one. */
static bool sort_nodes(ach_package *package) {
    ach__arena scratch;
    ach__arena_init(&scratch, &package->kept.allocator);
    uint64_t *places = ach__arena_take(&scratch, package->count, sizeof *places);
    bool is_sorted = true;
    for (size_t i = 0; places != NULL && i < package->count; i++) {
        places[i] = (uint64_t)package->nodes[i].rank << 32 | i;
        is_sorted = is_sorted && (i == 0 || places[i - 1] < places[i]);
    }
    if (places != NULL && !is_sorted) {
        qsort(places, package->count, sizeof *places, compare_places);
    }
    for (size_t i = 0; places != NULL && i < package->count; i++) {
        package->order[i] = (uint32_t)places[i];
    }
    ach__arena_free(&scratch);
    return places != NULL;
}

bool ach__package_sort(ach_package *package) {
    package->order = ach__arena_take(&package->kept, package->count, sizeof *package->order);
    return package->order != NULL && sort_nodes(package);
}
