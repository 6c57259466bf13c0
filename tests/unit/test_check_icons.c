/* The rules about pictures: paths and their files, pictures and their faults, memory and speed.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_package.h"
#include "rules/icons.h"
#include "unit/failing.h"

#include <stdio.h>
#include <time.h>

#define HEADER "NodeId,PrePic,FinPic,Title,Description,Total,Rank\r\n"

static const ach__check_options options = {.max_pixels = ACH__MAX_PIXELS_DEFAULT, .jobs = 2};

typedef struct pictures {
    ach__slice dark, light;
} pictures;

static pictures make_pictures(void) {
    return (pictures){fake_png_make(&(fake_png){.width = 120, .height = 120, .brightness = 90}),
                      fake_png_make(&(fake_png){.width = 120, .height = 120, .brightness = 200})};
}

static void free_pictures(pictures *all) {
    free((void *)(uintptr_t)all->dark.ptr);
    free((void *)(uintptr_t)all->light.ptr);
}

/* Opens, reads the table and runs the rules; the caller looks at it and closes. */
static void check(ach__package *package, ach__source *source, fake_file *files, ach__slice table,
                  ach_diags *diags) {
    fake_open(source, files, false);
    fake_package(package, source, NULL);
    package->root = ACH__SLICE("");
    assert_int_equal(ach__table_read(&package->table, &package->arena, table,
                                     ACH__SLICE("NodeSetting.csv"), diags),
                     ACH_OK);
    package->has_table = true;
    ach__check_icons(package, &options, diags);
    assert_false(package->arena.failed);
}

static const char *const paths[][2] = {
    {"textures/a.png", ""},
    {"", "icon-path-empty"},
    {"  ", "icon-path-empty"},
    {" textures/a.png ", ""},
    {"/textures/a.png", "icon-path-unsafe"},
    {"\\\\server\\a.png", "icon-path-unsafe"},
    {"C:\\a.png", "icon-path-unsafe"},
    {"C:a.png", "icon-path-unsafe"},
    {"https://example.com/a.png", "icon-path-unsafe"},
    {"textures/../a.png", "icon-path-unsafe"},
    {"..", "icon-path-unsafe"},
    {"./textures/a.png", "icon-path-unsafe"},
    {"textures//a.png", "icon-path-unsafe"},
    {"textures/", "icon-path-unsafe"},
    {"textures/away.png", "icon-path-unsafe"},
    {"textures\\a.png", "icon-path-separator"},
    {"textures\\A.png", "icon-path-separator icon-case"},
    {"a.png", "icon-path-outside"},
    {"icons/a.png", "icon-path-outside"},
    {"nowhere/at_all.png", "icon-path-outside"},
    {"top.png", "icon-path-outside"},
    {"textures", "icon-path-outside"},
    {"textures/\xB5\xC6.png", "icon-path-characters"},
    {"textures/none\xB5\xC6.png", "icon-path-characters icon-missing"},
    {"textures/none.png", "icon-missing"},
    {"textures/a.jpg", "icon-missing"},
    {"textures/gone.png", "icon-missing"},
    {"textures/pipe.png", "icon-missing"},
    {"textures/sub", "icon-missing"},
    {"textures/A.PNG", "icon-case"},
    {"Textures/a.png", "icon-case"},
    {"textures/sub/C.png", "icon-case"},
    {"textures/sub/c.png", ""},
};

static void test_paths(void **state) {
    (void)state;
    pictures all = make_pictures();
    fake_file files[] = {
        {.path = "textures/a.png", .bytes = all.dark},
        {.path = "textures/b.png", .bytes = all.light},
        {.path = "textures/sub/c.png", .bytes = all.dark},
        {.path = "textures/\xE7\x81\xAF.png", .bytes = all.dark},
        {.path = "top.png", .bytes = all.dark},
        {.path = "textures/away.png", .type = ACH__FILE_LINK_AWAY},
        {.path = "textures/gone.png", .type = ACH__FILE_LINK_BROKEN},
        {.path = "textures/pipe.png", .type = ACH__FILE_SPECIAL},
        {.path = NULL},
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char text[1024];
        char codes[512];
        /* The rows behind keep the others from being reported as unused. */
        int size = snprintf(text, sizeof text,
                            HEADER "n,%s,textures/b.png,T,D,1,1\r\n"
                                   "\xB5\xC6,textures/a.png,textures/b.png,T,D,1,1\r\n"
                                   "m,textures/sub/c.png,textures/b.png,T,D,1,1\r\n",
                            paths[i][0]);
        ach__package package;
        ach__source source;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        /* The table's own rules, and what the other rows raise, are switched off by code. */
        assert_int_equal(ach__diags_override(diags, "icon-unused", 0), ACH_OK);
        check(&package, &source, files, (ach__slice){text, (size_t)size}, diags);
        if (strcmp(fake_codes(diags, codes, sizeof codes), paths[i][1]) != 0) {
            print_error("path %s\n", paths[i][0]);
        }
        assert_string_equal(codes, paths[i][1]);
        fake_package_free(&package);
        ach_diags_free(diags);
    }
    free_pictures(&all);
}

/* The help of the first finding. */
static const char *const helps[][2] = {
    {"textures/dimond.png", "did you mean textures/diamond.png?"},
    {"textures/torch_bright.png", "did you mean textures/sub/torch_bright.png?"},
    {"diamond.png", "did you mean textures/diamond.png?"},
    {"Achievement/textures/diamond.png", "did you mean textures/diamond.png?"},
    {"textures\\diamond.png", "write textures/diamond.png"},
    {"textures/Diamond.png", "write textures/diamond.png, or rename the file"},
};

static void test_helps(void **state) {
    (void)state;
    pictures all = make_pictures();
    fake_file files[] = {
        {.path = "textures/diamond.png", .bytes = all.dark},
        {.path = "textures/sub/torch_bright.png", .bytes = all.light},
        {.path = NULL},
    };
    for (size_t i = 0; i < sizeof helps / sizeof helps[0]; i++) {
        char text[1024];
        int size = snprintf(text, sizeof text, HEADER "n,%s,textures/%s,T,D,1,1\r\n", helps[i][0],
                            strstr(helps[i][0], "torch") ? "diamond.png" : "sub/torch_bright.png");
        ach__package package;
        ach__source source;
        ach_finding found;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        check(&package, &source, files, (ach__slice){text, (size_t)size}, diags);
        ach__diags_finish(diags);
        assert_int_equal(ach_diags_count(diags), 1); /* not unused as well */
        assert_int_equal(ach_diags_get(diags, 0, &found), ACH_OK);
        assert_string_equal(found.help, helps[i][1]);
        assert_int_equal(found.line, 2);
        assert_string_equal(found.field, "PrePic");
        assert_string_equal(found.node_id, "n");
        fake_package_free(&package);
        ach_diags_free(diags);
    }
    free_pictures(&all);
}

typedef struct picture_row {
    const char *codes;
    fake_png png;
    const char *raw; /* instead of a PNG */
    uint64_t size;
    ach_status status;
} picture_row;

static const picture_row picture_rows[] = {
    {"", {.width = 120, .height = 120, .brightness = 90}, NULL, 0, ACH_OK},
    {"icon-size", {.width = 128, .height = 120, .brightness = 90}, NULL, 0, ACH_OK},
    {"icon-size", {.width = 3000, .height = 3000, .brightness = 90}, NULL, 0, ACH_OK},
    {"icon-damaged", {.width = 64, .height = 64, .brightness = 90, .cut = true}, NULL, 0, ACH_OK},
    {"icon-animated",
     {.width = 120, .height = 120, .brightness = 90, .animated = true},
     NULL,
     0,
     ACH_OK},
    {"icon-depth", {.width = 120, .height = 120, .brightness = 90, .depth = 16}, NULL, 0, ACH_OK},
    {"icon-profile",
     {.width = 120, .height = 120, .brightness = 90, .gamma = true},
     NULL,
     0,
     ACH_OK},
    {"icon-blank", {.width = 120, .height = 120}, NULL, 0, ACH_OK},
    {"icon-trailing",
     {.width = 120, .height = 120, .brightness = 90, .trailing = 7},
     NULL,
     0,
     ACH_OK},
    {"icon-format", {0}, "\xFF\xD8\xFF\xE0 JFIF", 0, ACH_OK},
    {"icon-format", {0}, "", 0, ACH_OK},
    {"icon-format", {0}, "<html><body>404</body></html>", 0, ACH_OK},
    {"icon-missing", {0}, "x", 0, ACH_EIO},
    {"package-size", {0}, "x", ACH__PACKAGE_BYTES_MOST + 1, ACH_OK},
    {"package-size", {0}, "x", 0, ACH_ELIMIT},
    {"", {0}, "x", 0, ACH_EFORMAT},
};

static void test_pictures(void **state) {
    (void)state;
    pictures all = make_pictures();
    for (size_t i = 0; i < sizeof picture_rows / sizeof picture_rows[0]; i++) {
        const picture_row *row = &picture_rows[i];
        ach__slice bytes = row->raw == NULL ? fake_png_make(&row->png) : ach__slice_of(row->raw);
        fake_file files[] = {
            {.path = "textures/a.png", .bytes = bytes, .size = row->size, .status = row->status},
            {.path = "textures/b.png", .bytes = all.light},
            {.path = NULL},
        };
        ach__package package;
        ach__source source;
        char codes[256];
        ach_diags *diags = ach_diags_new(NULL, ACH_CHINESE);
        check(&package, &source, files,
              ACH__SLICE(HEADER "first,textures/a.png,textures/b.png,T,D,1,1\r\n"
                                "second,textures/a.png,textures/b.png,T,D,1,1\r\n"),
              diags);
        if (strcmp(fake_codes(diags, codes, sizeof codes), row->codes) != 0) {
            print_error("picture row %zu\n", i);
        }
        assert_string_equal(codes, row->codes);
        if (row->codes[0] != '\0') {
            const ach__finding *finding = ach__diags_at(diags, 0);
            assert_string_equal(finding->place.file.ptr, "textures/a.png");
            assert_string_equal(finding->place.node_id.ptr, "first");
            assert_non_null(finding->related);
            assert_int_equal(finding->related->place.line, 2);
        }
        if (row->raw == NULL) {
            free((void *)(uintptr_t)bytes.ptr);
        }
        fake_package_free(&package);
        ach_diags_free(diags);
    }
    free_pictures(&all);
}

static void test_same_and_unused(void **state) {
    static const struct {
        const char *rows;
        const char *codes;
    } cases[] = {
        {"n,textures/a.png,textures/a.png,T,D,1,1\r\n"
         "m,textures/b.png,textures/c.png,T,D,1,1\r\n",
         "icon-same"},
        {"n,textures/a.png,textures/c.png,T,D,1,1\r\n"
         "m,textures/b.png,textures/c.png,T,D,1,1\r\n",
         "icon-same"}, /* a and c are equal */
        {"n,textures/a.png,textures/b.png,T,D,1,1\r\n", "icon-unused"},
        /* what is wrong with a table must not make its pictures look unused */
        {"", ""},
    };
    (void)state;
    pictures all = make_pictures();
    fake_file files[] = {
        {.path = "textures/a.png", .bytes = all.dark},
        {.path = "textures/b.png", .bytes = all.light},
        {.path = "textures/c.png", .bytes = all.dark},
        {.path = "textures/notes.txt", .bytes = all.dark},
        {.path = NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        char codes[256];
        int size = snprintf(text, sizeof text, HEADER "%s", cases[i].rows);
        ach__package package;
        ach__source source;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        assert_int_equal(ach__diags_override(diags, "rows-none", 0), ACH_OK);
        check(&package, &source, files, (ach__slice){text, (size_t)size}, diags);
        assert_string_equal(fake_codes(diags, codes, sizeof codes), cases[i].codes);
        for (size_t row = 0; row < package.table.count; row++) {
            size_t icon = package.row_icons[0][row];
            assert_true(ach__slice_equal(
                package.icons[icon].file->path,
                ach__row_value(&package.table, &package.table.rows[row], ACH__COLUMN_PRE_PIC)));
        }
        fake_package_free(&package);
        ach_diags_free(diags);
    }
    free_pictures(&all);
}

static void test_kept_bytes(void **state) {
    (void)state;
    pictures all = make_pictures();
    fake_file files[] = {{.path = "textures/a.png", .bytes = all.dark}, {.path = NULL}};
    ach__package package;
    ach__source source;
    ach__check_options keeping = options;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    keeping.keep_bytes = true;
    fake_open(&source, files, false);
    fake_package(&package, &source, NULL);
    assert_int_equal(
        ach__table_read(&package.table, &package.arena,
                        ACH__SLICE(HEADER "n,textures/a.png,textures/a.png,T,D,1,1\r\n"),
                        ACH__SLICE("NodeSetting.csv"), diags),
        ACH_OK);
    package.has_table = true;
    ach__check_icons(&package, &keeping, diags);
    assert_int_equal(package.icon_count, 1);
    assert_int_equal(package.icons[0].content_size, all.dark.len);
    assert_memory_equal(package.icons[0].content, all.dark.ptr, all.dark.len);
    assert_ptr_not_equal(package.icons[0].content, all.dark.ptr);
    fake_package_free(&package);
    ach_diags_free(diags);
    free_pictures(&all);
}

/* A hundred thousand rows, half of them wrong: look-ups and suggestions stay cheap. */
static void test_many_rows(void **state) {
    enum { ROWS = 100000, FILES = 200 };
    (void)state;
    pictures all = make_pictures();
    static fake_file files[FILES + 1];
    static char names[FILES][32];
    char *text = malloc(ROWS * 96);
    size_t size = (size_t)sprintf(text, HEADER);
    for (size_t i = 0; i < FILES; i++) {
        sprintf(names[i], "textures/picture_%03zu.png", i);
        files[i] = (fake_file){.path = names[i], .bytes = all.dark};
    }
    for (size_t i = 0; i < ROWS; i++) {
        size += (size_t)sprintf(text + size,
                                "n%zu,textures/picture_%03zu.png,textures/pic_%zu.png,T,D,1,1\r\n",
                                i, i % FILES, i);
    }
    ach__package package;
    ach__source source;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    struct timespec before;
    struct timespec after;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    check(&package, &source, files, (ach__slice){text, size}, diags);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    assert_int_equal(ach_diags_count_severity(diags, ACH_ERROR), ROWS);
    print_message("%d rows: %.2f s\n", ROWS,
                  (double)(after.tv_sec - before.tv_sec) +
                      (double)(after.tv_nsec - before.tv_nsec) / 1e9);
    fake_package_free(&package);
    ach_diags_free(diags);
    free(text);
    free_pictures(&all);
}

static void test_no_memory(void **state) {
    (void)state;
    pictures all = make_pictures();
    fake_file files[] = {
        {.path = "textures/a.png", .bytes = all.dark},
        {.path = "textures/b.png", .bytes = all.light},
        {.path = NULL},
    };
    ach__check_options alone = options;
    alone.jobs = 1;
    bool done = false;
    for (size_t allowed = 0; !done; allowed++) {
        assert_true(allowed < 1000);
        size_t left = SIZE_MAX; /* the table is not what is tested */
        ach_allocator allocator = failing_allocator(&left);
        ach__package package;
        ach__source source;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        fake_open(&source, files, false);
        fake_package(&package, &source, &allocator);
        package.root = ACH__SLICE("");
        assert_int_equal(
            ach__table_read(&package.table, &package.arena,
                            ACH__SLICE(HEADER "n,textures/x.png,textures\\B.png,T,D,1,1\r\n"
                                              "m,textures/a.png,textures/b.png,T,D,1,1\r\n"),
                            ACH__SLICE("NodeSetting.csv"), diags),
            ACH_OK);
        package.has_table = true;
        while (ach__arena_take(&package.arena, 1, 8) != NULL && package.arena.used < 16300) {
        }
        left = allowed;
        ach__check_icons(&package, &alone, diags);
        done = !package.arena.failed;
        fake_package_free(&package);
        ach_diags_free(diags);
    }
    free_pictures(&all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),      cmocka_unit_test(test_helps),
        cmocka_unit_test(test_pictures),   cmocka_unit_test(test_same_and_unused),
        cmocka_unit_test(test_kept_bytes), cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
