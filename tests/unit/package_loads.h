/* Small packages for the tests of their loading, and what a good one must answer. Needs cmocka.h.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_PACKAGE_LOADS_H
#define TESTS_UNIT_PACKAGE_LOADS_H

#include <achpack/package.h>

#include "unit/fake_package.h"
#include "unit/zip_maker.h"

#include <stdio.h>

#define HEADER       "NodeId,PrePic,FinPic,Title,Description,Total,Rank\r\n"
#define ARRAY(array) ((ach__slice){array, sizeof(array) - 1})
#define ZIP_MOST     ((size_t)1 << 22)
#define OK_ROW       "ok,textures/a.png,textures/b.png,t,d,1,1\n"
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
static inline ach__slice picture(unsigned char pixel) {
    static unsigned char rooms[256][96];
    unsigned char *out = rooms[pixel];
    unsigned char *end = out + 8;
    memcpy(out, "\x89PNG\r\n\x1A\n", 8);
    end = fake_chunk(end, "IHDR", "\0\0\0\1\0\0\0\1\x08\0\0\0\0", 13);
    end = fake_chunk(end, "IDAT", &pixel, 1);
    end = fake_chunk(end, "IEND", NULL, 0);
    return (ach__slice){(const char *)out, (size_t)(end - out)};
}

static inline void make(ach__buffer *out, const char *prefix, ach__slice table, bool deflated) {
    const zip_file files[] = {{"NodeSetting.csv", table},
                              {"textures/a.png", picture('a')},
                              {"textures/b.png", picture('b')},
                              {"textures/c.png", picture('c')},
                              {NULL, {0}}};
    ach__buffer_init(out, NULL, ZIP_MOST);
    zip_make(out, prefix, files, deflated);
    assert_false(out->failed);
}

static inline void make_good(ach__buffer *out) {
    make(out, "", ARRAY(good_table), false);
}

static inline ach_status open_bytes(ach_package **out, const ach__buffer *zip, uint32_t flags,
                                    ach_diags *why) {
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.flags = flags;
    return ach_package_open_memory(out, zip->data, zip->size, &options, why);
}

static inline ach_package *must_open(const ach__buffer *zip, uint32_t flags) {
    ach_package *package = NULL;
    assert_int_equal(open_bytes(&package, zip, flags, NULL), ACH_OK);
    assert_non_null(package);
    return package;
}

static inline ach_package *open_table(ach__slice table) {
    ach__buffer zip;
    make(&zip, "", table, false);
    ach_package *package = must_open(&zip, 0);
    ach__buffer_free(&zip);
    return package;
}

static inline void assert_bytes(ach_bytes bytes, const char *wanted) {
    assert_int_equal(bytes.size, strlen(wanted));
    assert_memory_equal(bytes.data, wanted, bytes.size);
}

static inline void assert_text(ach_bytes text, const char *wanted) {
    assert_bytes(text, wanted);
    assert_int_equal(text.data[text.size], '\0');
}

static inline void assert_icon(const ach_package *package, size_t index, ach_column column,
                               unsigned char pixel) {
    ach_bytes icon = ach_package_icon(package, index, column);
    assert_int_equal(icon.size, picture(pixel).len);
    assert_memory_equal(icon.data, picture(pixel).ptr, icon.size);
}

/* --- What can be asked -------------------------------------------------------------------------
 */

static inline void assert_good(const ach_package *package) {
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

#endif
