/* The family "cloud": the table against the node files.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_CLOUD_H
#define ACH__RULES_CLOUD_H

#include "diag/kind.h"

typedef enum ach__cloud_message {
    ACH__CLOUD_ROW_MISSING,       /* id */
    ACH__CLOUD_ROW_MISSING_NEAR,  /* id, suggestion */
    ACH__CLOUD_TOTAL_MISMATCH,    /* id, goal, total */
    ACH__CLOUD_ROW_UNLINKED,      /* id */
    ACH__CLOUD_ROW_UNLINKED_NEAR, /* id, suggestion */
    ACH__CLOUD_ROW_LOCAL,         /* id: there is a node, but it is not in the cloud */
    ACH__CLOUD_AUTO_UNUSED,
    ACH__CLOUD_MESSAGES
} ach__cloud_message;

extern const ach__message ach__cloud_messages[ACH__CLOUD_MESSAGES];
extern const ach__family ach__cloud_family;

extern const ach__remark ach__cloud_total; /* cloud-total-mismatch: the cell */
extern const ach__remark
    ach__cloud_node; /* cloud-row-unlinked: the node that is not in the cloud */

#endif
