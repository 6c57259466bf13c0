/* The tokens of Python, its encodings and its string literals.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/python.h"
#include "unit/failing.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* A token as "type:text", one behind the other: N name, 1 number, S string, ( ) brackets, o
 * operator, ! bad, / line end. */
static const char *const tokens[][2] = {
    {"", ""},
    {" \t\f ", ""},
    {"# nothing but a comment", ""},
    {"\n", "/"},
    {"a\r\nb\rc\nd", "N:a / N:b / N:c / N:d"},
    {"comp.SetNodeFinish (p, 'a')", "N:comp o:. N:SetNodeFinish ( N:p o:, S:'a' )"},
    {"a # 'b'\n#c\nd", "N:a / / N:d"},
    {"_a1 = 2", "N:_a1 o:= 1:2"},
    {"0x1F 10L 1.5e-3 .5 1e+5 0xe+1", "1:0x1F 1:10L 1:1.5e-3 1:.5 1:1e+5 1:0xe o:+ 1:1"},
    {"a**=b//c<>d!=e>>=f==g", "N:a o:**= N:b o:// N:c o:<> N:d o:!= N:e o:>>= N:f o:== N:g"},
    {"{[(`~@;:", "( ( ( o:` o:~ o:@ o:; o::"},
    {"'a''b'", "S:'a' S:'b'"},
    {"'' \"\"", "S:'' S:\"\""},
    {"u'a' B\"b\" r'c' uR'd' br'e'", "S:u'a' S:B\"b\" S:r'c' S:uR'd' S:br'e'"},
    {"ru'a'", "N:ru S:'a'"},
    {"f'a'", "N:f S:'a'"},
    {"u b r", "N:u N:b N:r"},
    {"'it\\'s' \"\\\\\"", "S:'it\\'s' S:\"\\\\\""},
    {"'a\"b' \"a'b\"", "S:'a\"b' S:\"a'b\""},
    {"r'\\'", "!:r'\\'"},
    {"'a\\\nb' c", "S:'a\\\nb' N:c"},
    {"'a\\\r\nb' c", "S:'a\\\r\nb' N:c"},
    {"'''a\n'b' ''c\\'''d'''e", "S:'''a\n'b' ''c\\'''d''' N:e"},
    {"\"\"\"\"a\"\"\"", "S:\"\"\"\"a\"\"\""},
    {"a \\\n b", "N:a N:b"},
    {"a \\\r\n b", "N:a N:b"},
    {"a \\ b\nc", "N:a !:\\ b / N:c"},
    {"'a\nb", "!:'a / N:b"},
    {"'a\\\nb\nc", "!:'a\\\nb / N:c"},
    {"x = '''a\nb\n", "N:x o:= !:'''a / N:b /"},
    {"'''a\n\"\"\"b\n'''c\nd", "S:'''a\n\"\"\"b\n''' N:c / N:d"},
    {"\"\"\"a\n'b'\n'''c\nd", "!:\"\"\"a / S:'b' / !:'''c / N:d"},
    {"a ? b\nc", "N:a !:? b / N:c"},
    {"a ! b\nc $\n", "N:a !:! b / N:c !:$ /"},
    {"a \xEF\xBC\x8C b\nc", "N:a !:\xEF\xBC\x8C b / N:c"},
    {"'\xE8\x8A\x82' \xE7\x82\xB9\nc", "S:'\xE8\x8A\x82' !:\xE7\x82\xB9 / N:c"},
    {"'", "!:'"},
    {"'''", "!:'''"},
    {"''''''", "S:''''''"},
    {"'\\", "!:'\\"},
    {"\\", "!:\\"},
};

static void append_token(char *out, size_t size, ach__slice text, const ach__python_token *token) {
    static const char marks[] = {
        [ACH__PYTHON_LINE_END] = '/', [ACH__PYTHON_NAME] = 'N', [ACH__PYTHON_NUMBER] = '1',
        [ACH__PYTHON_STRING] = 'S',   [ACH__PYTHON_OPEN] = '(', [ACH__PYTHON_CLOSE] = ')',
        [ACH__PYTHON_OPERATOR] = 'o', [ACH__PYTHON_BAD] = '!'};
    size_t used = strlen(out);
    bool is_plain = token->type == ACH__PYTHON_LINE_END || token->type == ACH__PYTHON_OPEN ||
                    token->type == ACH__PYTHON_CLOSE;
    (void)snprintf(out + used, size - used, "%s%c%s%.*s", used > 0 ? " " : "", marks[token->type],
                   is_plain ? "" : ":", is_plain ? 0 : (int)(token->end - token->start),
                   text.ptr + token->start);
}

static void test_tokens(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        char got[512] = "";
        ach__python in;
        ach__python_token token;
        ach__slice text = ach__slice_of(tokens[i][0]);
        ach__python_start(&in, text);
        while (ach__python_next(&in, &token)) {
            append_token(got, sizeof got, text, &token);
        }
        assert_string_equal(got, tokens[i][1]);
    }
}

static void test_nul(void **state) {
    (void)state;
    ach__python in;
    ach__python_token token;
    ach__python_start(&in, ACH__SLICE("a\0b\nc"));
    const ach__python_type types[] = {ACH__PYTHON_NAME, ACH__PYTHON_BAD, ACH__PYTHON_LINE_END,
                                      ACH__PYTHON_NAME};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_true(ach__python_next(&in, &token));
        assert_int_equal(token.type, types[i]);
    }
    assert_false(ach__python_next(&in, &token));
}

/* NULL: not a text. */
static const char *const strings[][2] = {
    {"'a'", "a"},
    {"\"a\"", "a"},
    {"''", ""},
    {"''''''", ""},
    {"'''a'b'''", "a'b"},
    {"'a\\'b\\\"c\\\\'", "a'b\"c\\"},
    {"'\\a\\b\\f\\n\\r\\t\\v'", "\a\b\f\n\r\t\v"},
    {"'\\x41\\101\\1'", "AA\1"},
    {"'a\\\nb\\\r\nc'", "abc"},
    {"'textures\\ui'", "textures\\ui"},
    {"'\\u0041'", "\\u0041"},
    {"u'\\u0041\\U00000042'", "AB"},
    {"U'\\u8282\\u70b9'", "\xE8\x8A\x82\xE7\x82\xB9"},
    {"u'\\xe9'", "\xC3\xA9"},
    {"'\\xc3\\xa9'", "\xC3\xA9"},
    {"'\\xb5\\xda'", NULL},
    {"u'\\ud83d\\ude00'", "\xF0\x9F\x98\x80"},
    {"u'\\ud83d'", NULL},
    {"u'\\ud83d\\u0041'", NULL},
    {"u'\\ude00'", NULL},
    {"u'\\U00110000'", NULL},
    {"u'\\u12'", NULL},
    {"'\\x4'", NULL},
    {"u'\\N{BULLET}'", NULL},
    {"'\\N{BULLET}'", "\\N{BULLET}"},
    {"r'a\\n\\''", "a\\n\\'"},
    {"ur'\\u0041\\n'", "A\\n"},
    {"br'\\u0041'", "\\u0041"},
    {"'\xE8\x8A\x82'", "\xE8\x8A\x82"},
    {"'", NULL},
    {"", NULL},
};

static void test_strings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, 1000);
        ach__buffer_append_byte(&out, '<');
        bool is_text = ach__python_append_string(&out, ach__slice_of(strings[i][0]));
        if (is_text != (strings[i][1] != NULL)) {
            print_error("string %s\n", strings[i][0]);
        }
        assert_int_equal(is_text, strings[i][1] != NULL);
        ach__slice expected = ach__slice_of(is_text ? strings[i][1] : "");
        assert_int_equal(out.size, expected.len + 1);
        assert_memory_equal(out.data + 1, expected.ptr, expected.len);
        ach__buffer_free(&out);
    }
}

typedef struct encoding_row {
    const char *raw;
    ach__charset charset;
    const char *text;
} encoding_row;

/* "\xC4\xA3" is a character of GBK as well as one of UTF-8. */
static const encoding_row encodings[] = {
    {"a = 'b'", ACH__CHARSET_ASCII, "a = 'b'"},
    {"\xEF\xBB\xBF"
     "a",
     ACH__CHARSET_UTF8_BOM, "a"},
    {"# \xE8\x8A\x82", ACH__CHARSET_UTF8, "# \xE8\x8A\x82"},
    {"# \xBD\xDA\xB5\xE3", ACH__CHARSET_GBK, "# \xE8\x8A\x82\xE7\x82\xB9"},
    {"# coding: utf-8\n# \xBD\xDA\xB5\xE3", ACH__CHARSET_GBK,
     "# coding: utf-8\n# \xE8\x8A\x82\xE7\x82\xB9"},
    {"# \xC4\xA3", ACH__CHARSET_UTF8, "# \xC4\xA3"},
    {"# coding: utf-8\n# \xC4\xA3", ACH__CHARSET_UTF8, "# coding: utf-8\n# \xC4\xA3"},
    {"# -*- coding: gbk -*-\n# \xC4\xA3", ACH__CHARSET_AMBIGUOUS,
     "# -*- coding: gbk -*-\n# \xE6\xA8\xA1"},
    {"#!/usr/bin/python\n# vim: set fileencoding=GB2312 :\n# \xC4\xA3", ACH__CHARSET_AMBIGUOUS,
     "#!/usr/bin/python\n# vim: set fileencoding=GB2312 :\n# \xE6\xA8\xA1"},
    {"a\n# coding: gbk\n# \xC4\xA3", ACH__CHARSET_UTF8, "a\n# coding: gbk\n# \xC4\xA3"},
    {"#\n#\n# coding: gbk\n# \xC4\xA3", ACH__CHARSET_UTF8, "#\n#\n# coding: gbk\n# \xC4\xA3"},
    {"# coding\n# \xC4\xA3", ACH__CHARSET_UTF8, "# coding\n# \xC4\xA3"},
    {"# encoding \n# coding:\n# \xC4\xA3", ACH__CHARSET_UTF8, "# encoding \n# coding:\n# \xC4\xA3"},
    {"# coding=gbkx\n# \xC4\xA3", ACH__CHARSET_UTF8, "# coding=gbkx\n# \xC4\xA3"},
};

static void test_encodings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
        const encoding_row *row = &encodings[i];
        ach__arena arena;
        ach__arena_init(&arena, NULL);
        ach__decoded decoded;
        assert_int_equal(ach__python_decode(&decoded, &arena, ach__slice_of(row->raw)), ACH_OK);
        if (decoded.charset != row->charset) {
            print_error("encoding of %s\n", row->raw);
        }
        assert_int_equal(decoded.charset, row->charset);
        assert_true(ach__slice_equal(decoded.text, ach__slice_of(row->text)));
        uint64_t raw = 0;
        assert_true(decoded.lines.count > 0);
        assert_true(ach__decoded_raw_offset(&decoded, decoded.lines.count,
                                            decoded.lines.starts[decoded.lines.count - 1], &raw));
        assert_int_equal(raw, decoded.raw_starts[decoded.lines.count - 1]);
        ach__arena_free(&arena);
    }
}

static void test_memory(void **state) {
    (void)state;
    bool done = false;
    for (size_t granted = 0; !done; granted++) {
        size_t left = granted;
        ach_allocator memory = failing_allocator(&left);
        ach__arena arena;
        ach__buffer out;
        ach__decoded decoded;
        ach__arena_init(&arena, &memory);
        ach__buffer_init(&out, &memory, 1000);
        ach_status status = ach__python_decode(&decoded, &arena, ACH__SLICE("'\xC4\xA3'"));
        assert_true(status == ACH_OK || status == ACH_ENOMEM);
        bool is_text = ach__python_append_string(&out, ACH__SLICE("'a'"));
        assert_int_equal(is_text, !out.failed);
        done = status == ACH_OK && is_text;
        ach__buffer_free(&out);
        ach__arena_free(&arena);
    }
}

/* Whatever a text is made of, one megabyte takes the time of one megabyte. */
static void test_linear(void **state) {
    (void)state;
    static const char *const pieces[] = {"'",   "\"\"\"\n'''\n", "\\\n", "'\\\n", "(",
                                         "#\n", "'''",           "\"'",  "a'\n",  "\\'''\n"};
    const size_t size = (size_t)1 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++) {
            text[at] = pieces[i][at % length];
        }
        clock_t start = clock();
        ach__python in;
        ach__python_token token;
        ach__python_start(&in, (ach__slice){text, size});
        while (ach__python_next(&in, &token)) {
        }
        assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),  cmocka_unit_test(test_nul),
        cmocka_unit_test(test_strings), cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_memory),  cmocka_unit_test(test_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
