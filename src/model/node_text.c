/* From stretches of a node file to lines and columns.
 * SPDX-License-Identifier: MIT */
#include "model/node_text.h"

#include "base/utf8.h"

/* Cuts the lines for the first place. A byte order mark is no part of the first line. */
static bool cut(ach__node_text *text, ach__arena *arena, ach_diags *diags) {
    if (text->lines.starts == NULL) {
        bool has_mark = ach__slice_starts(text->bytes, ACH__SLICE("\xEF\xBB\xBF"));
        text->lines = ach__lines_cut(arena, ach__slice_skip(text->bytes, has_mark ? 3 : 0));
        if (text->lines.starts != NULL) {
            ach__diags_add_lines(diags, text->path, &text->lines);
        }
    }
    return text->lines.starts != NULL;
}

/* The line, counted from 0, in which `at` lies. */
static uint32_t line_of(const ach__lines *lines, uint32_t at) {
    size_t low = 0;
    size_t high = lines->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

/* Moves the cursor to `at`: further along its line, or from the start of another one. */
static void move_to(ach__node_text *text, uint32_t at) {
    uint32_t line = line_of(&text->lines, at) + 1;
    if (line != text->line || at < text->at) {
        text->line = line;
        text->at = text->lines.starts[line - 1];
        text->column = 1;
    }
    const ach__slice passed = {text->lines.text.ptr + text->at, at - text->at};
    text->column += (uint32_t)ach__utf8_length(passed);
    text->at = at;
}

ach__place ach__node_text_place(ach__node_text *text, ach__json_spot spot, ach__arena *arena,
                                ach_diags *diags) {
    ach__place place = {.file = text->path, .is_outside = text->is_outside};
    if (spot.end == 0) {
        return place;
    }
    place.has_offset = true;
    place.offset = spot.start;
    if (!cut(text, arena, diags)) {
        return place;
    }
    size_t mark = text->bytes.len - text->lines.text.len;
    uint32_t start = (uint32_t)(spot.start < mark ? 0 : spot.start - mark);
    size_t end = spot.end < mark ? 0 : spot.end - mark;
    move_to(text, start);
    place.line = text->line;
    place.column = text->column;
    ach__slice line = ach__lines_get(&text->lines, text->line);
    size_t line_end = text->lines.starts[text->line - 1] + line.len;
    end = end < line_end ? end : line_end;
    if (end > start) {
        const ach__slice meant = {text->lines.text.ptr + start, end - start};
        place.columns = (uint32_t)ach__utf8_length(meant);
    }
    return place;
}
