/* Reading the records of a batch, and judging its sets against them.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

/* A version that no record has: the write cannot fit. */
#define NO_VERSION (INT64_MAX - 1)

/* Once a batch: where the store is away the same is read again and again. */
static bool make_room(ach__batch *batch) {
    if (batch->keys == NULL) {
        batch->keys = ach__arena_room(&batch->arena, batch->count, sizeof *batch->keys);
    }
    if (batch->records == NULL) {
        batch->records = ach__arena_room(&batch->arena, batch->count, sizeof *batch->records);
    }
    return batch->keys != NULL && batch->records != NULL;
}

/* Reads what the batch is about; extras are copied, since the store keeps them for a moment only.
 */
static bool read_records(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    batch->arena.failed = false; /* of an earlier try */
    if (!make_room(batch)) {
        return false;
    }
    ach_record *records = batch->records;
    for (size_t i = 0; i < batch->count; i++) {
        batch->keys[i] = ach__cell_key(batch->items[i].set->cell);
    }
    if (ach_store_read(engine->options.store, batch->keys, batch->count, records, engine->why) !=
        ACH_OK) {
        ach__store_is_away(engine);
        return false;
    }
    ach__store_is_back(engine);
    for (size_t i = 0; i < batch->count; i++) {
        ach__slice extra = ach__slice_copy(&batch->arena, ach__text(records[i].progress.extra));
        batch->items[i].before = records[i].progress;
        batch->items[i].before.extra = (ach_bytes){extra.ptr, extra.len};
    }
    return !batch->arena.failed;
}

static void judge_one(ach_engine *engine, ach__item *item) {
    ach__queued *set = item->set;
    ach_record_key key = ach__cell_key(set->cell);
    uint32_t flags = engine->options.flags;
    item->is_known = ach__target_of(engine, key.node, &item->target);
    item->is_failed = !item->is_known || item->before.version >= NO_VERSION;
    if (item->is_failed) {
        return;
    }
    if (set->callers == NULL && !set->asks_extra) {
        flags &= ~(uint32_t)ACH_ENGINE_VERSION_ALWAYS; /* there is nobody to ask */
    }
    int64_t seen = set->has_extra || set->has_seen ? set->seen : set->cell->seen;
    ach__wish wish = {set->delta, seen, set->has_extra, {set->extra, set->extra_size}};
    ach__reading reading = {flags, ach__target_policy(engine, &key, &item->before, &item->target),
                            engine->now / 1000};
    item->verdict = ach__set_judge(&wish, &item->before, &item->target, &reading, &item->next);
}

static void add_write(ach__batch *batch, const ach__item *item, const ach_progress *progress) {
    batch->writes[batch->write_count++] = (ach_record){ach__cell_key(item->set->cell), *progress};
}

static bool make_writes(ach__batch *batch) {
    ach_record *writes = ach__arena_room(&batch->arena, batch->count, sizeof *writes);
    batch->outcomes = ach__arena_take(&batch->arena, batch->count, sizeof *batch->outcomes);
    if (writes == NULL || batch->outcomes == NULL) {
        return false;
    }
    batch->writes = writes;
    batch->write_count = 0;
    return true;
}

bool ach__judge(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    if (!read_records(engine)) {
        return false;
    }
    for (size_t i = 0; i < batch->count; i++) {
        judge_one(engine, &batch->items[i]);
    }
    if (!make_writes(batch)) {
        return false;
    }
    for (size_t i = 0; i < batch->count; i++) {
        const ach__item *item = &batch->items[i];
        if (!item->is_failed && item->verdict == ACH__SET_STORE) {
            add_write(batch, item, &item->next);
        }
    }
    return true;
}

/* The same keys under the same number give the outcomes of the first time, if it was stored then.
 * If not, only what still fits is stored now; the rest cannot fit and is judged anew afterwards. */
bool ach__judge_resumed(ach_engine *engine) {
    ach__batch *batch = &engine->batch;
    if (!read_records(engine) || !make_writes(batch)) {
        return false;
    }
    for (size_t i = 0; i < batch->count; i++) {
        ach__item *item = &batch->items[i];
        judge_one(engine, item);
        bool fits = !item->is_failed && item->verdict == ACH__SET_STORE &&
                    item->before.version == item->set->seen;
        ach_progress stale = {.version = NO_VERSION, .extra = {"", 0}};
        item->verdict = ACH__SET_STORE;
        item->is_failed = false;
        add_write(batch, item, fits ? &item->next : &stale);
        item->is_stale = !fits;
    }
    return true;
}
