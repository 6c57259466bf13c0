/* Telling what became of a set: each caller once, and the set goes or waits again.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "rules/engine.h"

#include <stdio.h>

int ach__call(ach_engine *engine, ach_callback callback, void *user, const ach_answer *answer) {
    engine->gauges.failed += answer == NULL;
    engine->inside++;
    int result = callback(user, answer);
    engine->inside--;
    return result;
}

/* A set of an earlier run that somebody asked for. */
static bool is_heard_of(const ach_engine *engine, const ach__queued *set) {
    return set->is_resumed && set->delta > 0 && engine->hooks.resumed != NULL;
}

static bool has_listener(const ach_engine *engine, const ach__queued *set) {
    return set->callers != NULL || is_heard_of(engine, set);
}

static int call_resumed(ach_engine *engine, const ach__queued *set, const ach_answer *answer) {
    ach_resumed resumed = {ach__cell_key(set->cell), set->delta};
    engine->gauges.failed += answer == NULL;
    engine->inside++;
    int result = engine->hooks.resumed(engine->hooks.user, &resumed, answer);
    engine->inside--;
    return result;
}

static ach__caller *take_caller(ach__queued *set) {
    ach__caller *caller = set->callers;
    set->callers = caller->next;
    if (set->callers == NULL) {
        set->callers_end = &set->callers;
    }
    return caller;
}

/* Everybody who asked, and all are done with it. */
static void tell_all(ach_engine *engine, ach__queued *set, const ach_answer *answer) {
    bool is_heard = is_heard_of(engine, set);
    while (set->callers != NULL) {
        ach__caller *caller = take_caller(set);
        (void)ach__call(engine, caller->callback, caller->user, answer);
        ach__release(&engine->allocator, caller, sizeof *caller);
    }
    if (is_heard) {
        (void)call_resumed(engine, set, answer);
    }
}

/* Local progress that was raised for a set goes back where the set came to nothing. */
static void take_back(ach_engine *engine, ach__cell *cell, int64_t local) {
    if (local > 0) {
        ach__cell_set_local(engine, cell, cell->local > local ? cell->local - local : 0);
    }
}

/* --- Failure ----------------------------------------------------------------------------------
 */

void ach__settle_forsake(ach_engine *engine, ach__queued *set) {
    while (set->callers != NULL) {
        ach__caller *caller = take_caller(set);
        set->forsaken = ach__add(set->forsaken, caller->delta);
        set->forsaken_local = ach__add(set->forsaken_local, caller->local);
        (void)ach__call(engine, caller->callback, caller->user, NULL);
        ach__release(&engine->allocator, caller, sizeof *caller);
    }
}

/* Takes out the share of those who were told failure. False: nothing is left. */
static bool without_forsaken(ach_engine *engine, ach__queued *set) {
    if (set->forsaken > 0) {
        take_back(engine, set->cell, set->forsaken_local);
        set->delta -= set->forsaken;
        set->forsaken = 0;
        set->forsaken_local = 0;
        ach__queue_change(engine, set);
        return set->delta > 0;
    }
    return true;
}

void ach__settle_refused(ach_engine *engine, ach__queued *set) {
    set->is_busy = true;
    ach__settle_forsake(engine, set);
    if (is_heard_of(engine, set)) {
        (void)call_resumed(engine, set, NULL);
    }
    (void)without_forsaken(engine, set);
    ach__queue_finish(engine, set);
}

void ach__settle_withdrawn(ach_engine *engine, ach__queued *set) {
    set->is_busy = true;
    ach__settle_forsake(engine, set);
    set->is_busy = false;
    if (!without_forsaken(engine, set)) {
        ach__queue_finish(engine, set);
    }
}

/* --- What the store says ----------------------------------------------------------------------
 */

static ach_answer answer_of(int code, const ach_progress *entity) {
    return (ach_answer){code, code == ACH_CODE_OK ? "正常返回" : "操作冲突", "", entity, NULL, 0};
}

/* Whoever was told of a record has seen it. Where nobody was told, only what nobody else has come
 * between is seen: extra of others must not be written over by one who does not know it. Nor is
 * what somebody was told to have failed: they count on from the record before it; or what an
 * earlier run left: who plays now has never seen its extra. */
static void see(const ach_engine *engine, const ach__item *item, int64_t version) {
    ach__cell *cell = item->set->cell;
    bool is_unheard =
        item->set->forsaken == 0 && !item->set->is_resumed && cell->seen == item->before.version;
    if (has_listener(engine, item->set) || is_unheard) {
        cell->seen = version;
    }
}

/* What is told of a set that went with an earlier run is not the record before it: an extra that is
 * made of that would not fit, so the next one is to meet code 5. */
static void see_stored(const ach_engine *engine, const ach__item *item, int64_t version) {
    if (!item->is_stale) {
        see(engine, item, version);
    } else if (has_listener(engine, item->set)) {
        item->set->cell->seen = 0;
    }
}

/* Complete is complete, whatever was counted here: nothing more needs to be sent. False: no custom
 * node. */
static bool reach_goal(ach_engine *engine, ach__cell *cell, ach_custom_node *node) {
    if (!ach__local_node(engine, ach__cell_bytes(cell), node)) {
        return false;
    }
    if (ach__player_load(engine, cell->player, engine->why) == ACH_OK &&
        cell->local < ach__local_goal(node)) {
        ach__cell_set_local(engine, cell, ach__local_goal(node));
    }
    return true;
}

static bool completes(const ach__item *item) {
    if (item->is_stale) { /* the record as it is now: is it our write that made it so? */
        return item->before.completed_at != 0 && item->before.version == item->set->seen + 1;
    }
    return item->before.completed_at == 0 && item->next.completed_at != 0;
}

void ach__settle_stored(ach_engine *engine, ach__item *item) {
    ach__queued *set = item->set;
    ach__cell *cell = set->cell;
    ach_progress after = item->is_stale ? item->before : item->next;
    after.version += !item->is_stale;
    bool shows_after = (engine->options.flags & ACH_ENGINE_ENTITY_AFTER) != 0;
    ach_answer answer = answer_of(ACH_CODE_OK, shows_after ? &after : &item->before);
    engine->gauges.stored++;
    see_stored(engine, item, after.version);
    tell_all(engine, set, &answer);
    ach_custom_node node;
    if (set->is_auto && after.completed_at != 0 && reach_goal(engine, cell, &node) &&
        completes(item) && (engine->options.flags & ACH_ENGINE_REWARD_AT_ONCE) == 0) {
        ach__local_complete(engine, cell->player, &node);
    }
    ach__queue_finish(engine, set);
}

void ach__settle_closed(ach_engine *engine, ach__item *item) {
    ach__queued *set = item->set;
    ach__cell *cell = set->cell;
    ach_custom_node node;
    bool is_settling = set->delta == 0;
    if (!is_settling) {
        (void)ach__engine_raise(engine->why, ACH__ENGINE_CLOSED, ach__player_bytes(cell->player),
                                ach__cell_bytes(cell));
    }
    if (!is_settling && (engine->options.flags & ACH_ENGINE_CLOSED_FAILS) != 0) {
        ach__settle_refused(engine, set);
        return;
    }
    if (set->is_auto) {
        (void)reach_goal(engine, cell, &node);
    }
    ach_answer answer = answer_of(ACH_CODE_OK, &item->before);
    see(engine, item, item->before.version);
    tell_all(engine, set, &answer);
    ach__queue_finish(engine, set);
}

void ach__settle_overtaken(ach_engine *engine, ach__item *item) {
    ach__queued *set = item->set;
    set->is_busy = false;
    set->is_marked = false;
    ach__queue_change(engine, set);
    if (!item->is_known) {
        ach__queue_park(engine, set);
    } else if (!without_forsaken(engine, set)) {
        ach__queue_finish(engine, set);
    } else {
        engine->gauges.retries++;
    }
}

/* --- Code 5 -----------------------------------------------------------------------------------
 */

static bool tries_again(ach_engine *engine, const ach__queued *set, int result) {
    bool retries =
        result == 1 || (result != 0 && (engine->options.flags & ACH_ENGINE_RETRY_ON_ANY) != 0);
    if (result != 0 && result != 1) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", result);
        ach__finding *finding = ach__engine_raise(
            engine->why, retries ? ACH__ENGINE_ANSWER_RETRIES : ACH__ENGINE_ANSWER_GIVES_UP,
            ach__player_bytes(set->cell->player), ach__cell_bytes(set->cell));
        ach__finding_text(finding, "result", ach__slice_of(text));
    }
    return retries;
}

/* Asks each caller; who gives up takes their share along. False: nobody is left. */
static bool ask_callers(ach_engine *engine, ach__queued *set, const ach_answer *answer) {
    ach__caller *left = set->callers;
    set->callers = NULL;
    set->callers_end = &set->callers;
    while (left != NULL) {
        ach__caller *caller = left;
        left = caller->next;
        caller->next = NULL;
        int result = ach__call(engine, caller->callback, caller->user, answer);
        if (tries_again(engine, set, result)) {
            *set->callers_end = caller;
            set->callers_end = &caller->next;
        } else {
            take_back(engine, set->cell, caller->local);
            set->delta -= caller->delta;
            ach__release(&engine->allocator, caller, sizeof *caller);
        }
    }
    return set->callers != NULL;
}

/* Whether it is to be tried again. */
static bool ask_again(ach_engine *engine, ach__queued *set, const ach_answer *answer) {
    if (set->callers != NULL) {
        return ask_callers(engine, set, answer) || (set->delta > 0 && set->get_extra == NULL);
    }
    if (!set->is_resumed) {
        return false; /* a get_extra without a callback: nobody says that it is to be tried */
    }
    if (engine->hooks.resumed != NULL) {
        return tries_again(engine, set, call_resumed(engine, set, answer));
    }
    set->asks_extra = false; /* nobody is left who could say: progress alone */
    return true;
}

static void prepare_again(ach_engine *engine, ach__queued *set) {
    ach__queued_drop_extra(engine, set);
    set->has_seen = false;
    set->is_paid = false;
    set->is_busy = false;
    engine->gauges.retries++;
    ach__queue_change(engine, set);
}

void ach__settle_conflict(ach_engine *engine, ach__item *item) {
    ach__queued *set = item->set;
    ach_answer answer = answer_of(ACH_CODE_CONFLICT, &item->before);
    bool is_limited = has_listener(engine, set);
    engine->gauges.conflicts++;
    see(engine, item, item->before.version);
    if (!ask_again(engine, set, &answer)) {
        engine->gauges.dropped++;
        ach__queue_finish(engine, set);
    } else if (is_limited && ++set->attempts >= engine->options.attempts &&
               has_listener(engine, set)) { /* what nobody listens for goes on waiting */
        if (set->callers != NULL) {
            ach__settle_withdrawn(engine, set);
        } else {
            ach__settle_refused(engine, set);
        }
    } else {
        prepare_again(engine, set);
    }
}
