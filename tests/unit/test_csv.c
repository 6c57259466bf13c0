/* Tests of the CSV reader: values, exact places, bad quotes and their cost.
 * SPDX-License-Identifier: MIT */
#include "format/csv.h"
#include "unit/csv_judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* What a parse told, in one line: records as LINE(value start-end@line|...)END, a quoted field with
 * a q behind its value; quotes as !LINE:start,at or ?LINE:start where never closed. */
typedef struct story {
    char text[2048];
    size_t size;
    size_t records;
    size_t fields;
    size_t quotes;
    uint64_t bytes;
    size_t stop_after;
} story;

__attribute__((format(printf, 2, 3))) static void tell(story *out, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int size = vsnprintf(out->text + out->size, sizeof out->text - out->size, format, list);
    va_end(list);
    out->size += (size_t)size;
    if (out->size >= sizeof out->text) {
        out->size = sizeof out->text - 1;
    }
}

static bool on_record(void *user, const ach__csv_field *fields, size_t count, uint32_t line,
                      uint32_t end) {
    story *out = user;
    out->records++;
    out->fields += count;
    tell(out, "%u(", line);
    for (size_t i = 0; i < count; i++) {
        const ach__csv_field *field = &fields[i];
        out->bytes += field->value.len;
        int shown = field->value.len > 40 ? 40 : (int)field->value.len;
        tell(out, "%s%.*s%s %u-%u", i == 0 ? "" : "|", shown, field->value.ptr,
             field->is_quoted ? "q" : "", field->start, field->end);
        if (field->line != line) {
            tell(out, "@%u", field->line);
        }
    }
    tell(out, ")%u ", end);
    return out->stop_after == 0 || out->records < out->stop_after;
}

static bool on_quote(void *user, bool unclosed, uint32_t start, uint32_t at, uint32_t line) {
    story *out = user;
    out->quotes++;
    if (unclosed) {
        tell(out, "?%u:%u ", line, start);
    } else {
        tell(out, "!%u:%u,%u ", line, start, at);
    }
    return true;
}

static ach_status parse(story *out, const char *text, size_t size, char delimiter) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    const ach__csv_events events = {out, on_record, on_quote};
    ach_status status = ach__csv_parse((ach__slice){text, size}, delimiter, &arena, &events);
    ach__arena_free(&arena);
    return status;
}

typedef struct example {
    const char *text;
    const char *wanted;
    char delimiter; /* 0: a comma */
} example;

static const example examples[] = {
    {"", "", 0},
    {"a", "1(a 0-1)1 ", 0},
    {"a,b\nc,d\n", "1(a 0-1|b 2-3)4 2(c 4-5|d 6-7)8 ", 0},
    {"a,b\r\nc,d", "1(a 0-1|b 2-3)5 2(c 5-6|d 7-8)8 ", 0},
    {"a\rb\r", "1(a 0-1)2 2(b 2-3)4 ", 0},
    {"a,", "1(a 0-1| 2-2)2 ", 0},
    {",", "1( 0-0| 1-1)1 ", 0},
    {",\n", "1( 0-0| 1-1)2 ", 0},
    {"\n", "1()1 ", 0},
    {"\r\n\r\na\r\n\r\n", "1()2 2()4 3(a 4-5)7 4()9 ", 0},
    {"a\n\rb", "1(a 0-1)2 2()3 3(b 3-4)4 ", 0},
    {" a , b\t", "1( a  0-3| b\t 4-7)7 ", 0},
    {"a;b\tc", "1(a 0-1|b\tc 2-5)5 ", ';'},
    {"a\tb;c", "1(a 0-1|b;c 2-5)5 ", '\t'},
    {"\"a,b\",c", "1(a,bq 0-5|c 6-7)7 ", 0},
    {"\"\",\"\"", "1(q 0-2|q 3-5)5 ", 0},
    {"\"\"", "1(q 0-2)2 ", 0},
    {"\"a\"\"b\"\n", "1(a\"bq 0-6)7 ", 0},
    {"\"\"\"\"", "1(\"q 0-4)4 ", 0},
    {"\"a\nb\",\"c\r\nd\",e\nf", "1(a\nbq 0-5|c\r\ndq 6-12@2|e 13-14@3)15 4(f 15-16)16 ", 0},
    {"\"a\rb\"\rc", "1(a\rbq 0-5)6 3(c 6-7)7 ", 0},
    {"a\x1A\n", "1(a\x1A 0-2)3 ", 0},
    /* Bad quotes: the line of the opening quote is left out, the next one is read. */
    {"\"a\nb,c\nd", "?1:0 2(b 3-4|c 5-6)7 3(d 7-8)8 ", 0},
    {"a,\"b\nc", "?1:2 2(c 5-6)6 ", 0},
    {"\"a\"b,c\nd", "!1:0,3 2(d 7-8)8 ", 0},
    {"\"a\" ,c\nd", "!1:0,3 2(d 7-8)8 ", 0},
    {"a\"b,c\nd", "!1:0,1 2(d 6-7)7 ", 0},
    {"a, \"b\",c\nd", "!1:2,3 2(d 9-10)10 ", 0},
    {"x\n\"a\nb \"c\nd", "1(x 0-1)2 !2:2,8 !3:5,7 4(d 10-11)11 ", 0},
    {"\"a\nb\",\"c\nd", "?2:6 3(d 9-10)10 ", 0},
    {"\"", "?1:0 ", 0},
    {"\"\n", "?1:0 ", 0},
    {"\"\r\n\r\na", "?1:0 2()5 3(a 5-6)6 ", 0},
    {"a\"", "!1:0,1 ", 0},
};

static void test_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        story told = {.size = 0};
        char delimiter = examples[i].delimiter == 0 ? ',' : examples[i].delimiter;
        assert_int_equal(parse(&told, examples[i].text, strlen(examples[i].text), delimiter),
                         ACH_OK);
        assert_string_equal(told.text, examples[i].wanted);
    }
}

static void test_nul(void **state) {
    (void)state;
    story told = {.size = 0};
    assert_int_equal(parse(&told, "a\0b,\0\n\"\0\"\n", 10, ','), ACH_OK);
    assert_int_equal(told.records, 2);
    assert_int_equal(told.fields, 3);
    assert_int_equal(told.bytes, 5);
}

static void test_values_are_slices(void **state) {
    (void)state;
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    story told = {.size = 0};
    const ach__csv_events events = {&told, on_record, on_quote};
    assert_int_equal(ach__csv_parse(ACH__SLICE("\"a,b\",c\nd,\"\"\n"), ',', &arena, &events),
                     ACH_OK);
    size_t before = arena.total;
    assert_true(before <= 16384); /* the fields alone: nothing was copied */
    ach__arena_free(&arena);
}

static void test_stop(void **state) {
    (void)state;
    story told = {.stop_after = 2};
    assert_int_equal(parse(&told, "a\nb\nc\n", 6, ','), ACH_ENOMEM);
    assert_int_equal(told.records, 2);
}

static void test_too_many_fields(void **state) {
    (void)state;
    static char text[ACH__CSV_FIELDS_MOST + 8];
    memset(text, ',', sizeof text);
    story told = {.size = 0};
    assert_int_equal(parse(&told, text, ACH__CSV_FIELDS_MOST, ','), ACH_ELIMIT);
    assert_int_equal(parse(&told, text, ACH__CSV_FIELDS_MOST - 1, ','), ACH_OK);
    assert_int_equal(told.fields, ACH__CSV_FIELDS_MOST);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A text made of `count` times `piece`. */
static char *repeat(const char *piece, size_t count, size_t *size) {
    size_t length = strlen(piece);
    char *text = malloc(length * count + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + i * length, piece, length);
    }
    *size = length * count;
    return text;
}

typedef struct load {
    const char *piece;
    size_t count;
} load;

/* Quadratic work on any of these would take minutes. */
static const load loads[] = {
    {"\"\n", 200000},          {"a\"\n", 200000},     {"a,\"b\n", 200000},
    {"\"", 1048576},           {"\"", 1048577},       {"\",\"\n", 200000},
    {"\"\"\n", 200000},        {",\"\"\"\n", 200000}, {"a,\"\"\",\"\n", 200000},
    {"\"\"\"\"\",\n", 200000}, {"\"\r", 200000},      {"\"a\"\"\n", 200000},
};

static void test_linear(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        size_t size = 0;
        char *text = repeat(loads[i].piece, loads[i].count, &size);
        story told = {.size = 0};
        double start = seconds();
        assert_int_equal(parse(&told, text, size, ','), ACH_OK);
        double took = seconds() - start;
        print_message("%zu bytes: %zu records, %zu bad quotes, %.3f s\n", size, told.records,
                      told.quotes, took);
        assert_true(took < 20);
        free(text);
    }
}

/* The parity argument in the reader, tried: many random texts of quotes, each parsed in steps that
 * are counted by the bytes that the records and quotes span. */
static void test_random_quotes(void **state) {
    (void)state;
    uint64_t seed = 42;
    for (int round = 0; round < 50; round++) {
        static char text[60000];
        static const char signs[] = "\"\"\"\",\n\na";
        for (size_t i = 0; i < sizeof text; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[i] = signs[(seed >> 33) % 8];
        }
        story told = {.size = 0};
        double start = seconds();
        assert_int_equal(parse(&told, text, sizeof text, ','), ACH_OK);
        assert_true(seconds() - start < 5);
    }
}

/* Short texts of what matters, and of runs that are read eight bytes at a time. */
static void test_like_libcsv(void **state) {
    (void)state;
    uint64_t seed = 7;
    size_t plain = 0;
    for (int round = 0; round < 200000; round++) {
        static const char signs[] =
            ",,,,\n\n\r\"\"abcdefghijk;\t \x80\xFF\x2B\x2D\x21\x23\x0B\x0C\x0E";
        char text[48];
        size_t size = 0;
        /* Half of them have no quotes. */
        bool has_quotes = round % 2 == 0;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        size_t wanted = (seed >> 33) % sizeof text;
        while (size < wanted) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            char sign = signs[(seed >> 33) % (sizeof signs - 1)];
            if (sign != '"' || has_quotes) {
                text[size++] = sign;
            }
        }
        plain += memchr(text, '"', size) == NULL;
        assert_true(csv_judge((ach__slice){text, size}, round % 3 == 0 ? ';' : ','));
    }
    assert_true(plain > 90000);
}

static void test_long_cell(void **state) {
    (void)state;
    size_t size = 0;
    char *text = repeat("x\"\"y", 16384, &size);
    text[0] = '"';
    text[size - 1] = '"';
    story told = {.size = 0};
    assert_int_equal(parse(&told, text, size, ','), ACH_OK);
    assert_int_equal(told.records, 1);
    assert_int_equal(told.quotes, 0);
    assert_int_equal(told.bytes, size - 2 - 16384);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),      cmocka_unit_test(test_nul),
        cmocka_unit_test(test_stop),          cmocka_unit_test(test_values_are_slices),
        cmocka_unit_test(test_long_cell),     cmocka_unit_test(test_too_many_fields),
        cmocka_unit_test(test_like_libcsv),   cmocka_unit_test(test_linear),
        cmocka_unit_test(test_random_quotes),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
