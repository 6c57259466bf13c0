/* Packages as servers load them: what loads, what is refused, what can be asked of one.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <achpack/package.h>

#include "unit/failing.h"
#include "unit/fake_package.h"
#include "unit/zip_maker.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER       "NodeId,PrePic,FinPic,Title,Description,Total,Rank\r\n"
#define ARRAY(array) ((ach__slice){array, sizeof(array) - 1})
#define ZIP_MOST     ((size_t)1 << 22)
#define TITLE_GBK    "\xC6\xF0\xB2\xBD"         /* in GBK */
#define TITLE_UTF8   "\xE8\xB5\xB7\xE6\xAD\xA5" /* the same */

/* The first shows last; the title is not ASCII, the description is quoted. */
static const char good_table[] = HEADER "first,textures/a.png,textures/b.png," TITLE_GBK
                                        ",\"says \"\"" TITLE_GBK "\"\"\",,20\r\n"
                                        "second,textures/a.png,textures/c.png,two,again,3,1\r\n"
                                        "third,textures/c.png,textures/c.png,three,more,4,1\r\n";

/* --- Making packages ---------------------------------------------------------------------------
 */

/* Tiny pictures whose chunks are whole: nobody decodes them here. They differ in one byte. */
static ach__slice picture(unsigned char pixel) {
    static unsigned char rooms[256][96];
    unsigned char *out = rooms[pixel];
    unsigned char *end = out + 8;
    memcpy(out, "\x89PNG\r\n\x1A\n", 8);
    end = fake_chunk(end, "IHDR", "\0\0\0\1\0\0\0\1\x08\0\0\0\0", 13);
    end = fake_chunk(end, "IDAT", &pixel, 1);
    end = fake_chunk(end, "IEND", NULL, 0);
    return (ach__slice){(const char *)out, (size_t)(end - out)};
}

static void make(ach__buffer *out, const char *prefix, ach__slice table, bool deflated) {
    const zip_file files[] = {{"NodeSetting.csv", table},
                              {"textures/a.png", picture('a')},
                              {"textures/b.png", picture('b')},
                              {"textures/c.png", picture('c')},
                              {NULL, {0}}};
    ach__buffer_init(out, NULL, ZIP_MOST);
    zip_make(out, prefix, files, deflated);
    assert_false(out->failed);
}

static void make_good(ach__buffer *out) {
    make(out, "", ARRAY(good_table), false);
}

static ach_status open_bytes(ach_package **out, const ach__buffer *zip, uint32_t flags,
                             ach_diags *why) {
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.flags = flags;
    return ach_package_open_memory(out, zip->data, zip->size, &options, why);
}

static ach_package *must_open(const ach__buffer *zip, uint32_t flags) {
    ach_package *package = NULL;
    assert_int_equal(open_bytes(&package, zip, flags, NULL), ACH_OK);
    assert_non_null(package);
    return package;
}

static ach_package *open_table(ach__slice table) {
    ach__buffer zip;
    make(&zip, "", table, false);
    ach_package *package = must_open(&zip, 0);
    ach__buffer_free(&zip);
    return package;
}

static void assert_bytes(ach_bytes bytes, const char *wanted) {
    assert_int_equal(bytes.size, strlen(wanted));
    assert_memory_equal(bytes.data, wanted, bytes.size);
}

static void assert_text(ach_bytes text, const char *wanted) {
    assert_bytes(text, wanted);
    assert_int_equal(text.data[text.size], '\0');
}

static void assert_icon(const ach_package *package, size_t index, ach_column column,
                        unsigned char pixel) {
    ach_bytes icon = ach_package_icon(package, index, column);
    assert_int_equal(icon.size, picture(pixel).len);
    assert_memory_equal(icon.data, picture(pixel).ptr, icon.size);
}

/* --- What can be asked -------------------------------------------------------------------------
 */

static void assert_good(const ach_package *package) {
    ach_node node;
    assert_int_equal(ach_package_count(package), 3);
    assert_int_equal(ach_package_find(package, "first", 5, &node), ACH_OK);
    assert_int_equal(node.index, 0);
    assert_text(node.text[ACH_NODE_ID], "first");
    assert_text(node.text[ACH_PRE_PIC], "textures/a.png");
    assert_text(node.text[ACH_TITLE], TITLE_UTF8);
    assert_text(node.text[ACH_DESCRIPTION], "says \"" TITLE_UTF8 "\"");
    assert_text(node.text[ACH_TOTAL], "");
    assert_int_equal(node.total, 1);
    assert_int_equal(node.rank, 20);
    assert_bytes(ach_package_cell(package, 0, ACH_TITLE), TITLE_GBK);
    assert_bytes(ach_package_cell(package, 0, ACH_DESCRIPTION), "says \"" TITLE_GBK "\"");
    assert_bytes(ach_package_cell(package, 1, ACH_RANK), "1");
    assert_int_equal(ach_package_node(package, 2, &node), ACH_OK);
    assert_int_equal(node.total, 4);
    assert_icon(package, 0, ACH_PRE_PIC, 'a');
    assert_icon(package, 0, ACH_FIN_PIC, 'b');
    assert_icon(package, 1, ACH_PRE_PIC, 'a');
    assert_icon(package, 2, ACH_FIN_PIC, 'c');
    assert_int_equal(ach_package_display(package, 0), 1);
    assert_int_equal(ach_package_display(package, 1), 2);
    assert_int_equal(ach_package_display(package, 2), 0);
}

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

#define OK_ROW "ok,textures/a.png,textures/b.png,t,d,1,1\n"

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

/* --- What is never loaded -----------------------------------------------------------------------
 */

static const char *code_of(const ach__buffer *zip, ach_status wanted) {
    static char found[256];
    for (uint32_t flags = 0; flags < 2; flags++) {
        ach_package *package = NULL;
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        assert_int_equal(open_bytes(&package, zip, flags, why), wanted);
        assert_null(package);
        (void)fake_codes(why, found, sizeof found);
        ach_diags_free(why);
    }
    return found;
}

/* Where `what` begins in the zip. */
static size_t place_of(const ach__buffer *zip, const char *what) {
    const unsigned char *at = memmem(zip->data, zip->size, what, strlen(what));
    assert_non_null(at);
    return (size_t)(at - zip->data);
}

static void damage_is_refused(void **state) {
    (void)state;
    ach__buffer zip;
    make_good(&zip);
    zip.data[place_of(&zip, "IDAT") + 4] ^= 1;
    assert_non_null(strstr(code_of(&zip, ACH_EFORMAT), "zip-damaged"));
    zip.data[place_of(&zip, "IDAT") + 4] ^= 1;
    zip.data[place_of(&zip, "again")] ^= 1;
    assert_non_null(strstr(code_of(&zip, ACH_EFORMAT), "zip-damaged"));
    ach__buffer_free(&zip);
    make(&zip, "", ACH__SLICE(HEADER), true);
    assert_int_equal(zip.data[8], 8);
    zip.size -= 22;
    assert_non_null(strstr(code_of(&zip, ACH_EFORMAT), "zip-damaged"));
    zip.size = 0;
    assert_non_null(strstr(code_of(&zip, ACH_EFORMAT), "zip-damaged"));
    ach__buffer_free(&zip);
}

typedef struct entry_case {
    zip_file files[4];
    const char *codes;
} entry_case;

static void entries_are_refused(void **state) {
    (void)state;
    static const char row[] = HEADER "a,textures/a.png,textures/a.png,t,d,1,1\n";
    unsigned char bad[96];
    ach__slice whole = picture('a');
    memcpy(bad, whole.ptr, whole.len);
    bad[whole.len - 1] ^= 1; /* of the check sum of IEND */
    const entry_case cases[] = {
        {{{"NodeSetting.csv", ARRAY(row)}, {"textures/a.png", {whole.ptr, whole.len - 4}}},
         "icon-damaged"},
        {{{"NodeSetting.csv", ARRAY(row)}, {"textures/a.png", {whole.ptr, 20}}}, "icon-damaged"},
        {{{"NodeSetting.csv", ARRAY(row)}, {"textures/a.png", {(const char *)bad, whole.len}}},
         "icon-damaged"},
        {{{"NodeSetting.csv", ARRAY(row)}, {"textures/a.png", whole}, {"../x", whole}},
         "zip-unsafe-name"},
        {{{"NodeSetting.csv", ARRAY(row)}, {"textures/a.png", whole}, {"textures/A.png", whole}},
         "zip-duplicate-name"},
        {{{"nodesetting.csv", ARRAY(row)}, {"textures/a.png", whole}}, "table-missing"},
        {{{"NodeSetting.csv", ACH__SLICE("")}, {"textures/a.png", whole}}, "header-missing-column"},
        {{{"NodeSetting.csv", ACH__SLICE("PrePic,FinPic,Title\nx,y,z\n")}},
         "header-missing-column header-missing-column header-missing-column header-missing-column"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int deflated = 0; deflated < 2; deflated++) {
            ach__buffer zip;
            ach__buffer_init(&zip, NULL, ZIP_MOST);
            zip_make(&zip, "", cases[i].files, deflated == 1);
            const char *codes = code_of(&zip, ACH_EFORMAT);
            assert_non_null(strstr(codes, cases[i].codes));
            ach__buffer_free(&zip);
        }
    }
}

/* --- Limits and options --------------------------------------------------------------------------
 */

static ach_status open_limited(const ach__buffer *zip, ach_package_options options,
                               const char **code) {
    static char found[256];
    ach_package *package = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_status status = ach_package_open_memory(&package, zip->data, zip->size, &options, why);
    assert_true((package != NULL) == (status == ACH_OK));
    *code = fake_codes(why, found, sizeof found);
    ach_package_free(package);
    ach_diags_free(why);
    return status;
}

#define ASSERT_LIMIT(field, fits, code_wanted)                                                     \
    do {                                                                                           \
        const char *code;                                                                          \
        ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;                                    \
        options.field = (fits);                                                                    \
        assert_int_equal(open_limited(&zip, options, &code), ACH_OK);                              \
        options.field--;                                                                           \
        assert_int_equal(open_limited(&zip, options, &code), ACH_ELIMIT);                          \
        assert_string_equal(code, code_wanted);                                                    \
    } while (0)

static void each_limit(void **state) {
    (void)state;
    ach__buffer zip;
    char blank[100000];
    memset(blank, ' ', sizeof blank);
    make_good(&zip);
    size_t total = sizeof good_table - 1 + 3 * picture('a').len;
    ASSERT_LIMIT(max_archive_bytes, zip.size, "zip-limit");
    ASSERT_LIMIT(max_entries, 4, "zip-limit");
    ASSERT_LIMIT(max_entry_bytes, sizeof good_table - 1, "zip-limit");
    ASSERT_LIMIT(max_total_bytes, total, "zip-limit");
    ach_package *package = must_open(&zip, 0);
    assert_in_range(ach_package_memory(package), zip.size, zip.size + 20000);
    ach_package_free(package);
    ach__buffer_free(&zip);
    ach__buffer_init(&zip, NULL, ZIP_MOST);
    const zip_file files[] = {
        {"NodeSetting.csv", ACH__SLICE(HEADER OK_ROW)}, {"x", {blank, sizeof blank}}, {NULL, {0}}};
    const char *code;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    zip_make(&zip, "", files, true);
    assert_int_equal(open_limited(&zip, options, &code), ACH_ELIMIT);
    assert_string_equal(code, "zip-limit");
    options.max_ratio = 2000;
    assert_int_equal(open_limited(&zip, options, &code), ACH_OK);
    ach__buffer_free(&zip);
}

/* From nothing to enough: never more than is allowed, and never anything but ACH_ELIMIT. */
static void memory_is_limited(void **state) {
    (void)state;
    ach__buffer zip;
    size_t refused = 0;
    make(&zip, "", ARRAY(good_table), true);
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    for (options.max_memory = 1;; options.max_memory += 61) {
        ach_package *package = NULL;
        ach_status status = ach_package_open_memory(&package, zip.data, zip.size, &options, NULL);
        if (status == ACH_OK) {
            assert_true(ach_package_memory(package) <= options.max_memory);
            ach_package_free(package);
            break;
        }
        assert_int_equal(status, ACH_ELIMIT);
        assert_null(package);
        refused++;
    }
    assert_true(refused > 100 && options.max_memory < 300000);
    ach__buffer_free(&zip);
}

static void options_of_other_versions(void **state) {
    (void)state;
    ach__buffer zip;
    const char *code;
    struct {
        ach_package_options known;
        uint64_t more[4];
    } newer = {ACH_PACKAGE_OPTIONS_INIT, {0}};
    make_good(&zip);
    ach_package *package = NULL;
    newer.known.size = sizeof newer;
    assert_int_equal(ach_package_open_memory(&package, zip.data, zip.size, &newer.known, NULL),
                     ACH_OK);
    ach_package_free(package);
    newer.more[3] = 1;
    assert_int_equal(ach_package_open_memory(&package, zip.data, zip.size, &newer.known, NULL),
                     ACH_EARGUMENT);
    /* An older caller: what is behind its end is not looked at. */
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.size = offsetof(ach_package_options, max_entries);
    options.max_entries = 1;
    assert_int_equal(open_limited(&zip, options, &code), ACH_OK);
    options.size = offsetof(ach_package_options, max_entry_bytes);
    assert_int_equal(open_limited(&zip, options, &code), ACH_ELIMIT);
    options.size = 0;
    assert_int_equal(open_limited(&zip, options, &code), ACH_EARGUMENT);
    options = (ach_package_options)ACH_PACKAGE_OPTIONS_INIT;
    options.flags = 4;
    assert_int_equal(open_limited(&zip, options, &code), ACH_EARGUMENT);
    assert_int_equal(ach_package_open_memory(&package, zip.data, zip.size, NULL, NULL), ACH_OK);
    ach_package_free(package);
    ach__buffer_free(&zip);
}

/* --- Holders, memory, damage everywhere
 * ----------------------------------------------------------- */

static void holders(void **state) {
    (void)state;
    ach__buffer zip;
    make_good(&zip);
    size_t left = SIZE_MAX;
    ach_allocator allocator = failing_allocator(&left);
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    ach_package *package = NULL;
    assert_int_equal(ach_package_open_memory(&package, zip.data, zip.size, &options, NULL), ACH_OK);
    assert_ptr_equal(ach_package_keep(package), package);
    assert_ptr_equal(ach_package_keep(package), package);
    ach_package_free(package);
    ach_package_free(package);
    assert_good(package);
    ach_package_free(package);
    ach_package_free(NULL);
    ach__buffer_free(&zip);
}

static void without_memory(void **state) {
    (void)state;
    for (int deflated = 0; deflated < 2; deflated++) {
        ach__buffer zip;
        ach_status status = ACH_ENOMEM;
        make(&zip, "x/", ARRAY(good_table), deflated == 1);
        for (size_t requests = 0; status != ACH_OK; requests++) {
            size_t left = requests;
            ach_allocator allocator = failing_allocator(&left);
            ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
            options.allocator = &allocator;
            ach_package *package = NULL;
            ach_diags *why = requests % 2 == 0 ? NULL : ach_diags_new(NULL, ACH_ENGLISH);
            status = ach_package_open_memory(&package, zip.data, zip.size, &options, why);
            assert_true(status == ACH_ENOMEM || status == ACH_OK);
            if (status == ACH_OK) {
                left = 0; /* asking takes no memory */
                assert_good(package);
            }
            ach_package_free(package);
            ach_diags_free(why);
        }
        ach__buffer_free(&zip);
    }
}

static void without_memory_for_findings(void **state) {
    (void)state;
    ach__buffer zip;
    ach_status status = ACH_ENOMEM;
    make(&zip, "", ACH__SLICE(HEADER OK_ROW OK_ROW "x,y,z,t,d,-1,-1\n"), false);
    for (size_t requests = 1; status == ACH_ENOMEM; requests++) {
        size_t left = requests;
        ach_allocator allocator = failing_allocator(&left);
        ach_diags *why = ach_diags_new(&allocator, ACH_ENGLISH);
        ach_package *package = NULL;
        status = open_bytes(&package, &zip, 0, why);
        assert_true(status == ACH_ENOMEM || status == ACH_OK);
        ach_package_free(package);
        ach_diags_free(why);
    }
    ach__buffer_free(&zip);
}

/* Loaded or refused, with a reason; what is loaded can be asked. */
static bool survives(const ach__buffer *zip, size_t size) {
    char *copy = malloc(size > 0 ? size : 1); /* exactly as long, for the sanitizers */
    assert_non_null(copy);
    memcpy(copy, zip->data, size);
    ach_package *package = NULL;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.flags = ACH_PACKAGE_BORROW;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_status status = ach_package_open_memory(&package, copy, size, &options, why);
    assert_true(status == ACH_OK || status == ACH_EFORMAT || status == ACH_ELIMIT);
    assert_true(status == ACH_OK || ach_diags_count_severity(why, ACH_ERROR) > 0);
    for (size_t i = 0; package != NULL && i < ach_package_count(package); i++) {
        uint8_t print[32];
        assert_int_equal(ach_package_node_fingerprint(package, i, print), ACH_OK);
    }
    ach_package_free(package);
    ach_diags_free(why);
    free(copy);
    return status == ACH_OK;
}

static void cut_everywhere(void **state) {
    (void)state;
    ach__buffer zip;
    make(&zip, "x/", ARRAY(good_table), true);
    for (size_t size = 0; size < zip.size; size++) {
        assert_false(survives(&zip, size));
    }
    assert_true(survives(&zip, zip.size));
    ach__buffer_free(&zip);
}

static void bits_flipped_everywhere(void **state) {
    (void)state;
    for (int deflated = 0; deflated < 2; deflated++) {
        ach__buffer zip;
        make(&zip, "x/", ARRAY(good_table), deflated == 1);
        for (size_t bit = 0; bit < zip.size * 8; bit++) {
            zip.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
            (void)survives(&zip, zip.size);
            zip.data[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        ach__buffer_free(&zip);
    }
}

/* --- Files
 * ----------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/test_package.XXXXXX";
static char target[64];

static int make_folder(void **state) {
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(target, sizeof target, "%s/p.zip", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    (void)unlink(target);
    return rmdir(folder);
}

static void write_file(const void *bytes, size_t before, size_t size) {
    int fd = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    for (size_t i = 0; i < before; i++) {
        assert_int_equal(write(fd, "x", 1), 1);
    }
    assert_int_equal(write(fd, bytes, size), size);
    close(fd);
}

static void files(void **state) {
    (void)state;
    ach__buffer zip;
    ach_package *package = NULL;
    make_good(&zip);
    write_file(zip.data, 0, zip.size);
    assert_int_equal(ach_package_open(&package, target, NULL, NULL), ACH_OK);
    assert_good(package);
    ach_package_free(package);
    assert_int_equal(ach_package_open(&package, "/nowhere/p.zip", NULL, NULL), ACH_ENOTFOUND);
    assert_null(package);
    assert_int_equal(ach_package_open(&package, folder, NULL, NULL), ACH_EIO);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(ach_package_open(&package, "/dev/null", NULL, NULL), ACH_EIO);
    assert_int_equal(errno, EINVAL);
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.max_archive_bytes = zip.size - 1;
    assert_int_equal(ach_package_open(&package, target, &options, NULL), ACH_ELIMIT);
    options.max_archive_bytes = zip.size;
    assert_int_equal(ach_package_open(&package, target, &options, NULL), ACH_OK);
    ach_package_free(package);
    assert_int_equal(unlink(target), 0);
    assert_int_equal(mkfifo(target, 0600), 0);
    assert_int_equal(ach_package_open(&package, target, NULL, NULL), ACH_EIO);
    assert_int_equal(unlink(target), 0);
    ach__buffer_free(&zip);
}

static void descriptors(void **state) {
    (void)state;
    ach__buffer zip;
    ach_package *package = NULL;
    make_good(&zip);
    write_file(zip.data, 1000, zip.size);
    int fd = open(target, O_RDONLY);
    assert_int_equal(ach_package_open_fd(&package, fd, NULL, NULL), ACH_EFORMAT);
    assert_int_equal(lseek(fd, 1000, SEEK_SET), 1000);
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.max_archive_bytes = zip.size;
    assert_int_equal(ach_package_open_fd(&package, fd, &options, NULL), ACH_OK);
    assert_good(package);
    ach_package_free(package);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 1000 + zip.size);
    assert_int_equal(ach_package_open_fd(&package, fd, NULL, NULL), ACH_EFORMAT);
    assert_int_equal(lseek(fd, 999, SEEK_SET), 999);
    assert_int_equal(ach_package_open_fd(&package, fd, &options, NULL), ACH_ELIMIT);
    close(fd);
    assert_int_equal(ach_package_open_fd(&package, -1, NULL, NULL), ACH_EIO);
    assert_int_equal(errno, EBADF);
    ach__buffer_free(&zip);
}

/* Writes over and cuts the file while others read it. */
typedef struct writer {
    const ach__buffer *zip;
    atomic_bool stop;
} writer;

static void *rewrite(void *user) {
    writer *self = user;
    int fd = open(target, O_WRONLY);
    while (!atomic_load(&self->stop)) {
        (void)!ftruncate(fd, (off_t)(self->zip->size / 2));
        (void)!pwrite(fd, self->zip->data, self->zip->size, 0);
        (void)!ftruncate(fd, (off_t)(self->zip->size + 5000));
        (void)!ftruncate(fd, (off_t)self->zip->size);
    }
    close(fd);
    return NULL;
}

static void file_changes_meanwhile(void **state) {
    (void)state;
    ach__buffer zip;
    pthread_t thread;
    make_good(&zip);
    write_file(zip.data, 0, zip.size);
    writer self = {.zip = &zip};
    assert_int_equal(pthread_create(&thread, NULL, rewrite, &self), 0);
    for (int i = 0; i < 500; i++) {
        ach_package *package = NULL;
        ach_status status = ach_package_open(&package, target, NULL, NULL);
        assert_true(status == ACH_OK || status == ACH_EFORMAT);
        if (status == ACH_OK) {
            assert_good(package);
        }
        ach_package_free(package);
    }
    atomic_store(&self.stop, true);
    pthread_join(thread, NULL);
    ach__buffer_free(&zip);
}

static void findings_of_others_stay(void **state) {
    (void)state;
    ach__buffer zip;
    ach__buffer bad;
    ach_package *package = NULL;
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    make_good(&zip);
    make(&bad, "", ACH__SLICE(HEADER OK_ROW OK_ROW), false);
    assert_int_equal(open_bytes(&package, &bad, ACH_PACKAGE_STRICT, why), ACH_EFORMAT);
    size_t count = ach_diags_count(why);
    /* The errors of an earlier call are not this one's. */
    assert_int_equal(open_bytes(&package, &zip, ACH_PACKAGE_STRICT, why), ACH_OK);
    assert_true(ach_diags_count(why) >= count);
    assert_null(ach__diags_lines(why, ACH__SLICE("NodeSetting.csv")));
    ach_package_free(package);
    ach_diags_free(why);
    ach__buffer_free(&zip);
    ach__buffer_free(&bad);
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
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(entries_are_refused),
        cmocka_unit_test(each_limit),
        cmocka_unit_test(memory_is_limited),
        cmocka_unit_test(options_of_other_versions),
        cmocka_unit_test(holders),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(without_memory_for_findings),
        cmocka_unit_test(cut_everywhere),
        cmocka_unit_test(bits_flipped_everywhere),
        cmocka_unit_test(files),
        cmocka_unit_test(descriptors),
        cmocka_unit_test(file_changes_meanwhile),
        cmocka_unit_test(findings_of_others_stay),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
