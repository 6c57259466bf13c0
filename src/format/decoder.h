/* The decoders behind charset.h: bytes of one known encoding into UTF-8 and faults.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_DECODER_H
#define ACH__FORMAT_DECODER_H

#include "format/charset.h"

typedef struct ach__decoder {
    ach__arena *arena;
    ach__slice raw;
    char *text;
    size_t size; /* of the text so far */
    size_t capacity;
    ach__charset_fault *faults;
    size_t fault_count; /* kept */
    size_t fault_room;
    size_t fault_total;  /* met */
    size_t line_seen;    /* up to here the text was searched for line ends */
    unsigned line_types; /* the types of fault that this line already has */
    ach__offsets starts; /* of the lines, in the text and in the raw bytes: by ach__decoder_gbk() */
    ach__offsets raw_starts;
    ach_status status;
} ach__decoder;

/* Each fills *in anew from the bytes of `raw` from `at` on; in->status is ACH_OK, ACH_ENOMEM or
 * ACH_EIO. `faults` is how many bytes of the rest are no UTF-8. */
void ach__decoder_utf8(ach__decoder *in, ach__arena *arena, ach__slice raw, size_t at,
                       size_t faults);
void ach__decoder_utf16(ach__decoder *in, ach__arena *arena, ach__slice raw, size_t at,
                        bool little);
void ach__decoder_gbk(ach__decoder *in, ach__arena *arena, ach__slice raw);

#endif
