/* The family "nodes": what one node file must hold.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_NODES_H
#define ACH__RULES_NODES_H

#include "diag/kind.h"

/* {key} is a key as it should be written, {found} and {wanted} say in words what stands there and
 * what should ({found_zh}, {wanted_zh}), {example} is a whole line or value to follow. */
typedef enum ach__nodes_message {
    ACH__NODE_KEY_MISSING,      /* key, example */
    ACH__NODE_KEY_MISSING_NEAR, /* key, written */
    ACH__NODE_KEY_MISSING_ROOT,
    ACH__NODE_KEY_EMPTY, /* key, example */
    ACH__NODE_PARENT_EMPTY,
    ACH__NODE_KEYS_NONE,
    ACH__NODE_KEY_UNKNOWN,        /* written */
    ACH__NODE_KEY_UNKNOWN_NEAR,   /* written, suggestion */
    ACH__NODE_KEY_UNKNOWN_BESIDE, /* written, suggestion */
    ACH__NODE_KEY_UNKNOWN_MORE,   /* count */
    ACH__NODE_KEY_TYPE,           /* key, wanted, found, example */
    ACH__NODE_KEY_TYPE_MENDED,    /* key, wanted, found, mended */
    ACH__NODE_KEY_TYPE_NULL,      /* key, example */
    ACH__NODE_KEY_TYPE_LIST,      /* key, wanted, found */
    ACH__NODE_DOCUMENT,           /* found */
    ACH__NODE_DOCUMENT_LIST,
    ACH__NODE_PLACE_ROOT_ONLY,  /* key */
    ACH__NODE_PLACE_CHILD_ONLY, /* key */
    ACH__NODE_ICON_EXTENSION,   /* key, path, example */
    ACH__NODE_ICON_OUTSIDE,     /* key, path, example */
    ACH__NODE_ICON_BACKSLASH,   /* key, path, example */
    ACH__NODE_ICON_ABSOLUTE,    /* key, path, example */
    ACH__NODE_ICON_URL,         /* key, path, example */
    ACH__NODE_ICON_PARENT,      /* key, path, example */
    ACH__NODE_ICON_PART,        /* key, path, example */
    ACH__GOAL_NUMBER_SMALL,     /* value */
    ACH__GOAL_NUMBER_LARGE,     /* value */
    ACH__GOAL_NUMBER_FRACTION,  /* value, plain */
    ACH__GOAL_NUMBER_QUOTES,    /* value, plain */
    ACH__GOAL_NUMBER_OTHER,     /* found */
    ACH__GOAL_TYPE_MISSING,
    ACH__GOAL_TYPE_UNKNOWN,      /* value */
    ACH__GOAL_TYPE_UNKNOWN_NEAR, /* value, suggestion */
    ACH__GOAL_KEY_NEAR,          /* key, written */
    ACH__GOAL_ENTITY_MISSING,
    ACH__GOAL_ITEM_MISSING,
    ACH__GOAL_VALUE,    /* key, wanted, found, example */
    ACH__GOAL_ONLY_ONE, /* key, found, example */
    ACH__GOAL_NAME_MISSING,
    ACH__GOAL_NAME_OLD, /* written, key */
    ACH__GOAL_COUNT,
    ACH__GOAL_USER_DATA,     /* written */
    ACH__GOAL_ENCHANT,       /* key, example */
    ACH__GOAL_ITEM_UNTOLD,   /* key */
    ACH__GOAL_KEY_OTHER,     /* key, type */
    ACH__REWARD_SHAPE,       /* found */
    ACH__REWARD_KEY_MISSING, /* key, example */
    ACH__REWARD_KEY_NEAR,    /* key, written */
    ACH__REWARD_VALUE,       /* key, wanted, found, example */
    ACH__REWARD_COLON_NONE,  /* value */
    ACH__REWARD_COLON_WIDE,  /* value, mended */
    ACH__REWARD_COLON_MANY,  /* value */
    ACH__REWARD_SIDE_EMPTY,  /* value */
    ACH__REWARD_PLAY_ID,
    ACH__REWARD_MORE,        /* count */
    ACH__REWARD_PLACEHOLDER, /* value */
    ACH__NODES_MESSAGES
} ach__nodes_message;

extern const ach__message ach__nodes_messages[ACH__NODES_MESSAGES];
extern const ach__family ach__nodes_family;

#endif
