/* The family "authoring": the table and the node files, made from each other.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_AUTHORING_H
#define ACH__RULES_AUTHORING_H

#include "diag/kind.h"

/* Behind each: the parameters it takes. */
enum {
    ACH__AUTHORING_SWITCH, /* column, value, default */
    ACH__AUTHORING_DEPEND_ROOT,
    ACH__AUTHORING_AUTO_LOCAL,
    ACH__AUTHORING_GOAL_TYPE,           /* value */
    ACH__AUTHORING_GOAL_TYPE_NEAR,      /* value, suggestion */
    ACH__AUTHORING_GOAL_TYPE_MISSING,   /* target */
    ACH__AUTHORING_GOAL_TARGET_MISSING, /* type, example */
    ACH__AUTHORING_GOAL_TARGET,         /* value, example */
    ACH__AUTHORING_BACKGROUND_CHILD,    /* parent */
    ACH__AUTHORING_BACKGROUND_ENDING,   /* value, suggestion */
    ACH__AUTHORING_BACKGROUND_OUTSIDE,  /* value */
    ACH__AUTHORING_BACKGROUND_ODD,      /* value */
    ACH__AUTHORING_BACKGROUND_MISSING,  /* these are raised by `nodes` alone */
    ACH__AUTHORING_PICTURE_ENDING,      /* column, value */
    ACH__AUTHORING_DESCRIPTION,         /* column */
    ACH__AUTHORING_LONG,                /* limit */
    ACH__NODE_FILE_CHANGED,             /* name */
    ACH__NODE_FILE_FOREIGN,             /* name, id */
    ACH__NODE_FILE_CHANGED_GONE,        /* name */
    ACH__AUTHORING_LOSSY_KEY,           /* id, key */
    ACH__AUTHORING_LOSSY_ITEM,          /* id, key */
    ACH__AUTHORING_LOSSY_SPACES,        /* id, key */
    ACH__ENCODING_UNENCODABLE,          /* character, code, id, key */
    ACH__AUTHORING_MESSAGES
};

extern const ach__message ach__authoring_messages[ACH__AUTHORING_MESSAGES];
extern const ach__family ach__authoring_family;

extern const ach__remark ach__parent_is_local; /* node-depend-cloud in a table */

#endif
