/* The allocator in force, arenas and growing buffers.
 * SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BLOCK_BYTES = 16384, BUFFER_FIRST = 256, EXPECTED_LEAST = 262144 };

struct ach__arena_block {
    struct ach__arena_block *older;
    size_t size; /* of the whole block, this head included */
};

#define ALIGNMENT  _Alignof(max_align_t)
#define HEAD_BYTES ((sizeof(struct ach__arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

/* Large blocks are mapped so that the kernel can give whole pages of two MiB: a fault for each page
 * of four KiB costs more than all that is done to the bytes. A mapping ends with its block, or with
 * the last large page where the block fills half of it. Its size follows from the block's alone. */
#define PAGE_LARGE  ((size_t)2 << 20)
#define PAGE_SMALL  ((size_t)4096)
#define LARGE_LEAST ((size_t)1 << 20)

static size_t rounded_up(size_t size, size_t unit) {
    return (size + unit - 1) / unit * unit;
}

static size_t mapped_bytes(size_t size) {
    size_t large = rounded_up(size, PAGE_LARGE);
    return large - size <= PAGE_LARGE / 2 ? large : rounded_up(size, PAGE_SMALL);
}

static void *map(size_t size) {
    size_t wanted = mapped_bytes(size);
    unsigned char *room =
        mmap(NULL, wanted + PAGE_LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) {
        return NULL;
    }
    size_t before = rounded_up((uintptr_t)room, PAGE_LARGE) - (uintptr_t)room;
    if (before > 0) {
        (void)munmap(room, before);
    }
    (void)munmap(room + before + wanted, PAGE_LARGE - before);
    (void)madvise(room + before, wanted, MADV_HUGEPAGE);
    return room + before;
}

/* Gives the end back to the kernel, what is left of its last large page too. */
static void shrink(unsigned char *block, size_t old_size, size_t new_size) {
    size_t mapped = mapped_bytes(new_size);
    size_t used = rounded_up(new_size, PAGE_SMALL);
    if (mapped < mapped_bytes(old_size)) {
        (void)munmap(block + mapped, mapped_bytes(old_size) - mapped);
    }
    if (used < mapped) {
        (void)madvise(block + used, mapped - used, MADV_DONTNEED);
    }
}

static void release(void *block, size_t size) {
    if (size >= LARGE_LEAST) {
        (void)munmap(block, mapped_bytes(size));
    } else {
        free(block);
    }
}

/* Where one of the two sizes is large. */
static void *resize_large(void *block, size_t old_size, size_t new_size) {
    if (old_size >= new_size && new_size >= LARGE_LEAST) {
        shrink(block, old_size, new_size);
        return block;
    }
    void *moved = new_size >= LARGE_LEAST ? map(new_size) : new_size > 0 ? malloc(new_size) : NULL;
    if (moved == NULL && new_size > 0) {
        return NULL;
    }
    if (block != NULL) {
        if (moved != NULL) {
            memcpy(moved, block, old_size < new_size ? old_size : new_size);
        }
        release(block, old_size);
    }
    return moved;
}

static void *system_resize(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user;
    if (old_size >= LARGE_LEAST || new_size >= LARGE_LEAST) {
        return new_size > SIZE_MAX / 2 ? NULL : resize_large(block, old_size, new_size);
    }
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

void ach__arena_expect(ach__arena *arena, size_t bytes) {
    if (bytes < EXPECTED_LEAST || bytes > SIZE_MAX / 2) {
        return;
    }
    size_t whole = HEAD_BYTES + rounded_up(bytes, ALIGNMENT);
    struct ach__arena_block *block = ach__allocate(&arena->allocator, whole);
    if (block != NULL) { /* else each piece will be asked for */
        block->size = whole;
        block->older = arena->blocks;
        arena->total += whole;
        arena->blocks = block;
        arena->used = HEAD_BYTES;
    }
}

/* What a piece takes of a block, or 0 where that overflows. */
static size_t rounded_bytes(size_t count, size_t size) {
    size_t bytes;
    size_t rounded;
    if (__builtin_mul_overflow(count, size, &bytes) ||
        __builtin_add_overflow(bytes, ALIGNMENT, &rounded) || rounded > SIZE_MAX / 2) {
        return 0;
    }
    return rounded / ALIGNMENT * ALIGNMENT;
}

static unsigned char *take(ach__arena *arena, size_t rounded) {
    if (arena->blocks == NULL || arena->used > arena->blocks->size ||
        arena->blocks->size - arena->used < rounded) {
        return take_from_new_block(arena, rounded);
    }
    unsigned char *piece = (unsigned char *)arena->blocks + arena->used;
    arena->used += rounded;
    return piece;
}

void *ach__arena_room(ach__arena *arena, size_t count, size_t size) {
    size_t rounded = rounded_bytes(count, size);
    arena->failed = arena->failed || rounded == 0;
    return rounded == 0 ? NULL : take(arena, rounded);
}

void *ach__arena_take(ach__arena *arena, size_t count, size_t size) {
    void *piece = ach__arena_room(arena, count, size);
    if (piece != NULL) {
        memset(piece, 0, rounded_bytes(count, size));
    }
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
    if (buffer->data == NULL && needed >= BUFFER_FIRST && needed <= buffer->ceiling) {
        return needed; /* who asks for much at first knows how much */
    }
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
