/* The goal of a node: goal_number, and goal_details for the two goals that the game counts itself.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"
#include "model/node_parts.h"

#define BIT(row) ((uint32_t)1 << (row))

enum { NUMBER_MOST = 2147483647 };

static bool is_digits(ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > 0;
}

/* The digits before the point of a number that is not whole, as a good number. */
static ach__slice whole_part(ach__slice text) {
    size_t size = 0;
    while (size < text.len && text.ptr[size] >= '0' && text.ptr[size] <= '9') {
        size++;
    }
    bool is_plain = size > 0 && size < 10 && text.ptr[0] != '0' &&
                    memchr(text.ptr, 'e', text.len) == NULL &&
                    memchr(text.ptr, 'E', text.len) == NULL;
    return is_plain ? (ach__slice){text.ptr, size} : ACH__SLICE("10");
}

static ach__finding *raise_number(ach__node_reading *reading, ach__nodes_message message,
                                  const ach__json_value *value) {
    ach__finding *finding =
        ach__node_raise(reading, message, ach__node_value_spot(value),
                        ach__slice_of(ach__node_keys[ACH__KEY_GOAL_NUMBER].name));
    ach__finding_text(finding, "value", value->text);
    return finding;
}

static void raise_real(ach__node_reading *reading, const ach__json_value *value) {
    bool is_negative = ach__slice_starts(value->text, ACH__SLICE("-"));
    if (ach__node_was_told(reading, value, ACH__JSON_FAULT_NUMBER)) {
        return; /* a number that JSON does not have, such as 007 */
    }
    if (is_negative) {
        (void)raise_number(reading, ACH__GOAL_NUMBER_SMALL, value);
    } else if (is_digits(value->text)) {
        (void)raise_number(reading, ACH__GOAL_NUMBER_LARGE, value);
    } else {
        ach__finding *finding = raise_number(reading, ACH__GOAL_NUMBER_FRACTION, value);
        ach__finding_text(finding, "plain", whole_part(value->text));
    }
}

static bool read_integer(ach__node_reading *reading, const ach__json_value *value) {
    if (value->integer < 1) {
        (void)raise_number(reading, ACH__GOAL_NUMBER_SMALL, value);
        return false;
    }
    if (value->integer > NUMBER_MOST) {
        (void)raise_number(reading, ACH__GOAL_NUMBER_LARGE, value);
        return false;
    }
    reading->node.goal_number = (uint32_t)value->integer;
    return true;
}

bool ach__node_goal_number_read(ach__node_reading *reading, const ach__json_value *value) {
    if (value->type == ACH__JSON_INTEGER) {
        return read_integer(reading, value);
    }
    if (value->type == ACH__JSON_REAL) {
        raise_real(reading, value);
    } else if (value->type == ACH__JSON_STRING && is_digits(value->text) && value->text.len < 10 &&
               value->text.ptr[0] != '0') {
        ach__finding *finding = raise_number(reading, ACH__GOAL_NUMBER_QUOTES, value);
        ach__finding_text(finding, "plain", value->text);
    } else {
        ach__node_say_found(raise_number(reading, ACH__GOAL_NUMBER_OTHER, value), value);
    }
    return false;
}

enum { GOAL_TYPE, GOAL_ENTITY, GOAL_ITEMS, GOAL_ROWS };

static const ach__node_key_row goal_rows[GOAL_ROWS] = {
    [GOAL_TYPE] = {"goal_type", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [GOAL_ENTITY] = {"entity_identifier", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, false, false},
    [GOAL_ITEMS] = {"item_dict", ACH__NODE_OBJECT, ACH__NODE_ANYWHERE, false, false},
};

static const ach__node_alias goal_aliases[] = {
    {"type", GOAL_TYPE}, {"entity", GOAL_ENTITY}, {"item", GOAL_ITEMS}};

static const ach__node_shape goal_shape = {
    goal_rows,          GOAL_ROWS,    0,
    ACH__GOAL_KEY_NEAR, goal_aliases, sizeof goal_aliases / sizeof goal_aliases[0]};

enum {
    ITEM_NAME,
    ITEM_OLD_NAME,
    ITEM_ENCHANT,
    ITEM_MOD_ENCHANT,
    ITEM_COUNT,
    ITEM_USER_DATA,
    ITEM_USER_DATA_SMALL, /* as the guide writes it; item dictionaries elsewhere have userData */
    ITEM_UNTOLD,          /* from here on: keys of item dictionaries that the guide does not name */
    ITEM_ROWS = ITEM_UNTOLD + 6
};

static const ach__node_key_row item_rows[ITEM_ROWS] = {
    [ITEM_NAME] = {"newItemName", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [ITEM_OLD_NAME] = {"itemName", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, false, false},
    [ITEM_ENCHANT] = {"enchantData", ACH__NODE_LIST, ACH__NODE_ANYWHERE, false, false},
    [ITEM_MOD_ENCHANT] = {"modEnchantData", ACH__NODE_LIST, ACH__NODE_ANYWHERE, false, false},
    [ITEM_COUNT] = {"count", ACH__NODE_NUMBER, ACH__NODE_ANYWHERE, false, false},
    [ITEM_USER_DATA] = {"userData", ACH__NODE_OBJECT, ACH__NODE_ANYWHERE, false, false},
    [ITEM_USER_DATA_SMALL] = {"userdata", ACH__NODE_OBJECT, ACH__NODE_ANYWHERE, false, false},
    [ITEM_UNTOLD] = {"newAuxValue", ACH__NODE_NUMBER, ACH__NODE_ANYWHERE, false, false},
    [ITEM_UNTOLD + 1] = {"auxValue", ACH__NODE_NUMBER, ACH__NODE_ANYWHERE, false, false},
    [ITEM_UNTOLD + 2] = {"showInHand", ACH__NODE_SWITCH, ACH__NODE_ANYWHERE, false, false},
    [ITEM_UNTOLD + 3] = {"customTips", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, false, false},
    [ITEM_UNTOLD + 4] = {"extraId", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, false, false},
    [ITEM_UNTOLD + 5] = {"durability", ACH__NODE_NUMBER, ACH__NODE_ANYWHERE, false, false},
};

static const ach__node_alias item_aliases[] = {{"name", ITEM_NAME}, {"item", ITEM_NAME}};

static const ach__node_shape item_shape = {item_rows,
                                           ITEM_ROWS,
                                           BIT(ITEM_OLD_NAME) | BIT(ITEM_COUNT) |
                                               BIT(ITEM_USER_DATA) | BIT(ITEM_USER_DATA_SMALL),
                                           ACH__GOAL_KEY_NEAR,
                                           item_aliases,
                                           sizeof item_aliases / sizeof item_aliases[0]};

/* A text that names something. */
static bool read_name(ach__node_reading *reading, const ach__node_key_row *row,
                      const ach__json_value *value, ach__slice *out) {
    if (value->type == ACH__JSON_STRING && !ach__node_text_is_blank(value->text)) {
        *out = ach__node_keep(reading, value->text);
        return true;
    }
    (void)ach__node_raise_value(
        reading, value->type == ACH__JSON_ARRAY ? ACH__GOAL_ONLY_ONE : ACH__GOAL_VALUE, row, value);
    return false;
}

/* [[a, 1], [b, 2]]: enchantments of the game by number, those of mods by name. */
static bool is_list_of_pairs(const ach__json *json, const ach__json_value *list, bool is_named) {
    if (list->type != ACH__JSON_ARRAY) {
        return false;
    }
    const ach__json_type wanted = is_named ? ACH__JSON_STRING : ACH__JSON_INTEGER;
    const ach__json_value *end = json->values + list->next;
    for (const ach__json_value *pair = list + 1; pair < end; pair = json->values + pair->next) {
        if (pair->type != ACH__JSON_ARRAY || pair->count != 2 || pair[1].type != wanted ||
            json->values[pair[1].next].type != ACH__JSON_INTEGER) {
            return false;
        }
    }
    return true;
}

static bool read_enchantments(ach__node_reading *reading, size_t row, const ach__json_value *list) {
    bool is_named = row == ITEM_MOD_ENCHANT;
    if (list == NULL || is_list_of_pairs(&reading->reader->json, list, is_named)) {
        return true;
    }
    const char *name = item_rows[row].name;
    ach__finding *finding = ach__node_raise(reading, ACH__GOAL_ENCHANT, ach__node_value_spot(list),
                                            ach__slice_of(name));
    ach__node_say_key(finding, name);
    ach__node_say_example(finding, name);
    return false;
}

static bool refuse_item_key(ach__node_reading *reading, ach__nodes_message message,
                            const ach__json_value *member) {
    if (member == NULL) {
        return true;
    }
    ach__finding *finding = ach__node_raise(reading, message, member->key_place, member->key);
    ach__node_say_key(finding, item_rows[ITEM_NAME].name);
    ach__finding_text(finding, "written", member->key);
    return false;
}

static bool read_item_name(ach__node_reading *reading, const ach__json_value *dict,
                           const ach__json_value *const *found) {
    if (found[ITEM_NAME] != NULL) {
        return read_name(reading, &item_rows[ITEM_NAME], found[ITEM_NAME],
                         &reading->node.goal.item);
    }
    if (found[ITEM_OLD_NAME] != NULL) {
        return refuse_item_key(reading, ACH__GOAL_NAME_OLD, found[ITEM_OLD_NAME]);
    }
    if (reading->reader->json.is_whole) {
        (void)ach__node_raise(reading, ACH__GOAL_NAME_MISSING, ach__node_value_spot(dict),
                              ach__slice_of(item_rows[ITEM_NAME].name));
    }
    return false;
}

static void warn_untold(ach__node_reading *reading, size_t row,
                        const ach__json_value *const *found) {
    if (found[row] != NULL) {
        ach__finding *finding =
            ach__node_raise(reading, ACH__GOAL_ITEM_UNTOLD, found[row]->key_place,
                            ach__slice_of(item_rows[row].name));
        ach__node_say_key(finding, item_rows[row].name);
    }
}

static bool read_items(ach__node_reading *reading, const ach__json_value *dict) {
    const ach__json_value *found[ITEM_ROWS];
    if (dict->type != ACH__JSON_OBJECT) {
        bool is_list = dict->type == ACH__JSON_ARRAY;
        (void)ach__node_raise_value(reading, is_list ? ACH__GOAL_ONLY_ONE : ACH__GOAL_VALUE,
                                    &goal_rows[GOAL_ITEMS], dict);
        return false;
    }
    if (ach__node_members(reading, dict, &item_shape, found) > 0) {
        uint32_t required = found[ITEM_OLD_NAME] == NULL ? BIT(ITEM_NAME) : 0;
        ach__node_members_unknown(reading, dict, &item_shape, required, found);
    }
    bool is_good = read_item_name(reading, dict, found);
    is_good &= refuse_item_key(reading, ACH__GOAL_COUNT, found[ITEM_COUNT]);
    is_good &= refuse_item_key(reading, ACH__GOAL_USER_DATA, found[ITEM_USER_DATA]);
    is_good &= refuse_item_key(reading, ACH__GOAL_USER_DATA, found[ITEM_USER_DATA_SMALL]);
    is_good &= read_enchantments(reading, ITEM_ENCHANT, found[ITEM_ENCHANT]);
    is_good &= read_enchantments(reading, ITEM_MOD_ENCHANT, found[ITEM_MOD_ENCHANT]);
    for (size_t row = ITEM_UNTOLD; row < ITEM_ROWS; row++) {
        warn_untold(reading, row, found);
    }
    if (found[ITEM_NAME] != NULL) {
        warn_untold(reading, ITEM_OLD_NAME, found);
    }
    reading->node.goal.items = ach__node_written(reading, dict);
    return is_good;
}

static void raise_type(ach__node_reading *reading, const ach__json_value *value) {
    ach__suggestion search;
    ach__suggest_start(&search, value->text);
    ach__suggest_offer(&search, ACH__SLICE("default_kill"));
    ach__suggest_offer(&search, ACH__SLICE("default_get"));
    bool is_near = search.best.ptr != NULL;
    ach__finding *finding =
        ach__node_raise(reading, is_near ? ACH__GOAL_TYPE_UNKNOWN_NEAR : ACH__GOAL_TYPE_UNKNOWN,
                        value->place, ach__slice_of(goal_rows[GOAL_TYPE].name));
    ach__finding_text(finding, "value", value->text);
    if (is_near) {
        ach__finding_text(finding, "suggestion", search.best);
    }
}

static ach__goal_type read_type(ach__node_reading *reading, const ach__json_value *details,
                                const ach__json_value *value) {
    ach__slice text = {NULL, 0};
    if (value == NULL) {
        if (reading->reader->json.is_whole) {
            (void)ach__node_raise(reading, ACH__GOAL_TYPE_MISSING, ach__node_value_spot(details),
                                  ach__slice_of(goal_rows[GOAL_TYPE].name));
        }
        return ACH__GOAL_ODD;
    }
    if (!read_name(reading, &goal_rows[GOAL_TYPE], value, &text)) {
        return ACH__GOAL_ODD;
    }
    if (ach__slice_equal(text, ACH__SLICE("default_kill"))) {
        return ACH__GOAL_KILL;
    }
    if (ach__slice_equal(text, ACH__SLICE("default_get"))) {
        return ACH__GOAL_GET;
    }
    raise_type(reading, value);
    return ACH__GOAL_ODD;
}

/* What the type of goal needs is there, and nothing that belongs to the other. */
static bool fits_type(ach__node_reading *reading, const ach__json_value *details,
                      const ach__json_value *const *found, ach__goal_type type) {
    bool is_kill = type == ACH__GOAL_KILL;
    size_t wanted = is_kill ? GOAL_ENTITY : GOAL_ITEMS;
    size_t other = is_kill ? GOAL_ITEMS : GOAL_ENTITY;
    if (type == ACH__GOAL_ODD) {
        return false;
    }
    if (found[other] != NULL) {
        ach__finding *finding =
            ach__node_raise(reading, ACH__GOAL_KEY_OTHER, found[other]->key_place,
                            ach__slice_of(goal_rows[other].name));
        ach__node_say_key(finding, goal_rows[other].name);
        ach__finding_text(finding, "type",
                          is_kill ? ACH__SLICE("default_kill") : ACH__SLICE("default_get"));
    }
    if (found[wanted] == NULL && reading->reader->json.is_whole) {
        ach__finding *finding =
            ach__node_raise(reading, is_kill ? ACH__GOAL_ENTITY_MISSING : ACH__GOAL_ITEM_MISSING,
                            ach__node_value_spot(details), ach__slice_of(goal_rows[wanted].name));
        ach__node_say_example(finding, goal_rows[wanted].name);
    }
    return found[wanted] != NULL;
}

/* Which of the two last keys a goal needs shows in its type, if that can be read. */
static uint32_t required_rows(const ach__json_value *const *found) {
    const ach__json_value *type = found[GOAL_TYPE];
    bool is_text = type != NULL && type->type == ACH__JSON_STRING;
    if (is_text && ach__slice_equal(type->text, ACH__SLICE("default_kill"))) {
        return BIT(GOAL_TYPE) | BIT(GOAL_ENTITY);
    }
    if (is_text && ach__slice_equal(type->text, ACH__SLICE("default_get"))) {
        return BIT(GOAL_TYPE) | BIT(GOAL_ITEMS);
    }
    return BIT(GOAL_TYPE);
}

bool ach__node_goal_read(ach__node_reading *reading, const ach__json_value *value) {
    const ach__json_value *found[GOAL_ROWS];
    ach__goal *goal = &reading->node.goal;
    if (ach__node_members(reading, value, &goal_shape, found) > 0) {
        ach__node_members_unknown(reading, value, &goal_shape, required_rows(found), found);
    }
    ach__goal_type type = read_type(reading, value, found[GOAL_TYPE]);
    bool is_good = fits_type(reading, value, found, type);
    if (found[GOAL_ENTITY] != NULL && type != ACH__GOAL_GET) {
        is_good &= read_name(reading, &goal_rows[GOAL_ENTITY], found[GOAL_ENTITY], &goal->entity);
    }
    if (found[GOAL_ITEMS] != NULL && type != ACH__GOAL_KILL) {
        is_good &= read_items(reading, found[GOAL_ITEMS]);
    }
    goal->type = is_good ? type : ACH__GOAL_ODD;
    return is_good;
}
