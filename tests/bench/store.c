/* Sets a second: through a store, and by a bare loop of the same SQL on the same file of SQLite, as
 * durable as the store's. Prints how many there were and the seconds that they took.
 *
 *   bench_store fill URL RECORDS                     makes the records, each of version 1
 *   bench_store store URL RECORDS BATCH SECONDS      sets on records of version 1 of a URL
 *   bench_store floor PATH RECORDS BATCH SECONDS
 *
 * Each kind fills memory: first by itself.
 * SPDX-License-Identifier: MIT */
#include <achpack/store.h>

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NODES = 8, NAME_BYTES = 32, BATCH_MOST = ACH_BATCH_MOST };

static const char extra[] = "{\"cows\":12,\"pigs\":3,\"where\":\"village\"}";

/* A batch to come. */
typedef struct plan {
    size_t records;
    size_t count;
    uint32_t *versions; /* of every record */
    uint64_t *stamps;   /* the last batch that it was in */
    uint64_t batch;
    uint64_t random;
    size_t chosen[BATCH_MOST];
    char players[BATCH_MOST][NAME_BYTES];
    char nodes[BATCH_MOST][NAME_BYTES];
    ach_record writes[BATCH_MOST];
    ach_outcome outcomes[BATCH_MOST];
} plan;

static plan work; /* too large for the stack */

static double seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static _Noreturn void end(const char *what, int number) {
    (void)fprintf(stderr, "bench_store: %s: %d\n", what, number);
    exit(3);
}

static void name_record(size_t at, size_t record) {
    (void)snprintf(work.players[at], NAME_BYTES, "player-%09zu", record / NODES);
    (void)snprintf(work.nodes[at], NAME_BYTES, "village_node%02zu", record % NODES);
    work.chosen[at] = record;
    work.writes[at] = (ach_record){.key = {{work.players[at], strlen(work.players[at])},
                                           {work.nodes[at], strlen(work.nodes[at])}},
                                   .progress = {.progress = work.versions[record] + 1,
                                                .version = work.versions[record],
                                                .extra = {extra, sizeof extra - 1}}};
}

/* Different records, picked at random. */
static void choose(void) {
    work.batch++;
    for (size_t i = 0; i < work.count;) {
        work.random = work.random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t record = (size_t)((work.random >> 33) % work.records);
        if (work.stamps[record] != work.batch) {
            work.stamps[record] = work.batch;
            name_record(i, record);
            i++;
        }
    }
}

static void prepare(const char *records, uint32_t version) {
    work.records = strtoull(records, NULL, 10);
    work.random = 1;
    work.versions = calloc(work.records, sizeof *work.versions);
    work.stamps = calloc(work.records, sizeof *work.stamps);
    if (work.versions == NULL || work.stamps == NULL) {
        end("no memory", 0);
    }
    for (size_t i = 0; i < work.records; i++) {
        work.versions[i] = version;
    }
}

static ach_store *open_store(const char *url) {
    ach_store *store = NULL;
    ach_status status = ach_store_open(&store, url, NULL, NULL);
    if (status != ACH_OK) {
        end("open", (int)status);
    }
    return store;
}

static void apply(ach_store *store, ach_batch *batch) {
    batch->number++;
    batch->writes = work.writes;
    batch->count = work.count;
    ach_status status = ach_store_apply(store, batch, work.outcomes, NULL);
    if (status != ACH_OK) {
        end("apply", (int)status);
    }
    for (size_t i = 0; i < work.count; i++) {
        if (work.outcomes[i] != ACH_APPLIED) {
            end("a conflict", (int)i);
        }
        work.versions[work.chosen[i]]++;
    }
}

static void fill(ach_store *store) {
    ach_batch batch = {.source = {1}};
    for (size_t i = 0; i < work.records; i += work.count) {
        work.count = work.records - i < BATCH_MOST ? work.records - i : BATCH_MOST;
        for (size_t at = 0; at < work.count; at++) {
            name_record(at, i + at);
        }
        apply(store, &batch);
    }
}

static void check(sqlite3 *db, int result, int wanted) {
    if (result != wanted) {
        end(sqlite3_errmsg(db), result);
    }
}

static sqlite3_stmt *statement_of(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL),
          SQLITE_OK);
    return statement;
}

typedef struct bare {
    sqlite3 *db;
    sqlite3_stmt *begin;
    sqlite3_stmt *update;
    sqlite3_stmt *commit;
} bare;

static bare open_bare(const char *path) {
    bare made = {NULL, NULL, NULL, NULL};
    check(made.db,
          sqlite3_open_v2(path, &made.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
          SQLITE_OK);
    check(made.db,
          sqlite3_exec(made.db,
                       "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                       "PRAGMA cache_size = -65536",
                       NULL, NULL, NULL),
          SQLITE_OK);
    made.begin = statement_of(made.db, "BEGIN IMMEDIATE");
    made.update = statement_of(made.db, "UPDATE record SET progress = ?3, version = ?4,"
                                        " completed_at = ?5, definition = ?6, extra = ?7"
                                        " WHERE player = ?1 AND node = ?2 AND version = ?8");
    made.commit = statement_of(made.db, "COMMIT");
    return made;
}

static void step(const bare *it, sqlite3_stmt *statement) {
    check(it->db, sqlite3_step(statement), SQLITE_DONE);
    (void)sqlite3_reset(statement);
}

static void set_barely(const bare *it) {
    step(it, it->begin);
    for (size_t i = 0; i < work.count; i++) {
        const ach_record *write = &work.writes[i];
        (void)sqlite3_bind_text(it->update, 1, write->key.player.data, (int)write->key.player.size,
                                SQLITE_STATIC);
        (void)sqlite3_bind_text(it->update, 2, write->key.node.data, (int)write->key.node.size,
                                SQLITE_STATIC);
        (void)sqlite3_bind_int64(it->update, 3, write->progress.progress);
        (void)sqlite3_bind_int64(it->update, 4, write->progress.version + 1);
        (void)sqlite3_bind_int64(it->update, 5, 0);
        (void)sqlite3_bind_int64(it->update, 6, 0);
        (void)sqlite3_bind_text(it->update, 7, extra, sizeof extra - 1, SQLITE_STATIC);
        (void)sqlite3_bind_int64(it->update, 8, write->progress.version);
        step(it, it->update);
        if (sqlite3_changes(it->db) != 1) {
            end("a conflict", (int)i);
        }
        work.versions[work.chosen[i]]++;
    }
    step(it, it->commit);
}

/* Through the store, or, where there is none, barely. */
static void measure(ach_store *store, const bare *it, double most) {
    ach_batch batch = {.source = {2}};
    unsigned long long sets = 0;
    double taken = 0;
    while (taken < most) {
        choose();
        double began = seconds(); /* what it takes to invent a batch is not counted */
        if (store != NULL) {
            apply(store, &batch);
        } else {
            set_barely(it);
        }
        sets += work.count;
        taken += seconds() - began;
    }
    (void)printf("%llu %.6f\n", sets, taken);
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[1], "fill") == 0) {
        prepare(words[3], 0);
        ach_store *store = open_store(words[2]);
        fill(store);
        ach_store_close(store);
        return 0;
    }
    if (count != 6) {
        return 2;
    }
    bool is_memory = strcmp(words[2], "memory:") == 0;
    double most = strtod(words[5], NULL);
    prepare(words[3], is_memory ? 0 : 1);
    ach_store *store = strcmp(words[1], "store") == 0 ? open_store(words[2]) : NULL;
    if (is_memory && store != NULL) {
        fill(store);
    }
    work.count = strtoull(words[4], NULL, 10);
    if (work.count < 1 || work.count > BATCH_MOST || work.count > work.records) {
        return 2;
    }
    bare it = {NULL, NULL, NULL, NULL};
    if (store == NULL) {
        it = open_bare(words[2]);
    }
    measure(store, &it, most);
    ach_store_close(store);
    (void)sqlite3_finalize(it.begin);
    (void)sqlite3_finalize(it.update);
    (void)sqlite3_finalize(it.commit);
    (void)sqlite3_close(it.db);
    free(work.versions);
    free(work.stamps);
    return 0;
}
