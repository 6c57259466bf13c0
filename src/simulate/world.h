/* Between the files of the simulator: its clock, its rooms, and the network between them and the
 * store.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SIMULATE_WORLD_H
#define ACH__SIMULATE_WORLD_H

#include "base/map.h"
#include "simulate/random.h"
#include "simulate/simulate.h"
#include "store/store.h"

typedef enum ach__event_type {
    ACH__EVENT_STEP,    /* number: of the step */
    ACH__EVENT_POLL,    /* of `room` */
    ACH__EVENT_ARRIVAL, /* of `request` at the store */
    ACH__EVENT_AWAY,
    ACH__EVENT_BACK,
    ACH__EVENT_LOAD,    /* a random set */
    ACH__EVENT_CRASH,   /* of a random room */
    ACH__EVENT_RESTART, /* of `room`, after a random crash */
    ACH__EVENT_END      /* everything is to be stored now */
} ach__event_type;

typedef struct ach__event {
    int64_t at;
    uint64_t order; /* of two at one time the one that was added first comes first */
    ach__event_type type;
    size_t number;
    struct ach__net_request *request;
} ach__event;

/* Earliest first. */
typedef struct ach__events {
    ach_allocator allocator;
    ach__event *heap;
    size_t count, room;
    uint64_t next_order;
} ach__events;

/* A batch on its way to the store and back. */
typedef struct ach__net_request {
    ach__arena arena; /* what the batch points to */
    ach_batch batch;
    ach_outcome *outcomes;
    size_t room;
    int64_t answer_at;
    bool is_lost;     /* its answer will never come */
    bool is_done;     /* the store has seen it */
    bool is_detached; /* nobody waits for it any more */
    ach_status status;
} ach__net_request;

typedef struct ach__room {
    struct ach__world *world;
    size_t number;
    ach_engine *engine; /* NULL: it does not run */
    ach_store *line;    /* its way to the store */
    ach__net_request *under_way;
    bool has_batch;        /* the engine has asked for one and does not know its outcomes */
    int64_t stored_number; /* of its newest batch that the store took */
    unsigned life;
    int64_t poll_at; /* of the event that is meant; INT64_MAX: none */
    int64_t last_poll;
    unsigned polls_at_once;
    int64_t *beliefs;   /* what its script takes for the count in extra, by player x node */
    ach__request *risk; /* taken, and not yet safe */
    ach__request *waiting;
    size_t gets; /* not yet answered */
    bool is_closing;
    char extra[24]; /* that the script gave last */
} ach__room;

/* A get that waits for its answer. */
typedef struct ach__asking {
    ach__room *room;
    unsigned life;
    size_t player;
} ach__asking;

typedef struct ach__world {
    ach__simulation *out;
    const ach__scenario *scenario;
    ach_diags *why;
    ach_allocator allocator;
    ach__events events;
    int64_t now;           /* milliseconds from the start */
    ach__random dice;      /* of the network */
    ach__random load_dice; /* of the load, so that another network changes nothing about it */
    ach_store *store;
    ach_package *package;
    ach_tree *tree;
    ach__room *rooms;
    ach__room **homes; /* where the players of the load are; NULL: nowhere */
    size_t away;       /* intervals that have begun and not ended */
    int64_t other_number;
    int64_t load_rest; /* microseconds below the millisecond, so that the mean comes out right */
    ach__map players, nodes; /* names to their numbers */
    bool is_ending;
    int64_t end_at;
    ach_status status; /* the first thing that went wrong */
    char folder[64];
} ach__world;

/* world.c */
void ach__world_fail(ach__world *world, ach_status status);
/* NULL where there is no memory, or in the short form for moments that are many. */
ach__moment *ach__world_note(ach__world *world, ach__moment_type type, size_t room);
void ach__world_note_request(ach__world *world, ach__moment_type type, const ach__request *request,
                             const ach_progress *progress, int code);
size_t ach__world_find(const ach__map *names, ach_bytes name);
ach_progress ach__world_keep(ach__world *world, const ach_progress *progress);
void ach__world_carry_out(ach__world *world, const ach__step *step);

/* events.c */
bool ach__events_add(ach__events *events, ach__event event);
bool ach__events_take(ach__events *events, ach__event *out);
void ach__events_free(ach__events *events);

/* nodes.c: the table and the node files of a scenario that lists its nodes. */
ach_status ach__world_make_nodes(ach__world *world);

/* room.c */
ach_status ach__room_open(ach__room *room);
/* The first poll, which sets the engine's clock. */
ach_status ach__room_start(ach__room *room);
void ach__room_crash(ach__room *room);
void ach__room_close(ach__room *room);
/* Polls if that is what the event meant. */
void ach__room_poll(ach__room *room);
/* Sees to it that the room is polled when its engine wants it, or now. */
void ach__room_wake(ach__room *room, bool is_now);
bool ach__room_is_idle(const ach__room *room);
size_t ach__room_queued(const ach__room *room);

/* net.c */
ach_status ach__net_open(ach_store **out, ach__room *room);
void ach__net_arrive(ach__world *world, ach__net_request *request);
/* The room is gone: nobody waits for its batch. */
void ach__net_detach(ach__room *room);
void ach__net_free(ach__net_request *request);

/* script.c: what the mod's code does. */
void ach__script_set(ach__world *world, const ach__step *step);
void ach__script_get(ach__world *world, const ach__step *step);
extern const ach_hooks ach__script_hooks;

/* load.c */
void ach__load_begin(ach__world *world);
void ach__load_set(ach__world *world);
void ach__load_crash(ach__world *world);
void ach__load_restart(ach__world *world, size_t room);

#endif
