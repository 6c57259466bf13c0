/* The check of parents, whatever the nodes come from.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_LINKS_H
#define ACH__MODEL_LINKS_H

#include "base/map.h"
#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "model/tree.h"

#include <stddef.h>

/* Nodes by number, in the order of the table or of the tree that is wanted. */
typedef struct ach__links {
    size_t count;
    const ach__slice *ids;     /* empty or absent: nobody can name the node */
    const ach__slice *parents; /* empty or absent: a root */
    const ach__map *by_id;     /* id -> the first node that has it; NULL: not yet made */
    const ach__map *lost;      /* ids that may well exist, though no node has them: they are not
                                  told as unknown; NULL: none */
    ach__place (*place)(void *user, size_t node); /* of its parent's name */
    void *user;
} ach__links;

/* Raises unknown parents and cycles, and builds the tree in `arena`; who names an unknown parent
 * stands among the roots. Of nodes with the same id the first is meant. Linear in the number of
 * nodes, without recursion. Where there is no memory the tree is empty and arena->failed is set. */
void ach__links_check(const ach__links *links, ach__tree *tree, ach__arena *arena,
                      ach_diags *diags);

#endif
