/* From node files to the rows of a table.
 * SPDX-License-Identifier: MIT */
#include "pack/node_table.h"

#include "base/utf8.h"
#include "check/cell_text.h"
#include "format/charset.h"
#include "model/cell.h"
#include "model/table.h"
#include "rules/authoring.h"
#include "rules/cells.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct writer {
    ach__nodes *nodes;
    ach_diags *diags;
    ach__buffer text; /* UTF-8 */
    ach__arena scratch;
    ach__json json; /* of item_dict */
    bool all;
    size_t rank;
} writer;

static bool needs_quotes(ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '"' || byte == ',' || byte == '\r' || byte == '\n') {
            return true;
        }
    }
    return false;
}

static void put_cell(writer *w, ach__column column, ach__slice text) {
    if (column > 0) {
        ach__buffer_append_byte(&w->text, ',');
    }
    if (!needs_quotes(text)) {
        ach__buffer_append(&w->text, text.ptr, text.len);
        return;
    }
    ach__buffer_append_byte(&w->text, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            ach__buffer_append_byte(&w->text, '"');
        }
        ach__buffer_append_byte(&w->text, (unsigned char)text.ptr[i]);
    }
    ach__buffer_append_byte(&w->text, '"');
}

static void end_row(writer *w) {
    ach__buffer_append(&w->text, "\r\n", 2);
}

static bool is_configured(const ach__node *node, ach__node_key key) {
    return (node->configured & (1u << key)) != 0;
}

static void put_number(writer *w, ach__column column, uint64_t number) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%" PRIu64, number);
    put_cell(w, column, (ach__slice){digits, size < 0 ? 0 : (size_t)size});
}

/* textures/a -> textures/a.png */
static void put_icon(writer *w, ach__column column, ach__slice path) {
    put_cell(w, column, ach__slice_join(&w->scratch, path, ACH__SLICE(".png")));
}

static void put_switch(writer *w, const ach__node *node, ach__column column, ach__node_key key,
                       bool is_on) {
    ach__slice text = is_on ? ACH__SLICE("TRUE") : ACH__SLICE("FALSE");
    put_cell(w, column, is_configured(node, key) ? text : (ach__slice){NULL, 0});
}

static void put_goal(writer *w, const ach__goal *goal) {
    static const ach__slice types[] = {
        [ACH__GOAL_NONE] = {NULL, 0},
        [ACH__GOAL_KILL] = {"default_kill", 12},
        [ACH__GOAL_GET] = {"default_get", 11},
        [ACH__GOAL_ODD] = {NULL, 0},
    };
    ach__slice target = goal->type == ACH__GOAL_KILL  ? goal->entity
                        : goal->type == ACH__GOAL_GET ? goal->item
                                                      : (ach__slice){NULL, 0};
    put_cell(w, ACH__COLUMN_GOAL_TYPE, types[goal->type]);
    put_cell(w, ACH__COLUMN_GOAL_TARGET, target);
}

/* The columns in the order of ach__column. */
static void write_row(writer *w, const ach__node *node) {
    put_cell(w, ACH__COLUMN_NODE_ID, node->id);
    put_icon(w, ACH__COLUMN_PRE_PIC, node->unfinished_icon);
    put_icon(w, ACH__COLUMN_FIN_PIC, node->finished_icon);
    put_cell(w, ACH__COLUMN_TITLE, node->title);
    put_cell(w, ACH__COLUMN_DESCRIPTION, node->description);
    put_number(w, ACH__COLUMN_TOTAL, node->goal_number);
    put_number(w, ACH__COLUMN_RANK, w->rank);
    if (w->all) {
        put_cell(w, ACH__COLUMN_PARENT_NODE, node->parent);
        put_switch(w, node, ACH__COLUMN_DEPEND_PARENT, ACH__KEY_DEPEND_PARENT, node->depend_parent);
        put_switch(w, node, ACH__COLUMN_IS_HIDDEN, ACH__KEY_IS_HIDDEN, node->is_hidden);
        put_switch(w, node, ACH__COLUMN_FINISH_TIP, ACH__KEY_FINISH_TIP, node->finish_tip);
        /* Blank would mean that the row is one of the cloud. */
        put_cell(w, ACH__COLUMN_IS_CLOUD,
                 node->is_cloud ? ACH__SLICE("TRUE") : ACH__SLICE("FALSE"));
        put_switch(w, node, ACH__COLUMN_AUTO_SENT_CLOUD, ACH__KEY_AUTO_SENT_CLOUD,
                   node->auto_sent_cloud && node->is_cloud);
        put_goal(w, &node->goal);
        put_cell(w, ACH__COLUMN_BACKGROUND, node->window_background);
    }
    end_row(w);
}

static void write_header(writer *w) {
    size_t columns = w->all ? ACH__COLUMNS : ACH__PLATFORM_COLUMNS;
    for (size_t i = 0; i < columns; i++) {
        put_cell(w, (ach__column)i, ach__column_name((ach__column)i));
    }
    end_row(w);
}

static ach__finding *report(writer *w, const ach__node *node, ach__node_key key,
                            const ach__message *message, ach__slice name) {
    ach__place place = ach__nodes_place(w->nodes, (size_t)(node - w->nodes->items), key, w->diags);
    ach__finding *finding = ach__diags_add(w->diags, message, &place);
    ach__finding_text(finding, "id", node->id);
    ach__finding_text(finding, "key", name);
    return finding;
}

static void report_key(writer *w, const ach__node *node, ach__node_key key) {
    if (is_configured(node, key)) {
        (void)report(w, node, key, &ach__authoring_messages[ACH__AUTHORING_LOSSY_KEY],
                     ach__slice_of(ach__node_keys[key].name));
    }
}

/* Every key of item_dict but newItemName. */
static void report_items(writer *w, const ach__node *node) {
    if (node->goal.type != ACH__GOAL_GET || node->goal.items.len == 0) {
        return;
    }
    ach__json_read(&w->json, &w->scratch, node->goal.items);
    const ach__json *json = &w->json;
    for (size_t i = 1; json->count > 0 && i < json->values[0].next; i = json->values[i].next) {
        if (!ach__slice_equal(json->values[i].key, ACH__SLICE("newItemName"))) {
            (void)report(w, node, ACH__KEY_GOAL_DETAILS,
                         &ach__authoring_messages[ACH__AUTHORING_LOSSY_ITEM], json->values[i].key);
        }
    }
}

static void report_spaces(writer *w, const ach__node *node, ach__node_key key, ach__slice text) {
    if (ach__cell_trimmed(text).len != text.len) {
        (void)report(w, node, key, &ach__authoring_messages[ACH__AUTHORING_LOSSY_SPACES],
                     ach__slice_of(ach__node_keys[key].name));
    }
}

/* Where the table is to take the place of the files, what it cannot hold is told. */
static void report_losses(writer *w, const ach__node *node) {
    report_key(w, node, ACH__KEY_USE_DEFAULT_ICON_BACKGROUND);
    report_key(w, node, ACH__KEY_REWARD);
    report_items(w, node);
    report_spaces(w, node, ACH__KEY_NODE_ID, node->id);
    report_spaces(w, node, ACH__KEY_PARENT_NODE, node->parent);
    report_spaces(w, node, ACH__KEY_UNFINISHED_ICON, node->unfinished_icon);
    report_spaces(w, node, ACH__KEY_FINISHED_ICON, node->finished_icon);
    report_spaces(w, node, ACH__KEY_WINDOW_BACKGROUND, node->window_background);
}

static void give_code(ach__finding *finding, const char *name, uint32_t character) {
    char code[16];
    int size = snprintf(code, sizeof code, "U+%04" PRIX32, character);
    ach__finding_text(finding, name, (ach__slice){code, size < 0 ? 0 : (size_t)size});
}

/* The first character of a text that GBK lacks. */
static void report_unencodable(writer *w, const ach__node *node, ach__node_key key,
                               ach__slice text) {
    ach__buffer out;
    size_t bad = 0;
    ach__buffer_init(&out, NULL, SIZE_MAX);
    if (ach__charset_to_gbk(&out, text, &bad) == ACH_EFORMAT && bad < text.len) {
        size_t end = bad;
        uint32_t character = ach__utf8_next(text, &end);
        ach__finding *finding =
            report(w, node, key, &ach__authoring_messages[ACH__ENCODING_UNENCODABLE],
                   ach__slice_of(ach__node_keys[key].name));
        ach__finding_text(finding, "character", (ach__slice){text.ptr + bad, end - bad});
        give_code(finding, "code", character);
    }
    ach__buffer_free(&out);
}

/* The first control character: the check of the table would refuse it. Line breaks get quotes. */
static void report_control(writer *w, const ach__node *node, ach__node_key key, ach__slice text) {
    size_t at = 0;
    if (ach__text_find_control(text, true, &at)) {
        ach__finding *finding = report(w, node, key, &ach__cells_messages[ACH__CELL_CONTROL_NODE],
                                       ach__slice_of(ach__node_keys[key].name));
        give_code(finding, "character", (unsigned char)text.ptr[at]);
    }
}

typedef void text_visit(writer *w, const ach__node *node, ach__node_key key, ach__slice text);

static void each_text(writer *w, const ach__node *node, text_visit *visit) {
    visit(w, node, ACH__KEY_NODE_ID, node->id);
    visit(w, node, ACH__KEY_TITLE, node->title);
    visit(w, node, ACH__KEY_UNFINISHED_ICON, node->unfinished_icon);
    visit(w, node, ACH__KEY_FINISHED_ICON, node->finished_icon);
    visit(w, node, ACH__KEY_NODE_DESCRIPTION, node->description);
    if (w->all) {
        visit(w, node, ACH__KEY_PARENT_NODE, node->parent);
        visit(w, node, ACH__KEY_GOAL_DETAILS, node->goal.entity);
        visit(w, node, ACH__KEY_GOAL_DETAILS, node->goal.item);
        visit(w, node, ACH__KEY_WINDOW_BACKGROUND, node->window_background);
    }
}

static void report_unencodables(writer *w, const ach__node *node) {
    each_text(w, node, report_unencodable);
}

static void report_controls(writer *w, const ach__node *node) {
    each_text(w, node, report_control);
}

/* Calls `visit` for every node that has a row, in the order in which players see them. */
static void each_node(writer *w, void (*visit)(writer *w, const ach__node *node)) {
    const ach__tree *tree = &w->nodes->tree;
    w->rank = 0;
    for (size_t i = tree->first_root; i != ACH__NO_NODE; i = ach__tree_step(tree, i)) {
        const ach__node *node = &w->nodes->items[i];
        if (w->all || node->is_cloud) {
            w->rank++;
            visit(w, node);
        }
    }
}

ach_status ach__node_table_make(ach__buffer *out, ach__nodes *nodes, bool all, size_t *rows,
                                ach_diags *diags) {
    writer w = {.nodes = nodes, .diags = diags, .all = all};
    size_t bad = 0;
    ach__buffer_init(&w.text, NULL, SIZE_MAX);
    ach__arena_init(&w.scratch, NULL);
    write_header(&w);
    each_node(&w, write_row);
    *rows = w.rank;
    each_node(&w, report_controls);
    if (all) {
        each_node(&w, report_losses);
    }
    ach__slice text = {(const char *)w.text.data, w.text.size};
    ach_status status = w.text.failed ? ACH_ENOMEM : ach__charset_to_gbk(out, text, &bad);
    if (status == ACH_EFORMAT) {
        each_node(&w, report_unencodables);
        status = ACH_OK;
    }
    if (status == ACH_OK && (w.scratch.failed || out->failed || ach__diags_failed(diags))) {
        status = ACH_ENOMEM;
    }
    ach__buffer_free(&w.text);
    ach__arena_free(&w.scratch);
    return status;
}
