/* Checks the tree that the node files make: the order of siblings, what cloud nodes depend on, and
 * how large a page is.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"
#include "check/node_boards.h"
#include "rules/node_tree.h"

enum { LEVEL_PIXELS = 30, NODE_PIXELS = 24 };

uint64_t ach__board_width(ach__board board) {
    uint64_t width = (uint64_t)board.levels * LEVEL_PIXELS;
    return width > ACH__BOARD_WIDTH_LEAST ? width : ACH__BOARD_WIDTH_LEAST;
}

uint64_t ach__board_height(ach__board board) {
    uint64_t height = (uint64_t)board.widest * NODE_PIXELS;
    return height > ACH__BOARD_HEIGHT_LEAST ? height : ACH__BOARD_HEIGHT_LEAST;
}

/* Counts the nodes of each level of a page, and forgets them for the next page. */
static ach__board close_page(uint32_t *counts, uint32_t levels) {
    ach__board board = {levels, 0};
    for (uint32_t level = 1; level <= levels; level++) {
        board.widest = counts[level] > board.widest ? counts[level] : board.widest;
        counts[level] = 0;
    }
    return board;
}

ach__board *ach__boards_measure(const ach__nodes *nodes, ach__arena *arena) {
    const ach__tree *tree = &nodes->tree;
    ach__board *boards = ach__arena_take(arena, nodes->count, sizeof *boards);
    uint32_t *counts = ach__arena_take(arena, nodes->count + 1, sizeof *counts);
    if (boards == NULL || counts == NULL) {
        return NULL;
    }
    size_t root = tree->first_root;
    uint32_t levels = 0;
    for (size_t node = root; node != ACH__NO_NODE; node = ach__tree_step(tree, node)) {
        uint32_t level = tree->depth[node];
        if (level == 1 && levels > 0) {
            boards[root] = close_page(counts, levels);
            root = node;
            levels = 0;
        }
        counts[level]++;
        levels = level > levels ? level : levels;
    }
    if (levels > 0) {
        boards[root] = close_page(counts, levels);
    }
    return boards;
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* The digits at `at` without leading zeros; *at moves behind them. */
static ach__slice number_at(ach__slice text, size_t *at) {
    while (*at < text.len && text.ptr[*at] == '0') {
        ++*at;
    }
    size_t start = *at;
    while (*at < text.len && is_digit(text.ptr[*at])) {
        ++*at;
    }
    return (ach__slice){text.ptr + start, *at - start};
}

static int compare_numbers(ach__slice left, ach__slice right) {
    if (left.len != right.len) {
        return left.len < right.len ? -1 : 1;
    }
    return ach__slice_compare(left, right);
}

/* As a person would order them: runs of digits by their size, all else bytewise. */
static int compare_naturally(ach__slice left, ach__slice right) {
    size_t a = 0;
    size_t b = 0;
    while (a < left.len && b < right.len) {
        if (is_digit(left.ptr[a]) && is_digit(right.ptr[b])) {
            int order = compare_numbers(number_at(left, &a), number_at(right, &b));
            if (order != 0) {
                return order;
            }
        } else if (left.ptr[a] != right.ptr[b]) {
            return (unsigned char)left.ptr[a] < (unsigned char)right.ptr[b] ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (a < left.len) - (b < right.len);
}

static void report_order(ach__nodes *nodes, size_t first, size_t second, ach_diags *diags) {
    ach__place place = ach__nodes_place(nodes, first, ACH__KEY_NODE_ID, diags);
    ach__place other = ach__nodes_place(nodes, second, ACH__KEY_NODE_ID, diags);
    ach__finding *finding = ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_SORT], &place);
    ach__finding_text(finding, "first", nodes->items[first].id);
    ach__finding_text(finding, "second", nodes->items[second].id);
    ach__finding_related(finding, &ach__node_sorts_later, &other);
}

/* A node that stands among the roots because its parent is unknown is told already. */
static bool is_stranded(const ach__nodes *nodes, size_t node) {
    return nodes->tree.parent[node] == ACH__NO_NODE && !ach__node_is_root(&nodes->items[node]);
}

/* One group of siblings is told once. */
static void check_order(ach__nodes *nodes, size_t first, ach_diags *diags) {
    size_t before = ACH__NO_NODE;
    for (size_t node = first; node != ACH__NO_NODE; node = nodes->tree.next[node]) {
        if (is_stranded(nodes, node)) {
            continue;
        }
        if (before != ACH__NO_NODE &&
            compare_naturally(nodes->items[before].id, nodes->items[node].id) > 0) {
            report_order(nodes, before, node, diags);
            return;
        }
        before = node;
    }
}

static bool is_surely_local(const ach__node *node) {
    uint32_t key = (uint32_t)1 << ACH__KEY_IS_CLOUD;
    bool says_no = (node->usable & key) != 0 && !node->is_cloud;
    bool says_nothing = (node->configured & key) == 0 && node->is_whole;
    return says_no || says_nothing;
}

static void check_dependence(ach__nodes *nodes, size_t index, ach_diags *diags) {
    const ach__node *node = &nodes->items[index];
    size_t parent = nodes->tree.parent[index];
    if (!node->is_cloud || !node->depend_parent || parent == ACH__NO_NODE ||
        !is_surely_local(&nodes->items[parent])) {
        return;
    }
    ach__place place = ach__nodes_place(nodes, index, ACH__KEY_DEPEND_PARENT, diags);
    ach__place other = ach__nodes_place(nodes, parent, ACH__KEY_NODE_ID, diags);
    ach__finding *finding =
        ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_DEPEND_CLOUD], &place);
    ach__finding_text(finding, "id", node->id);
    ach__finding_text(finding, "parent", nodes->items[parent].id);
    ach__finding_related(finding, &ach__node_depends_on, &other);
}

void ach__check_nodes(ach__package *package, ach_diags *diags) {
    ach__nodes *nodes = package->nodes;
    check_order(nodes, nodes->tree.first_root, diags);
    for (size_t node = 0; node < nodes->tree.count; node++) {
        check_order(nodes, nodes->tree.first_child[node], diags);
        check_dependence(nodes, node, diags);
    }
    package->arena.failed |= nodes->arena.failed;
}
