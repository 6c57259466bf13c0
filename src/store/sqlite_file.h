/* A file of SQLite that achpack made: a store or an outbox. Opening it, its statements, and what it
 * says.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_SQLITE_FILE_H
#define ACH__STORE_SQLITE_FILE_H

#include "store/store.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The application_id of a file: nobody takes one for the other. */
#define ACH__SQLITE_STORE_ID  0x41434850 /* "ACHP" */
#define ACH__SQLITE_OUTBOX_ID 0x4143484F /* "ACHO" */

#define ACH__SQLITE_STATEMENTS 16 /* room for the queries of any form */

typedef struct ach__sqlite_table {
    const char *name;
    const char *sql; /* that made it */
} ach__sqlite_table;

/* A kind of file: its tables, and what is asked of them. */
typedef struct ach__sqlite_form {
    int id;     /* application_id */
    int schema; /* user_version: the newest version of the tables that this library knows */
    const ach__sqlite_table *tables;
    size_t table_count;
    const char *const *queries;
    size_t query_count;
    bool is_outbox; /* the file belongs to one connection alone */
} ach__sqlite_form;

typedef struct ach__sqlite {
    sqlite3 *db;
    const ach__sqlite_form *form;
    sqlite3_stmt *statements[ACH__SQLITE_STATEMENTS]; /* of the form's queries */
    bool is_open;    /* the file itself: what cannot be opened now are those beside it */
    bool has_log;    /* it had one when it was opened: its last user did not come to the end */
    bool is_patient; /* that it is locked is not worth a finding yet */
    char *path;      /* as the caller gave it */
    size_t path_room;
} ach__sqlite;

/* Keeps the path, opens nothing. ACH_OK, ACH_ENOMEM. */
ach_status ach__sqlite_init(ach__sqlite *sqlite, const ach__sqlite_form *form, const char *path,
                            const ach_allocator *allocator);

/* Makes the file with its tables and `rows` (SQL, may be NULL), or sees that it is one of this
 * form: any other one is left as it is. Then, also after a failure, ach__sqlite_shut(). */
ach_status ach__sqlite_open(ach__sqlite *sqlite, uint32_t timeout_ms, const char *rows,
                            ach_diags *why);

/* Closes the file; it may be opened again. */
void ach__sqlite_shut(ach__sqlite *sqlite);
void ach__sqlite_free(ach__sqlite *sqlite, const ach_allocator *allocator);

/* What SQLite's answer means to the caller; raises it in SQLite's words, so to be called before
 * anything else is asked of the connection. The system's reason is errno: it was 0 before. */
ach_status ach__sqlite_fail(const ach__sqlite *sqlite, int result, ach_diags *why);

/* Raises a trouble with words of ours. */
ach_status ach__sqlite_raise(const ach__sqlite *sqlite, ach__store_trouble trouble,
                             const char *words, ach_diags *why);

/* Holds a version of the tables against those that this library knows. */
ach_status ach__sqlite_judge(const ach__sqlite *sqlite, sqlite3_int64 version, ach_diags *why);

/* Sees that nobody moved or deleted the file while it was open: it would take progress with it. */
ach_status ach__sqlite_stands(const ach__sqlite *sqlite, ach_diags *why);

/* After a failure: takes the log over into the file, so that a disk that the log filled has room
 * again. */
void ach__sqlite_put_log_away(const ach__sqlite *sqlite);

/* Runs a statement that gives no rows. */
ach_status ach__sqlite_run(ach__sqlite *sqlite, size_t query, ach_diags *why);

/* Binds texts to the first places. SQLite's answer: a statement must not run without them. */
int ach__sqlite_bind(sqlite3_stmt *statement, ach_bytes first, ach_bytes second);

/* Ready to be used again. */
void ach__sqlite_finish(sqlite3_stmt *statement);

/* A text of at most `most` bytes, UTF-8 without NUL, good until the next step; data is NULL where
 * it is none, or there is no memory (*failed). */
ach_bytes ach__sqlite_view(sqlite3_stmt *row, int column, size_t most, bool *failed);

#endif
