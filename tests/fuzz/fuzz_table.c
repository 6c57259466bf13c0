/* Fuzz target: any bytes as a table. Cells and findings must have places that exist, and the
 * packaged bytes of a good table must hold the same cells.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "model/table.h"

#include <stdlib.h>
#include <string.h>

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            __builtin_trap();                                                                      \
    } while (0)

static void check_place(const ach__table *table, const ach__place *place) {
    MUST(place->line <= table->decoded.lines.count);
    if (place->column > 0) {
        MUST(place->line > 0);
        size_t length = ach__utf8_length(ach__lines_get(&table->decoded.lines, place->line));
        MUST(place->column <= length + 1);
        MUST(place->column - 1 + (uint64_t)place->columns <= length);
    }
    if (place->has_offset) {
        MUST(place->offset <= table->decoded.raw.len);
    }
}

static void check_cell(const ach__table *table, const ach__row *row, ach__column column) {
    ach__cell cell = ach__row_cell(table, row, column);
    ach__place place = ach__table_place(table, row, column);
    check_place(table, &place);
    if (cell.value.ptr == NULL) {
        return;
    }
    MUST(table->has[column]);
    MUST(cell.start <= cell.end && cell.end <= table->decoded.text.len);
    MUST(place.line >= row->line);
    const char *source = table->decoded.text.ptr + cell.start;
    size_t size = cell.end - cell.start;
    if (!cell.is_quoted) {
        MUST(ach__slice_equal(cell.value, (ach__slice){source, size}));
    } else {
        MUST(size >= 2 && source[0] == '"' && source[size - 1] == '"');
        MUST(cell.value.len <= size - 2);
    }
    uint64_t raw = 0;
    if (ach__decoded_raw_offset(&table->decoded, place.line, cell.start, &raw)) {
        MUST(place.has_offset && place.offset == raw);
        MUST(!cell.is_quoted || table->decoded.raw.ptr[raw] == '"');
    }
}

static void check_rows(const ach__table *table) {
    uint32_t last = 0;
    for (size_t i = 0; i < table->count; i++) {
        const ach__row *row = &table->rows[i];
        MUST(row->line > last && row->line <= table->decoded.lines.count);
        MUST(row->total >= 1 && row->total <= 2147483647u && row->rank <= 2147483647u);
        last = row->line;
        for (size_t column = 0; column < ACH__COLUMNS; column++) {
            check_cell(table, row, (ach__column)column);
        }
    }
}

static void check_findings(const ach__table *table, const ach_diags *diags) {
    /* Else a brace in a sentence is a parameter that nobody gave. */
    ach__slice all = table->decoded.text;
    bool has_brace = all.len > 0 && memchr(all.ptr, '{', all.len) != NULL;
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        const ach__finding *finding = ach__diags_at(diags, i);
        check_place(table, &finding->place);
        for (const ach__related *other = finding->related; other != NULL; other = other->next) {
            check_place(table, &other->place);
        }
        for (int language = 0; language < 2; language++) {
            ach__buffer text;
            ach__buffer_init(&text, NULL, 65536);
            ach__finding_message(finding, (ach_language)language, &text);
            MUST(!text.failed && text.size > 0);
            ach__slice shown = {(const char *)text.data, text.size};
            MUST(ach__utf8_is_valid(shown));
            const char *brace = has_brace ? NULL : memchr(shown.ptr, '{', shown.len);
            /* \u{H} is how hidden characters are shown. */
            MUST(brace == NULL || (brace > shown.ptr && brace[-1] == 'u'));
            ach__buffer_free(&text);
        }
    }
}

/* What was written for the package, read again: the same rows without the authoring columns. */
static void check_packaged(const ach__table *table) {
    ach__buffer packaged;
    ach__buffer_init(&packaged, NULL, (size_t)1 << 30);
    MUST(ach__table_packaged(table, &packaged) == ACH_OK);
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__table again;
    ach__slice bytes = {(const char *)packaged.data, packaged.size};
    MUST(ach__table_read(&again, &arena, bytes, ACH__SLICE("again"), diags) == ACH_OK);
    MUST(ach_diags_count_severity(diags, ACH_ERROR) == 0);
    MUST(!ach__table_has_authoring(&again));
    /* Without the authoring columns a row may have become blank. */
    size_t row = 0;
    for (size_t i = 0; i < table->count; i++) {
        bool is_blank = true;
        for (size_t column = 0; column < ACH__PLATFORM_COLUMNS; column++) {
            ach__slice value = ach__row_value(table, &table->rows[i], (ach__column)column);
            for (size_t at = 0; at < value.len; at++) {
                is_blank = is_blank && (value.ptr[at] == ' ' || value.ptr[at] == '\t');
            }
        }
        if (is_blank) {
            continue;
        }
        MUST(row < again.count);
        for (size_t column = 0; column < ACH__PLATFORM_COLUMNS; column++) {
            MUST(ach__slice_equal(ach__row_value(table, &table->rows[i], (ach__column)column),
                                  ach__row_value(&again, &again.rows[row], (ach__column)column)));
        }
        row++;
    }
    MUST(row == again.count);
    ach_diags_free(diags);
    ach__arena_free(&arena);
    ach__buffer_free(&packaged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__table table;
    ach__slice bytes = {(const char *)data, size};
    ach_status status = ach__table_read(&table, &arena, bytes, ACH__SLICE(ACH__TABLE_NAME), diags);
    MUST(status == ACH_OK || status == ACH_ELIMIT);
    if (status == ACH_OK) {
        check_rows(&table);
        check_findings(&table, diags);
        if (ach_diags_count_severity(diags, ACH_ERROR) == 0) {
            check_packaged(&table);
        }
    }
    ach_diags_free(diags);
    ach__arena_free(&arena);
    return 0;
}
