/* Engines in a small world: a package, node files, a store, and scripts that write down what they
 * are told. Needs cmocka.h.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_ENGINE_WORLD_H
#define TESTS_UNIT_ENGINE_WORLD_H

#include <achpack/engine.h>

#include "store/store.h"
#include "unit/package_loads.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define START INT64_C(1700000000000)

/* Two rows and a complete story: cow and pig are custom nodes too. */
#define WORLD_TABLE                                                                                \
    HEADER "story,textures/a.png,textures/b.png,t,d,6,1\n"                                         \
           "small,textures/a.png,textures/b.png,t,d,1,2\n"                                         \
           "cow,textures/a.png,textures/b.png,t,d,5,3\n"                                           \
           "pig,textures/a.png,textures/b.png,t,d,3,4\n"                                           \
           "egg,textures/a.png,textures/b.png,t,d,8,5\n"

#define COMMON                                                                                     \
    "\"title\":\"T\",\"unfinished_icon\":\"textures/ui/a\",\"finished_icon\":\"textures/ui/b\","   \
    "\"node_description\":\"D\","
#define REWARDS                                                                                    \
    "\"reward\":[{\"function_name\":\"f\",\"name_space\":\"n:s\",\"data\":{\"a\":1}},"             \
    "{\"function_name\":\"g\",\"name_space\":\"n:s\"}],"
#define NODE(id, rest) "{\"node_ID\":\"" id "\",\"parent_node\":\"root\"," COMMON REWARDS rest "}"

static const char *const world_nodes[] = {
    "{\"node_ID\":\"root\",\"window_background\":\"textures/ui/w\"," COMMON "\"goal_number\":2}",
    NODE("plain", "\"goal_number\":3"),
    NODE("child", "\"depend_parent\":true,\"goal_number\":1"),
    NODE("cow", "\"goal_number\":5,\"is_cloud\":true"),
    NODE("pig", "\"goal_number\":3,\"is_cloud\":true,\"auto_sent_cloud\":false"),
    NODE("egg", "\"goal_number\":8,\"is_cloud\":true,\"goal_details\":{\"goal_type\":"
                "\"default_get\",\"item_dict\":{\"newItemName\":\"minecraft:egg\"}}"),
    NODE("lost", "\"goal_number\":5,\"is_cloud\":true"),
    NODE("bare", "\"goal_number\":0"),
};

/* Called wherever a process may die; NULL: nobody does. */
static void (*at_point)(void);

static inline void pass_point(void) {
    if (at_point != NULL) {
        at_point();
    }
}

/* What scripts were told, one word each. */
typedef struct journal {
    char text[65536];
    size_t size;
} journal;

__attribute__((format(printf, 2, 3))) static inline void note(journal *log, const char *format,
                                                              ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(log->text + log->size, sizeof log->text - log->size, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && log->size + (size_t)size < sizeof log->text);
    log->size += (size_t)size;
}

/* Holds the journal against what is wanted, and begins a new page. */
static inline void expect(journal *log, const char *wanted) {
    log->text[log->size] = '\0';
    assert_string_equal(log->text, wanted);
    log->size = 0;
    log->text[0] = '\0';
}

/* A script with its callback and its getter. */
typedef struct script {
    const char *name;
    journal *log;
    const char *extra; /* what the getter gives */
    int gives;         /* and with what result */
    int answer;        /* to code 5 */
    unsigned answers;  /* how often, then 0; 0: always */
    unsigned asked;    /* how often the getter was asked */
    unsigned ends;     /* how often code 0 or failure was told */
    unsigned conflicts;
} script;

static inline script script_of(const char *name, journal *log) {
    return (script){.name = name, .log = log, .extra = name, .gives = 1, .answer = 1};
}

static inline void note_progress(journal *log, const ach_progress *progress) {
    note(log, "%lld,v%lld,%s,%.*s", (long long)progress->progress, (long long)progress->version,
         progress->completed_at == 0 ? "open" : "done", (int)progress->extra.size,
         progress->extra.data);
}

static inline int told(void *user, const ach_answer *answer) {
    script *is = user;
    pass_point();
    if (answer == NULL) {
        note(is->log, "%s:fail ", is->name);
        is->ends++;
        return 1;
    }
    assert_string_equal(answer->message, answer->code == 0 ? "正常返回" : "操作冲突");
    assert_string_equal(answer->details, "");
    note(is->log, "%s:%d(", is->name, answer->code);
    if (answer->entity != NULL) {
        note_progress(is->log, answer->entity);
    } else {
        for (size_t i = 0; i < answer->list_count; i++) {
            note(is->log, "%s%.*s/%lld=", i > 0 ? ";" : "",
                 (int)answer->list[i].achievement_id.size, answer->list[i].achievement_id.data,
                 (long long)answer->list[i].max_progress);
            note_progress(is->log, &answer->list[i].progress);
        }
    }
    note(is->log, ") ");
    if (answer->code == 0) {
        is->ends++;
        return 0;
    }
    is->conflicts++;
    return is->answers == 0 || is->conflicts <= is->answers ? is->answer : 0;
}

static inline int give_extra(void *user, ach_bytes *extra) {
    script *is = user;
    is->asked++;
    pass_point();
    *extra = (ach_bytes){is->extra, strlen(is->extra)};
    return is->gives;
}

static inline void reward_given(void *user, const ach_completion *what,
                                const ach_custom_reward *reward) {
    note(user, "reward(%s,%s,%.*s) ", what->player.data, what->node.node_id.data,
         (int)reward->function_name.size, reward->function_name.data);
}

static inline void event_fired(void *user, const ach_completion *what) {
    note(user, "event(%s,%s<%s) ", what->player.data, what->node.node_id.data,
         what->root_node_id.data);
}

static inline ach_bytes text(const char *of) {
    return (ach_bytes){of, strlen(of)};
}

/* --- A store that can be made to fail ---------------------------------------------------------
 */

typedef struct trouble {
    ach_store *inner;
    unsigned reads_fail;   /* so many */
    unsigned applies_lost; /* so many are done, and the answer is lost */
    unsigned applies_fail; /* so many are not done, and nobody says so */
    unsigned applies_busy;
    unsigned overtaken; /* before so many applies another server writes the same records */
    bool is_restless;   /* another server writes before every read */
    bool is_at_end;     /* every record has the last version there is */
    uint8_t rival[16];
    int64_t number;
    unsigned reads, applies;
} trouble;

/* Another server adds nothing but a version. */
static inline void rival_writes(trouble *is, const ach_record_key *key) {
    ach_record record;
    ach_outcome outcome;
    assert_int_equal(ach_store_read(is->inner, key, 1, &record, NULL), ACH_OK);
    ach_batch batch = {.number = ++is->number, .writes = &record, .count = 1};
    memcpy(batch.source, is->rival, sizeof batch.source);
    assert_int_equal(ach_store_apply(is->inner, &batch, &outcome, NULL), ACH_OK);
    assert_int_equal(outcome, ACH_APPLIED);
}

static inline ach_status trouble_read(ach_store *store, const ach_record_key *keys, size_t count,
                                      ach_record *records, ach_diags *why) {
    trouble *is = store->state;
    is->reads++;
    pass_point();
    if (is->reads_fail > 0) {
        is->reads_fail--;
        return ACH_EIO;
    }
    for (size_t i = 0; i < count && is->is_restless; i++) {
        rival_writes(is, &keys[i]);
    }
    ach_status status = ach_store_read(is->inner, keys, count, records, why);
    for (size_t i = 0; i < count && is->is_at_end; i++) {
        records[i].progress.version = INT64_MAX;
    }
    return status;
}

static inline ach_status trouble_player(ach_store *store, ach_bytes player, ach_record_visit visit,
                                        void *user, ach_diags *why) {
    trouble *is = store->state;
    is->reads++;
    if (is->reads_fail > 0) {
        is->reads_fail--;
        return ACH_EIO;
    }
    return ach_store_player(is->inner, player, visit, user, why);
}

static inline ach_status trouble_apply(ach_store *store, const ach_batch *batch,
                                       ach_outcome *outcomes, ach_diags *why) {
    trouble *is = store->state;
    is->applies++;
    pass_point();
    if (is->applies_busy > 0) {
        is->applies_busy--;
        return ACH_EBUSY;
    }
    if (is->applies_fail > 0) {
        is->applies_fail--;
        return ACH_EIO;
    }
    for (size_t i = 0; i < batch->count && is->overtaken > 0; i++) {
        rival_writes(is, &batch->writes[i].key);
    }
    is->overtaken -= is->overtaken > 0;
    ach_status status = ach_store_apply(is->inner, batch, outcomes, why);
    pass_point();
    if (is->applies_lost > 0) {
        is->applies_lost--;
        memset(outcomes, 0, batch->count * sizeof *outcomes);
        return ACH_EIO;
    }
    return status;
}

static inline void trouble_close(ach_store *store) {
    (void)store;
}

static const ach__store_calls trouble_calls = {
    trouble_read, trouble_player, NULL, trouble_apply, NULL, NULL, trouble_close,
};

/* A store over is->inner, which stays the caller's. */
static inline ach_store *trouble_open(trouble *is) {
    ach_allocator allocator = ach__allocator_or_default(NULL);
    ach_store *store = ach__allocate(&allocator, sizeof *store);
    assert_non_null(store);
    *store = (ach_store){.calls = &trouble_calls, .allocator = allocator, .state = is};
    ach__arena_init(&store->replies, NULL);
    ach__arena_init(&store->before, NULL);
    return store;
}

/* --- The world --------------------------------------------------------------------------------
 */

typedef struct world {
    ach_package *package;
    ach_tree *tree;
    ach_store *store; /* what the engines share */
    trouble trouble;  /* between `engine` and the store */
    ach_store *troubled;
    ach_engine *engine;
    int64_t now;
    journal log;
    ach_hooks hooks;
    ach_engine_options options;
} world;

static inline ach_tree *world_tree(void) {
    enum { COUNT = sizeof world_nodes / sizeof world_nodes[0] };
    ach_tree_file files[COUNT];
    ach_tree *tree = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        files[i] = (ach_tree_file){"node.json", world_nodes[i], strlen(world_nodes[i])};
    }
    assert_int_equal(ach_tree_open_memory(&tree, files, COUNT, NULL, NULL), ACH_OK);
    assert_int_equal(ach_tree_count(tree), COUNT);
    return tree;
}

static inline void world_open(world *is) {
    memset(is, 0, sizeof *is);
    is->now = START;
    is->package = open_table(ARRAY(WORLD_TABLE));
    is->tree = world_tree();
    assert_int_equal(ach_store_open(&is->store, "memory:", NULL, NULL), ACH_OK);
    is->trouble = (trouble){.inner = is->store, .rival = "rival"};
    is->troubled = trouble_open(&is->trouble);
    is->hooks = (ach_hooks){.user = &is->log, .reward = reward_given, .complete = event_fired};
    is->options = (ach_engine_options)ACH_ENGINE_OPTIONS_INIT;
    is->options.store = is->troubled;
    is->options.package = is->package;
    is->options.tree = is->tree;
    is->options.hooks = &is->hooks;
}

static inline ach_engine *world_engine(world *is) {
    assert_null(is->engine);
    assert_int_equal(ach_engine_open(&is->engine, &is->options, NULL), ACH_OK);
    return is->engine;
}

static inline void world_begin(world *is, uint32_t flags) {
    world_open(is);
    is->options.flags = flags;
    (void)world_engine(is);
}

static inline void world_stop(world *is) {
    ach_engine_close(is->engine);
    is->engine = NULL;
}

static inline void world_end(world *is) {
    world_stop(is);
    ach_store_close(is->troubled);
    ach_store_close(is->store);
    ach_tree_free(is->tree);
    ach_package_free(is->package);
}

/* One poll, `later` milliseconds later. */
static inline void tick(world *is, int64_t later) {
    is->now += later;
    assert_int_equal(ach_engine_poll(is->engine, is->now, NULL), ACH_OK);
}

/* Polls as often as the engine wants, but does not wait. */
static inline void settle(world *is) {
    for (unsigned i = 0; i < 1000 && ach_engine_due(is->engine) <= is->now; i++) {
        tick(is, 0);
    }
    assert_true(ach_engine_due(is->engine) > is->now);
}

static inline ach_gauges gauges_of(const ach_engine *engine) {
    ach_gauges gauges = {.size = sizeof gauges};
    ach_engine_gauges(engine, &gauges);
    return gauges;
}

static inline ach_set set_of(const char *player, const char *node, int64_t delta, script *by) {
    ach_set set = ACH_SET_INIT;
    set.player = text(player);
    set.node = text(node);
    set.delta = delta;
    set.callback = by == NULL ? NULL : told;
    set.user = by;
    return set;
}

static inline ach_set set_with_extra(const char *player, const char *node, int64_t delta,
                                     script *by) {
    ach_set set = set_of(player, node, delta, by);
    set.get_extra = give_extra;
    return set;
}

static inline void send(ach_engine *engine, const ach_set *set) {
    assert_int_equal(ach_engine_lobby_set(engine, set, NULL), ACH_OK);
}

/* The record as it is stored, written down. */
static inline const char *stored(world *is, const char *player, const char *node) {
    static journal page;
    ach_record_key key = {text(player), text(node)};
    ach_record record;
    page.size = 0;
    assert_int_equal(ach_store_read(is->store, &key, 1, &record, NULL), ACH_OK);
    note_progress(&page, &record.progress);
    return page.text;
}

static inline int64_t local_of(ach_engine *engine, const char *player, const char *node) {
    ach_bytes json;
    long long number = -1;
    assert_int_equal(ach_engine_node_detail(engine, text(player), text(node), &json, NULL), ACH_OK);
    assert_int_equal(json.data[json.size], '\0');
    const char *at = strstr(json.data, "\"progress\":");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "\"progress\":%lld}", &number), 1);
    return number;
}

/* One AddNodeProgress: what it returns. */
static inline int add(world *is, const char *player, const char *node, int64_t delta, script *by) {
    int reported = -1;
    ach_set set = set_of(player, node, delta, by);
    assert_int_equal(ach_engine_add_node_progress(is->engine, &set, &reported, NULL), ACH_OK);
    return reported;
}

/* Two rooms over one store; the second one owns nothing. */
static inline void two_rooms(world *here, world *there, uint32_t flags) {
    world_begin(here, flags);
    *there = *here;
    there->engine = NULL;
    there->options.store = there->store;
    there->log.size = 0;
    (void)world_engine(there);
}

static inline void end_rooms(world *here, world *there) {
    world_stop(there);
    world_end(here);
}

#endif
