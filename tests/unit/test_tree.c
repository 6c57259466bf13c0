/* The hierarchy of nodes: order, depth, cycles, size and memory.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/tree.h"
#include "unit/failing.h"

#include <stdio.h>
#include <stdlib.h>

#define N ACH__NO_NODE

/* Every cycle that was found, one behind the other. */
typedef struct cycles {
    size_t count;
    size_t node_count;
    size_t nodes[64];
    size_t sizes[64];
} cycles;

static void collect(void *user, const size_t *nodes, size_t count) {
    cycles *all = user;
    if (all->count < 64) {
        all->sizes[all->count] = count;
    }
    all->count++;
    for (size_t i = 0; i < count; i++, all->node_count++) {
        if (all->node_count < 64) {
            all->nodes[all->node_count] = nodes[i];
        }
    }
}

typedef struct row {
    const char *name;
    size_t count;
    size_t parent[6];
    uint32_t depth[6];
    size_t first_child[6];
    size_t next[6];
    size_t first_root;
    size_t cycle_count;
    size_t cycle_nodes[6];
} row;

static const row rows[] = {
    {.name = "nothing", .first_root = N},
    {"one root", 1, {N}, {1}, {N}, {N}, 0, 0, {0}},
    {"roots", 3, {N, N, N}, {1, 1, 1}, {N, N, N}, {1, 2, N}, 0, 0, {0}},
    {"chain upwards", 3, {1, 2, N}, {3, 2, 1}, {N, 0, 1}, {N, N, N}, 2, 0, {0}},
    {"siblings in order", 4, {2, 2, N, 2}, {2, 2, 1, 2}, {N, N, 0, N}, {1, 3, N, N}, 2, 0, {0}},
    {"two trees", 5, {N, 0, N, 2, 0}, {1, 2, 1, 2, 2}, {1, N, 3, N, N}, {2, 4, N, N, N}, 0, 0, {0}},
    {"its own parent", 1, {0}, {0}, {0}, {N}, N, 1, {0}},
    {"below a cycle", 4, {3, 2, 1, 2}, {0, 0, 0, 0}, {N, 2, 1, 0}, {N, 3, N, N}, N, 1, {1, 2}},
    {"beginning with the smallest",
     4,
     {N, 3, 1, 2},
     {1, 0, 0, 0},
     {N, 2, 3, 1},
     {N, N, N, N},
     0,
     1,
     {1, 3, 2}},
    {"two cycles",
     6,
     {4, 2, 1, N, 0, 4},
     {0, 0, 0, 1, 0, 0},
     {4, 2, 1, N, 0, N},
     {5, N, N, N, N, N},
     3,
     2,
     {0, 4, 1, 2}},
};

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const row *r = &rows[i];
        ach__arena arena;
        ach__arena_init(&arena, NULL);
        ach__tree tree;
        cycles all = {0};
        print_message("%s\n", r->name);
        assert_int_equal(ach__tree_build(&tree, &arena, r->parent, r->count), ACH_OK);
        assert_int_equal(tree.count, r->count);
        assert_int_equal(tree.first_root, r->first_root);
        for (size_t node = 0; node < r->count; node++) {
            assert_int_equal(tree.depth[node], r->depth[node]);
            assert_int_equal(tree.first_child[node], r->first_child[node]);
            assert_int_equal(tree.next[node], r->next[node]);
        }
        assert_int_equal(ach__tree_cycles(&tree, &arena, collect, &all), ACH_OK);
        assert_int_equal(all.count, r->cycle_count);
        for (size_t k = 0; k < all.node_count; k++) {
            assert_int_equal(all.nodes[k], r->cycle_nodes[k]);
        }
        ach__arena_free(&arena);
    }
}

static uint64_t splitmix64(uint64_t *seed) {
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

#define RANDOM_MOST 24

/* The depth by climbing from each node anew; 0 where it never ends. */
static uint32_t naive_depth(const size_t *parent, size_t count, size_t node) {
    for (uint32_t depth = 1; depth <= count; depth++) {
        node = parent[node];
        if (node == N) {
            return depth;
        }
    }
    return 0;
}

static bool naive_in_cycle(const size_t *parent, size_t count, size_t start) {
    size_t node = start;
    for (size_t i = 0; i < count && node != N; i++) {
        node = parent[node];
        if (node == start) {
            return true;
        }
    }
    return false;
}

/* Which children a node has, or with N the roots, found by looking at all nodes. */
static bool children_agree(const ach__tree *tree, size_t of, size_t first) {
    size_t listed = first;
    for (size_t node = 0; node < tree->count; node++) {
        if (tree->parent[node] == of) {
            if (listed != node) {
                return false;
            }
            listed = tree->next[listed];
        }
    }
    return listed == N;
}

static bool cycles_agree(const ach__tree *tree, const cycles *all) {
    bool seen[RANDOM_MOST] = {false};
    size_t at = 0;
    for (size_t i = 0; i < all->count; i++) {
        for (size_t k = 0; k < all->sizes[i]; k++) {
            size_t node = all->nodes[at + k];
            if (seen[node] || node < all->nodes[at] ||
                tree->parent[node] != all->nodes[at + (k + 1) % all->sizes[i]]) {
                return false;
            }
            seen[node] = true;
        }
        at += all->sizes[i];
    }
    for (size_t node = 0; node < tree->count; node++) {
        if (seen[node] != naive_in_cycle(tree->parent, tree->count, node)) {
            return false;
        }
    }
    return true;
}

static bool agrees(uint64_t seed) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    size_t parent[RANDOM_MOST];
    size_t count = splitmix64(&seed) % (RANDOM_MOST + 1);
    uint64_t root_share = 1 + splitmix64(&seed) % 8;
    for (size_t i = 0; i < count; i++) {
        parent[i] = splitmix64(&seed) % 8 < root_share - 1 ? N : splitmix64(&seed) % count;
    }
    ach__tree tree;
    cycles all = {0};
    bool good = ach__tree_build(&tree, &arena, parent, count) == ACH_OK &&
                ach__tree_cycles(&tree, &arena, collect, &all) == ACH_OK;
    good = good && children_agree(&tree, N, tree.first_root) && cycles_agree(&tree, &all);
    for (size_t node = 0; good && node < count; node++) {
        good = tree.depth[node] == naive_depth(parent, count, node) &&
               children_agree(&tree, node, tree.first_child[node]);
    }
    ach__arena_free(&arena);
    return good;
}

static void test_against_naive(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        if (!agrees(seed)) {
            print_error("seed %llu\n", (unsigned long long)seed);
            fail();
        }
    }
}

#define MANY ((size_t)100000)

static void check_many(const size_t *parent, uint32_t last_depth, size_t cycle_nodes) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__tree tree;
    cycles all = {0};
    assert_int_equal(ach__tree_build(&tree, &arena, parent, MANY), ACH_OK);
    assert_int_equal(tree.depth[MANY - 1], last_depth);
    assert_int_equal(ach__tree_cycles(&tree, &arena, collect, &all), ACH_OK);
    assert_int_equal(all.node_count, cycle_nodes);
    ach__arena_free(&arena);
}

static void test_many(void **state) {
    (void)state;
    size_t *parent = malloc(MANY * sizeof *parent);
    assert_non_null(parent);
    for (size_t i = 0; i < MANY; i++) {
        parent[i] = i == 0 ? N : i - 1;
    }
    check_many(parent, (uint32_t)MANY, 0);
    parent[0] = MANY - 1;
    check_many(parent, 0, MANY);
    parent[0] = 0;
    check_many(parent, 0, 1);
    for (size_t i = 0; i < MANY; i++) {
        parent[i] = i == 0 ? N : 0;
    }
    check_many(parent, 2, 0);
    free(parent);
}

static void test_memory(void **state) {
    (void)state;
    size_t *parent = malloc(MANY * sizeof *parent);
    assert_non_null(parent);
    for (size_t i = 0; i < MANY; i++) {
        parent[i] = (i + 1) % MANY;
    }
    bool done = false;
    for (size_t calls = 0; !done; calls++) {
        size_t left = calls;
        ach_allocator allocator = failing_allocator(&left);
        ach__arena arena;
        ach__arena_init(&arena, &allocator);
        ach__tree tree;
        cycles all = {0};
        done = ach__tree_build(&tree, &arena, parent, MANY) == ACH_OK;
        assert_int_equal(tree.count, done ? MANY : 0);
        done = done && ach__tree_cycles(&tree, &arena, collect, &all) == ACH_OK;
        assert_int_equal(all.count, done ? 1 : 0);
        assert_int_equal(arena.failed, !done);
        ach__arena_free(&arena);
    }
    free(parent);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_against_naive),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
