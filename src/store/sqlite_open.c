/* The tables of the SQLite store, what is asked of them, and opening one.
 * SPDX-License-Identifier: MIT */
#include "store/sqlite_parts.h"

/* Numbers first: so they lie in the row's first page, whatever the size of `extra`. */
#define TABLE_RECORD                                                                               \
    "CREATE TABLE record("                                                                         \
    "player TEXT NOT NULL, node TEXT NOT NULL, "                                                   \
    "progress INTEGER NOT NULL CHECK(progress >= 0), "                                             \
    "version INTEGER NOT NULL CHECK(version >= 1), "                                               \
    "completed_at INTEGER NOT NULL CHECK(completed_at >= 0), "                                     \
    "definition INTEGER NOT NULL, extra TEXT NOT NULL, "                                           \
    "PRIMARY KEY(player, node)) STRICT, WITHOUT ROWID"
#define TABLE_SOURCE                                                                               \
    "CREATE TABLE source("                                                                         \
    "id BLOB NOT NULL PRIMARY KEY, number INTEGER NOT NULL, "                                      \
    "changed_at INTEGER NOT NULL, outcomes BLOB NOT NULL) STRICT, WITHOUT ROWID"
#define RECORD "progress, version, completed_at, definition, extra"
static const char *const queries[ACH__SQLITE_QUERIES] = {
    [ACH__SQLITE_VERSION] = "PRAGMA user_version",
    [ACH__SQLITE_BEGIN_READ] = "BEGIN",
    [ACH__SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [ACH__SQLITE_COMMIT] = "COMMIT",
    [ACH__SQLITE_ROLLBACK] = "ROLLBACK",
    [ACH__SQLITE_READ] = "SELECT " RECORD " FROM record WHERE player = ?1 AND node = ?2",
    [ACH__SQLITE_INSERT] = "INSERT INTO record(player, node, " RECORD ")"
                           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                           " ON CONFLICT(player, node) DO NOTHING",
    [ACH__SQLITE_UPDATE] = "UPDATE record SET progress = ?3, version = ?4, completed_at = ?5,"
                           " definition = ?6, extra = ?7"
                           " WHERE player = ?1 AND node = ?2 AND version = ?8",
    [ACH__SQLITE_SOURCE] = "SELECT number, outcomes FROM source WHERE id = ?1",
    [ACH__SQLITE_SOURCE_SET] = "INSERT INTO source(id, number, changed_at, outcomes)"
                               " VALUES(?1, ?2, ?3, ?4) ON CONFLICT(id) DO UPDATE SET"
                               " number = ?2, changed_at = ?3, outcomes = ?4",
    [ACH__SQLITE_FORGET] = "DELETE FROM source WHERE changed_at < ?1",
    [ACH__SQLITE_PLAYER] = "SELECT " RECORD ", player, node FROM record"
                           " WHERE player = ?1 AND node > ?2 ORDER BY node LIMIT ?3",
    [ACH__SQLITE_WALK] = "SELECT " RECORD ", player, node FROM record"
                         " WHERE (player, node) > (?1, ?2) ORDER BY player, node LIMIT ?3",
    [ACH__SQLITE_HAS] = "SELECT 1 FROM record WHERE player = ?1 LIMIT 1",
    [ACH__SQLITE_RENAME] = "UPDATE record SET player = ?2 WHERE player = ?1",
};

static const ach__sqlite_table tables[] = {{"record", TABLE_RECORD}, {"source", TABLE_SOURCE}};

static const ach__sqlite_form form = {
    .id = ACH__SQLITE_STORE_ID,
    .schema = ACH__STORE_SCHEMA,
    .tables = tables,
    .table_count = sizeof tables / sizeof tables[0],
    .queries = queries,
    .query_count = ACH__SQLITE_QUERIES,
};

void ach__sqlite_close(ach_store *store) {
    ach__sqlite *sqlite = store->state;
    ach__sqlite_free(sqlite, &store->allocator);
    ach__release(&store->allocator, sqlite, sizeof *sqlite);
    store->state = NULL;
}

ach_status ach__store_open_sqlite(ach_store *store, const char *path, ach_diags *why) {
    ach__sqlite *sqlite = ach__allocate(&store->allocator, sizeof *sqlite);
    if (sqlite == NULL) {
        return ACH_ENOMEM;
    }
    store->state = sqlite;
    ach_status status = ach__sqlite_init(sqlite, &form, path, &store->allocator);
    if (status == ACH_OK) {
        status = ach__sqlite_open(sqlite, store->timeout_ms, NULL, why);
    }
    if (status == ACH_OK) {
        store->calls = &ach__sqlite_calls;
    } else {
        ach__sqlite_close(store);
    }
    return status;
}
