/* The family "diff": what a new version changes for players.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_DIFF_H
#define ACH__RULES_DIFF_H

#include "diag/kind.h"

/* Behind each sentence its parameters, beside {field}, the column or the key, which all but those
 * about nodes as a whole have. */
typedef enum ach__diff_message {
    ACH__DIFF_NODE_REMOVED,  /* id */
    ACH__DIFF_NODE_RENAMED,  /* id, new */
    ACH__DIFF_ROW_REMOVED,   /* id: it still has a node file */
    ACH__DIFF_FILE_REMOVED,  /* id: it still has a row */
    ACH__DIFF_TOTAL_LOWERED, /* old, new */
    ACH__DIFF_TOTAL_RAISED,  /* old, new */
    ACH__DIFF_PARENT_MOVED,  /* old, new */
    ACH__DIFF_PARENT_GIVEN,  /* new */
    ACH__DIFF_PARENT_TAKEN,  /* old */
    ACH__DIFF_CLOUD_OFF,
    ACH__DIFF_CLOUD_ON,
    ACH__DIFF_UPLOAD_OFF,
    ACH__DIFF_UPLOAD_ON,
    ACH__DIFF_GOAL_CHANGED,
    ACH__DIFF_GOAL_GIVEN,
    ACH__DIFF_GOAL_TAKEN,
    ACH__DIFF_DEPEND_ON,
    ACH__DIFF_DEPEND_OFF,
    ACH__DIFF_REWARD_CHANGED,
    ACH__DIFF_REWARD_GIVEN,
    ACH__DIFF_REWARD_TAKEN,
    ACH__DIFF_NODE_ADDED,  /* id */
    ACH__DIFF_ROW_ADDED,   /* id: it had a node file already */
    ACH__DIFF_FILE_ADDED,  /* id: it had a row already */
    ACH__DIFF_TITLE,       /* old, new */
    ACH__DIFF_DESCRIPTION, /* old, new */
    ACH__DIFF_ICON_BEFORE, /* the picture before the node is finished */
    ACH__DIFF_ICON_AFTER,
    ACH__DIFF_ICON_PATH, /* old, new: of a node file */
    ACH__DIFF_RANK,      /* old, new */
    ACH__DIFF_HIDDEN,
    ACH__DIFF_SHOWN,
    ACH__DIFF_TIP_OFF,
    ACH__DIFF_TIP_ON,
    ACH__DIFF_BACKGROUND, /* old, new */
    ACH__DIFF_ICON_BACKGROUND,
    ACH__DIFF_MESSAGES
} ach__diff_message;

extern const ach__message ach__diff_messages[ACH__DIFF_MESSAGES];
extern const ach__family ach__diff_family;

extern const ach__remark ach__diff_old; /* the same place in the old version */
extern const ach__remark ach__diff_new; /* new: the node that seems to be the removed one */

#endif
