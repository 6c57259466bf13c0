/* The family "hierarchy": the parents of nodes, in the table and in node files.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_HIERARCHY_H
#define ACH__RULES_HIERARCHY_H

#include "diag/kind.h"

enum {
    ACH__NODE_PARENT_UNKNOWN,      /* parent */
    ACH__NODE_PARENT_UNKNOWN_NEAR, /* parent, suggestion */
    ACH__NODE_CYCLE,               /* cycle ("a -> b -> a"), count */
    ACH__NODE_CYCLE_SELF,          /* cycle ("a -> a"), count, node */
    ACH__HIERARCHY_MESSAGES
};

extern const ach__message ach__hierarchy_messages[ACH__HIERARCHY_MESSAGES];
extern const ach__family ach__hierarchy_family;

extern const ach__remark ach__node_cycle_member;

#endif
