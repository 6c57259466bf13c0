/* Records as lines of JSON, written.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_lines.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void cli_json_raw(ach__buffer *out, const char *text) {
    ach__buffer_append(out, text, strlen(text));
}

void cli_json_number(ach__buffer *out, int64_t number) {
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRId64, number);
    cli_json_raw(out, digits);
}

/* The one decision on what can be shown is that of ach__utf8_append_shown. */
static bool is_hidden(ach__slice character) {
    unsigned char room[32];
    ach__buffer shown = {.data = room, .capacity = sizeof room, .ceiling = sizeof room};
    ach__utf8_append_shown(&shown, character, 1);
    return shown.size != character.len;
}

static void append_escaped(ach__buffer *out, uint32_t character) {
    char escape[16];
    if (character < 0x10000) {
        (void)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)character);
    } else {
        unsigned above = (unsigned)character - 0x10000;
        (void)snprintf(escape, sizeof escape, "\\u%04x\\u%04x", 0xD800 + (above >> 10),
                       0xDC00 + (above & 0x3FF));
    }
    cli_json_raw(out, escape);
}

void cli_json_text(ach__buffer *out, ach__slice text) {
    size_t start = 0; /* of what is copied as it is */
    ach__buffer_append_byte(out, '"');
    for (size_t at = 0; at < text.len;) {
        size_t here = at;
        unsigned char first = (unsigned char)text.ptr[at];
        if (first >= 0x20 && first < 0x7F && first != '"' && first != '\\') {
            at++;
            continue;
        }
        uint32_t character = ach__utf8_next(text, &at);
        bool is_quoted = first == '"' || first == '\\';
        if (is_quoted || is_hidden((ach__slice){text.ptr + here, at - here})) {
            ach__buffer_append(out, text.ptr + start, here - start);
            start = at;
            if (is_quoted) {
                ach__buffer_append_byte(out, '\\');
                ach__buffer_append_byte(out, first);
            } else {
                append_escaped(out, character);
            }
        }
    }
    if (text.len > start) {
        ach__buffer_append(out, text.ptr + start, text.len - start);
    }
    ach__buffer_append_byte(out, '"');
}

void cli_record_line(ach__buffer *out, const ach_record *record) {
    const ach_progress *progress = &record->progress;
    char definition[24];
    (void)snprintf(definition, sizeof definition, "\"%016" PRIx64 "\"", progress->definition);
    cli_json_raw(out, "{\"player\":");
    cli_json_text(out, cli_slice(record->key.player));
    cli_json_raw(out, ",\"node\":");
    cli_json_text(out, cli_slice(record->key.node));
    cli_json_raw(out, ",\"progress\":");
    cli_json_number(out, progress->progress);
    cli_json_raw(out, ",\"version\":");
    cli_json_number(out, progress->version);
    cli_json_raw(out, ",\"completed_at\":");
    cli_json_number(out, progress->completed_at);
    cli_json_raw(out, ",\"extra\":");
    cli_json_text(out, cli_slice(progress->extra));
    cli_json_raw(out, ",\"definition\":");
    cli_json_raw(out, progress->definition == 0 ? "null" : definition);
    cli_json_raw(out, "}\n");
}
