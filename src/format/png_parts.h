/* What the parts of the PNG check hand to each other; for png*.c alone.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_PNG_PARTS_H
#define ACH__FORMAT_PNG_PARTS_H

#include "format/png.h"
#include "format/png_chunks.h"
#include "format/png_pixels.h"

/* Names the chunk that begins at `offset`, and what is wrong. */
void ach__png_fault(ach__png_facts *facts, ach__slice bytes, size_t offset, const char *reason);

/* libpng's reading of all that stands before the pixels: fills the layout and the profile.
 * facts->verdict is ACH__PNG_GOOD or ACH__PNG_DAMAGED with its fault. ACH_OK, ACH_ENOMEM. */
ach_status ach__png_read_header(const ach_allocator *allocator, ach__slice bytes,
                                const ach__png_chunks *chunks, ach__png_layout *layout,
                                ach__png_facts *facts);

/* The same, then every row and all that stands behind them. Fills is_blank too. */
ach_status ach__png_read_whole(const ach_allocator *allocator, ach__slice bytes,
                               const ach__png_chunks *chunks, ach__png_layout *layout,
                               ach__png_facts *facts);

#endif
