/* The keys of a node file, as the "Custom achievement system" guide lists them.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_NODE_KEYS_H
#define ACH__MODEL_NODE_KEYS_H

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* In the order of the guide; node files that achpack writes keep it. */
typedef enum ach__node_key {
    ACH__KEY_NODE_ID,
    ACH__KEY_PARENT_NODE,
    ACH__KEY_DEPEND_PARENT,
    ACH__KEY_TITLE,
    ACH__KEY_UNFINISHED_ICON,
    ACH__KEY_FINISHED_ICON,
    ACH__KEY_USE_DEFAULT_ICON_BACKGROUND,
    ACH__KEY_GOAL_DETAILS,
    ACH__KEY_GOAL_NUMBER,
    ACH__KEY_NODE_DESCRIPTION,
    ACH__KEY_WINDOW_BACKGROUND,
    ACH__KEY_REWARD,
    ACH__KEY_IS_HIDDEN,
    ACH__KEY_FINISH_TIP,
    ACH__KEY_IS_CLOUD,
    ACH__KEY_AUTO_SENT_CLOUD,
    ACH__NODE_KEYS
} ach__node_key;

typedef enum ach__node_type {
    ACH__NODE_TEXT,
    ACH__NODE_SWITCH,
    ACH__NODE_NUMBER,
    ACH__NODE_OBJECT,
    ACH__NODE_LIST
} ach__node_type;

typedef enum ach__node_place {
    ACH__NODE_ANYWHERE,
    ACH__NODE_ROOT_ONLY,
    ACH__NODE_CHILD_ONLY
} ach__node_place;

typedef struct ach__node_key_row {
    const char *name;
    ach__node_type type;
    ach__node_place place;
    bool is_required; /* where its place allows it */
    bool is_on;       /* the default of a switch that is left out */
} ach__node_key_row;

extern const ach__node_key_row ach__node_keys[ACH__NODE_KEYS];

/* The index of the row with this very name, or `count`. */
size_t ach__node_row_named(const ach__node_key_row *rows, size_t count, ach__slice name);

/* The key with this very name, or ACH__NODE_KEYS. */
ach__node_key ach__node_key_named(ach__slice name);

#endif
