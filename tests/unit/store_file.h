/* A file of SQLite in tests: made fresh, changed behind the store's back, and what is said then.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_STORE_FILE_H
#define TESTS_UNIT_STORE_FILE_H

#include "unit/store_session.h"

#include <sqlite3.h>

static char folder[] = "/dev/shm/ach_store_XXXXXX";
static char folder_on_disk[] = "/tmp/ach_store_XXXXXX";
static const char *place = folder;
static char path[128];
static char url[160];

static inline const char *fresh(void) {
    static unsigned files;
    (void)snprintf(path, sizeof path, "%s/%u.db", place, files++);
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    return url;
}

static inline sqlite3 *foreign(void) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static inline void ask(sqlite3 *db, const char *sql) {
    char *words = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &words) != SQLITE_OK) {
        fail_msg("%s: %s", sql, words);
    }
}

static inline void ask_once(const char *sql) {
    sqlite3 *db = foreign();
    ask(db, sql);
    (void)sqlite3_close(db);
}

/* Opens with a short time limit. */
static inline ach_status reopen(ach_store **store, ach_diags *why) {
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.timeout_ms = 100;
    *store = NULL;
    return ach_store_open(store, url, &options, why);
}

static inline store_session opened(void) {
    ach_store *store = NULL;
    assert_int_equal(reopen(&store, NULL), ACH_OK);
    return session_of(store);
}

/* A store with one record, closed. */
static inline void make_store(void) {
    (void)fresh();
    store_session one = opened();
    set(&one, write_of("p", "n", 0, 7), ACH_APPLIED);
    ach_store_close(one.store);
}

/* One finding of that code, at the file, with words in both languages. */
static inline void assert_finding(ach_diags *why, const char *code, const char *words) {
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

static inline void assert_refused(ach_status wanted, const char *code, const char *words) {
    ach_store *store = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_CHINESE);
    assert_int_equal(reopen(&store, why), wanted);
    assert_null(store);
    assert_finding(why, code, words);
}

/* The next batch of one write fails so, and asking again is still to be done. */
static inline ach_batch assert_failing(store_session *one, const ach_record *write,
                                       ach_status wanted, const char *code, const char *words) {
    one->number++;
    ach_batch batch = batch_of(one, write, 1);
    ach_outcome outcome = 0;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach_store_apply(one->store, &batch, &outcome, why), wanted);
    assert_finding(why, code, words);
    return batch;
}

static inline void assert_applied(store_session *one, const ach_batch *batch) {
    ach_outcome outcome = 0;
    assert_int_equal(ach_store_apply(one->store, batch, &outcome, NULL), ACH_OK);
    assert_int_equal(outcome, ACH_APPLIED);
}

/* Runs the tests in a folder of their own, in memory where there is such a place. */
static inline int run_in_folder(int (*run)(void)) {
    char command[64];
    if (mkdtemp(folder) == NULL) {
        place = mkdtemp(folder_on_disk);
    }
    if (place == NULL) {
        return 1;
    }
    int failed = run();
    (void)snprintf(command, sizeof command, "rm -rf %s", place);
    return failed + (system(command) != 0);
}

static inline int count(void *user, const ach_record *record) {
    (void)record;
    ++*(int *)user;
    return 0;
}

#endif
