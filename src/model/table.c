/* Reading the table: records become rows, and what is wrong with their shape is raised.
 * SPDX-License-Identifier: MIT */
#include "model/table.h"

#include "model/table_reader.h"

#define NUMBER_MOST 2147483647u

/* A character of the text takes at most four bytes. */
_Static_assert(ACH__TABLE_BYTES_MOST <= ACH__OFFSET_BITS / 4, "offsets fit");

static ach__finding *raise(ach__table_reader *reader, size_t message, const ach__place *place) {
    return ach__diags_add(reader->diags, &ach__table_messages[message], place);
}

/* Says once what the run of blank rows that ends here was. */
static void end_blank_run(ach__table_reader *reader) {
    if (reader->blank_count > 0) {
        ach__place place = {.file = reader->table->file, .line = reader->blank_line};
        bool is_one = reader->blank_count == 1;
        size_t message = !is_one                 ? ACH__ROW_BLANK_RUN
                         : reader->blank_is_line ? ACH__ROW_BLANK_LINE
                                                 : ACH__ROW_BLANK_CELLS;
        ach__finding *finding = raise(reader, message, &place);
        if (!is_one) {
            ach__finding_number(finding, "count", reader->blank_count);
        }
    }
    reader->blank_count = 0;
}

static void add_blank(ach__table_reader *reader, size_t fields, uint32_t line) {
    if (reader->blank_count++ == 0) {
        reader->blank_line = line;
        reader->blank_is_line = fields <= 1;
    }
}

static size_t count_filled(const ach__csv_field *fields, size_t count) {
    while (count > 0 && ach__table_trim(fields[count - 1].value).len == 0) {
        count--;
    }
    return count;
}

/* Whether a cell holds what stands for bytes of no character. */
static bool is_damaged(const ach__table *table, ach__slice value) {
    return table->decoded.fault_count > 0 && value.len >= 3 &&
           memmem(value.ptr, value.len, "\xEF\xBF\xBD", 3) != NULL;
}

/* `otherwise` for anything but a decimal number of least .. NUMBER_MOST. */
static uint32_t read_number(ach__slice text, uint32_t least, uint32_t otherwise) {
    text = ach__table_trim(text);
    uint64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return otherwise;
        }
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
        if (number > NUMBER_MOST) {
            return otherwise;
        }
    }
    return text.len == 0 || number < least ? otherwise : (uint32_t)number;
}

static void raise_count(ach__table_reader *reader, const ach__csv_field *fields, size_t count,
                        size_t filled) {
    size_t wanted = reader->wanted;
    if (count == wanted || reader->header == ACH__HEADER_BROKEN) {
        return;
    }
    size_t message = count < wanted     ? ACH__ROW_FEWER
                     : filled <= wanted ? ACH__ROW_MORE_EMPTY
                                        : ACH__ROW_MORE;
    /* The first cell that is too many, or the end of a row that is too short. */
    size_t at = count < wanted ? count - 1 : wanted;
    uint32_t start = count < wanted ? fields[at].end : fields[at].start;
    ach__place place = ach__table_spot(reader->table, start, fields[count - 1].end);
    for (size_t i = 0; i < count && i < reader->column_count; i++) {
        if (reader->columns[i] == ACH__COLUMN_NODE_ID && fields[i].value.len > 0) {
            place.node_id = fields[i].value;
        }
    }
    ach__finding *finding = raise(reader, message, &place);
    ach__finding_number(finding, "found", count);
    ach__finding_number(finding, "wanted", wanted);
}

/* Room for as many rows as there can be, once it is known which cells they keep. */
static void start_rows(ach__table_reader *reader) {
    ach__table *table = reader->table;
    size_t lines = table->decoded.lines.count;
    for (size_t i = 0; i < reader->column_count; i++) {
        ach__column column = reader->columns[i];
        if (column != ACH__COLUMNS) {
            table->position[column] = (uint32_t)i;
            table->slot[column] = (uint8_t)reader->width++;
        }
    }
    table->rows = ach__arena_room(reader->arena, lines, sizeof *table->rows);
    table->cells = ach__arena_room(reader->arena, lines * reader->width, sizeof *table->cells);
}

static bool add_copy(ach__table_reader *reader, const ach__csv_field *field) {
    ach__table *table = reader->table;
    if (table->copy_count == reader->copy_room) {
        size_t room = reader->copy_room == 0 ? 16 : reader->copy_room * 2;
        ach__copied_cell *copies = ach__arena_take(reader->arena, room, sizeof *copies);
        if (copies == NULL) {
            return false;
        }
        if (table->copy_count > 0) {
            memcpy(copies, table->copies, table->copy_count * sizeof *copies);
        }
        table->copies = copies;
        reader->copy_room = room;
    }
    table->copies[table->copy_count++] = (ach__copied_cell){field->start, field->value};
    return true;
}

static ach__stored_cell store_cell(ach__table_reader *reader, const ach__csv_field *field) {
    const ach__table *table = reader->table;
    size_t quote = field->is_quoted ? 1 : 0;
    bool is_copied = field->value.len + 2 * quote != field->end - field->start;
    return (ach__stored_cell){
        .start = field->start & ACH__OFFSET_BITS,
        .end = field->end & ACH__OFFSET_BITS,
        .is_there = true,
        .is_quoted = field->is_quoted,
        .is_copied = is_copied && add_copy(reader, field),
        .is_damaged = is_damaged(table, field->value),
    };
}

static void add_row(ach__table_reader *reader, const ach__csv_field *fields, size_t count,
                    uint32_t line) {
    ach__table *table = reader->table;
    if (table->rows == NULL) {
        start_rows(reader);
    }
    if (table->rows == NULL || table->cells == NULL) {
        return;
    }
    ach__row *row = &table->rows[table->count];
    *row = (ach__row){.line = line, .first_cell = (uint32_t)(table->count * reader->width)};
    table->count++;
    memset(&table->cells[row->first_cell], 0, reader->width * sizeof *table->cells);
    for (size_t i = 0; i < count && i < reader->column_count; i++) {
        ach__column column = reader->columns[i];
        if (column != ACH__COLUMNS) {
            table->cells[row->first_cell + table->slot[column]] = store_cell(reader, &fields[i]);
        }
    }
    row->total = read_number(ach__row_value(table, row, ACH__COLUMN_TOTAL), 1, 1);
    row->rank = read_number(ach__row_value(table, row, ACH__COLUMN_RANK), 0, 0);
}

static bool on_record(void *user, const ach__csv_field *fields, size_t count, uint32_t line,
                      uint32_t end) {
    ach__table_reader *reader = user;
    (void)end;
    size_t filled = count_filled(fields, count);
    if (filled == 0) {
        add_blank(reader, count, line);
        return true;
    }
    end_blank_run(reader);
    if (reader->header == ACH__HEADER_AWAITED) {
        reader->header_line = line;
        if (ach__table_read_header(reader, fields, count)) {
            return !reader->arena->failed;
        }
    }
    if (reader->header != ACH__HEADER_UNUSABLE) {
        raise_count(reader, fields, count, filled);
        add_row(reader, fields, count, line);
    }
    return !reader->arena->failed;
}

static bool on_quote(void *user, bool unclosed, uint32_t start, uint32_t at, uint32_t line) {
    ach__table_reader *reader = user;
    const ach__table *table = reader->table;
    end_blank_run(reader);
    const char *text = table->decoded.text.ptr;
    bool is_quoted = start < at && text[start] == '"';
    ach__slice before = {text + start, at - start};
    size_t message = unclosed                           ? ACH__CSV_QUOTE_OPEN
                     : is_quoted                        ? ACH__CSV_QUOTE_BEHIND
                     : ach__table_trim(before).len == 0 ? ACH__CSV_QUOTE_SPACE
                                                        : ACH__CSV_QUOTE_INSIDE;
    uint32_t quote = is_quoted ? start : at;
    ach__place place = ach__table_spot(table, quote, quote + 1);
    if (is_quoted && !unclosed) {
        ach__place other = ach__table_spot(table, at - 1, at);
        if (other.line == line) {
            (void)raise(reader, message, &other);
        } else {
            ach__finding *finding = raise(reader, ACH__CSV_QUOTE_LINES, &place);
            ach__finding_number(finding, "line", other.line);
            ach__finding_related(finding, &ach__quote_goes_on, &other);
        }
    } else {
        (void)raise(reader, message, &place);
    }
    reader->lost_rows = true;
    if (reader->header == ACH__HEADER_AWAITED) {
        reader->header = ACH__HEADER_BROKEN;
        reader->table->has_header = true;
        ach__table_assume_columns(reader, ACH__PLATFORM_COLUMNS);
    }
    return !reader->arena->failed;
}

static void raise_nothing(ach__table_reader *reader) {
    ach__place place = {.file = reader->table->file, .line = 1};
    (void)raise(reader, ACH__HEADER_EMPTY_FILE, &place);
}

static ach_status read_rows(ach__table_reader *reader) {
    ach__table *table = reader->table;
    if (!ach__table_find_delimiter(reader)) {
        return ACH_OK;
    }
    const ach__csv_events events = {reader, on_record, on_quote};
    ach_status status =
        ach__csv_parse(table->decoded.text, table->delimiter, reader->arena, &events);
    if (status != ACH_OK) {
        return status;
    }
    if (reader->header == ACH__HEADER_AWAITED) {
        raise_nothing(reader);
        return ACH_OK;
    }
    end_blank_run(reader);
    if (table->count == 0 && reader->header == ACH__HEADER_READ && !reader->lost_rows) {
        ach__place place = {.file = table->file, .line = reader->header_line};
        (void)raise(reader, ACH__ROWS_NONE, &place);
    }
    return ACH_OK;
}

ach_status ach__table_read(ach__table *table, ach__arena *arena, ach__slice bytes, ach__slice file,
                           ach_diags *diags) {
    *table = (ach__table){.delimiter = ',', .file = ach__slice_copy(arena, file)};
    if (bytes.len > ACH__TABLE_BYTES_MOST) {
        return ACH_ELIMIT;
    }
    ach_status status = ach__charset_decode(&table->decoded, arena, bytes);
    if (status == ACH_OK && table->decoded.lines.count > ACH__TABLE_LINES_MOST) {
        status = ACH_ELIMIT;
    }
    if (status != ACH_OK) {
        return status;
    }
    ach__diags_add_lines(diags, table->file, &table->decoded.lines);
    status = ach__table_check_encoding(table, arena, diags);
    if (status == ACH_OK) {
        ach__table_reader reader = {.table = table, .arena = arena, .diags = diags};
        status = read_rows(&reader);
    }
    if (status == ACH_OK && (arena->failed || ach__diags_failed(diags))) {
        status = ACH_ENOMEM;
    }
    return status;
}
