/* The header of the table: which column is which, and what is wrong with their names.
 * SPDX-License-Identifier: MIT */
#include "model/table_reader.h"

#include "base/suggest.h"

#include <string.h>

/* So many columns that nobody knows are named one by one. */
#define UNKNOWN_MOST 16

/* A line is taken for a row only if it gives so many cells. */
#define ROW_CELLS_LEAST 5

static ach__slice name_of(size_t column) {
    return ach__column_name((ach__column)column);
}

typedef struct header {
    ach__table_reader *reader;
    const ach__csv_field *fields;
    size_t count;
    size_t first[ACH__COLUMNS]; /* position of the cell that counts, where the table has one */
    bool is_twice[ACH__COLUMNS];
} header;

static ach__finding *raise_at(const header *in, size_t position, size_t message) {
    const ach__csv_field *field = &in->fields[position];
    const ach__table *table = in->reader->table;
    ach__place place = ach__table_spot(table, field->start, field->end);
    return ach__diags_add(in->reader->diags, &ach__table_messages[message], &place);
}

/* The nearest of the columns that are not yet there, or ACH__COLUMNS. */
static ach__column nearest(ach__slice name, const bool *has) {
    ach__suggestion search;
    ach__suggest_start(&search, name);
    for (size_t column = 0; column < ACH__COLUMNS; column++) {
        if (!has[column] && ach__slice_equal_ignoring_case(name, name_of(column))) {
            return (ach__column)column;
        }
        if (!has[column]) {
            ach__suggest_offer(&search, name_of(column));
        }
    }
    return search.best.ptr == NULL ? ACH__COLUMNS : ach__column_named(search.best);
}

/* How many cells have the name of a column or nearly so; two are enough to know. */
static size_t count_known(const ach__csv_field *fields, size_t count) {
    const bool none[ACH__COLUMNS] = {false};
    size_t known = 0;
    for (size_t i = 0; i < count && known < 2; i++) {
        known += nearest(ach__table_trim(fields[i].value), none) != ACH__COLUMNS;
    }
    return known;
}

static bool is_number(ach__slice text) {
    text = ach__table_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > 0;
}

/* A row has paths in its picture cells or a number in its last ones; translated names have not. */
static bool looks_like_row(const ach__csv_field *fields, size_t count) {
    if (count < ROW_CELLS_LEAST) {
        return false;
    }
    for (size_t i = 0; i < count && i < ACH__PLATFORM_COLUMNS; i++) {
        bool is_path = i >= ACH__COLUMN_PRE_PIC && i <= ACH__COLUMN_FIN_PIC &&
                       fields[i].value.len > 0 &&
                       memchr(fields[i].value.ptr, '/', fields[i].value.len) != NULL;
        if (is_path || (i >= ACH__COLUMN_TOTAL && is_number(fields[i].value))) {
            return true;
        }
    }
    return false;
}

static void use_as(header *in, size_t position, ach__column column) {
    in->reader->columns[position] = column;
    in->reader->table->has[column] = true;
    in->first[column] = position;
}

/* Once for each column, however often it comes. */
static void raise_duplicate(header *in, size_t position, ach__column column) {
    if (in->is_twice[column]) {
        return;
    }
    in->is_twice[column] = true;
    const ach__table *table = in->reader->table;
    const ach__csv_field *first = &in->fields[in->first[column]];
    ach__place place = ach__table_spot(table, first->start, first->end);
    ach__finding *finding = raise_at(in, position, ACH__HEADER_DUPLICATE);
    ach__finding_text(finding, "column", name_of(column));
    ach__finding_related(finding, &ach__column_first, &place);
}

/* Cells that have a column's name, perhaps with spaces around it. */
static void match_names(header *in, bool *done) {
    for (size_t i = 0; i < in->count; i++) {
        ach__slice value = in->fields[i].value;
        ach__slice name = ach__table_trim(value);
        ach__column column = ach__column_named(name);
        done[i] = name.len == 0 || column != ACH__COLUMNS;
        if (column == ACH__COLUMNS) {
            continue;
        }
        if (in->reader->table->has[column]) {
            raise_duplicate(in, i, column);
            continue;
        }
        use_as(in, i, column);
        if (name.len != value.len) {
            ach__finding *finding = raise_at(in, i, ACH__HEADER_SPACE);
            ach__finding_text(finding, "found", value);
            ach__finding_text(finding, "suggestion", name);
        }
    }
}

/* Cells that have a name of their own: misspelt, or of no column at all. */
static void match_strangers(header *in, const bool *done) {
    size_t unknown = 0;
    size_t first_more = 0;
    for (size_t i = 0; i < in->count; i++) {
        if (done[i]) {
            continue;
        }
        ach__slice name = ach__table_trim(in->fields[i].value);
        ach__column column = nearest(name, in->reader->table->has);
        if (column == ACH__COLUMNS && unknown++ >= UNKNOWN_MOST) {
            first_more = unknown == UNKNOWN_MOST + 1 ? i : first_more;
            continue;
        }
        bool is_near = column != ACH__COLUMNS;
        ach__finding *finding =
            raise_at(in, i, is_near ? ACH__HEADER_UNKNOWN : ACH__HEADER_STRANGER);
        ach__finding_text(finding, "found", name);
        if (is_near) {
            use_as(in, i, column);
            ach__finding_text(finding, "suggestion", name_of(column));
        }
    }
    if (unknown > UNKNOWN_MOST) {
        ach__finding *finding = raise_at(in, first_more, ACH__HEADER_MORE);
        ach__finding_number(finding, "count", unknown - UNKNOWN_MOST);
    }
}

static void raise_empty(const header *in) {
    size_t first = 0;
    size_t count = 0;
    for (size_t i = in->count; i-- > 0;) {
        if (ach__table_trim(in->fields[i].value).len == 0) {
            first = i;
            count++;
        }
    }
    if (count > 0) {
        ach__finding *finding = raise_at(in, first, ACH__HEADER_EMPTY_COLUMN);
        ach__finding_number(finding, "count", count);
    }
}

static void raise_missing(const header *in) {
    const ach__table *table = in->reader->table;
    for (size_t column = 0; column < ACH__PLATFORM_COLUMNS; column++) {
        if (!table->has[column]) {
            ach__place place = {.file = table->file, .line = in->reader->header_line};
            place.field = name_of(column);
            ach__finding_text(ach__diags_add(in->reader->diags,
                                             &ach__table_messages[ACH__HEADER_MISSING], &place),
                              "column", name_of(column));
        }
    }
}

static void raise_order(const header *in) {
    char found[128] = "";
    size_t size = 0;
    size_t wrong = SIZE_MAX;
    size_t highest = 0;
    for (size_t i = 0; i < in->count; i++) {
        ach__column column = in->reader->columns[i];
        if (column >= ACH__PLATFORM_COLUMNS) {
            continue;
        }
        if (column < highest && wrong == SIZE_MAX) {
            wrong = i;
        }
        highest = column > highest ? column : highest;
        if (size > 0) {
            found[size++] = ',';
        }
        ach__slice name = name_of(column);
        memcpy(found + size, name.ptr, name.len);
        size += name.len;
    }
    if (wrong != SIZE_MAX) {
        ach__finding *finding = raise_at(in, wrong, ACH__HEADER_ORDER);
        ach__finding_text(finding, "found", (ach__slice){found, size});
    }
}

void ach__table_assume_columns(ach__table_reader *reader, size_t count) {
    reader->columns = ach__arena_take(reader->arena, count, sizeof *reader->columns);
    reader->column_count = reader->columns == NULL ? 0 : count;
    for (size_t i = 0; i < reader->column_count; i++) {
        reader->columns[i] = i < ACH__PLATFORM_COLUMNS ? (ach__column)i : ACH__COLUMNS;
    }
    for (size_t i = 0; i < ACH__PLATFORM_COLUMNS; i++) {
        reader->table->has[i] = i < count;
    }
    reader->wanted = ACH__PLATFORM_COLUMNS;
}

/* True where the line is used as a header nevertheless. */
static bool read_foreign(ach__table_reader *reader, const ach__csv_field *fields, size_t count) {
    bool is_row = looks_like_row(fields, count);
    header in = {.reader = reader, .fields = fields, .count = count};
    ach__table *table = reader->table;
    ach__place place = ach__table_spot(table, fields[0].start, fields[count - 1].end);
    size_t message = is_row ? ACH__HEADER_ABSENT : ACH__HEADER_FOREIGN;
    ach__diags_add(in.reader->diags, &ach__table_messages[message], &place);
    table->has_header = !is_row;
    if (count < ROW_CELLS_LEAST) {
        reader->header = ACH__HEADER_UNUSABLE;
        return true;
    }
    ach__table_assume_columns(reader, count);
    if (!is_row) {
        reader->wanted = count;
    }
    return !is_row;
}

bool ach__table_read_header(ach__table_reader *reader, const ach__csv_field *fields, size_t count) {
    reader->header = ACH__HEADER_READ;
    size_t known = count_known(fields, count);
    if (known == 0 || (known == 1 && looks_like_row(fields, count))) {
        return read_foreign(reader, fields, count);
    }
    header in = {.reader = reader, .fields = fields, .count = count};
    reader->table->has_header = true;
    reader->wanted = count;
    reader->columns = ach__arena_take(reader->arena, count, sizeof *reader->columns);
    bool *done = ach__arena_take(reader->arena, count, sizeof *done);
    if (reader->columns == NULL || done == NULL) {
        return true;
    }
    reader->column_count = count;
    for (size_t i = 0; i < count; i++) {
        reader->columns[i] = ACH__COLUMNS;
    }
    match_names(&in, done);
    match_strangers(&in, done);
    raise_empty(&in);
    raise_missing(&in);
    raise_order(&in);
    return true;
}
