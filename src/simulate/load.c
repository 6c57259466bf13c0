/* Random load: players who come, play, change rooms; rooms that crash.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

/* Between half and one and a half times the mean, so that the number of sets is about right. */
static int64_t pause(ach__world *world) {
    const ach__load *load = &world->scenario->load;
    uint64_t mean = 60000000 / (uint64_t)load->sets_per_minute; /* microseconds */
    uint64_t spread = ach__random_below(&world->load_dice, mean + 1);
    world->load_rest += (int64_t)(mean / 2 + spread);
    int64_t whole = world->load_rest / 1000;
    world->load_rest %= 1000;
    return whole;
}

static void add_event(ach__world *world, ach__event event) {
    if (!ach__events_add(&world->events, event)) {
        ach__world_fail(world, ACH_ENOMEM);
    }
}

void ach__load_begin(ach__world *world) {
    const ach__load *load = &world->scenario->load;
    add_event(world, (ach__event){.at = pause(world), .type = ACH__EVENT_LOAD});
    for (int64_t i = 0; i < load->crashes; i++) {
        int64_t second =
            (int64_t)ach__random_below(&world->load_dice, (uint64_t)load->length / 1000);
        int64_t part = (int64_t)ach__random_below(&world->load_dice, 1000);
        add_event(world, (ach__event){.at = second * 1000 + part, .type = ACH__EVENT_CRASH});
    }
}

/* A room that runs, or NULL. */
static ach__room *any_room(ach__world *world) {
    size_t count = world->scenario->room_count;
    size_t first = (size_t)ach__random_below(&world->load_dice, count);
    for (size_t i = 0; i < count; i++) {
        ach__room *room = &world->rooms[(first + i) % count];
        if (room->engine != NULL) {
            return room;
        }
    }
    return NULL;
}

static ach__handler any_handler(ach__world *world) {
    const ach__load *load = &world->scenario->load;
    ach__handler wanted[ACH__HANDLERS];
    size_t count = 0;
    for (size_t i = 0; i < ACH__HANDLERS; i++) {
        if (load->handlers[i]) {
            wanted[count++] = (ach__handler)i;
        }
    }
    return wanted[ach__random_below(&world->load_dice, count)];
}

/* The same dice are thrown whatever the rooms do, so that the load hangs on the seed alone. */
static ach__step any_step(ach__world *world, size_t *player) {
    const ach__scenario *scenario = world->scenario;
    const ach__load *load = &scenario->load;
    ach__random *dice = &world->load_dice;
    *player = (size_t)ach__random_below(dice, (uint64_t)load->players);
    size_t node = (size_t)ach__random_below(dice, scenario->node_count);
    ach__custom custom = scenario->nodes[node].custom;
    bool is_set = custom == ACH__CUSTOM_NONE || custom == ACH__CUSTOM_MANUAL;
    ach__step step = {.at = world->now,
                      .deed = is_set ? ACH__DEED_SET : ACH__DEED_ADD,
                      .player = scenario->named_count + *player,
                      .node = node,
                      .delta = 1 + (int64_t)ach__random_below(dice, 3),
                      .handler = any_handler(world)};
    step.is_later = ach__random_happens(dice, load->later) && step.handler == ACH__HANDLER_NONE;
    return step;
}

static void go(ach__world *world, ach__step step, ach__deed deed) {
    step.deed = deed;
    ach__world_carry_out(world, &step);
}

void ach__load_set(ach__world *world) {
    const ach__load *load = &world->scenario->load;
    size_t player;
    ach__step step = any_step(world, &player);
    bool moves = ach__random_happens(&world->load_dice, load->moves);
    ach__room *other = any_room(world);
    ach__room *home = world->homes[player];
    if (home == NULL || home->engine == NULL) {
        home = other;
        if (home != NULL) {
            step.room = home->number;
            go(world, step, ACH__DEED_JOIN);
        }
    }
    if (home != NULL) {
        step.room = home->number;
        go(world, step, step.deed);
        if (moves) {
            go(world, step, ACH__DEED_LEAVE);
            home = NULL;
        }
    }
    world->homes[player] = home;
    int64_t next = world->now + pause(world);
    if (next < load->length) {
        add_event(world, (ach__event){.at = next, .type = ACH__EVENT_LOAD});
    }
}

void ach__load_crash(ach__world *world) {
    ach__room *room = any_room(world);
    if (room != NULL) {
        size_t number = room->number;
        go(world, (ach__step){.room = number}, ACH__DEED_CRASH);
        add_event(world, (ach__event){.at = world->now + world->scenario->load.restart_after,
                                      .type = ACH__EVENT_RESTART,
                                      .number = number});
    }
}

void ach__load_restart(ach__world *world, size_t room) {
    if (world->rooms[room].engine == NULL) {
        go(world, (ach__step){.room = room}, ACH__DEED_RESTART);
    }
}
