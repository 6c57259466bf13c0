/* JSON in one form: however a value was written, the same bytes come out.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_JSON_COMPACT_H
#define ACH__FORMAT_JSON_COMPACT_H

#include "base/memory.h"
#include "base/slice.h"
#include "format/json.h"

#include <stddef.h>
#include <stdint.h>

/* A member of an object in the order in which it is written. */
typedef struct ach__json_member_row {
    ach__slice key;
    uint32_t group;
    uint32_t value; /* index in json->values */
} ach__json_member_row;

/* Appends the members of an object as ach__json_member_row to `rows`, by group, then bytewise by
 * key, of a repeated key the first; gives their number. `group_of` may be NULL: all in one. */
size_t ach__json_sort_members(ach__buffer *rows, const ach__json *json, size_t object,
                              unsigned (*group_of)(ach__slice key));

/* Appends text as a JSON string; bytes that are no UTF-8 become U+FFFD. */
void ach__json_compact_text(ach__buffer *out, ach__slice text);

/* Appends json->values[index] without blanks, the keys of objects bytewise, of a repeated key the
 * first; a number that is no JSON becomes null. `rows` is used above its present size and left with
 * it. Without recursion; no memory shows in the buffers. */
void ach__json_compact(ach__buffer *out, ach__buffer *rows, const ach__json *json, size_t index);

#endif
