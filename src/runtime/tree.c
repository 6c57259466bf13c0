/* What can be asked of a loaded tree.
 * SPDX-License-Identifier: MIT */
#include "format/sha256.h"
#include "runtime/tree_parts.h"

ach_tree *ach_tree_keep(ach_tree *tree) {
    (void)atomic_fetch_add_explicit(&tree->holders, 1, memory_order_relaxed);
    return tree;
}

void ach__tree_release(ach_tree *tree) {
    ach_allocator host = tree->meter.host;
    ach__buffer_free(&tree->texts);
    ach__arena_free(&tree->kept);
    ach__release(&host, tree, sizeof *tree);
}

void ach_tree_free(ach_tree *tree) {
    if (tree != NULL && atomic_fetch_sub_explicit(&tree->holders, 1, memory_order_acq_rel) == 1) {
        ach__tree_release(tree);
    }
}

const char *ach_key_name(ach_key key) {
    return (unsigned)key < ACH_KEY_COUNT ? ach__node_keys[key].name : NULL;
}

size_t ach_tree_count(const ach_tree *tree) {
    return tree->count;
}

static ach_bytes bytes_of(const ach_tree *tree, ach__run run) {
    ach__slice slice = ach__tree_run(tree, run);
    return (ach_bytes){slice.ptr, slice.len};
}

static void fill(const ach_tree *tree, size_t index, ach_custom_node *out) {
    const ach__tree_row *row = &tree->rows[index];
    *out = (ach_custom_node){
        .index = index,
        .parent = row->parent == ACH__ABSENT ? SIZE_MAX : row->parent,
        .root = row->root,
        .child_count = row->child_count,
        .depth = row->depth,
        .configured = row->configured,
        .goal_number = row->goal_number,
        .goal = (ach_goal)row->goal,
        .goal_entity = bytes_of(tree, row->text[ACH__TREE_ENTITY]),
        .goal_item = bytes_of(tree, row->text[ACH__TREE_ITEM]),
        .goal_items = bytes_of(tree, row->text[ACH__TREE_ITEMS]),
        .node_id = bytes_of(tree, row->text[ACH__TREE_ID]),
        .parent_node = bytes_of(tree, row->text[ACH__TREE_PARENT]),
        .title = bytes_of(tree, row->text[ACH__TREE_TITLE]),
        .unfinished_icon = bytes_of(tree, row->text[ACH__TREE_UNFINISHED]),
        .finished_icon = bytes_of(tree, row->text[ACH__TREE_FINISHED]),
        .node_description = bytes_of(tree, row->text[ACH__TREE_DESCRIPTION]),
        .window_background = bytes_of(tree, row->text[ACH__TREE_BACKGROUND]),
        .reward_count = row->reward_count,
        .file = bytes_of(tree, row->text[ACH__TREE_FILE]),
        .depend_parent = row->depend_parent,
        .use_default_icon_background = row->use_default_icon_background,
        .is_hidden = row->is_hidden,
        .finish_tip = row->finish_tip,
        .is_cloud = row->is_cloud,
        .auto_sent_cloud = row->auto_sent_cloud,
    };
}

ach_status ach_tree_node(const ach_tree *tree, size_t index, ach_custom_node *out) {
    if (index >= tree->count) {
        return ACH_ENOTFOUND;
    }
    fill(tree, index, out);
    return ACH_OK;
}

static ach__slice id_of_row(const void *owner, uint32_t number) {
    const ach_tree *tree = owner;
    return ach__tree_run(tree, tree->rows[number].text[ACH__TREE_ID]);
}

bool ach__tree_index(ach_tree *tree) {
    if (!ach__ids_start(&tree->ids, &tree->kept, tree->count)) {
        return false;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        (void)ach__ids_add(&tree->ids, id_of_row(tree, i), i, id_of_row, tree);
    }
    return true;
}

ach_status ach_tree_find(const ach_tree *tree, const char *node_id, size_t size,
                         ach_custom_node *out) {
    uint32_t index = ach__ids_find(&tree->ids, (ach__slice){node_id, size}, id_of_row, tree);
    if (index == ACH__ABSENT) {
        return ACH_ENOTFOUND;
    }
    fill(tree, index, out);
    return ACH_OK;
}

const size_t *ach_tree_roots(const ach_tree *tree, size_t *count) {
    *count = tree->root_count;
    return tree->links;
}

const size_t *ach_tree_children(const ach_tree *tree, size_t index, size_t *count) {
    if (index >= tree->count) {
        *count = 0;
        return tree->links;
    }
    *count = tree->rows[index].child_count;
    return tree->links + tree->rows[index].first_child;
}

ach_status ach_tree_reward(const ach_tree *tree, size_t index, size_t number,
                           ach_custom_reward *out) {
    if (index >= tree->count || number >= tree->rows[index].reward_count) {
        return ACH_ENOTFOUND;
    }
    const ach__tree_reward *reward = &tree->rows[index].rewards[number];
    out->function_name = bytes_of(tree, reward->function_name);
    out->name_space = bytes_of(tree, reward->name_space);
    out->data = bytes_of(tree, reward->data);
    return ACH_OK;
}

ach_bytes ach_tree_json(const ach_tree *tree, size_t index) {
    if (index >= tree->count) {
        return (ach_bytes){NULL, 0};
    }
    return bytes_of(tree, tree->rows[index].text[ACH__TREE_JSON]);
}

ach_bytes ach_tree_configured(const ach_tree *tree, size_t index, ach_key key) {
    if (index >= tree->count || (unsigned)key >= ACH_KEY_COUNT) {
        return (ach_bytes){NULL, 0};
    }
    const ach__tree_row *row = &tree->rows[index];
    uint32_t bit = (uint32_t)1 << key;
    if ((row->configured & bit) == 0) {
        return (ach_bytes){NULL, 0};
    }
    return bytes_of(tree, row->values[__builtin_popcount(row->configured & (bit - 1))]);
}

ach_status ach_tree_node_fingerprint(const ach_tree *tree, size_t index, uint8_t out[32]) {
    if (index >= tree->count) {
        return ACH_ENOTFOUND;
    }
    ach__slice json = ach__tree_run(tree, tree->rows[index].text[ACH__TREE_JSON]);
    ach__sha256(&json, 1, out);
    return ACH_OK;
}

size_t ach_tree_memory(const ach_tree *tree) {
    return tree->meter.used;
}
