/* Records as lines of JSON, written and read.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_lines.h"

#include "base/suggest.h"
#include "base/utf8.h"
#include "rules/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The members of a record, in the order in which they are written. */
typedef enum member {
    PLAYER,
    NODE,
    PROGRESS,
    VERSION,
    COMPLETED_AT,
    EXTRA,
    DEFINITION,
    MEMBERS
} member;

static const char *const names[MEMBERS] = {"player",       "node",  "progress",  "version",
                                           "completed_at", "extra", "definition"};

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

static size_t skip_blanks(ach__slice text, size_t at) {
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]) != NULL && text.ptr[at] != '\0') {
        at++;
    }
    return at;
}

/* Behind the string that begins at `at`. */
static size_t skip_string(ach__slice text, size_t at) {
    for (at++; at < text.len && text.ptr[at] != '"'; at++) {
        at += text.ptr[at] == '\\';
    }
    return at + 1;
}

/* Behind the value that begins at `at`, of JSON that is known to be sound. */
static size_t skip_value(ach__slice text, size_t at) {
    size_t depth = 0;
    while (at < text.len) {
        char byte = text.ptr[at];
        if (byte == '"') {
            at = skip_string(text, at);
            continue;
        }
        depth += byte == '{' || byte == '[';
        if (depth == 0 && (byte == ',' || byte == '}')) {
            return at;
        }
        depth -= byte == '}' || byte == ']';
        at++;
    }
    return at;
}

/* Where the key, or its value, of the object that the line is begins; 0: it is written in another
 * way, or is not there. */
static size_t place_of(ach__slice text, const char *key, bool of_value) {
    size_t at = skip_blanks(text, 0) + 1;
    while (at < text.len) {
        size_t start = skip_blanks(text, at);
        if (start >= text.len || text.ptr[start] != '"') {
            return 0;
        }
        size_t behind = skip_string(text, start);
        size_t value = skip_blanks(text, skip_blanks(text, behind) + 1);
        if (behind - start >= 2 &&
            ach__slice_equal((ach__slice){text.ptr + start + 1, behind - start - 2},
                             ach__slice_of(key))) {
            return of_value ? value : start;
        }
        at = skip_value(text, value) + 1;
    }
    return 0;
}

/* Raises at the byte `offset` of the line. */
static ach__finding *raise_at(const cli_line *line, int message, size_t offset, size_t columns) {
    ach__place place = line->place;
    bool is_syntax = message <= ACH__IMPORT_LONG;
    size_t known = offset < line->text.len ? offset : line->text.len;
    place.column = (uint32_t)(ach__utf8_length((ach__slice){line->text.ptr, known}) + 1);
    place.columns = (uint32_t)columns;
    return cli_progress_raise(line->run, is_syntax ? line->syntax_count : line->record_count,
                              message, &place);
}

/* A fault of one member's value. */
static ach__finding *refuse(const cli_line *line, int message, member which) {
    ach__finding *finding = raise_at(line, message, place_of(line->text, names[which], true), 0);
    ach__finding_text(finding, "key", ach__slice_of(names[which]));
    return finding;
}

static int message_of(const json_error_t *error) {
    switch (json_error_code(error)) {
    case json_error_invalid_utf8:
        return ACH__IMPORT_NOT_UTF8;
    case json_error_premature_end_of_input:
        return ACH__IMPORT_CUT;
    case json_error_duplicate_key:
        return ACH__IMPORT_KEY_TWICE;
    case json_error_numeric_overflow:
        return ACH__IMPORT_RANGE;
    default:
        return ACH__IMPORT_NOT_JSON;
    }
}

/* The place where reading ended: the last byte that was looked at. */
static void refuse_text(const cli_line *line, const json_error_t *error) {
    size_t position = error->position > 0 ? (size_t)error->position - 1 : 0;
    int message = message_of(error);
    if (position + 1 < line->text.len && (unsigned char)line->text.ptr[position + 1] < 0x20) {
        position++; /* a control character inside a text */
    }
    if (message == ACH__IMPORT_NOT_UTF8) { /* jansson does not say where */
        for (size_t at = position = 0; at < line->text.len;) {
            position = at;
            if (ach__utf8_next(line->text, &at) == ACH__NO_CHARACTER) {
                break;
            }
        }
    }
    (void)raise_at(line, message, position, 0);
}

static member member_of(const char *key) {
    for (member which = PLAYER; which < MEMBERS; which++) {
        if (strcmp(names[which], key) == 0) {
            return which;
        }
    }
    return MEMBERS;
}

static bool refuse_unknown(const cli_line *line, const char *key) {
    ach__suggestion search;
    ach__suggest_start(&search, ach__slice_of(key));
    for (member which = PLAYER; which < MEMBERS; which++) {
        ach__suggest_offer(&search, ach__slice_of(names[which]));
    }
    ach__finding *finding =
        raise_at(line, ACH__IMPORT_KEY_UNKNOWN, place_of(line->text, key, false), 0);
    ach__finding_text(finding, "key", ach__slice_of(key));
    if (search.best.ptr != NULL) {
        ach__finding_text(finding, "suggestion", search.best);
    }
    return false;
}

static bool take_number(const cli_line *line, json_t *object, member which, int64_t *number) {
    const json_t *value = json_object_get(object, names[which]);
    int64_t least = which == VERSION ? 1 : 0;
    if (!json_is_integer(value)) {
        (void)refuse(line, ACH__IMPORT_NO_NUMBER, which);
        return false;
    }
    *number = json_integer_value(value);
    if (*number < least) {
        ach__finding_number(refuse(line, ACH__IMPORT_BELOW, which), "least", (uint64_t)least);
        return false;
    }
    return true;
}

static bool take_text(const cli_line *line, json_t *object, member which, ach_bytes *text) {
    const json_t *value = json_object_get(object, names[which]);
    size_t most = which == EXTRA    ? ACH_EXTRA_BYTES_MOST
                  : which == PLAYER ? ACH_PLAYER_BYTES_MOST
                                    : ACH_NODE_BYTES_MOST;
    if (!json_is_string(value)) {
        (void)refuse(line, ACH__IMPORT_NO_TEXT, which);
        return false;
    }
    *text = (ach_bytes){json_string_value(value), json_string_length(value)};
    if (text->size > most) {
        ach__finding *finding = refuse(line, ACH__IMPORT_TEXT_LONG, which);
        ach__finding_number(finding, "bytes", text->size);
        ach__finding_number(finding, "limit", most);
        return false;
    }
    if (memchr(text->data, '\0', text->size) != NULL) {
        (void)refuse(line, ACH__IMPORT_NUL, which);
        return false;
    }
    if (text->size == 0 && which != EXTRA) {
        (void)refuse(line, ACH__IMPORT_EMPTY, which);
        return false;
    }
    return true;
}

/* Sixteen hexadecimal digits, or null or nothing for one that is not known. */
static bool take_definition(const cli_line *line, json_t *object, uint64_t *definition) {
    static const char digits[] = "0123456789abcdef";
    const json_t *value = json_object_get(object, names[DEFINITION]);
    const char *text = json_string_value(value);
    *definition = 0;
    if (value == NULL || json_is_null(value)) {
        return true;
    }
    bool is_good = text != NULL && json_string_length(value) == 16;
    for (size_t i = 0; is_good && i < 16; i++) {
        const char *digit = text[i] == '\0' ? NULL : strchr(digits, text[i]);
        is_good = digit != NULL;
        *definition = *definition << 4 | (is_good ? (uint64_t)(digit - digits) : 0);
    }
    if (!is_good) {
        (void)refuse(line, ACH__IMPORT_DEFINITION, DEFINITION);
    }
    return is_good;
}

/* Every member that must be there, and none that is no part of a record. */
static bool look_at_members(const cli_line *line, json_t *object) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        if (member_of(key) == MEMBERS) {
            return refuse_unknown(line, key);
        }
    }
    for (member which = PLAYER; which < DEFINITION; which++) {
        if (json_object_get(object, names[which]) == NULL) {
            ach__finding *finding = raise_at(line, ACH__IMPORT_KEY_MISSING, 0, 0);
            ach__finding_text(finding, "key", ach__slice_of(names[which]));
            return false;
        }
    }
    return true;
}

static bool take_record(const cli_line *line, json_t *object, ach_record *record) {
    ach_progress *progress = &record->progress;
    *record = (ach_record){0};
    return look_at_members(line, object) && take_text(line, object, PLAYER, &record->key.player) &&
           take_text(line, object, NODE, &record->key.node) &&
           take_number(line, object, PROGRESS, &progress->progress) &&
           take_number(line, object, VERSION, &progress->version) &&
           take_number(line, object, COMPLETED_AT, &progress->completed_at) &&
           take_text(line, object, EXTRA, &progress->extra) &&
           take_definition(line, object, &progress->definition);
}

bool cli_record_read(const cli_line *line, ach_record *record, json_t **document) {
    json_error_t error;
    *document = NULL;
    /* Where jansson lacked memory for a moment it may call that bad syntax: a text that is bad is
     * bad twice. */
    for (int turn = 0; *document == NULL && turn < 2; turn++) {
        *document = json_loadb(line->text.ptr, line->text.len,
                               JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    }
    if (*document == NULL) {
        if (json_error_code(&error) != json_error_out_of_memory && error.text[0] != '\0') {
            refuse_text(line, &error);
        }
        return false;
    }
    if (!json_is_object(*document)) {
        (void)raise_at(line, ACH__IMPORT_NOT_OBJECT, 0, 0);
        return false;
    }
    return take_record(line, *document, record);
}
