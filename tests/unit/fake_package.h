/* A package in memory: files without a disk, PNGs without a paint program.
 * SPDX-License-Identifier: MIT */
#ifndef ACH_TEST_FAKE_PACKAGE_H
#define ACH_TEST_FAKE_PACKAGE_H

#include "check/check.h"

#include <errno.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

typedef struct fake_file {
    const char *path;
    ach__file_type type;
    ach__slice bytes;
    uint64_t size;     /* as stated; 0: that of `bytes` */
    ach_status status; /* of reading it */
} fake_file;

static inline ach_status fake_read(const ach__source *source, const ach__file *file,
                                   ach__buffer *scratch, ach__slice *bytes) {
    const fake_file *fake = (const fake_file *)source->state + file->handle;
    ach__buffer_clear(scratch);
    if (fake->status == ACH_EIO) {
        errno = EACCES;
    }
    *bytes = fake->bytes;
    return fake->status;
}

static inline void fake_close(ach__source *source) {
    ach__arena_free(&source->arena);
}

static const ach__source_calls fake_calls = {fake_read, NULL, fake_close};

static inline int fake_compare(const void *left, const void *right) {
    return ach__slice_compare(((const ach__file *)left)->path, ((const ach__file *)right)->path);
}

/* `files` ends with a row without path. */
static inline void fake_open(ach__source *source, fake_file *files, bool is_archive) {
    size_t count = 0;
    while (files[count].path != NULL) {
        count++;
    }
    *source = (ach__source){.calls = &fake_calls, .is_archive = is_archive, .state = files};
    ach__arena_init(&source->arena, NULL);
    ach__map_init(&source->by_path, &source->arena);
    source->files = ach__arena_take(&source->arena, count, sizeof *source->files);
    source->count = count;
    for (size_t i = 0; i < count; i++) {
        source->files[i] = (ach__file){
            .path = ach__slice_of(files[i].path),
            .path_is_text = true,
            .type = files[i].type,
            .size = files[i].size != 0 ? files[i].size : files[i].bytes.len,
            .handle = i,
        };
    }
    qsort(source->files, count, sizeof *source->files, fake_compare);
    for (size_t i = 0; i < count; i++) {
        (void)ach__map_add(&source->by_path, source->files[i].path, i);
    }
}

/* What an ach__package is before the table is read. */
static inline void fake_package(ach__package *package, ach__source *source,
                                const ach_allocator *allocator) {
    *package = (ach__package){.source = source, .prefix = ACH__SLICE("achievement/Achievement/")};
    ach__arena_init(&package->arena, allocator);
}

static inline void fake_package_free(ach__package *package) {
    for (size_t i = 0; i < package->icon_count; i++) {
        free(package->icons[i].content);
    }
    ach__source_close(package->source);
    ach__arena_free(&package->arena);
}

/* The findings' codes in order, separated by spaces. */
static inline const char *fake_codes(ach_diags *diags, char *out, size_t size) {
    out[0] = '\0';
    ach__diags_finish(diags);
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        const char *code = ach__diags_at(diags, i)->message->kind->code;
        if (strlen(out) + strlen(code) + 2 < size) {
            strcat(out, i > 0 ? " " : "");
            strcat(out, code);
        }
    }
    return out;
}

typedef struct fake_png {
    uint32_t width, height;
    unsigned char depth;      /* 0: 8 */
    unsigned char brightness; /* of all bytes of all pixels (RGBA); 0: transparent */
    bool animated;
    bool gamma;
    bool cut; /* without its last chunk */
    size_t trailing;
} fake_png;

static inline unsigned char *fake_chunk(unsigned char *out, const char *name, const void *bytes,
                                        size_t size) {
    const unsigned char length[4] = {(unsigned char)(size >> 24), (unsigned char)(size >> 16),
                                     (unsigned char)(size >> 8), (unsigned char)size};
    memcpy(out, length, 4);
    memcpy(out + 4, name, 4);
    if (size > 0) {
        memcpy(out + 8, bytes, size);
    }
    uint32_t crc = libdeflate_crc32(0, out + 4, size + 4);
    for (size_t i = 0; i < 4; i++) {
        out[8 + size + i] = (unsigned char)(crc >> (24 - 8 * i));
    }
    return out + 12 + size;
}

/* A true PNG, to be freed by free(). */
static inline ach__slice fake_png_make(const fake_png *is) {
    unsigned char depth = is->depth == 0 ? 8 : is->depth;
    size_t row = 1 + (size_t)is->width * 4 * depth / 8;
    unsigned char *pixels = calloc(is->height, row);
    unsigned char *out = calloc(1, is->height * row + 4096 + is->trailing);
    unsigned char *end = out;
    unsigned char header[13] = {0};
    for (size_t i = 0; i < 4; i++) {
        header[i] = (unsigned char)(is->width >> (24 - 8 * i));
        header[4 + i] = (unsigned char)(is->height >> (24 - 8 * i));
    }
    header[8] = depth;
    header[9] = 6;
    for (size_t y = 0; y < is->height; y++) {
        memset(pixels + y * row + 1, is->brightness, row - 1);
    }
    memcpy(end, "\x89PNG\r\n\x1A\n", 8);
    end = fake_chunk(end + 8, "IHDR", header, sizeof header);
    end = is->animated ? fake_chunk(end, "acTL", "\0\0\0\1\0\0\0\0", 8) : end;
    end = is->gamma ? fake_chunk(end, "gAMA", "\0\1\x86\xA0", 4) : end;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
    size_t room = libdeflate_zlib_compress_bound(compressor, is->height * row);
    void *packed = malloc(room);
    size_t size = libdeflate_zlib_compress(compressor, pixels, is->height * row, packed, room);
    libdeflate_free_compressor(compressor);
    end = fake_chunk(end, "IDAT", packed, size);
    end = is->cut ? end : fake_chunk(end, "IEND", NULL, 0);
    free(packed);
    free(pixels);
    return (ach__slice){(const char *)out, (size_t)(end - out) + is->trailing};
}

#endif
