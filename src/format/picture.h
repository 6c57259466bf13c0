/* What a file really is, by its first bytes, and the size of a JPEG.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_PICTURE_H
#define ACH__FORMAT_PICTURE_H

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ach__file_kind {
    ACH__KIND_EMPTY,
    ACH__KIND_PNG,
    ACH__KIND_PNG_AS_TEXT, /* a PNG whose line ends were converted by a text transfer */
    ACH__KIND_JPEG,
    ACH__KIND_GIF,
    ACH__KIND_WEBP,
    ACH__KIND_BMP,
    ACH__KIND_ICO,
    ACH__KIND_TIFF,
    ACH__KIND_PSD,
    ACH__KIND_SVG,
    ACH__KIND_TGA_OR_DATA, /* nothing known */
    ACH__KIND_ZIP,
    ACH__KIND_HTML,
    ACH__KIND_TEXT
} ach__file_kind;

ach__file_kind ach__file_kind_of(ach__slice bytes);

/* Its name for a message, English and Chinese ("a JPEG picture", "JPEG 图片"). Static. */
const char *const *ach__file_kind_name(ach__file_kind kind);

/* Width and height from a JPEG's frame header; false where there is none or the marker structure is
 * broken. */
bool ach__jpeg_size(ach__slice bytes, uint32_t *width, uint32_t *height);

#endif
