/* Opening a file of SQLite: making it, or seeing that it is one of ours.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* No row of ours is longer. */
#define ROW_BYTES_MOST (4 << 20)

/* Whose file it is. */
typedef enum owner_kind { OWNER_NOBODY, OWNER_OURS, OWNER_OTHER } owner_kind;

typedef struct file_state {
    owner_kind owner;
    sqlite3_int64 id;
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
static int look_at(const ach__sqlite *sqlite, file_state *state) {
    sqlite3_int64 tables = 0;
    int result = ask_number(sqlite->db, "PRAGMA application_id", &state->id);
    if (result == SQLITE_OK) {
        result = ask_number(sqlite->db, "PRAGMA user_version", &state->schema);
    }
    if (result == SQLITE_OK) {
        result = ask_number(sqlite->db, "SELECT count(*) FROM sqlite_schema", &tables);
    }
    bool is_blank = state->id == 0 && state->schema == 0 && tables == 0;
    bool is_ours = state->id == sqlite->form->id;
    state->owner = is_ours ? OWNER_OURS : is_blank ? OWNER_NOBODY : OWNER_OTHER;
    return result;
}

ach_status ach__sqlite_judge(const ach__sqlite *sqlite, sqlite3_int64 version, ach_diags *why) {
    char words[128];
    if (version > sqlite->form->schema) {
        (void)snprintf(words, sizeof words, "its tables are of version %lld, this achpack knows %d",
                       (long long)version, sqlite->form->schema);
        return ach__sqlite_raise(sqlite, ACH__STORE_NEWER, words, why);
    }
    return version < 1
               ? ach__sqlite_raise(sqlite, ACH__STORE_DAMAGED, "its tables have no version", why)
               : ACH_OK;
}

static ach_status judge(const ach__sqlite *sqlite, const file_state *state, ach_diags *why) {
    const char *words = "a database with other tables";
    switch (state->owner) {
    case OWNER_OTHER:
        if (state->id == ACH__SQLITE_STORE_ID || state->id == ACH__SQLITE_OUTBOX_ID) {
            words = sqlite->form->is_outbox ? "a store of achpack" : "an outbox of achpack";
        }
        return ach__sqlite_raise(sqlite, ACH__STORE_FOREIGN, words, why);
    case OWNER_OURS:
        return ach__sqlite_judge(sqlite, state->schema, why);
    default:
        return ACH_OK;
    }
}

static ach_status execute(ach__sqlite *sqlite, const char *sql, ach_diags *why) {
    errno = 0;
    int result = sqlite3_exec(sqlite->db, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? ACH_OK : ach__sqlite_fail(sqlite, result, why);
}

static ach_status make_tables(ach__sqlite *sqlite, const char *rows, ach_diags *why) {
    const ach__sqlite_form *form = sqlite->form;
    ach_status status = ACH_OK;
    char sql[128];
    for (size_t i = 0; i < form->table_count && status == ACH_OK; i++) {
        status = execute(sqlite, form->tables[i].sql, why);
    }
    (void)snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
                   form->id, form->schema);
    if (status == ACH_OK) {
        status = execute(sqlite, sql, why);
    }
    return status == ACH_OK && rows != NULL ? execute(sqlite, rows, why) : status;
}

/* Looks at the tables, and makes them where there are none and `may_make`. */
static ach_status look(ach__sqlite *sqlite, bool may_make, const char *rows, bool *is_blank,
                       ach_diags *why) {
    file_state state = {OWNER_OTHER, 0, 0};
    ach_status status = execute(sqlite, may_make ? "BEGIN IMMEDIATE" : "BEGIN", why);
    if (status != ACH_OK) {
        return status;
    }
    int result = look_at(sqlite, &state);
    status =
        result == SQLITE_OK ? judge(sqlite, &state, why) : ach__sqlite_fail(sqlite, result, why);
    *is_blank = state.owner == OWNER_NOBODY;
    if (status == ACH_OK && may_make && *is_blank) {
        status = make_tables(sqlite, rows, why);
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
static ach_status set_journal(ach__sqlite *sqlite, uint32_t timeout_ms, ach_diags *why) {
    int64_t end = milliseconds() + timeout_ms;
    sqlite3_stmt *statement = NULL;
    int result;
    for (;;) {
        errno = 0;
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
    return is_wal ? ACH_OK
                  : ach__sqlite_raise(sqlite, ACH__STORE_FAILED,
                                      "the file system cannot keep a write-ahead log", why);
}

/* Another program's log is not for us to put away. */
static void respect_log(ach__sqlite *sqlite) {
    struct stat about;
    const char *log = sqlite3_filename_wal(sqlite3_db_filename(sqlite->db, "main"));
    sqlite->has_log = log != NULL && stat(log, &about) == 0 && about.st_size > 0;
    (void)sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, (int)sqlite->has_log,
                            NULL);
}

/* SQLite reads the rest of a page that was cut off as zeros, and then finds less than there was. */
static ach_status check_size(const ach__sqlite *sqlite, ach_diags *why) {
    struct stat about;
    sqlite3_int64 page = 0;
    errno = 0;
    int result = ask_number(sqlite->db, "PRAGMA page_size", &page);
    if (result != SQLITE_OK || page < 1) {
        return ach__sqlite_fail(sqlite, result, why);
    }
    bool is_cut = !sqlite->has_log && stat(sqlite3_db_filename(sqlite->db, "main"), &about) == 0 &&
                  about.st_size % page != 0;
    return is_cut ? ach__sqlite_raise(sqlite, ACH__STORE_DAMAGED, "it ends in the middle of a page",
                                      why)
                  : ACH_OK;
}

static const char settings[] = "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
                               "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_size_limit = 67108864;"
                               "PRAGMA wal_autocheckpoint = 8192";

/* An outbox is locked before anything looks into it. It changes small rows all over the file, each
 * of which costs a page in the log: so pages are small, and the log is put away when most of them
 * have changed more than once. */
static const char outbox_first[] = "PRAGMA page_size = 1024; PRAGMA locking_mode = EXCLUSIVE";
static const char outbox_last[] = "PRAGMA wal_autocheckpoint = 65536";

/* A file made by others must not run code of theirs, and a commit must be on the disk. The log is
 * put away less often than SQLite would by itself: pages that change again and again are then
 * written once. */
static ach_status set_up(ach__sqlite *sqlite, uint32_t timeout_ms, ach_diags *why) {
    sqlite3 *db = sqlite->db;
    (void)sqlite3_busy_timeout(db, timeout_ms > INT_MAX ? INT_MAX : (int)timeout_ms);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, ROW_BYTES_MOST);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    respect_log(sqlite);
    ach_status status = sqlite->form->is_outbox ? execute(sqlite, outbox_first, why) : ACH_OK;
    if (status == ACH_OK) {
        status = execute(sqlite, settings, why);
    }
    return status == ACH_OK && sqlite->form->is_outbox ? execute(sqlite, outbox_last, why) : status;
}

/* A table that somebody made anew without its key would take the same record twice, and a column
 * that is not known here would be left behind by an export: only tables as made above are used.
 * SQLite keeps the very words. */
static ach_status check_table(ach__sqlite *sqlite, const ach__sqlite_table *table, ach_diags *why) {
    static const char query[] = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(sqlite->db, query, -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_bind_text(statement, 1, table->name, -1, SQLITE_STATIC);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    ach_status status = ACH_OK;
    if (result == SQLITE_ROW || result == SQLITE_DONE) {
        const char *found =
            result == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
        if (found == NULL || strcmp(found, table->sql) != 0) {
            char words[128];
            (void)snprintf(words, sizeof words, "its table \"%s\" is %s", table->name,
                           result == SQLITE_ROW ? "not as achpack made it" : "missing");
            status = sqlite3_errcode(sqlite->db) == SQLITE_NOMEM
                         ? ACH_ENOMEM
                         : ach__sqlite_raise(sqlite, ACH__STORE_DAMAGED, words, why);
        }
    } else {
        status = ach__sqlite_fail(sqlite, result, why);
    }
    (void)sqlite3_finalize(statement);
    return status;
}

static ach_status prepare(ach__sqlite *sqlite, ach_diags *why) {
    for (size_t i = 0; i < sqlite->form->query_count; i++) {
        int result = sqlite3_prepare_v3(sqlite->db, sqlite->form->queries[i], -1,
                                        SQLITE_PREPARE_PERSISTENT, &sqlite->statements[i], NULL);
        if (result != SQLITE_OK) {
            return ach__sqlite_fail(sqlite, result, why);
        }
    }
    return ACH_OK;
}

/* SQLite tries once more for reading alone and so hides why a file could not be made. */
static int reason_of_folder(const char *path) {
    char folder[PATH_MAX + 1];
    const char *end = strrchr(path, '/');
    size_t size = end == NULL ? 0 : (size_t)(end - path) + 1;
    memcpy(folder, path, size);
    memcpy(folder + size, ".", 2);
    return faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

/* SQLite would take ":memory:" and "file:..." for something else than a path. */
static ach_status open_file(ach__sqlite *sqlite, ach_diags *why) {
    struct stat about;
    char plain[PATH_MAX];
    const char *path = sqlite->path;
    bool is_odd = path[0] == ':' || strncmp(path, "file:", 5) == 0;
    if (snprintf(plain, sizeof plain, "%s%s", is_odd ? "./" : "", path) >= (int)sizeof plain) {
        return ach__sqlite_raise(sqlite, ACH__STORE_UNREACHABLE, strerror(ENAMETOOLONG), why);
    }
    errno = 0;
    if (stat(plain, &about) == 0 && !S_ISREG(about.st_mode)) {
        return ach__sqlite_raise(sqlite, ACH__STORE_NO_FILE, "", why);
    }
    bool is_new = errno == ENOENT;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
    int result = sqlite3_open_v2(plain, &sqlite->db, flags, NULL);
    sqlite->is_open = result == SQLITE_OK;
    if (!sqlite->is_open) {
        int reason = is_new ? reason_of_folder(plain) : 0;
        errno = reason != 0 ? reason : errno;
        return ach__sqlite_fail(sqlite, result, why);
    }
    /* SQLite opens for reading what it may not write. */
    return sqlite3_db_readonly(sqlite->db, "main") == 1
               ? ach__sqlite_raise(sqlite, ACH__STORE_READ_ONLY, "this user may not write it", why)
               : ACH_OK;
}

ach_status ach__sqlite_open(ach__sqlite *sqlite, uint32_t timeout_ms, const char *rows,
                            ach_diags *why) {
    bool is_blank = false;
    ach_status status = open_file(sqlite, why);
    if (status == ACH_OK) {
        status = set_up(sqlite, timeout_ms, why);
    }
    if (status == ACH_OK) {
        status = look(sqlite, false, NULL, &is_blank, why);
    }
    if (status == ACH_OK) {
        status = set_journal(sqlite, timeout_ms, why);
    }
    if (status == ACH_OK && is_blank) {
        status = look(sqlite, true, rows, &is_blank, why);
    }
    if (status == ACH_OK && sqlite->form->is_outbox) { /* while nobody else makes it longer */
        status = check_size(sqlite, why);
    }
    for (size_t i = 0; i < sqlite->form->table_count && status == ACH_OK; i++) {
        status = check_table(sqlite, &sqlite->form->tables[i], why);
    }
    if (status == ACH_OK) {
        (void)sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
        status = prepare(sqlite, why);
    }
    return status;
}

void ach__sqlite_shut(ach__sqlite *sqlite) {
    for (size_t i = 0; i < ACH__SQLITE_STATEMENTS; i++) {
        (void)sqlite3_finalize(sqlite->statements[i]);
        sqlite->statements[i] = NULL;
    }
    (void)sqlite3_close(sqlite->db);
    sqlite->db = NULL;
    sqlite->is_open = false;
}

ach_status ach__sqlite_init(ach__sqlite *sqlite, const ach__sqlite_form *form, const char *path,
                            const ach_allocator *allocator) {
    *sqlite = (ach__sqlite){.form = form, .path_room = strlen(path) + 1};
    sqlite->path = ach__allocate(allocator, sqlite->path_room);
    if (sqlite->path == NULL) {
        return ACH_ENOMEM;
    }
    memcpy(sqlite->path, path, sqlite->path_room);
    return ACH_OK;
}

void ach__sqlite_free(ach__sqlite *sqlite, const ach_allocator *allocator) {
    ach__sqlite_shut(sqlite);
    ach__release(allocator, sqlite->path, sqlite->path_room);
    sqlite->path = NULL;
}
