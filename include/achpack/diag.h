/* Findings: what was learned about a package, each with its code and place.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_DIAG_H
#define ACHPACK_DIAG_H

#include <achpack/allocator.h>
#include <achpack/export.h>
#include <achpack/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ach_language { ACH_ENGLISH = 0, ACH_CHINESE = 1 } ach_language;

/* error: the platform refuses the package, or a server cannot use it; warning: probably wrong;
 * note: worth knowing, never a failure. */
typedef enum ach_severity { ACH_NOTE = 1, ACH_WARNING = 2, ACH_ERROR = 3 } ach_severity;

/* The caller's list of findings. One list, one thread at a time. */
typedef struct ach_diags ach_diags;

/* A view of one finding. Strings are UTF-8, end with NUL, belong to the list and live until
 * ach_diags_free(); absent ones are NULL. */
typedef struct ach_finding {
    const char *code; /* stable, such as "icon-size" */
    ach_severity severity;
    const char *file;    /* path inside the folder, or the entry inside the zip; NULL: the whole */
    uint32_t line;       /* 1-based; 0 where a line does not apply */
    uint32_t column;     /* 1-based, in characters; 0 where unknown */
    int has_offset;      /* whether `offset` is meant */
    uint64_t offset;     /* in bytes from the start of the file */
    const char *node_id; /* the NodeId it speaks of */
    const char *field;   /* the name of the column or key */
    const char *message; /* one sentence in the list's language */
    const char *help;    /* the next thing to do */
} ach_finding;

/* An empty list whose messages are in `language`. `allocator` (may be NULL) is copied and must
 * outlive the list. NULL where there is no memory. */
ACH_EXPORT ach_diags *ach_diags_new(const ach_allocator *allocator, ach_language language);

/* Frees the list and everything that its views point to. NULL is allowed. */
ACH_EXPORT void ach_diags_free(ach_diags *diags);

/* How many findings are listed; after a call that returned, they are sorted by file and place. Of
 * one code a list keeps 10,000: what a broken or hostile package raises beyond them is counted, but
 * not listed. */
ACH_EXPORT size_t ach_diags_count(const ach_diags *diags);

/* How many findings have this very severity, those among them that are not listed. */
ACH_EXPORT size_t ach_diags_count_severity(const ach_diags *diags, ach_severity severity);

/* How many of these are not listed: 0 unless there are more than 10,000 of one code. */
ACH_EXPORT size_t ach_diags_omitted(const ach_diags *diags, ach_severity severity);

/* Fills *out with finding number `index` (0-based).
 * ACH_OK; ACH_EARGUMENT: no such finding; ACH_ENOMEM: its text could not be made. */
ACH_EXPORT ach_status ach_diags_get(ach_diags *diags, size_t index, ach_finding *out);

#ifdef __cplusplus
}
#endif

#endif
