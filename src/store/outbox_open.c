/* Opening an outbox: making its file, or taking hold of it.
 * SPDX-License-Identifier: MIT */
#include "store/outbox_parts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define SCHEMA 1 /* of the tables below */

/* How long to wait for another holder who is just going: a second or so. */
enum { TURNS = 50, PAUSE_LEAST_NS = 10 * 1000000, PAUSE_SPREAD_NS = 20 * 1000000 };

#define TABLE_ABOUT                                                                                \
    "CREATE TABLE achpack_outbox("                                                                 \
    "schema INTEGER NOT NULL, "                                                                    \
    "source BLOB NOT NULL CHECK(length(source) = 16), "                                            \
    "number INTEGER NOT NULL CHECK(number >= 0)) STRICT"
#define TABLE_WAITING                                                                              \
    "CREATE TABLE waiting("                                                                        \
    "id INTEGER PRIMARY KEY, player TEXT NOT NULL, node TEXT NOT NULL, "                           \
    "delta INTEGER NOT NULL CHECK(delta >= 0), seen INTEGER NOT NULL CHECK(seen >= 0), "           \
    "flags INTEGER NOT NULL, extra TEXT NOT NULL) STRICT"
#define TABLE_LOCAL                                                                                \
    "CREATE TABLE local("                                                                          \
    "player TEXT NOT NULL, node TEXT NOT NULL, "                                                   \
    "progress INTEGER NOT NULL CHECK(progress >= 0), "                                             \
    "PRIMARY KEY(player, node)) STRICT, WITHOUT ROWID"
static const ach__sqlite_table tables[] = {
    {"achpack_outbox", TABLE_ABOUT}, {"waiting", TABLE_WAITING}, {"local", TABLE_LOCAL}};

static const char *const queries[ACH__OUTBOX_QUERIES] = {
    [ACH__OUTBOX_BEGIN] = "BEGIN IMMEDIATE",
    [ACH__OUTBOX_COMMIT] = "COMMIT",
    [ACH__OUTBOX_ROLLBACK] = "ROLLBACK",
    [ACH__OUTBOX_ABOUT] = "SELECT schema, source, number FROM achpack_outbox",
    [ACH__OUTBOX_NUMBER] = "UPDATE achpack_outbox SET number = ?1",
    [ACH__OUTBOX_WAITING] = "SELECT id, player, node, delta, seen, flags, extra FROM waiting"
                            " ORDER BY id",
    [ACH__OUTBOX_PUT] = "INSERT INTO waiting(player, node, id, delta, seen, flags, extra)"
                        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO UPDATE SET"
                        " player = ?1, node = ?2, delta = ?4, seen = ?5, flags = ?6, extra = ?7",
    [ACH__OUTBOX_DROP] = "DELETE FROM waiting WHERE id = ?1",
    [ACH__OUTBOX_LOCAL] = "SELECT node, progress FROM local WHERE player = ?1 ORDER BY node",
    [ACH__OUTBOX_PUT_LOCAL] = "INSERT INTO local(player, node, progress) VALUES(?1, ?2, ?3)"
                              " ON CONFLICT(player, node) DO UPDATE SET progress = ?3",
};

static const ach__sqlite_form form = {
    .id = ACH__SQLITE_OUTBOX_ID,
    .schema = SCHEMA,
    .tables = tables,
    .table_count = sizeof tables / sizeof tables[0],
    .queries = queries,
    .query_count = ACH__OUTBOX_QUERIES,
    .is_outbox = true,
};

/* In pieces of this size the system gives all or, while it starts, waits. */
static bool fill_randomly(void *bytes, size_t size) {
    ssize_t got;
    do {
        got = getrandom(bytes, size, 0);
    } while (got < 0 && errno == EINTR);
    return got == (ssize_t)size;
}

/* The row of a new file. */
static void write_row(const uint8_t source[16], char *row, size_t room) {
    char hex[33];
    for (size_t i = 0; i < 16; i++) {
        (void)snprintf(hex + 2 * i, 3, "%02x", source[i]);
    }
    (void)snprintf(row, room, "INSERT INTO achpack_outbox VALUES(%d, x'%s', 0)", SCHEMA, hex);
}

/* Two who open at once are each in the other's way: so each lets go for a while, not as long as the
 * other. */
static void pause_a_while(void) {
    uint32_t spread = 0;
    (void)fill_randomly(&spread, sizeof spread);
    struct timespec pause = {0, PAUSE_LEAST_NS + (long)(spread % PAUSE_SPREAD_NS)};
    (void)nanosleep(&pause, NULL);
}

static ach_status take_hold(ach__outbox *outbox, const char *row, ach_diags *why) {
    ach_status status = ACH_EBUSY;
    for (int turn = 1; turn <= TURNS && status == ACH_EBUSY; turn++) {
        if (turn > 1) {
            ach__sqlite_shut(&outbox->file);
            pause_a_while();
        }
        outbox->file.is_patient = turn < TURNS;
        status = ach__sqlite_open(&outbox->file, 0, row, why);
    }
    outbox->file.is_patient = false;
    return status;
}

/* Exactly one row, as it was made. */
static bool take_row(ach__outbox *outbox, sqlite3_stmt *row) {
    if (sqlite3_column_type(row, 0) != SQLITE_INTEGER ||
        sqlite3_column_type(row, 1) != SQLITE_BLOB ||
        sqlite3_column_type(row, 2) != SQLITE_INTEGER ||
        sqlite3_column_bytes(row, 1) != sizeof outbox->source) {
        return false;
    }
    const void *source = sqlite3_column_blob(row, 1);
    if (source != NULL) {
        memcpy(outbox->source, source, sizeof outbox->source);
    }
    outbox->batch = sqlite3_column_int64(row, 2);
    return source != NULL && sqlite3_column_int64(row, 0) == SCHEMA && outbox->batch >= 0 &&
           outbox->batch < INT64_MAX;
}

static ach_status read_about(ach__outbox *outbox, ach_diags *why) {
    ach__sqlite *file = &outbox->file;
    sqlite3_stmt *statement = file->statements[ACH__OUTBOX_ABOUT];
    errno = 0;
    int result = sqlite3_step(statement);
    bool is_sound = result == SQLITE_ROW && take_row(outbox, statement);
    if (is_sound) {
        result = sqlite3_step(statement);
    }
    ach_status status = ACH_OK;
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        status = ach__sqlite_fail(file, result, why);
    } else if (!is_sound || result == SQLITE_ROW) {
        status = ach__sqlite_raise(file, ACH__STORE_DAMAGED,
                                   "what it says of itself is against the rules", why);
    }
    ach__sqlite_finish(statement);
    return status;
}

static ach_status open_path(ach__outbox *outbox, const char *path, ach_diags *why) {
    char row[128];
    write_row(outbox->source, row, sizeof row);
    ach_status status = ach__sqlite_init(&outbox->file, &form, path, &outbox->allocator);
    if (status == ACH_OK) {
        status = take_hold(outbox, row, why);
    }
    return status == ACH_OK ? read_about(outbox, why) : status;
}

ach_status ach__outbox_open(ach__outbox **out, const char *path, const ach_allocator *allocator,
                            ach_diags *why) {
    ach_allocator known = ach__allocator_or_default(allocator);
    *out = NULL;
    ach__outbox *outbox = ach__allocate(&known, sizeof *outbox);
    if (outbox == NULL) {
        return ACH_ENOMEM;
    }
    *outbox = (ach__outbox){.allocator = known};
    ach_status status = ACH_OK;
    if (!fill_randomly(outbox->source, sizeof outbox->source)) {
        ach__store_raise(why, ACH__STORE_FAILED, "the system gives no random numbers");
        status = ACH_EIO;
    } else if (path != NULL) {
        status = open_path(outbox, path, why);
    }
    if (status == ACH_OK) {
        *out = outbox;
    } else {
        ach__outbox_close(outbox);
    }
    return status;
}

void ach__outbox_close(ach__outbox *outbox) {
    if (outbox != NULL) {
        ach_allocator allocator = outbox->allocator;
        ach__sqlite_free(&outbox->file, &allocator); /* takes back what was not committed */
        ach__release(&allocator, outbox, sizeof *outbox);
    }
}
