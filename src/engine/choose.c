/* Which sets go with the next batch, and the extra that they take along.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "base/utf8.h"
#include "rules/engine.h"

#include <string.h>

#define TOKEN      ((uint64_t)1000)
#define EXTRA_MOST ((size_t)32 << 20) /* of one batch */

static bool pay(ach_engine *engine, ach__queued *set) {
    if (!set->is_paid && engine->tokens < TOKEN) {
        return false;
    }
    engine->tokens -= set->is_paid ? 0 : TOKEN;
    set->is_paid = true;
    return true;
}

/* It does not go. */
static void give_back(ach_engine *engine) {
    uint64_t most = engine->options.sets_per_second * TOKEN;
    engine->tokens = engine->tokens + TOKEN > most ? most : engine->tokens + TOKEN;
}

/* One player's: up to the first that has to wait, so that their order is kept. False: no more
 * tokens. */
static bool take_from(ach_engine *engine, ach__player *player, size_t most) {
    ach__batch *batch = &engine->batch;
    for (ach__link *at = player->queue.first; at != NULL && batch->count < most; at = at->behind) {
        ach__queued *set = ach__of_turn(at);
        if (!set->is_due || set->cell->is_in_batch) {
            return true;
        }
        if (!pay(engine, set)) {
            return false;
        }
        set->is_busy = true;
        set->cell->is_in_batch = true;
        batch->items[batch->count++] = (ach__item){.set = set};
    }
    return true;
}

/* Whoever was served goes to the end of those who are ready. */
static void take_all(ach_engine *engine, size_t most) {
    bool has_tokens = true;
    size_t left = engine->ready.count;
    while (left-- > 0 && engine->ready.first != NULL && has_tokens && engine->batch.count < most) {
        ach__player *player = ACH__LINKED(engine->ready.first, ach__player, ready);
        size_t before = engine->batch.count;
        has_tokens = take_from(engine, player, most);
        if (engine->batch.count > before) {
            ach__chain_remove(&player->ready);
            ach__chain_append(&engine->ready, &player->ready);
        }
    }
}

static void leave_batch(ach__queued *set) {
    set->is_busy = false;
    set->is_marked = false;
    set->cell->is_in_batch = false;
}

void ach__batch_release(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    for (size_t i = 0; i < batch->count; i++) {
        if (!batch->items[i].is_told) {
            leave_batch(batch->items[i].set);
        }
    }
    ach__arena_free(&batch->arena);
    *batch = (ach__batch){.arena = batch->arena};
    batch->arena.failed = false;
}

/* What is wrong with an extra: a message of the family, or ACH__ENGINE_MESSAGES. */
static int fault_of(int answer, ach_bytes extra) {
    if (answer != 1 || (extra.data == NULL && extra.size > 0)) {
        return ACH__ENGINE_EXTRA_REFUSED;
    }
    if (extra.size > ACH_EXTRA_BYTES_MOST) {
        return ACH__ENGINE_EXTRA_LONG;
    }
    bool is_text = extra.size == 0 || (memchr(extra.data, '\0', extra.size) == NULL &&
                                       ach__utf8_is_valid(ach__text(extra)));
    return is_text ? ACH__ENGINE_MESSAGES : ACH__ENGINE_EXTRA_TEXT;
}

static int call_getter(ach_engine *engine, ach__queued *set, ach_bytes *extra) {
    ach_resumed resumed = {ach__cell_key(set->cell), set->delta};
    engine->inside++;
    int answer = set->is_resumed ? engine->hooks.resumed_extra(engine->hooks.user, &resumed, extra)
                                 : set->get_extra(set->extra_user, extra);
    engine->inside--;
    return answer;
}

/* ACH_OK; ACH_ENOMEM; ACH_EARGUMENT: the set is refused. */
static ach_status ask_extra(ach_engine *engine, ach__queued *set) {
    if (set->is_resumed && engine->hooks.resumed_extra == NULL) {
        set->asks_extra = false; /* nobody is left who could say: progress alone */
        ach__queue_change(engine, set);
        return ACH_OK;
    }
    ach_bytes extra = {NULL, 0};
    int answer = call_getter(engine, set, &extra);
    int fault = fault_of(answer, extra);
    if (fault != ACH__ENGINE_MESSAGES) {
        ach__finding *finding = ach__engine_raise(
            engine->why, fault, ach__player_bytes(set->cell->player), ach__cell_bytes(set->cell));
        ach__finding_number(finding, "bytes", extra.size);
        ach__finding_number(finding, "limit", ACH_EXTRA_BYTES_MOST);
        return ACH_EARGUMENT;
    }
    set->extra = ach__allocate(&engine->allocator, extra.size + 1);
    if (set->extra == NULL) {
        return ACH_ENOMEM;
    }
    if (extra.size > 0) {
        memcpy(set->extra, extra.data, extra.size);
    }
    set->extra[extra.size] = '\0';
    set->extra_size = extra.size;
    set->has_extra = true;
    set->seen = set->has_seen ? set->seen : set->cell->seen;
    ach__queue_change(engine, set); /* also where it does not get as far as the store now */
    return ACH_OK;
}

/* Those behind `count` wait for the next batch. */
static void cut(ach__batch *batch, size_t kept, size_t from) {
    for (size_t i = from; i < batch->count; i++) {
        leave_batch(batch->items[i].set);
    }
    batch->count = kept;
}

static ach_status ask_all(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    size_t kept = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < batch->count; i++) {
        ach__queued *set = batch->items[i].set;
        if (bytes > EXTRA_MOST) {
            cut(batch, kept, i);
            break;
        }
        ach_status status = set->asks_extra && !set->has_extra ? ask_extra(engine, set) : ACH_OK;
        if (status == ACH_ENOMEM) {
            cut(batch, kept, i);
            return status;
        }
        if (status == ACH_OK) {
            bytes += set->extra_size;
            batch->items[kept++] = batch->items[i];
        } else {
            set->cell->is_in_batch = false;
            give_back(engine);
            ach__settle_refused(engine, set);
        }
    }
    batch->count = kept;
    return ACH_OK;
}

ach_status ach__choose(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    size_t most = (size_t)engine->options.sets_per_second * 2; /* some may have been paid for */
    most = most > ACH_BATCH_MOST ? ACH_BATCH_MOST : most;
    most = most > engine->all.count ? engine->all.count : most;
    if (engine->ready.first == NULL || most == 0) {
        return ACH_OK;
    }
    batch->items = ach__arena_room(&batch->arena, most, sizeof *batch->items);
    if (batch->items == NULL) {
        batch->arena.failed = false;
        return ACH_ENOMEM;
    }
    take_all(engine, most);
    ach_status status = ask_all(engine);
    if (status != ACH_OK || batch->count == 0) {
        ach__batch_release(engine);
    }
    return status;
}
