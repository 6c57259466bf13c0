/* The cloud calls from end to end: the documents' two rooms, and every undefined point with both
 * readings.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine_world.h"

static world here;
static world there; /* another room: the same store and package */

/* --- The test vectors -------------------------------------------------------------------------
 */

static void main_path(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set set = set_with_extra("p", "story", 2, &a);
    send(here.engine, &set);
    expect(&here.log, "");
    tick(&here, 0);
    expect(&here.log, "a:0(0,v0,open,) ");
    assert_string_equal(stored(&here, "p", "story"), "2,v1,open,a");
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_OK);
    expect(&here.log, "");
    tick(&here, 0);
    expect(&here.log, "a:0(story/6=2,v1,open,a) ");
    settle(&here);
    assert_int_equal(gauges_of(here.engine).queued, 0);
    world_end(&here);
}

/* 1 to 3: both rooms start from nothing; B is first; A has the wrong handler (gives up), the right
 * one, or no extra. */
static void vectors_1_to_3(void **state) {
    static const struct row {
        bool has_extra;
        int answer;
        const char *told, *stored;
        unsigned asked;
    } rows[] = {
        {true, 0, "a:5(3,v1,open,b) ", "3,v1,open,b", 1},
        {true, 1, "a:5(3,v1,open,b) a:0(3,v1,open,b) ", "4,v2,open,a", 2},
        {false, 1, "a:0(3,v1,open,b) ", "4,v2,open,b", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        two_rooms(&here, &there, 0);
        script a = script_of("a", &here.log);
        script b = script_of("b", &there.log);
        a.answer = rows[i].answer;
        ach_set three = set_with_extra("p", "story", 3, &b);
        ach_set one =
            rows[i].has_extra ? set_with_extra("p", "story", 1, &a) : set_of("p", "story", 1, &a);
        send(here.engine, &one);
        send(there.engine, &three);
        tick(&there, 0);
        expect(&there.log, "b:0(0,v0,open,) ");
        settle(&here);
        expect(&here.log, rows[i].told);
        assert_string_equal(stored(&here, "p", "story"), rows[i].stored);
        assert_int_equal(a.asked, rows[i].asked);
        assert_int_equal(a.ends, rows[i].answer);
        end_rooms(&here, &there);
    }
}

static void vectors_4_and_5(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set five = set_of("p", "story", 5, &a);
    ach_set three = set_of("p", "story", 3, &a);
    ach_set one = set_with_extra("p", "story", 1, &a);
    send(here.engine, &five);
    tick(&here, 0);
    send(here.engine, &three);
    tick(&here, 0);
    expect(&here.log, "a:0(0,v0,open,) a:0(5,v1,open,) ");
    assert_string_equal(stored(&here, "p", "story"), "6,v2,done,");
    send(here.engine, &one);
    tick(&here, 0);
    expect(&here.log, "a:0(6,v2,done,) ");
    assert_string_equal(stored(&here, "p", "story"), "6,v2,done,");
    ach_record_key key = {text("p"), text("story")};
    ach_record record;
    assert_int_equal(ach_store_read(here.store, &key, 1, &record, NULL), ACH_OK);
    assert_int_equal(record.progress.completed_at, START / 1000);
    world_end(&here);
}

/* 6: nobody answers in time. */
static void vector_6(void **state) {
    (void)state;
    world_begin(&here, 0);
    script a = script_of("a", &here.log);
    ach_set one = set_of("p", "story", 1, &a);
    here.trouble.reads_fail = 1000;
    send(here.engine, &one);
    for (unsigned i = 0; i < 29; i++) {
        tick(&here, 1000);
        expect(&here.log, "");
    }
    assert_int_equal(gauges_of(here.engine).is_store_away, 1);
    tick(&here, 2000);
    expect(&here.log, "a:fail ");
    here.trouble.reads_fail = 0;
    tick(&here, 60000);
    settle(&here);
    expect(&here.log, "");
    assert_string_equal(stored(&here, "p", "story"), "0,v0,open,");
    assert_int_equal(gauges_of(here.engine).failed, 1);
    world_end(&here);
}

/* 7: a conflict every time, and a callback that always tries again. */
static void vector_7(void **state) {
    (void)state;
    for (uint32_t limit = 1; limit <= 9; limit += 4) {
        world_open(&here);
        here.options.attempts = limit == 9 ? 0 : limit;
        (void)world_engine(&here);
        script a = script_of("a", &here.log);
        ach_set one = set_with_extra("p", "story", 1, &a);
        here.trouble.is_restless = true;
        send(here.engine, &one);
        settle(&here);
        uint32_t wanted = limit == 9 ? 8 : limit;
        assert_int_equal(a.conflicts, wanted);
        assert_int_equal(a.asked, wanted);
        assert_int_equal(a.ends, 1);
        assert_int_equal(gauges_of(here.engine).conflicts, wanted);
        assert_int_equal(gauges_of(here.engine).failed, 1);
        assert_int_equal(gauges_of(here.engine).queued, 0);
        world_end(&here);
    }
}

/* 8, U8, and the rest that is refused at once: by status, by a finding, and by the callback. */
static void refused(void **state) {
    static char long_name[ACH_PLAYER_BYTES_MOST + 2];
    static const struct row {
        const char *player, *node;
        int64_t delta;
        uint32_t flags;
        int64_t seen;
        ach_status status;
        const char *code;
    } rows[] = {
        {"p", "story", 0, 0, 0, ACH_EARGUMENT, "engine-delta"},
        {"p", "story", -1, 0, 0, ACH_EARGUMENT, "engine-delta"},
        {"p", "story", INT64_MIN, 0, 0, ACH_EARGUMENT, "engine-delta"},
        {"p", "Story", 1, 0, 0, ACH_ENOTFOUND, "engine-node-unknown"},
        {"p", "", 1, 0, 0, ACH_ENOTFOUND, "engine-node-unknown"},
        {"", "story", 1, 0, 0, ACH_EARGUMENT, "engine-player"},
        {"\xFF", "story", 1, 0, 0, ACH_EARGUMENT, "engine-player"},
        {long_name, "story", 1, 0, 0, ACH_EARGUMENT, "engine-player"},
        {"p", "story", 1, 4, 0, ACH_EARGUMENT, NULL},
        {"p", "story", 1, ACH_SET_SEEN, -1, ACH_EARGUMENT, NULL},
    };
    (void)state;
    memset(long_name, 'x', sizeof long_name - 1);
    world_begin(&here, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int language = ACH_ENGLISH; language <= ACH_CHINESE; language++) {
            script a = script_of("a", &here.log);
            ach_diags *why = ach_diags_new(NULL, (ach_language)language);
            ach_set set = set_of(rows[i].player, rows[i].node, rows[i].delta, &a);
            ach_finding finding;
            set.flags = rows[i].flags;
            set.seen = rows[i].seen;
            assert_int_equal(ach_engine_lobby_set(here.engine, &set, why), rows[i].status);
            expect(&here.log, "a:fail ");
            assert_int_equal(ach_diags_count(why), rows[i].code != NULL);
            if (rows[i].code != NULL) {
                assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
                assert_string_equal(finding.code, rows[i].code);
                assert_null(strchr(finding.message, '{'));
                assert_null(strchr(finding.help, '{'));
            }
            ach_diags_free(why);
        }
    }
    tick(&here, 0);
    expect(&here.log, "");
    assert_int_equal(gauges_of(here.engine).players, 0);
    assert_int_equal(ach_engine_lobby_set(here.engine, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), NULL, NULL, NULL), ACH_EARGUMENT);
    script a = script_of("a", &here.log);
    assert_int_equal(ach_engine_lobby_get(here.engine, text(""), told, &a, NULL), ACH_EARGUMENT);
    expect(&here.log, "a:fail ");
    world_end(&here);
}

/* --- The undefined points ---------------------------------------------------------------------
 */

static void u1_overshoot(void **state) {
    static const char *const wanted[] = {"6,v1,done,", "9,v1,done,"};
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        world_begin(&here, i == 0 ? 0 : ACH_ENGINE_OVERSHOOT);
        ach_set nine = set_of("p", "story", 9, NULL);
        send(here.engine, &nine);
        tick(&here, 0);
        assert_string_equal(stored(&here, "p", "story"), wanted[i]);
        world_end(&here);
    }
}

static void u2_closed(void **state) {
    static const char *const wanted[] = {"a:0(0,v0,open,) a:0(1,v1,done,) ",
                                         "a:0(0,v0,open,) a:fail "};
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        world_begin(&here, i == 0 ? 0 : ACH_ENGINE_CLOSED_FAILS);
        script a = script_of("a", &here.log);
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        ach_finding finding;
        ach_set one = set_of("p", "small", 1, &a);
        send(here.engine, &one);
        tick(&here, 0);
        send(here.engine, &one);
        assert_int_equal(ach_engine_poll(here.engine, here.now, why), ACH_OK);
        expect(&here.log, wanted[i]);
        assert_int_equal(ach_diags_count(why), 1);
        assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
        assert_string_equal(finding.code, "engine-closed");
        assert_string_equal(stored(&here, "p", "small"), "1,v1,done,");
        ach_diags_free(why);
        world_end(&here);
    }
}

static void u3_version(void **state) {
    static const char *const wanted[] = {"a:0(1,v1,open,) ", "a:5(1,v1,open,) a:0(1,v1,open,) "};
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        two_rooms(&here, &there, i == 0 ? 0 : ACH_ENGINE_VERSION_ALWAYS);
        script a = script_of("a", &here.log);
        ach_set one = set_of("p", "story", 1, NULL);
        send(there.engine, &one);
        tick(&there, 0);
        one = set_of("p", "story", 1, &a);
        send(here.engine, &one);
        settle(&here);
        expect(&here.log, wanted[i]);
        assert_string_equal(stored(&here, "p", "story"), "2,v2,open,");
        end_rooms(&here, &there);
    }
}

/* U4 is vector 7. U5: what a callback may answer; U4's other half: the second attempt meets a
 * conflict too. */
static void u5_answers(void **state) {
    static const struct row {
        uint32_t flags;
        int answer;
        bool is_stored, is_odd;
    } rows[] = {
        {0, 1, true, false},
        {0, 0, false, false},
        {0, 2, false, true},
        {0, -1, false, true},
        {ACH_ENGINE_RETRY_ON_ANY, 1, true, false},
        {ACH_ENGINE_RETRY_ON_ANY, 0, false, false},
        {ACH_ENGINE_RETRY_ON_ANY, 2, true, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        two_rooms(&here, &there, rows[i].flags);
        script a = script_of("a", &here.log);
        a.answer = rows[i].answer;
        ach_set one = set_with_extra("p", "story", 1, NULL);
        script b = script_of("b", &there.log);
        one.user = &b;
        send(there.engine, &one);
        tick(&there, 0);
        one = set_with_extra("p", "story", 1, &a);
        send(here.engine, &one);
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        assert_int_equal(ach_engine_poll(here.engine, here.now, why), ACH_OK);
        assert_int_equal(ach_diags_count(why), rows[i].is_odd);
        if (rows[i].is_odd) {
            ach_finding finding;
            assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
            assert_string_equal(finding.code, "engine-answer");
            assert_null(strchr(finding.message, '{'));
        }
        ach_diags_free(why);
        settle(&here);
        assert_string_equal(stored(&here, "p", "story"),
                            rows[i].is_stored ? "2,v2,open,a" : "1,v1,open,b");
        assert_int_equal(gauges_of(here.engine).dropped, !rows[i].is_stored);
        end_rooms(&here, &there);
    }
}

/* U6, U7: a getter that refuses, or gives what is no text. */
typedef struct extra_row {
    const char *extra;
    size_t size;
    int gives;
    bool is_stored;
} extra_row;

static int give_row(void *user, ach_bytes *extra) {
    const extra_row *row = user;
    *extra = (ach_bytes){row->extra, row->size};
    return row->gives;
}

static journal *row_log;

static int told_of_row(void *user, const ach_answer *answer) {
    script a = script_of("a", row_log);
    (void)user;
    return told(&a, answer);
}

static void u7_getters(void **state) {
    static char big[ACH_EXTRA_BYTES_MOST + 1];
    extra_row rows[] = {
        {"x", 1, 0, false},    {"x", 1, 2, false},
        {"\xFF", 1, 1, false}, {"a\0b", 3, 1, false},
        {NULL, 1, 1, false},   {big, sizeof big, 1, false},
        {NULL, 0, 1, true},    {big, sizeof big - 1, 1, true},
    };
    (void)state;
    memset(big, 'x', sizeof big);
    row_log = &here.log;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        world_begin(&here, 0);
        ach_set one = set_of("p", "story", 1, NULL);
        one.callback = told_of_row;
        one.get_extra = give_row;
        one.user = &rows[i];
        send(here.engine, &one);
        ach_diags *why = ach_diags_new(NULL, ACH_CHINESE);
        assert_int_equal(ach_engine_poll(here.engine, here.now, why), ACH_OK);
        assert_int_equal(ach_diags_count(why), !rows[i].is_stored);
        if (!rows[i].is_stored) {
            ach_finding finding;
            assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
            assert_string_equal(finding.code, "engine-extra");
            assert_null(strchr(finding.message, '{'));
        }
        expect(&here.log, rows[i].is_stored ? "a:0(0,v0,open,) " : "a:fail ");
        ach_diags_free(why);
        settle(&here);
        world_end(&here);
    }
}

/* U9, U10, U17, U22: what a get lists, in which order. */
static void u9_gets(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        world_begin(&here, i == 0 ? 0 : ACH_ENGINE_GET_ALL);
        script a = script_of("a", &here.log);
        assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_OK);
        tick(&here, 0);
        expect(&here.log, i == 0 ? "a:0() "
                                 : "a:0(story/6=0,v0,open,;small/1=0,v0,open,;cow/5=0,v0,open,;"
                                   "pig/3=0,v0,open,;egg/8=0,v0,open,) ");
        ach_set sets[] = {set_of("p", "small", 1, NULL), set_of("p", "cow", 1, NULL),
                          set_of("p", "story", 1, NULL), set_of("q", "pig", 1, NULL)};
        for (size_t at = 0; at < 4; at++) {
            send(here.engine, &sets[at]);
        }
        tick(&here, 0);
        rival_writes(&here.trouble, &(ach_record_key){text("p"), text("no row any more")});
        assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_OK);
        tick(&here, 0);
        expect(&here.log, i == 0 ? "a:0(story/6=1,v1,open,;small/1=1,v1,done,;cow/5=1,v1,open,) "
                                 : "a:0(story/6=1,v1,open,;small/1=1,v1,done,;cow/5=1,v1,open,;"
                                   "pig/3=0,v0,open,;egg/8=0,v0,open,) ");
        world_end(&here);
    }
}

static void u11_entity(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        world_begin(&here, i == 0 ? 0 : ACH_ENGINE_ENTITY_AFTER);
        script a = script_of("a", &here.log);
        ach_set one = set_with_extra("p", "small", 1, &a);
        send(here.engine, &one);
        tick(&here, 0);
        expect(&here.log, i == 0 ? "a:0(0,v0,open,) " : "a:0(1,v1,done,a) ");
        world_end(&here);
    }
}

/* U16 and the policies: Total goes from 6 to 3 under progress of 4. */
static ach_policy ask_policy(void *user, const ach_redefinition *change) {
    note(user, "changed(%s,%s,%lld,%lld) ", change->key.player.data, change->key.node.data,
         (long long)change->progress.progress, (long long)change->max_progress);
    return ACH_POLICY_GRANT;
}

static void u16_policies(void **state) {
    static const struct row {
        ach_policy policy;
        bool has_hook;
        const char *after_get, *log;
    } rows[] = {
        {ACH_POLICY_KEEP, true, "4,v1,open,", ""},
        {ACH_POLICY_CLAMP, true, "2,v2,open,", ""},
        {ACH_POLICY_GRANT, true, "4,v2,done,", ""},
        {ACH_POLICY_ASK, true, "4,v2,done,", "changed(p,story,4,3) "},
        {ACH_POLICY_ASK, false, "4,v1,open,", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        world_begin(&here, 0);
        ach_set four = set_of("p", "story", 4, NULL);
        send(here.engine, &four);
        tick(&here, 0);
        world_stop(&here);
        ach_package_free(here.package);
        here.package = open_table(ARRAY(HEADER "story,textures/a.png,textures/b.png,t,d,3,1\n"));
        here.options.package = here.package;
        here.options.policy = rows[i].policy;
        here.hooks.changed = rows[i].has_hook ? ask_policy : NULL;
        (void)world_engine(&here);
        script a = script_of("a", &here.log);
        assert_int_equal(ach_engine_lobby_get(here.engine, text("p"), told, &a, NULL), ACH_OK);
        tick(&here, 0);
        expect(&here.log, "a:0(story/3=4,v1,open,) ");
        settle(&here);
        expect(&here.log, rows[i].log);
        assert_string_equal(stored(&here, "p", "story"), rows[i].after_get);
        world_end(&here);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(main_path),       cmocka_unit_test(vectors_1_to_3),
        cmocka_unit_test(vectors_4_and_5), cmocka_unit_test(vector_6),
        cmocka_unit_test(vector_7),        cmocka_unit_test(refused),
        cmocka_unit_test(u1_overshoot),    cmocka_unit_test(u2_closed),
        cmocka_unit_test(u3_version),      cmocka_unit_test(u5_answers),
        cmocka_unit_test(u7_getters),      cmocka_unit_test(u9_gets),
        cmocka_unit_test(u11_entity),      cmocka_unit_test(u16_policies),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
