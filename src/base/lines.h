/* A text cut into lines, for showing the place of a finding.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_LINES_H
#define ACH__BASE_LINES_H

#include "base/memory.h"
#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

/* UTF-8, borrowed. Lines end with LF, CRLF or a lone CR. */
typedef struct ach__lines {
    ach__slice text;
    const uint32_t *starts; /* offset of each line's first byte */
    size_t count;           /* at least 1, for the empty text too */
} ach__lines;

/* Cuts `text` (below 4 GiB); count is 0 where there is no memory. */
ach__lines ach__lines_cut(ach__arena *arena, ach__slice text);

/* Line number `line`, 1-based, without its end; empty where there is no such line. */
ach__slice ach__lines_get(const ach__lines *lines, size_t line);

#endif
