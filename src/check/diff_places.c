/* Where a difference is: in the new version, and for comparison in the old one.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "check/diff_parts.h"

/* The path of the old version as places show it, with a '/' behind; nothing for ".". */
static ach__slice begin_of(ach__arena *arena, const char *path) {
    ach__buffer shown;
    ach__slice given = ach__slice_of(path);
    while (given.len > 1 && given.ptr[given.len - 1] == '/') {
        given.len--;
    }
    if (ach__slice_equal(given, ACH__SLICE("."))) {
        return ACH__SLICE("");
    }
    ach__buffer_init(&shown, &arena->allocator, SIZE_MAX);
    if (ach__utf8_is_valid(given)) {
        ach__buffer_append(&shown, given.ptr, given.len);
    } else {
        ach__utf8_append_shown(&shown, given, SIZE_MAX);
    }
    if (given.len == 0 || given.ptr[given.len - 1] != '/') {
        ach__buffer_append_byte(&shown, '/');
    }
    ach__slice begin = ach__slice_copy(arena, (ach__slice){(const char *)shown.data, shown.size});
    arena->failed |= shown.failed;
    ach__buffer_free(&shown);
    return begin;
}

/* Findings come node by node: the file is mostly that of the one before. */
static ach__slice outside(ach__diff *diff, ach__slice file) {
    if (file.ptr != diff->last_file.ptr || file.len != diff->last_file.len) {
        diff->last_file = file;
        diff->last_outside = ach__slice_join(&diff->arena, diff->old_path, file);
    }
    return diff->last_outside;
}

/* Lines are found by the file's name, so no file of the new version may be called as places in the
 * old one are. */
static bool is_ambiguous(const ach__diff *diff) {
    const ach__source *source = diff->sides[ACH__NEW]->package->source;
    for (size_t i = 0; source != NULL && i < source->count; i++) {
        if (ach__slice_starts(source->files[i].path, diff->old_path)) {
            return diff->old_path.len > 0;
        }
    }
    return false;
}

/* Old node files lie outside. The checks may have asked for places already, but for their own
 * findings. */
static void start_nodes(ach__diff *diff, size_t version) {
    ach__nodes *nodes = diff->nodes[version];
    if (nodes == NULL) {
        return;
    }
    ach__nodes_forget_lines(nodes);
    for (size_t i = 0; version == ACH__OLD && i < nodes->file_count; i++) {
        ach__node_text *text = &nodes->files[i];
        if (!text->is_outside) {
            text->path = ach__slice_join(&nodes->arena, diff->old_path, text->path);
            text->is_outside = true;
        }
    }
}

void ach__diff_places_start(ach__diff *diff) {
    const ach__table *old = ach__diff_table(diff, ACH__OLD);
    const ach__table *new = ach__diff_table(diff, ACH__NEW);
    diff->old_path = begin_of(&diff->arena, diff->sides[ACH__OLD]->path);
    if (is_ambiguous(diff)) {
        diff->old_path = ach__slice_join(&diff->arena, ACH__SLICE("./"), diff->old_path);
    }
    start_nodes(diff, ACH__OLD);
    start_nodes(diff, ACH__NEW);
    if (diff->has_tables) {
        ach__diags_add_lines(diff->diags, outside(diff, old->file), &old->decoded.lines);
        ach__diags_add_lines(diff->diags, new->file, &new->decoded.lines);
    }
}

ach__place ach__diff_row_place(ach__diff *diff, const ach__diff_item *item, size_t version,
                               ach__column column) {
    const ach__table *table = ach__diff_table(diff, version);
    ach__place place = ach__table_place(table, &table->rows[item->row[version]], column);
    if (version == ACH__OLD) {
        place.file = outside(diff, place.file);
        place.is_outside = true;
    }
    return place;
}

ach__place ach__diff_node_place(ach__diff *diff, const ach__diff_item *item, size_t version,
                                ach__node_key key) {
    return ach__nodes_place(diff->nodes[version], item->node[version], key, diff->diags);
}

ach__finding *ach__diff_raise_row(ach__diff *diff, const ach__diff_item *item, ach__column column,
                                  ach__diff_message message) {
    ach__place place = ach__diff_row_place(diff, item, ACH__NEW, column);
    ach__place before = ach__diff_row_place(diff, item, ACH__OLD, column);
    ach__finding *finding = ach__diags_add(diff->diags, &ach__diff_messages[message], &place);
    ach__finding_related(finding, &ach__diff_old, &before);
    ach__finding_text(finding, "field", ach__column_name(column));
    return finding;
}

ach__finding *ach__diff_raise_node(ach__diff *diff, const ach__diff_item *item, ach__node_key key,
                                   ach__diff_message message) {
    ach__place place = ach__diff_node_place(diff, item, ACH__NEW, key);
    ach__place before = ach__diff_node_place(diff, item, ACH__OLD, key);
    ach__finding *finding = ach__diags_add(diff->diags, &ach__diff_messages[message], &place);
    ach__finding_related(finding, &ach__diff_old, &before);
    ach__finding_text(finding, "field", ach__slice_of(ach__node_keys[key].name));
    return finding;
}
