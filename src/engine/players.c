/* Players in memory, and what is known of each in each node.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "base/hash.h"

#include <string.h>

static bool is_player(const void *item, const void *key) {
    const ach__player *player = item;
    return ach__slice_equal((ach__slice){player->name, player->name_size},
                            *(const ach__slice *)key);
}

typedef struct cell_key {
    const ach__player *player;
    ach__slice node;
} cell_key;

static bool is_cell(const void *item, const void *key) {
    const ach__cell *cell = item;
    const cell_key *wanted = key;
    return cell->player == wanted->player &&
           ach__slice_equal((ach__slice){cell->node, cell->node_size}, wanted->node);
}

ach__player *ach__player_find(const ach_engine *engine, ach_bytes name) {
    ach__slice key = ach__text(name);
    return ach__index_find(&engine->players, ach__hash(key, engine->seed), is_player, &key);
}

ach__player *ach__player_get(ach_engine *engine, ach_bytes name) {
    ach__slice key = ach__text(name);
    uint64_t hash = ach__hash(key, engine->seed);
    ach__player *player = ach__index_find(&engine->players, hash, is_player, &key);
    if (player != NULL) {
        return player;
    }
    if (!ach__index_reserve(&engine->players, 1, &engine->allocator)) {
        return NULL;
    }
    player = ach__allocate(&engine->allocator, sizeof *player + name.size + 1);
    if (player != NULL) {
        *player = (ach__player){.hash = hash, .serial = ++engine->serials};
        player->name_size = name.size;
        memcpy(player->name, name.data, name.size);
        player->name[name.size] = '\0';
        ach__index_put(&engine->players, hash, player);
        ach__player_rest(engine, player); /* where nothing comes of it */
    }
    return player;
}

static uint64_t cell_hash(const ach_engine *engine, const ach__player *player, ach_bytes node) {
    return ach__hash(ach__text(node),
                     engine->seed ^ ach__hash_mix(player->serial, engine->seed | 1));
}

ach__cell *ach__cell_find(const ach_engine *engine, const ach__player *player, ach_bytes node) {
    cell_key key = {player, ach__text(node)};
    return ach__index_find(&engine->cells, cell_hash(engine, player, node), is_cell, &key);
}

ach__cell *ach__cell_get(ach_engine *engine, ach__player *player, ach_bytes node) {
    cell_key key = {player, ach__text(node)};
    uint64_t hash = cell_hash(engine, player, node);
    ach__cell *cell = ach__index_find(&engine->cells, hash, is_cell, &key);
    if (cell != NULL || !ach__index_reserve(&engine->cells, 1, &engine->allocator)) {
        return cell;
    }
    cell = ach__allocate(&engine->allocator, sizeof *cell + node.size + 1);
    if (cell != NULL) {
        *cell = (ach__cell){.player = player, .next = player->cells, .hash = hash};
        cell->node_size = node.size;
        memcpy(cell->node, node.data, node.size);
        cell->node[node.size] = '\0';
        player->cells = cell;
        ach__index_put(&engine->cells, hash, cell);
    }
    return cell;
}

typedef struct loading {
    ach_engine *engine;
    ach__player *player;
} loading;

static int load_one(void *user, ach_bytes node, int64_t progress) {
    loading *load = user;
    ach__cell *cell = ach__cell_get(load->engine, load->player, node);
    if (cell != NULL) {
        cell->local = progress;
    }
    return cell == NULL;
}

ach_status ach__player_load(ach_engine *engine, ach__player *player, ach_diags *why) {
    if (player->is_loaded) {
        return ACH_OK;
    }
    loading load = {engine, player};
    ach_status status =
        ach__outbox_local(engine->outbox, ach__player_bytes(player), load_one, &load, why);
    player->is_loaded = status == ACH_OK;
    return status;
}

void ach__cell_set_local(ach_engine *engine, ach__cell *cell, int64_t local) {
    if (cell->local != local) {
        cell->local = local;
        if (!cell->is_changed) {
            cell->is_changed = true;
            cell->next_changed = engine->changed_cells;
            engine->changed_cells = cell;
        }
    }
}

void ach__player_freshen(ach_engine *engine, ach__player *player) {
    if (player->fresh.chain == NULL) {
        ach__chain_append(&engine->fresh, &player->fresh);
    }
}

void ach__player_rest(ach_engine *engine, ach__player *player) {
    if (!player->is_idle) {
        player->is_idle = true;
        player->next_idle = engine->idle;
        engine->idle = player;
    }
}

static bool has_changes(const ach__player *player) {
    for (const ach__cell *cell = player->cells; cell != NULL; cell = cell->next) {
        if (cell->is_changed) {
            return true;
        }
    }
    return false;
}

/* Without a file nothing else has the progress. */
static bool is_only_here(const ach_engine *engine, const ach__player *player) {
    for (const ach__cell *cell = player->cells; cell != NULL && !engine->has_file;
         cell = cell->next) {
        if (cell->local != 0) {
            return true;
        }
    }
    return false;
}

static void free_player(ach_engine *engine, ach__player *player) {
    while (player->cells != NULL) {
        ach__cell *cell = player->cells;
        player->cells = cell->next;
        ach__index_remove(&engine->cells, cell->hash, cell);
        ach__release(&engine->allocator, cell, sizeof *cell + cell->node_size + 1);
    }
    ach__index_remove(&engine->players, player->hash, player);
    ach__release(&engine->allocator, player, sizeof *player + player->name_size + 1);
}

/* Those who have changes yet to be made safe are looked at again. */
void ach__players_forget(ach_engine *engine) {
    ach__player *player = engine->idle;
    engine->idle = NULL;
    while (player != NULL) {
        ach__player *next = player->next_idle;
        bool is_empty = player->cells == NULL && !player->is_loaded;
        player->is_idle = false;
        if ((player->has_left || is_empty) && player->queue.count == 0 && player->asks == 0 &&
            player->parked == 0 && player->fresh.chain == NULL) {
            if (has_changes(player)) {
                ach__player_rest(engine, player);
            } else if (!is_only_here(engine, player)) {
                free_player(engine, player);
            }
        }
        player = next;
    }
}

void ach__players_free(ach_engine *engine) {
    for (size_t i = 0; i < engine->cells.capacity; i++) {
        ach__cell *cell = engine->cells.slots[i].item;
        if (cell != NULL) {
            ach__release(&engine->allocator, cell, sizeof *cell + cell->node_size + 1);
        }
    }
    for (size_t i = 0; i < engine->players.capacity; i++) {
        ach__player *player = engine->players.slots[i].item;
        if (player != NULL) {
            ach__release(&engine->allocator, player, sizeof *player + player->name_size + 1);
        }
    }
    ach__index_free(&engine->cells, &engine->allocator);
    ach__index_free(&engine->players, &engine->allocator);
}
