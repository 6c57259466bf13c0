/* Slices: a run of bytes that somebody else owns.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_SLICE_H
#define ACH__BASE_SLICE_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Not NUL-terminated unless said. An absent slice has ptr NULL and len 0. */
typedef struct ach__slice {
    const char *ptr;
    size_t len;
} ach__slice;

#define ACH__SLICE(literal) ((ach__slice){"" literal, sizeof(literal) - 1})

static inline ach__slice ach__slice_of(const char *text) {
    return (ach__slice){text, text == NULL ? 0 : strlen(text)};
}

bool ach__slice_equal(ach__slice left, ach__slice right);

/* Bytewise, as memcmp orders, the shorter first where one begins the other. */
int ach__slice_compare(ach__slice left, ach__slice right);

/* Letters A-Z and a-z are the same, everything else is itself. */
bool ach__slice_equal_ignoring_case(ach__slice left, ach__slice right);

bool ach__slice_starts(ach__slice text, ach__slice start);
bool ach__slice_ends_ignoring_case(ach__slice text, ach__slice end);

/* Without the first `count` bytes. */
ach__slice ach__slice_skip(ach__slice text, size_t count);

/* The part behind the last '/', or the whole. */
ach__slice ach__slice_basename(ach__slice path);

/* A copy in the arena, with a NUL behind it; ptr NULL where there is no memory. */
ach__slice ach__slice_copy(ach__arena *arena, ach__slice text);

/* `first` and `second` in one, with a NUL behind; ptr NULL where there is no memory. */
ach__slice ach__slice_join(ach__arena *arena, ach__slice first, ach__slice second);

#endif
