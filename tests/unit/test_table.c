/* Tests of the table reader: header, row shapes, places, packaging, bounds.
 * SPDX-License-Identifier: MIT */
#include "model/table.h"
#include "unit/failing.h"

#include "rules/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define HEADER "NodeId,PrePic,FinPic,Title,Description,Total,Rank"
#define FIRST  "a,textures/a.png,textures/b.png,成就,描述,1,2"
#define SECOND "b,textures/a.png,textures/b.png,标题,说明,10,3"

/* A table read from bytes, with everything that belongs to it. */
typedef struct reading {
    ach__arena arena;
    ach_diags *diags;
    ach__table table;
    ach_status status;
} reading;

static void read_bytes(reading *out, ach__slice bytes) {
    ach__arena_init(&out->arena, NULL);
    out->diags = ach_diags_new(NULL, ACH_ENGLISH);
    assert_non_null(out->diags);
    out->status =
        ach__table_read(&out->table, &out->arena, bytes, ACH__SLICE(ACH__TABLE_NAME), out->diags);
    ach__diags_finish(out->diags);
}

static void free_reading(reading *out) {
    ach_diags_free(out->diags);
    ach__arena_free(&out->arena);
}

/* Source texts are UTF-8 for people; the table gets them as GBK. */
static ach__slice as_gbk(ach__buffer *out, const char *text) {
    ach__buffer_init(out, NULL, 1u << 20);
    size_t bad = 0;
    assert_int_equal(ach__charset_to_gbk(out, ach__slice_of(text), &bad), ACH_OK);
    return (ach__slice){(const char *)out->data, out->size};
}

/* "code line:column+columns; " for each finding; a column of 0 is left out. */
static void list_findings(const ach_diags *diags, char *out, size_t room) {
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < ach_diags_count(diags); i++) {
        const ach__finding *finding = ach__diags_at(diags, i);
        const ach__place *place = &finding->place;
        size += (size_t)snprintf(out + size, room - size, "%s %u", finding->message->kind->code,
                                 place->line);
        assert_true(size < room);
        if (place->column > 0) {
            size +=
                (size_t)snprintf(out + size, room - size, ":%u+%u", place->column, place->columns);
        }
        assert_true(size < room - 2);
        memcpy(out + size, "; ", 3);
        size += 2;
    }
}

typedef struct example {
    const char *text;
    const char *findings;
    size_t rows;
    const char *first_title; /* of the first row, NULL: absent or no row */
} example;

static const example examples[] = {
    {HEADER "\r\n" FIRST "\r\n" SECOND "\r\n", "", 2, "成就"},
    {HEADER "\n" FIRST "\n" SECOND, "", 2, "成就"},
    {HEADER "\r" FIRST "\r", "", 1, "成就"},
    {HEADER ",ParentNode\n" FIRST ",\n" SECOND ",a\n", "", 2, "成就"},
    {"NodeId,ParentNode,PrePic,FinPic,Title,Description,Total,Rank\n"
     "a,,textures/a.png,textures/b.png,成就,描述,1,2\n",
     "", 1, "成就"},
    /* Headers. */
    {"", "header-missing-column 1; ", 0, NULL},
    {"\r\n  \r\n", "header-missing-column 1; ", 0, NULL},
    {",,,,\n", "header-missing-column 1; ", 0, NULL},
    {HEADER, "rows-none 1; ", 0, NULL},
    {HEADER "\n\n", "rows-none 1; row-blank 2; ", 0, NULL},
    {"NodeId,PrePic,FinPic,Title,Description,Total\na,b,c,成就,e,1\n", "header-missing-column 1; ",
     1, "成就"},
    {"NodeId,PrePic,Title\na,b,成就\n",
     "header-missing-column 1; header-missing-column 1; header-missing-column 1; "
     "header-missing-column 1; ",
     1, "成就"},
    {"NodeId,PrePic,FinPic,Titel,Description,Total,Rank\n" FIRST, "header-unknown-column 1:22+5; ",
     1, "成就"},
    {"nodeid,PREPIC,FinPic,TITLE,DESCRIPTION,Total,Rank\n" FIRST,
     "header-unknown-column 1:1+6; header-unknown-column 1:8+6; header-unknown-column 1:22+5; "
     "header-unknown-column 1:28+11; ",
     1, "成就"},
    {" NodeId,PrePic,FinPic,\"Title \",Description,Total,Rank\n" FIRST,
     "header-unknown-column 1:1+7; header-unknown-column 1:23+8; ", 1, "成就"},
    {HEADER ",备注\n" FIRST ",x\n", "header-unknown-column 1:51+2; ", 1, "成就"},
    {HEADER ",,\n" FIRST ",,\n", "header-unknown-column 1:51+0; ", 1, "成就"},
    {HEADER ",Title\n" FIRST ",x\n", "header-duplicate-column 1:51+5; ", 1, "成就"},
    {HEADER ",Title,Title\n" FIRST ",x,y\n", "header-duplicate-column 1:51+5; ", 1, "成就"},
    {"NodeId,Title,PrePic,FinPic,Description,Total,Rank\na,成就,b,c,描述,1,2",
     "header-order 1:14+6; ", 1, "成就"},
    {"Rank,NodeId,PrePic,FinPic,Titel,Description,Total\n2,a,b,c,成就,描述,1",
     "header-order 1:6+6; header-unknown-column 1:27+5; ", 1, "成就"},
    {FIRST "\n" SECOND "\n", "header-missing-column 1:1+41; ", 2, "成就"},
    {"编号,图标,完成图标,标题,描述,目标,排序\n" FIRST "\n", "header-missing-column 1:1+22; ", 1,
     "成就"},
    {"第一行说明\n" HEADER "\n" FIRST "\n", "header-missing-column 1:1+5; ", 0, NULL},
    {"NodeId\tPrePic\tFinPic\tTitle\tDescription\tTotal\tRank\na\tb\tc\t成就\td\t1\t2\n",
     "header-missing-column 1; ", 1, "成就"},
    {"NodeId;PrePic;FinPic;Title;Description;Total;Rank\na;b;c;成就;d;1;2\n",
     "header-missing-column 1; ", 1, "成就"},
    {"NodeId，PrePic，FinPic，Title，Description，Total，Rank\n" FIRST, "header-missing-column 1; ",
     0, NULL},
    /* Row shapes. */
    {HEADER "\na,b,c,成就\n", "row-fields 2:9+0; ", 1, "成就"},
    {HEADER "\na,b,c,成就,你好,世界,1,2\n", "row-fields 2:18+1; ", 1, "成就"},
    {HEADER "\n" FIRST ",,\n", "row-fields 2:43+1; ", 1, "成就"},
    {HEADER "\n\n" FIRST "\n,,,,,,\n \n\n" SECOND "\n\n", "row-blank 2; row-blank 4; row-blank 8; ",
     2, "成就"},
    {"\n" HEADER "\n" FIRST, "row-blank 1; ", 1, "成就"},
    /* Quotes. */
    {HEADER "\n\"a,b,c,d,e,1,2\n" FIRST "\n", "csv-quote 2:1+1; ", 1, "成就"},
    {HEADER "\na,b,c,\"成\"就,e,1,2\n" FIRST "\n", "csv-quote 2:9+1; ", 1, "成就"},
    {HEADER "\na,b,c,成\"就\",e,1,2\n" FIRST "\n", "csv-quote 2:8+1; ", 1, "成就"},
    {HEADER "\na,b,c, \"成就\",e,1,2\n" FIRST "\n", "csv-quote 2:8+1; ", 1, "成就"},
    {HEADER "\na,\"b,c\nd,\"e\n" FIRST "\n", "csv-quote 2:3+1; csv-quote 3:3+1; ", 1, "成就"},
    {HEADER "\n\"a\n", "csv-quote 2:1+1; ", 0, NULL},
    {"\"NodeId,PrePic\n" FIRST "\n", "csv-quote 1:1+1; ", 1, "成就"},
    {HEADER "\n\"a\",\"b\",\"c\",\"成\"\"就\",\"行\n行\",\"5\",\"6\"\n", "", 1, "成\"就"},
};

static void test_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ach__buffer bytes;
        reading in;
        read_bytes(&in, as_gbk(&bytes, examples[i].text));
        assert_int_equal(in.status, ACH_OK);
        char findings[1024];
        list_findings(in.diags, findings, sizeof findings);
        if (strcmp(findings, examples[i].findings) != 0 || in.table.count != examples[i].rows) {
            print_error("example %zu: %s\n", i, examples[i].text);
        }
        assert_string_equal(findings, examples[i].findings);
        assert_int_equal(in.table.count, examples[i].rows);
        if (examples[i].first_title != NULL) {
            ach__slice title = ach__row_value(&in.table, &in.table.rows[0], ACH__COLUMN_TITLE);
            assert_true(ach__slice_equal(title, ach__slice_of(examples[i].first_title)));
        }
        free_reading(&in);
        ach__buffer_free(&bytes);
    }
}

#define RAW(literal)                                                                               \
    { literal, sizeof(literal) - 1 }

typedef struct raw_example {
    ach__slice bytes;
    const char *findings;
    size_t rows;
} raw_example;

/* 成 is B3 C9 in GBK and E6 88 90 in UTF-8. */
static const raw_example raw_examples[] = {
    {RAW("\xEF\xBB\xBF" HEADER "\na,b,c,d,e,1,2"), "encoding-utf8 1:1+0; ", 1},
    {RAW(HEADER "\na,b,c,\xE6\x88\x90,e,1,2"), "encoding-utf8 2:7+0; ", 1},
    {RAW(HEADER "\na,b,c,\xE6\x88\x90\xE2\x80\xA2\xE2\x80\xA2,\xC2\xA0,1,2\nb,b,c,\xC2\xA0,e,1,2"),
     "encoding-utf8 2:7+0; encoding-invalid 2:8+1; encoding-invalid 3:7+1; ", 2},
    /* A line with bad bytes is not searched for characters as well. */
    {RAW("\xEF\xBB\xBF" HEADER "\na,b,c,\xFF\xE2\x80\xA2,e,1,2\n"),
     "encoding-utf8 1:1+0; encoding-invalid 2:7+1; ", 1},
    {RAW(HEADER "\na,b,c,\xC2\xA7,e,1,2"), "encoding-ambiguous 2:7+1; ", 1},
    {RAW(HEADER "\na,b,c,\xB3\xC9\xFF\xFF\xFF,\xFF,1,2\n\xFF,b,c,d,e,1,2"),
     "encoding-invalid 2:8+1; encoding-invalid 3:1+1; ", 2},
    {RAW(HEADER "\na,b,c,\xB3\xC9\x80\xAA\xA1\x80,\xFE\x50,1,2\n"),
     "encoding-unportable 2:8+1; encoding-unportable 2:9+1; encoding-invalid 2:12+1; ", 1},
    {RAW("\xFF\xFEN\0o\0\n\0"), "encoding-utf16 1:1+0; header-missing-column 1:1+2; ", 0},
    {RAW("\0\0\0\0\0\0\0\0"), "header-missing-column 1:1+8; ", 0},
    {RAW(HEADER "\na,b,c,\0,e,1,2\x1A"), "", 1},
    {RAW(HEADER "\na,b,c,d,e,1,2\n\x1A"), "row-fields 3:2+0; ", 2},
};

static void test_raw_examples(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof raw_examples / sizeof *raw_examples; i++) {
        reading in;
        read_bytes(&in, raw_examples[i].bytes);
        assert_int_equal(in.status, ACH_OK);
        char findings[1024];
        list_findings(in.diags, findings, sizeof findings);
        if (strcmp(findings, raw_examples[i].findings) != 0) {
            print_error("raw example %zu\n", i);
        }
        assert_string_equal(findings, raw_examples[i].findings);
        assert_int_equal(in.table.count, raw_examples[i].rows);
        free_reading(&in);
    }
}

static void test_utf16_with_tabs(void **state) {
    (void)state;
    static const char text[] = "NodeId\tPrePic\tFinPic\tTitle\tDescription\tTotal\tRank\r\n"
                               "a\tb\tc\td\te\t7\t8\r\n";
    char bytes[2 * sizeof text] = "\xFF\xFE";
    size_t size = 2;
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        bytes[size++] = text[i];
        bytes[size++] = '\0';
    }
    reading in;
    read_bytes(&in, (ach__slice){bytes, size});
    char findings[256];
    list_findings(in.diags, findings, sizeof findings);
    assert_string_equal(findings, "encoding-utf16 1:1+0; ");
    assert_int_equal(in.table.count, 1);
    assert_int_equal(in.table.rows[0].total, 7);
    assert_int_equal(in.table.rows[0].rank, 8);
    ach__place place = ach__table_place(&in.table, &in.table.rows[0], ACH__COLUMN_TOTAL);
    assert_false(place.has_offset);
    assert_int_equal(place.column, 11);
    free_reading(&in);
}

static void test_places(void **state) {
    (void)state;
    ach__buffer bytes;
    reading in;
    read_bytes(&in, as_gbk(&bytes, HEADER "\r\n甲乙,b,c,\"成\"\"就\r\n第二行\",描述,1\r\n"));
    const ach__row *row = &in.table.rows[0];
    static const struct {
        ach__column column;
        uint32_t line, at, columns;
        uint64_t offset;
    } rows[] = {
        {ACH__COLUMN_NODE_ID, 2, 1, 2, 51}, {ACH__COLUMN_PRE_PIC, 2, 4, 1, 56},
        {ACH__COLUMN_TITLE, 2, 8, 5, 60},   {ACH__COLUMN_DESCRIPTION, 3, 6, 2, 77},
        {ACH__COLUMN_TOTAL, 3, 9, 1, 82},   {ACH__COLUMN_RANK, 2, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__place place = ach__table_place(&in.table, row, rows[i].column);
        assert_int_equal(place.line, rows[i].line);
        assert_int_equal(place.column, rows[i].at);
        assert_int_equal(place.columns, rows[i].columns);
        assert_int_equal(place.has_offset, rows[i].column != ACH__COLUMN_RANK);
        assert_int_equal(place.offset, rows[i].offset);
        assert_true(ach__slice_equal(place.node_id, ACH__SLICE("甲乙")));
        assert_true(ach__slice_equal(place.field, ach__column_name(rows[i].column)));
        assert_true(ach__slice_equal(place.file, ACH__SLICE(ACH__TABLE_NAME)));
    }
    ach__cell title = ach__row_cell(&in.table, row, ACH__COLUMN_TITLE);
    uint32_t start = title.end - 4; /* 行 and the closing quote */
    ach__place within =
        ach__table_place_within(&in.table, row, ACH__COLUMN_TITLE, start, title.end - 1);
    assert_int_equal(within.line, 3);
    assert_int_equal(within.column, 3);
    assert_int_equal(within.columns, 1);
    assert_int_equal(within.offset, 73);
    assert_int_equal(((const unsigned char *)bytes.data)[73], 0xD0);
    free_reading(&in);
    ach__buffer_free(&bytes);
}

static void test_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t total, rank;
    } rows[] = {
        {"", 1, 0},           {"0", 1, 0},
        {"1", 1, 1},          {" 7\t", 7, 7},
        {"007", 7, 7},        {"2147483647", 2147483647u, 2147483647u},
        {"2147483648", 1, 0}, {"99999999999999999999999999", 1, 0},
        {"-1", 1, 0},         {"+1", 1, 0},
        {"1.0", 1, 0},        {"1 2", 1, 0},
        {"０", 1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s\na,b,c,d,e,%s,%s\n", HEADER, rows[i].text, rows[i].text);
        ach__buffer bytes;
        reading in;
        read_bytes(&in, as_gbk(&bytes, text));
        assert_int_equal(in.table.rows[0].total, rows[i].total);
        assert_int_equal(in.table.rows[0].rank, rows[i].rank);
        assert_int_equal(ach_diags_count(in.diags), 0);
        free_reading(&in);
        ach__buffer_free(&bytes);
    }
}

static void test_damaged_cells(void **state) {
    (void)state;
    static const ach__slice bytes = RAW(HEADER "\na,\xB3\xC9,\xFF,\"\xB3\",\x80,1,2\n");
    reading in;
    read_bytes(&in, bytes);
    const ach__table *table = &in.table;
    const ach__row *row = &table->rows[0];
    assert_false(ach__row_cell(table, row, ACH__COLUMN_PRE_PIC).is_damaged);
    assert_true(ach__row_cell(table, row, ACH__COLUMN_FIN_PIC).is_damaged);
    assert_true(ach__row_cell(table, row, ACH__COLUMN_TITLE).is_damaged);
    assert_true(ach__row_cell(table, row, ACH__COLUMN_TITLE).is_quoted);
    assert_false(ach__row_cell(table, row, ACH__COLUMN_DESCRIPTION).is_damaged);
    free_reading(&in);
}

static void test_header_kinds(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool has_header, has_title, has_parent;
        char delimiter;
    } rows[] = {
        {HEADER "\n" FIRST, true, true, false, ','},
        {HEADER ",ParentNode\n" FIRST ",", true, true, true, ','},
        {HEADER ",parentnode\n" FIRST ",", true, true, true, ','},
        {FIRST, false, true, false, ','},
        {"编号,图,图,标题,描述,目标,排序\n" FIRST, true, true, false, ','},
        {"a\tb/c\td\te\tf\t1\t2", false, true, false, '\t'},
        {"NodeId,PrePic,FinPic,Description,Total,Rank\na,b,c,d,1,2", true, false, false, ','},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__buffer bytes;
        reading in;
        read_bytes(&in, as_gbk(&bytes, rows[i].text));
        assert_int_equal(in.table.has_header, rows[i].has_header);
        assert_int_equal(in.table.has[ACH__COLUMN_TITLE], rows[i].has_title);
        assert_int_equal(ach__table_has_authoring(&in.table), rows[i].has_parent);
        assert_int_equal(in.table.delimiter, rows[i].delimiter);
        free_reading(&in);
        ach__buffer_free(&bytes);
    }
}

/* The English and the Chinese sentence and help of the first finding. */
static void check_sentence(const char *text, size_t size, const char *english,
                           const char *chinese) {
    reading in;
    read_bytes(&in, (ach__slice){text, size});
    assert_true(ach_diags_count(in.diags) > 0);
    const ach__finding *finding = ach__diags_at(in.diags, ach_diags_count(in.diags) - 1);
    const char *wanted[2] = {english, chinese};
    for (int language = 0; language < 2; language++) {
        ach__buffer out;
        ach__buffer_init(&out, NULL, 4096);
        ach__finding_message(finding, (ach_language)language, &out);
        ach__buffer_append_byte(&out, '|');
        (void)ach__finding_help(finding, (ach_language)language, &out);
        ach__buffer_append_byte(&out, '\0');
        assert_string_equal((const char *)out.data, wanted[language]);
        ach__buffer_free(&out);
    }
    free_reading(&in);
}

#define CHECK_SENTENCE(text, english, chinese)                                                     \
    check_sentence(text, sizeof(text) - 1, english, chinese)

static void test_sentences(void **state) {
    (void)state;
    CHECK_SENTENCE("NodeId,PrePic,FinPic,Titel,Description,Total,Rank\na,b,c,d,e,1,2",
                   "the platform has no column \"Titel\"|did you mean Title?",
                   "平台没有“Titel”这一列|是不是想写 Title？");
    CHECK_SENTENCE(HEADER ",Colour\na,b,c,d,e,1,2,x",
                   "the platform has no column \"Colour\"|delete the column; keep your own notes "
                   "in another file",
                   "平台没有“Colour”这一列|请删掉这一列；备注可以写在别的文件里");
    CHECK_SENTENCE(
        HEADER "\na,b,c,\xB3\xC9\xFF\xFF\xFF,e,1,2\n",
        "not GBK text at offset 58 (bytes in hex: FF FF FF)|type the text here again, then save "
        "the table as \"CSV (Comma delimited) (*.csv)\"",
        "偏移 58 处不是 GBK 文字（十六进制字节：FF FF FF）|请把这里的文字重新输入一遍，再存为“CSV"
        "（逗号分隔）(*.csv)”");
    CHECK_SENTENCE(HEADER "\na,b,c,\xE6\x88\x90\xE2\x80\xA2,e,1,2\n",
                   "\"•\" (U+2022) is not in GBK and would be lost|write \"·\" instead; it "
                   "looks much the same",
                   "GBK 里没有“•”（U+2022），存为 GBK 时会丢失|请改用样子相近的“·”");
    CHECK_SENTENCE(
        HEADER "\na,b,c,\xC2\xA7,e,1,2\n",
        "this is \"搂\" in GBK but \"§\" in UTF-8; the table is read as GBK|if it "
        "should be \"§\", save the table as \"CSV (Comma delimited) (*.csv)\"",
        "这里按 GBK 读是“搂”，按 UTF-8 读是“§”；表格按 GBK 读取|如果应该是“§”，请把表格另"
        "存为“CSV（逗号分隔）(*.csv)”");
}

static void test_packaged(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *packaged;
    } rows[] = {
        {HEADER "\r\n" FIRST "\r\n", HEADER "\r\n" FIRST "\r\n"},
        {HEADER ",ParentNode\r\n" FIRST ",\r\n" SECOND ",a\r\n",
         HEADER "\r\n" FIRST "\r\n" SECOND "\r\n"},
        {"ParentNode," HEADER "\n," FIRST "\n\"a,\n成\"," SECOND, HEADER "\n" FIRST "\n" SECOND},
        {"NodeId,\"ParentNode\",PrePic,FinPic,Title,Description,Total,Rank\n"
         "甲,,b,c,\"成,\n就\",描述,1,2\n,,,,,,,\n\n乙,甲,b,c,\"成\n就\",描述,1,2",
         "NodeId,PrePic,FinPic,Title,Description,Total,Rank\n"
         "甲,b,c,\"成,\n就\",描述,1,2\n,,,,,,\n\n乙,b,c,\"成\n就\",描述,1,2"},
        {HEADER ",ParentNode,DependParent,IsHidden,FinishTip,IsCloud,AutoSentCloud,GoalType,"
                "GoalTarget,Background\n" FIRST ",,1,,\"达,成\",,,,,\n\n" SECOND ",甲,,,,,,,,\n",
         HEADER "\n" FIRST "\n\n" SECOND "\n"},
        {"IsHidden,Background,NodeId,PrePic,GoalType,GoalTarget,FinPic,IsCloud,Title,Description,"
         "Total,Rank,FinishTip\n1,,甲,b,x,\"y\r\n\",c,,d,e,1,2,\n,,乙,b,,,c,,d,e,1,3,\"好\"",
         "NodeId,PrePic,FinPic,Title,Description,Total,Rank\n甲,b,c,d,e,1,2\n乙,b,c,d,e,1,3"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ach__buffer bytes;
        ach__buffer wanted;
        ach__buffer out;
        ach__buffer_init(&out, NULL, 4096);
        reading in;
        read_bytes(&in, as_gbk(&bytes, rows[i].text));
        (void)as_gbk(&wanted, rows[i].packaged);
        assert_int_equal(ach__table_packaged(&in.table, &out), ACH_OK);
        assert_int_equal(out.size, wanted.size);
        assert_memory_equal(out.data, wanted.data, wanted.size);
        ach__buffer_clear(&out);
        out.ceiling = out.size + 10;
        ach__buffer_free(&out);
        assert_int_equal(ach__table_packaged(&in.table, &out), ACH_ENOMEM);
        ach__buffer_free(&out);
        ach__buffer_free(&wanted);
        ach__buffer_free(&bytes);
        free_reading(&in);
    }
}

static void test_packaged_only_gbk(void **state) {
    (void)state;
    static const ach__slice bytes = RAW("\xEF\xBB\xBF" HEADER "\na,b,c,d,e,1,2\n");
    reading in;
    read_bytes(&in, bytes);
    ach__buffer out;
    ach__buffer_init(&out, NULL, 4096);
    assert_int_equal(ach__table_packaged(&in.table, &out), ACH_EARGUMENT);
    ach__buffer_free(&out);
    free_reading(&in);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void append_times(ach__buffer *out, const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ach__buffer_append(out, text, strlen(text));
    }
}

typedef struct load {
    const char *head;
    const char *piece;
    size_t count;
    size_t findings; /* how many are wanted; SIZE_MAX: any */
} load;

#define SMALL_ROW "a,textures/a.png,textures/b.png,\xB3\xC9\xBE\xCD,\xC3\xE8,1,2\n"

static const load loads[] = {
    {HEADER "\n", SMALL_ROW, 100000, 0},
    {HEADER "\n", "a,b\n", 100000, 100000},
    {HEADER "\n", "\xFF,b,c,d,e,1,2\n", 100000, 100000},
    {HEADER "\n", "\xFF", 1000000, SIZE_MAX},
    {HEADER "\n", "\"\n", 200000, SIZE_MAX},
    {HEADER "\n", "a\"\n", 200000, 200000},
    {HEADER "\n", "\n", 200000, 2},
    {HEADER "\n", "a,b,c,\xE6\x88\x90\xE2\x80\xA2,e,1,2\n", 100000, 100001},
    {HEADER, ",Title", 60000, SIZE_MAX},
    {HEADER, ",", 60000, 2},
    {HEADER, ",x", 60000, 18},
    {HEADER "\n", "\xE6\x88\x90\xFF,", 60000, SIZE_MAX},
};

static void test_loads(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        ach__buffer bytes;
        ach__buffer_init(&bytes, NULL, ACH__TABLE_BYTES_MOST);
        append_times(&bytes, loads[i].head, 1);
        append_times(&bytes, loads[i].piece, loads[i].count);
        double start = seconds();
        reading in;
        read_bytes(&in, (ach__slice){(const char *)bytes.data, bytes.size});
        double took = seconds() - start;
        print_message("load %zu: %zu bytes, %zu rows, %zu findings: %.3f s\n", i, bytes.size,
                      in.table.count, ach__diags_raised(in.diags), took);
        assert_int_equal(in.status, ACH_OK);
        if (loads[i].findings != SIZE_MAX) {
            assert_int_equal(ach__diags_raised(in.diags), loads[i].findings);
        }
        assert_true(took < 20);
        free_reading(&in);
        ach__buffer_free(&bytes);
    }
}

static void test_long_cell(void **state) {
    (void)state;
    ach__buffer bytes;
    ach__buffer_init(&bytes, NULL, 1u << 20);
    append_times(&bytes, HEADER "\na,b,c,\"", 1);
    append_times(&bytes, "\xB3\xC9", 32768);
    append_times(&bytes, "\",e,1,2\n", 1);
    reading in;
    read_bytes(&in, (ach__slice){(const char *)bytes.data, bytes.size});
    assert_int_equal(in.table.count, 1);
    assert_int_equal(ach__row_value(&in.table, &in.table.rows[0], ACH__COLUMN_TITLE).len,
                     3 * 32768);
    ach__place place = ach__table_place(&in.table, &in.table.rows[0], ACH__COLUMN_DESCRIPTION);
    assert_int_equal(place.column, 6 + 1 + 32768 + 1 + 1 + 1);
    assert_int_equal(place.offset, 50 + 6 + 1 + 65536 + 1 + 1);
    free_reading(&in);
    ach__buffer_free(&bytes);
}

static void test_limits(void **state) {
    (void)state;
    reading in;
    read_bytes(&in, (ach__slice){"", ACH__TABLE_BYTES_MOST + 1});
    assert_int_equal(in.status, ACH_ELIMIT);
    free_reading(&in);
    ach__buffer bytes;
    ach__buffer_init(&bytes, NULL, ACH__TABLE_BYTES_MOST);
    append_times(&bytes, "\n", ACH__TABLE_LINES_MOST + 1);
    read_bytes(&in, (ach__slice){(const char *)bytes.data, bytes.size});
    assert_int_equal(in.status, ACH_ELIMIT);
    free_reading(&in);
    ach__buffer_free(&bytes);
}

static ach_status try_with(size_t left, ach__slice bytes) {
    const ach_allocator allocator = failing_allocator(&left);
    ach__arena arena;
    ach__arena_init(&arena, &allocator);
    ach_status status = ACH_ENOMEM;
    ach_diags *diags = ach_diags_new(&allocator, ACH_CHINESE);
    if (diags != NULL) {
        ach__table table;
        status = ach__table_read(&table, &arena, bytes, ACH__SLICE("x"), diags);
        if (status == ACH_OK) {
            ach__buffer out;
            ach__buffer_init(&out, &allocator, 1u << 20);
            status = ach__table_packaged(&table, &out);
            status = status == ACH_EARGUMENT ? ACH_OK : status;
            ach__buffer_free(&out);
        }
    }
    ach_diags_free(diags);
    ach__arena_free(&arena);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        ach__buffer bytes;
        ach__slice text = as_gbk(&bytes, examples[i].text);
        size_t left = 0;
        while (try_with(left, text) == ACH_ENOMEM) {
            left++;
        }
        assert_true(left > 3);
        assert_int_equal(try_with(left, text), ACH_OK);
        ach__buffer_free(&bytes);
    }
    for (size_t i = 0; i < sizeof raw_examples / sizeof *raw_examples; i++) {
        size_t left = 0;
        while (try_with(left, raw_examples[i].bytes) == ACH_ENOMEM) {
            left++;
        }
        assert_int_equal(try_with(left, raw_examples[i].bytes), ACH_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),        cmocka_unit_test(test_raw_examples),
        cmocka_unit_test(test_utf16_with_tabs), cmocka_unit_test(test_places),
        cmocka_unit_test(test_numbers),         cmocka_unit_test(test_damaged_cells),
        cmocka_unit_test(test_header_kinds),    cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_packaged),        cmocka_unit_test(test_packaged_only_gbk),
        cmocka_unit_test(test_loads),           cmocka_unit_test(test_long_cell),
        cmocka_unit_test(test_limits),          cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
