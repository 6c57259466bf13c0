/* Work on many threads: every item once, workers apart, no more threads than asked.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/parallel.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS = 5000, WORKERS = 128 };

typedef struct tally {
    size_t threads;
    atomic_uint done[ITEMS];
    atomic_bool busy[WORKERS];
    atomic_bool is_wrong;
} tally;

static void count_item(void *context, size_t worker, size_t item) {
    tally *all = context;
    if (worker >= all->threads || atomic_exchange(&all->busy[worker], true)) {
        atomic_store(&all->is_wrong, true); /* two threads with one number, or one too many */
        return;
    }
    atomic_fetch_add(&all->done[item], 1);
    atomic_store(&all->busy[worker], false);
}

static void test_every_item_once(void **state) {
    static const struct {
        size_t threads;
        size_t count;
    } rows[] = {{1, 0}, {4, 0},    {1, 1},     {8, 1},      {2, 3},
                {3, 2}, {1, 1000}, {4, ITEMS}, {100, ITEMS}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tally *all = calloc(1, sizeof *all);
        all->threads = rows[i].threads;
        ach__parallel_run(rows[i].threads, rows[i].count, count_item, all);
        assert_false(atomic_load(&all->is_wrong));
        for (size_t item = 0; item < ITEMS; item++) {
            assert_int_equal(atomic_load(&all->done[item]), item < rows[i].count);
        }
        free(all);
    }
}

static void test_no_thread_still_works(void **state) {
    (void)state;
    tally *all = calloc(1, sizeof *all);
    all->threads = 1; /* asked for none: the caller does it */
    ach__parallel_run(0, 10, count_item, all);
    assert_false(atomic_load(&all->is_wrong));
    assert_int_equal(atomic_load(&all->done[9]), 1);
    free(all);
}

static void test_processors(void **state) {
    (void)state;
    assert_true(ach__parallel_processors() >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_item_once),
        cmocka_unit_test(test_no_thread_still_works),
        cmocka_unit_test(test_processors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
