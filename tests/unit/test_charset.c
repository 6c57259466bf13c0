/* Tests of the encodings: the guess, every fault, raw places, GBK and back.
 * SPDX-License-Identifier: MIT */
#include "format/charset.h"
#include "unit/failing.h"

#include "base/utf8.h"
#include "format/gbk.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct example {
    const char *raw;
    size_t size;
    ach__charset charset;
    const char *text;
    const char *faults; /* TYPE raw+size text+size, in a row */
} example;

#define RAW(literal) literal, sizeof(literal) - 1

/* 成就 is B3 C9 BE CD in GBK and E6 88 90 E5 B0 B1 in UTF-8. */
static const example examples[] = {
    {RAW(""), ACH__CHARSET_ASCII, "", ""},
    {RAW("a,b\r\n"), ACH__CHARSET_ASCII, "a,b\r\n", ""},
    {RAW("\xB3\xC9\xBE\xCD"), ACH__CHARSET_GBK, "成就", ""},
    {RAW("a\xB3\xC9\n\xBE\xCDz"), ACH__CHARSET_GBK, "a成\n就z", ""},
    {RAW("\xE6\x88\x90\xE5\xB0\xB1"), ACH__CHARSET_UTF8, "成就", ""},
    {RAW("\xEF\xBB\xBF\xE6\x88\x90"), ACH__CHARSET_UTF8_BOM, "成", ""},
    {RAW("\xEF\xBB\xBF"
         "a"),
     ACH__CHARSET_UTF8_BOM, "a", ""},
    {RAW("\xEF\xBB\xBF"), ACH__CHARSET_UTF8_BOM, "", ""},
    {RAW("\xEF\xBB\xBF\xB3\xC9"), ACH__CHARSET_UTF8_BOM, "\uFFFD\uFFFD", "I3+1 0+3 "},
    {RAW("\xF0\x9F\x8E\x89"), ACH__CHARSET_UTF8, "🎉", ""},
    /* The section sign of UTF-8 is a character of GBK as well. */
    {RAW("\xC2\xA7"
         "a"),
     ACH__CHARSET_AMBIGUOUS, "搂a", ""},
    {RAW("\xC3\xB1\xC3\xA9"), ACH__CHARSET_AMBIGUOUS, "帽茅", ""},
    /* Two-byte UTF-8 that is not plain GBK is UTF-8. */
    {RAW("\xC2\xA0 a"), ACH__CHARSET_AMBIGUOUS, "聽 a", ""},
    {RAW("caf\xC3\xA9, \xD7\xBA"), ACH__CHARSET_AMBIGUOUS, "caf茅, 缀", ""},
    /* Faults of GBK. */
    {RAW("\xB3\xC9\x80\xBE\xCD"), ACH__CHARSET_GBK, "成€就", "E2+1 3+3 "},
    {RAW("\x80"), ACH__CHARSET_GBK, "€", "E0+1 0+3 "},
    {RAW("\xB3\xC9\xFF"), ACH__CHARSET_GBK, "成\uFFFD", "I2+1 3+3 "},
    {RAW("\xB3\xC9\xB3"), ACH__CHARSET_GBK, "成\uFFFD", "I2+1 3+3 "},
    {RAW("\xB3\n\xC9,"), ACH__CHARSET_GBK, "\uFFFD\n\uFFFD,", "I0+1 0+3 I2+1 4+3 "},
    {RAW("\xB3\"\xB3\"\n\xB3,"), ACH__CHARSET_GBK, "\uFFFD\"\uFFFD\"\n\uFFFD,",
     "I0+1 0+3 I5+1 9+3 "},
    {RAW("\xAA\xA1\xAF\xFE\n\xF8\xA1\n\xFE\xFE\n\xA1\x40\n\xA7\xA0\n\xA1\x80"), ACH__CHARSET_GBK,
     "\uE000\uE233\n\uE234\n\uE4C5\n\uE4C6\n\uE765\n\uE505",
     "P0+2 0+3 P5+2 7+3 P8+2 11+3 P11+2 15+3 P14+2 19+3 P17+2 23+3 "},
    {RAW("\xFE\x50"), ACH__CHARSET_GBK, "\u2E81", "G0+2 0+3 "},
    {RAW("\xA2\xE3"), ACH__CHARSET_GBK, "€", "G0+2 0+3 "},
    {RAW("\xA2\xAB"), ACH__CHARSET_GBK, "\uE766", "P0+2 0+3 "},
    {RAW("\x81\x39\xEE\x39"), ACH__CHARSET_GBK, "\u3400", "G0+4 0+3 "},
    {RAW("\x94\x39\xDA\x33"), ACH__CHARSET_GBK, "💩", "G0+4 0+4 "},
    {RAW("\xFE\x39\xFE\x39"), ACH__CHARSET_GBK, "\uFFFD9\uFFFD9", "I0+1 0+3 "},
    {RAW("\x84\x31\xA4\x3A"), ACH__CHARSET_GBK, "\uFFFD1\uFFFD:", "I0+1 0+3 "},
    /* All types on one line, each once, and again on the next one. */
    {RAW("\xFF\x80\xAA\xA1\xFE\x50\xFF\x80\xAA\xA1\xFE\x50\r\n\xFF\x80"), ACH__CHARSET_GBK,
     "\uFFFD€\uE000\u2E81\uFFFD€\uE000\u2E81\r\n\uFFFD€",
     "I0+1 0+3 E1+1 3+3 P2+2 6+3 G4+2 9+3 I14+1 26+3 E15+1 29+3 "},
    /* Damaged UTF-8 stays UTF-8, damaged GBK stays GBK. */
    {RAW("\xE6\x88\x90\xE5\xB0\xB1,\xE6\x88\x90\xE5\xB0\xB1,\xE6\x88,\xE6\x88\x90\n"),
     ACH__CHARSET_UTF8, "成就,成就,\uFFFD\uFFFD,成\n", "I14+1 14+3 "},
    {RAW("\xB3\xC9\xBE\xCD,\xB3\xC9\xBE\xCD,\xB3,\xBE\xCD\n"), ACH__CHARSET_GBK,
     "成就,成就,\uFFFD,就\n", "I10+1 14+3 "},
    /* UTF-16, with and without a mark. */
    {RAW("\xFF\xFE"
         "a\0\x10\x62"),
     ACH__CHARSET_UTF16LE, "a成", ""},
    {RAW("\xFE\xFF\0a\x62\x10"), ACH__CHARSET_UTF16BE, "a成", ""},
    {RAW("a\0,\0b\0\r\0\n\0\x10\x62"), ACH__CHARSET_UTF16LE, "a,b\r\n成", ""},
    {RAW("\0a\0,\0b\x62\x10"), ACH__CHARSET_UTF16BE, "a,b成", ""},
    {RAW("a\0,\0b\0,\0\0\x4E"), ACH__CHARSET_UTF16LE, "a,b,一", ""},
    {RAW("\xFF\xFE\x3D\xD8\x89\xDF"), ACH__CHARSET_UTF16LE, "\U0001F789", ""},
    {RAW("\xFF\xFE\x3D\xD8"
         "a\0"),
     ACH__CHARSET_UTF16LE, "\uFFFDa", "I2+2 0+3 "},
    {RAW("\xFF\xFE"
         "a\0\x89\xDF"),
     ACH__CHARSET_UTF16LE, "a\uFFFD", "I4+2 1+3 "},
    {RAW("\xFF\xFE"
         "a\0b"),
     ACH__CHARSET_UTF16LE, "a\uFFFD", "I4+1 1+3 "},
    {RAW("\xFF\xFE\x3D\xD8"), ACH__CHARSET_UTF16LE, "\uFFFD", "I2+2 0+3 "},
    {RAW("\xFF\xFE\x3D\xD8\x3D"), ACH__CHARSET_UTF16LE, "\uFFFD\uFFFD", "I2+2 0+3 "},
};

static void list_faults(const ach__decoded *decoded, char *out, size_t room) {
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < decoded->fault_count; i++) {
        const ach__charset_fault *fault = &decoded->faults[i];
        size +=
            (size_t)snprintf(out + size, room - size, "%c%u+%u %u+%u ", "IEPG"[fault->type],
                             fault -> raw, fault -> raw_size, fault -> text, fault -> text_size);
        assert_true(size < room);
    }
}

/* Every character's raw offset, found through its line, against a walk over the raw bytes. */
static void check_offsets(const ach__decoded *decoded) {
    uint64_t raw = 0;
    if (decoded->raw_starts == NULL) {
        assert_false(ach__decoded_raw_offset(decoded, 1, 0, &raw));
        return;
    }
    uint64_t last = decoded->charset == ACH__CHARSET_UTF8_BOM ? 3 : 0;
    size_t line = 1;
    for (size_t at = 0; at < decoded->text.len;) {
        while (line < decoded->lines.count && decoded->lines.starts[line] <= at) {
            line++;
        }
        assert_true(ach__decoded_raw_offset(decoded, line, (uint32_t)at, &raw));
        assert_true(raw >= last && raw < decoded->raw.len);
        assert_true(at == 0 || raw > last);
        unsigned char byte = (unsigned char)decoded->text.ptr[at];
        if (byte < 0x80) {
            assert_int_equal(byte, (unsigned char)decoded->raw.ptr[raw]);
        }
        for (size_t i = 0; i < decoded->fault_count; i++) {
            if (decoded->faults[i].text == at) {
                assert_int_equal(raw, decoded->faults[i].raw);
            }
        }
        last = raw;
        (void)ach__utf8_next(decoded->text, &at);
    }
    assert_false(ach__decoded_raw_offset(decoded, 0, 0, &raw));
    assert_false(ach__decoded_raw_offset(decoded, decoded->lines.count + 1, 0, &raw));
}

static void test_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ach__arena arena;
        ach__arena_init(&arena, NULL);
        ach__decoded decoded;
        ach__slice raw = {examples[i].raw, examples[i].size};
        assert_int_equal(ach__charset_decode(&decoded, &arena, raw), ACH_OK);
        char faults[512];
        list_faults(&decoded, faults, sizeof faults);
        if (decoded.charset != examples[i].charset) {
            print_error("example %zu\n", i);
        }
        assert_int_equal(decoded.charset, examples[i].charset);
        assert_int_equal(decoded.text.len, strlen(examples[i].text));
        assert_memory_equal(decoded.text.ptr, examples[i].text, decoded.text.len);
        assert_string_equal(faults, examples[i].faults);
        check_offsets(&decoded);
        ach__arena_free(&arena);
    }
}

static void test_nuls_that_are_no_utf16(void **state) {
    (void)state;
    static const char nuls[4096] = {0};
    static const char text[] = "a,b,c,d,e,f,g,h,i\0j,k,l\0,m,n,o,p,q,r,s,t,u,v,w,x,y,z";
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__decoded decoded;
    assert_int_equal(ach__charset_decode(&decoded, &arena, (ach__slice){nuls, sizeof nuls}),
                     ACH_OK);
    assert_int_equal(decoded.charset, ACH__CHARSET_ASCII);
    assert_int_equal(ach__charset_decode(&decoded, &arena, (ach__slice){text, sizeof text - 1}),
                     ACH_OK);
    assert_int_equal(decoded.charset, ACH__CHARSET_ASCII);
    ach__arena_free(&arena);
}

static void test_lines(void **state) {
    (void)state;
    static const char raw[] = "\xB3\xC9\r\n\xBE\xCD\r\r\n\x80\n\n\xFFz";
    static const uint32_t starts[] = {0, 4, 7, 9, 11, 12};
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__decoded decoded;
    assert_int_equal(ach__charset_decode(&decoded, &arena, (ach__slice){raw, sizeof raw - 1}),
                     ACH_OK);
    assert_int_equal(decoded.lines.count, 6);
    assert_memory_equal(decoded.raw_starts, starts, sizeof starts);
    check_offsets(&decoded);
    ach__arena_free(&arena);
}

/* Every two bytes: the decoded character goes back to the same bytes, or there is a fault. */
static void test_all_pairs(void **state) {
    (void)state;
    size_t plain = 0;
    size_t faulty = 0;
    for (unsigned lead = 0x81; lead <= 0xFE; lead++) {
        for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
            /* The pair before it keeps the text from being UTF-8. */
            const char bytes[] = {'\xB0', '\xA1', (char)lead, (char)trail};
            if (trail == 0x7F) {
                continue;
            }
            ach__arena arena;
            ach__arena_init(&arena, NULL);
            ach__decoded decoded;
            ach__slice raw = {bytes, sizeof bytes};
            assert_int_equal(ach__charset_decode(&decoded, &arena, raw), ACH_OK);
            assert_int_equal(decoded.charset, ACH__CHARSET_GBK);
            assert_int_equal(ach__utf8_length(decoded.text), 2);
            ach__buffer back;
            ach__buffer_init(&back, NULL, 16);
            size_t bad = 99;
            ach_status status = ach__charset_to_gbk(&back, decoded.text, &bad);
            if (decoded.fault_count == 0) {
                plain++;
                assert_int_equal(status, ACH_OK);
                assert_int_equal(back.size, 4);
                assert_memory_equal(back.data, bytes, 4);
            } else {
                faulty++;
                assert_int_equal(decoded.faults[0].raw_size, 2);
            }
            ach__buffer_free(&back);
            ach__arena_free(&arena);
        }
    }
    print_message("%zu pairs of GBK, %zu of its neighbours\n", plain, faulty);
    assert_int_equal(plain, 21791);
    assert_int_equal(plain + faulty, 126 * 190);
}

/* The table is iconv's, but for what some of its kin have and others have not. */
static void test_table_is_iconv(void **state) {
    (void)state;
    iconv_t converter = iconv_open("UTF-8", "GBK");
    assert_ptr_not_equal(converter, (iconv_t)-1);
    size_t count = 0;
    for (unsigned pair = 0; pair <= 0xFFFF; pair++) {
        char bytes[] = {(char)(pair >> 8), (char)(pair & 0xFF)};
        char text[8];
        char *in = bytes;
        char *out = text;
        size_t in_left = sizeof bytes;
        size_t out_left = sizeof text;
        (void)iconv(converter, NULL, NULL, NULL, NULL);
        (void)iconv(converter, &in, &in_left, &out, &out_left);
        size_t behind = 0;
        ach__slice got = {text, sizeof text - out_left};
        uint32_t wanted = in_left == 0 ? ach__utf8_next(got, &behind) : 0;
        size_t size = 0;
        bool is_pair = ach__gbk_next((ach__slice){bytes, sizeof bytes}, 0, &size) == ACH__GBK_PAIR;
        uint32_t character = ach__gbk_character((unsigned char)bytes[0], (unsigned char)bytes[1]);
        assert_int_equal(character, is_pair ? wanted : 0);
        count += character != 0;
    }
    (void)iconv_close(converter);
    assert_int_equal(count, 21791);
}

static void test_private_areas(void **state) {
    (void)state;
    uint32_t wanted = 0xE000;
    static const unsigned areas[3][4] = {
        {0xAA, 0xAF, 0xA1, 0xFE}, {0xF8, 0xFE, 0xA1, 0xFE}, {0xA1, 0xA7, 0x40, 0xA0}};
    for (size_t i = 0; i < 3; i++) {
        for (unsigned lead = areas[i][0]; lead <= areas[i][1]; lead++) {
            for (unsigned trail = areas[i][2]; trail <= areas[i][3]; trail++) {
                if (trail == 0x7F) {
                    continue;
                }
                const char bytes[] = {(char)lead, (char)trail};
                size_t size = 0;
                assert_int_equal(ach__gbk_next((ach__slice){bytes, 2}, 0, &size), ACH__GBK_PRIVATE);
                assert_int_equal(ach__gbk_private((unsigned char)lead, (unsigned char)trail),
                                 wanted);
                wanted++;
            }
        }
    }
    assert_int_equal(wanted, 0xE766);
}

static void test_to_gbk(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *gbk;
        size_t bad;
    } rows[] = {
        {"", "", 0},
        {"a成就\n", "a\xB3\xC9\xBE\xCD\n", 0},
        {"§·—“”…～￥ⅰ㎡體",
         "\xA1\xEC\xA1\xA4\xA1\xAA\xA1\xB0\xA1\xB1\xA1\xAD\xA1\xAB\xA3\xA4"
         "\xA2\xA1\xA9\x4F\xF3\x77",
         0},
        {"成€", NULL, 3},
        {"成🎉就", NULL, 3},
        {"ab•", NULL, 2},
        {"¥", NULL, 0},
        {"a\u00A0", NULL, 1},
        {"\uFEFF", NULL, 0},
        {"\uE000", NULL, 0},
        {"\uFFFD", NULL, 0},
        {"成\xFF", NULL, 3},
        {"\xE6\x88", NULL, 0},
        {"〜", NULL, 0},
        {"a㐀", NULL, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, 1024);
        ach__buffer_append(&out, "<", 1);
        size_t bad = 0;
        ach_status status = ach__charset_to_gbk(&out, ach__slice_of(rows[i].text), &bad);
        assert_int_equal(status, rows[i].gbk == NULL ? ACH_EFORMAT : ACH_OK);
        assert_int_equal(bad, rows[i].bad);
        size_t wanted = rows[i].gbk == NULL ? 0 : strlen(rows[i].gbk);
        assert_int_equal(out.size, 1 + wanted);
        if (wanted > 0) {
            assert_memory_equal(out.data + 1, rows[i].gbk, wanted);
        }
        ach__buffer_free(&out);
    }
}

static void test_to_gbk_long(void **state) {
    (void)state;
    static char text[300000];
    for (size_t i = 0; i < sizeof text / 3; i++) {
        memcpy(text + i * 3, "成", 3);
    }
    for (size_t at = 0; at < sizeof text; at += 29997) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, sizeof text);
        size_t bad = 0;
        assert_int_equal(ach__charset_to_gbk(&out, (ach__slice){text, sizeof text}, &bad), ACH_OK);
        assert_int_equal(out.size, sizeof text / 3 * 2);
        out.size = 0;
        memcpy(text + at, "•", 3);
        assert_int_equal(ach__charset_to_gbk(&out, (ach__slice){text, sizeof text}, &bad),
                         ACH_EFORMAT);
        assert_int_equal(bad, at);
        memcpy(text + at, "成", 3);
        ach__buffer_free(&out);
    }
}

static void test_names(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        const char *name;
    } rows[] = {{"a.png", "a.png"}, {"成.png", "成.png"}, {"\xB3\xC9.png", "成.png"},
                {"\xB3.png", NULL}, {"\xFF", NULL},       {"\x80", NULL},
                {"\xFE\x50", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__arena arena;
        ach__arena_init(&arena, NULL);
        ach__slice name = {NULL, 0};
        bool is_text = ach__charset_name(&arena, ach__slice_of(rows[i].bytes), &name);
        assert_int_equal(is_text, rows[i].name != NULL);
        if (is_text) {
            assert_true(ach__slice_equal(name, ach__slice_of(rows[i].name)));
        }
        ach__arena_free(&arena);
    }
}

static void test_limit(void **state) {
    (void)state;
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__decoded decoded;
    /* Nothing is read of a text that is too long. */
    assert_int_equal(ach__charset_decode(&decoded, &arena, (ach__slice){"", (1u << 30) + 1}),
                     ACH_ELIMIT);
    ach__arena_free(&arena);
}

static void test_no_memory(void **state) {
    (void)state;
    static char big[40000];
    for (size_t i = 0; i + 3 <= sizeof big; i += 3) {
        memcpy(big + i, i % 2 == 0 ? "\xFF\xB3\n" : "\xB3\xC9\n", 3);
    }
    for (size_t i = 0; i <= sizeof examples / sizeof *examples; i++) {
        bool is_big = i == sizeof examples / sizeof *examples;
        ach__slice raw = {is_big ? big : examples[i].raw, is_big ? sizeof big : examples[i].size};
        ach_status status = ACH_ENOMEM;
        size_t tries = 0;
        for (; status == ACH_ENOMEM; tries++) {
            size_t left = tries;
            const ach_allocator allocator = failing_allocator(&left);
            ach__arena arena;
            ach__arena_init(&arena, &allocator);
            ach__decoded decoded;
            status = ach__charset_decode(&decoded, &arena, raw);
            ach__arena_free(&arena);
        }
        assert_int_equal(status, ACH_OK);
        assert_true(tries >= 2);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),       cmocka_unit_test(test_nuls_that_are_no_utf16),
        cmocka_unit_test(test_lines),          cmocka_unit_test(test_all_pairs),
        cmocka_unit_test(test_table_is_iconv), cmocka_unit_test(test_private_areas),
        cmocka_unit_test(test_to_gbk),         cmocka_unit_test(test_to_gbk_long),
        cmocka_unit_test(test_names),          cmocka_unit_test(test_limit),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
