/* CSV records with the exact place of every field.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_CSV_H
#define ACH__FORMAT_CSV_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A record of more fields is no table: ACH_ELIMIT. */
#define ACH__CSV_FIELDS_MOST ((size_t)65536)

typedef struct ach__csv_field {
    uint32_t start; /* offset in the text, of the opening quote where there is one */
    uint32_t end;   /* behind the last byte, of the closing quote where there is one */
    uint32_t line;  /* 1-based, where it starts */
    bool is_quoted;
    ach__slice value; /* without the outer quotes, doubled quotes made single; points into the text
                         or into the arena */
} ach__csv_field;

/* What a parse tells. Any call may return false to stop (the parse then gives ACH_ENOMEM). */
typedef struct ach__csv_events {
    void *user;
    /* A record of `count` fields, valid during the call. A line without any byte is a record of
     * count 0. `end` is the offset behind the record's line end. */
    bool (*record)(void *user, const ach__csv_field *fields, size_t count, uint32_t line,
                   uint32_t end);
    /* A quote that does not fit: `unclosed` where the field at `start` never ends, else text stands
     * behind a closing quote (or a quote inside an unquoted field) at `at`. `line` is that of the
     * opening quote. Parsing goes on with the line behind `line`. */
    bool (*quote)(void *user, bool unclosed, uint32_t start, uint32_t at, uint32_t line);
} ach__csv_events;

/* Parses `text` (UTF-8 or any ASCII-compatible bytes, below 4 GiB) by RFC 4180 with CRLF, LF or CR
 * as line end. Values that need unquoting are put into `arena`. Linear in the size of the text,
 * whatever it holds. ACH_OK, ACH_ENOMEM, ACH_ELIMIT. */
ach_status ach__csv_parse(ach__slice text, char delimiter, ach__arena *arena,
                          const ach__csv_events *events);

#endif
