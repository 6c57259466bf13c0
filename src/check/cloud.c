/* Checks the table against the node files: cloud nodes and their rows.
 * SPDX-License-Identifier: MIT */
#include "rules/cloud.h"
#include "base/suggest.h"
#include "check/check.h"
#include "model/authoring.h"
#include "model/cell.h"

enum { EFFORT_MOST = 200000 };

typedef struct cloud {
    const ach__table *table;
    ach__nodes *nodes;
    ach_diags *diags;
    ach__map rows; /* NodeId -> the first row that has it; rows that are not packed left out */
    bool *is_told; /* by row: named as what a cloud node probably means */
    size_t effort; /* ids that may still be compared */
} cloud;

static bool has_key(uint32_t keys, ach__node_key key) {
    return (keys & (uint32_t)1 << key) != 0;
}

/* Whether it is known that the node is not in the cloud. */
static bool is_surely_local(const ach__node *node) {
    return has_key(node->configured, ACH__KEY_IS_CLOUD)
               ? has_key(node->usable, ACH__KEY_IS_CLOUD) && !node->is_cloud
               : node->is_whole;
}

void ach__check_cloud_switches(ach__package *package, ach_diags *diags) {
    ach__nodes *nodes = package->nodes;
    for (size_t i = 0; i < nodes->count; i++) {
        const ach__node *node = &nodes->items[i];
        if (has_key(node->configured, ACH__KEY_AUTO_SENT_CLOUD) && is_surely_local(node)) {
            ach__place place = ach__nodes_place(nodes, i, ACH__KEY_AUTO_SENT_CLOUD, diags);
            (void)ach__diags_add(diags, &ach__cloud_messages[ACH__CLOUD_AUTO_UNUSED], &place);
        }
    }
    package->arena.failed |= nodes->arena.failed;
}

/* The id of a row that the packaged table will have; empty where there is none. */
static ach__slice id_of(const ach__table *table, size_t row) {
    ach__cell cell = ach__row_cell(table, &table->rows[row], ACH__COLUMN_NODE_ID);
    bool is_there = !cell.is_damaged && !ach__row_is_local(table, &table->rows[row]);
    return is_there ? cell.value : (ach__slice){NULL, 0};
}

/* The row that was probably meant, or ACH__MAP_NONE. */
static size_t nearest_row(cloud *c, ach__slice id) {
    size_t nearest = ACH__MAP_NONE;
    ach__suggestion search;
    ach__suggest_start(&search, id);
    for (size_t row = 0; row < c->table->count && c->effort > 0; row++, c->effort--) {
        ach__slice candidate = id_of(c->table, row);
        if (candidate.len > 0 && ach__nodes_find(c->nodes, candidate) == NULL) {
            const char *best = search.best.ptr;
            ach__suggest_offer(&search, candidate);
            nearest = search.best.ptr == best ? nearest : row;
        }
    }
    return nearest;
}

static ach__slice nearest_node(cloud *c, ach__slice id) {
    ach__suggestion search;
    ach__suggest_start(&search, id);
    for (size_t i = 0; i < c->nodes->count && c->effort > 0; i++, c->effort--) {
        ach__slice candidate = c->nodes->items[i].id;
        if (candidate.len > 0 && ach__map_find(&c->rows, candidate) == ACH__MAP_NONE) {
            ach__suggest_offer(&search, candidate);
        }
    }
    return search.best;
}

static ach__finding *raise_id(cloud *c, ach__cloud_message message, const ach__place *place,
                              ach__slice id) {
    ach__finding *finding = ach__diags_add(c->diags, &ach__cloud_messages[message], place);
    ach__finding_text(finding, "id", id);
    return finding;
}

static void report_missing(cloud *c, size_t node) {
    ach__slice id = c->nodes->items[node].id;
    ach__place place = ach__nodes_place(c->nodes, node, ACH__KEY_NODE_ID, c->diags);
    size_t near = nearest_row(c, id);
    bool is_near = near != ACH__MAP_NONE;
    ach__finding *finding =
        raise_id(c, is_near ? ACH__CLOUD_ROW_MISSING_NEAR : ACH__CLOUD_ROW_MISSING, &place, id);
    if (is_near) {
        ach__finding_text(finding, "suggestion", id_of(c->table, near));
        c->is_told[near] = true;
    }
}

/* Total as the platform will read it; 0 where that is not known, which is told elsewhere. */
static uint32_t total_of(const cloud *c, const ach__row *row) {
    ach__cell cell = ach__row_cell(c->table, row, ACH__COLUMN_TOTAL);
    uint32_t total;
    bool is_known = !cell.is_damaged &&
                    ach__text_number(ach__cell_trimmed(cell.value), 1, &total) == ACH__NUMBER_FINE;
    return is_known ? total : 0;
}

static void check_total(cloud *c, size_t index, const ach__row *row) {
    const ach__node *node = &c->nodes->items[index];
    uint32_t total = total_of(c, row);
    if (total == 0 || node->goal_number == 0 || total == node->goal_number) {
        return;
    }
    ach__place place = ach__nodes_place(c->nodes, index, ACH__KEY_GOAL_NUMBER, c->diags);
    ach__place other = ach__table_place(c->table, row, ACH__COLUMN_TOTAL);
    ach__finding *finding = raise_id(c, ACH__CLOUD_TOTAL_MISMATCH, &place, node->id);
    ach__finding_number(finding, "goal", node->goal_number);
    ach__finding_number(finding, "total", total);
    ach__finding_related(finding, &ach__cloud_total, &other);
}

static void check_node(cloud *c, size_t index) {
    const ach__node *node = &c->nodes->items[index];
    if (!node->is_cloud || node->id.len == 0) {
        return;
    }
    size_t row = ach__map_find(&c->rows, node->id);
    if (row == ACH__MAP_NONE) {
        report_missing(c, index);
    } else {
        check_total(c, index, &c->table->rows[row]);
    }
}

static void check_row(cloud *c, size_t row) {
    ach__slice id = id_of(c->table, row);
    if (id.len == 0 || c->is_told[row] || ach__map_find(&c->rows, id) != row) {
        return;
    }
    ach__place place = ach__table_place(c->table, &c->table->rows[row], ACH__COLUMN_NODE_ID);
    size_t index = ach__map_find(&c->nodes->by_id, id);
    if (index != ACH__MAP_NONE) {
        if (is_surely_local(&c->nodes->items[index])) {
            ach__place other = ach__nodes_place(c->nodes, index, ACH__KEY_NODE_ID, c->diags);
            ach__finding_related(raise_id(c, ACH__CLOUD_ROW_LOCAL, &place, id), &ach__cloud_node,
                                 &other);
        }
    } else if (ach__map_find(&c->nodes->lost, id) == ACH__MAP_NONE) {
        ach__slice near = nearest_node(c, id);
        bool is_near = near.ptr != NULL;
        ach__finding *finding = raise_id(
            c, is_near ? ACH__CLOUD_ROW_UNLINKED_NEAR : ACH__CLOUD_ROW_UNLINKED, &place, id);
        if (is_near) {
            ach__finding_text(finding, "suggestion", near);
        }
    }
}

void ach__check_cloud(ach__package *package, ach_diags *diags) {
    cloud c = {
        .table = &package->table, .nodes = package->nodes, .diags = diags, .effort = EFFORT_MOST};
    if (!c.table->has[ACH__COLUMN_NODE_ID]) {
        return; /* told; without ids no row can be found */
    }
    ach__map_init(&c.rows, &package->arena);
    c.is_told = ach__arena_take(&package->arena, c.table->count, sizeof *c.is_told);
    for (size_t row = 0; row < c.table->count; row++) {
        ach__slice id = id_of(c.table, row);
        if (id.len > 0) {
            (void)ach__map_add(&c.rows, id, row);
        }
    }
    for (size_t i = 0; i < c.nodes->count && !package->arena.failed; i++) {
        check_node(&c, i);
    }
    bool has_nodes = c.nodes->count > 0;
    for (size_t row = 0; has_nodes && row < c.table->count && !package->arena.failed; row++) {
        check_row(&c, row);
    }
    package->arena.failed |= c.nodes->arena.failed;
}
