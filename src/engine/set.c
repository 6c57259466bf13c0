/* Completion, conflict, addition: in the order in which the platform looks at them.
 * SPDX-License-Identifier: MIT */
#include "engine/set.h"

static int64_t add(int64_t left, int64_t right) {
    int64_t sum;
    return __builtin_add_overflow(left, right, &sum) ? INT64_MAX : sum;
}

static int64_t stamp(int64_t now) {
    return now > 0 ? now : 1; /* 0 would mean: not complete */
}

bool ach__set_is_redefined(const ach_progress *record, const ach__target *target) {
    return record->version != 0 && record->definition != 0 &&
           record->definition != target->definition;
}

/* What the host's policy makes of a record whose definition is another one. */
static void settle(ach_progress *next, const ach__target *target, const ach__reading *reading) {
    if (reading->policy == ACH_POLICY_CLAMP) {
        int64_t most = next->completed_at != 0 ? target->max : target->max - 1;
        next->progress = next->progress > most ? most : next->progress;
    } else if (reading->policy == ACH_POLICY_GRANT && next->completed_at == 0 &&
               next->progress >= target->max) {
        next->completed_at = stamp(reading->now);
    }
}

ach__verdict ach__set_judge(const ach__wish *wish, const ach_progress *record,
                            const ach__target *target, const ach__reading *reading,
                            ach_progress *next) {
    *next = *record;
    next->definition = target->definition;
    if (ach__set_is_redefined(record, target)) {
        settle(next, target, reading);
    }
    if (next->completed_at != 0 || wish->delta == 0) {
        bool is_same =
            next->progress == record->progress && next->completed_at == record->completed_at;
        return is_same ? ACH__SET_CLOSED : ACH__SET_STORE;
    }
    bool is_versioned = wish->has_extra || (reading->flags & ACH_ENGINE_VERSION_ALWAYS) != 0;
    if (is_versioned && wish->seen != record->version) {
        return ACH__SET_CONFLICT;
    }
    next->progress = add(next->progress, wish->delta);
    if ((reading->flags & ACH_ENGINE_OVERSHOOT) == 0 && next->progress > target->max) {
        next->progress = target->max;
    }
    if (next->progress >= target->max) {
        next->completed_at = stamp(reading->now);
    }
    if (wish->has_extra) {
        next->extra = wish->extra;
    }
    return ACH__SET_STORE;
}
