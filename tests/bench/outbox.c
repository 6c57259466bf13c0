/* Changes a second of an outbox, and of a bare loop of the same SQL on the same file, as durable.
 * Prints how many there were and the seconds that they took.
 *
 *   bench_outbox fill FILE RECORDS                     so many sets that wait, so much local
 * progress bench_outbox outbox WORK FILE RECORDS BATCH SECONDS bench_outbox floor WORK FILE RECORDS
 * BATCH SECONDS
 *
 * WORK: "new": sets that are added; "more": sets that wait already, with more; "local": local
 * progress; the last two of records at random. BATCH: how many a commit.
 * SPDX-License-Identifier: MIT */
#include "bench/adds.h"

#include "store/outbox.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { FILL_BATCH = 10000 };

typedef struct run {
    const char *path;
    bool is_local;
    bool is_new;
    adds all;
    size_t batch;
    double seconds;
    int64_t newest; /* id */
} run;

static int64_t next_id(run *now) {
    adds_next(&now->all);
    return now->is_new ? ++now->newest : (int64_t)now->all.record + 1;
}

static void put(ach__outbox *outbox, const adds *all, int64_t id, int64_t delta) {
    ach__waiting waiting = {.id = id, .key = {adds_player(all), adds_node(all)}, .delta = delta};
    adds_must(ach__outbox_put(outbox, &waiting, NULL), ACH_OK, "put");
}

static void put_local(ach__outbox *outbox, const adds *all, int64_t progress) {
    adds_must(ach__outbox_put_local(outbox, adds_player(all), adds_node(all), progress, NULL),
              ACH_OK, "put local");
}

static ach__outbox *open_outbox(const char *path) {
    ach__outbox *outbox = NULL;
    adds_must(ach__outbox_open(&outbox, path, NULL, NULL), ACH_OK, "open");
    return outbox;
}

static void fill(const char *path, size_t records) {
    ach__outbox *outbox = open_outbox(path);
    adds all = adds_of(records);
    for (size_t i = 0; i < records; i++) {
        if (i % FILL_BATCH == 0) {
            adds_must(ach__outbox_begin(outbox, NULL), ACH_OK, "begin");
        }
        adds_go_to(&all, i);
        put(outbox, &all, (int64_t)i + 1, 1);
        put_local(outbox, &all, 1);
        if (i % FILL_BATCH == FILL_BATCH - 1 || i == records - 1) {
            adds_must(ach__outbox_commit(outbox, NULL), ACH_OK, "commit");
        }
    }
    ach__outbox_close(outbox);
}

static void run_outbox(run *now) {
    ach__outbox *outbox = open_outbox(now->path);
    size_t count = 0;
    double end = 0;
    double began = adds_seconds();
    for (; (end = adds_seconds()) - began < now->seconds; count += now->batch) {
        adds_must(ach__outbox_begin(outbox, NULL), ACH_OK, "begin");
        for (size_t i = 0; i < now->batch; i++) {
            int64_t id = next_id(now);
            if (now->is_local) {
                put_local(outbox, &now->all, (int64_t)(count + i));
            } else {
                put(outbox, &now->all, id, (int64_t)(count + i));
            }
        }
        adds_must(ach__outbox_commit(outbox, NULL), ACH_OK, "commit");
    }
    (void)printf("%zu %f\n", count, end - began);
    ach__outbox_close(outbox);
}

static void ask(sqlite3 *db, const char *sql) {
    adds_must(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    adds_must(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK, sql);
    return statement;
}

static void step(sqlite3_stmt *statement) {
    adds_must(sqlite3_step(statement), SQLITE_DONE, "step");
    (void)sqlite3_reset(statement);
}

static void floor_one(run *now, sqlite3_stmt *change, int64_t number) {
    int64_t id = next_id(now);
    ach_bytes player = adds_player(&now->all);
    ach_bytes node = adds_node(&now->all);
    (void)sqlite3_bind_text(change, 1, player.data, (int)player.size, SQLITE_STATIC);
    (void)sqlite3_bind_text(change, 2, node.data, (int)node.size, SQLITE_STATIC);
    (void)sqlite3_bind_int64(change, 3, number);
    if (!now->is_local) {
        (void)sqlite3_bind_int64(change, 4, id);
    }
    step(change);
}

static void run_floor(run *now) {
    sqlite3 *db = NULL;
    adds_must(sqlite3_open(now->path, &db), SQLITE_OK, "open");
    ask(db, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
            "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
            "PRAGMA wal_autocheckpoint = 65536");
    sqlite3_stmt *begin = prepare(db, "BEGIN");
    sqlite3_stmt *commit = prepare(db, "COMMIT");
    sqlite3_stmt *change = prepare(
        db, now->is_local
                ? "INSERT INTO local(player, node, progress) VALUES(?1, ?2, ?3)"
                  " ON CONFLICT(player, node) DO UPDATE SET progress = ?3"
                : "INSERT INTO waiting(player, node, delta, id, seen, flags, extra)"
                  " VALUES(?1, ?2, ?3, ?4, 0, 0, '') ON CONFLICT(id) DO UPDATE SET delta = ?3");
    size_t count = 0;
    double end = 0;
    double began = adds_seconds();
    for (; (end = adds_seconds()) - began < now->seconds; count += now->batch) {
        step(begin);
        for (size_t i = 0; i < now->batch; i++) {
            floor_one(now, change, (int64_t)(count + i));
        }
        step(commit);
    }
    (void)printf("%zu %f\n", count, end - began);
    (void)sqlite3_finalize(begin);
    (void)sqlite3_finalize(commit);
    (void)sqlite3_finalize(change);
    (void)sqlite3_close(db);
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[1], "fill") == 0) {
        fill(words[2], strtoul(words[3], NULL, 10));
        return 0;
    }
    if (count != 7) {
        (void)fputs("usage: see the head of outbox.c\n", stderr);
        return 2;
    }
    size_t records = strtoul(words[4], NULL, 10);
    run now = {.path = words[3],
               .is_local = strcmp(words[2], "local") == 0,
               .is_new = strcmp(words[2], "new") == 0,
               .all = adds_of(records),
               .batch = strtoul(words[5], NULL, 10),
               .seconds = strtod(words[6], NULL),
               .newest = (int64_t)records};
    if (strcmp(words[1], "floor") == 0) {
        run_floor(&now);
    } else {
        run_outbox(&now);
    }
    return 0;
}
