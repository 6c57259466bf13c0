/* Open addressing with linear probing; what is taken out leaves no gap.
 * SPDX-License-Identifier: MIT */
#include "base/index.h"

#include <string.h>

enum { CAPACITY_FIRST = 64 };

void *ach__index_find(const ach__index *table, uint64_t hash, ach__index_match match,
                      const void *key) {
    size_t mask = table->capacity - 1;
    for (size_t at = (size_t)hash & mask; table->capacity > 0; at = (at + 1) & mask) {
        const ach__index_slot *slot = &table->slots[at];
        if (slot->item == NULL || (slot->hash == hash && match(slot->item, key))) {
            return slot->item;
        }
    }
    return NULL;
}

static bool grow_to(ach__index *table, size_t capacity, const ach_allocator *allocator) {
    size_t bytes;
    if (__builtin_mul_overflow(capacity, sizeof *table->slots, &bytes)) {
        return false;
    }
    ach__index larger = {ach__allocate(allocator, bytes), capacity, 0};
    if (larger.slots == NULL) {
        return false;
    }
    memset(larger.slots, 0, bytes);
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->slots[i].item != NULL) {
            ach__index_put(&larger, table->slots[i].hash, table->slots[i].item);
        }
    }
    ach__index_free(table, allocator);
    *table = larger;
    return true;
}

bool ach__index_reserve(ach__index *table, size_t more, const ach_allocator *allocator) {
    size_t capacity = table->capacity == 0 ? CAPACITY_FIRST : table->capacity;
    while (capacity / 2 < table->count + more) {
        if (capacity > SIZE_MAX / 4) {
            return false;
        }
        capacity *= 2;
    }
    return capacity == table->capacity || grow_to(table, capacity, allocator);
}

void ach__index_put(ach__index *table, uint64_t hash, void *item) {
    size_t at = (size_t)hash & (table->capacity - 1);
    while (table->slots[at].item != NULL) {
        at = (at + 1) & (table->capacity - 1);
    }
    table->slots[at] = (ach__index_slot){hash, item};
    table->count++;
}

void ach__index_remove(ach__index *table, uint64_t hash, const void *item) {
    size_t mask = table->capacity - 1;
    size_t gap = (size_t)hash & mask;
    while (table->slots[gap].item != item) {
        gap = (gap + 1) & mask;
    }
    /* Whatever would no longer be found behind the gap moves into it. */
    for (size_t at = (gap + 1) & mask; table->slots[at].item != NULL; at = (at + 1) & mask) {
        size_t home = (size_t)table->slots[at].hash & mask;
        if (((at - home) & mask) >= ((at - gap) & mask)) {
            table->slots[gap] = table->slots[at];
            gap = at;
        }
    }
    table->slots[gap] = (ach__index_slot){0, NULL};
    table->count--;
}

void ach__index_free(ach__index *table, const ach_allocator *allocator) {
    ach__release(allocator, table->slots, table->capacity * sizeof *table->slots);
    *table = (ach__index){NULL, 0, 0};
}
