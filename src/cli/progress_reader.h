/* A file read line by line, twice if need be, whatever it is.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_READER_H
#define ACH__CLI_PROGRESS_READER_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef enum cli_reading {
    CLI_READ_LINE,
    CLI_READ_LONG, /* a line of too many bytes, which was passed over */
    CLI_READ_END,
    CLI_READ_FAILED /* errno; 0: no memory */
} cli_reading;

typedef struct cli_reader {
    int fd;
    bool is_ours;    /* to be closed */
    FILE *spool;     /* what cannot be read twice is kept here; NULL: nothing is */
    uint64_t start;  /* offset of the first line */
    uint64_t size;   /* bytes in all */
    uint64_t done;   /* of these */
    uint64_t number; /* of the present line, from 1 */
    ach__buffer line;
    char *chunk;
    size_t at, end; /* what is left of the chunk */
} cli_reader;

/* `path` NULL: standard input. What is no plain file is copied first. ACH_OK; ACH_EIO (errno);
 * ACH_ENOMEM. */
ach_status cli_reader_open(cli_reader *reader, const char *path);
void cli_reader_close(cli_reader *reader);

/* Back to the first line. False: errno. */
bool cli_reader_rewind(cli_reader *reader);

/* The next line without its end, good until the next call. Blank lines are passed over. */
cli_reading cli_reader_next(cli_reader *reader, ach__slice *line);

#endif
