/* From the nodes of the files to a tree: what is usable is copied, linked and indexed.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "runtime/tree_parts.h"

#include <assert.h>

static_assert((int)ACH_KEY_NODE_ID == (int)ACH__KEY_NODE_ID &&
                  (int)ACH_KEY_GOAL_DETAILS == (int)ACH__KEY_GOAL_DETAILS &&
                  (int)ACH_KEY_AUTO_SENT_CLOUD == (int)ACH__KEY_AUTO_SENT_CLOUD &&
                  ACH_KEY_COUNT == (int)ACH__NODE_KEYS,
              "the public keys are the model's");
static_assert((int)ACH_GOAL_NONE == (int)ACH__GOAL_NONE &&
                  (int)ACH_GOAL_KILL == (int)ACH__GOAL_KILL &&
                  (int)ACH_GOAL_GET == (int)ACH__GOAL_GET &&
                  (int)ACH_GOAL_UNKNOWN == (int)ACH__GOAL_ODD,
              "the public goals are the model's");

bool ach__tree_loader_failed(const ach__tree_loader *loader) {
    return loader->tree->kept.failed || loader->tree->texts.failed || loader->scratch.failed ||
           loader->members.failed || ach__diags_failed(loader->diags);
}

static void append_mended(ach__buffer *texts, ach__slice text) {
    for (size_t at = 0; at < text.len;) {
        char bytes[4];
        uint32_t character = ach__utf8_next(text, &at);
        size_t size = ach__utf8_encode(character == ACH__NO_CHARACTER ? 0xFFFD : character, bytes);
        ach__buffer_append(texts, bytes, size);
    }
}

ach__run ach__tree_keep_text(ach_tree *tree, ach__slice text) {
    size_t start = tree->texts.size;
    if (text.ptr == NULL) {
        return (ach__run){ACH__ABSENT, 0};
    }
    if (ach__utf8_is_valid(text)) {
        ach__buffer_append(&tree->texts, text.ptr, text.len);
    } else {
        append_mended(&tree->texts, text);
    }
    ach__run run = {(uint32_t)start, (uint32_t)(tree->texts.size - start)};
    ach__buffer_append_byte(&tree->texts, '\0');
    return run;
}

/* Items with one id are neighbours, and the first of them counts. */
static bool is_usable(const ach__nodes *nodes, size_t item) {
    ach__slice id = nodes->items[item].id;
    return id.len > 0 && nodes->tree.depth[item] != 0 && ach__utf8_is_valid(id) &&
           (item == 0 || !ach__slice_equal(nodes->items[item - 1].id, id));
}

static bool choose(ach__tree_loader *loader) {
    const ach__nodes *nodes = loader->nodes;
    ach_tree *tree = loader->tree;
    loader->row_of = ach__arena_take(&loader->scratch, nodes->count, sizeof *loader->row_of);
    for (size_t i = 0; loader->row_of != NULL && i < nodes->count; i++) {
        loader->row_of[i] = is_usable(nodes, i) ? (uint32_t)tree->count++ : ACH__ABSENT;
    }
    tree->rows = ach__arena_take(&tree->kept, tree->count, sizeof *tree->rows);
    tree->links = ach__arena_take(&tree->kept, tree->count, sizeof *tree->links);
    return loader->row_of != NULL && tree->rows != NULL && tree->links != NULL;
}

static void keep_texts(ach_tree *tree, const ach__nodes *nodes, const ach__node *node,
                       ach__tree_row *row) {
    const ach__slice texts[ACH__TREE_TEXTS] = {
        [ACH__TREE_ID] = node->id,
        [ACH__TREE_PARENT] = node->parent,
        [ACH__TREE_TITLE] = node->title,
        [ACH__TREE_UNFINISHED] = node->unfinished_icon,
        [ACH__TREE_FINISHED] = node->finished_icon,
        [ACH__TREE_DESCRIPTION] = node->description,
        [ACH__TREE_BACKGROUND] = node->window_background,
        [ACH__TREE_ENTITY] = node->goal.entity,
        [ACH__TREE_ITEM] = node->goal.item,
        [ACH__TREE_FILE] = nodes->files[node->file].path,
    };
    for (size_t i = 0; i < ACH__TREE_TEXTS; i++) {
        row->text[i] = ach__tree_keep_text(tree, texts[i]);
    }
}

static void keep_row(ach__tree_loader *loader, const ach__node *node, ach__tree_row *row) {
    keep_texts(loader->tree, loader->nodes, node, row);
    ach__tree_keep_json(loader, node, row);
    row->goal_number = node->goal_number;
    row->goal = (uint8_t)node->goal.type;
    row->depend_parent = node->depend_parent;
    row->use_default_icon_background = node->use_default_icon_background;
    row->is_hidden = node->is_hidden;
    row->finish_tip = node->finish_tip;
    row->is_cloud = node->is_cloud;
    row->auto_sent_cloud = node->auto_sent_cloud;
}

/* Parents come before their children here, so each finds what stands above it. */
static void link_up(ach__tree_loader *loader) {
    const ach__tree *links = &loader->nodes->tree;
    ach_tree *tree = loader->tree;
    for (size_t i = links->first_root; i != ACH__NO_NODE; i = ach__tree_step(links, i)) {
        uint32_t index = loader->row_of[i];
        if (index == ACH__ABSENT) {
            continue;
        }
        ach__tree_row *row = &tree->rows[index];
        size_t parent = links->parent[i];
        row->parent = parent == ACH__NO_NODE ? ACH__ABSENT : loader->row_of[parent];
        if (row->parent == ACH__ABSENT) {
            row->root = index;
            row->depth = 1;
            tree->root_count++;
        } else {
            row->root = tree->rows[row->parent].root;
            row->depth = tree->rows[row->parent].depth + 1;
            tree->rows[row->parent].child_count++;
        }
    }
}

/* By ascending index, which is the platform's order. */
static void link_down(ach_tree *tree) {
    size_t roots = 0;
    size_t place = tree->root_count;
    for (size_t i = 0; i < tree->count; i++) {
        tree->rows[i].first_child = place;
        place += tree->rows[i].child_count;
        tree->rows[i].child_count = 0;
    }
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->rows[i].parent == ACH__ABSENT) {
            tree->links[roots++] = i;
        } else {
            ach__tree_row *parent = &tree->rows[tree->rows[i].parent];
            tree->links[parent->first_child + parent->child_count++] = i;
        }
    }
}

void ach__tree_loader_build(ach__tree_loader *loader) {
    const ach__nodes *nodes = loader->nodes;
    if (!choose(loader)) {
        return;
    }
    for (size_t i = 0; i < nodes->count && !ach__tree_loader_failed(loader); i++) {
        if (loader->row_of[i] != ACH__ABSENT) {
            keep_row(loader, &nodes->items[i], &loader->tree->rows[loader->row_of[i]]);
        }
    }
    link_up(loader);
    link_down(loader->tree);
    if (!ach__tree_loader_failed(loader)) {
        (void)ach__tree_index(loader->tree);
    }
    ach__buffer_trim(&loader->tree->texts);
}
