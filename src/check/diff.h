/* Comparing two versions of a package: what the new one changes for players.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_DIFF_H
#define ACH__CHECK_DIFF_H

#include <achpack/status.h>

#include "base/slice.h"
#include "check/check.h"
#include "diag/diag.h"

/* One of the two versions, checked. */
typedef struct ach__diff_side {
    ach__package *package;  /* must outlive the printing of the differences */
    const char *path;       /* as the user gave it */
    const ach_diags *diags; /* what its check has found */
} ach__diff_side;

/* What makes a comparison with a version untrue. */
typedef enum ach__diff_obstacle {
    ACH__DIFF_FINE,
    ACH__DIFF_NO_TABLE, /* none, or none that can be read */
    ACH__DIFF_NO_IDS,   /* a table without the column NodeId, or with an id that cannot be read */
    ACH__DIFF_LOST_ROWS /* quotes that are wrong: it is not known which rows there are */
} ach__diff_obstacle;

ach__diff_obstacle ach__diff_obstacle_of(const ach__diff_side *side);

/* Raises every difference, sorted, with places in the new version as the report's input and those
 * of the old one as places outside. Tables are compared where both have one, node files where both
 * have some. Linear in the number of nodes.  ACH_OK, ACH_ENOMEM. */
ach_status ach__diff_packages(const ach__diff_side *old, const ach__diff_side *new,
                              ach_diags *diags);

#endif
