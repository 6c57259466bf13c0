/* Checks the parents that the table's column ParentNode names.
 * SPDX-License-Identifier: MIT */
#include "check/cell_text.h"
#include "check/check.h"
#include "model/links.h"

static ach__place parent_place(void *user, size_t node) {
    const ach__table *table = user;
    return ach__table_place(table, &table->rows[node], ACH__COLUMN_PARENT_NODE);
}

static ach__slice cell_text(const ach__table *table, const ach__row *row, ach__column column) {
    ach__cell cell = ach__row_cell(table, row, column);
    return cell.is_damaged ? (ach__slice){NULL, 0} : ach__cell_trimmed(cell.value);
}

void ach__check_hierarchy(ach__package *package, ach_diags *diags) {
    const ach__table *table = &package->table;
    size_t count = package->has_table ? table->count : 0;
    ach__arena scratch;
    ach__arena_init(&scratch, &package->arena.allocator);
    ach__slice *ids = ach__arena_take(&scratch, count, sizeof *ids);
    ach__slice *parents = ach__arena_take(&scratch, count, sizeof *parents);
    if (ids == NULL || parents == NULL) {
        package->tree = (ach__tree){.first_root = ACH__NO_NODE};
        package->arena.failed = true;
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        ids[i] = cell_text(table, &table->rows[i], ACH__COLUMN_NODE_ID);
        parents[i] = cell_text(table, &table->rows[i], ACH__COLUMN_PARENT_NODE);
    }
    const ach__links links = {.count = count,
                              .ids = ids,
                              .parents = parents,
                              .place = parent_place,
                              .user = &package->table};
    ach__links_check(&links, &package->tree, &package->arena, diags);
out:
    ach__arena_free(&scratch);
}
