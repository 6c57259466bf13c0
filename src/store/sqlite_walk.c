/* Walking over a file of SQLite in pieces: no lock is held while the visitor is at work.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_parts.h"

#include <string.h>

enum { PIECE_RECORDS = 256, PIECE_BYTES = 4 << 20 };

/* How far a walk has come; the first statement's columns are those of ach__sqlite_progress(), then
 * player and node. */
typedef struct sqlite_walker {
    ach__sqlite *sqlite;
    ach__sqlite_query query;
    ach__arena piece; /* `records` and what they point to */
    ach_record *records;
    size_t count;
    bool is_last; /* nothing is behind this piece */
    ach_bytes player;
    ach_bytes node; /* behind which to go on; both in the buffers below */
    char player_room[ACH_PLAYER_BYTES_MOST];
    char node_room[ACH_NODE_BYTES_MOST];
} sqlite_walker;

static void go_behind(sqlite_walker *walker, const ach_record_key *key) {
    memcpy(walker->player_room, key->player.data, key->player.size);
    memcpy(walker->node_room, key->node.data, key->node.size);
    walker->player = (ach_bytes){walker->player_room, key->player.size};
    walker->node = (ach_bytes){walker->node_room, key->node.size};
}

static bool take_row(sqlite_walker *walker, sqlite3_stmt *row) {
    ach_record *record = &walker->records[walker->count];
    record->key.player = ach__sqlite_text(row, 5, ACH_PLAYER_BYTES_MOST, &walker->piece);
    record->key.node = ach__sqlite_text(row, 6, ACH_NODE_BYTES_MOST, &walker->piece);
    if (record->key.player.data == NULL || record->key.node.data == NULL ||
        !ach__sqlite_progress(row, &walker->piece, &record->progress)) {
        return false;
    }
    walker->count++;
    return true;
}

static ach_status read_piece(sqlite_walker *walker, ach_diags *why) {
    sqlite3_stmt *statement = walker->sqlite->statements[walker->query];
    ach_status status = ACH_OK;
    walker->records = ach__arena_room(&walker->piece, PIECE_RECORDS, sizeof *walker->records);
    if (walker->records == NULL) {
        return ACH_ENOMEM;
    }
    int result = ach__sqlite_bind(statement, walker->player, walker->node);
    if (result != SQLITE_OK) {
        return ach__sqlite_fail(walker->sqlite, result, why);
    }
    (void)sqlite3_bind_int(statement, 3, PIECE_RECORDS);
    result = SQLITE_ROW;
    while (status == ACH_OK && walker->count < PIECE_RECORDS && walker->piece.total < PIECE_BYTES &&
           (result = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!take_row(walker, statement)) {
            status = walker->piece.failed ? ACH_ENOMEM
                                          : ach__sqlite_raise(walker->sqlite, ACH__STORE_DAMAGED,
                                                              "a record against its rules", why);
        }
    }
    if (status == ACH_OK && result != SQLITE_ROW && result != SQLITE_DONE) {
        status = ach__sqlite_fail(walker->sqlite, result, why);
    }
    walker->is_last = result == SQLITE_DONE;
    ach__sqlite_finish(statement);
    return status;
}

static ach_status walk_on(const ach_store *store, sqlite_walker *walker, ach_record_visit visit,
                          void *user, ach_diags *why) {
    ach_status status = ACH_OK;
    bool is_enough = false;
    while (status == ACH_OK && !is_enough && !walker->is_last) {
        ach__arena_init(&walker->piece, &store->allocator);
        walker->count = 0;
        status = ach__sqlite_look(walker->sqlite, why);
        status = status == ACH_OK ? read_piece(walker, why) : status;
        /* What was read before the trouble is shown: it is as good as ever. */
        for (size_t i = 0; i < walker->count && !is_enough; i++) {
            is_enough = visit(user, &walker->records[i]) != 0;
        }
        if (walker->count > 0) {
            go_behind(walker, &walker->records[walker->count - 1].key);
        }
        ach__arena_free(&walker->piece);
    }
    return status;
}

ach_status ach__sqlite_player(ach_store *store, ach_bytes player, ach_record_visit visit,
                              void *user, ach_diags *why) {
    sqlite_walker walker = {
        .sqlite = store->state, .query = ACH__SQLITE_PLAYER, .player = player, .node = {"", 0}};
    return walk_on(store, &walker, visit, user, why);
}

ach_status ach__sqlite_walk(ach_store *store, const ach_record_key *after, ach_record_visit visit,
                            void *user, ach_diags *why) {
    sqlite_walker walker = {
        .sqlite = store->state, .query = ACH__SQLITE_WALK, .player = {"", 0}, .node = {"", 0}};
    if (after != NULL) {
        walker.player = after->player;
        walker.node = after->node;
    }
    return walk_on(store, &walker, visit, user, why);
}
