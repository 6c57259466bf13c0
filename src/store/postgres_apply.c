/* Storing a batch in PostgreSQL: one transaction, two round trips.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

/* The first trip begins, locks the source's row and does the writes, each of which tells whether it
 * fitted. The second keeps the outcomes beside the source's number, and commits. So a batch whose
 * answer was lost is asked for again without harm, by us or by the caller: the row says what became
 * of it, and as long as the old transaction hangs about, its lock on the row is waited for. A new
 * source has no row to lock: there it is the row's key that only one of two attempts can insert.
 *
 * Both trips end with a sync, which commits nothing inside BEGIN: what is behind an error is passed
 * over up to there only, and no kind of server keeps the error itself back for longer.
 *
 * READ COMMITTED is enough and never fails for being late: a write names the version that it
 * replaces, waits for whoever holds the record, and then is held against the newest version. Since
 * all take their locks in one order (source, then records by key), nobody waits in a circle.
 * CockroachDB runs the same at SERIALIZABLE and may ask to begin again, which ach__pg_run() does.
 */
static const char begin[] = "BEGIN ISOLATION LEVEL READ COMMITTED";

enum { BYTES_A_MS = 1024 }; /* what a slow line carries: a large batch gets more time */

typedef struct storing {
    const ach_batch *batch;
    ach_outcome *outcomes;
    ach_diags *why;
    bool is_new_source;
    bool is_repeat;    /* it was stored by an earlier attempt */
    bool is_unknown;   /* this attempt may have committed */
    bool was_unknown;  /* an earlier one may have, or still may */
    ach_status status; /* of a batch that was judged and not stored */
} storing;

static ach__pg_end send_write(ach__pg *pg, const ach_batch *batch, size_t index) {
    const ach_record *write = &batch->writes[index];
    const ach_progress *progress = &write->progress;
    ach__pg_parameters parameters = {0};
    ach__pg_add_bytes(&parameters, write->key.player.data, write->key.player.size);
    ach__pg_add_bytes(&parameters, write->key.node.data, write->key.node.size);
    ach__pg_add_number(&parameters, progress->progress);
    ach__pg_add_number(&parameters, progress->completed_at);
    ach__pg_add_bytes(&parameters, progress->extra.data, progress->extra.size);
    ach__pg_add_number(&parameters, (int64_t)progress->definition);
    ach__pg_add_number(&parameters, ach__batch_version(batch, index));
    if (progress->version == 0) {
        return ach__pg_send(pg, ACH__PG_INSERT, &parameters);
    }
    ach__pg_add_number(&parameters, progress->version);
    return ach__pg_send(pg, ACH__PG_UPDATE, &parameters);
}

static ach__pg_end send_first(ach__pg *pg, const ach_batch *batch) {
    ach__pg_parameters parameters = {0};
    ach__pg_add_bytes(&parameters, batch->source, sizeof batch->source);
    ach__pg_end end = ach__pg_send_text(pg, begin);
    if (end == ACH__PG_DONE) {
        end = ach__pg_send(pg, ACH__PG_SOURCE_LOCK, &parameters);
    }
    for (size_t i = 0; end == ACH__PG_DONE && i < batch->count; i++) {
        end = send_write(pg, batch, i);
    }
    return end == ACH__PG_DONE ? ach__pg_push(pg) : end;
}

/* Holds the batch against what is known of its source. */
static ach__pg_end judge_source(ach__pg *pg, storing *work, const PGresult *result) {
    int64_t number = 0;
    ach_bytes outcomes = {NULL, 0};
    work->is_new_source = ach__libpq.PQntuples(result) == 0;
    if (!work->is_new_source) {
        work->was_unknown = false; /* the row is ours: no other attempt is on its way */
        outcomes = ach__pg_bytes(result, 0, 1);
        if (!ach__pg_number(result, 0, 0, &number) || number < 1 || outcomes.data == NULL) {
            return ach__pg_fail(pg, ACH__PG_REFUSED, ACH__STORE_DAMAGED,
                                "a row of achpack.source without a number or outcomes");
        }
    }
    work->status = ach__store_turn(work->batch, number, (ach__slice){outcomes.data, outcomes.size},
                                   work->outcomes, &work->is_repeat, work->why);
    return ACH__PG_DONE;
}

static ach__pg_end take_source(ach__pg *pg, storing *work) {
    PGresult *result = NULL;
    ach__pg_end end = ach__pg_next(pg, &result);
    if (end == ACH__PG_DONE) {
        end = judge_source(pg, work, result);
        ach__libpq.PQclear(result);
    }
    return end;
}

static ach__pg_end take_outcomes(ach__pg *pg, storing *work) {
    for (size_t i = 0; i < work->batch->count; i++) {
        PGresult *result = NULL;
        ach__pg_end end = ach__pg_next(pg, &result);
        if (end != ACH__PG_DONE) {
            return end;
        }
        work->outcomes[i] = ach__pg_rows(result) == 1 ? ACH_APPLIED : ACH_CONFLICT;
        ach__libpq.PQclear(result);
    }
    return ach__pg_skip_sync(pg);
}

static ach__pg_end send_last(ach__pg *pg, storing *work) {
    const ach_batch *batch = work->batch;
    unsigned char packed[ACH_BATCH_MOST];
    ach__outcomes_pack(work->outcomes, batch->count, packed);
    ach__pg_parameters parameters = {0};
    ach__pg_add_bytes(&parameters, batch->source, sizeof batch->source);
    ach__pg_add_number(&parameters, batch->number);
    ach__pg_add_number(&parameters, batch->now);
    ach__pg_add_bytes(&parameters, packed, batch->count);
    ach__pg_end end = ach__pg_send(
        pg, work->is_new_source ? ACH__PG_SOURCE_INSERT : ACH__PG_SOURCE_UPDATE, &parameters);
    return end == ACH__PG_DONE ? ach__pg_send_commit(pg, &work->is_unknown) : end;
}

/* The answers of the second trip. */
static ach__pg_end take_last(ach__pg *pg, storing *work) {
    PGresult *result = NULL;
    ach__pg_end end = ach__pg_next(pg, &result);
    ach__libpq.PQclear(result);
    if (end == ACH__PG_DONE) {
        work->was_unknown = false; /* the row is ours now, if it was not before */
    } else if (end == ACH__PG_AGAIN || end == ACH__PG_REFUSED) {
        work->is_unknown = false; /* the server has passed over the COMMIT behind it */
    }
    return end == ACH__PG_DONE ? ach__pg_skip_commit(pg, &work->is_unknown) : end;
}

static ach__pg_end store(ach__pg *pg, void *context) {
    storing *work = context;
    work->was_unknown = work->was_unknown || work->is_unknown;
    work->is_unknown = false;
    ach__pg_end end = send_first(pg, work->batch);
    if (end == ACH__PG_DONE) {
        end = ach__pg_skip(pg);
    }
    if (end == ACH__PG_DONE) {
        end = take_source(pg, work);
    }
    if (end == ACH__PG_DONE && (work->is_repeat || work->status != ACH_OK)) {
        if (ach__pg_roll_back(pg) != ACH__PG_DONE) {
            ach__pg_drop(pg); /* the answer stands all the same */
        }
        return ACH__PG_DONE;
    }
    if (end == ACH__PG_DONE) {
        end = take_outcomes(pg, work);
    }
    if (end == ACH__PG_DONE) {
        end = send_last(pg, work);
    }
    return end == ACH__PG_DONE ? take_last(pg, work) : end;
}

static int64_t more_time(const ach_batch *batch) {
    size_t bytes = 0;
    for (size_t i = 0; i < batch->count; i++) {
        bytes += batch->writes[i].progress.extra.size;
    }
    return (int64_t)(batch->count + bytes / BYTES_A_MS);
}

ach_status ach__pg_apply(ach_store *self, const ach_batch *batch, ach_outcome *outcomes,
                         ach_diags *why) {
    ach__pg *pg = self->state;
    storing work = {.batch = batch, .outcomes = outcomes, .why = why, .status = ACH_OK};
    pg->is_writing = true;
    ach__pg_end end = ach__pg_run(pg, store, &work, more_time(batch));
    if (end == ACH__PG_DONE) {
        return work.status;
    }
    ach_status status = ach__pg_answer(pg, end, why);
    if (work.is_unknown || work.was_unknown) {
        return ACH_EIO;
    }
    return status == ACH_EIO ? ACH_EBUSY : status; /* nothing was stored */
}
