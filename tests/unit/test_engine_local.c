/* Custom nodes from end to end: goals, parents, rewards and the event, what goes to the cloud, the
 * two numbers of default_get, joining, and a target that was changed.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine_world.h"

#include <stdlib.h>
#include <unistd.h>

#define DONE(node) "reward(p," node ",f) reward(p," node ",g) event(p," node "<root) "

static world here;

/* --- On this server ---------------------------------------------------------------------------
 */

/* U13, U14: additive, stops at the goal, rewards in the order of the file, then the event, once. */
static void plain_node(void **state) {
    (void)state;
    world_begin(&here, 0);
    assert_int_equal(add(&here, "p", "plain", 2, NULL), 1);
    expect(&here.log, "");
    assert_int_equal(local_of(here.engine, "p", "plain"), 2);
    assert_int_equal(local_of(here.engine, "q", "plain"), 0);
    assert_int_equal(add(&here, "p", "plain", INT64_MAX, NULL), 1);
    expect(&here.log, DONE("plain"));
    assert_int_equal(local_of(here.engine, "p", "plain"), 3);
    assert_int_equal(add(&here, "p", "plain", 1, NULL), 0);
    settle(&here);
    expect(&here.log, "");
    assert_int_equal(add(&here, "p", "bare", 1, NULL), 1); /* no usable goal: 1 */
    expect(&here.log, DONE("bare"));
    world_end(&here);
}

static void finished_at_once(void **state) {
    (void)state;
    world_begin(&here, 0);
    int reported = -1;
    ach_set set = set_of("p", "plain", -7, NULL); /* its delta is not looked at */
    assert_int_equal(ach_engine_set_node_finish(here.engine, &set, &reported, NULL), ACH_OK);
    assert_int_equal(reported, 1);
    expect(&here.log, DONE("plain"));
    assert_int_equal(local_of(here.engine, "p", "plain"), 3);
    assert_int_equal(ach_engine_set_node_finish(here.engine, &set, &reported, NULL), ACH_OK);
    assert_int_equal(reported, 0);
    assert_int_equal(ach_engine_set_node_finish(here.engine, &set, NULL, NULL), ACH_OK);
    expect(&here.log, "");
    world_end(&here);
}

static void parents(void **state) {
    (void)state;
    world_begin(&here, 0);
    assert_int_equal(add(&here, "p", "child", 1, NULL), 0);
    assert_int_equal(add(&here, "p", "root", 1, NULL), 1);
    assert_int_equal(add(&here, "p", "child", 1, NULL), 0);
    expect(&here.log, "");
    assert_int_equal(add(&here, "p", "root", 1, NULL), 1);
    expect(&here.log, "event(p,root<root) ");
    assert_int_equal(add(&here, "q", "child", 1, NULL), 0);
    assert_int_equal(add(&here, "p", "child", 1, NULL), 1);
    expect(&here.log, DONE("child"));
    world_end(&here);
}

static void refused(void **state) {
    static const struct row {
        const char *player, *node;
        int64_t delta;
        bool has_callback;
        ach_status status;
        const char *code;
    } rows[] = {
        {"p", "plain", 0, true, ACH_EARGUMENT, "engine-delta"},
        {"", "plain", 1, true, ACH_EARGUMENT, "engine-player"},
        {"p", "nobody", 1, true, ACH_ENOTFOUND, "engine-node-unknown"},
        {"p", "lost", 1, true, ACH_ENOTFOUND, "engine-node-unknown"}, /* not in the table */
        {"p", "lost", 1, false, ACH_OK, NULL},                        /* nothing is sent */
    };
    (void)state;
    world_begin(&here, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        script a = script_of("a", &here.log);
        ach_set set =
            set_of(rows[i].player, rows[i].node, rows[i].delta, rows[i].has_callback ? &a : NULL);
        ach_diags *why = ach_diags_new(NULL, ACH_CHINESE);
        ach_finding finding;
        int reported = -1;
        assert_int_equal(ach_engine_add_node_progress(here.engine, &set, &reported, why),
                         rows[i].status);
        assert_int_equal(reported, 0);
        assert_int_equal(ach_diags_count(why), rows[i].code != NULL);
        if (rows[i].code != NULL) {
            assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
            assert_string_equal(finding.code, rows[i].code);
        }
        ach_diags_free(why);
        expect(&here.log, "");
        assert_int_equal(a.ends, 0);
    }
    assert_int_equal(local_of(here.engine, "p", "lost"), 1);
    ach_bytes json;
    assert_int_equal(ach_engine_node_detail(here.engine, text("p"), text("nobody"), &json, NULL),
                     ACH_ENOTFOUND);
    assert_null(json.data);
    assert_int_equal(ach_engine_node_detail(here.engine, text(""), text("cow"), &json, NULL),
                     ACH_EARGUMENT);
    assert_int_equal(ach_engine_node_detail(here.engine, text("p"), text("cow"), NULL, NULL),
                     ACH_EARGUMENT);
    world_end(&here);
}

static void detail(void **state) {
    (void)state;
    world_begin(&here, 0);
    ach_bytes json;
    assert_int_equal(add(&here, "p", "plain", 2, NULL), 1);
    assert_int_equal(ach_engine_node_detail(here.engine, text("p"), text("plain"), &json, NULL),
                     ACH_OK);
    assert_string_equal(
        json.data,
        "{\"node_ID\":\"plain\",\"parent_node\":\"root\",\"title\":\"T\","
        "\"unfinished_icon\":\"textures/ui/a\",\"finished_icon\":\"textures/ui/b\","
        "\"goal_number\":3,\"node_description\":\"D\","
        "\"reward\":[{\"data\":{\"a\":1},\"function_name\":\"f\",\"name_space\":\"n:s\"},"
        "{\"function_name\":\"g\",\"name_space\":\"n:s\"}],\"progress\":2}");
    assert_int_equal(json.size, strlen(json.data));
    world_end(&here);
}

/* --- is_cloud and auto_sent_cloud -------------------------------------------------------------
 */

/* U15: the reward comes when the store has it, or at once. */
static void auto_cloud(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        world_begin(&here, i == 0 ? 0 : ACH_ENGINE_REWARD_AT_ONCE);
        script a = script_of("a", &here.log);
        assert_int_equal(add(&here, "p", "cow", 3, &a), 1);
        tick(&here, 0);
        expect(&here.log, "a:0(0,v0,open,) ");
        assert_int_equal(add(&here, "p", "cow", 3, &a), 1);
        expect(&here.log, i == 0 ? "" : DONE("cow"));
        assert_int_equal(local_of(here.engine, "p", "cow"), 5);
        tick(&here, 0);
        expect(&here.log, i == 0 ? "a:0(3,v1,open,) " DONE("cow") : "a:0(3,v1,open,) ");
        assert_int_equal(add(&here, "p", "cow", 1, &a), 0);
        assert_string_equal(stored(&here, "p", "cow"), "5,v2,done,");
        settle(&here);
        expect(&here.log, "");
        world_end(&here);
    }
}

/* S3: without a callback nothing goes to the cloud. */
static void without_callback(void **state) {
    (void)state;
    world_begin(&here, 0);
    assert_int_equal(add(&here, "p", "cow", 3, NULL), 0);
    settle(&here);
    assert_int_equal(local_of(here.engine, "p", "cow"), 3);
    assert_string_equal(stored(&here, "p", "cow"), "0,v0,open,");
    world_end(&here);
}

/* The mod adds up and sends by itself: LobbySet brings no event of its own. */
static void by_hand(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    assert_int_equal(add(&here, "p", "pig", 2, &a), 1);
    settle(&here);
    expect(&here.log, "");
    assert_string_equal(stored(&here, "p", "pig"), "0,v0,open,");
    assert_int_equal(add(&here, "p", "pig", 1, NULL), 1);
    expect(&here.log, DONE("pig"));
    ach_set set = set_of("p", "pig", 3, &a);
    send(here.engine, &set);
    settle(&here);
    expect(&here.log, "a:0(0,v0,open,) ");
    assert_string_equal(stored(&here, "p", "pig"), "3,v1,done,");
    world_end(&here);
}

/* U12: what is missing here, though the store may have more. */
static void finish_in_cloud(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    int reported = 0;
    assert_int_equal(add(&here, "p", "cow", 2, NULL), 0);
    ach_set set = set_of("p", "cow", 1, &a);
    assert_int_equal(ach_engine_set_node_finish(here.engine, &set, &reported, NULL), ACH_OK);
    assert_int_equal(reported, 1);
    settle(&here);
    expect(&here.log, "a:0(0,v0,open,) ");
    assert_string_equal(stored(&here, "p", "cow"), "3,v1,open,");
    world_end(&here);
}

/* Local progress goes back where the set came to nothing. */
static void taken_back(void **state) {
    (void)state;
    for (unsigned way = 0; way < 3; way++) {
        world_begin(&here, 0);
        script a = script_of("a", &here.log);
        int reported = 0;
        assert_int_equal(add(&here, "p", "cow", 1, NULL), 0);
        rival_writes(&here.trouble, &(ach_record_key){text("p"), text("cow")});
        ach_set set = set_with_extra("p", "cow", 9, &a);
        a.answer = 0;
        a.gives = way != 1;
        here.trouble.reads_fail = way == 2 ? 100 : 0;
        assert_int_equal(ach_engine_add_node_progress(here.engine, &set, &reported, NULL), ACH_OK);
        assert_int_equal(reported, 1);
        assert_int_equal(local_of(here.engine, "p", "cow"), 5);
        tick(&here, 0);
        tick(&here, 30000);
        expect(&here.log, way == 0 ? "a:5(0,v1,open,) " : "a:fail ");
        assert_int_equal(local_of(here.engine, "p", "cow"), 1);
        world_end(&here);
    }
}

/* Another server completes it: this one hears of it with its own set, gives no reward, and lets no
 * more be added. */
static void completed_elsewhere(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    world there = here;
    there.engine = NULL;
    there.options.store = here.store;
    (void)world_engine(&there);
    ach_set set = set_of("p", "cow", 5, NULL);
    send(there.engine, &set);
    tick(&there, 0);
    world_stop(&there);
    assert_int_equal(add(&here, "p", "cow", 1, &a), 1);
    tick(&here, 0);
    expect(&here.log, "a:0(5,v1,done,) ");
    assert_int_equal(local_of(here.engine, "p", "cow"), 5);
    assert_int_equal(add(&here, "p", "cow", 1, &a), 0);
    world_end(&here);
}

/* The others' progress counts for the goal: then the children may go on here. */
static void completed_together(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set set = set_of("p", "cow", 4, NULL);
    send(here.engine, &set);
    tick(&here, 0);
    assert_int_equal(add(&here, "p", "cow", 1, &a), 1);
    assert_int_equal(local_of(here.engine, "p", "cow"), 1);
    tick(&here, 0);
    expect(&here.log, "a:0(4,v1,open,) " DONE("cow"));
    assert_int_equal(local_of(here.engine, "p", "cow"), 5);
    world_end(&here);
}

/* 3.6: cloud 8 of more, local 3: a set goes only when more than 3 are held. */
static void count_items(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    int reported = -1;
    ach_set set = set_of("p", "egg", 1, &a);
    assert_int_equal(ach_engine_count_items(here.engine, &set, 3, &reported, NULL), ACH_OK);
    assert_int_equal(reported, 1);
    settle(&here);
    assert_int_equal(ach_engine_join(here.engine, text("p"), NULL), ACH_OK);
    settle(&here);
    assert_int_equal(local_of(here.engine, "p", "egg"), 3);
    static const int64_t counts[] = {3, 2, 0};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(ach_engine_count_items(here.engine, &set, counts[i], &reported, NULL),
                         ACH_OK);
        assert_int_equal(reported, 0);
    }
    assert_int_equal(ach_engine_count_items(here.engine, &set, 5, &reported, NULL), ACH_OK);
    assert_int_equal(reported, 1);
    settle(&here);
    assert_string_equal(stored(&here, "p", "egg"), "5,v2,open,");
    expect(&here.log, "a:0(0,v0,open,) a:0(3,v1,open,) ");
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach_engine_count_items(here.engine, &set, -1, &reported, why), ACH_EARGUMENT);
    assert_int_equal(ach_diags_count(why), 1);
    ach_diags_free(why);
    world_end(&here);
}

/* --- Coming and going -------------------------------------------------------------------------
 */

static void joining(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set cow = set_of("p", "cow", 4, NULL);
    ach_set egg = set_of("p", "egg", 8, NULL);
    ach_set pig = set_of("p", "pig", 3, NULL);
    send(here.engine, &cow);
    send(here.engine, &egg);
    send(here.engine, &pig);
    settle(&here);
    assert_int_equal(add(&here, "p", "plain", 1, NULL), 1);
    assert_int_equal(ach_engine_leave(here.engine, text("p")), ACH_OK);
    settle(&here);
    assert_int_equal(gauges_of(here.engine).players, 1); /* without an outbox nothing else has it */
    assert_int_equal(ach_engine_join(here.engine, text("p"), NULL), ACH_OK);
    assert_int_equal(ach_engine_join(here.engine, text("p"), NULL), ACH_OK);
    ach_set later = set_of("p", "cow", 1, &a);
    later.flags = ACH_SET_LATER;
    send(here.engine, &later);
    settle(&here);
    assert_int_equal(local_of(here.engine, "p", "cow"), 5); /* 4 there, 1 on its way */
    assert_int_equal(local_of(here.engine, "p", "egg"), 0);
    assert_int_equal(local_of(here.engine, "p", "pig"), 3);
    assert_int_equal(local_of(here.engine, "p", "plain"), 1);
    expect(&here.log, "");
    assert_int_equal(ach_engine_join(here.engine, text(""), NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_leave(here.engine, text("")), ACH_EARGUMENT);
    assert_int_equal(ach_engine_leave(here.engine, text("nobody")), ACH_OK);
    world_end(&here);
}

/* A join that must wait for the store, and a player who is gone by then. */
static void joining_late(void **state) {
    (void)state;
    world_begin(&here, 0);
    here.trouble.reads_fail = 3;
    assert_int_equal(ach_engine_join(here.engine, text("p"), NULL), ACH_OK);
    assert_int_equal(ach_engine_join(here.engine, text("q"), NULL), ACH_OK);
    tick(&here, 0);
    assert_int_equal(ach_engine_due(here.engine), START + 250);
    assert_int_equal(ach_engine_leave(here.engine, text("q")), ACH_OK);
    for (unsigned i = 0; i < 10; i++) {
        tick(&here, 60000);
    }
    settle(&here);
    assert_int_equal(here.trouble.reads, 4);
    assert_int_equal(ach_engine_due(here.engine), INT64_MAX);
    world_end(&here);
}

/* Changing goal_number: 5/10 lowered to 3 gives nothing; 5/5 raised to 10 gives again at 10. */
static ach_tree *tree_of_goal(const char *goal) {
    char json[512];
    ach_tree *tree = NULL;
    (void)snprintf(json, sizeof json,
                   "{\"node_ID\":\"n\",\"window_background\":\"textures/ui/w\"," COMMON
                   "\"goal_number\":%s}",
                   goal);
    ach_tree_file file = {"n.json", json, strlen(json)};
    assert_int_equal(ach_tree_open_memory(&tree, &file, 1, NULL, NULL), ACH_OK);
    return tree;
}

static void changed_goal(void **state) {
    static const struct row {
        const char *goal;
        int64_t add;
        const char *later;
        int64_t more;
        int reported;
        const char *log;
    } rows[] = {
        {"10", 5, "3", 1, 0, ""},
        {"5", 5, "10", 4, 1, ""},
        {"5", 5, "10", 5, 1, "event(p,n<n) "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char path[] = "/tmp/ach_engine_XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        (void)close(fd);
        (void)unlink(path);
        world_open(&here);
        here.options.store = NULL;
        here.options.outbox = path;
        here.options.tree = tree_of_goal(rows[i].goal);
        (void)world_engine(&here);
        ach_tree_free(here.options.tree);
        (void)add(&here, "p", "n", rows[i].add, NULL);
        settle(&here);
        world_stop(&here);
        here.log.size = 0;
        here.options.tree = tree_of_goal(rows[i].later);
        (void)world_engine(&here);
        ach_tree_free(here.options.tree);
        assert_int_equal(add(&here, "p", "n", rows[i].more, NULL), rows[i].reported);
        expect(&here.log, rows[i].log);
        world_end(&here);
        (void)unlink(path);
    }
}

/* Single player: no cloud at all. */
static void without_cloud(void **state) {
    (void)state;
    world_open(&here);
    here.options.store = NULL;
    (void)world_engine(&here);
    script a = script_of("a", &here.log);
    assert_int_equal(add(&here, "p", "plain", 3, &a), 1);
    assert_int_equal(add(&here, "p", "pig", 3, &a), 1);
    expect(&here.log, DONE("plain") DONE("pig"));
    ach_set set = set_of("p", "cow", 1, &a);
    int reported = -1;
    assert_int_equal(ach_engine_add_node_progress(here.engine, &set, &reported, NULL),
                     ACH_ENOTFOUND);
    assert_int_equal(reported, 0);
    assert_int_equal(ach_engine_lobby_set(here.engine, &set, NULL), ACH_ENOTFOUND);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_EARGUMENT);
    expect(&here.log, "a:fail a:fail ");
    assert_int_equal(ach_engine_join(here.engine, text("p"), NULL), ACH_OK);
    settle(&here);
    assert_int_equal(ach_engine_due(here.engine), INT64_MAX);
    world_end(&here);
}

/* A reward function that adds to the next node, which is complete by that, and so on. */
static void add_next(void *user, const ach_completion *what) {
    event_fired(&here.log, what);
    (void)user;
    if (strcmp(what->node.node_id.data, "root") == 0) {
        assert_int_equal(add(&here, "p", "child", 1, NULL), 1);
        assert_int_equal(add(&here, "p", "root", 1, NULL), 0);
        assert_int_equal(ach_engine_poll(here.engine, here.now, NULL), ACH_EARGUMENT);
    }
}

static void nested(void **state) {
    (void)state;
    world_open(&here);
    here.hooks.reward = NULL;
    here.hooks.complete = add_next;
    (void)world_engine(&here);
    assert_int_equal(add(&here, "p", "root", 2, NULL), 1);
    expect(&here.log, "event(p,root<root) event(p,child<root) ");
    settle(&here);
    world_end(&here);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_node),
        cmocka_unit_test(finished_at_once),
        cmocka_unit_test(parents),
        cmocka_unit_test(refused),
        cmocka_unit_test(detail),
        cmocka_unit_test(auto_cloud),
        cmocka_unit_test(without_callback),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(finish_in_cloud),
        cmocka_unit_test(taken_back),
        cmocka_unit_test(completed_elsewhere),
        cmocka_unit_test(completed_together),
        cmocka_unit_test(count_items),
        cmocka_unit_test(joining),
        cmocka_unit_test(joining_late),
        cmocka_unit_test(changed_goal),
        cmocka_unit_test(without_cloud),
        cmocka_unit_test(nested),
    };
    return cmocka_run_group_tests_name("engine local", tests, NULL, NULL);
}
