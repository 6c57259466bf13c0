/* The rules about the package as a whole: layout, strays, size; and the page picture.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_package.h"
#include "rules/package.h"

#include <stdio.h>
#include <unistd.h>

enum { FILES_MOST = 8 };

typedef struct layout_row {
    const char *name;
    bool is_archive;
    const char *files[FILES_MOST]; /* one that ends with '/' is a folder entry */
    int message;                   /* of the first finding, or -1 */
    const char *codes;
    const char *root; /* NULL: no table */
} layout_row;

#define TABLE "NodeSetting.csv"

static const layout_row layouts[] = {
    {"flat folder", false, {TABLE, "textures/a.png"}, -1, "", ""},
    {"folder, one down", false, {"A/" TABLE, "A/textures/a.png"}, -1, "", "A/"},
    {"folder, two down", false, {"x/A/" TABLE}, -1, "", "x/A/"},
    {"nested zip", true, {"x/", "x/A/", "x/A/" TABLE, "x/A/textures/a.png"}, -1, "", "x/A/"},
    {"flat zip", true, {TABLE}, ACH__PACKAGE_LAYOUT_FLAT, "package-layout", ""},
    {"zip, one down", true, {"A/" TABLE}, ACH__PACKAGE_LAYOUT_ONE_FOLDER, "package-layout", "A/"},
    {"beside",
     true,
     {"A/" TABLE, "readme.txt"},
     ACH__PACKAGE_LAYOUT_BESIDE,
     "package-layout",
     "A/"},
    {"beside, inner",
     true,
     {"x/A/" TABLE, "x/B/", "x/readme.txt"},
     ACH__PACKAGE_LAYOUT_BESIDE_SEVERAL,
     "package-layout",
     "x/A/"},
    {"a name that only begins alike",
     true,
     {"x/A/" TABLE, "x/A.txt"},
     ACH__PACKAGE_LAYOUT_BESIDE,
     "package-layout",
     "x/A/"},
    {"macOS beside",
     true,
     {"x/A/" TABLE, "__MACOSX/x/._A", ".DS_Store"},
     ACH__PACKAGE_LAYOUT_BESIDE_SEVERAL,
     "package-layout",
     "x/A/"},
    {"deep", false, {"a/b/c/" TABLE}, ACH__PACKAGE_LAYOUT_DEEP, "package-layout", "a/b/c/"},
    {"deep zip", true, {"a/b/c/" TABLE}, ACH__PACKAGE_LAYOUT_DEEP, "package-layout", "a/b/c/"},
    {"deep beside a good one",
     false,
     {TABLE, "a/b/c/" TABLE},
     ACH__PACKAGE_STRAY_TABLE,
     "package-stray-file",
     ""},
    {"several", false, {"b/" TABLE, "a/" TABLE}, ACH__TABLE_SEVERAL, "table-several", "a/"},
    {"several, the shallowest", true, {"a/" TABLE, TABLE}, ACH__TABLE_SEVERAL, "table-several", ""},
    {"several, with their files",
     false,
     {"a/" TABLE, "b/" TABLE, "b/textures/x.png", "b/notes.txt"},
     ACH__TABLE_SEVERAL,
     "table-several",
     "a/"},
    {"none", false, {"textures/a.png"}, ACH__TABLE_MISSING, "table-missing", NULL},
    {"nothing", true, {NULL}, ACH__TABLE_MISSING, "table-missing", NULL},
    {"case", false, {"x/nodesetting.CSV"}, ACH__TABLE_MISSING_CASE, "table-missing", NULL},
    {"case before ending",
     false,
     {TABLE ".txt", "nodesetting.csv"},
     ACH__TABLE_MISSING_CASE,
     "table-missing",
     NULL},
    {"ending", false, {TABLE ".txt"}, ACH__TABLE_MISSING_TEXT_ENDING, "table-missing", NULL},
    {"no ending", false, {"NodeSetting"}, ACH__TABLE_MISSING_TEXT_ENDING, "table-missing", NULL},
    {"spreadsheet",
     false,
     {"NodeSetting.xlsx"},
     ACH__TABLE_MISSING_SPREADSHEET,
     "table-missing",
     NULL},
    {"copy", false, {"NodeSetting (1).csv"}, ACH__TABLE_MISSING_NAME, "table-missing", NULL},
    {"misspelt", false, {"NodeSeting.csv"}, ACH__TABLE_MISSING_NAME, "table-missing", NULL},
    {"another csv", false, {"table.csv"}, ACH__TABLE_MISSING_NAME, "table-missing", NULL},
    {"a copy by macOS", false, {"._" TABLE}, ACH__TABLE_MISSING, "table-missing", NULL},
    {"a folder", true, {TABLE "/"}, ACH__TABLE_MISSING_NO_FILE, "table-missing", NULL},
    {"near, but far down",
     false,
     {"a/b/c/d/nodesetting.csv"},
     ACH__TABLE_MISSING,
     "table-missing",
     NULL},
};

static void make_files(const char *const *names, fake_file *files, char (*room)[64]) {
    size_t count = 0;
    for (; count < FILES_MOST && names[count] != NULL; count++) {
        size_t size = strlen(names[count]);
        files[count] = (fake_file){.path = room[count], .bytes = ACH__SLICE("x")};
        strcpy(room[count], names[count]);
        if (room[count][size - 1] == '/') {
            room[count][size - 1] = '\0';
            files[count].type = ACH__FILE_DIRECTORY;
        }
    }
    files[count].path = NULL;
}

static void test_layouts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        const layout_row *row = &layouts[i];
        fake_file files[FILES_MOST + 1];
        char room[FILES_MOST][64];
        char codes[256];
        ach__source source;
        ach__package package;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        make_files(row->files, files, room);
        fake_open(&source, files, row->is_archive);
        fake_package(&package, &source, NULL);
        ach__check_layout(&package, diags);
        ach__check_table_missing(&package, diags);
        ach__check_contents(&package, diags);
        if (strcmp(fake_codes(diags, codes, sizeof codes), row->codes) != 0) {
            print_error("layout %s\n", row->name);
        }
        assert_string_equal(codes, row->codes);
        if (row->message >= 0) {
            ach_finding found;
            assert_ptr_equal(ach__diags_at(diags, 0)->message,
                             &ach__package_messages[row->message]);
            assert_int_equal(ach_diags_get(diags, 0, &found), ACH_OK);
            assert_null(strchr(found.message, '{')); /* all parameters are given */
        }
        assert_int_equal(package.table_file != NULL, row->root != NULL);
        if (row->root != NULL) {
            assert_true(ach__slice_equal(package.root, ach__slice_of(row->root)));
        }
        fake_package_free(&package);
        ach_diags_free(diags);
    }
}

typedef struct stray_row {
    const char *path;
    int message; /* -1: none */
} stray_row;

static const stray_row strays[] = {
    {"textures/unused.png", -1},
    {"textures/UNUSED.JPG", -1},
    {"customAchievements/first.json", -1},
    {".DS_Store", ACH__PACKAGE_STRAY_MACOS},
    {"textures/._a.png", ACH__PACKAGE_STRAY_MACOS},
    {"__MACOSX/._a.png", ACH__PACKAGE_STRAY_MACOS_FOLDER},
    {"textures/Thumbs.db", ACH__PACKAGE_STRAY_WINDOWS},
    {"Desktop.ini", ACH__PACKAGE_STRAY_WINDOWS},
    {"textures/a.png~", ACH__PACKAGE_STRAY_BACKUP},
    {"NodeSetting.csv.bak", ACH__PACKAGE_STRAY_BACKUP},
    {"~$NodeSetting.xlsx", ACH__PACKAGE_STRAY_BACKUP},
    {"NodeSetting.xlsx", ACH__PACKAGE_STRAY_SPREADSHEET},
    {"other.csv", ACH__PACKAGE_STRAY_SPREADSHEET},
    {"textures/a.psd", ACH__PACKAGE_STRAY_SOURCE},
    {".git/config", ACH__PACKAGE_STRAY_REPOSITORY},
    {".gitignore", ACH__PACKAGE_STRAY_REPOSITORY},
    {"readme.txt", ACH__PACKAGE_STRAY_FILE},
    {"icons/a.png", ACH__PACKAGE_STRAY_FILE},
};

static void test_strays(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        fake_file files[] = {
            {.path = TABLE, .bytes = ACH__SLICE("x")},
            {.path = strays[i].path, .bytes = ACH__SLICE("x")},
            {.path = NULL},
        };
        ach__source source;
        ach__package package;
        ach_finding found;
        ach_diags *diags = ach_diags_new(NULL, ACH_CHINESE);
        fake_open(&source, files, false);
        fake_package(&package, &source, NULL);
        ach__check_layout(&package, diags);
        ach__check_contents(&package, diags);
        if (ach_diags_count(diags) != (strays[i].message >= 0)) {
            print_error("stray %s\n", strays[i].path);
        }
        assert_int_equal(ach_diags_count(diags), strays[i].message >= 0);
        if (strays[i].message >= 0) {
            assert_ptr_equal(ach__diags_at(diags, 0)->message,
                             &ach__package_messages[strays[i].message]);
            assert_int_equal(ach_diags_get(diags, 0, &found), ACH_OK);
            assert_null(strchr(found.message, '{'));
        }
        assert_int_equal(package.left_out_count, strncmp(strays[i].path, "customA", 7) != 0);
        fake_package_free(&package);
        ach_diags_free(diags);
    }
}

/* One finding for a folder that is told as one; a hundred and a count where there are very many. */
static void test_many_strays(void **state) {
    enum { MANY = 250 };
    static fake_file files[2 * MANY + 2];
    static char names[2 * MANY][32];
    (void)state;
    files[0] = (fake_file){.path = TABLE};
    for (size_t i = 0; i < MANY; i++) {
        sprintf(names[2 * i], ".git/objects/%03zu", i);
        sprintf(names[2 * i + 1], "notes/%03zu.txt", i);
        files[2 * i + 1] = (fake_file){.path = names[2 * i]};
        files[2 * i + 2] = (fake_file){.path = names[2 * i + 1]};
    }
    ach__source source;
    ach__package package;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    fake_open(&source, files, false);
    fake_package(&package, &source, NULL);
    ach__check_layout(&package, diags);
    ach__check_contents(&package, diags);
    ach__diags_finish(diags);
    assert_int_equal(ach_diags_count(diags), 101);
    assert_int_equal(ach_diags_count_severity(diags, ACH_NOTE), 1);
    assert_int_equal(package.left_out_count, 2 * MANY);
    fake_package_free(&package);
    ach_diags_free(diags);
}

static void test_archive_size(void **state) {
    static const struct {
        uint64_t bytes;
        int message;
    } rows[] = {{3000000, -1},
                {3000001, ACH__PACKAGE_SIZE_ARCHIVE_NEAR},
                {3145728, ACH__PACKAGE_SIZE_ARCHIVE_NEAR},
                {3145729, ACH__PACKAGE_SIZE_ARCHIVE_OVER}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fake_file files[] = {{.path = "x/A/" TABLE}, {.path = NULL}};
        ach__source source;
        ach__package package;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        fake_open(&source, files, true);
        source.archive_bytes = rows[i].bytes;
        fake_package(&package, &source, NULL);
        ach__check_layout(&package, diags);
        ach__check_contents(&package, diags);
        assert_int_equal(ach_diags_count(diags), rows[i].message >= 0);
        if (rows[i].message >= 0) {
            const ach__finding *finding = ach__diags_at(diags, 0);
            assert_ptr_equal(finding->message, &ach__package_messages[rows[i].message]);
            assert_int_equal(finding->severity, rows[i].bytes > 3145728 ? ACH_ERROR : ACH_WARNING);
        }
        fake_package_free(&package);
        ach_diags_free(diags);
    }
}

/* The budget is what a zip of stored entries has: told by hand here, and near the limits. */
static void test_budget(void **state) {
    static const struct {
        uint64_t picture;
        int message;
    } rows[] = {{1000, -1},
                {2999999 - 22 - 2 * 76 - 2 * 39 - 2 * 38 - 100 + 1, -1},
                {3000000 - 22 - 2 * 76 - 2 * 39 - 2 * 38 - 100 + 1, ACH__PACKAGE_SIZE_FOLDER_NEAR},
                {3145728 - 22 - 2 * 76 - 2 * 39 - 2 * 38 - 100 + 1, ACH__PACKAGE_SIZE_FOLDER_OVER}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fake_file files[] = {{.path = TABLE, .size = 100},
                             {.path = "textures/a.png", .size = rows[i].picture},
                             {.path = NULL}};
        ach__source source;
        ach__package package;
        ach_finding found;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        fake_open(&source, files, false);
        fake_package(&package, &source, NULL);
        ach__check_layout(&package, diags);
        ach__icon icon = {.file = &source.files[1]};
        package.has_table = true;
        package.icons = &icon;
        package.icon_count = 1;
        assert_int_equal(ach__package_budget(&package, package.prefix),
                         22 + 2 * 76 + 2 * 39 + 2 * 38 + 100 + rows[i].picture);
        ach__check_contents(&package, diags);
        assert_int_equal(ach_diags_count(diags), rows[i].message >= 0);
        if (rows[i].message >= 0) {
            assert_ptr_equal(ach__diags_at(diags, 0)->message,
                             &ach__package_messages[rows[i].message]);
            assert_int_equal(ach_diags_get(diags, 0, &found), ACH_OK);
            assert_non_null(strstr(found.help, "a.png ("));
        }
        fake_package_free(&package);
        ach_diags_free(diags);
    }
}

/* Writes `bytes` to a new file and checks it as the page picture. */
static int check_header(ach__slice bytes) {
    char path[] = "/tmp/achpack_header_XXXXXX";
    int fd = mkstemp(path);
    int message = -1;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.ptr, bytes.len), (ssize_t)bytes.len);
    close(fd);
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__check_options options = {.max_pixels = 1000, .header_image = path};
    ach__check_header_image(&options, diags);
    unlink(path);
    assert_true(ach_diags_count(diags) <= 1);
    if (ach_diags_count(diags) == 1) {
        ach_finding found;
        message = (int)(ach__diags_at(diags, 0)->message - ach__package_messages);
        assert_int_equal(ach_diags_get(diags, 0, &found), ACH_OK);
        assert_null(strchr(found.message, '{'));
        assert_non_null(strstr(found.message, path));
        assert_null(found.file); /* it is no part of the package */
    }
    ach_diags_free(diags);
    return message;
}

static int check_header_png(fake_png png) {
    ach__slice bytes = fake_png_make(&png);
    int message = check_header(bytes);
    free((void *)(uintptr_t)bytes.ptr);
    return message;
}

static void test_header_image(void **state) {
    static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xC0, 0,    11, 8,    0x06, 0x59,
                                         0x03, 0xE8, 1,    1,    0x11, 0,  0xFF, 0xD9};
    (void)state;
    assert_int_equal(check_header_png((fake_png){.width = 1000, .height = 1625}), -1);
    assert_int_equal(check_header_png((fake_png){.width = 1000, .height = 1624}),
                     ACH__HEADER_IMAGE_SIZE);
    assert_int_equal(check_header_png((fake_png){.width = 1625, .height = 1000}),
                     ACH__HEADER_IMAGE_SIZE_SWAPPED);
    assert_int_equal(check_header_png((fake_png){.width = 4000, .height = 1625}),
                     ACH__HEADER_IMAGE_SIZE);
    assert_int_equal(check_header_png((fake_png){.width = 1000, .height = 1625, .cut = true}),
                     ACH__HEADER_IMAGE_DAMAGED);
    assert_int_equal(check_header((ach__slice){(const char *)jpeg, sizeof jpeg}), -1);
    assert_int_equal(check_header((ach__slice){(const char *)jpeg, 8}),
                     ACH__HEADER_IMAGE_DAMAGED_JPEG);
    assert_int_equal(check_header(ACH__SLICE("GIF89a....")), ACH__HEADER_IMAGE_FORMAT);
    assert_int_equal(check_header(ACH__SLICE("")), ACH__HEADER_IMAGE_FORMAT_EMPTY);
}

static void test_header_image_unreadable(void **state) {
    (void)state;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach__check_options options = {.max_pixels = 1000, .header_image = "/nowhere/header.png"};
    ach__check_header_image(&options, diags);
    options.header_image = "/tmp";
    ach__check_header_image(&options, diags);
    assert_int_equal(ach_diags_count(diags), 2);
    for (size_t i = 0; i < 2; i++) {
        assert_ptr_equal(ach__diags_at(diags, i)->message,
                         &ach__package_messages[ACH__HEADER_IMAGE_UNREADABLE]);
    }
    ach_diags_free(diags);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_strays),
        cmocka_unit_test(test_many_strays),
        cmocka_unit_test(test_archive_size),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_header_image),
        cmocka_unit_test(test_header_image_unreadable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
