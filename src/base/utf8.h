/* UTF-8: walking, checking, display width, and making any bytes fit to be shown.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_UTF8_H
#define ACH__BASE_UTF8_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__NO_CHARACTER UINT32_MAX

/* Decodes the character at text.ptr[*at] and moves *at behind it. For bytes that are no UTF-8
 * (overlong forms and surrogates are none) it moves by one byte and gives ACH__NO_CHARACTER.
 * *at must be below text.len. */
uint32_t ach__utf8_next(ach__slice text, size_t *at);

/* Writes the character as 1 to 4 bytes and gives their number. */
size_t ach__utf8_encode(uint32_t character, char out[4]);

bool ach__utf8_is_valid(ach__slice text);

/* The number of characters; a byte that is no UTF-8 counts as one. */
size_t ach__utf8_length(ach__slice text);

/* Columns on a terminal: 0 for combining marks, 2 for East Asian wide and for emoji, else 1.
 * Needs no locale. */
unsigned ach__character_width(uint32_t character);
size_t ach__utf8_width(ach__slice text);

/* Han ideographs (the unified ones and their extensions), not punctuation. */
bool ach__is_han(uint32_t character);

/* Appends `text` so that it can be shown on a terminal and kept in a document: control
 * characters, direction overrides and bytes that are no UTF-8 become \xHH or \u{H}; at most `most`
 * characters, then an ellipsis. */
void ach__utf8_append_shown(ach__buffer *out, ach__slice text, size_t most);

#endif
