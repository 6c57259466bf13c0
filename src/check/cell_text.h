/* What the text of a cell holds: control characters, lost characters, colour codes.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_CELL_TEXT_H
#define ACH__CHECK_CELL_TEXT_H

#include "base/slice.h"
#include "diag/diag.h"
#include "model/cell.h"
#include "model/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A part of a text, by offsets. */
typedef struct ach__stretch {
    size_t start;
    size_t end;
} ach__stretch;

/* The place of a part of the cell's value; the whole cell's where the part cannot be found in the
 * source. */
ach__place ach__cell_place_part(const ach__table *table, const ach__row *row, ach__column column,
                                ach__stretch part);

/* The first control character; CR and LF are none where `may_break`. */
bool ach__text_find_control(ach__slice text, bool may_break, size_t *at);

/* The first CR or LF, with the LF behind a CR. */
bool ach__text_find_break(ach__slice text, ach__stretch *found);

/* The first question marks that probably stand for a lost character: two or more beside a Han
 * character, one between two of them (where the first does not end a question) or one that opens
 * the text before one. */
bool ach__text_find_lost(ach__slice text, ach__stretch *found);

typedef enum ach__color_fault {
    ACH__COLOR_FINE,
    ACH__COLOR_UNKNOWN, /* no code behind the section sign */
    ACH__COLOR_UPPER,   /* a code, but in upper case */
    ACH__COLOR_CUT,     /* the text ends with the section sign */
    ACH__COLOR_MISREAD  /* the UTF-8 of a section sign read as GBK, before a code */
} ach__color_fault;

/* The first fault, with the sign and the character behind it. */
ach__color_fault ach__text_find_color(ach__slice text, ach__stretch *found);

#endif
