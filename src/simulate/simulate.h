/* Simulations: a scenario played against engines and one store, and what came out of it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SIMULATE_SIMULATE_H
#define ACH__SIMULATE_SIMULATE_H

#include <achpack/engine.h>

#include "base/memory.h"
#include "base/sink.h"
#include "simulate/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__SIMULATE_START INT64_C(1700000000000) /* of its clock, in milliseconds since 1970 */
#define ACH__SIMULATE_DRAIN_MS                                                                     \
    INT64_C(3600000) /* how long a run goes on to get everything stored */

/* What can happen. */
typedef enum ach__moment_type {
    ACH__MOMENT_JOIN,
    ACH__MOMENT_LEAVE,
    ACH__MOMENT_GET,
    ACH__MOMENT_SET,     /* request, number: delta */
    ACH__MOMENT_ADD,     /* the same; code: 1 reported, 0 not */
    ACH__MOMENT_REFUSED, /* request; code: the status */
    ACH__MOMENT_FLUSH,
    ACH__MOMENT_CRASH,    /* count: sets that were safe and not answered */
    ACH__MOMENT_RESTART,  /* count: sets that the outbox still held */
    ACH__MOMENT_SEND,     /* number: of the batch; count: its writes */
    ACH__MOMENT_RESEND,   /* the same */
    ACH__MOMENT_STORED,   /* number; count: writes applied, others: writes in conflict */
    ACH__MOMENT_REPEATED, /* number: the store knew the batch already */
    ACH__MOMENT_LATE,     /* number: it came when the store knew a newer one */
    ACH__MOMENT_LOST,     /* number: its answer */
    ACH__MOMENT_UNHEARD,  /* number: the store was away when it came */
    ACH__MOMENT_AWAY,
    ACH__MOMENT_BACK,
    ACH__MOMENT_OTHER,    /* player, node: another writer; progress: after it */
    ACH__MOMENT_ACCEPTED, /* request; code 0; progress: before it */
    ACH__MOMENT_CLOSED,   /* the same on a completed record */
    ACH__MOMENT_CONFLICT, /* request; code 5; progress: the newest; code: what was returned */
    ACH__MOMENT_FAILED,   /* request: answer None */
    ACH__MOMENT_LISTED,   /* answer of a get; progress, node */
    ACH__MOMENT_NONE,     /* answer of a get: nothing yet */
    ACH__MOMENT_UNREAD,   /* answer of a get: None */
    ACH__MOMENT_REWARD,
    ACH__MOMENT_COMPLETE,
    ACH__MOMENT_END,
    ACH__MOMENTS
} ach__moment_type;

/* Its names stand in the scenario; ACH__SCENARIO_NONE where there is none. */
typedef struct ach__moment {
    int64_t at; /* milliseconds from the start */
    ach__moment_type type;
    size_t room, player, node;
    uint64_t request;
    int64_t number;
    size_t count, others;
    int code;
    ach__handler handler;
    bool is_later;
    ach_progress progress; /* extra lies in the simulation's arena */
    struct ach__moment *next;
} ach__moment;

typedef enum ach__request_state {
    ACH__REQUEST_WAITS,
    ACH__REQUEST_STORED,  /* answered with code 0 */
    ACH__REQUEST_CLOSED,  /* answered with code 0 on a completed record */
    ACH__REQUEST_DROPPED, /* the script gave up on code 5 */
    ACH__REQUEST_FAILED,  /* answered with None, and nothing of it was under way */
    ACH__REQUEST_UNKNOWN, /* answered with None while a batch was under way */
    ACH__REQUEST_KEPT,    /* its room crashed when it was safe */
    ACH__REQUEST_GONE,    /* its room crashed before it was */
    ACH__REQUEST_REFUSED  /* the call did not take it */
} ach__request_state;

/* One set as the script asked for it. */
typedef struct ach__request {
    struct ach__request *next;                   /* in the order of asking */
    struct ach__request *next_risk;              /* of its room: not yet safe */
    struct ach__request *next_wait, **wait_link; /* of its room: not yet answered */
    struct ach__world *world;
    uint64_t number;
    size_t room, player, node;
    unsigned life; /* how often the room had been restarted */
    int64_t delta;
    ach__handler handler;
    ach__request_state state;
    unsigned finals; /* answers after which no other may come */
    bool is_safe;
    bool is_local;  /* nothing of it goes to the store */
    bool is_at_end; /* answered while the room closed */
} ach__request;

/* What a record came to, and what it had to. */
typedef struct ach__result {
    ach_progress progress;
    int64_t least, most; /* without the target */
    bool is_touched;
    bool has_plain;  /* a set without extra was stored, or may be */
    bool is_resumed; /* a set came from an outbox after a crash */
} ach__result;

typedef struct ach__ruling {
    bool is_judged;
    bool holds;
    size_t faults;
    char example[192]; /* the first fault: names and numbers, the same in all languages */
} ach__ruling;

typedef struct ach__counts {
    uint64_t moments[ACH__MOMENTS];
    uint64_t requests;
    uint64_t polls;
} ach__counts;

typedef struct ach__simulation {
    const ach__scenario *scenario;
    uint64_t seed;
    ach__arena arena;
    ach__moment *first, **last;
    bool is_short; /* of random load only crashes and the like are in the list */
    ach__counts counts;
    ach__request *requests, **requests_end;
    ach__result *results; /* player x node */
    size_t batch_faults;
    unsigned lives[ACH__SCENARIO_ROOMS_MOST]; /* how often each room crashed */
    bool down[ACH__SCENARIO_ROOMS_MOST]; /* rooms whose outbox still held something at the end */
    int64_t end;
    size_t left; /* sets that still waited at the end */
    ach__ruling rulings[ACH__INVARIANTS];
} ach__simulation;

/* Plays `scenario` (borrowed) with `seed`. Outboxes lie in a folder of their own, which is gone
 * afterwards. ACH_OK, whatever the judgement; ACH_EIO (errno, or `why`), ACH_ENOMEM, or the status
 * of what could not be done. Free *out in any case. */
ach_status ach__simulate(ach__simulation *out, const ach__scenario *scenario, uint64_t seed,
                         ach_diags *why);
void ach__simulation_free(ach__simulation *simulation);

/* judge.c: fills results[].least and so on from the requests, then the rulings. */
void ach__simulation_judge(ach__simulation *simulation);

/* Every invariant is as the scenario expects it. */
bool ach__simulation_is_fine(const ach__simulation *simulation);

/* The result of a player and node. */
static inline ach__result *ach__simulation_result(const ach__simulation *simulation, size_t player,
                                                  size_t node) {
    return &simulation->results[player * simulation->scenario->node_count + node];
}

/* timeline.c: all of it as text. */
void ach__simulation_write(const ach__simulation *simulation, ach_language language,
                           ach__slice path, ach__sink *sink);

/* The word of JSON for a type of moment. */
extern const char *const ach__moment_words[ACH__MOMENTS];

#endif
