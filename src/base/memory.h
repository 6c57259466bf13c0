/* Memory: the host's allocator, arenas that are freed at once, and buffers that grow to a ceiling.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_MEMORY_H
#define ACH__BASE_MEMORY_H

#include <achpack/allocator.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The given allocator, or malloc's where it is NULL or empty. */
ach_allocator ach__allocator_or_default(const ach_allocator *allocator);

void *ach__allocate(const ach_allocator *allocator, size_t size);
void ach__release(const ach_allocator *allocator, void *block, size_t size);

/* Many small pieces that live and die together. No piece is freed alone. */
typedef struct ach__arena {
    ach_allocator allocator;
    struct ach__arena_block *blocks; /* newest first */
    size_t used;                     /* bytes taken of the newest block */
    size_t total;                    /* bytes asked of the allocator */
    bool failed;                     /* sticky: some allocation was refused */
} ach__arena;

void ach__arena_init(ach__arena *arena, const ach_allocator *allocator);
void ach__arena_free(ach__arena *arena);

/* Zeroed memory, aligned for any type; NULL (and `failed`) where there is none or where
 * count * size overflows. A size of 0 gives a valid pointer. */
void *ach__arena_take(ach__arena *arena, size_t count, size_t size);

/* The same with whatever is in it: for large pieces that are written before they are read, so that
 * what stays unused is never touched. */
void *ach__arena_room(ach__arena *arena, size_t count, size_t size);

/* Makes one block for pieces of so many bytes altogether, if they are many. */
void ach__arena_expect(ach__arena *arena, size_t bytes);

/* Bytes in one piece, growing up to `ceiling`; writing to a failed buffer does nothing. */
typedef struct ach__buffer {
    ach_allocator allocator;
    unsigned char *data;
    size_t size;
    size_t capacity;
    size_t ceiling; /* never grows beyond this many bytes */
    bool failed;    /* sticky: no memory, or the ceiling was reached */
} ach__buffer;

void ach__buffer_init(ach__buffer *buffer, const ach_allocator *allocator, size_t ceiling);
void ach__buffer_free(ach__buffer *buffer);

/* Room for `more` bytes behind the present ones, not yet counted in `size`; NULL on failure. */
unsigned char *ach__buffer_reserve(ach__buffer *buffer, size_t more);
void ach__buffer_append(ach__buffer *buffer, const void *bytes, size_t size);
void ach__buffer_append_byte(ach__buffer *buffer, unsigned char byte);

/* Forgets the bytes and the failure, keeps the memory. */
void ach__buffer_clear(ach__buffer *buffer);

#endif
