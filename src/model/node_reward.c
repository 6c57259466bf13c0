/* The rewards of a node: functions of the mod that the game calls when the node is finished.
 * SPDX-License-Identifier: MIT */
#include "model/node_parts.h"

enum { FAULTY_MOST = 20, SPACE_MOST = 256 };

/* A reward that can be used is hardly shorter: {"function_name":"f","name_space":"a:b"}. */
enum { SHORTEST = 32 };

enum { REWARD_FUNCTION, REWARD_SPACE, REWARD_DATA, REWARD_ROWS };

static const ach__node_key_row rows[REWARD_ROWS] = {
    [REWARD_FUNCTION] = {"function_name", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [REWARD_SPACE] = {"name_space", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [REWARD_DATA] = {"data", ACH__NODE_OBJECT, ACH__NODE_ANYWHERE, false, false},
};

static const ach__node_alias aliases[] = {{"function", REWARD_FUNCTION}, {"func", REWARD_FUNCTION}};

static const ach__node_shape shape = {
    rows, REWARD_ROWS, 0, ACH__REWARD_KEY_NEAR, aliases, sizeof aliases / sizeof aliases[0]};

static bool read_text(ach__node_reading *reading, const ach__json_value *reward, size_t row,
                      const ach__json_value *value, ach__slice *out) {
    if (value == NULL) {
        if (reading->reader->json.is_whole) {
            ach__finding *finding =
                ach__node_raise(reading, ACH__REWARD_KEY_MISSING, ach__node_value_spot(reward),
                                ach__slice_of(rows[row].name));
            ach__node_say_key(finding, rows[row].name);
            ach__node_say_example(finding, rows[row].name);
        }
        return false;
    }
    if (value->type != ACH__JSON_STRING || ach__node_text_is_blank(value->text)) {
        (void)ach__node_raise_value(reading, ACH__REWARD_VALUE, &rows[row], value);
        return false;
    }
    *out = ach__node_keep(reading, value->text);
    return true;
}

static ach__finding *raise_space(ach__node_reading *reading, ach__nodes_message message,
                                 const ach__json_value *value) {
    ach__finding *finding =
        ach__node_raise(reading, message, value->place, ach__slice_of(rows[REWARD_SPACE].name));
    ach__finding_text(finding, "value", value->text);
    return finding;
}

/* Chinese keyboards type the full-width colon. */
static void raise_without_colon(ach__node_reading *reading, const ach__json_value *value) {
    static const char wide[] = "\xEF\xBC\x9A";
    char mended[SPACE_MOST];
    ach__slice text = value->text;
    size_t at = 0;
    while (at < text.len &&
           !ach__slice_starts(ach__slice_skip(text, at), ACH__SLICE("\xEF\xBC\x9A"))) {
        at++;
    }
    if (at == text.len || text.len > sizeof mended) {
        (void)raise_space(reading, ACH__REWARD_COLON_NONE, value);
        return;
    }
    ach__slice behind = ach__slice_skip(text, at + sizeof wide - 1);
    memcpy(mended, text.ptr, at);
    mended[at] = ':';
    memcpy(mended + at + 1, behind.ptr, behind.len);
    ach__finding *finding = raise_space(reading, ACH__REWARD_COLON_WIDE, value);
    ach__finding_text(finding, "mended", (ach__slice){mended, at + 1 + behind.len});
}

static bool judge_space(ach__node_reading *reading, const ach__json_value *value) {
    ach__slice text = value->text;
    const char *colon = memchr(text.ptr, ':', text.len);
    if (colon == NULL) {
        raise_without_colon(reading, value);
        return false;
    }
    ach__slice space = {text.ptr, (size_t)(colon - text.ptr)};
    ach__slice system = ach__slice_skip(text, space.len + 1);
    if (system.len > 0 && memchr(system.ptr, ':', system.len) != NULL) {
        (void)raise_space(reading, ACH__REWARD_COLON_MANY, value);
        return false;
    }
    if (ach__node_text_is_blank(space) || ach__node_text_is_blank(system)) {
        (void)raise_space(reading, ACH__REWARD_SIDE_EMPTY, value);
        return false;
    }
    if (ach__slice_equal_ignoring_case(space, ACH__SLICE("namespce"))) {
        (void)raise_space(reading, ACH__REWARD_PLACEHOLDER, value);
    }
    return true;
}

static bool read_data(ach__node_reading *reading, const ach__json_value *value, ach__slice *out) {
    const ach__slice added = ACH__SLICE("playID");
    if (value == NULL) {
        return true;
    }
    if (value->type != ACH__JSON_OBJECT) {
        (void)ach__node_raise_value(reading, ACH__REWARD_VALUE, &rows[REWARD_DATA], value);
        return false;
    }
    *out = ach__node_written(reading, value);
    const ach__json_value *member = ach__json_member(&reading->reader->json, value, added);
    if (member != NULL) {
        (void)ach__node_raise(reading, ACH__REWARD_PLAY_ID, member->key_place, added);
    }
    return member == NULL;
}

static bool read_reward(ach__node_reading *reading, const ach__json_value *value,
                        ach__reward *out) {
    const ach__json_value *found[REWARD_ROWS];
    if (value->type != ACH__JSON_OBJECT) {
        ach__finding *finding =
            ach__node_raise(reading, ACH__REWARD_SHAPE, ach__node_value_spot(value),
                            ach__slice_of(ach__node_keys[ACH__KEY_REWARD].name));
        ach__node_say_found(finding, value);
        return false;
    }
    if (ach__node_members(reading, value, &shape, found) > 0) {
        ach__node_members_unknown(reading, value, &shape,
                                  1u << REWARD_FUNCTION | 1u << REWARD_SPACE, found);
    }
    bool is_good =
        read_text(reading, value, REWARD_FUNCTION, found[REWARD_FUNCTION], &out->function_name);
    bool has_space = read_text(reading, value, REWARD_SPACE, found[REWARD_SPACE], &out->name_space);
    is_good &= has_space && judge_space(reading, found[REWARD_SPACE]);
    return read_data(reading, found[REWARD_DATA], &out->data) && is_good;
}

static void raise_more(ach__node_reading *reading, const ach__json_value *first, size_t count) {
    reading->is_mute = false;
    if (count > 0) {
        ach__finding *finding =
            ach__node_raise(reading, ACH__REWARD_MORE, ach__node_value_spot(first),
                            ach__slice_of(ach__node_keys[ACH__KEY_REWARD].name));
        ach__finding_number(finding, "count", count);
    }
}

bool ach__node_rewards_read(ach__node_reading *reading, const ach__json_value *list) {
    const ach__json *json = &reading->reader->json;
    ach__node *node = &reading->node;
    const ach__json_value *end = json->values + list->next;
    const ach__json_value *first_more = NULL;
    size_t faulty = 0;
    size_t most = (list->place.end - list->place.start) / SHORTEST + 1;
    size_t room = list->count < most ? list->count : most;
    node->rewards = ach__arena_take(reading->reader->arena, room, sizeof *node->rewards);
    if (node->rewards == NULL) {
        return false;
    }
    for (const ach__json_value *at = list + 1; at < end; at = json->values + at->next) {
        ach__reward reward = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
        reading->is_mute = faulty >= FAULTY_MOST;
        if (read_reward(reading, at, &reward)) {
            if (node->reward_count < room) {
                node->rewards[node->reward_count++] = reward;
            }
        } else if (faulty++ == FAULTY_MOST) {
            first_more = at;
        }
    }
    raise_more(reading, first_more, faulty > FAULTY_MOST ? faulty - FAULTY_MOST : 0);
    return faulty == 0;
}
