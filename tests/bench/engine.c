/* Adds a second of an engine: sets that wait in its outbox, or local progress.
 *
 *   bench_engine WORK FILE RECORDS BATCH SECONDS
 *
 * WORK: "sets" or "local". First every record is added to once, then records at random for so long,
 * with a poll behind each BATCH of them (0: none, nothing is made safe in that time). Prints how
 * many there were and the seconds that they took: of the first part without its poll, then of the
 * second. SPDX-License-Identifier: MIT */
#include "bench/adds.h"
#include "unit/package_maker.h"

#include <achpack/engine.h>

enum { INTERVAL_S = 1000000, QUEUED_MOST = 8000000, CHECK_TIME = 64 };

static const int64_t now_ms = INT64_C(1700000000000);

static ach_package *make_package(void) {
    static made_package made;
    ach_package *package = NULL;
    package_make(&made, "first", 1000000000, ADDS_NODES);
    adds_must(ach_package_open_memory(&package, made.bytes, made.size, NULL, NULL), ACH_OK,
              "package");
    return package;
}

static ach_tree *make_tree(void) {
    char names[ADDS_NODES][16];
    char texts[ADDS_NODES][128];
    ach_tree_file files[ADDS_NODES];
    ach_tree *tree = NULL;
    for (int i = 0; i < ADDS_NODES; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d.json", i);
        int size =
            snprintf(texts[i], sizeof texts[i],
                     "{\"node_ID\": \"n%d\", \"title\": \"t\", \"goal_number\": 2000000000}", i);
        files[i] = (ach_tree_file){names[i], texts[i], (size_t)size};
    }
    adds_must(ach_tree_open_memory(&tree, files, ADDS_NODES, NULL, NULL), ACH_OK, "tree");
    return tree;
}

static void add(ach_engine *engine, const adds *all, int is_local) {
    ach_set set = ACH_SET_INIT;
    set.flags = ACH_SET_LATER;
    set.player = adds_player(all);
    set.node = adds_node(all);
    ach_status status = is_local ? ach_engine_add_node_progress(engine, &set, NULL, NULL)
                                 : ach_engine_lobby_set(engine, &set, NULL);
    adds_must((int)status, ACH_OK, "add");
}

static void poll(ach_engine *engine) {
    adds_must((int)ach_engine_poll(engine, now_ms, NULL), ACH_OK, "poll");
}

static void run(ach_engine *engine, int is_local, size_t records, size_t batch, double most) {
    adds all = adds_of(records);
    poll(engine);
    double began = adds_seconds();
    for (size_t i = 0; i < records; i++) {
        adds_go_to(&all, i);
        add(engine, &all, is_local);
    }
    (void)printf("%zu %f ", records, adds_seconds() - began);
    poll(engine);
    size_t count = 0;
    size_t piece = batch == 0 ? CHECK_TIME : batch;
    double end = 0;
    for (began = adds_seconds(); (end = adds_seconds()) - began < most; count += piece) {
        for (size_t i = 0; i < piece; i++) {
            adds_next(&all);
            add(engine, &all, is_local);
        }
        if (batch > 0) {
            poll(engine);
        }
    }
    (void)printf("%zu %f\n", count, end - began);
}

int main(int count, char **words) {
    if (count != 6) {
        (void)fputs("usage: see the head of engine.c\n", stderr);
        return 2;
    }
    ach_store *store = NULL;
    ach_engine *engine = NULL;
    ach_engine_options options = ACH_ENGINE_OPTIONS_INIT;
    adds_must(ach_store_open(&store, "memory:", NULL, NULL), ACH_OK, "store");
    options.store = store;
    options.outbox = words[2];
    options.package = make_package();
    options.tree = make_tree();
    options.interval_s = INTERVAL_S;
    options.max_queued = QUEUED_MOST;
    adds_must(ach_engine_open(&engine, &options, NULL), ACH_OK, "engine");
    run(engine, strcmp(words[1], "local") == 0, strtoul(words[3], NULL, 10),
        strtoul(words[4], NULL, 10), strtod(words[5], NULL));
    ach_engine_close(engine);
    ach_tree_free(options.tree);
    ach_package_free(options.package);
    ach_store_close(store);
    return 0;
}
