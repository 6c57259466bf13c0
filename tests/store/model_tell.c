/* What scripts must be told next of the sets of a batch, and of those that failed.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <string.h>

/* --- Failure ----------------------------------------------------------------------------------
 */

/* A set of an earlier run that somebody asked for. */
static bool is_heard_of(const room *in, const mset *set) {
    return set->is_resumed && set->delta > 0 && in->hooks.resumed != NULL;
}

static request *take_caller(mset *set) {
    request *first = set->callers;
    set->callers = first->next;
    return first;
}

static void take_back(room *in, const mset *set, int64_t local) {
    if (local > 0) {
        int64_t now = in->local[set->player][set->node];
        set_local(in, set->player, set->node, now > local ? now - local : 0);
    }
}

/* False: nothing of it is left. */
static bool without_forsaken(room *in, mset *set) {
    if (set->forsaken == 0) {
        return true;
    }
    take_back(in, set, set->forsaken_local);
    set->delta -= set->forsaken;
    set->forsaken = set->forsaken_local = 0;
    return set->delta > 0;
}

void refuse(room *in, int64_t id, refusal how) {
    in->refused = id;
    in->refusal = how;
    in->was_resumed_told = false;
}

/* All callers, then the hook; then the set's own end. */
static bool next_refusal(room *in, event *out) {
    mset *set = set_of_id(in, in->refused);
    bool is_hooked = is_heard_of(in, set);
    if (set->callers != NULL) {
        request *by = take_caller(set);
        set->forsaken = sum(set->forsaken, by->delta);
        set->forsaken_local = sum(set->forsaken_local, by->local);
        by->has_ended = true;
        in->gauges.failed++;
        *out = (event){.kind = TOLD, .caller = by, .code = NONE};
        return true;
    }
    if (in->refusal == REFUSED && is_hooked && !in->was_resumed_told) {
        in->was_resumed_told = true;
        in->gauges.failed++;
        *out = (event){RESUMED, NULL, set->player, set->node, NONE, {0}, false};
        return true;
    }
    in->refused = 0;
    if (in->refusal != FORSAKEN) {
        bool goes_on = without_forsaken(in, set);
        if (in->refusal == REFUSED || !goes_on) {
            finish_set(in, set);
        }
    }
    return false;
}

/* --- A batch ----------------------------------------------------------------------------------
 */

void begin_settling(room *in, bool is_applied) {
    in->is_settling = true;
    in->is_applied = is_applied;
    in->at = in->kept_items = 0;
    in->stage = BEGIN;
}

static void see(room *in, const mset *set, const item *one, int64_t version) {
    int64_t *seen = &in->players[set->player].seen[set->node];
    bool is_heard = set->callers != NULL || is_heard_of(in, set);
    if (is_heard || (set->forsaken == 0 && !set->is_resumed && *seen == one->before.version)) {
        *seen = version;
    }
}

/* Complete is complete. False: no custom node. */
static bool reach_goal(room *in, const mset *set) {
    if (goals[set->node] == 0) {
        return false;
    }
    in->players[set->player].is_loaded = true;
    if (in->local[set->player][set->node] < goals[set->node]) {
        set_local(in, set->player, set->node, goals[set->node]);
    }
    return true;
}

static rec after_of(const item *one) {
    rec after = one->is_stale ? one->before : one->next;
    after.version += !one->is_stale;
    return after;
}

static void begin_stored(room *in, mset *set, const item *one) {
    rec after = after_of(one);
    bool shows_after = (in->options.flags & ACH_ENGINE_ENTITY_AFTER) != 0;
    in->gauges.stored++;
    if (!one->is_stale) {
        see(in, set, one, after.version);
    } else if (is_heard_of(in, set)) { /* they are told of a later record than they must think */
        in->players[set->player].seen[set->node] = 0;
    }
    in->answer = (event){.code = ACH_CODE_OK, .entity = shows_after ? after : one->before};
    in->stage = TELL;
}

static void begin_closed(room *in, mset *set, const item *one) {
    if (set->delta != 0 && (in->options.flags & ACH_ENGINE_CLOSED_FAILS) != 0) {
        refuse(in, set->id, REFUSED);
        in->stage = DONE;
        return;
    }
    if (set->is_auto) {
        (void)reach_goal(in, set);
    }
    see(in, set, one, one->before.version);
    in->answer = (event){.code = ACH_CODE_OK, .entity = one->before};
    in->stage = TELL;
}

static void begin_conflict(room *in, mset *set, const item *one) {
    in->gauges.conflicts++;
    in->was_listened = set->callers != NULL || is_heard_of(in, set);
    in->gives_up = false;
    see(in, set, one, one->before.version);
    in->answer = (event){.code = ACH_CODE_CONFLICT, .entity = one->before};
    in->left = set->callers;
    if (set->callers != NULL) {
        set->callers = NULL;
        in->stage = ASK;
    } else if (!set->is_resumed) {
        in->gives_up = true;
        in->stage = JUDGED;
    } else if (is_heard_of(in, set)) {
        in->stage = ASK_RESUMED;
    } else {
        set->asks_extra = false;
        in->stage = JUDGED;
    }
}

static void begin_overtaken(room *in, mset *set) {
    set->is_busy = set->is_marked = false;
    if (without_forsaken(in, set)) {
        in->gauges.retries++;
    } else {
        finish_set(in, set);
    }
    in->stage = DONE;
}

static void begin_item(room *in, mset *set, const item *one) {
    if (one->verdict == CLOSED) {
        begin_closed(in, set, one);
    } else if (one->verdict == CONFLICT) {
        begin_conflict(in, set, one);
    } else if (one->is_applied) {
        begin_stored(in, set, one);
    } else {
        begin_overtaken(in, set);
    }
}

/* Everybody was asked: is it tried again? */
static void judge_answers(room *in, mset *set) {
    in->stage = DONE;
    if (in->gives_up) {
        in->gauges.dropped++;
        finish_set(in, set);
        return;
    }
    bool is_heard = set->callers != NULL || is_heard_of(in, set);
    bool is_last = in->was_listened && ++set->attempts >= in->options.attempts;
    if (is_last && is_heard) {
        refuse(in, set->id, set->callers != NULL ? WITHDRAWN : REFUSED);
        set->is_busy = false;
        return;
    }
    set->has_extra = set->has_seen = set->is_paid = set->is_busy = false;
    set->extra = 0;
    in->gauges.retries++;
}

static bool completes(const item *one, const mset *set) {
    if (one->is_stale) {
        return one->before.completed_at != 0 && one->before.version == set->seen + 1;
    }
    return one->before.completed_at == 0 && one->next.completed_at != 0;
}

static void finish_told(room *in, mset *set, const item *one) {
    bool is_stored = one->verdict == STORE;
    in->stage = DONE;
    if (is_stored && set->is_auto && after_of(one).completed_at != 0 && reach_goal(in, set) &&
        completes(one, set) && (in->options.flags & ACH_ENGINE_REWARD_AT_ONCE) == 0) {
        in->rewards = 0;
        in->stage = HOOKS;
        return;
    }
    finish_set(in, set);
}

/* True: *out is to happen now. */
static bool next_step(room *in, mset *set, const item *one, event *out) {
    *out = in->answer;
    out->player = one->player;
    out->node = one->node;
    switch (in->stage) {
    case TELL:
        in->stage = set->callers == NULL ? TELL_RESUMED : TELL;
        if (set->callers != NULL) {
            out->caller = take_caller(set);
            out->caller->has_ended = true;
        }
        return out->caller != NULL;
    case TELL_RESUMED:
        in->stage = JUDGED;
        out->kind = RESUMED;
        return is_heard_of(in, set);
    case ASK:
        out->caller = in->left;
        in->stage = in->left == NULL ? JUDGED : ASK;
        if (in->left == NULL) {
            in->gives_up = set->callers == NULL && (set->delta == 0 || set->asker != NULL);
        }
        return out->caller != NULL;
    case ASK_RESUMED:
        in->stage = JUDGED;
        out->kind = RESUMED;
        return true;
    default: /* HOOKS */
        out->kind = in->rewards < 2 ? REWARD : COMPLETE;
        in->stage = in->rewards++ < 2 ? HOOKS : DONE;
        return true;
    }
}

static void end_batch(room *in) {
    mbatch *batch = &in->batch;
    in->is_settling = false;
    batch->count = in->kept_items;
    if (batch->count == 0) {
        *batch = (mbatch){0};
    }
}

static bool next_of_batch(room *in, event *out) {
    if (in->at == in->batch.count) {
        end_batch(in);
        return false;
    }
    item *one = &in->batch.items[in->at];
    if (in->stage == BEGIN && one->is_written && !in->is_applied) {
        in->batch.items[in->kept_items++] = *one;
        in->at++;
    } else if (in->stage == BEGIN) {
        begin_item(in, set_of_id(in, one->id), one);
    } else if (in->stage == DONE) {
        if (in->rewards > 2) { /* the hooks were the last of it */
            in->rewards = 0;
            finish_set(in, set_of_id(in, one->id));
        }
        in->stage = BEGIN;
        in->at++;
    } else if (in->stage == JUDGED && one->verdict == CONFLICT) {
        judge_answers(in, set_of_id(in, one->id));
    } else if (in->stage == JUDGED) {
        finish_told(in, set_of_id(in, one->id), one);
    } else {
        return next_step(in, set_of_id(in, one->id), one, out);
    }
    return false;
}

/* --- All of it --------------------------------------------------------------------------------
 */

/* Who has waited for too long, sets before gets. */
static bool next_late(room *in, event *out) {
    int first = NONE;
    for (int i = 0; i < in->count; i++) {
        const mset *set = &in->sets[i];
        if (set->has_deadline && (first == NONE || set->turn < in->sets[first].turn)) {
            first = i;
        }
    }
    if (first != NONE && in->sets[first].deadline <= in->now) {
        in->sets[first].has_deadline = false;
        refuse(in, in->sets[first].id, in->sets[first].is_busy ? FORSAKEN : WITHDRAWN);
        return true;
    }
    for (int i = 0; i < in->ask_count; i++) {
        const mask *ask = &in->asks[i];
        if (!ask->is_stamped || ask->deadline > in->now) {
            break;
        }
        if (ask->caller != NULL) {
            *out = (event){.kind = TOLD, .caller = ask->caller, .code = NONE};
            remove_ask(in, i);
            return true;
        }
    }
    return false;
}

/* Gets first, then sets in the order of their age. */
static bool next_to_close(room *in, event *out) {
    while (in->ask_count > 0) {
        request *by = in->asks[0].caller;
        remove_ask(in, 0);
        if (by != NULL) {
            *out = (event){.kind = TOLD, .caller = by, .code = NONE};
            return true;
        }
    }
    for (int i = 0; i < in->count; i++) {
        if (in->sets[i].callers != NULL) {
            refuse(in, in->sets[i].id, in->sets[i].is_busy ? FORSAKEN : WITHDRAWN);
            return true;
        }
    }
    return false;
}

static bool next_list(room *in, event *out) {
    in->has_list = false;
    in->list_caller->has_ended = true;
    *out = (event){.kind = TOLD, .caller = in->list_caller, .is_list = true};
    return true;
}

bool next_event(room *in, event *out) {
    for (;;) {
        *out = (event){.code = NONE};
        bool found = false;
        if (in->refused != 0) {
            found = next_refusal(in, out);
        } else if (in->is_settling) {
            found = next_of_batch(in, out);
        } else if (in->has_list) {
            found = next_list(in, out);
        } else if (in->phase == EXPIRE || in->phase == CLOSING) {
            bool more = in->phase == EXPIRE ? next_late(in, out) : next_to_close(in, out);
            if (!more) {
                return false;
            }
            found = out->caller != NULL;
            if (found) {
                out->caller->has_ended = true;
                in->gauges.failed++;
            }
        } else {
            return false;
        }
        if (found) {
            return true;
        }
    }
}

static bool tries_again(const room *in, int result) {
    return result == 1 || (result != 0 && (in->options.flags & ACH_ENGINE_RETRY_ON_ANY) != 0);
}

void after_told(room *in, const event *was, int result) {
    if (was->code != ACH_CODE_CONFLICT || was->is_list) {
        return;
    }
    if (was->kind == RESUMED) {
        in->gives_up = !tries_again(in, result);
        return;
    }
    mset *set = set_of_id(in, in->batch.items[in->at].id);
    request *by = was->caller;
    in->left = by->next;
    by->next = NULL;
    if (tries_again(in, result)) {
        request **end = &set->callers;
        while (*end != NULL) {
            end = &(*end)->next;
        }
        *end = by;
    } else {
        by->has_ended = true;
        take_back(in, set, by->local);
        set->delta -= by->delta;
    }
}
