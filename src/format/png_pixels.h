/* The inflated pixel stream of a PNG: its size, its filters, and what its pixels show.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_PNG_PIXELS_H
#define ACH__FORMAT_PNG_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__PNG_PASSES 7

enum {
    ACH__PNG_GREY = 0,
    ACH__PNG_COLOUR = 2,
    ACH__PNG_PALETTE = 3,
    ACH__PNG_GREY_ALPHA = 4,
    ACH__PNG_COLOUR_ALPHA = 6
};

/* How the pixels are to be read, as libpng took it from the chunks before them. */
typedef struct ach__png_layout {
    uint32_t width, height; /* not 0 */
    unsigned bit_depth;     /* 1, 2, 4, 8 or 16, as the colour type allows */
    unsigned colour_type;
    unsigned pixel_bits; /* bit_depth times the channels */
    bool is_interlaced;
    unsigned palette_size; /* entries that an index may name */
    unsigned alpha_count;  /* palette entries with an alpha of their own */
    bool has_key;          /* one colour stands for transparent */
    uint16_t key[3];       /* grey in the first */
    unsigned char alphas[256];
    unsigned char palette[256][3];
} ach__png_layout;

/* One pass of Adam7, or the whole picture. Passes without pixels are left out. */
typedef struct ach__png_pass {
    uint32_t width, height;
    size_t row_bytes; /* without the filter byte */
} ach__png_pass;

/* The number of passes that hold pixels. */
size_t ach__png_passes(const ach__png_layout *layout, ach__png_pass passes[ACH__PNG_PASSES]);

/* The bytes of a row of the whole picture. */
size_t ach__png_row_bytes(const ach__png_layout *layout);

/* The exact size of the pixel stream, filter bytes included; false where it fits no size_t. */
bool ach__png_stream_size(const ach__png_layout *layout, size_t *size);

/* Every row begins with one of the five filters. */
bool ach__png_filters_are_known(const ach__png_layout *layout, const unsigned char *stream);

/* Can any pixel be transparent at all? */
bool ach__png_may_be_blank(const ach__png_layout *layout);

/* Every one of the first `width` pixels of an un-filtered row is fully transparent. */
bool ach__png_row_is_blank(const ach__png_layout *layout, const unsigned char *row, uint32_t width);

/* Every one of the first `width` indexes of an un-filtered row is in the palette, if there is one.
 */
bool ach__png_row_indexes_fit(const ach__png_layout *layout, const unsigned char *row,
                              uint32_t width);

/* Un-filters the stream in place, as many rows as are needed to tell whether the picture is blank
 * and whether every index is in the palette. The filters must be known ones. */
void ach__png_look_at_pixels(const ach__png_layout *layout, unsigned char *stream, bool *is_blank,
                             bool *indexes_fit);

/* A fingerprint of the layout and of the stream as it was inflated (not un-filtered), whose
 * Adler-32 is known already. */
void ach__png_digest(const ach__png_layout *layout, const void *stream, size_t size,
                     uint32_t stream_sum, uint64_t digest[2]);

#endif
