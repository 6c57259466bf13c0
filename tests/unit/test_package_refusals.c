/* Packages that are never loaded, limits, and what goes wrong around them: memory, files, options.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/failing.h"
#include "unit/package_loads.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* What the caller allows and what a table may have, told in words. */
static void refusals_are_told(void **state) {
    (void)state;
    ach__buffer zip;
    const char *code;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    make_good(&zip);
    static const uint64_t memory[] = {1, 1000, 2000};
    for (size_t i = 0; i < sizeof memory / sizeof *memory; i++) {
        options.max_memory = memory[i];
        assert_int_equal(open_limited(&zip, options, &code), ACH_ELIMIT);
        assert_string_equal(code, "package-size");
    }
    ach__buffer_free(&zip);
    static char lines[300000];
    static char cells[70000];
    memset(lines, '\n', sizeof lines);
    memset(cells, ',', sizeof cells);
    memcpy(lines, HEADER OK_ROW, sizeof HEADER OK_ROW - 1);
    const ach__slice tables[] = {{lines, sizeof lines}, {cells, sizeof cells}};
    options = (ach_package_options)ACH_PACKAGE_OPTIONS_INIT;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        ach__buffer_init(&zip, NULL, ZIP_MOST);
        const zip_file files[] = {{"NodeSetting.csv", tables[i]}, {NULL, {0}}};
        zip_make(&zip, "", files, false);
        assert_int_equal(open_limited(&zip, options, &code), ACH_ELIMIT);
        assert_non_null(strstr(code, "package-size"));
        ach__buffer_free(&zip);
    }
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
    /* And this one's count, even where the list keeps no more of their code. */
    size_t wrong = 0;
    while (ach__diags_at(why, wrong)->severity != ACH_ERROR) {
        assert_true(++wrong < ach_diags_count(why));
    }
    const ach__message *message = ach__diags_at(why, wrong)->message;
    for (uint32_t line = 0; line <= ACH__DIAGS_KEPT_MOST; line++) {
        (void)ach__diags_add(why, message, &(ach__place){.line = line});
    }
    count = ach_diags_count_severity(why, ACH_ERROR);
    assert_int_equal(open_bytes(&package, &bad, ACH_PACKAGE_STRICT, why), ACH_EFORMAT);
    assert_true(ach_diags_count_severity(why, ACH_ERROR) > count);
    assert_int_equal(open_bytes(&package, &zip, ACH_PACKAGE_STRICT, why), ACH_OK);
    ach_package_free(package);
    ach_diags_free(why);
    ach__buffer_free(&zip);
    ach__buffer_free(&bad);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(entries_are_refused),
        cmocka_unit_test(each_limit),
        cmocka_unit_test(refusals_are_told),
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
