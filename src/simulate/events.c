/* The queue of what is to happen: a heap by time, then by order of adding.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

static bool is_before(const ach__event *one, const ach__event *other) {
    return one->at != other->at ? one->at < other->at : one->order < other->order;
}

static bool grow(ach__events *events) {
    size_t room = events->room == 0 ? 64 : 2 * events->room;
    ach__event *larger = events->allocator.resize(
        events->allocator.user, events->heap, events->room * sizeof *larger, room * sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    events->heap = larger;
    events->room = room;
    return true;
}

bool ach__events_add(ach__events *events, ach__event event) {
    if (events->count == events->room && !grow(events)) {
        return false;
    }
    event.order = events->next_order++;
    size_t at = events->count++;
    while (at > 0 && is_before(&event, &events->heap[(at - 1) / 2])) {
        events->heap[at] = events->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    events->heap[at] = event;
    return true;
}

bool ach__events_take(ach__events *events, ach__event *out) {
    if (events->count == 0) {
        return false;
    }
    *out = events->heap[0];
    const ach__event last = events->heap[--events->count];
    size_t at = 0;
    for (;;) {
        size_t next = 2 * at + 1;
        if (next >= events->count) {
            break;
        }
        if (next + 1 < events->count && is_before(&events->heap[next + 1], &events->heap[next])) {
            next++;
        }
        if (!is_before(&events->heap[next], &last)) {
            break;
        }
        events->heap[at] = events->heap[next];
        at = next;
    }
    events->heap[at] = last;
    return true;
}

void ach__events_free(ach__events *events) {
    ach__release(&events->allocator, events->heap, events->room * sizeof *events->heap);
    events->heap = NULL;
    events->count = events->room = 0;
}
