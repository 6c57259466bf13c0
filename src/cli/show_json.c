/* achpack show --format json.
 * SPDX-License-Identifier: MIT */
#include "cli/show.h"
#include "cli/show_tree.h"

#include "model/authoring.h"
#include "report/json.h"

#include <jansson.h>

/* jansson takes only UTF-8; a damaged cell holds U+FFFD, so that is what it is. */
static json_t *json_text(ach__slice text) {
    return json_stringn(text.ptr == NULL ? "" : text.ptr, text.len);
}

static json_t *json_icon(const ach__package *package, size_t row, size_t which) {
    const ach__icon *icon = cli_icon_of(package, row, which);
    if (icon == NULL) {
        return json_null();
    }
    return json_pack("{s:o, s:I, s:i, s:i}", "file", json_text(icon->file->path), "bytes",
                     (json_int_t)icon->file->size, "width", (int)icon->facts.width, "height",
                     (int)icon->facts.height);
}

static json_t *json_node(const ach__package *package, size_t index) {
    const ach__row *row = &package->table.rows[index];
    json_t *node =
        json_pack("{s:o, s:o, s:o, s:I, s:I, s:o, s:o}", "nodeId",
                  json_text(ach__row_value(&package->table, row, ACH__COLUMN_NODE_ID)), "title",
                  json_text(ach__row_value(&package->table, row, ACH__COLUMN_TITLE)), "description",
                  json_text(ach__row_value(&package->table, row, ACH__COLUMN_DESCRIPTION)), "total",
                  (json_int_t)row->total, "rank", (json_int_t)row->rank, "prePic",
                  json_icon(package, index, 0), "finPic", json_icon(package, index, 1));
    if (node != NULL && ach__row_is_local(&package->table, row)) {
        (void)json_object_set_new(node, "isLocal", json_true());
    }
    size_t parent = package->tree.parent[index];
    if (node != NULL && parent != ACH__NO_NODE) {
        const ach__row *above = &package->table.rows[parent];
        (void)json_object_set_new(
            node, "parentNode",
            json_text(ach__row_value(&package->table, above, ACH__COLUMN_NODE_ID)));
    }
    return node;
}

static json_t *json_nodes(const ach__package *package) {
    json_t *nodes = json_array();
    bool failed = nodes == NULL;
    for (size_t i = 0; !failed && package->has_table && i < package->table.count; i++) {
        failed = json_array_append_new(nodes, json_node(package, i)) != 0;
    }
    if (failed) {
        json_decref(nodes);
        return NULL;
    }
    return nodes;
}

/* Node files alone make no package. */
static json_t *json_size(const ach__package *package) {
    if (!package->has_table) {
        return json_null();
    }
    uint64_t bytes = cli_package_bytes(package);
    return json_pack("{s:I, s:I, s:f}", "bytes", (json_int_t)bytes, "limit",
                     (json_int_t)ACH__PACKAGE_BYTES_MOST, "share",
                     (double)bytes / ACH__PACKAGE_BYTES_MOST);
}

int cli_show_json(const cli_options *options, ach__sink *out, const ach__package *package,
                  const ach_diags *diags) {
    json_t *document = json_pack("{s:i, s:o, s:s, s:o, s:o, s:I}", "schemaVersion", 1, "path",
                                 ach__json_text(ach__slice_of(options->operands[0])), "kind",
                                 package->source->is_archive ? "zip" : "folder", "nodes",
                                 json_nodes(package), "package", json_size(package), "errors",
                                 (json_int_t)ach_diags_count_severity(diags, ACH_ERROR));
    if (document != NULL && cli_has_node_files(package) &&
        json_object_set_new(document, "tree", cli_nodes_json(package->nodes)) != 0) {
        json_decref(document);
        document = NULL;
    }
    return cli_print_json(options, out, document, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
}
