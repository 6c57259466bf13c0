/* The family "json": how a node file is written, before what it says.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_JSON_H
#define ACH__RULES_JSON_H

#include "diag/kind.h"

/* Behind each sentence its parameters; {found} is a piece of the file, {wanted} what to write. */
typedef enum ach__json_message {
    ACH__JSON_IS_GBK,
    ACH__JSON_IS_UTF16,
    ACH__JSON_HAS_MARK,
    ACH__JSON_BAD_BYTES, /* bytes: hex */
    ACH__JSON_EMPTY,
    ACH__JSON_WIDE,        /* found, wanted */
    ACH__JSON_WIDE_QUOTES, /* found */
    ACH__JSON_WIDE_QUOTE,  /* found */
    ACH__JSON_WIDE_NUMBER, /* found */
    ACH__JSON_WIDE_SPACE,  /* code: as in U+3000 */
    ACH__JSON_COMMA_MISSING,
    ACH__JSON_COMMA_OTHER, /* found */
    ACH__JSON_COMMA_EXTRA,
    ACH__JSON_COLON_MISSING,
    ACH__JSON_COLON_OTHER, /* found */
    ACH__JSON_VALUE,       /* found */
    ACH__JSON_KEY,         /* found */
    ACH__JSON_BARE,        /* found */
    ACH__JSON_QUOTES,      /* found */
    ACH__JSON_QUOTE_INSIDE,
    ACH__JSON_ROUND,  /* found, wanted */
    ACH__JSON_WORD,   /* found, wanted */
    ACH__JSON_NUMBER, /* found */
    ACH__JSON_TAB,
    ACH__JSON_CONTROL,     /* code */
    ACH__JSON_ESCAPE,      /* found */
    ACH__JSON_ESCAPE_PATH, /* found */
    ACH__JSON_SURROGATE,   /* found */
    ACH__JSON_NUL,
    ACH__JSON_STRING_END,
    ACH__JSON_END,            /* found, wanted */
    ACH__JSON_BRACKET,        /* found, wanted */
    ACH__JSON_UNEXPECTED,     /* found */
    ACH__JSON_BEHIND_BRACKET, /* found */
    ACH__JSON_BEHIND,
    ACH__JSON_DEEP, /* limit */
    ACH__JSON_COMMENT,
    ACH__JSON_DUPLICATE, /* key */
    ACH__JSON_MESSAGES
} ach__json_message;

extern const ach__message ach__json_messages[ACH__JSON_MESSAGES];
extern const ach__family ach__json_family;

extern const ach__remark ach__json_opened;    /* found: the bracket */
extern const ach__remark ach__json_first_key; /* no parameters */

#endif
