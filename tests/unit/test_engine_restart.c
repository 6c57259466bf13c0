/* Engines that take up what an earlier run left: after an end, after a crash at every point, with
 * somebody to ask and without.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine_files.h"
#include "unit/engine_world.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static world here;

/* --- Restarts ---------------------------------------------------------------------------------
 */

static int resumed_told(void *user, const ach_resumed *set, const ach_answer *answer) {
    script a = script_of("resumed", user);
    note(user, "%s/%s+%d:", set->key.player.data, set->key.node.data, (int)set->delta);
    return told(&a, answer);
}

static int resumed_extra(void *user, const ach_resumed *set, ach_bytes *extra) {
    (void)user;
    assert_in_range(set->delta, 1, INT64_MAX);
    pass_point();
    *extra = text("anew");
    return 1;
}

/* Closing keeps what has no caller, drops what has one, and tells it. */
static void closed(void **state) {
    (void)state;
    fresh_paths();
    world_open(&here);
    here.options.outbox = outbox_path;
    (void)world_engine(&here);
    script a = script_of("a", &here.log);
    ach_set kept = set_of("p", "story", 2, NULL);
    ach_set dropped = set_of("p", "cow", 1, &a);
    ach_set mixed = set_of("q", "cow", 1, &a);
    kept.flags = dropped.flags = mixed.flags = ACH_SET_LATER;
    send(here.engine, &kept);
    send(here.engine, &dropped);
    send(here.engine, &mixed);
    mixed.callback = NULL;
    mixed.delta = 3;
    send(here.engine, &mixed);
    tick(&here, 0);
    assert_int_equal(add(&here, "p", "plain", 2, NULL), 1);
    world_stop(&here);
    expect(&here.log, "a:fail a:fail ");
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_finding finding;
    assert_int_equal(ach_engine_open(&here.engine, &here.options, why), ACH_OK);
    assert_int_equal(ach_diags_count(why), 1);
    assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
    assert_string_equal(finding.code, "engine-resumed");
    assert_string_equal(finding.message, "2 sets of an earlier run are taken up");
    ach_diags_free(why);
    assert_int_equal(gauges_of(here.engine).queued, 2);
    settle(&here);
    assert_string_equal(stored(&here, "p", "story"), "2,v1,open,");
    assert_string_equal(stored(&here, "p", "cow"), "0,v0,open,");
    assert_string_equal(stored(&here, "q", "cow"), "3,v1,open,");
    assert_int_equal(gauges_of(here.engine).players, 0);
    assert_int_equal(local_of(here.engine, "p", "plain"), 2);
    ach_engine *second = NULL;
    assert_int_equal(ach_engine_open(&second, &here.options, NULL), ACH_EBUSY);
    assert_null(second);
    world_end(&here);
}

/* A row that is gone while progress for it waits: it is sent when the row is back. */
static void row_gone(void **state) {
    (void)state;
    fresh_paths();
    for (unsigned is_under_way = 0; is_under_way < 2; is_under_way++) {
        fresh_paths();
        world_open(&here);
        here.options.outbox = outbox_path;
        (void)world_engine(&here);
        ach_set set = set_of("p", "cow", 2, NULL);
        set.flags = ACH_SET_LATER;
        send(here.engine, &set);
        tick(&here, 0);
        if (is_under_way) {
            here.trouble.applies_fail = 1;
            ach_engine_flush(here.engine);
            tick(&here, 0);
        }
        world_stop(&here);
        ach_package *whole = here.package;
        here.options.package =
            open_table(ARRAY(HEADER "story,textures/a.png,textures/b.png,t,d,3,1\n"));
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        ach_finding finding;
        assert_int_equal(ach_engine_open(&here.engine, &here.options, why), ACH_OK);
        assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
        assert_string_equal(finding.code, is_under_way ? "engine-resumed" : "engine-node-unknown");
        ach_diags_free(why);
        settle(&here);
        assert_int_equal(gauges_of(here.engine).queued, 0);
        assert_string_equal(stored(&here, "p", "cow"), "0,v0,open,");
        world_stop(&here);
        ach_package_free(here.options.package);
        here.options.package = whole;
        (void)world_engine(&here);
        settle(&here);
        assert_string_equal(stored(&here, "p", "cow"), "2,v1,open,");
        world_end(&here);
    }
}

/* Extra whose server is gone, and a conflict: with hooks and without. */
static void resumed_conflict(void **state) {
    (void)state;
    for (unsigned has_hooks = 0; has_hooks < 2; has_hooks++) {
        fresh_paths();
        world_open(&here);
        here.options.outbox = outbox_path;
        (void)world_engine(&here);
        ach_set set = set_with_extra("p", "story", 2, NULL);
        script a = script_of("a", &here.log);
        set.user = &a;
        here.trouble.applies_fail = 1;
        send(here.engine, &set);
        tick(&here, 0);
        world_stop(&here);
        rival_writes(&here.trouble, &(ach_record_key){text("p"), text("story")});
        here.hooks.resumed = has_hooks ? resumed_told : NULL;
        here.hooks.resumed_extra = has_hooks ? resumed_extra : NULL;
        (void)world_engine(&here);
        settle(&here);
        expect(&here.log, has_hooks ? "p/story+2:resumed:5(0,v1,open,) "
                                      "p/story+2:resumed:0(0,v1,open,) "
                                    : "");
        assert_string_equal(stored(&here, "p", "story"),
                            has_hooks ? "2,v2,open,anew" : "2,v2,open,");
        world_end(&here);
    }
}

/* Who plays now has never seen the extra that an earlier run left: theirs is a conflict. */
static void resumed_unseen(void **state) {
    (void)state;
    fresh_paths();
    world_open(&here);
    here.options.outbox = outbox_path;
    (void)world_engine(&here);
    script a = script_of("a", &here.log);
    script b = script_of("b", &here.log);
    ach_set set = set_with_extra("p", "story", 2, NULL);
    set.user = &a;
    here.trouble.applies_fail = 1;
    send(here.engine, &set);
    tick(&here, 0);
    world_stop(&here);
    (void)world_engine(&here);
    set = set_with_extra("p", "story", 1, &b);
    send(here.engine, &set);
    settle(&here);
    expect(&here.log, "b:5(2,v1,open,a) b:0(2,v1,open,a) ");
    world_end(&here);
}

/* A reward that was due when the server died is given by the next run, once. */
static void resumed_reward(void **state) {
    (void)state;
    for (unsigned was_stored = 0; was_stored < 2; was_stored++) {
        fresh_paths();
        world_open(&here);
        here.options.outbox = outbox_path;
        (void)world_engine(&here);
        script a = script_of("a", &here.log);
        *(was_stored ? &here.trouble.applies_lost : &here.trouble.applies_fail) = 1;
        assert_int_equal(add(&here, "p", "cow", 5, &a), 1);
        tick(&here, 0);
        world_stop(&here);
        expect(&here.log, "a:fail ");
        for (unsigned run = 0; run < 2; run++) {
            (void)world_engine(&here);
            settle(&here);
            expect(&here.log, run == 0 ? "reward(p,cow,f) reward(p,cow,g) event(p,cow<root) " : "");
            assert_string_equal(stored(&here, "p", "cow"), "5,v1,done,");
            world_stop(&here);
        }
        world_end(&here);
    }
}

/* Extra that was never asked for before the server died: with somebody to ask, who gives it or not,
 * and without. */
static int refuse_extra(void *user, const ach_resumed *set, ach_bytes *extra) {
    (void)user;
    (void)set;
    (void)extra;
    return 0;
}

static void resumed_unasked(void **state) {
    static const struct row {
        int (*hook)(void *user, const ach_resumed *set, ach_bytes *extra);
        const char *log, *stored;
    } rows[] = {
        {resumed_extra, "p/story+2:resumed:0(0,v0,open,) ", "2,v1,open,anew"},
        {NULL, "p/story+2:resumed:0(0,v0,open,) ", "2,v1,open,"},
        {refuse_extra, "p/story+2:resumed:fail ", "0,v0,open,"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fresh_paths();
        world_open(&here);
        here.options.outbox = outbox_path;
        here.options.interval_s = 10;
        (void)world_engine(&here);
        ach_set set = set_with_extra("p", "story", 2, NULL);
        set.flags = ACH_SET_LATER;
        send(here.engine, &set);
        tick(&here, 0);
        world_stop(&here);
        here.hooks.resumed = resumed_told;
        here.hooks.resumed_extra = rows[i].hook;
        (void)world_engine(&here);
        settle(&here);
        expect(&here.log, rows[i].log);
        assert_string_equal(stored(&here, "p", "story"), rows[i].stored);
        world_end(&here);
    }
}

/* An always-conflicting store, and a host that always tries again: to the limit, in this run too.
 */
static void resumed_in_vain(void **state) {
    (void)state;
    fresh_paths();
    world_open(&here);
    here.options.outbox = outbox_path;
    here.options.attempts = 2;
    (void)world_engine(&here);
    ach_set set = set_with_extra("p", "story", 2, NULL);
    set.flags = ACH_SET_LATER;
    send(here.engine, &set);
    tick(&here, 0);
    world_stop(&here);
    here.hooks.resumed = resumed_told;
    here.hooks.resumed_extra = resumed_extra;
    here.trouble.is_restless = true;
    (void)world_engine(&here);
    settle(&here);
    expect(&here.log, "p/story+2:resumed:5(0,v1,open,) p/story+2:resumed:5(0,v2,open,) "
                      "p/story+2:resumed:fail ");
    assert_int_equal(gauges_of(here.engine).queued, 0);
    world_end(&here);
}

/* A record that can have no higher version keeps nobody else from being stored. */
static void last_version(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set set = set_of("p", "story", 1, &a);
    here.trouble.is_at_end = true;
    send(here.engine, &set);
    tick(&here, 0);
    expect(&here.log, "a:fail ");
    assert_int_equal(here.trouble.applies, 0);
    world_end(&here);
}

/* --- Dying at every point ---------------------------------------------------------------------
 */

enum { KEYS = 4, MANY = 1000 };
static const char *const key_names[KEYS][2] = {
    {"p", "story"}, {"p", "cow"}, {"q", "story"}, {"q", "cow"}};

/* What the process that dies leaves for the one that looks. */
typedef struct account {
    int64_t issued[KEYS];
    int64_t safe[KEYS];
    int64_t issued_local, safe_local;
    unsigned points_left; /* dies when it comes to 0 */
    bool is_whole;        /* it did not die */
} account;

static account *shared;

static void count_down(void) {
    if (--shared->points_left == 0) {
        _exit(0);
    }
}

#define WIDE_TABLE                                                                                 \
    HEADER "story,textures/a.png,textures/b.png,t,d,1000000,1\n"                                   \
           "cow,textures/a.png,textures/b.png,t,d,1000000,3\n"

static void open_durable(world *is) {
    world_open(is);
    ach_store_close(is->store);
    assert_int_equal(ach_store_open(&is->store, store_url, NULL, NULL), ACH_OK);
    is->trouble.inner = is->store;
    is->trouble.number = (int64_t)getpid() * MANY;
    ach_package_free(is->package);
    is->package = open_table(ARRAY(WIDE_TABLE));
    is->options.package = is->package;
    is->options.outbox = outbox_path;
    is->hooks.resumed = resumed_told;
    is->hooks.resumed_extra = resumed_extra;
    (void)world_engine(is);
}

static void issue(size_t key, int64_t delta, script *by, uint32_t flags) {
    ach_set set = by == NULL ? set_of(key_names[key][0], key_names[key][1], delta, NULL)
                             : set_with_extra(key_names[key][0], key_names[key][1], delta, by);
    set.flags = flags;
    shared->issued[key] += delta;
    send(here.engine, &set);
}

static void safe_tick(int64_t later) {
    account before = *shared;
    pass_point();
    tick(&here, later);
    memcpy(shared->safe, before.issued, sizeof shared->safe);
    shared->safe_local = before.issued_local;
    pass_point();
}

/* Everything that a server does in its life. */
static void live(void) {
    script a = script_of("a", &here.log);
    issue(0, 1, NULL, 0);
    issue(1, 2, NULL, ACH_SET_LATER);
    issue(2, 4, &a, 0);
    safe_tick(0);
    shared->issued_local++;
    assert_int_equal(add(&here, "p", "plain", 1, NULL), 1);
    issue(0, 8, &a, 0);
    issue(0, 16, NULL, 0);
    here.trouble.applies_lost = 1;
    safe_tick(10);
    safe_tick(250);
    safe_tick(10);
    issue(2, 32, &a, 0);
    issue(3, 64, NULL, 0);
    here.trouble.overtaken = 1;
    safe_tick(10);
    shared->issued_local++;
    assert_int_equal(add(&here, "p", "plain", 1, NULL), 1);
    issue(1, 128, NULL, ACH_SET_LATER);
    safe_tick(10);
    assert_int_equal(ach_engine_leave(here.engine, text("p")), ACH_OK);
    here.trouble.applies_fail = 1;
    safe_tick(10);
    safe_tick(250);
    safe_tick(10);
}

static void drain(void) {
    ach_engine_flush(here.engine);
    for (unsigned i = 0; i < 20; i++) {
        pass_point();
        tick(&here, 1000);
    }
}

/* Runs `what` in a process that dies at point `points`. True: it came to its end. */
static bool die(void (*what)(void), unsigned points) {
    shared->points_left = points;
    shared->is_whole = false;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        open_durable(&here);
        at_point = count_down;
        what();
        at_point = NULL;
        shared->is_whole = true;
        _exit(0);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    return shared->is_whole;
}

static void check_account(void) {
    open_durable(&here);
    drain();
    assert_int_equal(gauges_of(here.engine).queued, 0);
    for (size_t i = 0; i < KEYS; i++) {
        ach_record_key key = {text(key_names[i][0]), text(key_names[i][1])};
        ach_record record;
        assert_int_equal(ach_store_read(here.store, &key, 1, &record, NULL), ACH_OK);
        int64_t progress = record.progress.progress;
        /* Every delta is another bit: what is missing or doubled shows. */
        if ((shared->safe[i] & ~progress) != 0 || (progress & ~shared->issued[i]) != 0) {
            fail_msg("%s/%s: %lld, of %lld safe and %lld issued", key_names[i][0], key_names[i][1],
                     (long long)progress, (long long)shared->safe[i], (long long)shared->issued[i]);
        }
    }
    int64_t local = local_of(here.engine, "p", "plain");
    assert_true(local >= shared->safe_local && local <= shared->issued_local);
    world_end(&here);
}

static void died(void **state) {
    (void)state;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    bool is_whole = false;
    unsigned point = 1;
    for (; !is_whole; point++) {
        assert_true(point < MANY);
        fresh_paths();
        *shared = (account){.points_left = 0};
        is_whole = die(live, point);
        (void)die(drain, 1 + point % 11); /* and the one who clears up dies too */
        check_account();
    }
    assert_true(point > 30);
    (void)munmap(shared, sizeof *shared);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed),
        cmocka_unit_test(row_gone),
        cmocka_unit_test(resumed_conflict),
        cmocka_unit_test(resumed_reward),
        cmocka_unit_test(resumed_unseen),
        cmocka_unit_test(resumed_unasked),
        cmocka_unit_test(resumed_in_vain),
        cmocka_unit_test(last_version),
        cmocka_unit_test(died),
    };
    make_folder();
    int failed = cmocka_run_group_tests_name("engine restart", tests, NULL, NULL);
    return failed + drop_folder();
}
