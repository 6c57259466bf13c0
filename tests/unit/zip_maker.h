/* Makes zips for the tests, stored or deflated, without the writer that the tool uses.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_ZIP_MAKER_H
#define TESTS_UNIT_ZIP_MAKER_H

#include "base/memory.h"
#include "base/slice.h"

#include <libdeflate.h>
#include <stdlib.h>

typedef struct zip_file {
    const char *name; /* NULL: the end */
    ach__slice bytes;
} zip_file;

static inline void zip_number(ach__buffer *out, size_t size, uint64_t value) {
    for (size_t i = 0; i < size; i++) {
        ach__buffer_append_byte(out, (unsigned char)(value >> (8 * i)));
    }
}

/* What header and record share, from the flags to the lengths of name and extra. */
static inline void zip_common(ach__buffer *out, const char *prefix, const zip_file *file,
                              bool deflated, size_t packed) {
    zip_number(out, 2, 0x0800);
    zip_number(out, 2, deflated ? 8 : 0);
    zip_number(out, 4, 0x00210000);
    zip_number(out, 4, libdeflate_crc32(0, file->bytes.ptr, file->bytes.len));
    zip_number(out, 4, packed);
    zip_number(out, 4, file->bytes.len);
    zip_number(out, 2, strlen(prefix) + strlen(file->name));
    zip_number(out, 2, 0);
}

static inline void zip_data(ach__buffer *out, ach__slice bytes, bool deflated) {
    if (!deflated) {
        ach__buffer_append(out, bytes.ptr, bytes.len);
        return;
    }
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(6);
    size_t bound = libdeflate_deflate_compress_bound(packer, bytes.len);
    unsigned char *room = ach__buffer_reserve(out, bound);
    if (room != NULL) {
        out->size += libdeflate_deflate_compress(packer, bytes.ptr, bytes.len, room, bound);
    }
    libdeflate_free_compressor(packer);
}

/* At most 16 files, each name with `prefix` in front, to the empty buffer. */
static inline void zip_make(ach__buffer *out, const char *prefix, const zip_file *files,
                            bool deflated) {
    size_t at[16];
    size_t packed[16];
    size_t count = 0;
    for (; files[count].name != NULL && count < 16; count++) {
        ach__buffer data;
        ach__buffer_init(&data, NULL, (size_t)1 << 26);
        zip_data(&data, files[count].bytes, deflated);
        at[count] = out->size;
        packed[count] = data.size;
        zip_number(out, 4, 0x04034b50);
        zip_number(out, 2, 20);
        zip_common(out, prefix, &files[count], deflated, data.size);
        ach__buffer_append(out, prefix, strlen(prefix));
        ach__buffer_append(out, files[count].name, strlen(files[count].name));
        ach__buffer_append(out, data.data, data.size);
        ach__buffer_free(&data);
    }
    size_t list = out->size;
    for (size_t i = 0; i < count; i++) {
        zip_number(out, 4, 0x02014b50);
        zip_number(out, 4, 20u << 16 | 3u << 8 | 20);
        zip_common(out, prefix, &files[i], deflated, packed[i]);
        zip_number(out, 6, 0); /* no comment, one part, no text */
        zip_number(out, 4, (uint64_t)0100644 << 16);
        zip_number(out, 4, at[i]);
        ach__buffer_append(out, prefix, strlen(prefix));
        ach__buffer_append(out, files[i].name, strlen(files[i].name));
    }
    size_t size = out->size - list;
    zip_number(out, 4, 0x06054b50);
    zip_number(out, 4, 0);
    zip_number(out, 2, count);
    zip_number(out, 2, count);
    zip_number(out, 4, size);
    zip_number(out, 4, list);
    zip_number(out, 2, 0);
}

#endif
