/* All nodes as a tree: order, doubles, parents, cycles, size and memory.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/nodes.h"
#include "unit/failing.h"

#include <stdio.h>
#include <stdlib.h>

#define N          ACH__NO_NODE
#define MANY       ((size_t)100000)
#define NAME_BYTES 16

/* Some nodes, each in a file of its own named after its number. */
typedef struct sample {
    ach__nodes *nodes;
    ach_diags *diags;
} sample;

static ach__node_text *take_files(ach__nodes *nodes, size_t count) {
    nodes->files = ach__arena_take(&nodes->arena, count, sizeof *nodes->files);
    nodes->items = ach__arena_take(&nodes->arena, count, sizeof *nodes->items);
    nodes->file_count = nodes->items == NULL ? 0 : count;
    nodes->count = nodes->file_count;
    return nodes->files;
}

static bool begin(sample *s, size_t count, const ach_allocator *allocator) {
    *s = (sample){.nodes = ach__nodes_new(allocator)};
    s->diags = s->nodes == NULL ? NULL : ach_diags_new(allocator, ACH_ENGLISH);
    return s->diags != NULL && take_files(s->nodes, count) != NULL;
}

static void end(sample *s) {
    ach_diags_free(s->diags);
    ach__nodes_free(s->nodes);
}

static void set_node(sample *s, size_t index, ach__slice id, ach__slice parent) {
    ach__node *node = &s->nodes->items[index];
    *node = (ach__node){.file = index, .id = id, .parent = parent, .is_whole = true};
    if (parent.ptr != NULL) {
        node->configured = (uint32_t)1 << ACH__KEY_PARENT_NODE;
    }
    s->nodes->files[index].path = id.len > 0 ? id : ACH__SLICE("nameless");
}

typedef struct row {
    const char *name;
    const char *ids[6]; /* in the order of the files */
    const char *parents[6];
    const char *sorted[6]; /* ids in the platform's order */
    size_t tree[6];        /* parents by number in that order */
    const char *codes[3];  /* sorted by file and then by raising */
} row;

static const row rows[] = {
    {"nothing", {NULL}, {NULL}, {NULL}, {0}, {NULL}},
    {"one root", {"a"}, {NULL}, {"a"}, {N}, {NULL}},
    {"by position, not by number",
     {"Node2", "Node10", "Node1"},
     {NULL, "Node2", "Node2"},
     {"Node1", "Node10", "Node2"},
     {2, 2, N},
     {NULL}},
    {"capitals first, longer ones later",
     {"b", "aa", "B", "a"},
     {NULL, NULL, NULL, NULL},
     {"B", "a", "aa", "b"},
     {N, N, N, N},
     {NULL}},
    {"Chinese behind letters",
     {"\xE6\x88\x90", "z", "\xE6\x88\x90\xE5\xB0\xB1"},
     {NULL, NULL, NULL},
     {"z", "\xE6\x88\x90", "\xE6\x88\x90\xE5\xB0\xB1"},
     {N, N, N},
     {NULL}},
    {"an unknown parent",
     {"root", "leaf"},
     {NULL, "rot"},
     {"leaf", "root"},
     {N, N},
     {"node-parent-unknown"}},
    {"two of one name: the first file's counts",
     {"a", "b", "a"},
     {NULL, "a", NULL},
     {"a", "a", "b"},
     {N, N, 0},
     {"node-duplicate"}},
    {"a circle of three and who hangs below it",
     {"a", "b", "c", "d"},
     {"b", "c", "a", "a"},
     {"a", "b", "c", "d"},
     {1, 2, 0, 0},
     {"node-cycle"}},
    {"its own parent", {"a"}, {"a"}, {"a"}, {0}, {"node-cycle"}},
    {"two circles",
     {"a", "b", "c", "d"},
     {"b", "a", "d", "c"},
     {"a", "b", "c", "d"},
     {1, 0, 3, 2},
     {"node-cycle", "node-cycle"}},
    {"without an id nobody finds it",
     {"", "a", ""},
     {NULL, "a", NULL},
     {"", "", "a"},
     {N, N, 2},
     {"node-cycle"}},
};

static void check_codes(const ach_diags *diags, const row *r) {
    for (size_t i = 0; i < 3; i++) {
        bool is_there = i < ach_diags_count(diags);
        assert_int_equal(is_there, r->codes[i] != NULL);
        if (is_there) {
            assert_string_equal(ach__diags_at(diags, i)->message->kind->code, r->codes[i]);
        }
    }
}

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const row *r = &rows[i];
        size_t count = 0;
        while (count < 6 && r->ids[count] != NULL) {
            count++;
        }
        sample s;
        assert_true(begin(&s, count, NULL));
        for (size_t j = 0; j < count; j++) {
            set_node(&s, j, ach__slice_of(r->ids[j]), ach__slice_of(r->parents[j]));
        }
        assert_int_equal(ach__nodes_finish(s.nodes, s.diags), ACH_OK);
        ach__diags_finish(s.diags);
        for (size_t j = 0; j < count; j++) {
            assert_true(ach__slice_equal(s.nodes->items[j].id, ach__slice_of(r->sorted[j])));
            assert_int_equal(s.nodes->tree.parent[j], r->tree[j]);
        }
        check_codes(s.diags, r);
        end(&s);
    }
}

/* Of two with one id the one of the earlier file is found, and the other one is told. */
static void test_double(void **state) {
    (void)state;
    sample s;
    assert_true(begin(&s, 3, NULL));
    set_node(&s, 0, ACH__SLICE("same"), (ach__slice){NULL, 0});
    set_node(&s, 1, ACH__SLICE("same"), (ach__slice){NULL, 0});
    set_node(&s, 2, ACH__SLICE("other"), (ach__slice){NULL, 0});
    s.nodes->files[0].path = ACH__SLICE("z.json");
    s.nodes->files[1].path = ACH__SLICE("a.json");
    assert_int_equal(ach__nodes_finish(s.nodes, s.diags), ACH_OK);
    assert_int_equal(ach__nodes_find(s.nodes, ACH__SLICE("same"))->file, 0);
    assert_null(ach__nodes_find(s.nodes, ACH__SLICE("Same")));
    assert_int_equal(ach_diags_count(s.diags), 1);
    const ach__finding *finding = ach__diags_at(s.diags, 0);
    assert_true(ach__slice_equal(finding->place.file, ACH__SLICE("a.json")));
    assert_true(ach__slice_equal(finding->related->place.file, ACH__SLICE("z.json")));
    end(&s);
}

/* What stands in quotes in a file that gave no id may be the node that is missing. */
static void test_lost(void **state) {
    (void)state;
    for (int is_lost = 0; is_lost < 2; is_lost++) {
        sample s;
        assert_true(begin(&s, 2, NULL));
        s.nodes->count = 1;
        set_node(&s, 0, ACH__SLICE("leaf"), ACH__SLICE("root"));
        s.nodes->files[1].bytes =
            is_lost ? ACH__SLICE("{\"node_ID\": \"root\"; \"title") : ACH__SLICE("\"roo\"t\"");
        assert_int_equal(ach__nodes_finish(s.nodes, s.diags), ACH_OK);
        assert_int_equal(ach_diags_count(s.diags), is_lost ? 0 : 1);
        assert_int_equal(s.nodes->tree.first_root, 0);
        end(&s);
    }
}

/* `parent_of` gives the number of a node's parent, or N. */
static void make_many(sample *s, char (*names)[NAME_BYTES], size_t (*parent_of)(size_t node)) {
    assert_true(begin(s, MANY, NULL));
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(names[i], NAME_BYTES, "n%zu", i);
    }
    for (size_t i = 0; i < MANY; i++) {
        size_t parent = parent_of(i);
        set_node(s, i, ach__slice_of(names[i]),
                 parent == N ? (ach__slice){NULL, 0} : ach__slice_of(names[parent]));
    }
    assert_int_equal(ach__nodes_finish(s->nodes, s->diags), ACH_OK);
}

static size_t chain(size_t node) {
    return node == 0 ? N : node - 1;
}

static size_t star(size_t node) {
    return node == 0 ? N : 0;
}

static size_t ring(size_t node) {
    return (node + 1) % MANY;
}

static size_t pairs(size_t node) {
    return node ^ 1;
}

static size_t strangers(size_t node) {
    return node == 0 ? 0 : node - 1;
}

typedef struct shape {
    size_t (*parent_of)(size_t node);
    uint32_t deepest;
    size_t findings;
} shape;

static void test_many(void **state) {
    (void)state;
    static const shape shapes[] = {
        {chain, MANY, 0}, {star, 2, 0}, {ring, 0, 1}, {pairs, 0, MANY / 2}, {strangers, 0, 1}};
    char(*names)[NAME_BYTES] = malloc(MANY * sizeof *names);
    assert_non_null(names);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        sample s;
        uint32_t deepest = 0;
        make_many(&s, names, shapes[i].parent_of);
        for (size_t node = 0; node < MANY; node++) {
            uint32_t depth = s.nodes->tree.depth[node];
            deepest = depth > deepest ? depth : deepest;
            assert_true(node == 0 || ach__slice_compare(s.nodes->items[node - 1].id,
                                                        s.nodes->items[node].id) < 0);
        }
        assert_int_equal(deepest, shapes[i].deepest);
        assert_int_equal(ach__diags_raised(s.diags), shapes[i].findings);
        end(&s);
    }
    free(names);
}

/* All hang below parents that nobody has, each another one. */
static void test_many_unknown(void **state) {
    (void)state;
    sample s;
    char(*names)[NAME_BYTES] = malloc(2 * MANY * sizeof *names);
    assert_non_null(names);
    assert_true(begin(&s, MANY, NULL));
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(names[2 * i], NAME_BYTES, "n%zu", i);
        (void)snprintf(names[2 * i + 1], NAME_BYTES, "m%zu", i);
        set_node(&s, i, ach__slice_of(names[2 * i]), ach__slice_of(names[2 * i + 1]));
    }
    assert_int_equal(ach__nodes_finish(s.nodes, s.diags), ACH_OK);
    assert_int_equal(ach__diags_raised(s.diags), MANY);
    end(&s);
    free(names);
}

/* Every request for memory is refused once: never a crash, and always told. */
static void test_memory(void **state) {
    (void)state;
    bool done = false;
    for (size_t granted = 0; !done; granted++) {
        size_t left = granted;
        ach_allocator allocator = failing_allocator(&left);
        sample s;
        assert_true(granted < 1000);
        if (begin(&s, 5, &allocator)) {
            set_node(&s, 0, ACH__SLICE("d"), ACH__SLICE("c"));
            set_node(&s, 1, ACH__SLICE("c"), ACH__SLICE("d"));
            set_node(&s, 2, ACH__SLICE("b"), ACH__SLICE("x"));
            set_node(&s, 3, ACH__SLICE("a"), (ach__slice){NULL, 0});
            set_node(&s, 4, ACH__SLICE("a"), (ach__slice){NULL, 0});
            ach_status status = ach__nodes_finish(s.nodes, s.diags);
            done = status == ACH_OK && !ach__diags_failed(s.diags);
            assert_true(!done || ach_diags_count(s.diags) == 3);
        }
        end(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),         cmocka_unit_test(test_double),
        cmocka_unit_test(test_lost),         cmocka_unit_test(test_many),
        cmocka_unit_test(test_many_unknown), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
