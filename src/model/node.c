/* Reading one node file: which keys are there, which are missing, and what their values are.
 * SPDX-License-Identifier: MIT */
#include "model/node.h"

#include "model/node_json.h"
#include "model/node_parts.h"

#define BIT(key) ((uint32_t)1 << (key))

/* Besides what is nearly a key: how the table, and people, call the same thing. */
static const ach__node_alias aliases[] = {
    {"id", ACH__KEY_NODE_ID},
    {"parent", ACH__KEY_PARENT_NODE},
    {"parent_id", ACH__KEY_PARENT_NODE},
    {"pre_pic", ACH__KEY_UNFINISHED_ICON},
    {"fin_pic", ACH__KEY_FINISHED_ICON},
    {"total", ACH__KEY_GOAL_NUMBER},
    {"description", ACH__KEY_NODE_DESCRIPTION},
    {"desc", ACH__KEY_NODE_DESCRIPTION},
    {"background", ACH__KEY_WINDOW_BACKGROUND},
    {"hidden", ACH__KEY_IS_HIDDEN},
    {"cloud", ACH__KEY_IS_CLOUD},
};

static const ach__node_shape shape = {ach__node_keys,
                                      ACH__NODE_KEYS,
                                      0,
                                      ACH__NODE_KEY_MISSING_NEAR,
                                      aliases,
                                      sizeof aliases / sizeof aliases[0]};

static bool raise_document(ach__node_reading *reading, const ach__json_value *document) {
    bool is_list = document->type == ACH__JSON_ARRAY;
    if (is_list || reading->reader->json.is_whole) {
        ach__finding *finding =
            ach__node_raise(reading, is_list ? ACH__NODE_DOCUMENT_LIST : ACH__NODE_DOCUMENT,
                            ach__node_value_spot(document), (ach__slice){NULL, 0});
        ach__node_say_found(finding, document);
    }
    return false;
}

static ach__slice *text_of(ach__node *node, ach__node_key key) {
    switch (key) {
    case ACH__KEY_NODE_ID:
        return &node->id;
    case ACH__KEY_PARENT_NODE:
        return &node->parent;
    case ACH__KEY_TITLE:
        return &node->title;
    case ACH__KEY_UNFINISHED_ICON:
        return &node->unfinished_icon;
    case ACH__KEY_FINISHED_ICON:
        return &node->finished_icon;
    case ACH__KEY_WINDOW_BACKGROUND:
        return &node->window_background;
    default:
        return &node->description;
    }
}

static bool *switch_of(ach__node *node, ach__node_key key) {
    switch (key) {
    case ACH__KEY_DEPEND_PARENT:
        return &node->depend_parent;
    case ACH__KEY_USE_DEFAULT_ICON_BACKGROUND:
        return &node->use_default_icon_background;
    case ACH__KEY_IS_HIDDEN:
        return &node->is_hidden;
    case ACH__KEY_FINISH_TIP:
        return &node->finish_tip;
    case ACH__KEY_IS_CLOUD:
        return &node->is_cloud;
    default:
        return &node->auto_sent_cloud;
    }
}

static void set_defaults(ach__node *node) {
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        if (ach__node_keys[key].type == ACH__NODE_SWITCH) {
            *switch_of(node, (ach__node_key)key) = ach__node_keys[key].is_on;
        }
    }
}

static ach__slice mend_switch(const ach__json_value *value) {
    const ach__slice no = ACH__SLICE("false");
    const ach__slice yes = ACH__SLICE("true");
    if (value->type == ACH__JSON_STRING && ach__slice_equal_ignoring_case(value->text, yes)) {
        return yes;
    }
    if (value->type == ACH__JSON_STRING && ach__slice_equal_ignoring_case(value->text, no)) {
        return no;
    }
    if (value->type == ACH__JSON_INTEGER && (value->integer == 0 || value->integer == 1)) {
        return value->integer == 1 ? yes : no;
    }
    return (ach__slice){NULL, 0};
}

enum { NUMBER_MOST = 30 };

/* What was probably meant by a value of another type; absent where it cannot be told. */
static ach__slice mend(ach__node_type type, const ach__json_value *value,
                       char room[NUMBER_MOST + 2]) {
    bool is_number = value->type == ACH__JSON_INTEGER || value->type == ACH__JSON_REAL;
    if (type == ACH__NODE_SWITCH) {
        return mend_switch(value);
    }
    if (type != ACH__NODE_TEXT || !is_number || value->text.len > NUMBER_MOST) {
        return (ach__slice){NULL, 0};
    }
    room[0] = '"';
    memcpy(room + 1, value->text.ptr, value->text.len);
    room[value->text.len + 1] = '"';
    return (ach__slice){room, value->text.len + 2};
}

static bool raise_type(ach__node_reading *reading, ach__node_key key,
                       const ach__json_value *value) {
    const ach__node_key_row *row = &ach__node_keys[key];
    char room[NUMBER_MOST + 2];
    ach__slice mended = mend(row->type, value, room);
    ach__nodes_message message = ACH__NODE_KEY_TYPE;
    if (mended.ptr != NULL) {
        message = ACH__NODE_KEY_TYPE_MENDED;
    } else if (value->type == ACH__JSON_NULL && !row->is_required) {
        message = ACH__NODE_KEY_TYPE_NULL;
    } else if (value->type == ACH__JSON_OBJECT && row->type == ACH__NODE_LIST) {
        message = ACH__NODE_KEY_TYPE_LIST;
    }
    ach__finding *finding = ach__node_raise_value(reading, message, row, value);
    if (mended.ptr != NULL) {
        ach__finding_text(finding, "mended", mended);
    }
    return false;
}

static bool raise_empty(ach__node_reading *reading, ach__node_key key,
                        const ach__json_value *value) {
    bool is_parent = key == ACH__KEY_PARENT_NODE;
    (void)ach__node_raise_value(reading, is_parent ? ACH__NODE_PARENT_EMPTY : ACH__NODE_KEY_EMPTY,
                                &ach__node_keys[key], value);
    return false;
}

static bool read_text(ach__node_reading *reading, ach__node_key key, const ach__json_value *value) {
    bool is_picture = key == ACH__KEY_UNFINISHED_ICON || key == ACH__KEY_FINISHED_ICON ||
                      key == ACH__KEY_WINDOW_BACKGROUND;
    if (value->type != ACH__JSON_STRING) {
        return raise_type(reading, key, value);
    }
    if (key != ACH__KEY_NODE_DESCRIPTION && ach__node_text_is_blank(value->text)) {
        return raise_empty(reading, key, value);
    }
    if (is_picture && !ach__node_icon_read(reading, key, value)) {
        return false;
    }
    *text_of(&reading->node, key) = ach__node_keep(reading, value->text);
    return true;
}

static bool read_switch(ach__node_reading *reading, ach__node_key key,
                        const ach__json_value *value) {
    if (value->type != ACH__JSON_TRUE && value->type != ACH__JSON_FALSE) {
        return raise_type(reading, key, value);
    }
    *switch_of(&reading->node, key) = value->type == ACH__JSON_TRUE;
    return true;
}

static bool read_value(ach__node_reading *reading, ach__node_key key,
                       const ach__json_value *value) {
    switch (ach__node_keys[key].type) {
    case ACH__NODE_TEXT:
        return read_text(reading, key, value);
    case ACH__NODE_SWITCH:
        return read_switch(reading, key, value);
    case ACH__NODE_NUMBER:
        return ach__node_goal_number_read(reading, value);
    case ACH__NODE_OBJECT:
        reading->node.goal.type = ACH__GOAL_ODD;
        return value->type == ACH__JSON_OBJECT ? ach__node_goal_read(reading, value)
                                               : raise_type(reading, key, value);
    case ACH__NODE_LIST:
        break;
    }
    return value->type == ACH__JSON_ARRAY ? ach__node_rewards_read(reading, value)
                                          : raise_type(reading, key, value);
}

static void read_values(ach__node_reading *reading, const ach__json_value *const *values) {
    ach__node *node = &reading->node;
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        if (values[key] != NULL) {
            node->configured |= BIT(key);
            node->keys[key] = values[key]->key_place;
            node->values[key] = values[key]->place;
            if (read_value(reading, (ach__node_key)key, values[key])) {
                node->usable |= BIT(key);
            }
        }
    }
}

/* At the node's id, or its opening bracket where it has none. */
static ach__finding *raise_missing(ach__node_reading *reading, ach__nodes_message message,
                                   ach__node_key key) {
    const ach__node *node = &reading->node;
    bool has_id = (node->configured & BIT(ACH__KEY_NODE_ID)) != 0;
    ach__json_spot opening = {node->object.start, node->object.start + 1};
    return ach__node_raise(reading, message, has_id ? node->values[ACH__KEY_NODE_ID] : opening,
                           ach__slice_of(ach__node_keys[key].name));
}

static void find_missing(ach__node_reading *reading) {
    uint32_t configured = reading->node.configured;
    const uint32_t place = BIT(ACH__KEY_PARENT_NODE) | BIT(ACH__KEY_WINDOW_BACKGROUND);
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        const ach__node_key_row *row = &ach__node_keys[key];
        if (row->is_required && ((configured | place) & BIT(key)) == 0) {
            ach__finding *finding =
                raise_missing(reading, ACH__NODE_KEY_MISSING, (ach__node_key)key);
            ach__node_say_key(finding, row->name);
            ach__node_say_example(finding, row->name);
        }
    }
    if ((configured & place) == 0) {
        (void)raise_missing(reading, ACH__NODE_KEY_MISSING_ROOT, ACH__KEY_WINDOW_BACKGROUND);
    }
}

/* Keys that belong to roots or to other nodes only. A node with neither parent nor background, or
 * with a parent that cannot be used, may be the one or the other: that was told. */
static void find_misplaced(ach__node_reading *reading) {
    const ach__node *node = &reading->node;
    bool has_parent = (node->usable & BIT(ACH__KEY_PARENT_NODE)) != 0;
    bool is_root = ach__node_is_root(node) && node->is_whole &&
                   (node->configured & BIT(ACH__KEY_WINDOW_BACKGROUND)) != 0;
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        ach__node_place place = ach__node_keys[key].place;
        bool is_wrong = (place == ACH__NODE_ROOT_ONLY && has_parent) ||
                        (place == ACH__NODE_CHILD_ONLY && is_root);
        if (is_wrong && (node->configured & BIT(key)) != 0) {
            ach__finding *finding = ach__node_raise(
                reading, has_parent ? ACH__NODE_PLACE_ROOT_ONLY : ACH__NODE_PLACE_CHILD_ONLY,
                node->keys[key], ach__slice_of(ach__node_keys[key].name));
            ach__node_say_key(finding, ach__node_keys[key].name);
        }
    }
}

/* A required key may be misspelt; a background only where the node has no parent. */
static uint32_t required_keys(const ach__json_value *const *values) {
    uint32_t required = 0;
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        required |= ach__node_keys[key].is_required ? BIT(key) : 0;
    }
    return values[ACH__KEY_PARENT_NODE] == NULL ? required
                                                : required & ~BIT(ACH__KEY_WINDOW_BACKGROUND);
}

static bool read_object(ach__node_reading *reading, const ach__json_value *object) {
    const ach__json_value *values[ACH__NODE_KEYS];
    size_t unknown = ach__node_members(reading, object, &shape, values);
    if (unknown == object->count && !ach__node_members_resemble(reading, object, &shape)) {
        if (reading->node.is_whole) {
            (void)ach__node_raise(reading, ACH__NODE_KEYS_NONE, ach__node_value_spot(object),
                                  (ach__slice){NULL, 0});
        }
        return false;
    }
    const ach__json_value *id = values[ACH__KEY_NODE_ID];
    if (id != NULL && id->type == ACH__JSON_STRING) {
        reading->node.id = id->text; /* findings about its keys name the node */
    }
    if (unknown > 0) {
        ach__node_members_unknown(reading, object, &shape, required_keys(values), values);
    }
    reading->node.id = (ach__slice){NULL, 0};
    read_values(reading, values);
    if (reading->node.is_whole) {
        find_missing(reading);
    }
    find_misplaced(reading);
    ach__node_unknown_finish(reading);
    return true;
}

bool ach__node_read(ach__node *out, ach__node_reader *reader, ach__node_text *text) {
    ach__json_read(&reader->json, reader->scratch, text->bytes);
    ach__node_json_raise(&reader->json, text, reader->places, reader->diags);
    if (reader->json.count == 0 || reader->scratch->failed) {
        return false;
    }
    const ach__json_value *document = &reader->json.values[0];
    ach__node_reading reading = {.reader = reader, .text = text};
    reading.node.is_whole = reader->json.is_whole;
    reading.node.object = document->place;
    set_defaults(&reading.node);
    if (document->type != ACH__JSON_OBJECT) {
        return raise_document(&reading, document);
    }
    if (!read_object(&reading, document)) {
        return false;
    }
    *out = reading.node;
    return true;
}

ach__place ach__node_value_place(const ach__node *node, ach__node_text *text, ach__node_key key,
                                 ach__arena *arena, ach_diags *diags) {
    ach__json_spot spot = {0, 0};
    if ((node->configured & BIT(key)) != 0) {
        spot = node->values[key];
    } else if ((node->configured & BIT(ACH__KEY_NODE_ID)) != 0) {
        spot = node->values[ACH__KEY_NODE_ID];
    }
    ach__place place = ach__node_text_place(text, spot, arena, diags);
    place.node_id = node->id;
    place.field = ach__slice_of(ach__node_keys[key].name);
    return place;
}
