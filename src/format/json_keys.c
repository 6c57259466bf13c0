/* JSON objects by their keys: looking one up, and finding those that stand twice.
 * SPDX-License-Identifier: MIT */
#include "format/json_parts.h"

#include <string.h>

/* Up to this many members every pair is compared, which needs no memory. */
enum { PAIRS_MOST = 24 };

const ach__json_value *ach__json_member(const ach__json *json, const ach__json_value *object,
                                        ach__slice key) {
    if (object->type != ACH__JSON_OBJECT) {
        return NULL;
    }
    const ach__json_value *end = json->values + object->next;
    for (const ach__json_value *member = object + 1; member < end;
         member = json->values + member->next) {
        if (ach__slice_equal(member->key, key)) {
            return member;
        }
    }
    return NULL;
}

static int compare_keys(ach__slice left, ach__slice right) {
    if (left.len != right.len) {
        return left.len < right.len ? -1 : 1;
    }
    return left.len == 0 ? 0 : memcmp(left.ptr, right.ptr, left.len);
}

static void tell(ach__json_reader *in, uint32_t first, uint32_t again) {
    const ach__json_value *values = in->json->values;
    /* Different keys may both stand as U+FFFD, and are told of for that already. */
    ach__slice key = values[again].key;
    if (in->json->fault_count > 0 && key.len > 0 &&
        memmem(key.ptr, key.len, "\xEF\xBF\xBD", 3) != NULL) {
        return;
    }
    ach__json_fault_add(in, ACH__JSON_FAULT_DUPLICATE, values[again].key_place,
                        values[first].key_place);
}

static void compare_pairs(ach__json_reader *in, const uint32_t *members, uint32_t count) {
    const ach__json_value *values = in->json->values;
    for (uint32_t i = 1; i < count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (compare_keys(values[members[i]].key, values[members[j]].key) == 0) {
                tell(in, members[j], members[i]);
                break;
            }
        }
    }
}

/* Merges the runs members[first, middle) and members[middle, end) into `out`. */
static void merge(const ach__json_value *values, const uint32_t *members, uint32_t *out,
                  const uint32_t bounds[3]) {
    uint32_t left = bounds[0];
    uint32_t right = bounds[1];
    for (uint32_t i = bounds[0]; i < bounds[2]; i++) {
        bool is_left = right == bounds[2] ||
                       (left < bounds[1] &&
                        compare_keys(values[members[left]].key, values[members[right]].key) <= 0);
        out[i] = members[is_left ? left++ : right++];
    }
}

/* Sorts by key and then by place; gives the half of `order` that holds the result. No seed, no
 * hash: no keys are worse than others. */
static const uint32_t *sort(const ach__json_value *values, uint32_t *order, uint32_t count) {
    uint32_t *from = order;
    uint32_t *to = order + count;
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t start = 0; start < count; start += 2 * width) {
            uint32_t middle = count - start > width ? start + width : count;
            uint32_t end = count - start > 2 * width ? start + 2 * width : count;
            merge(values, from, to, (const uint32_t[]){start, middle, end});
        }
        uint32_t *swapped = from;
        from = to;
        to = swapped;
    }
    return from;
}

static bool make_order_room(ach__json_reader *in, size_t room) {
    ach__json *json = in->json;
    if (json->order_room < room) {
        room = room < 2 * json->order_room ? 2 * json->order_room : room;
        uint32_t *order = ach__arena_take(in->arena, room, sizeof *order);
        if (order == NULL) {
            return false;
        }
        json->order = order;
        json->order_room = room;
    }
    return true;
}

static void list_members(const ach__json_value *values, uint32_t object, uint32_t *members) {
    uint32_t at = object + 1;
    for (uint32_t i = 0; i < values[object].count; i++) {
        members[i] = at;
        at = values[at].next;
    }
}

void ach__json_find_duplicates(ach__json_reader *in, uint32_t object) {
    const ach__json_value *values = in->json->values;
    uint32_t count = values[object].count;
    if (count <= PAIRS_MOST) {
        uint32_t members[PAIRS_MOST];
        list_members(values, object, members);
        compare_pairs(in, members, count);
        return;
    }
    if (!make_order_room(in, 2 * (size_t)count)) {
        in->is_stopped = true;
        return;
    }
    list_members(values, object, in->json->order);
    const uint32_t *sorted = sort(values, in->json->order, count);
    uint32_t first = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (compare_keys(values[sorted[first]].key, values[sorted[i]].key) == 0) {
            tell(in, sorted[first], sorted[i]);
        } else {
            first = i;
        }
    }
}
