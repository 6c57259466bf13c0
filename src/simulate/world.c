/* The world: its clock, what happens in it one after the other, and its end.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

#include "store/arguments.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void ach__world_fail(ach__world *world, ach_status status) {
    if (world->status == ACH_OK) {
        world->status = status;
    }
}

/* In the short form there would be too many of the others. */
static bool is_rare(ach__moment_type type) {
    switch (type) {
    case ACH__MOMENT_CRASH:
    case ACH__MOMENT_RESTART:
    case ACH__MOMENT_AWAY:
    case ACH__MOMENT_BACK:
    case ACH__MOMENT_LATE:
    case ACH__MOMENT_REFUSED:
    case ACH__MOMENT_END:
        return true;
    default:
        return false;
    }
}

ach__moment *ach__world_note(ach__world *world, ach__moment_type type, size_t room) {
    ach__simulation *out = world->out;
    out->counts.moments[type]++;
    if (out->is_short && !is_rare(type)) {
        return NULL;
    }
    ach__moment *moment = ach__arena_take(&out->arena, 1, sizeof *moment);
    if (moment == NULL) {
        ach__world_fail(world, ACH_ENOMEM);
        return NULL;
    }
    *moment = (ach__moment){.at = world->now,
                            .type = type,
                            .room = room,
                            .player = ACH__SCENARIO_NONE,
                            .node = ACH__SCENARIO_NONE};
    *out->last = moment;
    out->last = &moment->next;
    return moment;
}

ach_progress ach__world_keep(ach__world *world, const ach_progress *progress) {
    ach_progress copy = *progress;
    ach__slice extra = ach__slice_copy(&world->out->arena, ach__bytes_slice(progress->extra));
    copy.extra = ach__slice_bytes(extra);
    return copy;
}

void ach__world_note_request(ach__world *world, ach__moment_type type, const ach__request *request,
                             const ach_progress *progress, int code) {
    ach__moment *moment = ach__world_note(world, type, request->room);
    if (moment != NULL) {
        moment->player = request->player;
        moment->node = request->node;
        moment->request = request->number;
        moment->code = code;
        if (progress != NULL) {
            moment->progress = ach__world_keep(world, progress);
        }
    }
}

size_t ach__world_find(const ach__map *names, ach_bytes name) {
    size_t found = ach__map_find(names, ach__bytes_slice(name));
    return found == ACH__MAP_NONE ? ACH__SCENARIO_NONE : found;
}

static void restart(ach__world *world, ach__room *room) {
    ach_status status = ach__room_open(room);
    if (status != ACH_OK) {
        ach__world_fail(world, status);
        return;
    }
    ach__moment *moment = ach__world_note(world, ACH__MOMENT_RESTART, room->number);
    if (moment != NULL) {
        moment->count = ach__room_queued(room);
    }
    status = ach__room_start(room);
    if (status != ACH_OK) {
        ach__world_fail(world, status);
    }
}

static void note_player(ach__world *world, ach__moment_type type, const ach__step *step) {
    ach__moment *moment = ach__world_note(world, type, step->room);
    if (moment != NULL) {
        moment->player = step->player;
    }
}

static void move(ach__world *world, const ach__step *step) {
    ach__room *room = &world->rooms[step->room];
    ach__slice name = world->scenario->players[step->player];
    bool joins = step->deed == ACH__DEED_JOIN;
    note_player(world, joins ? ACH__MOMENT_JOIN : ACH__MOMENT_LEAVE, step);
    ach_status status = joins ? ach_engine_join(room->engine, ach__slice_bytes(name), NULL)
                              : ach_engine_leave(room->engine, ach__slice_bytes(name));
    if (status != ACH_OK) {
        ach__world_fail(world, status);
    }
}

void ach__world_carry_out(ach__world *world, const ach__step *step) {
    ach__room *room = &world->rooms[step->room];
    switch (step->deed) {
    case ACH__DEED_JOIN:
    case ACH__DEED_LEAVE:
        move(world, step);
        break;
    case ACH__DEED_GET:
        note_player(world, ACH__MOMENT_GET, step);
        ach__script_get(world, step);
        break;
    case ACH__DEED_SET:
    case ACH__DEED_ADD:
        ach__script_set(world, step);
        break;
    case ACH__DEED_FLUSH:
        (void)ach__world_note(world, ACH__MOMENT_FLUSH, step->room);
        ach_engine_flush(room->engine);
        break;
    case ACH__DEED_CRASH:
        ach__room_crash(room);
        break;
    default:
        restart(world, room);
        break;
    }
    ach__room_wake(room, true);
}

static void finish(ach__world *world) {
    (void)ach__world_note(world, ACH__MOMENT_END, ACH__SCENARIO_NONE);
    world->is_ending = true;
    for (size_t i = 0; i < world->scenario->room_count; i++) {
        if (world->rooms[i].engine != NULL) {
            ach_engine_flush(world->rooms[i].engine);
            ach__room_wake(&world->rooms[i], true);
        }
    }
}

static void change_store(ach__world *world, bool is_away) {
    (void)ach__world_note(world, is_away ? ACH__MOMENT_AWAY : ACH__MOMENT_BACK, ACH__SCENARIO_NONE);
    world->away += is_away ? 1 : (size_t)-1;
}

static void happen(ach__world *world, const ach__event *event) {
    switch (event->type) {
    case ACH__EVENT_STEP:
        ach__world_carry_out(world, &world->scenario->steps[event->number]);
        break;
    case ACH__EVENT_POLL:
        ach__room_poll(&world->rooms[event->number]);
        break;
    case ACH__EVENT_ARRIVAL:
        ach__net_arrive(world, event->request);
        break;
    case ACH__EVENT_AWAY:
    case ACH__EVENT_BACK:
        change_store(world, event->type == ACH__EVENT_AWAY);
        break;
    case ACH__EVENT_LOAD:
        ach__load_set(world);
        break;
    case ACH__EVENT_CRASH:
        ach__load_crash(world);
        break;
    case ACH__EVENT_RESTART:
        ach__load_restart(world, event->number);
        break;
    case ACH__EVENT_END:
        finish(world);
        break;
    }
}

/* What the file says comes first, the end when all of it is over. */
static void plan(ach__world *world) {
    const ach__scenario *scenario = world->scenario;
    int64_t end =
        scenario->load.is_meant ? scenario->load.length + scenario->load.restart_after : 0;
    bool is_good = true;
    for (size_t i = 0; i < scenario->network.away_count; i++) {
        const ach__interval *away = &scenario->network.away[i];
        is_good &= ach__events_add(&world->events,
                                   (ach__event){.at = away->from, .type = ACH__EVENT_AWAY});
        is_good &=
            ach__events_add(&world->events, (ach__event){.at = away->to, .type = ACH__EVENT_BACK});
    }
    for (size_t i = 0; i < scenario->step_count; i++) {
        const ach__event step = {.at = scenario->steps[i].at, .type = ACH__EVENT_STEP, .number = i};
        is_good &= ach__events_add(&world->events, step);
        end = step.at > end ? step.at : end;
    }
    if (scenario->load.is_meant) {
        ach__load_begin(world);
    }
    is_good &=
        ach__events_add(&world->events, (ach__event){.at = end + 1000, .type = ACH__EVENT_END});
    world->end_at = end + 1000;
    if (!is_good) {
        ach__world_fail(world, ACH_ENOMEM);
    }
}

/* Everything is stored, or will not be. */
static bool is_over(const ach__world *world) {
    if (!world->is_ending || world->now > world->end_at + ACH__SIMULATE_DRAIN_MS) {
        return world->is_ending;
    }
    for (size_t i = 0; i < world->scenario->room_count; i++) {
        const ach__room *room = &world->rooms[i];
        if (room->engine != NULL && (!ach__room_is_idle(room) || room->has_batch)) {
            return false;
        }
    }
    return true;
}

static void run(ach__world *world) {
    ach__event event;
    while (world->status == ACH_OK && !is_over(world) && ach__events_take(&world->events, &event)) {
        world->now = event.at > world->now ? event.at : world->now;
        happen(world, &event);
    }
    world->out->end = world->now;
}

/* What is still on its way comes, but nobody hears of it. */
static void settle(ach__world *world) {
    ach__event event;
    while (ach__events_take(&world->events, &event)) {
        if (event.type == ACH__EVENT_ARRIVAL) {
            if (world->status == ACH_OK) {
                ach__net_arrive(world, event.request);
            } else {
                ach__net_free(event.request);
            }
        }
    }
}

static int keep_record(void *user, const ach_record *record) {
    ach__world *world = user;
    size_t player = ach__world_find(&world->players, record->key.player);
    size_t node = ach__world_find(&world->nodes, record->key.node);
    if (player != ACH__SCENARIO_NONE && node != ACH__SCENARIO_NONE) {
        ach__simulation_result(world->out, player, node)->progress =
            ach__world_keep(world, &record->progress);
    }
    return 0;
}

/* The rooms close before what is still under way arrives, as servers do. */
static void end(ach__world *world) {
    for (size_t i = 0; world->rooms != NULL && i < world->scenario->room_count; i++) {
        ach__room *room = &world->rooms[i];
        size_t queued = ach__room_queued(room);
        world->out->left += queued;
        world->out->lives[i] = room->life;
        world->out->down[i] = room->engine == NULL || queued > 0;
        ach__room_close(room);
    }
    settle(world);
    if (world->status == ACH_OK) {
        ach__world_fail(world, ach_store_walk(world->store, NULL, keep_record, world, world->why));
    }
}

/* Memory is as good as a disk here, for no simulated crash takes the power away. */
static ach_status make_folder(ach__world *world) {
    const char *given = getenv("TMPDIR");
    const char *const places[] = {given == NULL ? "" : given, "/dev/shm", "/tmp"};
    errno = ENOENT;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int size =
            snprintf(world->folder, sizeof world->folder, "%s/achpack-simulate-XXXXXX", places[i]);
        if (places[i][0] != '\0' && size < (int)sizeof world->folder &&
            mkdtemp(world->folder) != NULL) {
            return ACH_OK;
        }
    }
    world->folder[0] = '\0';
    return ACH_EIO;
}

static void fill_maps(ach__world *world) {
    const ach__scenario *scenario = world->scenario;
    ach__map_init(&world->players, &world->out->arena);
    ach__map_init(&world->nodes, &world->out->arena);
    for (size_t i = 0; i < scenario->player_count; i++) {
        (void)ach__map_add(&world->players, scenario->players[i], i);
    }
    for (size_t i = 0; i < scenario->node_count; i++) {
        (void)ach__map_add(&world->nodes, scenario->nodes[i].id, i);
    }
}

static ach_status make_rooms(ach__world *world) {
    const ach__scenario *scenario = world->scenario;
    ach__arena *arena = &world->out->arena;
    size_t cells = scenario->player_count * scenario->node_count;
    world->homes = ach__arena_take(arena, scenario->player_count, sizeof(ach__room *));
    world->out->results = ach__arena_take(arena, cells, sizeof(ach__result));
    ach__room *rooms = ach__arena_take(arena, scenario->room_count, sizeof *rooms);
    if (rooms == NULL || world->homes == NULL || world->out->results == NULL) {
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < scenario->room_count; i++) {
        rooms[i] = (ach__room){.world = world, .number = i, .last_poll = -1};
        rooms[i].beliefs = ach__arena_take(arena, cells, sizeof(int64_t));
        if (rooms[i].beliefs == NULL) {
            return ACH_ENOMEM;
        }
    }
    world->rooms = rooms;
    ach_status status = ACH_OK;
    for (size_t i = 0; i < scenario->room_count && status == ACH_OK; i++) {
        status = ach__room_open(&rooms[i]);
        status = status == ACH_OK ? ach__room_start(&rooms[i]) : status;
    }
    return status;
}

static ach_status set_up(ach__world *world) {
    ach_status status = make_folder(world);
    if (status == ACH_OK) {
        status = ach_store_open(&world->store, "memory:", NULL, world->why);
    }
    if (status == ACH_OK) {
        status = ach__world_make_nodes(world);
    }
    if (status == ACH_OK) {
        fill_maps(world);
        status = make_rooms(world);
    }
    return status;
}

static void take_down(ach__world *world) {
    int number = errno;
    ach_store_close(world->store);
    ach_package_free(world->package);
    ach_tree_free(world->tree);
    ach__events_free(&world->events);
    if (world->folder[0] != '\0') {
        (void)rmdir(world->folder);
    }
    errno = number;
}

ach_status ach__simulate(ach__simulation *out, const ach__scenario *scenario, uint64_t seed,
                         ach_diags *why) {
    ach__world world = {.out = out,
                        .scenario = scenario,
                        .why = why,
                        .allocator = ach__allocator_or_default(NULL),
                        .dice = {seed},
                        .load_dice = {~seed}};
    *out = (ach__simulation){.scenario = scenario, .seed = seed};
    ach__arena_init(&out->arena, NULL);
    out->last = &out->first;
    out->requests_end = &out->requests;
    out->is_short = scenario->is_short;
    world.events.allocator = world.allocator;
    world.status = set_up(&world);
    if (world.status == ACH_OK) {
        plan(&world);
        run(&world);
    }
    end(&world);
    take_down(&world);
    if (world.status == ACH_OK && out->arena.failed) {
        world.status = ACH_ENOMEM;
    }
    if (world.status == ACH_OK) {
        ach__simulation_judge(out);
    }
    return world.status;
}

void ach__simulation_free(ach__simulation *simulation) {
    ach__arena_free(&simulation->arena);
}
