/* The calls for the cloud, and players who come and go.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "rules/engine.h"

static ach_status lobby_set(ach_engine *engine, const ach_set *set, ach_diags *why) {
    ach__target target;
    if (!ach__target_of(engine, set->node, &target)) {
        int message = ach__has_cloud(engine) ? ACH__ENGINE_NODE_NOT_IN_TABLE : ACH__ENGINE_NO_CLOUD;
        (void)ach__engine_raise(why, message, set->player, set->node);
        return ACH_ENOTFOUND;
    }
    ach__player *player = ach__player_get(engine, set->player);
    ach__cell *cell = player == NULL ? NULL : ach__cell_get(engine, player, set->node);
    if (cell == NULL) {
        return ACH_ENOMEM;
    }
    return ach__queue_request(engine, &(ach__request){set, cell, set->delta, 0, false}, why);
}

ach_status ach_engine_lobby_set(ach_engine *engine, const ach_set *given, ach_diags *why) {
    ach_set set;
    if (engine == NULL || engine->is_closing) {
        return ACH_EARGUMENT;
    }
    ach_status status = ach__check_set(given, &set, true, why);
    if (status == ACH_OK) {
        status = lobby_set(engine, &set, why);
    }
    if (status != ACH_OK && set.callback != NULL) {
        (void)ach__call(engine, set.callback, set.user, NULL);
    }
    return ach__engine_told(status, why);
}

static ach_status lobby_get(ach_engine *engine, ach_bytes name, ach_callback callback, void *user,
                            ach_diags *why) {
    ach_status status = ach__check_player(name, why);
    if (status == ACH_OK && !ach__has_cloud(engine)) {
        (void)ach__engine_raise(why, ACH__ENGINE_NO_CLOUD, name, (ach_bytes){NULL, 0});
        status = ACH_EARGUMENT;
    }
    if (status != ACH_OK) {
        return status;
    }
    ach__player *player = ach__player_get(engine, name);
    return player == NULL ? ACH_ENOMEM : ach__ask_queue(engine, player, callback, user, why);
}

ach_status ach_engine_lobby_get(ach_engine *engine, ach_bytes player, ach_callback callback,
                                void *user, ach_diags *why) {
    if (engine == NULL || engine->is_closing || callback == NULL) {
        return ACH_EARGUMENT;
    }
    ach_status status = lobby_get(engine, player, callback, user, why);
    if (status != ACH_OK) {
        (void)ach__call(engine, callback, user, NULL);
    }
    return ach__engine_told(status, why);
}

static ach_status join(ach_engine *engine, ach_bytes name, ach_diags *why) {
    ach_status status = ach__check_player(name, why);
    if (status != ACH_OK) {
        return status;
    }
    ach__player *player = ach__player_get(engine, name);
    if (player == NULL) {
        return ACH_ENOMEM;
    }
    status = ach__player_load(engine, player, why);
    if (status == ACH_OK && ach__has_cloud(engine) && engine->options.tree != NULL) {
        status = ach__ask_queue(engine, player, NULL, NULL, why);
    }
    if (status == ACH_OK) {
        player->has_left = false;
    }
    return status;
}

ach_status ach_engine_join(ach_engine *engine, ach_bytes player, ach_diags *why) {
    return engine == NULL || engine->is_closing ? ACH_EARGUMENT
                                                : ach__engine_told(join(engine, player, why), why);
}

ach_status ach_engine_leave(ach_engine *engine, ach_bytes name) {
    if (engine == NULL || engine->is_closing || ach__check_player(name, NULL) != ACH_OK) {
        return ACH_EARGUMENT;
    }
    ach__player *player = ach__player_find(engine, name);
    if (player != NULL) {
        player->has_left = true;
        ach__player_freshen(engine, player);
        ach__player_rest(engine, player);
    }
    return ACH_OK;
}
