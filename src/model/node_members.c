/* The members of an object in a node file: which key is which, and what the others were meant to
 * be.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"
#include "model/node_parts.h"

/* Unknown keys are told one by one up to a number; some more are looked at, because one of them may
 * be a misspelt key that is required. */
enum { TOLD_MOST = 20, SEARCHED_MOST = 40 };

static const ach__json_value *first_member(const ach__json_value *object) {
    return object + 1;
}

/* `at` stands on a member of `object`; gives the one behind it. */
static const ach__json_value *next_member(const ach__json *json, const ach__json_value *at) {
    return json->values + at->next;
}

static const ach__json_value *end_of_members(const ach__json *json, const ach__json_value *object) {
    return json->values + object->next;
}

size_t ach__node_members(const ach__node_reading *reading, const ach__json_value *object,
                         const ach__node_shape *shape, const ach__json_value **found) {
    const ach__json *json = &reading->reader->json;
    const ach__json_value *end = end_of_members(json, object);
    size_t unknown = 0;
    for (size_t i = 0; i < shape->count; i++) {
        found[i] = NULL;
    }
    for (const ach__json_value *at = first_member(object); at < end; at = next_member(json, at)) {
        size_t row = ach__node_row_named(shape->rows, shape->count, at->key);
        if (row == shape->count) {
            unknown++;
        } else if (found[row] == NULL) {
            found[row] = at;
        }
    }
    return unknown;
}

/* Only letters and digits count, and case does not: goalNumber is goal_number. */
static char folded_next(ach__slice text, size_t *at) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    while (*at < text.len) {
        char byte = text.ptr[(*at)++];
        if (byte >= 'A' && byte <= 'Z') {
            return small[byte - 'A'];
        }
        if (byte != '_' && byte != '-' && byte != ' ' && byte != '\0') {
            return byte;
        }
    }
    return '\0';
}

static bool is_same_folded(ach__slice left, ach__slice right) {
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        char a = folded_next(left, &i);
        if (a != folded_next(right, &j)) {
            return false;
        }
        if (a == '\0') {
            return true;
        }
    }
}

static size_t find_alias(const ach__node_shape *shape, ach__slice written) {
    for (size_t i = 0; i < shape->alias_count; i++) {
        if (is_same_folded(ach__slice_of(shape->aliases[i].written), written)) {
            return shape->aliases[i].row;
        }
    }
    return shape->count;
}

/* The row whose name was probably meant, or shape->count. */
static size_t find_near(const ach__node_shape *shape, ach__slice written) {
    size_t nearest = shape->count;
    ach__suggestion search;
    ach__suggest_start(&search, written);
    for (size_t i = 0; i < shape->count; i++) {
        ach__slice name = ach__slice_of(shape->rows[i].name);
        if ((shape->unwanted >> i & 1) != 0) {
            continue;
        }
        if (is_same_folded(name, written)) {
            return i;
        }
        unsigned before = search.distance;
        ach__suggest_offer(&search, name);
        nearest = search.distance < before ? i : nearest;
    }
    size_t alias = find_alias(shape, written);
    return alias < shape->count ? alias : nearest;
}

bool ach__node_members_resemble(const ach__node_reading *reading, const ach__json_value *object,
                                const ach__node_shape *shape) {
    const ach__json *json = &reading->reader->json;
    const ach__json_value *end = end_of_members(json, object);
    size_t looked = 0;
    for (const ach__json_value *at = first_member(object); at < end && looked < SEARCHED_MOST;
         at = next_member(json, at)) {
        looked++;
        if (find_near(shape, at->key) < shape->count) {
            return true;
        }
    }
    return false;
}

static void raise_unknown(ach__node_reading *reading, const ach__json_value *member,
                          const char *near, bool is_beside) {
    ach__nodes_message message = ACH__NODE_KEY_UNKNOWN;
    if (near != NULL) {
        message = is_beside ? ACH__NODE_KEY_UNKNOWN_BESIDE : ACH__NODE_KEY_UNKNOWN_NEAR;
    }
    ach__finding *finding = ach__node_raise(reading, message, member->key_place, member->key);
    ach__finding_text(finding, "written", member->key);
    if (near != NULL) {
        ach__finding_text(finding, "suggestion", ach__slice_of(near));
    }
}

static void judge_unknown(ach__node_reading *reading, const ach__json_value *member,
                          const ach__node_shape *shape, uint32_t required,
                          const ach__json_value **found) {
    size_t near = shape->count;
    if (reading->unknown++ < SEARCHED_MOST) {
        near = find_near(shape, member->key);
    }
    const char *name = near < shape->count ? shape->rows[near].name : NULL;
    /* In a text that was not read whole the key itself may stand in the rest. */
    if (name != NULL && found[near] == NULL && (required >> near & 1) != 0 &&
        reading->reader->json.is_whole) {
        ach__finding *finding =
            ach__node_raise(reading, shape->near, member->key_place, ach__slice_of(name));
        ach__node_say_key(finding, name);
        ach__finding_text(finding, "written", member->key);
        found[near] = member;
        reading->unknown--;
    } else if (reading->unknown <= TOLD_MOST) {
        raise_unknown(reading, member, name, name != NULL && found[near] != NULL);
    } else if (reading->unknown_untold++ == 0) {
        reading->unknown_rest = member->key_place;
    }
}

void ach__node_members_unknown(ach__node_reading *reading, const ach__json_value *object,
                               const ach__node_shape *shape, uint32_t required,
                               const ach__json_value **found) {
    const ach__json *json = &reading->reader->json;
    const ach__json_value *end = end_of_members(json, object);
    if (reading->is_mute) {
        return;
    }
    for (const ach__json_value *at = first_member(object); at < end; at = next_member(json, at)) {
        if (ach__node_row_named(shape->rows, shape->count, at->key) == shape->count) {
            judge_unknown(reading, at, shape, required, found);
        }
    }
}

void ach__node_unknown_finish(ach__node_reading *reading) {
    if (reading->unknown_untold > 0) {
        ach__finding *finding = ach__node_raise(reading, ACH__NODE_KEY_UNKNOWN_MORE,
                                                reading->unknown_rest, (ach__slice){NULL, 0});
        ach__finding_number(finding, "count", reading->unknown_untold);
    }
}
