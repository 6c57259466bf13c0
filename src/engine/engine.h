/* What an engine holds: players, what waits to be sent, and the batch that is under way.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__ENGINE_ENGINE_H
#define ACH__ENGINE_ENGINE_H

#include <achpack/engine.h>

#include "base/index.h"
#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "engine/chain.h"
#include "engine/set.h"
#include "store/outbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who asked for a set. */
typedef struct ach__caller {
    struct ach__caller *next;
    ach_callback callback;
    void *user;
    int64_t delta; /* its share of the set */
    int64_t local; /* what local progress was raised by for it */
} ach__caller;

/* A set that waits, or is under way. */
typedef struct ach__queued {
    ach__link age;   /* in engine->all */
    ach__link turn;  /* in the player's queue */
    ach__link clock; /* in engine->timers until it is due, then in engine->deadlines where somebody
                        waits for an answer */
    struct ach__queued *next_changed;
    struct ach__cell *cell;
    ach__caller *callers;
    ach__caller **callers_end;
    ach_get_extra get_extra;
    void *extra_user;
    char *extra; /* with a NUL behind; NULL: none */
    size_t extra_size;
    int64_t id;
    int64_t delta;
    int64_t forsaken; /* the share of those who were told failure while it was under way */
    int64_t forsaken_local;
    int64_t seen; /* has_extra: the version that extra is based on; in a batch of an earlier
                     run: that of the write */
    int64_t queued_at;
    int64_t deadline;
    uint32_t attempts;
    bool asks_extra;
    bool has_extra; /* and it was asked */
    bool has_seen;  /* `seen` was the caller's wish */
    bool is_stamped;
    bool is_later;
    bool is_due;
    bool is_auto;    /* of AddNodeProgress or SetNodeFinish */
    bool is_paid;    /* its token was taken */
    bool is_busy;    /* in the batch, or somebody is being told of it */
    bool is_marked;  /* in a batch, so the outbox is told with the next commit */
    bool is_resumed; /* its caller is gone since an earlier run */
    bool is_changed; /* in engine->changed_sets */
    bool is_kept;    /* the outbox has it */
    bool is_gone;    /* settled: freed when the outbox knows */
    bool is_parked;  /* is_gone, but the outbox keeps it */
} ach__queued;

/* One player in one node. */
typedef struct ach__cell {
    struct ach__player *player;
    struct ach__cell *next; /* of the player */
    struct ach__cell *next_changed;
    ach__queued *newest; /* the last set of the queue that is for it, if known */
    uint64_t hash;
    int64_t seen;    /* the newest version that callbacks here were told */
    int64_t local;   /* once the player is loaded */
    int64_t waiting; /* scratch of a join */
    bool is_changed; /* `local`: in engine->changed_cells */
    bool is_in_batch;
    size_t node_size;
    char node[]; /* with a NUL behind */
} ach__cell;

typedef struct ach__player {
    ach__link ready;  /* in engine->ready while the first of its queue is due */
    ach__chain queue; /* of ach__queued.turn; those that are due come first */
    ach__link fresh;  /* in engine->fresh until the next poll */
    struct ach__player *next_idle;
    ach__cell *cells;
    uint64_t hash;
    uint64_t serial; /* never given twice: cells are found by it */
    size_t asks;     /* of engine->asks */
    size_t parked;   /* sets that the outbox is yet to be told of */
    bool is_idle;
    bool is_loaded; /* local progress was taken out of the outbox */
    bool has_left;
    size_t name_size;
    char name[]; /* with a NUL behind */
} ach__player;

/* A get, or the fetch of a player who joined (no callback). */
typedef struct ach__ask {
    ach__link link;
    ach__player *player;
    ach_callback callback;
    void *user;
    int64_t id; /* what came before it has a lower one */
    int64_t deadline;
    bool is_stamped;
} ach__ask;

/* A set of the batch. */
typedef struct ach__item {
    ach__queued *set;
    ach_progress before;
    ach_progress next;
    ach__target target;
    ach__verdict verdict;
    bool is_known;  /* the node is in the table */
    bool is_stale;  /* of an earlier run, and the record is another one by now */
    bool is_failed; /* it cannot be stored */
    bool is_told;
} ach__item;

typedef struct ach__batch {
    ach__arena arena;
    ach__item *items;
    size_t count;
    ach_record_key *keys;
    ach_record *records;
    ach_record *writes; /* NULL: not known yet */
    size_t write_count;
    ach_outcome *outcomes;
    int64_t number; /* 0: none is under way */
    bool is_resumed;
    bool is_unknown; /* its answer was lost */
} ach__batch;

struct ach_engine {
    ach_allocator allocator;
    ach_engine_options options; /* what was left 0 is filled in; pointers to hooks and allocator are
                                   not used */
    ach_hooks hooks;
    ach__outbox *outbox;
    bool has_file;         /* the outbox outlives the engine */
    uint64_t *definitions; /* of the table's nodes; 0: not yet computed */
    uint64_t seed;
    uint64_t serials;
    ach__index players;
    ach__index cells;
    ach__chain all;
    ach__chain timers;
    ach__chain deadlines;
    ach__chain ready;
    ach__chain asks;
    ach__chain fresh;          /* players with sets that are not stamped, or who leave */
    ach__player *idle;         /* to be looked at: perhaps they can be forgotten */
    ach__queued *changed_sets; /* the oldest change first */
    ach__queued **changed_end;
    ach__cell *changed_cells;
    int64_t next_id;
    int64_t number; /* of the newest batch */
    int64_t now;
    int64_t filled_at;
    uint64_t tokens; /* thousandths */
    int64_t retry_at;
    int64_t pause;
    int64_t keep_at; /* when to try the outbox again */
    unsigned inside; /* how many of the host's functions are running */
    bool has_polled;
    bool is_flushing;
    bool is_closing;
    bool has_unstamped_asks;
    bool is_kept; /* the outbox was told in this poll already */
    ach__batch batch;
    ach__buffer detail;
    ach_diags *why; /* of the poll that is running */
    ach_gauges gauges;
};

static inline ach__slice ach__text(ach_bytes bytes) {
    return (ach__slice){bytes.data, bytes.size};
}

static inline ach_bytes ach__player_bytes(const ach__player *player) {
    return (ach_bytes){player->name, player->name_size};
}

static inline ach_bytes ach__cell_bytes(const ach__cell *cell) {
    return (ach_bytes){cell->node, cell->node_size};
}

static inline ach_record_key ach__cell_key(const ach__cell *cell) {
    return (ach_record_key){ach__player_bytes(cell->player), ach__cell_bytes(cell)};
}

static inline ach__queued *ach__of_turn(ach__link *link) {
    return ACH__LINKED(link, ach__queued, turn);
}

/* The sum, or the largest number there is. */
static inline int64_t ach__add(int64_t left, int64_t right) {
    int64_t sum;
    return __builtin_add_overflow(left, right, &sum) ? INT64_MAX : sum;
}

/* --- options.c --------------------------------------------------------------------------------
 */

/* Copies what a caller of any version gave, as far as it is known here. False: the size is of no
 * version, or what is not known here is not 0. */
bool ach__struct_copy(void *out, size_t known, const void *given, size_t size);

/* Fills in what was left 0. */
ach_status ach__options_read(ach_engine_options *out, const ach_engine_options *options);

/* --- players.c --------------------------------------------------------------------------------
 */

ach__player *ach__player_find(const ach_engine *engine, ach_bytes name);
/* The player, new if need be; NULL: no memory. */
ach__player *ach__player_get(ach_engine *engine, ach_bytes name);
ach__cell *ach__cell_find(const ach_engine *engine, const ach__player *player, ach_bytes node);
ach__cell *ach__cell_get(ach_engine *engine, ach__player *player, ach_bytes node);

/* Takes local progress out of the outbox, once. */
ach_status ach__player_load(ach_engine *engine, ach__player *player, ach_diags *why);
void ach__cell_set_local(ach_engine *engine, ach__cell *cell, int64_t local);

/* To be stamped by the next poll. */
void ach__player_freshen(ach_engine *engine, ach__player *player);
/* To be looked at by ach__players_forget(). */
void ach__player_rest(ach_engine *engine, ach__player *player);
/* Frees those who have left and of whom nothing waits. Only where nobody holds a player. */
void ach__players_forget(ach_engine *engine);
void ach__players_free(ach_engine *engine);

/* --- queue.c ----------------------------------------------------------------------------------
 */

/* A set that was checked. */
typedef struct ach__request {
    const ach_set *set;
    ach__cell *cell;
    int64_t delta;
    int64_t local; /* what local progress will be raised by */
    bool is_auto;
} ach__request;

/* ACH_OK, ACH_ELIMIT, ACH_ENOMEM. */
ach_status ach__queue_request(ach_engine *engine, const ach__request *request, ach_diags *why);
/* A set without a caller that adds nothing, so that the policy is applied; no trouble if not. */
void ach__queue_settling(ach_engine *engine, ach__cell *cell);
/* A set of an earlier run; NULL: no memory. */
ach__queued *ach__queue_waiting(ach_engine *engine, const ach__waiting *waiting);

/* At the start of a poll: gives what is new its time, and finds what is due. */
void ach__queue_stamp(ach_engine *engine);

/* Whether the player stands among those that are ready. */
void ach__queue_refresh(ach_engine *engine, ach__player *player);

/* The outbox is to hear of it. */
void ach__queue_change(ach_engine *engine, ach__queued *set);
/* Takes it out of the queue; the outbox drops it with the next commit, and then it is freed. */
void ach__queue_finish(ach_engine *engine, ach__queued *set);
/* Takes it out of the queue, but leaves it in the outbox for another run. */
void ach__queue_park(ach_engine *engine, ach__queued *set);
void ach__queued_free(ach_engine *engine, ach__queued *set);
void ach__queued_drop_extra(ach_engine *engine, ach__queued *set);

/* --- keep.c -----------------------------------------------------------------------------------
 */

/* Makes safe what has changed, all of it or nothing; with `number` > 0 also that a batch begins. */
ach_status ach__keep(ach_engine *engine, int64_t number);
/* Takes up what an earlier run left. */
ach_status ach__keep_resume(ach_engine *engine, ach_diags *why);

/* --- target.c ---------------------------------------------------------------------------------
 */

bool ach__has_cloud(const ach_engine *engine);
/* False for ids that no store could keep, whoever wrote them into a table or a node file. */
bool ach__is_node_id(ach_bytes node);
/* How the node is defined now; false: it is not in the table. */
bool ach__target_of(ach_engine *engine, ach_bytes node, ach__target *out);
uint64_t ach__target_definition(ach_engine *engine, size_t index);
/* What to do with a record, if it was stored under another definition. */
ach_policy ach__target_policy(ach_engine *engine, const ach_record_key *key,
                              const ach_progress *record, const ach__target *target);

/* --- send.c, choose.c, judge.c ----------------------------------------------------------------
 */

/* At most one batch: the one that is under way, or a new one. ACH_OK, also where the store is away;
 * what ach__keep() gives; ACH_ENOMEM. */
ach_status ach__send(ach_engine *engine);

/* Picks what may go, and asks for extra. ACH_OK (count 0: nothing), ACH_ENOMEM. */
ach_status ach__choose(ach_engine *engine);
/* Reads the records and judges each set. False: the store is away, or there is no memory. */
bool ach__judge(ach_engine *engine);
/* The same for the batch that an earlier run left. */
bool ach__judge_resumed(ach_engine *engine);
/* Ends the batch: those of its sets that nobody was told of wait again. */
void ach__batch_release(ach_engine *engine);

/* The store did not answer, or did. */
void ach__store_is_away(ach_engine *engine);
void ach__store_is_back(ach_engine *engine);

/* --- settle.c ---------------------------------------------------------------------------------
 */

/* Tells what became of a set of the batch. */
void ach__settle_stored(ach_engine *engine, ach__item *item);
void ach__settle_closed(ach_engine *engine, ach__item *item);
void ach__settle_conflict(ach_engine *engine, ach__item *item);
/* Another server was quicker: it is judged anew with the next batch. */
void ach__settle_overtaken(ach_engine *engine, ach__item *item);

/* Tells all callers failure and finishes the set. */
void ach__settle_refused(ach_engine *engine, ach__queued *set);
/* The same, but what was merged in without a caller goes on waiting. */
void ach__settle_withdrawn(ach_engine *engine, ach__queued *set);
/* Tells all callers failure of a set that is under way. */
void ach__settle_forsake(ach_engine *engine, ach__queued *set);

/* Calls one of the host's callbacks. */
int ach__call(ach_engine *engine, ach_callback callback, void *user, const ach_answer *answer);

/* --- asks.c -----------------------------------------------------------------------------------
 */

/* ACH_OK, ACH_ELIMIT, ACH_ENOMEM. */
ach_status ach__ask_queue(ach_engine *engine, ach__player *player, ach_callback callback,
                          void *user, ach_diags *why);
void ach__asks_stamp(ach_engine *engine);
/* Answers those that need not wait for sets of their player (`is_last`: all). ACH_ENOMEM. */
ach_status ach__asks_answer(ach_engine *engine, bool is_last);
void ach__asks_expire(ach_engine *engine, bool is_closing);

/* --- local.c ----------------------------------------------------------------------------------
 */

/* The rewards and the event. */
void ach__local_complete(ach_engine *engine, const ach__player *player,
                         const ach_custom_node *node);
/* The goal; 1 where none is given. */
int64_t ach__local_goal(const ach_custom_node *node);
/* The custom node; false: none. */
bool ach__local_node(const ach_engine *engine, ach_bytes id, ach_custom_node *out);

/* --- checks.c ---------------------------------------------------------------------------------
 */

/* Copies a set and holds player, flags and, where it is meant, delta against their rules. ACH_OK,
 * ACH_EARGUMENT. */
ach_status ach__check_set(const ach_set *given, ach_set *set, bool has_delta, ach_diags *why);
ach_status ach__check_player(ach_bytes player, ach_diags *why);
ach_status ach__check_count(int64_t count, ach_diags *why);
/* Raises a finding of the family; NULL where there is no list. */
ach__finding *ach__engine_raise(ach_diags *why, int message, ach_bytes player, ach_bytes node);
/* Sorts what was raised. */
ach_status ach__engine_told(ach_status status, ach_diags *why);

#endif
