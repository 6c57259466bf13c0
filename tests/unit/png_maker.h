/* Makes PNG files for the tests: true ones of every kind, and pieces for broken ones.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__TESTS_PNG_MAKER_H
#define ACH__TESTS_PNG_MAKER_H

#include "base/memory.h"
#include "base/slice.h"
#include "format/png_pixels.h"

#include <libdeflate.h>

#include <stdlib.h>
#include <string.h>

#define MAKER_CEILING ((size_t)64 << 20)

typedef enum content {
    CONTENT_ANY,            /* whatever the samples and the palette allow */
    CONTENT_BLANK,          /* any colours, all of them fully transparent */
    CONTENT_BLANK_BUT_LAST, /* the same, but for the last pixel of the last pass */
} content;

/* What a picture is made of; 0 is a good choice for all but the sides. */
typedef struct picture {
    uint32_t width, height;
    unsigned depth, colour_type;
    bool is_interlaced;
    unsigned filter;       /* 0 to 4; 5: one after the other */
    unsigned palette_size; /* 0: as many as the depth allows */
    unsigned alpha_count;  /* of a palette */
    bool has_key;
    size_t split; /* bytes in each IDAT, an empty one between any two; 0: one IDAT for all */
    content content;
} picture;

static inline uint64_t next_random(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static inline void put_number(unsigned char *out, uint32_t number) {
    for (int i = 0; i < 4; i++) {
        out[i] = (unsigned char)(number >> (24 - 8 * i));
    }
}

static inline void put_chunk(ach__buffer *out, const char *name, const void *data, size_t size) {
    unsigned char head[8], tail[4];
    put_number(head, (uint32_t)size);
    memcpy(head + 4, name, 4);
    uint32_t crc = libdeflate_crc32(0, head + 4, 4);
    put_number(tail, size == 0 ? crc : libdeflate_crc32(crc, data, size));
    ach__buffer_append(out, head, 8);
    ach__buffer_append(out, data, size);
    ach__buffer_append(out, tail, 4);
}

static inline void put_signature(ach__buffer *out) {
    ach__buffer_append(out, "\x89PNG\r\n\x1a\n", 8);
}

static inline void put_header(ach__buffer *out, const picture *it) {
    unsigned char head[13] = {0};
    put_number(head, it->width);
    put_number(head + 4, it->height);
    head[8] = (unsigned char)it->depth;
    head[9] = (unsigned char)it->colour_type;
    head[12] = it->is_interlaced;
    put_chunk(out, "IHDR", head, 13);
}

static inline unsigned channels_of(const picture *it) {
    static const unsigned char channels[7] = {1, 1, 3, 1, 2, 1, 4};
    return channels[it->colour_type % 7];
}

static inline unsigned palette_size_of(const picture *it) {
    return it->palette_size != 0 ? it->palette_size : 1u << it->depth;
}

/* The key is 1 in every sample: odd for every depth, and not what zeroed memory holds. */
static inline void put_colours(ach__buffer *out, const picture *it) {
    unsigned char palette[3 * 256], alphas[256] = {0};
    for (unsigned i = 0; i < sizeof palette; i++) {
        palette[i] = (unsigned char)(i * 37);
    }
    if (it->colour_type == ACH__PNG_PALETTE) {
        put_chunk(out, "PLTE", palette, 3 * (size_t)palette_size_of(it));
        if (it->alpha_count != 0) {
            put_chunk(out, "tRNS", alphas, it->alpha_count);
        }
    } else if (it->has_key) {
        put_chunk(out, "tRNS", "\0\1\0\1\0\1", it->colour_type == ACH__PNG_GREY ? 2 : 6);
    }
}

static inline unsigned char encode_byte(unsigned filter, int raw, int left, int up, int corner) {
    int by_left = abs(up - corner), by_up = abs(left - corner),
        by_corner = abs(left + up - 2 * corner);
    int nearest = by_left <= by_up && by_left <= by_corner ? left
                  : by_up <= by_corner                     ? up
                                                           : corner;
    const int guess[] = {0, left, up, (left + up) / 2, nearest};
    return (unsigned char)(raw - guess[filter % 5]);
}

static inline void put_sample(unsigned char *row, size_t at, unsigned depth, unsigned value) {
    if (depth == 16) {
        row[2 * at] = (unsigned char)(value >> 8);
        row[2 * at + 1] = (unsigned char)value;
    } else {
        size_t bit = at * depth;
        row[bit / 8] = (unsigned char)(row[bit / 8] | value << (8 - depth - bit % 8));
    }
}

static inline unsigned sample_of(const picture *it, unsigned channel, bool is_clear,
                                 uint64_t *state) {
    unsigned value = (unsigned)next_random(state) & ((1u << it->depth) - 1);
    bool is_alpha = (it->colour_type & 4) != 0 && channel + 1 == channels_of(it);
    if (it->colour_type == ACH__PNG_PALETTE) {
        bool is_low = is_clear && it->content != CONTENT_ANY && it->alpha_count != 0;
        unsigned limit = is_low ? it->alpha_count : palette_size_of(it);
        limit = limit < 1u << it->depth ? limit : 1u << it->depth;
        return it->content != CONTENT_ANY && !is_clear ? limit - 1 : value % limit;
    }
    if (it->content == CONTENT_ANY) {
        return value;
    }
    if (is_alpha) {
        return is_clear ? 0 : 1;
    }
    return !it->has_key ? value : is_clear ? 1 : 0;
}

/* Appends one filtered row; `above` is the raw row before it and becomes this one. */
static inline void put_row(ach__buffer *out, const picture *it, const ach__png_pass *pass,
                           bool is_last, unsigned filter, unsigned char *above) {
    uint64_t state = out->size * 77 + it->width;
    unsigned channels = channels_of(it);
    size_t pixel = channels * it->depth < 8 ? 1 : channels * it->depth / 8;
    unsigned char *row = calloc(1, pass->row_bytes);
    for (uint32_t x = 0; row != NULL && x < pass->width; x++) {
        bool is_clear = !(it->content == CONTENT_BLANK_BUT_LAST && is_last && x + 1 == pass->width);
        for (unsigned c = 0; c < channels; c++) {
            put_sample(row, (size_t)x * channels + c, it->depth,
                       sample_of(it, c, is_clear, &state));
        }
    }
    ach__buffer_append_byte(out, (unsigned char)filter);
    for (size_t i = 0; row != NULL && i < pass->row_bytes; i++) {
        ach__buffer_append_byte(out, encode_byte(filter, row[i], i < pixel ? 0 : row[i - pixel],
                                                 above[i], i < pixel ? 0 : above[i - pixel]));
    }
    if (row != NULL) {
        memcpy(above, row, pass->row_bytes);
    }
    free(row);
}

static inline void put_stream(ach__buffer *out, const picture *it) {
    ach__png_layout layout = {.width = it->width,
                              .height = it->height,
                              .is_interlaced = it->is_interlaced,
                              .pixel_bits = it->depth * channels_of(it)};
    ach__png_pass passes[ACH__PNG_PASSES];
    size_t count = ach__png_passes(&layout, passes);
    for (size_t i = 0; i < count; i++) {
        unsigned char *above = calloc(1, passes[i].row_bytes);
        for (uint32_t y = 0; above != NULL && y < passes[i].height; y++) {
            bool is_last = i + 1 == count && y + 1 == passes[i].height;
            unsigned filter = it->filter < 5 ? it->filter : (y * 3 + 4) % 5;
            put_row(out, it, &passes[i], is_last, filter, above);
        }
        free(above);
    }
}

/* Appends the stream packed by zlib's rules. */
static inline void put_packed(ach__buffer *out, const void *stream, size_t size) {
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(6);
    size_t bound = libdeflate_zlib_compress_bound(packer, size);
    unsigned char *room = ach__buffer_reserve(out, bound);
    if (packer != NULL && room != NULL) {
        out->size += libdeflate_zlib_compress(packer, stream, size, room, bound);
    }
    libdeflate_free_compressor(packer);
}

static inline void put_idats(ach__buffer *out, const void *packed, size_t size, size_t split) {
    size_t step = split == 0 ? size : split;
    for (size_t at = 0; at < size; at += step) {
        if (at != 0) {
            put_chunk(out, "IDAT", NULL, 0);
        }
        put_chunk(out, "IDAT", (const char *)packed + at, size - at < step ? size - at : step);
    }
}

/* All of a picture up to its pixels, with them, and IEND. `out` is empty before. */
static inline void put_picture(ach__buffer *out, const picture *it) {
    ach__buffer stream, packed;
    ach__buffer_init(&stream, NULL, MAKER_CEILING);
    ach__buffer_init(&packed, NULL, MAKER_CEILING);
    put_stream(&stream, it);
    put_packed(&packed, stream.data, stream.size);
    put_signature(out);
    put_header(out, it);
    put_colours(out, it);
    put_idats(out, packed.data, packed.size, it->split);
    put_chunk(out, "IEND", NULL, 0);
    ach__buffer_free(&packed);
    ach__buffer_free(&stream);
}

#endif
