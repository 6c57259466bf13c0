/* When sets go and in which order, what is added up, limits, versions that were seen, and scripts
 * that call again from within.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine_world.h"

static world here;
static world there; /* another room: the same store and package */

/* --- Time, order and limits -------------------------------------------------------------------
 */

/* U19, U20: one player's sets go in the order in which they came, two of a node one after the
 * other. */
static void order(void **state) {
    (void)state;
    world_begin(&here, 0);
    script scripts[] = {script_of("a", &here.log), script_of("b", &here.log),
                        script_of("c", &here.log), script_of("d", &here.log)};
    ach_set sets[] = {set_with_extra("p", "story", 1, &scripts[0]),
                      set_with_extra("p", "story", 1, &scripts[1]),
                      set_of("p", "cow", 1, &scripts[2]), set_of("q", "story", 1, &scripts[3])};
    for (size_t i = 0; i < 4; i++) {
        send(here.engine, &sets[i]);
    }
    assert_int_equal(ach_engine_leave(here.engine, text("p")), ACH_OK);
    tick(&here, 0);
    expect(&here.log, "a:0(0,v0,open,) d:0(0,v0,open,) ");
    tick(&here, 0);
    expect(&here.log, "b:0(1,v1,open,a) c:0(0,v0,open,) ");
    settle(&here);
    assert_string_equal(stored(&here, "p", "story"), "2,v2,open,b");
    world_end(&here);
}

static void later_and_merged(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    script b = script_of("b", &here.log);
    ach_set one = set_of("p", "story", 1, &a);
    ach_set two = set_of("p", "story", 2, &b);
    ach_set silent = set_of("p", "story", 1, NULL);
    ach_set other = set_of("p", "cow", 1, NULL);
    one.flags = two.flags = silent.flags = other.flags = ACH_SET_LATER;
    send(here.engine, &one);
    send(here.engine, &other);
    tick(&here, 1000);
    send(here.engine, &two);
    send(here.engine, &silent);
    assert_int_equal(gauges_of(here.engine).queued, 2);
    assert_int_equal(gauges_of(here.engine).merged, 2);
    settle(&here);
    assert_int_equal(ach_engine_due(here.engine), START + 1000 + 300000);
    tick(&here, 299999);
    expect(&here.log, "");
    assert_int_equal(gauges_of(here.engine).oldest_ms, 299999);
    tick(&here, 1);
    expect(&here.log, "a:0(0,v0,open,) b:0(0,v0,open,) ");
    assert_string_equal(stored(&here, "p", "story"), "4,v1,open,");
    assert_string_equal(stored(&here, "p", "cow"), "1,v1,open,");
    assert_int_equal(gauges_of(here.engine).sent, 2);
    world_end(&here);
}

/* What came before a set that is due goes with it. What makes waiting sets due. */
static void hurried(void **state) {
    enum { FLUSHED, LEFT, OVERTOOK, CLOSED, WAYS };
    (void)state;
    for (int way = 0; way < WAYS; way++) {
        world_begin(&here, 0);
        ach_set later = set_of("p", "story", 1, NULL);
        ach_set now = set_of("p", "cow", 1, NULL);
        later.flags = ACH_SET_LATER;
        send(here.engine, &later);
        tick(&here, 0);
        assert_string_equal(stored(&here, "p", "story"), "0,v0,open,");
        if (way == FLUSHED) {
            ach_engine_flush(here.engine);
        } else if (way == LEFT) {
            assert_int_equal(ach_engine_leave(here.engine, text("p")), ACH_OK);
        } else if (way == OVERTOOK) {
            send(here.engine, &now);
        } else {
            world_stop(&here); /* without an outbox it is lost */
            (void)world_engine(&here);
        }
        tick(&here, 0);
        assert_string_equal(stored(&here, "p", "story"),
                            way == CLOSED ? "0,v0,open," : "1,v1,open,");
        tick(&here, 0);
        assert_int_equal(gauges_of(here.engine).players, way != CLOSED && way != LEFT);
        world_end(&here);
    }
}

static void option_later(void **state) {
    (void)state;
    world_begin(&here, ACH_ENGINE_LATER);
    script a = script_of("a", &here.log);
    ach_set plain = set_of("p", "story", 1, NULL);
    ach_set extra = set_with_extra("q", "story", 1, &a);
    for (unsigned i = 0; i < 3; i++) {
        send(here.engine, &plain);
    }
    send(here.engine, &extra);
    tick(&here, 0);
    assert_string_equal(stored(&here, "p", "story"), "0,v0,open,");
    assert_string_equal(stored(&here, "q", "story"), "1,v1,open,a");
    assert_int_equal(gauges_of(here.engine).queued, 1);
    world_end(&here);
}

/* 3.7: fifty at once, then fifty a second; what is more waits. */
static void token_bucket(void **state) {
    (void)state;
    world_open(&here);
    here.options.answer_s = 1000;
    (void)world_engine(&here);
    for (unsigned i = 0; i < 200; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "p%u", i);
        ach_set one = set_of(name, "story", 1, NULL);
        send(here.engine, &one);
    }
    settle(&here);
    assert_int_equal(gauges_of(here.engine).stored, 50);
    assert_int_equal(gauges_of(here.engine).tokens, 0);
    assert_int_equal(ach_engine_due(here.engine), START + 20);
    tick(&here, 20);
    assert_int_equal(gauges_of(here.engine).stored, 51);
    tick(&here, 980);
    assert_int_equal(gauges_of(here.engine).stored, 100);
    tick(&here, 60000); /* no more than one second's are saved up */
    settle(&here);
    assert_int_equal(gauges_of(here.engine).stored, 150);
    tick(&here, -3600000); /* a clock that is set back gives none, and takes none */
    settle(&here);
    assert_int_equal(gauges_of(here.engine).stored, 150);
    tick(&here, 500);
    assert_int_equal(gauges_of(here.engine).stored, 175);
    world_end(&here);
}

static void queue_limit(void **state) {
    (void)state;
    world_open(&here);
    here.options.max_queued = 2;
    (void)world_engine(&here);
    script a = script_of("a", &here.log);
    ach_set one = set_of("p", "story", 1, &a);
    one.flags = ACH_SET_LATER;
    send(here.engine, &one);
    one.node = text("cow");
    send(here.engine, &one);
    send(here.engine, &one); /* added to the one that waits */
    one.node = text("pig");
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_finding finding;
    assert_int_equal(ach_engine_lobby_set(here.engine, &one, why), ACH_ELIMIT);
    expect(&here.log, "a:fail ");
    assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
    assert_string_equal(finding.code, "engine-queue-full");
    ach_diags_free(why);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_OK);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_OK);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_ELIMIT);
    expect(&here.log, "a:fail ");
    world_end(&here);
    expect(&here.log, "a:fail a:fail a:fail a:fail a:fail ");
}

/* A set waits for what was sent before it, and a get too; but not for what comes after. */
static void gets_in_order(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    script g = script_of("g", &here.log);
    ach_set one = set_of("p", "story", 1, &a);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &g, NULL), ACH_OK);
    send(here.engine, &one);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &g, NULL), ACH_OK);
    tick(&here, 0);
    expect(&here.log, "g:0() a:0(0,v0,open,) g:0(story/6=1,v1,open,) ");
    here.trouble.reads_fail = 100;
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &g, NULL), ACH_OK);
    tick(&here, 0);
    tick(&here, 29999);
    expect(&here.log, "");
    tick(&here, 1);
    expect(&here.log, "g:fail ");
    world_end(&here);
}

/* U20's other half: extra is based on the newest version that a callback was told. */
static void versions_seen(void **state) {
    (void)state;
    two_rooms(&here, &there, 0);
    script a = script_of("a", &here.log);
    script b = script_of("b", &there.log);
    ach_set with_extra = set_with_extra("p", "story", 1, &a);
    ach_set theirs = set_with_extra("p", "story", 1, &b);
    ach_set silent = set_of("p", "story", 1, NULL);
    send(here.engine, &with_extra);
    settle(&here);
    send(here.engine, &silent); /* nobody is told, and nobody came between: still seen */
    settle(&here);
    send(here.engine, &with_extra);
    settle(&here);
    expect(&here.log, "a:0(0,v0,open,) a:0(2,v2,open,a) ");
    theirs.flags = ACH_SET_SEEN; /* they know better than their engine */
    theirs.seen = 3;
    send(there.engine, &theirs);
    settle(&there);
    expect(&there.log, "b:0(3,v3,open,a) ");
    send(here.engine, &silent); /* somebody came between, and nobody here knows */
    settle(&here);
    a.answer = 0;
    send(here.engine, &with_extra);
    settle(&here);
    expect(&here.log, "a:5(5,v5,open,b) ");
    send(here.engine, &with_extra);
    settle(&here);
    expect(&here.log, "a:0(5,v5,open,b) ");
    end_rooms(&here, &there);
}

/* To the limit, or given up: what was merged in without a caller goes on and is stored. */
static void merged_in_vain(void **state) {
    (void)state;
    for (int answer = 0; answer < 2; answer++) {
        world_open(&here);
        here.options.flags = ACH_ENGINE_VERSION_ALWAYS | ACH_ENGINE_LATER;
        here.options.attempts = 1;
        (void)world_engine(&here);
        script a = script_of("a", &here.log);
        a.answer = answer;
        ach_set told_of = set_of("p", "story", 1, &a);
        ach_set silent = set_of("p", "story", 2, NULL);
        send(here.engine, &told_of);
        send(here.engine, &silent);
        rival_writes(&here.trouble, &(ach_record_key){text("p"), text("story")});
        ach_engine_flush(here.engine);
        settle(&here);
        expect(&here.log, answer == 1 ? "a:5(0,v1,open,) a:fail " : "a:5(0,v1,open,) ");
        assert_string_equal(stored(&here, "p", "story"), "2,v2,open,");
        world_end(&here);
    }
}

/* A getter without a callback: nobody says that it is to be tried again. */
static void conflict_unheard(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set set = set_with_extra("p", "story", 1, &a);
    set.callback = NULL;
    rival_writes(&here.trouble, &(ach_record_key){text("p"), text("story")});
    send(here.engine, &set);
    settle(&here);
    assert_string_equal(stored(&here, "p", "story"), "0,v1,open,");
    assert_int_equal(gauges_of(here.engine).dropped, 1);
    assert_int_equal(a.asked, 1);
    world_end(&here);
}

/* Much extra goes in several batches. */
static int give_much(void *user, ach_bytes *extra) {
    static char much[ACH_EXTRA_BYTES_MOST];
    (void)user;
    memset(much, 'x', sizeof much);
    *extra = (ach_bytes){much, sizeof much};
    return 1;
}

static void much_extra(void **state) {
    (void)state;
    world_begin(&here, 0);
    for (unsigned i = 0; i < 40; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "p%u", i);
        ach_set set = set_of(name, "story", 1, NULL);
        set.get_extra = give_much;
        send(here.engine, &set);
    }
    tick(&here, 0);
    assert_int_equal(gauges_of(here.engine).stored, 33);
    settle(&here);
    assert_int_equal(gauges_of(here.engine).stored, 40);
    assert_int_equal(gauges_of(here.engine).tokens, 10);
    world_end(&here);
}

/* Each of the merged callers decides for itself. */
static void merged_conflict(void **state) {
    (void)state;
    two_rooms(&here, &there, ACH_ENGINE_VERSION_ALWAYS | ACH_ENGINE_LATER);
    script a = script_of("a", &here.log);
    script b = script_of("b", &here.log);
    a.answer = 0;
    ach_set one = set_of("p", "story", 1, &a);
    ach_set two = set_of("p", "story", 2, &b);
    ach_set rival = set_of("p", "story", 1, NULL);
    send(here.engine, &one);
    send(here.engine, &two);
    send(there.engine, &rival);
    ach_engine_flush(there.engine);
    settle(&there);
    ach_engine_flush(here.engine);
    settle(&here);
    expect(&here.log, "a:5(1,v1,open,) b:5(1,v1,open,) b:0(1,v1,open,) ");
    assert_string_equal(stored(&here, "p", "story"), "3,v2,open,");
    end_rooms(&here, &there);
}

/* --- Calls from within ------------------------------------------------------------------------
 */

typedef struct nester {
    world *is;
    unsigned left;
    unsigned called;
} nester;

/* Uses every call there is, and queues the next. */
static int nest(void *user, const ach_answer *answer) {
    nester *me = user;
    world *is = me->is;
    ach_bytes json;
    (void)answer;
    me->called++;
    assert_int_equal(ach_engine_poll(is->engine, is->now, NULL), ACH_EARGUMENT);
    ach_engine_flush(is->engine);
    ach_engine_close(is->engine);
    assert_int_equal(ach_engine_node_detail(is->engine, text("p"), text("cow"), &json, NULL),
                     ACH_OK);
    assert_int_equal(ach_engine_leave(is->engine, text("p")), ACH_OK);
    assert_int_equal(ach_engine_join(is->engine, text("q"), NULL), ACH_OK);
    if (me->left > 0) {
        me->left--;
        ach_set set = set_of("p", "story", 1, NULL);
        set.callback = nest;
        set.user = me;
        send(is->engine, &set);
        set.flags = ACH_SET_LATER;
        send(is->engine, &set);
        assert_int_equal(ach_engine_lobby_get(is->engine, text("p"), nest, me, NULL), ACH_OK);
    }
    return 1;
}

static int give_nested(void *user, ach_bytes *extra) {
    *extra = text("nested");
    (void)nest(user, NULL);
    return 1;
}

static void nested(void **state) {
    (void)state;
    world_begin(&here, 0);
    nester me = {&here, 20, 0};
    ach_set set = set_of("p", "story", 1, NULL);
    set.callback = nest;
    set.get_extra = give_nested;
    set.user = &me;
    send(here.engine, &set);
    for (unsigned i = 0; i < 100; i++) {
        tick(&here, 1000);
    }
    settle(&here);
    assert_int_equal(me.left, 0);
    assert_int_equal(gauges_of(here.engine).queued, 0);
    assert_int_equal(me.called, 2 + 20 * 3);
    world_end(&here);
}

/* Whoever is told while the engine is closed can ask for nothing more. */
static int ask_more(void *user, const ach_answer *answer) {
    nester *me = user;
    ach_set set = set_of("p", "story", 1, NULL);
    me->called++;
    assert_null(answer);
    set.callback = ask_more;
    set.user = me;
    assert_int_equal(ach_engine_lobby_set(me->is->engine, &set, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_lobby_get(me->is->engine, text("p"), ask_more, me, NULL),
                     ACH_EARGUMENT);
    assert_int_equal(ach_engine_add_node_progress(me->is->engine, &set, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_leave(me->is->engine, text("p")), ACH_EARGUMENT);
    return 1;
}

static void closed_with_requests(void **state) {
    (void)state;
    world_begin(&here, 0);
    nester me = {&here, 0, 0};
    ach_set set = set_of("p", "story", 1, NULL);
    set.callback = ask_more;
    set.user = &me;
    send(here.engine, &set);
    set.flags = ACH_SET_LATER;
    send(here.engine, &set);
    send(here.engine, &set);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), ask_more, &me, NULL), ACH_OK);
    world_stop(&here);
    assert_int_equal(me.called, 4);
    (void)world_engine(&here);
    world_end(&here);
}

/* Ids that no store could keep are in no table, whoever wrote them there. */
static void endless_id(void **state) {
    static char id[ACH_NODE_BYTES_MOST + 2];
    char table[1024];
    (void)state;
    memset(id, 'x', sizeof id - 1);
    (void)snprintf(table, sizeof table,
                   HEADER "%s,textures/a.png,textures/b.png,t,d,3,1\r\n"
                          "%s,textures/a.png,textures/b.png,t,d,3,1\r\n",
                   id, id + 1);
    world_open(&here);
    ach_package_free(here.package);
    here.package = open_table(ach__slice_of(table));
    here.options.package = here.package;
    (void)world_engine(&here);
    ach_set set = set_of("p", id, 1, NULL);
    assert_int_equal(ach_engine_lobby_set(here.engine, &set, NULL), ACH_ENOTFOUND);
    set = set_of("p", id + 1, 1, NULL);
    send(here.engine, &set);
    tick(&here, 0);
    assert_string_equal(stored(&here, "p", id + 1), "1,v1,open,");
    world_end(&here);
}

/* Many sets of many players: nobody is forgotten behind those who send much. */
static void fairness(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    static const char *const nodes[] = {"story", "small", "cow", "pig", "egg"};
    for (unsigned i = 0; i < 500; i++) {
        ach_set set = set_of("greedy", nodes[i % 5], 1, NULL);
        send(here.engine, &set);
    }
    ach_set set = set_of("modest", "story", 1, &a);
    send(here.engine, &set);
    tick(&here, 0);
    expect(&here.log, "a:0(0,v0,open,) ");
    world_end(&here);
}

static void options(void **state) {
    ach_engine *engine = NULL;
    (void)state;
    world_open(&here);
    static const struct row {
        uint32_t flags;
        ach_policy policy;
        size_t size;
        bool has_store, has_package, has_tree;
        ach_status status;
    } rows[] = {
        {0, 0, 0, true, true, true, ACH_OK},
        {255, ACH_POLICY_ASK, 0, true, true, false, ACH_OK},
        {0, 0, 0, false, false, true, ACH_OK},
        {0, 0, 0, true, false, true, ACH_OK},
        {0, 0, 0, true, false, false, ACH_EARGUMENT},
        {0, 0, 0, false, true, false, ACH_EARGUMENT},
        {256, 0, 0, true, true, true, ACH_EARGUMENT},
        {0, (ach_policy)4, 0, true, true, true, ACH_EARGUMENT},
        {0, 0, 4, true, true, true, ACH_EARGUMENT},
        {0, 0, 2000, true, true, true, ACH_EARGUMENT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ach_engine_options options = here.options;
        options.flags = rows[i].flags;
        options.policy = rows[i].policy;
        options.size = rows[i].size == 0 ? sizeof options : rows[i].size;
        options.store = rows[i].has_store ? here.store : NULL;
        options.package = rows[i].has_package ? here.package : NULL;
        options.tree = rows[i].has_tree ? here.tree : NULL;
        assert_int_equal(ach_engine_open(&engine, &options, NULL), rows[i].status);
        assert_int_equal(engine != NULL, rows[i].status == ACH_OK);
        assert_true(engine == NULL || ach_engine_due(engine) == INT64_MAX);
        ach_engine_close(engine);
    }
    struct later {
        ach_engine_options known;
        uint64_t more;
    } later = {here.options, 0};
    later.known.size = sizeof later;
    assert_int_equal(ach_engine_open(&engine, &later.known, NULL), ACH_OK);
    ach_gauges gauges = {.size = 0, .queued = 7};
    ach_engine_gauges(engine, &gauges);
    assert_int_equal(gauges.queued, 7);
    ach_engine_gauges(engine, NULL);
    ach_engine_close(engine);
    later.more = 1;
    assert_int_equal(ach_engine_open(&engine, &later.known, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_open(&engine, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_open(NULL, &here.options, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_poll(NULL, 0, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_due(NULL), INT64_MAX);
    ach_engine_flush(NULL);
    ach_engine_close(NULL);
    world_end(&here);
}

static void clocks(void **state) {
    static const int64_t times[] = {0, 5, INT64_MAX, INT64_MIN, -1, INT64_MAX - 1, 1};
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        ach_set set = set_of("p", "story", 1, &a);
        send(here.engine, &set);
        set.flags = ACH_SET_LATER;
        send(here.engine, &set);
        assert_int_equal(ach_engine_poll(here.engine, times[i], NULL), ACH_OK);
        assert_int_equal(ach_engine_poll(here.engine, times[i], NULL), ACH_OK);
        (void)ach_engine_due(here.engine);
        (void)gauges_of(here.engine);
    }
    world_end(&here);
    assert_int_equal(a.ends, 2 * sizeof times / sizeof times[0]);
}

static void plans(void **state) {
    (void)state;
    assert_int_equal(ach_plan_players(1, 300, 0), 15000);
    assert_int_equal(ach_plan_players(3, 300, 50), 5000);
    assert_int_equal(ach_plan_players(7, 1, 50), 7);
    assert_true(ach_plan_players(0, 300, 0) == UINT64_MAX);
    assert_int_equal(ach_plan_players(1, UINT32_MAX, UINT32_MAX), UINT64_C(18446744065119617025));
    assert_int_equal(ach_plan_interval(15000, 1, 0), 300);
    assert_int_equal(ach_plan_interval(15001, 1, 0), 301);
    assert_int_equal(ach_plan_interval(0, 1, 0), 0);
    assert_int_equal(ach_plan_interval(1, 0, 0), 0);
    assert_true(ach_plan_interval(UINT64_MAX, UINT32_MAX, 1) == UINT64_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order),
        cmocka_unit_test(later_and_merged),
        cmocka_unit_test(hurried),
        cmocka_unit_test(option_later),
        cmocka_unit_test(token_bucket),
        cmocka_unit_test(queue_limit),
        cmocka_unit_test(gets_in_order),
        cmocka_unit_test(versions_seen),
        cmocka_unit_test(merged_conflict),
        cmocka_unit_test(merged_in_vain),
        cmocka_unit_test(conflict_unheard),
        cmocka_unit_test(much_extra),
        cmocka_unit_test(nested),
        cmocka_unit_test(closed_with_requests),
        cmocka_unit_test(options),
        cmocka_unit_test(endless_id),
        cmocka_unit_test(fairness),
        cmocka_unit_test(clocks),
        cmocka_unit_test(plans),
    };
    return cmocka_run_group_tests_name("engine time", tests, NULL, NULL);
}
