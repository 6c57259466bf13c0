/* The way from a room to the store: a store that takes its time, and loses answers.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

#include <string.h>

/* A batch takes effect after half of the latency, and its answer is there after the whole of it.
 * Calls cannot wait, for they would stop the clock: until then they give ACH_EIO, which means that
 * the outcome is not known, and the engine asks again for the same batch. */

static bool is_away(const ach__room *room) {
    return room->world->away > 0;
}

static void note(ach__room *room, ach__moment_type type, const ach_batch *batch) {
    ach__moment *moment = ach__world_note(room->world, type, room->number);
    if (moment != NULL) {
        moment->number = batch->number;
        moment->count = batch->count;
    }
}

/* Copies what the answer of the real store points to: other rooms ask it too. */
static ach_status keep_records(ach_store *line, ach_record *records, const ach_record *found,
                               size_t count) {
    for (size_t i = 0; i < count; i++) {
        ach_bytes extra = found[i].progress.extra;
        ach__slice copy = ach__slice_copy(&line->replies, (ach__slice){extra.data, extra.size});
        records[i].progress = found[i].progress;
        records[i].progress.extra = (ach_bytes){copy.ptr, copy.len};
    }
    return line->replies.failed ? ACH_ENOMEM : ACH_OK;
}

static ach_status net_read(ach_store *line, const ach_record_key *keys, size_t count,
                           ach_record *records, ach_diags *why) {
    ach__room *room = line->state;
    if (is_away(room)) {
        ach__store_raise(why, ACH__STORE_UNREACHABLE, "away");
        return ACH_EIO;
    }
    ach_record *found = ach__arena_take(&line->replies, count, sizeof *found);
    if (found == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status = ach_store_read(room->world->store, keys, count, found, why);
    if (status == ACH_ENOMEM) {
        ach__world_fail(room->world, status);
    }
    return status == ACH_OK ? keep_records(line, records, found, count) : status;
}

static ach_status net_player(ach_store *line, ach_bytes player, ach_record_visit visit, void *user,
                             ach_diags *why) {
    ach__room *room = line->state;
    if (is_away(room)) {
        ach__store_raise(why, ACH__STORE_UNREACHABLE, "away");
        return ACH_EIO;
    }
    ach_status status = ach_store_player(room->world->store, player, visit, user, why);
    if (status == ACH_ENOMEM) {
        ach__world_fail(room->world, status);
    }
    return status;
}

static ach_status net_walk(ach_store *line, const ach_record_key *after, ach_record_visit visit,
                           void *user, ach_diags *why) {
    ach__room *room = line->state;
    return is_away(room) ? ACH_EIO : ach_store_walk(room->world->store, after, visit, user, why);
}

static bool copy_bytes(ach__arena *arena, ach_bytes *bytes) {
    ach__slice copy = ach__slice_copy(arena, (ach__slice){bytes->data, bytes->size});
    *bytes = (ach_bytes){copy.ptr, copy.len};
    return copy.ptr != NULL;
}

static const int64_t *copy_versions(ach__arena *arena, const ach_batch *batch) {
    if (batch->versions == NULL) {
        return NULL;
    }
    int64_t *versions = ach__arena_take(arena, batch->count, sizeof *versions);
    if (versions != NULL) {
        memcpy(versions, batch->versions, batch->count * sizeof *versions);
    }
    return versions;
}

/* NULL: no memory. */
static ach__net_request *new_request(ach__room *room, const ach_batch *batch) {
    const ach_allocator *allocator = &room->world->allocator;
    ach__net_request *request = ach__allocate(allocator, sizeof *request);
    if (request == NULL) {
        return NULL;
    }
    *request = (ach__net_request){.batch = *batch, .room = room->number};
    ach__arena_init(&request->arena, allocator);
    ach_record *writes = ach__arena_take(&request->arena, batch->count, sizeof *writes);
    request->outcomes = ach__arena_take(&request->arena, batch->count, sizeof(ach_outcome));
    for (size_t i = 0; writes != NULL && i < batch->count; i++) {
        writes[i] = batch->writes[i];
        (void)copy_bytes(&request->arena, &writes[i].key.player);
        (void)copy_bytes(&request->arena, &writes[i].key.node);
        (void)copy_bytes(&request->arena, &writes[i].progress.extra);
    }
    request->batch.writes = writes;
    request->batch.versions = copy_versions(&request->arena, batch);
    if (request->arena.failed) {
        ach__net_free(request);
        return NULL;
    }
    return request;
}

void ach__net_free(ach__net_request *request) {
    if (request != NULL) {
        ach_allocator allocator = request->arena.allocator;
        ach__arena_free(&request->arena);
        ach__release(&allocator, request, sizeof *request);
    }
}

/* Nobody waits for it any more; it goes as soon as it has arrived. */
static void detach(ach__net_request *request) {
    request->is_detached = true;
    if (request->is_done) {
        ach__net_free(request);
    }
}

void ach__net_detach(ach__room *room) {
    if (room->under_way != NULL) {
        detach(room->under_way);
        room->under_way = NULL;
    }
}

static bool is_same(ach_bytes one, ach_bytes other) {
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

/* What is asked for again under a number must be what it was. */
static void compare(ach__room *room, const ach_batch *batch) {
    const ach_batch *before = &room->under_way->batch;
    bool is_equal = before->count == batch->count;
    for (size_t i = 0; is_equal && i < batch->count; i++) {
        const ach_record *one = &before->writes[i];
        const ach_record *other = &batch->writes[i];
        is_equal = is_same(one->key.player, other->key.player) &&
                   is_same(one->key.node, other->key.node) &&
                   one->progress.version == other->progress.version &&
                   one->progress.progress == other->progress.progress &&
                   is_same(one->progress.extra, other->progress.extra) &&
                   (before->versions == NULL) == (batch->versions == NULL) &&
                   (batch->versions == NULL || before->versions[i] == batch->versions[i]);
    }
    room->world->out->batch_faults += !is_equal;
}

static ach_status answer(ach__room *room, ach_outcome *outcomes) {
    ach__net_request *request = room->under_way;
    ach_status status = request->status;
    memcpy(outcomes, request->outcomes, request->batch.count * sizeof *outcomes);
    room->under_way = NULL;
    room->has_batch = false;
    detach(request);
    return status;
}

static ach_status send_batch(ach__room *room, const ach_batch *batch, bool is_again) {
    ach__world *world = room->world;
    const ach__network *network = &world->scenario->network;
    ach__net_request *request = new_request(room, batch);
    if (request == NULL) {
        return ACH_ENOMEM;
    }
    uint64_t spread = (uint64_t)(network->latency_most - network->latency_least) + 1;
    int64_t latency = network->latency_least + (int64_t)ach__random_below(&world->dice, spread);
    request->is_lost = ach__random_happens(&world->dice, network->lose_answers);
    request->answer_at = world->now + latency;
    room->under_way = request;
    note(room, is_again ? ACH__MOMENT_RESEND : ACH__MOMENT_SEND, batch);
    if (latency == 0) {
        ach__net_arrive(world, request);
    } else if (!ach__events_add(&world->events, (ach__event){.at = world->now + latency / 2,
                                                             .type = ACH__EVENT_ARRIVAL,
                                                             .request = request})) {
        room->under_way = NULL;
        ach__net_free(request);
        return ACH_ENOMEM;
    }
    return ACH_OK;
}

static ach_status net_apply(ach_store *line, const ach_batch *batch, ach_outcome *outcomes,
                            ach_diags *why) {
    ach__room *room = line->state;
    bool is_again = room->under_way != NULL && room->under_way->batch.number == batch->number;
    room->has_batch = true;
    if (is_again) {
        compare(room, batch);
    } else if (room->under_way != NULL) {
        room->world->out->batch_faults++; /* a new one before it knew what became of the old one */
    }
    if (is_away(room)) {
        ach__store_raise(why, ACH__STORE_UNREACHABLE, "away");
        return is_again ? ACH_EIO : ACH_EBUSY;
    }
    if (is_again && room->world->now >= room->under_way->answer_at && room->under_way->is_lost) {
        ach__net_detach(room);
    }
    if (!is_again || room->under_way == NULL) {
        ach__net_detach(room);
        ach_status status = send_batch(room, batch, is_again);
        if (status != ACH_OK) {
            ach__world_fail(room->world, status);
            return status;
        }
    }
    if (room->world->now >= room->under_way->answer_at && !room->under_way->is_lost) {
        return answer(room, outcomes);
    }
    ach__store_raise(why, ACH__STORE_UNREACHABLE, "no answer yet");
    return ACH_EIO;
}

static ach_status net_rename(ach_store *line, ach_bytes from, ach_bytes to, uint64_t *moved,
                             ach_diags *why) {
    ach__room *room = line->state;
    return ach_store_rename(room->world->store, from, to, moved, why);
}

static ach_status net_forget(ach_store *line, int64_t before, ach_diags *why) {
    ach__room *room = line->state;
    return ach_store_forget_sources(room->world->store, before, why);
}

static void net_close(ach_store *line) {
    line->state = NULL;
}

static const ach__store_calls net_calls = {net_read,   net_player, net_walk, net_apply,
                                           net_rename, net_forget, net_close};

ach_status ach__net_open(ach_store **out, ach__room *room) {
    const ach_allocator *allocator = &room->world->allocator;
    ach_store *line = ach__allocate(allocator, sizeof *line);
    if (line == NULL) {
        return ACH_ENOMEM;
    }
    *line = (ach_store){.calls = &net_calls,
                        .allocator = *allocator,
                        .timeout_ms = ACH__STORE_TIMEOUT_DEFAULT,
                        .state = room};
    ach__arena_init(&line->before, allocator);
    ach__arena_init(&line->replies, allocator);
    *out = line;
    return ACH_OK;
}

/* Somebody else writes extra into each record of a batch, just before it comes. */
static void meddle(ach__world *world, const ach_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        ach_record record;
        ach_outcome outcome;
        ach_record_key key = batch->writes[i].key;
        if (ach_store_read(world->store, &key, 1, &record, NULL) != ACH_OK) {
            ach__world_fail(world, ACH_EIO);
            return;
        }
        record.key = key;
        record.progress.extra = (ach_bytes){"other", 5};
        const ach_batch own = {.source = "another writer",
                               .number = ++world->other_number,
                               .now = batch->now,
                               .writes = &record,
                               .count = 1};
        if (ach_store_apply(world->store, &own, &outcome, NULL) != ACH_OK) {
            ach__world_fail(world, ACH_EIO);
            return;
        }
        record.progress.version++;
        ach__moment *moment = ach__world_note(world, ACH__MOMENT_OTHER, ACH__SCENARIO_NONE);
        if (moment != NULL) {
            moment->player = ach__world_find(&world->players, key.player);
            moment->node = ach__world_find(&world->nodes, key.node);
            moment->progress = ach__world_keep(world, &record.progress);
        }
    }
}

static void note_arrival(ach__world *world, const ach__net_request *request, bool is_repeat) {
    ach__room *room = &world->rooms[request->room];
    ach__moment_type type = request->status != ACH_OK ? ACH__MOMENT_LATE
                            : is_repeat               ? ACH__MOMENT_REPEATED
                                                      : ACH__MOMENT_STORED;
    ach__moment *moment = ach__world_note(world, type, room->number);
    if (moment != NULL) {
        moment->number = request->batch.number;
        for (size_t i = 0; i < request->batch.count; i++) {
            moment->count += request->outcomes[i] == ACH_APPLIED;
            moment->others += request->outcomes[i] == ACH_CONFLICT;
        }
    }
    if (request->is_lost && !request->is_detached) {
        note(room, ACH__MOMENT_LOST, &request->batch);
    }
}

void ach__net_arrive(ach__world *world, ach__net_request *request) {
    ach__room *room = &world->rooms[request->room];
    request->is_done = true;
    if (world->away > 0) {
        request->is_lost = true;
        note(room, ACH__MOMENT_UNHEARD, &request->batch);
    } else {
        bool is_repeat = room->stored_number >= request->batch.number;
        if (world->scenario->network.has_other_writer && !is_repeat) {
            meddle(world, &request->batch);
        }
        request->status = ach_store_apply(world->store, &request->batch, request->outcomes, NULL);
        if (request->status == ACH_OK) {
            room->stored_number = request->batch.number;
        } else if (request->status == ACH_ENOMEM) {
            ach__world_fail(world, ACH_ENOMEM);
        }
        note_arrival(world, request, is_repeat);
    }
    if (request->is_detached) {
        ach__net_free(request);
    }
}
