/* Node files: finding them in a folder and reading them all.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SOURCE_NODE_FILES_H
#define ACH__SOURCE_NODE_FILES_H

#include <achpack/status.h>

#include "diag/diag.h"
#include "model/nodes.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

#define ACH__NODES_FOLDER "customAchievements"

/* Where node files lie. */
typedef struct ach__node_place_list {
    const char *const *folders; /* paths as the user gave them: a customAchievements folder, or a
                                   behaviour pack that has one */
    size_t count;
    const ach__source *inside; /* the package's own folder, whose customAchievements folder counts
                                  where `count` is 0; NULL: none */
    ach__slice root;           /* of the package inside it: "" or "x/" */
    size_t jobs;               /* threads, at least 1 */
} ach__node_place_list;

/* Reads all node files into *out, raises what is wrong with them and with the tree. *out is NULL
 * where there is no such folder inside and none was given; it must not outlive `inside`. A folder
 * that is given twice counts once. On failure *failed is the path at fault.
 * ACH_OK; ACH_ENOTFOUND, ACH_EIO (errno): a given folder; ACH_ELIMIT: more than 100,000 files,
 * or 256 MiB of them;
 * ACH_ENOMEM. A single file that cannot be read is a finding. */
ach_status ach__node_files_read(ach__nodes **out, const ach__node_place_list *places,
                                ach_diags *diags, const char **failed);

#endif
