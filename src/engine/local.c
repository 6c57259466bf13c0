/* Custom nodes: progress on this server, goals, rewards, and what of it goes to the cloud.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "rules/engine.h"

#include <stdio.h>

bool ach__local_node(const ach_engine *engine, ach_bytes id, ach_custom_node *out) {
    return engine->options.tree != NULL && ach__is_node_id(id) &&
           ach_tree_find(engine->options.tree, id.data, id.size, out) == ACH_OK;
}

int64_t ach__local_goal(const ach_custom_node *node) {
    return node->goal_number == 0 ? 1 : node->goal_number;
}

void ach__local_complete(ach_engine *engine, const ach__player *player,
                         const ach_custom_node *node) {
    const ach_tree *tree = engine->options.tree;
    ach_completion what = {ach__player_bytes(player), *node, node->node_id};
    ach_custom_node root;
    if (ach_tree_node(tree, node->root, &root) == ACH_OK) {
        what.root_node_id = root.node_id;
    }
    engine->inside++;
    for (size_t i = 0; i < node->reward_count && engine->hooks.reward != NULL; i++) {
        ach_custom_reward reward;
        if (ach_tree_reward(tree, node->index, i, &reward) == ACH_OK) {
            engine->hooks.reward(engine->hooks.user, &what, &reward);
        }
    }
    if (engine->hooks.complete != NULL) {
        engine->hooks.complete(engine->hooks.user, &what);
    }
    engine->inside--;
}

/* A player's standing in a node. */
typedef struct standing {
    ach__player *player;
    ach__cell *cell;
    ach_custom_node node;
    int64_t goal;
} standing;

static int64_t local_of(const ach_engine *engine, const ach__player *player, ach_bytes node) {
    const ach__cell *cell = ach__cell_find(engine, player, node);
    return cell == NULL ? 0 : cell->local;
}

/* What all three calls begin with. */
static ach_status find(ach_engine *engine, const ach_set *set, standing *out, ach_diags *why) {
    if (!ach__local_node(engine, set->node, &out->node)) {
        (void)ach__engine_raise(why, ACH__ENGINE_NODE_NOT_IN_TREE, set->player, set->node);
        return ACH_ENOTFOUND;
    }
    out->goal = ach__local_goal(&out->node);
    out->player = ach__player_get(engine, set->player);
    if (out->player == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status = ach__player_load(engine, out->player, why);
    if (status == ACH_OK) {
        out->cell = ach__cell_get(engine, out->player, out->node.node_id);
        status = out->cell == NULL ? ACH_ENOMEM : ACH_OK;
    }
    return status;
}

/* Complete already, or waiting for a parent that is not. */
static bool is_shut(const ach_engine *engine, const standing *at) {
    ach_custom_node parent;
    if (at->cell->local >= at->goal) {
        return true;
    }
    return at->node.depend_parent &&
           ach_tree_node(engine->options.tree, at->node.parent, &parent) == ACH_OK &&
           local_of(engine, at->player, parent.node_id) < ach__local_goal(&parent);
}

/* The cloud's share. *reported: a set is on its way. */
static ach_status send_on(ach_engine *engine, const ach_set *set, const standing *at,
                          const ach__request *share, ach_diags *why) {
    ach__target target;
    if (!ach__target_of(engine, at->node.node_id, &target)) {
        int message = ach__has_cloud(engine) ? ACH__ENGINE_NODE_NOT_IN_TABLE : ACH__ENGINE_NO_CLOUD;
        (void)ach__engine_raise(why, message, set->player, set->node);
        return ACH_ENOTFOUND;
    }
    return ach__queue_request(engine, share, why);
}

static ach_status add(ach_engine *engine, const ach_set *set, const standing *at, int64_t delta,
                      int *reported, ach_diags *why) {
    ach_status status = ACH_OK;
    if (is_shut(engine, at)) {
        return status;
    }
    int64_t before = at->cell->local;
    int64_t after = ach__add(before, delta) > at->goal ? at->goal : before + delta;
    bool is_auto = at->node.is_cloud && at->node.auto_sent_cloud;
    bool is_sent = is_auto && set->callback != NULL;
    if (is_sent) {
        ach__request share = {set, at->cell, delta, after - before, true};
        status = send_on(engine, set, at, &share, why);
        if (status != ACH_OK) {
            return status;
        }
    }
    ach__cell_set_local(engine, at->cell, after);
    *reported = is_sent || !is_auto;
    if (after >= at->goal &&
        (!is_auto || (engine->options.flags & ACH_ENGINE_REWARD_AT_ONCE) != 0)) {
        ach__local_complete(engine, at->player, &at->node);
    }
    return ACH_OK;
}

/* The three calls: they differ in what they add. */
typedef enum adding { ADD_DELTA, ADD_REST, ADD_COUNT } adding;

static ach_status call(ach_engine *engine, const ach_set *given, adding how, int64_t count,
                       int *reported, ach_diags *why) {
    int ignored;
    ach_set set;
    standing at = {0};
    reported = reported == NULL ? &ignored : reported;
    *reported = 0;
    if (engine == NULL || engine->is_closing) {
        return ACH_EARGUMENT;
    }
    ach_status status = ach__check_set(given, &set, how == ADD_DELTA, why);
    if (status == ACH_OK && how == ADD_COUNT) {
        status = ach__check_count(count, why);
    }
    if (status == ACH_OK) {
        status = find(engine, &set, &at, why);
    }
    if (status != ACH_OK) {
        return status;
    }
    int64_t delta = set.delta;
    if (how != ADD_DELTA) {
        delta = (how == ADD_REST ? at.goal : count) - at.cell->local;
    }
    return delta < 1 ? ACH_OK : add(engine, &set, &at, delta, reported, why);
}

ach_status ach_engine_add_node_progress(ach_engine *engine, const ach_set *set, int *reported,
                                        ach_diags *why) {
    return ach__engine_told(call(engine, set, ADD_DELTA, 0, reported, why), why);
}

ach_status ach_engine_set_node_finish(ach_engine *engine, const ach_set *set, int *reported,
                                      ach_diags *why) {
    return ach__engine_told(call(engine, set, ADD_REST, 0, reported, why), why);
}

ach_status ach_engine_count_items(ach_engine *engine, const ach_set *set, int64_t count,
                                  int *reported, ach_diags *why) {
    return ach__engine_told(call(engine, set, ADD_COUNT, count, reported, why), why);
}

/* --- GetNodeDetailInfo ------------------------------------------------------------------------
 */

/* The object without its last brace, then the number. */
static bool write_detail(ach__buffer *out, ach_bytes json, int64_t progress) {
    char number[40];
    bool is_empty = json.size <= 2;
    int size = snprintf(number, sizeof number, "%s\"progress\":%lld}", is_empty ? "" : ",",
                        (long long)progress);
    ach__buffer_clear(out);
    ach__buffer_append(out, json.data, json.size - 1);
    ach__buffer_append(out, number, (size_t)size + 1);
    return !out->failed;
}

static ach_status detail(ach_engine *engine, ach_bytes player, ach_bytes node, ach_bytes *json,
                         ach_diags *why) {
    ach_set set = ACH_SET_INIT;
    standing at = {0};
    if (json == NULL) {
        return ACH_EARGUMENT;
    }
    *json = (ach_bytes){NULL, 0};
    if (engine == NULL || engine->is_closing || (node.data == NULL && node.size > 0)) {
        return ACH_EARGUMENT;
    }
    ach_status status = ach__check_player(player, why);
    if (status == ACH_OK) {
        set.player = player;
        set.node = node;
        status = find(engine, &set, &at, why);
    }
    if (status != ACH_OK) {
        return status;
    }
    ach_bytes configured = ach_tree_json(engine->options.tree, at.node.index);
    if (!write_detail(&engine->detail, configured, at.cell->local)) {
        return ACH_ENOMEM;
    }
    *json = (ach_bytes){(const char *)engine->detail.data, engine->detail.size - 1};
    return ACH_OK;
}

ach_status ach_engine_node_detail(ach_engine *engine, ach_bytes player, ach_bytes node,
                                  ach_bytes *json, ach_diags *why) {
    return ach__engine_told(detail(engine, player, node, json, why), why);
}
