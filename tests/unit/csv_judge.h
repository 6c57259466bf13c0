/* The CSV reader held against libcsv, which is given the whole text at once.
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_CSV_JUDGE_H
#define UNIT_CSV_JUDGE_H

#include "base/memory.h"
#include "format/csv.h"

#include <csv.h>

#include <stdbool.h>
#include <string.h>

/* Fields with their sizes and the ends of records, in a row. */
typedef struct csv_account {
    ach__buffer told;
    size_t whole; /* told up to the end of the last record */
    int last_end; /* libcsv tells the second half of CRLF as a record of its own */
    bool has_fields;
    bool has_error;
} csv_account;

static inline void csv_account_field(void *data, size_t size, void *user) {
    csv_account *out = user;
    out->has_fields = true;
    ach__buffer_append_byte(&out->told, 'f');
    ach__buffer_append(&out->told, &size, sizeof size);
    ach__buffer_append(&out->told, data, size);
}

static inline void csv_account_record(int end, void *user) {
    csv_account *out = user;
    if (out->has_fields || end != '\n' || out->last_end != '\r') {
        ach__buffer_append_byte(&out->told, 'r');
        out->whole = out->told.size;
        out->last_end = end;
    } else {
        out->last_end = '\n';
    }
    out->has_fields = false;
}

static inline bool csv_account_ours(void *user, const ach__csv_field *fields, size_t count,
                                    uint32_t line, uint32_t end) {
    csv_account *out = user;
    (void)line;
    (void)end;
    for (size_t i = 0; i < count && !out->has_error; i++) {
        csv_account_field((void *)(uintptr_t)fields[i].value.ptr, fields[i].value.len, out);
    }
    if (!out->has_error) {
        csv_account_record(-1, out);
    }
    return true;
}

static inline bool csv_account_quote(void *user, bool unclosed, uint32_t start, uint32_t at,
                                     uint32_t line) {
    (void)unclosed;
    (void)start;
    (void)at;
    (void)line;
    ((csv_account *)user)->has_error = true;
    return true;
}

static inline int csv_account_space(unsigned char byte) {
    (void)byte;
    return 0;
}

static inline bool csv_account_libcsv(csv_account *out, ach__slice text, char delimiter) {
    struct csv_parser parser;
    const unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL;
    if (csv_init(&parser, options) != 0) {
        return false;
    }
    csv_set_delim(&parser, (unsigned char)delimiter);
    csv_set_space_func(&parser, csv_account_space);
    size_t done =
        csv_parse(&parser, text.ptr, text.len, csv_account_field, csv_account_record, out);
    out->has_error =
        done != text.len || csv_fini(&parser, csv_account_field, csv_account_record, out) != 0;
    csv_free(&parser);
    return true;
}

/* Whether both read the same: all of the text, or its records up to the first bad quote. */
static inline bool csv_judge(ach__slice text, char delimiter) {
    csv_account ours = {.last_end = -1};
    csv_account theirs = {.last_end = -1};
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__buffer_init(&ours.told, NULL, (size_t)1 << 30);
    ach__buffer_init(&theirs.told, NULL, (size_t)1 << 30);
    const ach__csv_events events = {&ours, csv_account_ours, csv_account_quote};
    bool is_same = ach__csv_parse(text, delimiter, &arena, &events) == ACH_OK &&
                   csv_account_libcsv(&theirs, text, delimiter) && !ours.told.failed &&
                   !theirs.told.failed && ours.has_error == theirs.has_error &&
                   ours.whole == theirs.whole &&
                   (ours.whole == 0 || memcmp(ours.told.data, theirs.told.data, ours.whole) == 0);
    ach__buffer_free(&ours.told);
    ach__buffer_free(&theirs.told);
    ach__arena_free(&arena);
    return is_same;
}

#endif
