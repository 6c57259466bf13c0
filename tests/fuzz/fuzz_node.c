/* Fuzz target: any bytes as a node file, or (behind a byte 1) keys and values put together from
 * what authors write. Findings must have places that exist, a node without findings must be
 * complete, and reading it again must give the same.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "model/node.h"

#include <string.h>

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            __builtin_trap();                                                                      \
    } while (0)

typedef struct reading {
    ach__arena places;
    ach_diags *diags;
    ach__node_text text;
    ach__node node;
    bool is_read;
} reading;

static void read_once(reading *in, ach__node_reader *reader, ach__slice bytes) {
    *in = (reading){.text = {.path = ACH__SLICE("node.json"), .bytes = bytes}};
    ach__arena_init(&in->places, NULL);
    in->diags = ach_diags_new(NULL, ACH_CHINESE);
    MUST(in->diags != NULL);
    reader->places = &in->places;
    reader->diags = in->diags;
    in->is_read = ach__node_read(&in->node, reader, &in->text);
    MUST(in->is_read || ach_diags_count(in->diags) > 0);
    ach__diags_finish(in->diags);
}

static void free_reading(reading *in) {
    ach_diags_free(in->diags);
    ach__arena_free(&in->places);
}

static void check_place(const ach__node_text *text, const ach__place *place) {
    MUST(!place->has_offset || place->offset <= text->bytes.len);
    MUST(place->line <= text->lines.count);
    MUST(place->column == 0 || place->line > 0);
    if (place->column > 0) {
        size_t length = ach__utf8_length(ach__lines_get(&text->lines, place->line));
        MUST(place->column <= length + 1);
        MUST(place->column - 1 + (uint64_t)place->columns <= length);
    }
}

static void check_sentence(const ach__finding *finding, ach_language language) {
    ach__buffer out;
    ach__buffer_init(&out, NULL, 65536);
    ach__finding_message(finding, language, &out);
    (void)ach__finding_help(finding, language, &out);
    MUST(!out.failed && out.size > 0);
    MUST(ach__utf8_is_valid((ach__slice){(const char *)out.data, out.size}));
    ach__buffer_free(&out);
}

static void check_findings(const reading *in, bool is_good_json) {
    for (size_t i = 0; i < ach_diags_count(in->diags); i++) {
        const ach__finding *finding = ach__diags_at(in->diags, i);
        ach__slice code = ach__slice_of(finding->message->kind->code);
        MUST(!is_good_json || !ach__slice_starts(code, ACH__SLICE("json-")) ||
             ach__slice_equal(code, ACH__SLICE("json-duplicate-key")));
        check_place(&in->text, &finding->place);
        check_sentence(finding, ACH_ENGLISH);
        check_sentence(finding, ACH_CHINESE);
    }
}

static void check_same_text(ach__slice left, ach__slice right) {
    MUST(ach__slice_equal(left, right) && (left.ptr == NULL) == (right.ptr == NULL));
}

static void check_same_rewards(const ach__node *left, const ach__node *right) {
    MUST(left->reward_count == right->reward_count);
    for (size_t i = 0; i < left->reward_count; i++) {
        check_same_text(left->rewards[i].function_name, right->rewards[i].function_name);
        check_same_text(left->rewards[i].name_space, right->rewards[i].name_space);
        check_same_text(left->rewards[i].data, right->rewards[i].data);
        MUST(left->rewards[i].function_name.len > 0);
        MUST(memchr(left->rewards[i].name_space.ptr, ':', left->rewards[i].name_space.len) != NULL);
    }
}

static void check_same_node(const ach__node *left, const ach__node *right) {
    MUST(left->configured == right->configured && left->usable == right->usable);
    MUST(left->is_whole == right->is_whole && left->goal_number == right->goal_number);
    MUST(left->depend_parent == right->depend_parent && left->is_hidden == right->is_hidden);
    MUST(left->finish_tip == right->finish_tip && left->is_cloud == right->is_cloud);
    MUST(left->auto_sent_cloud == right->auto_sent_cloud);
    MUST(left->use_default_icon_background == right->use_default_icon_background);
    check_same_text(left->id, right->id);
    check_same_text(left->parent, right->parent);
    check_same_text(left->title, right->title);
    check_same_text(left->unfinished_icon, right->unfinished_icon);
    check_same_text(left->finished_icon, right->finished_icon);
    check_same_text(left->description, right->description);
    check_same_text(left->window_background, right->window_background);
    MUST(left->goal.type == right->goal.type);
    check_same_text(left->goal.entity, right->goal.entity);
    check_same_text(left->goal.item, right->goal.item);
    check_same_text(left->goal.items, right->goal.items);
    check_same_rewards(left, right);
}

static void check_same_findings(const ach_diags *left, const ach_diags *right) {
    MUST(ach_diags_count(left) == ach_diags_count(right));
    for (size_t i = 0; i < ach_diags_count(left); i++) {
        const ach__finding *a = ach__diags_at(left, i);
        const ach__finding *b = ach__diags_at(right, i);
        MUST(a->message == b->message && a->severity == b->severity);
        MUST(a->place.line == b->place.line && a->place.column == b->place.column);
        MUST(a->place.offset == b->place.offset && a->place.columns == b->place.columns);
        MUST(ach__slice_equal(a->place.node_id, b->place.node_id));
        MUST(ach__slice_equal(a->place.field, b->place.field));
    }
}

/* Whatever the findings: a node holds only what can be used. */
static void check_node(const ach__node *node, bool is_silent) {
    MUST((node->usable & ~node->configured) == 0);
    bool is_counted = (node->usable >> ACH__KEY_GOAL_NUMBER & 1) != 0;
    MUST(is_counted == (node->goal_number >= 1) && node->goal_number <= 2147483647u);
    MUST(((node->usable >> ACH__KEY_NODE_ID & 1) != 0) == (node->id.len > 0));
    MUST(((node->usable >> ACH__KEY_REWARD & 1) != 0) || !is_silent || node->reward_count == 0);
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        bool is_here = (node->configured >> key & 1) != 0;
        MUST(!is_here || (node->keys[key].end > node->keys[key].start &&
                          node->values[key].start >= node->keys[key].end));
    }
    if (!is_silent) {
        return;
    }
    MUST(node->is_whole && node->usable == node->configured);
    for (size_t key = 0; key < ACH__NODE_KEYS; key++) {
        const ach__node_key_row *row = &ach__node_keys[key];
        bool is_here = (node->configured >> key & 1) != 0;
        bool is_child = !ach__node_is_root(node);
        bool is_allowed =
            row->place == ACH__NODE_ANYWHERE || is_child == (row->place == ACH__NODE_CHILD_ONLY);
        MUST(is_allowed ? is_here || !row->is_required : !is_here);
    }
    MUST(ach__slice_starts(node->unfinished_icon, ACH__SLICE("textures/")));
    MUST(ach__slice_starts(node->finished_icon, ACH__SLICE("textures/")));
    MUST(node->title.len > 0 && node->goal.type != ACH__GOAL_ODD);
}

static void try_text(ach__slice bytes, bool is_good_json) {
    ach__arena arena;
    ach__arena scratch;
    ach__arena_init(&arena, NULL);
    ach__arena_init(&scratch, NULL);
    ach__node_reader reader = {.arena = &arena, .scratch = &scratch};
    reading first;
    reading second;
    read_once(&first, &reader, bytes);
    read_once(&second, &reader, bytes);
    ach__arena_free(&scratch); /* nothing of the nodes may lie there */
    MUST(first.is_read == second.is_read);
    check_findings(&first, is_good_json);
    check_same_findings(first.diags, second.diags);
    if (first.is_read) {
        check_same_node(&first.node, &second.node);
        check_node(&first.node, ach_diags_count(first.diags) == 0);
        ach__place place = ach__node_value_place(&first.node, &first.text, ACH__KEY_REWARD,
                                                 &first.places, first.diags);
        check_place(&first.text, &place);
    }
    free_reading(&first);
    free_reading(&second);
    ach__arena_free(&arena);
}

/* Good keys with good values come first: a node of these alone is complete. */
static const char *const members[] = {
    "\"node_ID\": \"a\"",
    "\"parent_node\": \"r\"",
    "\"title\": \"\\u00a76T\"",
    "\"unfinished_icon\": \"textures/u\"",
    "\"finished_icon\": \"textures\\/f\"",
    "\"goal_number\": 3",
    "\"node_description\": \"\xE7\x89\x9B\"",
    "\"window_background\": \"textures/b\"",
    "\"is_hidden\": true",
    "\"depend_parent\": false",
    "\"goal_details\": {\"goal_type\": \"default_kill\", \"entity_identifier\": \"a:b\"}",
    "\"reward\": [{\"function_name\": \"f\", \"name_space\": \"a:b\", \"data\": {}}]"};

static const char *const keys[] = {"node_ID",
                                   "parent_node",
                                   "depend_parent",
                                   "title",
                                   "unfinished_icon",
                                   "finished_icon",
                                   "use_default_icon_background",
                                   "goal_details",
                                   "goal_number",
                                   "node_description",
                                   "window_background",
                                   "reward",
                                   "is_hidden",
                                   "finish_tip",
                                   "is_cloud",
                                   "auto_sent_cloud",
                                   "node_id",
                                   "nodeId",
                                   "parentNode",
                                   "node_descriptrion",
                                   "window_backgroud",
                                   "Title",
                                   "Total",
                                   "PrePic",
                                   "goalNumber",
                                   "goal_type",
                                   "entity_identifier",
                                   "item_dict",
                                   "newItemName",
                                   "count",
                                   "itemName",
                                   "userData",
                                   "enchantData",
                                   "modEnchantData",
                                   "newAuxValue",
                                   "function_name",
                                   "name_space",
                                   "namespace",
                                   "data",
                                   "playID",
                                   "",
                                   "x",
                                   "\xE6\xA0\x87\xE9\xA2\x98"};

static const char *const values[] = {"\"a\"",
                                     "\"r\"",
                                     "\"\"",
                                     "\" \"",
                                     "\"textures/u\"",
                                     "\"textures/u.png\"",
                                     "\"texture/u\"",
                                     "\"ui\\\\u\"",
                                     "\"/u\"",
                                     "\"../u\"",
                                     "\"textures//u\"",
                                     "\"http://u\"",
                                     "\"default_kill\"",
                                     "\"default_get\"",
                                     "\"defualt_get\"",
                                     "\"a:b\"",
                                     "\"a:b:c\"",
                                     "\":\"",
                                     "\"a\xEF\xBC\x9Ay\"",
                                     "\"namespce:systemname\"",
                                     "\"true\"",
                                     "\"10\"",
                                     "\"\\ud83d\\ude00\"",
                                     "0",
                                     "1",
                                     "-1",
                                     "1.0",
                                     "1e3",
                                     "2147483647",
                                     "2147483648",
                                     "1e400",
                                     "true",
                                     "false",
                                     "null",
                                     "[]",
                                     "{}",
                                     "[{}]",
                                     "[[9, 1]]",
                                     "[[\"x\", 1]]",
                                     "[[1]]",
                                     "[[]]",
                                     "[1, [2], {\"a\": 3}]"};

#define PICK(list, byte) ((list)[(byte) % (sizeof(list) / sizeof *(list))])

enum { LEVELS_MOST = 6 };

static void append(ach__buffer *out, const char *text) {
    ach__buffer_append(out, text, strlen(text));
}

/* Each member takes two bytes; some open an object or a list of objects that later ones close. */
static void make_text(ach__buffer *out, const uint8_t *data, size_t size) {
    const char *closing[LEVELS_MOST];
    size_t levels = 0;
    bool is_first = true;
    append(out, "{");
    for (size_t i = 0; i + 1 < size; i += 2) {
        uint8_t key = data[i];
        uint8_t value = data[i + 1];
        if (value == 255 && levels > 0) {
            append(out, closing[--levels]);
            is_first = false;
            continue;
        }
        append(out, is_first ? "\n" : ",\n");
        is_first = false;
        if (value == 254) {
            append(out, PICK(members, key));
            continue;
        }
        append(out, "\"");
        append(out, PICK(keys, key));
        append(out, "\":");
        if (value >= 250 && value < 254 && levels < LEVELS_MOST) {
            closing[levels++] = value < 252 ? "}" : "}]";
            append(out, value < 252 ? "{" : "[{");
            is_first = true;
        } else {
            append(out, PICK(values, value));
        }
    }
    while (levels > 0) {
        append(out, closing[--levels]);
    }
    append(out, "\n}\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || data[0] != 1) {
        try_text((ach__slice){(const char *)data, size}, false);
        return 0;
    }
    ach__buffer text;
    ach__buffer_init(&text, NULL, ACH__JSON_BYTES_MOST);
    make_text(&text, data + 1, size - 1);
    if (!text.failed) {
        try_text((ach__slice){(const char *)text.data, text.size}, true);
    }
    ach__buffer_free(&text);
    return 0;
}
