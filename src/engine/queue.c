/* Sets that wait: their order, what is added up, and when each is due.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "rules/engine.h"

#include <string.h>

enum { MS = 1000 };

void ach__queued_drop_extra(ach_engine *engine, ach__queued *set) {
    if (set->extra != NULL) {
        ach__release(&engine->allocator, set->extra, set->extra_size + 1);
    }
    set->extra = NULL;
    set->extra_size = 0;
    set->has_extra = false;
}

void ach__queued_free(ach_engine *engine, ach__queued *set) {
    ach__queued_drop_extra(engine, set);
    while (set->callers != NULL) {
        ach__caller *caller = set->callers;
        set->callers = caller->next;
        ach__release(&engine->allocator, caller, sizeof *caller);
    }
    ach__release(&engine->allocator, set, sizeof *set);
}

void ach__queue_change(ach_engine *engine, ach__queued *set) {
    if (!set->is_changed) {
        set->is_changed = true;
        set->next_changed = NULL;
        *engine->changed_end = set;
        engine->changed_end = &set->next_changed;
    }
}

static ach__queued *append(ach_engine *engine, ach__cell *cell, int64_t delta) {
    ach__queued *set = ach__allocate(&engine->allocator, sizeof *set);
    if (set != NULL) {
        *set = (ach__queued){.cell = cell, .delta = delta};
        set->callers_end = &set->callers;
        ach__chain_append(&engine->all, &set->age);
        ach__chain_append(&cell->player->queue, &set->turn);
        cell->newest = set;
        ach__player_freshen(engine, cell->player);
        ach__queue_change(engine, set);
    }
    return set;
}

/* The waiting set that a request may be added to. */
static ach__queued *mate(const ach__request *request, bool is_later) {
    ach__queued *newest = request->cell->newest;
    int64_t sum;
    bool fits = is_later && request->set->get_extra == NULL && newest != NULL && newest->is_later &&
                newest->get_extra == NULL && !newest->is_due && !newest->is_busy &&
                newest->is_auto == request->is_auto &&
                !__builtin_add_overflow(newest->delta, request->delta, &sum);
    return fits ? newest : NULL;
}

static ach__caller *make_caller(ach_engine *engine, const ach__request *request) {
    ach__caller *caller = ach__allocate(&engine->allocator, sizeof *caller);
    if (caller != NULL) {
        *caller = (ach__caller){NULL, request->set->callback, request->set->user, request->delta,
                                request->local};
    }
    return caller;
}

static void add_caller(ach__queued *set, ach__caller *caller) {
    if (caller != NULL) {
        *set->callers_end = caller;
        set->callers_end = &caller->next;
    }
}

static void fill(ach__queued *set, const ach__request *request, bool is_later) {
    set->get_extra = request->set->get_extra;
    set->extra_user = request->set->user;
    set->asks_extra = set->get_extra != NULL;
    set->has_seen = (request->set->flags & ACH_SET_SEEN) != 0;
    set->seen = set->has_seen ? request->set->seen : 0;
    set->is_later = is_later;
    set->is_auto = request->is_auto;
}

ach_status ach__queue_request(ach_engine *engine, const ach__request *request, ach_diags *why) {
    bool is_later =
        (request->set->flags & ACH_SET_LATER) != 0 ||
        ((engine->options.flags & ACH_ENGINE_LATER) != 0 && request->set->get_extra == NULL);
    ach__queued *set = mate(request, is_later);
    ach__caller *caller = NULL;
    if (set == NULL && engine->all.count >= engine->options.max_queued) {
        ach__finding *finding = ach__engine_raise(why, ACH__ENGINE_QUEUE_FULL, request->set->player,
                                                  request->set->node);
        ach__finding_number(finding, "limit", engine->options.max_queued);
        return ACH_ELIMIT;
    }
    if (request->set->callback != NULL && (caller = make_caller(engine, request)) == NULL) {
        return ACH_ENOMEM;
    }
    if (set != NULL) {
        set->delta += request->delta;
        ach__queue_change(engine, set);
        engine->gauges.merged++;
    } else if ((set = append(engine, request->cell, request->delta)) != NULL) {
        set->id = engine->next_id++;
        fill(set, request, is_later);
    } else {
        ach__release(&engine->allocator, caller, sizeof *caller);
        return ACH_ENOMEM;
    }
    add_caller(set, caller);
    return ACH_OK;
}

void ach__queue_settling(ach_engine *engine, ach__cell *cell) {
    ach__queued *set = cell->newest == NULL && engine->all.count < engine->options.max_queued
                           ? append(engine, cell, 0)
                           : NULL;
    if (set != NULL) {
        set->id = engine->next_id++;
    }
}

ach__queued *ach__queue_waiting(ach_engine *engine, const ach__waiting *waiting) {
    ach__player *player = ach__player_get(engine, waiting->key.player);
    ach__cell *cell = player == NULL ? NULL : ach__cell_get(engine, player, waiting->key.node);
    char *extra = NULL;
    if (cell == NULL) {
        return NULL;
    }
    if (waiting->has_extra) {
        extra = ach__allocate(&engine->allocator, waiting->extra.size + 1);
        if (extra == NULL) {
            return NULL;
        }
        if (waiting->extra.size > 0) {
            memcpy(extra, waiting->extra.data, waiting->extra.size);
        }
        extra[waiting->extra.size] = '\0';
    }
    ach__queued *set = append(engine, cell, waiting->delta);
    if (set == NULL) {
        ach__release(&engine->allocator, extra, waiting->extra.size + 1);
        return NULL;
    }
    player->has_left = true; /* until they join or not: nothing of theirs is kept waiting */
    set->id = waiting->id;
    set->seen = waiting->seen;
    set->asks_extra = waiting->asks_extra;
    set->has_extra = waiting->has_extra;
    set->extra = extra;
    set->extra_size = extra == NULL ? 0 : waiting->extra.size;
    set->is_resumed = true;
    set->is_kept = true;
    return set;
}

/* --- Time -------------------------------------------------------------------------------------
 */

static void make_due(ach_engine *engine, ach__queued *set) {
    set->is_due = true;
    set->deadline = ach__add(engine->now, (int64_t)engine->options.answer_s * MS);
    ach__chain_remove(&set->clock);
    if (set->callers != NULL) {
        ach__chain_append(&engine->deadlines, &set->clock);
    }
}

/* What came before goes too, so that the order per player is kept. */
static void make_due_up_to(ach_engine *engine, ach__link *last) {
    for (ach__link *at = last; at != NULL && !ach__of_turn(at)->is_due; at = at->before) {
        make_due(engine, ach__of_turn(at));
    }
}

static void stamp_player(ach_engine *engine, ach__player *player) {
    ach__link *last = player->has_left ? player->queue.last : NULL;
    for (ach__link *at = player->queue.last; at != NULL; at = at->before) {
        ach__queued *set = ach__of_turn(at);
        if (set->is_stamped) {
            break;
        }
        set->is_stamped = true;
        set->queued_at = engine->now;
        if (set->is_later) {
            ach__chain_append(&engine->timers, &set->clock);
        } else if (last == NULL) {
            last = at;
        }
    }
    make_due_up_to(engine, last);
    ach__queue_refresh(engine, player);
}

void ach__queue_stamp(ach_engine *engine) {
    while (engine->fresh.first != NULL) {
        ach__player *player = ACH__LINKED(engine->fresh.first, ach__player, fresh);
        ach__chain_remove(&player->fresh);
        stamp_player(engine, player);
    }
    int64_t interval = (int64_t)engine->options.interval_s * MS;
    while (engine->timers.first != NULL) {
        ach__queued *set = ACH__LINKED(engine->timers.first, ach__queued, clock);
        if (!engine->is_flushing && ach__add(set->queued_at, interval) > engine->now) {
            break;
        }
        make_due_up_to(engine, &set->turn);
        ach__queue_refresh(engine, set->cell->player);
    }
    engine->is_flushing = false;
}

void ach__queue_refresh(ach_engine *engine, ach__player *player) {
    bool is_ready = player->queue.first != NULL && ach__of_turn(player->queue.first)->is_due;
    if (!is_ready) {
        ach__chain_remove(&player->ready);
    } else if (player->ready.chain == NULL) {
        ach__chain_append(&engine->ready, &player->ready);
    }
}

/* --- The end of a set -------------------------------------------------------------------------
 */

static void unlink_set(ach_engine *engine, ach__queued *set) {
    ach__player *player = set->cell->player;
    ach__chain_remove(&set->age);
    ach__chain_remove(&set->turn);
    ach__chain_remove(&set->clock);
    if (set->cell->newest == set) {
        set->cell->newest = NULL;
    }
    ach__queue_refresh(engine, player);
    ach__player_rest(engine, player);
    set->is_gone = true;
}

void ach__queue_finish(ach_engine *engine, ach__queued *set) {
    unlink_set(engine, set);
    if (set->is_kept) {
        ach__queue_change(engine, set);
    }
    if (!set->is_changed) {
        ach__queued_free(engine, set);
    }
}

void ach__queue_park(ach_engine *engine, ach__queued *set) {
    unlink_set(engine, set);
    set->is_parked = true;
    set->cell->player->parked++;
    set->is_marked = false;
    ach__queue_change(engine, set);
}
