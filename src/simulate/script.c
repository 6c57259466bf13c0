/* The mod's code in each room: what it sends, and what it does about code 5.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

#include <stdio.h>
#include <string.h>

/* In extra stands a count that the script keeps beside progress, as the documents' sample keeps the
 * numbers of cows and pigs. So a right
 * script keeps it equal to progress, and changes what it believes only by what it is answered; it
 * keeps that when the player leaves, for sets may still be on their way. */

static ach__room *room_of(const ach__request *request) {
    return &request->world->rooms[request->room];
}

static int64_t *belief(ach__room *room, size_t player, size_t node) {
    return &room->beliefs[player * room->world->scenario->node_count + node];
}

static int64_t capped(const ach__world *world, size_t node, int64_t count) {
    int64_t total = world->scenario->nodes[node].total;
    return count > total ? total : count;
}

/* What extra says; where that is no count, the progress. */
static int64_t count_in(const ach_progress *progress) {
    int64_t count = 0;
    for (size_t i = 0; i < progress->extra.size; i++) {
        char digit = progress->extra.data[i];
        if (digit < '0' || digit > '9' || count > INT64_C(1000000000000)) {
            return progress->progress;
        }
        count = count * 10 + (digit - '0');
    }
    return count;
}

static bool is_over(const ach__request *request) {
    return room_of(request)->life != request->life;
}

/* No answer may come after this one. */
static void finish(ach__request *request, ach__request_state state) {
    request->finals++;
    request->is_at_end = room_of(request)->is_closing;
    if (request->state != ACH__REQUEST_WAITS) {
        return;
    }
    request->state = state;
    if (request->wait_link != NULL) {
        *request->wait_link = request->next_wait;
        if (request->next_wait != NULL) {
            request->next_wait->wait_link = request->wait_link;
        }
        request->wait_link = NULL;
    }
}

static int decide(const ach__request *request, const ach_progress *newest) {
    ach__room *room = room_of(request);
    int64_t *count = belief(room, request->player, request->node);
    switch (request->handler) {
    case ACH__HANDLER_RIGHT:
        *count = count_in(newest);
        return newest->progress < room->world->scenario->nodes[request->node].total;
    case ACH__HANDLER_ALWAYS:
        *count = count_in(newest);
        return 1;
    case ACH__HANDLER_DROPS: /* it knows better the next time */
        *count = count_in(newest);
        return 0;
    case ACH__HANDLER_WRONG:
        return 1;
    default:
        return 0;
    }
}

static void accepted(ach__request *request, const ach_progress *before) {
    ach__room *room = room_of(request);
    ach__world *world = room->world;
    bool is_closed = before != NULL && before->completed_at != 0;
    if (before != NULL) {
        int64_t *count = belief(room, request->player, request->node);
        bool has_extra = request->handler != ACH__HANDLER_NONE;
        if (request->handler == ACH__HANDLER_WRONG && !is_closed) {
            *count = capped(world, request->node, *count + request->delta);
        } else {
            *count = has_extra && !is_closed
                         ? capped(world, request->node, count_in(before) + request->delta)
                         : count_in(before);
        }
    }
    finish(request, is_closed ? ACH__REQUEST_CLOSED : ACH__REQUEST_STORED);
    ach__world_note_request(world, is_closed ? ACH__MOMENT_CLOSED : ACH__MOMENT_ACCEPTED, request,
                            before, 0);
}

static int answered(void *user, const ach_answer *answer) {
    ach__request *request = user;
    ach__room *room = room_of(request);
    if (is_over(request)) {
        return 0;
    }
    if (answer == NULL) {
        bool may_be_stored = room->has_batch;
        finish(request, may_be_stored ? ACH__REQUEST_UNKNOWN : ACH__REQUEST_FAILED);
        ach__world_note_request(room->world, ACH__MOMENT_FAILED, request, NULL, 0);
        return 0;
    }
    if (answer->code == ACH_CODE_OK) {
        accepted(request, answer->entity);
        return 0;
    }
    int again = answer->entity == NULL ? 0 : decide(request, answer->entity);
    ach__world_note_request(room->world, ACH__MOMENT_CONFLICT, request, answer->entity, again);
    if (again == 0) {
        finish(request, ACH__REQUEST_DROPPED);
    }
    return again;
}

static int extra_of(void *user, ach_bytes *extra) {
    const ach__request *request = user;
    ach__room *room = room_of(request);
    if (is_over(request)) {
        return 0;
    }
    int64_t count = capped(room->world, request->node,
                           *belief(room, request->player, request->node) + request->delta);
    int size = snprintf(room->extra, sizeof room->extra, "%lld", (long long)count);
    *extra = (ach_bytes){room->extra, (size_t)size};
    return 1;
}

static ach_bytes bytes_of(ach__slice text) {
    return (ach_bytes){text.ptr, text.len};
}

static ach__request *new_request(ach__room *room, const ach__step *step) {
    ach__simulation *out = room->world->out;
    ach__request *request = ach__arena_take(&out->arena, 1, sizeof *request);
    if (request == NULL) {
        ach__world_fail(room->world, ACH_ENOMEM);
        return NULL;
    }
    *request = (ach__request){.world = room->world,
                              .number = ++out->counts.requests,
                              .room = step->room,
                              .player = step->player,
                              .node = step->node,
                              .life = room->life,
                              .delta = step->delta,
                              .handler = step->handler};
    request->next_risk = room->risk;
    room->risk = request;
    request->next_wait = room->waiting;
    request->wait_link = &room->waiting;
    if (room->waiting != NULL) {
        room->waiting->wait_link = &request->next_wait;
    }
    room->waiting = request;
    *out->requests_end = request;
    out->requests_end = &request->next;
    return request;
}

/* AddNodeProgress: what it counts here alone is no business of the store's. */
static ach_status add(ach__room *room, const ach_set *set, ach__request *request, int *reported) {
    ach__custom custom = room->world->scenario->nodes[request->node].custom;
    ach_status status = ach_engine_add_node_progress(room->engine, set, reported, NULL);
    if (status == ACH_OK && (custom != ACH__CUSTOM_AUTO || *reported == 0)) {
        request->is_local = true;
        finish(request, ACH__REQUEST_STORED);
    }
    return status;
}

void ach__script_set(ach__world *world, const ach__step *step) {
    ach__room *room = &world->rooms[step->room];
    ach__request *request = new_request(room, step);
    if (request == NULL) {
        return;
    }
    ach_set set = ACH_SET_INIT;
    set.flags = step->is_later ? ACH_SET_LATER : 0;
    set.player = bytes_of(world->scenario->players[step->player]);
    set.node = bytes_of(world->scenario->nodes[step->node].id);
    set.delta = step->delta;
    set.callback = answered;
    set.get_extra = step->handler == ACH__HANDLER_NONE ? NULL : extra_of;
    set.user = request;
    int reported = 1;
    bool is_add = step->deed == ACH__DEED_ADD;
    ach__moment *moment =
        ach__world_note(world, is_add ? ACH__MOMENT_ADD : ACH__MOMENT_SET, step->room);
    ach_status status = is_add ? add(room, &set, request, &reported)
                               : ach_engine_lobby_set(room->engine, &set, NULL);
    if (moment != NULL) {
        moment->player = step->player;
        moment->node = step->node;
        moment->request = request->number;
        moment->number = step->delta;
        moment->code = reported;
        moment->handler = step->handler;
        moment->is_later = step->is_later;
    }
    if (status == ACH_ENOMEM) {
        ach__world_fail(world, status);
    } else if (status != ACH_OK) {
        finish(request, ACH__REQUEST_REFUSED);
        request->state = ACH__REQUEST_REFUSED;
        request->finals = 1;
        ach__world_note_request(world, ACH__MOMENT_REFUSED, request, NULL, (int)status);
    }
}

static void learn(ach__room *room, size_t player, const ach_entity *entity) {
    ach__world *world = room->world;
    size_t node = ach__world_find(&world->nodes, entity->achievement_id);
    if (node == ACH__SCENARIO_NONE) {
        return;
    }
    *belief(room, player, node) = count_in(&entity->progress);
    ach__moment *moment = ach__world_note(world, ACH__MOMENT_LISTED, room->number);
    if (moment != NULL) {
        moment->player = player;
        moment->node = node;
        moment->progress = ach__world_keep(world, &entity->progress);
    }
}

static int listed(void *user, const ach_answer *answer) {
    const ach__asking *asking = user;
    ach__room *room = asking->room;
    if (room->life != asking->life) {
        return 0;
    }
    room->gets -= room->gets > 0;
    for (size_t i = 0; answer != NULL && i < answer->list_count; i++) {
        learn(room, asking->player, &answer->list[i]);
    }
    if (answer == NULL || answer->list_count == 0) {
        ach__moment *moment = ach__world_note(
            room->world, answer == NULL ? ACH__MOMENT_UNREAD : ACH__MOMENT_NONE, room->number);
        if (moment != NULL) {
            moment->player = asking->player;
        }
    }
    return 0;
}

void ach__script_get(ach__world *world, const ach__step *step) {
    ach__room *room = &world->rooms[step->room];
    ach__asking *asking = ach__arena_take(&world->out->arena, 1, sizeof *asking);
    if (asking == NULL) {
        ach__world_fail(world, ACH_ENOMEM);
        return;
    }
    *asking = (ach__asking){room, room->life, step->player};
    room->gets++;
    ach_status status = ach_engine_lobby_get(
        room->engine, bytes_of(world->scenario->players[step->player]), listed, asking, NULL);
    if (status != ACH_OK) {
        ach__world_fail(world, status);
    }
}

static void completion(ach__room *room, ach__moment_type type, const ach_completion *what) {
    ach__world *world = room->world;
    ach__moment *moment = ach__world_note(world, type, room->number);
    if (moment != NULL) {
        moment->player = ach__world_find(&world->players, what->player);
        moment->node = ach__world_find(&world->nodes, what->node.node_id);
    }
}

static void rewarded(void *user, const ach_completion *what, const ach_custom_reward *reward) {
    (void)reward;
    completion(user, ACH__MOMENT_REWARD, what);
}

static void completed(void *user, const ach_completion *what) {
    completion(user, ACH__MOMENT_COMPLETE, what);
}

/* Nothing for sets that were taken up after a crash: a script knows nothing of them, so their
 * progress is stored alone where extra does not fit any more. */
const ach_hooks ach__script_hooks = {.reward = rewarded, .complete = completed};
