/* Draws trees for a terminal: those of ParentNode and those of node files.
 * SPDX-License-Identifier: MIT */
#include "cli/show_tree.h"

#include "base/utf8.h"

#include <stdlib.h>

enum { TEXT_WIDTH_MOST = 32, LEVELS_DRAWN = 40, LINE_MOST = 16384 };

void cli_append_short(ach__buffer *out, ach__slice text) {
    size_t width = 0;
    size_t at = 0;
    /* Marks without a width must not make a text endless. */
    for (size_t count = 0; at < text.len && count < (size_t)2 * TEXT_WIDTH_MOST; count++) {
        size_t next = at;
        uint32_t character = ach__utf8_next(text, &next);
        unsigned more = ach__character_width(character);
        if (width + more > TEXT_WIDTH_MOST) {
            break;
        }
        width += more;
        at = next;
    }
    ach__utf8_append_shown(out, (ach__slice){text.ptr, at}, SIZE_MAX);
    if (at < text.len) {
        ach__buffer_append(out, "…", strlen("…"));
    }
}

static void append_text(ach__buffer *line, const char *text) {
    ach__buffer_append(line, text, strlen(text));
}

/* --- The walk ---------------------------------------------------------------------------------
 */

static void append_branch(ach__buffer *line, const ach__tree *tree, size_t node,
                          bool more[LEVELS_DRAWN]) {
    size_t depth = tree->depth[node] - 1;
    bool follows = tree->next[node] != ACH__NO_NODE;
    for (size_t i = 1; i < depth && i < LEVELS_DRAWN; i++) {
        append_text(line, more[i] ? "│   " : "    ");
    }
    append_text(line, depth == 0 ? "" : follows ? "├── " : "└── ");
    if (depth < LEVELS_DRAWN) {
        more[depth] = follows;
    }
}

/* No recursion, so that a chain of a hundred thousand nodes is only a long picture. Bars beyond
 * 40 levels are left out. */
bool cli_print_tree(ach__sink *out, const ach__tree *tree, cli_tree_label *label,
                    const void *owner) {
    bool more[LEVELS_DRAWN] = {false}; /* by depth: whether a sibling follows */
    ach__buffer line;
    ach__buffer_init(&line, NULL, LINE_MOST);
    for (size_t node = tree->first_root; node != ACH__NO_NODE && !line.failed;
         node = ach__tree_step(tree, node)) {
        line.size = 0;
        append_branch(&line, tree, node, more);
        label(&line, owner, node);
        append_text(&line, "\n");
        ach__sink_bytes(out, (const char *)line.data, line.size);
    }
    ach__buffer_free(&line);
    return !line.failed;
}

/* --- Node files -------------------------------------------------------------------------------
 */

/* Signs that GBK has too, so that every Chinese font has them. */
#define MARK_AUTO   "↑"
#define MARK_MANUAL "(↑)"
#define MARK_HIDDEN "○"

typedef struct drawing {
    const cli_options *options;
    const ach__nodes *nodes;
} drawing;

bool cli_has_node_files(const ach__package *package) {
    return package->nodes != NULL && package->nodes->count > 0;
}

static void append_goal(ach__buffer *line, const cli_options *options, const ach__node *node) {
    char number[24];
    if (node->goal.type == ACH__GOAL_KILL && node->goal.entity.ptr != NULL) {
        append_text(line, cli_say(options, "kill ", "击杀 "));
        cli_append_short(line, node->goal.entity);
        append_text(line, " ");
    } else if (node->goal.type == ACH__GOAL_GET && node->goal.item.ptr != NULL) {
        append_text(line, cli_say(options, "hold ", "持有 "));
        cli_append_short(line, node->goal.item);
        append_text(line, " ");
    }
    (void)snprintf(number, sizeof number, "%u", (unsigned)node->goal_number);
    append_text(line, cli_say(options, "x ", "×"));
    append_text(line, node->goal_number == 0 ? "?" : number);
}

static const char *cloud_mark(const ach__node *node) {
    return !node->is_cloud ? NULL : node->auto_sent_cloud ? MARK_AUTO : MARK_MANUAL;
}

static void append_node(ach__buffer *line, const void *owner, size_t index) {
    const drawing *self = owner;
    const ach__node *node = &self->nodes->items[index];
    cli_append_short(line, node->id);
    append_text(line, "  ");
    cli_append_short(line, node->title);
    append_text(line, "  ");
    append_goal(line, self->options, node);
    if (cloud_mark(node) != NULL) {
        append_text(line, "  ");
        append_text(line, cloud_mark(node));
    }
    append_text(line, node->is_hidden ? "  " MARK_HIDDEN : "");
}

static size_t count_roots(const ach__nodes *nodes) {
    size_t count = 0;
    for (size_t node = nodes->tree.first_root; node != ACH__NO_NODE;
         node = nodes->tree.next[node]) {
        count++;
    }
    return count;
}

bool cli_print_nodes(const cli_options *options, ach__sink *out, const ach__nodes *nodes) {
    const drawing self = {options, nodes};
    size_t cloud = 0;
    bool is_marked = false;
    bool whole = cli_print_tree(out, &nodes->tree, append_node, &self);
    for (size_t i = 0; i < nodes->count; i++) {
        cloud += nodes->items[i].is_cloud;
        is_marked = is_marked || nodes->items[i].is_cloud || nodes->items[i].is_hidden;
    }
    if (is_marked) {
        ach__sink_text(out,
                       cli_say(options,
                               "\n" MARK_AUTO " cloud, sent by the game   " MARK_MANUAL
                               " cloud, sent by the mod's code   " MARK_HIDDEN " hidden at first\n",
                               "\n" MARK_AUTO " 云端，由游戏自动上传   " MARK_MANUAL
                               " 云端，由模组代码上传   " MARK_HIDDEN " 一开始隐藏\n"));
    }
    ach__sink_format(out,
                     cli_say(options, "\nnode files: %zu nodes, pages: %zu, cloud nodes: %zu\n",
                             "\n节点文件：%zu 个节点，%zu 个页面，其中 %zu 个云端节点\n"),
                     nodes->count, count_roots(nodes), cloud);
    return whole;
}

/* --- JSON -------------------------------------------------------------------------------------
 */

static json_t *json_text(ach__slice text) {
    return json_stringn(text.ptr == NULL ? "" : text.ptr, text.len);
}

/* jansson gives an error for a value that is NULL, so one check at the end is enough. */
static bool add(json_t *object, const char *key, json_t *value) {
    return json_object_set_new(object, key, value) == 0;
}

static json_t *goal_json(const ach__goal *goal) {
    switch (goal->type) {
    case ACH__GOAL_KILL:
        return json_pack("{s:s, s:o}", "type", "default_kill", "entity", json_text(goal->entity));
    case ACH__GOAL_GET:
        return json_pack("{s:s, s:o}", "type", "default_get", "item", json_text(goal->item));
    default:
        return json_null();
    }
}

static json_t *children_json(const ach__nodes *nodes, size_t index) {
    json_t *list = json_array();
    bool whole = list != NULL;
    for (size_t child = nodes->tree.first_child[index]; child != ACH__NO_NODE && whole;
         child = nodes->tree.next[child]) {
        whole = json_array_append_new(list, json_text(nodes->items[child].id)) == 0;
    }
    if (!whole) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *configured_json(const ach__node *node) {
    json_t *list = json_array();
    bool whole = list != NULL;
    for (size_t key = 0; key < ACH__NODE_KEYS && whole; key++) {
        if ((node->configured & (uint32_t)1 << key) != 0) {
            whole = json_array_append_new(list, json_string(ach__node_keys[key].name)) == 0;
        }
    }
    if (!whole) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *node_json(const ach__nodes *nodes, size_t index) {
    const ach__node *node = &nodes->items[index];
    json_t *object = json_object();
    bool whole = object != NULL && add(object, "nodeId", json_text(node->id)) &&
                 add(object, "file", json_text(nodes->files[node->file].path)) &&
                 add(object, "title", json_text(node->title)) &&
                 (node->parent.ptr == NULL || add(object, "parentNode", json_text(node->parent))) &&
                 add(object, "children", children_json(nodes, index)) &&
                 add(object, "goalNumber",
                     node->goal_number == 0 ? json_null() : json_integer(node->goal_number)) &&
                 add(object, "goal", goal_json(&node->goal)) &&
                 add(object, "isHidden", json_boolean(node->is_hidden)) &&
                 add(object, "isCloud", json_boolean(node->is_cloud)) &&
                 add(object, "autoSentCloud", json_boolean(node->auto_sent_cloud)) &&
                 add(object, "configured", configured_json(node));
    if (!whole) {
        json_decref(object);
        return NULL;
    }
    return object;
}

json_t *cli_nodes_json(const ach__nodes *nodes) {
    json_t *list = json_array();
    bool whole = list != NULL;
    for (size_t i = 0; i < nodes->count && whole; i++) {
        whole = json_array_append_new(list, node_json(nodes, i)) == 0;
    }
    if (!whole) {
        json_decref(list);
        return NULL;
    }
    return list;
}
