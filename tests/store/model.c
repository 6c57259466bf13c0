/* Random calls to several rooms on one store, each held against a second engine that was written
 * from the rules: every answer, every record, every gauge.
 *
 *   model URL FOLDER [--seed N] [--operations N] [--each N]
 *
 * FOLDER is for outboxes. Each episode has new players, a seed of its own and at most --each
 * operations, so that what is printed on a divergence is short: `--seed S --operations K` does it
 * again, and stops with it.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define START INT64_C(1700000000000)

enum { POLLS_MOST = 20000 };

static uint64_t seed;
static uint64_t operations;
static uint64_t all_operations, told, polls, restarts, crashes, requests_made;
static int64_t now;
static bool is_traced;

void diverge(const char *format, ...) {
    va_list arguments;
    (void)fflush(stdout);
    (void)fprintf(stderr, "divergence: --seed %llu --operations %llu: ", (unsigned long long)seed,
                  (unsigned long long)operations);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    exit(1);
}

void trace(const char *format, ...) {
    va_list arguments;
    if (is_traced) {
        va_start(arguments, format);
        (void)vprintf(format, arguments);
        va_end(arguments);
    }
}

/* --- Calls ------------------------------------------------------------------------------------
 */

static void check_status(ach_status seen, ach_status wanted, const char *what) {
    if (seen != wanted) {
        diverge("%s gives status %d, not %d", what, (int)seen, (int)wanted);
    }
}

static int64_t any_delta(void) {
    if (chance(400) == 0) {
        return INT64_MAX - (int64_t)chance(3);
    }
    return 1 + (int64_t)chance(chance(10) == 0 ? 30 : 3);
}

static ach_set any_set(room *in, request *by) {
    ach_set set = ACH_SET_INIT;
    set.player = player_name(by->player);
    set.node = node_name(by->node);
    set.delta = any_delta();
    set.user = by;
    by->has_callback = chance(6) != 0;
    set.callback = by->has_callback ? on_told : NULL;
    set.get_extra = chance(3) == 0 ? on_getter : NULL;
    set.flags = chance(2) == 0 ? ACH_SET_LATER : 0;
    if (chance(8) == 0 && by->node < CLOUD) {
        int64_t version = records[by->player][by->node].version;
        set.flags |= ACH_SET_SEEN;
        set.seen = chance(2) == 0 ? version : (int64_t)chance(10);
    }
    (void)in;
    return set;
}

static void told_in_the_call(const request *by) {
    if (by->has_callback && !by->has_ended) {
        diverge("a request that was refused was not told so");
    }
}

static void do_lobby_set(room *in) {
    request *by = new_request(in, any_player(), (int)chance(CLOUD));
    ach_set set = any_set(in, by);
    touch_player(in, by->player);
    in->players[by->player].has_cells = true;
    ach_status wanted = queue_set(in, by, &set, set.delta, false);
    trace("room %d: set %d.%d %+lld flags %u extra %d: request %d, status %d\n", in->index,
          by->player, by->node, (long long)set.delta, set.flags, set.get_extra != NULL,
          (int)(by - requests), (int)wanted);
    immediate = wanted == ACH_OK || !by->has_callback ? NULL : by;
    check_status(ach_engine_lobby_set(in->engine, &set, NULL), wanted, "lobby_set");
    if (wanted != ACH_OK) {
        told_in_the_call(by);
    }
}

static void do_lobby_get(room *in) {
    request *by = new_request(in, any_player(), 0);
    by->is_list = by->has_callback = true;
    touch_player(in, by->player);
    ach_status wanted = queue_ask(in, by->player, by);
    trace("room %d: get %d: request %d\n", in->index, by->player, (int)(by - requests));
    immediate = wanted == ACH_OK ? NULL : by;
    check_status(ach_engine_lobby_get(in->engine, player_name(by->player), on_told, by, NULL),
                 wanted, "lobby_get");
    if (wanted != ACH_OK) {
        told_in_the_call(by);
    }
}

/* What is wrong with the request itself. */
static void do_wrong(room *in) {
    request *by = new_request(in, any_player(), (int)chance(CLOUD));
    ach_set set = any_set(in, by);
    int reported = 7;
    ach_status wanted = ACH_EARGUMENT;
    switch (chance(4)) {
    case 0:
        set.delta = 0 - (int64_t)chance(2);
        break;
    case 1:
        set.player.size = 0;
        break;
    case 2:
        set.node = node_name(LOST);
        wanted = ACH_ENOTFOUND;
        break;
    default:
        set.player = (ach_bytes){"\xC0\x80", 2};
        break;
    }
    if (wanted == ACH_EARGUMENT) {
        check_status(ach_engine_add_node_progress(in->engine, &set, &reported, NULL), wanted,
                     "a wrong add");
        if (reported != 0 || by->has_ended) {
            diverge("a wrong add was taken");
        }
    }
    immediate = by->has_callback ? by : NULL;
    check_status(ach_engine_lobby_set(in->engine, &set, NULL), wanted, "a wrong lobby_set");
    told_in_the_call(by);
    by->has_ended = true;
}

/* --- Custom nodes -----------------------------------------------------------------------------
 */

static void touch_local(room *in, int player) {
    touch_player(in, player);
    in->players[player].is_loaded = true;
}

/* What the call must return; *delta is what it adds. */
static ach_status model_add(room *in, request *by, const ach_set *set, int64_t delta, int *reported,
                            bool *completes) {
    int64_t goal = goals[by->node];
    int64_t before = in->local[by->player][by->node];
    bool is_blocked = by->node == CHILD && in->local[by->player][ROOT] < goals[ROOT];
    bool is_auto = is_auto_node(by->node);
    *reported = 0;
    if (delta < 1 || before >= goal || is_blocked) {
        by->has_ended = true;
        return ACH_OK;
    }
    int64_t after = delta > goal - before ? goal : before + delta;
    if (is_auto && by->has_callback) {
        by->local = after - before;
        ach_status status = by->node == LOST ? ACH_ENOTFOUND : queue_set(in, by, set, delta, true);
        if (status != ACH_OK) {
            by->has_ended = true;
            return status;
        }
    }
    by->has_ended = !is_auto;
    set_local(in, by->player, by->node, after);
    *reported = !is_auto || by->has_callback;
    *completes =
        after == goal && (!is_auto || (in->options.flags & ACH_ENGINE_REWARD_AT_ONCE) != 0);
    return ACH_OK;
}

static void do_local(room *in) {
    static const int nodes[] = {N0, N0, N1, N2, N2, ROOT, CHILD, LOST, BARE};
    request *by = new_request(in, any_player(), nodes[chance(9)]);
    ach_set set = any_set(in, by);
    uint32_t way = chance(5);
    int64_t count = (int64_t)chance(30);
    int wanted_report = 0;
    hooks outer = in->hooks_due;
    int reported = 7;
    bool completes = false;
    touch_local(in, by->player);
    in->players[by->player].has_cells = true;
    int64_t before = in->local[by->player][by->node];
    int64_t delta = way == 0 ? goals[by->node] - before : way <= 2 ? count - before : set.delta;
    ach_status wanted = model_add(in, by, &set, delta, &wanted_report, &completes);
    trace("room %d: local %d.%d %+lld way %u flags %u: request %d, status %d, completes %d\n",
          in->index, by->player, by->node, (long long)delta, way, set.flags, (int)(by - requests),
          (int)wanted, completes);
    in->hooks_due = (hooks){completes ? 3 : 0, by->player, by->node};
    ach_status status = way == 0 ? ach_engine_set_node_finish(in->engine, &set, &reported, NULL)
                        : way <= 2
                            ? ach_engine_count_items(in->engine, &set, count, &reported, NULL)
                            : ach_engine_add_node_progress(in->engine, &set, &reported, NULL);
    check_status(status, wanted, "a call for a custom node");
    if (reported != wanted_report || in->hooks_due.left != 0) {
        diverge("reported %d, not %d, %d hooks left", reported, wanted_report, in->hooks_due.left);
    }
    in->hooks_due = outer;
}

static void do_detail(room *in) {
    ach_bytes json;
    long long number = -1;
    int player = any_player();
    int node = N0 + (int)chance(NODES - 1);
    if (node == N3) {
        check_status(
            ach_engine_node_detail(in->engine, player_name(player), node_name(node), &json, NULL),
            ACH_ENOTFOUND, "node_detail");
        return;
    }
    touch_local(in, player);
    in->players[player].has_cells = true;
    check_status(
        ach_engine_node_detail(in->engine, player_name(player), node_name(node), &json, NULL),
        ACH_OK, "node_detail");
    const char *at = strstr(json.data, "\"progress\":");
    if (at == NULL || sscanf(at, "\"progress\":%lld}", &number) != 1 ||
        number != in->local[player][node]) {
        diverge("local progress of player %d in node %d is %lld, not %lld", player, node, number,
                (long long)in->local[player][node]);
    }
}

/* --- Coming and going -------------------------------------------------------------------------
 */

static void do_join(room *in) {
    int player = any_player();
    touch_local(in, player);
    (void)queue_ask(in, player, NULL);
    trace("room %d: join %d\n", in->index, player);
    in->players[player].has_left = false;
    check_status(ach_engine_join(in->engine, player_name(player), NULL), ACH_OK, "join");
}

static void do_leave(room *in) {
    int player = any_player();
    trace("room %d: leave %d\n", in->index, player);
    if (in->players[player].exists) {
        in->players[player].has_left = in->players[player].is_idle = true;
        freshen_player(in, player);
    }
    check_status(ach_engine_leave(in->engine, player_name(player)), ACH_OK, "leave");
}

void do_call(room *in) {
    uint32_t which = chance(100);
    request *outer = immediate;
    if (in->ask_count > ASKS_MOST - 8 || in->count > SETS_MOST - 8 ||
        request_count > REQUESTS_MOST - 8) {
        return;
    }
    if (which < 48) {
        do_lobby_set(in);
    } else if (which < 56) {
        do_lobby_get(in);
    } else if (which < 82) {
        do_local(in);
    } else if (which < 87) {
        do_join(in);
    } else if (which < 93) {
        do_leave(in);
    } else if (which < 98) {
        do_detail(in);
    } else {
        do_wrong(in);
    }
    immediate = outer;
}

/* --- Polls and restarts -----------------------------------------------------------------------
 */

static void do_poll(room *in) {
    int64_t due = ach_engine_due(in->engine);
    uint64_t before = in->told;
    bool is_early = due > now && now >= in->now; /* not a clock that was set back */
    polls++;
    trace("room %d: poll at %lld (due %lld)\n", in->index, (long long)(now - START),
          (long long)(due == INT64_MAX ? -1 : due - START));
    begin_poll(in, now);
    ach_status status = ach_engine_poll(in->engine, now, NULL);
    if (in->is_dead) {
        crashes++;
        stop_room(in, true);
        open_engine(in);
        return;
    }
    check_status(status, ACH_OK, "poll");
    end_poll(in);
    if (is_early && in->told != before) {
        diverge("a poll had work %lld ms before it was due", (long long)(due - now));
    }
    check_gauges(in);
}

static void do_restart(room *in) {
    bool is_crash = chance(2) == 0;
    trace("room %d: %s\n", in->index, is_crash ? "crash" : "restart");
    restarts += !is_crash;
    crashes += is_crash;
    stop_room(in, is_crash);
    open_engine(in);
}

static void pass_time(void) {
    uint32_t how = chance(60);
    now += how == 0   ? 40000
           : how < 4  ? 1000 + (int64_t)chance(9000)
           : how == 4 ? -(int64_t)chance(20000)
                      : (int64_t)chance(60);
}

static void do_operation(void) {
    room *in = &rooms[chance(ROOMS)];
    uint32_t which = chance(1000);
    if (which < 680) {
        do_call(in);
    } else if (which < 700) {
        trace("room %d: flush\n", in->index);
        in->is_flushing = true;
        ach_engine_flush(in->engine);
    } else if (which < 994) {
        pass_time();
        do_poll(in);
        check_records();
    } else {
        do_restart(in);
    }
}

/* Everything that waits is stored, without trouble, in polls at the times that the engine names. */
static void drain(room *in) {
    for (int i = 0; i < POLLS_MOST; i++) {
        int64_t due = ach_engine_due(in->engine);
        if (in->count == 0 && in->ask_count == 0 && due == INT64_MAX) {
            return;
        }
        if (i == 0) {
            in->is_flushing = true;
            ach_engine_flush(in->engine);
        } else if (due == INT64_MAX) {
            diverge("%d sets wait for nothing", in->count);
        }
        now = i > 0 && due > now ? due : now;
        do_poll(in);
    }
    diverge("a room does not come to its end: %d sets", in->count);
}

static void end_episode(void) {
    trouble = 0;
    is_quiet = true;
    for (int i = 0; i < ROOMS; i++) {
        drain(&rooms[i]);
        stop_room(&rooms[i], false);
        told += rooms[i].told;
        rooms[i].told = 0;
    }
    check_records();
    for (int i = 0; i < request_count; i++) {
        if (requests[i].has_callback && !requests[i].has_ended && !requests[i].is_gone) {
            diverge("request %d was never told", i);
        }
    }
    requests_made += (uint64_t)request_count;
}

static void run_episode(uint64_t most) {
    operations = 0;
    now = START;
    is_quiet = false;
    begin_episode(seed);
    while (operations < most) {
        operations++;
        do_operation();
    }
    end_episode();
    all_operations += operations;
}

static uint64_t option_of(int count, char **words, const char *name, uint64_t usual) {
    for (int i = 3; i + 1 < count; i += 2) {
        if (strcmp(words[i], name) == 0) {
            return strtoull(words[i + 1], NULL, 10);
        }
    }
    return usual;
}

static void print_number(uint64_t number, const char *what) {
    (void)printf("%llu %s", (unsigned long long)number, what);
}

static void print_numbers(void) {
    print_number(all_operations, "operations, no divergence: ");
    print_number(requests_made, "requests, ");
    print_number(told, "things seen, ");
    print_number(polls, "polls, ");
    print_number(restarts, "restarts, ");
    print_number(crashes, "crashes, ");
    print_number(all_gauges.stored, "sets stored, ");
    print_number(all_gauges.merged, "merged, ");
    print_number(all_gauges.conflicts, "conflicts, ");
    print_number(all_gauges.retries, "retries, ");
    print_number(all_gauges.unknown, "lost answers, ");
    print_number(all_gauges.failed, "failures told, ");
    print_number(all_gauges.dropped, "dropped; seeds before ");
    print_number(seed, "\n");
}

int main(int count, char **words) {
    if (count < 3 || count % 2 == 0) {
        (void)fputs("usage: see the head of model.c\n", stderr);
        return 2;
    }
    seed = option_of(count, words, "--seed", (uint64_t)time(NULL) * 100000);
    uint64_t most = option_of(count, words, "--operations", 20000);
    is_traced = option_of(count, words, "--trace", 0) != 0;
    uint64_t each = option_of(count, words, "--each", 1000);
    open_world(words[1], words[2]);
    for (; all_operations < most; seed++) {
        uint64_t left = most - all_operations;
        run_episode(left < each ? left : each);
    }
    close_world();
    print_numbers();
    return 0;
}
