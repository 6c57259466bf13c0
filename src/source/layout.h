/* Where the table lies in a source, and with it the folder of the package.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SOURCE_LAYOUT_H
#define ACH__SOURCE_LAYOUT_H

#include "base/slice.h"
#include "diag/diag.h"
#include "source/source.h"

#include <stdbool.h>

typedef struct ach__layout {
    const ach__source *source;
    const ach__file *table; /* NULL: none was found */
    ach__slice root;        /* path prefix of the table's folder: "" or "x/" or "x/y/" */
    bool is_optional;       /* given: a missing table is not told */
} ach__layout;

/* Fills *layout, whose source is given, and raises what is wrong with the place of the table; a
 * missing one only where `is_optional` is not set. */
void ach__layout_find(ach__layout *layout, ach_diags *diags);

/* Raises that there is no table. Where none is needed, only if a file was probably meant as one. */
void ach__layout_report_missing(const ach__source *source, bool is_needed, ach_diags *diags);

/* A file by the table's name where a table may lie. */
bool ach__layout_is_table(const ach__file *file);

/* The table's folder for a message: its path prefix without the last '/'. */
ach__slice ach__layout_folder(ach__slice root);

/* By its ending. */
bool ach__layout_is_spreadsheet(ach__slice name);

#endif
