/* Everything that can be wrong with a file of SQLite, and what a store says of it.
 * SPDX-License-Identifier: MIT */
#include "unit/store_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void changed_files(void **state) {
    static const struct row {
        const char *sql;
        const char *code; /* NULL: it is opened, and the record is there */
        const char *words;
    } rows[] = {
        {"PRAGMA user_version = 2", "store-newer", "version 2"},
        {"PRAGMA user_version = 2147483647", "store-newer", "version 2147483647"},
        {"PRAGMA user_version = 0", "store-damaged", "no version"},
        {"PRAGMA user_version = -1", "store-damaged", "no version"},
        {"PRAGMA application_id = 5", "store-foreign", "other tables"},
        {"PRAGMA application_id = 0", "store-foreign", "other tables"},
        {"DROP TABLE source", "store-damaged", "\"source\" is missing"},
        {"DROP TABLE record", "store-damaged", "\"record\" is missing"},
        {"ALTER TABLE record ADD COLUMN note TEXT", "store-damaged", "\"record\" is not as"},
        {"ALTER TABLE source RENAME COLUMN outcomes TO o", "store-damaged", "\"source\" is not"},
        {"CREATE TABLE x AS SELECT * FROM record; DROP TABLE record;"
         "ALTER TABLE x RENAME TO record",
         "store-damaged", "\"record\" is not as"},
        {"ALTER TABLE record RENAME TO x; CREATE VIEW record AS SELECT * FROM x", "store-damaged",
         "\"record\" is missing"},
        {"CREATE TABLE notes(x); CREATE INDEX late ON record(completed_at)", NULL, NULL},
        {"CREATE TRIGGER thief AFTER INSERT ON record BEGIN DELETE FROM record; END", NULL, NULL},
        {"PRAGMA journal_mode = DELETE", NULL, NULL},
        {"VACUUM", NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        make_store();
        ask_once(rows[i].sql);
        if (rows[i].code != NULL) {
            assert_refused(ACH_EFORMAT, rows[i].code, rows[i].words);
        } else {
            store_session one = opened();
            set(&one, write_of("p", "m", 0, 1), ACH_APPLIED);
            assert_int_equal(get(&one, "p", "n").progress, 7);
            ach_store_close(one.store);
        }
    }
}

static void write_file(const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void other_files(void **state) {
    static char text[8192];
    (void)state;
    (void)fresh();
    memset(text, 'a', sizeof text);
    write_file(text, sizeof text);
    assert_refused(ACH_EFORMAT, "store-foreign", "not a database");
    (void)fresh();
    write_file("progress\n", 9);
    assert_refused(ACH_EFORMAT, "store-foreign", "not a database");
    (void)fresh();
    write_file("", 0);
    store_session one = opened();
    ach_store_close(one.store);
    (void)fresh();
    ask_once("CREATE TABLE photos(x); INSERT INTO photos VALUES('dear')");
    assert_refused(ACH_EFORMAT, "store-foreign", "other tables");
    ask_once("UPDATE photos SET x = 'still there'");
    (void)snprintf(path, sizeof path, "%s/nowhere/progress.db", place);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    assert_refused(ACH_EIO, "store-unreachable", "No such file");
    (void)snprintf(path, sizeof path, "%s", place);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    assert_refused(ACH_EIO, "store-unreachable", "文件夹");
}

/* Names that SQLite would take for something else, and one that is no text. */
static void odd_names(void **state) {
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b%20?#\xFF.db"};
    char here[4096];
    (void)state;
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(place), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s", names[i]);
        (void)snprintf(url, sizeof url, "sqlite:%s", path);
        store_session one = opened();
        set(&one, write_of("p", "n", 0, 1), ACH_APPLIED);
        ach_store_close(one.store);
        assert_int_equal(access(path, F_OK), 0);
    }
    write_file("progress\n", 9);
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_store *store = NULL;
    assert_int_equal(reopen(&store, why), ACH_EFORMAT);
    assert_string_equal(code_of(why), "store-foreign");
    ach_diags_free(why);
    assert_int_equal(chdir(here), 0);
}

static void fill(store_session *one, int players) {
    char name[16];
    char extra[3000];
    memset(extra, 'e', sizeof extra);
    for (int i = 0; i < players; i++) {
        (void)snprintf(name, sizeof name, "p%04d", i);
        ach_record write = write_of(name, "n", 0, i);
        write.progress.extra = (ach_bytes){extra, sizeof extra};
        set(one, write, ACH_APPLIED);
    }
}

static void cut_and_overwritten(void **state) {
    struct stat about;
    (void)state;
    (void)fresh();
    store_session one = opened();
    fill(&one, 100);
    ach_store_close(one.store);
    assert_int_equal(stat(path, &about), 0);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    char page[4096];
    memset(page, 0xFF, sizeof page);
    for (off_t at = about.st_size / 2 / 4096 * 4096; at < about.st_size; at += 4096) {
        assert_int_equal(pwrite(file, page, sizeof page, at), sizeof page);
    }
    one = opened();
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    int seen_records = 0;
    assert_int_equal(ach_store_walk(one.store, NULL, count, &seen_records, why), ACH_EFORMAT);
    assert_finding(why, "store-damaged", "malformed");
    assert_true(seen_records < 100);
    ach_record write = write_of("p0099", "n", 1, 5);
    (void)assert_failing(&one, &write, ACH_EFORMAT, "store-damaged", "malformed");
    ach_store_close(one.store);
    assert_int_equal(ftruncate(file, about.st_size / 2 / 4096 * 4096), 0);
    assert_int_equal(close(file), 0);
    assert_refused(ACH_EFORMAT, "store-damaged", "malformed");
}

/* Records and outcomes that no store writes. */
static void odd_contents(void **state) {
    static const char *const sql[] = {
        "PRAGMA ignore_check_constraints = 1; UPDATE record SET version = 0",
        "PRAGMA ignore_check_constraints = 1; UPDATE record SET progress = -1",
        "PRAGMA ignore_check_constraints = 1; UPDATE record SET completed_at = -1",
        "UPDATE record SET extra = CAST(x'C080' AS TEXT)",
        "UPDATE record SET extra = CAST(x'610062' AS TEXT)",
        "UPDATE record SET extra = CAST(zeroblob(1048577) AS TEXT)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof sql / sizeof sql[0]; i++) {
        make_store();
        ask_once(sql[i]);
        store_session one = opened();
        ach_record_key keys[] = {key_of("q", "n"), key_of("p", "n")};
        ach_record records[2];
        for (size_t many = 1; many <= 2; many++) {
            ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
            assert_int_equal(ach_store_read(one.store, keys + 2 - many, many, records, why),
                             ACH_EFORMAT);
            assert_finding(why, "store-damaged", "against its rules");
        }
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        assert_int_equal(ach_store_walk(one.store, NULL, see, NULL, why), ACH_EFORMAT);
        assert_finding(why, "store-damaged", "against its rules");
        assert_int_equal(get(&one, "q", "n").version, 0);
        set(&one, write_of("q", "n", 0, 1), ACH_APPLIED);
        ach_store_close(one.store);
    }
    (void)fresh();
    store_session one = opened();
    ach_record write = write_of("p", "n", 0, 1);
    set(&one, write, ACH_APPLIED);
    ask_once("UPDATE source SET outcomes = x'09'");
    ach_batch batch = batch_of(&one, &write, 1);
    ach_outcome outcome;
    assert_int_equal(ach_store_apply(one.store, &batch, &outcome, NULL), ACH_EFORMAT);
    ask_once("UPDATE record SET node = CAST(zeroblob(300) AS TEXT)");
    assert_int_equal(ach_store_walk(one.store, NULL, see, NULL, NULL), ACH_EFORMAT);
    ach_store_close(one.store);
}

static void locked(void **state) {
    (void)state;
    make_store();
    store_session one = opened();
    sqlite3 *other = foreign();
    ask(other, "BEGIN IMMEDIATE");
    ach_record write = write_of("p", "n", 1, 8);
    ach_batch batch = assert_failing(&one, &write, ACH_EBUSY, "store-busy", "locked");
    assert_int_equal(ach_store_rename(one.store, bytes_of("p"), bytes_of("q"), NULL, NULL),
                     ACH_EBUSY);
    assert_int_equal(ach_store_forget_sources(one.store, INT64_MAX, NULL), ACH_EBUSY);
    assert_int_equal(get(&one, "p", "n").progress, 7); /* readers wait for nobody */
    store_session two = opened();                      /* nor do those who come */
    ach_store_close(two.store);
    ask(other, "ROLLBACK");
    assert_applied(&one, &batch);
    ach_store_close(one.store);
    ask(other, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    assert_refused(ACH_EBUSY, "store-busy", "locked");
    ask(other, "ROLLBACK; BEGIN; SELECT * FROM record"); /* the mode cannot change now */
    assert_refused(ACH_EBUSY, "store-busy", "locked");
    ask(other, "COMMIT");
    one = opened();
    assert_int_equal(get(&one, "p", "n").progress, 8);
    ach_store_close(one.store);
    (void)sqlite3_close(other);
}

/* What others do to the file while it is open. */
static void changed_meanwhile(void **state) {
    char aside[160];
    (void)state;
    make_store();
    store_session one = opened();
    ach_record write = write_of("p", "n", 1, 8);
    ask_once("PRAGMA user_version = 2");
    ach_batch batch = assert_failing(&one, &write, ACH_EFORMAT, "store-newer", "version 2");
    ask_once("PRAGMA user_version = 1");
    assert_applied(&one, &batch);
    write.progress.version = 2;
    (void)snprintf(aside, sizeof aside, "%s.aside", path);
    assert_int_equal(rename(path, aside), 0);
    batch = assert_failing(&one, &write, ACH_EIO, "store-unreachable", "moved");
    ach_record record;
    assert_int_equal(ach_store_read(one.store, &write.key, 1, &record, NULL), ACH_EIO);
    assert_int_equal(ach_store_walk(one.store, NULL, see, NULL, NULL), ACH_EIO);
    assert_int_equal(ach_store_player(one.store, bytes_of("p"), see, NULL, NULL), ACH_EIO);
    assert_int_equal(rename(aside, path), 0);
    assert_applied(&one, &batch);
    ask_once("DROP TABLE record");
    write.progress.version = 3;
    (void)assert_failing(&one, &write, ACH_EIO, "store-failed", "no such table");
    ach_store_close(one.store);
}

static int run(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_files),     cmocka_unit_test(other_files),
        cmocka_unit_test(odd_names),         cmocka_unit_test(cut_and_overwritten),
        cmocka_unit_test(odd_contents),      cmocka_unit_test(locked),
        cmocka_unit_test(changed_meanwhile),
    };
    return cmocka_run_group_tests_name("store_sqlite", tests, NULL, NULL);
}

int main(void) {
    return run_in_folder(run);
}
