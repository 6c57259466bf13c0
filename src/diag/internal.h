/* What a list of findings holds.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__DIAG_INTERNAL_H
#define ACH__DIAG_INTERNAL_H

#include "base/map.h"
#include "diag/diag.h"

typedef struct ach__override {
    const char *code;
    int severity; /* 0: off */
    struct ach__override *next;
} ach__override;

typedef struct ach__diag_lines {
    ach__slice file;
    ach__lines lines;
    struct ach__diag_lines *next;
} ach__diag_lines;

struct ach_diags {
    ach__arena arena; /* findings and all their parts */
    ach_language language;
    ach__finding **items;
    size_t count;
    size_t capacity;
    size_t raised;       /* findings ever raised, for their order */
    ach__tally *tallies; /* in the order of the first finding of each */
    ach__override *overrides;
    ach__diag_lines *lines;         /* newest first */
    const ach__diag_lines *indexed; /* what `lines` was when they were indexed; NULL: never */
    const ach__diag_lines **line_items;
    ach__map lines_by_file; /* file -> index in line_items */
    ach__slice last_file;   /* of the newest finding: kept once for a run of findings */
    ach__slice last_node;   /* its NodeId, likewise: it can be as long as the table */
};

/* The tally of a rule, made where there is none; NULL where there is no memory. */
ach__tally *ach__diags_tally(ach_diags *diags, const ach__kind *kind);

#endif
