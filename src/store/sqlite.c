/* Reading and changing records in a file of SQLite, batch by batch.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_parts.h"

#include "store/arguments.h"

#include <errno.h>

/* Some failures take everything back by themselves. */
static void take_back(ach__sqlite *sqlite) {
    if (sqlite3_get_autocommit(sqlite->db) == 0) {
        (void)ach__sqlite_run(sqlite, ACH__SQLITE_ROLLBACK, NULL);
    }
}

ach_status ach__sqlite_look(ach__sqlite *sqlite, ach_diags *why) {
    errno = 0;
    take_back(sqlite); /* without memory that may have failed at the end of the call before */
    return ach__sqlite_stands(sqlite, why);
}

/* Somebody may have brought the tables to a newer version since this store was opened. */
static ach_status check_version(ach__sqlite *sqlite, ach_diags *why) {
    sqlite3_stmt *statement = sqlite->statements[ACH__SQLITE_VERSION];
    int result = sqlite3_step(statement);
    ach_status status = result == SQLITE_ROW
                            ? ach__sqlite_judge(sqlite, sqlite3_column_int64(statement, 0), why)
                            : ach__sqlite_fail(sqlite, result, why);
    ach__sqlite_finish(statement);
    return status;
}

/* Begins to write: now or, where others do, when they are through. */
static ach_status begin(ach__sqlite *sqlite, ach_diags *why) {
    ach_status status = ach__sqlite_look(sqlite, why);
    if (status == ACH_OK) {
        status = ach__sqlite_run(sqlite, ACH__SQLITE_BEGIN_WRITE, why);
    }
    if (status == ACH_OK) {
        status = check_version(sqlite, why);
        if (status != ACH_OK) {
            take_back(sqlite);
        }
    }
    return status;
}

/* Ends what was begun: commits where `status` is ACH_OK, else takes everything back. */
static ach_status end(ach__sqlite *sqlite, ach_status status, ach_diags *why) {
    if (status == ACH_OK) {
        status = ach__sqlite_run(sqlite, ACH__SQLITE_COMMIT, why);
        if (status == ACH_ENOMEM) { /* then it may be in the log, to be found after a crash */
            status = ach__sqlite_raise(sqlite, ACH__STORE_FAILED, "out of memory", why);
        }
    }
    if (status != ACH_OK) {
        take_back(sqlite);
    }
    if (status == ACH_EIO) { /* perhaps without room */
        ach__sqlite_put_log_away(sqlite);
    }
    return status;
}

static ach_status read_one(ach_store *store, const ach_record_key *key, ach_progress *progress,
                           ach_diags *why) {
    ach__sqlite *sqlite = store->state;
    sqlite3_stmt *statement = sqlite->statements[ACH__SQLITE_READ];
    ach_status status = ACH_OK;
    int result = ach__sqlite_bind(statement, key->player, key->node);
    result = result == SQLITE_OK ? sqlite3_step(statement) : result;
    if (result == SQLITE_ROW && !ach__sqlite_progress(statement, &store->replies, progress)) {
        status = store->replies.failed ? ACH_ENOMEM
                                       : ach__sqlite_raise(sqlite, ACH__STORE_DAMAGED,
                                                           "a record against its rules", why);
    } else if (result != SQLITE_ROW && result != SQLITE_DONE) {
        status = ach__sqlite_fail(sqlite, result, why);
    }
    ach__sqlite_finish(statement);
    return status;
}

/* All as they stand at one moment. */
static ach_status read_records(ach_store *store, const ach_record_key *keys, size_t count,
                               ach_record *records, ach_diags *why) {
    ach__sqlite *sqlite = store->state;
    ach_status status = ach__sqlite_look(sqlite, why);
    if (status == ACH_OK && count > 1) {
        status = ach__sqlite_run(sqlite, ACH__SQLITE_BEGIN_READ, why);
    }
    for (size_t i = 0; i < count && status == ACH_OK; i++) {
        status = read_one(store, &keys[i], &records[i].progress, why);
    }
    take_back(sqlite);
    return status;
}

/* Tells whether the batch is the next of its source; see ach__store_turn(). */
static ach_status take_turn(ach__sqlite *sqlite, const ach_batch *batch, ach_outcome *outcomes,
                            bool *is_repeat, ach_diags *why) {
    sqlite3_stmt *statement = sqlite->statements[ACH__SQLITE_SOURCE];
    ach_status status = ACH_OK;
    int result =
        sqlite3_bind_blob(statement, 1, batch->source, sizeof batch->source, SQLITE_STATIC);
    result = result == SQLITE_OK ? sqlite3_step(statement) : result;
    *is_repeat = false;
    if (result == SQLITE_ROW) {
        const char *stored = sqlite3_column_blob(statement, 1);
        ach__slice bytes = {stored, (size_t)sqlite3_column_bytes(statement, 1)};
        status = stored == NULL && sqlite3_errcode(sqlite->db) == SQLITE_NOMEM
                     ? ACH_ENOMEM
                     : ach__store_turn(batch, sqlite3_column_int64(statement, 0), bytes, outcomes,
                                       is_repeat, why);
    } else if (result != SQLITE_DONE) {
        status = ach__sqlite_fail(sqlite, result, why);
    }
    ach__sqlite_finish(statement);
    return status;
}

/* What is not bound is null, and that the tables do not take. */
static ach_status keep_source(ach__sqlite *sqlite, const ach_batch *batch,
                              const unsigned char *outcomes, ach_diags *why) {
    sqlite3_stmt *statement = sqlite->statements[ACH__SQLITE_SOURCE_SET];
    (void)sqlite3_bind_blob(statement, 1, batch->source, sizeof batch->source, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 2, batch->number);
    (void)sqlite3_bind_int64(statement, 3, batch->now);
    (void)sqlite3_bind_blob64(statement, 4, outcomes, batch->count, SQLITE_STATIC);
    return ach__sqlite_run(sqlite, ACH__SQLITE_SOURCE_SET, why);
}

static ach_status write_one(ach__sqlite *sqlite, const ach_batch *batch, size_t index,
                            ach_outcome *outcome, ach_diags *why) {
    const ach_record *write = &batch->writes[index];
    const ach_progress *progress = &write->progress;
    ach_bytes extra = progress->extra;
    bool is_new = progress->version == 0;
    ach__sqlite_query query = is_new ? ACH__SQLITE_INSERT : ACH__SQLITE_UPDATE;
    sqlite3_stmt *statement = sqlite->statements[query];
    int result = ach__sqlite_bind(statement, write->key.player, write->key.node);
    if (result != SQLITE_OK) {
        return ach__sqlite_fail(sqlite, result, why);
    }
    (void)sqlite3_bind_int64(statement, 3, progress->progress);
    (void)sqlite3_bind_int64(statement, 4, ach__batch_version(batch, index));
    (void)sqlite3_bind_int64(statement, 5, progress->completed_at);
    (void)sqlite3_bind_int64(statement, 6, (sqlite3_int64)progress->definition);
    (void)sqlite3_bind_text64(statement, 7, extra.size == 0 ? "" : extra.data, extra.size,
                              SQLITE_STATIC, SQLITE_UTF8);
    if (!is_new) {
        (void)sqlite3_bind_int64(statement, 8, progress->version);
    }
    ach_status status = ach__sqlite_run(sqlite, query, why);
    if (status == ACH_OK) {
        *outcome = sqlite3_changes(sqlite->db) == 1 ? ACH_APPLIED : ACH_CONFLICT;
    }
    return status;
}

static ach_status write_all(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                            ach_diags *why) {
    ach__sqlite *sqlite = store->state;
    unsigned char *packed = ach__arena_room(&store->replies, batch->count, 1);
    if (packed == NULL) {
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < batch->count; i++) {
        ach_status status = write_one(sqlite, batch, i, &outcomes[i], why);
        if (status != ACH_OK) {
            return status;
        }
    }
    ach__outcomes_pack(outcomes, batch->count, packed);
    return keep_source(sqlite, batch, packed, why);
}

static ach_status apply(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                        ach_diags *why) {
    ach__sqlite *sqlite = store->state;
    bool is_repeat = false;
    ach_status status = begin(sqlite, why);
    if (status != ACH_OK) {
        return status;
    }
    status = take_turn(sqlite, batch, outcomes, &is_repeat, why);
    if (status == ACH_OK && !is_repeat) {
        status = write_all(store, batch, outcomes, why);
    }
    return end(sqlite, status, why);
}

static ach_status has_records(ach__sqlite *sqlite, ach_bytes player, bool *has, ach_diags *why) {
    sqlite3_stmt *statement = sqlite->statements[ACH__SQLITE_HAS];
    int result =
        sqlite3_bind_text64(statement, 1, player.data, player.size, SQLITE_STATIC, SQLITE_UTF8);
    result = result == SQLITE_OK ? sqlite3_step(statement) : result;
    ach_status status = result == SQLITE_ROW || result == SQLITE_DONE
                            ? ACH_OK
                            : ach__sqlite_fail(sqlite, result, why);
    *has = result == SQLITE_ROW;
    ach__sqlite_finish(statement);
    return status;
}

static ach_status rename_begun(ach__sqlite *sqlite, ach_bytes from, ach_bytes to, uint64_t *moved,
                               ach_diags *why) {
    bool has = false;
    ach_status status = has_records(sqlite, from, &has, why);
    if (status != ACH_OK || !has) {
        return status != ACH_OK ? status : ACH_ENOTFOUND;
    }
    status = has_records(sqlite, to, &has, why);
    if (status != ACH_OK || has) {
        return status != ACH_OK ? status : ACH_ECONFLICT;
    }
    sqlite3_stmt *statement = sqlite->statements[ACH__SQLITE_RENAME];
    int result = ach__sqlite_bind(statement, from, to);
    status = result == SQLITE_OK ? ach__sqlite_run(sqlite, ACH__SQLITE_RENAME, why)
                                 : ach__sqlite_fail(sqlite, result, why);
    *moved = status == ACH_OK ? (uint64_t)sqlite3_changes64(sqlite->db) : 0;
    return status;
}

static ach_status rename_player(ach_store *store, ach_bytes from, ach_bytes to, uint64_t *moved,
                                ach_diags *why) {
    ach__sqlite *sqlite = store->state;
    ach_status status = begin(sqlite, why);
    if (status == ACH_OK) {
        status = end(sqlite, rename_begun(sqlite, from, to, moved, why), why);
    }
    *moved = status == ACH_OK ? *moved : 0;
    return status;
}

static ach_status forget(ach_store *store, int64_t before, ach_diags *why) {
    ach__sqlite *sqlite = store->state;
    ach_status status = begin(sqlite, why);
    if (status != ACH_OK) {
        return status;
    }
    (void)sqlite3_bind_int64(sqlite->statements[ACH__SQLITE_FORGET], 1, before);
    return end(sqlite, ach__sqlite_run(sqlite, ACH__SQLITE_FORGET, why), why);
}

const ach__store_calls ach__sqlite_calls = {
    read_records, ach__sqlite_player, ach__sqlite_walk, apply, rename_player,
    forget,       ach__sqlite_close,
};
