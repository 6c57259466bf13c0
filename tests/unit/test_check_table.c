/* The checks of cells, ids and parents, over tables built by hand.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/cell_text.h"
#include "check/check.h"
#include "rules/cells.h"
#include "unit/failing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The source of a table's rows: cells as they stand in the file, NULL where there is none. */
typedef const char *source_row[ACH__COLUMNS];

typedef struct fixture {
    ach__package package;
    ach__buffer text;
    ach_diags *diags;
} fixture;

static size_t unquote(const char *source, size_t size, char *out) {
    size_t length = 0;
    for (size_t i = 1; i + 1 < size; i++) {
        out[length++] = source[i];
        i += source[i] == '"';
    }
    return length;
}

static void read_cell(fixture *f, size_t number, const char *source) {
    ach__arena *arena = &f->package.arena;
    ach__table *table = &f->package.table;
    if (source == NULL) {
        return;
    }
    size_t size = strlen(source);
    ach__stored_cell *cell = &table->cells[number];
    cell->start = f->text.size & ACH__OFFSET_BITS;
    ach__buffer_append(&f->text, source, size);
    cell->end = f->text.size & ACH__OFFSET_BITS;
    cell->is_there = true;
    cell->is_quoted = source[0] == '"';
    cell->is_damaged = strstr(source, "\xEF\xBF\xBD") != NULL;
    char *value = cell->is_quoted ? ach__arena_take(arena, size, 1) : NULL;
    if (value != NULL) {
        ach__slice text = {value, unquote(source, size, value)};
        cell->is_copied = true;
        table->copies[table->copy_count++] = (ach__copied_cell){cell->start, text};
    }
}

/* Line 1 is a header, as in a file; the rows follow. Cells of several lines are not counted. */
static void setup_with(fixture *f, const source_row *rows, size_t count,
                       const ach_allocator *allocator) {
    memset(f, 0, sizeof *f);
    f->diags = ach_diags_new(allocator, ACH_ENGLISH);
    ach__arena_init(&f->package.arena, allocator);
    ach__buffer_init(&f->text, NULL, (size_t)1 << 26);
    ach__table *table = &f->package.table;
    f->package.has_table = true;
    table->file = ACH__SLICE("NodeSetting.csv");
    table->delimiter = ',';
    table->has_header = true;
    table->decoded.charset = ACH__CHARSET_GBK;
    table->rows = ach__arena_take(&f->package.arena, count, sizeof *table->rows);
    table->cells = ach__arena_take(&f->package.arena, count * ACH__COLUMNS, sizeof *table->cells);
    table->copies = ach__arena_take(&f->package.arena, count * ACH__COLUMNS, sizeof *table->copies);
    bool is_whole = table->rows != NULL && table->cells != NULL && table->copies != NULL;
    table->count = is_whole ? count : 0;
    ach__buffer_append_byte(&f->text, '\n');
    for (size_t i = 0; i < table->count; i++) {
        table->rows[i].line = (uint32_t)i + 2;
        table->rows[i].first_cell = (uint32_t)(i * ACH__COLUMNS);
        for (size_t column = 0; column < ACH__COLUMNS; column++) {
            table->has[column] = true;
            table->position[column] = (uint32_t)column;
            table->slot[column] = (uint8_t)column;
            read_cell(f, i * ACH__COLUMNS + column, rows[i][column]);
            ach__buffer_append_byte(&f->text, column + 1 == ACH__COLUMNS ? '\n' : ',');
        }
    }
    table->decoded.text = (ach__slice){(const char *)f->text.data, f->text.size};
    table->decoded.raw = table->decoded.text;
    table->decoded.lines = ach__lines_cut(&f->package.arena, table->decoded.text);
    table->decoded.raw_starts = table->decoded.lines.starts;
}

static void setup(fixture *f, const source_row *rows, size_t count) {
    setup_with(f, rows, count, NULL);
    assert_false(f->package.arena.failed);
}

static void teardown(fixture *f) {
    ach_diags_free(f->diags);
    ach__buffer_free(&f->text);
    ach__arena_free(&f->package.arena);
}

static void check(fixture *f) {
    ach__check_table(&f->package, f->diags);
    ach__check_hierarchy(&f->package, f->diags);
    ach__diags_finish(f->diags);
}

/* "code Field; code Field" in the order of the list. */
static const char *codes(const fixture *f, char *out, size_t size) {
    out[0] = '\0';
    for (size_t i = 0; i < ach_diags_count(f->diags); i++) {
        const ach__finding *finding = ach__diags_at(f->diags, i);
        size_t used = strlen(out);
        snprintf(out + used, size - used, "%s%s %.*s", used == 0 ? "" : "; ",
                 finding->message->kind->code, (int)finding->place.field.len,
                 finding->place.field.ptr);
    }
    return out;
}

static const char *text_of(const ach__finding *finding, ach_language language, bool help, char *out,
                           size_t size) {
    ach__buffer text;
    ach__buffer_init(&text, NULL, size - 1);
    if (help) {
        (void)ach__finding_help(finding, language, &text);
    } else {
        ach__finding_message(finding, language, &text);
    }
    assert_false(text.failed);
    if (text.size > 0) {
        memcpy(out, text.data, text.size);
    }
    out[text.size] = '\0';
    ach__buffer_free(&text);
    return out;
}

static const source_row good = {
    "first", "textures/a.png", "textures/b.png", "First steps", "Leave", "1", "1", NULL};

/* One cell of a good row is replaced. */
typedef struct cell_case {
    ach__column column;
    const char *source;
    const char *codes;
    const char *message; /* a part of the first finding's sentence and help, or NULL */
    uint32_t columns;    /* how many characters are marked, or 0: not looked at */
} cell_case;

#define ID    ACH__COLUMN_NODE_ID
#define PRE   ACH__COLUMN_PRE_PIC
#define FIN   ACH__COLUMN_FIN_PIC
#define TITLE ACH__COLUMN_TITLE
#define TEXT  ACH__COLUMN_DESCRIPTION
#define TOTAL ACH__COLUMN_TOTAL
#define RANK  ACH__COLUMN_RANK

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const cell_case cell_cases[] = {
    {ID, "first", "", NULL, 0},
    {ID, "1", "", NULL, 0},
    {ID, A64, "", NULL, 0},
    {ID, A64 "a", "node-id-characters NodeId", "has 65 characters", 0},
    {ID, "", "node-id-empty NodeId", NULL, 0},
    {ID, " ", "node-id-empty NodeId", NULL, 0},
    {ID, "　\xC2\xA0 ", "node-id-empty NodeId", NULL, 0},
    {ID, "first ", "cell-space NodeId", "ends with a space", 1},
    {ID, "  first", "cell-space NodeId", "starts with a space", 2},
    {ID, " first  ", "cell-space NodeId", "starts and ends with a space", 1},
    {ID, "\"first　\"", "cell-space NodeId", "ends with a space", 1},
    {ID,
     "\xC2\xA0"
     "first",
     "cell-space NodeId", "starts with a space", 1},
    {ID, "kill cow", "node-id-characters NodeId", "(U+0020)", 1},
    {ID, "kill-cow", "node-id-characters NodeId", "\"-\" (U+002D)", 1},
    {ID, "击败", "node-id-characters NodeId", "\"击\" (U+51FB)", 1},
    {ID, "\"a\nb\"", "node-id-characters NodeId", "(U+000A)", 0},
    {ID, "a\tb", "cell-control NodeId", "NodeId contains the control character U+0009 (a tab)", 1},
    {ID, "\x1A", "cell-control NodeId", "old end-of-file mark", 1},
    {ID, "a\x7F", "cell-control NodeId", "U+007F", 1},
    {ID, "a\rb", "cell-control NodeId", "stray line end (U+000D)", 0},
    {ID, "击?败", "node-id-characters NodeId; encoding-lossy NodeId", NULL, 0},
    {ID,
     "a\xEF\xBF\xBD"
     "b",
     "", NULL, 0},
    {ID, NULL, "", NULL, 0},
    {PRE, "", "", NULL, 0},
    {PRE, " ", "", NULL, 0},
    {PRE, "textures/a.png ", "cell-space PrePic", "PrePic ends", 1},
    {PRE, "\"a\nb\"", "cell-line-break PrePic", NULL, 0},
    {FIN, " textures/a.png", "cell-space FinPic", NULL, 1},
    {FIN, "a\x01", "cell-control FinPic", "U+0001", 1},
    {TITLE, "", "title-empty Title", NULL, 0},
    {TITLE, "　", "title-empty Title", NULL, 0},
    {TITLE, " Steps ", "", NULL, 0},
    {TITLE, "真的吗?", "", NULL, 0},
    {TITLE, "真的?", "", NULL, 0},
    {TITLE, "真的吗?真的!", "", NULL, 0},
    {TITLE, "真的？真的", "", NULL, 0},
    {TITLE, "why? 真的", "", NULL, 0},
    {TITLE, "why?? really", "", NULL, 0},
    {TITLE, "五颗?石", "encoding-lossy Title", "the \"?\" in \"五颗?石\"", 1},
    {TITLE, "恭喜??", "encoding-lossy Title", NULL, 2},
    {TITLE, "??恭喜", "encoding-lossy Title", NULL, 2},
    {TITLE, "?恭喜", "encoding-lossy Title", NULL, 1},
    {TITLE, "一二三四五六?七八九十", "encoding-lossy Title", "三四五六?七八九十", 1},
    {TITLE, "a?恭喜", "", NULL, 0},
    {TITLE, "\"击\"\"败?牛\"", "encoding-lossy Title", NULL, 1},
    {TITLE, "§6gold§r", "", NULL, 0},
    {TITLE, "§vgold", "", NULL, 0},
    {TITLE, "§wgold", "color-code Title", "\"§w\", which is not a colour code", 2},
    {TITLE, "§", "color-code Title", "ends with §", 1},
    {TITLE, "§Agold", "color-code Title", "write it in lower case: §a", 2},
    {TITLE, "§Zgold", "color-code Title", "\"§Z\"", 2},
    {TITLE, "搂6gold", "color-code Title", "replace \"搂6\" with \"§6\"", 2},
    {TITLE, "搂住它", "", NULL, 0},
    {TITLE, "他搂", "", NULL, 0},
    {TITLE, "\"say \"\"§Z\"\"\"", "color-code Title", NULL, 2},
    {TEXT, "", "description-empty Description", NULL, 0},
    {TEXT, "\"a\r\nb\"", "cell-line-break Description", NULL, 0},
    {TEXT, "\"a\tb\n\"", "cell-line-break Description; cell-control Description", NULL, 0},
    {TOTAL, "1", "", NULL, 0},
    {TOTAL, "007", "", NULL, 0},
    {TOTAL, "2147483647", "", NULL, 0},
    {TOTAL, "0000000000000000000000000000012", "", NULL, 0},
    {TOTAL, "", "total-blank Total", NULL, 0},
    {TOTAL, "  ", "total-blank Total", NULL, 0},
    {TOTAL, " 5", "cell-space Total", NULL, 1},
    {TOTAL, "0", "total-invalid Total", "at least 1", 0},
    {TOTAL, "-5", "total-invalid Total", "at least 1", 0},
    {TOTAL, "+5", "total-invalid Total", "only the digits 0 to 9", 0},
    {TOTAL, "ten", "total-invalid Total", "Total is \"ten\"", 0},
    {TOTAL, "1.0", "total-invalid Total", "without decimals and separators", 0},
    {TOTAL, "\"1,000\"", "total-invalid Total", "without decimals and separators", 0},
    {TOTAL, "1e3", "total-invalid Total", "shortened", 0},
    {TOTAL, "1.00E+05", "total-invalid Total", "shortened", 0},
    {TOTAL, "1.00E", "total-invalid Total", "only the digits 0 to 9", 0},
    {TOTAL, "E5", "total-invalid Total", "only the digits 0 to 9", 0},
    {TOTAL, "１０", "total-invalid Total", "type 10 with half-width ones", 0},
    {TOTAL, "1０", "total-invalid Total", "type 10 with", 0},
    {TOTAL, "2147483648", "total-invalid Total", "at most 2147483647", 0},
    {TOTAL, "99999999999999999999999999999", "total-invalid Total", "at most", 0},
    {TOTAL, "\"1\n\"", "total-invalid Total", NULL, 0},
    {TOTAL, "1\t", "cell-control Total", NULL, 0},
    {RANK, "0", "", NULL, 0},
    {RANK, "", "rank-invalid Rank", "Rank is blank", 0},
    {RANK, "-1", "rank-invalid Rank", "0 or more", 0},
    {RANK, "1.5", "rank-invalid Rank", "separators", 0},
    {RANK, "2147483648", "rank-invalid Rank", "at most", 0},
    {RANK, "1 ", "cell-space Rank", NULL, 1},
    {RANK, "１", "rank-invalid Rank", "type 1 with", 0},
};

static void check_cell_case(const cell_case *c) {
    source_row rows[1];
    memcpy(rows[0], good, sizeof good);
    rows[0][c->column] = c->source;
    fixture f;
    char found[1024];
    char help[1024];
    setup(&f, (const source_row *)rows, 1);
    check(&f);
    if (strcmp(codes(&f, found, sizeof found), c->codes) != 0) {
        print_error("'%s' gives '%s'\n", c->source, found);
        fail();
    }
    if (c->message != NULL) {
        const ach__finding *finding = ach__diags_at(f.diags, 0);
        (void)text_of(finding, ACH_ENGLISH, false, found, sizeof found);
        (void)text_of(finding, ACH_ENGLISH, true, help, sizeof help);
        if (strstr(found, c->message) == NULL && strstr(help, c->message) == NULL) {
            print_error("'%s' says '%s', help '%s'\n", c->source, found, help);
            fail();
        }
    }
    if (c->columns != 0) {
        assert_int_equal(ach__diags_at(f.diags, 0)->place.columns, c->columns);
    }
    teardown(&f);
}

static void test_cells(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cell_cases / sizeof cell_cases[0]; i++) {
        check_cell_case(&cell_cases[i]);
    }
}

static void test_nul(void **state) {
    (void)state;
    fixture f;
    char found[256];
    setup(&f, &good, 1);
    const ach__table *table = &f.package.table;
    f.text.data[ach__row_cell(table, &table->rows[0], TITLE).start + 1] = '\0';
    check(&f);
    assert_string_equal(codes(&f, found, sizeof found), "cell-control Title");
    assert_non_null(
        strstr(text_of(ach__diags_at(f.diags, 0), ACH_ENGLISH, false, found, sizeof found), "NUL"));
    teardown(&f);
}

/* A question mark is a lost character only where the encoding can lose one. */
static void test_lossy_charsets(void **state) {
    (void)state;
    static const struct {
        ach__charset charset;
        size_t count;
    } sets[] = {{ACH__CHARSET_GBK, 1},      {ACH__CHARSET_AMBIGUOUS, 1}, {ACH__CHARSET_UTF8, 0},
                {ACH__CHARSET_UTF8_BOM, 0}, {ACH__CHARSET_UTF16LE, 0},   {ACH__CHARSET_ASCII, 0}};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        source_row rows[1];
        memcpy(rows[0], good, sizeof good);
        rows[0][TITLE] = "五颗?石";
        fixture f;
        setup(&f, (const source_row *)rows, 1);
        f.package.table.decoded.charset = sets[i].charset;
        check(&f);
        assert_int_equal(ach_diags_count(f.diags), sets[i].count);
        teardown(&f);
    }
}

/* Several rows: what is found, and the related places' lines. */
#define ROW(id, total, rank, parent)                                                               \
    { id, "textures/a.png", "textures/b.png", "T", "D", total, rank, parent }

typedef struct rows_case {
    const char *name;
    size_t count;
    source_row rows[4];
    const char *codes;
    uint32_t related[4]; /* lines, of the first finding */
    const char *message; /* a part of the first finding's sentence or help */
} rows_case;

static const rows_case rows_cases[] = {
    {"good", 2, {ROW("a", "1", "1", ""), ROW("b", "2", "2", "a")}, "", {0}, NULL},
    {"columns in order",
     1,
     {{"a b", "x ", "y ", "", "", "", "", "c "}},
     "node-id-characters NodeId; cell-space PrePic; cell-space FinPic; title-empty Title; "
     "description-empty Description; total-blank Total; rank-invalid Rank; "
     "node-parent-unknown ParentNode; cell-space ParentNode",
     {0},
     NULL},
    {"same id",
     3,
     {ROW("a", "1", "1", NULL), ROW("b", "1", "2", NULL), ROW("a", "1", "3", NULL)},
     "node-id-duplicate NodeId",
     {2},
     "NodeId \"a\" is already used in line 2"},
    {"same id behind spaces",
     2,
     {ROW("a", "1", "1", NULL), ROW("\"a　\"", "1", "2", NULL)},
     "node-id-duplicate NodeId; cell-space NodeId",
     {2},
     NULL},
    {"other case", 2, {ROW("a", "1", "1", NULL), ROW("A", "1", "2", NULL)}, "", {0}, NULL},
    {"same id three times",
     3,
     {ROW("a", "1", "1", NULL), ROW("a", "1", "2", NULL), ROW("a", "1", "3", NULL)},
     "node-id-duplicate NodeId; node-id-duplicate NodeId",
     {2},
     NULL},
    {"no ids at all",
     2,
     {ROW("", "1", "1", NULL), ROW("", "1", "2", NULL)},
     "node-id-empty NodeId; node-id-empty NodeId",
     {0},
     NULL},
    {"same rank",
     2,
     {ROW("a", "1", "7", NULL), ROW("b", "1", "07", NULL)},
     "rank-duplicate Rank",
     {2},
     "already used in line 2"},
    {"invalid ranks are not the same",
     2,
     {ROW("a", "1", "x", NULL), ROW("b", "1", "0", NULL)},
     "rank-invalid Rank",
     {0},
     NULL},
    {"parent with spaces",
     2,
     {ROW("a", "1", "1", NULL), ROW("b", "1", "2", " a")},
     "cell-space ParentNode",
     {0},
     NULL},
    {"unknown parent, one near",
     2,
     {ROW("sail_boat", "1", "1", NULL), ROW("b", "1", "2", "sail_boot")},
     "node-parent-unknown ParentNode",
     {0},
     "did you mean \"sail_boat\"?"},
    {"unknown parent, none near",
     2,
     {ROW("a", "1", "1", NULL), ROW("b", "1", "2", "elsewhere")},
     "node-parent-unknown ParentNode",
     {0},
     "a root has no parent: its cell stays empty"},
    {"its own parent",
     1,
     {ROW("a", "1", "1", "a")},
     "node-cycle ParentNode",
     {0},
     "the node \"a\" is its own parent (a -> a)"},
    {"cycle of three",
     4,
     {ROW("root", "1", "1", ""), ROW("a", "1", "2", "b"), ROW("b", "1", "3", "c"),
      ROW("c", "1", "4", "a")},
     "node-cycle ParentNode",
     {4, 5},
     "3 nodes are each other's parents in a circle: a -> b -> c -> a"},
    {"below a cycle",
     3,
     {ROW("x", "1", "1", "a"), ROW("a", "1", "2", "b"), ROW("b", "1", "3", "a")},
     "node-cycle ParentNode",
     {4},
     NULL},
    {"of the same id the first counts",
     3,
     {ROW("a", "1", "1", ""), ROW("a", "1", "2", "b"), ROW("b", "1", "3", "a")},
     "node-id-duplicate NodeId",
     {2},
     NULL},
};

static void check_rows_case(const rows_case *c) {
    fixture f;
    char found[1024];
    char help[1024];
    setup(&f, c->rows, c->count);
    check(&f);
    if (strcmp(codes(&f, found, sizeof found), c->codes) != 0) {
        print_error("%s: gives '%s'\n", c->name, found);
        fail();
    }
    assert_int_equal(f.package.tree.count, c->count);
    if (ach_diags_count(f.diags) > 0) {
        const ach__finding *finding = ach__diags_at(f.diags, 0);
        const ach__related *related = finding->related;
        for (size_t i = 0; c->related[i] != 0; i++, related = related->next) {
            assert_non_null(related);
            assert_int_equal(related->place.line, c->related[i]);
        }
        assert_null(related);
        (void)text_of(finding, ACH_ENGLISH, false, found, sizeof found);
        (void)text_of(finding, ACH_ENGLISH, true, help, sizeof help);
        if (c->message != NULL && !strstr(found, c->message) && !strstr(help, c->message)) {
            print_error("%s: says '%s', help '%s'\n", c->name, found, help);
            fail();
        }
    }
    teardown(&f);
}

static void test_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows_cases / sizeof rows_cases[0]; i++) {
        check_rows_case(&rows_cases[i]);
    }
}

static void test_numbers_are_kept(void **state) {
    (void)state;
    const source_row rows[] = {ROW("a", " 12", "034", NULL), ROW("b", "", "", NULL),
                               ROW("c", "x", "x", NULL)};
    const uint32_t totals[] = {12, 1, 1};
    const uint32_t ranks[] = {34, 0, 0};
    fixture f;
    setup(&f, rows, 3);
    check(&f);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(f.package.table.rows[i].total, totals[i]);
        assert_int_equal(f.package.table.rows[i].rank, ranks[i]);
    }
    teardown(&f);
}

static void test_tree_is_filled(void **state) {
    (void)state;
    const source_row rows[] = {ROW("b", "1", "1", "a"), ROW("a", "1", "2", ""),
                               ROW("c", "1", "3", "a"), ROW("d", "1", "4", "nowhere_near")};
    fixture f;
    setup(&f, rows, 4);
    check(&f);
    const ach__tree *tree = &f.package.tree;
    assert_int_equal(tree->first_root, 1);
    assert_int_equal(tree->first_child[1], 0);
    assert_int_equal(tree->next[0], 2);
    assert_int_equal(tree->next[1], 3);
    assert_int_equal(tree->depth[2], 2);
    assert_int_equal(tree->depth[3], 1);
    teardown(&f);
}

static void test_no_table(void **state) {
    (void)state;
    fixture f;
    setup(&f, &good, 1);
    f.package.has_table = false;
    check(&f);
    assert_int_equal(ach_diags_count(f.diags), 0);
    assert_int_equal(f.package.tree.count, 0);
    teardown(&f);
}

/* Rows that only a loop can write: ids "n0" .., parents and ranks by number. */
typedef struct many {
    source_row *rows;
    char (*ids)[24];
    char (*parents)[24];
    size_t count;
} many;

static many make_many(size_t count) {
    many m = {calloc(count, sizeof *m.rows), calloc(count, sizeof *m.ids),
              calloc(count, sizeof *m.parents), count};
    assert_true(m.rows != NULL && m.ids != NULL && m.parents != NULL);
    for (size_t i = 0; i < count; i++) {
        memcpy(m.rows[i], good, sizeof good);
        (void)snprintf(m.ids[i], sizeof m.ids[i], "n%zu", i);
        m.rows[i][ACH__COLUMN_NODE_ID] = m.ids[i];
        m.rows[i][ACH__COLUMN_RANK] = m.ids[i] + 1;
        m.rows[i][ACH__COLUMN_PARENT_NODE] = m.parents[i];
    }
    return m;
}

static void free_many(many *m) {
    free(m->rows);
    free(m->ids);
    free(m->parents);
}

/* A long cycle is one finding with at most 20 names and 20 related places. */
static void test_long_cycle(void **state) {
    (void)state;
    many m = make_many(30);
    for (size_t i = 0; i < m.count; i++) {
        (void)snprintf(m.parents[i], sizeof m.parents[i], "n%zu", (i + 1) % m.count);
    }
    fixture f;
    char text[1024];
    setup(&f, (const source_row *)m.rows, m.count);
    check(&f);
    assert_int_equal(ach_diags_count(f.diags), 1);
    const ach__finding *finding = ach__diags_at(f.diags, 0);
    assert_int_equal(finding->place.line, 2);
    size_t related = 0;
    for (const ach__related *r = finding->related; r != NULL; r = r->next) {
        related++;
    }
    assert_int_equal(related, 20);
    assert_string_equal(finding->parameters->name, "cycle");
    assert_memory_equal(finding->parameters->text.ptr, "n0 -> n1 -> ", 12);
    ach__slice cycle = finding->parameters->text;
    assert_memory_equal(cycle.ptr + cycle.len - 10, "n19 -> ...", 10);
    (void)text_of(finding, ACH_ENGLISH, false, text, sizeof text);
    assert_memory_equal(text, "30 nodes", 8);
    teardown(&f);
    free_many(&m);
}

/* Large tables of each hard kind; a quadratic step would take minutes. */
static void test_many_rows(void **state) {
    (void)state;
    enum { UNKNOWN, SAME, DEEP, KINDS };
    for (int kind = 0; kind < KINDS; kind++) {
        many m = make_many(100000);
        for (size_t i = 0; i < m.count; i++) {
            if (kind == UNKNOWN) {
                (void)snprintf(m.parents[i], sizeof m.parents[i], "x%zu", i);
            } else if (kind == SAME) {
                memcpy(m.ids[i], "n1", 3);
            } else {
                (void)snprintf(m.parents[i], sizeof m.parents[i], "n%zu", (i + 1) % m.count);
            }
        }
        fixture f;
        setup(&f, (const source_row *)m.rows, m.count);
        check(&f);
        const size_t expected[KINDS] = {m.count, 2 * (m.count - 1), 1};
        assert_int_equal(ach__diags_raised(f.diags), expected[kind]);
        assert_false(ach__diags_failed(f.diags));
        teardown(&f);
        free_many(&m);
    }
}

static void test_memory(void **state) {
    (void)state;
    many m = make_many(300);
    for (size_t i = 0; i < m.count; i++) {
        (void)snprintf(m.parents[i], sizeof m.parents[i], "%s%zu", i < 100 ? "n" : "x",
                       (i + 1) % 100);
        m.rows[i][ACH__COLUMN_TOTAL] = "1.0";
    }
    bool done = false;
    for (size_t calls = 1; !done; calls++) {
        size_t left = calls;
        ach_allocator allocator = failing_allocator(&left);
        fixture f;
        setup_with(&f, (const source_row *)m.rows, m.count, &allocator);
        if (f.diags != NULL && !f.package.arena.failed) {
            check(&f);
            done = !f.package.arena.failed && !ach__diags_failed(f.diags);
            assert_true(done || left == 0);
            assert_true(f.package.tree.count == m.count || f.package.tree.count == 0);
        }
        teardown(&f);
    }
    free_many(&m);
}

/* Each sentence can be said in both languages with the parameters that it is given. */
static void test_languages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cell_cases / sizeof cell_cases[0]; i++) {
        source_row rows[1];
        memcpy(rows[0], good, sizeof good);
        rows[0][cell_cases[i].column] = cell_cases[i].source;
        fixture f;
        setup(&f, (const source_row *)rows, 1);
        check(&f);
        for (size_t k = 0; k < ach_diags_count(f.diags); k++) {
            const ach__finding *finding = ach__diags_at(f.diags, k);
            for (ach_language language = ACH_ENGLISH; language <= ACH_CHINESE; language++) {
                char text[1024];
                char help[1024];
                (void)text_of(finding, language, false, text, sizeof text);
                (void)text_of(finding, language, true, help, sizeof help);
                assert_null(strchr(text, '{'));
                assert_true(help[0] != '\0' && strchr(help, '{') == NULL);
            }
        }
        teardown(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_lossy_charsets),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_numbers_are_kept),
        cmocka_unit_test(test_tree_is_filled),
        cmocka_unit_test(test_no_table),
        cmocka_unit_test(test_long_cycle),
        cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
