/* What the files of the PostgreSQL store share: one connection, and asking over it within a time.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_POSTGRES_PARTS_H
#define ACH__STORE_POSTGRES_PARTS_H

#include "store/postgres_library.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How an attempt to do something over the connection ended. */
typedef enum ach__pg_end {
    ACH__PG_DONE,
    ACH__PG_LATE,    /* the call's time is over */
    ACH__PG_LOST,    /* the connection is gone: again over a new one */
    ACH__PG_AGAIN,   /* the server broke it off in favour of somebody else: again */
    ACH__PG_REFUSED, /* asking again would not help; `trouble` and `words` tell */
    ACH__PG_UNKNOWN, /* lost while it was being committed, and cannot be asked for again */
    ACH__PG_NO_MEMORY
} ach__pg_end;

/* The statements that each connection prepares. */
typedef enum ach__pg_query {
    ACH__PG_SOURCE_LOCK,   /* id -> number, outcomes */
    ACH__PG_SOURCE_INSERT, /* id, number, changed_at, outcomes */
    ACH__PG_SOURCE_UPDATE, /* the same */
    ACH__PG_INSERT,        /* player, node, progress, completed_at, extra, definition */
    ACH__PG_UPDATE,        /* the same, and the version that was seen */
    ACH__PG_READ,          /* player, node -> a record without its key */
    ACH__PG_PLAYER,        /* player, after, limit -> records */
    ACH__PG_WALK,          /* after's player and node, limit -> records */
    ACH__PG_HAS,           /* player -> a row where there is a record */
    ACH__PG_RENAME,        /* from, to */
    ACH__PG_FORGET,        /* before */
    ACH__PG_QUERIES
} ach__pg_query;

/* The columns of an answer with records. */
enum {
    ACH__PG_PROGRESS,
    ACH__PG_VERSION,
    ACH__PG_COMPLETED_AT,
    ACH__PG_EXTRA,
    ACH__PG_DEFINITION,
    ACH__PG_RECORD_PLAYER,
    ACH__PG_RECORD_NODE
};

typedef struct ach__pg {
    ach_store *store;
    char *url;
    size_t url_room;
    PGconn *link;               /* in pipeline mode and nonblocking; NULL: none */
    size_t queued;              /* bytes given to libpq since the last push */
    unsigned syncs;             /* sent, and not yet answered */
    int64_t deadline;           /* of the call, in ms of ach__pg_clock() */
    bool is_opening;            /* a server that cannot be reached is not tried again */
    bool is_writing;            /* what is not allowed now is writing */
    ach__store_trouble trouble; /* of the newest failure */
    char words[512];            /* the server's own, or libpq's */
} ach__pg;

/* Parameters of a statement, in binary: numbers as eight bytes, texts as they are. */
#define ACH__PG_PARAMETERS_MOST 8
typedef struct ach__pg_parameters {
    int count;
    const char *values[ACH__PG_PARAMETERS_MOST];
    int sizes[ACH__PG_PARAMETERS_MOST];
    int formats[ACH__PG_PARAMETERS_MOST];
    char numbers[ACH__PG_PARAMETERS_MOST][8];
} ach__pg_parameters;

void ach__pg_add_bytes(ach__pg_parameters *parameters, const void *bytes, size_t size);
void ach__pg_add_number(ach__pg_parameters *parameters, int64_t number);

/* False where the field is null or no number. */
bool ach__pg_number(const PGresult *result, int row, int column, int64_t *number);
ach_bytes ach__pg_bytes(const PGresult *result, int row, int column);
/* Fills everything but the key; false where a record cannot be so. */
bool ach__pg_progress(const PGresult *result, int row, ach_progress *progress);
/* How many rows a statement wrote. */
uint64_t ach__pg_rows(PGresult *result);

int64_t ach__pg_clock(void);

/* One piece of work over a connection that stands: from the first statement to the last answer. */
typedef ach__pg_end (*ach__pg_work)(ach__pg *pg, void *context);

/* Connects where that is needed and does the work, again after a lost connection or a lost race,
 * until `more_ms` after the timeout. The connection is clean or gone when it returns. */
ach__pg_end ach__pg_run(ach__pg *pg, ach__pg_work work, void *context, int64_t more_ms);

/* Sends one of the prepared statements, or the text of another one. */
ach__pg_end ach__pg_send(ach__pg *pg, ach__pg_query query, const ach__pg_parameters *parameters);
ach__pg_end ach__pg_send_text(ach__pg *pg, const char *text);
/* Ends the pipeline, which asks for the answers of all that was sent, and sees it off. */
ach__pg_end ach__pg_push(ach__pg *pg);
/* Sees off all that was given to libpq. */
ach__pg_end ach__pg_flush(ach__pg *pg);
/* The next answer; NULL where it is not ACH__PG_DONE. To be cleared by the caller. */
ach__pg_end ach__pg_next(ach__pg *pg, PGresult **result);
/* The same where only success counts. */
ach__pg_end ach__pg_skip(ach__pg *pg);
/* The answers up to that of the newest sync. */
ach__pg_end ach__pg_skip_sync(ach__pg *pg);

/* Commits. *is_unknown is true from the moment on in which the server may have been told, until it
 * is known what came of it. */
ach__pg_end ach__pg_send_commit(ach__pg *pg, bool *is_unknown);
ach__pg_end ach__pg_skip_commit(ach__pg *pg, bool *is_unknown);

/* Ends whatever has been begun, without a trace. */
ach__pg_end ach__pg_roll_back(ach__pg *pg);

/* Makes and judges a connection (postgres_link.c), and makes it ready (postgres_sql.c). */
ach__pg_end ach__pg_connect(ach__pg *pg);
ach__pg_end ach__pg_prepare(ach__pg *pg);
void ach__pg_drop(ach__pg *pg);
/* Waits for the link's socket; *ready (may be NULL) tells which of `events` came. */
ach__pg_end ach__pg_wait(ach__pg *pg, short events, short *ready);
const char *ach__pg_name(ach__pg_query query);

/* Notes a failure. `words` may end with a line feed. */
ach__pg_end ach__pg_fail(ach__pg *pg, ach__pg_end end, ach__store_trouble trouble,
                         const char *words);
ach__pg_end ach__pg_judge(ach__pg *pg, const PGresult *result);

/* Storing a batch (postgres_apply.c). */
ach_status ach__pg_apply(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                         ach_diags *why);
/* Reading (postgres_read.c). */
ach_status ach__pg_read(ach_store *store, const ach_record_key *keys, size_t count,
                        ach_record *records, ach_diags *why);
ach_status ach__pg_player(ach_store *store, ach_bytes player, ach_record_visit visit, void *user,
                          ach_diags *why);
ach_status ach__pg_walk(ach_store *store, const ach_record_key *after, ach_record_visit visit,
                        void *user, ach_diags *why);
/* What a call answers that ended so, raising what is to be said (postgres.c). */
ach_status ach__pg_answer(ach__pg *pg, ach__pg_end end, ach_diags *why);
/* Does the work within the timeout, and answers. */
ach_status ach__pg_call(ach__pg *pg, ach__pg_work work, void *context, bool is_writing,
                        ach_diags *why);

#endif
