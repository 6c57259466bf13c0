/* What can be said about stores of progress.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_STORE_H
#define ACH__RULES_STORE_H

#include "diag/kind.h"

/* The parameters that a sentence needs stand behind it. */
enum {
    /* store-url */
    ACH__STORE_URL_KIND,  /* kind */
    ACH__STORE_URL_PLAIN, /* url */
    ACH__STORE_URL_WORDS,
    ACH__STORE_URL_EMPTY,
    ACH__STORE_URL_NO_PATH,
    ACH__STORE_URL_NO_POSTGRES,
    ACH__STORE_URL_BARE_AT,
    ACH__STORE_URL_LIBPQ, /* detail */
    /* what a database said: detail */
    ACH__STORE_SAYS_UNREACHABLE,
    ACH__STORE_SAYS_NO_LIBPQ,
    ACH__STORE_SAYS_NO_FILE, /* without detail: it is a folder or a device */
    ACH__STORE_SAYS_BUSY,
    ACH__STORE_SAYS_READ_ONLY,
    ACH__STORE_SAYS_FULL,
    ACH__STORE_SAYS_NEWER,
    ACH__STORE_SAYS_DAMAGED,
    ACH__STORE_SAYS_FOREIGN,
    ACH__STORE_SAYS_FAILED,
    ACH__STORE_SAYS_OUTBOX_BUSY,
    ACH__STORE_SAYS_OUTBOX_FOREIGN,
    /* store-record */
    ACH__STORE_KEY_EMPTY,  /* what */
    ACH__STORE_KEY_LONG,   /* what, bytes, limit */
    ACH__STORE_KEY_TEXT,   /* what */
    ACH__STORE_KEY_TWICE,  /* player, node */
    ACH__STORE_EXTRA_LONG, /* bytes, limit */
    ACH__STORE_EXTRA_TEXT,
    ACH__STORE_BELOW_ZERO,
    ACH__STORE_VERSION_LAST,
    ACH__STORE_VERSION_BACK,
    /* store-batch */
    ACH__STORE_BATCH_LONG, /* count, limit */
    ACH__STORE_BATCH_NUMBERS,
    ACH__STORE_BATCH_OLD,   /* number, newest */
    ACH__STORE_BATCH_OTHER, /* number */
    ACH__STORE_MESSAGES
};

extern const ach__message ach__store_messages[ACH__STORE_MESSAGES];
extern const ach__family ach__store_family;

#endif
