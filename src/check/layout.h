/* What the rules about the layout and those about the contents of a package share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_LAYOUT_H
#define ACH__CHECK_LAYOUT_H

#include "base/slice.h"
#include "check/check.h"
#include "source/source.h"

#include <stdbool.h>

/* A file by the table's name where a table may lie. */
bool ach__layout_is_table(const ach__file *file);

/* The table's folder for a message, without the last '/'. */
ach__slice ach__layout_folder(const ach__package *package);

/* By its ending. */
bool ach__layout_is_spreadsheet(ach__slice name);

#endif
