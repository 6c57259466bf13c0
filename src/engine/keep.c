/* What the outbox is told, and what it gives back after a restart.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "rules/engine.h"

enum { PAUSE_MS = 250 };

static ach_status write_set(ach_engine *engine, const ach__queued *set) {
    if (set->is_gone && !set->is_parked) {
        return set->is_kept ? ach__outbox_drop(engine->outbox, set->id, engine->why) : ACH_OK;
    }
    ach__waiting waiting = {
        .id = set->id,
        .key = ach__cell_key(set->cell),
        .delta = set->delta,
        .seen = set->seen,
        .asks_extra = set->asks_extra,
        .has_extra = set->has_extra,
        .is_in_batch = set->is_marked,
        .extra = {set->extra == NULL ? "" : set->extra, set->extra_size},
    };
    return ach__outbox_put(engine->outbox, &waiting, engine->why);
}

static ach_status write_all(ach_engine *engine, int64_t number) {
    ach_status status = ach__outbox_begin(engine->outbox, engine->why);
    if (status != ACH_OK) {
        return status;
    }
    for (const ach__queued *set = engine->changed_sets; set != NULL && status == ACH_OK;
         set = set->next_changed) {
        status = write_set(engine, set);
    }
    for (const ach__cell *cell = engine->changed_cells; cell != NULL && status == ACH_OK;
         cell = cell->next_changed) {
        status = ach__outbox_put_local(engine->outbox, ach__player_bytes(cell->player),
                                       ach__cell_bytes(cell), cell->local, engine->why);
    }
    if (status == ACH_OK && number > 0) {
        status = ach__outbox_number(engine->outbox, number, engine->why);
    }
    if (status == ACH_OK) {
        status = ach__outbox_commit(engine->outbox, engine->why);
    }
    if (status != ACH_OK) {
        ach__outbox_abort(engine->outbox);
    }
    return status;
}

static void forget_changes(ach_engine *engine) {
    while (engine->changed_sets != NULL) {
        ach__queued *set = engine->changed_sets;
        engine->changed_sets = set->next_changed;
        set->is_changed = false;
        set->is_kept = true;
        if (set->is_parked) {
            set->cell->player->parked--;
            ach__player_rest(engine, set->cell->player);
        }
        if (set->is_gone) {
            ach__queued_free(engine, set);
        }
    }
    engine->changed_end = &engine->changed_sets;
    while (engine->changed_cells != NULL) {
        ach__cell *cell = engine->changed_cells;
        engine->changed_cells = cell->next_changed;
        cell->is_changed = false;
    }
}

ach_status ach__keep(ach_engine *engine, int64_t number) {
    if (engine->changed_sets == NULL && engine->changed_cells == NULL && number == 0) {
        return ACH_OK;
    }
    ach_status status = write_all(engine, number);
    if (status == ACH_OK) {
        forget_changes(engine);
        engine->keep_at = 0;
        engine->is_kept = true;
    } else {
        engine->keep_at = ach__add(engine->now, PAUSE_MS);
    }
    return status;
}

/* --- After a restart --------------------------------------------------------------------------
 */

typedef struct resuming {
    ach_engine *engine;
    ach_diags *why;
    uint64_t count;
} resuming;

/* A set of AddNodeProgress and SetNodeFinish: only they are used for such nodes. */
static bool is_auto(const ach_engine *engine, ach_bytes node) {
    ach_custom_node custom;
    return ach__local_node(engine, node, &custom) && custom.is_cloud && custom.auto_sent_cloud;
}

static int resume_one(void *user, const ach__waiting *waiting) {
    resuming *resume = user;
    ach_engine *engine = resume->engine;
    ach__target target;
    if (waiting->id >= engine->next_id) {
        engine->next_id = waiting->id + 1;
    }
    bool is_under_way = waiting->is_in_batch && engine->number > 0;
    if (!ach__has_cloud(engine) ||
        (!is_under_way && !ach__target_of(engine, waiting->key.node, &target))) {
        (void)ach__engine_raise(resume->why, ACH__ENGINE_NODE_GONE, waiting->key.player,
                                waiting->key.node);
        return 0; /* it stays in the outbox */
    }
    ach__queued *set = ach__queue_waiting(engine, waiting);
    if (set == NULL) {
        return 1;
    }
    set->is_marked = is_under_way;
    set->is_auto = is_auto(engine, waiting->key.node);
    engine->batch.count += is_under_way;
    resume->count++;
    return 0;
}

/* The batch that was under way, before its records are read. */
static ach_status resume_batch(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    size_t count = batch->count;
    batch->count = 0;
    if (count == 0) {
        return ACH_OK;
    }
    batch->items = ach__arena_take(&batch->arena, count, sizeof *batch->items);
    if (batch->items == NULL) {
        return ACH_ENOMEM;
    }
    for (ach__link *at = engine->all.first; at != NULL; at = at->behind) {
        ach__queued *set = ACH__LINKED(at, ach__queued, age);
        if (set->is_marked) {
            set->is_busy = true;
            set->cell->is_in_batch = true;
            batch->items[batch->count++].set = set;
        }
    }
    batch->number = engine->number;
    batch->is_resumed = true;
    return ACH_OK;
}

ach_status ach__keep_resume(ach_engine *engine, ach_diags *why) {
    resuming resume = {engine, why, 0};
    engine->number = ach__outbox_batch(engine->outbox);
    ach_status status = ach__outbox_waiting(engine->outbox, resume_one, &resume, why);
    if (status != ACH_OK) {
        return status;
    }
    for (ach__link *at = engine->all.first; at != NULL; at = at->behind) {
        ACH__LINKED(at, ach__queued, age)->is_changed = false; /* the outbox has them as they are */
    }
    engine->changed_sets = NULL;
    engine->changed_end = &engine->changed_sets;
    if (resume.count > 0) {
        ach__finding *finding =
            ach__engine_raise(why, ACH__ENGINE_RESUMED, (ach_bytes){NULL, 0}, (ach_bytes){NULL, 0});
        ach__finding_number(finding, "count", resume.count);
    }
    return resume_batch(engine);
}
