/* What SQLite gives: rows, held against what a store writes, and troubles.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_parts.h"

#include "base/utf8.h"

#include <errno.h>
#include <limits.h>
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

static ach__store_trouble trouble_of(int result, int number) {
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
        return ACH__STORE_DAMAGED;
    case SQLITE_NOTADB:
        return ACH__STORE_FOREIGN;
    case SQLITE_CANTOPEN:
        return ACH__STORE_UNREACHABLE;
    case SQLITE_IOERR:
        return result == SQLITE_IOERR_CORRUPTFS ? ACH__STORE_DAMAGED : system_trouble(number);
    default:
        return ACH__STORE_FAILED;
    }
}

static bool names_system_reason(int result) {
    int kind = result & 0xFF;
    return kind == SQLITE_CANTOPEN || kind == SQLITE_IOERR || kind == SQLITE_FULL;
}

ach_status ach__sqlite_fail(const ach__sqlite *sqlite, int result, ach_diags *why) {
    if ((result & 0xFF) == SQLITE_NOMEM || result == SQLITE_IOERR_NOMEM || sqlite->db == NULL) {
        return ACH_ENOMEM;
    }
    char words[PATH_MAX + 512];
    int number = sqlite3_system_errno(sqlite->db);
    const char *reason = names_system_reason(result) && number != 0 ? strerror(number) : "";
    (void)snprintf(words, sizeof words, "%s: %s%s%s%s", sqlite->path, sqlite3_errmsg(sqlite->db),
                   *reason == '\0' ? "" : " (", reason, *reason == '\0' ? "" : ")");
    ach__store_trouble trouble = trouble_of(result, number);
    ach__store_raise(why, trouble, words);
    return ach__store_status(trouble);
}

ach_status ach__sqlite_damaged(const ach__sqlite *sqlite, const char *words, ach_diags *why) {
    char detail[PATH_MAX + 512];
    (void)snprintf(detail, sizeof detail, "%s: %s", sqlite->path, words);
    ach__store_raise(why, ACH__STORE_DAMAGED, detail);
    return ACH_EFORMAT;
}

/* data is NULL where it is no text, or there is no memory. */
static ach_bytes copy_text(sqlite3_stmt *row, int column, size_t most, ach__arena *arena) {
    if (sqlite3_column_type(row, column) != SQLITE_TEXT) {
        return (ach_bytes){NULL, 0};
    }
    const char *text = (const char *)sqlite3_column_text(row, column);
    ach__slice found = {text, (size_t)sqlite3_column_bytes(row, column)};
    if (text == NULL) {
        arena->failed = true;
        return (ach_bytes){NULL, 0};
    }
    if (found.len > most || memchr(text, '\0', found.len) != NULL || !ach__utf8_is_valid(found)) {
        return (ach_bytes){NULL, 0};
    }
    ach__slice copy = ach__slice_copy(arena, found);
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
