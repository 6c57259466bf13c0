/* The family "node-tree": node files as a whole, and the tree that they make.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_NODE_TREE_H
#define ACH__RULES_NODE_TREE_H

#include "diag/kind.h"

typedef enum ach__node_tree_message {
    ACH__NODE_FILE_PLACE_SUBFOLDER, /* folder */
    ACH__NODE_FILE_PLACE_SEVERAL,   /* folder, count */
    ACH__NODE_FILE_PLACE_ENDING,    /* name, suggestion */
    ACH__NODE_FILE_PLACE_NONE,
    ACH__NODE_FILE_FOLDER,      /* name */
    ACH__NODE_FILE_LINK_AWAY,   /* name */
    ACH__NODE_FILE_LINK_BROKEN, /* name */
    ACH__NODE_FILE_SPECIAL,     /* name */
    ACH__NODE_FILE_REFUSED,     /* reason, reason_zh */
    ACH__NODE_FILE_LARGE,       /* limit */
    ACH__NODE_DUPLICATE,        /* id, first (a file) */
    ACH__NODE_SORT,             /* first, second */
    ACH__NODE_DEPEND_CLOUD_ROW, /* id, parent: in the table */
    ACH__NODE_DEPEND_CLOUD,     /* id, parent */
    ACH__NODE_ICON_MISSING,     /* path */
    ACH__NODE_ICON_NEAR,        /* path, suggestion */
    ACH__NODE_ICON_CASE,        /* path, found, suggestion */
    ACH__NODE_ICON_CASE_ENDING, /* path, found */
    ACH__NODE_ICON_OTHER,       /* path, found */
    ACH__NODE_ICON_FORMAT,      /* path, kind, kind_zh */
    ACH__NODE_ICON_REFUSED,     /* path */
    ACH__NODE_BACKGROUND_SIZE,  /* width, height, board_width, board_height, levels, nodes */
    ACH__NODE_TREE_MESSAGES
} ach__node_tree_message;

extern const ach__message ach__node_tree_messages[ACH__NODE_TREE_MESSAGES];
extern const ach__family ach__node_tree_family;

extern const ach__remark ach__node_first;       /* node-duplicate */
extern const ach__remark ach__node_sorts_later; /* node-sort */
extern const ach__remark ach__node_depends_on;  /* node-depend-cloud */

#endif
