/* Rooms: one engine each, which is polled when it wants to be, and may crash.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { POLLS_AT_ONCE = 4, PATH_BYTES = 128 };

/* What SQLite keeps beside a file. */
static const char *const suffixes[] = {"", "-wal", "-journal", "-shm"};
enum { SUFFIXES = sizeof suffixes / sizeof suffixes[0] };

static void path_of(const ach__room *room, unsigned life, const char *suffix, char *path) {
    (void)snprintf(path, PATH_BYTES, "%s/%zu.%u%s", room->world->folder, room->number, life,
                   suffix);
}

static void remove_outbox(const ach__room *room, unsigned life) {
    for (size_t i = 0; i < SUFFIXES; i++) {
        char path[PATH_BYTES];
        path_of(room, life, suffixes[i], path);
        (void)unlink(path);
    }
}

static void fill_options(const ach__room *room, const char *outbox, ach_engine_options *options) {
    const ach__world *world = room->world;
    const ach__scenario_limits *limits = &world->scenario->limits;
    options->outbox = outbox;
    options->store = room->line;
    options->package = world->package;
    options->tree = world->tree;
    options->interval_s = (uint32_t)limits->interval_s;
    options->sets_per_second = (uint32_t)limits->sets_per_second;
    options->attempts = (uint32_t)limits->attempts;
    options->answer_s = (uint32_t)limits->answer_s;
}

ach_status ach__room_open(ach__room *room) {
    char outbox[PATH_BYTES];
    ach_engine_options options = ACH_ENGINE_OPTIONS_INIT;
    ach_hooks hooks = ach__script_hooks;
    hooks.user = room;
    path_of(room, room->life, "", outbox);
    ach_status status = room->line == NULL ? ach__net_open(&room->line, room) : ACH_OK;
    if (status != ACH_OK) {
        return status;
    }
    fill_options(room, outbox, &options);
    options.hooks = &hooks;
    room->poll_at = INT64_MAX;
    return ach_engine_open(&room->engine, &options, room->world->why);
}

ach_status ach__room_start(ach__room *room) {
    return ach_engine_poll(room->engine, ACH__SIMULATE_START + room->world->now, room->world->why);
}

/* What a crash leaves is what the files hold at that moment. */
static bool copy_file(const char *from, const char *to, const ach_allocator *allocator) {
    ach__buffer bytes;
    ach__buffer_init(&bytes, allocator, (size_t)1 << 30);
    bool is_good = true;
    if (access(from, F_OK) == 0) {
        int fd = -1;
        is_good = ach__file_read_path(from, &bytes) == ACH_OK &&
                  (fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) >= 0;
        for (size_t at = 0; is_good && at < bytes.size;) {
            ssize_t size = write(fd, bytes.data + at, bytes.size - at);
            is_good = size > 0 || (size < 0 && errno == EINTR);
            at += size > 0 ? (size_t)size : 0;
        }
        is_good = (fd < 0 || close(fd) == 0) && is_good;
    }
    ach__buffer_free(&bytes);
    return is_good;
}

static bool copy_outbox(const ach__room *room) {
    for (size_t i = 0; i < 3; i++) { /* not the shared memory: it is made anew */
        char from[PATH_BYTES];
        char to[PATH_BYTES];
        path_of(room, room->life, suffixes[i], from);
        path_of(room, room->life + 1, suffixes[i], to);
        if (!copy_file(from, to, &room->world->allocator)) {
            return false;
        }
    }
    return true;
}

/* Those who still waited are told nothing any more. Gives how many of them were safe. */
static size_t abandon(ach__room *room) {
    size_t kept = 0;
    for (ach__request *request = room->waiting; request != NULL; request = request->next_wait) {
        request->state = request->is_safe ? ACH__REQUEST_KEPT : ACH__REQUEST_GONE;
        kept += request->is_safe && !request->is_local;
    }
    room->waiting = NULL;
    room->risk = NULL;
    room->gets = 0;
    return kept;
}

/* The engine is closed on files that nobody looks at again; the next one gets copies that were made
 * before. So its own memory is given back, and nothing of a proper end can be seen. */
void ach__room_crash(ach__room *room) {
    ach__world *world = room->world;
    size_t kept = abandon(room);
    if (!copy_outbox(room)) {
        ach__world_fail(world, ACH_EIO);
    }
    ach_engine *engine = room->engine;
    room->life++;
    room->engine = NULL;
    room->poll_at = INT64_MAX;
    room->has_batch = false;
    ach__net_detach(room);
    ach_engine_close(engine);
    ach_store_close(room->line);
    room->line = NULL;
    remove_outbox(room, room->life - 1);
    memset(room->beliefs, 0,
           world->scenario->player_count * world->scenario->node_count * sizeof *room->beliefs);
    ach__moment *moment = ach__world_note(world, ACH__MOMENT_CRASH, room->number);
    if (moment != NULL) {
        moment->count = kept;
    }
}

void ach__room_close(ach__room *room) {
    room->is_closing = true;
    ach_engine_close(room->engine);
    room->engine = NULL;
    ach__net_detach(room);
    ach_store_close(room->line);
    room->line = NULL;
    remove_outbox(room, room->life);
}

void ach__room_wake(ach__room *room, bool is_now) {
    ach__world *world = room->world;
    if (room->engine == NULL) {
        return;
    }
    int64_t due = ach_engine_due(room->engine);
    int64_t at = is_now ? world->now : due == INT64_MAX ? INT64_MAX : due - ACH__SIMULATE_START;
    if (at <= world->now) {
        /* A host's loop takes time too: no room goes round for ever at one moment. */
        bool is_spinning = room->last_poll == world->now && room->polls_at_once >= POLLS_AT_ONCE;
        at = world->now + is_spinning;
    }
    if (at < room->poll_at) {
        room->poll_at = at;
        if (!ach__events_add(
                &world->events,
                (ach__event){.at = at, .type = ACH__EVENT_POLL, .number = room->number})) {
            ach__world_fail(world, ACH_ENOMEM);
        }
    }
}

void ach__room_poll(ach__room *room) {
    ach__world *world = room->world;
    if (room->engine == NULL || room->poll_at != world->now) {
        return;
    }
    room->poll_at = INT64_MAX;
    room->polls_at_once = room->last_poll == world->now ? room->polls_at_once + 1 : 1;
    room->last_poll = world->now;
    world->out->counts.polls++;
    ach__request *risk =
        room->risk; /* callbacks may ask for more, which this poll is too late for */
    room->risk = NULL;
    ach_status status = ach_engine_poll(room->engine, ACH__SIMULATE_START + world->now, NULL);
    /* To the engine missing memory is a store that cannot be asked; here it would only make another
     * run of it. */
    status = room->line->replies.failed ? ACH_ENOMEM : status;
    if (status != ACH_OK) {
        ach__world_fail(world, status);
        return;
    }
    for (; risk != NULL; risk = risk->next_risk) {
        risk->is_safe = true;
    }
    ach__room_wake(room, false);
}

size_t ach__room_queued(const ach__room *room) {
    ach_gauges gauges = {.size = sizeof gauges};
    if (room->engine == NULL) {
        return 0;
    }
    ach_engine_gauges(room->engine, &gauges);
    return (size_t)gauges.queued;
}

bool ach__room_is_idle(const ach__room *room) {
    return ach__room_queued(room) == 0 && room->gets == 0;
}
