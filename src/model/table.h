/* The table of a package: NodeSetting.csv as rows of cells with their places.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_TABLE_H
#define ACH__MODEL_TABLE_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "format/charset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The platform's seven columns in their documented order, then the authoring columns, which the
 * packaged table is without. */
typedef enum ach__column {
    ACH__COLUMN_NODE_ID,
    ACH__COLUMN_PRE_PIC,
    ACH__COLUMN_FIN_PIC,
    ACH__COLUMN_TITLE,
    ACH__COLUMN_DESCRIPTION,
    ACH__COLUMN_TOTAL,
    ACH__COLUMN_RANK,
    ACH__COLUMN_PARENT_NODE,
    ACH__COLUMN_DEPEND_PARENT,
    ACH__COLUMN_IS_HIDDEN,
    ACH__COLUMN_FINISH_TIP,
    ACH__COLUMN_IS_CLOUD,
    ACH__COLUMN_AUTO_SENT_CLOUD,
    ACH__COLUMN_GOAL_TYPE,
    ACH__COLUMN_GOAL_TARGET,
    ACH__COLUMN_BACKGROUND,
    ACH__COLUMNS
} ach__column;

#define ACH__PLATFORM_COLUMNS 7

/* "NodeId", "PrePic", ... */
ach__slice ach__column_name(ach__column column);

/* A cell as ach__row_cell() gives it. */
typedef struct ach__cell {
    ach__slice value; /* unquoted, UTF-8; absent where the row or the table has no such cell */
    uint32_t start;   /* offset in table->decoded.text, of the opening quote where there is one */
    uint32_t end;
    bool is_quoted;
    bool is_damaged; /* holds bytes of no character: its text is not known */
} ach__cell;

/* A cell as the table keeps it: rows may be a quarter of a million, and most of their cells are
 * never asked for anything but their text. Offsets are below 2^30: ACH__TABLE_BYTES_MOST. */
typedef struct ach__stored_cell {
    uint32_t start : 30;
    uint32_t is_quoted : 1;
    uint32_t is_damaged : 1;
    uint32_t end : 30;
    uint32_t is_there : 1;
    uint32_t is_copied : 1; /* its text is not its source without the outer quotes */
} ach__stored_cell;

#define ACH__OFFSET_BITS 0x3FFFFFFFu

/* The text of a cell with doubled quotes. */
typedef struct ach__copied_cell {
    uint32_t start; /* the cell's */
    ach__slice value;
} ach__copied_cell;

/* Its cells: ach__row_cell(). */
typedef struct ach__row {
    uint32_t first_cell; /* in table->cells */
    uint32_t line;
    uint32_t total; /* 1 where Total is blank or invalid */
    uint32_t rank;  /* 0 where Rank is invalid */
} ach__row;

#define ACH__TABLE_NAME       "NodeSetting.csv"
#define ACH__TABLE_BYTES_MOST ((size_t)32 << 20)
#define ACH__TABLE_LINES_MOST ((size_t)250000)

typedef struct ach__table {
    ach__slice file; /* path shown in findings */
    ach__decoded decoded;
    char delimiter;                  /* ',' unless the file uses another */
    bool has[ACH__COLUMNS];          /* which columns the header has */
    uint32_t position[ACH__COLUMNS]; /* of a column that is there: which cell of a line it is */
    uint8_t slot[ACH__COLUMNS];      /* and which of those that rows keep, in the same order */
    bool has_header;                 /* false: the first line is already a row */
    ach__row *rows;                  /* rows of nothing but empty cells are left out */
    size_t count;
    ach__stored_cell *cells;  /* as many for each row as the table has columns */
    ach__copied_cell *copies; /* in the order of the text */
    size_t copy_count;
} ach__table;

/* Reads a table from its bytes (borrowed as long as the table is used) into `arena` and raises what
 * is wrong with its encoding, quoting, header and row shapes; what cells hold is checked by
 * check/table.h. `file` is copied. Also gives the decoded lines to `diags`.
 * ACH_OK: whatever was found; ACH_ENOMEM; ACH_ELIMIT: over ACH__TABLE_BYTES_MOST or
 * ACH__TABLE_LINES_MOST, or a row of more than ACH__CSV_FIELDS_MOST cells; ACH_EIO: iconv has no
 * UTF-16 here. */
ach_status ach__table_read(ach__table *table, ach__arena *arena, ach__slice bytes, ach__slice file,
                           ach_diags *diags);

/* What stands for a cell with doubled quotes that starts at `start`. */
ach__slice ach__table_copy(const ach__table *table, uint32_t start);

/* A cell by its column, wherever that stands in the file. */
static inline ach__cell ach__row_cell(const ach__table *table, const ach__row *row,
                                      ach__column column) {
    ach__cell cell = {{NULL, 0}, 0, 0, false, false};
    if (!table->has[column]) {
        return cell;
    }
    ach__stored_cell stored = table->cells[row->first_cell + table->slot[column]];
    if (!stored.is_there) {
        return cell;
    }
    cell.start = stored.start;
    cell.end = stored.end;
    cell.is_quoted = stored.is_quoted;
    cell.is_damaged = stored.is_damaged;
    if (stored.is_copied) {
        cell.value = ach__table_copy(table, stored.start);
    } else {
        uint32_t quote = stored.is_quoted;
        cell.value.ptr = table->decoded.text.ptr + stored.start + quote;
        cell.value.len = stored.end - stored.start - 2 * quote;
    }
    return cell;
}

/* The text of a cell; absent where there is none. */
static inline ach__slice ach__row_value(const ach__table *table, const ach__row *row,
                                        ach__column column) {
    return ach__row_cell(table, row, column).value;
}

/* The place of a cell, with line, column, width in characters, byte offset, NodeId and column name.
 * Of an absent cell: the row's line. */
ach__place ach__table_place(const ach__table *table, const ach__row *row, ach__column column);

/* The place of one stretch inside a cell's source: `start` and `end` are offsets in decoded.text.
 */
ach__place ach__table_place_within(const ach__table *table, const ach__row *row, ach__column column,
                                   uint32_t start, uint32_t end);

/* True where the table has authoring columns that the platform does not know. */
bool ach__table_has_authoring(const ach__table *table);

/* The bytes for the package: the raw bytes as they are, or, where there are authoring columns, the
 * raw bytes without those cells and their separators and without the rows whose nodes are not for
 * the cloud (ach__row_is_local()). Only for a table without error findings.
 * ACH_OK; ACH_ENOMEM; ACH_EARGUMENT: the table is not GBK. */
ach_status ach__table_packaged(const ach__table *table, ach__buffer *out);

#endif
