/* The list of findings: raising them never fails, reading them gives order and text.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__DIAG_DIAG_H
#define ACH__DIAG_DIAG_H

#include <achpack/diag.h>

#include "base/lines.h"
#include "base/memory.h"
#include "base/slice.h"
#include "diag/kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a finding is. All slices are copied when a finding is raised. */
typedef struct ach__place {
    ach__slice file;    /* '/'-separated, valid UTF-8; absent: the package as a whole */
    bool is_outside;    /* `file` is a path as the user gave it, not one inside the package */
    uint32_t line;      /* 1-based, 0 unknown */
    uint32_t column;    /* 1-based, in characters, 0 unknown */
    uint32_t columns;   /* how many characters of the line are meant, 0 or 1: a single caret */
    bool has_offset;    /* whether `offset` is meant */
    uint64_t offset;    /* in bytes from the start of the file */
    ach__slice node_id; /* the NodeId, where one is known */
    ach__slice field;   /* the column or key, where one is meant */
} ach__place;

/* A parameter of a message. Text is kept as it was given, cut to ACH__PARAMETER_MOST bytes. */
typedef struct ach__parameter {
    const char *name;
    ach__slice text; /* for a number its decimal digits */
    bool is_number;
    struct ach__parameter *next;
} ach__parameter;

#define ACH__PARAMETER_MOST 1024

typedef struct ach__related {
    const ach__remark *remark;
    ach__place place;
    struct ach__related *next;
} ach__related;

typedef struct ach__finding {
    ach_diags *diags;
    const ach__message *message;
    ach_severity severity; /* the one in force: an override, the message's or the kind's */
    ach__place place;
    ach__parameter *parameters; /* in the order they were given */
    ach__related *related;      /* in the order they were given */
    size_t order;               /* how many were raised before it */
} ach__finding;

/* Findings of one code that a list keeps; those beyond it are only counted. The input decides how
 * many there are: millions, where someone wants it so. */
#define ACH__DIAGS_KEPT_MOST 10000

/* Raises a finding. Gives NULL where the rule is switched off, where the list keeps enough of the
 * code already, or where there is no memory (the list then remembers that it failed); the calls
 * below accept NULL, so nothing needs checking. */
ach__finding *ach__diags_add(ach_diags *diags, const ach__message *message,
                             const ach__place *place);

/* `name` must be a string literal. `text` should be UTF-8; what is not is shown escaped. */
void ach__finding_text(ach__finding *finding, const char *name, ach__slice text);
void ach__finding_number(ach__finding *finding, const char *name, uint64_t number);
void ach__finding_related(ach__finding *finding, const ach__remark *remark,
                          const ach__place *place);

/* Another severity for all findings of a code, from now on; 0 switches the rule off.
 * `code` is borrowed. ACH_OK, ACH_ENOMEM. */
ach_status ach__diags_override(ach_diags *diags, const char *code, int severity);

/* The decoded text of a file, for showing lines. `file` is copied; what `lines` points to must
 * outlive the printing. At most one a file. */
void ach__diags_add_lines(ach_diags *diags, ach__slice file, const ach__lines *lines);
const ach__lines *ach__diags_lines(const ach_diags *diags, ach__slice file);

/* For texts that do not outlive a call: the newest of those lines (NULL: none, or no list), and
 * forgetting all that were added since. */
struct ach__diag_lines;
const struct ach__diag_lines *ach__diags_newest_lines(const ach_diags *diags);
void ach__diags_forget_lines(ach_diags *diags, const struct ach__diag_lines *since);

/* What was raised of a rule. */
typedef struct ach__tally {
    const ach__kind *kind;
    size_t kept;                   /* at most ACH__DIAGS_KEPT_MOST */
    size_t omitted[ACH_ERROR + 1]; /* by severity: raised behind those, and only counted */
    struct ach__tally *next;
} ach__tally;

/* The rules that findings were raised of, in the order of their first ones; NULL: none. */
const ach__tally *ach__diags_tallies(const ach_diags *diags);
/* Of all severities. */
size_t ach__tally_omitted(const ach__tally *tally);

/* How many findings were raised so far, and how many of a rule with this severity there are: both
 * with those that are not kept, which ach_diags_count() leaves out. */
size_t ach__diags_raised(const ach_diags *diags);
size_t ach__diags_count_kind(const ach_diags *diags, const ach__kind *kind, ach_severity severity);

/* Sorts by file, line, column, offset, then order of raising, and drops repetitions. */
void ach__diags_finish(ach_diags *diags);

/* True once a finding or a part of one could not be kept. */
bool ach__diags_failed(const ach_diags *diags);

ach_language ach__diags_language(const ach_diags *diags);
const ach__finding *ach__diags_at(const ach_diags *diags, size_t index);

/* The sentence of a finding in a language, appended to `out`. Parameters are shown escaped and cut
 * to 120 characters. */
void ach__finding_message(const ach__finding *finding, ach_language language, ach__buffer *out);
/* The help; false (and nothing appended) where there is none. */
bool ach__finding_help(const ach__finding *finding, ach_language language, ach__buffer *out);
void ach__finding_remark(const ach__finding *finding, const ach__related *related,
                         ach_language language, ach__buffer *out);

#endif
