/* The steps of a scenario: who does what at which time.
 * SPDX-License-Identifier: MIT */
#include "simulate/scenario_read.h"

#include "rules/scenario.h"

#include <stdlib.h>

const char *const ach__deed_words[] = {"join",  "leave", "get",     "set", "add",
                                       "flush", "crash", "restart", NULL};
const char *const ach__handler_words[] = {"none", "right", "wrong", "drops", "always", NULL};

typedef struct step_members {
    int64_t at;
    int deed;
    const ach__json_value *room;
    const ach__json_value *player;
    const ach__json_value *node;
    int64_t delta;
    int handler;
    bool is_later;
} step_members;

enum { AT, DO, ROOM, PLAYER, NODE, DELTA, HANDLER, LATER, FIELDS };

static const ach__field fields[] = {
    [AT] = {"at", ACH__FIELD_SECONDS, offsetof(step_members, at), 0, ACH__SCENARIO_MS_MOST, NULL},
    [DO] = {"do", ACH__FIELD_WORD, offsetof(step_members, deed), 0, 0, ach__deed_words},
    [ROOM] = {.key = "room", .type = ACH__FIELD_NAME, .offset = offsetof(step_members, room)},
    [PLAYER] = {.key = "player", .type = ACH__FIELD_NAME, .offset = offsetof(step_members, player)},
    [NODE] = {.key = "node", .type = ACH__FIELD_NAME, .offset = offsetof(step_members, node)},
    [DELTA] = {"delta", ACH__FIELD_WHOLE, offsetof(step_members, delta), 1, INT32_MAX, NULL},
    [HANDLER] = {"handler", ACH__FIELD_WORD, offsetof(step_members, handler), 0, 0,
                 ach__handler_words},
    [LATER] = {.key = "later",
               .type = ACH__FIELD_SWITCH,
               .offset = offsetof(step_members, is_later)},
};

#define ALWAYS  (1u << AT | 1u << DO | 1u << ROOM)
#define SETTING (1u << DELTA | 1u << HANDLER | 1u << LATER)

/* The keys that a deed must have, and those that it may have. */
static const struct needs {
    uint32_t must, may;
} deed_needs[ACH__DEEDS] = {
    [ACH__DEED_JOIN] = {1u << PLAYER, 0},
    [ACH__DEED_LEAVE] = {1u << PLAYER, 0},
    [ACH__DEED_GET] = {1u << PLAYER, 0},
    [ACH__DEED_SET] = {1u << PLAYER | 1u << NODE, SETTING},
    [ACH__DEED_ADD] = {1u << PLAYER | 1u << NODE, SETTING},
    [ACH__DEED_FLUSH] = {0, 0},
    [ACH__DEED_CRASH] = {0, 0},
    [ACH__DEED_RESTART] = {0, 0},
};

/* Every key that the deed needs is there, and none that says nothing about it. */
static void check_keys(ach__reader *reader, const ach__json_value *object, uint32_t there,
                       int deed) {
    uint32_t must = deed_needs[deed].must | ALWAYS;
    uint32_t may = deed_needs[deed].may | must;
    for (size_t i = 0; i < FIELDS; i++) {
        uint32_t bit = 1u << i;
        ach__finding *finding = NULL;
        if ((must & bit) != 0 && (there & bit) == 0) {
            finding = ach__reader_raise(reader, ACH__SCENARIO_MISSING_DEED, object, fields[i].key);
        } else if ((may & bit) == 0 && (there & bit) != 0) {
            const ach__json_value *member =
                ach__json_member(&reader->json, object, ach__slice_of(fields[i].key));
            finding = ach__reader_raise_key(reader, ACH__SCENARIO_KEY_NEEDLESS, member);
        }
        ach__finding_text(finding, "deed", ach__slice_of(ach__deed_words[deed]));
    }
}

/* A set that the platform knows no call for. */
static void check_node(ach__reader *reader, const ach__step *step, const ach__json_value *place) {
    const ach__scenario_node *node = &reader->scenario->nodes[step->node];
    bool is_add = step->deed == ACH__DEED_ADD;
    bool fits = is_add ? node->custom != ACH__CUSTOM_NONE
                       : node->custom == ACH__CUSTOM_NONE || node->custom == ACH__CUSTOM_MANUAL;
    if (!fits) {
        ach__finding *finding = ach__reader_raise(
            reader, is_add ? ACH__SCENARIO_STEP_ADD : ACH__SCENARIO_STEP_SET, place, "node");
        ach__finding_text(finding, "node", node->id);
    }
}

static void take_names(ach__reader *reader, const step_members *members, ach__step *step) {
    step->room = step->player = step->node = ACH__SCENARIO_NONE;
    if (members->room != NULL) {
        step->room = ach__reader_name(reader, &reader->rooms, members->room, "room");
    }
    if (members->player != NULL) {
        step->player = ach__reader_name(reader, &reader->players, members->player, "player");
    }
    if (members->node != NULL) {
        step->node = ach__reader_name(reader, &reader->nodes, members->node, "node");
    }
}

static void read_step(ach__reader *reader, const ach__json_value *object) {
    ach__scenario *scenario = reader->scenario;
    step_members members = {.deed = -1, .delta = 1};
    uint32_t there = ach__reader_object(reader, object, fields, FIELDS, &members);
    if (members.deed < 0) {
        if ((there & 1u << DO) == 0) {
            ach__reader_missing(reader, object, "do");
        }
        return;
    }
    check_keys(reader, object, there, members.deed);
    ach__step *step = &scenario->steps[scenario->step_count++];
    *step = (ach__step){.at = members.at,
                        .deed = (ach__deed)members.deed,
                        .delta = members.delta,
                        .handler = (ach__handler)members.handler,
                        .is_later = members.is_later,
                        .place = object};
    take_names(reader, &members, step);
    bool is_set = step->deed == ACH__DEED_SET || step->deed == ACH__DEED_ADD;
    if (is_set && step->node != ACH__SCENARIO_NONE) {
        check_node(reader, step, members.node);
    }
}

/* By time; steps of one time stay as they stand. */
static int by_time(const void *one, const void *other) {
    const ach__step *left = one;
    const ach__step *right = other;
    if (left->at != right->at) {
        return left->at < right->at ? -1 : 1;
    }
    return left->place < right->place ? -1 : left->place > right->place;
}

/* A room that has crashed does nothing until it is started again. */
static void check_rooms(ach__reader *reader) {
    const ach__scenario *scenario = reader->scenario;
    bool is_down[ACH__SCENARIO_ROOMS_MOST] = {false};
    for (size_t i = 0; i < scenario->step_count; i++) {
        const ach__step *step = &scenario->steps[i];
        if (step->room == ACH__SCENARIO_NONE) {
            continue;
        }
        bool *down = &is_down[step->room];
        bool is_start = step->deed == ACH__DEED_RESTART;
        if (is_start != *down) {
            ach__finding *finding = ach__reader_raise(
                reader, is_start ? ACH__SCENARIO_STEP_UP : ACH__SCENARIO_STEP_DOWN, step->place,
                "do");
            ach__finding_text(finding, "room", scenario->rooms[step->room]);
            ach__finding_text(finding, "deed", ach__slice_of(ach__deed_words[step->deed]));
        }
        *down = step->deed == ACH__DEED_CRASH || (*down && !is_start);
    }
}

void ach__reader_steps(ach__reader *reader, const ach__json_value *list) {
    const ach__field object = {.key = "steps", .type = ACH__FIELD_OBJECT};
    ach__scenario *scenario = reader->scenario;
    scenario->steps = ach__arena_take(reader->arena, list->count, sizeof *scenario->steps);
    const ach__json_value *element = ach__reader_first(reader, list);
    for (; element != NULL && scenario->steps != NULL;
         element = ach__reader_next(reader, list, element)) {
        const ach__json_value *place;
        if (ach__reader_value(reader, element, &object, &place)) {
            read_step(reader, element);
        }
    }
    if (scenario->steps != NULL && scenario->step_count > 0) {
        qsort(scenario->steps, scenario->step_count, sizeof *scenario->steps, by_time);
        check_rooms(reader);
    }
}
