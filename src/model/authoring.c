/* Reading the authoring columns.
 * SPDX-License-Identifier: MIT */
#include "model/authoring.h"

#include "model/cell.h"

static const char *const words_on[] = {"true", "1", "yes", "\xE6\x98\xAF"};
static const char *const words_off[] = {"false", "0", "no", "\xE5\x90\xA6"};
enum { WORDS = sizeof words_on / sizeof *words_on };

ach__slice ach__row_text(const ach__table *table, const ach__row *row, ach__column column) {
    ach__cell cell = ach__row_cell(table, row, column);
    return cell.is_damaged ? (ach__slice){NULL, 0} : ach__cell_trimmed(cell.value);
}

ach__switch ach__row_switch(const ach__table *table, const ach__row *row, ach__column column) {
    ach__slice text = ach__row_text(table, row, column);
    if (text.len == 0) {
        return ACH__SWITCH_BLANK;
    }
    for (size_t i = 0; i < WORDS; i++) {
        if (ach__slice_equal_ignoring_case(text, ach__slice_of(words_on[i]))) {
            return ACH__SWITCH_ON;
        }
        if (ach__slice_equal_ignoring_case(text, ach__slice_of(words_off[i]))) {
            return ACH__SWITCH_OFF;
        }
    }
    return ACH__SWITCH_ODD;
}

bool ach__row_is_local(const ach__table *table, const ach__row *row) {
    return table->has[ACH__COLUMN_IS_CLOUD] &&
           ach__row_switch(table, row, ACH__COLUMN_IS_CLOUD) == ACH__SWITCH_OFF;
}

bool ach__row_is_root(const ach__table *table, const ach__row *row) {
    return ach__row_text(table, row, ACH__COLUMN_PARENT_NODE).len == 0;
}

ach__goal_type ach__row_goal(const ach__table *table, const ach__row *row) {
    ach__slice text = ach__row_text(table, row, ACH__COLUMN_GOAL_TYPE);
    if (text.len == 0) {
        return ACH__GOAL_NONE;
    }
    if (ach__slice_equal(text, ACH__SLICE("default_kill"))) {
        return ACH__GOAL_KILL;
    }
    return ach__slice_equal(text, ACH__SLICE("default_get")) ? ACH__GOAL_GET : ACH__GOAL_ODD;
}

static bool is_name_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '-' || byte == '/';
}

bool ach__goal_target_is_good(ach__slice target) {
    size_t colons = 0;
    for (size_t i = 0; i < target.len; i++) {
        if (target.ptr[i] == ':') {
            colons++;
        } else if (!is_name_byte(target.ptr[i])) {
            return false;
        }
    }
    return colons == 1 && target.ptr[0] != ':' && target.ptr[target.len - 1] != ':';
}

size_t ach__picture_extension(ach__slice path) {
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".tga",
                                          ".bmp", ".gif", ".webp", ".svg"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        ach__slice ending = ach__slice_of(endings[i]);
        if (ach__slice_ends_ignoring_case(path, ending)) {
            return ending.len;
        }
    }
    return 0;
}

/* Whether a part of the path is empty, "." or "..". */
static bool has_odd_part(ach__slice path) {
    for (size_t start = 0; start <= path.len;) {
        size_t end = start;
        while (end < path.len && path.ptr[end] != '/') {
            end++;
        }
        ach__slice part = {path.ptr + start, end - start};
        if (part.len == 0 || ach__slice_equal(part, ACH__SLICE(".")) ||
            ach__slice_equal(part, ACH__SLICE(".."))) {
            return true;
        }
        start = end + 1;
    }
    return false;
}

ach__picture_path_fault ach__picture_path_judge(ach__slice path) {
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.ptr[i];
        if (byte < 0x20 || byte == 0x7F || byte == '\\' || byte == ':' || byte == '"') {
            return ACH__PICTURE_PATH_ODD;
        }
    }
    if (has_odd_part(path)) {
        return ACH__PICTURE_PATH_ODD;
    }
    if (!ach__slice_starts(path, ACH__SLICE("textures/"))) {
        return ACH__PICTURE_PATH_OUTSIDE;
    }
    return ach__picture_extension(path) > 0 ? ACH__PICTURE_PATH_EXTENSION : ACH__PICTURE_PATH_FINE;
}
