/* Loading any bytes as node files: whatever loads is a whole and consistent tree, its JSON is JSON,
 * and what it configures loads again as the same. The first byte chooses flags and limits; the rest
 * are the files, with a byte 1 between them.
 * SPDX-License-Identifier: MIT */
#include <achpack/tree.h>

#include "base/utf8.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEMAND(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

enum { FILES_MOST = 64 };

/* Memory that keeps account. */
typedef struct account {
    size_t used;
    size_t most;
} account;

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    account *own = user;
    DEMAND(own->used >= old_size);
    void *moved = NULL;
    if (new_size == 0) {
        free(block);
    } else {
        moved = realloc(block, new_size);
    }
    if (moved != NULL || new_size == 0) {
        own->used = own->used - old_size + new_size;
        own->most = own->used > own->most ? own->used : own->most;
    }
    return moved;
}

static void demand_text(ach_bytes text) {
    DEMAND((text.data == NULL && text.size == 0) || text.data[text.size] == '\0');
    DEMAND(ach__utf8_is_valid((ach__slice){text.data, text.size}));
}

static void demand_json(ach_bytes text) {
    ach__arena arena;
    ach__json json = {0};
    if (text.data == NULL || text.size > ACH__JSON_BYTES_MOST) {
        return;
    }
    ach__arena_init(&arena, NULL);
    ach__json_read(&json, &arena, (ach__slice){text.data, text.size});
    DEMAND(json.is_whole && json.count > 0 && json.fault_count == 0);
    ach__arena_free(&arena);
}

static bool is_inside(ach_bytes part, ach_bytes whole) {
    return part.data >= whole.data && part.size <= whole.size &&
           (size_t)(part.data - whole.data) <= whole.size - part.size;
}

static void demand_configured(const ach_tree *tree, const ach_custom_node *node) {
    ach_bytes whole = ach_tree_json(tree, node->index);
    demand_text(whole);
    demand_json(whole);
    for (int key = 0; key < ACH_KEY_COUNT; key++) {
        ach_bytes part = ach_tree_configured(tree, node->index, (ach_key)key);
        DEMAND((part.data != NULL) == ((node->configured & (uint32_t)1 << key) != 0));
        DEMAND(part.data == NULL || is_inside(part, whole));
        demand_json(part);
    }
}

static void demand_texts(const ach_tree *tree, const ach_custom_node *node) {
    const ach_bytes texts[] = {node->goal_entity,
                               node->goal_item,
                               node->goal_items,
                               node->parent_node,
                               node->title,
                               node->unfinished_icon,
                               node->finished_icon,
                               node->node_description,
                               node->window_background,
                               node->file};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        demand_text(texts[i]);
    }
    demand_json(node->goal_items);
    for (size_t i = 0; i < node->reward_count; i++) {
        ach_custom_reward reward;
        DEMAND(ach_tree_reward(tree, node->index, i, &reward) == ACH_OK);
        demand_text(reward.function_name);
        demand_text(reward.name_space);
        demand_text(reward.data);
        demand_json(reward.data);
    }
}

static void demand_links(const ach_tree *tree, const ach_custom_node *node) {
    ach_custom_node above;
    size_t count;
    const size_t *children = ach_tree_children(tree, node->index, &count);
    DEMAND(count == node->child_count);
    for (size_t i = 0; i < count; i++) {
        ach_custom_node child;
        DEMAND(i == 0 || children[i - 1] < children[i]);
        DEMAND(ach_tree_node(tree, children[i], &child) == ACH_OK && child.parent == node->index);
    }
    if (node->parent == SIZE_MAX) {
        DEMAND(node->depth == 1 && node->root == node->index);
    } else {
        DEMAND(ach_tree_node(tree, node->parent, &above) == ACH_OK);
        DEMAND(above.depth + 1 == node->depth && above.root == node->root);
        DEMAND(above.node_id.size == node->parent_node.size &&
               memcmp(above.node_id.data, node->parent_node.data, above.node_id.size) == 0);
    }
}

static void demand_node(const ach_tree *tree, size_t index) {
    ach_custom_node node;
    ach_custom_node found;
    DEMAND(ach_tree_node(tree, index, &node) == ACH_OK && node.index == index);
    DEMAND(node.node_id.size > 0 && node.goal_number <= INT32_MAX);
    demand_text(node.node_id);
    DEMAND(ach_tree_find(tree, node.node_id.data, node.node_id.size, &found) == ACH_OK);
    DEMAND(found.index == index);
    demand_links(tree, &node);
    demand_texts(tree, &node);
    demand_configured(tree, &node);
}

static void demand_tree(const ach_tree *tree) {
    ach_custom_node node;
    size_t linked;
    const size_t *roots = ach_tree_roots(tree, &linked);
    for (size_t i = 0; i < linked; i++) {
        DEMAND(i == 0 || roots[i - 1] < roots[i]);
        DEMAND(ach_tree_node(tree, roots[i], &node) == ACH_OK && node.parent == SIZE_MAX);
    }
    ach_bytes before = {"", 0};
    for (size_t i = 0; i < ach_tree_count(tree); i++) {
        demand_node(tree, i);
        (void)ach_tree_node(tree, i, &node);
        linked += node.child_count;
        size_t most = before.size < node.node_id.size ? before.size : node.node_id.size;
        int order = memcmp(before.data, node.node_id.data, most);
        DEMAND(order < 0 || (order == 0 && before.size < node.node_id.size));
        before = node.node_id;
    }
    DEMAND(linked == ach_tree_count(tree));
    DEMAND(ach_tree_node(tree, ach_tree_count(tree), &node) == ACH_ENOTFOUND);
    DEMAND(ach_tree_find(tree, "", 0, &node) == ACH_ENOTFOUND);
}

/* What was kept as JSON is the same node when it is loaded. */
static void demand_same_again(const ach_tree *tree) {
    for (size_t i = 0; i < ach_tree_count(tree); i++) {
        uint8_t prints[2][32];
        ach_tree *again = NULL;
        ach_bytes json = ach_tree_json(tree, i);
        const ach_tree_file file = {"again", json.data, json.size};
        if (json.size > ACH__JSON_BYTES_MOST) {
            continue;
        }
        DEMAND(ach_tree_open_memory(&again, &file, 1, NULL, NULL) == ACH_OK);
        if (ach_tree_count(again) == 1) { /* not where it is its own parent, or its id is unclear */
            DEMAND(ach_tree_node_fingerprint(tree, i, prints[0]) == ACH_OK);
            DEMAND(ach_tree_node_fingerprint(again, 0, prints[1]) == ACH_OK);
            DEMAND(memcmp(prints[0], prints[1], sizeof prints[0]) == 0);
        }
        ach_tree_free(again);
    }
}

static size_t split(ach_tree_file files[FILES_MOST], const uint8_t *data, size_t size) {
    size_t count = 0;
    for (size_t start = 0; start <= size && count < FILES_MOST; count++) {
        const uint8_t *end = start == size ? NULL : memchr(data + start, 1, size - start);
        size_t behind = end == NULL ? size : (size_t)(end - data);
        files[count] = (ach_tree_file){"x.json", data + start, behind - start};
        start = behind + 1;
    }
    return count;
}

static void demand_findings(ach_diags *why, ach_status status, uint32_t flags) {
    size_t errors = ach_diags_count_severity(why, ACH_ERROR);
    DEMAND(status != ACH_EFORMAT || (errors > 0 && flags != 0));
    DEMAND(status != ACH_OK || errors == 0 || flags == 0);
    for (size_t i = 0; i < ach_diags_count(why); i++) {
        ach_finding finding;
        DEMAND(ach_diags_get(why, i, &finding) == ACH_OK && finding.message != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    account own = {0, 0};
    const ach_allocator allocator = {&own, resize};
    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    ach_tree_file files[FILES_MOST];
    size_t count = split(files, data + 1, size - 1);
    options.allocator = &allocator;
    options.flags = data[0] & 1u;
    options.max_memory = (data[0] & 2u) != 0 ? 150000 : 16u << 20;
    options.max_file_bytes = (data[0] & 4u) != 0 ? 200 : 0;
    options.max_files = (data[0] & 8u) != 0 ? 5 : 0;
    ach_diags *why = (data[0] & 16u) != 0 ? NULL : ach_diags_new(NULL, ACH_CHINESE);
    ach_tree *tree = NULL;
    ach_status status = ach_tree_open_memory(&tree, files, count, &options, why);
    DEMAND((status == ACH_OK) == (tree != NULL));
    DEMAND(status == ACH_OK || status == ACH_EFORMAT || status == ACH_ELIMIT);
    DEMAND(own.most <= options.max_memory);
    if (why != NULL) {
        demand_findings(why, status, options.flags);
    }
    ach_diags_free(why);
    if (tree != NULL) {
        DEMAND(own.used == ach_tree_memory(tree));
        DEMAND(ach_tree_keep(tree) == tree);
        ach_tree_free(tree);
        demand_tree(tree);
        demand_same_again(tree);
    }
    ach_tree_free(tree);
    DEMAND(own.used == 0);
    return 0;
}
