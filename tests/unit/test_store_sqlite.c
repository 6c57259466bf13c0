/* Everything that can be wrong with a file of SQLite, and what a store says of it.
 * SPDX-License-Identifier: MIT */
#include "unit/store_trial.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/dev/shm/ach_store_XXXXXX";
static char folder_on_disk[] = "/tmp/ach_store_XXXXXX";
static const char *place = folder;
static char path[128];
static char url[160];

static const char *fresh(void) {
    static unsigned files;
    (void)snprintf(path, sizeof path, "%s/%u.db", place, files++);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    return url;
}

static sqlite3 *foreign(void) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static void ask(sqlite3 *db, const char *sql) {
    char *words = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &words) != SQLITE_OK) {
        fail_msg("%s: %s", sql, words);
    }
}

static void ask_once(const char *sql) {
    sqlite3 *db = foreign();
    ask(db, sql);
    (void)sqlite3_close(db);
}

/* Opens with a short time limit. */
static ach_status reopen(ach_store **store, ach_diags *why) {
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.timeout_ms = 100;
    *store = NULL;
    return ach_store_open(store, url, &options, why);
}

static store_session opened(void) {
    ach_store *store = NULL;
    assert_int_equal(reopen(&store, NULL), ACH_OK);
    return session_of(store);
}

/* A store with one record, closed. */
static void make_store(void) {
    (void)fresh();
    store_session one = opened();
    set(&one, write_of("p", "n", 0, 7), ACH_APPLIED);
    ach_store_close(one.store);
}

/* One finding of that code, at the file, with words in both languages. */
static void assert_finding(ach_diags *why, const char *code, const char *words) {
    ach_finding finding = {.message = ""};
    const char *found = code_of(why);
    if (found == NULL || strcmp(found, code) != 0) {
        (void)ach_diags_get(why, 0, &finding);
        fail_msg("%s instead of %s: %s", found == NULL ? "nothing" : found, code, finding.message);
    }
    assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
    assert_string_equal(finding.file, path);
    assert_null(strchr(finding.message, '{'));
    if (words != NULL && strstr(finding.message, words) == NULL) {
        fail_msg("\"%s\" is not in: %s", words, finding.message);
    }
    assert_true(strlen(finding.help) > 0);
    ach_diags_free(why);
}

static void assert_refused(ach_status wanted, const char *code, const char *words) {
    ach_store *store = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_CHINESE);
    assert_int_equal(reopen(&store, why), wanted);
    assert_null(store);
    assert_finding(why, code, words);
}

/* The next batch of one write fails so, and asking again is still to be done. */
static ach_batch assert_failing(store_session *one, const ach_record *write, ach_status wanted,
                                const char *code, const char *words) {
    one->number++;
    ach_batch batch = batch_of(one, write, 1);
    ach_outcome outcome = 0;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach_store_apply(one->store, &batch, &outcome, why), wanted);
    assert_finding(why, code, words);
    return batch;
}

static void assert_applied(store_session *one, const ach_batch *batch) {
    ach_outcome outcome = 0;
    assert_int_equal(ach_store_apply(one->store, batch, &outcome, NULL), ACH_OK);
    assert_int_equal(outcome, ACH_APPLIED);
}

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
    assert_refused(ACH_EIO, "store-unreachable", "a folder");
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

static int count(void *user, const ach_record *record) {
    (void)record;
    ++*(int *)user;
    return 0;
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

/* No byte beyond `most` may be written to any file. */
static void limit_files(rlim_t most) {
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = most == 0 ? limit.rlim_max : most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Full after so and so many bytes: a batch is stored as a whole or not at all, and the same batch
 * does it as soon as there is room. */
static void full(void **state) {
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    for (rlim_t most = 4096; most <= 40960; most += 3000) {
        (void)fresh();
        limit_files(most);
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        ach_store *store = NULL;
        ach_status status = reopen(&store, why);
        limit_files(0);
        if (status != ACH_OK) {
            assert_int_equal(status, ACH_EIO);
            assert_finding(why, "store-full", NULL);
        } else {
            ach_diags_free(why);
            ach_store_close(store);
        }
        store_session one = opened();
        ach_record writes[8];
        char *extra = calloc(1, 3000);
        assert_non_null(extra);
        memset(extra, 'x', 2999);
        for (size_t i = 0; i < 8; i++) {
            static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
            writes[i] = write_of(names[i], "n", 0, 1);
            writes[i].progress.extra = bytes_of(extra);
        }
        one.number++;
        ach_batch batch = batch_of(&one, writes, 8);
        ach_outcome outcomes[8];
        why = ach_diags_new(NULL, ACH_ENGLISH);
        limit_files(most);
        status = ach_store_apply(one.store, &batch, outcomes, why);
        limit_files(0);
        if (status == ACH_OK) {
            ach_diags_free(why);
        } else {
            assert_int_equal(status, ACH_EIO);
            assert_finding(why, "store-full", NULL);
            int found = 0;
            assert_int_equal(ach_store_walk(one.store, NULL, count, &found, NULL), ACH_OK);
            assert_int_equal(found, 0);
            assert_int_equal(ach_store_apply(one.store, &batch, outcomes, NULL), ACH_OK);
        }
        for (size_t i = 0; i < 8; i++) {
            assert_int_equal(outcomes[i], ACH_APPLIED);
        }
        free(extra);
        ach_store_close(one.store);
    }
}

/* As somebody who may not write the file, or not make another beside it. */
static void read_only(void **state) {
    (void)state;
    if (geteuid() != 0) {
        skip();
    }
    make_store();
    assert_int_equal(chmod(place, 0755), 0);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(seteuid(65534), 0);
    assert_refused(ACH_EIO, "store-read-only", "may not write");
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(path, 0666), 0);
    assert_int_equal(seteuid(65534), 0);
    assert_refused(ACH_EIO, "store-read-only", "readonly");
    (void)fresh();
    assert_refused(ACH_EIO, "store-unreachable", "Permission denied");
    assert_int_equal(seteuid(0), 0);
}

/* SQLite's own memory. */
static memory_trial own = {SIZE_MAX, true, ACH_OK};
static sqlite3_mem_methods system_memory;

static bool is_granted(void) {
    if (own.left == 0) {
        return false;
    }
    own.left -= own.left != SIZE_MAX;
    return true;
}

static void *take(int size) {
    return is_granted() ? system_memory.xMalloc(size) : NULL;
}

static void *retake(void *block, int size) {
    return is_granted() ? system_memory.xRealloc(block, size) : NULL;
}

static bool count_memory(void) {
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory) != SQLITE_OK) {
        return false;
    }
    sqlite3_mem_methods counted = system_memory;
    counted.xMalloc = take;
    counted.xRealloc = retake;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &counted) == SQLITE_OK;
}

static void database_without_memory(void **state) {
    (void)state;
    assert_true(try_all(fresh, NULL, &own, 20000) > 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_files),     cmocka_unit_test(other_files),
        cmocka_unit_test(odd_names),         cmocka_unit_test(cut_and_overwritten),
        cmocka_unit_test(odd_contents),      cmocka_unit_test(locked),
        cmocka_unit_test(changed_meanwhile), cmocka_unit_test(full),
        cmocka_unit_test(read_only),         cmocka_unit_test(database_without_memory),
    };
    if (mkdtemp(folder) == NULL) {
        place = mkdtemp(folder_on_disk);
    }
    if (place == NULL || !count_memory()) {
        return 1;
    }
    int failed = cmocka_run_group_tests_name("store_sqlite", tests, NULL, NULL);
    char command[64];
    (void)snprintf(command, sizeof command, "rm -rf %s", place);
    return failed + (system(command) != 0);
}
