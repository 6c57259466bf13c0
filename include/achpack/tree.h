/* Trees: the node files of the custom achievement system, loaded and looked up.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_TREE_H
#define ACHPACK_TREE_H

#include <achpack/allocator.h>
#include <achpack/bytes.h>
#include <achpack/diag.h>
#include <achpack/export.h>
#include <achpack/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A loaded tree never changes. Any number of threads may read one at once. It counts its holders:
 * ach_tree_keep() adds one, ach_tree_free() takes one away, the last one frees it. Everything that
 * the calls below point to belongs to the tree and lives as long as it does.
 *
 * Nodes are numbers from 0 on, in the order of the platform: by node_ID, byte by byte, so that
 * Node10 stands before Node2 and Z before a ("Custom achievement system", where the pages and the
 * nodes on them are sorted so). No limit of the options is ever passed by what the files hold. */
typedef struct ach_tree ach_tree;

enum {
    /* Refuse a tree when there is any error, instead of loading what can be used of it. */
    ACH_TREE_STRICT = 1
};

/* How to open. Start from ACH_TREE_OPTIONS_INIT; a number left 0 means its default. Later versions
 * add fields at the end; `size` tells which ones the caller knows. */
typedef struct ach_tree_options {
    size_t size;                    /* sizeof(ach_tree_options) */
    uint32_t flags;                 /* ACH_TREE_... */
    const ach_allocator *allocator; /* copied; NULL: malloc. Must serve until the last free, on
                                       whatever thread that happens. Listing a folder and qsort
                                       take a little of malloc too, and give it back before the
                                       call returns */
    uint64_t max_files;             /* node files in all; default and most 100,000 */
    uint64_t max_file_bytes;        /* of one file; default and most 1 MiB */
    uint64_t max_memory;            /* bytes that the tree may take of the allocator, while it is
                                       opened and afterwards; default 256 MiB, beyond 4 GiB the
                                       same as that */
} ach_tree_options;

#define ACH_TREE_OPTIONS_INIT                                                                      \
    { sizeof(ach_tree_options), 0, NULL, 0, 0, 0 }

/* A node file in memory. */
typedef struct ach_tree_file {
    const char *name; /* as findings show it, NUL-terminated UTF-8 */
    const void *bytes;
    size_t size;
} ach_tree_file;

/* The keys of a node file, in the order of the "Custom achievement system" guide. */
typedef enum ach_key {
    ACH_KEY_NODE_ID = 0,
    ACH_KEY_PARENT_NODE = 1,
    ACH_KEY_DEPEND_PARENT = 2,
    ACH_KEY_TITLE = 3,
    ACH_KEY_UNFINISHED_ICON = 4,
    ACH_KEY_FINISHED_ICON = 5,
    ACH_KEY_USE_DEFAULT_ICON_BACKGROUND = 6,
    ACH_KEY_GOAL_DETAILS = 7,
    ACH_KEY_GOAL_NUMBER = 8,
    ACH_KEY_NODE_DESCRIPTION = 9,
    ACH_KEY_WINDOW_BACKGROUND = 10,
    ACH_KEY_REWARD = 11,
    ACH_KEY_IS_HIDDEN = 12,
    ACH_KEY_FINISH_TIP = 13,
    ACH_KEY_IS_CLOUD = 14,
    ACH_KEY_AUTO_SENT_CLOUD = 15
} ach_key;

#define ACH_KEY_COUNT 16

/* The name of a key as the files write it, such as "node_ID"; NULL: no such key. Static. */
ACH_EXPORT const char *ach_key_name(ach_key key);

/* What the game counts by itself ("Custom achievement system", goal_details). */
typedef enum ach_goal {
    ACH_GOAL_NONE = 0,   /* no goal_details: the mod's own code counts */
    ACH_GOAL_KILL = 1,   /* default_kill: entities killed */
    ACH_GOAL_GET = 2,    /* default_get: items held at once */
    ACH_GOAL_UNKNOWN = 3 /* goal_details that cannot be used */
} ach_goal;

/* One node: what its file says, and the guide's defaults for what it leaves out or says in a way
 * that cannot be used. Texts without a default are then absent. */
typedef struct ach_custom_node {
    size_t index;
    size_t parent;        /* index; SIZE_MAX: a root, or the parent is unknown */
    size_t root;          /* index of the page it stands on: of the root above it, or its own */
    size_t child_count;   /* how many ach_tree_children() gives */
    uint32_t depth;       /* 1 for a root */
    uint32_t configured;  /* bit 1u << ach_key: the file has this key */
    uint32_t goal_number; /* 1 .. 2147483647; 0: left out, or cannot be used */
    ach_goal goal;
    ach_bytes goal_entity; /* ACH_GOAL_KILL: its identifier, such as minecraft:cow */
    ach_bytes goal_item;   /* ACH_GOAL_GET: newItemName */
    ach_bytes goal_items;  /* ACH_GOAL_GET: the whole item_dict, as compact JSON */
    ach_bytes node_id;
    ach_bytes parent_node; /* as the file names it */
    ach_bytes title;
    ach_bytes unfinished_icon;
    ach_bytes finished_icon;
    ach_bytes node_description;
    ach_bytes window_background;
    size_t reward_count;
    ach_bytes file; /* its path as findings show it, or the name it was given with */
    /* 0 or 1 */
    uint8_t depend_parent;
    uint8_t use_default_icon_background; /* default 1 */
    uint8_t is_hidden;
    uint8_t finish_tip; /* default 1 */
    uint8_t is_cloud;
    uint8_t auto_sent_cloud; /* default 1; means something where is_cloud is 1 */
} ach_custom_node;

/* What is called when a node is finished ("Custom achievement system", reward). */
typedef struct ach_custom_reward {
    ach_bytes function_name;
    ach_bytes name_space; /* nameSpace:systemName, as given to RegisterSystem on the server */
    ach_bytes data;       /* compact JSON of the dict; absent where it was left out */
} ach_custom_reward;

/* Opens the node files of one or several folders (UTF-8 paths, not kept), each a customAchievements
 * folder or a behaviour pack that has one, as one tree. Without ACH_TREE_STRICT what is usable is
 * loaded: of several nodes with one node_ID the first counts, in the order of the folders and then
 * of the file names; a node without a usable node_ID is left out, and so is what stands in or below
 * a cycle; a node whose parent is unknown stands among the roots; a file that cannot be read or is
 * too large is passed over. Each of these is told as a finding. On success *out (which may have no
 * node at all) has one holder, the caller; on failure it is NULL. `options` and `why` may be NULL;
 * everything that was learned goes to `why`, also on success. ACH_OK; ACH_EIO (errno) and
 * ACH_ENOTFOUND: of a folder; ACH_EFORMAT: an error, with ACH_TREE_STRICT; ACH_ELIMIT: past
 * max_files or max_memory; ACH_ENOMEM; ACH_EARGUMENT: options of no known size, past their bounds,
 * or that ask for what only a later version knows. */
ACH_EXPORT ach_status ach_tree_open(ach_tree **out, const char *const *folders, size_t folder_count,
                                    const ach_tree_options *options, ach_diags *why);

/* The same for files in memory, which are not kept; the first of a node_ID is that of the lower
 * index. ACH_EARGUMENT also for a name that is NULL or not UTF-8. */
ACH_EXPORT ach_status ach_tree_open_memory(ach_tree **out, const ach_tree_file *files, size_t count,
                                           const ach_tree_options *options, ach_diags *why);

/* One holder more; gives the tree. Any thread. */
ACH_EXPORT ach_tree *ach_tree_keep(ach_tree *tree);

/* One holder less; the last one frees it. Any thread; NULL is allowed. */
ACH_EXPORT void ach_tree_free(ach_tree *tree);

/* How many nodes there are. */
ACH_EXPORT size_t ach_tree_count(const ach_tree *tree);

/* Node number `index`. ACH_OK; ACH_ENOTFOUND: no such node, *out is untouched. */
ACH_EXPORT ach_status ach_tree_node(const ach_tree *tree, size_t index, ach_custom_node *out);

/* The node with this node_ID, `size` bytes of UTF-8, in constant time. ACH_OK; ACH_ENOTFOUND. */
ACH_EXPORT ach_status ach_tree_find(const ach_tree *tree, const char *node_id, size_t size,
                                    ach_custom_node *out);

/* The roots, one a page, as indexes in the platform's order; their number to *count. Never NULL. */
ACH_EXPORT const size_t *ach_tree_roots(const ach_tree *tree, size_t *count);

/* The direct children of node `index` in the platform's order: what GetChildrenNode gives ("Custom
 * achievement interface"). None (*count 0) where there is no such node. Never NULL. */
ACH_EXPORT const size_t *ach_tree_children(const ach_tree *tree, size_t index, size_t *count);

/* Fills *out with reward number `number` (0-based) of node `index`. ACH_OK; ACH_ENOTFOUND. */
ACH_EXPORT ach_status ach_tree_reward(const ach_tree *tree, size_t index, size_t number,
                                      ach_custom_reward *out);

/* What the file of node `index` configures, as one JSON object: what GetNodeDetailInfo gives but
 * for "progress" ("Custom achievement interface"). Defaults are not filled in. Compact, without
 * comments; the known keys in the guide's order, then those that no guide knows, the keys of inner
 * objects bytewise, of a repeated key the first; a number that is no JSON is null. Absent where
 * there is no such node. */
ACH_EXPORT ach_bytes ach_tree_json(const ach_tree *tree, size_t index);

/* The value of one key in ach_tree_json(), as JSON text without a NUL behind it; absent where the
 * file does not have the key. */
ACH_EXPORT ach_bytes ach_tree_configured(const ach_tree *tree, size_t index, ach_key key);

/* SHA-256 of a node's definition, 32 bytes to `out`: of the bytes that ach_tree_json() gives. It
 * stays the same when the file is indented otherwise, its keys change places or comments come and
 * go, and over versions of this library. ACH_OK; ACH_ENOTFOUND. */
ACH_EXPORT ach_status ach_tree_node_fingerprint(const ach_tree *tree, size_t index,
                                                uint8_t out[32]);

/* Bytes that the tree holds of its allocator. */
ACH_EXPORT size_t ach_tree_memory(const ach_tree *tree);

#ifdef __cplusplus
}
#endif

#endif
