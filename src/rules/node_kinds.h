/* The rules about what one node file holds; their sentences are in rules/nodes.h.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_NODE_KINDS_H
#define ACH__RULES_NODE_KINDS_H

#include "diag/kind.h"

typedef enum ach__node_kind {
    ACH__KIND_NODE_KEY_MISSING,
    ACH__KIND_NODE_KEY_UNKNOWN,
    ACH__KIND_NODE_KEY_TYPE,
    ACH__KIND_NODE_KEY_PLACE,
    ACH__KIND_NODE_ICON_PATH,
    ACH__KIND_GOAL_NUMBER_INVALID,
    ACH__KIND_GOAL_DETAILS_INVALID,
    ACH__KIND_REWARD_INVALID,
    ACH__KIND_REWARD_PLACEHOLDER,
    ACH__NODE_KINDS
} ach__node_kind;

extern const ach__kind ach__node_kinds[ACH__NODE_KINDS];

#endif
