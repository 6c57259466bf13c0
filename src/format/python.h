/* Python 2.7 source: its encoding, its tokens, and what its string literals say.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_PYTHON_H
#define ACH__FORMAT_PYTHON_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "format/charset.h"

#include <stdbool.h>
#include <stdint.h>

/* The bytes as UTF-8. A coding line (# -*- coding: gbk -*-) only settles what the bytes leave open:
 * a file that names the wrong one is read as what it is. `raw` is borrowed as long as *out is used.
 * ACH_OK: whatever the bytes are; ACH_ELIMIT: over 1 GiB; ACH_ENOMEM; ACH_EIO: iconv has no GBK
 * here. */
ach_status ach__python_decode(ach__decoded *out, ach__arena *arena, ach__slice raw);

typedef enum ach__python_type {
    ACH__PYTHON_LINE_END, /* of a line that goes on neither by a back-slash nor inside a literal;
                             inside brackets it means nothing */
    ACH__PYTHON_NAME,     /* keywords too */
    ACH__PYTHON_NUMBER,
    ACH__PYTHON_STRING,   /* one literal with its prefix and quotes */
    ACH__PYTHON_OPEN,     /* ( [ { */
    ACH__PYTHON_CLOSE,    /* ) ] } */
    ACH__PYTHON_OPERATOR, /* whatever else has a meaning: one operator, the comma, the dot, ... */
    ACH__PYTHON_BAD       /* no Python: up to the end of the line */
} ach__python_type;

/* Offsets in the text; never empty. */
typedef struct ach__python_token {
    ach__python_type type;
    uint32_t start;
    uint32_t end;
} ach__python_token;

/* The way through a text. Indentation gives no tokens, blanks and comments neither. */
typedef struct ach__python {
    ach__slice text; /* UTF-8, below 4 GiB, borrowed */
    size_t at;
    bool is_open[2]; /* no end of a ''' and of a """ literal is left in the text */
} ach__python;

void ach__python_start(ach__python *in, ach__slice text);

/* The next token; false at the end. Linear over the whole text, needs no memory, never fails. */
bool ach__python_next(ach__python *in, ach__python_token *token);

/* Appends what the literal of an ACH__PYTHON_STRING token says. False (and `out` as it was) where
 * that is no text: bytes that are no UTF-8, half of a surrogate pair, characters by their names
 * (\N{...}), escapes that Python refuses. No memory shows in out->failed. */
bool ach__python_append_string(ach__buffer *out, ach__slice literal);

#endif
