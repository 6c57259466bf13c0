/* A file of SQLite where there is no room, no right and no memory.
 * SPDX-License-Identifier: MIT */
#include "unit/store_file.h"
#include "unit/store_trial.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* The log alone fills what there is: its room is used again, without anybody's help. */
static void full_of_log(void **state) {
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)fresh();
    store_session one = opened();
    int refused = 0;
    limit_files(400000);
    for (int64_t version = 0; version < 400; version++) {
        ach_record write = write_of("p", "n", version, version);
        one.number++;
        ach_batch batch = batch_of(&one, &write, 1);
        ach_outcome outcome = 0;
        ach_status status = ach_store_apply(one.store, &batch, &outcome, NULL);
        if (status != ACH_OK) {
            refused++;
            assert_int_equal(status, ACH_EIO);
            assert_int_equal(ach_store_apply(one.store, &batch, &outcome, NULL), ACH_OK);
        }
        assert_int_equal(outcome, ACH_APPLIED);
    }
    limit_files(0);
    assert_true(refused > 1);
    ach_store_close(one.store);
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

static int run(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full),
        cmocka_unit_test(full_of_log),
        cmocka_unit_test(read_only),
        cmocka_unit_test(database_without_memory),
    };
    return cmocka_run_group_tests_name("store_limits", tests, NULL, NULL);
}

int main(void) {
    return count_memory() ? run_in_folder(run) : 1;
}
