/* All nodes of one or several behaviour packs, as a tree.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_NODES_H
#define ACH__MODEL_NODES_H

#include <achpack/status.h>

#include "base/map.h"
#include "model/node.h"
#include "model/tree.h"

#include <stddef.h>

#define ACH__NODE_FILES_MOST ((size_t)100000)
#define ACH__NODE_BYTES_MOST ((size_t)256 << 20) /* of all files together */

/* Whoever reads the files fills `files` and `items` (and `parts`), then calls ach__nodes_finish().
 */
typedef struct ach__nodes {
    ach__arena arena;  /* everything below, where it does not lie in `parts` */
    ach__arena *parts; /* what several readers at once have kept, the files' texts included */
    size_t part_count;
    ach__node_text *files; /* in the order they were given */
    size_t file_count;
    ach__node *items; /* in the platform's order: bytewise by id, then in the order of the files */
    size_t count;
    ach__map by_id; /* id -> index in items; of several with one id the first */
    ach__map lost;  /* what stands in quotes in files that gave no id: nodes that may be there */
    ach__tree tree; /* over items: children and roots stand in the platform's order */
} ach__nodes;

/* No nodes yet, with an empty arena; NULL where there is no memory. */
ach__nodes *ach__nodes_new(const ach_allocator *allocator);

/* Sorts the items that were read and builds map and tree; raises node-duplicate,
 * node-parent-unknown and node-cycle. A node whose parent is unknown stands among the roots.
 * ACH_OK, ACH_ENOMEM. */
ach_status ach__nodes_finish(ach__nodes *nodes, ach_diags *diags);

/* The node with this id, or NULL. */
const ach__node *ach__nodes_find(const ach__nodes *nodes, ach__slice id);

/* The place of a key of node number `index`. */
ach__place ach__nodes_place(ach__nodes *nodes, size_t index, ach__node_key key, ach_diags *diags);

/* The next list of findings that a place is asked for gets the files' lines: the earlier one was
 * not meant to be printed. */
void ach__nodes_forget_lines(ach__nodes *nodes);

/* Accepts NULL. */
void ach__nodes_free(ach__nodes *nodes);

#endif
