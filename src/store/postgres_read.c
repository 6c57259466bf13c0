/* Reading from PostgreSQL: many keys a round trip, and walks piece by piece.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

#include "store/arguments.h"

#include <string.h>

enum {
    READ_AT_ONCE = 512,       /* keys a round trip */
    PIECE_FIRST = 64,         /* records of a walk's first piece */
    PIECE_MOST = 2048,        /* and of any */
    PIECE_BYTES = 4 * 1 << 20 /* what a piece should be large */
};

/* Reading keys. */

typedef struct reading {
    ach_store *store;
    const ach_record_key *keys;
    ach_record *records;
    size_t count;
} reading;

static ach__pg_end take_record(ach__pg *pg, ach_record *record) {
    PGresult *result = NULL;
    ach__pg_end end = ach__pg_next(pg, &result);
    if (end != ACH__PG_DONE) {
        return end;
    }
    ach_progress *progress = &record->progress;
    *progress = (ach_progress){0};
    if (ach__libpq.PQntuples(result) == 0) {
        ach__libpq.PQclear(result);
        return ACH__PG_DONE;
    }
    if (!ach__pg_progress(result, 0, progress)) {
        end = ach__pg_fail(pg, ACH__PG_REFUSED, ACH__STORE_DAMAGED,
                           "a row of achpack.record that is no record");
    } else {
        ach__slice extra = ach__slice_copy(&pg->store->replies, ach__bytes_slice(progress->extra));
        progress->extra = ach__slice_bytes(extra);
        end = extra.ptr == NULL ? ACH__PG_NO_MEMORY : ACH__PG_DONE;
    }
    if (end != ACH__PG_DONE) {
        *progress = (ach_progress){0}; /* it would point into what is cleared */
    }
    ach__libpq.PQclear(result);
    return end;
}

static ach__pg_end read_some(ach__pg *pg, void *context) {
    const reading *work = context;
    ach__pg_end end = ACH__PG_DONE;
    for (size_t i = 0; end == ACH__PG_DONE && i < work->count; i++) {
        const ach_record_key *key = &work->keys[i];
        ach__pg_parameters parameters = {0};
        ach__pg_add_bytes(&parameters, key->player.data, key->player.size);
        ach__pg_add_bytes(&parameters, key->node.data, key->node.size);
        end = ach__pg_send(pg, ACH__PG_READ, &parameters);
    }
    if (end == ACH__PG_DONE) {
        end = ach__pg_push(pg);
    }
    for (size_t i = 0; end == ACH__PG_DONE && i < work->count; i++) {
        end = take_record(pg, &work->records[i]);
    }
    return end == ACH__PG_DONE ? ach__pg_skip_sync(pg) : end;
}

ach_status ach__pg_read(ach_store *self, const ach_record_key *keys, size_t count,
                        ach_record *records, ach_diags *why) {
    ach_status status = ACH_OK;
    for (size_t at = 0; status == ACH_OK && at < count; at += READ_AT_ONCE) {
        size_t some = count - at < READ_AT_ONCE ? count - at : READ_AT_ONCE;
        reading work = {self, keys + at, records + at, some};
        status = ach__pg_call(self->state, read_some, &work, false, why);
    }
    return status;
}

/* Walking, piece by piece: whoever is called takes his time between two, and no server waits. */

typedef struct piece {
    ach__pg_query query;
    char player[ACH_PLAYER_BYTES_MOST];
    size_t player_size;
    char node[ACH_NODE_BYTES_MOST]; /* read from behind this key on */
    size_t node_size;
    int64_t limit;
    PGresult *rows;
} piece;

static ach__pg_end read_piece(ach__pg *pg, void *context) {
    piece *part = context;
    ach__pg_parameters parameters = {0};
    ach__pg_add_bytes(&parameters, part->player, part->player_size);
    ach__pg_add_bytes(&parameters, part->node, part->node_size);
    ach__pg_add_number(&parameters, part->limit);
    ach__pg_end end = ach__pg_send(pg, part->query, &parameters);
    if (end == ACH__PG_DONE) {
        end = ach__pg_push(pg);
    }
    if (end == ACH__PG_DONE) {
        end = ach__pg_next(pg, &part->rows);
    }
    if (end == ACH__PG_DONE) {
        end = ach__pg_skip_sync(pg);
        if (end != ACH__PG_DONE) {
            ach__libpq.PQclear(part->rows);
            part->rows = NULL;
        }
    }
    return end;
}

static bool fill_record(const PGresult *rows, int row, ach_record *record) {
    record->key.player = ach__pg_bytes(rows, row, ACH__PG_RECORD_PLAYER);
    record->key.node = ach__pg_bytes(rows, row, ACH__PG_RECORD_NODE);
    return ach__pg_progress(rows, row, &record->progress) &&
           ach__store_check_key(&record->key, NULL) == ACH_OK;
}

/* The next piece begins behind this record, and is as long as suits records of this size. */
static void go_on(piece *part, const ach_record *last) {
    part->player_size = last->key.player.size;
    memcpy(part->player, last->key.player.data, part->player_size);
    part->node_size = last->key.node.size;
    memcpy(part->node, last->key.node.data, part->node_size);
    size_t rows = (size_t)ach__libpq.PQntuples(part->rows);
    size_t room = ach__libpq.PQresultMemorySize(part->rows) / rows + 1;
    size_t fitting = PIECE_BYTES / room + 1;
    part->limit = fitting < PIECE_MOST ? (int64_t)fitting : PIECE_MOST;
}

/* *goes_on is false where the caller has seen enough, or there is no more. */
static ach_status visit_piece(piece *part, ach_record_visit visit, void *user, ach_diags *why,
                              bool *goes_on) {
    int rows = ach__libpq.PQntuples(part->rows);
    ach_record record = {0};
    *goes_on = rows > 0 && rows == part->limit;
    for (int row = 0; row < rows; row++) {
        if (!fill_record(part->rows, row, &record)) {
            ach__store_raise(why, ACH__STORE_DAMAGED, "a row of achpack.record that is no record");
            return ACH_EFORMAT;
        }
        if (visit(user, &record) != 0) {
            *goes_on = false;
            return ACH_OK;
        }
    }
    if (*goes_on) {
        go_on(part, &record);
    }
    return ACH_OK;
}

static ach_status walk_pieces(ach_store *self, piece *part, ach_record_visit visit, void *user,
                              ach_diags *why) {
    bool goes_on = true;
    ach_status status = ACH_OK;
    while (status == ACH_OK && goes_on) {
        status = ach__pg_call(self->state, read_piece, part, false, why);
        if (status == ACH_OK) {
            status = visit_piece(part, visit, user, why, &goes_on);
            ach__libpq.PQclear(part->rows);
            part->rows = NULL;
        }
    }
    return status;
}

ach_status ach__pg_player(ach_store *self, ach_bytes player, ach_record_visit visit, void *user,
                          ach_diags *why) {
    piece part = {.query = ACH__PG_PLAYER, .player_size = player.size, .limit = PIECE_FIRST};
    memcpy(part.player, player.data, player.size);
    return walk_pieces(self, &part, visit, user, why);
}

ach_status ach__pg_walk(ach_store *self, const ach_record_key *after, ach_record_visit visit,
                        void *user, ach_diags *why) {
    piece part = {.query = ACH__PG_WALK, .limit = PIECE_FIRST};
    if (after != NULL) {
        part.player_size = after->player.size;
        memcpy(part.player, after->player.data, after->player.size);
        part.node_size = after->node.size;
        memcpy(part.node, after->node.data, after->node.size);
    }
    return walk_pieces(self, &part, visit, user, why);
}
