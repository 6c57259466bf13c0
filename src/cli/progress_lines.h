/* Records as lines of JSON: the form of export and import.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_LINES_H
#define ACH__CLI_PROGRESS_LINES_H

#include "cli/progress.h"

/* A record has few bytes beside its extra, and each byte of a text may be written as six. */
#define CLI_LINE_BYTES_MOST ((size_t)8 << 20)

/* A text with its quotes. What could disturb a terminal is escaped; so a text has one form only.
 * `text` is UTF-8. */
void cli_json_text(ach__buffer *out, ach__slice text);
void cli_json_number(ach__buffer *out, int64_t number);
/* Bytes of our own: punctuation, keys. */
void cli_json_raw(ach__buffer *out, const char *text);

/* The record as one line, with its LF. The same record gives the same bytes. */
void cli_record_line(ach__buffer *out, const ach_record *record);

/* A line that is being read: where it stands, and how often each code was raised. */
typedef struct cli_line {
    cli_progress_run *run;
    ach__place place; /* of the file, and its line */
    ach__slice text;
    uint64_t *syntax_count;
    uint64_t *record_count;
} cli_line;

/* Reads a line. The record's texts point into the line or into `arena`. False: it is no record,
 * which is told by one finding; or there is no memory: arena->failed, or run->diags has failed. */
bool cli_record_read(const cli_line *line, ach__arena *arena, ach_record *record);

#endif
