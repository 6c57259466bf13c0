/* The simulator's parts: scenarios and where they are wrong, the queue of events, the judge.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "simulate/simulate.h"
#include "simulate/world.h"
#include "unit/failing.h"

#include <stdio.h>
#include <string.h>

#define HEAD "{\"rooms\": [\"A\", \"B\"], \"players\": [\"steve\", \"alex\"], "
#define NODES                                                                                      \
    "\"nodes\": [{\"id\": \"cows\", \"total\": 6}, {\"id\": \"home\", \"total\": 2, \"custom\": "  \
    "\"auto\"}], "
#define STEPS "\"steps\": [{\"at\": 0, \"room\": \"A\", \"do\": \"flush\"}]"

typedef struct reading {
    ach__arena arena;
    ach__scenario scenario;
    ach_diags *diags;
    ach_status status;
} reading;

static void read_text(reading *in, const char *text) {
    ach__arena_init(&in->arena, NULL);
    in->diags = ach_diags_new(NULL, ACH_ENGLISH);
    in->status = ach__scenario_read(&in->scenario, &in->arena, ACH__SLICE("s.json"),
                                    ach__slice_of(text), in->diags);
}

static void done(reading *in) {
    ach__scenario_free(&in->scenario);
    ach_diags_free(in->diags);
    ach__arena_free(&in->arena);
}

static void everything_is_read(void **state) {
    reading in;
    (void)state;
    read_text(&in, HEAD NODES
              "\"seed\": 7, \"title\": \"x\", \"timeline\": \"short\", "
              "\"steps\": [{\"at\": 2.5, \"room\": \"B\", \"do\": \"set\", \"player\": \"alex\", "
              "\"node\": \"cows\", \"delta\": 3, \"handler\": \"drops\", \"later\": true}, "
              "{\"at\": 1.001, \"room\": \"A\", \"do\": \"crash\"}, "
              "{\"at\": 2.5, \"room\": \"A\", \"do\": \"restart\"}], "
              "\"network\": {\"latency_ms\": [5, 9], \"lose_answers\": 0.025, "
              "\"away\": [[1, 2], [3.5, 3.5]], \"other_writer\": true}, "
              "\"options\": {\"attempts\": 3}, "
              "\"expect\": {\"extra\": \"broken\", \"lost\": \"holds\", \"records\": "
              "[{\"player\": \"alex\", \"node\": \"cows\", \"progress\": 3, \"extra\": \"\"}]}}");
    const ach__scenario *scenario = &in.scenario;
    assert_int_equal(in.status, ACH_OK);
    assert_int_equal(scenario->seed, 7);
    assert_true(scenario->is_short);
    assert_int_equal(scenario->node_count, 2);
    assert_int_equal(scenario->nodes[1].custom, ACH__CUSTOM_AUTO);
    assert_int_equal(scenario->step_count, 3);
    assert_int_equal(scenario->steps[0].at, 1001);
    assert_int_equal(scenario->steps[0].deed, ACH__DEED_CRASH);
    assert_int_equal(scenario->steps[0].player, ACH__SCENARIO_NONE);
    assert_int_equal(scenario->steps[1].deed, ACH__DEED_SET); /* as they stand in the file */
    assert_int_equal(scenario->steps[1].player, 1);
    assert_int_equal(scenario->steps[1].delta, 3);
    assert_int_equal(scenario->steps[1].handler, ACH__HANDLER_DROPS);
    assert_true(scenario->steps[1].is_later);
    assert_int_equal(scenario->network.latency_most, 9);
    assert_int_equal(scenario->network.lose_answers, 25000);
    assert_int_equal(scenario->network.away_count, 2);
    assert_int_equal(scenario->network.away[1].from, 3500);
    assert_true(scenario->network.has_other_writer);
    assert_int_equal(scenario->limits.attempts, 3);
    assert_true(scenario->is_broken[ACH__EXTRA_MATCHES]);
    assert_false(scenario->is_broken[ACH__NOTHING_LOST]);
    assert_int_equal(scenario->wanted_count, 1);
    assert_int_equal(scenario->wanted[0].version, -1);
    assert_non_null(scenario->wanted[0].extra.ptr);
    done(&in);
}

static void load_brings_players(void **state) {
    reading in;
    (void)state;
    read_text(&in,
              HEAD NODES "\"load\": {\"players\": 3, \"sets_per_minute\": 60, \"seconds\": 10, "
                         "\"later\": 1}}");
    assert_int_equal(in.status, ACH_OK);
    assert_int_equal(in.scenario.player_count, 5);
    assert_int_equal(in.scenario.named_count, 2);
    assert_true(ach__slice_equal(in.scenario.players[4], ACH__SLICE("player-3")));
    assert_true(in.scenario.load.handlers[ACH__HANDLER_NONE]);
    assert_int_equal(in.scenario.load.length, 10000);
    assert_int_equal(in.scenario.load.later, ACH__SHARE_WHOLE);
    assert_true(in.scenario.is_short);
    done(&in);
}

/* One fault each: its code, and where it is. */
static void faults_have_places(void **state) {
    static const struct row {
        const char *text;
        const char *code;
        const char *at; /* what stands there; NULL: the whole file */
    } rows[] = {
        {"", "scenario-file", NULL},
        {"\xEF\xBB\xBF{}", "scenario-file", NULL},
        {"[]", "scenario-value", "["},
        {"{\"rooms\": [\"A\"], \"players\": [\"p\"], " STEPS "}", "scenario-missing", "{"},
        {"{\"players\": [\"p\"], \"rooms\": [\"A\"], \"nodes\": [{\"id\": \"a\", \"total\": 1}]}",
         "scenario-missing", "{"},
        {HEAD NODES STEPS ", \"sed\": 1}", "scenario-key", "\"sed\""},
        {HEAD NODES STEPS ", \"seed\": 1.5}", "scenario-value", "1.5"},
        {HEAD NODES STEPS ", \"seed\": 1e3}", "scenario-value", "1e3"},
        {HEAD NODES STEPS ", \"seed\": -1}", "scenario-value", "-1"},
        {HEAD NODES STEPS ", \"seed\": 99999999999999999999}", "scenario-value", "9999"},
        {HEAD NODES STEPS ", \"network\": {\"lose_answers\": 1.0000001}}", "scenario-value",
         "1.0000001"},
        {HEAD NODES STEPS ", \"network\": {\"latency_ms\": [1]}}", "scenario-value", "[1]"},
        {HEAD NODES STEPS ", \"network\": {\"away\": [1, 2]}}", "scenario-value", "1, 2"},
        {HEAD NODES STEPS
         ", \"expect\": {\"records\": [{\"player\": \"alexx\", \"node\": \"cows\", "
         "\"progress\": 1}]}}",
         "scenario-name", "\"alexx"},
        {HEAD NODES "\"steps\": [{\"at\": 0, \"room\": \"A\", \"do\": \"join\"}]}",
         "scenario-missing", "{\"at"},
        {HEAD NODES "\"steps\": [{\"at\": 0, \"room\": \"A\", \"do\": \"set\", \"player\": "
                    "\"alex\", \"node\": \"home\"}]}",
         "scenario-step", "\"home\"}"},
        {HEAD NODES "\"steps\": [{\"at\": 0, \"room\": \"A\", \"do\": \"add\", \"player\": "
                    "\"alex\", \"node\": \"cows\"}]}",
         "scenario-step", "\"cows\"}"},
        {HEAD NODES "\"steps\": [{\"at\": 0, \"room\": \"A\", \"do\": \"restart\"}]}",
         "scenario-step", "{\"at"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reading in;
        ach_finding finding;
        read_text(&in, rows[i].text);
        assert_int_equal(in.status, ACH_EFORMAT);
        assert_int_equal(ach_diags_get(in.diags, 0, &finding), ACH_OK);
        bool is_there =
            rows[i].at == NULL
                ? finding.line == 0
                : finding.line == 1 && finding.column == finding.offset + 1 &&
                      strncmp(rows[i].text + finding.offset, rows[i].at, strlen(rows[i].at)) == 0;
        if (strcmp(finding.code, rows[i].code) != 0 || !is_there) {
            fail_msg("row %zu: %s at %u: %s", i, finding.code, finding.column, finding.message);
        }
        done(&in);
    }
}

static void memory_gives_out(void **state) {
    static const char text[] = HEAD NODES STEPS
        ", \"load\": {\"players\": 30, \"sets_per_minute\": 60, \"seconds\": 10}, \"sed\": 1}";
    (void)state;
    ach_status status = ACH_ENOMEM;
    for (size_t granted = 0; status == ACH_ENOMEM; granted++) {
        size_t left = granted;
        ach_allocator allocator = failing_allocator(&left);
        ach__arena arena;
        ach__scenario scenario;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        ach__arena_init(&arena, &allocator);
        status =
            ach__scenario_read(&scenario, &arena, ACH__SLICE("s.json"), ach__slice_of(text), diags);
        ach__scenario_free(&scenario);
        ach_diags_free(diags);
        ach__arena_free(&arena);
        assert_in_range(granted, 0, 1000);
    }
    assert_int_equal(status, ACH_EFORMAT);
}

static void events_come_in_order(void **state) {
    ach__events events = {.allocator = ach__allocator_or_default(NULL)};
    ach__random dice = {3};
    ach__event before = {.at = -1};
    ach__event event;
    (void)state;
    for (size_t i = 0; i < 3000; i++) {
        assert_true(ach__events_add(
            &events, (ach__event){.at = (int64_t)ach__random_below(&dice, 50), .number = i}));
        if (ach__random_below(&dice, 3) == 0) {
            assert_true(ach__events_take(&events, &event));
        }
    }
    while (ach__events_take(&events, &event)) {
        assert_true(event.at > before.at || (event.at == before.at && event.order > before.order));
        before = event;
    }
    ach__events_free(&events);
}

/* One player, one node with the target 6. */
typedef struct evidence {
    ach__slice room, player;
    ach__scenario_node node;
    ach__scenario scenario;
    ach__result result;
    ach__request requests[3];
    ach__simulation simulation;
} evidence;

static void set_up(evidence *trial, int64_t progress, const char *extra, int64_t completed_at) {
    *trial = (evidence){.room = ACH__SLICE("A"),
                        .player = ACH__SLICE("steve"),
                        .node = {ACH__SLICE("cows"), 6, ACH__CUSTOM_NONE}};
    trial->scenario = (ach__scenario){.rooms = &trial->room,
                                      .room_count = 1,
                                      .players = &trial->player,
                                      .player_count = 1,
                                      .nodes = &trial->node,
                                      .node_count = 1};
    trial->result.progress = (ach_progress){.progress = progress,
                                            .version = progress > 0,
                                            .completed_at = completed_at,
                                            .extra = {extra, strlen(extra)}};
    trial->simulation = (ach__simulation){.scenario = &trial->scenario, .results = &trial->result};
}

static void ask(evidence *trial, int64_t delta, ach__handler handler, ach__request_state state,
                unsigned finals) {
    ach__request **end = &trial->simulation.requests;
    size_t count = 0;
    while (*end != NULL) {
        end = &(*end)->next;
        count++;
    }
    trial->requests[count] = (ach__request){
        .number = count + 1, .delta = delta, .handler = handler, .state = state, .finals = finals};
    *end = &trial->requests[count];
}

static unsigned broken(evidence *trial) {
    unsigned bits = 0;
    ach__simulation_judge(&trial->simulation);
    for (size_t i = 0; i < ACH__INVARIANTS; i++) {
        bits |= trial->simulation.rulings[i].holds ? 0 : 1u << i;
    }
    return bits;
}

static void verdicts(void **state) {
    static const struct row {
        int64_t progress;
        const char *extra;
        int64_t completed_at;
        struct {
            int64_t delta;
            ach__handler handler;
            ach__request_state state;
            unsigned finals;
        } asked[2];
        unsigned broken;
    } rows[] = {
        {5,
         "5",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {2, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         0},
        {3,
         "3",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {2, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         1u << ACH__NOTHING_LOST},
        {5,
         "5",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {2, ACH__HANDLER_RIGHT, ACH__REQUEST_DROPPED, 1}},
         1u << ACH__NOTHING_DOUBLED},
        {5,
         "5",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {2, ACH__HANDLER_RIGHT, ACH__REQUEST_FAILED, 1}},
         1u << ACH__NOTHING_DOUBLED},
        {5,
         "5",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {2, ACH__HANDLER_RIGHT, ACH__REQUEST_UNKNOWN, 1}},
         0},
        {3,
         "3",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {2, ACH__HANDLER_RIGHT, ACH__REQUEST_UNKNOWN, 1}},
         0},
        {6,
         "6",
         9,
         {{4, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {4, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         0},
        {6,
         "6",
         0,
         {{4, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {4, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         1u << ACH__COMPLETED_RIGHT},
        {5,
         "5",
         9,
         {{5, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_REFUSED, 1}},
         1u << ACH__COMPLETED_RIGHT},
        {4,
         "1",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {1, ACH__HANDLER_WRONG, ACH__REQUEST_STORED, 1}},
         1u << ACH__EXTRA_MATCHES},
        {4,
         "1",
         0,
         {{3, ACH__HANDLER_NONE, ACH__REQUEST_STORED, 1},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         0},
        {4,
         "1",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_KEPT, 0},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         0},
        {1,
         "1",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_KEPT, 0},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         1u << ACH__NOTHING_LOST},
        {1,
         "1",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_GONE, 0},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         0},
        {4,
         "4",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_GONE, 0},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         1u << ACH__NOTHING_DOUBLED},
        {4,
         "4",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 2},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1}},
         1u << ACH__ANSWERED_ONCE},
        {3,
         "3",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_WAITS, 0}},
         1u << ACH__ANSWERED_ONCE},
        {3,
         "3",
         0,
         {{3, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1},
          {1, ACH__HANDLER_RIGHT, ACH__REQUEST_KEPT, 1}},
         1u << ACH__NOTHING_LOST | 1u << ACH__ANSWERED_ONCE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        evidence trial;
        set_up(&trial, rows[i].progress, rows[i].extra, rows[i].completed_at);
        for (size_t j = 0; j < 2; j++) {
            ask(&trial, rows[i].asked[j].delta, rows[i].asked[j].handler, rows[i].asked[j].state,
                rows[i].asked[j].finals);
        }
        unsigned found = broken(&trial);
        if (found != rows[i].broken) {
            fail_msg("row %zu: %u, not %u", i, found, rows[i].broken);
        }
    }
}

static void verdicts_about_rooms_and_batches(void **state) {
    evidence trial;
    (void)state;
    set_up(&trial, 0, "", 0);
    ask(&trial, 3, ACH__HANDLER_NONE, ACH__REQUEST_KEPT, 0);
    trial.simulation.down[0] = true; /* its outbox still has it */
    assert_int_equal(broken(&trial), 0);
    set_up(&trial, 4, "1", 0);
    ask(&trial, 3, ACH__HANDLER_RIGHT, ACH__REQUEST_UNKNOWN, 1);
    ask(&trial, 1, ACH__HANDLER_RIGHT, ACH__REQUEST_STORED, 1);
    assert_int_equal(broken(&trial), 1u << ACH__EXTRA_MATCHES);
    trial.simulation.lives[0] = 1; /* a later life stored it, without a script */
    assert_int_equal(broken(&trial), 0);
    trial.simulation.batch_faults = 2;
    assert_int_equal(broken(&trial), 1u << ACH__SAME_BATCH);
    trial.scenario.is_broken[ACH__SAME_BATCH] = true;
    assert_true(ach__simulation_is_fine(&trial.simulation));
    trial.scenario.is_broken[ACH__NOTHING_LOST] = true;
    assert_false(ach__simulation_is_fine(&trial.simulation));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_read),
        cmocka_unit_test(load_brings_players),
        cmocka_unit_test(faults_have_places),
        cmocka_unit_test(memory_gives_out),
        cmocka_unit_test(events_come_in_order),
        cmocka_unit_test(verdicts),
        cmocka_unit_test(verdicts_about_rooms_and_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
