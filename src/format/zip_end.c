/* The end of a zip, where reading begins; and what a file is that has none.
 * SPDX-License-Identifier: MIT */
#include "format/zip_parts.h"

#include "rules/archive.h"

#define ZIP64_LOCATOR_BYTES 20
#define ZIP64_LOCATOR_MARK  UINT32_C(0x07064b50)

/* Formats that get renamed to .zip, by the bytes they begin with. */
static const struct {
    const char *name;
    uint16_t offset;
    uint16_t size;
    char bytes[9];
} formats[] = {
    {"RAR", 0, 4, "Rar!"},
    {"7-Zip (.7z)", 0, 6, "7z\xBC\xAF\x27\x1C"},
    {"gzip (.gz)", 0, 2, "\x1F\x8B"},
    {"xz", 0, 6,
     "\xFD"
     "7zXZ"},
    {"bzip2", 0, 3, "BZh"},
    {"tar", 257, 5, "ustar"},
    {"Windows Cabinet (.cab)", 0, 4, "MSCF"},
    {"Excel 97-2003 (.xls)", 0, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"},
    {"PNG", 0, 8, "\x89PNG\r\n\x1A\n"},
    {"JPEG", 0, 3, "\xFF\xD8\xFF"},
};

static const char *format_name(ach__slice bytes) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t from = formats[i].offset;
        if (bytes.len >= from + formats[i].size &&
            memcmp(bytes.ptr + from, formats[i].bytes, formats[i].size) == 0) {
            return formats[i].name;
        }
    }
    return NULL;
}

/* Also true of a file that ends within the first mark. */
static bool begins_as_zip(ach__slice bytes) {
    size_t size = bytes.len < 4 ? bytes.len : 4;
    return memcmp(bytes.ptr, "PK\x03\x04", size) == 0 || memcmp(bytes.ptr, "PK\x05\x06", size) == 0;
}

/* No end record: an empty file, a broken-off zip, or something else altogether. */
static ach_status raise_no_end(ach__zip_scanner *scanner) {
    ach__slice bytes = scanner->bytes;
    ach__slice none = {0};
    const char *name = format_name(bytes);
    if (bytes.len == 0) {
        ach__zip_raise(scanner, ACH__ZIP_EMPTY, none, 0);
    } else if (name != NULL) {
        ach__finding_text(ach__zip_raise(scanner, ACH__ZIP_OTHER_KIND, none, 0), "kind",
                          ach__slice_of(name));
    } else if (ach__slice_starts(bytes, ACH__SLICE("NodeId,"))) {
        ach__zip_raise(scanner, ACH__ZIP_TABLE, none, 0);
    } else if (begins_as_zip(bytes)) {
        ach__finding_number(ach__zip_raise(scanner, ACH__ZIP_TRUNCATED, none, bytes.len), "bytes",
                            bytes.len);
    } else {
        ach__zip_raise(scanner, ACH__ZIP_UNKNOWN_KIND, none, 0);
    }
    return ACH_EFORMAT;
}

static bool mark_at(ach__slice bytes, uint64_t at, uint32_t mark) {
    return at + 4 <= bytes.len && ach__zip_u32(bytes, at) == mark;
}

static uint64_t end_after(ach__slice bytes, uint64_t at) {
    return at + ACH__ZIP_END_BYTES + ach__zip_u16(bytes, at + 20);
}

/* Whether the end record at `at` belongs to a list that ends there or before; needed only of one
 * that does not reach to the end of the file, as stored zips inside the zip hold such records. */
static bool is_sound_end(ach__slice bytes, uint64_t at) {
    uint64_t size = ach__zip_u32(bytes, at + 12);
    uint64_t list = ach__zip_u32(bytes, at + 16);
    if (end_after(bytes, at) > bytes.len || list + size > at) {
        return false;
    }
    return list + size == at && (size == 0 || mark_at(bytes, list, ACH__ZIP_RECORD_MARK));
}

/* The last end record whose comment fills the file; else the last sound one. */
static bool find_end(ach__slice bytes, uint64_t *end) {
    bool found = false;
    if (bytes.len < ACH__ZIP_END_BYTES) {
        return false;
    }
    for (uint64_t at = bytes.len - ACH__ZIP_END_BYTES + 1; at-- > 0;) {
        if (bytes.ptr[at] != 'P' || !mark_at(bytes, at, ACH__ZIP_END_MARK)) {
            continue;
        }
        if (end_after(bytes, at) == bytes.len) {
            *end = at;
            return true;
        }
        if (!found && is_sound_end(bytes, at)) {
            *end = at;
            found = true;
        }
    }
    return found;
}

static ach_status raise_count(ach__zip_scanner *scanner, uint64_t offset) {
    ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_COUNT, (ach__slice){0}, offset);
    ach__finding_number(finding, "count", scanner->count);
    return ACH_EFORMAT;
}

/* The list stands where the end record says; where it stands somewhat later, something was put
 * before the zip, and readers disagree on what the offsets mean. */
static ach_status check_list_place(ach__zip_scanner *scanner, uint64_t list, uint64_t size) {
    ach__slice bytes = scanner->bytes;
    uint64_t end = scanner->end;
    scanner->list = list;
    scanner->list_end = list + size;
    if (list + size <= end &&
        (scanner->count == 0 ? size == 0
                             : size / ACH__ZIP_RECORD_BYTES >= scanner->count &&
                                   mark_at(bytes, list, ACH__ZIP_RECORD_MARK))) {
        return ACH_OK;
    }
    if (size != 0 && size <= end && list < end - size &&
        mark_at(bytes, end - size, ACH__ZIP_RECORD_MARK)) {
        ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_BEFORE, (ach__slice){0}, 0);
        ach__finding_number(finding, "bytes", end - size - list);
        return ACH_EFORMAT;
    }
    return raise_count(scanner, list);
}

static ach_status check_numbers(ach__zip_scanner *scanner) {
    ach__slice bytes = scanner->bytes;
    uint64_t end = scanner->end;
    uint32_t size = ach__zip_u32(bytes, end + 12);
    uint32_t list = ach__zip_u32(bytes, end + 16);
    unsigned part = ach__zip_u16(bytes, end + 4);
    scanner->count = ach__zip_u16(bytes, end + 10);
    if (scanner->count == UINT16_MAX || size == UINT32_MAX || list == UINT32_MAX ||
        (end >= ZIP64_LOCATOR_BYTES &&
         mark_at(bytes, end - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_MARK))) {
        ach__zip_raise_zip64(scanner, (ach__slice){0}, end);
        return ACH_ELIMIT;
    }
    if (part != 0 || ach__zip_u16(bytes, end + 6) != 0 ||
        ach__zip_u16(bytes, end + 8) != scanner->count) {
        ach__zip_raise(scanner, ACH__ZIP_PARTS, (ach__slice){0}, end);
        return ACH_EFORMAT;
    }
    if (scanner->count > scanner->limits->max_entries) {
        ach__finding *finding =
            ach__zip_raise(scanner, ACH__ZIP_LIMIT_ENTRIES, (ach__slice){0}, end);
        ach__finding_number(finding, "count", scanner->count);
        ach__finding_number(finding, "limit", scanner->limits->max_entries);
        return ACH_ELIMIT;
    }
    return check_list_place(scanner, list, size);
}

static bool is_zero(ach__slice bytes) {
    size_t at = 0;
    while (at < bytes.len && bytes.ptr[at] == '\0') {
        at++;
    }
    return at == bytes.len;
}

ach_status ach__zip_find_end(ach__zip_scanner *scanner) {
    ach__slice bytes = scanner->bytes;
    if (!find_end(bytes, &scanner->end)) {
        return raise_no_end(scanner);
    }
    ach_status status = check_numbers(scanner);
    if (status != ACH_OK) {
        return status;
    }
    uint64_t comment = scanner->end + ACH__ZIP_END_BYTES;
    uint64_t after = end_after(bytes, scanner->end);
    ach__zip_check_comment(scanner, ach__zip_cut(bytes, comment, (size_t)(after - comment)),
                           (ach__slice){0});
    if (after < bytes.len) {
        ach__slice more = ach__slice_skip(bytes, (size_t)after);
        ach__finding *finding = ach__zip_raise(
            scanner, is_zero(more) ? ACH__ZIP_PADDING : ACH__ZIP_AFTER, (ach__slice){0}, after);
        ach__finding_number(finding, "bytes", more.len);
    }
    return ACH_OK;
}
