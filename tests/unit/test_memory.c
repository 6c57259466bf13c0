/* Tests of memory: blocks of every size keep what they hold, arenas and buffers.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/lines.h"
#include "base/memory.h"
#include "unit/failing.h"

#include <string.h>

#define KIB ((size_t)1024)
#define MIB (KIB * 1024)

static unsigned char byte_at(size_t at) {
    return (unsigned char)(at * 31 + (at >> 12));
}

static void fill(unsigned char *block, size_t from, size_t to) {
    for (size_t at = from; at < to; at++) {
        block[at] = byte_at(at);
    }
}

static void check(const unsigned char *block, size_t size) {
    for (size_t at = 0; at < size; at++) {
        if (block[at] != byte_at(at)) {
            fail_msg("byte %zu", at);
        }
    }
}

/* Over all borders: of small and large blocks, and of large pages. */
static const size_t sizes[] = {
    1,           100,         MIB - 1, MIB,         MIB + 1,           2 * MIB - 1, 2 * MIB,
    2 * MIB + 1, 3 * MIB - 1, 3 * MIB, 3 * MIB + 1, 4 * MIB + 5 * KIB, 5 * MIB,     7 * MIB + 4095};
#define SIZES (sizeof sizes / sizeof *sizes)

static void test_resizing(void **state) {
    (void)state;
    ach_allocator system = ach__allocator_or_default(NULL);
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t k = 0; k < SIZES; k++) {
            unsigned char *block = ach__allocate(&system, sizes[i]);
            assert_non_null(block);
            fill(block, 0, sizes[i]);
            block = system.resize(system.user, block, sizes[i], sizes[k]);
            assert_non_null(block);
            check(block, sizes[i] < sizes[k] ? sizes[i] : sizes[k]);
            fill(block, 0, sizes[k]);
            block = system.resize(system.user, block, sizes[k], sizes[i]);
            assert_non_null(block);
            check(block, sizes[i] < sizes[k] ? sizes[i] : sizes[k]);
            ach__release(&system, block, sizes[i]);
        }
    }
    assert_null(ach__allocate(&system, SIZE_MAX - 5));
    assert_null(ach__allocate(&system, SIZE_MAX / 2 - 5));
}

static void test_neighbours(void **state) {
    (void)state;
    ach_allocator system = ach__allocator_or_default(NULL);
    unsigned char *blocks[SIZES];
    for (size_t i = 0; i < SIZES; i++) {
        blocks[i] = ach__allocate(&system, sizes[i]);
        assert_non_null(blocks[i]);
        fill(blocks[i], 0, sizes[i]);
    }
    for (size_t i = 0; i < SIZES; i += 2) {
        ach__release(&system, blocks[i], sizes[i]);
    }
    for (size_t i = 1; i < SIZES; i += 2) {
        check(blocks[i], sizes[i]);
        ach__release(&system, blocks[i], sizes[i]);
    }
}

static void test_expected(void **state) {
    (void)state;
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__arena_expect(&arena, 100);
    assert_int_equal(arena.total, 0);
    ach__arena_expect(&arena, 3 * MIB);
    size_t total = arena.total;
    assert_true(total >= 3 * MIB && total <= 3 * MIB + KIB);
    for (int i = 0; i < 3; i++) {
        unsigned char *piece = ach__arena_take(&arena, MIB - 16, 1);
        assert_non_null(piece);
        assert_int_equal(piece[0] + piece[MIB - 17], 0);
        fill(piece, 0, MIB - 16);
    }
    assert_int_equal(arena.total, total);
    assert_non_null(ach__arena_room(&arena, 1, MIB));
    assert_true(arena.total > total);
    assert_null(ach__arena_room(&arena, SIZE_MAX / 2, 4));
    assert_true(arena.failed);
    ach__arena_free(&arena);
}

/* What was expected and is refused will be asked for in pieces. */
static void test_expected_refused(void **state) {
    (void)state;
    size_t left = 0;
    ach_allocator allocator = failing_allocator(&left);
    ach__arena arena;
    ach__arena_init(&arena, &allocator);
    ach__arena_expect(&arena, MIB);
    assert_false(arena.failed);
    assert_null(ach__arena_take(&arena, 1, 1));
    assert_true(arena.failed);
    ach__arena_free(&arena);
}

static void test_first_reserve(void **state) {
    (void)state;
    ach__buffer buffer;
    ach__buffer_init(&buffer, NULL, 8 * MIB);
    assert_non_null(ach__buffer_reserve(&buffer, 3 * MIB + 7));
    assert_int_equal(buffer.capacity, 3 * MIB + 7);
    ach__buffer_free(&buffer);
    ach__buffer_init(&buffer, NULL, 1000);
    assert_null(ach__buffer_reserve(&buffer, 1001));
    ach__buffer_free(&buffer);
}

/* Lines as a walk and as a cut, against a reading byte by byte. */
static void test_lines(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        static const char signs[] = "\n\ra\r\nbc";
        char bytes[24];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        ach__slice text = {bytes, (seed >> 33) % sizeof bytes};
        for (size_t i = 0; i < text.len; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = signs[(seed >> 33) % (sizeof signs - 1)];
        }
        ach__arena arena;
        ach__arena_init(&arena, NULL);
        ach__lines lines = ach__lines_cut(&arena, text);
        assert_true(lines.count >= 1 && lines.starts[0] == 0);
        size_t line = 1;
        for (size_t at = 1; at < text.len; at++) {
            bool is_end = bytes[at - 1] == '\n' || (bytes[at - 1] == '\r' && bytes[at] != '\n');
            if (is_end) {
                assert_true(line < lines.count);
                assert_int_equal(lines.starts[line++], at);
            }
        }
        assert_int_equal(lines.count, line);
        ach__arena_free(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resizing),      cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_expected),      cmocka_unit_test(test_expected_refused),
        cmocka_unit_test(test_first_reserve), cmocka_unit_test(test_lines),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
