/* Cutting a text into lines.
 * SPDX-License-Identifier: MIT */
#include "base/lines.h"

#include <string.h>

enum { FIRST_ROOM = 64 };

bool ach__offsets_grow(ach__offsets *offsets, ach__arena *arena) {
    size_t room = offsets->room == 0 ? FIRST_ROOM : offsets->room * 2;
    uint32_t *items = ach__arena_room(arena, room, sizeof *items);
    if (items == NULL) {
        return false;
    }
    if (offsets->count > 0) {
        memcpy(items, offsets->items, offsets->count * sizeof *items);
    }
    offsets->items = items;
    offsets->room = room;
    return true;
}

void ach__line_walk_on(ach__line_walk *walk) {
    ach__slice text = walk->text;
    if (walk->behind_feed <= walk->at) {
        const char *feed = memchr(text.ptr + walk->at, '\n', text.len - walk->at);
        walk->behind_feed = feed == NULL ? text.len + 1 : (size_t)(feed - text.ptr) + 1;
    }
    size_t feed = walk->behind_feed - 1;
    const char *carriage = memchr(text.ptr + walk->at, '\r', feed - walk->at);
    size_t behind = carriage == NULL ? feed : (size_t)(carriage - text.ptr) + 1;
    walk->at = behind == feed && feed < text.len ? feed + 1 : behind;
}

ach__lines ach__lines_cut(ach__arena *arena, ach__slice text) {
    ach__lines lines = {text, NULL, 0};
    ach__line_walk walk = {text, 0, 0};
    ach__offsets starts = {NULL, 0, 0};
    /* Behind a last line end stands no further line; an empty text is one empty line. */
    bool has_room = text.len <= UINT32_MAX && ach__offsets_add(&starts, arena, 0);
    if (text.len > 0) {
        ach__line_walk_on(&walk);
    }
    while (has_room && walk.at < text.len) {
        has_room = ach__offsets_add(&starts, arena, walk.at);
        ach__line_walk_on(&walk);
    }
    if (has_room) {
        lines.starts = starts.items;
        lines.count = starts.count;
    }
    return lines;
}

ach__slice ach__lines_get(const ach__lines *lines, size_t line) {
    if (line == 0 || line > lines->count || lines->text.ptr == NULL) {
        return (ach__slice){NULL, 0};
    }
    size_t start = lines->starts[line - 1];
    size_t end = line < lines->count ? lines->starts[line] : lines->text.len;
    const char *text = lines->text.ptr;
    if (end > start && text[end - 1] == '\n') {
        end--;
    }
    if (end > start && text[end - 1] == '\r') {
        end--;
    }
    return (ach__slice){text + start, end - start};
}
