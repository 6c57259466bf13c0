/* What the files of the SQLite store share: one connection, its statements, and their troubles.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_SQLITE_PARTS_H
#define ACH__STORE_SQLITE_PARTS_H

#include "store/store.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ach__sqlite_query {
    ACH__SQLITE_BEGIN_READ,
    ACH__SQLITE_BEGIN_WRITE,
    ACH__SQLITE_COMMIT,
    ACH__SQLITE_ROLLBACK,
    ACH__SQLITE_READ,       /* player, node -> a record without its key */
    ACH__SQLITE_INSERT,     /* player, node, progress, version, completed_at, definition, extra */
    ACH__SQLITE_UPDATE,     /* the same, and the version that was seen */
    ACH__SQLITE_SOURCE,     /* id -> number, outcomes */
    ACH__SQLITE_SOURCE_SET, /* id, number, changed_at, outcomes */
    ACH__SQLITE_FORGET,     /* before */
    ACH__SQLITE_PLAYER,     /* player, after, limit -> records */
    ACH__SQLITE_WALK,       /* after's player and node, limit -> records */
    ACH__SQLITE_HAS,        /* player -> a row where there is a record */
    ACH__SQLITE_RENAME,     /* from, to */
    ACH__SQLITE_QUERIES
} ach__sqlite_query;

typedef struct ach__sqlite {
    sqlite3 *db;
    sqlite3_stmt *statements[ACH__SQLITE_QUERIES];
    char *path; /* as the caller gave it */
    size_t path_room;
} ach__sqlite;

/* What SQLite's answer means to the caller; raises it in SQLite's words, so to be called before
 * anything else is asked of the connection. */
ach_status ach__sqlite_fail(const ach__sqlite *sqlite, int result, ach_diags *why);

/* Raises ACH__STORE_DAMAGED with words of ours. */
ach_status ach__sqlite_damaged(const ach__sqlite *sqlite, const char *words, ach_diags *why);

/* Runs a statement that gives no rows. */
ach_status ach__sqlite_run(ach__sqlite *sqlite, ach__sqlite_query query, ach_diags *why);

/* Begins to write: now or, where others do, when they are through. */
ach_status ach__sqlite_begin(ach__sqlite *sqlite, ach_diags *why);

/* Ends what was begun: commits where `status` is ACH_OK, else takes everything back. */
ach_status ach__sqlite_end(ach__sqlite *sqlite, ach_status status, ach_diags *why);

void ach__sqlite_bind(sqlite3_stmt *statement, int place, ach_bytes text);

/* The record in the columns from the first one on, copied into `arena`; false where it is none that
 * was written by a store, or there is no memory (arena->failed). */
bool ach__sqlite_progress(sqlite3_stmt *row, ach__arena *arena, ach_progress *progress);

/* A text of 1 to `most` bytes, copied; data is NULL where it is none. */
ach_bytes ach__sqlite_text(sqlite3_stmt *row, int column, size_t most, ach__arena *arena);

/* sqlite_open.c */
void ach__sqlite_close(ach_store *store);

/* sqlite_walk.c */
ach_status ach__sqlite_player(ach_store *store, ach_bytes player, ach_record_visit visit,
                              void *user, ach_diags *why);
ach_status ach__sqlite_walk(ach_store *store, const ach_record_key *after, ach_record_visit visit,
                            void *user, ach_diags *why);

/* sqlite.c */
extern const ach__store_calls ach__sqlite_calls;

#endif
