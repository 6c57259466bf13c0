/* What waits in an outbox, and changing it, one transaction after the other.
 * SPDX-License-Identifier: MIT */
#include "store/outbox_parts.h"

#include "store/arguments.h"

#include <errno.h>

enum { FLAG_ASKS_EXTRA = 1, FLAG_HAS_EXTRA = 2, FLAG_IN_BATCH = 4, FLAGS_ALL = 7 };

static bool is_kept(const ach__outbox *outbox) {
    return outbox->file.db != NULL;
}

const uint8_t *ach__outbox_source(const ach__outbox *outbox) {
    return outbox->source;
}

int64_t ach__outbox_batch(const ach__outbox *outbox) {
    return outbox->batch;
}

/* Behind the last id there would be none for the next set. */
static bool is_sound(const ach__waiting *waiting) {
    return waiting->id >= 1 && waiting->id < INT64_MAX && waiting->delta >= 0 && waiting->seen >= 0;
}

static ach_status refuse_row(const ach__outbox *outbox, bool is_short_of_memory, ach_diags *why) {
    return is_short_of_memory ? ACH_ENOMEM
                              : ach__sqlite_raise(&outbox->file, ACH__STORE_DAMAGED,
                                                  "a row against its rules", why);
}

static bool are_numbers(sqlite3_stmt *row, const int *columns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (sqlite3_column_type(row, columns[i]) != SQLITE_INTEGER) {
            return false;
        }
    }
    return true;
}

static bool read_waiting(sqlite3_stmt *row, ach__waiting *waiting, bool *failed) {
    static const int numbers[] = {0, 3, 4, 5};
    if (!are_numbers(row, numbers, sizeof numbers / sizeof numbers[0])) {
        return false;
    }
    sqlite3_int64 flags = sqlite3_column_int64(row, 5);
    *waiting = (ach__waiting){
        .id = sqlite3_column_int64(row, 0),
        .key = {ach__sqlite_view(row, 1, ACH_PLAYER_BYTES_MOST, failed),
                ach__sqlite_view(row, 2, ACH_NODE_BYTES_MOST, failed)},
        .delta = sqlite3_column_int64(row, 3),
        .seen = sqlite3_column_int64(row, 4),
        .asks_extra = (flags & FLAG_ASKS_EXTRA) != 0,
        .has_extra = (flags & FLAG_HAS_EXTRA) != 0,
        .is_in_batch = (flags & FLAG_IN_BATCH) != 0,
        .extra = ach__sqlite_view(row, 6, ACH_EXTRA_BYTES_MOST, failed),
    };
    return flags >= 0 && flags <= FLAGS_ALL && waiting->key.player.size > 0 &&
           waiting->key.node.size > 0 && waiting->extra.data != NULL && is_sound(waiting);
}

ach_status ach__outbox_waiting(ach__outbox *outbox, int (*visit)(void *user, const ach__waiting *),
                               void *user, ach_diags *why) {
    if (!is_kept(outbox)) {
        return ACH_OK;
    }
    sqlite3_stmt *statement = outbox->file.statements[ACH__OUTBOX_WAITING];
    ach_status status = ACH_OK;
    int result = SQLITE_ROW;
    errno = 0;
    while (status == ACH_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        ach__waiting waiting;
        bool failed = false;
        if (!read_waiting(statement, &waiting, &failed)) {
            status = refuse_row(outbox, failed, why);
        } else if (visit(user, &waiting) != 0) {
            status = ACH_ENOMEM;
        }
        errno = 0;
    }
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        status = ach__sqlite_fail(&outbox->file, result, why);
    }
    ach__sqlite_finish(statement);
    return status;
}

/* One row of a player's local progress, for the visitor. */
static ach_status show_local(const ach__outbox *outbox, sqlite3_stmt *row,
                             int (*visit)(void *user, ach_bytes node, int64_t progress), void *user,
                             ach_diags *why) {
    bool failed = false;
    ach_bytes node = ach__sqlite_view(row, 0, ACH_NODE_BYTES_MOST, &failed);
    int64_t progress = sqlite3_column_int64(row, 1);
    if (node.size == 0 || sqlite3_column_type(row, 1) != SQLITE_INTEGER || progress < 0) {
        return refuse_row(outbox, failed, why);
    }
    return visit(user, node, progress) != 0 ? ACH_ENOMEM : ACH_OK;
}

ach_status ach__outbox_local(ach__outbox *outbox, ach_bytes player,
                             int (*visit)(void *user, ach_bytes node, int64_t progress), void *user,
                             ach_diags *why) {
    if (!is_kept(outbox)) {
        return ACH_OK;
    }
    sqlite3_stmt *statement = outbox->file.statements[ACH__OUTBOX_LOCAL];
    ach_status status = ACH_OK;
    errno = 0;
    int result = sqlite3_bind_text64(statement, 1, player.size == 0 ? "" : player.data, player.size,
                                     SQLITE_STATIC, SQLITE_UTF8);
    result = result == SQLITE_OK ? sqlite3_step(statement) : result;
    while (result == SQLITE_ROW && status == ACH_OK) {
        status = show_local(outbox, statement, visit, user, why);
        errno = 0;
        result = status == ACH_OK ? sqlite3_step(statement) : result;
    }
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        status = ach__sqlite_fail(&outbox->file, result, why);
    }
    ach__sqlite_finish(statement);
    return status;
}

ach_status ach__outbox_begin(ach__outbox *outbox, ach_diags *why) {
    if (outbox->state != ACH__OUTBOX_IDLE) {
        return ACH_EARGUMENT;
    }
    ach_status status = ACH_OK;
    if (is_kept(outbox)) {
        ach__outbox_abort(outbox); /* without memory that may have failed the last time */
        status = ach__sqlite_stands(&outbox->file, why);
        if (status == ACH_OK) {
            status = ach__sqlite_run(&outbox->file, ACH__OUTBOX_BEGIN, why);
        }
    }
    outbox->next_batch = outbox->batch;
    outbox->state = status == ACH_OK ? ACH__OUTBOX_BEGUN : ACH__OUTBOX_IDLE;
    return status;
}

/* SQLite takes a whole transaction back by itself after some failures, those of a read among them:
 * then a change would be one alone. */
static bool is_begun(const ach__outbox *outbox) {
    return outbox->state == ACH__OUTBOX_BEGUN &&
           (!is_kept(outbox) || sqlite3_get_autocommit(outbox->file.db) == 0);
}

static ach_status after(ach__outbox *outbox, ach_status status) {
    if (status != ACH_OK) {
        outbox->state = ACH__OUTBOX_FAILED;
    }
    return status;
}

/* Runs a change whose texts are bound, or (`result`) are not, for want of memory. */
static ach_status change(ach__outbox *outbox, ach__outbox_query query, int result, ach_diags *why) {
    return after(outbox, result == SQLITE_OK ? ach__sqlite_run(&outbox->file, query, why)
                                             : ach__sqlite_fail(&outbox->file, result, why));
}

ach_status ach__outbox_put(ach__outbox *outbox, const ach__waiting *waiting, ach_diags *why) {
    if (!is_begun(outbox) || !is_sound(waiting)) {
        return after(outbox, ACH_EARGUMENT);
    }
    ach_record write = {.key = waiting->key};
    if (waiting->has_extra) {
        write.progress.extra = waiting->extra;
    }
    ach_status status = ach__store_check_write(&write, why); /* what is read must not be refused */
    if (status != ACH_OK || !is_kept(outbox)) {
        return after(outbox, status);
    }
    sqlite3_stmt *statement = outbox->file.statements[ACH__OUTBOX_PUT];
    ach_bytes extra = write.progress.extra;
    int flags = (waiting->asks_extra ? FLAG_ASKS_EXTRA : 0) |
                (waiting->has_extra ? FLAG_HAS_EXTRA : 0) |
                (waiting->is_in_batch ? FLAG_IN_BATCH : 0);
    int result = ach__sqlite_bind(statement, waiting->key.player, waiting->key.node);
    (void)sqlite3_bind_int64(statement, 3, waiting->id);
    (void)sqlite3_bind_int64(statement, 4, waiting->delta);
    (void)sqlite3_bind_int64(statement, 5, waiting->seen);
    (void)sqlite3_bind_int(statement, 6, flags);
    if (result == SQLITE_OK) {
        result = sqlite3_bind_text64(statement, 7, extra.size == 0 ? "" : extra.data, extra.size,
                                     SQLITE_STATIC, SQLITE_UTF8);
    }
    return change(outbox, ACH__OUTBOX_PUT, result, why);
}

ach_status ach__outbox_drop(ach__outbox *outbox, int64_t id, ach_diags *why) {
    if (!is_begun(outbox)) {
        return after(outbox, ACH_EARGUMENT);
    }
    if (!is_kept(outbox)) {
        return ACH_OK;
    }
    int result = sqlite3_bind_int64(outbox->file.statements[ACH__OUTBOX_DROP], 1, id);
    return change(outbox, ACH__OUTBOX_DROP, result, why);
}

ach_status ach__outbox_put_local(ach__outbox *outbox, ach_bytes player, ach_bytes node,
                                 int64_t progress, ach_diags *why) {
    ach_record_key key = {player, node};
    if (!is_begun(outbox) || progress < 0) {
        return after(outbox, ACH_EARGUMENT);
    }
    ach_status status = ach__store_check_key(&key, why);
    if (status != ACH_OK || !is_kept(outbox)) {
        return after(outbox, status);
    }
    sqlite3_stmt *statement = outbox->file.statements[ACH__OUTBOX_PUT_LOCAL];
    int result = ach__sqlite_bind(statement, player, node);
    (void)sqlite3_bind_int64(statement, 3, progress);
    return change(outbox, ACH__OUTBOX_PUT_LOCAL, result, why);
}

ach_status ach__outbox_number(ach__outbox *outbox, int64_t number, ach_diags *why) {
    if (!is_begun(outbox) || number < 0 || number == INT64_MAX) {
        return after(outbox, ACH_EARGUMENT);
    }
    outbox->next_batch = number;
    if (!is_kept(outbox)) {
        return ACH_OK;
    }
    int result = sqlite3_bind_int64(outbox->file.statements[ACH__OUTBOX_NUMBER], 1, number);
    return change(outbox, ACH__OUTBOX_NUMBER, result, why);
}

ach_status ach__outbox_commit(ach__outbox *outbox, ach_diags *why) {
    if (!is_begun(outbox)) {
        return after(outbox, ACH_EARGUMENT);
    }
    ach_status status =
        is_kept(outbox) ? ach__sqlite_run(&outbox->file, ACH__OUTBOX_COMMIT, why) : ACH_OK;
    if (status == ACH_OK) {
        outbox->batch = outbox->next_batch;
        outbox->state = ACH__OUTBOX_IDLE;
    }
    return after(outbox, status);
}

void ach__outbox_abort(ach__outbox *outbox) {
    if (is_kept(outbox) && sqlite3_get_autocommit(outbox->file.db) == 0) {
        (void)ach__sqlite_run(&outbox->file, ACH__OUTBOX_ROLLBACK, NULL);
    }
    if (is_kept(outbox) && outbox->state == ACH__OUTBOX_FAILED) { /* perhaps without room */
        ach__sqlite_put_log_away(&outbox->file);
    }
    outbox->state = ACH__OUTBOX_IDLE;
}
