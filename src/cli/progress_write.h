/* Storing records that are imported, batch by batch.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_WRITE_H
#define ACH__CLI_PROGRESS_WRITE_H

#include "base/map.h"
#include "cli/progress.h"

/* What becomes of the records of an import. */
typedef struct cli_counts {
    uint64_t imported;
    uint64_t overwritten; /* with --force */
    uint64_t unchanged;   /* there already */
    uint64_t conflicts;
} cli_counts;

/* Records that are stored together. */
enum { CLI_BATCH_RECORDS = 1000, CLI_BATCH_BYTES = 4 << 20 };

typedef struct cli_batch_item {
    ach_record record; /* as the file has it */
    uint64_t line;
} cli_batch_item;

typedef struct cli_writer {
    cli_progress_run *run;
    ach__slice file; /* for findings */
    cli_counts counts;
    uint8_t source[16];
    int64_t number;   /* of the newest batch */
    ach__arena arena; /* what the items point to */
    ach__map keys;    /* of the items */
    cli_batch_item items[CLI_BATCH_RECORDS];
    size_t count;
    size_t bytes;
    /* room for a batch */
    ach_record_key wanted[CLI_BATCH_RECORDS];
    ach_record found[CLI_BATCH_RECORDS];
    ach_record writes[CLI_BATCH_RECORDS];
    int64_t versions[CLI_BATCH_RECORDS];
    size_t places[CLI_BATCH_RECORDS]; /* of each write among the items */
    ach_outcome outcomes[CLI_BATCH_RECORDS];
} cli_writer;

/* NULL where there is no memory or no randomness. */
cli_writer *cli_writer_new(cli_progress_run *run, ach__slice file);
void cli_writer_free(cli_writer *writer);

/* Takes a record, and stores what was taken so far where that is enough for a batch. ACH_OK, or
 * what the store answers, with its finding. */
ach_status cli_writer_take(cli_writer *writer, const ach_record *record, uint64_t line);

/* Stores what was taken. */
ach_status cli_writer_flush(cli_writer *writer);

#endif
