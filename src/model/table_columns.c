/* The names of the columns, and what separates the cells of a table.
 * SPDX-License-Identifier: MIT */
#include "model/table_reader.h"

#include <string.h>

/* A line is cut by anything but commas only if it gives so many cells. */
#define CUT_CELLS_LEAST 4

static const ach__slice names[ACH__COLUMNS] = {
    {"NodeId", 6},         {"PrePic", 6},   {"FinPic", 6},      {"Title", 5},
    {"Description", 11},   {"Total", 5},    {"Rank", 4},        {"ParentNode", 10},
    {"DependParent", 12},  {"IsHidden", 8}, {"FinishTip", 9},   {"IsCloud", 7},
    {"AutoSentCloud", 13}, {"GoalType", 8}, {"GoalTarget", 10}, {"Background", 10},
};

ach__slice ach__column_name(ach__column column) {
    return column < ACH__COLUMNS ? names[column] : (ach__slice){NULL, 0};
}

ach__column ach__column_named(ach__slice name) {
    size_t column = 0;
    while (column < ACH__COLUMNS && !ach__slice_equal(name, names[column])) {
        column++;
    }
    return (ach__column)column;
}

ach__slice ach__table_trim(ach__slice text) {
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text = ach__slice_skip(text, 1);
    }
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

static size_t count_byte(ach__slice text, char byte) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == byte;
    }
    return count;
}

static size_t count_wide_commas(ach__slice text) {
    size_t count = 0;
    for (size_t i = 0; i + 3 <= text.len; i++) {
        count += memcmp(text.ptr + i, "\xEF\xBC\x8C", 3) == 0;
    }
    return count;
}

static ach__slice first_line(const ach__table *table, size_t *number) {
    const ach__lines *lines = &table->decoded.lines;
    for (*number = 1; *number <= lines->count; ++*number) {
        ach__slice line = ach__lines_get(lines, *number);
        if (ach__table_trim(line).len > 0) {
            return line;
        }
    }
    return (ach__slice){NULL, 0};
}

bool ach__table_find_delimiter(ach__table_reader *reader) {
    ach__table *table = reader->table;
    table->delimiter = ',';
    size_t number = 0;
    ach__slice line = first_line(table, &number);
    ach__place place = {.file = table->file, .line = line.len > 0 ? (uint32_t)number : 1};
    if (line.len == 0) {
        ach__diags_add(reader->diags, &ach__table_messages[ACH__HEADER_EMPTY_FILE], &place);
        return false;
    }
    if (memchr(line.ptr, ',', line.len) != NULL) {
        return true;
    }
    size_t tabs = count_byte(line, '\t');
    size_t semicolons = count_byte(line, ';');
    size_t most = tabs > semicolons ? tabs : semicolons;
    if (most + 1 >= CUT_CELLS_LEAST) {
        table->delimiter = tabs >= semicolons ? '\t' : ';';
        bool is_utf16 = table->decoded.charset == ACH__CHARSET_UTF16LE ||
                        table->decoded.charset == ACH__CHARSET_UTF16BE;
        if (!is_utf16) {
            size_t message = tabs >= semicolons ? ACH__HEADER_TABS : ACH__HEADER_SEMICOLONS;
            ach__diags_add(reader->diags, &ach__table_messages[message], &place);
        }
    } else if (count_wide_commas(line) + 1 >= CUT_CELLS_LEAST) {
        ach__diags_add(reader->diags, &ach__table_messages[ACH__HEADER_WIDE_COMMAS], &place);
        return false;
    }
    return true;
}
