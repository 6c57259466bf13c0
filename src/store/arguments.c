/* Judging what callers give a store, and sorting their batches.
 * SPDX-License-Identifier: MIT */
#include "store/arguments.h"

#include "base/utf8.h"
#include "rules/store.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

int ach__key_compare(const ach_record_key *one, const ach_record_key *other) {
    int order = ach__slice_compare(ach__bytes_slice(one->player), ach__bytes_slice(other->player));
    return order != 0
               ? order
               : ach__slice_compare(ach__bytes_slice(one->node), ach__bytes_slice(other->node));
}

/* Whose progress a finding speaks of. */
static ach__finding *raise(ach_diags *why, int message, const ach_record_key *key) {
    if (why == NULL) {
        return NULL;
    }
    ach__place place = {0};
    if (key != NULL && key->node.data != NULL && ach__utf8_is_valid(ach__bytes_slice(key->node))) {
        place.node_id = ach__bytes_slice(key->node);
    }
    return ach__diags_add(why, &ach__store_messages[message], &place);
}

static bool is_text(ach_bytes text) {
    return text.size == 0 || (memchr(text.data, '\0', text.size) == NULL &&
                              ach__utf8_is_valid(ach__bytes_slice(text)));
}

/* The two parts of a key, and what they are called. */
typedef struct key_part {
    ach_bytes text;
    size_t most;
    const char *name;
    const char *name_zh;
} key_part;

static ach_status check_part(const key_part *part, ach_diags *why) {
    ach_bytes text = part->text;
    bool is_long = text.size > part->most;
    bool is_empty = text.data == NULL || text.size == 0;
    if (!is_long && !is_empty && is_text(text)) {
        return ACH_OK;
    }
    ach__finding *finding = raise(why,
                                  is_empty  ? ACH__STORE_KEY_EMPTY
                                  : is_long ? ACH__STORE_KEY_LONG
                                            : ACH__STORE_KEY_TEXT,
                                  NULL);
    ach__finding_text(finding, "what", ach__slice_of(part->name));
    ach__finding_text(finding, "what_zh", ach__slice_of(part->name_zh));
    ach__finding_number(finding, "bytes", text.size);
    ach__finding_number(finding, "limit", part->most);
    return ACH_EARGUMENT;
}

ach_status ach__store_check_player(ach_bytes player, ach_diags *why) {
    return check_part(&(key_part){player, ACH_PLAYER_BYTES_MOST, "player id", "玩家 ID"}, why);
}

ach_status ach__store_check_key(const ach_record_key *key, ach_diags *why) {
    ach_status status = ach__store_check_player(key->player, why);
    if (status == ACH_OK) {
        status = check_part(&(key_part){key->node, ACH_NODE_BYTES_MOST, "node id", "节点 ID"}, why);
    }
    return status;
}

static ach_status check_extra(const ach_record *write, ach_diags *why) {
    ach_bytes extra = write->progress.extra;
    if (extra.size > ACH_EXTRA_BYTES_MOST) {
        ach__finding *finding = raise(why, ACH__STORE_EXTRA_LONG, &write->key);
        ach__finding_number(finding, "bytes", extra.size);
        ach__finding_number(finding, "limit", ACH_EXTRA_BYTES_MOST);
        return ACH_ELIMIT;
    }
    if ((extra.data == NULL && extra.size > 0) || !is_text(extra)) {
        (void)raise(why, ACH__STORE_EXTRA_TEXT, &write->key);
        return ACH_EARGUMENT;
    }
    return ACH_OK;
}

ach_status ach__store_check_write(const ach_record *write, ach_diags *why) {
    const ach_progress *progress = &write->progress;
    ach_status status = ach__store_check_key(&write->key, why);
    if (status != ACH_OK) {
        return status;
    }
    if (progress->progress < 0 || progress->completed_at < 0 || progress->version < 0) {
        (void)raise(why, ACH__STORE_BELOW_ZERO, &write->key);
        return ACH_EARGUMENT;
    }
    if (progress->version == INT64_MAX) {
        (void)raise(why, ACH__STORE_VERSION_LAST, &write->key);
        return ACH_ELIMIT;
    }
    return check_extra(write, why);
}

ach_status ach__store_check_batch(const ach_batch *batch, ach_diags *why) {
    if (batch->count > ACH_BATCH_MOST) {
        ach__finding *finding = raise(why, ACH__STORE_BATCH_LONG, NULL);
        ach__finding_number(finding, "count", batch->count);
        ach__finding_number(finding, "limit", ACH_BATCH_MOST);
        return ACH_ELIMIT;
    }
    if (batch->number < 1 || batch->now < 0 || (batch->writes == NULL && batch->count > 0)) {
        (void)raise(why, ACH__STORE_BATCH_NUMBERS, NULL);
        return ACH_EARGUMENT;
    }
    for (size_t i = 0; i < batch->count; i++) {
        ach_status status = ach__store_check_write(&batch->writes[i], why);
        if (status != ACH_OK) {
            return status;
        }
        if (batch->versions != NULL && batch->versions[i] <= batch->writes[i].progress.version) {
            (void)raise(why, ACH__STORE_VERSION_BACK, &batch->writes[i].key);
            return ACH_EARGUMENT;
        }
    }
    return ACH_OK;
}

static ach_status refuse_twice(const ach_record *write, ach_diags *why) {
    ach__finding *finding = raise(why, ACH__STORE_KEY_TWICE, &write->key);
    ach__finding_text(finding, "player", ach__bytes_slice(write->key.player));
    ach__finding_text(finding, "node", ach__bytes_slice(write->key.node));
    return ACH_EARGUMENT;
}

static int by_key(const void *one, const void *other) {
    const ach_record *const *left = one;
    const ach_record *const *right = other;
    return ach__key_compare(&(*left)->key, &(*right)->key);
}

static bool is_in_order(const ach_batch *batch) {
    for (size_t i = 1; i < batch->count; i++) {
        if (ach__key_compare(&batch->writes[i - 1].key, &batch->writes[i].key) >= 0) {
            return false;
        }
    }
    return true;
}

ach_status ach__store_sort(ach__sorted_batch *sorted, const ach_batch *batch, ach_outcome *outcomes,
                           ach__arena *arena, ach_diags *why) {
    *sorted = (ach__sorted_batch){*batch, outcomes, NULL};
    if (is_in_order(batch)) {
        return ACH_OK;
    }
    size_t count = batch->count;
    const ach_record **order = ach__arena_room(arena, count, sizeof *order);
    ach_record *writes = ach__arena_room(arena, count, sizeof *writes);
    size_t *places = ach__arena_room(arena, count, sizeof *places);
    int64_t *versions = ach__arena_room(arena, count, sizeof *versions);
    sorted->outcomes = ach__arena_room(arena, count, sizeof *outcomes);
    if (order == NULL || writes == NULL || places == NULL || versions == NULL ||
        sorted->outcomes == NULL) {
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = &batch->writes[i];
    }
    qsort(order, count, sizeof *order, by_key);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && by_key(&order[i - 1], &order[i]) == 0) {
            return refuse_twice(order[i], why);
        }
        writes[i] = *order[i];
        places[i] = (size_t)(order[i] - batch->writes);
        versions[i] = ach__batch_version(batch, places[i]);
    }
    sorted->batch.writes = writes;
    sorted->batch.versions = versions;
    sorted->places = places;
    return ACH_OK;
}

void ach__store_unsort(const ach__sorted_batch *sorted, ach_outcome *outcomes) {
    for (size_t i = 0; sorted->places != NULL && i < sorted->batch.count; i++) {
        outcomes[sorted->places[i]] = sorted->outcomes[i];
    }
}
