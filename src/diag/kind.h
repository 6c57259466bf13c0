/* The constant rows that findings are raised through: a rule, and the sentences it can say.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__DIAG_KIND_H
#define ACH__DIAG_KIND_H

#include <achpack/diag.h>

#include <stddef.h>

/* How sure we are that the platform wants it. */
typedef enum ach__certainty {
    ACH__DOCUMENTED, /* an official document says so */
    ACH__IMPLIED,    /* official documents imply it */
    ACH__ASSUMED     /* no document says; our reading */
} ach__certainty;

/* A rule. Pairs of texts are English, Chinese: index them by ach_language. */
typedef struct ach__kind {
    const char *code; /* "icon-size": stable, what scripts match on */
    ach_severity severity;
    ach__certainty certainty;
    const char *summary[2]; /* what is reported, one line without a full stop */
    const char *reason[2];  /* why it matters and what to do, one to four sentences */
    const char *source[2];  /* the document it comes from, or why it is assumed */
    const char *bad[2];     /* a short example that raises it (may hold line breaks) */
    const char *good[2];    /* the same, mended */
} ach__kind;

/* One sentence that a rule can say, with {name} where a parameter goes. Both languages use the
 * same parameters of the finding, in any order; where a parameter is a word, the Chinese sentence
 * names {name_zh}. The help is left out when it names a parameter
 * that the finding does not have: so "did you mean {suggestion}?" vanishes without one. */
typedef struct ach__message {
    const ach__kind *kind;
    const char *text[2];
    const char *help[2];   /* the next action; NULL where there is nothing to add */
    ach_severity severity; /* 0: the kind's */
} ach__message;

/* A sentence at a related place, with the finding's parameters. */
typedef struct ach__remark {
    const char *text[2];
} ach__remark;

/* A family of rules, as it stands in the reference. Every message is in exactly one family. */
typedef struct ach__family {
    const char *name; /* "table" */
    const char *title[2];
    const ach__message *messages;
    size_t count;
} ach__family;

#endif
