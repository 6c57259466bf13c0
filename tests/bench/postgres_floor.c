/* What the database itself can do: the statements of the PostgreSQL store over bare libpq,
 * prepared, pipelined and committed as durably, but in one trip a batch and without looking at the
 * outcomes.
 *
 *   postgres_floor URL RECORDS BATCH SECONDS
 *
 * Makes what is missing of RECORDS records ("player-00000000" and so on, node "node") in the tables
 * of docs/postgresql.sql, then updates BATCH of them in the order of their keys, again and again.
 * Prints "sets N seconds S rate R".
 * SPDX-License-Identifier: MIT */
#include <endian.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BYTES = 17, NUMBER = 20, SETTLED = 64 };

static PGconn *db;
static int64_t *versions;
static const char extra[] = "{\"cow\":1,\"pig\":2,\"sheep\":3,\"x\":4}";

static void check(int is_good) {
    if (!is_good) {
        (void)fprintf(stderr, "postgres_floor: %s", PQerrorMessage(db));
        exit(1);
    }
}

static void prepare(const char *name, const char *text, int count, const Oid *types) {
    PGresult *result = PQprepare(db, name, text, count, types);
    check(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
}

static PGresult *ask(const char *text) {
    PGresult *result = PQexec(db, text);
    check(PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK);
    return result;
}

static void start(size_t records) {
    char text[512];
    (void)snprintf(
        text, sizeof text,
        "INSERT INTO achpack.record SELECT convert_to('player-' || lpad(i::text, 8, '0'),"
        " 'UTF8'), 'node', 0, 1, 0, '', 0 FROM generate_series(0, %zu - 1) i"
        " ON CONFLICT (player, node) DO NOTHING",
        records);
    PQclear(ask(text));
    PQclear(ask("INSERT INTO achpack.source VALUES ('floor-of-a-bench', 1, 0, '')"
                " ON CONFLICT (id) DO UPDATE SET number = 1"));
    PQclear(ask("SET synchronous_commit = on"));
    PQclear(ask("SET enable_seqscan = off"));
    PQclear(ask("SET jit = off"));
    (void)snprintf(text, sizeof text,
                   "SELECT version FROM achpack.record WHERE node = 'node' AND player >= 'player-'"
                   " ORDER BY player LIMIT %zu",
                   records);
    PGresult *result = ask(text);
    versions = calloc(records, sizeof *versions);
    check(versions != NULL && (size_t)PQntuples(result) == records);
    for (size_t i = 0; i < records; i++) {
        versions[i] = strtoll(PQgetvalue(result, (int)i, 0), NULL, 10);
    }
    PQclear(result);
    static const Oid update[] = {BYTES, BYTES, NUMBER, NUMBER, BYTES, NUMBER, NUMBER};
    static const Oid source[] = {BYTES, NUMBER, NUMBER, BYTES};
    prepare("lock", "SELECT number, outcomes FROM achpack.source WHERE id = $1 FOR UPDATE", 1,
            update);
    prepare("update",
            "UPDATE achpack.record SET progress = $3, version = $7 + 1, completed_at = $4,"
            " extra = $5, definition = $6 WHERE player = $1 AND node = $2 AND version = $7",
            7, update);
    prepare("source",
            "UPDATE achpack.source SET number = $2, changed_at = $3, outcomes = $4 WHERE id = $1",
            4, source);
    check(PQsetnonblocking(db, 0) == 0 && PQenterPipelineMode(db) == 1);
}

static void send_update(size_t key) {
    char player[32];
    (void)snprintf(player, sizeof player, "player-%08zu", key);
    uint64_t progress = htobe64((uint64_t)versions[key] + 1);
    uint64_t seen = htobe64((uint64_t)versions[key]);
    uint64_t zero = 0;
    const char *values[] = {player, "node",        (char *)&progress, (char *)&zero,
                            extra,  (char *)&zero, (char *)&seen};
    const int sizes[] = {15, 4, 8, 8, (int)strlen(extra), 8, 8};
    static const int formats[] = {1, 1, 1, 1, 1, 1, 1};
    check(PQsendQueryPrepared(db, "update", 7, values, sizes, formats, 1));
    versions[key]++;
}

static void send_text(const char *text) {
    check(PQsendQueryParams(db, text, 0, NULL, NULL, NULL, NULL, 1));
}

static void send_source(size_t batch, uint64_t number, const char *outcomes) {
    uint64_t sent = htobe64(number);
    uint64_t now = htobe64(1700000000);
    const char *values[] = {"floor-of-a-bench", (char *)&sent, (char *)&now, outcomes};
    const int sizes[] = {16, 8, 8, (int)batch};
    static const int formats[] = {1, 1, 1, 1};
    check(PQsendQueryPrepared(db, "source", 4, values, sizes, formats, 1));
}

static void take(size_t statements) {
    size_t done = 0;
    for (;;) {
        PGresult *result = PQgetResult(db);
        ExecStatusType status = PQresultStatus(result);
        int is_update = status == PGRES_COMMAND_OK && strncmp(PQcmdStatus(result), "UP", 2) == 0;
        check(!is_update || strcmp(PQcmdTuples(result), "1") == 0);
        check(result == NULL || status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
              status == PGRES_PIPELINE_SYNC);
        done += result != NULL;
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC) {
            check(done == statements + 1);
            return;
        }
    }
}

/* A batch from each part of the keys, so that they are in order and none stands twice. */
static void store(size_t records, size_t batch, uint64_t number, const char *outcomes) {
    static const int sixteen = 16;
    static const int binary = 1;
    static uint64_t random = 88172645463325252u;
    const char *id = "floor-of-a-bench";
    send_text("BEGIN ISOLATION LEVEL READ COMMITTED");
    check(PQsendQueryPrepared(db, "lock", 1, &id, &sixteen, &binary, 1));
    for (size_t i = 0; i < batch; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        send_update(i * (records / batch) + random % (records / batch));
    }
    send_source(batch, number, outcomes);
    send_text("COMMIT");
    check(PQpipelineSync(db));
    take(batch + 4);
}

static double seconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
    size_t records = count == 5 ? strtoull(words[2], NULL, 10) : 0;
    size_t batch = count == 5 ? strtoull(words[3], NULL, 10) : 0;
    if (batch == 0 || batch > 4096 || batch > records) {
        (void)fprintf(stderr, "usage: postgres_floor URL RECORDS BATCH SECONDS\n");
        return 2;
    }
    db = PQconnectdb(words[1]);
    check(PQstatus(db) == CONNECTION_OK);
    start(records);
    char outcomes[4096];
    memset(outcomes, 1, sizeof outcomes);
    uint64_t number = 1;
    while (number <= SETTLED / batch) {
        store(records, batch, ++number, outcomes);
    }
    double began = seconds();
    double most = strtod(words[4], NULL);
    double taken = 0;
    size_t sets = 0;
    while (taken < most) {
        store(records, batch, ++number, outcomes);
        sets += batch;
        taken = seconds() - began;
    }
    (void)printf("sets %zu seconds %.3f rate %.0f\n", sets, taken, (double)sets / taken);
    free(versions);
    PQfinish(db);
    return 0;
}
