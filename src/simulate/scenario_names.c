/* Who and what a scenario is about: rooms, players, nodes.
 * SPDX-License-Identifier: MIT */
#include "simulate/scenario_read.h"

#include "base/suggest.h"
#include "format/charset.h"
#include "rules/scenario.h"

#include <achpack/store.h>

#include <stdio.h>
#include <string.h>

/* Offers every name that a map of the reader knows. */
static void offer_all(const ach__reader *reader, const ach__map *names, ach__suggestion *search) {
    const ach__scenario *scenario = reader->scenario;
    if (names == &reader->nodes) {
        for (size_t i = 0; i < scenario->node_count; i++) {
            ach__suggest_offer(search, scenario->nodes[i].id);
        }
        return;
    }
    bool are_rooms = names == &reader->rooms;
    const ach__slice *list = are_rooms ? scenario->rooms : scenario->players;
    size_t count = are_rooms ? scenario->room_count : scenario->player_count;
    for (size_t i = 0; i < count; i++) {
        ach__suggest_offer(search, list[i]);
    }
}

size_t ach__reader_name(ach__reader *reader, const ach__map *names, const ach__json_value *value,
                        const char *key) {
    size_t found = ach__map_find(names, value->text);
    if (found != ACH__MAP_NONE) {
        return found;
    }
    if (names->count == 0) {
        return ACH__SCENARIO_NONE; /* the list itself was told of */
    }
    ach__suggestion search;
    ach__suggest_start(&search, value->text);
    offer_all(reader, names, &search);
    ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_NAME_UNKNOWN, value, key);
    ach__finding_text(finding, "found", value->text);
    if (search.best.ptr != NULL) {
        ach__finding_text(finding, "suggestion", search.best);
    }
    return ACH__SCENARIO_NONE;
}

/* False after a finding, where the name is too long, no good, or there already. */
static bool take_name(ach__reader *reader, ach__map *names, const ach__json_value *value,
                      const char *key, size_t number) {
    if (value->text.len > ACH_PLAYER_BYTES_MOST ||
        memchr(value->text.ptr, '\0', value->text.len) != NULL) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_ID, value, key);
        ach__finding_number(finding, "limit", ACH_PLAYER_BYTES_MOST);
        return false;
    }
    if (ach__map_add(names, value->text, number) != ACH__MAP_NONE) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_NAME_TWICE, value, key);
        ach__finding_text(finding, "found", value->text);
        return false;
    }
    return true;
}

/* A list of names; gives how many were taken. */
static size_t read_names(ach__reader *reader, const ach__json_value *list, const char *key,
                         ach__map *names, ach__slice *out) {
    const ach__field field = {.key = key, .type = ACH__FIELD_NAME};
    size_t count = 0;
    const ach__json_value *element = ach__reader_first(reader, list);
    for (; element != NULL; element = ach__reader_next(reader, list, element)) {
        const ach__json_value *name;
        if (ach__reader_value(reader, element, &field, &name) &&
            take_name(reader, names, name, key, count)) {
            out[count++] = name->text;
        }
    }
    return count;
}

void ach__reader_names(ach__reader *reader, const ach__json_value *rooms,
                       const ach__json_value *players) {
    ach__scenario *scenario = reader->scenario;
    if (rooms != NULL && rooms->count > ACH__SCENARIO_ROOMS_MOST) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_CELLS, rooms, "rooms");
        ach__finding_number(finding, "limit", ACH__SCENARIO_CELLS_MOST);
        return;
    }
    if (rooms != NULL) {
        scenario->rooms = ach__arena_take(reader->arena, rooms->count, sizeof(ach__slice));
        if (scenario->rooms != NULL) {
            scenario->room_count =
                read_names(reader, rooms, "rooms", &reader->rooms, scenario->rooms);
        }
    }
    if (players != NULL) {
        scenario->players = ach__arena_take(reader->arena, players->count, sizeof(ach__slice));
        if (scenario->players != NULL) {
            scenario->player_count =
                read_names(reader, players, "players", &reader->players, scenario->players);
        }
    }
    scenario->named_count = scenario->player_count;
}

/* The table is GBK, so an id must be too. */
static bool check_id(ach__reader *reader, const ach__json_value *value) {
    ach__buffer gbk;
    size_t bad = 0;
    ach__buffer_init(&gbk, &reader->arena->allocator, (size_t)4 * ACH_NODE_BYTES_MOST);
    ach_status status = ach__charset_to_gbk(&gbk, value->text, &bad);
    ach__buffer_free(&gbk);
    if (status == ACH_EFORMAT) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_ID_GBK, value, "id");
        ach__finding_text(finding, "found", ach__slice_skip(value->text, bad));
    }
    reader->arena->failed |= status == ACH_ENOMEM;
    return status != ACH_EFORMAT; /* where GBK is not to be had, making the table tells */
}

typedef struct node_members {
    const ach__json_value *id;
    int64_t total;
    int custom;
} node_members;

void ach__reader_nodes(ach__reader *reader, const ach__json_value *nodes) {
    static const ach__field fields[] = {
        {.key = "id", .type = ACH__FIELD_NAME, .offset = offsetof(node_members, id)},
        {"total", ACH__FIELD_WHOLE, offsetof(node_members, total), 1, INT32_MAX, NULL},
        {"custom", ACH__FIELD_WORD, offsetof(node_members, custom), 0, 0, ach__custom_words},
    };
    const ach__field object = {.key = "nodes", .type = ACH__FIELD_OBJECT};
    ach__scenario *scenario = reader->scenario;
    scenario->nodes = ach__arena_take(reader->arena, nodes->count, sizeof *scenario->nodes);
    const ach__json_value *element = ach__reader_first(reader, nodes);
    for (; element != NULL && scenario->nodes != NULL;
         element = ach__reader_next(reader, nodes, element)) {
        const ach__json_value *place;
        node_members members = {.total = 1};
        if (!ach__reader_value(reader, element, &object, &place)) {
            continue;
        }
        uint32_t there = ach__reader_object(reader, element, fields, 3, &members);
        for (size_t i = 0; i < 2; i++) {
            if ((there & 1u << i) == 0) {
                ach__reader_missing(reader, element, fields[i].key);
            }
        }
        if (members.id != NULL && check_id(reader, members.id) &&
            take_name(reader, &reader->nodes, members.id, "id", scenario->node_count)) {
            scenario->nodes[scenario->node_count++] =
                (ach__scenario_node){members.id->text, members.total, (ach__custom)members.custom};
        }
    }
}

/* Beside the scenario, unless the path begins at the root. */
static ach__slice path_beside(ach__reader *reader, ach__slice path) {
    ach__slice folder = reader->text.path;
    folder.len -= ach__slice_basename(folder).len;
    return path.ptr[0] == '/' ? ach__slice_copy(reader->arena, path)
                              : ach__slice_join(reader->arena, folder, path);
}

void ach__reader_package(ach__reader *reader, const ach__json_value *value) {
    ach__scenario *scenario = reader->scenario;
    scenario->package_path = path_beside(reader, value->text);
    if (scenario->package_path.ptr == NULL) {
        return;
    }
    ach_status status =
        ach_package_open(&scenario->package, scenario->package_path.ptr, NULL, NULL);
    reader->arena->failed |= status == ACH_ENOMEM;
    if (status != ACH_OK) {
        ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_PACKAGE, value, "package");
        ach__finding_text(finding, "found", value->text);
        return;
    }
    size_t count = ach_package_count(scenario->package);
    scenario->nodes = ach__arena_take(reader->arena, count, sizeof *scenario->nodes);
    for (size_t i = 0; i < count && scenario->nodes != NULL; i++) {
        ach_node node;
        if (ach_package_node(scenario->package, i, &node) == ACH_OK) {
            ach__slice id = {node.text[ACH_NODE_ID].data, node.text[ACH_NODE_ID].size};
            (void)ach__map_add(&reader->nodes, id, scenario->node_count);
            scenario->nodes[scenario->node_count++] =
                (ach__scenario_node){id, node.total, ACH__CUSTOM_NONE};
        }
    }
}

void ach__reader_load_players(ach__reader *reader, const ach__json_value *value) {
    ach__scenario *scenario = reader->scenario;
    size_t more = (size_t)scenario->load.players;
    ach__slice *all =
        ach__arena_take(reader->arena, scenario->named_count + more, sizeof(ach__slice));
    if (all == NULL) {
        return;
    }
    for (size_t i = 0; i < scenario->named_count; i++) {
        all[i] = scenario->players[i];
    }
    for (size_t i = 0; i < more; i++) {
        char name[32];
        int size = snprintf(name, sizeof name, "player-%zu", i + 1);
        ach__slice text = ach__slice_copy(reader->arena, (ach__slice){name, (size_t)size});
        if (ach__map_add(&reader->players, text, scenario->named_count + i) != ACH__MAP_NONE) {
            ach__finding *finding =
                ach__reader_raise(reader, ACH__SCENARIO_NAME_TWICE, value, "players");
            ach__finding_text(finding, "found", text);
        }
        all[scenario->named_count + i] = text;
    }
    scenario->players = all;
    scenario->player_count = scenario->named_count + more;
}
