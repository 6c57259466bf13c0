/* Findings as people and machines read them: text, JSON, SARIF, GitHub annotations.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__REPORT_REPORT_H
#define ACH__REPORT_REPORT_H

#include <achpack/status.h>

#include "base/sink.h"
#include "diag/diag.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum ach__report_format {
    ACH__REPORT_TEXT,
    ACH__REPORT_JSON,
    ACH__REPORT_SARIF,
    ACH__REPORT_GITHUB
} ach__report_format;

/* One folder or zip that was checked. */
typedef struct ach__report_input {
    const char *path; /* as the user gave it */
    bool is_archive;
    const ach_diags *diags; /* finished */
} ach__report_input;

typedef struct ach__report_options {
    ach__report_format format;
    ach_language language;
    bool color;   /* text only */
    bool summary; /* text only: the closing count */
} ach__report_options;

/* Writes one whole document about all inputs.
 * ACH_OK; ACH_EIO: the sink refused; ACH_ENOMEM. */
ach_status ach__report_write(ach__sink *sink, const ach__report_options *options,
                             const ach__report_input *inputs, size_t count);

/* The path to show for a place of an input: "folder/file", "a.zip/entry", or the input alone where
 * `place` is NULL or names no file; "." is left out. Appended to `out`. */
void ach__report_path(const ach__report_input *input, const ach__place *place, ach__buffer *out);

#endif
