/* Node files from the rows of a table: one JSON text a node, in memory.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__PACK_NODE_FILES_H
#define ACH__PACK_NODE_FILES_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "model/table.h"

#include <stddef.h>

typedef struct ach__made_node {
    const ach__row *row;
    ach__slice id;
    ach__slice name; /* of the file: "first.json"; no two differ in case alone */
    ach__slice text;
} ach__made_node;

typedef struct ach__made_nodes {
    ach__arena arena;
    ach__made_node *items; /* sorted bytewise by id */
    size_t count;
} ach__made_nodes;

/* Makes the files of all rows and raises what keeps a row from becoming one: those errors also come
 * back as ACH_OK. `background` (may be absent) is for roots whose row has none. The table is
 * borrowed. ACH_OK; ACH_ELIMIT: more than ACH__NODE_FILES_MOST rows; ACH_ENOMEM. To be freed
 * whatever comes back. */
ach_status ach__made_nodes_make(ach__made_nodes *made, const ach__table *table,
                                ach__slice background, ach_diags *diags);
void ach__made_nodes_free(ach__made_nodes *made);

/* Appends a text as a JSON string, quotes included: escapes only where JSON needs them. */
void ach__json_append_string(ach__buffer *out, ach__slice text);

#endif
