/* The table and the node files of a scenario that lists its nodes, as a package and a tree.
 * SPDX-License-Identifier: MIT */
#include "simulate/world.h"

#include "format/charset.h"
#include "format/zip_write.h"

#include <stdio.h>

#define TABLE_BYTES_MOST ((size_t)32 << 20)

static void append_text(ach__buffer *out, const char *text) {
    ach__slice slice = ach__slice_of(text);
    ach__buffer_append(out, slice.ptr, slice.len);
}

/* In quotes, and those inside doubled. */
static void append_cell(ach__buffer *out, ach__slice text) {
    ach__buffer_append_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            ach__buffer_append_byte(out, '"');
        }
        ach__buffer_append_byte(out, (unsigned char)text.ptr[i]);
    }
    ach__buffer_append_byte(out, '"');
}

static void append_rows(const ach__scenario *scenario, ach__buffer *out) {
    append_text(out, "NodeId,PrePic,FinPic,Title,Description,Total,Rank\r\n");
    for (size_t i = 0; i < scenario->node_count; i++) {
        const ach__scenario_node *node = &scenario->nodes[i];
        char rest[64];
        if (node->custom == ACH__CUSTOM_LOCAL) {
            continue;
        }
        append_cell(out, node->id);
        append_text(out, ",,,");
        append_cell(out, node->id);
        (void)snprintf(rest, sizeof rest, ",,%lld,%zu\r\n", (long long)node->total, i + 1);
        append_text(out, rest);
    }
}

static ach_status make_package(ach__world *world) {
    ach__buffer rows;
    ach__buffer table;
    ach__buffer zip;
    size_t bad;
    ach__buffer_init(&rows, &world->allocator, TABLE_BYTES_MOST);
    ach__buffer_init(&table, &world->allocator, TABLE_BYTES_MOST);
    ach__buffer_init(&zip, &world->allocator, 2 * TABLE_BYTES_MOST);
    append_rows(world->scenario, &rows);
    ach_status status = rows.failed ? ACH_ENOMEM : ACH_OK;
    if (status == ACH_OK) {
        status = ach__charset_to_gbk(&table, (ach__slice){(char *)rows.data, rows.size}, &bad);
    }
    if (status == ACH_OK) {
        ach__zip_item item = {ACH__SLICE("NodeSetting.csv"), {(char *)table.data, table.size}};
        status = ach__zip_write(&zip, &item, 1);
    }
    if (status == ACH_OK) {
        status = ach_package_open_memory(&world->package, zip.data, zip.size, NULL, NULL);
    }
    ach__buffer_free(&zip);
    ach__buffer_free(&table);
    ach__buffer_free(&rows);
    return status;
}

/* Bytes of a string of JSON, with its quotes. */
static void append_string(ach__buffer *out, ach__slice text) {
    ach__buffer_append_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        char escaped[8];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            (void)snprintf(escaped, sizeof escaped, "\\u%04x", byte);
            append_text(out, escaped);
        } else {
            ach__buffer_append_byte(out, byte);
        }
    }
    ach__buffer_append_byte(out, '"');
}

static void append_node(const ach__scenario_node *node, ach__buffer *out) {
    char number[48];
    append_text(out, "{\"node_ID\": ");
    append_string(out, node->id);
    append_text(out, ", \"title\": ");
    append_string(out, node->id);
    (void)snprintf(number, sizeof number, ", \"goal_number\": %lld", (long long)node->total);
    append_text(out, number);
    if (node->custom != ACH__CUSTOM_LOCAL) {
        append_text(out, ", \"is_cloud\": true, \"auto_sent_cloud\": ");
        append_text(out, node->custom == ACH__CUSTOM_AUTO ? "true" : "false");
    }
    append_text(out, "}");
}

static ach_status make_tree(ach__world *world) {
    const ach__scenario *scenario = world->scenario;
    ach_status status = ACH_ENOMEM;
    ach__arena arena;
    ach__arena_init(&arena, &world->allocator);
    ach_tree_file *files = ach__arena_take(&arena, scenario->node_count, sizeof *files);
    size_t count = 0;
    for (size_t i = 0; files != NULL && i < scenario->node_count; i++) {
        ach__buffer text;
        if (scenario->nodes[i].custom == ACH__CUSTOM_NONE) {
            continue;
        }
        ach__buffer_init(&text, &world->allocator, 65536);
        append_node(&scenario->nodes[i], &text);
        ach__slice copy = ach__slice_copy(&arena, (ach__slice){(char *)text.data, text.size});
        arena.failed = arena.failed || text.failed;
        ach__buffer_free(&text);
        files[count++] = (ach_tree_file){"node.json", copy.ptr, copy.len};
    }
    if (!arena.failed) {
        status = count == 0 ? ACH_OK : ach_tree_open_memory(&world->tree, files, count, NULL, NULL);
    }
    ach__arena_free(&arena);
    return status;
}

ach_status ach__world_make_nodes(ach__world *world) {
    if (world->scenario->package != NULL) {
        world->package = ach_package_keep(world->scenario->package);
        return ACH_OK;
    }
    ach_status status = make_package(world);
    return status == ACH_OK ? make_tree(world) : status;
}
