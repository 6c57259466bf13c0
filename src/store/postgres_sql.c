/* The SQL of the PostgreSQL store, and making a new connection ready for it.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

#include <stdio.h>
#include <string.h>

/* Kept to what CockroachDB and YugabyteDB take as well. docs/postgresql.sql makes the tables. */

enum { OID_BYTES = 17, OID_NUMBER = 20 };

#define RECORD "progress, version, completed_at, extra, definition"

typedef struct statement {
    const char *name;
    const char *text;
    int count;
    Oid types[ACH__PG_PARAMETERS_MOST];
} statement;

static const statement statements[ACH__PG_QUERIES] = {
    [ACH__PG_SOURCE_LOCK] = {"ach_source_lock",
                             "SELECT number, outcomes FROM achpack.source WHERE id = $1 FOR UPDATE",
                             1,
                             {OID_BYTES}},
    [ACH__PG_SOURCE_INSERT] = {"ach_source_insert",
                               "INSERT INTO achpack.source (id, number, changed_at, outcomes)"
                               " VALUES ($1, $2, $3, $4)",
                               4,
                               {OID_BYTES, OID_NUMBER, OID_NUMBER, OID_BYTES}},
    [ACH__PG_SOURCE_UPDATE] = {"ach_source_update",
                               "UPDATE achpack.source"
                               " SET number = $2, changed_at = $3, outcomes = $4 WHERE id = $1",
                               4,
                               {OID_BYTES, OID_NUMBER, OID_NUMBER, OID_BYTES}},
    [ACH__PG_INSERT] = {"ach_insert",
                        "INSERT INTO achpack.record (player, node, progress, version,"
                        " completed_at, extra, definition) VALUES ($1, $2, $3, $7, $4, $5, $6)"
                        " ON CONFLICT (player, node) DO NOTHING",
                        7,
                        {OID_BYTES, OID_BYTES, OID_NUMBER, OID_NUMBER, OID_BYTES, OID_NUMBER,
                         OID_NUMBER}},
    [ACH__PG_UPDATE] = {"ach_update",
                        "UPDATE achpack.record SET progress = $3, version = $7,"
                        " completed_at = $4, extra = $5, definition = $6"
                        " WHERE player = $1 AND node = $2 AND version = $8",
                        8,
                        {OID_BYTES, OID_BYTES, OID_NUMBER, OID_NUMBER, OID_BYTES, OID_NUMBER,
                         OID_NUMBER, OID_NUMBER}},
    [ACH__PG_READ] = {"ach_read",
                      "SELECT " RECORD " FROM achpack.record WHERE player = $1 AND node = $2",
                      2,
                      {OID_BYTES, OID_BYTES}},
    [ACH__PG_PLAYER] = {"ach_player",
                        "SELECT " RECORD ", player, node FROM achpack.record"
                        " WHERE player = $1 AND node > $2 ORDER BY node LIMIT $3",
                        3,
                        {OID_BYTES, OID_BYTES, OID_NUMBER}},
    [ACH__PG_WALK] = {"ach_walk",
                      "SELECT " RECORD ", player, node FROM achpack.record"
                      " WHERE (player, node) > ($1, $2) ORDER BY player, node LIMIT $3",
                      3,
                      {OID_BYTES, OID_BYTES, OID_NUMBER}},
    [ACH__PG_HAS] = {"ach_has",
                     "SELECT 1 FROM achpack.record WHERE player = $1 LIMIT 1",
                     1,
                     {OID_BYTES}},
    [ACH__PG_RENAME] = {"ach_rename",
                        "UPDATE achpack.record SET player = $2 WHERE player = $1",
                        2,
                        {OID_BYTES, OID_BYTES}},
    [ACH__PG_FORGET] = {"ach_forget",
                        "DELETE FROM achpack.source WHERE changed_at < $1",
                        1,
                        {OID_NUMBER}},
};

const char *ach__pg_name(ach__pg_query query) {
    return statements[query].name;
}

/* Settings that a server does not know are passed over, so one text does for all kinds of server.
 * - A lock is waited for a little less long than the caller waits, so that the server gives up
 *   first and says why. The next two end what a client has left behind, long after it gave up.
 * - A commit is durable when it is acknowledged, whatever the role's or the database's setting.
 * - Plans are kept for the life of a connection. One that was made while the table was small must
 *   not read all of it once it is large; and the price put on such plans must not start the JIT.
 * - Whoever may make functions in a schema that is searched first could slip us an operator.
 * No text holds a literal with a backslash and all values go in binary, so that neither
 * standard_conforming_strings nor the styles of dates and bytes matter. */
static const char settings[] =
    "SELECT pg_catalog.set_config(name, CASE name"
    " WHEN 'lock_timeout' THEN $1"
    " WHEN 'statement_timeout' THEN $2"
    " WHEN 'idle_in_transaction_session_timeout' THEN $2"
    " WHEN 'synchronous_commit' THEN 'on'"
    " WHEN 'search_path' THEN 'pg_catalog'"
    " ELSE 'off' END, false)"
    " FROM pg_catalog.pg_settings WHERE name IN ('lock_timeout', 'statement_timeout',"
    " 'idle_in_transaction_session_timeout', 'enable_seqscan', 'jit', 'search_path')"
    " OR name = 'synchronous_commit' AND setting = 'off'";

static const char version[] = "SELECT schema FROM achpack.achpack_meta WHERE one = 1";

static ach__pg_end send_settings(ach__pg *pg) {
    char lock[24];
    char whole[24];
    long long timeout = pg->store->timeout_ms;
    (void)snprintf(lock, sizeof lock, "%lld", timeout < 4 ? 1 : timeout / 4 * 3);
    long long end = timeout * 2 > INT32_MAX ? INT32_MAX : timeout * 2;
    (void)snprintf(whole, sizeof whole, "%lld", end);
    const char *values[] = {lock, whole};
    static const Oid types[] = {25, 25}; /* text */
    return ach__libpq.PQsendQueryParams(pg->link, settings, 2, types, values, NULL, NULL, 1) == 1
               ? ACH__PG_DONE
               : ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                              ach__libpq.PQerrorMessage(pg->link));
}

static ach__pg_end send_all(ach__pg *pg) {
    ach__pg_end end = send_settings(pg);
    if (end == ACH__PG_DONE) {
        end = ach__pg_send_text(pg, version);
    }
    for (size_t i = 0; end == ACH__PG_DONE && i < ACH__PG_QUERIES; i++) {
        const statement *one = &statements[i];
        if (ach__libpq.PQsendPrepare(pg->link, one->name, one->text, one->count, one->types) != 1) {
            end = ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                               ach__libpq.PQerrorMessage(pg->link));
        }
    }
    return end == ACH__PG_DONE ? ach__pg_push(pg) : end;
}

static ach__pg_end judge_version(ach__pg *pg, const PGresult *result) {
    int64_t number = 0;
    if (ach__libpq.PQntuples(result) != 1 || !ach__pg_number(result, 0, 0, &number) ||
        number < ACH__STORE_SCHEMA) {
        return ach__pg_fail(pg, ACH__PG_REFUSED, ACH__STORE_FOREIGN,
                            "achpack.achpack_meta does not name the version of the tables");
    }
    if (number > ACH__STORE_SCHEMA) {
        char words[96];
        (void)snprintf(words, sizeof words, "the tables are of version %lld, known is %d",
                       (long long)number, ACH__STORE_SCHEMA);
        return ach__pg_fail(pg, ACH__PG_REFUSED, ACH__STORE_NEWER, words);
    }
    return ACH__PG_DONE;
}

static ach__pg_end check_version(ach__pg *pg) {
    PGresult *result = NULL;
    ach__pg_end end = ach__pg_next(pg, &result);
    if (end == ACH__PG_DONE) {
        end = judge_version(pg, result);
        ach__libpq.PQclear(result);
    }
    return end;
}

static ach__pg_end take_all(ach__pg *pg) {
    ach__pg_end end = ach__pg_skip(pg);
    if (end == ACH__PG_DONE) {
        end = check_version(pg);
    }
    for (size_t i = 0; end == ACH__PG_DONE && i < ACH__PG_QUERIES; i++) {
        end = ach__pg_skip(pg);
    }
    return end == ACH__PG_DONE ? ach__pg_skip_sync(pg) : end;
}

ach__pg_end ach__pg_prepare(ach__pg *pg) {
    ach__pg_end end = send_all(pg);
    if (end == ACH__PG_DONE) {
        end = take_all(pg);
    }
    if (end == ACH__PG_REFUSED && pg->trouble == ACH__STORE_FOREIGN) {
        static const char advice[] = "; docs/postgresql.sql makes the tables";
        size_t size = strlen(pg->words);
        size_t most = sizeof pg->words - sizeof advice;
        memcpy(pg->words + (size < most ? size : most), advice, sizeof advice);
    }
    return end;
}
