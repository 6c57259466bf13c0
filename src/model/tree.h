/* The hierarchy of nodes: parents, children, depth and cycles.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_TREE_H
#define ACH__MODEL_TREE_H

#include <achpack/status.h>

#include "base/memory.h"

#include <stddef.h>
#include <stdint.h>

#define ACH__NO_NODE SIZE_MAX

/* Nodes are numbers 0 .. count-1, in the order of the table or of the files. */
typedef struct ach__tree {
    size_t count;
    const size_t *parent;      /* ACH__NO_NODE: a root */
    const size_t *first_child; /* ACH__NO_NODE: a leaf */
    const size_t *next;        /* the next sibling (for a root the next root) by node number */
    const uint32_t *depth;     /* 1 for a root; 0 for a node that is in or below a cycle */
    size_t first_root;
} ach__tree;

/* Builds the tree over `parent` (borrowed): linear in count, without recursion.
 * ACH_OK, ACH_ENOMEM. */
ach_status ach__tree_build(ach__tree *tree, ach__arena *arena, const size_t *parent, size_t count);

/* The node behind `node` in a walk down from tree->first_root, each node before its children;
 * ACH__NO_NODE behind the last one. A whole walk is linear and meets no node that has no depth. */
size_t ach__tree_step(const ach__tree *tree, size_t node);

/* Finds the cycles: calls `found` once for each, with its nodes in order (each the child of the
 * next one, the last the child of the first), beginning with the smallest node number.
 * ACH_OK, ACH_ENOMEM. */
ach_status ach__tree_cycles(const ach__tree *tree, ach__arena *arena,
                            void (*found)(void *user, const size_t *nodes, size_t count),
                            void *user);

#endif
