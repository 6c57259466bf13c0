/* What the files of the SQLite store share: its queries, and its records.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_SQLITE_PARTS_H
#define ACH__STORE_SQLITE_PARTS_H

#include "store/sqlite_file.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum ach__sqlite_query {
    ACH__SQLITE_VERSION, /* of the tables */
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
_Static_assert(ACH__SQLITE_QUERIES <= ACH__SQLITE_STATEMENTS, "all are prepared");

/* Sees that the file is still there, before anything is asked of it. */
ach_status ach__sqlite_look(ach__sqlite *sqlite, ach_diags *why);

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
