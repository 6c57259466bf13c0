/* The folder of node files: what would change in it, and changing it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__PACK_NODE_FOLDER_H
#define ACH__PACK_NODE_FOLDER_H

#include <achpack/status.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "model/nodes.h"
#include "pack/node_files.h"

#include <stdbool.h>
#include <stddef.h>

/* Where node files go, and where it is remembered what was written. */
typedef struct ach__node_target {
    const char *folder; /* may not be there yet */
    const char *list;   /* the file beside the table: "SHA-256  name" lines */
    bool force;
    size_t jobs;
} ach__node_target;

/* What is to be done with a file, and what is remembered of it. */
typedef struct ach__planned_file {
    const ach__made_node *node; /* NULL: the file is removed, its row is gone */
    ach__slice name;
    const char *path; /* in the target's folder */
    char sha256[65];
    bool is_done; /* the file holds this already */
    bool is_link; /* what lies there is a symbolic link */
} ach__planned_file;

typedef struct ach__node_plan {
    ach__arena arena;
    const ach__node_target *target;
    ach__planned_file *files; /* removals first, then by name */
    size_t count;
    ach__slice old_list; /* as it was read; empty where there was none */
    bool list_is_new;    /* it was written since */
    ach__nodes *others;  /* what lies in the folder; findings show lines of it */
    size_t written, unchanged, removed;
} ach__node_plan;

/* Looks what is in the folder, changing nothing, and raises node-file-changed and node-duplicate.
 * On failure *failed is the path at fault. ACH_OK; ACH_EIO (errno); ACH_ELIMIT; ACH_ENOMEM. To be
 * freed whatever comes back. */
ach_status ach__node_plan_make(ach__node_plan *plan, const ach__node_target *target,
                               const ach__made_nodes *made, ach_diags *diags, const char **failed);

/* Does it. Stopped at any moment, even by a kill, a later run finds nothing that looks as if it had
 * been changed by hand, and completes it. Statuses as above. */
ach_status ach__node_plan_carry_out(ach__node_plan *plan, const char **failed);

void ach__node_plan_free(ach__node_plan *plan);

/* Makes a folder, and those above it, unless it is there. ACH_OK, ACH_EIO (errno), ACH_ENOMEM. */
ach_status ach__folder_make(const char *path);

#endif
