/* How large the trees of the pages are.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_NODE_BOARDS_H
#define ACH__CHECK_NODE_BOARDS_H

#include "base/memory.h"
#include "model/nodes.h"

#include <stdint.h>

#define ACH__BOARD_WIDTH_LEAST  227u
#define ACH__BOARD_HEIGHT_LEAST 129u

/* Of one page; zeros for a node that is no root. */
typedef struct ach__board {
    uint32_t levels; /* the root's included */
    uint32_t widest; /* nodes of the level that has most */
} ach__board;

/* By item of `nodes`; NULL where there is no memory. */
ach__board *ach__boards_measure(const ach__nodes *nodes, ach__arena *arena);

/* In pixels. */
uint64_t ach__board_width(ach__board board);
uint64_t ach__board_height(ach__board board);

#endif
