/* JSON as values with their places: objects, arrays, and what may be wrong between their parts.
 * SPDX-License-Identifier: MIT */
#include "format/json_parts.h"

#include <string.h>

enum { VALUES_FIRST = 64 };

/* Faults behind which something is missing from the values. */
static bool loses_parts(ach__json_fault_type type) {
    switch (type) {
    case ACH__JSON_FAULT_LARGE:
    case ACH__JSON_FAULT_UTF16:
    case ACH__JSON_FAULT_BYTES:
    case ACH__JSON_FAULT_EMPTY:
    case ACH__JSON_FAULT_VALUE:
    case ACH__JSON_FAULT_STRING_END:
    case ACH__JSON_FAULT_END:
    case ACH__JSON_FAULT_BRACKET:
    case ACH__JSON_FAULT_UNEXPECTED:
    case ACH__JSON_FAULT_BEHIND:
    case ACH__JSON_FAULT_DEEP:
        return true;
    default:
        return false;
    }
}

void ach__json_fault_add(ach__json_reader *in, ach__json_fault_type type, ach__json_spot place,
                         ach__json_spot other) {
    ach__json *json = in->json;
    json->is_whole = json->is_whole && !loses_parts(type);
    if (json->fault_room == 0) {
        json->faults = ach__arena_take(in->arena, ACH__JSON_FAULTS_MOST, sizeof *json->faults);
        if (json->faults == NULL) {
            in->is_stopped = true;
            return;
        }
        json->fault_room = ACH__JSON_FAULTS_MOST;
    }
    if (json->fault_count == json->fault_room) {
        return;
    }
    size_t at = json->fault_count++;
    for (; at > 0 && json->faults[at - 1].place.start > place.start; at--) {
        json->faults[at] = json->faults[at - 1];
    }
    json->faults[at] = (ach__json_fault){type, place, other};
}

static void stop_at(ach__json_reader *in, ach__json_fault_type type, uint32_t start, uint32_t end) {
    ach__json_fault_at(in, type, start, end);
    in->is_stopped = true;
}

static ach__json_frame *innermost(ach__json_reader *in) {
    return in->depth == 0 ? NULL : &in->frames[in->depth - 1];
}

static bool make_room(ach__json_reader *in) {
    ach__json *json = in->json;
    if (json->count < json->value_room) {
        return true;
    }
    size_t room = json->value_room == 0 ? VALUES_FIRST : json->value_room * 2;
    ach__json_value *values = ach__arena_take(in->arena, room, sizeof *values);
    if (values == NULL) {
        in->is_stopped = true;
        return false;
    }
    if (json->count > 0) {
        memcpy(values, json->values, json->count * sizeof *values);
    }
    json->values = values;
    json->value_room = room;
    return true;
}

/* A value at in->at, still without its type and end; NULL where there is no memory. It is counted
 * by value_done(). */
static ach__json_value *new_value(ach__json_reader *in) {
    if (!make_room(in)) {
        return NULL;
    }
    ach__json_value *value = &in->json->values[in->json->count];
    *value = (ach__json_value){
        .next = (uint32_t)in->json->count + 1,
        .place = {in->at, in->at},
        .key_place = in->key_place,
        .key = in->key,
    };
    return value;
}

static void value_done(ach__json_reader *in, ach__json_value *value) {
    ach__json_frame *frame = innermost(in);
    value->place.end = in->last_end;
    in->json->count++;
    if (frame != NULL) {
        in->json->values[frame->value].count++;
        frame->is_filled = true;
    }
}

static void open_container(ach__json_reader *in) {
    if (in->depth == ACH__JSON_LEVELS_MOST) {
        stop_at(in, ACH__JSON_FAULT_DEEP, in->at, in->at + 1);
        return;
    }
    ach__json_value *value = new_value(in);
    if (value != NULL) {
        uint32_t index = (uint32_t)in->json->count;
        bool is_object = ach__json_take_mark(in).plain == '{';
        value->type = is_object ? ACH__JSON_OBJECT : ACH__JSON_ARRAY;
        value_done(in, value);
        in->frames[in->depth++] = (ach__json_frame){.value = index, .is_object = is_object};
    }
}

/* Ends the innermost array or object where reading has come to. */
static void finish_container(ach__json_reader *in) {
    uint32_t index = in->frames[--in->depth].value;
    ach__json_value *value = &in->json->values[index];
    value->next = (uint32_t)in->json->count;
    value->place.end = in->last_end;
    if (value->type == ACH__JSON_OBJECT && value->count > 1) {
        ach__json_find_duplicates(in, index);
    }
}

/* Whether closing brackets are all that is left, and fewer than are open: then one is missing, and
 * not merely the wrong one. */
static bool is_one_missing(const ach__json_reader *in) {
    uint32_t closing = 0;
    for (uint32_t at = in->at; at < in->size && closing < in->depth; at++) {
        unsigned char byte = in->text[at];
        if (byte == ']' || byte == '}') {
            closing++;
        } else if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') {
            return false;
        }
    }
    return closing < in->depth;
}

static void close_container(ach__json_reader *in, ach__json_mark mark) {
    ach__json_frame *frame = innermost(in);
    bool is_brace = mark.plain == '}';
    if (!frame->is_filled && frame->comma.end > 0) {
        ach__json_fault_at(in, ACH__JSON_FAULT_COMMA_EXTRA, frame->comma.start, frame->comma.end);
    }
    if (is_brace != frame->is_object) {
        uint32_t open = in->json->values[frame->value].place.start;
        ach__json_fault_add(in, ACH__JSON_FAULT_BRACKET,
                            (ach__json_spot){in->at, in->at + mark.size},
                            (ach__json_spot){open, open + ach__json_mark_at(in, open).size});
        if (in->depth > 1 && frame[-1].is_object == is_brace && is_one_missing(in)) {
            finish_container(in); /* the next step closes the outer one with this bracket */
            return;
        }
    }
    (void)ach__json_take_mark(in);
    finish_container(in);
}

static void take_comma(ach__json_reader *in, ach__json_frame *frame) {
    uint32_t start = in->at;
    bool is_comma = ach__json_take_mark(in).plain == ',';
    if (!frame->is_filled) {
        ach__json_fault_at(in, ACH__JSON_FAULT_COMMA_EXTRA, start, in->at);
        return;
    }
    if (!is_comma) {
        ach__json_fault_at(in, ACH__JSON_FAULT_COMMA_MISSING, start, in->at);
    }
    frame->comma = (ach__json_spot){start, in->at};
    frame->is_filled = false;
    frame->is_lenient = false;
}

static bool is_quote(ach__json_mark mark) {
    return mark.plain == '"' || mark.plain == '\'';
}

/* Passes the colon behind a key; false where no value follows. */
static bool take_colon(ach__json_reader *in) {
    ach__json_skip_blanks(in);
    ach__json_mark mark = ach__json_mark_at(in, in->at);
    if (mark.plain == ':') {
        (void)ach__json_take_mark(in);
        ach__json_skip_blanks(in);
        mark = ach__json_mark_at(in, in->at);
    } else if (mark.plain == '=') {
        ach__json_fault_at(in, ACH__JSON_FAULT_COLON, in->at, in->at + mark.size);
        in->at += mark.size;
        ach__json_skip_blanks(in);
        mark = ach__json_mark_at(in, in->at);
    } else if (mark.plain == 0 || strchr(",;]})", mark.plain) == NULL) {
        if (mark.size > 0) {
            ach__json_fault_at(in, ACH__JSON_FAULT_COLON, in->last_end, in->last_end);
        }
        return mark.size > 0;
    }
    if (mark.plain != 0 && strchr(",;]})", mark.plain) != NULL) {
        ach__json_fault_at(in, ACH__JSON_FAULT_VALUE, in->key_place.start, in->key_place.end);
        return false;
    }
    return mark.size > 0;
}

/* Reads a key and its colon. False where the member is lost, or reading stopped. */
static bool read_key(ach__json_reader *in, ach__json_frame *frame, ach__json_mark mark) {
    uint32_t start = in->at;
    bool is_closed = true;
    if (is_quote(mark)) {
        is_closed = ach__json_read_string(in, true, &in->key);
    } else if (!ach__json_read_bare_key(in, &in->key)) {
        stop_at(in, ACH__JSON_FAULT_UNEXPECTED, in->at, in->at + mark.size);
        return false;
    }
    in->key_place = (ach__json_spot){start, in->last_end};
    frame->is_filled = true; /* as far as the next comma is concerned */
    frame->is_lenient = !is_closed;
    return is_closed && take_colon(in);
}

static void read_string_value(ach__json_reader *in) {
    ach__json_value *value = new_value(in);
    if (value != NULL) {
        value->type = ACH__JSON_STRING;
        bool is_closed = ach__json_read_string(in, false, &value->text);
        value_done(in, value);
        ach__json_frame *frame = innermost(in);
        if (frame != NULL) {
            frame->is_lenient = !is_closed;
        }
    }
}

static void read_plain_value(ach__json_reader *in, ach__json_mark mark) {
    ach__json_value *value = new_value(in);
    if (value == NULL) {
        return;
    }
    bool is_number = (mark.plain >= '0' && mark.plain <= '9') || mark.plain == '-' ||
                     mark.plain == '+' || mark.plain == '.';
    if (is_number) {
        ach__json_read_number(in, value);
        value_done(in, value);
    } else if (ach__json_read_word(in, value)) {
        value_done(in, value);
    } else {
        stop_at(in, ACH__JSON_FAULT_UNEXPECTED, in->at, in->at + mark.size);
    }
}

static void read_value(ach__json_reader *in) {
    ach__json_mark mark = ach__json_mark_at(in, in->at);
    switch (mark.plain) {
    case '{':
    case '[':
    case '(':
        open_container(in);
        break;
    case '"':
    case '\'':
        read_string_value(in);
        break;
    default:
        read_plain_value(in, mark);
    }
}

/* A value, or a key and its value. */
static void read_item(ach__json_reader *in, ach__json_frame *frame, ach__json_mark mark) {
    if (frame->is_filled && !frame->is_lenient) {
        if (mark.plain != 0 && mark.plain < 0x80 && strchr(":=*!&<>|?`^\\", mark.plain) != NULL) {
            stop_at(in, ACH__JSON_FAULT_UNEXPECTED, in->at, in->at + mark.size);
            return;
        }
        ach__json_fault_at(in, ACH__JSON_FAULT_COMMA_MISSING, in->last_end, in->last_end);
    }
    frame->is_lenient = false;
    in->key = (ach__slice){NULL, 0};
    in->key_place = (ach__json_spot){0, 0};
    if (!frame->is_object || read_key(in, frame, mark)) {
        read_value(in);
    }
}

/* One comma, bracket, value or member inside the innermost array or object. */
static void step(ach__json_reader *in) {
    ach__json_frame *frame = innermost(in);
    ach__json_skip_blanks(in);
    ach__json_mark mark = ach__json_mark_at(in, in->at);
    switch (mark.plain) {
    case ',':
    case ';':
        take_comma(in, frame);
        break;
    case ']':
    case '}':
    case ')':
        close_container(in, mark);
        break;
    default:
        if (mark.size > 0) {
            read_item(in, frame, mark);
            break;
        }
        uint32_t open = in->json->values[frame->value].place.start;
        ach__json_fault_add(in, ACH__JSON_FAULT_END, (ach__json_spot){in->last_end, in->last_end},
                            (ach__json_spot){open, open + ach__json_mark_at(in, open).size});
        in->is_stopped = true;
    }
}

static void tell_behind(ach__json_reader *in) {
    ach__json_skip_blanks(in);
    uint32_t end = in->at;
    while (end < in->size && in->text[end] != '\n' && in->text[end] != '\r') {
        end++;
    }
    if (in->at < in->size) {
        ach__json_fault_at(in, ACH__JSON_FAULT_BEHIND, in->at, end);
    }
}

static void read_document(ach__json_reader *in) {
    if (in->size >= 3 && memcmp(in->text, "\xEF\xBB\xBF", 3) == 0) {
        ach__json_fault_at(in, ACH__JSON_FAULT_MARK, 0, 3);
        in->at = 3;
    }
    ach__json_check_bytes(in);
    ach__json_skip_blanks(in);
    if (in->at == in->size) {
        ach__json_fault_at(in, ACH__JSON_FAULT_EMPTY, 0, 0);
        return;
    }
    read_value(in);
    while (in->depth > 0 && !in->is_stopped) {
        step(in);
    }
    while (in->depth > 0) {
        finish_container(in);
    }
    if (!in->is_stopped) {
        tell_behind(in);
    }
}

static bool is_utf16(ach__slice text) {
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    if (text.len >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))) {
        return true;
    }
    return text.len >= 4 && (bytes[0] == 0) != (bytes[1] == 0) &&
           (bytes[0] == 0) == (bytes[2] == 0) && (bytes[1] == 0) == (bytes[3] == 0);
}

void ach__json_read(ach__json *json, ach__arena *arena, ach__slice text) {
    ach__json_reader in = {.json = json, .arena = arena};
    json->count = 0;
    json->fault_count = 0;
    json->is_gbk = false;
    json->is_whole = true;
    if (text.len > ACH__JSON_BYTES_MOST) {
        ach__json_fault_at(&in, ACH__JSON_FAULT_LARGE, 0, 0);
    } else if (is_utf16(text)) {
        ach__json_fault_at(&in, ACH__JSON_FAULT_UTF16, 0, 0);
    } else {
        in.text = (const unsigned char *)text.ptr;
        in.size = (uint32_t)text.len;
        read_document(&in);
    }
    json->is_whole = json->is_whole && !arena->failed;
}
