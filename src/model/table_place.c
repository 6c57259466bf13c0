/* Where things of the table stand in its file, and the file without the authoring columns.
 * SPDX-License-Identifier: MIT */
#include "model/table_reader.h"

#include "base/utf8.h"
#include "format/csv.h"
#include "model/authoring.h"

size_t ach__table_line(const ach__table *table, uint32_t offset) {
    const ach__lines *lines = &table->decoded.lines;
    size_t low = 0;
    size_t high = lines->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + 1;
}

ach__place ach__table_spot(const ach__table *table, uint32_t start, uint32_t end) {
    const ach__decoded *decoded = &table->decoded;
    size_t line = ach__table_line(table, start);
    size_t first = decoded->lines.starts[line - 1];
    size_t line_end = first + ach__lines_get(&decoded->lines, line).len;
    size_t stop = end < line_end ? end : line_end;
    const char *text = decoded->text.ptr;
    ach__place place = {.file = table->file, .line = (uint32_t)line};
    place.column = 1 + (uint32_t)ach__utf8_length((ach__slice){text + first, start - first});
    if (stop > start) {
        place.columns = (uint32_t)ach__utf8_length((ach__slice){text + start, stop - start});
    }
    place.has_offset = ach__decoded_raw_offset(decoded, line, start, &place.offset);
    return place;
}

static void name_place(const ach__table *table, ach__place *place, const ach__row *row,
                       ach__column column) {
    ach__slice id = ach__row_value(table, row, ACH__COLUMN_NODE_ID);
    if (id.len > 0) {
        place->node_id = id;
    }
    place->field = ach__column_name(column);
}

ach__place ach__table_place_within(const ach__table *table, const ach__row *row, ach__column column,
                                   uint32_t start, uint32_t end) {
    ach__place place = ach__table_spot(table, start, end);
    name_place(table, &place, row, column);
    return place;
}

ach__place ach__table_place(const ach__table *table, const ach__row *row, ach__column column) {
    ach__cell cell = ach__row_cell(table, row, column);
    if (cell.value.ptr != NULL) {
        return ach__table_place_within(table, row, column, cell.start, cell.end);
    }
    ach__place place = {.file = table->file, .line = row->line};
    name_place(table, &place, row, column);
    return place;
}

ach__slice ach__table_copy(const ach__table *table, uint32_t start) {
    size_t low = 0;
    size_t high = table->copy_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (table->copies[middle].start <= start) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return table->copies[low].value;
}

bool ach__table_has_authoring(const ach__table *table) {
    for (size_t column = ACH__PLATFORM_COLUMNS; column < ACH__COLUMNS; column++) {
        if (table->has[column]) {
            return true;
        }
    }
    return false;
}

/* Copies raw bytes while it walks over the text. */
typedef struct packer {
    const ach__table *table;
    ach__buffer *out;
    size_t positions[ACH__COLUMNS]; /* of the authoring columns, ascending */
    size_t count;
    size_t row;      /* the first that is not yet passed */
    uint64_t copied; /* raw bytes before this are copied or dropped */
} packer;

/* The raw offset of an offset in the text. A line is walked as often as a cut lies in it. */
static uint64_t raw_at(const packer *in, uint32_t text) {
    const ach__decoded *decoded = &in->table->decoded;
    uint64_t raw = decoded->raw.len;
    if (text < decoded->text.len) {
        (void)ach__decoded_raw_offset(decoded, ach__table_line(in->table, text), text, &raw);
    }
    return raw;
}

static void copy_until(packer *in, uint64_t raw) {
    if (raw == in->copied) {
        return; /* an empty table has no bytes to point at */
    }
    ach__buffer_append(in->out, in->table->decoded.raw.ptr + in->copied,
                       (size_t)(raw - in->copied));
    in->copied = raw;
}

static void find_authoring(packer *in) {
    const ach__table *table = in->table;
    for (size_t column = ACH__PLATFORM_COLUMNS; column < ACH__COLUMNS; column++) {
        if (table->has[column]) {
            size_t at = in->count++;
            while (at > 0 && in->positions[at - 1] > table->position[column]) {
                in->positions[at] = in->positions[at - 1];
                at--;
            }
            in->positions[at] = table->position[column];
        }
    }
}

/* Whether the record is a row that is not for the cloud. */
static bool is_left_out(packer *in, uint32_t line) {
    const ach__table *table = in->table;
    while (in->row < table->count && table->rows[in->row].line < line) {
        in->row++;
    }
    return in->row < table->count && table->rows[in->row].line == line &&
           ach__row_is_local(table, &table->rows[in->row]);
}

static bool pack_record(void *user, const ach__csv_field *fields, size_t count, uint32_t line,
                        uint32_t end) {
    packer *in = user;
    size_t behind = 0;
    if (is_left_out(in, line)) {
        copy_until(in, raw_at(in, fields[0].start));
        in->copied = raw_at(in, end);
        return !in->out->failed;
    }
    for (size_t i = 0; i < in->count && in->positions[i] < count; i = behind) {
        size_t first = in->positions[i];
        size_t last = first;
        for (behind = i + 1; behind < in->count && in->positions[behind] == last + 1; behind++) {
            if (last + 1 == count) {
                break;
            }
            last++;
        }
        /* Neighbours go with the separator before them; at the start with the one behind, and a
         * whole line has none to take along. */
        uint32_t start = first == 0 ? fields[0].start : fields[first].start - 1;
        bool takes_next = first == 0 && last + 1 < count;
        copy_until(in, raw_at(in, start));
        in->copied = raw_at(in, takes_next ? fields[last + 1].start : fields[last].end);
    }
    return !in->out->failed;
}

static bool pack_quote(void *user, bool unclosed, uint32_t start, uint32_t at, uint32_t line) {
    (void)user;
    (void)unclosed;
    (void)start;
    (void)at;
    (void)line;
    return true;
}

ach_status ach__table_packaged(const ach__table *table, ach__buffer *out) {
    const ach__decoded *decoded = &table->decoded;
    if (decoded->charset != ACH__CHARSET_ASCII && decoded->charset != ACH__CHARSET_GBK &&
        decoded->charset != ACH__CHARSET_AMBIGUOUS) {
        return ACH_EARGUMENT;
    }
    packer in = {.table = table, .out = out};
    find_authoring(&in);
    ach_status status = ACH_OK;
    if (in.count > 0) {
        ach__arena arena;
        ach__arena_init(&arena, &out->allocator);
        const ach__csv_events events = {&in, pack_record, pack_quote};
        status = ach__csv_parse(decoded->text, table->delimiter, &arena, &events);
        ach__arena_free(&arena);
    }
    copy_until(&in, decoded->raw.len);
    return out->failed ? ACH_ENOMEM : status;
}
