/* What a loaded tree is made of, and what the files that load it share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RUNTIME_TREE_PARTS_H
#define ACH__RUNTIME_TREE_PARTS_H

#include <achpack/tree.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "model/nodes.h"
#include "runtime/package_parts.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* The texts of a node. */
typedef enum ach__tree_text {
    ACH__TREE_ID,
    ACH__TREE_PARENT,
    ACH__TREE_TITLE,
    ACH__TREE_UNFINISHED,
    ACH__TREE_FINISHED,
    ACH__TREE_DESCRIPTION,
    ACH__TREE_BACKGROUND,
    ACH__TREE_ENTITY,
    ACH__TREE_ITEM,
    ACH__TREE_ITEMS,
    ACH__TREE_FILE,
    ACH__TREE_JSON,
    ACH__TREE_TEXTS
} ach__tree_text;

typedef struct ach__tree_reward {
    ach__run function_name;
    ach__run name_space;
    ach__run data;
} ach__tree_reward;

typedef struct ach__tree_row {
    ach__run text[ACH__TREE_TEXTS];
    uint32_t configured; /* bits of ach_key */
    uint32_t goal_number;
    uint32_t parent; /* ACH__ABSENT: none */
    uint32_t root;
    uint32_t depth;
    uint32_t child_count;
    size_t first_child;     /* in tree->links */
    const ach__run *values; /* of the configured keys, in the order of the keys */
    const ach__tree_reward *rewards;
    size_t reward_count;
    uint8_t goal; /* ach_goal */
    bool depend_parent;
    bool use_default_icon_background;
    bool is_hidden;
    bool finish_tip;
    bool is_cloud;
    bool auto_sent_cloud;
} ach__tree_row;

struct ach_tree {
    atomic_size_t holders;
    ach__meter meter; /* all memory below is counted here */
    ach__buffer texts;
    ach__arena kept; /* the arrays below */
    ach__tree_row *rows;
    size_t count;
    size_t *links; /* the roots, then the children of node 0, of node 1, ... */
    size_t root_count;
    ach__ids ids;
};

/* A tree that is being loaded. Everything but the tree itself goes when it is done. */
typedef struct ach__tree_loader {
    ach_tree *tree;
    ach_tree_options options; /* all of this version, defaults filled in */
    ach_diags *diags;
    size_t others_errors; /* in the caller's list before */
    ach__nodes *nodes;
    ach__arena scratch;
    uint32_t *row_of;    /* by item of nodes; ACH__ABSENT: left out */
    ach__buffer members; /* of the objects that are being written */
} ach__tree_loader;

static inline ach__slice ach__tree_run(const ach_tree *tree, ach__run run) {
    return run.start == ACH__ABSENT
               ? (ach__slice){NULL, 0}
               : (ach__slice){(const char *)tree->texts.data + run.start, run.size};
}

/* tree.c: fills the ids from the rows; false where there is no memory. */
bool ach__tree_index(ach_tree *tree);
/* No holder is left. */
void ach__tree_release(ach_tree *tree);

/* tree_load.c: from loader->nodes to the tree. No memory shows in ach__tree_loader_failed(). */
void ach__tree_loader_build(ach__tree_loader *loader);
bool ach__tree_loader_failed(const ach__tree_loader *loader);

/* Keeps a text with a NUL behind it; bytes that are no UTF-8 become U+FFFD. */
ach__run ach__tree_keep_text(ach_tree *tree, ach__slice text);

/* tree_json.c: fills what a row says in JSON: its whole file, its item_dict, the data of its
 * rewards. */
void ach__tree_keep_json(ach__tree_loader *loader, const ach__node *node, ach__tree_row *row);

/* tree_open.c */
ach_status ach__tree_options_read(ach_tree_options *out, const ach_tree_options *options);

/* tree_read.c: node files as loader->nodes. ACH_OK; ACH_EIO (errno), ACH_ENOTFOUND: a folder;
 * ACH_ELIMIT, ACH_ENOMEM, ACH_EARGUMENT. */
ach_status ach__tree_read_memory(ach__tree_loader *loader, const ach_tree_file *files,
                                 size_t count);
ach_status ach__tree_read_folders(ach__tree_loader *loader, const char *const *folders,
                                  size_t count);

#endif
