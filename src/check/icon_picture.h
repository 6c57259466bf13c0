/* Reading pictures, and telling what is wrong with one.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_ICON_PICTURE_H
#define ACH__CHECK_ICON_PICTURE_H

#include "base/slice.h"
#include "check/check.h"
#include "diag/diag.h"
#include "format/picture.h"

#include <stddef.h>

/* What is known of a picture beside its facts. */
typedef struct ach__icon_read {
    int error;           /* errno where the icon's status is ACH_EIO */
    ach__file_kind kind; /* where the verdict is ACH__PNG_FOREIGN */
} ach__icon_read;

/* Reads and judges package->icons[..].file on options->jobs threads. `reads` has one element for
 * each. Out of memory sets package->arena.failed. */
void ach__icons_read(ach__package *package, const ach__check_options *options,
                     ach__icon_read *reads);

/* Raises everything about one picture, with the place in the table that names it. */
void ach__icon_report(const ach__package *package, const ach__icon *icon,
                      const ach__icon_read *read, ach_diags *diags);

/* The parameters "kind" and "kind_zh", and "reason" and "reason_zh", and "reason" of an errno. */
void ach__picture_give_kind(ach__finding *finding, ach__file_kind kind);
void ach__picture_give_fault(ach__finding *finding, const ach__png_facts *facts);
void ach__picture_give_error(ach__finding *finding, int error);

#endif
