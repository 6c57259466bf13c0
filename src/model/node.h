/* One node of the custom achievement system, as its JSON file defines it.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_NODE_H
#define ACH__MODEL_NODE_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "format/json.h"
#include "model/node_keys.h"
#include "model/node_text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ach__goal_type {
    ACH__GOAL_NONE, /* no goal_details: the mod's own code counts */
    ACH__GOAL_KILL, /* default_kill */
    ACH__GOAL_GET,  /* default_get */
    ACH__GOAL_ODD   /* goal_details that cannot be used; told */
} ach__goal_type;

typedef struct ach__goal {
    ach__goal_type type;
    ach__slice entity; /* default_kill: entity_identifier */
    ach__slice item;   /* default_get: newItemName */
    ach__slice items;  /* default_get: the text of item_dict */
} ach__goal;

typedef struct ach__reward {
    ach__slice function_name;
    ach__slice name_space; /* "nameSpace:systemName" */
    ach__slice data;       /* the text of the object; absent where it was left out */
} ach__reward;

/* Texts point into the file or the arena. A key that was left out, or cannot be used, has its
 * default here: switches as the guide gives them, texts absent, goal_number 0. A misspelt key that
 * was told as a missing one counts as the key that was meant, so that nothing else is told of its
 * absence. An empty text and a picture's path that is not textures/... cannot be used. */
typedef struct ach__node {
    size_t file;         /* index of its file in ach__nodes */
    uint32_t configured; /* bit 1 << ach__node_key: the key is written in the file */
    uint32_t usable;     /* the same, with a value of the right type */
    bool is_whole;       /* false: its file could not be read to the end */
    bool depend_parent;
    bool use_default_icon_background;
    bool is_hidden;
    bool finish_tip;
    bool is_cloud;
    bool auto_sent_cloud;
    uint32_t goal_number; /* 1 .. 2147483647; 0: not usable */
    ach__slice id;        /* empty or absent: nobody can name the node */
    ach__slice parent;    /* absent: a root */
    ach__slice title;
    ach__slice unfinished_icon;
    ach__slice finished_icon;
    ach__slice description;
    ach__slice window_background;
    ach__goal goal;
    ach__reward *rewards;
    size_t reward_count;
    ach__json_spot object;               /* the whole node */
    ach__json_spot keys[ACH__NODE_KEYS]; /* of the configured ones, quotes included */
    ach__json_spot values[ACH__NODE_KEYS];
} ach__node;

/* What reading a node needs beside its text: memory that is used again for the next one. */
typedef struct ach__node_reader {
    ach__arena *arena;  /* what the nodes keep */
    ach__arena *places; /* lines of files that have findings; lives as long as `diags` is printed */
    ach_diags *diags;
    ach__json json; /* starts zeroed */
    ach__arena *scratch;
} ach__node_reader;

/* Reads one file's text and raises all that is wrong with its JSON, keys, types, goals and rewards.
 * False where it holds no node at all (told); *out is then untouched. No memory shows in the
 * arenas and in ach__diags_failed(). */
bool ach__node_read(ach__node *out, ach__node_reader *reader, ach__node_text *text);

/* True for a node that is the root of a page. */
static inline bool ach__node_is_root(const ach__node *node) {
    return (node->configured & (1u << ACH__KEY_PARENT_NODE)) == 0;
}

/* The place of a key's value; where the key is absent, of the node's id, else of the file. */
ach__place ach__node_value_place(const ach__node *node, ach__node_text *text, ach__node_key key,
                                 ach__arena *arena, ach_diags *diags);

#endif
