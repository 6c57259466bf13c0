/* Any bytes as a zip: what is accepted lies inside them, fits the limits, and is what libzip reads.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "format/zip_read.h"

#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

static const ach__zip_limits limits = {200, 1u << 16, 1u << 18, 200};

static void check_entry(const ach__zip *zip, const ach__zip_entry *entry) {
    CHECK(ach__utf8_is_valid(entry->name));
    if (!entry->is_readable) {
        return;
    }
    CHECK(!entry->is_refused && entry->name_is_text && entry->name.len > 0);
    CHECK(entry->size <= limits.max_entry_bytes);
    CHECK(entry->size <= 65536 || entry->size / limits.max_ratio <= entry->packed_size);
    CHECK(entry->header_offset + UINT64_C(30) < entry->data_offset);
    CHECK((uint64_t)entry->data_offset + entry->packed_size <= zip->bytes.len);
}

/* Where nothing was found, another reader sees the same. */
static void compare_with_libzip(zip_t *other, size_t index, const ach__zip_entry *entry,
                                ach__slice content) {
    static char bytes[1u << 17];
    zip_file_t *file = zip_fopen_index(other, index, 0);
    CHECK(file != NULL || entry->is_directory);
    if (file == NULL) {
        return;
    }
    zip_int64_t size = zip_fread(file, bytes, sizeof bytes);
    CHECK(size == (zip_int64_t)content.len);
    CHECK(content.len == 0 || memcmp(bytes, content.ptr, content.len) == 0);
    CHECK(zip_fclose(file) == 0);
}

static zip_t *open_by_libzip(ach__slice bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == NULL && source != NULL) {
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return zip;
}

/* Reads all entries; true where each is sound. */
static bool read_all(const ach__zip *zip, ach_diags *diags, zip_t *other) {
    ach__buffer scratch;
    uint64_t packed = 0;
    uint64_t total = 0;
    bool is_sound = true;
    ach__buffer_init(&scratch, NULL, limits.max_entry_bytes);
    for (size_t i = 0; i < zip->count; i++) {
        const ach__zip_entry *entry = &zip->entries[i];
        ach__slice content;
        ach__zip_fault fault = {0};
        check_entry(zip, entry);
        ach_status status = ach__zip_read(zip, entry, &scratch, &content, &fault);
        CHECK((status == ACH_EARGUMENT) == !entry->is_readable);
        CHECK((status == ACH_EFORMAT) == (fault.message != NULL));
        is_sound = is_sound && status == ACH_OK;
        if (status == ACH_EFORMAT) {
            ach__zip_report(diags, entry, &fault);
            continue;
        }
        if (status == ACH_OK) {
            CHECK(content.len == entry->size);
            packed += entry->packed_size + 30;
            total += entry->size;
            if (other != NULL) {
                compare_with_libzip(other, i, entry, content);
            }
        }
    }
    CHECK(packed <= zip->bytes.len && total <= limits.max_total_bytes);
    ach__buffer_free(&scratch);
    return is_sound;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ach__slice bytes = {(const char *)data, size};
    ach__arena arena;
    ach__zip zip;
    zip_t *other = NULL;
    ach_diags *diags = ach_diags_new(NULL, ACH_CHINESE);
    ach__arena_init(&arena, NULL);
    ach_status status = ach__zip_scan(&zip, &arena, bytes, &limits, diags);
    CHECK(status == ACH_OK || status == ACH_EFORMAT || status == ACH_ELIMIT);
    CHECK(status == ACH_OK || (ach_diags_count(diags) > 0 && zip.count == 0));
    CHECK(arena.total <= 131072 + 32 * size);
    if (status == ACH_OK && ach_diags_count(diags) == 0) {
        other = open_by_libzip(bytes);
        CHECK(other == NULL || zip_get_num_entries(other, 0) == (zip_int64_t)zip.count);
    }
    bool is_sound = read_all(&zip, diags, NULL);
    if (is_sound && other != NULL) {
        read_all(&zip, diags, other);
    }
    CHECK(is_sound || ach_diags_count(diags) > 0);
    for (size_t i = 0; i < ach_diags_count(diags) && i < 8; i++) {
        ach_finding finding;
        CHECK(ach_diags_get(diags, i, &finding) == ACH_OK && finding.message[0] != '\0');
    }
    if (other != NULL) {
        zip_discard(other);
    }
    ach_diags_free(diags);
    ach__arena_free(&arena);
    return 0;
}
