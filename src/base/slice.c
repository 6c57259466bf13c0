/* Comparing, cutting and copying slices.
 * SPDX-License-Identifier: MIT */
#include "base/slice.h"

bool ach__slice_equal(ach__slice left, ach__slice right) {
    return left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
}

int ach__slice_compare(ach__slice left, ach__slice right) {
    size_t common = left.len < right.len ? left.len : right.len;
    int order = common == 0 ? 0 : memcmp(left.ptr, right.ptr, common);
    if (order != 0) {
        return order;
    }
    return left.len < right.len ? -1 : left.len > right.len;
}

static char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool ach__slice_equal_ignoring_case(ach__slice left, ach__slice right) {
    if (left.len != right.len) {
        return false;
    }
    for (size_t i = 0; i < left.len; i++) {
        if (lower(left.ptr[i]) != lower(right.ptr[i])) {
            return false;
        }
    }
    return true;
}

bool ach__slice_starts(ach__slice text, ach__slice start) {
    return text.len >= start.len && ach__slice_equal((ach__slice){text.ptr, start.len}, start);
}

bool ach__slice_ends_ignoring_case(ach__slice text, ach__slice end) {
    return text.len >= end.len &&
           ach__slice_equal_ignoring_case(ach__slice_skip(text, text.len - end.len), end);
}

ach__slice ach__slice_skip(ach__slice text, size_t count) {
    if (count == 0 || text.ptr == NULL) {
        return text;
    }
    if (count > text.len) {
        count = text.len;
    }
    return (ach__slice){text.ptr + count, text.len - count};
}

ach__slice ach__slice_basename(ach__slice path) {
    size_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/') {
        start--;
    }
    return ach__slice_skip(path, start);
}

ach__slice ach__slice_copy(ach__arena *arena, ach__slice text) {
    return ach__slice_join(arena, text, (ach__slice){NULL, 0});
}

ach__slice ach__slice_join(ach__arena *arena, ach__slice first, ach__slice second) {
    size_t size;
    if (__builtin_add_overflow(first.len, second.len, &size) || size == SIZE_MAX) {
        arena->failed = true;
        return (ach__slice){NULL, 0};
    }
    char *copy = ach__arena_take(arena, size + 1, 1);
    if (copy == NULL) {
        return (ach__slice){NULL, 0};
    }
    if (first.len > 0) {
        memcpy(copy, first.ptr, first.len);
    }
    if (second.len > 0) {
        memcpy(copy + first.len, second.ptr, second.len);
    }
    return (ach__slice){copy, size};
}
