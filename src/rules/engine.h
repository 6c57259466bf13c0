/* What can be said about calls of an engine.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_ENGINE_H
#define ACH__RULES_ENGINE_H

#include "diag/kind.h"

/* The parameters that a sentence needs stand behind it. */
enum {
    /* engine-node-unknown */
    ACH__ENGINE_NODE_NOT_IN_TABLE, /* node */
    ACH__ENGINE_NODE_NEAR,         /* node, suggestion */
    ACH__ENGINE_NODE_NOT_IN_TREE,  /* node */
    ACH__ENGINE_NODE_GONE,         /* node, player */
    ACH__ENGINE_NO_CLOUD,
    /* engine-delta */
    ACH__ENGINE_DELTA, /* delta */
    ACH__ENGINE_COUNT, /* count */
    /* engine-player */
    ACH__ENGINE_PLAYER_EMPTY,
    ACH__ENGINE_PLAYER_LONG, /* bytes, limit */
    ACH__ENGINE_PLAYER_TEXT,
    /* engine-extra */
    ACH__ENGINE_EXTRA_REFUSED, /* node, player */
    ACH__ENGINE_EXTRA_LONG,    /* node, player, bytes, limit */
    ACH__ENGINE_EXTRA_TEXT,    /* node, player */
    /* engine-queue-full */
    ACH__ENGINE_QUEUE_FULL, /* limit */
    /* engine-answer */
    ACH__ENGINE_ANSWER_GIVES_UP, /* node, player, result */
    ACH__ENGINE_ANSWER_RETRIES,  /* node, player, result */
    /* engine-closed */
    ACH__ENGINE_CLOSED, /* node, player */
    /* engine-resumed */
    ACH__ENGINE_RESUMED, /* count */
    ACH__ENGINE_MESSAGES
};

extern const ach__message ach__engine_messages[ACH__ENGINE_MESSAGES];
extern const ach__family ach__engine_family;

#endif
