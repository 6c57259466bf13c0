/* The rules about what changed between two versions; their sentences are in rules/diff.h.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_DIFF_KINDS_H
#define ACH__RULES_DIFF_KINDS_H

#include "diag/kind.h"

typedef enum ach__diff_kind {
    ACH__KIND_DIFF_NODE_REMOVED,
    ACH__KIND_DIFF_TOTAL_LOWERED,
    ACH__KIND_DIFF_TOTAL_RAISED,
    ACH__KIND_DIFF_PARENT_CHANGED,
    ACH__KIND_DIFF_CLOUD_CHANGED,
    ACH__KIND_DIFF_GOAL_CHANGED,
    ACH__KIND_DIFF_REWARD_CHANGED,
    ACH__KIND_DIFF_NODE_ADDED,
    ACH__KIND_DIFF_TEXT_CHANGED,
    ACH__KIND_DIFF_ICON_CHANGED,
    ACH__KIND_DIFF_RANK_CHANGED,
    ACH__KIND_DIFF_DISPLAY_CHANGED,
    ACH__KIND_DIFFS
} ach__diff_kind;

extern const ach__kind ach__diff_kinds[ACH__KIND_DIFFS];

#endif
