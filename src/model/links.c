/* Checks the parents of nodes: unknown ones and cycles.
 * SPDX-License-Identifier: MIT */
#include "model/links.h"

#include "base/suggest.h"
#include "rules/hierarchy.h"

#include <stdbool.h>
#include <string.h>

#define NAMES_MOST       20     /* of a cycle: in the sentence, and as related places */
#define SEARCHED_MOST    10000  /* ids that one search for the nearest looks at */
#define COMPARISONS_MOST 200000 /* of all searches together, so that time stays linear */
#define NO_SUGGESTION    (SIZE_MAX - 1)

typedef struct hierarchy {
    const ach__links *links;
    ach__arena *scratch;
    ach_diags *diags;
    const ach__map *ids; /* id -> node: the given one, or `made` */
    ach__map made;
    ach__map unknown; /* parent's name -> the node of the nearest id, or NO_SUGGESTION */
    size_t comparisons;
} hierarchy;

static size_t search_nearest(hierarchy *h, ach__slice wanted) {
    size_t most = h->links->count < SEARCHED_MOST ? h->links->count : SEARCHED_MOST;
    size_t nearest = NO_SUGGESTION;
    ach__suggestion search;
    ach__suggest_start(&search, wanted);
    for (size_t node = 0; node < most && h->comparisons < COMPARISONS_MOST; node++) {
        if (h->links->ids[node].len == 0) {
            continue;
        }
        const char *best = search.best.ptr;
        ach__suggest_offer(&search, h->links->ids[node]);
        h->comparisons++;
        nearest = search.best.ptr == best ? nearest : node;
    }
    return nearest;
}

/* One misspelt parent often has many children: it is searched for once. */
static size_t find_nearest(hierarchy *h, ach__slice wanted) {
    size_t nearest = ach__map_find(&h->unknown, wanted);
    if (nearest == ACH__MAP_NONE) {
        nearest = search_nearest(h, wanted);
        ach__map_add(&h->unknown, wanted, nearest);
    }
    return nearest;
}

static void report_unknown(hierarchy *h, size_t node) {
    ach__slice parent = h->links->parents[node];
    ach__place place = h->links->place(h->links->user, node);
    size_t nearest = find_nearest(h, parent);
    bool is_near = nearest != NO_SUGGESTION;
    ach__finding *finding =
        ach__diags_add(h->diags,
                       &ach__hierarchy_messages[is_near ? ACH__NODE_PARENT_UNKNOWN_NEAR
                                                        : ACH__NODE_PARENT_UNKNOWN],
                       &place);
    ach__finding_text(finding, "parent", parent);
    if (is_near) {
        ach__finding_text(finding, "suggestion", h->links->ids[nearest]);
    }
}

static bool may_exist(const hierarchy *h, ach__slice name) {
    return h->links->lost != NULL && ach__map_find(h->links->lost, name) != ACH__MAP_NONE;
}

static void index_ids(hierarchy *h) {
    ach__map_init(&h->made, h->scratch);
    ach__map_reserve(&h->made, h->links->count);
    for (size_t node = 0; node < h->links->count; node++) {
        if (h->links->ids[node].len > 0) {
            ach__map_add(&h->made, h->links->ids[node], node);
        }
    }
}

static void resolve_parents(hierarchy *h, size_t *parent) {
    h->ids = h->links->by_id != NULL ? h->links->by_id : &h->made;
    if (h->links->by_id == NULL) {
        index_ids(h);
    }
    ach__map_init(&h->unknown, h->scratch);
    if (h->scratch->failed) {
        return;
    }
    for (size_t node = 0; node < h->links->count; node++) {
        ach__slice name = h->links->parents[node];
        parent[node] = ACH__NO_NODE;
        if (name.len == 0) {
            continue;
        }
        size_t found = ach__map_find(h->ids, name);
        if (found != ACH__MAP_NONE) {
            parent[node] = found;
        } else if (!may_exist(h, name)) {
            report_unknown(h, node);
        }
    }
}

static void append_name(ach__buffer *text, ach__slice name) {
    if (text->size > 0) {
        ach__buffer_append(text, " -> ", 4);
    }
    ach__buffer_append(text, name.ptr, name.len);
}

/* "a -> b -> a"; of a long cycle its beginning, then "...". */
static void write_cycle(const hierarchy *h, const size_t *nodes, size_t count, ach__buffer *text) {
    for (size_t i = 0; i < count && i < NAMES_MOST; i++) {
        append_name(text, h->links->ids[nodes[i]]);
    }
    append_name(text, count > NAMES_MOST ? ACH__SLICE("...") : h->links->ids[nodes[0]]);
}

static void report_cycle(void *user, const size_t *nodes, size_t count) {
    hierarchy *h = user;
    ach__place place = h->links->place(h->links->user, nodes[0]);
    ach__finding *finding = ach__diags_add(
        h->diags, &ach__hierarchy_messages[count == 1 ? ACH__NODE_CYCLE_SELF : ACH__NODE_CYCLE],
        &place);
    ach__buffer text;
    ach__buffer_init(&text, &h->scratch->allocator, SIZE_MAX);
    write_cycle(h, nodes, count, &text);
    if (text.failed) {
        h->scratch->failed = true;
    } else {
        ach__finding_text(finding, "cycle", (ach__slice){(const char *)text.data, text.size});
    }
    ach__buffer_free(&text);
    ach__finding_number(finding, "count", count);
    ach__finding_text(finding, "node", h->links->ids[nodes[0]]);
    for (size_t i = 1; i < count && i <= NAMES_MOST; i++) {
        ach__place member = h->links->place(h->links->user, nodes[i]);
        ach__finding_related(finding, &ach__node_cycle_member, &member);
    }
}

void ach__links_check(const ach__links *links, ach__tree *tree, ach__arena *arena,
                      ach_diags *diags) {
    *tree = (ach__tree){.first_root = ACH__NO_NODE};
    size_t *parent = ach__arena_take(arena, links->count, sizeof *parent);
    if (parent == NULL) {
        return;
    }
    ach__arena scratch;
    ach__arena_init(&scratch, &arena->allocator);
    hierarchy h = {.links = links, .scratch = &scratch, .diags = diags};
    resolve_parents(&h, parent);
    if (!scratch.failed && ach__tree_build(tree, arena, parent, links->count) == ACH_OK) {
        (void)ach__tree_cycles(tree, &scratch, report_cycle, &h);
    }
    arena->failed = arena->failed || scratch.failed;
    ach__arena_free(&scratch);
}
