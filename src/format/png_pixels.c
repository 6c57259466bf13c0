/* The inflated pixel stream of a PNG: sizes of the passes, un-filtering, blankness, indexes.
 * SPDX-License-Identifier: MIT */
#include "format/png_pixels.h"

#include <libdeflate.h>

#include <string.h>

enum { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_AVERAGE, FILTER_PAETH, FILTERS };

/* Where a pass of Adam7 begins in each block of 8 x 8, and its steps. */
typedef struct lattice {
    uint32_t x, y, step_x, step_y;
} lattice;

static const lattice adam7[ACH__PNG_PASSES] = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
    {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2},
};

/* A picture's side is below 2^31, so nothing here overflows. */
static uint32_t steps(uint32_t side, uint32_t start, uint32_t step) {
    return side <= start ? 0 : (side - start + step - 1) / step;
}

static size_t row_bytes(uint32_t width, unsigned pixel_bits) {
    return (size_t)(((uint64_t)width * pixel_bits + 7) / 8);
}

size_t ach__png_row_bytes(const ach__png_layout *layout) {
    return row_bytes(layout->width, layout->pixel_bits);
}

size_t ach__png_passes(const ach__png_layout *layout, ach__png_pass passes[ACH__PNG_PASSES]) {
    if (!layout->is_interlaced) {
        passes[0] = (ach__png_pass){layout->width, layout->height, ach__png_row_bytes(layout)};
        return 1;
    }
    size_t count = 0;
    for (size_t i = 0; i < ACH__PNG_PASSES; i++) {
        uint32_t width = steps(layout->width, adam7[i].x, adam7[i].step_x);
        uint32_t height = steps(layout->height, adam7[i].y, adam7[i].step_y);
        if (width != 0 && height != 0) {
            passes[count++] = (ach__png_pass){width, height, row_bytes(width, layout->pixel_bits)};
        }
    }
    return count;
}

bool ach__png_stream_size(const ach__png_layout *layout, size_t *size) {
    ach__png_pass passes[ACH__PNG_PASSES];
    size_t count = ach__png_passes(layout, passes);
    *size = 0;
    for (size_t i = 0; i < count; i++) {
        size_t bytes;
        if (__builtin_mul_overflow(passes[i].row_bytes + 1, (size_t)passes[i].height, &bytes) ||
            __builtin_add_overflow(*size, bytes, size)) {
            return false;
        }
    }
    return true;
}

bool ach__png_filters_are_known(const ach__png_layout *layout, const unsigned char *stream) {
    ach__png_pass passes[ACH__PNG_PASSES];
    size_t count = ach__png_passes(layout, passes);
    unsigned worst = 0;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t y = 0; y < passes[i].height; y++) {
            worst = *stream > worst ? *stream : worst;
            stream += passes[i].row_bytes + 1;
        }
    }
    return worst < FILTERS;
}

static unsigned char paeth(int left, int up, int corner) {
    int by_left = up - corner;
    int by_up = left - corner;
    int by_corner = by_left + by_up;
    by_left = by_left < 0 ? -by_left : by_left;
    by_up = by_up < 0 ? -by_up : by_up;
    by_corner = by_corner < 0 ? -by_corner : by_corner;
    if (by_left <= by_up && by_left <= by_corner) {
        return (unsigned char)left;
    }
    return (unsigned char)(by_up <= by_corner ? up : corner);
}

static void unfilter_sub(unsigned char *row, size_t size, size_t pixel) {
    for (size_t i = pixel; i < size; i++) {
        row[i] = (unsigned char)(row[i] + row[i - pixel]);
    }
}

static void unfilter_up(unsigned char *row, const unsigned char *above, size_t size) {
    for (size_t i = 0; above != NULL && i < size; i++) {
        row[i] = (unsigned char)(row[i] + above[i]);
    }
}

static void unfilter_average(unsigned char *row, const unsigned char *above, size_t size,
                             size_t pixel) {
    for (size_t i = 0; i < size; i++) {
        unsigned left = i < pixel ? 0 : row[i - pixel];
        unsigned up = above == NULL ? 0 : above[i];
        row[i] = (unsigned char)(row[i] + (left + up) / 2);
    }
}

static void unfilter_paeth(unsigned char *row, const unsigned char *above, size_t size,
                           size_t pixel) {
    size_t first = size < pixel ? size : pixel;
    unfilter_up(row, above, first);
    for (size_t i = first; i < size; i++) {
        row[i] = (unsigned char)(row[i] + paeth(row[i - pixel], above[i], above[i - pixel]));
    }
}

/* The first row of a pass, with zeros above it: there the left byte is always Paeth's nearest. */
static void unfilter_first(unsigned filter, unsigned char *row, size_t size, size_t pixel) {
    if (filter == FILTER_SUB || filter == FILTER_PAETH) {
        unfilter_sub(row, size, pixel);
    } else if (filter == FILTER_AVERAGE) {
        unfilter_average(row, NULL, size, pixel);
    }
}

/* `above` is the row before, un-filtered already. */
static void unfilter(unsigned filter, unsigned char *row, const unsigned char *above, size_t size,
                     size_t pixel) {
    switch (filter) {
    case FILTER_SUB:
        unfilter_sub(row, size, pixel);
        break;
    case FILTER_UP:
        unfilter_up(row, above, size);
        break;
    case FILTER_AVERAGE:
        unfilter_average(row, above, size, pixel);
        break;
    case FILTER_PAETH:
        unfilter_paeth(row, above, size, pixel);
        break;
    default:
        break;
    }
}

bool ach__png_may_be_blank(const ach__png_layout *layout) {
    switch (layout->colour_type) {
    case ACH__PNG_GREY_ALPHA:
    case ACH__PNG_COLOUR_ALPHA:
        return true;
    case ACH__PNG_PALETTE:
        return layout->alpha_count != 0;
    default:
        return layout->has_key;
    }
}

/* The sample at index `at` of a row whose samples have `depth` bits. */
static unsigned sample(const unsigned char *row, size_t at, unsigned depth) {
    if (depth == 16) {
        return (unsigned)row[2 * at] << 8 | row[2 * at + 1];
    }
    if (depth == 8) {
        return row[at];
    }
    size_t per_byte = 8 / depth;
    unsigned shift = (unsigned)(per_byte - 1 - at % per_byte) * depth;
    return (row[at / per_byte] >> shift) & ((1u << depth) - 1);
}

static bool alphas_are_zero(const unsigned char *row, uint32_t width, size_t pixel, size_t size) {
    const unsigned char *alpha = row + pixel - size;
    for (uint32_t x = 0; x < width; x++, alpha += pixel) {
        if (alpha[0] != 0 || alpha[size - 1] != 0) {
            return false;
        }
    }
    return true;
}

static bool indexes_are_clear(const ach__png_layout *layout, const unsigned char *row,
                              uint32_t width) {
    for (uint32_t x = 0; x < width; x++) {
        unsigned index = sample(row, x, layout->bit_depth);
        if (index >= layout->alpha_count || layout->alphas[index] != 0) {
            return false;
        }
    }
    return true;
}

static bool samples_are_the_key(const ach__png_layout *layout, const unsigned char *row,
                                uint32_t width) {
    unsigned channels = layout->pixel_bits / layout->bit_depth;
    unsigned mask = (1u << layout->bit_depth) - 1; /* only so many bits of the key count */
    for (uint32_t x = 0; x < width; x++) {
        for (unsigned c = 0; c < channels; c++) {
            if (sample(row, (size_t)x * channels + c, layout->bit_depth) !=
                (layout->key[c] & mask)) {
                return false;
            }
        }
    }
    return true;
}

bool ach__png_row_is_blank(const ach__png_layout *layout, const unsigned char *row,
                           uint32_t width) {
    if (!ach__png_may_be_blank(layout)) {
        return false;
    }
    switch (layout->colour_type) {
    case ACH__PNG_GREY_ALPHA:
    case ACH__PNG_COLOUR_ALPHA:
        return alphas_are_zero(row, width, layout->pixel_bits / 8, layout->bit_depth / 8);
    case ACH__PNG_PALETTE:
        return indexes_are_clear(layout, row, width);
    default:
        return samples_are_the_key(layout, row, width);
    }
}

static bool has_wild_indexes(const ach__png_layout *layout) {
    return layout->colour_type == ACH__PNG_PALETTE &&
           layout->palette_size < (1u << layout->bit_depth);
}

bool ach__png_row_indexes_fit(const ach__png_layout *layout, const unsigned char *row,
                              uint32_t width) {
    unsigned most = 0;
    if (!has_wild_indexes(layout)) {
        return true;
    }
    for (uint32_t x = 0; x < width; x++) {
        unsigned index = sample(row, x, layout->bit_depth);
        most = index > most ? index : most;
    }
    return most < layout->palette_size;
}

void ach__png_look_at_pixels(const ach__png_layout *layout, unsigned char *stream, bool *is_blank,
                             bool *indexes_fit) {
    ach__png_pass passes[ACH__PNG_PASSES];
    size_t count = ach__png_passes(layout, passes);
    size_t pixel = layout->pixel_bits < 8 ? 1 : layout->pixel_bits / 8;
    bool must_fit = has_wild_indexes(layout);
    *is_blank = ach__png_may_be_blank(layout);
    *indexes_fit = true;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *above = NULL;
        for (uint32_t y = 0; y < passes[i].height && (*is_blank || must_fit); y++) {
            unsigned char *row = stream + 1;
            if (above == NULL) {
                unfilter_first(*stream, row, passes[i].row_bytes, pixel);
            } else {
                unfilter(*stream, row, above, passes[i].row_bytes, pixel);
            }
            *is_blank = *is_blank && ach__png_row_is_blank(layout, row, passes[i].width);
            *indexes_fit = *indexes_fit && ach__png_row_indexes_fit(layout, row, passes[i].width);
            above = row;
            stream += passes[i].row_bytes + 1;
        }
    }
}

static uint64_t both_sums(uint32_t crc, uint32_t adler) {
    return (uint64_t)crc << 32 | adler;
}

void ach__png_digest(const ach__png_layout *layout, const void *stream, size_t size,
                     uint32_t stream_sum, uint64_t digest[2]) {
    const uint32_t head[] = {layout->width,       layout->height,        layout->bit_depth,
                             layout->colour_type, layout->is_interlaced, layout->palette_size,
                             layout->alpha_count, layout->has_key,       layout->key[0],
                             layout->key[1],      layout->key[2]};
    uint32_t crc = libdeflate_crc32(0, head, sizeof head);
    uint32_t adler = libdeflate_adler32(1, head, sizeof head);
    crc = libdeflate_crc32(crc, layout->palette, 3 * (size_t)layout->palette_size);
    adler = libdeflate_adler32(adler, layout->palette, 3 * (size_t)layout->palette_size);
    crc = libdeflate_crc32(crc, layout->alphas, layout->alpha_count);
    adler = libdeflate_adler32(adler, layout->alphas, layout->alpha_count);
    digest[0] = both_sums(crc, adler);
    digest[1] = both_sums(libdeflate_crc32(0, stream, size), stream_sum);
}
