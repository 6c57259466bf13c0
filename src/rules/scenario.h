/* The family "scenario": files that say what a simulation is to do.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_SCENARIO_H
#define ACH__RULES_SCENARIO_H

#include "diag/kind.h"

/* Behind each sentence its parameters; {found} is a piece of the file. */
enum {
    ACH__SCENARIO_ENCODING,
    ACH__SCENARIO_LARGE, /* limit: in KiB */
    ACH__SCENARIO_EMPTY,
    ACH__SCENARIO_KEY_UNKNOWN,  /* key, suggestion */
    ACH__SCENARIO_KEY_NEEDLESS, /* key, deed */
    ACH__SCENARIO_BOTH,
    ACH__SCENARIO_TYPE,         /* key, wanted, wanted_zh, found, found_zh */
    ACH__SCENARIO_RANGE,        /* key, found, least, most */
    ACH__SCENARIO_WORD,         /* key, found, words, suggestion */
    ACH__SCENARIO_PAIR,         /* key */
    ACH__SCENARIO_ID,           /* key, limit */
    ACH__SCENARIO_ID_GBK,       /* found: the first character that GBK lacks */
    ACH__SCENARIO_CELLS,        /* limit */
    ACH__SCENARIO_SETS,         /* limit */
    ACH__SCENARIO_PACKAGE,      /* found, reason: of the status, English */
    ACH__SCENARIO_MISSING,      /* key */
    ACH__SCENARIO_MISSING_DEED, /* key, deed */
    ACH__SCENARIO_IDLE,
    ACH__SCENARIO_NAME_UNKNOWN, /* key, found, suggestion */
    ACH__SCENARIO_NAME_TWICE,   /* key, found */
    ACH__SCENARIO_STEP_DOWN,    /* room, deed */
    ACH__SCENARIO_STEP_UP,      /* room */
    ACH__SCENARIO_STEP_SET,     /* node */
    ACH__SCENARIO_STEP_ADD,     /* node */
    ACH__SCENARIO_MESSAGES
};

extern const ach__message ach__scenario_messages[ACH__SCENARIO_MESSAGES];
extern const ach__family ach__scenario_family;

/* What a value should be or is, by ach_language. */
typedef enum ach__scenario_word {
    ACH__SCENARIO_WORD_NULL,
    ACH__SCENARIO_WORD_SWITCH,
    ACH__SCENARIO_WORD_WHOLE,
    ACH__SCENARIO_WORD_NUMBER,
    ACH__SCENARIO_WORD_SECONDS,
    ACH__SCENARIO_WORD_SHARE,
    ACH__SCENARIO_WORD_TEXT,
    ACH__SCENARIO_WORD_TEXT_EMPTY,
    ACH__SCENARIO_WORD_LIST,
    ACH__SCENARIO_WORD_OBJECT,
    ACH__SCENARIO_WORDS
} ach__scenario_word;
extern const char *const ach__scenario_words[ACH__SCENARIO_WORDS][2];

#endif
