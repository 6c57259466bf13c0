/* Differences between the rows of one node in two tables.
 * SPDX-License-Identifier: MIT */
#include "check/diff_parts.h"
#include "model/cell.h"

/* False where the text of the cell is not known. */
static bool value_of(const ach__diff *diff, const ach__diff_item *item, size_t version,
                     ach__column column, ach__slice *value) {
    const ach__table *table = ach__diff_table(diff, version);
    ach__cell cell = ach__row_cell(table, &table->rows[item->row[version]], column);
    *value = cell.value;
    return cell.value.ptr != NULL && !cell.is_damaged;
}

static bool values_of(const ach__diff *diff, const ach__diff_item *item, ach__column column,
                      ach__slice values[ACH__VERSIONS]) {
    return value_of(diff, item, ACH__OLD, column, &values[ACH__OLD]) &&
           value_of(diff, item, ACH__NEW, column, &values[ACH__NEW]);
}

bool ach__diff_same_text(ach__slice left, ach__slice right) {
    size_t i = 0;
    size_t j = 0;
    for (;; i++, j++) {
        i += i + 1 < left.len && left.ptr[i] == '\r' && left.ptr[i + 1] == '\n';
        j += j + 1 < right.len && right.ptr[j] == '\r' && right.ptr[j + 1] == '\n';
        if (i >= left.len || j >= right.len) {
            return i >= left.len && j >= right.len;
        }
        if (left.ptr[i] != right.ptr[j]) {
            return false;
        }
    }
}

static uint32_t compare_text(ach__diff *diff, const ach__diff_item *item, ach__column column,
                             ach__diff_message message) {
    ach__slice values[ACH__VERSIONS];
    if (!values_of(diff, item, column, values) ||
        ach__diff_same_text(values[ACH__OLD], values[ACH__NEW])) {
        return 0;
    }
    ach__finding *finding = ach__diff_raise_row(diff, item, column, message);
    ach__finding_text(finding, "old", values[ACH__OLD]);
    ach__finding_text(finding, "new", values[ACH__NEW]);
    return 1u << column;
}

/* A number that cannot be read is no difference, but the check's matter. */
static bool numbers_of(const ach__diff *diff, const ach__diff_item *item, ach__column column,
                       uint32_t numbers[ACH__VERSIONS]) {
    ach__slice values[ACH__VERSIONS];
    if (!values_of(diff, item, column, values)) {
        return false;
    }
    for (size_t version = 0; version < ACH__VERSIONS; version++) {
        ach__number_form form =
            ach__text_number(ach__cell_trimmed(values[version]),
                             column == ACH__COLUMN_TOTAL ? 1 : 0, &numbers[version]);
        if (form == ACH__NUMBER_BLANK && column == ACH__COLUMN_TOTAL) {
            numbers[version] = 1; /* the platform's default */
        } else if (form != ACH__NUMBER_FINE) {
            return false;
        }
    }
    return numbers[ACH__OLD] != numbers[ACH__NEW];
}

static uint32_t compare_numbers(ach__diff *diff, const ach__diff_item *item, ach__column column) {
    uint32_t numbers[ACH__VERSIONS];
    if (!numbers_of(diff, item, column, numbers)) {
        return 0;
    }
    ach__diff_message message = column == ACH__COLUMN_RANK              ? ACH__DIFF_RANK
                                : numbers[ACH__NEW] < numbers[ACH__OLD] ? ACH__DIFF_TOTAL_LOWERED
                                                                        : ACH__DIFF_TOTAL_RAISED;
    ach__finding *finding = ach__diff_raise_row(diff, item, column, message);
    ach__finding_number(finding, "old", numbers[ACH__OLD]);
    ach__finding_number(finding, "new", numbers[ACH__NEW]);
    return 1u << column;
}

ach__diff_message ach__diff_parent_message(ach__slice before, ach__slice after) {
    return before.len == 0  ? ACH__DIFF_PARENT_GIVEN
           : after.len == 0 ? ACH__DIFF_PARENT_TAKEN
                            : ACH__DIFF_PARENT_MOVED;
}

uint32_t ach__diff_rows(ach__diff *diff, const ach__diff_item *item) {
    return compare_text(diff, item, ACH__COLUMN_TITLE, ACH__DIFF_TITLE) |
           compare_text(diff, item, ACH__COLUMN_DESCRIPTION, ACH__DIFF_DESCRIPTION) |
           compare_numbers(diff, item, ACH__COLUMN_TOTAL) |
           compare_numbers(diff, item, ACH__COLUMN_RANK) | ach__diff_authoring(diff, item);
}
