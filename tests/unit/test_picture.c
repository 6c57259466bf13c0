/* Kinds of files by their first bytes, and the size of a JPEG.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/picture.h"

#include <stdlib.h>

#define BYTES(literal)                                                                             \
    { literal, sizeof(literal) - 1 }

typedef struct kind_row {
    ach__slice bytes;
    ach__file_kind kind;
} kind_row;

static const kind_row kind_rows[] = {
    {BYTES(""), ACH__KIND_EMPTY},
    {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ACH__KIND_PNG},
    {BYTES("\x89PNG\r\n\x1a\n"), ACH__KIND_PNG},
    {BYTES("\x89PNG\n\x1a\n\0\0\0\rIHDR"), ACH__KIND_PNG_AS_TEXT},
    {BYTES("\x89PNG\r\r\n\x1a\r\n\0\0\0\r\nIHDR"), ACH__KIND_PNG_AS_TEXT},
    {BYTES("\x89PNG\n\n\x1a\n\0\0\0\nIHDR"), ACH__KIND_PNG_AS_TEXT},
    {BYTES("\tPNG\r\n\x1a\n\0\0\0\rIHDR"), ACH__KIND_PNG_AS_TEXT},
    {BYTES("\xc2\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ACH__KIND_PNG_AS_TEXT},
    {BYTES("\xef\xbf\xbdPNG\r\n\x1a\n\0\0\0\rIHDR"), ACH__KIND_PNG_AS_TEXT},
    {BYTES("\x89PNX\r\n\x1a\n\0\0"), ACH__KIND_TGA_OR_DATA},
    {BYTES("\xff\xd8\xff\xe0\0\x10JFIF"), ACH__KIND_JPEG},
    {BYTES("GIF89a\1\0\1\0"), ACH__KIND_GIF},
    {BYTES("GIF87a\1\0\1\0"), ACH__KIND_GIF},
    {BYTES("RIFF\x24\0\0\0WEBPVP8 "), ACH__KIND_WEBP},
    {BYTES("RIFF\x24\0\0\0WAVEfmt "), ACH__KIND_TGA_OR_DATA},
    {BYTES("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\2\0\0\0"), ACH__KIND_BMP},
    {BYTES("BMW and Audi are makers of cars"), ACH__KIND_TEXT},
    {BYTES("\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0"), ACH__KIND_ICO},
    {BYTES("\0\0\2\0\x18\0\0\0\0\0\0\0\x78\0\x78\0\x20\x08\0\0\0\0"), ACH__KIND_ICO},
    {BYTES("\0\0\2\0\0\0\0\0\0\0\0\0\x78\0\x78\0\x20\x08\0\0\0\0"), ACH__KIND_TGA_OR_DATA},
    {BYTES("II*\0\x08\0\0\0"), ACH__KIND_TIFF},
    {BYTES("MM\0*\0\0\0\x08"), ACH__KIND_TIFF},
    {BYTES("8BPS\0\1\0\0"), ACH__KIND_PSD},
    {BYTES("PK\3\4\x14\0"), ACH__KIND_ZIP},
    {BYTES("PK\5\6\0\0"), ACH__KIND_ZIP},
    {BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), ACH__KIND_SVG},
    {BYTES("\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg/>"), ACH__KIND_SVG},
    {BYTES("<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"x\"><svg/>"), ACH__KIND_SVG},
    {BYTES("<?xml version=\"1.0\"?><other/>"), ACH__KIND_TEXT},
    {BYTES("<!-- never ends <svg/>"), ACH__KIND_TEXT},
    {BYTES("\r\n <!DOCTYPE HTML>\n<title>404</title>"), ACH__KIND_HTML},
    {BYTES("<HTML><body>"), ACH__KIND_HTML},
    {BYTES("version https://git-lfs.github.com/spec/v1\n"), ACH__KIND_TEXT},
    {BYTES("x"), ACH__KIND_TEXT},
    {BYTES("成就图标还没有画好"), ACH__KIND_TEXT},
    {BYTES("\xb3\xc9\xbe\xcd\xcd\xbc\xb1\xea\xbb\xb9\xc3\xbb\xd3\xd0\xbb\xad"), ACH__KIND_TEXT},
    {BYTES("\xff\xfeh\0i\0"), ACH__KIND_TEXT},
    {BYTES("half text\0and half not"), ACH__KIND_TGA_OR_DATA},
    {BYTES("\1\2\3\4\5\6\7\x0e\x0f\x10\x11\x12"), ACH__KIND_TGA_OR_DATA},
};

static void test_kinds(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof kind_rows / sizeof *kind_rows; i++) {
        ach__file_kind kind = ach__file_kind_of(kind_rows[i].bytes);
        if (kind != kind_rows[i].kind) {
            fail_msg("row %zu is said to be %s", i, ach__file_kind_name(kind)[0]);
        }
        /* No start of any of them is read beyond its end. */
        for (size_t size = 0; size < kind_rows[i].bytes.len; size++) {
            char *copy = malloc(size + 1);
            assert_non_null(copy);
            memcpy(copy + 1, kind_rows[i].bytes.ptr, size);
            ach__file_kind_of((ach__slice){copy + 1, size});
            free(copy);
        }
    }
}

static void test_long_text(void **state) {
    (void)state;
    static const char line[] = "一二三四五六七八九十,\xe2\x9c\x93 12345\r\n";
    for (size_t shift = 0; shift < 8; shift++) {
        char text[6000];
        for (size_t i = 0; i < sizeof text; i++) {
            text[i] = line[(i + 39 * shift) % (sizeof line - 1)];
        }
        assert_int_equal(ach__file_kind_of((ach__slice){text, sizeof text}), ACH__KIND_TEXT);
        for (size_t i = 0; i < sizeof text; i += 9) {
            text[i] = (char)(i % 8 + 1);
        }
        assert_int_equal(ach__file_kind_of((ach__slice){text, sizeof text}), ACH__KIND_TGA_OR_DATA);
    }
}

static void test_names(void **state) {
    (void)state;
    for (int kind = ACH__KIND_EMPTY; kind <= ACH__KIND_TEXT; kind++) {
        const char *const *name = ach__file_kind_name((ach__file_kind)kind);
        assert_true(strlen(name[0]) > 4);
        assert_true(strlen(name[1]) > 4);
    }
}

#define SOI   "\xff\xd8"
#define JFIF  "\xff\xe0\0\6JFIF"
#define FRAME "\0\x0b\x08\6\x59\3\xe8\1\1\x11\0"
#define SCAN  "\xff\xda\0\x08\1\1\0\0\x3f\0"

typedef struct jpeg_row {
    ach__slice bytes;
    uint32_t width, height; /* 0: none is told */
} jpeg_row;

static const jpeg_row jpeg_rows[] = {
    {BYTES(SOI JFIF "\xff\xc0" FRAME SCAN), 1000, 1625},
    {BYTES(SOI "\xff\xc2" FRAME), 1000, 1625},
    {BYTES(SOI "\xff\xff\xff\xcf" FRAME), 1000, 1625},
    {BYTES(SOI "\xff\x01\xff\xd0\xff\xc1" FRAME), 1000, 1625},
    {BYTES(SOI "\xff\xc4\0\2\xff\xcc\0\2\xff\xc8\0\2\xff\xc9" FRAME), 1000, 1625},
    {BYTES(SOI JFIF SCAN "\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI JFIF "\xff\xd9\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI JFIF "\0\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI "\xff\xe0\0\1\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI "\xff\xe0\0\0\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI "\xff\xe0\xff\xff\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI "\xff\xc0\0\7\x08\6\x59\3\xe8" FRAME), 0, 0},
    {BYTES(SOI "\xff\xc0\0\x0b\x08\0\0\3\xe8\1\1\x11\0"), 0, 0},
    {BYTES("\xff\xc0" FRAME), 0, 0},
    {BYTES(SOI "\xff\xff\xff"), 0, 0},
    {BYTES(""), 0, 0},
};

static void test_jpeg_sizes(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof jpeg_rows / sizeof *jpeg_rows; i++) {
        const jpeg_row *row = &jpeg_rows[i];
        uint32_t width = 0, height = 0;
        bool is_told = ach__jpeg_size(row->bytes, &width, &height);
        if (is_told != (row->width != 0) ||
            (is_told && (width != row->width || height != row->height))) {
            fail_msg("row %zu: %d %u %u", i, is_told, width, height);
        }
        for (size_t size = 0; size < row->bytes.len; size++) {
            char *copy = malloc(size + 1);
            assert_non_null(copy);
            memcpy(copy + 1, row->bytes.ptr, size);
            ach__jpeg_size((ach__slice){copy + 1, size}, &width, &height);
            free(copy);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_jpeg_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
