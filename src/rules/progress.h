/* What can be said about records of progress: copies of them, and their invariants.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_PROGRESS_H
#define ACH__RULES_PROGRESS_H

#include "diag/kind.h"

/* The parameters that a sentence needs stand behind it. */
enum {
    /* import-syntax */
    ACH__IMPORT_NOT_JSON,
    ACH__IMPORT_NOT_OBJECT,
    ACH__IMPORT_NOT_UTF8,
    ACH__IMPORT_CUT,
    ACH__IMPORT_KEY_TWICE, /* key */
    ACH__IMPORT_LONG,      /* limit */
    /* import-record */
    ACH__IMPORT_KEY_MISSING, /* key */
    ACH__IMPORT_KEY_UNKNOWN, /* key, suggestion if there is one */
    ACH__IMPORT_NO_NUMBER,   /* key */
    ACH__IMPORT_NO_TEXT,     /* key */
    ACH__IMPORT_RANGE,       /* key */
    ACH__IMPORT_BELOW,       /* key, least */
    ACH__IMPORT_EMPTY,       /* key */
    ACH__IMPORT_TEXT_LONG,   /* key, bytes, limit */
    ACH__IMPORT_NUL,         /* key */
    ACH__IMPORT_DEFINITION,
    /* import-conflict */
    ACH__IMPORT_OTHER_NUMBER, /* player, node, key, here, there */
    ACH__IMPORT_OTHER_TEXT,   /* player, node, key */
    ACH__IMPORT_LAST_VERSION, /* player, node */
    ACH__IMPORT_HURRIED,      /* player, node */
    /* rename-refused */
    ACH__RENAME_NOBODY, /* player */
    ACH__RENAME_TAKEN,  /* player */
    /* record-total */
    ACH__RECORD_NOT_COMPLETED, /* player, node, progress, total */
    ACH__RECORD_TOTAL_LOWERED, /* player, node, progress, total */
    /* record-completed */
    ACH__RECORD_COMPLETED_EMPTY, /* player, node */
    ACH__RECORD_COMPLETED_LATER, /* player, node, time */
    /* record-version */
    ACH__RECORD_VERSION_LAST, /* player, node */
    /* record-node-unknown */
    ACH__RECORD_NODE_UNKNOWN,      /* node, player, suggestion if there is one */
    ACH__RECORD_NODE_UNKNOWN_MANY, /* node, count, player, suggestion if there is one */
    /* record-definition */
    ACH__RECORD_DEFINITION,      /* node, player */
    ACH__RECORD_DEFINITION_MANY, /* node, count */
    /* record-unread */
    ACH__RECORD_UNREAD_ALL,
    ACH__RECORD_UNREAD, /* player, node */
    /* findings-more */
    ACH__FINDINGS_MORE, /* code, count */
    ACH__PROGRESS_MESSAGES
};

extern const ach__message ach__progress_messages[ACH__PROGRESS_MESSAGES];
extern const ach__family ach__progress_family;

#endif
