/* The network, the random load, the engines' numbers, and what a scenario expects.
 * SPDX-License-Identifier: MIT */
#include "simulate/scenario_read.h"

#include "rules/scenario.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* "broken" and "holds", in the order of bool. */
static const char *const holding_words[] = {"holds", "broken", NULL};

/* Two numbers, the second not below the first; false after a finding. */
static bool read_pair(ach__reader *reader, const ach__json_value *list, const ach__field *field,
                      int64_t out[2]) {
    const ach__json_value *first = ach__reader_first(reader, list);
    if (list->type != ACH__JSON_ARRAY || list->count != 2) {
        (void)ach__reader_raise(reader, ACH__SCENARIO_PAIR, list, field->key);
        return false;
    }
    if (!ach__reader_value(reader, first, field, &out[0]) ||
        !ach__reader_value(reader, ach__reader_next(reader, list, first), field, &out[1])) {
        return false;
    }
    if (out[0] > out[1]) {
        (void)ach__reader_raise(reader, ACH__SCENARIO_PAIR, list, field->key);
        return false;
    }
    return true;
}

typedef struct network_members {
    const ach__json_value *latency;
    const ach__json_value *away;
    int64_t lose;
    bool other_writer;
} network_members;

static void read_away(ach__reader *reader, const ach__json_value *list) {
    const ach__field pair = {"away", ACH__FIELD_SECONDS, 0, 0, ACH__SCENARIO_MS_MOST, NULL};
    ach__network *network = &reader->scenario->network;
    network->away = ach__arena_take(reader->arena, list->count, sizeof *network->away);
    const ach__json_value *element = ach__reader_first(reader, list);
    for (; element != NULL && network->away != NULL;
         element = ach__reader_next(reader, list, element)) {
        int64_t both[2];
        if (read_pair(reader, element, &pair, both)) {
            network->away[network->away_count++] = (ach__interval){both[0], both[1]};
        }
    }
}

void ach__reader_network(ach__reader *reader, const ach__json_value *value) {
    static const ach__field fields[] = {
        {.key = "latency_ms",
         .type = ACH__FIELD_LIST,
         .offset = offsetof(network_members, latency)},
        {.key = "lose_answers",
         .type = ACH__FIELD_SHARE,
         .offset = offsetof(network_members, lose)},
        {.key = "away", .type = ACH__FIELD_LIST, .offset = offsetof(network_members, away)},
        {.key = "other_writer",
         .type = ACH__FIELD_SWITCH,
         .offset = offsetof(network_members, other_writer)},
    };
    const ach__field latency = {"latency_ms", ACH__FIELD_WHOLE, 0, 0, 600000, NULL};
    network_members members = {0};
    ach__network *network = &reader->scenario->network;
    (void)ach__reader_object(reader, value, fields, COUNT_OF(fields), &members);
    network->lose_answers = members.lose;
    network->has_other_writer = members.other_writer;
    int64_t both[2];
    if (members.latency != NULL && read_pair(reader, members.latency, &latency, both)) {
        network->latency_least = both[0];
        network->latency_most = both[1];
    }
    if (members.away != NULL) {
        read_away(reader, members.away);
    }
}

typedef struct load_members {
    ach__load load;
    const ach__json_value *handlers;
} load_members;

static void read_handlers(ach__reader *reader, const ach__json_value *list, bool *handlers) {
    const ach__field word = {"handlers", ACH__FIELD_WORD, 0, 0, 0, ach__handler_words};
    const ach__json_value *element = ach__reader_first(reader, list);
    for (; element != NULL; element = ach__reader_next(reader, list, element)) {
        int handler;
        if (ach__reader_value(reader, element, &word, &handler)) {
            handlers[handler] = true;
        }
    }
}

/* No more sets than a run can take. */
static void check_sets(ach__reader *reader, const ach__json_value *value, const ach__load *load) {
    if (load->sets_per_minute * (load->length / 1000) / 60 > ACH__SCENARIO_SETS_MOST) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_SETS, value, "load");
        ach__finding_number(finding, "limit", ACH__SCENARIO_SETS_MOST);
    }
}

void ach__reader_load(ach__reader *reader, const ach__json_value *value) {
#define PLACE(member) offsetof(load_members, member)
    static const ach__field fields[] = {
        {"players", ACH__FIELD_WHOLE, PLACE(load.players), 1, 100000, NULL},
        {"sets_per_minute", ACH__FIELD_WHOLE, PLACE(load.sets_per_minute), 1, 600000, NULL},
        {"seconds", ACH__FIELD_SECONDS, PLACE(load.length), 1000, ACH__SCENARIO_MS_MOST, NULL},
        {.key = "handlers", .type = ACH__FIELD_LIST, .offset = PLACE(handlers)},
        {.key = "later", .type = ACH__FIELD_SHARE, .offset = PLACE(load.later)},
        {.key = "moves", .type = ACH__FIELD_SHARE, .offset = PLACE(load.moves)},
        {"crashes", ACH__FIELD_WHOLE, PLACE(load.crashes), 0, 1000, NULL},
        {"restart_after", ACH__FIELD_SECONDS, PLACE(load.restart_after), 0, 3600000, NULL},
    };
#undef PLACE
    load_members members = {.load = {.is_meant = true, .restart_after = 5000}};
    uint32_t there = ach__reader_object(reader, value, fields, COUNT_OF(fields), &members);
    for (size_t i = 0; i < 3; i++) {
        if ((there & 1u << i) == 0) {
            ach__reader_missing(reader, value, fields[i].key);
        }
    }
    if (members.handlers != NULL) {
        read_handlers(reader, members.handlers, members.load.handlers);
    }
    bool has_any = false;
    for (size_t i = 0; i < ACH__HANDLERS; i++) {
        has_any = has_any || members.load.handlers[i];
    }
    members.load.handlers[ACH__HANDLER_NONE] |= !has_any;
    check_sets(reader, value, &members.load);
    reader->scenario->load = members.load;
    ach__reader_load_players(reader, value);
}

void ach__reader_limits(ach__reader *reader, const ach__json_value *value) {
#define PLACE(member) offsetof(ach__scenario_limits, member)
    static const ach__field fields[] = {
        {"interval_s", ACH__FIELD_WHOLE, PLACE(interval_s), 1, 86400, NULL},
        {"sets_per_second", ACH__FIELD_WHOLE, PLACE(sets_per_second), 1, 100000, NULL},
        {"attempts", ACH__FIELD_WHOLE, PLACE(attempts), 1, 1000, NULL},
        {"answer_s", ACH__FIELD_WHOLE, PLACE(answer_s), 1, 86400, NULL},
    };
#undef PLACE
    (void)ach__reader_object(reader, value, fields, COUNT_OF(fields), &reader->scenario->limits);
}

typedef struct record_members {
    const ach__json_value *player;
    const ach__json_value *node;
    int64_t progress;
    int64_t version;
    ach__slice extra;
} record_members;

static void read_record(ach__reader *reader, const ach__json_value *value) {
#define PLACE(member) offsetof(record_members, member)
    static const ach__field fields[] = {
        {.key = "player", .type = ACH__FIELD_NAME, .offset = PLACE(player)},
        {.key = "node", .type = ACH__FIELD_NAME, .offset = PLACE(node)},
        {"progress", ACH__FIELD_WHOLE, PLACE(progress), 0, INT32_MAX, NULL},
        {"version", ACH__FIELD_WHOLE, PLACE(version), 0, INT32_MAX, NULL},
        {.key = "extra", .type = ACH__FIELD_ANY_TEXT, .offset = PLACE(extra)},
    };
#undef PLACE
    ach__scenario *scenario = reader->scenario;
    record_members members = {.version = -1};
    uint32_t there = ach__reader_object(reader, value, fields, COUNT_OF(fields), &members);
    for (size_t i = 0; i < 3; i++) {
        if ((there & 1u << i) == 0) {
            ach__reader_missing(reader, value, fields[i].key);
        }
    }
    if (members.player != NULL && members.node != NULL) {
        scenario->wanted[scenario->wanted_count++] = (ach__wanted_record){
            ach__reader_name(reader, &reader->players, members.player, "player"),
            ach__reader_name(reader, &reader->nodes, members.node, "node"), members.progress,
            members.version, members.extra};
    }
}

static void read_records(ach__reader *reader, const ach__json_value *list) {
    const ach__field object = {.key = "records", .type = ACH__FIELD_OBJECT};
    ach__scenario *scenario = reader->scenario;
    scenario->wanted = ach__arena_take(reader->arena, list->count, sizeof *scenario->wanted);
    const ach__json_value *element = ach__reader_first(reader, list);
    for (; element != NULL && scenario->wanted != NULL;
         element = ach__reader_next(reader, list, element)) {
        const ach__json_value *place;
        if (ach__reader_value(reader, element, &object, &place)) {
            read_record(reader, element);
        }
    }
}

void ach__reader_expect(ach__reader *reader, const ach__json_value *value) {
    struct {
        int is_broken[ACH__RECORDS_AS_WANTED];
        const ach__json_value *records;
    } members = {.records = NULL};
    ach__field fields[ACH__INVARIANTS];
    for (size_t i = 0; i < ACH__RECORDS_AS_WANTED; i++) {
        fields[i] = (ach__field){ach__invariant_words[i],
                                 ACH__FIELD_WORD,
                                 i * sizeof members.is_broken[0],
                                 0,
                                 0,
                                 holding_words};
    }
    fields[ACH__RECORDS_AS_WANTED] = (ach__field){
        .key = "records",
        .type = ACH__FIELD_LIST,
        .offset = (size_t)((unsigned char *)&members.records - (unsigned char *)&members)};
    (void)ach__reader_object(reader, value, fields, ACH__INVARIANTS, &members);
    for (size_t i = 0; i < ACH__RECORDS_AS_WANTED; i++) {
        reader->scenario->is_broken[i] = members.is_broken[i] == 1;
    }
    if (members.records != NULL) {
        read_records(reader, members.records);
    }
}
