/* Cutting a text into lines.
 * SPDX-License-Identifier: MIT */
#include "base/lines.h"

/* The offset behind the line that starts at `at`; *end is where its content ends. */
static size_t line_end(ach__slice text, size_t at, size_t *end) {
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    *end = at;
    if (at < text.len) {
        bool pair = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
        at += pair ? 2 : 1;
    }
    return at;
}

ach__lines ach__lines_cut(ach__arena *arena, ach__slice text) {
    ach__lines lines = {text, NULL, 0};
    size_t end;
    size_t count = 1;
    for (size_t at = 0; at < text.len; count++) {
        at = line_end(text, at, &end);
    }
    uint32_t *starts = text.len > UINT32_MAX ? NULL : ach__arena_take(arena, count, sizeof *starts);
    if (starts == NULL) {
        return lines;
    }
    for (size_t at = 0; at < text.len;) {
        starts[lines.count++] = (uint32_t)at;
        at = line_end(text, at, &end);
    }
    /* Behind a last line end stands no further line; an empty text is one empty line. */
    if (lines.count == 0) {
        lines.count = 1;
    }
    lines.starts = starts;
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
