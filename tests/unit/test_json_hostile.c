/* JSON: hostile texts, limits, texts cut off and changed, and no memory.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/json.h"
#include "unit/failing.h"
#include "unit/json_judge.h"
#include "unit/json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A megabyte of `unit` again and again between `start` and `end`; %06zu in it is its number. */
static char *megabyte(const char *start, const char *unit, const char *end, size_t *size) {
    char *out = malloc(ACH__JSON_BYTES_MOST + 64);
    assert_non_null(out);
    *size = (size_t)sprintf(out, "%s", start);
    for (size_t i = 0; *size + strlen(unit) + 64 < ACH__JSON_BYTES_MOST; i++) {
        const char *number = strchr(unit, '#');
        *size += (size_t)(number == NULL ? sprintf(out + *size, "%s", unit)
                                         : sprintf(out + *size, "%.*s%06zu%s", (int)(number - unit),
                                                   unit, i, number + 1));
    }
    *size += (size_t)sprintf(out + *size, "%s", end);
    return out;
}

static void hostile_texts_are_read_in_linear_time(void **state) {
    (void)state;
    static const struct {
        const char *start, *unit, *end;
        size_t faults;
    } texts[] = {
        {"[\"", "a", "\"]", 0},
        {"[\"", "\\ud83d\\ude00", "\"]", 0},
        {"[\"", "\\q", "\"]", 1},
        {"[\"", "\xB0", "\"]", 1},
        {"{\"a\":1", ",\"a\":1", "}", 50},
        {"{\"a\":1", ",\"k#\":1", "}", 0},
        {"[1", ",2", "]", 0},
        {"[", "{\"a\":1,\"b\":[]},", "1]", 0},
        {"[", ",", "]", 50},
        {"[", "\"a\"b,", "1]", 50},
        {"[", "'a'b,", "1]", 50},
        {"[", "\xE2\x80\x9C,", "1]", 50},
        {"[1", "//\n", "]", 50},
        {"[1", "/**/", "]", 50},
        {"[1", " ", "]", 0},
        {"[", "\"a\" ", "]", 50},
        {"[", "1\n2\n", "]", 50},
        {"{", "a:'b' ", "}", 2},
        {"{", "a:'b'\n", "}", 50},
        {"", "{\"a\":[", "", 1},
        {"[", "[1},", "]", 50},
        {"", "}", "", 1},
        {"/*", " ", "", 2},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ach__arena arena;
        ach__json json = {0};
        size_t size;
        char *text = megabyte(texts[i].start, texts[i].unit, texts[i].end, &size);
        ach__arena_init(&arena, NULL);
        ach__json_read(&json, &arena, (ach__slice){text, size});
        assert_null(json_disorder(&json, (ach__slice){text, size}));
        if (json.fault_count != texts[i].faults) {
            print_error("%s%s: %zu faults\n", texts[i].start, texts[i].unit, json.fault_count);
        }
        assert_int_equal(json.fault_count, texts[i].faults);
        ach__arena_free(&arena);
        free(text);
    }
}

static void limits_hold(void **state) {
    (void)state;
    ach__arena arena;
    ach__json json = {0};
    char *text = malloc(ACH__JSON_BYTES_MOST + 1);
    assert_non_null(text);
    ach__arena_init(&arena, NULL);
    memset(text, ' ', ACH__JSON_BYTES_MOST + 1);
    text[0] = '1';
    ach__json_read(&json, &arena, (ach__slice){text, ACH__JSON_BYTES_MOST});
    assert_int_equal(json.fault_count, 0);
    ach__json_read(&json, &arena, (ach__slice){text, ACH__JSON_BYTES_MOST + 1});
    assert_int_equal(json.faults[0].type, ACH__JSON_FAULT_LARGE);
    assert_int_equal(json.count, 0);
    for (size_t levels = 31; levels <= 10000; levels = levels < 34 ? levels + 1 : 10000 + levels) {
        size_t most = levels > 34 ? 10000 : levels;
        memset(text, '[', most);
        memset(text + most, ']', most);
        ach__json_read(&json, &arena, (ach__slice){text, 2 * most});
        assert_int_equal(json.fault_count, most > 32);
        assert_true(most <= 32 || json.faults[0].type == ACH__JSON_FAULT_DEEP);
        assert_int_equal(json.is_whole, most <= 32);
    }
    ach__arena_free(&arena);
    free(text);
}

/* No text that was cut off is read as if it was whole, and none is read beyond its end. */
static void every_truncation_is_told(void **state) {
    (void)state;
    ach__arena arena;
    ach__json json = {0};
    ach__arena_init(&arena, NULL);
    for (size_t size = 0; size < sizeof JSON_NODE - 2; size++) {
        char *exact = malloc(size + 1); /* for the sanitizer */
        assert_non_null(exact);
        memcpy(exact, JSON_NODE, size);
        read_text(&json, &arena, (ach__slice){exact, size});
        assert_true(json.fault_count > 0);
        assert_false(json.is_whole);
        free(exact);
    }
    ach__arena_free(&arena);
}

/* Every byte of a good text replaced by every byte: jansson and we agree. */
static void every_changed_byte_is_judged_alike(void **state) {
    (void)state;
    ach__arena arena;
    ach__json json = {0};
    char text[sizeof JSON_NODE];
    ach__arena_init(&arena, NULL);
    for (size_t at = 0; at < sizeof JSON_NODE - 1; at++) {
        for (int byte = 0; byte < 256; byte++) {
            memcpy(text, JSON_NODE, sizeof JSON_NODE);
            text[at] = (char)byte;
            read_text(&json, &arena, (ach__slice){text, sizeof JSON_NODE - 1});
        }
    }
    ach__arena_free(&arena);
}

static void without_memory_nothing_is_whole(void **state) {
    (void)state;
    size_t size;
    char *text = megabyte("[\"\\n\",{\"a\":1", ",\"k#\":1", "}", &size);
    bool is_done = false;
    for (size_t grants = 0; !is_done; grants++) {
        size_t left = grants;
        ach_allocator allocator = failing_allocator(&left);
        ach__arena arena;
        ach__json json = {0};
        ach__arena_init(&arena, &allocator);
        ach__json_read(&json, &arena, (ach__slice){text, size});
        assert_null(json_disorder(&json, (ach__slice){text, size}));
        assert_true(!arena.failed || !json.is_whole);
        is_done = !arena.failed;
        ach__arena_free(&arena);
        assert_true(grants < 1000);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_texts_are_read_in_linear_time),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(every_truncation_is_told),
        cmocka_unit_test(every_changed_byte_is_judged_alike),
        cmocka_unit_test(without_memory_nothing_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
