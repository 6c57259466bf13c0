/* achpack show: the nodes, the tree and the budget of a folder or a zip.
 * SPDX-License-Identifier: MIT */
#include "cli/show.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/show_tree.h"
#include "model/authoring.h"
#include "source/node_files.h"

#include <errno.h>
#include <stdlib.h>

enum { COLUMNS_SHOWN = 7 };

typedef struct cell {
    ach__buffer text;
    bool right; /* numbers stand to the right */
} cell;

uint64_t cli_package_bytes(const ach__package *package) {
    return package->source->is_archive ? package->source->archive_bytes
                                       : ach__package_budget(package, package->prefix);
}

const ach__icon *cli_icon_of(const ach__package *package, size_t row, size_t which) {
    size_t index = package->row_icons[which] == NULL ? SIZE_MAX : package->row_icons[which][row];
    return index == SIZE_MAX ? NULL : &package->icons[index];
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

/* A row that a build leaves out has no rank: it is marked there. */
static void fill_row(const cli_options *options, cell cells[COLUMNS_SHOWN],
                     const ach__package *package, size_t row) {
    const ach__row *data = &package->table.rows[row];
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_clear(&cells[i].text);
        cells[i].right = false;
    }
    fill_number(&cells[0], row + 1);
    cli_append_short(&cells[1].text, ach__row_value(&package->table, data, ACH__COLUMN_NODE_ID));
    cli_append_short(&cells[2].text, ach__row_value(&package->table, data, ACH__COLUMN_TITLE));
    fill_number(&cells[3], data->total);
    if (ach__row_is_local(&package->table, data)) {
        cli_append_short(&cells[4].text, ach__slice_of(cli_say(options, "local", "本地")));
        cells[4].right = true;
    } else {
        fill_number(&cells[4], data->rank);
    }
    fill_icon(&cells[5], cli_icon_of(package, row, 0));
    fill_icon(&cells[6], cli_icon_of(package, row, 1));
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
        cli_append_short(&cells[i].text, ach__slice_of(heads[i][options->language]));
        cells[i].right = i != 1 && i != 2;
    }
}

static ach__slice text_of(const cell *item) {
    return (ach__slice){(const char *)item->text.data, item->text.size};
}

/* False where a cell's text could not be kept. */
static bool widen(size_t widths[COLUMNS_SHOWN], cell cells[COLUMNS_SHOWN]) {
    bool whole = true;
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        size_t width = ach__utf8_width(text_of(&cells[i]));
        widths[i] = width > widths[i] ? width : widths[i];
        whole = whole && !cells[i].text.failed;
    }
    return whole;
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

static bool measure(const cli_options *options, const ach__package *package,
                    size_t widths[COLUMNS_SHOWN], cell cells[COLUMNS_SHOWN]) {
    fill_head(options, cells);
    bool whole = widen(widths, cells);
    for (size_t row = 0; row < package->table.count; row++) {
        fill_row(options, cells, package, row);
        whole = widen(widths, cells) && whole;
    }
    return whole;
}

/* False where there is no memory. */
static bool print_table(const cli_options *options, ach__sink *out, const ach__package *package) {
    cell cells[COLUMNS_SHOWN];
    size_t widths[COLUMNS_SHOWN] = {0};
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_init(&cells[i].text, NULL, 4096);
        (void)ach__buffer_reserve(&cells[i].text, 4096); /* from here on nothing can fail */
    }
    bool whole = measure(options, package, widths, cells);
    if (whole) {
        fill_head(options, cells);
        print_row(out, widths, cells);
    }
    for (size_t row = 0; whole && row < package->table.count; row++) {
        fill_row(options, cells, package, row);
        print_row(out, widths, cells);
    }
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_free(&cells[i].text);
    }
    return whole;
}

static void append_row(ach__buffer *line, const void *owner, size_t node) {
    const ach__package *package = owner;
    const ach__row *row = &package->table.rows[node];
    cli_append_short(line, ach__row_value(&package->table, row, ACH__COLUMN_NODE_ID));
    ach__buffer_append(line, "  ", 2);
    cli_append_short(line, ach__row_value(&package->table, row, ACH__COLUMN_TITLE));
}

static size_t count_local(const ach__table *table) {
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        count += ach__row_is_local(table, &table->rows[i]);
    }
    return count;
}

/* The table with its tree; where there are node files, theirs is the one that the game shows. */
static bool print_nodes(const cli_options *options, ach__sink *out, const ach__package *package) {
    bool whole = !package->has_table || print_table(options, out, package);
    ach__sink_text(out, package->has_table ? "\n" : "");
    if (cli_has_node_files(package)) {
        return whole && cli_print_nodes(options, out, package->nodes);
    }
    if (whole && package->table.has[ACH__COLUMN_PARENT_NODE]) {
        whole = cli_print_tree(out, &package->tree, append_row, package);
        ach__sink_text(out, "\n");
    }
    return whole;
}

static void print_size(const cli_options *options, ach__sink *out, const ach__package *package) {
    uint64_t bytes = cli_package_bytes(package);
    size_t local = count_local(&package->table);
    if (local > 0) {
        ach__sink_format(out,
                         cli_say(options,
                                 "local: %zu; IsCloud says no, so a build leaves them out\n",
                                 "%zu 个本地节点：IsCloud 填了否，打包时不包含\n"),
                         local);
    }
    ach__sink_format(
        out,
        cli_say(options,
                "nodes: %zu, pictures: %zu; packed: %llu bytes, %.1f%% of the 3 MiB limit\n",
                "%zu 个节点，%zu 张图片；打包后 %llu 字节，占上限 3 MiB 的 %.1f%%\n"),
        package->table.count - local, package->icon_count, (unsigned long long)bytes,
        100.0 * (double)bytes / ACH__PACKAGE_BYTES_MOST);
}

static int print_text(const cli_options *options, ach__sink *out, const ach__package *package,
                      const ach_diags *diags) {
    if (!print_nodes(options, out, package)) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    if (package->has_table) {
        print_size(options, out, package);
    }
    size_t errors = ach_diags_count_severity(diags, ACH_ERROR);
    if (errors > 0) {
        ach__sink_format(out,
                         cli_say(options, "errors: %zu; \"achpack check\" shows them\n",
                                 "有 %zu 个错误，请用“achpack check”查看\n"),
                         errors);
    }
    return CLI_OK;
}

/* Without a table and without node files there is nothing to show; the findings say why. */
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

static int print(const cli_options *options, const ach__package *package, const ach_diags *diags) {
    ach__sink out = cli_sink(stdout);
    int status;
    if (!package->has_table && !cli_has_node_files(package)) {
        return print_findings_only(options, package, diags);
    }
    if (options->listing == CLI_LISTING_JSON) {
        status = cli_show_json(options, &out, package, diags);
    } else {
        status = print_text(options, &out, package, diags);
    }
    return status == CLI_OK ? cli_finish(options, &out, CLI_OK) : status;
}

/* The folder of the node files itself may be what is to be shown. */
static bool is_node_folder(const char *path) {
    ach__slice text = ach__slice_of(path);
    while (text.len > 1 && text.ptr[text.len - 1] == '/') {
        text.len--;
    }
    return ach__slice_equal(ach__slice_basename(text), ach__slice_of(ACH__NODES_FOLDER));
}

int cli_show(const cli_options *options) {
    const char *path = options->operands[0];
    const char *failed = path;
    ach__package *package = NULL;
    ach_diags *diags = cli_new_diags(options);
    ach__check_options checking = cli_check_options(options);
    checking.failed = &failed;
    if (checking.nodes.count == 0 && is_node_folder(path)) {
        checking.nodes = (ach__path_list){&path, 1};
    }
    errno = 0;
    ach_status done =
        diags == NULL ? ACH_ENOMEM : ach__check_package(&package, path, &checking, diags);
    int status =
        done == ACH_OK ? print(options, package, diags) : cli_fail(options, failed, done, errno);
    ach_diags_free(diags);
    ach__package_free(package);
    return status;
}
