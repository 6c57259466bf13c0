/* A text cut into lines, for showing the place of a finding.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_LINES_H
#define ACH__BASE_LINES_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-8, borrowed. Lines end with LF, CRLF or a lone CR. */
typedef struct ach__lines {
    ach__slice text;
    const uint32_t *starts; /* offset of each line's first byte */
    size_t count;           /* at least 1, for the empty text too */
} ach__lines;

/* Offsets in the order in which they were added. Zeroed: none. */
typedef struct ach__offsets {
    uint32_t *items;
    size_t count;
    size_t room;
} ach__offsets;

/* False where there is no memory. */
bool ach__offsets_grow(ach__offsets *offsets, ach__arena *arena);

static inline bool ach__offsets_add(ach__offsets *offsets, ach__arena *arena, size_t offset) {
    if (offsets->count == offsets->room && !ach__offsets_grow(offsets, arena)) {
        return false;
    }
    offsets->items[offsets->count++] = (uint32_t)offset;
    return true;
}

/* A walk from line to line, in time linear in the text whatever ends its lines. */
typedef struct ach__line_walk {
    ach__slice text;
    size_t at;          /* start of the present line */
    size_t behind_feed; /* behind the next LF, where that is known; text.len + 1: there is none */
} ach__line_walk;

/* Goes behind the present line, where walk->at is below text.len. */
void ach__line_walk_on(ach__line_walk *walk);

/* Cuts `text` (below 4 GiB); count is 0 where there is no memory. */
ach__lines ach__lines_cut(ach__arena *arena, ach__slice text);

/* Line number `line`, 1-based, without its end; empty where there is no such line. */
ach__slice ach__lines_get(const ach__lines *lines, size_t line);

#endif
