/* Trees on a terminal, and the node files' tree in both forms of `achpack show`.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_SHOW_TREE_H
#define ACH__CLI_SHOW_TREE_H

#include "cli/cli.h"
#include "model/nodes.h"
#include "model/tree.h"

#include <jansson.h>

/* Appends a text, shortened so that it does not push others off the screen. */
void cli_append_short(ach__buffer *out, ach__slice text);

/* What stands behind the branch of a node, appended to `line`. */
typedef void cli_tree_label(ach__buffer *line, const void *owner, size_t node);

/* One line a node, in the order of the tree. False where there is no memory. */
bool cli_print_tree(ach__sink *out, const ach__tree *tree, cli_tree_label *label,
                    const void *owner);

/* Whether the package comes with nodes in files. */
bool cli_has_node_files(const ach__package *package);

/* The tree of the node files, what its marks mean, and how many nodes there are. */
bool cli_print_nodes(const cli_options *options, ach__sink *out, const ach__nodes *nodes);

/* The same as a list of objects in the platform's order; NULL where there is no memory. */
json_t *cli_nodes_json(const ach__nodes *nodes);

#endif
