/* Base: slices, UTF-8, width, suggestions, maps, lines, memory.
 * SPDX-License-Identifier: MIT */
#include "base/lines.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/sink.h"
#include "base/slice.h"
#include "base/suggest.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void slices_compare_and_cut(void **state) {
    (void)state;
    assert_true(ach__slice_compare(ACH__SLICE("a"), ACH__SLICE("ab")) < 0);
    assert_true(ach__slice_compare(ACH__SLICE("b"), ACH__SLICE("ab")) > 0);
    assert_true(ach__slice_compare((ach__slice){NULL, 0}, ACH__SLICE("")) == 0);
    assert_true(ach__slice_equal_ignoring_case(ACH__SLICE("NodeSetting.CSV"),
                                               ACH__SLICE("nodesetting.csv")));
    assert_false(ach__slice_equal_ignoring_case(ACH__SLICE("\xC3\x84"), ACH__SLICE("\xC3\xA4")));
    assert_true(ach__slice_ends_ignoring_case(ACH__SLICE("x.PNG"), ACH__SLICE(".png")));
    assert_false(ach__slice_ends_ignoring_case(ACH__SLICE("png"), ACH__SLICE(".png")));
    assert_true(ach__slice_equal(ach__slice_basename(ACH__SLICE("a/b/c")), ACH__SLICE("c")));
    assert_true(ach__slice_equal(ach__slice_basename(ACH__SLICE("c")), ACH__SLICE("c")));
    assert_int_equal(ach__slice_skip(ACH__SLICE("abc"), 9).len, 0);
}

static void utf8_takes_only_what_is_valid(void **state) {
    (void)state;
    static const struct {
        ach__slice text;
        bool valid;
        size_t length;
        size_t width;
    } rows[] = {
        {{"", 0}, true, 0, 0},
        {{"abc", 3}, true, 3, 3},
        {{"\xE6\x88\x90\xE5\xB0\xB1", 6}, true, 2, 4}, /* two Han characters */
        {{"\xC2\xA7", 2}, true, 1, 1},                 /* the section sign */
        {{"\xF0\x9F\x98\x80", 4}, true, 1, 2},         /* an emoji */
        {{"e\xCC\x81", 3}, true, 2, 1},                /* a letter and its accent */
        {{"\xC0\x80", 2}, false, 2, 2},                /* overlong */
        {{"\xE0\x80\x80", 3}, false, 3, 3},            /* overlong */
        {{"\xED\xA0\x80", 3}, false, 3, 3},            /* a surrogate */
        {{"\xF4\x90\x80\x80", 4}, false, 4, 4},        /* beyond Unicode */
        {{"\xE6\x88", 2}, false, 2, 2},                /* cut off */
        {{"\x80", 1}, false, 1, 1},
        {{"\xFF", 1}, false, 1, 1},
        {{"\xEF\xBC\xA1\xEF\xBD\xB1", 6}, true, 2, 3}, /* full width A, half width kana */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(ach__utf8_is_valid(rows[i].text), rows[i].valid);
        assert_int_equal(ach__utf8_length(rows[i].text), rows[i].length);
        assert_int_equal(ach__utf8_width(rows[i].text), rows[i].width);
    }
}

static void every_character_survives_a_round_trip(void **state) {
    (void)state;
    for (uint32_t character = 0; character <= 0x10FFFF; character++) {
        if (character >= 0xD800 && character <= 0xDFFF) {
            continue;
        }
        char bytes[4];
        size_t at = 0;
        ach__slice text = {bytes, ach__utf8_encode(character, bytes)};
        assert_int_equal(ach__utf8_next(text, &at), character);
        assert_int_equal(at, text.len);
    }
}

static void shown_text_cannot_steer_a_terminal(void **state) {
    (void)state;
    ach__buffer out;
    ach__buffer_init(&out, NULL, 1000);
    ach__utf8_append_shown(&out, (ach__slice){"a\x1b[1m\0\xFF\xE2\x80\xAE\xE6\x88\x90", 13}, 100);
    ach__buffer_append_byte(&out, 0);
    assert_string_equal((char *)out.data, "a\\x1B[1m\\x00\\xFF\\u{202E}\xE6\x88\x90");
    ach__buffer_clear(&out);
    ach__utf8_append_shown(&out, ACH__SLICE("abcdef"), 3);
    assert_memory_equal(out.data, "abc\xE2\x80\xA6", out.size);
    ach__buffer_free(&out);
}

static void suggestions_are_near(void **state) {
    (void)state;
    static const struct {
        const char *wanted;
        const char *candidates[4];
        const char *best;
    } rows[] = {
        {"textures/dimond.png",
         {"textures/diamond.png", "textures/dirt.png"},
         "textures/diamond.png"},
        {"node_descriptrion", {"node_description", "title"}, "node_description"},
        {"NodeID", {"NodeId", "PrePic"}, "NodeId"},
        {"Totla", {"Total", "Title"}, "Total"},
        {"x", {"y", "z"}, NULL},
        {"rank", {"Rank"}, "Rank"},
        {"completely", {"different"}, NULL},
        {"\xE6\x88\x90\xE5\xB0\xB1\xE4\xB8\x80",
         {"\xE6\x88\x90\xE5\xB0\xB1\xE4\xBA\x8C"},
         "\xE6\x88\x90\xE5\xB0\xB1\xE4\xBA\x8C"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__suggestion search;
        ach__suggest_start(&search, ach__slice_of(rows[i].wanted));
        for (size_t j = 0; j < 4 && rows[i].candidates[j] != NULL; j++) {
            ach__suggest_offer(&search, ach__slice_of(rows[i].candidates[j]));
        }
        if (rows[i].best == NULL) {
            assert_null(search.best.ptr);
        } else {
            assert_string_equal(search.best.ptr, rows[i].best);
        }
    }
}

static void maps_keep_the_first_value(void **state) {
    (void)state;
    ach__arena arena;
    ach__map map;
    char keys[5000][8];
    ach__arena_init(&arena, NULL);
    ach__map_init(&map, &arena);
    for (size_t i = 0; i < 5000; i++) {
        int size = snprintf(keys[i], sizeof keys[i], "%zu", i);
        assert_int_equal(ach__map_add(&map, (ach__slice){keys[i], (size_t)size}, i), ACH__MAP_NONE);
    }
    assert_int_equal(ach__map_add(&map, ACH__SLICE(""), 7), ACH__MAP_NONE);
    assert_int_equal(ach__map_add(&map, (ach__slice){NULL, 0}, 8), 7);
    assert_int_equal(ach__map_add(&map, ACH__SLICE("4999"), 1), 4999);
    assert_int_equal(ach__map_find(&map, ACH__SLICE("1234")), 1234);
    assert_int_equal(ach__map_find(&map, ACH__SLICE("5000")), ACH__MAP_NONE);
    assert_int_equal(map.count, 5001);
    ach__arena_free(&arena);
}

static void lines_end_in_three_ways(void **state) {
    (void)state;
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__lines lines = ach__lines_cut(&arena, ACH__SLICE("a\nbb\r\nccc\rd"));
    assert_int_equal(lines.count, 4);
    static const char *const wanted[] = {"a", "bb", "ccc", "d"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(ach__slice_equal(ach__lines_get(&lines, i + 1), ach__slice_of(wanted[i])));
    }
    assert_int_equal(ach__lines_get(&lines, 0).len, 0);
    assert_int_equal(ach__lines_get(&lines, 5).len, 0);
    assert_int_equal(ach__lines_cut(&arena, ACH__SLICE("a\n")).count, 1);
    assert_int_equal(ach__lines_cut(&arena, ACH__SLICE("")).count, 1);
    assert_int_equal(ach__lines_cut(&arena, ACH__SLICE("\n\n")).count, 2);
    ach__arena_free(&arena);
}

static void buffers_stop_at_their_ceiling(void **state) {
    (void)state;
    ach__buffer buffer;
    ach__buffer_init(&buffer, NULL, 1000);
    for (int i = 0; i < 1001; i++) {
        ach__buffer_append_byte(&buffer, (unsigned char)i);
    }
    assert_true(buffer.failed);
    assert_int_equal(buffer.size, 1000);
    assert_true(buffer.capacity <= 1000);
    ach__buffer_clear(&buffer);
    assert_false(buffer.failed);
    assert_null(ach__buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    ach__buffer_free(&buffer);
}

/* An allocator that keeps account and gives out no more than its budget. */
typedef struct account {
    size_t budget;
    size_t held;
    size_t pieces;
} account;

static void *accounted(void *user, void *block, size_t old_size, size_t new_size) {
    account *book = user;
    if (book->held - old_size + new_size > book->budget) {
        return NULL;
    }
    book->held = book->held - old_size + new_size;
    book->pieces += (block == NULL) - (size_t)(new_size == 0);
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static void arenas_give_everything_back(void **state) {
    (void)state;
    account book = {.budget = 200000};
    ach_allocator allocator = {&book, accounted};
    ach__arena arena;
    ach__arena_init(&arena, &allocator);
    assert_null(ach__arena_take(&arena, SIZE_MAX / 2, 3));
    assert_true(arena.failed);
    arena.failed = false;
    for (size_t i = 0; i < 100; i++) {
        unsigned char *piece = ach__arena_take(&arena, 1, i * 7);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < i * 7; j++) {
            assert_int_equal(piece[j], 0);
            piece[j] = 0xAB;
        }
    }
    assert_non_null(ach__arena_take(&arena, 100000, 1));
    assert_null(ach__arena_take(&arena, 100000, 1));
    assert_true(arena.failed);
    ach__arena_free(&arena);
    assert_int_equal(book.held, 0);
    assert_int_equal(book.pieces, 0);
}

static bool take_ten(void *user, const char *bytes, size_t size) {
    (void)bytes;
    size_t *taken = user;
    *taken += size;
    return *taken <= 10;
}

static void sinks_remember_a_failure(void **state) {
    (void)state;
    size_t taken = 0;
    ach__sink sink = {.user = &taken, .write = take_ten};
    ach__sink_text(&sink, "12345");
    ach__sink_format(&sink, "%d", 678);
    assert_false(sink.failed);
    ach__sink_repeat(&sink, 'x', 70);
    assert_true(sink.failed);
    size_t before = taken;
    ach__sink_text(&sink, "more");
    assert_int_equal(taken, before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_and_cut),
        cmocka_unit_test(utf8_takes_only_what_is_valid),
        cmocka_unit_test(every_character_survives_a_round_trip),
        cmocka_unit_test(shown_text_cannot_steer_a_terminal),
        cmocka_unit_test(suggestions_are_near),
        cmocka_unit_test(maps_keep_the_first_value),
        cmocka_unit_test(lines_end_in_three_ways),
        cmocka_unit_test(buffers_stop_at_their_ceiling),
        cmocka_unit_test(arenas_give_everything_back),
        cmocka_unit_test(sinks_remember_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
