/* Scenarios: what is to happen in a simulation, read from a file of JSON.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SIMULATE_SCENARIO_H
#define ACH__SIMULATE_SCENARIO_H

#include <achpack/package.h>
#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__SCENARIO_ROOMS_MOST 64
#define ACH__SCENARIO_CELLS_MOST 1000000             /* rooms x players x nodes */
#define ACH__SCENARIO_MS_MOST    INT64_C(2592000000) /* 30 days */
#define ACH__SCENARIO_SETS_MOST  1000000             /* of random load */
#define ACH__SHARE_WHOLE         1000000             /* shares are parts of a million */
#define ACH__SCENARIO_NONE       SIZE_MAX

typedef enum ach__deed {
    ACH__DEED_JOIN,
    ACH__DEED_LEAVE,
    ACH__DEED_GET,
    ACH__DEED_SET, /* LobbySetAchievementStorage */
    ACH__DEED_ADD, /* AddNodeProgress */
    ACH__DEED_FLUSH,
    ACH__DEED_CRASH,
    ACH__DEED_RESTART,
    ACH__DEEDS
} ach__deed;

/* What the script does about extra, and on code 5. */
typedef enum ach__handler {
    ACH__HANDLER_NONE,   /* sends no extra, so it meets no code 5 */
    ACH__HANDLER_RIGHT,  /* takes over what the other room stored, applies its own again */
    ACH__HANDLER_WRONG,  /* tries again with the extra that it had */
    ACH__HANDLER_DROPS,  /* gives up */
    ACH__HANDLER_ALWAYS, /* as right, but tries again even when the target is met */
    ACH__HANDLERS
} ach__handler;

typedef struct ach__step {
    int64_t at; /* in milliseconds from the start */
    ach__deed deed;
    size_t room;
    size_t player; /* ACH__SCENARIO_NONE: the deed has none */
    size_t node;
    int64_t delta;
    ach__handler handler;
    bool is_later;
    const struct ach__json_value *place; /* where it stands, while the file is read */
} ach__step;

/* How a node stands in node files. */
typedef enum ach__custom {
    ACH__CUSTOM_NONE,  /* it does not: a row of the table alone */
    ACH__CUSTOM_LOCAL, /* a node file alone */
    ACH__CUSTOM_AUTO,  /* is_cloud, with auto_sent_cloud */
    ACH__CUSTOM_MANUAL /* is_cloud without it */
} ach__custom;

typedef struct ach__scenario_node {
    ach__slice id;
    int64_t total;
    ach__custom custom;
} ach__scenario_node;

typedef struct ach__interval {
    int64_t from, to; /* milliseconds, `to` not included */
} ach__interval;

typedef struct ach__network {
    int64_t latency_least, latency_most; /* milliseconds */
    int64_t lose_answers;                /* share */
    bool has_other_writer;
    ach__interval *away;
    size_t away_count;
} ach__network;

typedef struct ach__load {
    bool is_meant;
    int64_t players;
    int64_t sets_per_minute; /* of all together */
    int64_t length;          /* milliseconds */
    bool handlers[ACH__HANDLERS];
    int64_t later; /* share of the sets without extra that may wait */
    int64_t moves; /* how probable it is that a player changes rooms after a set */
    int64_t crashes;
    int64_t restart_after; /* milliseconds */
} ach__load;

/* 0: the engine's default. */
typedef struct ach__scenario_limits {
    int64_t interval_s;
    int64_t sets_per_second;
    int64_t attempts;
    int64_t answer_s;
} ach__scenario_limits;

/* What is held against the outcome. */
typedef enum ach__invariant {
    ACH__NOTHING_LOST,
    ACH__NOTHING_DOUBLED,
    ACH__ANSWERED_ONCE,
    ACH__EXTRA_MATCHES,
    ACH__COMPLETED_RIGHT,
    ACH__SAME_BATCH, /* a batch that is asked for again is the same */
    ACH__RECORDS_AS_WANTED,
    ACH__INVARIANTS
} ach__invariant;

typedef struct ach__wanted_record {
    size_t player, node;
    int64_t progress;
    int64_t version;  /* -1: any */
    ach__slice extra; /* absent: any */
} ach__wanted_record;

typedef struct ach__scenario {
    ach__slice title[2]; /* by language; absent: none */
    int64_t seed;
    bool is_short; /* the timeline leaves out what is many */
    ach__slice *rooms;
    size_t room_count;
    ach__slice *players; /* those of the load come behind those that are named */
    size_t player_count, named_count;
    ach__scenario_node *nodes;
    size_t node_count;
    ach__slice package_path; /* absent: the nodes stand in the scenario */
    ach_package *package;    /* of package_path, else NULL */
    ach__step *steps;        /* by time, then as they stand */
    size_t step_count;
    ach__network network;
    ach__load load;
    ach__scenario_limits limits;
    bool is_broken[ACH__INVARIANTS]; /* the scenario expects so */
    ach__wanted_record *wanted;
    size_t wanted_count;
} ach__scenario;

/* The words of files for these enums; NULL ends each. */
extern const char *const ach__timeline_words[];
extern const char *const ach__deed_words[];
extern const char *const ach__handler_words[];
extern const char *const ach__custom_words[];
extern const char *const ach__invariant_words[];

/* Reads the scenario `text` (borrowed, as is `path`, which findings name and which the package's
 * path is relative to). Everything but the package lies in `arena`, which must live as long as
 * `diags`. ACH_OK; ACH_EFORMAT: `diags` tells; ACH_ENOMEM. Free *out in any case. */
ach_status ach__scenario_read(ach__scenario *out, ach__arena *arena, ach__slice path,
                              ach__slice text, ach_diags *diags);
void ach__scenario_free(ach__scenario *scenario);

#endif
