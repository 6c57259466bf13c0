/* Gets, and the fetch of a player who joined.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "rules/engine.h"

enum { ASKS_A_POLL = 64, MS = 1000 };

ach_status ach__ask_queue(ach_engine *engine, ach__player *player, ach_callback callback,
                          void *user, ach_diags *why) {
    if (callback != NULL && engine->asks.count >= engine->options.max_queued) {
        ach__finding *finding = ach__engine_raise(why, ACH__ENGINE_QUEUE_FULL,
                                                  ach__player_bytes(player), (ach_bytes){NULL, 0});
        ach__finding_number(finding, "limit", engine->options.max_queued);
        return ACH_ELIMIT;
    }
    ach__ask *ask = ach__allocate(&engine->allocator, sizeof *ask);
    if (ask == NULL) {
        return ACH_ENOMEM;
    }
    *ask = (ach__ask){.player = player, .callback = callback, .user = user};
    ask->id = engine->next_id++;
    player->asks++;
    ach__chain_append(&engine->asks, &ask->link);
    engine->has_unstamped_asks = true;
    return ACH_OK;
}

void ach__asks_stamp(ach_engine *engine) {
    for (ach__link *at = engine->asks.last; at != NULL && engine->has_unstamped_asks;
         at = at->before) {
        ach__ask *ask = ACH__LINKED(at, ach__ask, link);
        if (ask->is_stamped) {
            break;
        }
        ask->is_stamped = true;
        ask->deadline = ach__add(engine->now, (int64_t)engine->options.answer_s * MS);
    }
    engine->has_unstamped_asks = false;
}

static void free_ask(ach_engine *engine, ach__ask *ask) {
    ach__player *player = ask->player;
    ach__chain_remove(&ask->link);
    player->asks--;
    ach__player_rest(engine, player);
    ach__release(&engine->allocator, ask, sizeof *ask);
}

/* --- What the store has -----------------------------------------------------------------------
 */

/* One player's records of the table's nodes, by index; of those not stored the version is 0. */
typedef struct gathering {
    ach_engine *engine;
    ach__arena arena;
    ach_entity *entities;
    size_t count;
} gathering;

static int gather(void *user, const ach_record *record) {
    gathering *all = user;
    ach_node node;
    if (ach_package_find(all->engine->options.package, record->key.node.data, record->key.node.size,
                         &node) == ACH_OK) {
        ach__slice extra = ach__slice_copy(&all->arena, ach__text(record->progress.extra));
        all->entities[node.index].progress = record->progress;
        all->entities[node.index].progress.extra = (ach_bytes){extra.ptr, extra.len};
    }
    return all->arena.failed;
}

static bool prepare(gathering *all, ach_engine *engine) {
    *all = (gathering){.engine = engine};
    ach__arena_init(&all->arena, &engine->allocator);
    all->count = ach_package_count(engine->options.package);
    all->entities = ach__arena_take(&all->arena, all->count, sizeof *all->entities);
    for (size_t i = 0; i < all->count && all->entities != NULL; i++) {
        ach_node node;
        (void)ach_package_node(engine->options.package, i, &node);
        all->entities[i].achievement_id = node.text[ACH_NODE_ID];
        all->entities[i].max_progress = node.total;
        all->entities[i].progress.extra = (ach_bytes){"", 0};
    }
    return all->entities != NULL;
}

/* ACH_OK; ACH_ENOMEM; ACH_EIO: the store is away. */
static ach_status fetch(ach_engine *engine, const ach__player *player, gathering *all) {
    if (!prepare(all, engine)) {
        return ACH_ENOMEM;
    }
    ach_status status = ach_store_player(engine->options.store, ach__player_bytes(player), gather,
                                         all, engine->why);
    if (all->arena.failed || status == ACH_ENOMEM) {
        return ACH_ENOMEM;
    }
    if (status != ACH_OK) {
        ach__store_is_away(engine);
        return ACH_EIO;
    }
    ach__store_is_back(engine);
    return ACH_OK;
}

/* Where a definition has changed and the policy is not to keep, a set that adds nothing has it
 * judged. */
static void settle_changed(ach_engine *engine, ach__cell *cell, const ach_entity *entity,
                           size_t index) {
    ach_policy policy = engine->options.policy;
    ach__target target = {entity->max_progress, ach__target_definition(engine, index)};
    if (policy != ACH_POLICY_KEEP && (policy != ACH_POLICY_ASK || engine->hooks.changed != NULL) &&
        ach__set_is_redefined(&entity->progress, &target)) {
        ach__queue_settling(engine, cell);
    }
}

/* --- Gets -------------------------------------------------------------------------------------
 */

/* False: no memory. */
static bool see_all(ach_engine *engine, ach__player *player, const gathering *all) {
    for (size_t i = 0; i < all->count; i++) {
        const ach_entity *entity = &all->entities[i];
        if (entity->progress.version != 0) {
            ach__cell *cell = ach__cell_get(engine, player, entity->achievement_id);
            if (cell == NULL) {
                return false;
            }
            cell->seen = entity->progress.version;
            settle_changed(engine, cell, entity, i);
        }
    }
    return true;
}

static size_t without_unset(ach_entity *entities, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (entities[i].progress.version != 0) {
            entities[kept++] = entities[i];
        }
    }
    return kept;
}

static ach_status answer_get(ach_engine *engine, ach__ask *ask, gathering *all) {
    if (!see_all(engine, ask->player, all)) {
        return ACH_ENOMEM;
    }
    if ((engine->options.flags & ACH_ENGINE_GET_ALL) == 0) {
        all->count = without_unset(all->entities, all->count);
    }
    ach_answer answer = {ACH_CODE_OK, "正常返回", "", NULL, all->entities, all->count};
    ach_callback callback = ask->callback;
    void *user = ask->user;
    free_ask(engine, ask);
    (void)ach__call(engine, callback, user, &answer);
    return ACH_OK;
}

/* --- Joining ----------------------------------------------------------------------------------
 */

/* What of each cell is on its way. */
static void count_waiting(ach__player *player) {
    for (ach__cell *cell = player->cells; cell != NULL; cell = cell->next) {
        cell->waiting = 0;
    }
    for (ach__link *at = player->queue.first; at != NULL; at = at->behind) {
        const ach__queued *set = ach__of_turn(at);
        set->cell->waiting = ach__add(set->cell->waiting, set->delta);
    }
}

/* Local progress of a cell becomes what the store has and what is on its way. */
static void adopt(ach_engine *engine, ach__cell *cell, const gathering *all) {
    ach_node row;
    ach_custom_node node;
    ach_bytes id = ach__cell_bytes(cell);
    if (!ach__local_node(engine, id, &node) || !node.is_cloud || node.goal == ACH_GOAL_GET ||
        ach_package_find(engine->options.package, id.data, id.size, &row) != ACH_OK) {
        return;
    }
    const ach_progress *progress = &all->entities[row.index].progress;
    int64_t goal = ach__local_goal(&node);
    int64_t local = ach__add(progress->progress, cell->waiting);
    local = progress->completed_at != 0 || local > goal ? goal : local;
    ach__cell_set_local(engine, cell, local);
}

static ach_status answer_join(ach_engine *engine, ach__ask *ask, const gathering *all) {
    ach__player *player = ask->player;
    ach_status status = ach__player_load(engine, player, engine->why);
    for (size_t i = 0; i < all->count && status == ACH_OK; i++) {
        const ach_entity *entity = &all->entities[i];
        if (entity->progress.version != 0) {
            ach__cell *cell = ach__cell_get(engine, player, entity->achievement_id);
            if (cell == NULL) {
                status = ACH_ENOMEM;
            } else {
                settle_changed(engine, cell, entity, i);
            }
        }
    }
    if (status == ACH_OK) {
        count_waiting(player);
        for (ach__cell *cell = player->cells; cell != NULL; cell = cell->next) {
            adopt(engine, cell, all);
        }
        free_ask(engine, ask);
    }
    return status;
}

/* --- In a poll --------------------------------------------------------------------------------
 */

/* What a player sent before is stored before they are told what is stored; of what is under way
 * nobody knows whether it is in the store already. */
static bool has_to_wait(const ach__ask *ask, bool is_last) {
    const ach__link *first = ask->player->queue.first;
    if (first == NULL) {
        return false;
    }
    const ach__queued *set = ACH__LINKED(ask->player->queue.first, ach__queued, turn);
    if (ask->callback == NULL && set->is_busy) {
        return true;
    }
    return !is_last && set->is_due && set->id < ask->id;
}

static ach_status answer_one(ach_engine *engine, ach__ask *ask) {
    if (ask->callback == NULL && ask->player->has_left) {
        free_ask(engine, ask);
        return ACH_OK;
    }
    gathering all;
    ach_status status = fetch(engine, ask->player, &all);
    if (status == ACH_OK) {
        status =
            ask->callback == NULL ? answer_join(engine, ask, &all) : answer_get(engine, ask, &all);
    }
    ach__arena_free(&all.arena);
    return status;
}

ach_status ach__asks_answer(ach_engine *engine, bool is_last) {
    ach__link *at = engine->asks.first;
    for (size_t left = ASKS_A_POLL; at != NULL && left > 0; left--) {
        ach__ask *ask = ACH__LINKED(at, ach__ask, link);
        at = at->behind; /* what the host adds now is for the next poll */
        if (!ask->is_stamped) {
            break;
        }
        ach_status status = has_to_wait(ask, is_last) ? ACH_OK : answer_one(engine, ask);
        if (status != ACH_OK) {
            return status == ACH_ENOMEM ? ACH_ENOMEM : ACH_OK;
        }
    }
    return ACH_OK;
}

void ach__asks_expire(ach_engine *engine, bool is_closing) {
    ach__link *at = engine->asks.first;
    while (at != NULL) {
        ach__ask *ask = ACH__LINKED(at, ach__ask, link);
        at = at->behind;
        bool is_late = ask->is_stamped && ask->deadline <= engine->now;
        ach_callback callback = ask->callback;
        void *user = ask->user;
        if (is_closing || (is_late && callback != NULL)) {
            free_ask(engine, ask);
            if (callback != NULL) {
                (void)ach__call(engine, callback, user, NULL);
            }
        } else if (!is_late) {
            break; /* those behind came later */
        }
    }
}
