/* A scenario as a whole: from the text of its file to what is to happen.
 * SPDX-License-Identifier: MIT */
#include "simulate/scenario.h"

#include "model/node_json.h"
#include "rules/scenario.h"
#include "simulate/scenario_read.h"

const char *const ach__timeline_words[] = {"full", "short", NULL};
const char *const ach__custom_words[] = {"none", "local", "auto", "manual", NULL};
const char *const ach__invariant_words[] = {"lost",      "doubled", "answers", "extra",
                                            "completed", "batches", "records", NULL};

typedef struct scenario_members {
    ach__slice title[2];
    int64_t seed;
    int timeline; /* -1: not said */
    const ach__json_value *rooms, *players, *nodes, *package, *steps;
    const ach__json_value *network, *load, *options, *expect;
} scenario_members;

#define PLACE(member) offsetof(scenario_members, member)
static const ach__field fields[] = {
    {.key = "title", .type = ACH__FIELD_TEXT, .offset = PLACE(title[0])},
    {.key = "title_zh", .type = ACH__FIELD_TEXT, .offset = PLACE(title[1])},
    {"seed", ACH__FIELD_WHOLE, PLACE(seed), 0, INT64_C(999999999999999), NULL},
    {"timeline", ACH__FIELD_WORD, PLACE(timeline), 0, 0, ach__timeline_words},
    {.key = "rooms", .type = ACH__FIELD_LIST, .offset = PLACE(rooms)},
    {.key = "players", .type = ACH__FIELD_LIST, .offset = PLACE(players)},
    {.key = "nodes", .type = ACH__FIELD_LIST, .offset = PLACE(nodes)},
    {.key = "package", .type = ACH__FIELD_NAME, .offset = PLACE(package)},
    {.key = "steps", .type = ACH__FIELD_LIST, .offset = PLACE(steps)},
    {.key = "network", .type = ACH__FIELD_OBJECT, .offset = PLACE(network)},
    {.key = "load", .type = ACH__FIELD_OBJECT, .offset = PLACE(load)},
    {.key = "options", .type = ACH__FIELD_OBJECT, .offset = PLACE(options)},
    {.key = "expect", .type = ACH__FIELD_OBJECT, .offset = PLACE(expect)},
};
#undef PLACE
enum { FIELD_COUNT = sizeof fields / sizeof fields[0] };

static bool is_of_whole_file(ach__json_fault_type type) {
    return type == ACH__JSON_FAULT_LARGE || type == ACH__JSON_FAULT_UTF16 ||
           type == ACH__JSON_FAULT_MARK || type == ACH__JSON_FAULT_BYTES ||
           type == ACH__JSON_FAULT_EMPTY;
}

static void tell_of_file(ach__reader *reader, ach__json_fault_type type) {
    const ach__place place = {.file = reader->text.path, .is_outside = true};
    bool is_large = type == ACH__JSON_FAULT_LARGE;
    int message = is_large                        ? ACH__SCENARIO_LARGE
                  : type == ACH__JSON_FAULT_EMPTY ? ACH__SCENARIO_EMPTY
                                                  : ACH__SCENARIO_ENCODING;
    ach__finding *finding = ach__diags_add(reader->diags, &ach__scenario_messages[message], &place);
    if (is_large) {
        ach__finding_number(finding, "limit", ACH__JSON_BYTES_MOST / 1024);
    }
}

/* What is wrong with the file as a whole has words of its own, since the others speak of node
 * files; how JSON is written is the same for both. */
static void tell_faults(ach__reader *reader) {
    ach__json rest = reader->json;
    bool is_told = false;
    rest.fault_count = 0;
    for (size_t i = 0; i < reader->json.fault_count; i++) {
        const ach__json_fault fault = reader->json.faults[i];
        if (!is_of_whole_file(fault.type)) {
            rest.faults[rest.fault_count++] = fault;
        } else if (!is_told) {
            tell_of_file(reader, fault.type);
            is_told = true;
        }
    }
    ach__node_json_raise(&rest, &reader->text, reader->arena, reader->diags);
}

/* The parts that others name come first, whatever their order in the file. */
static void read_parts(ach__reader *reader, const scenario_members *members) {
    ach__reader_names(reader, members->rooms, members->players);
    if (members->nodes != NULL) {
        ach__reader_nodes(reader, members->nodes);
    } else if (members->package != NULL) {
        ach__reader_package(reader, members->package);
    }
    if (members->load != NULL) {
        ach__reader_load(reader, members->load);
    }
    if (members->steps != NULL) {
        ach__reader_steps(reader, members->steps);
    }
    if (members->network != NULL) {
        ach__reader_network(reader, members->network);
    }
    if (members->options != NULL) {
        ach__reader_limits(reader, members->options);
    }
    if (members->expect != NULL) {
        ach__reader_expect(reader, members->expect);
    }
}

static void check_whole(ach__reader *reader, const ach__json_value *document,
                        const scenario_members *members) {
    const ach__scenario *scenario = reader->scenario;
    if (members->rooms == NULL || members->rooms->count == 0) {
        ach__reader_missing(reader, document, "rooms");
    }
    if ((members->players == NULL || members->players->count == 0) && members->load == NULL) {
        ach__reader_missing(reader, document, "players");
    }
    bool has_nodes = members->nodes != NULL && members->nodes->count > 0;
    if (!has_nodes && members->package == NULL) {
        ach__reader_missing(reader, document, "nodes");
    }
    if (members->nodes != NULL && members->package != NULL) {
        (void)ach__reader_raise_key(reader, ACH__SCENARIO_BOTH, members->package);
    }
    if ((members->steps == NULL || members->steps->count == 0) && members->load == NULL) {
        (void)ach__reader_raise(reader, ACH__SCENARIO_IDLE, document, "steps");
    }
    size_t cells = scenario->room_count * scenario->player_count;
    if (cells > 0 && scenario->node_count > ACH__SCENARIO_CELLS_MOST / cells) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_CELLS, document, "nodes");
        ach__finding_number(finding, "limit", ACH__SCENARIO_CELLS_MOST);
    }
}

static void read_document(ach__reader *reader) {
    const ach__field object = {.key = "scenario", .type = ACH__FIELD_OBJECT};
    const ach__json_value *document = &reader->json.values[0];
    scenario_members members = {.seed = 1, .timeline = -1};
    if (!ach__reader_value(reader, document, &object, &document)) {
        return;
    }
    (void)ach__reader_object(reader, document, fields, FIELD_COUNT, &members);
    reader->scenario->title[0] = members.title[0];
    reader->scenario->title[1] = members.title[1].ptr != NULL ? members.title[1] : members.title[0];
    reader->scenario->seed = members.seed;
    reader->scenario->is_short =
        members.timeline < 0 ? members.load != NULL : members.timeline == 1;
    read_parts(reader, &members);
    check_whole(reader, document, &members);
}

ach_status ach__scenario_read(ach__scenario *out, ach__arena *arena, ach__slice path,
                              ach__slice text, ach_diags *diags) {
    ach__reader reader = {.arena = arena, .diags = diags, .scenario = out};
    *out = (ach__scenario){.seed = 1};
    reader.text = (ach__node_text){.path = path, .is_outside = true, .bytes = text};
    ach__map_init(&reader.rooms, arena);
    ach__map_init(&reader.players, arena);
    ach__map_init(&reader.nodes, arena);
    ach__json_read(&reader.json, arena, text);
    tell_faults(&reader);
    if (reader.json.count > 0 && reader.json.is_whole) {
        read_document(&reader);
    }
    ach__diags_finish(diags);
    if (arena->failed) {
        return ACH_ENOMEM;
    }
    return ach_diags_count_severity(diags, ACH_ERROR) > 0 ? ACH_EFORMAT : ACH_OK;
}

void ach__scenario_free(ach__scenario *scenario) {
    ach_package_free(scenario->package);
    scenario->package = NULL;
}
