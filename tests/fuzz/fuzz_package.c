/* Loading any bytes as a package: whatever loads is whole and consistent, and what is refused is
 * told. The first byte chooses flags and limits, and whether the rest is a zip or only the table of
 * one, as check sums let no other table through.
 * SPDX-License-Identifier: MIT */
#include <achpack/package.h>

#include "base/utf8.h"
#include "format/png_chunks.h"

#include "../unit/zip_maker.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEMAND(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

/* Memory that keeps account. */
typedef struct account {
    size_t used;
    size_t most;
} account;

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    account *own = user;
    DEMAND(own->used >= old_size);
    void *moved = NULL;
    if (new_size == 0) {
        free(block);
    } else {
        moved = realloc(block, new_size);
    }
    if (moved != NULL || new_size == 0) {
        own->used = own->used - old_size + new_size;
        own->most = own->used > own->most ? own->used : own->most;
    }
    return moved;
}

static void demand_text(ach_bytes text) {
    DEMAND((text.data == NULL && text.size == 0) || text.data[text.size] == '\0');
    DEMAND(ach__utf8_is_valid((ach__slice){text.data, text.size}));
}

static void demand_icon(const ach_package *package, size_t index, ach_column column) {
    ach_bytes icon = ach_package_icon(package, index, column);
    ach__png_chunks chunks;
    ach__png_flaw flaw;
    if (icon.data != NULL) {
        ach__slice bytes = {icon.data, icon.size};
        DEMAND(ach__png_is_signed(bytes) && ach__png_walk(bytes, &chunks, &flaw));
    }
}

static size_t sum_of(ach_bytes bytes) {
    size_t sum = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        sum += (unsigned char)bytes.data[i];
    }
    return sum;
}

static void demand_node(const ach_package *package, size_t index) {
    ach_node node;
    ach_node found;
    uint8_t print[32];
    DEMAND(ach_package_node(package, index, &node) == ACH_OK && node.index == index);
    DEMAND(node.total >= 1 && node.total <= INT32_MAX && node.rank <= INT32_MAX);
    DEMAND(node.text[ACH_NODE_ID].size > 0);
    for (int column = 0; column < ACH_COLUMN_COUNT; column++) {
        ach_bytes cell = ach_package_cell(package, index, (ach_column)column);
        demand_text(node.text[column]);
        DEMAND((cell.data == NULL) == (node.text[column].data == NULL));
        DEMAND(sum_of(cell) < SIZE_MAX);
    }
    DEMAND(ach_package_find(package, node.text[ACH_NODE_ID].data, node.text[ACH_NODE_ID].size,
                            &found) == ACH_OK);
    DEMAND(found.index == index && found.text[ACH_TITLE].data == node.text[ACH_TITLE].data);
    demand_icon(package, index, ACH_PRE_PIC);
    demand_icon(package, index, ACH_FIN_PIC);
    DEMAND(ach_package_node_fingerprint(package, index, print) == ACH_OK);
}

static void demand_order(const ach_package *package) {
    size_t count = ach_package_count(package);
    ach_node before = {0};
    for (size_t place = 0; place < count; place++) {
        ach_node node;
        DEMAND(ach_package_node(package, ach_package_display(package, place), &node) == ACH_OK);
        DEMAND(place == 0 || before.rank < node.rank ||
               (before.rank == node.rank && before.index < node.index));
        before = node;
    }
    DEMAND(ach_package_display(package, count) == SIZE_MAX);
}

static void demand_package(const ach_package *package) {
    ach_node node;
    size_t count = ach_package_count(package);
    for (size_t i = 0; i < count; i++) {
        demand_node(package, i);
    }
    demand_order(package);
    DEMAND(ach_package_node(package, count, &node) == ACH_ENOTFOUND);
    DEMAND(ach_package_find(package, "", 0, &node) == ACH_ENOTFOUND);
    DEMAND(ach_package_icon(package, count, ACH_PRE_PIC).data == NULL);
}

/* A PNG whose chunks are whole; its pixels are nobody's matter here. */
#define PICTURE                                                                                    \
    ACH__SLICE("\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3A\x7E\x9B\x55"       \
               "\0\0\0\0IDAT\x35\xAF\x06\x1E\0\0\0\0IEND\xAE\x42\x60\x82")

static void open_and_demand(unsigned choice, ach__slice zip);

static void wrap_table(unsigned choice, ach__slice table) {
    const zip_file files[] = {
        {"NodeSetting.csv", table}, {"textures/a.png", PICTURE}, {"b", PICTURE}, {NULL, {0}}};
    ach__buffer zip;
    ach__buffer_init(&zip, NULL, (size_t)1 << 26);
    zip_make(&zip, (choice & 64u) != 0 ? "x/" : "", files, false);
    open_and_demand(choice, (ach__slice){(const char *)zip.data, zip.size});
    ach__buffer_free(&zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    ach__slice rest = {(const char *)data + 1, size - 1};
    if ((data[0] & 32u) != 0) {
        wrap_table(data[0], rest);
    } else {
        open_and_demand(data[0], rest);
    }
    return 0;
}

static void open_and_demand(unsigned choice, ach__slice zip) {
    account own = {0, 0};
    const ach_allocator allocator = {&own, resize};
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.flags = choice & 3u;
    options.max_memory = (choice & 4u) != 0 ? 100000 : 16u << 20;
    options.max_total_bytes = (choice & 8u) != 0 ? 2000 : 1u << 20;
    ach_diags *why = (choice & 16u) != 0 ? NULL : ach_diags_new(NULL, ACH_CHINESE);
    ach_package *package = NULL;
    ach_status status = ach_package_open_memory(&package, zip.ptr, zip.len, &options, why);
    DEMAND((status == ACH_OK) == (package != NULL));
    DEMAND(status == ACH_OK || status == ACH_EFORMAT || status == ACH_ELIMIT);
    DEMAND(own.most <= options.max_memory);
    if (why != NULL) {
        size_t errors = ach_diags_count_severity(why, ACH_ERROR);
        DEMAND(status != ACH_EFORMAT || errors > 0);
        DEMAND(status != ACH_OK || errors == 0 || (options.flags & ACH_PACKAGE_STRICT) == 0);
    }
    if (package != NULL) {
        DEMAND(own.used == ach_package_memory(package));
        DEMAND(ach_package_keep(package) == package);
        ach_package_free(package);
        demand_package(package);
    }
    ach_package_free(package);
    DEMAND(own.used == 0);
    for (size_t i = 0; why != NULL && i < ach_diags_count(why); i++) {
        ach_finding finding;
        DEMAND(ach_diags_get(why, i, &finding) == ACH_OK && finding.message != NULL);
    }
    ach_diags_free(why);
}
