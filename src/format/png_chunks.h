/* PNG: the chunks of a file, without a look at its pixels.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_PNG_CHUNKS_H
#define ACH__FORMAT_PNG_CHUNKS_H

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__PNG_SIGNATURE_SIZE 8
#define ACH__PNG_CHUNK_FRAME    12 /* length, name and CRC */

/* Where the things of a file stand whose chunks are whole and in order; offsets are of chunks. */
typedef struct ach__png_chunks {
    size_t first_idat;
    size_t last_idat;
    size_t idat_count;
    size_t idat_bytes; /* of data, in all of them */
    size_t end;        /* the offset behind IEND */
    bool is_animated;  /* holds acTL */
} ach__png_chunks;

/* Why a file is no PNG that anybody could show. */
typedef struct ach__png_flaw {
    size_t offset;             /* of the chunk where it was noticed */
    const char *const *reason; /* English, Chinese; static */
} ach__png_flaw;

/* Big-endian, as everywhere in a PNG. */
uint32_t ach__png_number(const unsigned char *bytes);

/* Whether the file begins as a PNG does. */
bool ach__png_is_signed(ach__slice bytes);

/* Whether the first chunk is a whole header; the file is signed. */
bool ach__png_has_header(ach__slice bytes);

/* The letters of the chunk at `offset` and a NUL, or "" where there are none. */
void ach__png_chunk_name(ach__slice bytes, size_t offset, char name[5]);

/* Walks over the chunks of a signed file up to IEND: each must be whole, its CRC right and its
 * place allowed. True: *chunks is filled; false: *flaw is, and *chunks as far as it came. */
bool ach__png_walk(ach__slice bytes, ach__png_chunks *chunks, ach__png_flaw *flaw);

#endif
