/* What an engine tells of itself: when it wants to be polled, and how it goes.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include <string.h>

#define TOKEN ((uint64_t)1000)

static int64_t sooner(int64_t one, int64_t other) {
    return one < other ? one : other;
}

static int64_t later(int64_t one, int64_t other) {
    return one > other ? one : other;
}

/* When there will be a token for the first who is ready. */
static int64_t token_at(const ach_engine *engine) {
    const ach__player *player = ACH__LINKED(engine->ready.first, ach__player, ready);
    const ach__queued *set = ach__of_turn(player->queue.first);
    uint64_t rate = engine->options.sets_per_second;
    if (set->is_paid || engine->tokens >= TOKEN) {
        return engine->now;
    }
    return ach__add(engine->now, (int64_t)((TOKEN - engine->tokens + rate - 1) / rate));
}

/* When the store is wanted. */
static int64_t store_at(const ach_engine *engine) {
    int64_t open =
        engine->gauges.is_store_away == 0 ? engine->now : later(engine->now, engine->retry_at);
    if (engine->batch.number != 0) {
        return open;
    }
    int64_t at = engine->ready.first == NULL ? INT64_MAX : later(open, token_at(engine));
    return engine->asks.first == NULL ? at : sooner(at, open);
}

/* When the first get has waited for too long; who joins waits for ever. They are looked at one
 * behind the other, so a clock that was set back has it wait for those before it. */
static int64_t ask_deadline(const ach_engine *engine) {
    int64_t latest = INT64_MIN;
    for (ach__link *at = engine->asks.first; at != NULL; at = at->behind) {
        const ach__ask *ask = ACH__LINKED(at, ach__ask, link);
        latest = later(latest, ask->deadline);
        if (ask->callback != NULL) {
            return latest;
        }
    }
    return INT64_MAX;
}

int64_t ach_engine_due(const ach_engine *engine) {
    if (engine == NULL) {
        return INT64_MAX;
    }
    if (engine->fresh.first != NULL || engine->changed_sets != NULL ||
        engine->changed_cells != NULL || engine->has_unstamped_asks ||
        (engine->is_flushing && engine->all.count > 0)) {
        return later(engine->now, engine->keep_at);
    }
    int64_t at = ach__has_cloud(engine) ? store_at(engine) : INT64_MAX;
    if (engine->timers.first != NULL) {
        const ach__queued *set = ACH__LINKED(engine->timers.first, ach__queued, clock);
        at = sooner(at, ach__add(set->queued_at, (int64_t)engine->options.interval_s * 1000));
    }
    if (engine->deadlines.first != NULL) {
        at = sooner(at, ACH__LINKED(engine->deadlines.first, ach__queued, clock)->deadline);
    }
    return sooner(at, ask_deadline(engine));
}

static int64_t oldest(const ach_engine *engine) {
    int64_t age;
    if (engine->all.first == NULL) {
        return 0;
    }
    const ach__queued *set = ACH__LINKED(engine->all.first, ach__queued, age);
    if (!set->is_stamped || engine->now < set->queued_at) {
        return 0;
    }
    return __builtin_sub_overflow(engine->now, set->queued_at, &age) ? INT64_MAX : age;
}

void ach_engine_gauges(const ach_engine *engine, ach_gauges *out) {
    if (out == NULL || out->size < sizeof out->size) {
        return;
    }
    size_t size = out->size;
    ach_gauges gauges = {0};
    if (engine != NULL) {
        gauges = engine->gauges;
        gauges.queued = engine->all.count;
        gauges.players = engine->players.count;
        gauges.oldest_ms = oldest(engine);
        gauges.tokens = (uint32_t)(engine->tokens / TOKEN);
    }
    gauges.size = size;
    memset(out, 0, size);
    memcpy(out, &gauges, size < sizeof gauges ? size : sizeof gauges);
}
