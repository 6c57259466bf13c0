/* achpack show: the nodes, the tree and the budget of a folder or a zip.
 * SPDX-License-Identifier: MIT */
#include "cli/show.h"
#include "base/utf8.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>

enum { COLUMNS_SHOWN = 7, CELL_WIDTH_MOST = 32 };

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

/* Shortened so that one long text does not push the others off the screen. */
static void fill_text(cell *out, ach__slice text) {
    size_t width = 0;
    size_t at = 0;
    /* Marks without a width must not make a cell endless. */
    for (size_t count = 0; at < text.len && count < (size_t)2 * CELL_WIDTH_MOST; count++) {
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
        fill_text(&cells[i], ach__slice_of(heads[i][options->language]));
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
        fill_row(cells, package, row);
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
        fill_row(cells, package, row);
        print_row(out, widths, cells);
    }
    for (size_t i = 0; i < COLUMNS_SHOWN; i++) {
        ach__buffer_free(&cells[i].text);
    }
    return whole;
}

static bool print_node(ach__sink *out, const ach__package *package, size_t node) {
    const ach__row *row = &package->table.rows[node];
    cell name;
    ach__buffer_init(&name.text, NULL, 8192);
    fill_text(&name, row->cells[ACH__COLUMN_NODE_ID].value);
    ach__buffer_append(&name.text, "  ", 2);
    fill_text(&name, row->cells[ACH__COLUMN_TITLE].value);
    ach__sink_slice(out, text_of(&name));
    ach__sink_text(out, "\n");
    bool whole = !name.text.failed;
    ach__buffer_free(&name.text);
    return whole;
}

/* Down the first children, along the siblings, up the parents: no recursion, so that a chain of
 * a hundred thousand nodes is only a long picture. Bars beyond 40 levels are left out. */
static bool print_tree(ach__sink *out, const ach__package *package) {
    enum { LEVELS_DRAWN = 40 };
    const ach__tree *tree = &package->tree;
    bool whole = true;
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
            whole = print_node(out, package, node) && whole;
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
    return whole;
}

static int print_text(const cli_options *options, ach__sink *out, const ach__package *package,
                      const ach_diags *diags) {
    uint64_t bytes = cli_package_bytes(package);
    bool whole = print_table(options, out, package);
    if (whole && package->table.has[ACH__COLUMN_PARENT_NODE]) {
        ach__sink_text(out, "\n");
        whole = print_tree(out, package);
    }
    if (!whole) {
        return cli_fail(options, NULL, ACH_ENOMEM, 0);
    }
    ach__sink_format(
        out,
        cli_say(options,
                "\nnodes: %zu, pictures: %zu; packed: %llu bytes, %.1f%% of the 3 MiB limit\n",
                "\n%zu 个节点，%zu 张图片；打包后 %llu 字节，占上限 3 MiB 的 %.1f%%\n"),
        package->table.count, package->icon_count, (unsigned long long)bytes,
        100.0 * (double)bytes / ACH__PACKAGE_BYTES_MOST);
    size_t errors = ach_diags_count_severity(diags, ACH_ERROR);
    if (errors > 0) {
        ach__sink_format(out,
                         cli_say(options, "errors: %zu; \"achpack check\" shows them\n",
                                 "有 %zu 个错误，请用“achpack check”查看\n"),
                         errors);
    }
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
        status = cli_show_json(options, &out, package, diags);
    } else {
        status = print_text(options, &out, package, diags);
    }
    if (status == CLI_OK) {
        status = cli_finish(options, &out, CLI_OK);
    }
    ach_diags_free(diags);
    ach__package_free(package);
    return status;
}
