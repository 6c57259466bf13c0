/* What achpack progress verify knows of each node that records name.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_NODES_H
#define ACH__CLI_PROGRESS_NODES_H

#include "base/map.h"
#include "cli/progress.h"

/* How many records there are of a kind, and the player of the first one. */
typedef struct cli_tally {
    uint64_t count;
    ach__slice player;
} cli_tally;

typedef struct cli_node {
    ach__slice id;
    bool is_known;    /* in the table or among the node files */
    bool is_in_table; /* so that the following are known */
    int64_t total;
    uint64_t definition; /* as in ach_progress */
    cli_tally unknown;   /* records of a node that is not known */
    cli_tally redefined; /* records under another definition */
} cli_node;

typedef struct cli_node_list {
    const cli_progress_run *run;
    ach__arena arena;
    ach__map by_id;
    cli_node **items; /* in the order in which they were asked for */
    size_t count;
    size_t capacity;
} cli_node_list;

void cli_nodes_init(cli_node_list *nodes, const cli_progress_run *run);
void cli_nodes_free(cli_node_list *nodes);

/* The node with this id; NULL where there is no memory. */
cli_node *cli_nodes_find(cli_node_list *nodes, ach__slice id);

void cli_tally_add(cli_node_list *nodes, cli_tally *tally, ach__slice player);

/* The name that may have been meant, or absent. */
ach__slice cli_nodes_suggest(const cli_node_list *nodes, ach__slice id);

#endif
