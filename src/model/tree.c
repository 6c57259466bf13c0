/* Builds the hierarchy of nodes and finds its cycles, in linear time and without recursion.
 * SPDX-License-Identifier: MIT */
#include "model/tree.h"

static void fill(size_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        numbers[i] = ACH__NO_NODE;
    }
}

/* From the last node to the first, each pushed in front of its siblings: so they end in order. */
static size_t link_siblings(const size_t *parent, size_t *first_child, size_t *next, size_t count) {
    size_t first_root = ACH__NO_NODE;
    for (size_t node = count; node-- > 0;) {
        size_t *head = parent[node] == ACH__NO_NODE ? &first_root : &first_child[parent[node]];
        next[node] = *head;
        *head = node;
    }
    return first_root;
}

/* The links are their own stack: where there is no sibling left the walk climbs to the parent. */
size_t ach__tree_step(const ach__tree *tree, size_t node) {
    if (tree->first_child[node] != ACH__NO_NODE) {
        return tree->first_child[node];
    }
    while (tree->next[node] == ACH__NO_NODE && tree->parent[node] != ACH__NO_NODE) {
        node = tree->parent[node];
    }
    return tree->next[node];
}

/* Walks down from the roots, so nothing in or below a cycle is ever reached. */
static void measure_depth(const ach__tree *tree, uint32_t *depth) {
    for (size_t node = tree->first_root; node != ACH__NO_NODE; node = ach__tree_step(tree, node)) {
        size_t parent = tree->parent[node];
        depth[node] = parent == ACH__NO_NODE ? 1 : depth[parent] + 1;
    }
}

ach_status ach__tree_build(ach__tree *tree, ach__arena *arena, const size_t *parent, size_t count) {
    *tree = (ach__tree){.first_root = ACH__NO_NODE};
    size_t *first_child = ach__arena_take(arena, count, sizeof *first_child);
    size_t *next = ach__arena_take(arena, count, sizeof *next);
    uint32_t *depth = ach__arena_take(arena, count, sizeof *depth);
    if (first_child == NULL || next == NULL || depth == NULL) {
        return ACH_ENOMEM;
    }
    fill(first_child, count);
    tree->count = count;
    tree->parent = parent;
    tree->first_child = first_child;
    tree->next = next;
    tree->depth = depth;
    tree->first_root = link_siblings(parent, first_child, next, count);
    measure_depth(tree, depth);
    return ACH_OK;
}

/* The cycle through `member`, written to `nodes` from its smallest node on. */
static size_t collect_cycle(const ach__tree *tree, size_t member, size_t *nodes) {
    size_t smallest = member;
    for (size_t node = tree->parent[member]; node != member; node = tree->parent[node]) {
        smallest = node < smallest ? node : smallest;
    }
    size_t count = 0;
    size_t node = smallest;
    do {
        nodes[count++] = node;
        node = tree->parent[node];
    } while (node != smallest);
    return count;
}

static size_t count_lost(const ach__tree *tree) {
    size_t lost = 0;
    for (size_t node = 0; node < tree->count; node++) {
        lost += tree->depth[node] == 0;
    }
    return lost;
}

ach_status ach__tree_cycles(const ach__tree *tree, ach__arena *arena,
                            void (*found)(void *user, const size_t *nodes, size_t count),
                            void *user) {
    size_t lost = count_lost(tree);
    if (lost == 0) {
        return ACH_OK;
    }
    size_t *walk = ach__arena_take(arena, tree->count, sizeof *walk);
    size_t *nodes = ach__arena_take(arena, lost, sizeof *nodes);
    if (walk == NULL || nodes == NULL) {
        return ACH_ENOMEM;
    }
    fill(walk, tree->count);
    for (size_t start = 0; start < tree->count; start++) {
        /* What has no depth climbs for ever; it meets an older walk or, in a new cycle, its own. */
        size_t node = start;
        while (tree->depth[node] == 0 && walk[node] == ACH__NO_NODE) {
            walk[node] = start;
            node = tree->parent[node];
        }
        if (tree->depth[node] == 0 && walk[node] == start) {
            found(user, nodes, collect_cycle(tree, node, nodes));
        }
    }
    return ACH_OK;
}
