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

/* The platform's seven columns in their documented order, then the authoring columns. */
typedef enum ach__column {
    ACH__COLUMN_NODE_ID,
    ACH__COLUMN_PRE_PIC,
    ACH__COLUMN_FIN_PIC,
    ACH__COLUMN_TITLE,
    ACH__COLUMN_DESCRIPTION,
    ACH__COLUMN_TOTAL,
    ACH__COLUMN_RANK,
    ACH__COLUMN_PARENT_NODE,
    ACH__COLUMNS
} ach__column;

#define ACH__PLATFORM_COLUMNS 7

/* "NodeId", "PrePic", ... */
ach__slice ach__column_name(ach__column column);

typedef struct ach__cell {
    ach__slice value; /* unquoted, UTF-8; absent where the row or the table has no such cell */
    uint32_t start;   /* offset in table->decoded.text, of the opening quote where there is one */
    uint32_t end;
    uint32_t line; /* 1-based */
    bool is_quoted;
    bool is_damaged; /* holds bytes of no character: its text is not known */
} ach__cell;

typedef struct ach__row {
    ach__cell cells[ACH__COLUMNS]; /* by column, wherever it stands in the file */
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
    char delimiter;         /* ',' unless the file uses another */
    bool has[ACH__COLUMNS]; /* which columns the header has */
    bool has_header;        /* false: the first line is already a row */
    ach__row *rows;         /* rows of nothing but empty cells are left out */
    size_t count;
} ach__table;

/* Reads a table from its bytes (borrowed as long as the table is used) into `arena` and raises what
 * is wrong with its encoding, quoting, header and row shapes; what cells hold is checked by
 * check/table.h. `file` is copied. Also gives the decoded lines to `diags`.
 * ACH_OK: whatever was found; ACH_ENOMEM; ACH_ELIMIT: over ACH__TABLE_BYTES_MOST or
 * ACH__TABLE_LINES_MOST, or a row of more than ACH__CSV_FIELDS_MOST cells; ACH_EIO: iconv has no
 * GBK here. */
ach_status ach__table_read(ach__table *table, ach__arena *arena, ach__slice bytes, ach__slice file,
                           ach_diags *diags);

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
 * raw bytes without those cells and their separators. Only for a table without error findings.
 * ACH_OK; ACH_ENOMEM; ACH_EARGUMENT: the table is not GBK. */
ach_status ach__table_packaged(const ach__table *table, ach__buffer *out);

#endif
