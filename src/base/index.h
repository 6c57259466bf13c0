/* A hash table of things that know their keys.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_INDEX_H
#define ACH__BASE_INDEX_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ach__index_slot {
    uint64_t hash;
    void *item; /* NULL: empty */
} ach__index_slot;

/* Zeroed: empty. At most half of the slots are taken. */
typedef struct ach__index {
    ach__index_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} ach__index;

typedef bool (*ach__index_match)(const void *item, const void *key);

/* The item with this key, or NULL. */
void *ach__index_find(const ach__index *table, uint64_t hash, ach__index_match match,
                      const void *key);

/* Room for so many items more; false where there is no memory. */
bool ach__index_reserve(ach__index *table, size_t more, const ach_allocator *allocator);

/* Adds an item that is not there, where room was reserved. */
void ach__index_put(ach__index *table, uint64_t hash, void *item);

/* Takes an item out that is there. */
void ach__index_remove(ach__index *table, uint64_t hash, const void *item);

void ach__index_free(ach__index *table, const ach_allocator *allocator);

#endif
