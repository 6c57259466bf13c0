/* Cells as every reader of packages takes them: without the spaces around, and as numbers.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_CELL_H
#define ACH__MODEL_CELL_H

#include "base/slice.h"

#include <stdint.h>

/* Without the spaces at both ends: ASCII ones, full-width ones (U+3000) and no-break ones (U+00A0).
 * The result lies inside `value`. */
ach__slice ach__cell_trimmed(ach__slice value);

typedef enum ach__number_form {
    ACH__NUMBER_FINE,
    ACH__NUMBER_BLANK,
    ACH__NUMBER_ODD, /* no number in any way named below */
    ACH__NUMBER_SMALL,
    ACH__NUMBER_LARGE,
    ACH__NUMBER_WIDE,       /* full-width digits */
    ACH__NUMBER_SCIENTIFIC, /* 1.00E+05 */
    ACH__NUMBER_FORMATTED,  /* 1,000 or 10.00 */
    ACH__NUMBER_FORMS
} ach__number_form;

#define ACH__NUMBER_MOST 2147483647u

/* Reads a decimal number of least .. ACH__NUMBER_MOST; *number is set where it is fine, and for
 * full-width digits that would be fine as half-width ones. */
ach__number_form ach__text_number(ach__slice text, uint32_t least, uint32_t *number);

#endif
