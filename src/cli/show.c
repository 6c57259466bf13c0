/* achpack show: the nodes, the tree and the budget of a folder or a zip.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "cli/cli.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

enum { COLUMNS_SHOWN = 7, CELL_WIDTH_MOST = 32 };

typedef struct cell {
    ach__buffer text;
    bool right; /* numbers stand to the right */
} cell;

static uint64_t package_bytes(const ach__package *package) {
    return package->source->is_archive ? package->source->archive_bytes
                                       : ach__package_budget(package, package->prefix);
}

static const ach__icon *icon_of(const ach__package *package, size_t row, size_t which) {
    size_t index = package->row_icons[which] == NULL ? SIZE_MAX : package->row_icons[which][row];
    return index == SIZE_MAX ? NULL : &package->icons[index];
}

/* Shortened so that one long text does not push the others off the screen. */
static void fill_text(cell *out, ach__slice text) {
    size_t width = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t next = at;
        uint32_t character = ach__utf8_next(text, &next);
        unsigned more = ach__character_width(character);
        if (width + more > CELL_WIDTH_MOST) {
            break;
        }
        width += more;
        at = next;
    }
    ach__utf8_append_shown(&out->text, (ach__slice){text.ptr, at}, SIZE_MAX);
    if (at < text.len) {
        ach__buffer_append(&out->text, "\xE2\x80\xA6", 3);
    }
}

static void fill_number(cell *out, uint64_t number) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    ach__buffer_append(&out->text, digits, (size_t)size);
    out->right = true;
}

static void fill_icon(cell *out, const ach__icon *icon) {
    if (icon == NULL) {
        ach__buffer_append(&out->text, "-", 1);
        out->right = true;
    } else {
        fill_number(out, icon->file->size);
    }
}

static void fill_row(cell cells[COLUMNS_SHOWN], const ach__package *package, size_t row) {
    const ach__row *data = &package->table.rows[row];
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_clear(&cells[i].text);
        cells[i].right = false;
    }
    fill_number(&cells[0], row + 1);
    fill_text(&cells[1], data->cells[ACH__COLUMN_NODE_ID].value);
    fill_text(&cells[2], data->cells[ACH__COLUMN_TITLE].value);
    fill_number(&cells[3], data->total);
    fill_number(&cells[4], data->rank);
    fill_icon(&cells[5], icon_of(package, row, 0));
    fill_icon(&cells[6], icon_of(package, row, 1));
}

static void fill_head(const cli_options *options, cell cells[COLUMNS_SHOWN]) {
    static const char *const heads[][2] = {{"#", "#"},
                                           {"NodeId", "NodeId"},
                                           {"Title", "Title"},
                                           {"Total", "Total"},
                                           {"Rank", "Rank"},
                                           {"PrePic bytes", "PrePic 字节"},
                                           {"FinPic bytes", "FinPic 字节"}};
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_clear(&cells[i].text);
        fill_text(&cells[i], ach__slice_of(heads[i][options->language]));
        cells[i].right = i != 1 && i != 2;
    }
}

static ach__slice text_of(const cell *item) {
    return (ach__slice){(const char *)item->text.data, item->text.size};
}

static void widen(size_t widths[COLUMNS_SHOWN], cell cells[COLUMNS_SHOWN]) {
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        size_t width = ach__utf8_width(text_of(&cells[i]));
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

static void print_row(ach__sink *out, const size_t widths[COLUMNS_SHOWN],
                      cell cells[COLUMNS_SHOWN]) {
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        size_t gap = widths[i] - ach__utf8_width(text_of(&cells[i]));
        ach__sink_text(out, i == 0 ? "" : "  ");
        if (cells[i].right) {
            ach__sink_repeat(out, ' ', gap);
        }
        ach__sink_slice(out, text_of(&cells[i]));
        if (!cells[i].right && i + 1 < COLUMNS_SHOWN) {
            ach__sink_repeat(out, ' ', gap);
        }
    }
    ach__sink_text(out, "\n");
}

static void print_table(const cli_options *options, ach__sink *out, const ach__package *package) {
    cell cells[COLUMNS_SHOWN];
    size_t widths[COLUMNS_SHOWN] = {0};
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_init(&cells[i].text, NULL, 4096);
    }
    fill_head(options, cells);
    widen(widths, cells);
    for (size_t row = 0; row < package->table.count; row++) {
        fill_row(cells, package, row);
        widen(widths, cells);
    }
    fill_head(options, cells);
    print_row(out, widths, cells);
    for (size_t row = 0; row < package->table.count; row++) {
        fill_row(cells, package, row);
        print_row(out, widths, cells);
    }
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_free(&cells[i].text);
    }
}

static void print_node(ach__sink *out, const ach__package *package, size_t node) {
    const ach__row *row = &package->table.rows[node];
    cell name;
    ach__buffer_init(&name.text, NULL, 8192);
    fill_text(&name, row->cells[ACH__COLUMN_NODE_ID].value);
    ach__buffer_append(&name.text, "  ", 2);
    fill_text(&name, row->cells[ACH__COLUMN_TITLE].value);
    ach__sink_slice(out, text_of(&name));
    ach__sink_text(out, "\n");
    ach__buffer_free(&name.text);
}

/* Down the first children, along the siblings, up the parents: no recursion, so that a chain of
 * a hundred thousand nodes is only a long picture. Bars beyond 40 levels are left out. */
static void print_tree(ach__sink *out, const ach__package *package) {
    enum { LEVELS_DRAWN = 40 };
    const ach__tree *tree = &package->tree;
    bool more[LEVELS_DRAWN] = {false}; /* by depth: whether a sibling follows */
    size_t node = tree->first_root;
    size_t depth = 0;
    while (node != ACH__NO_NODE) {
        bool follows = tree->next[node] != ACH__NO_NODE;
        if (tree->depth[node] != 0) {
            for (size_t i = 1; i < depth && i < LEVELS_DRAWN; i++) {
                ach__sink_text(out, more[i] ? "│   " : "    ");
            }
            ach__sink_text(out, depth == 0 ? "" : follows ? "├── " : "└── ");
            print_node(out, package, node);
        }
        if (depth < LEVELS_DRAWN) {
            more[depth] = follows;
        }
        if (tree->first_child[node] != ACH__NO_NODE) {
            node = tree->first_child[node];
            depth++;
            continue;
        }
        while (node != ACH__NO_NODE && tree->next[node] == ACH__NO_NODE) {
            node = depth == 0 ? ACH__NO_NODE : tree->parent[node];
            depth -= depth > 0;
        }
        node = node == ACH__NO_NODE ? node : tree->next[node];
    }
}

static void print_text(const cli_options *options, ach__sink *out, const ach__package *package,
                       const ach_diags *diags) {
    uint64_t bytes = package_bytes(package);
    print_table(options, out, package);
    if (package->table.has[ACH__COLUMN_PARENT_NODE]) {
        ach__sink_text(out, "\n");
        print_tree(out, package);
    }
    ach__sink_format(
        out,
        cli_say(options,
                "\n%zu nodes, %zu pictures; %llu bytes packed, %.1f%% of the 3 MiB budget\n",
                "\n%zu 个节点，%zu 张图片；打包后 %llu 字节，占 3 MiB 预算的 %.1f%%\n"),
        package->table.count, package->icon_count, (unsigned long long)bytes,
        100.0 * (double)bytes / ACH__PACKAGE_BYTES_MOST);
    size_t errors = ach_diags_count_severity(diags, ACH_ERROR);
    if (errors > 0) {
        ach__sink_format(out,
                         cli_say(options, "%zu errors: see 'achpack check'\n",
                                 "有 %zu 个错误，请运行“achpack check”查看\n"),
                         errors);
    }
}

/* jansson takes only UTF-8; a damaged cell holds U+FFFD, so that is what it is. */
static json_t *json_text(ach__slice text) {
    return json_stringn(text.ptr == NULL ? "" : text.ptr, text.len);
}

static json_t *json_icon(const ach__package *package, size_t row, size_t which) {
    const ach__icon *icon = icon_of(package, row, which);
    if (icon == NULL) {
        return json_null();
    }
    return json_pack("{s:o, s:I, s:i, s:i}", "file", json_text(icon->file->path), "bytes",
                     (json_int_t)icon->file->size, "width", (int)icon->facts.width, "height",
                     (int)icon->facts.height);
}

static json_t *json_node(const ach__package *package, size_t index) {
    const ach__row *row = &package->table.rows[index];
    json_t *node = json_pack("{s:o, s:o, s:o, s:I, s:I, s:o, s:o}", "nodeId",
                             json_text(row->cells[ACH__COLUMN_NODE_ID].value), "title",
                             json_text(row->cells[ACH__COLUMN_TITLE].value), "description",
                             json_text(row->cells[ACH__COLUMN_DESCRIPTION].value), "total",
                             (json_int_t)row->total, "rank", (json_int_t)row->rank, "prePic",
                             json_icon(package, index, 0), "finPic", json_icon(package, index, 1));
    size_t parent = package->tree.parent[index];
    if (node != NULL && parent != ACH__NO_NODE) {
        const ach__row *above = &package->table.rows[parent];
        (void)json_object_set_new(node, "parentNode",
                                  json_text(above->cells[ACH__COLUMN_NODE_ID].value));
    }
    return node;
}

static int print_json(const cli_options *options, ach__sink *out, const ach__package *package,
                      const ach_diags *diags) {
    json_t *nodes = json_array();
    bool failed = nodes == NULL;
    for (size_t i = 0; !failed && i < package->table.count; i++) {
        failed = json_array_append_new(nodes, json_node(package, i)) != 0;
    }
    uint64_t bytes = package_bytes(package);
    json_t *document = failed ? NULL
                              : json_pack("{s:i, s:s, s:s, s:O, s:{s:I, s:I, s:f}, s:I}",
                                          "schemaVersion", 1, "path", options->operands[0], "kind",
                                          package->source->is_archive ? "zip" : "folder", "nodes",
                                          nodes, "package", "bytes", (json_int_t)bytes, "limit",
                                          (json_int_t)ACH__PACKAGE_BYTES_MOST, "share",
                                          (double)bytes / ACH__PACKAGE_BYTES_MOST, "errors",
                                          (json_int_t)ach_diags_count_severity(diags, ACH_ERROR));
    char *text =
        document == NULL ? NULL : json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    json_decref(document);
    json_decref(nodes);
    if (text == NULL) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    ach__sink_text(out, text);
    ach__sink_text(out, "\n");
    free(text);
    return CLI_OK;
}

/* Without a table there is nothing to show; the findings say why. */
static int print_findings_only(const cli_options *options, const ach__package *package,
                               const ach_diags *diags) {
    bool is_archive = package->source == NULL || package->source->is_archive;
    ach__report_input input = {options->operands[0], is_archive, diags};
    ach__sink errors = cli_sink(stderr);
    ach__report_options report = {ACH__REPORT_TEXT, options->language,
                                  cli_wants_color(options, stderr), true};
    (void)ach__report_write(&errors, &report, &input, 1);
    return CLI_FINDINGS;
}

int cli_show(const cli_options *options) {
    ach__package *package = NULL;
    ach__sink out = cli_sink(stdout);
    ach_diags *diags = cli_new_diags(options);
    ach__check_options checking = cli_check_options(options);
    int status = CLI_OK;
    errno = 0;
    ach_status done = diags == NULL
                          ? ACH_ENOMEM
                          : ach__check_package(&package, options->operands[0], &checking, diags);
    if (done != ACH_OK) {
        status = cli_fail(options, options->operands[0], done, errno);
    } else if (!package->has_table) {
        status = print_findings_only(options, package, diags);
    } else if (options->listing == CLI_LISTING_JSON) {
        status = print_json(options, &out, package, diags);
    } else {
        print_text(options, &out, package, diags);
    }
    if (status == CLI_OK) {
        status = cli_finish(options, &out, CLI_OK);
    }
    ach_diags_free(diags);
    ach__package_free(package);
    return status;
}
