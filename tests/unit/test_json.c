/* JSON: values with places, every fault and how reading goes on, jansson as the judge.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/json.h"
#include "model/node_json.h"
#include "unit/json_judge.h"
#include "unit/json_text.h"

#include <string.h>

#define FAULT(name) (1ULL << ACH__JSON_FAULT_##name)

static void values_are_what_jansson_reads(void **state) {
    (void)state;
    static const char *const rows[] = {
        JSON_NODE,
        "{}",
        "[]",
        "[[],{},[[]]]",
        " \t\r\n1 ",
        "\"\"",
        "\"x\"",
        "true",
        "false",
        "null",
        "0",
        "-0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "[0.5,-0.5,1e5,1E+5,1e-5,1.5e10,123456789012345]",
        "{\"\":1}",
        "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u4e2d\\ud83d\\ude00\"",
        "{\"\\u0061\":1,\"b\\n\":2}",
        "\"\x7F\xC2\x80\xEF\xBF\xBD\xF4\x8F\xBF\xBF\"",
        "[\"\xE2\x80\x9C\xEF\xBC\x9A\xEF\xBC\x8C\xE2\x80\x9D\", \"// no\", \"/* no */ # no\"]",
        "[\"a\",\"b\" ,\"c\"\n]",
        "{\"a\"\n:\n1\n,\n\"b\"\r:\r2}",
    };
    ach__arena arena;
    ach__json json = {0};
    ach__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_text(&json, &arena, ach__slice_of(rows[i]));
        assert_int_equal(json.fault_count, 0);
        assert_true(json.is_whole);
    }
    ach__arena_free(&arena);
}

static void values_have_places(void **state) {
    (void)state;
    ach__arena arena;
    ach__json json = {0};
    ach__arena_init(&arena, NULL);
    const ach__slice text = ACH__SLICE("{\"a\": [10, \"x\\n\"], \"b\" : -7}");
    read_text(&json, &arena, text);
    static const char *const places[] = {"{\"a\": [10, \"x\\n\"], \"b\" : -7}", "[10, \"x\\n\"]",
                                         "10", "\"x\\n\"", "-7"};
    assert_int_equal(json.count, 5);
    for (size_t i = 0; i < 5; i++) {
        ach__json_spot place = json.values[i].place;
        assert_int_equal(place.end - place.start, strlen(places[i]));
        assert_memory_equal(text.ptr + place.start, places[i], strlen(places[i]));
    }
    const ach__json_value *member = ach__json_member(&json, &json.values[0], ACH__SLICE("b"));
    assert_ptr_equal(member, &json.values[4]);
    assert_int_equal(member->integer, -7);
    assert_int_equal(member->key_place.end - member->key_place.start, 3);
    assert_null(ach__json_member(&json, &json.values[0], ACH__SLICE("c")));
    assert_null(ach__json_member(&json, &json.values[1], ACH__SLICE("a")));
    /* Without escapes a string is a part of the text. */
    assert_ptr_equal(member->key.ptr, text.ptr + member->key_place.start + 1);
    ach__arena_free(&arena);
}

/* A text with faults, and the same as it is read: the values must be equal. */
typedef struct row {
    const char *text;
    unsigned long long faults;
    const char *meant; /* NULL: not compared */
    bool is_whole;
} row;

static const row rows[] = {
    {"\xEF\xBB\xBF{\"a\":1}", FAULT(MARK), "{\"a\":1}", true},
    {"\xFF\xFE{\0}\0", FAULT(UTF16), NULL, false},
    {"{\"a\":\"\xFF\"}", FAULT(BYTES), "{\"a\":\"\xEF\xBF\xBD\"}", false},
    {"{\"a\":\"\xB0\xD9\xD5\x5C\",\"b\":1}", FAULT(BYTES),
     "{\"a\":\"\xEF\xBF\xBD\xEF\xBF\xBD\",\"b\":1}", false}, /* GBK with a \ in a character */
    {"", FAULT(EMPTY), NULL, false},
    {" \n\t", FAULT(EMPTY), NULL, false},
    {"// x", FAULT(EMPTY) | FAULT(COMMENT), NULL, false},
    {"{// x\n\"a\":1,/* y\n */\"b\":2# z\n}", FAULT(COMMENT), "{\"a\":1,\"b\":2}", true},
    {"{\"a\":1,\"a\":2}", FAULT(DUPLICATE), NULL, true},
    {"{\"a\":1,\"\\u0061\":2}", FAULT(DUPLICATE), NULL, true},
    /* Full-width: : , { } [ ] and the quotes, a lone closing one, a space, digits. */
    {"{\"a\"\xEF\xBC\x9A"
     "1\xEF\xBC\x8C\"b\":2}",
     FAULT(WIDE), "{\"a\":1,\"b\":2}", true},
    {"\xEF\xBD\x9B\"a\":\xE3\x80\x90"
     "1\xE3\x80\x81"
     "2\xE3\x80\x91\xEF\xBD\x9D",
     FAULT(WIDE), "{\"a\":[1,2]}", true},
    {"{\xE2\x80\x9C"
     "a\xE2\x80\x9D: \xE2\x80\x9C"
     "b \xE2\x80\x9C"
     "c\xE2\x80\x9D d\xE2\x80\x9D}",
     FAULT(WIDE),
     "{\"a\":\"b \xE2\x80\x9C"
     "c\xE2\x80\x9D d\"}",
     true},
    {"{\"a\": \"x\xE2\x80\x9D,\n\"b\xE2\x80\x9D: \"y\"}", FAULT(WIDE), "{\"a\":\"x\",\"b\":\"y\"}",
     true},
    {"{\xE3\x80\x80\"a\":\xC2\xA0"
     "1}",
     FAULT(WIDE), "{\"a\":1}", true},
    {"[\xEF\xBC\x91\xEF\xBC\x90]", FAULT(WIDE), "[10]", true},
    {"{\"a\":1\n\"b\":2}", FAULT(COMMA_MISSING), "{\"a\":1,\"b\":2}", true},
    {"{\"a\":1;\"b\":2}", FAULT(COMMA_MISSING), "{\"a\":1,\"b\":2}", true},
    {"[\"a\" \"b\"]", FAULT(COMMA_MISSING), "[\"a\",\"b\"]", true},
    {"[1,]", FAULT(COMMA_EXTRA), "[1]", true},
    {"[,1,,2]", FAULT(COMMA_EXTRA), "[1,2]", true},
    {"[,]", FAULT(COMMA_EXTRA), "[]", true},
    {"{\"a\" 1,\"b\"=2}", FAULT(COLON), "{\"a\":1,\"b\":2}", true},
    {"{\"a\":,\"b\":1,\"c\"}", FAULT(VALUE), "{\"b\":1}", false},
    {"{a:1,$b_2:2}", FAULT(KEY), "{\"a\":1,\"$b_2\":2}", true},
    {"{\"a\":minecraft:cow,\"b\":textures/ui/x}", FAULT(BARE),
     "{\"a\":\"minecraft:cow\",\"b\":\"textures/ui/x\"}", true},
    {"{'a':'it's'}", FAULT(QUOTES), "{\"a\":\"it's\"}", true},
    {"{\"a\": \"say \"hi\" now\", \"b\": \"x\"}", FAULT(QUOTE_INSIDE),
     "{\"a\":\"say \\\"hi\\\" now\",\"b\":\"x\"}", true},
    {"[(9,1)]", FAULT(ROUND), "[[9,1]]", true},
    {"[True,FALSE,None,yes,nil]", FAULT(WORD), "[true,false,null,true,null]", true},
    {"[01,+1,.5,1.,0x10,1e]", FAULT(NUMBER), NULL, true},
    {"[\"a\tb\x01\"]", FAULT(CONTROL), "[\"a\\tb\\u0001\"]", true},
    {"[\"textures\\ui\\x\"]", FAULT(ESCAPE), "[\"textures\\\\ui\\\\x\"]", true},
    {"[\"\\u12\",\"\\'\"]", FAULT(ESCAPE), "[\"\\\\u12\",\"\\\\'\"]", true},
    {"{\"a\":\"textures\\\",\n\"b\":1}", FAULT(ESCAPE), "{\"a\":\"textures\\\\\",\"b\":1}", true},
    {"[\"\\ud83dx\",\"\\ude00\"]", FAULT(SURROGATE), "[\"\xEF\xBF\xBDx\",\"\xEF\xBF\xBD\"]", true},
    {"[\"a\\u0000b\"]", FAULT(NUL),
     "[\"a\xEF\xBF\xBD"
     "b\"]",
     true},
    {"{\"a\":\"x,\n\"b\":1}", FAULT(STRING_END), "{\"a\":\"x\",\"b\":1}", false},
    {"{\"a,\n\"b\":1}", FAULT(STRING_END), "{\"b\":1}", false},
    {"{\"a\":[1,2", FAULT(END), "{\"a\":[1,2]}", false},
    {"{\"a\":[1,2}", FAULT(BRACKET), "{\"a\":[1,2]}", false},
    {"{\"a\":[1,2},\"b\":3}", FAULT(BRACKET), "{\"a\":[1,2],\"b\":3}", false},
    {"{\"a\":1]", FAULT(BRACKET), "{\"a\":1}", false},
    {"{\"a\":1,:}", FAULT(UNEXPECTED), "{\"a\":1}", false},
    {"[1 : 2]", FAULT(UNEXPECTED), "[1]", false},
    {"print", FAULT(UNEXPECTED), NULL, false},
    {"{\"a\":1}}", FAULT(BEHIND), "{\"a\":1}", false},
    {"{\"a\":1},{\"b\":2}", FAULT(BEHIND), "{\"a\":1}", false},
};

static bool values_are_equal(const ach__json *left, const ach__json *right) {
    if (left->count != right->count) {
        return false;
    }
    for (size_t i = 0; i < left->count; i++) {
        const ach__json_value *a = &left->values[i];
        const ach__json_value *b = &right->values[i];
        if (a->type != b->type || a->next != b->next || a->count != b->count ||
            a->integer != b->integer || !ach__slice_equal(a->key, b->key) ||
            (a->type == ACH__JSON_STRING && !ach__slice_equal(a->text, b->text))) {
            return false;
        }
    }
    return true;
}

static void faults_are_told_and_reading_goes_on(void **state) {
    (void)state;
    ach__arena arena;
    ach__json json = {0};
    ach__json meant = {0};
    unsigned long long seen = 0;
    ach__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *it = &rows[i];
        bool is_utf16 = it->faults == FAULT(UTF16);
        unsigned long long found = 0;
        read_text(&json, &arena, is_utf16 ? (ach__slice){it->text, 6} : ach__slice_of(it->text));
        for (size_t j = 0; j < json.fault_count; j++) {
            found |= 1ULL << json.faults[j].type;
        }
        seen |= found;
        bool is_same = true;
        if (it->meant != NULL) {
            read_text(&meant, &arena, ach__slice_of(it->meant));
            assert_int_equal(meant.fault_count, 0);
            is_same = values_are_equal(&json, &meant);
        }
        if (found != it->faults || !is_same || json.is_whole != it->is_whole) {
            print_error("row %zu: %s\n", i, it->text);
        }
        assert_int_equal(found, it->faults);
        assert_true(is_same);
        assert_int_equal(json.is_whole, it->is_whole);
    }
    /* Every type but the limits has a row. */
    assert_int_equal(seen | FAULT(LARGE) | FAULT(DEEP), (FAULT(DEEP) << 1) - 1);
    ach__arena_free(&arena);
}

static void faults_have_places(void **state) {
    (void)state;
    static const struct {
        const char *text;
        ach__json_fault_type type;
        ach__json_spot place;
        ach__json_spot other;
    } places[] = {
        {"{\"a\":1,\"a\":2}", ACH__JSON_FAULT_DUPLICATE, {7, 10}, {1, 4}},
        {"{\"a\":1 \"b\":2}", ACH__JSON_FAULT_COMMA_MISSING, {6, 6}, {0, 0}},
        {"{\"a\":1 ; \"b\":2}", ACH__JSON_FAULT_COMMA_MISSING, {7, 8}, {0, 0}},
        {"[1 , ]", ACH__JSON_FAULT_COMMA_EXTRA, {3, 4}, {0, 0}},
        {"{\"a\" 1}", ACH__JSON_FAULT_COLON, {4, 4}, {0, 0}},
        {"{\"a\":}", ACH__JSON_FAULT_VALUE, {1, 4}, {0, 0}},
        {"[ [1}]", ACH__JSON_FAULT_BRACKET, {4, 5}, {2, 3}},
        {"{\"a\": [1 ", ACH__JSON_FAULT_END, {8, 8}, {6, 7}},
        {"[\"a\\qb\"]", ACH__JSON_FAULT_ESCAPE, {3, 5}, {0, 0}},
        {"[\"a \"b\" c\"]", ACH__JSON_FAULT_QUOTE_INSIDE, {4, 5}, {0, 0}},
        {"[\"abc ,\n1]", ACH__JSON_FAULT_STRING_END, {1, 6}, {0, 0}},
        {"1 /* x */", ACH__JSON_FAULT_COMMENT, {2, 9}, {0, 0}},
        {"1 2\n3", ACH__JSON_FAULT_BEHIND, {2, 3}, {0, 0}},
        {"[\"\xFF\xFF"
         "a\xFF\n\"]",
         ACH__JSON_FAULT_BYTES,
         {2, 4},
         {0, 0}},
    };
    ach__arena arena;
    ach__json json = {0};
    ach__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        read_text(&json, &arena, ach__slice_of(places[i].text));
        size_t at = 0;
        while (at < json.fault_count && json.faults[at].type != places[i].type) {
            at++;
        }
        assert_true(at < json.fault_count);
        assert_int_equal(json.faults[at].place.start, places[i].place.start);
        assert_int_equal(json.faults[at].place.end, places[i].place.end);
        assert_int_equal(json.faults[at].other.start, places[i].other.start);
        assert_int_equal(json.faults[at].other.end, places[i].other.end);
    }
    ach__arena_free(&arena);
}

/* Every sentence has its parameters. */
static void faults_become_findings(void **state) {
    (void)state;
    static const char *const names[] = {"{found}", "{wanted}", "{code}",
                                        "{bytes}", "{limit}",  "{key}"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__arena arena;
        ach__json json = {0};
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        ach__node_text text = {.path = ACH__SLICE("x.json"), .bytes = ach__slice_of(rows[i].text)};
        ach__arena_init(&arena, NULL);
        ach__json_read(&json, &arena, text.bytes);
        ach__node_json_raise(&json, &text, &arena, diags);
        assert_true(ach_diags_count(diags) > 0);
        for (size_t j = 0; j < 2 * ach_diags_count(diags); j++) {
            ach__buffer out;
            ach__buffer_init(&out, NULL, 4096);
            ach__finding_message(ach__diags_at(diags, j / 2), (ach_language)(j % 2), &out);
            assert_true(
                ach__finding_help(ach__diags_at(diags, j / 2), (ach_language)(j % 2), &out));
            ach__buffer_append_byte(&out, 0);
            for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
                assert_null(strstr((const char *)out.data, names[k]));
            }
            ach__buffer_free(&out);
        }
        ach_diags_free(diags);
        ach__arena_free(&arena);
    }
}

static void places_have_lines_and_columns(void **state) {
    (void)state;
    static const struct {
        ach__json_spot spot;
        uint32_t line, column, columns;
    } places[] = {
        {{0, 3}, 1, 1, 0},  {{3, 4}, 1, 1, 1},   {{9, 12}, 2, 2, 1},  {{12, 13}, 2, 3, 1},
        {{9, 40}, 2, 2, 3}, {{16, 17}, 4, 1, 1}, {{13, 13}, 2, 4, 0}, {{17, 17}, 4, 2, 0},
        {{3, 17}, 1, 1, 1}, {{0, 0}, 0, 0, 0},
    };
    /* A mark, "{", CRLF, two Han characters, "x", "y" and "}" behind an empty line. */
    ach__node_text text = {.path = ACH__SLICE("x.json"),
                           .bytes = ACH__SLICE("\xEF\xBB\xBF{\r\n\xE7\x99\xBE\xE6\x88\x98xy\n\r}")};
    ach__arena arena;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ach__place place = ach__node_text_place(&text, places[i].spot, &arena, diags);
        assert_int_equal(place.line, places[i].line);
        assert_int_equal(place.column, places[i].column);
        assert_int_equal(place.columns, places[i].columns);
        assert_int_equal(place.offset, places[i].spot.start);
    }
    ach_diags_free(diags);
    ach__arena_free(&arena);
}

static void numbers_beyond_64_bits_are_real(void **state) {
    (void)state;
    ach__arena arena;
    ach__json json = {0};
    ach__arena_init(&arena, NULL);
    read_text(&json, &arena,
              ACH__SLICE("[9223372036854775807,9223372036854775808,-9223372036854775808,"
                         "-9223372036854775809,100000000000000000000000,1e999,1.0]"));
    static const ach__json_type types[] = {ACH__JSON_INTEGER, ACH__JSON_REAL, ACH__JSON_INTEGER,
                                           ACH__JSON_REAL,    ACH__JSON_REAL, ACH__JSON_REAL,
                                           ACH__JSON_REAL};
    assert_int_equal(json.fault_count, 0);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(json.values[i + 1].type, types[i]);
    }
    assert_true(json.values[1].integer == INT64_MAX && json.values[3].integer == INT64_MIN);
    ach__arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_what_jansson_reads),
        cmocka_unit_test(values_have_places),
        cmocka_unit_test(faults_are_told_and_reading_goes_on),
        cmocka_unit_test(faults_have_places),
        cmocka_unit_test(faults_become_findings),
        cmocka_unit_test(places_have_lines_and_columns),
        cmocka_unit_test(numbers_beyond_64_bits_are_real),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
