/* The family "scripts": node ids in the mod's Python code, with --scripts.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_SCRIPTS_H
#define ACH__RULES_SCRIPTS_H

#include "diag/kind.h"

enum {
    ACH__SCRIPT_NODE_UNKNOWN,        /* call, id */
    ACH__SCRIPT_NODE_UNKNOWN_NEAR,   /* call, id, suggestion */
    ACH__SCRIPT_NODE_UNKNOWN_TABLE,  /* call, id: no node files were given */
    ACH__SCRIPT_NODE_UNKNOWN_TABLES, /* the same, of several packages */
    ACH__SCRIPT_NODE_UNKNOWN_NUMBER, /* call, number; id where it is made of digits alone */
    ACH__SCRIPT_CLOUD_AUTO,          /* id */
    ACH__SCRIPT_UNREADABLE,          /* reason, reason_zh */
    ACH__SCRIPT_UNREADABLE_LARGE,    /* limit */
    ACH__SCRIPT_UNREADABLE_LINK,
    ACH__SCRIPT_UNREADABLE_ALL, /* limit: of all files together */
    ACH__SCRIPTS_MESSAGES
};

extern const ach__message ach__scripts_messages[ACH__SCRIPTS_MESSAGES];
extern const ach__family ach__scripts_family;

/* At the node that uploads by itself: the key that says so, or the one that leaves it so. */
extern const ach__remark ach__script_auto_written;
extern const ach__remark ach__script_auto_default;

#endif
