/* The node ids in a mod's Python code, against the nodes of all packages that were given.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_SCRIPTS_H
#define ACH__CHECK_SCRIPTS_H

#include <achpack/status.h>

#include "base/memory.h"
#include "diag/diag.h"
#include "model/nodes.h"
#include "model/table.h"

#include <stdbool.h>
#include <stddef.h>

#define ACH__SCRIPT_BYTES_MOST  ((size_t)1 << 20)  /* of one file */
#define ACH__SCRIPTS_BYTES_MOST ((size_t)64 << 20) /* of all files together */
#define ACH__SCRIPTS_SHOWN_MOST ((size_t)1000)     /* files whose lines are shown with findings */

/* The nodes of one package, and where findings go that point into it. */
typedef struct ach__script_nodes {
    const ach__table *table; /* NULL: none */
    ach__nodes *nodes;       /* NULL: no node files were given */
    ach_diags *diags;
} ach__script_nodes;

/* Where code lies, and the nodes that it may name. */
typedef struct ach__script_check {
    const char *const *folders; /* paths as the user gave them */
    size_t count;
    const ach__script_nodes *packages; /* at least one: the first one's list takes all findings that
                                          point into no package */
    size_t package_count;
    bool is_partial;   /* there are nodes that could not be read: no id is said to be unknown */
    ach__arena *shown; /* for the lines of files with findings; outlives their printing */
} ach__script_check;

/* Searches the .py files below the folders for node ids and raises what is wrong with them; where
 * no package has an id, nothing is searched. A single file that cannot be read is a finding. The
 * lists are left to be finished. ACH_OK: whatever was found; ACH_ENOTFOUND, ACH_EIO (errno),
 * ACH_ELIMIT: a folder, *failed; ACH_ENOMEM. */
ach_status ach__check_scripts(const ach__script_check *check, const char **failed);

#endif
