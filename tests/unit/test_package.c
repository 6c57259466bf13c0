/* Packages as servers load them: what can be asked of one, and what becomes of faults in its table.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/package_loads.h"

static void assert_nothing_else(const ach_package *package) {
    ach_node node = {.index = 77};
    assert_int_equal(ach_package_node(package, 3, &node), ACH_ENOTFOUND);
    assert_int_equal(ach_package_find(package, "firs", 4, &node), ACH_ENOTFOUND);
    assert_int_equal(ach_package_find(package, "first", 4, &node), ACH_ENOTFOUND);
    assert_int_equal(ach_package_find(package, NULL, 0, &node), ACH_ENOTFOUND);
    assert_int_equal(node.index, 77);
    assert_true(ach_package_display(package, 3) == SIZE_MAX);
    assert_null(ach_package_cell(package, 3, ACH_TITLE).data);
    assert_null(ach_package_cell(package, 0, (ach_column)ACH_COLUMN_COUNT).data);
    assert_null(ach_package_icon(package, 3, ACH_PRE_PIC).data);
    assert_null(ach_package_icon(package, 0, ACH_TITLE).data);
}

static void layouts_and_packing(void **state) {
    (void)state;
    const char *const prefixes[] = {"", "Achievement/", "my pack/Achievement/"};
    for (size_t i = 0; i < 6; i++) {
        bool deflated = i % 2 == 1;
        for (uint32_t flags = 0; flags < 4; flags++) {
            ach__buffer zip;
            make(&zip, prefixes[i / 2], ARRAY(good_table), deflated);
            ach_package *package = must_open(&zip, flags);
            assert_good(package);
            assert_nothing_else(package);
            const unsigned char *icon =
                (const unsigned char *)ach_package_icon(package, 0, ACH_PRE_PIC).data;
            bool is_inside = icon >= zip.data && icon < zip.data + zip.size;
            assert_int_equal(is_inside, !deflated && (flags & ACH_PACKAGE_BORROW) != 0);
            if ((flags & ACH_PACKAGE_BORROW) == 0) {
                memset(zip.data, 0xEE, zip.size);
                assert_good(package);
            }
            ach_package_free(package);
            ach__buffer_free(&zip);
        }
    }
}

static void many_nodes(void **state) {
    (void)state;
    enum { NODES = 5000 };
    ach__buffer table;
    ach__buffer_init(&table, NULL, ZIP_MOST);
    ach__buffer_append(&table, HEADER, strlen(HEADER));
    for (int i = 0; i < NODES; i++) {
        char line[128];
        int size = snprintf(line, sizeof line, "n%d,textures/a.png,textures/b.png,t,d,1,%d\n", i,
                            (i * 7919) % 100);
        ach__buffer_append(&table, line, (size_t)size);
    }
    ach_package *package = open_table((ach__slice){(const char *)table.data, table.size});
    assert_int_equal(ach_package_count(package), NODES);
    ach_node before = {0};
    for (size_t i = 0; i < NODES; i++) {
        char id[16];
        ach_node node;
        int size = snprintf(id, sizeof id, "n%zu", i);
        assert_int_equal(ach_package_find(package, id, (size_t)size, &node), ACH_OK);
        assert_int_equal(node.index, i);
        assert_int_equal(ach_package_node(package, ach_package_display(package, i), &node), ACH_OK);
        assert_true(i == 0 || before.rank < node.rank ||
                    (before.rank == node.rank && before.index < node.index));
        before = node;
    }
    ach_package_free(package);
    ach__buffer_free(&table);
}

/* The columns may stand in any order, with others among them. */
static void other_columns(void **state) {
    (void)state;
    static const char table[] = "Rank,FinPic,Description,ParentNode,Title,NodeId,PrePic,Total\r\n"
                                "2,textures/b.png,\"" TITLE_GBK "\n\"\"\",,x" TITLE_GBK ",one," //
                                "textures/a.png,5\r\n";
    ach_package *package = open_table(ARRAY(table));
    ach_node node;
    assert_int_equal(ach_package_find(package, "one", 3, &node), ACH_OK);
    assert_text(node.text[ACH_DESCRIPTION], TITLE_UTF8 "\n\"");
    assert_bytes(ach_package_cell(package, 0, ACH_DESCRIPTION), TITLE_GBK "\n\"");
    assert_bytes(ach_package_cell(package, 0, ACH_TITLE), "x" TITLE_GBK);
    assert_icon(package, 0, ACH_PRE_PIC, 'a');
    assert_int_equal(node.total, 5);
    ach_package_free(package);
}

/* --- Fingerprints ------------------------------------------------------------------------------
 */

static const char *hex(const uint8_t raw[32]) {
    static char text[65];
    for (size_t i = 0; i < 32; i++) {
        (void)snprintf(text + 2 * i, 3, "%02x", raw[i]);
    }
    return text;
}

static const char *node_print(const ach_package *package, size_t index) {
    uint8_t raw[32];
    assert_int_equal(ach_package_node_fingerprint(package, index, raw), ACH_OK);
    return hex(raw);
}

/* By Python alone:
 *   import hashlib, struct, zlib
 *   def chunk(n, d): return struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n +
 * d)) def png(p): return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0,
 * 0, 0, 0)) + chunk(b"IDAT", p) + chunk(b"IEND", b"")) def node(parts): return
 * hashlib.sha256(b"".join(struct.pack("<q", -1) if p is None else struct.pack("<Q", len(p)) + p for
 * p in parts)).hexdigest() node([b"second", b"textures/a.png", b"textures/c.png", b"two", b"again",
 * b"3", b"1", png(b"a"), png(b"c")]) node([b"x", b"", b"textures/a.png", "起步".encode(), None,
 * None, None, None, png(b"a")]) and of the zip: sha256sum of what fingerprints_are_pinned() makes.
 */
#define SECOND_PRINT "d1b90be801ddff8f007cd2421ff32fa2ab5621b2898ebb620728aec2a0214ca9"
#define SHORT_PRINT  "ec0c875a1b14643e09ab372fecbb3b38475e50a515d5cd97e0b13dbf36f0d367"
#define ZIP_PRINT    "9d03b240df9742cfbc46f372f883b7bfbc25e92dfc6eeb5aa0a17bd6b4c84440"

static void fingerprints_are_pinned(void **state) {
    (void)state;
    ach__buffer zip;
    uint8_t raw[32];
    make_good(&zip);
    ach_package *package = must_open(&zip, ACH_PACKAGE_BORROW);
    ach_package_fingerprint(package, raw);
    assert_string_equal(hex(raw), ZIP_PRINT);
    assert_string_equal(node_print(package, 1), SECOND_PRINT);
    assert_int_equal(ach_package_node_fingerprint(package, 3, raw), ACH_ENOTFOUND);
    ach_package_free(package);
    ach__buffer_free(&zip);
    /* A row that is too short has cells that are not there. */
    package = open_table(ACH__SLICE(HEADER "x,,textures/a.png," TITLE_GBK "\r\n"));
    assert_null(ach_package_icon(package, 0, ACH_PRE_PIC).data);
    assert_string_equal(node_print(package, 0), SHORT_PRINT);
    ach_package_free(package);
}

static void fingerprints_keep_to_their_node(void **state) {
    (void)state;
    static const char other[] = HEADER "0,textures/b.png,textures/b.png,x,y,1,1\n"
                                       "\"second\",\"textures/a.png\",textures/c.png,\"two\","
                                       "\"again\",3,1\n";
    static const char *const changed[] = {
        "second,textures/a.png,textures/c.png,two,again,3,2",
        "second,textures/a.png,textures/b.png,two,again,3,1",
        "second,textures/a.png,textures/c.png,twoa,gain,3,1",
    };
    ach_package *package = open_table(ARRAY(other));
    assert_string_equal(node_print(package, 1), SECOND_PRINT);
    ach_package_free(package);
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++) {
        char table[256];
        int size = snprintf(table, sizeof table, HEADER "%s\n", changed[i]);
        package = open_table((ach__slice){table, (size_t)size});
        assert_string_not_equal(node_print(package, 0), SECOND_PRINT);
        ach_package_free(package);
    }
}

/* --- Rows with faults ---------------------------------------------------------------------------
 */

typedef struct row_case {
    const char *rows;
    const char *codes; /* of what is told */
    const char *ids;   /* of the nodes that are loaded */
    bool is_fine;      /* strict takes it too */
} row_case;

static const row_case row_cases[] = {
    {OK_ROW, "", "ok", true},
    {OK_ROW ",textures/a.png,textures/b.png,t,d,1,1\n", "node-id-empty", "ok", false},
    {OK_ROW "  ,textures/a.png,textures/b.png,t,d,1,1\n", "node-id-empty", "ok", false},
    {OK_ROW "ok,textures/a.png,textures/b.png,t,d,1,1\n", "node-id-duplicate", "ok", false},
    {OK_ROW " ok,textures/a.png,textures/b.png,t,d,1,1\n", "node-id-duplicate", "ok", false},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,0,1\n", "total-invalid", "ok", false},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,x,1\n", "total-invalid", "ok", false},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,\xA3\xB1,1\n", "total-invalid", "ok", false},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,2147483648,1\n", "total-invalid", "ok", false},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,2147483647,1\n", "", "ok a", true},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,,1\n", "total-blank", "ok a", true},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d, 3 ,1\n", "", "ok a", true},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,1,-1\n", "rank-invalid", "ok a", false},
    {OK_ROW "a,textures/a.png,textures/b.png,t,d,1,\n", "rank-invalid", "ok a", false},
    {OK_ROW "a,textures/z.png,textures/b.png,t,d,1,1\n", "icon-missing", "ok a", false},
    {OK_ROW "a,textures,textures/b.png,t,d,1,1\n", "icon-missing", "ok a", false},
    {OK_ROW "a,../a.png,/textures/b.png,t,d,1,1\n", "icon-missing icon-missing", "ok a", false},
    {OK_ROW "a, textures/a.png ,textures/b.png,t,d,1,1\n", "", "ok a", true},
    {OK_ROW "a,,  ,t,d,1,1\n", "icon-path-empty icon-path-empty", "ok a", false},
    {OK_ROW "a,NodeSetting.csv,textures/b.png,t,d,1,1\n", "icon-format", "ok a", false},
    {OK_ROW "a\n", "row-fields", "ok a", false},
    {OK_ROW "\xFF"
            "a,textures/a.png,textures/b.png,t,d,1,1\n",
     "encoding-invalid", "ok", false},
    {OK_ROW "a,textures/a.png,textures/b.png,\xFF,d,1,1\n", "encoding-invalid", "ok a", false},
    {"b,textures/a.png,textures/b.png,\"t,d,1,1\n" OK_ROW, "csv-quote", "ok", false},
    {"", "rows-none", "", false},
};

static void ids_of(const ach_package *package, char *out, size_t size) {
    out[0] = '\0';
    for (size_t i = 0; i < ach_package_count(package); i++) {
        ach_node node;
        assert_int_equal(ach_package_node(package, i, &node), ACH_OK);
        if (strlen(out) + node.text[ACH_NODE_ID].size + 2 < size) {
            strcat(out, i > 0 ? " " : "");
            strcat(out, node.text[ACH_NODE_ID].data);
        }
    }
}

static void check_row_case(const row_case *c, bool strict) {
    char table[1024];
    char found[256];
    int size = snprintf(table, sizeof table, HEADER "%s", c->rows);
    ach__buffer zip;
    ach_package *package = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    make(&zip, "x/Achievement/", (ach__slice){table, (size_t)size}, false);
    ach_status status = open_bytes(&package, &zip, strict ? ACH_PACKAGE_STRICT : 0, why);
    assert_int_equal(status, strict && !c->is_fine ? ACH_EFORMAT : ACH_OK);
    if (strcmp(fake_codes(why, found, sizeof found), c->codes) != 0) {
        print_error("%s: %s\n", c->rows, found);
        fail();
    }
    for (size_t i = 0; i < ach_diags_count(why); i++) {
        ach_finding finding;
        assert_int_equal(ach_diags_get(why, i, &finding), ACH_OK);
        assert_non_null(finding.file);
        assert_true(finding.line > 0 || strcmp(finding.code, "icon-format") == 0);
    }
    if (package != NULL) {
        ids_of(package, found, sizeof found);
        assert_string_equal(found, c->ids);
    }
    ach_package_free(package);
    ach_diags_free(why);
    ach__buffer_free(&zip);
}

static void rows_with_faults(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof row_cases / sizeof row_cases[0]; i++) {
        check_row_case(&row_cases[i], false);
        check_row_case(&row_cases[i], true);
    }
}

static void other_encodings(void **state) {
    (void)state;
    static const char utf8[] =
        "\xEF\xBB\xBF" HEADER "a,textures/a.png,textures/b.png," TITLE_UTF8 ",\"\"\"\",1,1\n";
    ach__buffer zip;
    ach_package *package = NULL;
    ach_node node;
    make(&zip, "", ARRAY(utf8), false);
    assert_int_equal(open_bytes(&package, &zip, ACH_PACKAGE_STRICT, NULL), ACH_EFORMAT);
    assert_null(package);
    package = must_open(&zip, 0);
    assert_int_equal(ach_package_node(package, 0, &node), ACH_OK);
    assert_text(node.text[ACH_TITLE], TITLE_UTF8);
    assert_bytes(ach_package_cell(package, 0, ACH_TITLE), TITLE_UTF8);
    assert_bytes(ach_package_cell(package, 0, ACH_DESCRIPTION), "\"");
    ach_package_free(package);
    ach__buffer_free(&zip);
    /* A euro byte and a character of four bytes before the cell that is looked at. */
    static const char odd[] = HEADER "a,textures/a.png,textures/b.png,\x80\x81\x30\x81\x30\xAA\xA1"
                                     ",\"" TITLE_GBK "\",1,1\n";
    package = open_table(ARRAY(odd));
    assert_bytes(ach_package_cell(package, 0, ACH_TITLE), "\x80\x81\x30\x81\x30\xAA\xA1");
    assert_bytes(ach_package_cell(package, 0, ACH_DESCRIPTION), TITLE_GBK);
    ach_package_free(package);
}

static void utf16(void **state) {
    (void)state;
    static const char text[] = HEADER "a,textures/a.png,textures/b.png,t,\"x\"\"y\",1,1\n";
    for (size_t high = 0; high < 2; high++) {
        char wide[2 * sizeof text] = {0};
        memcpy(wide, high == 1 ? "\xFF\xFE" : "\xFE\xFF", 2);
        for (size_t i = 0; i + 1 < sizeof text; i++) {
            wide[2 + 2 * i + (1 - high)] = text[i];
        }
        ach_package *package = open_table((ach__slice){wide, sizeof wide});
        ach_bytes cell = ach_package_cell(package, 0, ACH_DESCRIPTION);
        assert_int_equal(cell.size, 6);
        assert_memory_equal(cell.data, high == 1 ? "x\0\"\0y\0" : "\0x\0\"\0y", 6);
        ach_package_free(package);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_and_packing),
        cmocka_unit_test(many_nodes),
        cmocka_unit_test(other_columns),
        cmocka_unit_test(fingerprints_are_pinned),
        cmocka_unit_test(fingerprints_keep_to_their_node),
        cmocka_unit_test(rows_with_faults),
        cmocka_unit_test(other_encodings),
        cmocka_unit_test(utf16),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
