/* Writes JSON values in one form, keys sorted, without recursion.
 * SPDX-License-Identifier: MIT */
#include "format/json_compact.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* An array or object that is being written. */
typedef struct frame {
    bool is_object;
    size_t next; /* of an object its place in the sorted rows, of an array a value */
    size_t end;
    size_t rows; /* size of the rows below it */
} frame;

typedef struct writer {
    ach__buffer *out;
    ach__buffer *rows;
    const ach__json *json;
    size_t depth;
    frame frames[ACH__JSON_LEVELS_MOST + 1];
} writer;

static int compare_rows(const void *left, const void *right) {
    const ach__json_member_row *a = left;
    const ach__json_member_row *b = right;
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    int order = ach__slice_compare(a->key, b->key);
    return order != 0 ? order : (a->value > b->value) - (a->value < b->value);
}

/* Of a repeated key the first; gives how many are left. */
static size_t drop_repeated(ach__json_member_row *rows, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !ach__slice_equal(rows[kept - 1].key, rows[i].key)) {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

size_t ach__json_sort_members(ach__buffer *rows, const ach__json *json, size_t object,
                              unsigned (*group_of)(ach__slice key)) {
    size_t before = rows->size;
    for (size_t i = object + 1; i < json->values[object].next; i = json->values[i].next) {
        const ach__json_value *value = &json->values[i];
        ach__json_member_row row = {
            .key = value->key,
            .group = group_of == NULL ? 0 : group_of(value->key),
            .value = (uint32_t)i,
        };
        ach__buffer_append(rows, &row, sizeof row);
    }
    size_t count = (rows->size - before) / sizeof(ach__json_member_row);
    if (count > 0) {
        void *first = rows->data + before; /* whole rows lie before it, so it is aligned */
        qsort(first, count, sizeof(ach__json_member_row), compare_rows);
        count = drop_repeated(first, count);
    }
    rows->size = before + count * sizeof(ach__json_member_row);
    return count;
}

static void append_escaped(ach__buffer *out, uint32_t character) {
    char text[8];
    if (character == '"' || character == '\\') {
        text[0] = '\\';
        text[1] = (char)character;
        ach__buffer_append(out, text, 2);
    } else if (character < 0x20 || character == 0x7F) {
        int size = snprintf(text, sizeof text, "\\u%04x", (unsigned)character);
        ach__buffer_append(out, text, (size_t)size);
    } else {
        size_t size = ach__utf8_encode(character == ACH__NO_CHARACTER ? 0xFFFD : character, text);
        ach__buffer_append(out, text, size);
    }
}

static bool is_plain(unsigned char byte) {
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

void ach__json_compact_text(ach__buffer *out, ach__slice text) {
    ach__buffer_append_byte(out, '"');
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && is_plain((unsigned char)text.ptr[at])) {
            at++;
        }
        ach__buffer_append(out, text.ptr + start, at - start);
        if (at < text.len) {
            append_escaped(out, ach__utf8_next(text, &at));
        }
    }
    ach__buffer_append_byte(out, '"');
}

static size_t skip_digits(ach__slice text, size_t at) {
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') {
        at++;
    }
    return at;
}

static bool has_one_of(ach__slice text, size_t at, const char *wanted) {
    return at < text.len && text.ptr[at] != '\0' && strchr(wanted, text.ptr[at]) != NULL;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool is_number(ach__slice text) {
    size_t start = has_one_of(text, 0, "-");
    size_t at = skip_digits(text, start);
    if (at == start || (text.ptr[start] == '0' && at > start + 1)) {
        return false;
    }
    if (has_one_of(text, at, ".")) {
        start = at + 1;
        at = skip_digits(text, start);
        if (at == start) {
            return false;
        }
    }
    if (has_one_of(text, at, "eE")) {
        start = at + 1 + has_one_of(text, at + 1, "+-");
        at = skip_digits(text, start);
        if (at == start) {
            return false;
        }
    }
    return at == text.len;
}

static void append_plain(ach__buffer *out, const ach__json_value *value) {
    static const char *const words[] = {"null", "false", "true"};
    char digits[24];
    switch (value->type) {
    case ACH__JSON_INTEGER: {
        int size = snprintf(digits, sizeof digits, "%" PRId64, value->integer);
        ach__buffer_append(out, digits, (size_t)size);
        break;
    }
    case ACH__JSON_REAL:
        if (is_number(value->text)) {
            ach__buffer_append(out, value->text.ptr, value->text.len);
        } else {
            ach__buffer_append(out, "null", 4);
        }
        break;
    case ACH__JSON_STRING:
        ach__json_compact_text(out, value->text);
        break;
    default:
        ach__buffer_append(out, words[value->type], strlen(words[value->type]));
        break;
    }
}

/* Writes a value, or its opening bracket. */
static void begin(writer *self, size_t index) {
    const ach__json_value *value = &self->json->values[index];
    if (value->type != ACH__JSON_ARRAY && value->type != ACH__JSON_OBJECT) {
        append_plain(self->out, value);
        return;
    }
    if (self->depth == sizeof self->frames / sizeof self->frames[0]) {
        ach__buffer_append(self->out, "null", 4); /* deeper than the reader goes */
        return;
    }
    frame *top = &self->frames[self->depth++];
    *top = (frame){.is_object = value->type == ACH__JSON_OBJECT, .rows = self->rows->size};
    if (top->is_object) {
        size_t count = ach__json_sort_members(self->rows, self->json, index, NULL);
        top->next = top->rows / sizeof(ach__json_member_row);
        top->end = top->next + count;
    } else {
        top->next = index + 1;
        top->end = value->next;
    }
    ach__buffer_append_byte(self->out, top->is_object ? '{' : '[');
}

/* Writes what stands before the next value of the innermost bracket, and gives it. */
static size_t next_value(writer *self) {
    frame *top = &self->frames[self->depth - 1];
    char last = (char)self->out->data[self->out->size - 1];
    if (last != '{' && last != '[') {
        ach__buffer_append_byte(self->out, ',');
    }
    if (!top->is_object) {
        size_t value = top->next;
        top->next = self->json->values[value].next;
        return value;
    }
    const void *rows = self->rows->data;
    const ach__json_member_row *row = (const ach__json_member_row *)rows + top->next++;
    uint32_t value = row->value;
    ach__json_compact_text(self->out, row->key);
    ach__buffer_append_byte(self->out, ':');
    return value;
}

void ach__json_compact(ach__buffer *out, ach__buffer *rows, const ach__json *json, size_t index) {
    writer self = {.out = out, .rows = rows, .json = json};
    begin(&self, index);
    while (self.depth > 0 && !out->failed && !rows->failed) {
        const frame *top = &self.frames[self.depth - 1];
        if (top->next < top->end) {
            begin(&self, next_value(&self));
        } else {
            ach__buffer_append_byte(out, top->is_object ? '}' : ']');
            rows->size = top->rows;
            self.depth--;
        }
    }
}
