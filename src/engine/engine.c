/* Engines from opening to closing, and the poll that does all their work.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "base/hash.h"

#include <string.h>
#include <sys/random.h>

#define TOKEN ((uint64_t)1000)

/* --- Opening ----------------------------------------------------------------------------------
 */

static ach_engine *make(const ach_engine_options *options) {
    ach_allocator allocator = ach__allocator_or_default(options->allocator);
    ach_engine *engine = ach__allocate(&allocator, sizeof *engine);
    if (engine == NULL) {
        return NULL;
    }
    *engine = (ach_engine){.allocator = allocator, .options = *options, .next_id = 1};
    engine->changed_end = &engine->changed_sets;
    if (options->hooks != NULL) {
        engine->hooks = *options->hooks;
    }
    if (getrandom(&engine->seed, sizeof engine->seed, GRND_NONBLOCK) !=
        (ssize_t)sizeof engine->seed) {
        engine->seed = ach__hash_mix((uintptr_t)engine, (uintptr_t)&allocator);
    }
    engine->tokens = engine->options.sets_per_second * TOKEN;
    ach__arena_init(&engine->batch.arena, &allocator);
    ach__buffer_init(&engine->detail, &allocator, SIZE_MAX / 2);
    return engine;
}

static bool make_definitions(ach_engine *engine) {
    if (engine->options.store == NULL || engine->options.package == NULL) {
        return true;
    }
    size_t bytes = (ach_package_count(engine->options.package) + 1) * sizeof(uint64_t);
    engine->definitions = ach__allocate(&engine->allocator, bytes);
    if (engine->definitions != NULL) {
        memset(engine->definitions, 0, bytes);
    }
    return engine->definitions != NULL;
}

static void free_sets(ach_engine *engine) {
    while (engine->all.first != NULL) {
        ach__queued *set = ACH__LINKED(engine->all.first, ach__queued, age);
        ach__chain_remove(&set->age);
        if (!set->is_changed) {
            ach__queued_free(engine, set);
        }
    }
    while (engine->changed_sets != NULL) {
        ach__queued *set = engine->changed_sets;
        engine->changed_sets = set->next_changed;
        ach__queued_free(engine, set);
    }
}

/* Whatever of it was made. */
static void destroy(ach_engine *engine) {
    ach_allocator allocator = engine->allocator;
    if (engine->outbox != NULL) {
        ach__outbox_close(engine->outbox);
    }
    free_sets(engine);
    ach__players_free(engine);
    ach__arena_free(&engine->batch.arena);
    ach__buffer_free(&engine->detail);
    if (engine->definitions != NULL) {
        ach__release(&allocator, engine->definitions,
                     (ach_package_count(engine->options.package) + 1) * sizeof(uint64_t));
    }
    ach__release(&allocator, engine, sizeof *engine);
}

static ach_status open_engine(ach_engine *engine, ach_diags *why) {
    if (!make_definitions(engine)) {
        return ACH_ENOMEM;
    }
    ach_status status =
        ach__outbox_open(&engine->outbox, engine->options.outbox, &engine->allocator, why);
    engine->has_file = engine->options.outbox != NULL;
    engine->options.outbox = NULL; /* the caller's */
    return status == ACH_OK ? ach__keep_resume(engine, why) : status;
}

ach_status ach_engine_open(ach_engine **out, const ach_engine_options *options, ach_diags *why) {
    ach_engine_options known;
    if (out == NULL) {
        return ACH_EARGUMENT;
    }
    *out = NULL;
    if (ach__options_read(&known, options) != ACH_OK) {
        return ACH_EARGUMENT;
    }
    ach_engine *engine = make(&known);
    if (engine == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status = open_engine(engine, why);
    if (status != ACH_OK) {
        destroy(engine);
        return ach__engine_told(status, why);
    }
    if (known.package != NULL) {
        (void)ach_package_keep(known.package);
    }
    if (known.tree != NULL) {
        (void)ach_tree_keep(known.tree);
    }
    *out = engine;
    return ach__engine_told(ACH_OK, why);
}

/* --- Closing ----------------------------------------------------------------------------------
 */

/* Whoever still waits is told. */
static void forsake_all(ach_engine *engine) {
    ach__asks_expire(engine, true);
    ach__link *at = engine->all.first;
    while (at != NULL) {
        ach__queued *set = ACH__LINKED(at, ach__queued, age);
        at = at->behind; /* the host's functions take nothing out, and add nothing any more */
        if (set->is_busy) {
            ach__settle_forsake(engine, set);
        } else if (set->callers != NULL) {
            ach__settle_withdrawn(engine, set);
        }
    }
}

void ach_engine_close(ach_engine *engine) {
    if (engine == NULL || engine->inside > 0) {
        return;
    }
    ach_package *package = engine->options.package;
    ach_tree *tree = engine->options.tree;
    engine->is_closing = true;
    forsake_all(engine);
    (void)ach__keep(engine, 0);
    destroy(engine);
    if (package != NULL) {
        ach_package_free(package);
    }
    if (tree != NULL) {
        ach_tree_free(tree);
    }
}

/* --- Polling ----------------------------------------------------------------------------------
 */

void ach_engine_flush(ach_engine *engine) {
    if (engine != NULL && engine->inside == 0) {
        engine->is_flushing = true;
    }
}

/* As many as were saved up, at most those of one second. */
static void refill(ach_engine *engine) {
    uint64_t rate = engine->options.sets_per_second;
    int64_t passed = 0;
    if (engine->has_polled && engine->now > engine->filled_at &&
        __builtin_sub_overflow(engine->now, engine->filled_at, &passed)) {
        passed = INT64_MAX;
    }
    uint64_t gained = rate * (passed > 1000 ? 1000 : (uint64_t)passed);
    uint64_t most = rate * TOKEN;
    engine->tokens = engine->tokens + gained > most ? most : engine->tokens + gained;
    engine->filled_at = engine->now;
}

static void take_time(ach_engine *engine, int64_t now) {
    bool is_set_back = engine->has_polled && now < engine->now;
    engine->now = now;
    if (is_set_back) { /* pauses are short, whatever the clock says */
        int64_t latest = ach__add(now, engine->pause);
        engine->retry_at = engine->retry_at > latest ? latest : engine->retry_at;
        engine->keep_at = engine->keep_at > latest ? latest : engine->keep_at;
    }
    refill(engine);
    engine->has_polled = true;
    ach__queue_stamp(engine);
    ach__asks_stamp(engine);
}

static bool may_ask_store(const ach_engine *engine) {
    return ach__has_cloud(engine) &&
           (engine->gauges.is_store_away == 0 || engine->now >= engine->retry_at);
}

static ach_status work(ach_engine *engine) {
    ach_status status = may_ask_store(engine) ? ach__asks_answer(engine, false) : ACH_OK;
    ach_status sent = may_ask_store(engine) ? ach__send(engine) : ACH_OK;
    if (sent != ACH_OK) {
        return sent;
    }
    ach_status answered = may_ask_store(engine) ? ach__asks_answer(engine, true) : ACH_OK;
    status = status == ACH_OK ? answered : status;
    ach_status kept = engine->is_kept ? ACH_OK : ach__keep(engine, 0);
    return kept == ACH_OK ? status : kept;
}

/* Those who have waited for too long are told. */
static void expire(ach_engine *engine) {
    while (engine->deadlines.first != NULL) {
        ach__queued *set = ACH__LINKED(engine->deadlines.first, ach__queued, clock);
        if (set->deadline > engine->now) {
            break;
        }
        ach__chain_remove(&set->clock);
        if (set->is_busy) {
            ach__settle_forsake(engine, set);
        } else {
            ach__settle_withdrawn(engine, set);
        }
    }
    ach__asks_expire(engine, false);
}

ach_status ach_engine_poll(ach_engine *engine, int64_t now, ach_diags *why) {
    if (engine == NULL || engine->inside > 0 || engine->is_closing) {
        return ACH_EARGUMENT;
    }
    engine->why = why;
    engine->is_kept = false;
    take_time(engine, now);
    ach_status status = work(engine);
    expire(engine);
    ach__players_forget(engine);
    engine->why = NULL;
    return ach__engine_told(status, why);
}
