/* One entry of a zip: its record in the list, the header before its data, the record behind it.
 * SPDX-License-Identifier: MIT */
#include "format/zip_parts.h"

#include "rules/archive.h"

#define RATIO_FLOOR       65536 /* see ach__zip_limits.max_ratio */
#define ZIP64_FIELD       0x0001
#define UNICODE_FIELD     0x7075
#define UNICODE_FIXED     5 /* version and checksum, before the name */
#define EMPTY_FOLDER_MOST 5 /* what deflate takes for no bytes, in its longest form */

/* Flags on which the list and the header must agree. */
#define COMMON_FLAGS (ACH__ZIP_FLAG_ENCRYPTED | ACH__ZIP_FLAG_TRAILER | ACH__ZIP_FLAG_UTF8)

bool ach__zip_record_at(const ach__zip_scanner *scanner, uint64_t at, ach__zip_record *record) {
    ach__slice bytes = scanner->bytes;
    if (at > scanner->list_end || scanner->list_end - at < ACH__ZIP_RECORD_BYTES ||
        ach__zip_u32(bytes, at) != ACH__ZIP_RECORD_MARK) {
        return false;
    }
    size_t name = ach__zip_u16(bytes, at + 28);
    size_t extra = ach__zip_u16(bytes, at + 30);
    size_t comment = ach__zip_u16(bytes, at + 32);
    uint64_t texts = at + ACH__ZIP_RECORD_BYTES;
    if (scanner->list_end - texts < name + extra + comment) {
        return false;
    }
    *record = (ach__zip_record){
        .at = at,
        .next = texts + name + extra + comment,
        .made_by = ach__zip_u16(bytes, at + 4),
        .flags = ach__zip_u16(bytes, at + 8),
        .method = ach__zip_u16(bytes, at + 10),
        .part = ach__zip_u16(bytes, at + 34),
        .crc = ach__zip_u32(bytes, at + 16),
        .packed = ach__zip_u32(bytes, at + 20),
        .size = ach__zip_u32(bytes, at + 24),
        .attributes = ach__zip_u32(bytes, at + 38),
        .header = ach__zip_u32(bytes, at + 42),
        .name = ach__zip_cut(bytes, texts, name),
        .extra = ach__zip_cut(bytes, texts + name, extra),
        .comment = ach__zip_cut(bytes, texts + name + extra, comment),
    };
    return true;
}

bool ach__zip_check_comment(ach__zip_scanner *scanner, ach__slice comment, ach__slice name) {
    for (size_t at = 0; at + 4 <= comment.len; at++) {
        if (comment.ptr[at] != 'P') {
            continue;
        }
        uint32_t mark = ach__zip_u32(comment, at);
        if (mark == ACH__ZIP_LOCAL_MARK || mark == ACH__ZIP_RECORD_MARK ||
            mark == ACH__ZIP_END_MARK) {
            ach__zip_raise(scanner, ACH__ZIP_COMMENT, name,
                           (uint64_t)(comment.ptr - scanner->bytes.ptr) + at);
            return true;
        }
    }
    return false;
}

/* Raises and gives false: so each check below reads as one condition. */
static bool refuse(ach__zip_scanner *scanner, int message, const ach__zip_entry *entry,
                   uint64_t offset) {
    ach__zip_raise(scanner, message, entry->name, offset);
    return false;
}

static bool check_unicode_field(ach__zip_scanner *scanner, const ach__zip_entry *entry,
                                ach__slice field, uint64_t offset) {
    ach__slice name = ach__slice_skip(field, UNICODE_FIXED);
    if (entry->is_directory && name.len > 0 && name.ptr[name.len - 1] == '/') {
        name.len--;
    }
    /* A name that is no text was raised as that. */
    if (!entry->name_is_text || ach__slice_equal(name, entry->name)) {
        return true;
    }
    ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_UNICODE_NAME, entry->name, offset);
    ach__finding_text(finding, "other", name);
    return false;
}

/* The extra fields of the list or of the header: lengths that fit, no zip64, no other name. */
static bool check_extra(ach__zip_scanner *scanner, const ach__zip_entry *entry, ach__slice extra) {
    uint64_t start = (uint64_t)(extra.ptr - scanner->bytes.ptr);
    for (size_t at = 0; at < extra.len;) {
        if (extra.len - at < 4 || extra.len - at - 4 < ach__zip_u16(extra, at + 2)) {
            return refuse(scanner, ACH__ZIP_EXTRA, entry, start + at);
        }
        unsigned id = ach__zip_u16(extra, at);
        size_t size = ach__zip_u16(extra, at + 2);
        if (id == ZIP64_FIELD) {
            ach__zip_raise_zip64(scanner, entry->name, start + at);
            return false;
        }
        if (id == UNICODE_FIELD &&
            (size < UNICODE_FIXED
                 ? !refuse(scanner, ACH__ZIP_EXTRA, entry, start + at)
                 : !check_unicode_field(scanner, entry, ach__zip_cut(extra, at + 4, size),
                                        start + at))) {
            return false;
        }
        at += 4 + size;
    }
    return true;
}

static const char *method_name(unsigned method) {
    static const struct {
        unsigned number;
        const char *name;
    } methods[] = {{1, "Shrink"}, {6, "Implode"},    {9, "Deflate64"},  {12, "BZip2"},
                   {14, "LZMA"},  {20, "Zstandard"}, {93, "Zstandard"}, {94, "MP3"},
                   {95, "XZ"},    {96, "JPEG"},      {97, "WavPack"},   {98, "PPMd"}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (methods[i].number == method) {
            return methods[i].name;
        }
    }
    return NULL;
}

static bool check_packing(ach__zip_scanner *scanner, const ach__zip_record *record,
                          const ach__zip_entry *entry) {
    if ((record->flags & ACH__ZIP_FLAG_ENCRYPTED) != 0) {
        return refuse(scanner, ACH__ZIP_ENCRYPTED, entry, record->at);
    }
    if (record->method != 0 && record->method != 8) {
        const char *name = method_name(record->method);
        ach__finding *finding =
            ach__zip_raise(scanner, name == NULL ? ACH__ZIP_METHOD_UNKNOWN : ACH__ZIP_METHOD,
                           entry->name, record->at);
        ach__finding_number(finding, "number", record->method);
        ach__finding_text(finding, "method", ach__slice_of(name));
        return false;
    }
    if (record->method == 0 && record->packed != record->size) {
        ach__finding *finding =
            ach__zip_raise(scanner, ACH__ZIP_STORED_SIZES, entry->name, record->at);
        ach__finding_number(finding, "packed", record->packed);
        ach__finding_number(finding, "bytes", record->size);
        return false;
    }
    return true;
}

/* The file type of Unix modes, which Unix and macOS archivers keep. */
static bool check_file_type(ach__zip_scanner *scanner, const ach__zip_record *record,
                            const ach__zip_entry *entry) {
    unsigned system = record->made_by >> 8;
    unsigned type = record->attributes >> 28;
    if ((system != 3 && system != 19) || type == 0 || type == 010 || type == 004) {
        return true;
    }
    return refuse(scanner, type == 012 ? ACH__ZIP_LINK : ACH__ZIP_DEVICE, entry, record->at);
}

static bool raise_limit(ach__zip_scanner *scanner, int message, const ach__zip_entry *entry,
                        const ach__zip_record *record, uint64_t limit) {
    ach__finding *finding = ach__zip_raise(scanner, message, entry->name, record->at);
    ach__finding_number(finding, "bytes", record->size);
    ach__finding_number(finding, "packed", record->packed);
    ach__finding_number(finding, "limit", limit);
    return false;
}

static bool check_size(ach__zip_scanner *scanner, const ach__zip_record *record,
                       const ach__zip_entry *entry) {
    const ach__zip_limits *limits = scanner->limits;
    if (entry->is_directory && (record->size != 0 || record->packed > EMPTY_FOLDER_MOST)) {
        ach__finding *finding =
            ach__zip_raise(scanner, ACH__ZIP_FOLDER_CONTENT, entry->name, record->at);
        ach__finding_number(finding, "bytes",
                            record->size > record->packed ? record->size : record->packed);
        return false;
    }
    if (record->size > limits->max_entry_bytes) {
        return raise_limit(scanner, ACH__ZIP_LIMIT_ENTRY, entry, record, limits->max_entry_bytes);
    }
    if (record->size > RATIO_FLOOR &&
        (record->packed == 0 || record->size / record->packed >= limits->max_ratio) &&
        (uint64_t)record->size > limits->max_ratio * record->packed) {
        return raise_limit(scanner, ACH__ZIP_LIMIT_RATIO, entry, record, limits->max_ratio);
    }
    scanner->total += record->size;
    return true;
}

/* Sizes and checksum of three numbers in a row; in a header that leaves them to the trailer they
 * may be zero. */
static bool same_numbers(ach__slice bytes, uint64_t at, const ach__zip_record *record,
                         bool may_be_zero) {
    uint32_t crc = ach__zip_u32(bytes, at);
    uint32_t packed = ach__zip_u32(bytes, at + 4);
    uint32_t size = ach__zip_u32(bytes, at + 8);
    return (crc == record->crc || (may_be_zero && crc == 0)) &&
           (packed == record->packed || (may_be_zero && packed == 0)) &&
           (size == record->size || (may_be_zero && size == 0));
}

/* The size of the trailer at `at`: 16 with a mark, 12 without, 0 where there is no such trailer. */
static uint64_t trailer_size(const ach__zip_scanner *scanner, const ach__zip_record *record,
                             uint64_t at) {
    uint64_t room = scanner->list - at;
    if (room >= 16 && ach__zip_u32(scanner->bytes, at) == ACH__ZIP_TRAILER_MARK &&
        same_numbers(scanner->bytes, at + 4, record, false)) {
        return 16;
    }
    return room >= 12 && same_numbers(scanner->bytes, at, record, false) ? 12 : 0;
}

static bool check_agreement(ach__zip_scanner *scanner, const ach__zip_record *record,
                            const ach__zip_entry *entry, ach__slice name) {
    ach__slice bytes = scanner->bytes;
    uint64_t at = record->header;
    unsigned flags = ach__zip_u16(bytes, at + 6);
    if (!ach__slice_equal(name, record->name)) {
        ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_OTHER_NAME, entry->name, at);
        ach__finding_text(finding, "other", name);
        return false;
    }
    if (((flags ^ record->flags) & COMMON_FLAGS) != 0 ||
        ach__zip_u16(bytes, at + 8) != record->method) {
        return refuse(scanner, ACH__ZIP_OTHER_METHOD, entry, at);
    }
    if (!same_numbers(bytes, at + 14, record, (flags & ACH__ZIP_FLAG_TRAILER) != 0)) {
        return refuse(scanner, ACH__ZIP_OTHER_SIZES, entry, at);
    }
    return true;
}

/* The span of the entry, from its header to its trailer. */
static bool add_span(ach__zip_scanner *scanner, const ach__zip_record *record,
                     const ach__zip_entry *entry, size_t index) {
    uint64_t data = entry->data_offset;
    if (record->packed > scanner->list - data) {
        ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_PAST_END, entry->name, data);
        ach__finding_number(finding, "bytes", record->packed);
        return false;
    }
    uint64_t end = data + record->packed;
    if ((record->flags & ACH__ZIP_FLAG_TRAILER) != 0) {
        uint64_t trailer = trailer_size(scanner, record, end);
        if (trailer == 0) {
            return refuse(scanner, ACH__ZIP_OTHER_TRAILER, entry, end);
        }
        end += trailer;
    }
    scanner->spans[scanner->span_count++] = (ach__zip_span){record->header, end, index};
    return true;
}

/* The header before the data. Where it disagrees with the list nobody knows whose data it is, so
 * the entry gets no span. */
static bool check_header(ach__zip_scanner *scanner, const ach__zip_record *record,
                         ach__zip_entry *entry, size_t index) {
    ach__slice bytes = scanner->bytes;
    uint64_t at = record->header;
    if (at > scanner->list || scanner->list - at < ACH__ZIP_LOCAL_BYTES ||
        ach__zip_u32(bytes, at) != ACH__ZIP_LOCAL_MARK) {
        return refuse(scanner, ACH__ZIP_NO_HEADER, entry, at);
    }
    size_t name = ach__zip_u16(bytes, at + 26);
    size_t extra = ach__zip_u16(bytes, at + 28);
    uint64_t texts = at + ACH__ZIP_LOCAL_BYTES;
    if (scanner->list - texts < name + extra) {
        ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_PAST_END, entry->name, texts);
        ach__finding_number(finding, "bytes", name + extra);
        return false;
    }
    entry->data_offset = (uint32_t)(texts + name + extra);
    return check_extra(scanner, entry, ach__zip_cut(bytes, texts + name, extra)) &&
           check_agreement(scanner, record, entry, ach__zip_cut(bytes, texts, name)) &&
           add_span(scanner, record, entry, index);
}

static void fill_entry(ach__zip_entry *entry, const ach__zip_record *record) {
    entry->is_stored = record->method == 0;
    entry->crc = record->crc;
    entry->packed_size = record->packed;
    entry->size = record->size;
    entry->header_offset = record->header;
}

void ach__zip_check_entry(ach__zip_scanner *scanner, const ach__zip_record *record, size_t index) {
    ach__zip_entry *entry = &scanner->entries[index];
    fill_entry(entry, record);
    ach__zip_check_name(scanner, record, entry);
    bool sound = !entry->is_refused;
    if (record->part != 0 && record->part != UINT16_MAX) {
        ach__zip_raise(scanner, ACH__ZIP_PARTS, entry->name, record->at);
        return;
    }
    if (record->part != 0 || record->packed == UINT32_MAX || record->size == UINT32_MAX ||
        record->header == UINT32_MAX) {
        ach__zip_raise_zip64(scanner, entry->name, record->at);
        return;
    }
    if (!check_extra(scanner, entry, record->extra)) {
        return; /* the header before the data mostly repeats them */
    }
    if (ach__zip_check_comment(scanner, record->comment, entry->name)) {
        sound = false;
    }
    if (!check_packing(scanner, record, entry) || !check_file_type(scanner, record, entry) ||
        !check_size(scanner, record, entry)) {
        sound = false;
    }
    if (!check_header(scanner, record, entry, index)) {
        sound = false;
    }
    entry->is_readable = sound;
}
