/* Engines: the achievement calls of the platform, with the progress of players kept in a store.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_ENGINE_H
#define ACHPACK_ENGINE_H

#include <achpack/allocator.h>
#include <achpack/bytes.h>
#include <achpack/diag.h>
#include <achpack/export.h>
#include <achpack/package.h>
#include <achpack/status.h>
#include <achpack/store.h>
#include <achpack/tree.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What one server of the platform does with achievements: it takes the calls of its scripts, keeps
 * local progress, and sets cloud progress in a store that it shares with other servers. It starts
 * no thread, reads no clock and installs no signal handler: time comes with ach_engine_poll(), and
 * all of the host's functions are called inside ach_engine_poll(), ach_engine_close(), or the call
 * that they were given to. They may call the engine again, but not poll, flush or close it. One
 * engine, one thread at a time; several engines may live in one process.
 *
 * What a call took is safe from a crash when the next ach_engine_poll() has given ACH_OK, and is
 * then neither lost nor counted twice, whatever happens to the server, the store or the answer
 * between them. Without an outbox (options) it lives in memory alone. A set whose callback was told
 * failure is given up when the poll after that has given ACH_OK; a crash before may bring it back.
 */
typedef struct ach_engine ach_engine;

/* The codes of an answer ("Cloud achievement API"). */
enum {
    ACH_CODE_OK = 0,
    ACH_CODE_CONFLICT = 5 /* another server wrote extra in between: nothing was stored */
};

/* One achievement of a player, as LobbyGetAchievementStorage lists it. */
typedef struct ach_entity {
    ach_bytes achievement_id;
    int64_t max_progress; /* Total of the table */
    ach_progress progress;
} ach_entity;

/* The dict that a callback is given. Everything in it lives until the callback returns. */
typedef struct ach_answer {
    int code;
    const char *message; /* "正常返回", "操作冲突": the samples' own words */
    const char *details; /* "" */
    /* Of a set: the record before it (code 0; ACH_ENGINE_ENTITY_AFTER: after it), or the newest one
     * (code 5). Of a get: NULL. */
    const ach_progress *entity;
    /* Of a get: the achievements that were ever set, in the order of the table. */
    const ach_entity *list;
    size_t list_count;
} ach_answer;

/* Told what became of a request, exactly once for code 0 and for failure (`answer` NULL: nothing
 * was stored, or nobody could say in time). On code 5 the result decides: 1 asks for extra again
 * and tries again (the callback is then called again); anything else gives up, and neither progress
 * nor extra is stored. Otherwise the result means nothing. */
typedef int (*ach_callback)(void *user, const ach_answer *answer);

/* Asked for the extra to store with a set, when the set is about to be sent and again for each new
 * attempt. The text is copied at once. 1: *extra is to be stored; anything else rejects the set. */
typedef int (*ach_get_extra)(void *user, ach_bytes *extra);

enum {
    /* Do not send at once: add up with other sets of this kind for the player and node that have no
     * get_extra, and send at the interval of the options, when the player leaves, or on a flush. */
    ACH_SET_LATER = 1,
    /* `seen` is meant. */
    ACH_SET_SEEN = 2
};

/* What AddNodeProgress, SetNodeFinish and LobbySetAchievementStorage are given. Start from
 * ACH_SET_INIT. */
typedef struct ach_set {
    size_t size; /* sizeof(ach_set) */
    uint32_t flags;
    ach_bytes player; /* UTF-8, 1 .. ACH_PLAYER_BYTES_MOST; the number as text where it is an int */
    ach_bytes node;   /* NodeId or node_ID */
    int64_t delta;    /* 1 or more; SetNodeFinish takes no notice of it */
    ach_callback callback;   /* NULL: none */
    ach_get_extra get_extra; /* NULL: extra stays as it is, and no conflict is possible */
    void *user;              /* for both */
    int64_t seen; /* the version that extra is based on, where it is not the newest one that this
                     engine was told (ACH_SET_SEEN) */
} ach_set;

#define ACH_SET_INIT                                                                               \
    { sizeof(ach_set), 0, {NULL, 0}, {NULL, 0}, 1, NULL, NULL, NULL, 0 }

/* A custom achievement is complete: AchievementCompleteEvent, and the rewards that come before it
 * ("Custom achievement system", reward; "Custom achievement interface"). */
typedef struct ach_completion {
    ach_bytes player;
    ach_custom_node node; /* of the engine's tree */
    ach_bytes root_node_id;
} ach_completion;

/* A definition is not the one that progress was stored under. */
typedef struct ach_redefinition {
    ach_record_key key;
    ach_progress progress; /* as it is stored */
    int64_t max_progress;  /* Total now */
} ach_redefinition;

/* What to do then. */
typedef enum ach_policy {
    ACH_POLICY_KEEP = 0,  /* the platform's way: nothing, until the next set is judged by the new
                             Total; who was complete stays so */
    ACH_POLICY_CLAMP = 1, /* progress beyond the new Total comes down to it; not yet complete stays
                             not complete, one below the Total at most */
    ACH_POLICY_GRANT = 2, /* who has reached the new Total is complete */
    ACH_POLICY_ASK = 3    /* ask the host's `changed` */
} ach_policy;

/* A set whose caller is gone since a crash or a restart. */
typedef struct ach_resumed {
    ach_record_key key;
    int64_t delta; /* 1 or more */
} ach_resumed;

/* The host's functions; each may be NULL. */
typedef struct ach_hooks {
    void *user;
    /* Each reward in the order of the file, then the event; of a set after its callback. */
    void (*reward)(void *user, const ach_completion *what, const ach_custom_reward *reward);
    void (*complete)(void *user, const ach_completion *what);
    /* ACH_POLICY_ASK; any other policy is taken as the answer, ASK as KEEP. */
    ach_policy (*changed)(void *user, const ach_redefinition *change);
    /* For sets whose caller is gone: as ach_callback, ach_get_extra. The
     * entity of code 0 may be the record as it is now, where the crash came after it was stored.
     * With neither, their progress is stored on code 5 too, and extra where its version still
     * fits. */
    int (*resumed)(void *user, const ach_resumed *set, const ach_answer *answer);
    int (*resumed_extra)(void *user, const ach_resumed *set, ach_bytes *extra);
} ach_hooks;

/* Where the documents are silent, the other reading than the one that is the default here. */
enum {
    ACH_ENGINE_OVERSHOOT = 1,       /* progress may pass Total; default: it stops there */
    ACH_ENGINE_CLOSED_FAILS = 2,    /* a set on a completed record is a failure; default: code 0,
                                       the record as it is */
    ACH_ENGINE_VERSION_ALWAYS = 4,  /* a set without extra is held against the version too */
    ACH_ENGINE_RETRY_ON_ANY = 8,    /* any result but 0 tries again on code 5; default: only 1 */
    ACH_ENGINE_ENTITY_AFTER = 16,   /* the answer to code 0 has the record after the set */
    ACH_ENGINE_GET_ALL = 32,        /* a get lists achievements that were never set, too */
    ACH_ENGINE_REWARD_AT_ONCE = 64, /* is_cloud with auto_sent_cloud: rewards and event when the
                                       goal is reached here; default: when the store has it */
    ACH_ENGINE_LATER = 128          /* ACH_SET_LATER for every set without get_extra */
};

/* Start from ACH_ENGINE_OPTIONS_INIT; a number left 0 means its default. */
typedef struct ach_engine_options {
    size_t size; /* sizeof(ach_engine_options) */
    uint32_t flags;
    const ach_allocator *allocator; /* copied; NULL: malloc. SQLite takes malloc for itself */
    const char *outbox;   /* a file of SQLite on a disk of this machine, made where it is not there:
                             local progress and what was not yet stored. One engine at a time. NULL:
                             memory */
    ach_store *store;     /* lent: nobody else uses it until the engine is closed; NULL: no cloud,
                             only nodes of the tree that are not is_cloud */
    ach_package *package; /* the table: Total of each cloud node. One holder more. NULL: none */
    ach_tree *tree;       /* the custom nodes. One holder more. NULL: none */
    const ach_hooks *hooks; /* copied */
    ach_policy policy;
    uint32_t interval_s;      /* how long ACH_SET_LATER may wait; default 300 */
    uint32_t sets_per_second; /* default 50, the platform's ("Cloud achievement guide") */
    uint32_t attempts;        /* of one set that code 5 meets; default 8 */
    uint32_t answer_s;   /* how long a request may wait for an answer once it is due; default 30.
                            Then its callback is told failure, and what was not sent is dropped */
    uint32_t max_queued; /* sets that may wait; default 1,000,000 */
} ach_engine_options;

#define ACH_ENGINE_OPTIONS_INIT                                                                    \
    {                                                                                              \
        sizeof(ach_engine_options), 0, NULL, NULL, NULL, NULL, NULL, NULL, ACH_POLICY_KEEP, 0, 0,  \
            0, 0, 0                                                                                \
    }

/* Opens an engine and takes up what its outbox still holds. Needs a tree, or a store and a package.
 * ACH_OK; ACH_EARGUMENT; ACH_EIO, ACH_EBUSY, ACH_EFORMAT: the outbox, `why` (may be NULL) tells;
 * ACH_ENOMEM. */
ACH_EXPORT ach_status ach_engine_open(ach_engine **out, const ach_engine_options *options,
                                      ach_diags *why);

/* Makes what was taken safe, sends nothing more, calls every callback that is left with failure
 * (those sets that were not sent are dropped; sets without a callback stay in the outbox, and those
 * whose answer was lost), and frees. Calls that the callbacks make are refused by ACH_EARGUMENT
 * alone. Do ach_engine_flush() and poll until `queued` of the gauges is 0 to leave nothing behind.
 * NULL is allowed. */
ACH_EXPORT void ach_engine_close(ach_engine *engine);

/* AddNodeProgress: adds to the player's progress in a custom node. *reported (may be NULL) is what
 * the call returns: 1 for true, 0 for false. A plain node, or one with auto_sent_cloud 0: local
 * progress was added to. is_cloud with auto_sent_cloud: local progress was added to and a set is on
 * its way (none without a callback, as documented). False: the node is complete, or depends on a
 * parent that is not; of these and of failures the callback is told nothing. What came to nothing
 * in the cloud is taken back here. Where the store says that the node is complete, it is so here.
 * ACH_OK; ACH_EARGUMENT: player, delta or options against their rules; ACH_ENOTFOUND: no such
 * custom node; ACH_ELIMIT: max_queued; ACH_ENOMEM, ACH_EIO: *reported is 0 and nothing was done. */
ACH_EXPORT ach_status ach_engine_add_node_progress(ach_engine *engine, const ach_set *set,
                                                   int *reported, ach_diags *why);

/* SetNodeFinish: the same with what is missing to the goal, at least 1, for delta. */
ACH_EXPORT ach_status ach_engine_set_node_finish(ach_engine *engine, const ach_set *set,
                                                 int *reported, ach_diags *why);

/* What the game does for default_get: the player holds `count` of the wanted items now. Adds what
 * is more than the local progress. */
ACH_EXPORT ach_status ach_engine_count_items(ach_engine *engine, const ach_set *set, int64_t count,
                                             int *reported, ach_diags *why);

/* LobbySetAchievementStorage: adds to the player's progress in a cloud node of the table. What is
 * wrong with the request itself is told to the callback as failure inside this call, and by status:
 * ACH_OK: it is on its way; ACH_EARGUMENT; ACH_ENOTFOUND: not in the table; ACH_ELIMIT;
 * ACH_ENOMEM. */
ACH_EXPORT ach_status ach_engine_lobby_set(ach_engine *engine, const ach_set *set, ach_diags *why);

/* LobbyGetAchievementStorage: the callback is called by a later poll, after those of sets that the
 * player was due before. What is wrong with the request itself is told as with a set. ACH_OK,
 * ACH_EARGUMENT (also where there is no cloud), ACH_ELIMIT, ACH_ENOMEM. */
ACH_EXPORT ach_status ach_engine_lobby_get(ach_engine *engine, ach_bytes player,
                                           ach_callback callback, void *user, ach_diags *why);

/* GetNodeDetailInfo: ach_tree_json() with "progress", the local number, at its end. *json belongs
 * to the engine and lives until the next call with it. ACH_OK; ACH_ENOTFOUND: no such custom node
 * (the call gives None); ACH_EARGUMENT; ACH_ENOMEM, ACH_EIO. */
ACH_EXPORT ach_status ach_engine_node_detail(ach_engine *engine, ach_bytes player, ach_bytes node,
                                             ach_bytes *json, ach_diags *why);

/* GetChildrenNode is ach_tree_children(). */

/* The game's fetch at ClientLoadAddonsFinishServerEvent: takes the player's local progress out of
 * the outbox and, by a later poll, cloud progress out of the store: of is_cloud nodes local
 * progress becomes what the store has and what still waits to be sent, but for default_get, which
 * keeps its two numbers. A call for a player who has not joined does the first part by itself. */
ACH_EXPORT ach_status ach_engine_join(ach_engine *engine, ach_bytes player, ach_diags *why);

/* The player leaves: everything of theirs is due at once, and is forgotten here when it is stored
 * (local progress only where there is an outbox). Callbacks still run, once each. ACH_OK, also for
 * a player who is not there; ACH_EARGUMENT. */
ACH_EXPORT ach_status ach_engine_leave(ach_engine *engine, ach_bytes player);

/* Everything that waits is due at once. */
ACH_EXPORT void ach_engine_flush(ach_engine *engine);

/* Does what is due: makes safe what was taken, sends at most one batch to the store, answers gets,
 * calls callbacks. `now` is in milliseconds since 1970; a clock that is set back only makes waits
 * longer. Takes as long as the store takes, at most twice its timeout or so. ACH_OK, also where the
 * store could not be asked (`why` tells; it is asked again, with growing pauses up to 30 seconds);
 * ACH_EIO, ACH_EBUSY, ACH_EFORMAT: the outbox could not be written: what was taken since the last
 * ACH_OK is still in memory and is written by the next poll; ACH_ENOMEM: the same; ACH_EARGUMENT:
 * called from one of the host's functions. */
ACH_EXPORT ach_status ach_engine_poll(ach_engine *engine, int64_t now, ach_diags *why);

/* When the next poll would have something to do, in milliseconds since 1970; INT64_MAX: nothing
 * waits. */
ACH_EXPORT int64_t ach_engine_due(const ach_engine *engine);

/* How it goes. Counts since the engine was opened. */
typedef struct ach_gauges {
    size_t size;        /* sizeof(ach_gauges), set by the caller */
    uint64_t queued;    /* sets that wait, those under way included */
    uint64_t players;   /* players in memory */
    int64_t oldest_ms;  /* how long the oldest of them has waited at the newest poll; 0: none */
    uint64_t sent;      /* sets that went to the store, each attempt */
    uint64_t stored;    /* sets that the store took */
    uint64_t merged;    /* requests that were added to a waiting one */
    uint64_t conflicts; /* answers with code 5 */
    uint64_t retries;   /* sets tried again, after code 5 or because another server was quicker */
    uint64_t unknown;   /* batches whose answer was lost and that were asked for again */
    uint64_t failed;    /* callbacks told failure */
    uint64_t dropped;   /* sets given up on code 5 */
    uint32_t tokens;    /* sets that may go at once */
    uint32_t is_store_away; /* 1: the store could not be asked the last time */
} ach_gauges;

ACH_EXPORT void ach_engine_gauges(const ach_engine *engine, ach_gauges *out);

/* How many players may play at once when each sends `sets` sets every `interval_s` seconds and the
 * platform takes `sets_per_second` (0: 50) in all ("Cloud achievement guide": 15,000 at 300 s). */
ACH_EXPORT uint64_t ach_plan_players(uint32_t sets, uint32_t interval_s, uint32_t sets_per_second);

/* The shortest interval in seconds for that many players, each with `sets` sets; 0 where either is
 * 0. */
ACH_EXPORT uint64_t ach_plan_interval(uint64_t players, uint32_t sets, uint32_t sets_per_second);

#ifdef __cplusplus
}
#endif

#endif
