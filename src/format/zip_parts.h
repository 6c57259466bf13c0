/* What the files of the zip reader share with each other and with nobody else.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_ZIP_PARTS_H
#define ACH__FORMAT_ZIP_PARTS_H

#include "base/slice.h"
#include "diag/diag.h"
#include "format/zip_read.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ACH__ZIP_LOCAL_BYTES = 30,  /* fixed part of the header before an entry's data */
    ACH__ZIP_RECORD_BYTES = 46, /* fixed part of a record of the list (the central directory) */
    ACH__ZIP_END_BYTES = 22,
    ACH__ZIP_FLAG_ENCRYPTED = 0x2041, /* bits 0, 6 and 13 */
    ACH__ZIP_FLAG_TRAILER = 0x0008,   /* sizes and checksum follow the data */
    ACH__ZIP_FLAG_UTF8 = 0x0800
};

#define ACH__ZIP_LOCAL_MARK   UINT32_C(0x04034b50)
#define ACH__ZIP_RECORD_MARK  UINT32_C(0x02014b50)
#define ACH__ZIP_END_MARK     UINT32_C(0x06054b50)
#define ACH__ZIP_TRAILER_MARK UINT32_C(0x08074b50)

/* The bytes that one entry takes, its header and trailer among them. */
typedef struct ach__zip_span {
    uint64_t start;
    uint64_t end;
    size_t entry;
} ach__zip_span;

/* A record of the list, as it stands there. */
typedef struct ach__zip_record {
    uint64_t at;   /* its offset */
    uint64_t next; /* the offset behind it */
    unsigned made_by;
    unsigned flags;
    unsigned method;
    unsigned part;
    uint32_t crc;
    uint32_t packed;
    uint32_t size;
    uint32_t attributes;
    uint32_t header;
    ach__slice name;
    ach__slice extra;
    ach__slice comment;
} ach__zip_record;

/* One run of ach__zip_scan. Offsets are from the start of the archive. */
typedef struct ach__zip_scanner {
    ach__slice bytes;
    const ach__zip_limits *limits;
    ach__arena *arena;
    ach_diags *diags;
    uint64_t list;     /* where the list of entries begins */
    uint64_t list_end; /* by the end record */
    uint64_t end;      /* of the end record's first byte; list_end <= end */
    ach__zip_entry *entries;
    ach__zip_span *spans; /* of the entries whose extent is known */
    size_t count;
    size_t span_count;
    uint64_t total; /* bytes of all entries that are read, unpacked */
    bool is_zip64;  /* raised once */
    bool has_more;  /* the list holds more than `count` records */
} ach__zip_scanner;

static inline unsigned ach__zip_u16(ach__slice bytes, uint64_t at) {
    const unsigned char *p = (const unsigned char *)bytes.ptr + at;
    return (unsigned)p[0] | (unsigned)p[1] << 8;
}

static inline uint32_t ach__zip_u32(ach__slice bytes, uint64_t at) {
    return (uint32_t)ach__zip_u16(bytes, at) | (uint32_t)ach__zip_u16(bytes, at + 2) << 16;
}

static inline ach__slice ach__zip_cut(ach__slice bytes, uint64_t at, size_t size) {
    return (ach__slice){bytes.ptr + at, size};
}

/* Raises about the archive (`name` absent) or an entry, at an offset of the archive, with the
 * parameter "offset". */
ach__finding *ach__zip_raise(ach__zip_scanner *scanner, int message, ach__slice name,
                             uint64_t offset);
/* Raises zip64 where it was not raised before. */
void ach__zip_raise_zip64(ach__zip_scanner *scanner, ach__slice name, uint64_t offset);

/* zip_end.c: fills list, list_end, end and count. ACH_OK, ACH_EFORMAT, ACH_ELIMIT. */
ach_status ach__zip_find_end(ach__zip_scanner *scanner);

/* zip_entry.c: the record at `at`; false where none is there. */
bool ach__zip_record_at(const ach__zip_scanner *scanner, uint64_t at, ach__zip_record *record);
/* Fills the next entry, raises what is wrong with it, adds its span where that is known. */
void ach__zip_check_entry(ach__zip_scanner *scanner, const ach__zip_record *record, size_t index);
/* Raises where a comment holds parts of a zip; true where it did. */
bool ach__zip_check_comment(ach__zip_scanner *scanner, ach__slice comment, ach__slice name);

/* zip_names.c: fills name, name_is_text, is_directory and raises what makes a name unsafe. */
void ach__zip_check_name(ach__zip_scanner *scanner, const ach__zip_record *record,
                         ach__zip_entry *entry);
/* Raises names that would become one file. */
void ach__zip_check_duplicates(ach__zip_scanner *scanner);

#endif
