/* Finding nodes by NodeId and by their place on show.
 * SPDX-License-Identifier: MIT */
#include "runtime/package_parts.h"

#include <stdlib.h>
#include <sys/random.h>

static uint64_t mix(uint64_t value) {
    value ^= value >> 32;
    value *= UINT64_C(0xD6E8FEB86659FD93);
    return value ^ value >> 32;
}

/* Keyed, so that whoever writes the ids cannot make them meet. */
static uint32_t hash_of(ach__slice id, uint64_t seed) {
    uint64_t hash = seed ^ id.len;
    size_t at = 0;
    for (; id.len - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, id.ptr + at, 8);
        hash = mix(hash ^ word) + seed;
    }
    uint64_t tail = 0;
    if (at < id.len) {
        memcpy(&tail, id.ptr + at, id.len - at);
    }
    return (uint32_t)mix(mix(hash ^ tail) + seed);
}

static ach__slice id_of(const ach_package *package, uint32_t node) {
    return ach__package_run(package, package->nodes[node].text[ACH_NODE_ID]);
}

static void add_ids(ach_package *package) {
    for (size_t i = 0; i < package->count; i++) {
        uint32_t hash = hash_of(id_of(package, (uint32_t)i), package->seed);
        size_t at = hash & package->slot_mask;
        while (package->slots[at].node != 0) {
            at = (at + 1) & package->slot_mask;
        }
        package->slots[at] = (ach__id_slot){hash, (uint32_t)i + 1};
    }
}

uint32_t ach__package_look_up(const ach_package *package, ach__slice node_id) {
    uint32_t hash = hash_of(node_id, package->seed);
    for (size_t at = hash & package->slot_mask; package->slots[at].node != 0;
         at = (at + 1) & package->slot_mask) {
        const ach__id_slot *slot = &package->slots[at];
        if (slot->hash == hash && ach__slice_equal(id_of(package, slot->node - 1), node_id)) {
            return slot->node - 1;
        }
    }
    return ACH__ABSENT;
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

bool ach__package_index(ach_package *package) {
    size_t room = 2;
    while (room < package->count * 2) {
        room *= 2;
    }
    package->slot_mask = room - 1;
    package->slots = ach__arena_take(&package->kept, room, sizeof *package->slots);
    package->order = ach__arena_take(&package->kept, package->count, sizeof *package->order);
    if (package->slots == NULL || package->order == NULL) {
        return false;
    }
    if (getrandom(&package->seed, sizeof package->seed, GRND_NONBLOCK) !=
        (ssize_t)sizeof package->seed) {
        package->seed = mix((uintptr_t)package); /* addresses are random too */
    }
    add_ids(package);
    return sort_nodes(package);
}
