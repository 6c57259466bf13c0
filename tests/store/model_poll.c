/* The course of a poll: gets, one batch, gets again, the outbox, those who waited for too long.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <string.h>

enum { ASKS_A_POLL = 64, TOKEN = 1000, PAUSE_FIRST = 250, PAUSE_MOST = 30000 };

static bool may_ask(const room *in) {
    return !in->is_away || in->now >= in->retry_at;
}

static void store_away(room *in) {
    in->pause = in->pause == 0 ? PAUSE_FIRST : in->pause * 2;
    in->pause = in->pause > PAUSE_MOST ? PAUSE_MOST : in->pause;
    in->retry_at = in->now + in->pause;
    in->is_away = true;
}

static void store_back(room *in) {
    in->pause = 0;
    in->is_away = false;
}

/* --- The beginning ----------------------------------------------------------------------------
 */

/* A player's sets up to the first that must wait. */
static void find_eligible_of(room *in, int player) {
    bool has_one[CLOUD] = {false};
    for (int i = 0; i < in->count; i++) {
        const mset *set = &in->sets[i];
        if (set->player != player) {
            continue;
        }
        if (!set->is_due || has_one[set->node]) {
            return;
        }
        has_one[set->node] = true;
        in->unpaid_eligible += !set->is_paid;
        in->eligible_player[in->eligible_count] = player;
        in->eligible[in->eligible_count++] = set->id;
    }
}

void begin_poll(room *in, int64_t now) {
    if (in->has_polled && now < in->now && in->retry_at > now + in->pause) {
        in->retry_at = now + in->pause;
    }
    stamp_all(in, now);
    in->phase = ASKS;
    in->is_kept = in->did_send = false;
    in->may_send = may_ask(in);
    in->ask_at = 0;
    in->asks_left = in->may_send ? ASKS_A_POLL : 0;
    in->eligible_count = in->taken = in->unpaid_taken = in->unpaid_eligible = 0;
    memset(in->is_taken, 0, sizeof in->is_taken);
    in->fare = in->tokens;
    in->most = (int)in->options.sets_per_second * 2;
    in->most = in->most > in->count ? in->count : in->most;
    if (in->batch.number == 0) {
        for (int player = 0; player < PLAYERS; player++) {
            find_eligible_of(in, player);
        }
    }
}

/* --- The phases -------------------------------------------------------------------------------
 */

static bool has_to_wait(const room *in, const mask *ask) {
    for (int i = 0; i < in->count; i++) {
        const mset *set = &in->sets[i];
        if (set->player == ask->player) {
            return (ask->caller == NULL && set->is_busy) ||
                   (in->phase == ASKS && set->is_due && set->id < ask->id);
        }
    }
    return false;
}

/* True: the one at ask_at needs the store. */
static bool find_ask(room *in) {
    while (in->asks_left > 0 && in->ask_at < in->ask_count) {
        const mask *ask = &in->asks[in->ask_at];
        if (!ask->is_stamped) {
            break;
        }
        if (has_to_wait(in, ask)) {
            in->ask_at++;
        } else if (ask->caller == NULL && in->players[ask->player].has_left) {
            remove_ask(in, in->ask_at);
        } else {
            return true;
        }
        in->asks_left--;
    }
    return false;
}

/* Whoever could go has gone, as far as the tokens reach. */
static void check_taken(room *in) {
    bool is_all = in->taken == in->eligible_count;
    if (!is_all && in->taken < in->most && in->fare - (int64_t)in->unpaid_taken * TOKEN >= TOKEN) {
        diverge("of %d sets that may go %d went, with %lld tokens left", in->eligible_count,
                in->taken, (long long)in->tokens);
    }
    for (int i = 1; i < in->eligible_count; i++) { /* one player's stand side by side */
        if (in->eligible_player[i] == in->eligible_player[i - 1] && in->is_taken[i] &&
            !in->is_taken[i - 1]) {
            diverge("set %lld overtook set %lld", (long long)in->eligible[i],
                    (long long)in->eligible[i - 1]);
        }
    }
}

/* Whether anybody can pay. */
static bool has_fare(const room *in) {
    return in->eligible_count > 0 && (in->fare >= TOKEN || in->unpaid_eligible == 0);
}

static void leave_send(room *in) {
    if (in->may_send && !in->did_send && (in->batch.number != 0 || has_fare(in))) {
        diverge("nothing was sent, %d sets may go", in->eligible_count);
    }
    if (in->did_send && in->batch.number != 0 && !in->batch.was_tried) {
        diverge("the batch was not sent");
    }
    in->phase = LAST_ASKS;
    in->ask_at = 0;
    in->asks_left = may_ask(in) ? ASKS_A_POLL : 0;
}

/* Until `wanted` is reached, or what comes before needs the store. */
static void go_on_to(room *in, phase wanted) {
    if (in->phase == ASKS && wanted > ASKS) {
        if (find_ask(in)) {
            diverge("a get of player %d was passed over", in->asks[in->ask_at].player);
        }
        in->phase = SEND;
        in->may_send = may_ask(in);
    }
    if (in->phase == SEND && wanted > SEND) {
        leave_send(in);
    }
    if (in->phase == LAST_ASKS && wanted > LAST_ASKS) {
        if (find_ask(in)) {
            diverge("a get of player %d was passed over", in->asks[in->ask_at].player);
        }
        if (!in->is_kept) {
            keep_all(in);
        }
        in->phase = EXPIRE;
    }
}

static void nothing_to_tell(room *in) {
    event missed;
    if (next_event(in, &missed)) {
        diverge("player %d node %d was not told: kind %d code %d",
                missed.caller == NULL ? missed.player : missed.caller->player,
                missed.caller == NULL ? missed.node : missed.caller->node, (int)missed.kind,
                missed.code);
    }
}

void end_poll(room *in) {
    nothing_to_tell(in);
    go_on_to(in, EXPIRE);
    nothing_to_tell(in);
    in->phase = IDLE;
    forget_players(in);
}

void begin_close(room *in) {
    in->phase = CLOSING;
}

void end_close(room *in) {
    nothing_to_tell(in);
    keep_all(in);
    in->phase = IDLE;
}

void expect_told(room *in, event *out) {
    if (next_event(in, out)) {
        return;
    }
    if (in->phase != CLOSING && in->phase != IDLE) {
        go_on_to(in, EXPIRE);
    }
    if (!next_event(in, out)) {
        diverge("room %d: nobody is to be told anything", in->index);
    }
}

/* --- Gets -------------------------------------------------------------------------------------
 */

static void adopt(room *in, int player) {
    static const int nodes[] = {N0, N1}; /* is_cloud, and no default_get */
    for (int i = 0; i < 2; i++) {
        int node = nodes[i];
        const rec *record = &records[player][node];
        int64_t waiting = 0;
        for (int j = 0; j < in->count; j++) {
            if (in->sets[j].player == player && in->sets[j].node == node) {
                waiting = sum(waiting, in->sets[j].delta);
            }
        }
        int64_t local = sum(record->progress, waiting);
        bool is_full = record->completed_at != 0 || local > goals[node];
        set_local(in, player, node, is_full ? goals[node] : local);
    }
}

void expect_player(room *in, int player, bool fails) {
    nothing_to_tell(in);
    if (in->phase == ASKS && !find_ask(in)) {
        go_on_to(in, SEND);
    }
    if (in->phase == SEND) {
        go_on_to(in, LAST_ASKS);
    }
    if (!find_ask(in) || in->asks[in->ask_at].player != player) {
        diverge("player %d is not to be read now", player);
    }
    in->asks_left--;
    if (fails) {
        store_away(in);
        in->asks_left = 0;
        return;
    }
    store_back(in);
    request *by = in->asks[in->ask_at].caller;
    in->players[player].is_loaded = in->players[player].is_loaded || by == NULL;
    for (int node = 0; node < CLOUD; node++) {
        if (records[player][node].version > 0) {
            in->players[player].has_cells = true;
            if (by != NULL) {
                in->players[player].seen[node] = records[player][node].version;
            }
            if (wants_settling(in, player, node)) {
                queue_settling(in, player, node);
            }
        }
    }
    if (by == NULL) {
        adopt(in, player);
    } else {
        in->has_list = true;
        in->list_caller = by;
        memcpy(in->list, records[player], sizeof in->list);
    }
    remove_ask(in, in->ask_at);
}

/* --- Sending ----------------------------------------------------------------------------------
 */

static mset *take(room *in, int player, int node, bool is_new) {
    for (int i = 0; i < in->eligible_count; i++) {
        if (in->is_taken[i] && is_new) {
            continue;
        }
        for (int j = 0; j < in->count; j++) {
            mset *set = &in->sets[j];
            if (set->id == in->eligible[i] && set->player == player && set->node == node) {
                in->tokens -= set->is_paid ? 0 : TOKEN;
                in->unpaid_taken += !set->is_paid;
                set->is_paid = true;
                in->taken += !in->is_taken[i];
                in->is_taken[i] = true;
                if (in->tokens < 0) {
                    diverge("more sets went than there are tokens");
                }
                return set;
            }
        }
    }
    diverge("player %d node %d is not to be sent now", player, node);
}

void expect_getter(room *in, request *by, int player, int node) {
    nothing_to_tell(in);
    go_on_to(in, SEND);
    if (in->phase != SEND || !in->may_send || in->batch.number != 0) {
        diverge("extra is asked for out of time");
    }
    const mset *set = take(in, player, node, true);
    if (!set->asks_extra || set->has_extra || set->asker != by || set->is_resumed != (by == NULL)) {
        diverge("extra of set %lld is not to be asked for (asks %d has %d resumed %d)",
                (long long)set->id, set->asks_extra, set->has_extra, set->is_resumed);
    }
    in->did_send = true;
}

void after_getter(room *in, request *by, int player, int node, bool is_given, uint64_t extra) {
    (void)by;
    mset *set = take(in, player, node, false);
    if (is_given) {
        set->has_extra = true;
        set->extra = extra;
        set->seen = set->has_seen ? set->seen : in->players[player].seen[node];
    } else { /* it does not go, so its token is given back */
        int64_t most = (int64_t)in->options.sets_per_second * TOKEN;
        in->tokens = in->tokens + TOKEN > most ? most : in->tokens + TOKEN;
        refuse(in, set->id, REFUSED);
    }
}

static void take_all(room *in, const int *players, const int *nodes, int count) {
    for (int i = 0; i < count; i++) {
        mset *set = take(in, players[i], nodes[i], false);
        if (set->asks_extra && !set->has_extra) {
            if (!set->is_resumed || in->hooks.resumed_extra != NULL) {
                diverge("extra of set %lld was not asked for", (long long)set->id);
            }
            set->asks_extra = false;
        }
        in->batch.items[i] = (item){.id = set->id, .player = set->player, .node = set->node};
    }
    in->batch.count = count;
}

static void judge_new(room *in) {
    mbatch *batch = &in->batch;
    bool has_writes = false;
    for (int i = 0; i < batch->count; i++) {
        item *one = &batch->items[i];
        mset *set = set_of_id(in, one->id);
        judge(in, set, one);
        one->is_written = one->verdict == STORE;
        trace("    %d.%d: verdict %d, %+lld seen %lld extra %d callers %d\n", one->player,
              one->node, (int)one->verdict, (long long)set->delta, (long long)set->seen,
              set->has_extra, set->callers != NULL);
        set->is_busy = true;
        if (one->is_written) {
            has_writes = set->is_marked = true;
            set->seen = one->before.version;
        }
    }
    if (has_writes) {
        batch->number = ++in->number;
        keep_all(in);
    } else {
        begin_settling(in, true);
    }
}

static void judge_again(room *in) {
    mbatch *batch = &in->batch;
    for (int i = 0; i < batch->count; i++) {
        item *one = &batch->items[i];
        const mset *set = set_of_id(in, one->id);
        judge(in, set, one);
        one->is_stale = one->verdict != STORE || one->before.version != set->seen;
        one->verdict = STORE;
        one->is_written = true;
    }
    batch->is_judged = true;
}

void expect_read(room *in, const int *players, const int *nodes, int count, bool fails) {
    nothing_to_tell(in);
    go_on_to(in, SEND);
    mbatch *batch = &in->batch;
    if (in->phase != SEND || !in->may_send || (batch->number != 0) != batch->is_resumed ||
        batch->is_judged) {
        diverge("records are read out of time");
    }
    in->did_send = true;
    if (!batch->is_resumed) {
        take_all(in, players, nodes, count);
        check_taken(in);
    }
    bool fits = count == batch->count;
    for (int i = 0; fits && i < count; i++) {
        fits = batch->items[i].player == players[i] && batch->items[i].node == nodes[i];
    }
    if (!fits) {
        diverge("other records are read than those of the batch");
    }
    if (fails) {
        store_away(in);
        batch->count = batch->is_resumed ? batch->count : 0;
        batch->was_tried = true;
        return;
    }
    store_back(in);
    if (batch->is_resumed) {
        judge_again(in);
    } else {
        judge_new(in);
    }
    batch->was_tried = batch->number == 0;
}

void expect_apply(room *in, int64_t number, int count) {
    nothing_to_tell(in);
    go_on_to(in, SEND);
    int writes = 0;
    for (int i = 0; i < in->batch.count; i++) {
        writes += in->batch.items[i].is_written;
    }
    if (in->phase != SEND || number != in->batch.number || count != writes ||
        (!in->may_send && !in->did_send)) {
        diverge("batch %lld of %d is sent, not %lld of %d", (long long)number, count,
                (long long)in->batch.number, writes);
    }
    in->gauges.sent += (uint64_t)count;
    in->did_send = true;
}

void after_apply(room *in, bool is_known, bool is_lost) {
    bool is_first = !in->batch.was_tried && !in->batch.is_resumed;
    in->batch.was_tried = true;
    if (is_known) {
        store_back(in);
        begin_settling(in, true);
        return;
    }
    if (is_lost && !in->batch.is_unknown) {
        in->batch.is_unknown = true;
        in->gauges.unknown++;
    }
    store_away(in);
    if (is_first) {
        begin_settling(in, false);
    }
}
