/* Opening a file of SQLite: making it, or seeing that it is one of ours.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_parts.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define APPLICATION_ID 0x41434850 /* "ACHP": tells our files from others */

/* Numbers first: so they lie in the row's first page, whatever the size of `extra`. */
static const char schema[] =
    "CREATE TABLE record("
    "player TEXT NOT NULL, node TEXT NOT NULL,"
    "progress INTEGER NOT NULL CHECK(progress >= 0),"
    "version INTEGER NOT NULL CHECK(version >= 1),"
    "completed_at INTEGER NOT NULL CHECK(completed_at >= 0),"
    "definition INTEGER NOT NULL, extra TEXT NOT NULL,"
    "PRIMARY KEY(player, node)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE source("
    "id BLOB NOT NULL PRIMARY KEY, number INTEGER NOT NULL,"
    "changed_at INTEGER NOT NULL, outcomes BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "PRAGMA application_id = 1094928464;"
    "PRAGMA user_version = 1;";
_Static_assert(APPLICATION_ID == 1094928464 && ACH__STORE_SCHEMA == 1, "as in the schema");

#define RECORD "progress, version, completed_at, definition, extra"
static const char *const queries[ACH__SQLITE_QUERIES] = {
    [ACH__SQLITE_BEGIN_READ] = "BEGIN",
    [ACH__SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [ACH__SQLITE_COMMIT] = "COMMIT",
    [ACH__SQLITE_ROLLBACK] = "ROLLBACK",
    [ACH__SQLITE_READ] = "SELECT " RECORD " FROM record WHERE player = ?1 AND node = ?2",
    [ACH__SQLITE_INSERT] = "INSERT INTO record(player, node, " RECORD ")"
                           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
    [ACH__SQLITE_UPDATE] = "UPDATE record SET progress = ?3, version = ?4, completed_at = ?5,"
                           " definition = ?6, extra = ?7"
                           " WHERE player = ?1 AND node = ?2 AND version = ?8",
    [ACH__SQLITE_SOURCE] = "SELECT number, outcomes FROM source WHERE id = ?1",
    [ACH__SQLITE_SOURCE_SET] = "INSERT INTO source(id, number, changed_at, outcomes)"
                               " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(id) DO UPDATE SET"
                               " number = ?2, changed_at = ?3, outcomes = ?4",
    [ACH__SQLITE_FORGET] = "DELETE FROM source WHERE changed_at < ?1",
    [ACH__SQLITE_PLAYER] = "SELECT " RECORD ", player, node FROM record"
                           " WHERE player = ?1 AND node > ?2 ORDER BY node LIMIT ?3",
    [ACH__SQLITE_WALK] = "SELECT " RECORD ", player, node FROM record"
                         " WHERE (player, node) > (?1, ?2) ORDER BY player, node LIMIT ?3",
    [ACH__SQLITE_HAS] = "SELECT 1 FROM record WHERE player = ?1 LIMIT 1",
    [ACH__SQLITE_RENAME] = "UPDATE record SET player = ?2 WHERE player = ?1",
};

/* Whose file it is. */
typedef enum owner_kind { OWNER_NOBODY, OWNER_ACHPACK, OWNER_OTHER } owner_kind;

typedef struct file_state {
    owner_kind owner;
    sqlite3_int64 schema; /* of ours */
} file_state;

static int ask_number(sqlite3 *db, const char *sql, sqlite3_int64 *number) {
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result == SQLITE_ROW) {
        *number = sqlite3_column_int64(statement, 0);
        result = SQLITE_OK;
    } else if (result == SQLITE_DONE) {
        result = SQLITE_ERROR;
    }
    if (result == SQLITE_OK) {
        return sqlite3_finalize(statement);
    }
    (void)sqlite3_finalize(statement);
    return result;
}

/* Inside a transaction, so that nobody makes the tables between two questions. */
static int look_at(sqlite3 *db, file_state *state) {
    sqlite3_int64 id = 0;
    sqlite3_int64 tables = 0;
    int result = ask_number(db, "PRAGMA application_id", &id);
    if (result == SQLITE_OK) {
        result = ask_number(db, "PRAGMA user_version", &state->schema);
    }
    if (result == SQLITE_OK) {
        result = ask_number(db, "SELECT count(*) FROM sqlite_schema", &tables);
    }
    bool is_blank = id == 0 && state->schema == 0 && tables == 0;
    state->owner = id == APPLICATION_ID ? OWNER_ACHPACK : is_blank ? OWNER_NOBODY : OWNER_OTHER;
    return result;
}

static ach_status judge(const ach__sqlite *sqlite, const file_state *state, ach_diags *why) {
    char words[PATH_MAX + 128];
    if (state->owner == OWNER_OTHER) {
        (void)snprintf(words, sizeof words, "%s: a database with other tables", sqlite->path);
        ach__store_raise(why, ACH__STORE_FOREIGN, words);
        return ACH_EFORMAT;
    }
    if (state->owner == OWNER_ACHPACK && state->schema > ACH__STORE_SCHEMA) {
        (void)snprintf(words, sizeof words, "%s: tables of version %lld, known up to %d",
                       sqlite->path, (long long)state->schema, ACH__STORE_SCHEMA);
        ach__store_raise(why, ACH__STORE_NEWER, words);
        return ACH_EFORMAT;
    }
    if (state->owner == OWNER_ACHPACK && state->schema < 1) {
        return ach__sqlite_damaged(sqlite, "no version of the tables", why);
    }
    return ACH_OK;
}

static ach_status execute(ach__sqlite *sqlite, const char *sql, ach_diags *why) {
    int result = sqlite3_exec(sqlite->db, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? ACH_OK : ach__sqlite_fail(sqlite, result, why);
}

/* Looks, and makes the tables where it may and there are none. *is_blank: there were none. */
static ach_status look(ach__sqlite *sqlite, bool may_make, bool *is_blank, ach_diags *why) {
    file_state state = {OWNER_OTHER, 0};
    ach_status status = execute(sqlite, may_make ? "BEGIN IMMEDIATE" : "BEGIN", why);
    if (status != ACH_OK) {
        return status;
    }
    int result = look_at(sqlite->db, &state);
    status =
        result == SQLITE_OK ? judge(sqlite, &state, why) : ach__sqlite_fail(sqlite, result, why);
    *is_blank = state.owner == OWNER_NOBODY;
    if (status == ACH_OK && may_make && *is_blank) {
        status = execute(sqlite, schema, why);
    }
    if (status == ACH_OK) {
        status = execute(sqlite, "COMMIT", why);
    }
    if (sqlite3_get_autocommit(sqlite->db) == 0) {
        (void)sqlite3_exec(sqlite->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

static int64_t milliseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Changing the mode wants the file alone, and SQLite does not always wait for that by itself. */
static ach_status set_journal(const ach_store *store, ach__sqlite *sqlite, ach_diags *why) {
    int64_t end = milliseconds() + store->timeout_ms;
    sqlite3_stmt *statement = NULL;
    int result;
    for (;;) {
        result = sqlite3_prepare_v2(sqlite->db, "PRAGMA journal_mode = WAL", -1, &statement, NULL);
        if (result == SQLITE_OK) {
            result = sqlite3_step(statement);
        }
        if ((result & 0xFF) != SQLITE_BUSY || milliseconds() >= end) {
            break;
        }
        (void)sqlite3_finalize(statement);
        statement = NULL;
        (void)nanosleep(&(struct timespec){0, 5000000}, NULL);
    }
    if (result != SQLITE_ROW) {
        ach_status status = ach__sqlite_fail(sqlite, result, why);
        (void)sqlite3_finalize(statement);
        return status;
    }
    const char *mode = (const char *)sqlite3_column_text(statement, 0);
    bool is_wal = mode != NULL && strcmp(mode, "wal") == 0;
    (void)sqlite3_finalize(statement);
    if (!is_wal) {
        ach__store_raise(why, ACH__STORE_FAILED, "the file system cannot keep a write-ahead log");
    }
    return is_wal ? ACH_OK : ACH_EIO;
}

/* A file made by others must not run code of theirs, and a commit must be on the disk. */
static ach_status set_up(ach__sqlite *sqlite, const ach_store *store, ach_diags *why) {
    sqlite3 *db = sqlite->db;
    (void)sqlite3_busy_timeout(db, store->timeout_ms > INT_MAX ? INT_MAX : (int)store->timeout_ms);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    return execute(sqlite,
                   "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
                   "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY",
                   why);
}

static ach_status prepare(ach__sqlite *sqlite, ach_diags *why) {
    for (size_t i = 0; i < ACH__SQLITE_QUERIES; i++) {
        int result = sqlite3_prepare_v3(sqlite->db, queries[i], -1, SQLITE_PREPARE_PERSISTENT,
                                        &sqlite->statements[i], NULL);
        if (result == SQLITE_ERROR) { /* it bears our mark, but not our tables */
            return ach__sqlite_damaged(sqlite, sqlite3_errmsg(sqlite->db), why);
        }
        if (result != SQLITE_OK) {
            return ach__sqlite_fail(sqlite, result, why);
        }
    }
    return ACH_OK;
}

static ach_status refuse_file(const ach__sqlite *sqlite, const char *words, ach_diags *why) {
    char detail[PATH_MAX + 128];
    (void)snprintf(detail, sizeof detail, "%s: %s", sqlite->path, words);
    ach__store_raise(why, ACH__STORE_UNREACHABLE, detail);
    return ACH_EIO;
}

/* SQLite would take ":memory:" and "file:..." for something else than a path. */
static ach_status open_file(ach__sqlite *sqlite, ach_diags *why) {
    struct stat about;
    char plain[PATH_MAX];
    const char *path = sqlite->path;
    bool is_odd = path[0] == ':' || strncmp(path, "file:", 5) == 0;
    if (snprintf(plain, sizeof plain, "%s%s", is_odd ? "./" : "", path) >= (int)sizeof plain) {
        return refuse_file(sqlite, strerror(ENAMETOOLONG), why);
    }
    if (stat(plain, &about) == 0 && !S_ISREG(about.st_mode)) {
        return refuse_file(sqlite, S_ISDIR(about.st_mode) ? "a folder" : "not a regular file", why);
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
    int result = sqlite3_open_v2(plain, &sqlite->db, flags, NULL);
    return result == SQLITE_OK ? ACH_OK : ach__sqlite_fail(sqlite, result, why);
}

static ach_status open_all(ach_store *store, ach__sqlite *sqlite, ach_diags *why) {
    bool is_blank = false;
    ach_status status = open_file(sqlite, why);
    if (status == ACH_OK) {
        status = set_up(sqlite, store, why);
    }
    if (status == ACH_OK) {
        status = look(sqlite, false, &is_blank, why);
    }
    if (status == ACH_OK && sqlite3_db_readonly(sqlite->db, "main") == 1) {
        ach__store_raise(why, ACH__STORE_READ_ONLY, sqlite->path);
        status = ACH_EIO;
    }
    if (status == ACH_OK) {
        status = set_journal(store, sqlite, why);
    }
    if (status == ACH_OK && is_blank) {
        status = look(sqlite, true, &is_blank, why);
    }
    return status == ACH_OK ? prepare(sqlite, why) : status;
}

void ach__sqlite_close(ach_store *store) {
    ach__sqlite *sqlite = store->state;
    for (size_t i = 0; i < ACH__SQLITE_QUERIES; i++) {
        (void)sqlite3_finalize(sqlite->statements[i]);
    }
    (void)sqlite3_close(sqlite->db);
    ach__release(&store->allocator, sqlite->path, sqlite->path_room);
    ach__release(&store->allocator, sqlite, sizeof *sqlite);
    store->state = NULL;
}

ach_status ach__store_open_sqlite(ach_store *store, const char *path, ach_diags *why) {
    ach__sqlite *sqlite = ach__allocate(&store->allocator, sizeof *sqlite);
    if (sqlite == NULL) {
        return ACH_ENOMEM;
    }
    *sqlite = (ach__sqlite){.path_room = strlen(path) + 1};
    store->state = sqlite;
    sqlite->path = ach__allocate(&store->allocator, sqlite->path_room);
    ach_status status = ACH_ENOMEM;
    if (sqlite->path != NULL) {
        memcpy(sqlite->path, path, sqlite->path_room);
        status = open_all(store, sqlite, why);
    }
    if (status == ACH_OK) {
        store->calls = &ach__sqlite_calls;
    } else {
        ach__sqlite_close(store);
    }
    return status;
}
