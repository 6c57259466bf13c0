/* The structure of a zip: walks the list of entries and asks that every byte has one owner.
 * SPDX-License-Identifier: MIT */
#include "format/zip_parts.h"

#include "rules/archive.h"

#include <stdlib.h>

ach__finding *ach__zip_raise(ach__zip_scanner *scanner, int message, ach__slice name,
                             uint64_t offset) {
    ach__place place = {.file = name, .has_offset = true, .offset = offset};
    ach__finding *finding = ach__diags_add(scanner->diags, &ach__archive_messages[message], &place);
    ach__finding_number(finding, "offset", offset);
    return finding;
}

void ach__zip_raise_zip64(ach__zip_scanner *scanner, ach__slice name, uint64_t offset) {
    if (!scanner->is_zip64) {
        ach__zip_raise(scanner, ACH__ZIP_LIMIT_ZIP64, name, offset);
    }
    scanner->is_zip64 = true;
}

/* Bytes of the data area that no entry owns. */
static void raise_gap(ach__zip_scanner *scanner, uint64_t from, uint64_t to) {
    ach__slice none = {0};
    if (to - from >= ACH__ZIP_LOCAL_BYTES &&
        ach__zip_u32(scanner->bytes, from) == ACH__ZIP_LOCAL_MARK) {
        uint64_t room = to - from - ACH__ZIP_LOCAL_BYTES;
        size_t size = ach__zip_u16(scanner->bytes, from + 26);
        size = size > room ? (size_t)room : size;
        ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_UNLISTED, none, from);
        ach__finding_text(finding, "name",
                          ach__zip_cut(scanner->bytes, from + ACH__ZIP_LOCAL_BYTES, size));
        return;
    }
    ach__finding *finding =
        ach__zip_raise(scanner, from == 0 ? ACH__ZIP_BEFORE : ACH__ZIP_GAP, none, from);
    ach__finding_number(finding, "bytes", to - from);
}

static int compare_spans(const void *left, const void *right) {
    const ach__zip_span *a = left;
    const ach__zip_span *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return (a->entry > b->entry) - (a->entry < b->entry);
}

static void raise_overlap(ach__zip_scanner *scanner, const ach__zip_span *span, size_t other) {
    ach__zip_entry *entry = &scanner->entries[span->entry];
    ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_OVERLAP, entry->name, span->start);
    ach__finding_text(finding, "other", scanner->entries[other].name);
}

/* Every byte before the end record is an entry's or the list's, and nobody else's. The first
 * overlap is raised alone: bombs are made of thousands. */
static void check_coverage(ach__zip_scanner *scanner) {
    bool all_known = scanner->span_count == scanner->count && !scanner->has_more;
    bool overlapped = false;
    uint64_t at = 0;
    size_t owner = 0;
    if (scanner->span_count > 1) {
        qsort(scanner->spans, scanner->span_count, sizeof *scanner->spans, compare_spans);
    }
    for (size_t i = 0; i < scanner->span_count; i++) {
        const ach__zip_span *span = &scanner->spans[i];
        if (span->start > at && all_known) {
            raise_gap(scanner, at, span->start);
        }
        if (span->start < at) {
            if (!overlapped) {
                raise_overlap(scanner, span, owner);
            }
            overlapped = true;
            scanner->entries[span->entry].is_readable = false;
        }
        if (span->end > at) {
            at = span->end;
            owner = span->entry;
        }
    }
    if (at < scanner->list && all_known) {
        raise_gap(scanner, at, scanner->list);
    }
}

/* The list holds as many records as the end record says, and nothing else. */
static ach_status walk_list(ach__zip_scanner *scanner) {
    uint64_t at = scanner->list;
    for (size_t i = 0; i < scanner->count; i++) {
        ach__zip_record record;
        if (!ach__zip_record_at(scanner, at, &record)) {
            ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_LIST, (ach__slice){0}, at);
            ach__finding_number(finding, "number", i + 1);
            ach__finding_number(finding, "count", scanner->count);
            return ACH_EFORMAT;
        }
        ach__zip_check_entry(scanner, &record, i);
        at = record.next;
        if (scanner->arena->failed) {
            return ACH_ENOMEM;
        }
    }
    if (at < scanner->end) {
        scanner->has_more = scanner->end - at >= ACH__ZIP_RECORD_BYTES &&
                            ach__zip_u32(scanner->bytes, at) == ACH__ZIP_RECORD_MARK;
        ach__finding *finding = ach__zip_raise(
            scanner, scanner->has_more ? ACH__ZIP_LIST_MORE : ACH__ZIP_GAP, (ach__slice){0}, at);
        ach__finding_number(finding, "bytes", scanner->end - at);
        ach__finding_number(finding, "count", scanner->count);
    }
    return ACH_OK;
}

static ach_status check_total(ach__zip_scanner *scanner) {
    if (scanner->total <= scanner->limits->max_total_bytes) {
        return ACH_OK;
    }
    ach__finding *finding =
        ach__zip_raise(scanner, ACH__ZIP_LIMIT_TOTAL, (ach__slice){0}, scanner->list);
    ach__finding_number(finding, "limit", scanner->limits->max_total_bytes);
    return ACH_ELIMIT;
}

static ach_status check_archive_size(ach__zip_scanner *scanner) {
    uint64_t most = scanner->limits->max_total_bytes;
    if (most > UINT32_MAX - 1) {
        most = UINT32_MAX - 1;
    }
    if (scanner->bytes.len <= most) {
        return ACH_OK;
    }
    ach__finding *finding = ach__zip_raise(scanner, ACH__ZIP_LIMIT_ARCHIVE, (ach__slice){0}, most);
    ach__finding_number(finding, "bytes", scanner->bytes.len);
    ach__finding_number(finding, "limit", most);
    return ACH_ELIMIT;
}

static ach_status scan(ach__zip_scanner *scanner) {
    ach_status status = check_archive_size(scanner);
    if (status == ACH_OK) {
        status = ach__zip_find_end(scanner);
    }
    if (status != ACH_OK) {
        return status;
    }
    /* The end record has been checked: the bytes hold room for so many records. */
    scanner->entries = ach__arena_take(scanner->arena, scanner->count, sizeof *scanner->entries);
    scanner->spans = ach__arena_take(scanner->arena, scanner->count, sizeof *scanner->spans);
    if (scanner->entries == NULL || scanner->spans == NULL) {
        return ACH_ENOMEM;
    }
    status = walk_list(scanner);
    if (status == ACH_OK) {
        status = check_total(scanner);
    }
    if (status != ACH_OK) {
        return status;
    }
    check_coverage(scanner);
    ach__zip_check_duplicates(scanner);
    return scanner->arena->failed ? ACH_ENOMEM : ACH_OK;
}

ach_status ach__zip_scan(ach__zip *out, ach__arena *arena, ach__slice bytes,
                         const ach__zip_limits *limits, ach_diags *diags) {
    ach__zip_scanner scanner = {.bytes = bytes, .limits = limits, .arena = arena, .diags = diags};
    *out = (ach__zip){.bytes = bytes};
    ach_status status = scan(&scanner);
    if (ach__diags_failed(diags)) {
        status = ACH_ENOMEM;
    }
    if (status == ACH_OK) {
        out->entries = scanner.entries;
        out->count = scanner.count;
    }
    return status;
}
