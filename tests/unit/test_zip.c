/* Zips: what is written, what is found in broken ones, and what happens without memory.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/zip_read.h"
#include "format/zip_write.h"
#include "rules/archive.h"
#include "source/source.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zip.h>

#define NONE (-1)

static const ach__zip_limits limits = ACH__ZIP_LIMITS_DEFAULT;

/* --- A zip of three entries, made byte by byte, and a change to it -----------------------------
 */

enum part { HEADER, DATA, TRAILER, RECORD, END };

typedef struct archive {
    unsigned char bytes[1024];
    size_t size;
    size_t at[5][3]; /* of each part of each entry; END has one */
} archive;

static void put(archive *zip, size_t size, uint64_t value) {
    for (size_t i = 0; i < size; i++) {
        zip->bytes[zip->size++] = (unsigned char)(value >> (8 * i));
    }
}

static void put_text(archive *zip, const char *text) {
    memcpy(zip->bytes + zip->size, text, strlen(text));
    zip->size += strlen(text);
}

static const char *const names[3] = {"a.txt", "b.txt", "dir/c.txt"};
static const char *const texts[3] = {"first entry", "second entry, deflated", "third, streamed"};

/* The fields that header and record share: flags to the length of the name. */
static void put_common(archive *zip, size_t i, bool in_header) {
    size_t size = strlen(texts[i]);
    bool is_late = i == 2 && in_header;
    put(zip, 2, i == 2 ? 8 : 0);
    put(zip, 2, i == 0 ? 0 : 8);
    put(zip, 4, 0x00210000);
    put(zip, 4, is_late ? 0 : libdeflate_crc32(0, texts[i], size));
    put(zip, 4, is_late ? 0 : size + (i == 0 ? 0 : 5));
    put(zip, 4, is_late ? 0 : size);
    put(zip, 2, strlen(names[i]));
}

/* The first entry is stored, the second deflated, the third deflated with a trailer. */
static void put_entry(archive *zip, size_t i) {
    size_t size = strlen(texts[i]);
    zip->at[HEADER][i] = zip->size;
    put(zip, 4, 0x04034b50);
    put(zip, 2, 20);
    put_common(zip, i, true);
    put(zip, 2, 0);
    put_text(zip, names[i]);
    zip->at[DATA][i] = zip->size;
    if (i > 0) {
        put(zip, 1, 1); /* one deflate block, the last, not compressed */
        put(zip, 2, size);
        put(zip, 2, ~size);
    }
    put_text(zip, texts[i]);
    zip->at[TRAILER][i] = zip->size;
    if (i == 2) {
        put(zip, 4, 0x08074b50);
        put(zip, 4, libdeflate_crc32(0, texts[i], size));
        put(zip, 4, size + 5);
        put(zip, 4, size);
    }
}

static void put_record(archive *zip, size_t i) {
    zip->at[RECORD][i] = zip->size;
    put(zip, 4, 0x02014b50);
    put(zip, 4, 20u << 16 | 3u << 8 | 63);
    put_common(zip, i, false);
    put(zip, 8, 0);
    put(zip, 4, (uint64_t)0100644 << 16);
    put(zip, 4, zip->at[HEADER][i]);
    put_text(zip, names[i]);
}

static void make_archive(archive *zip) {
    *zip = (archive){.size = 0};
    for (size_t i = 0; i < 3; i++) {
        put_entry(zip, i);
    }
    for (size_t i = 0; i < 3; i++) {
        put_record(zip, i);
    }
    size_t list = zip->at[RECORD][0];
    size_t end = zip->size;
    zip->at[END][0] = end;
    put(zip, 4, 0x06054b50);
    put(zip, 4, 0);
    put(zip, 2, 3);
    put(zip, 2, 3);
    put(zip, 4, end - list);
    put(zip, 4, list);
    put(zip, 2, 0);
}

/* --- Looking at one --------------------------------------------------------------------------- */

/* Scans and reads everything into `diags`; true where all three entries came out as they were. */
static bool examine(ach__slice bytes, const ach_allocator *allocator, ach_diags *diags,
                    ach_status *status) {
    ach__arena arena;
    ach__buffer scratch;
    ach__zip zip;
    size_t right = 0;
    ach__arena_init(&arena, allocator);
    ach__buffer_init(&scratch, allocator, 1u << 20);
    *status = ach__zip_scan(&zip, &arena, bytes, &limits, diags);
    if (*status != ACH_OK) {
        assert_int_equal(zip.count, 0);
    }
    for (size_t i = 0; i < zip.count; i++) {
        ach__slice content;
        ach__zip_fault fault;
        ach_status one = ach__zip_read(&zip, &zip.entries[i], &scratch, &content, &fault);
        assert_int_equal(one == ACH_EARGUMENT, !zip.entries[i].is_readable);
        if (one == ACH_EFORMAT) {
            ach__zip_report(diags, &zip.entries[i], &fault);
        } else if (one == ACH_ENOMEM) {
            *status = one;
        }
        right += one == ACH_OK && i < 3 && ach__slice_equal(content, ach__slice_of(texts[i])) &&
                 ach__slice_equal(zip.entries[i].name, ach__slice_of(names[i]));
    }
    ach__buffer_free(&scratch);
    ach__arena_free(&arena);
    return right == 3 && zip.count == 3;
}

static ach__slice slice_of(const archive *zip) {
    return (ach__slice){(const char *)zip->bytes, zip->size};
}

static void test_good(void **state) {
    (void)state;
    archive zip;
    ach_status status;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    make_archive(&zip);
    assert_true(examine(slice_of(&zip), NULL, diags, &status));
    assert_int_equal(status, ACH_OK);
    assert_int_equal(ach_diags_count(diags), 0);
    ach_diags_free(diags);
}

/* A value put over the bytes at `offset` of a part of entry `entry`. */
typedef struct patch {
    enum part part;
    size_t entry;
    size_t offset;
    size_t size; /* 0: no patch */
    uint64_t value;
} patch;

typedef struct fault_row {
    const char *name;
    patch patches[2];
    ach_status status;
    int message;
} fault_row;

/* Offsets: in a header 6 flags, 8 method, 14 crc, 18 packed, 22 size, 26 and 28 lengths, 30 name;
 * in a record two more, then 30 and 32 lengths, 34 part, 38 attributes, 42 header, 46 name. */
static const fault_row fault_rows[] = {
    {"flag", {{RECORD, 0, 8, 2, 1}, {HEADER, 0, 6, 2, 1}}, ACH_OK, ACH__ZIP_ENCRYPTED},
    {"strong", {{RECORD, 0, 8, 2, 0x40}, {HEADER, 0, 6, 2, 0x40}}, ACH_OK, ACH__ZIP_ENCRYPTED},
    {"lzma", {{RECORD, 0, 10, 2, 14}, {HEADER, 0, 8, 2, 14}}, ACH_OK, ACH__ZIP_METHOD},
    {"unknown", {{RECORD, 0, 10, 2, 300}, {HEADER, 0, 8, 2, 300}}, ACH_OK, ACH__ZIP_METHOD_UNKNOWN},
    {"link", {{RECORD, 0, 40, 2, 0120777}}, ACH_OK, ACH__ZIP_LINK},
    {"device", {{RECORD, 0, 40, 2, 0020666}}, ACH_OK, ACH__ZIP_DEVICE},
    {"not unix", {{RECORD, 0, 40, 2, 0120777}, {RECORD, 0, 5, 1, 0}}, ACH_OK, NONE},
    {"volume", {{RECORD, 0, 34, 2, 1}}, ACH_OK, ACH__ZIP_PARTS},
    {"end volume", {{END, 0, 4, 2, 1}}, ACH_EFORMAT, ACH__ZIP_PARTS},
    {"end count", {{END, 0, 8, 4, 0x40004}}, ACH_EFORMAT, ACH__ZIP_COUNT},
    {"end fewer", {{END, 0, 8, 4, 0x20002}}, ACH_OK, ACH__ZIP_LIST_MORE},
    {"end many", {{END, 0, 8, 4, 0x27112711}}, ACH_ELIMIT, ACH__ZIP_LIMIT_ENTRIES},
    {"end zip64", {{END, 0, 16, 4, UINT32_MAX}}, ACH_ELIMIT, ACH__ZIP_LIMIT_ZIP64},
    {"end list", {{END, 0, 16, 4, 5000}}, ACH_EFORMAT, ACH__ZIP_COUNT},
    {"end shifted", {{END, 0, 16, 4, 50}}, ACH_EFORMAT, ACH__ZIP_BEFORE},
    {"record mark", {{RECORD, 1, 0, 4, 0}}, ACH_EFORMAT, ACH__ZIP_LIST},
    {"record name", {{RECORD, 2, 28, 2, 500}}, ACH_EFORMAT, ACH__ZIP_LIST},
    {"zip64 size", {{RECORD, 0, 24, 4, UINT32_MAX}}, ACH_OK, ACH__ZIP_LIMIT_ZIP64},
    {"huge",
     {{RECORD, 1, 24, 4, 9u << 20}, {HEADER, 1, 22, 4, 9u << 20}},
     ACH_OK,
     ACH__ZIP_LIMIT_ENTRY},
    {"ratio",
     {{RECORD, 1, 24, 4, 1u << 20}, {HEADER, 1, 22, 4, 1u << 20}},
     ACH_OK,
     ACH__ZIP_LIMIT_RATIO},
    {"stored", {{RECORD, 0, 24, 4, 4}, {HEADER, 0, 22, 4, 4}}, ACH_OK, ACH__ZIP_STORED_SIZES},
    {"no header", {{HEADER, 1, 0, 4, 0}}, ACH_OK, ACH__ZIP_NO_HEADER},
    {"far header", {{RECORD, 1, 42, 4, 0x7FFFFFFF}}, ACH_OK, ACH__ZIP_NO_HEADER},
    {"shared", {{RECORD, 1, 42, 4, 0}}, ACH_OK, ACH__ZIP_OTHER_NAME},
    {"local name", {{HEADER, 0, 30, 1, 'x'}}, ACH_OK, ACH__ZIP_OTHER_NAME},
    {"local crc", {{HEADER, 0, 14, 4, 1}}, ACH_OK, ACH__ZIP_OTHER_SIZES},
    {"local zero", {{HEADER, 0, 14, 4, 0}}, ACH_OK, ACH__ZIP_OTHER_SIZES},
    {"local method", {{HEADER, 0, 8, 2, 8}}, ACH_OK, ACH__ZIP_OTHER_METHOD},
    {"local flags", {{HEADER, 0, 6, 2, 8}}, ACH_OK, ACH__ZIP_OTHER_METHOD},
    {"local time", {{HEADER, 0, 10, 4, 1}}, ACH_OK, NONE},
    {"trailer crc", {{TRAILER, 2, 4, 4, 1}}, ACH_OK, ACH__ZIP_OTHER_TRAILER},
    {"trailer mark", {{TRAILER, 2, 0, 4, 1}}, ACH_OK, ACH__ZIP_OTHER_TRAILER},
    {"stream", {{DATA, 1, 0, 1, 7}}, ACH_OK, ACH__ZIP_STREAM},
    {"crc stored", {{DATA, 0, 3, 1, '?'}}, ACH_OK, ACH__ZIP_CHECKSUM},
    {"crc deflated", {{DATA, 1, 9, 1, '?'}}, ACH_OK, ACH__ZIP_CHECKSUM},
    {"more", {{RECORD, 1, 24, 4, 4}, {HEADER, 1, 22, 4, 4}}, ACH_OK, ACH__ZIP_STREAM_MORE},
    {"less", {{RECORD, 1, 24, 4, 40}, {HEADER, 1, 22, 4, 40}}, ACH_OK, ACH__ZIP_STREAM_LESS},
    {"tail", {{DATA, 1, 1, 4, 0xFFFA0005}}, ACH_OK, ACH__ZIP_STREAM_LESS},
    {"one name", {{RECORD, 1, 46, 1, 'a'}, {HEADER, 1, 30, 1, 'a'}}, ACH_OK, ACH__ZIP_NAME_TWICE},
    {"one case", {{RECORD, 1, 46, 1, 'A'}, {HEADER, 1, 30, 1, 'A'}}, ACH_OK, ACH__ZIP_NAME_CASE},
    {"absolute",
     {{RECORD, 1, 46, 1, '/'}, {HEADER, 1, 30, 1, '/'}},
     ACH_OK,
     ACH__ZIP_NAME_ABSOLUTE},
    {"drive", {{RECORD, 1, 47, 1, ':'}, {HEADER, 1, 31, 1, ':'}}, ACH_OK, ACH__ZIP_NAME_DRIVE},
    {"backslash",
     {{RECORD, 1, 47, 1, '\\'}, {HEADER, 1, 31, 1, '\\'}},
     ACH_OK,
     ACH__ZIP_NAME_BACKSLASH},
    {"nul", {{RECORD, 1, 47, 1, 0}, {HEADER, 1, 31, 1, 0}}, ACH_OK, ACH__ZIP_NAME_CONTROL},
    {"climbs",
     {{RECORD, 2, 46, 3, 0x2F2E2E}, {HEADER, 2, 30, 3, 0x2F2E2E}},
     ACH_OK,
     ACH__ZIP_NAME_PARENT},
    {"dot",
     {{RECORD, 2, 46, 2, 0x2F2E}, {HEADER, 2, 30, 2, 0x2F2E}},
     ACH_OK,
     ACH__ZIP_NAME_SEGMENT},
    {"double", {{RECORD, 2, 48, 1, '/'}, {HEADER, 2, 32, 1, '/'}}, ACH_OK, ACH__ZIP_NAME_SEGMENT},
    {"no text",
     {{RECORD, 1, 46, 2, 0xFFFF}, {HEADER, 1, 30, 2, 0xFFFF}},
     ACH_OK,
     ACH__ZIP_NAME_NOT_TEXT},
    {"gbk", {{RECORD, 1, 46, 2, 0xEAB1}, {HEADER, 1, 30, 2, 0xEAB1}}, ACH_OK, NONE},
    {"folder", {{RECORD, 0, 50, 1, '/'}, {HEADER, 0, 34, 1, '/'}}, ACH_OK, ACH__ZIP_FOLDER_CONTENT},
};

static void test_faults(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof fault_rows / sizeof *fault_rows; i++) {
        const fault_row *row = &fault_rows[i];
        archive zip;
        make_archive(&zip);
        for (size_t p = 0; p < 2; p++) {
            const patch *change = &row->patches[p];
            for (size_t b = 0; b < change->size; b++) {
                zip.bytes[zip.at[change->part][change->entry] + change->offset + b] =
                    (unsigned char)(change->value >> (8 * b));
            }
        }
        ach_status status;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        examine(slice_of(&zip), NULL, diags, &status);
        size_t count = ach_diags_count(diags);
        const ach__message *message = count > 0 ? ach__diags_at(diags, 0)->message : NULL;
        const ach__message *wanted =
            row->message == NONE ? NULL : &ach__archive_messages[row->message];
        if (status != row->status || message != wanted || count > 1) {
            fail_msg("%s: status %d, %zu findings, first %s", row->name, (int)status, count,
                     message == NULL ? "-" : message->text[ACH_ENGLISH]);
        }
        ach_diags_free(diags);
    }
}

/* However much is missing, it is said once. */
static void test_truncations(void **state) {
    (void)state;
    archive zip;
    make_archive(&zip);
    for (size_t size = 0; size < zip.size; size++) {
        unsigned char *copy = malloc(size + 1); /* its own block: a read past it is seen */
        ach_status status;
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        memcpy(copy, zip.bytes, size);
        copy = realloc(copy, size == 0 ? 1 : size);
        examine((ach__slice){(const char *)copy, size}, NULL, diags, &status);
        assert_int_equal(status, ACH_EFORMAT);
        assert_int_equal(ach_diags_count(diags), 1);
        assert_ptr_equal(ach__diags_at(diags, 0)->message,
                         &ach__archive_messages[size == 0 ? ACH__ZIP_EMPTY : ACH__ZIP_TRUNCATED]);
        ach_diags_free(diags);
        free(copy);
    }
}

/* No changed bit goes unseen, unless names and contents are all the same. */
static void test_flipped_bits(void **state) {
    (void)state;
    size_t unseen = 0;
    for (size_t bit = 0;; bit++) {
        archive zip;
        ach_status status;
        make_archive(&zip);
        if (bit / 8 >= zip.size) {
            break;
        }
        zip.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
        bool is_same = examine(slice_of(&zip), NULL, diags, &status);
        if (ach_diags_count(diags) == 0) {
            assert_true(is_same);
            unseen++;
        }
        ach_diags_free(diags);
    }
    assert_in_range(unseen, 1, 1000); /* versions, times, attributes, unused bits */
}

/* --- Writing ---------------------------------------------------------------------------------- */

static ach__zip_item item(const char *name, const char *text) {
    return (ach__zip_item){ach__slice_of(name), ach__slice_of(text)};
}

static ach_status write_items(ach__buffer *out, size_t ceiling) {
    ach__zip_item items[] = {item("pack/textures/b.png", "second picture"), item("pack/A.csv", ""),
                             item("pack/textures/a.png", "first picture"),
                             item("\xE5\x8C\x85/x", "non-ASCII")};
    ach__buffer_init(out, NULL, ceiling);
    return ach__zip_write(out, items, 4);
}

static void test_write_is_reproducible(void **state) {
    (void)state;
    ach__buffer first;
    ach__buffer second;
    setenv("TZ", "UTC", 1);
    tzset();
    assert_int_equal(write_items(&first, 1u << 20), ACH_OK);
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    assert_int_equal(write_items(&second, 1u << 20), ACH_OK);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    size_t exact = 22 + 4 * 76 + 2 * (19 + 10 + 19 + 5) + 14 + 13 + 9;
    assert_int_equal(first.size, exact);
    ach__buffer_free(&first);
    assert_int_equal(write_items(&first, exact), ACH_OK);
    ach__buffer_free(&first);
    assert_int_equal(write_items(&first, exact - 1), ACH_ELIMIT);
    ach__buffer_free(&first);
    ach__buffer_free(&second);
}

/* Read back by ourselves as a source, and by libzip, which shares no code with our reader. */
static void test_write_can_be_read(void **state) {
    (void)state;
    static const char *const sorted[] = {"pack/A.csv", "pack/textures/a.png", "pack/textures/b.png",
                                         "\xE5\x8C\x85/x"};
    ach__buffer bytes;
    ach__buffer scratch;
    ach__source *source;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(write_items(&bytes, 1u << 20), ACH_OK);
    ach__slice all = {(const char *)bytes.data, bytes.size};
    assert_int_equal(ach__source_open_archive(&source, NULL, all, &limits, diags), ACH_OK);
    assert_int_equal(ach__source_verify(source, diags), ACH_OK);
    assert_int_equal(ach_diags_count(diags), 0);
    assert_int_equal(source->count, 4);
    ach__buffer_init(&scratch, NULL, 1u << 20);
    for (size_t i = 0; i < 4; i++) {
        const ach__file *file = ach__source_find(source, ach__slice_of(sorted[i]));
        ach__slice content;
        assert_ptr_equal(file, &source->files[i]);
        assert_int_equal(ach__source_read(source, file, &scratch, &content), ACH_OK);
        assert_int_equal(content.len, file->size);
    }
    zip_error_t error;
    zip_source_t *memory = zip_source_buffer_create(bytes.data, bytes.size, 0, &error);
    zip_t *zip = zip_open_from_source(memory, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    assert_non_null(zip);
    assert_int_equal(zip_get_num_entries(zip, 0), 4);
    for (size_t i = 0; i < 4; i++) {
        zip_stat_t stat;
        char content[32];
        zip_file_t *file = zip_fopen_index(zip, i, 0);
        assert_int_equal(zip_stat_index(zip, i, 0, &stat), 0);
        assert_string_equal(stat.name, sorted[i]);
        assert_int_equal(stat.comp_method, ZIP_CM_STORE);
        assert_int_equal(zip_fread(file, content, sizeof content), stat.size);
        assert_int_equal(zip_fclose(file), 0);
    }
    zip_discard(zip);
    ach__buffer_free(&scratch);
    ach__source_close(source);
    ach__buffer_free(&bytes);
    ach_diags_free(diags);
}

static void test_write_refusals(void **state) {
    (void)state;
    ach__buffer out;
    ach__zip_item twice[] = {item("a", "1"), item("b", "2"), item("a", "3")};
    ach__zip_item nameless[] = {item("", "1")};
    ach__zip_item cut[] = {{{"a\0b", 3}, {"1", 1}}};
    ach__zip_item no_text[] = {item("\xFF", "1")};
    ach__buffer_init(&out, NULL, 1u << 20);
    assert_int_equal(ach__zip_write(&out, twice, 3), ACH_EARGUMENT);
    assert_int_equal(ach__zip_write(&out, nameless, 1), ACH_EARGUMENT);
    assert_int_equal(ach__zip_write(&out, cut, 1), ACH_EARGUMENT);
    assert_int_equal(ach__zip_write(&out, no_text, 1), ACH_EARGUMENT);
    assert_int_equal(ach__zip_write(&out, twice, 0), ACH_EARGUMENT);
    assert_int_equal(out.size, 0);
    ach__buffer_free(&out);
}

/* --- Without memory --------------------------------------------------------------------------- */

typedef struct ration {
    size_t left;   /* allocations that are still granted */
    size_t blocks; /* not yet given back */
    bool refused;
} ration;

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    ration *rest = user;
    (void)old_size;
    if (new_size == 0) {
        rest->blocks -= block != NULL;
        free(block);
        return NULL;
    }
    if (rest->left == 0) {
        rest->refused = true;
        return NULL;
    }
    rest->left--;
    rest->blocks += block == NULL;
    return realloc(block, new_size);
}

/* The n-th allocation fails, for every n until one run needs no more. */
static void test_without_memory(void **state) {
    (void)state;
    archive zip;
    make_archive(&zip);
    memcpy(zip.bytes + zip.at[DATA][0], "damaged", 7);
    memcpy(zip.bytes + zip.at[RECORD][1] + 46, "\xFF", 1);
    for (size_t granted = 0;; granted++) {
        ration rest = {.left = granted};
        ach_allocator allocator = {&rest, resize};
        ach_status status = ACH_ENOMEM;
        ach_diags *diags = ach_diags_new(&allocator, ACH_ENGLISH);
        if (diags != NULL) {
            examine(slice_of(&zip), &allocator, diags, &status);
            if (rest.refused) {
                assert_true(status == ACH_ENOMEM || ach__diags_failed(diags));
            }
            ach_diags_free(diags);
        }
        assert_int_equal(rest.blocks, 0);
        if (!rest.refused) {
            assert_int_equal(status, ACH_OK);
            assert_in_range(granted, 3, 200);
            break;
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_flipped_bits),
        cmocka_unit_test(test_write_is_reproducible),
        cmocka_unit_test(test_write_can_be_read),
        cmocka_unit_test(test_write_refusals),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
