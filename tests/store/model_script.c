/* What the engines call, held against what the model says they must call now.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <stdio.h>
#include <string.h>

bool is_quiet;
request *immediate;

static int depth; /* how many of these functions are running */

/* The host's functions may call the engines again. */
static void call_again(room *in) {
    depth++;
    while (depth == 1 && !is_quiet && chance(100) < 12) {
        room *other = chance(4) == 0 ? &rooms[chance(ROOMS)] : in;
        if (!other->is_dead && other->phase != CLOSING) {
            if (ach_engine_poll(in->engine, in->now, NULL) != ACH_EARGUMENT) {
                diverge("a poll inside a call of the host");
            }
            do_call(other);
        }
    }
    depth--;
}

static void check_list(const room *in, const ach_answer *answer) {
    size_t at = 0;
    if (answer->entity != NULL) {
        diverge("a get has an entity");
    }
    for (int node = 0; node < CLOUD; node++) {
        const rec *wanted = &in->list[node];
        if (wanted->version == 0 && (in->options.flags & ACH_ENGINE_GET_ALL) == 0) {
            continue;
        }
        const ach_entity *seen = &answer->list[at++];
        ach_bytes name = node_name(node);
        if (at > answer->list_count || seen->achievement_id.size != name.size ||
            memcmp(seen->achievement_id.data, name.data, name.size) != 0 ||
            seen->max_progress != totals[in->variant]) {
            diverge("the list of a get");
        }
        check_entity("a get", &seen->progress, wanted);
    }
    if (at != answer->list_count) {
        diverge("a get has %zu entries, not %zu", answer->list_count, at);
    }
}

static void check_answer(const room *in, const ach_answer *answer, const event *wanted) {
    if ((answer == NULL) != (wanted->code == NONE)) {
        diverge("room %d: %s instead of code %d", in->index, answer == NULL ? "failure" : "answer",
                wanted->code);
    }
    if (answer == NULL) {
        return;
    }
    if (answer->code != wanted->code ||
        strcmp(answer->message, wanted->code == 0 ? "正常返回" : "操作冲突") != 0 ||
        strcmp(answer->details, "") != 0) {
        diverge("code %d instead of %d", answer->code, wanted->code);
    }
    if (wanted->is_list) {
        check_list(in, answer);
    } else if (answer->entity == NULL) {
        diverge("no entity");
    } else {
        check_entity("an answer", answer->entity, &wanted->entity);
    }
}

static int any_result(void) {
    static const int results[] = {1, 1, 1, 1, 0, 0, 2, -1};
    return results[chance(8)];
}

static int answer_event(room *in, const ach_answer *answer, const event *wanted) {
    check_answer(in, answer, wanted);
    int result = any_result();
    call_again(in);
    if (!in->is_dead && in->phase != CLOSING && chance(2000) == 0 && trouble > 0 &&
        in->phase != IDLE) {
        crash(in);
    }
    if (!in->is_dead) {
        after_told(in, wanted, result);
    }
    return result;
}

int on_told(void *user, const ach_answer *answer) {
    request *by = user;
    room *in = &rooms[by->room];
    event wanted = {.code = NONE};
    if (in->is_dead) {
        return 1;
    }
    in->told++;
    trace("  request %d is told %d\n", (int)(by - requests), answer == NULL ? NONE : answer->code);
    if (by == immediate) {
        immediate = NULL;
        in->gauges.failed++;
        by->has_ended = true;
        check_answer(in, answer, &wanted);
        return 1;
    }
    if (by->has_ended || by->is_gone) {
        diverge("a callback is called again");
    }
    expect_told(in, &wanted);
    if (wanted.kind != TOLD || wanted.caller != by) {
        diverge("room %d: request %d is told, kind %d request %d should be", in->index,
                (int)(by - requests), (int)wanted.kind,
                wanted.caller == NULL ? NONE : (int)(wanted.caller - requests));
    }
    return answer_event(in, answer, &wanted);
}

static void check_key(const event *wanted, kind is, ach_bytes player, ach_bytes node) {
    ach_bytes one = player_name(wanted->player);
    ach_bytes other = node_name(wanted->node);
    if (wanted->kind != is || player.size != one.size || node.size != other.size ||
        memcmp(player.data, one.data, one.size) != 0 ||
        memcmp(node.data, other.data, other.size) != 0) {
        diverge("kind %d of %.*s %.*s instead of kind %d of %s %s", (int)is, (int)player.size,
                player.data, (int)node.size, node.data, (int)wanted->kind, one.data, other.data);
    }
}

int on_resumed(void *user, const ach_resumed *set, const ach_answer *answer) {
    const ach_record_key *key = &set->key;
    room *in = user;
    event wanted;
    if (in->is_dead) {
        return 0;
    }
    in->told++;
    trace("  resumed is told %d\n", answer == NULL ? NONE : answer->code);
    expect_told(in, &wanted);
    check_key(&wanted, RESUMED, key->player, key->node);
    return answer_event(in, answer, &wanted);
}

static void on_hook(room *in, kind is, const ach_completion *what) {
    event wanted;
    if (in->is_dead) {
        return;
    }
    in->told++;
    trace("  hook %d\n", (int)is);
    if (in->hooks_due.left > 0) {
        wanted = (event){.kind = in->hooks_due.left-- > 1 ? REWARD : COMPLETE,
                         .player = in->hooks_due.player,
                         .node = in->hooks_due.node};
    } else {
        expect_told(in, &wanted);
    }
    check_key(&wanted, is, what->player, what->node.node_id);
    call_again(in);
}

void on_reward(void *user, const ach_completion *what, const ach_custom_reward *reward) {
    (void)reward;
    on_hook(user, REWARD, what);
}

void on_complete(void *user, const ach_completion *what) {
    on_hook(user, COMPLETE, what);
}

ach_policy on_changed(void *user, const ach_redefinition *change) {
    room *in = user;
    for (int i = 0; i < PLAYERS * CLOUD; i++) {
        ach_bytes player = player_name(i / CLOUD);
        ach_bytes node = node_name(i % CLOUD);
        if (player.size == change->key.player.size && node.size == change->key.node.size &&
            memcmp(player.data, change->key.player.data, player.size) == 0 &&
            memcmp(node.data, change->key.node.data, node.size) == 0) {
            if (!in->is_dead && change->max_progress != totals[in->variant]) {
                diverge("a change is told with another Total");
            }
            return (ach_policy)((i / CLOUD + i % CLOUD) % 4);
        }
    }
    diverge("a change of a node that is not there");
}

/* --- Extra ------------------------------------------------------------------------------------
 */

/* Seldom something that is no extra. */
static int give(room *in, request *by, int player, int node, ach_bytes *extra) {
    static char text[4096];
    if (in->is_dead) {
        return 0;
    }
    in->told++;
    trace("  extra of %d.%d is asked for\n", player, node);
    expect_getter(in, by, player, node);
    call_again(in);
    uint64_t number = chance(8) == 0 ? 0 : new_extra();
    uint32_t fault = chance(30);
    *extra = (ach_bytes){text, extra_text(number, text)};
    if (fault == 1) {
        *extra = (ach_bytes){"\xFF", 1};
    } else if (fault == 2) {
        *extra = (ach_bytes){"a\0b", 3};
    } else if (fault == 3) {
        *extra = (ach_bytes){text, ACH_EXTRA_BYTES_MOST + 1};
    }
    after_getter(in, by, player, node, fault > 3, number);
    return fault == 0 ? (int)chance(2) * 2 : 1;
}

int on_getter(void *user, ach_bytes *extra) {
    request *by = user;
    return give(&rooms[by->room], by, by->player, by->node, extra);
}

int on_resumed_extra(void *user, const ach_resumed *set, ach_bytes *extra) {
    const ach_record_key *key = &set->key;
    room *in = user;
    for (int i = 0; i < PLAYERS * CLOUD; i++) {
        ach_bytes player = player_name(i / CLOUD);
        ach_bytes node = node_name(i % CLOUD);
        if (player.size == key->player.size && node.size == key->node.size &&
            memcmp(player.data, key->player.data, player.size) == 0 &&
            memcmp(node.data, key->node.data, node.size) == 0) {
            return give(in, NULL, i / CLOUD, i % CLOUD, extra);
        }
    }
    diverge("extra of a node that is not there");
}
