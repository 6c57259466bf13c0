/* Short ways to use an outbox in tests.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_OUTBOX_SESSION_H
#define TESTS_UNIT_OUTBOX_SESSION_H

#include "unit/store_session.h"

#include "store/outbox.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[32]; /* in memory: there a commit costs nothing */
static char path[128];

static inline const char *fresh(void) {
    static unsigned files;
    (void)snprintf(path, sizeof path, "%s/%u.outbox", folder, files++);
    return path;
}

static inline ach__outbox *opened(void) {
    ach__outbox *outbox = NULL;
    assert_int_equal(ach__outbox_open(&outbox, path, NULL, NULL), ACH_OK);
    return outbox;
}

static inline ach__waiting waiting_of(int64_t id, const char *player, const char *node,
                                      int64_t delta) {
    return (ach__waiting){.id = id, .key = key_of(player, node), .delta = delta};
}

static inline void begin(ach__outbox *outbox) {
    assert_int_equal(ach__outbox_begin(outbox, NULL), ACH_OK);
}

static inline void put(ach__outbox *outbox, ach__waiting waiting) {
    assert_int_equal(ach__outbox_put(outbox, &waiting, NULL), ACH_OK);
}

static inline void put_local(ach__outbox *outbox, const char *player, const char *node,
                             int64_t progress) {
    assert_int_equal(
        ach__outbox_put_local(outbox, bytes_of(player), bytes_of(node), progress, NULL), ACH_OK);
}

static inline void commit(ach__outbox *outbox) {
    assert_int_equal(ach__outbox_commit(outbox, NULL), ACH_OK);
}

/* What an outbox holds, in words. */
typedef struct contents {
    char text[1024];
    size_t count;
    size_t most; /* end after so many; 0: never */
} contents;

static inline void tell(contents *all, const char *words) {
    (void)snprintf(all->text + strlen(all->text), sizeof all->text - strlen(all->text), "%s",
                   words);
    all->count++;
}

static inline int see_waiting(void *user, const ach__waiting *waiting) {
    contents *all = user;
    char words[256];
    (void)snprintf(words, sizeof words, "%lld:%.*s/%.*s+%lld%s%s%s%.*s ", (long long)waiting->id,
                   (int)waiting->key.player.size, waiting->key.player.data,
                   (int)waiting->key.node.size, waiting->key.node.data, (long long)waiting->delta,
                   waiting->asks_extra ? "?" : "", waiting->is_in_batch ? "!" : "",
                   waiting->has_extra ? "=" : "", (int)waiting->extra.size, waiting->extra.data);
    tell(all, words);
    return all->most != 0 && all->count == all->most;
}

static inline int see_local(void *user, ach_bytes node, int64_t progress) {
    contents *all = user;
    char words[256];
    (void)snprintf(words, sizeof words, "%.*s=%lld ", (int)node.size, node.data,
                   (long long)progress);
    tell(all, words);
    return all->most != 0 && all->count == all->most;
}

static inline void assert_waiting(ach__outbox *outbox, const char *wanted) {
    contents all = {.count = 0};
    assert_int_equal(ach__outbox_waiting(outbox, see_waiting, &all, NULL), ACH_OK);
    assert_string_equal(all.text, wanted);
}

static inline void assert_local(ach__outbox *outbox, const char *player, const char *wanted) {
    contents all = {.count = 0};
    assert_int_equal(ach__outbox_local(outbox, bytes_of(player), see_local, &all, NULL), ACH_OK);
    assert_string_equal(all.text, wanted);
}

/* One finding of that code, at the file, with words in it; frees the list. */
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
    const char *message = finding.message == NULL ? "" : finding.message;
    if (strstr(message, words) == NULL) {
        fail_msg("\"%s\" is not in: %s", words, message);
    }
    assert_true(strlen(finding.help) > 0);
    ach_diags_free(why);
}

static inline void assert_refused(ach_status wanted, const char *code, const char *words) {
    for (int language = ACH_ENGLISH; language <= ACH_CHINESE; language++) {
        ach_diags *why = ach_diags_new(NULL, (ach_language)language);
        ach__outbox *outbox = (ach__outbox *)why; /* anything but NULL */
        assert_int_equal(ach__outbox_open(&outbox, path, NULL, why), wanted);
        assert_null(outbox);
        assert_finding(why, code, words);
    }
}

/* Asks SQLite itself. */
static inline void ask_once(const char *sql) {
    sqlite3 *db = NULL;
    char *words = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &words) != SQLITE_OK) {
        fail_msg("%s: %s", sql, words);
    }
    (void)sqlite3_close(db);
}

/* Runs the tests in a folder of their own; the number of those that failed. */
static inline int run_in_folder(const char *name, const struct CMUnitTest *tests, size_t count) {
    (void)snprintf(folder, sizeof folder, "/dev/shm/ach_outbox_XXXXXX");
    if (mkdtemp(folder) == NULL) {
        (void)snprintf(folder, sizeof folder, "/tmp/ach_outbox_XXXXXX");
        if (mkdtemp(folder) == NULL) {
            return 1;
        }
    }
    int failed = _cmocka_run_group_tests(name, tests, count, NULL, NULL);
    char command[64];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return failed + (system(command) != 0);
}

#endif
