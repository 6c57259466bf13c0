/* What waits in a room, and when it is due.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <string.h>

mset *set_of_id(room *in, int64_t id) {
    for (int i = 0; i < in->count; i++) {
        if (in->sets[i].id == id) {
            return &in->sets[i];
        }
    }
    diverge("set %lld is not there", (long long)id);
}

void touch_player(room *in, int player) {
    if (!in->players[player].exists) {
        in->players[player] = (mplayer){.exists = true, .is_idle = true};
    }
}

void freshen_player(room *in, int player) {
    if (in->players[player].fresh == 0) {
        in->players[player].fresh = in->next_turn++;
    }
}

static mset *append(room *in, int player, int node, int64_t delta) {
    if (in->count == SETS_MOST) {
        diverge("the test has no room for so many sets");
    }
    mset *set = &in->sets[in->count++];
    *set = (mset){.player = player, .node = node, .delta = delta};
    set->id = in->next_id++;
    in->players[player].newest[node] = set->id;
    freshen_player(in, player);
    in->players[player].has_cells = true;
    return set;
}

/* --- Coming and going -------------------------------------------------------------------------
 */

/* Takes up what the outbox has. */
void open_room(room *in) {
    in->count = in->ask_count = 0;
    memset(in->players, 0, sizeof in->players);
    memset(in->is_changed, 0, sizeof in->is_changed);
    memcpy(in->local, in->kept_local, sizeof in->local);
    in->next_id = in->next_turn = 1;
    in->number = in->kept_number;
    in->now = in->filled_at = in->retry_at = in->pause = 0;
    in->tokens = (int64_t)in->options.sets_per_second * 1000;
    in->has_polled = in->is_away = in->is_flushing = in->is_dead = false;
    in->gauges = (ach_gauges){0};
    in->batch = (mbatch){0};
    in->phase = IDLE;
    in->is_settling = in->has_list = false;
    in->refused = 0;
    for (int i = 0; i < in->kept_count; i++) {
        const mset *kept = &in->kept[i];
        in->next_id = kept->id;
        touch_player(in, kept->player);
        mset *set = append(in, kept->player, kept->node, kept->delta);
        set->seen = kept->seen;
        set->asks_extra = kept->asks_extra;
        set->has_extra = kept->has_extra;
        set->extra = kept->extra;
        set->is_marked = set->is_busy = kept->is_marked;
        set->is_auto = is_auto_node(kept->node);
        set->is_resumed = true;
        in->players[kept->player].has_left = true;
        if (set->is_marked) {
            item *one = &in->batch.items[in->batch.count++];
            *one = (item){.id = set->id, .player = set->player, .node = set->node};
        }
    }
    if (in->batch.count > 0) {
        in->batch.number = in->number;
        in->batch.is_resumed = true;
    }
}

/* A new outbox. */
void forget_room(room *in) {
    in->kept_count = 0;
    in->kept_number = 0;
    memset(in->kept_local, 0, sizeof in->kept_local);
    in->source = (source){0};
}

/* --- The outbox -------------------------------------------------------------------------------
 */

void keep_all(room *in) {
    memset(in->is_changed, 0, sizeof in->is_changed);
    in->is_kept = true;
    if (in->has_file) {
        memcpy(in->kept, in->sets, (size_t)in->count * sizeof in->sets[0]);
        memcpy(in->kept_local, in->local, sizeof in->local);
        in->kept_count = in->count;
        in->kept_number = in->number;
    }
}

void set_local(room *in, int player, int node, int64_t value) {
    if (in->local[player][node] != value) {
        in->local[player][node] = value;
        in->is_changed[player][node] = true;
    }
}

void finish_set(room *in, mset *set) {
    mplayer *player = &in->players[set->player];
    if (player->newest[set->node] == set->id) {
        player->newest[set->node] = 0;
    }
    player->is_idle = true;
    int at = (int)(set - in->sets);
    memmove(set, set + 1, (size_t)(in->count - at - 1) * sizeof *set);
    in->count--;
}

/* --- New sets ---------------------------------------------------------------------------------
 */

static bool may_join_in(const mset *set, bool is_auto, int64_t delta) {
    return set->is_later && set->asker == NULL && !set->is_due && !set->is_busy &&
           set->is_auto == is_auto && set->delta <= INT64_MAX - delta;
}

static void add_caller(mset *set, request *by) {
    if (by->has_callback) {
        request **end = &set->callers;
        while (*end != NULL) {
            end = &(*end)->next;
        }
        *end = by;
        by->next = NULL;
    }
}

ach_status queue_set(room *in, request *by, const ach_set *given, int64_t delta, bool is_auto) {
    bool is_later = (given->flags & ACH_SET_LATER) != 0 ||
                    ((in->options.flags & ACH_ENGINE_LATER) != 0 && given->get_extra == NULL);
    int64_t newest = in->players[by->player].newest[by->node];
    by->delta = delta;
    if (is_later && given->get_extra == NULL && newest != 0) {
        mset *set = set_of_id(in, newest);
        if (may_join_in(set, is_auto, delta)) {
            set->delta += delta;
            in->gauges.merged++;
            add_caller(set, by);
            return ACH_OK;
        }
    }
    if (in->count >= (int)in->options.max_queued) {
        return ACH_ELIMIT;
    }
    mset *set = append(in, by->player, by->node, delta);
    set->asks_extra = given->get_extra != NULL;
    set->asker = set->asks_extra ? by : NULL;
    set->has_seen = (given->flags & ACH_SET_SEEN) != 0;
    set->seen = set->has_seen ? given->seen : 0;
    set->is_later = is_later;
    set->is_auto = is_auto;
    add_caller(set, by);
    return ACH_OK;
}

bool wants_settling(const room *in, int player, int node) {
    ach_policy policy = in->options.policy;
    bool asks = policy == ACH_POLICY_ASK && in->hooks.changed != NULL;
    return (asks || policy == ACH_POLICY_CLAMP || policy == ACH_POLICY_GRANT) &&
           is_redefined(in, node, &records[player][node]);
}

void queue_settling(room *in, int player, int node) {
    if (in->players[player].newest[node] == 0 && in->count < (int)in->options.max_queued) {
        (void)append(in, player, node, 0);
    }
}

ach_status queue_ask(room *in, int player, request *by) {
    if (by != NULL && in->ask_count >= (int)in->options.max_queued) {
        return ACH_ELIMIT;
    }
    if (in->ask_count == ASKS_MOST) {
        diverge("the test has no room for so many asks");
    }
    in->asks[in->ask_count++] = (mask){.id = in->next_id++, .player = player, .caller = by};
    in->players[player].asks++;
    return ACH_OK;
}

void remove_ask(room *in, int at) {
    mplayer *player = &in->players[in->asks[at].player];
    player->asks--;
    player->is_idle = true;
    memmove(&in->asks[at], &in->asks[at + 1],
            (size_t)(in->ask_count - at - 1) * sizeof in->asks[0]);
    in->ask_count--;
}

/* --- Time -------------------------------------------------------------------------------------
 */

static void make_due_up_to(room *in, int last) {
    int player = in->sets[last].player;
    for (int i = last; i >= 0; i--) {
        mset *set = &in->sets[i];
        if (set->player == player && !set->is_due) {
            set->is_due = true;
            set->deadline = in->now + (int64_t)in->options.answer_s * 1000;
            set->turn = in->next_turn++;
            set->has_deadline = set->callers != NULL;
        }
    }
}

static void stamp_player(room *in, int player) {
    int last = NONE;
    for (int i = in->count - 1; i >= 0; i--) {
        mset *set = &in->sets[i];
        if (set->player != player) {
            continue;
        }
        if (last == NONE && in->players[player].has_left) {
            last = i;
        }
        if (!set->is_stamped) {
            set->is_stamped = true;
            set->queued_at = in->now;
            set->turn = in->next_turn++;
            last = last == NONE && !set->is_later ? i : last;
        }
    }
    if (last != NONE) {
        make_due_up_to(in, last);
    }
}

/* The set of the lowest turn that waits for its interval. */
static int first_timer(const room *in) {
    int first = NONE;
    for (int i = 0; i < in->count; i++) {
        const mset *set = &in->sets[i];
        if (set->is_later && set->is_stamped && !set->is_due &&
            (first == NONE || set->turn < in->sets[first].turn)) {
            first = i;
        }
    }
    return first;
}

static void ripen(room *in) {
    int64_t interval = (int64_t)in->options.interval_s * 1000;
    for (int at = first_timer(in); at != NONE; at = first_timer(in)) {
        if (!in->is_flushing && in->sets[at].queued_at + interval > in->now) {
            break;
        }
        make_due_up_to(in, at);
    }
    in->is_flushing = false;
}

static int first_fresh(const room *in) {
    int first = NONE;
    for (int at = 0; at < PLAYERS; at++) {
        int64_t fresh = in->players[at].fresh;
        if (fresh != 0 && (first == NONE || fresh < in->players[first].fresh)) {
            first = at;
        }
    }
    return first;
}

void stamp_all(room *in, int64_t now) {
    if (in->has_polled && now > in->now) {
        int64_t passed = now - in->now > 1000 ? 1000 : now - in->now;
        int64_t most = (int64_t)in->options.sets_per_second * 1000;
        in->tokens += passed * in->options.sets_per_second;
        in->tokens = in->tokens > most ? most : in->tokens;
    }
    in->now = now;
    in->has_polled = true;
    for (int player = first_fresh(in); player != NONE; player = first_fresh(in)) {
        in->players[player].fresh = 0;
        stamp_player(in, player);
    }
    ripen(in);
    for (int i = 0; i < in->ask_count; i++) {
        if (!in->asks[i].is_stamped) {
            in->asks[i].is_stamped = true;
            in->asks[i].deadline = now + (int64_t)in->options.answer_s * 1000;
        }
    }
}

/* --- After a poll -----------------------------------------------------------------------------
 */

static bool has_changes(const room *in, int player) {
    bool found = false;
    for (int node = 0; node < NODES; node++) {
        found = found || in->is_changed[player][node];
    }
    return found;
}

/* Without a file nothing else has the progress. */
static bool is_only_here(const room *in, int player) {
    bool found = false;
    for (int node = 0; node < NODES; node++) {
        found = found || in->local[player][node] != 0;
    }
    return found && !in->has_file;
}

void forget_players(room *in) {
    for (int at = 0; at < PLAYERS; at++) {
        mplayer *player = &in->players[at];
        bool has_sets = false;
        for (int i = 0; i < in->count; i++) {
            has_sets = has_sets || in->sets[i].player == at;
        }
        bool is_idle = player->exists && player->is_idle;
        bool is_empty = !player->has_cells && !player->is_loaded;
        player->is_idle = false;
        if (is_idle && (player->has_left || is_empty) && !has_sets && player->asks == 0 &&
            player->fresh == 0) {
            if (has_changes(in, at)) {
                player->is_idle = true;
            } else if (!is_only_here(in, at)) {
                *player = (mplayer){0};
            }
        }
    }
}

static void check_gauge(const char *name, uint64_t seen, uint64_t wanted) {
    if (seen != wanted) {
        diverge("gauge %s is %llu, not %llu", name, (unsigned long long)seen,
                (unsigned long long)wanted);
    }
}

void check_gauges(room *in) {
    const ach_gauges *wanted = &in->gauges;
    ach_gauges gauges = {.size = sizeof gauges};
    ach_engine_gauges(in->engine, &gauges);
    uint64_t players = 0;
    for (int i = 0; i < PLAYERS; i++) {
        players += in->players[i].exists;
    }
    int64_t oldest = in->count > 0 && in->sets[0].is_stamped && in->now > in->sets[0].queued_at
                         ? in->now - in->sets[0].queued_at
                         : 0;
    check_gauge("queued", gauges.queued, (uint64_t)in->count);
    check_gauge("players", gauges.players, players);
    check_gauge("oldest_ms", (uint64_t)gauges.oldest_ms, (uint64_t)oldest);
    check_gauge("sent", gauges.sent, wanted->sent);
    check_gauge("stored", gauges.stored, wanted->stored);
    check_gauge("merged", gauges.merged, wanted->merged);
    check_gauge("conflicts", gauges.conflicts, wanted->conflicts);
    check_gauge("retries", gauges.retries, wanted->retries);
    check_gauge("unknown", gauges.unknown, wanted->unknown);
    check_gauge("failed", gauges.failed, wanted->failed);
    check_gauge("dropped", gauges.dropped, wanted->dropped);
    check_gauge("tokens", gauges.tokens, (uint64_t)(in->tokens / 1000));
    check_gauge("is_store_away", gauges.is_store_away, in->is_away);
}
