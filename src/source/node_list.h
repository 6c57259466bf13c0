/* Which files are node files, by where they lie and how they are called.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SOURCE_NODE_LIST_H
#define ACH__SOURCE_NODE_LIST_H

#include "base/memory.h"
#include "diag/diag.h"
#include "source/node_files.h"
#include "source/source.h"

#include <stdbool.h>
#include <stddef.h>

/* A file that is to be read. */
typedef struct ach__node_entry {
    const ach__source *source;
    const ach__file *file;
    const ach__slice *label; /* what stands before the file's path in findings */
    bool is_outside;
} ach__node_entry;

typedef struct ach__node_list {
    ach__arena arena;
    ach__source **sources; /* the given folders, opened; NULL where one was given twice */
    size_t source_count;
    bool exists; /* a folder was given, or there is one inside */
    ach__node_entry *entries;
    size_t count;
} ach__node_list;

/* Lists what is to be read, and raises what lies or is named wrongly. Statuses as
 * ach__node_files_read(); to be closed whatever comes back. */
ach_status ach__node_list_open(ach__node_list *list, const ach__node_place_list *places,
                               ach_diags *diags, const char **failed);
void ach__node_list_close(ach__node_list *list);

/* What stands before the names of files in the folder `path`, a behaviour pack or the folder of the
 * node files itself, in findings: valid UTF-8 with a '/' at its end. */
ach__slice ach__node_list_label(ach__arena *arena, const char *path, bool is_pack);

/* A file's path as findings show it; it may lie in its source. */
ach__slice ach__node_list_path(const ach__node_list *list, size_t index, ach__arena *arena);

#endif
