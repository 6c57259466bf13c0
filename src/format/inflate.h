/* Strict unpacking of a zlib stream: what is accepted here, every decoder accepts.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_INFLATE_H
#define ACH__FORMAT_INFLATE_H

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

typedef enum ach__inflated {
    ACH__INFLATED_WELL,     /* exactly the size that was asked for, and no byte left over */
    ACH__INFLATED_AND_MORE, /* the size that was asked for, and bytes behind the stream */
    ACH__INFLATED_TOO_MUCH, /* the stream is well up to a place behind that size */
    ACH__INFLATED_BADLY     /* anything else: broken, too short, or of an unusual kind that zlib
                               might take */
} ach__inflated;

/* The tables that a run needs; nothing in them outlives it. */
typedef struct ach__inflate_tables {
    uint32_t letters[2048 + 143 * 16]; /* every subtable has two codes or more */
    uint32_t distances[256 + 15 * 128];
} ach__inflate_tables;

/* Unpacks `data` to the `size` bytes at `out`. Takes time by data.len and size. `out` may hold
 * anything where the stream is not well. */
ach__inflated ach__inflate(ach__inflate_tables *tables, ach__slice data, unsigned char *out,
                           size_t size);

#endif
