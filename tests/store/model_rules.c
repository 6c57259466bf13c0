/* The platform's rules for one set, once more.
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <stdio.h>
#include <string.h>

const int64_t totals[VARIANTS] = {30, 24, 40};
const int64_t goals[NODES] = {0, 30, 20, 25, 0, 4, 6, 5, 1};

bool is_cloud_node(int node) {
    return node < CLOUD;
}

bool is_auto_node(int node) {
    return node == N0 || node == N2 || node == LOST;
}

int64_t sum(int64_t one, int64_t other) {
    return one > INT64_MAX - other ? INT64_MAX : one + other;
}

size_t extra_text(uint64_t extra, char *out) {
    if (extra == 0) {
        return 0;
    }
    size_t size = (size_t)sprintf(out, "%llu:", (unsigned long long)extra);
    size_t more = extra % 16 == 0 ? (size_t)(extra * 37 % 1500) : (size_t)(extra % 9);
    memset(out + size, 'x', more);
    return size + more;
}

bool is_redefined(const room *in, int node, const rec *record) {
    return record->version > 0 && record->definition != 0 &&
           record->definition != definitions[in->variant][node];
}

ach_policy policy_for(const room *in, int player, int node, const rec *record) {
    ach_policy policy = in->options.policy;
    if (policy == ACH_POLICY_ASK) {
        bool is_asked = in->hooks.changed != NULL && is_redefined(in, node, record);
        policy = is_asked ? (ach_policy)((player + node) % 4) : ACH_POLICY_KEEP;
    }
    return policy == ACH_POLICY_ASK ? ACH_POLICY_KEEP : policy;
}

/* The host's policy, where the record is of another definition. */
static void redefine(const room *in, const mset *set, rec *next) {
    int64_t total = totals[in->variant];
    switch (policy_for(in, set->player, set->node, next)) {
    case ACH_POLICY_CLAMP:
        if (next->completed_at != 0 && next->progress > total) {
            next->progress = total;
        } else if (next->completed_at == 0 && next->progress >= total) {
            next->progress = total - 1;
        }
        break;
    case ACH_POLICY_GRANT:
        if (next->completed_at == 0 && next->progress >= total) {
            next->completed_at = in->now / 1000;
        }
        break;
    default:
        break;
    }
}

void judge(const room *in, const mset *set, item *out) {
    int64_t total = totals[in->variant];
    rec *next = &out->next;
    out->before = *next = records[set->player][set->node];
    if (is_redefined(in, set->node, &out->before)) {
        redefine(in, set, next);
    }
    next->definition = definitions[in->variant][set->node];
    if (set->delta == 0 || next->completed_at != 0) {
        bool changes = next->progress != out->before.progress ||
                       next->completed_at != out->before.completed_at;
        out->verdict = changes ? STORE : CLOSED;
        return;
    }
    bool asks = set->callers != NULL || set->asks_extra;
    bool is_held = set->has_extra || ((in->options.flags & ACH_ENGINE_VERSION_ALWAYS) != 0 && asks);
    int64_t seen =
        set->has_extra || set->has_seen ? set->seen : in->players[set->player].seen[set->node];
    if (is_held && seen != out->before.version) {
        out->verdict = CONFLICT;
        return;
    }
    out->verdict = STORE;
    next->progress = sum(next->progress, set->delta);
    if (next->progress >= total) {
        next->completed_at = in->now / 1000;
        if ((in->options.flags & ACH_ENGINE_OVERSHOOT) == 0) {
            next->progress = total;
        }
    }
    if (set->has_extra) {
        next->extra = set->extra;
    }
}

/* The batch of a room reaches the store. False: it had it already, and gives the first outcomes. */
bool store_write(room *in, int64_t number, int count) {
    source *from = &in->source;
    mbatch *batch = &in->batch;
    bool is_repeat = number == from->number;
    if (number < from->number || (is_repeat && count != from->count)) {
        diverge("batch %lld of %d writes behind batch %lld of %d", (long long)number, count,
                (long long)from->number, from->count);
    }
    for (int i = 0; i < batch->count; i++) {
        item *one = &batch->items[i];
        if (!one->is_written) {
            continue;
        }
        rec *record = &records[one->player][one->node];
        if (is_repeat) {
            one->is_applied = from->applied[one->player][one->node];
        } else {
            one->is_applied = !one->is_stale && record->version == one->before.version;
            if (one->is_applied) {
                *record = one->next;
                record->version++;
            }
            from->applied[one->player][one->node] = one->is_applied;
        }
    }
    from->number = number;
    from->count = count;
    return !is_repeat;
}
