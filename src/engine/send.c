/* One batch: said to the outbox, given to the store, told to the callers.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include <string.h>

enum { PAUSE_FIRST_MS = 250, PAUSE_MOST_MS = 30000 };

void ach__store_is_away(ach_engine *engine) {
    engine->pause = engine->pause == 0 ? PAUSE_FIRST_MS : engine->pause * 2;
    engine->pause = engine->pause > PAUSE_MOST_MS ? PAUSE_MOST_MS : engine->pause;
    engine->retry_at = ach__add(engine->now, engine->pause);
    engine->gauges.is_store_away = 1;
}

void ach__store_is_back(ach_engine *engine) {
    engine->pause = 0;
    engine->gauges.is_store_away = 0;
}

static bool is_written(const ach__item *item) {
    return !item->is_failed && item->verdict == ACH__SET_STORE;
}

/* From here on a crash cannot make these sets count twice: they are known by the batch's number. */
static ach_status mark(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    if (batch->write_count == 0) {
        return ACH_OK;
    }
    for (size_t i = 0; i < batch->count; i++) {
        ach__queued *set = batch->items[i].set;
        if (is_written(&batch->items[i])) {
            set->seen = batch->items[i].before.version;
            set->is_marked = true;
            ach__queue_change(engine, set);
        }
    }
    ach_status status = ach__keep(engine, engine->number + 1);
    if (status == ACH_OK) {
        batch->number = ++engine->number;
    }
    return status;
}

/* False: what became of the batch is not known, or it was not taken. */
static bool apply(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    ach_batch asked = {.number = batch->number, .writes = batch->writes};
    asked.now = engine->now > 0 ? engine->now / 1000 : 0;
    asked.count = batch->write_count;
    memcpy(asked.source, ach__outbox_source(engine->outbox), sizeof asked.source);
    engine->gauges.sent += asked.count;
    ach_status status =
        ach_store_apply(engine->options.store, &asked, batch->outcomes, engine->why);
    if (status == ACH_OK) {
        ach__store_is_back(engine);
        return true;
    }
    if (status == ACH_EIO && !batch->is_unknown) {
        batch->is_unknown = true;
        engine->gauges.unknown++;
    }
    ach__store_is_away(engine);
    return false;
}

static void settle_one(ach_engine *engine, ach__item *item, ach_outcome outcome) {
    ach__queued *set = item->set;
    item->is_told = true;
    set->cell->is_in_batch = false;
    if (item->is_failed) {
        ach__settle_refused(engine, set);
    } else if (item->verdict == ACH__SET_CLOSED) {
        ach__settle_closed(engine, item);
    } else if (item->verdict == ACH__SET_CONFLICT) {
        ach__settle_conflict(engine, item);
    } else if (outcome == ACH_APPLIED) {
        ach__settle_stored(engine, item);
    } else {
        ach__settle_overtaken(engine, item);
    }
}

/* In the order in which they came. Where the store has not answered, only those that needed none
 * are told; the others stay, write by write. */
static void settle(ach_engine *engine, bool is_applied) {
    ach__batch *batch = &engine->batch;
    size_t write = 0;
    size_t kept = 0;
    for (size_t i = 0; i < batch->count; i++) {
        ach__item *item = &batch->items[i];
        bool has_write = is_written(item);
        ach_outcome outcome = has_write ? batch->outcomes[write++] : ACH_APPLIED;
        if (has_write && !is_applied) {
            batch->items[kept++] = *item;
        } else {
            settle_one(engine, item, outcome);
        }
    }
    batch->count = kept;
    if (kept == 0) {
        ach__batch_release(engine);
    }
}

static ach_status begin(ach_engine *engine) {
    ach_status status = ach__choose(engine);
    if (status != ACH_OK || engine->batch.count == 0) {
        return status;
    }
    if (!ach__judge(engine)) {
        status = engine->batch.arena.failed ? ACH_ENOMEM : ACH_OK;
        ach__batch_release(engine);
        return status;
    }
    status = mark(engine);
    if (status != ACH_OK) {
        ach__batch_release(engine);
        return status;
    }
    settle(engine, engine->batch.number == 0 || apply(engine));
    return ACH_OK;
}

ach_status ach__send(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    if (batch->number == 0) {
        return begin(engine);
    }
    if (batch->writes == NULL && !ach__judge_resumed(engine)) {
        return batch->arena.failed ? ACH_ENOMEM : ACH_OK;
    }
    if (apply(engine)) {
        settle(engine, true);
    }
    return ACH_OK;
}
