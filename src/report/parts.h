/* What the writers of the report's formats share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__REPORT_PARTS_H
#define ACH__REPORT_PARTS_H

#include "report/report.h"

/* A report being written. */
/* A place in a source line that a later finding in the same line can be looked for from, so that
 * many findings in one long line cost no more than a walk along it. */
typedef struct ach__report_stop {
    const char *line;
    size_t at;
    size_t width;    /* in columns of the display, up to here */
    uint64_t number; /* of the character, 1-based */
    uint64_t first;  /* columns from this one on lie far enough behind it */
} ach__report_stop;

typedef struct ach__report {
    ach__sink *sink;
    const ach__report_options *options;
    const ach__report_input *inputs;
    size_t count;
    ach__arena arena;
    ach__tally *omitted; /* of all inputs: the rules with findings that are not listed */
    ach__buffer scratch; /* the piece being made */
    bool failed;         /* sticky: no memory */
    ach__report_stop stop;
} ach__report;

/* Walks the findings of all inputs. Starts zeroed. */
typedef struct ach__report_cursor {
    const ach__finding *finding;
    const ach__report_input *input;
    size_t input_index;
    size_t next; /* index of the finding that comes next in the input */
} ach__report_cursor;

/* False at the end, and as soon as the report cannot succeed any more. */
bool ach__report_next(const ach__report *report, ach__report_cursor *cursor);

/* How many findings of a severity there are in all inputs. */
size_t ach__report_total(const ach__report *report, ach_severity severity);

/* Fills `omitted`. */
void ach__report_gather_omitted(ach__report *report);

/* "12 more of icon-size are not listed", for each such rule, with line ends between; made in the
 * scratch buffer. Empty where there is none. */
ach__slice ach__report_omitted(ach__report *report);

/* The scratch buffer, emptied. Its failure so far is kept in the report. */
ach__buffer *ach__report_clean(ach__report *report);

/* What the scratch buffer holds; good until it is used again. */
ach__slice ach__report_made(ach__report *report);

/* Sentences, made in the scratch buffer. Without a help the slice is absent. */
ach__slice ach__report_message(ach__report *report, const ach__finding *finding);
/* The sentence for who sees no more than it: begins with the node's id, unless that is named. */
ach__slice ach__report_node_message(ach__report *report, const ach__finding *finding);
ach__slice ach__report_help(ach__report *report, const ach__finding *finding);
ach__slice ach__report_remark(ach__report *report, const ach__finding *finding,
                              const ach__related *related);

/* "help: " and "note: " in the report's language. */
const char *ach__report_help_word(const ach__report *report);
const char *ach__report_related_word(const ach__report *report);

/* "error", "warning", "note": for machines. */
const char *ach__report_level(ach_severity severity);

/* The path that a tool can open: no "./", no "//". Of an archive it is the archive itself. Bytes
 * are appended as they are. */
void ach__report_artifact(const ach__report_input *input, const ach__place *place,
                          ach__buffer *out);

/* Whether a place is an entry of the zip that was checked. */
bool ach__report_is_entry(const ach__report_input *input, const ach__place *place);

/* The writers. Failures are left in the report and its sink. */
void ach__report_text(ach__report *report);
void ach__report_json(ach__report *report);
void ach__report_sarif(ach__report *report);
void ach__report_github(ach__report *report);

#endif
