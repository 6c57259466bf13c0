/* PNG: is it a whole and true picture, and what is in it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_PNG_H
#define ACH__FORMAT_PNG_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ach__png_verdict {
    ACH__PNG_GOOD,     /* decodes to the end */
    ACH__PNG_DAMAGED,  /* begins like a PNG, but does not decode */
    ACH__PNG_FOREIGN,  /* does not begin with the PNG signature */
    ACH__PNG_TOO_LARGE /* more pixels than allowed: the header is told, the pixels were not read */
} ach__png_verdict;

/* Colour descriptions that may make a game show other colours than a paint program. */
typedef enum ach__png_profile {
    ACH__PNG_PROFILE_NONE,
    ACH__PNG_PROFILE_GAMMA, /* gAMA that is not 1/2.2 (within 0.5 percent), without sRGB */
    ACH__PNG_PROFILE_ICC    /* iCCP whose name does not hold "sRGB" */
} ach__png_profile;

/* All that is known of one picture. Plain values: it can be filled on any thread. */
typedef struct ach__png_facts {
    ach__png_verdict verdict;
    uint32_t width, height; /* 0 where the header could not be read */
    unsigned bit_depth;
    bool is_interlaced;
    bool is_animated; /* holds acTL */
    bool is_blank;    /* every pixel is fully transparent */
    ach__png_profile profile;
    uint64_t trailing; /* bytes behind IEND */
    uint64_t trailing_offset;
    uint64_t digest[2]; /* of header, palette, transparency and pixel stream: equal for equal
                           pictures by the same encoder */
    /* of a damaged one: */
    uint64_t fault_offset; /* of the chunk where it was noticed, in the file */
    char fault_chunk[5];   /* its four letters, or "" */
    char fault_reason[80]; /* in English, from the decoder or from our own checks; ASCII */
} ach__png_facts;

/* Memory that one thread uses again for picture after picture. */
typedef struct ach__png_checker ach__png_checker;

/* `max_pixels` is the most that is ever decoded (at 8 bytes a pixel).  ACH_OK, ACH_ENOMEM. */
ach_status ach__png_checker_new(ach__png_checker **out, const ach_allocator *allocator,
                                uint64_t max_pixels);
void ach__png_checker_free(ach__png_checker *checker);

/* Judges the picture in `bytes`: first the fast way, then, where that objects, by libpng's full
 * decode, whose word is final. ACH_OK: *facts is filled; ACH_ENOMEM. */
ach_status ach__png_check(ach__png_checker *checker, ach__slice bytes, ach__png_facts *facts);

/* The two ways alone, for the test that holds them equal. The fast one gives ACH__PNG_DAMAGED also
 * where it merely cannot tell; `*certain` is then false. */
ach_status ach__png_check_fast(ach__png_checker *checker, ach__slice bytes, ach__png_facts *facts,
                               bool *certain);
ach_status ach__png_check_by_libpng(ach__png_checker *checker, ach__slice bytes,
                                    ach__png_facts *facts);

#endif
