/* One flat JSON object, strictly read: texts, whole numbers and null, each with its place.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_SCAN_H
#define ACH__CLI_PROGRESS_SCAN_H

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum cli_value_type {
    CLI_VALUE_ABSENT, /* the object has no such key */
    CLI_VALUE_NULL,
    CLI_VALUE_NUMBER, /* whole, fits int64_t */
    CLI_VALUE_TEXT,
    CLI_VALUE_OTHER /* anything else; reading ended there */
} cli_value_type;

typedef struct cli_value {
    cli_value_type type;
    size_t at; /* where it begins, in bytes */
    ach__slice text;
    int64_t number;
} cli_value;

typedef enum cli_scan_fault {
    CLI_SCAN_FINE,
    CLI_SCAN_NOT_UTF8,
    CLI_SCAN_NOT_OBJECT, /* it does not begin with { */
    CLI_SCAN_NOT_JSON,
    CLI_SCAN_CUT, /* it ends too soon */
    CLI_SCAN_TWICE,
    CLI_SCAN_UNKNOWN, /* a key that was not asked for: `key` */
    CLI_SCAN_RANGE,   /* a whole number that does not fit */
    CLI_SCAN_OTHER    /* a value of another type: `which` */
} cli_scan_fault;

/* What was read, up to the first fault. */
typedef struct cli_scan {
    ach__slice text;          /* the line */
    ach__arena *arena;        /* for texts with escapes; the others point into the line */
    const char *const *names; /* of the members */
    size_t count;             /* at most 16 */
    cli_value *values;        /* one a name */
    cli_scan_fault fault;
    size_t at; /* where it is */
    ach__slice key;
    size_t which;
} cli_scan;

/* Reads the line that `scan` has, with everything down to `values` filled in. True: there is no
 * fault. Without memory arena->failed is set. */
bool cli_scan_line(cli_scan *scan);

#endif
