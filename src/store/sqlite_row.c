/* What SQLite gives: rows, held against what a store writes, and troubles.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_parts.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* What a failed read or write means, by the system's own reason. */
static ach__store_trouble system_trouble(int number) {
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ACH__STORE_FULL;
    case EROFS:
        return ACH__STORE_READ_ONLY;
    default:
        return ACH__STORE_FAILED;
    }
}

/* What cannot be opened: the file itself, or, later on, its log, which nobody may make. */
static ach__store_trouble opening_trouble(bool is_open, int number) {
    ach__store_trouble trouble = system_trouble(number);
    if (trouble == ACH__STORE_FAILED) {
        bool is_refused = is_open && (number == EACCES || number == EPERM);
        return is_refused ? ACH__STORE_READ_ONLY : ACH__STORE_UNREACHABLE;
    }
    return trouble;
}

static ach__store_trouble trouble_of(int result, int number, bool is_open) {
    if (result == SQLITE_READONLY_DBMOVED) {
        return ACH__STORE_UNREACHABLE;
    }
    switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return ACH__STORE_BUSY;
    case SQLITE_FULL:
        return ACH__STORE_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ACH__STORE_READ_ONLY;
    case SQLITE_CORRUPT:
    case SQLITE_TOOBIG: /* no row of ours */
        return ACH__STORE_DAMAGED;
    case SQLITE_NOTADB:
        return ACH__STORE_FOREIGN;
    case SQLITE_CANTOPEN:
        return opening_trouble(is_open, number);
    case SQLITE_IOERR:
        return result == SQLITE_IOERR_CORRUPTFS ? ACH__STORE_DAMAGED : system_trouble(number);
    default:
        return ACH__STORE_FAILED;
    }
}

static bool names_system_reason(int result) {
    int kind = result & 0xFF;
    return kind == SQLITE_CANTOPEN || kind == SQLITE_IOERR;
}

ach_status ach__sqlite_fail(const ach__sqlite *sqlite, int result, ach_diags *why) {
    int number = errno;
    if ((result & 0xFF) == SQLITE_NOMEM || result == SQLITE_IOERR_NOMEM || sqlite->db == NULL) {
        return ACH_ENOMEM;
    }
    char words[512];
    const char *reason = names_system_reason(result) && number != 0 ? strerror(number) : "";
    (void)snprintf(words, sizeof words, "%s%s%s%s", sqlite3_errmsg(sqlite->db),
                   *reason == '\0' ? "" : " (", reason, *reason == '\0' ? "" : ")");
    return ach__sqlite_raise(sqlite, trouble_of(result, number, sqlite->is_open), words, why);
}

ach_status ach__sqlite_raise(const ach__sqlite *sqlite, ach__store_trouble trouble,
                             const char *words, ach_diags *why) {
    bool is_outbox = sqlite->form->is_outbox;
    if (trouble == ACH__STORE_BUSY && is_outbox) {
        trouble = ACH__STORE_OUTBOX_BUSY;
    } else if (trouble == ACH__STORE_FOREIGN && is_outbox) {
        trouble = ACH__STORE_OUTBOX_FOREIGN;
    }
    if (trouble != ACH__STORE_OUTBOX_BUSY || !sqlite->is_patient) {
        ach__store_raise_in(why, trouble, sqlite->path, words);
    }
    return ach__store_status(trouble);
}

void ach__sqlite_put_log_away(const ach__sqlite *sqlite) {
    (void)sqlite3_wal_checkpoint_v2(sqlite->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

ach_status ach__sqlite_stands(const ach__sqlite *sqlite, ach_diags *why) {
    int moved = 0;
    if (sqlite3_file_control(sqlite->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
        moved != 0) {
        return ach__sqlite_raise(sqlite, ACH__STORE_UNREACHABLE,
                                 "it was moved, replaced or deleted while it was open", why);
    }
    return ACH_OK;
}

void ach__sqlite_finish(sqlite3_stmt *statement) {
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

int ach__sqlite_bind(sqlite3_stmt *statement, ach_bytes first, ach_bytes second) {
    int result = sqlite3_bind_text64(statement, 1, first.size == 0 ? "" : first.data, first.size,
                                     SQLITE_STATIC, SQLITE_UTF8);
    return result != SQLITE_OK
               ? result
               : sqlite3_bind_text64(statement, 2, second.size == 0 ? "" : second.data, second.size,
                                     SQLITE_STATIC, SQLITE_UTF8);
}

ach_status ach__sqlite_run(ach__sqlite *sqlite, size_t query, ach_diags *why) {
    sqlite3_stmt *statement = sqlite->statements[query];
    errno = 0;
    int result = sqlite3_step(statement);
    ach_status status = result == SQLITE_DONE ? ACH_OK : ach__sqlite_fail(sqlite, result, why);
    ach__sqlite_finish(statement);
    return status;
}

ach_bytes ach__sqlite_view(sqlite3_stmt *row, int column, size_t most, bool *failed) {
    if (sqlite3_column_type(row, column) != SQLITE_TEXT) {
        return (ach_bytes){NULL, 0};
    }
    const char *text = (const char *)sqlite3_column_text(row, column);
    ach__slice found = {text, (size_t)sqlite3_column_bytes(row, column)};
    if (text == NULL) {
        *failed = true;
        return (ach_bytes){NULL, 0};
    }
    bool is_text =
        found.len <= most && memchr(text, '\0', found.len) == NULL && ach__utf8_is_valid(found);
    return is_text ? (ach_bytes){found.ptr, found.len} : (ach_bytes){NULL, 0};
}

static ach_bytes copy_text(sqlite3_stmt *row, int column, size_t most, ach__arena *arena) {
    ach_bytes found = ach__sqlite_view(row, column, most, &arena->failed);
    if (found.data == NULL) {
        return found;
    }
    ach__slice copy = ach__slice_copy(arena, (ach__slice){found.data, found.size});
    return (ach_bytes){copy.ptr, copy.len};
}

ach_bytes ach__sqlite_text(sqlite3_stmt *row, int column, size_t most, ach__arena *arena) {
    ach_bytes text = copy_text(row, column, most, arena);
    return text.size == 0 ? (ach_bytes){NULL, 0} : text;
}

bool ach__sqlite_progress(sqlite3_stmt *row, ach__arena *arena, ach_progress *progress) {
    for (int column = 0; column < 4; column++) {
        if (sqlite3_column_type(row, column) != SQLITE_INTEGER) {
            return false;
        }
    }
    *progress = (ach_progress){
        .progress = sqlite3_column_int64(row, 0),
        .version = sqlite3_column_int64(row, 1),
        .completed_at = sqlite3_column_int64(row, 2),
        .definition = (uint64_t)sqlite3_column_int64(row, 3),
        .extra = copy_text(row, 4, ACH_EXTRA_BYTES_MOST, arena),
    };
    return progress->extra.data != NULL && progress->progress >= 0 && progress->version >= 1 &&
           progress->completed_at >= 0;
}
