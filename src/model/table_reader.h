/* What the parts of the table reader share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_TABLE_READER_H
#define ACH__MODEL_TABLE_READER_H

#include "format/csv.h"
#include "model/table.h"
#include "rules/table.h"

typedef enum ach__header_state {
    ACH__HEADER_AWAITED,
    ACH__HEADER_READ,
    ACH__HEADER_BROKEN,  /* lost to a bad quote: columns by position, nothing said of row shapes */
    ACH__HEADER_UNUSABLE /* no column could be told: rows are not read */
} ach__header_state;

typedef struct ach__table_reader {
    ach__table *table;
    ach__arena *arena;
    ach_diags *diags;
    ach__header_state header;
    uint32_t header_line;
    ach__column *columns; /* of each cell by position; ACH__COLUMNS: none */
    size_t column_count;
    size_t width;        /* columns that the table has: cells that a row keeps */
    size_t copy_room;    /* of table->copies */
    size_t wanted;       /* cells that a row should have */
    uint32_t blank_line; /* where the present run of blank rows began; 0: none */
    size_t blank_count;
    bool blank_is_line; /* the first of them is a line without any character */
    bool lost_rows;     /* to bad quotes */
} ach__table_reader;

/* The line, 1-based, of an offset in the text. */
size_t ach__table_line(const ach__table *table, uint32_t offset);

/* The place of a stretch of the text. */
ach__place ach__table_spot(const ach__table *table, uint32_t start, uint32_t end);

/* Without spaces and tabs at both ends. */
ach__slice ach__table_trim(ach__slice text);

/* The column with this very name, or ACH__COLUMNS. */
ach__column ach__column_named(ach__slice name);

/* Raises what is wrong with the bytes of the table. ACH_OK, ACH_ENOMEM, ACH_EIO. */
ach_status ach__table_check_encoding(const ach__table *table, const ach__arena *arena,
                                     ach_diags *diags);

/* Decides on the delimiter by the first line that is not blank; false where there is nothing but
 * blanks, or where the cells are not told apart by any delimiter. Raises either. */
bool ach__table_find_delimiter(ach__table_reader *reader);

/* Takes the first record for the header, and raises what is wrong with it. Gives false where it is
 * no header but already a row. No memory shows in arena->failed. */
bool ach__table_read_header(ach__table_reader *reader, const ach__csv_field *fields, size_t count);

/* The platform's columns in their order, for a table whose header cannot be read. */
void ach__table_assume_columns(ach__table_reader *reader, size_t count);

#endif
