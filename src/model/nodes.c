/* All nodes as a tree: their order, doubles and parents.
 * SPDX-License-Identifier: MIT */
#include "model/nodes.h"

#include "model/links.h"
#include "rules/node_tree.h"

#include <stdlib.h>

/* An item while it is sorted. Most ids differ in their first bytes behind what all of them begin
 * with, so few comparisons look further. */
typedef struct sorted {
    uint64_t start; /* the id's eight bytes behind the common ones */
    ach__slice id;
    size_t file;
    size_t index;
} sorted;

ach__nodes *ach__nodes_new(const ach_allocator *allocator) {
    ach_allocator memory = ach__allocator_or_default(allocator);
    ach__nodes *nodes = ach__allocate(&memory, sizeof *nodes);
    if (nodes != NULL) {
        *nodes = (ach__nodes){.tree = {.first_root = ACH__NO_NODE}};
        ach__arena_init(&nodes->arena, &memory);
        ach__map_init(&nodes->by_id, &nodes->arena);
        ach__map_init(&nodes->lost, &nodes->arena);
    }
    return nodes;
}

void ach__nodes_free(ach__nodes *nodes) {
    if (nodes != NULL) {
        ach_allocator memory = nodes->arena.allocator;
        for (size_t i = 0; i < nodes->part_count; i++) {
            ach__arena_free(&nodes->parts[i]);
        }
        ach__arena_free(&nodes->arena);
        ach__release(&memory, nodes, sizeof *nodes);
    }
}

void ach__nodes_forget_lines(ach__nodes *nodes) {
    for (size_t i = 0; i < nodes->file_count; i++) {
        nodes->files[i].lines = (ach__lines){.count = 0};
        nodes->files[i].line = 0;
    }
}

static size_t common_start(const ach__nodes *nodes) {
    ach__slice first = nodes->items[0].id;
    size_t common = first.len;
    for (size_t i = 1; i < nodes->count && common > 0; i++) {
        ach__slice id = nodes->items[i].id;
        size_t most = id.len < common ? id.len : common;
        if (most == 0 || memcmp(first.ptr, id.ptr, most) != 0) {
            for (common = 0; common < most && first.ptr[common] == id.ptr[common];) {
                common++;
            }
        } else {
            common = most;
        }
    }
    return common;
}

/* Eight bytes as a number that orders alike; what is shorter ends in zeros. */
static uint64_t start_of(ach__slice id, size_t common) {
    uint64_t start = 0;
    for (size_t i = 0; i < 8; i++) {
        start = start << 8 | (common + i < id.len ? (unsigned char)id.ptr[common + i] : 0);
    }
    return start;
}

static int compare_items(const void *left, const void *right) {
    const sorted *a = left;
    const sorted *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    int order = ach__slice_compare(a->id, b->id);
    return order != 0 ? order : a->file < b->file ? -1 : a->file > b->file;
}

static bool is_sorted(const sorted *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (compare_items(&items[i - 1], &items[i]) > 0) {
            return false;
        }
    }
    return true;
}

static void sort_items(ach__nodes *nodes, ach__arena *scratch) {
    if (nodes->count < 2) {
        return;
    }
    sorted *order = ach__arena_take(scratch, nodes->count, sizeof *order);
    if (order == NULL) {
        return;
    }
    size_t common = common_start(nodes);
    for (size_t i = 0; i < nodes->count; i++) {
        const ach__node *node = &nodes->items[i];
        order[i] = (sorted){start_of(node->id, common), node->id, node->file, i};
    }
    if (is_sorted(order, nodes->count)) {
        return; /* files are listed by name, and most are named like their node */
    }
    ach__node *items = ach__arena_take(&nodes->arena, nodes->count, sizeof *items);
    if (items != NULL) {
        qsort(order, nodes->count, sizeof *order, compare_items);
        for (size_t i = 0; i < nodes->count; i++) {
            items[i] = nodes->items[order[i].index];
        }
        nodes->items = items;
    }
}

ach__place ach__nodes_place(ach__nodes *nodes, size_t index, ach__node_key key, ach_diags *diags) {
    const ach__node *node = &nodes->items[index];
    return ach__node_value_place(node, &nodes->files[node->file], key, &nodes->arena, diags);
}

static void report_double(ach__nodes *nodes, size_t first, size_t second, ach_diags *diags) {
    ach__place place = ach__nodes_place(nodes, second, ACH__KEY_NODE_ID, diags);
    ach__place other = ach__nodes_place(nodes, first, ACH__KEY_NODE_ID, diags);
    ach__finding *finding =
        ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_DUPLICATE], &place);
    ach__finding_text(finding, "id", nodes->items[second].id);
    ach__finding_text(finding, "first", other.file);
    ach__finding_related(finding, &ach__node_first, &other);
}

/* Items with one id are neighbours now, the first of the files in front. */
static void index_items(ach__nodes *nodes, ach_diags *diags) {
    ach__map_reserve(&nodes->by_id, nodes->count);
    for (size_t i = 0; i < nodes->count; i++) {
        ach__slice id = nodes->items[i].id;
        if (id.len == 0) {
            continue;
        }
        size_t first = ach__map_add(&nodes->by_id, id, i);
        if (first != ACH__MAP_NONE) {
            report_double(nodes, first, i, diags);
        }
    }
}

/* Every text in quotes of a file whose id could not be read may be that id. */
static void add_lost(ach__nodes *nodes, ach__slice bytes) {
    if (bytes.len == 0) {
        return;
    }
    const char *end = bytes.ptr + bytes.len;
    const char *quote = memchr(bytes.ptr, '"', bytes.len);
    while (quote != NULL) {
        const char *start = quote + 1;
        quote = start < end ? memchr(start, '"', (size_t)(end - start)) : NULL;
        if (quote != NULL && quote > start) {
            (void)ach__map_add(&nodes->lost, (ach__slice){start, (size_t)(quote - start)}, 0);
        }
    }
}

static void find_lost(ach__nodes *nodes, ach__arena *scratch) {
    bool *named = ach__arena_take(scratch, nodes->file_count, sizeof *named);
    if (named == NULL) {
        return;
    }
    for (size_t i = 0; i < nodes->count; i++) {
        named[nodes->items[i].file] |= nodes->items[i].id.len > 0;
    }
    for (size_t i = 0; i < nodes->file_count; i++) {
        if (!named[i]) {
            add_lost(nodes, nodes->files[i].bytes);
        }
    }
}

/* Where the links are checked. */
typedef struct linking {
    ach__nodes *nodes;
    ach_diags *diags;
} linking;

static ach__place parent_place(void *user, size_t node) {
    const linking *self = user;
    return ach__nodes_place(self->nodes, node, ACH__KEY_PARENT_NODE, self->diags);
}

static void link_items(ach__nodes *nodes, ach__arena *scratch, ach_diags *diags) {
    ach__slice *ids = ach__arena_take(scratch, nodes->count, sizeof *ids);
    ach__slice *parents = ach__arena_take(scratch, nodes->count, sizeof *parents);
    if (ids == NULL || parents == NULL) {
        return;
    }
    for (size_t i = 0; i < nodes->count; i++) {
        ids[i] = nodes->items[i].id;
        parents[i] = nodes->items[i].parent;
    }
    linking self = {nodes, diags};
    const ach__links links = {.count = nodes->count,
                              .ids = ids,
                              .parents = parents,
                              .by_id = &nodes->by_id,
                              .lost = &nodes->lost,
                              .place = parent_place,
                              .user = &self};
    ach__links_check(&links, &nodes->tree, &nodes->arena, diags);
}

ach_status ach__nodes_finish(ach__nodes *nodes, ach_diags *diags) {
    ach__arena scratch;
    ach__arena_init(&scratch, &nodes->arena.allocator);
    sort_items(nodes, &scratch);
    if (!nodes->arena.failed && !scratch.failed) {
        index_items(nodes, diags);
        find_lost(nodes, &scratch);
    }
    if (!nodes->arena.failed && !scratch.failed) {
        link_items(nodes, &scratch, diags);
    }
    nodes->arena.failed = nodes->arena.failed || scratch.failed;
    ach__arena_free(&scratch);
    return nodes->arena.failed ? ACH_ENOMEM : ACH_OK;
}

const ach__node *ach__nodes_find(const ach__nodes *nodes, ach__slice id) {
    size_t index = ach__map_find(&nodes->by_id, id);
    return index == ACH__MAP_NONE ? NULL : &nodes->items[index];
}
