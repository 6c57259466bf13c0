/* The memory that a host lends to the library.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_ALLOCATOR_H
#define ACHPACK_ALLOCATOR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One function does it all. `resize` is called with
 *   block NULL, old_size 0, new_size > 0: give new memory, aligned as malloc aligns;
 *   block given, new_size > 0:            grow or shrink, keeping the smaller size's bytes;
 *   block given, new_size 0:              free, return NULL.
 * It returns NULL where there is no memory; the old block is then left as it was. `old_size` is
 * what was asked for last, so a host can keep account. Calls for one object come from one thread
 * at a time. A NULL `ach_allocator *` means malloc, realloc and free, and mmap for blocks of one
 * MiB and more, in large pages where the kernel gives them. */
typedef struct ach_allocator {
    void *user;
    void *(*resize)(void *user, void *block, size_t old_size, size_t new_size);
} ach_allocator;

#ifdef __cplusplus
}
#endif

#endif
