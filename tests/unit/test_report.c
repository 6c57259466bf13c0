/* The report for people: sentences, source lines, carets, closing counts.
 * SPDX-License-Identifier: MIT */
#include "report_sample.h"

#include "base/utf8.h"

#include <stdlib.h>

static void text_in_english(void **state) {
    fixture *f = *state;
    fill_sample(f);
    assert_string_equal(
        report(f, (ach__report_options){.summary = true}, "packs/x/", false),
        "packs/x: note: 100% fine: a, b [id-repeated]\n"
        "packs/x/NodeSetting.csv:3:1: warning: id \"钻石\" is used twice, first in line 2 "
        "[id-repeated]\n"
        "    3 | 钻石,textures/dimond.png\n"
        "      | ^~~~\n"
        "  help: give each node its own id\n"
        "packs/x/NodeSetting.csv:2:1: note: first defined here\n"
        "    2 | 钻石,textures/a.png\n"
        "      | ^~~~\n"
        "packs/x/NodeSetting.csv:3:4: error: no file \"textures/dimond.png\" [icon-missing]\n"
        "    3 | 钻石,textures/dimond.png\n"
        "      |      ^~~~~~~~~~~~~~~~~~~\n"
        "  help: did you mean \"textures/a.png\"?\n"
        "packs/x/textures/b c.png: error: no file \"a\\xFF\\xC3(\\x1B[31m\" [icon-missing]\n"
        "2 errors, 1 warning, 1 note in packs/x\n");
}

static void text_in_chinese(void **state) {
    fixture *f = *state;
    fill_sample(f);
    assert_string_equal(
        report(f, (ach__report_options){.summary = true, .language = ACH_CHINESE}, "a.zip", true),
        "a.zip: 提示：完全没问题 [id-repeated]\n"
        "a.zip/NodeSetting.csv:3:1: 警告：编号“钻石”用了两次，第一次在第 2 行 [id-repeated]\n"
        "    3 | 钻石,textures/dimond.png\n"
        "      | ^~~~\n"
        "  帮助：请给每个节点一个不同的编号\n"
        "a.zip/NodeSetting.csv:2:1: 相关：第一次出现在这里\n"
        "    2 | 钻石,textures/a.png\n"
        "      | ^~~~\n"
        "a.zip/NodeSetting.csv:3:4: 错误：找不到文件“textures/dimond.png” [icon-missing]\n"
        "    3 | 钻石,textures/dimond.png\n"
        "      |      ^~~~~~~~~~~~~~~~~~~\n"
        "  帮助：是不是想写“textures/a.png”？\n"
        "a.zip/textures/b c.png: 错误：找不到文件“a\\xFF\\xC3(\\x1B[31m” [icon-missing]\n"
        "a.zip：2 个错误、1 个警告、1 个提示\n");
}

static void text_in_colour(void **state) {
    fixture *f = *state;
    add_lines(f, "NodeSetting.csv", ACH__SLICE("abc"));
    add_at(f, &not_found, 1, 2, 2);
    assert_string_equal(report(f, (ach__report_options){.color = true}, ".", false),
                        "\033[1mNodeSetting.csv:1:2: \033[1;31merror: \033[0m\033[1mno file "
                        "\"x\"\033[0m [icon-missing]\n"
                        "    1 | abc\n"
                        "      |  \033[1;32m^~\033[0m\n");
}

static void summaries(void **state) {
    fixture *f = *state;
    ach__report_options english = {.summary = true};
    ach__report_options chinese = {.summary = true, .language = ACH_CHINESE};
    assert_string_equal(report(f, english, "x/", false), "x: ok\n");
    assert_string_equal(report(f, chinese, "x", false), "x：没有发现问题\n");
    ach__report_input inputs[] = {{"x", false, f->diags}, {"y", false, f->diags}};
    assert_int_equal(run(f, english, inputs, 2), ACH_OK);
    assert_string_equal(f->text, "2 packages: ok\n");
    assert_int_equal(run(f, chinese, inputs, 2), ACH_OK);
    assert_string_equal(f->text, "2 个成就包：没有发现问题\n");
    assert_int_equal(run(f, english, inputs, 0), ACH_OK);
    assert_string_equal(f->text, "");
    (void)ach__diags_add(f->diags, &aside, NULL);
    assert_string_equal(report(f, english, ".", false),
                        ".: note: 100% fine: a, b [id-repeated]\n1 note in .\n");
    assert_int_equal(run(f, chinese, inputs, 2), ACH_OK);
    assert_non_null(strstr(f->text, "\n2 个成就包中共有 2 个提示\n"));
}

static void assert_ending(const char *text, const char *wanted) {
    assert_true(strlen(text) > strlen(wanted));
    assert_string_equal(text + strlen(text) - strlen(wanted), wanted);
}

/* What is not listed is told, with or without the closing count, and counted there. */
static void omitted_findings(void **state) {
    fixture *f = *state;
    fill_beyond(f);
    assert_ending(report(f, (ach__report_options){.summary = true}, "x", false),
                  "\n20 more of icon-missing are not listed\n"
                  "1 more of id-repeated is not listed\n"
                  "10020 errors, 10000 warnings, 1 note in x\n");
    ach__report_options chinese = {.summary = true, .language = ACH_CHINESE};
    assert_ending(report(f, chinese, "x", false), "\n另有 20 个 icon-missing 没有列出\n"
                                                  "另有 1 个 id-repeated 没有列出\n"
                                                  "x：10020 个错误、10000 个警告、1 个提示\n");
    assert_ending(report(f, (ach__report_options){0}, "x", false),
                  "\n1 more of id-repeated is not listed\n");
    ach__report_input inputs[] = {{"x", false, f->diags}, {"y", false, f->diags}};
    assert_int_equal(run(f, (ach__report_options){.summary = true}, inputs, 2), ACH_OK);
    assert_ending(f->text, "\n40 more of icon-missing are not listed\n"
                           "2 more of id-repeated are not listed\n"
                           "20040 errors, 20000 warnings, 2 notes in 2 packages\n");
}

/* A line, a mark, and what is drawn of them. */
static void excerpts(void **state) {
    static const struct row {
        ach__slice line;
        uint32_t column, columns;
        const char *drawn;
    } rows[] = {
        {{"", 0}, 1, 0, "    1 |\n      | ^\n"},
        {{"ab", 2}, 0, 0, "    1 | ab\n"},
        {{"ab", 2}, 3, 4, "    1 | ab\n      |   ^\n"},
        {{"ab", 2}, 9, 1, "    1 | ab\n      |   ^\n"},
        {{"ab", 2}, 1, UINT32_MAX, "    1 | ab\n      | ^~\n"},
        {{"a\tb\tc", 5}, 3, 3, "    1 | a b c\n      |   ^~~\n"},
        {{"a\0\033\177\xFF\xE2\x80\xAE"
          "b",
          9},
         7,
         1,
         "    1 | a�����b\n      |       ^\n"},
        {{"e\xCC\x81x", 4}, 3, 1, "    1 | e\xCC\x81x\n      |  ^\n"},
        {{"中文，x", 10}, 3, 2, "    1 | 中文，x\n      |     ^~~\n"},
        {{"中文", 6}, 2, 1, "    1 | 中文\n      |   ^\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture *f;
        assert_int_equal(set_up((void **)&f), 0);
        add_lines(f, "NodeSetting.csv", rows[i].line);
        add_at(f, &not_found, 1, rows[i].column, rows[i].columns);
        const char *text = report(f, (ach__report_options){0}, "x", false);
        assert_string_equal(strchr(text, '\n') + 1, rows[i].drawn);
        tear_down((void **)&f);
    }
    (void)state;
}

/* The next line of a report without its gutter "    1 | "; moves behind it. */
static ach__slice next_drawn(const char **text) {
    const char *start = *text + 8;
    const char *end = strchr(start, '\n');
    *text = end + 1;
    return (ach__slice){start, (size_t)(end - start)};
}

/* The first character with a width of its own at that column of the display. */
static uint32_t character_at(ach__slice drawn, size_t column) {
    size_t width = 0;
    for (size_t at = 0; at < drawn.len;) {
        uint32_t character = ach__utf8_next(drawn, &at);
        if (width == column && ach__character_width(character) > 0) {
            return character;
        }
        width += ach__character_width(character);
    }
    return ACH__NO_CHARACTER;
}

/* Nothing is wider than the window, no character is halved, and the caret stands under the marked
 * character `wanted`. */
static void check_excerpt(const char **text, uint32_t wanted) {
    *text = strchr(*text, '\n') + 1; /* the head */
    ach__slice drawn = next_drawn(text);
    ach__slice caret = next_drawn(text);
    assert_true(ach__utf8_is_valid(drawn));
    assert_true(ach__utf8_width(drawn) <= 100);
    assert_true(caret.len <= 100);
    size_t spaces = strspn(caret.ptr, " ");
    assert_true(caret.ptr[spaces] == '^');
    assert_int_equal(strspn(caret.ptr + spaces, "^~"), caret.len - spaces);
    if (wanted == ACH__NO_CHARACTER) {
        assert_int_equal(spaces, ach__utf8_width(drawn)); /* right behind the line */
    } else if (ach__character_width(wanted) > 0) {
        assert_int_equal(character_at(drawn, spaces), wanted == '\t' ? ' ' : wanted);
    }
}

static void long_lines(void **state) {
    static const char *const units[] = {"0123456789", "中文a字", "中", "e\xCC\x81\t"};
    (void)state;
    for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
        fixture *f;
        assert_int_equal(set_up((void **)&f), 0);
        char bytes[700] = "";
        while (strlen(bytes) < 600) {
            strcat(bytes, units[unit]);
        }
        ach__slice line = ach__slice_of(bytes);
        add_lines(f, "NodeSetting.csv", line);
        uint32_t length = (uint32_t)ach__utf8_length(line);
        for (uint32_t column = 1; column <= length + 1; column++) {
            add_at(f, &not_found, 1, column, column % 7 == 0 ? 500 : column % 5);
        }
        const char *text = report(f, (ach__report_options){0}, "x", false);
        for (size_t at = 0; at < line.len;) {
            check_excerpt(&text, ach__utf8_next(line, &at));
        }
        check_excerpt(&text, ACH__NO_CHARACTER);
        assert_string_equal(text, "");
        tear_down((void **)&f);
    }
}

/* So many that a walk from the start of the line for each would take minutes. */
static void many_in_a_long_line(void **state) {
    fixture *f = *state;
    enum { BYTES = 1000000, STEP = 100 };
    char *bytes = malloc(BYTES);
    assert_non_null(bytes);
    memset(bytes, 'a', BYTES);
    for (uint32_t column = 1; column <= BYTES; column += STEP) {
        bytes[column - 1] = 'b';
        add_at(f, &not_found, 1, column, 1);
    }
    add_lines(f, "NodeSetting.csv", (ach__slice){bytes, BYTES});
    const char *text = report(f, (ach__report_options){0}, "x", false);
    for (uint32_t column = 1; column <= BYTES; column += STEP) {
        check_excerpt(&text, 'b');
    }
    assert_string_equal(text, "");
    free(bytes);
}

static void paths(void **state) {
    static const struct {
        const char *input, *file, *shown;
    } rows[] = {
        {"x", NULL, "x"},      {"x/", NULL, "x"},          {".", NULL, "."},
        {".", "a/b", "a/b"},   {"./", "a", "a"},           {"x//", "a", "x/a"},
        {"/", "a", "/a"},      {"a.zip", "b", "a.zip/b"},  {"../x", "a", "../x/a"},
        {"./x", "a", "./x/a"}, {"x", "a\nb", "x/a\\x0Ab"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, 1000);
        ach__report_input input = {rows[i].input, false, NULL};
        ach__place place = {.file = ach__slice_of(rows[i].file)};
        ach__report_path(&input, &place, &out);
        ach__buffer_append_byte(&out, 0);
        assert_string_equal((const char *)out.data, rows[i].shown);
        ach__buffer_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_in_english, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_in_chinese, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_in_colour, set_up, tear_down),
        cmocka_unit_test_setup_teardown(summaries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(omitted_findings, set_up, tear_down),
        cmocka_unit_test(excerpts),
        cmocka_unit_test(long_lines),
        cmocka_unit_test_setup_teardown(many_in_a_long_line, set_up, tear_down),
        cmocka_unit_test(paths),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
