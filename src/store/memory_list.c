/* Sorting what is new and merging it into what is in order.
 * SPDX-License-Identifier: MIT */
#include "store/memory_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 4 };

bool ach__list_reserve(ach__list *list, size_t more, const ach_allocator *allocator) {
    size_t room = list->room == 0 ? ROOM_FIRST : list->room;
    while (room < list->count + more) {
        if (room > SIZE_MAX / 4 / sizeof *list->items) {
            return false;
        }
        room *= 2;
    }
    if (room == list->room) {
        return true;
    }
    void *items = allocator->resize(allocator->user, (void *)list->items,
                                    list->room * sizeof *list->items, room * sizeof *list->items);
    if (items == NULL) {
        return false;
    }
    list->items = items;
    list->room = room;
    return true;
}

bool ach__list_sort(ach__list *list, ach__list_compare compare, const ach_allocator *allocator) {
    size_t fresh = list->count - list->sorted;
    if (fresh == 0) {
        return true;
    }
    qsort((void *)(list->items + list->sorted), fresh, sizeof *list->items, compare);
    if (list->sorted > 0 && compare((const void *)&list->items[list->sorted - 1],
                                    (const void *)&list->items[list->sorted]) > 0) {
        void **copy = ach__allocate(allocator, fresh * sizeof *copy);
        if (copy == NULL) {
            return false;
        }
        memcpy((void *)copy, (const void *)(list->items + list->sorted), fresh * sizeof *copy);
        size_t old = list->sorted;
        size_t left = fresh;
        while (left > 0) { /* from behind, so that nothing is overwritten */
            bool take_old = old > 0 && compare((const void *)&list->items[old - 1],
                                               (const void *)&copy[left - 1]) > 0;
            list->items[old + left - 1] = take_old ? list->items[old - 1] : copy[left - 1];
            *(take_old ? &old : &left) -= 1;
        }
        ach__release(allocator, (void *)copy, fresh * sizeof *copy);
    }
    list->sorted = list->count;
    return true;
}

void ach__list_free(ach__list *list, const ach_allocator *allocator) {
    ach__release(allocator, (void *)list->items, list->room * sizeof *list->items);
    *list = (ach__list){NULL, 0, 0, 0};
}
