/* Engines, and the troubled way between them and the store.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include "store/store.h"
#include "unit/package_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_MOST = 32, URL_MOST = 512 };

room rooms[ROOMS];
rec records[PLAYERS][CLOUD];
uint64_t definitions[VARIANTS][CLOUD];
request requests[REQUESTS_MOST];
int request_count;
ach_gauges all_gauges;
ach_store *judge_store;
int trouble;

static uint64_t chances;
static uint32_t crowd = 1; /* how many of the players play */
static uint64_t extras;
static uint64_t episode;
static ach_package *packages[VARIANTS];
static ach_tree *tree;
static ach_store *inner[ROOMS];
static bool is_shared;
static int64_t rival_number;
static char folder_name[256];
static char names[PLAYERS][NAME_MOST];

/* --- Chance and names -------------------------------------------------------------------------
 */

uint32_t chance(uint32_t limit) {
    chances += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = chances;
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((x ^ x >> 31) % limit);
}

uint64_t new_extra(void) {
    return ++extras;
}

int any_player(void) {
    return (int)chance(crowd);
}

ach_bytes player_name(int player) {
    return (ach_bytes){names[player], strlen(names[player])};
}

ach_bytes node_name(int node) {
    static const char *const all[] = {"first", "n0",    "n1",   "n2",  "n3",
                                      "root",  "child", "lost", "bare"};
    return (ach_bytes){all[node], strlen(all[node])};
}

static int index_of(ach_bytes name, ach_bytes (*name_of)(int), int count) {
    for (int i = 0; i < count; i++) {
        ach_bytes one = name_of(i);
        if (one.size == name.size && memcmp(one.data, name.data, name.size) == 0) {
            return i;
        }
    }
    diverge("a key of another world: %.*s", (int)name.size, name.data);
}

request *new_request(room *in, int player, int node) {
    if (request_count == REQUESTS_MOST) {
        diverge("the test has no room for so many requests");
    }
    request *by = &requests[request_count++];
    *by = (request){.room = in->index, .player = player, .node = node};
    return by;
}

/* --- The store --------------------------------------------------------------------------------
 */

void check_entity(const char *what, const ach_progress *seen, const rec *wanted) {
    static char text[4096];
    size_t size = extra_text(wanted->extra, text);
    if (seen->progress != wanted->progress || seen->version != wanted->version ||
        seen->completed_at != wanted->completed_at || seen->extra.size != size ||
        (size > 0 && memcmp(seen->extra.data, text, size) != 0) ||
        (wanted->version > 0 && seen->definition != wanted->definition)) {
        diverge("%s: %lld,v%lld,at %lld,%.*s instead of %lld,v%lld,at %lld,%.*s", what,
                (long long)seen->progress, (long long)seen->version, (long long)seen->completed_at,
                (int)(seen->extra.size > 40 ? 40 : seen->extra.size), seen->extra.data,
                (long long)wanted->progress, (long long)wanted->version,
                (long long)wanted->completed_at, (int)(size > 40 ? 40 : size), text);
    }
}

void check_records(void) {
    ach_record_key keys[PLAYERS * CLOUD];
    ach_record seen[PLAYERS * CLOUD];
    for (int i = 0; i < PLAYERS * CLOUD; i++) {
        keys[i] = (ach_record_key){player_name(i / CLOUD), node_name(i % CLOUD)};
    }
    if (ach_store_read(judge_store, keys, (size_t)PLAYERS * CLOUD, seen, NULL) != ACH_OK) {
        diverge("the records cannot be read");
    }
    for (int i = 0; i < PLAYERS * CLOUD; i++) {
        check_entity("a record", &seen[i].progress, &records[i / CLOUD][i % CLOUD]);
    }
}

static ach_status on_read(ach_store *store, const ach_record_key *keys, size_t count,
                          ach_record *found, ach_diags *why) {
    room *in = store->state;
    int players[ACH_BATCH_MOST];
    int nodes[ACH_BATCH_MOST];
    if (in->is_dead) {
        return ACH_EIO;
    }
    in->told++;
    for (size_t i = 0; i < count; i++) {
        players[i] = index_of(keys[i].player, player_name, PLAYERS);
        nodes[i] = index_of(keys[i].node, node_name, CLOUD);
    }
    bool fails = (int)chance(100) < trouble;
    if (trouble > 0 && chance(100) == 0) {
        crash(in);
        return ACH_EIO;
    }
    trace("  read of %zu%s\n", count, fails ? ": fails" : "");
    expect_read(in, players, nodes, (int)count, fails);
    if (fails) {
        return chance(2) == 0 ? ACH_EIO : ACH_EBUSY;
    }
    ach_status status = ach_store_read(in->inner, keys, count, found, why);
    for (size_t i = 0; i < count && status == ACH_OK; i++) {
        check_entity("a record that is read", &found[i].progress, &records[players[i]][nodes[i]]);
    }
    return status;
}

static ach_status on_player(ach_store *store, ach_bytes player, ach_record_visit visit, void *user,
                            ach_diags *why) {
    room *in = store->state;
    if (in->is_dead) {
        return ACH_EIO;
    }
    in->told++;
    bool fails = (int)chance(100) < trouble;
    trace("  read of player %.*s%s\n", (int)player.size, player.data, fails ? ": fails" : "");
    expect_player(in, index_of(player, player_name, PLAYERS), fails);
    return fails ? ACH_EIO : ach_store_player(in->inner, player, visit, user, why);
}

/* Another server writes extra. */
static void rival_writes(room *in, const ach_record_key *key) {
    static char text[4096];
    ach_record record;
    ach_outcome outcome;
    rec *wanted = &records[index_of(key->player, player_name, PLAYERS)]
                          [index_of(key->node, node_name, CLOUD)];
    wanted->version++;
    wanted->extra = new_extra();
    ach_batch batch = {.number = ++rival_number, .writes = &record, .count = 1};
    memcpy(batch.source, "rival", 5);
    memcpy(batch.source + 8, &episode, sizeof episode);
    if (ach_store_read(judge_store, key, 1, &record, NULL) != ACH_OK) {
        diverge("the rival cannot read");
    }
    wanted->definition = record.progress.definition;
    record.progress.extra = (ach_bytes){text, extra_text(wanted->extra, text)};
    if (ach_store_apply(judge_store, &batch, &outcome, NULL) != ACH_OK || outcome != ACH_APPLIED) {
        diverge("the rival cannot write");
    }
    (void)in;
}

static const item *item_of(const room *in, const ach_record *write) {
    int player = index_of(write->key.player, player_name, PLAYERS);
    int node = index_of(write->key.node, node_name, CLOUD);
    for (int i = 0; i < in->batch.count; i++) {
        const item *one = &in->batch.items[i];
        if (one->is_written && one->player == player && one->node == node) {
            return one;
        }
    }
    diverge("a write of player %d node %d that was not wanted", player, node);
}

static void check_writes(const room *in, const ach_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        const item *one = item_of(in, &batch->writes[i]);
        if (!one->is_stale) {
            check_entity("a write", &batch->writes[i].progress, &one->next);
        } else if (batch->writes[i].progress.version <= one->before.version) {
            diverge("a write that is out of date might fit");
        }
    }
}

static ach_status do_apply(room *in, const ach_batch *batch, ach_outcome *outcomes,
                           ach_diags *why) {
    ach_status status = ach_store_apply(in->inner, batch, outcomes, why);
    (void)store_write(in, batch->number, (int)batch->count);
    if (status != ACH_OK) {
        diverge("the store gives status %d", (int)status);
    }
    for (size_t i = 0; i < batch->count; i++) {
        bool is_applied = item_of(in, &batch->writes[i])->is_applied;
        if (outcomes[i] != (is_applied ? ACH_APPLIED : ACH_CONFLICT)) {
            diverge("outcome %d of player %d", (int)outcomes[i], (int)i);
        }
    }
    return status;
}

static ach_status on_apply(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                           ach_diags *why) {
    room *in = store->state;
    if (in->is_dead) {
        return ACH_EIO;
    }
    in->told++;
    for (size_t i = 0; i < batch->count; i++) {
        const ach_record *write = &batch->writes[i];
        trace("    writes %.*s.%.*s %lld v%lld\n", (int)write->key.player.size,
              write->key.player.data, (int)write->key.node.size, write->key.node.data,
              (long long)write->progress.progress, (long long)write->progress.version);
    }
    expect_apply(in, batch->number, (int)batch->count);
    check_writes(in, batch);
    static const uint32_t fates[] = {0, 0, 1, 2, 3, 3, 4, 5, 5, 5};
    uint32_t fate = (int)chance(100) < trouble ? fates[chance(10)] : 6;
    trace("  apply %lld of %zu, fate %u\n", (long long)batch->number, batch->count, fate);
    if (fate == 0 || fate == 1) {
        after_apply(in, false, fate == 0);
        return fate == 0 ? ACH_EIO : ACH_EBUSY;
    }
    if (fate == 2) {
        crash(in);
        return ACH_EIO;
    }
    if (fate == 3) {
        rival_writes(in, &batch->writes[chance((uint32_t)batch->count)].key);
    }
    ach_status status = do_apply(in, batch, outcomes, why);
    if (fate == 4) {
        crash(in);
        return ACH_EIO;
    }
    after_apply(in, fate != 5, fate == 5);
    if (fate == 5) {
        memset(outcomes, 0, batch->count * sizeof *outcomes);
        return ACH_EIO;
    }
    return status;
}

static void on_close(ach_store *store) {
    (void)store;
}

static const ach__store_calls calls = {on_read, on_player, NULL, on_apply, NULL, NULL, on_close};

static ach_store *wrap(room *in) {
    ach_allocator allocator = ach__allocator_or_default(NULL);
    ach_store *store = ach__allocate(&allocator, sizeof *store);
    if (store == NULL) {
        diverge("no memory");
    }
    *store = (ach_store){.calls = &calls, .allocator = allocator, .state = in};
    ach__arena_init(&store->replies, NULL);
    ach__arena_init(&store->before, NULL);
    return store;
}

/* --- Engines that end and begin again ---------------------------------------------------------
 */

static void copy_file(const char *from, const char *to) {
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb");
    (void)remove(to);
    if (in == NULL) {
        return;
    }
    FILE *out = fopen(to, "wb");
    size_t size = 0;
    while (out != NULL && (size = fread(bytes, 1, sizeof bytes, in)) > 0) {
        (void)fwrite(bytes, 1, size, out);
    }
    if (out == NULL || fclose(out) != 0) {
        diverge("%s cannot be written", to);
    }
    (void)fclose(in);
}

static const char *path_of(const room *in, const char *ending) {
    static char paths[4][600];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s%s", in->file, ending);
    return path;
}

/* From here on the process is gone; what it still does is not seen. */
void crash(room *in) {
    if (in->has_file) {
        copy_file(in->file, path_of(in, ".crash"));
        copy_file(path_of(in, "-wal"), path_of(in, ".crash-wal"));
    }
    in->is_dead = true;
}

static void add_gauges(const room *in) {
    all_gauges.stored += in->gauges.stored;
    all_gauges.merged += in->gauges.merged;
    all_gauges.conflicts += in->gauges.conflicts;
    all_gauges.retries += in->gauges.retries;
    all_gauges.unknown += in->gauges.unknown;
    all_gauges.failed += in->gauges.failed;
    all_gauges.dropped += in->gauges.dropped;
}

void stop_room(room *in, bool is_crash) {
    add_gauges(in);
    if (is_crash && !in->is_dead) {
        crash(in);
    }
    if (!in->is_dead) {
        begin_close(in);
        ach_engine_close(in->engine);
        end_close(in);
        return;
    }
    ach_engine_close(in->engine);
    for (int i = 0; i < request_count; i++) {
        requests[i].is_gone = requests[i].is_gone || requests[i].room == in->index;
    }
    if (in->has_file) {
        copy_file(path_of(in, ".crash"), in->file);
        copy_file(path_of(in, ".crash-wal"), path_of(in, "-wal"));
    }
}

void open_engine(room *in) {
    static const uint32_t rates[] = {50, 5, 1000};
    ach_engine_options *options = &in->options;
    *options = (ach_engine_options)ACH_ENGINE_OPTIONS_INIT;
    if (chance(2) == 0) {
        options->flags = chance(256);
    }
    in->variant = chance(3) == 0 ? (int)chance(VARIANTS) : 0;
    bool hears = chance(2) == 0;
    in->hooks = (ach_hooks){.user = in, .reward = on_reward, .complete = on_complete};
    in->hooks.resumed = hears ? on_resumed : NULL;
    in->hooks.resumed_extra = chance(2) == 0 ? on_resumed_extra : NULL;
    in->hooks.changed = chance(2) == 0 ? on_changed : NULL;
    options->store = in->store;
    options->package = packages[in->variant];
    options->tree = tree;
    options->hooks = &in->hooks;
    options->policy = (ach_policy)chance(4);
    options->interval_s = chance(2) == 0 ? 300 : 5;
    options->sets_per_second = rates[chance(3)];
    options->attempts = chance(2) == 0 ? 8 : 2;
    options->answer_s = chance(2) == 0 ? 30 : 3;
    options->max_queued = chance(2) == 0 ? 100 : 12;
    options->outbox = in->has_file ? in->file : NULL;
    if (!in->has_file) {
        forget_room(in);
    }
    ach_status status = ach_engine_open(&in->engine, options, NULL);
    if (status != ACH_OK) {
        diverge("an engine does not open: status %d", (int)status);
    }
    open_room(in);
    trace("room %d: opened, file %d flags %u policy %d answer %u interval %u rate %u attempts %u "
          "queued %u, %d resumed\n",
          in->index, in->has_file, options->flags, (int)options->policy, options->answer_s,
          options->interval_s, options->sets_per_second, options->attempts, options->max_queued,
          in->count);
}

/* --- The world --------------------------------------------------------------------------------
 */

#define COMMON                                                                                     \
    "\"title\":\"T\",\"unfinished_icon\":\"textures/ui/a\",\"finished_icon\":\"textures/ui/b\","   \
    "\"node_description\":\"D\",\"reward\":[{\"function_name\":\"f\",\"name_space\":\"n:s\"},"     \
    "{\"function_name\":\"g\",\"name_space\":\"n:s\"}],"
#define NODE(id, rest) "{\"node_ID\":\"" id "\",\"parent_node\":\"root\"," COMMON rest "}"

static void open_tree(void) {
    static const char *const texts[] = {
        "{\"node_ID\":\"root\",\"window_background\":\"textures/ui/w\"," COMMON
        "\"goal_number\":4}",
        NODE("child", "\"depend_parent\":true,\"goal_number\":6"),
        NODE("n0", "\"goal_number\":30,\"is_cloud\":true"),
        NODE("n1", "\"goal_number\":20,\"is_cloud\":true,\"auto_sent_cloud\":false"),
        NODE("n2", "\"goal_number\":25,\"is_cloud\":true,\"goal_details\":{\"goal_type\":"
                   "\"default_get\",\"item_dict\":{\"newItemName\":\"minecraft:egg\"}}"),
        NODE("lost", "\"goal_number\":5,\"is_cloud\":true"),
        NODE("bare", "\"goal_number\":0"),
    };
    enum { COUNT = sizeof texts / sizeof texts[0] };
    ach_tree_file files[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        files[i] = (ach_tree_file){"node.json", texts[i], strlen(texts[i])};
    }
    if (ach_tree_open_memory(&tree, files, COUNT, NULL, NULL) != ACH_OK ||
        ach_tree_count(tree) != COUNT) {
        diverge("the tree does not open");
    }
}

static void open_package(int variant) {
    static made_package made;
    uint8_t digest[32];
    package_make(&made, "first", (unsigned)totals[variant], CLOUD - 1);
    if (ach_package_open_memory(&packages[variant], made.bytes, made.size, NULL, NULL) != ACH_OK) {
        diverge("the package does not open");
    }
    for (size_t i = 0; i < CLOUD; i++) {
        (void)ach_package_node_fingerprint(packages[variant], i, digest);
        for (size_t j = 0; j < 8; j++) {
            definitions[variant][i] = definitions[variant][i] << 8 | digest[j];
        }
    }
}

void open_world(const char *url, const char *folder) {
    (void)snprintf(folder_name, sizeof folder_name, "%s", folder);
    for (int i = 0; i < VARIANTS; i++) {
        open_package(i);
    }
    open_tree();
    is_shared = strcmp(url, "memory:") == 0;
    if (ach_store_open(&judge_store, url, NULL, NULL) != ACH_OK) {
        diverge("the store does not open");
    }
    for (int i = 0; i < ROOMS; i++) {
        inner[i] = judge_store;
        if (!is_shared && ach_store_open(&inner[i], url, NULL, NULL) != ACH_OK) {
            diverge("the store does not open");
        }
        rooms[i].index = i;
        rooms[i].inner = inner[i];
        rooms[i].store = wrap(&rooms[i]);
    }
}

void close_world(void) {
    for (int i = 0; i < ROOMS; i++) {
        ach_store_close(rooms[i].store);
        if (!is_shared) {
            ach_store_close(inner[i]);
        }
    }
    for (int i = 0; i < VARIANTS; i++) {
        ach_package_free(packages[i]);
    }
    ach_tree_free(tree);
    ach_store_close(judge_store);
}

void begin_episode(uint64_t seed) {
    static const int troubles[] = {0, 3, 35};
    static const uint32_t crowds[] = {1, 3, PLAYERS};
    chances = episode = seed;
    rival_number = 0;
    extras = 0;
    request_count = 0;
    memset(records, 0, sizeof records);
    for (int i = 0; i < PLAYERS; i++) {
        (void)snprintf(names[i], sizeof names[i], "%llu-%d", (unsigned long long)seed, i);
    }
    trouble = troubles[chance(3)];
    crowd = crowds[chance(3)];
    for (int i = 0; i < ROOMS; i++) {
        room *in = &rooms[i];
        (void)snprintf(in->file, sizeof in->file, "%s/room%d.outbox", folder_name, i);
        (void)remove(in->file);
        (void)remove(path_of(in, "-wal"));
        in->has_file = chance(2) == 0;
        forget_room(in);
        open_engine(in);
    }
}
