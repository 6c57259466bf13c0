/* Encodings: what a text's bytes are, and the text itself as UTF-8 with its faults and places.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_CHARSET_H
#define ACH__FORMAT_CHARSET_H

#include <achpack/status.h>

#include "base/lines.h"
#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ach__charset {
    ACH__CHARSET_ASCII,
    ACH__CHARSET_GBK,
    ACH__CHARSET_AMBIGUOUS, /* valid as GBK and as UTF-8, no evidence for either; read as GBK */
    ACH__CHARSET_UTF8,
    ACH__CHARSET_UTF8_BOM,
    ACH__CHARSET_UTF16LE,
    ACH__CHARSET_UTF16BE
} ach__charset;

typedef enum ach__charset_fault_type {
    ACH__FAULT_INVALID, /* bytes of no character */
    ACH__FAULT_EURO,    /* the byte 0x80, which some readers take for the euro sign */
    ACH__FAULT_PRIVATE, /* a user-defined (private use) code of CP936 */
    ACH__FAULT_GB18030  /* a character that only GB18030 has */
} ach__charset_fault_type;

/* A stretch of the raw bytes that is not plain GBK (or, for the Unicode charsets, not valid). Of
 * each type the first on each line is kept, so that a hostile text cannot take memory with them. */
typedef struct ach__charset_fault {
    ach__charset_fault_type type;
    uint32_t raw;      /* offset in the raw bytes */
    uint32_t raw_size; /* 1, 2 or 4 */
    uint32_t text;     /* offset in the decoded text of what stands for it */
    uint32_t text_size;
} ach__charset_fault;

/* A decoded text. Invalid bytes stand as U+FFFD, one each. */
typedef struct ach__decoded {
    ach__charset charset;
    ach__slice raw;  /* borrowed, byte order mark included */
    ach__slice text; /* UTF-8 without byte order mark, below 4 GiB; in the arena or in `raw` */
    ach__lines lines;
    const uint32_t *raw_starts;       /* raw offset of each line's first byte; NULL for UTF-16 */
    const ach__charset_fault *faults; /* in order */
    size_t fault_count;
} ach__decoded;

/* Guesses the encoding and decodes `raw` (at most 1 GiB, borrowed as long as *out is used).
 * ACH_OK: whatever the bytes are; ACH_ELIMIT; ACH_ENOMEM; ACH_EIO: iconv has no UTF-16 here. */
ach_status ach__charset_decode(ach__decoded *out, ach__arena *arena, ach__slice raw);

/* The raw offset of the character at offset `text` of line `line` (1-based); false for UTF-16. */
bool ach__decoded_raw_offset(const ach__decoded *decoded, size_t line, uint32_t text,
                             uint64_t *raw);

/* UTF-8 as GBK, appended to `out`. On ACH_EFORMAT *bad is the offset of the first character that
 * GBK lacks. ACH_OK, ACH_EFORMAT, ACH_ENOMEM, ACH_EIO. */
ach_status ach__charset_to_gbk(ach__buffer *out, ach__slice text, size_t *bad);

/* A name stored as bytes: UTF-8 if valid (*name is then `bytes` itself), else GBK; false where it
 * is neither, or where there is no memory (arena->failed tells). */
bool ach__charset_name(ach__arena *arena, ach__slice bytes, ach__slice *name);

#endif
