/* A hash table of things that know their keys, for the store in memory.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_MEMORY_TABLE_H
#define ACH__STORE_MEMORY_TABLE_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ach__table_slot {
    uint64_t hash;
    void *item; /* NULL: empty */
} ach__table_slot;

/* Zeroed: empty. At most half of the slots are taken. */
typedef struct ach__table {
    ach__table_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} ach__table;

typedef bool (*ach__table_match)(const void *item, const void *key);

/* The item with this key, or NULL. */
void *ach__table_find(const ach__table *table, uint64_t hash, ach__table_match match,
                      const void *key);

/* Room for so many items more; false where there is no memory. */
bool ach__table_reserve(ach__table *table, size_t more, const ach_allocator *allocator);

/* Adds an item that is not there, where room was reserved. */
void ach__table_put(ach__table *table, uint64_t hash, void *item);

/* Takes an item out that is there. */
void ach__table_remove(ach__table *table, uint64_t hash, const void *item);

void ach__table_free(ach__table *table, const ach_allocator *allocator);

#endif
