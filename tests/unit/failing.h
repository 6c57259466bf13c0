/* Memory that gives out after so many requests, for the loops that let every allocation fail.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_FAILING_H
#define TESTS_UNIT_FAILING_H

#include <achpack/allocator.h>

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static inline void *resize_while_left(void *user, void *block, size_t old_size, size_t new_size) {
    size_t *left = user;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    if (*left == 0) {
        return NULL;
    }
    *left -= *left != SIZE_MAX; /* SIZE_MAX: never gives out */
    return realloc(block, new_size);
}

/* Grants *left more requests, then none; counts down in *left. */
static inline ach_allocator failing_allocator(size_t *left) {
    return (ach_allocator){left, resize_while_left};
}

#endif
