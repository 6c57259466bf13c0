/* A list that is put in order when somebody wants to see it so.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_MEMORY_LIST_H
#define ACH__STORE_MEMORY_LIST_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: empty. */
typedef struct ach__list {
    void **items;
    size_t count;
    size_t room;
    size_t sorted; /* so many at the front are in order */
} ach__list;

/* As qsort has it: of pointers to items. */
typedef int (*ach__list_compare)(const void *one, const void *other);

/* Room for so many items more; false where there is no memory. */
bool ach__list_reserve(ach__list *list, size_t more, const ach_allocator *allocator);

/* Puts all in order. New items cost by their own number, not by that of those in order already,
 * but for one pass over them. False where there is no memory. */
bool ach__list_sort(ach__list *list, ach__list_compare compare, const ach_allocator *allocator);

void ach__list_free(ach__list *list, const ach_allocator *allocator);

#endif
