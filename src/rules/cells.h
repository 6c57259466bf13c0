/* The family "cells": what rows and cells of the table must hold.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_CELLS_H
#define ACH__RULES_CELLS_H

#include "diag/kind.h"

/* {column} is the column's name, {value} the cell's text without the spaces around it. */
enum {
    ACH__ENCODING_LOSSY,   /* context */
    ACH__CELL_SPACE_START, /* column */
    ACH__CELL_SPACE_END,
    ACH__CELL_SPACE_BOTH,
    ACH__CELL_CONTROL, /* column, character (U+001B) */
    ACH__CELL_CONTROL_NUL,
    ACH__CELL_CONTROL_TAB,
    ACH__CELL_CONTROL_CTRL_Z,
    ACH__CELL_CONTROL_BREAK, /* column, character: a line break outside quotes */
    ACH__CELL_CONTROL_NODE,  /* id, key, character: in a node file, on its way into a table */
    ACH__CELL_LINE_BREAK,    /* column */
    ACH__NODE_ID_EMPTY,
    ACH__NODE_ID_DUPLICATE,  /* value, line */
    ACH__NODE_ID_CHARACTERS, /* value, character, code (U+4E2D) */
    ACH__NODE_ID_LONG,       /* value, length */
    ACH__TITLE_EMPTY,
    ACH__DESCRIPTION_EMPTY,
    ACH__COLOR_CODE_UNKNOWN, /* column, found */
    ACH__COLOR_CODE_UPPER,   /* column, found, wanted */
    ACH__COLOR_CODE_CUT,     /* column */
    ACH__COLOR_CODE_MISREAD, /* column, found, wanted */
    ACH__TOTAL_INVALID,      /* value */
    ACH__TOTAL_SMALL,
    ACH__TOTAL_LARGE,
    ACH__TOTAL_WIDE, /* value, plain */
    ACH__TOTAL_SCIENTIFIC,
    ACH__TOTAL_FORMATTED,
    ACH__TOTAL_BLANK,
    ACH__RANK_INVALID, /* as for Total */
    ACH__RANK_SMALL,
    ACH__RANK_LARGE,
    ACH__RANK_WIDE,
    ACH__RANK_SCIENTIFIC,
    ACH__RANK_FORMATTED,
    ACH__RANK_BLANK,
    ACH__RANK_DUPLICATE, /* value, line */
    ACH__CELLS_MESSAGES
};

extern const ach__message ach__cells_messages[ACH__CELLS_MESSAGES];
extern const ach__family ach__cells_family;

extern const ach__remark ach__node_id_first;
extern const ach__remark ach__rank_first;

#endif
