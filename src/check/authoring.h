/* The check of the authoring columns.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_AUTHORING_H
#define ACH__CHECK_AUTHORING_H

#include "check/check.h"

/* Raises what is wrong with the cells of the authoring columns; with `for_package` also that no row
 * is left for it. */
void ach__check_authoring(const ach__package *package, bool for_package, ach_diags *diags);

#endif
