/* The allocator in force, arenas and growing buffers.
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 16384, BUFFER_FIRST = 256 };

struct ach__arena_block {
    struct ach__arena_block *older;
    size_t size; /* of the whole block, this head included */
};

#define ALIGNMENT  _Alignof(max_align_t)
#define HEAD_BYTES ((sizeof(struct ach__arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static void *system_resize(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

ach_allocator ach__allocator_or_default(const ach_allocator *allocator) {
    if (allocator != NULL && allocator->resize != NULL) {
        return *allocator;
    }
    return (ach_allocator){NULL, system_resize};
}

void *ach__allocate(const ach_allocator *allocator, size_t size) {
    return allocator->resize(allocator->user, NULL, 0, size);
}

void ach__release(const ach_allocator *allocator, void *block, size_t size) {
    if (block != NULL) {
        (void)allocator->resize(allocator->user, block, size, 0);
    }
}

void ach__arena_init(ach__arena *arena, const ach_allocator *allocator) {
    *arena = (ach__arena){.allocator = ach__allocator_or_default(allocator)};
}

void ach__arena_free(ach__arena *arena) {
    struct ach__arena_block *block = arena->blocks;
    while (block != NULL) {
        struct ach__arena_block *older = block->older;
        ach__release(&arena->allocator, block, block->size);
        block = older;
    }
    arena->blocks = NULL;
    arena->used = 0;
    arena->total = 0;
}

/* A block with room for `size`. One that is made for a single large piece goes behind the newest,
 * so that the newest's free room is not lost. */
static unsigned char *take_from_new_block(ach__arena *arena, size_t size) {
    bool alone = size > BLOCK_BYTES / 4;
    size_t whole = alone ? HEAD_BYTES + size : BLOCK_BYTES;
    struct ach__arena_block *block = ach__allocate(&arena->allocator, whole);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    block->size = whole;
    arena->total += whole;
    if (alone && arena->blocks != NULL) {
        block->older = arena->blocks->older;
        arena->blocks->older = block;
    } else {
        block->older = arena->blocks;
        arena->blocks = block;
        arena->used = HEAD_BYTES + size;
    }
    return (unsigned char *)block + HEAD_BYTES;
}

void *ach__arena_take(ach__arena *arena, size_t count, size_t size) {
    size_t bytes;
    size_t rounded;
    if (__builtin_mul_overflow(count, size, &bytes) ||
        __builtin_add_overflow(bytes, ALIGNMENT, &rounded)) {
        arena->failed = true;
        return NULL;
    }
    rounded = rounded / ALIGNMENT * ALIGNMENT;
    if (rounded > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    unsigned char *piece;
    if (arena->blocks != NULL && arena->used <= arena->blocks->size &&
        arena->blocks->size - arena->used >= rounded) {
        piece = (unsigned char *)arena->blocks + arena->used;
        arena->used += rounded;
    } else {
        piece = take_from_new_block(arena, rounded);
        if (piece == NULL) {
            return NULL;
        }
    }
    memset(piece, 0, rounded);
    return piece;
}

void ach__buffer_init(ach__buffer *buffer, const ach_allocator *allocator, size_t ceiling) {
    *buffer = (ach__buffer){.allocator = ach__allocator_or_default(allocator), .ceiling = ceiling};
}

void ach__buffer_free(ach__buffer *buffer) {
    ach__release(&buffer->allocator, buffer->data, buffer->capacity);
    buffer->data = NULL;
    buffer->size = 0;
    buffer->capacity = 0;
}

static size_t grown(const ach__buffer *buffer, size_t needed) {
    size_t capacity = buffer->capacity < BUFFER_FIRST ? BUFFER_FIRST : buffer->capacity;
    while (capacity < needed && capacity <= buffer->ceiling / 2) {
        capacity *= 2;
    }
    return capacity < needed || capacity > buffer->ceiling ? buffer->ceiling : capacity;
}

unsigned char *ach__buffer_reserve(ach__buffer *buffer, size_t more) {
    if (buffer->failed || more > buffer->ceiling || buffer->size > buffer->ceiling - more) {
        buffer->failed = true;
        return NULL;
    }
    size_t needed = buffer->size + more;
    if (needed > buffer->capacity || buffer->data == NULL) {
        size_t capacity = grown(buffer, needed);
        if (capacity == 0) {
            capacity = 1; /* an empty reserve still gives a pointer */
        }
        void *data = buffer->allocator.resize(buffer->allocator.user, buffer->data,
                                              buffer->capacity, capacity);
        if (data == NULL) {
            buffer->failed = true;
            return NULL;
        }
        buffer->data = data;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->size;
}

void ach__buffer_append(ach__buffer *buffer, const void *bytes, size_t size) {
    unsigned char *room = size == 0 ? NULL : ach__buffer_reserve(buffer, size);
    if (room != NULL) {
        memcpy(room, bytes, size);
        buffer->size += size;
    }
}

void ach__buffer_append_byte(ach__buffer *buffer, unsigned char byte) {
    ach__buffer_append(buffer, &byte, 1);
}

void ach__buffer_clear(ach__buffer *buffer) {
    buffer->size = 0;
    buffer->failed = false;
}
