/* Words that sentences about node files are put together from: what a value is, and examples.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_NODE_WORDS_H
#define ACH__RULES_NODE_WORDS_H

typedef enum ach__node_word {
    ACH__WORD_NULL,
    ACH__WORD_FALSE,
    ACH__WORD_TRUE,
    ACH__WORD_SWITCH,
    ACH__WORD_NUMBER,
    ACH__WORD_TEXT,
    ACH__WORD_TEXT_EMPTY,
    ACH__WORD_LIST,
    ACH__WORD_OBJECT,
    ACH__NODE_WORDS
} ach__node_word;

/* By ach_language, as everywhere. */
extern const char *const ach__node_words[ACH__NODE_WORDS][2];

/* A good value of a key, with the key before it. The last row is for every other key; its key is
 * NULL. */
typedef struct ach__node_example {
    const char *key;
    const char *text[2];
} ach__node_example;

extern const ach__node_example ach__node_examples[];

#endif
