/* From the rows of a table to node files.
 * SPDX-License-Identifier: MIT */
#include "pack/node_files.h"

#include "base/map.h"
#include "base/names.h"
#include "format/json.h"
#include "format/sha256.h"
#include "model/authoring.h"
#include "model/node_keys.h"
#include "model/nodes.h"
#include "rules/authoring.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Names of files, short enough for every file system and for paths of 150 characters. */
enum { NAME_MOST = 100, NAME_KEPT = 70, DIGEST_SHOWN = 8 };

typedef struct maker {
    const ach__table *table;
    ach__made_nodes *made;
    ach__slice background;
    ach_diags *diags;
    ach__buffer text; /* of the node at hand */
    bool has_key;     /* the text has a first key */
} maker;

static const char hex[] = "0123456789ABCDEF";

void ach__json_append_string(ach__buffer *out, ach__slice text) {
    static const char letters[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['\x1F'] = 0};
    ach__buffer_append_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte == '"' || byte == '\\') {
            ach__buffer_append_byte(out, '\\');
            ach__buffer_append_byte(out, byte);
        } else if (byte >= 0x20) {
            ach__buffer_append_byte(out, byte);
        } else if (letters[byte] != 0) {
            ach__buffer_append_byte(out, '\\');
            ach__buffer_append_byte(out, (unsigned char)letters[byte]);
        } else {
            const char escape[] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
            ach__buffer_append(out, escape, sizeof escape);
        }
    }
    ach__buffer_append_byte(out, '"');
}

static void put(maker *m, const char *text) {
    ach__buffer_append(&m->text, text, strlen(text));
}

static void put_key(maker *m, ach__node_key key) {
    put(m, m->has_key ? ",\n    \"" : "    \"");
    put(m, ach__node_keys[key].name);
    put(m, "\": ");
    m->has_key = true;
}

static void put_text(maker *m, ach__node_key key, ach__slice text) {
    put_key(m, key);
    ach__json_append_string(&m->text, text);
}

/* A switch that the row leaves blank is left out, so that the game's default holds. */
static void put_switch(maker *m, const ach__row *row, ach__node_key key, ach__column column) {
    ach__switch value = ach__row_switch(m->table, row, column);
    if (value == ACH__SWITCH_ON || value == ACH__SWITCH_OFF) {
        put_key(m, key);
        put(m, value == ACH__SWITCH_ON ? "true" : "false");
    }
}

static void put_goal(maker *m, const ach__row *row) {
    ach__goal_type type = ach__row_goal(m->table, row);
    ach__slice target = ach__row_text(m->table, row, ACH__COLUMN_GOAL_TARGET);
    if (type != ACH__GOAL_KILL && type != ACH__GOAL_GET) {
        return;
    }
    put_key(m, ACH__KEY_GOAL_DETAILS);
    if (type == ACH__GOAL_KILL) {
        put(m, "{\n        \"goal_type\": \"default_kill\",\n        \"entity_identifier\": ");
        ach__json_append_string(&m->text, target);
    } else {
        put(m, "{\n        \"goal_type\": \"default_get\",\n        \"item_dict\": {\n"
               "            \"newItemName\": ");
        ach__json_append_string(&m->text, target);
        put(m, "\n        }");
    }
    put(m, "\n    }");
}

static ach__finding *report(const maker *m, const ach__row *row, ach__column column, int message) {
    ach__place place = ach__table_place(m->table, row, column);
    return ach__diags_add(m->diags, &ach__authoring_messages[message], &place);
}

/* textures/a.png -> textures/a */
static void put_icon(maker *m, const ach__row *row, ach__node_key key, ach__column column) {
    const ach__slice ending = ACH__SLICE(".png");
    ach__slice path = ach__row_text(m->table, row, column);
    bool is_png = path.len > ending.len &&
                  ach__slice_equal(ach__slice_skip(path, path.len - ending.len), ending);
    if (is_png) {
        path.len -= ending.len;
    } else {
        ach__finding *finding = report(m, row, column, ACH__AUTHORING_PICTURE_ENDING);
        ach__finding_text(finding, "column", ach__column_name(column));
        ach__finding_text(finding, "value", path);
    }
    put_text(m, key, path);
}

static void put_words(maker *m, const ach__row *row, ach__node_key key, ach__column column) {
    if (ach__row_text(m->table, row, column).len == 0) {
        ach__finding_text(report(m, row, column, ACH__AUTHORING_DESCRIPTION), "column",
                          ach__column_name(column));
    }
    put_text(m, key, ach__row_value(m->table, row, column));
}

static void put_background(maker *m, const ach__row *row) {
    ach__slice path = ach__row_text(m->table, row, ACH__COLUMN_BACKGROUND);
    path = path.len > 0 ? path : m->background;
    if (path.len == 0) {
        ach__column shown =
            m->table->has[ACH__COLUMN_BACKGROUND] ? ACH__COLUMN_BACKGROUND : ACH__COLUMN_NODE_ID;
        (void)report(m, row, shown, ACH__AUTHORING_BACKGROUND_MISSING);
    }
    put_text(m, ACH__KEY_WINDOW_BACKGROUND, path);
}

/* The keys in the order of ach__node_key. */
static void write_node(maker *m, const ach__row *row, ach__slice id) {
    bool is_root = ach__row_is_root(m->table, row);
    bool is_local = ach__row_is_local(m->table, row);
    char number[16];
    ach__buffer_clear(&m->text);
    m->has_key = false;
    put(m, "{\n");
    put_text(m, ACH__KEY_NODE_ID, id);
    if (!is_root) {
        put_text(m, ACH__KEY_PARENT_NODE, ach__row_text(m->table, row, ACH__COLUMN_PARENT_NODE));
        put_switch(m, row, ACH__KEY_DEPEND_PARENT, ACH__COLUMN_DEPEND_PARENT);
    }
    put_words(m, row, ACH__KEY_TITLE, ACH__COLUMN_TITLE);
    put_icon(m, row, ACH__KEY_UNFINISHED_ICON, ACH__COLUMN_PRE_PIC);
    put_icon(m, row, ACH__KEY_FINISHED_ICON, ACH__COLUMN_FIN_PIC);
    put_goal(m, row);
    put_key(m, ACH__KEY_GOAL_NUMBER);
    (void)snprintf(number, sizeof number, "%" PRIu32, row->total);
    put(m, number);
    put_words(m, row, ACH__KEY_NODE_DESCRIPTION, ACH__COLUMN_DESCRIPTION);
    if (is_root) {
        put_background(m, row);
    }
    put_switch(m, row, ACH__KEY_IS_HIDDEN, ACH__COLUMN_IS_HIDDEN);
    put_switch(m, row, ACH__KEY_FINISH_TIP, ACH__COLUMN_FINISH_TIP);
    put_key(m, ACH__KEY_IS_CLOUD);
    put(m, is_local ? "false" : "true");
    if (!is_local) { /* without is_cloud it would do nothing */
        put_switch(m, row, ACH__KEY_AUTO_SENT_CLOUD, ACH__COLUMN_AUTO_SENT_CLOUD);
    }
    put(m, "\n}\n");
}

static bool is_plain(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

/* Without the beginning of a %XX at its end. */
static void cut(ach__buffer *out, size_t size) {
    out->size = size;
    while (out->data[out->size - 1] == '%' || out->data[out->size - 2] == '%') {
        out->size--;
    }
}

/* An id as the stem of a file name: plain letters as they are, other bytes as %XX; what is too long
 * is cut, and told from others by a digest. "%-" stands nowhere else. */
static void write_stem(ach__buffer *out, ach__slice id) {
    bool is_device = ach__name_is_device(id);
    for (size_t i = 0; i < id.len && out->size <= NAME_MOST; i++) {
        unsigned char byte = (unsigned char)id.ptr[i];
        const char escape[] = {'%', hex[byte >> 4], hex[byte & 15]};
        bool is_itself = is_plain(byte) && !(is_device && i == 0);
        ach__buffer_append(out, is_itself ? &id.ptr[i] : escape, is_itself ? 1 : sizeof escape);
    }
    if (out->size <= NAME_MOST || out->failed) {
        return;
    }
    uint8_t digest[ACH__SHA256_BYTES];
    ach__sha256(&id, 1, digest);
    cut(out, NAME_KEPT);
    ach__buffer_append(out, "%-", 2);
    for (size_t i = 0; i < DIGEST_SHOWN; i++) {
        ach__buffer_append_byte(out, (unsigned char)hex[digest[i] >> 4]);
        ach__buffer_append_byte(out, (unsigned char)hex[digest[i] & 15]);
    }
}

static ach__slice fold(ach__arena *arena, ach__slice text) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    char *copy = ach__arena_take(arena, text.len, 1);
    for (size_t i = 0; copy != NULL && i < text.len; i++) {
        char byte = text.ptr[i];
        copy[i] = byte >= 'A' && byte <= 'Z' ? small[byte - 'A'] : byte;
    }
    return (ach__slice){copy, copy == NULL ? 0 : text.len};
}

/* Names that are the same on Windows are told apart by a number: "node", "node%-2". The first by
 * the order of ids keeps the plain one. */
static ach_status name_all(ach__made_nodes *made) {
    ach__arena scratch;
    ach__buffer stem;
    ach__map taken; /* folded stem -> index of the first with it */
    ach__arena_init(&scratch, NULL);
    ach__buffer_init(&stem, NULL, (size_t)NAME_MOST * 2);
    ach__map_init(&taken, &scratch);
    uint32_t *uses = ach__arena_take(&scratch, made->count, sizeof *uses);
    for (size_t i = 0; uses != NULL && i < made->count; i++) {
        char number[24] = "";
        ach__buffer_clear(&stem);
        write_stem(&stem, made->items[i].id);
        ach__slice folded = fold(&scratch, (ach__slice){(const char *)stem.data, stem.size});
        size_t first = folded.ptr == NULL ? i : ach__map_add(&taken, folded, i);
        if (first != ACH__MAP_NONE) {
            (void)snprintf(number, sizeof number, "%%-%" PRIu32, ++uses[first] + 1);
        }
        ach__buffer_append(&stem, number, strlen(number));
        ach__buffer_append(&stem, ".json", 5);
        made->items[i].name =
            ach__slice_copy(&made->arena, (ach__slice){(const char *)stem.data, stem.size});
    }
    bool failed = uses == NULL || stem.failed || scratch.failed || made->arena.failed;
    ach__buffer_free(&stem);
    ach__arena_free(&scratch);
    return failed ? ACH_ENOMEM : ACH_OK;
}

static int compare_ids(const void *left, const void *right) {
    const ach__made_node *a = left;
    const ach__made_node *b = right;
    int order = ach__slice_compare(a->id, b->id);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static void make_one(maker *m, const ach__row *row) {
    ach__made_nodes *made = m->made;
    ach__slice id = ach__row_text(m->table, row, ACH__COLUMN_NODE_ID);
    if (id.len == 0) {
        return; /* told, unless that rule was turned off */
    }
    write_node(m, row, id);
    if (m->text.size > ACH__JSON_BYTES_MOST) {
        ach__finding_number(report(m, row, ACH__COLUMN_NODE_ID, ACH__AUTHORING_LONG), "limit",
                            ACH__JSON_BYTES_MOST);
    }
    made->items[made->count++] = (ach__made_node){
        .row = row,
        .id = id,
        .text =
            ach__slice_copy(&made->arena, (ach__slice){(const char *)m->text.data, m->text.size}),
    };
}

ach_status ach__made_nodes_make(ach__made_nodes *made, const ach__table *table,
                                ach__slice background, ach_diags *diags) {
    *made = (ach__made_nodes){.count = 0};
    ach__arena_init(&made->arena, NULL);
    if (table->count > ACH__NODE_FILES_MOST) {
        return ACH_ELIMIT;
    }
    made->items = ach__arena_take(&made->arena, table->count, sizeof *made->items);
    maker m = {.table = table, .made = made, .background = background, .diags = diags};
    ach__buffer_init(&m.text, NULL, ACH__TABLE_BYTES_MOST * 8);
    for (size_t i = 0; i < table->count && !made->arena.failed && !m.text.failed; i++) {
        make_one(&m, &table->rows[i]);
    }
    bool failed = made->arena.failed || m.text.failed;
    ach__buffer_free(&m.text);
    if (failed) {
        return ACH_ENOMEM;
    }
    if (made->count > 1) {
        qsort(made->items, made->count, sizeof *made->items, compare_ids);
    }
    return name_all(made);
}

void ach__made_nodes_free(ach__made_nodes *made) {
    ach__arena_free(&made->arena);
    made->items = NULL;
    made->count = 0;
}
