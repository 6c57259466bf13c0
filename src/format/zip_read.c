/* The content of one entry of a zip, compared with everything the zip says about it.
 * SPDX-License-Identifier: MIT */
#include "format/zip_read.h"

#include "rules/archive.h"

#include <libdeflate.h>

static ach_status refuse(ach__zip_fault *fault, int message, uint64_t found, uint64_t offset) {
    if (fault != NULL) {
        *fault = (ach__zip_fault){&ach__archive_messages[message], found, offset};
    }
    return ACH_EFORMAT;
}

/* One call, into room for exactly the recorded size: what would not fit is never unpacked. */
static ach_status inflate_entry(const ach__zip *zip, const ach__zip_entry *entry,
                                unsigned char *room, ach__zip_fault *fault) {
    size_t taken = 0;
    size_t given = 0;
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (decompressor == NULL) {
        return ACH_ENOMEM;
    }
    enum libdeflate_result result =
        libdeflate_deflate_decompress_ex(decompressor, zip->bytes.ptr + entry->data_offset,
                                         entry->packed_size, room, entry->size, &taken, &given);
    libdeflate_free_decompressor(decompressor);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
        return refuse(fault, ACH__ZIP_STREAM_MORE, 0, entry->data_offset);
    }
    if (result != LIBDEFLATE_SUCCESS) {
        return refuse(fault, ACH__ZIP_STREAM, 0, entry->data_offset);
    }
    if (given != entry->size) {
        return refuse(fault, ACH__ZIP_STREAM_LESS, given, entry->data_offset);
    }
    if (taken != entry->packed_size) {
        return refuse(fault, ACH__ZIP_STREAM_TAIL, entry->packed_size - taken,
                      entry->data_offset + taken);
    }
    return ACH_OK;
}

static ach_status unpack(const ach__zip *zip, const ach__zip_entry *entry, ach__buffer *scratch,
                         ach__slice *content, ach__zip_fault *fault) {
    unsigned char *room = ach__buffer_reserve(scratch, entry->size);
    unsigned char nothing = 0;
    if (scratch->failed) {
        return ACH_ENOMEM;
    }
    if (entry->size == 0) {
        room = &nothing; /* libdeflate wants a place even for no bytes */
    }
    ach_status status = inflate_entry(zip, entry, room, fault);
    if (status != ACH_OK) {
        return status;
    }
    scratch->size += entry->size;
    *content = (ach__slice){(const char *)scratch->data, entry->size};
    return ACH_OK;
}

ach_status ach__zip_read(const ach__zip *zip, const ach__zip_entry *entry, ach__buffer *scratch,
                         ach__slice *content, ach__zip_fault *fault) {
    *content = (ach__slice){0};
    if (!entry->is_readable) {
        return ACH_EARGUMENT;
    }
    ach__buffer_clear(scratch);
    if (entry->size > scratch->ceiling) {
        return ACH_ELIMIT;
    }
    ach__slice bytes = {zip->bytes.ptr + entry->data_offset, entry->size};
    if (!entry->is_stored) {
        ach_status status = unpack(zip, entry, scratch, &bytes, fault);
        if (status != ACH_OK) {
            return status;
        }
    }
    if (libdeflate_crc32(0, bytes.ptr == NULL ? "" : bytes.ptr, bytes.len) != entry->crc) {
        return refuse(fault, ACH__ZIP_CHECKSUM, 0, entry->data_offset);
    }
    *content = bytes;
    return ACH_OK;
}

void ach__zip_report(ach_diags *diags, const ach__zip_entry *entry, const ach__zip_fault *fault) {
    ach__place place = {.file = entry->name, .has_offset = true, .offset = fault->offset};
    ach__finding *finding = ach__diags_add(diags, fault->message, &place);
    ach__finding_number(finding, "offset", fault->offset);
    ach__finding_number(finding, "bytes", entry->size);
    ach__finding_number(finding, "found", fault->found);
}
