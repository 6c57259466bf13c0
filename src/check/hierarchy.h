/* The check of parents, whatever the nodes come from.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_HIERARCHY_H
#define ACH__CHECK_HIERARCHY_H

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "model/tree.h"

#include <stddef.h>

/* Nodes by number, in the order of the table or of the files. */
typedef struct ach__links {
    size_t count;
    const ach__slice *ids;     /* empty or absent: nobody can name the node */
    const ach__slice *parents; /* empty or absent: a root */
    ach__place (*place)(const void *user, size_t node); /* of its parent's name */
    const void *user;
} ach__links;

/* Raises unknown parents and cycles, and builds the tree in `arena`. Of nodes with the same id the
 * first is meant. Where there is no memory the tree is empty and arena->failed is set. */
void ach__links_check(const ach__links *links, ach__tree *tree, ach__arena *arena,
                      ach_diags *diags);

#endif
