/* A table from node files.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__PACK_NODE_TABLE_H
#define ACH__PACK_NODE_TABLE_H

#include <achpack/status.h>

#include "base/memory.h"
#include "diag/diag.h"
#include "model/nodes.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends NodeSetting.csv, in GBK with CRLF, to `out`: the platform's columns for the cloud nodes,
 * or with `all` every node and every authoring column. *rows is their number. Raises what a table
 * cannot hold; with an error raised `out` is of no use. The nodes must be without errors.
 * ACH_OK, ACH_ENOMEM, ACH_EIO: iconv has no GBK here. */
ach_status ach__node_table_make(ach__buffer *out, ach__nodes *nodes, bool all, size_t *rows,
                                ach_diags *diags);

#endif
