/* A second engine, written from the platform's rules: what rooms hold, and what their scripts must
 * be told next. It follows the real one call by call, and knows the order of everything but the
 * choice among players when there are too few tokens.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_MODEL_H
#define TESTS_STORE_MODEL_H

#include <achpack/engine.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ROOMS = 3, PLAYERS = 8, CLOUD = 5, NODES = 9, SETS_MOST = 160, ASKS_MOST = 160 };
enum { VARIANTS = 3, REQUESTS_MOST = 20000 };
enum { NONE = -1 };

/* The nodes: five of the table, of which three are custom ones too, and four that are not there. */
enum { FIRST, N0, N1, N2, N3, ROOT, CHILD, LOST, BARE };

/* A record; the text of extra follows from its number, 0: none. */
typedef struct rec {
    int64_t progress, version, completed_at;
    uint64_t extra, definition;
} rec;

/* A request, and what became of it. */
typedef struct request {
    int room, player, node;
    int64_t delta, local;
    struct request *next; /* of the same set */
    bool has_callback;
    bool has_ended; /* told code 0, failure, or code 5 for the last time */
    bool is_gone;   /* its room has crashed */
    bool is_list;   /* a get */
} request;

typedef struct mset {
    int64_t id, delta, forsaken, forsaken_local, seen, queued_at, deadline, turn;
    int player, node;
    uint64_t extra;
    unsigned attempts;
    request *callers;
    request *asker; /* who has the getter */
    bool asks_extra, has_extra, has_seen, is_stamped, is_later, is_due, is_auto, is_paid, is_busy;
    bool is_marked, is_resumed, has_deadline;
} mset;

typedef struct mask {
    int64_t id, deadline;
    int player;
    request *caller; /* NULL: a join */
    bool is_stamped;
} mask;

typedef enum verdict { STORE, CONFLICT, CLOSED } verdict;

typedef struct item {
    int64_t id;
    int player, node;
    rec before, next;
    verdict verdict;
    bool is_written, is_stale, is_applied;
} item;

typedef struct mbatch {
    item items[SETS_MOST];
    int count;
    int64_t number; /* 0: none is under way */
    bool is_resumed, is_judged, is_unknown, was_tried;
} mbatch;

/* What the store knows of a room. */
typedef struct source {
    int64_t number;
    int count;
    bool applied[PLAYERS][CLOUD];
} source;

/* What a script sees. */
typedef enum kind { TOLD, RESUMED, REWARD, COMPLETE } kind;

typedef struct event {
    kind kind;
    request *caller;
    int player, node;
    int code; /* NONE: failure */
    rec entity;
    bool is_list;
} event;

typedef enum stage { BEGIN, TELL, TELL_RESUMED, ASK, ASK_RESUMED, JUDGED, DONE, HOOKS } stage;
typedef enum phase { IDLE, ASKS, SEND, LAST_ASKS, EXPIRE, CLOSING } phase;
typedef enum refusal { REFUSED, WITHDRAWN, FORSAKEN } refusal;

/* What a call that completes a node has yet to call. */
typedef struct hooks {
    int left, player, node;
} hooks;

typedef struct mplayer {
    bool exists, is_loaded, has_cells, has_left, is_idle;
    int64_t fresh; /* its turn to be stamped; 0: nothing is new */
    int asks;
    int64_t seen[CLOUD];
    int64_t newest[NODES];
} mplayer;

typedef struct room {
    int index;
    ach_engine *engine;
    ach_store *store, *inner;
    ach_engine_options options;
    ach_hooks hooks;
    int variant;
    bool has_file, is_dead;
    char file[512];

    mset sets[SETS_MOST];
    int count;
    mask asks[ASKS_MOST];
    int ask_count;
    mplayer players[PLAYERS];
    int64_t local[PLAYERS][NODES];
    bool is_changed[PLAYERS][NODES];
    int64_t next_id, next_turn, number, now, filled_at, retry_at, pause;
    int64_t tokens;
    bool has_polled, is_away, is_flushing;
    ach_gauges gauges;
    source source;
    mbatch batch;

    /* As the outbox has it. */
    mset kept[SETS_MOST];
    int kept_count;
    int64_t kept_number;
    int64_t kept_local[PLAYERS][NODES];

    /* The poll or close that is running. */
    phase phase;
    bool is_kept, did_send, may_send;
    int64_t fare; /* the tokens at the beginning */
    int64_t eligible[SETS_MOST];
    int eligible_player[SETS_MOST];
    int eligible_count, taken, unpaid_taken, unpaid_eligible, most;
    bool is_taken[SETS_MOST];
    int ask_at, asks_left;
    bool is_settling, is_applied;
    int at, kept_items;
    stage stage;
    event answer;
    request *left; /* callers of a conflict who were not yet asked */
    bool was_listened, gives_up;
    int rewards;
    int64_t refused; /* the set whose callers are told failure; 0: none */
    refusal refusal;
    bool was_resumed_told;
    bool has_list; /* a get was read and is to be told next */
    request *list_caller;
    rec list[CLOUD];
    hooks hooks_due;
    uint64_t told; /* everything that could be seen of the engine */
} room;

extern room rooms[ROOMS];
extern rec records[PLAYERS][CLOUD];
extern uint64_t definitions[VARIANTS][CLOUD];
extern const int64_t totals[VARIANTS];
extern const int64_t goals[NODES];

/* Ends the program: the model and the engine do not agree. */
__attribute__((format(printf, 1, 2), noreturn)) void diverge(const char *format, ...);

/* One line for whoever looks for a cause (--trace 1). */
__attribute__((format(printf, 1, 2))) void trace(const char *format, ...);

/* model_rules.c: one set against one record, and what follows from an extra's number. */
bool is_cloud_node(int node);
bool is_auto_node(int node);
size_t extra_text(uint64_t extra, char *out);
int64_t sum(int64_t one, int64_t other);
ach_policy policy_for(const room *in, int player, int node, const rec *record);
bool is_redefined(const room *in, int node, const rec *record);
void judge(const room *in, const mset *set, item *out);
bool store_write(room *in, int64_t number, int count);

/* model_room.c: what waits, and when it is due. */
mset *set_of_id(room *in, int64_t id);
void open_room(room *in);
void forget_room(room *in);
void touch_player(room *in, int player);
void freshen_player(room *in, int player);
void keep_all(room *in);
void set_local(room *in, int player, int node, int64_t value);
void finish_set(room *in, mset *set);
void stamp_all(room *in, int64_t now);
bool wants_settling(const room *in, int player, int node);
void queue_settling(room *in, int player, int node);
ach_status queue_set(room *in, request *by, const ach_set *set, int64_t delta, bool is_auto);
ach_status queue_ask(room *in, int player, request *by);
void remove_ask(room *in, int at);
void forget_players(room *in);
void check_gauges(room *in);

/* model_tell.c: what scripts are told next, and what follows from their answers. */
bool next_event(room *in, event *out); /* false: nothing in this phase */
void after_told(room *in, const event *was, int result);
void refuse(room *in, int64_t id, refusal how);
void begin_settling(room *in, bool is_applied);

/* model_poll.c: the course of a poll. */
void begin_poll(room *in, int64_t now);
void end_poll(room *in);
void begin_close(room *in);
void end_close(room *in);
void expect_player(room *in, int player, bool fails);
void expect_getter(room *in, request *by, int player, int node);
void after_getter(room *in, request *by, int player, int node, bool is_given, uint64_t extra);
void expect_read(room *in, const int *players, const int *nodes, int count, bool fails);
void expect_apply(room *in, int64_t number, int count);
void after_apply(room *in, bool is_known, bool is_lost);
void expect_told(room *in, event *out);

/* model_world.c: engines, and what is between them and the store. */
extern ach_store *judge_store;
extern int trouble; /* how many of a hundred calls of the store go wrong */
extern request requests[REQUESTS_MOST];
extern int request_count;
extern ach_gauges all_gauges; /* of all engines that have ended */
void open_world(const char *url, const char *folder);
void close_world(void);
void begin_episode(uint64_t seed);
void open_engine(room *in);
void crash(room *in);
void stop_room(room *in, bool is_crash);
uint32_t chance(uint32_t limit);
int any_player(void);
ach_bytes player_name(int player);
ach_bytes node_name(int node);
request *new_request(room *in, int player, int node);
uint64_t new_extra(void);
void check_entity(const char *what, const ach_progress *seen, const rec *wanted);
void check_records(void);

/* model_script.c: what the engines call. */
extern bool is_quiet;      /* the host's functions call nothing any more */
extern request *immediate; /* to be told failure by the call that is running */
int on_told(void *user, const ach_answer *answer);
int on_getter(void *user, ach_bytes *extra);
int on_resumed(void *user, const ach_resumed *set, const ach_answer *answer);
int on_resumed_extra(void *user, const ach_resumed *set, ach_bytes *extra);
void on_reward(void *user, const ach_completion *what, const ach_custom_reward *reward);
void on_complete(void *user, const ach_completion *what);
ach_policy on_changed(void *user, const ach_redefinition *change);

/* model.c */
void do_call(room *in);

#endif
