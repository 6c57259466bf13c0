/* Comparing two versions: which nodes there are in both, what is gone and what is new.
 * SPDX-License-Identifier: MIT */
#include "check/diff.h"

#include "check/diff_parts.h"
#include "model/authoring.h"
#include "model/cell.h"

#include <string.h>

static bool has_finding(const ach_diags *diags, const char *code) {
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        if (strcmp(ach__diags_at(diags, i)->message->kind->code, code) == 0) {
            return true;
        }
    }
    return false;
}

ach__diff_obstacle ach__diff_obstacle_of(const ach__diff_side *side) {
    const ach__table *table = &side->package->table;
    if (!side->package->has_table) {
        return ACH__DIFF_NO_TABLE;
    }
    if (!table->has[ACH__COLUMN_NODE_ID]) {
        return ACH__DIFF_NO_IDS;
    }
    for (size_t i = 0; i < table->count; i++) {
        if (ach__row_cell(table, &table->rows[i], ACH__COLUMN_NODE_ID).is_damaged) {
            return ACH__DIFF_NO_IDS;
        }
    }
    return has_finding(side->diags, "csv-quote") ? ACH__DIFF_LOST_ROWS : ACH__DIFF_FINE;
}

static ach__diff_item *item_of(ach__diff *diff, ach__slice id) {
    size_t found = ach__map_add(&diff->by_id, id, diff->count);
    if (found != ACH__MAP_NONE) {
        return &diff->items[found];
    }
    ach__diff_item *item = &diff->items[diff->count++];
    *item = (ach__diff_item){id, {ACH__NOWHERE, ACH__NOWHERE}, {ACH__NOWHERE, ACH__NOWHERE}};
    return item;
}

/* Of several rows with one id the first counts, and so it does with node files. */
static void add_version(ach__diff *diff, size_t version) {
    const ach__table *table = ach__diff_table(diff, version);
    const ach__nodes *nodes = diff->nodes[version];
    for (size_t i = 0; diff->has_tables && i < table->count; i++) {
        ach__slice id =
            ach__cell_trimmed(ach__row_value(table, &table->rows[i], ACH__COLUMN_NODE_ID));
        size_t *row = id.len == 0 ? NULL : &item_of(diff, id)->row[version];
        if (row != NULL && *row == ACH__NOWHERE) {
            *row = i;
        }
    }
    for (size_t i = 0; nodes != NULL && i < nodes->count; i++) {
        ach__slice id = nodes->items[i].id;
        size_t *node = id.len == 0 ? NULL : &item_of(diff, id)->node[version];
        if (node != NULL && *node == ACH__NOWHERE) {
            *node = i;
        }
    }
}

/* A row that is not packed cannot be in a finished zip: it is neither new there nor gone. */
static void leave_out_local(ach__diff *diff) {
    for (size_t version = 0; diff->has_tables && version < ACH__VERSIONS; version++) {
        const ach__table *table = ach__diff_table(diff, version);
        size_t other = version == ACH__OLD ? ACH__NEW : ACH__OLD;
        bool is_packed = !ach__table_has_authoring(ach__diff_table(diff, other));
        for (size_t i = 0; is_packed && i < diff->count; i++) {
            ach__diff_item *item = &diff->items[i];
            size_t row = item->row[version];
            if (row != ACH__NOWHERE && item->row[other] == ACH__NOWHERE &&
                ach__row_is_local(table, &table->rows[row])) {
                item->row[version] = ACH__NOWHERE;
            }
        }
    }
}

/* Whether the new version has a node file of which nothing is known, not even what stands in
 * quotes: it cannot be opened, is too large, or is UTF-16. */
static bool has_unknown_file(ach__diff *diff) {
    const ach__nodes *nodes = diff->nodes[ACH__NEW];
    size_t count = nodes == NULL ? 0 : nodes->file_count;
    bool *is_named = ach__arena_take(&diff->arena, count, sizeof *is_named);
    for (size_t i = 0; is_named != NULL && nodes != NULL && i < nodes->count; i++) {
        is_named[nodes->items[i].file] |= nodes->items[i].id.len > 0;
    }
    for (size_t i = 0; is_named != NULL && i < count; i++) {
        ach__slice bytes = nodes->files[i].bytes;
        if (!is_named[i] && (bytes.ptr == NULL || memchr(bytes.ptr, 0, bytes.len) != NULL)) {
            return true;
        }
    }
    return false;
}

static bool match(ach__diff *diff) {
    size_t most = 0;
    for (size_t version = 0; version < ACH__VERSIONS; version++) {
        most += diff->has_tables ? ach__diff_table(diff, version)->count : 0;
        most += diff->nodes[version] != NULL ? diff->nodes[version]->count : 0;
    }
    ach__map_init(&diff->by_id, &diff->arena);
    diff->items = ach__arena_take(&diff->arena, most, sizeof *diff->items);
    if (diff->items == NULL) {
        return false;
    }
    add_version(diff, ACH__OLD);
    add_version(diff, ACH__NEW);
    if (diff->arena.failed) {
        return false;
    }
    leave_out_local(diff);
    diff->has_unknown_file = has_unknown_file(diff);
    return !diff->arena.failed;
}

ach__slice ach__diff_title(const ach__diff *diff, const ach__diff_item *item, size_t version) {
    if (item->row[version] != ACH__NOWHERE) {
        const ach__table *table = ach__diff_table(diff, version);
        return ach__row_value(table, &table->rows[item->row[version]], ACH__COLUMN_TITLE);
    }
    return ach__diff_node(diff, item, version)->title;
}

/* Where only one version has a node at all. */
static ach__place only_place(ach__diff *diff, const ach__diff_item *item, size_t version) {
    return item->row[version] != ACH__NOWHERE
               ? ach__diff_row_place(diff, item, version, ACH__COLUMN_NODE_ID)
               : ach__diff_node_place(diff, item, version, ACH__KEY_NODE_ID);
}

/* A node file that cannot be read may be the one that seems to be missing. */
static bool may_be_lost(const ach__diff *diff, const ach__diff_item *item) {
    return diff->has_unknown_file ||
           ach__map_find(&diff->nodes[ACH__NEW]->lost, item->id) != ACH__MAP_NONE;
}

static void report_removed(ach__diff *diff, const ach__diff_item *item, size_t renamed) {
    if (item->row[ACH__OLD] == ACH__NOWHERE && may_be_lost(diff, item)) {
        return;
    }
    bool is_renamed = renamed != ACH__NOWHERE;
    ach__place place = only_place(diff, item, ACH__OLD);
    ach__finding *finding = ach__diags_add(
        diff->diags,
        &ach__diff_messages[is_renamed ? ACH__DIFF_NODE_RENAMED : ACH__DIFF_NODE_REMOVED], &place);
    ach__finding_text(finding, "id", item->id);
    if (is_renamed) {
        ach__place other = only_place(diff, &diff->items[renamed], ACH__NEW);
        ach__finding_text(finding, "new", diff->items[renamed].id);
        ach__finding_related(finding, &ach__diff_new, &other);
    }
}

static void report_added(ach__diff *diff, const ach__diff_item *item) {
    ach__place place = only_place(diff, item, ACH__NEW);
    ach__finding_text(
        ach__diags_add(diff->diags, &ach__diff_messages[ACH__DIFF_NODE_ADDED], &place), "id",
        item->id);
}

static void report_half(ach__diff *diff, const ach__diff_item *item, ach__diff_message message,
                        const ach__place *place) {
    ach__finding_text(ach__diags_add(diff->diags, &ach__diff_messages[message], place), "id",
                      item->id);
}

/* A row that is not packed changes nothing for players where its node has a file as well. */
static bool is_packed(const ach__diff *diff, const ach__diff_item *item, size_t version) {
    const ach__table *table = ach__diff_table(diff, version);
    return !ach__row_is_local(table, &table->rows[item->row[version]]);
}

static void report_lost_half(ach__diff *diff, const ach__diff_item *item) {
    if (diff->has_tables && item->row[ACH__OLD] != ACH__NOWHERE &&
        item->row[ACH__NEW] == ACH__NOWHERE && is_packed(diff, item, ACH__OLD)) {
        ach__place place = ach__diff_row_place(diff, item, ACH__OLD, ACH__COLUMN_NODE_ID);
        report_half(diff, item, ACH__DIFF_ROW_REMOVED, &place);
    }
    if (item->node[ACH__OLD] != ACH__NOWHERE && item->node[ACH__NEW] == ACH__NOWHERE &&
        !may_be_lost(diff, item)) {
        ach__place place = ach__diff_node_place(diff, item, ACH__OLD, ACH__KEY_NODE_ID);
        report_half(diff, item, ACH__DIFF_FILE_REMOVED, &place);
    }
}

/* Only where the other half is still there: else the loss of that has been told. */
static void report_new_half(ach__diff *diff, const ach__diff_item *item) {
    if (item->row[ACH__NEW] == ACH__NOWHERE || item->node[ACH__NEW] == ACH__NOWHERE) {
        return;
    }
    if (item->row[ACH__OLD] == ACH__NOWHERE && is_packed(diff, item, ACH__NEW)) {
        ach__place place = ach__diff_row_place(diff, item, ACH__NEW, ACH__COLUMN_NODE_ID);
        report_half(diff, item, ACH__DIFF_ROW_ADDED, &place);
    }
    if (item->node[ACH__OLD] == ACH__NOWHERE) {
        ach__place place = ach__diff_node_place(diff, item, ACH__NEW, ACH__KEY_NODE_ID);
        report_half(diff, item, ACH__DIFF_FILE_ADDED, &place);
    }
}

/* A node that both versions have, perhaps only in the table or only as a node file. */
static void compare(ach__diff *diff, const ach__diff_item *item) {
    uint32_t told = 0;
    report_lost_half(diff, item);
    report_new_half(diff, item);
    if (ach__diff_is_in_both(item->row)) {
        told = ach__diff_rows(diff, item) | ach__diff_pictures(diff, item);
    }
    if (ach__diff_is_in_both(item->node)) {
        ach__diff_node_files(diff, item, told);
    }
}

static void compare_all(ach__diff *diff) {
    size_t *renames =
        match(diff) && ach__diff_pictures_start(diff) ? ach__diff_renames(diff) : NULL;
    for (size_t i = 0; renames != NULL && i < diff->count; i++) {
        const ach__diff_item *item = &diff->items[i];
        bool is_in_old = ach__diff_is_in(item, ACH__OLD);
        bool is_in_new = ach__diff_is_in(item, ACH__NEW);
        if (is_in_old && is_in_new) {
            compare(diff, item);
        } else if (is_in_old) {
            report_removed(diff, item, renames[i]);
        } else if (is_in_new) {
            report_added(diff, item);
        }
    }
}

ach_status ach__diff_packages(const ach__diff_side *old, const ach__diff_side *new,
                              ach_diags *diags) {
    ach__diff diff = {.sides = {old, new}, .diags = diags};
    ach__arena_init(&diff.arena, NULL);
    diff.has_tables = old->package->has_table && new->package->has_table;
    if (old->package->nodes != NULL && new->package->nodes != NULL) {
        diff.nodes[ACH__OLD] = old->package->nodes;
        diff.nodes[ACH__NEW] = new->package->nodes;
    }
    ach__diff_places_start(&diff);
    compare_all(&diff);
    ach__diags_finish(diags);
    bool failed = diff.arena.failed || ach__diags_failed(diags);
    for (size_t version = 0; version < ACH__VERSIONS && diff.nodes[version] != NULL; version++) {
        failed |= diff.nodes[version]->arena.failed;
    }
    ach__arena_free(&diff.arena);
    return failed ? ACH_ENOMEM : ACH_OK;
}
