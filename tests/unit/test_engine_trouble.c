/* Lost answers, locked stores, quicker servers, an outbox that cannot be written, and memory that
 * gives out at every allocation: nothing is lost, nothing counts twice.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine_files.h"
#include "unit/engine_world.h"
#include "unit/failing.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

static world here;

/* --- What stores do ---------------------------------------------------------------------------
 */

/* The batch was stored, and nobody heard: it is asked for again, and counts once. */
static void answer_lost(void **state) {
    (void)state;
    for (unsigned lost = 1; lost <= 3; lost++) {
        world_begin(&here, 0);
        script a = script_of("a", &here.log);
        script b = script_of("b", &here.log);
        ach_set extra = set_with_extra("p", "story", 2, &a);
        ach_set plain = set_of("q", "story", 3, &b);
        here.trouble.applies_lost = lost;
        send(here.engine, &extra);
        send(here.engine, &plain);
        tick(&here, 0);
        expect(&here.log, "");
        assert_int_equal(gauges_of(here.engine).is_store_away, 1);
        int64_t pause = 250;
        for (unsigned i = 0; i < lost; i++, pause *= 2) {
            settle(&here);
            expect(&here.log, "");
            assert_int_equal(ach_engine_due(here.engine), here.now + pause);
            tick(&here, pause);
        }
        expect(&here.log, "a:0(0,v0,open,) b:0(0,v0,open,) ");
        assert_string_equal(stored(&here, "p", "story"), "2,v1,open,a");
        assert_string_equal(stored(&here, "q", "story"), "3,v1,open,");
        assert_int_equal(gauges_of(here.engine).unknown, 1);
        assert_int_equal(gauges_of(here.engine).stored, 2);
        assert_int_equal(gauges_of(here.engine).sent, 2 * (lost + 1));
        assert_int_equal(gauges_of(here.engine).tokens, 50);
        world_end(&here);
    }
}

/* Not stored, and nobody said so; or locked. */
static void not_stored(void **state) {
    (void)state;
    for (unsigned way = 0; way < 2; way++) {
        world_begin(&here, 0);
        script a = script_of("a", &here.log);
        ach_set set = set_with_extra("p", "story", 2, &a);
        *(way == 0 ? &here.trouble.applies_fail : &here.trouble.applies_busy) = 9;
        send(here.engine, &set);
        int64_t longest = 0;
        for (unsigned i = 0; i < 9; i++) {
            int64_t before = here.now;
            settle(&here);
            int64_t due = ach_engine_due(here.engine);
            longest = due - before > longest && due != INT64_MAX ? due - before : longest;
            here.now = due;
            assert_int_equal(ach_engine_poll(here.engine, here.now, NULL), ACH_OK);
        }
        assert_true(longest <= 30000);
        tick(&here, 30000);
        assert_string_equal(stored(&here, "p", "story"), "2,v1,open,a");
        assert_int_equal(a.ends, 1);
        assert_int_equal(gauges_of(here.engine).unknown, way == 0);
        world_end(&here);
    }
}

/* The caller was told that nobody could say; what was stored stays, and is not told twice. What
 * turns out not to be stored is not tried again behind the caller's back. */
static void too_late(void **state) {
    static const struct row {
        bool is_stored;
        const char *stored;
        int64_t local;
    } rows[] = {{true, "2,v1,open,", 2}, {false, "0,v1,open,", 0}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        world_begin(&here, 0);
        script a = script_of("a", &here.log);
        *(rows[i].is_stored ? &here.trouble.applies_lost : &here.trouble.applies_fail) = 100;
        assert_int_equal(add(&here, "p", "cow", 2, &a), 1);
        for (unsigned at = 0; at < 40; at++) {
            tick(&here, 1000);
        }
        expect(&here.log, "a:fail ");
        assert_int_equal(gauges_of(here.engine).queued, 1);
        here.trouble.applies_lost = here.trouble.applies_fail = 0;
        here.trouble.overtaken = !rows[i].is_stored;
        tick(&here, 30000);
        settle(&here);
        expect(&here.log, "");
        assert_string_equal(stored(&here, "p", "cow"), rows[i].stored);
        assert_int_equal(local_of(here.engine, "p", "cow"), rows[i].local);
        assert_int_equal(gauges_of(here.engine).queued, 0);
        world_end(&here);
    }
}

/* Another server writes between our look and our write. */
static void overtaken(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    script b = script_of("b", &here.log);
    ach_set plain = set_of("p", "story", 2, &a);
    ach_set extra = set_with_extra("q", "story", 3, &b);
    here.trouble.overtaken = 1;
    send(here.engine, &plain);
    send(here.engine, &extra);
    tick(&here, 0);
    expect(&here.log, "");
    assert_int_equal(gauges_of(here.engine).tokens, 48);
    settle(&here);
    expect(&here.log, "a:0(0,v1,open,) b:5(0,v1,open,) b:0(0,v1,open,) ");
    assert_string_equal(stored(&here, "p", "story"), "2,v2,open,");
    assert_string_equal(stored(&here, "q", "story"), "3,v2,open,b");
    assert_int_equal(gauges_of(here.engine).tokens, 47);
    assert_int_equal(gauges_of(here.engine).retries, 3);
    assert_int_equal(b.asked, 2);
    world_end(&here);
}

/* The reward comes once, also where the answer was lost. */
static void rewarded_once(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    here.trouble.applies_lost = 2;
    assert_int_equal(add(&here, "p", "cow", 5, &a), 1);
    tick(&here, 0);
    tick(&here, 250);
    expect(&here.log, "");
    tick(&here, 500);
    expect(&here.log, "a:0(0,v0,open,) reward(p,cow,f) reward(p,cow,g) event(p,cow<root) ");
    world_end(&here);
}

/* A get answers while a batch is under way; a join waits until it is known what it counts. */
static void asking_meanwhile(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    script g = script_of("g", &here.log);
    here.trouble.applies_lost = 1;
    assert_int_equal(add(&here, "p", "cow", 2, &a), 1);
    tick(&here, 0);
    assert_int_equal(ach_engine_join(here.engine, text("p"), NULL), ACH_OK);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &g, NULL), ACH_OK);
    tick(&here, 250);
    expect(&here.log, "a:0(0,v0,open,) g:0(cow/5=2,v1,open,) ");
    settle(&here);
    assert_int_equal(local_of(here.engine, "p", "cow"), 2);
    world_end(&here);
}

/* --- An outbox that cannot be written ---------------------------------------------------------
 */

static void outbox_full(void **state) {
    (void)state;
    fresh_paths();
    world_open(&here);
    here.options.outbox = outbox_path;
    (void)world_engine(&here);
    script a = script_of("a", &here.log);
    ach_set set = set_of("p", "story", 2, &a);
    send(here.engine, &set);
    assert_int_equal(add(&here, "p", "plain", 1, NULL), 1);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit none = {0, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        ach_status status = ach_engine_poll(here.engine, here.now, why);
        size_t findings = ach_diags_count(why);
        ach_diags_free(why);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, ACH_EIO);
        assert_true(findings > 0);
        assert_int_equal(ach_engine_due(here.engine), here.now + 250);
    }
    (void)signal(SIGXFSZ, handler);
    expect(&here.log, "");
    assert_string_equal(stored(&here, "p", "story"), "0,v0,open,");
    tick(&here, 250);
    expect(&here.log, "a:0(0,v0,open,) ");
    settle(&here);
    assert_string_equal(stored(&here, "p", "story"), "2,v1,open,");
    assert_int_equal(gauges_of(here.engine).tokens, 50);
    world_end(&here);
}

/* --- Memory that gives out --------------------------------------------------------------------
 */

static size_t left;

/* Memory is back for the next try. */
static bool is_refused(ach_status status) {
    bool is_out = left == 0;
    left = is_out ? SIZE_MAX : left;
    assert_true(status == ACH_OK || (is_out && status == ACH_ENOMEM));
    return status != ACH_OK;
}

static void must_poll(int64_t later) {
    here.now += later;
    while (is_refused(ach_engine_poll(here.engine, here.now, NULL))) {
        here.now += 1000; /* it may have taken the store for away */
    }
}

static void must_set(ach_set set) {
    while (is_refused(ach_engine_lobby_set(here.engine, &set, NULL))) {
    }
}

static int must_add(const char *node, int64_t delta, script *by) {
    int reported = -1;
    ach_set set = set_of("p", node, delta, by);
    while (is_refused(ach_engine_add_node_progress(here.engine, &set, &reported, NULL))) {
        assert_int_equal(reported, 0);
    }
    return reported;
}

/* The whole of it, with `left` allocations before the first is refused. */
static void whole_life(script *a) {
    must_set(set_with_extra("p", "story", 1, a));
    must_set(set_of("q", "story", 1, a));
    must_set(set_of("r", "small", 1, NULL));
    must_poll(0);
    must_poll(1000);
    assert_int_equal(must_add("plain", 2, NULL), 1);
    assert_int_equal(must_add("cow", 2, a), 1);
    here.trouble.overtaken = 1;
    must_set(set_with_extra("p", "story", 2, a));
    must_poll(1000);
    must_poll(1000);
    must_poll(1000);
    while (is_refused(ach_engine_join(here.engine, text("p"), NULL))) {
    }
    while (is_refused(ach_engine_lobby_get(here.engine, text("p"), told, a, NULL))) {
    }
    ach_bytes json;
    while (is_refused(ach_engine_node_detail(here.engine, text("p"), text("plain"), &json, NULL))) {
    }
    must_poll(1000);
    must_poll(1000);
    assert_int_equal(ach_engine_leave(here.engine, text("q")), ACH_OK);
    must_poll(1000);
}

static void try_with(size_t refusals, const char *outbox) {
    fresh_paths();
    world_open(&here);
    ach_allocator allocator = failing_allocator(&left);
    here.options.allocator = &allocator;
    here.options.outbox = outbox;
    script a = script_of("a", &here.log);
    left = refusals;
    while (is_refused(ach_engine_open(&here.engine, &here.options, NULL))) {
        assert_null(here.engine);
    }
    whole_life(&a);
    assert_int_equal(gauges_of(here.engine).queued, 0);
    assert_string_equal(stored(&here, "p", "story"), "3,v3,open,a");
    assert_string_equal(stored(&here, "q", "story"), "1,v1,open,");
    assert_string_equal(stored(&here, "r", "small"), "1,v1,done,");
    assert_string_equal(stored(&here, "p", "cow"), "2,v2,open,");
    assert_int_equal(local_of(here.engine, "p", "plain"), 2);
    assert_int_equal(local_of(here.engine, "p", "cow"), 2);
}

static void memory_gives_out(void **state) {
    (void)state;
    for (unsigned has_outbox = 0; has_outbox < 2; has_outbox++) {
        bool is_whole = false;
        size_t refusals = 0;
        for (; !is_whole; refusals++) {
            try_with(refusals, has_outbox ? outbox_path : NULL);
            is_whole = left != SIZE_MAX;
            left = SIZE_MAX;
            world_end(&here);
        }
        assert_true(refusals > 30);
    }
}

/* The same for what an outbox holds when it is opened. */
static void memory_gives_out_again(void **state) {
    (void)state;
    fresh_paths();
    bool is_whole = false;
    for (size_t refusals = 0; !is_whole; refusals++) {
        fresh_paths();
        world_open(&here);
        here.options.outbox = outbox_path;
        (void)world_engine(&here);
        script a = script_of("a", &here.log);
        ach_set set = set_with_extra("p", "story", 2, &a);
        here.trouble.applies_lost = 1;
        send(here.engine, &set);
        set = set_of("q", "cow", 3, NULL);
        send(here.engine, &set);
        tick(&here, 0);
        world_stop(&here);
        ach_allocator allocator = failing_allocator(&left);
        here.options.allocator = &allocator;
        left = refusals;
        while (is_refused(ach_engine_open(&here.engine, &here.options, NULL))) {
            assert_null(here.engine);
        }
        must_poll(1000);
        must_poll(1000);
        is_whole = left != SIZE_MAX;
        assert_int_equal(gauges_of(here.engine).queued, 0);
        assert_string_equal(stored(&here, "p", "story"), "2,v1,open,a");
        assert_string_equal(stored(&here, "q", "cow"), "3,v1,open,");
        left = SIZE_MAX;
        world_end(&here);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_lost),
        cmocka_unit_test(not_stored),
        cmocka_unit_test(too_late),
        cmocka_unit_test(overtaken),
        cmocka_unit_test(rewarded_once),
        cmocka_unit_test(asking_meanwhile),
        cmocka_unit_test(outbox_full),
        cmocka_unit_test(memory_gives_out),
        cmocka_unit_test(memory_gives_out_again),
    };
    make_folder();
    int failed = cmocka_run_group_tests_name("engine trouble", tests, NULL, NULL);
    return failed + drop_folder();
}
