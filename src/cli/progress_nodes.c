/* The nodes that records name, each looked up once.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_nodes.h"

#include "base/suggest.h"

#include <string.h>

void cli_nodes_init(cli_node_list *nodes, const cli_progress_run *run) {
    *nodes = (cli_node_list){.run = run};
    ach__arena_init(&nodes->arena, NULL);
    ach__map_init(&nodes->by_id, &nodes->arena);
}

void cli_nodes_free(cli_node_list *nodes) {
    ach__arena_free(&nodes->arena);
}

static void look_up(const cli_node_list *nodes, cli_node *node) {
    const ach_package *package = nodes->run->package;
    const ach_tree *tree = nodes->run->tree;
    ach_node row;
    ach_custom_node custom;
    uint8_t digest[32];
    if (package != NULL && ach_package_find(package, node->id.ptr, node->id.len, &row) == ACH_OK &&
        ach_package_node_fingerprint(package, row.index, digest) == ACH_OK) {
        node->is_known = node->is_in_table = true;
        node->total = row.total;
        for (size_t i = 0; i < 8; i++) {
            node->definition = node->definition << 8 | digest[i];
        }
    }
    if (tree != NULL && ach_tree_find(tree, node->id.ptr, node->id.len, &custom) == ACH_OK) {
        node->is_known = true;
    }
}

static bool grow(cli_node_list *nodes) {
    size_t capacity = nodes->capacity == 0 ? 64 : nodes->capacity * 2;
    cli_node **items = ach__arena_room(&nodes->arena, capacity, sizeof(cli_node *));
    if (items == NULL) {
        return false;
    }
    if (nodes->count > 0) {
        memcpy(items, nodes->items, nodes->count * sizeof(cli_node *));
    }
    nodes->items = items;
    nodes->capacity = capacity;
    return true;
}

cli_node *cli_nodes_find(cli_node_list *nodes, ach__slice id) {
    size_t found = ach__map_find(&nodes->by_id, id);
    if (found != ACH__MAP_NONE) {
        return nodes->items[found];
    }
    cli_node *node = ach__arena_take(&nodes->arena, 1, sizeof *node);
    ach__slice copy = ach__slice_copy(&nodes->arena, id);
    if (node == NULL || copy.ptr == NULL || (nodes->count == nodes->capacity && !grow(nodes))) {
        return NULL;
    }
    node->id = copy;
    look_up(nodes, node);
    (void)ach__map_add(&nodes->by_id, copy, nodes->count);
    nodes->items[nodes->count++] = node;
    return nodes->arena.failed ? NULL : node;
}

void cli_tally_add(cli_node_list *nodes, cli_tally *tally, ach__slice player) {
    if (tally->count++ == 0) {
        tally->player = ach__slice_copy(&nodes->arena, player);
    }
}

ach__slice cli_nodes_suggest(const cli_node_list *nodes, ach__slice id) {
    const ach_package *package = nodes->run->package;
    const ach_tree *tree = nodes->run->tree;
    ach__suggestion search;
    ach_node row;
    ach_custom_node custom;
    ach__suggest_start(&search, id);
    for (size_t i = 0; package != NULL && ach_package_node(package, i, &row) == ACH_OK; i++) {
        ach__suggest_offer(&search, cli_slice(row.text[ACH_NODE_ID]));
    }
    for (size_t i = 0; tree != NULL && ach_tree_node(tree, i, &custom) == ACH_OK; i++) {
        ach__suggest_offer(&search, cli_slice(custom.node_id));
    }
    return search.best;
}
