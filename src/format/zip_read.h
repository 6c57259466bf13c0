/* Reading zips that strangers made: the whole structure is checked before any entry is read.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_ZIP_READ_H
#define ACH__FORMAT_ZIP_READ_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an archive may ask of us. */
typedef struct ach__zip_limits {
    uint64_t max_entries;     /* entries, folders among them */
    uint64_t max_entry_bytes; /* one entry, unpacked */
    uint64_t max_total_bytes; /* all entries, unpacked; also the archive file itself */
    uint64_t max_ratio;       /* unpacked / packed of one entry; not asked of those that unpack to
                                 64 KiB or less, as blank pictures reach any ratio */
} ach__zip_limits;

#define ACH__ZIP_LIMITS_DEFAULT                                                                    \
    { 10000, 8u << 20, 64u << 20, 200 }

typedef struct ach__zip_entry {
    ach__slice name;   /* valid UTF-8; where the stored bytes are no text, those bytes escaped */
    bool name_is_text; /* stored as UTF-8 (flag or not) or as GBK, without control characters */
    bool is_refused;   /* raised for its name, unsafe or a duplicate: no file of the package */
    bool is_directory; /* the stored name ends with '/'; `name` is without it */
    bool is_stored;    /* method 0, else deflate */
    bool is_readable;  /* false: something was raised about this entry, whatever it is */
    uint32_t crc;
    uint32_t packed_size;
    uint32_t size;
    uint32_t header_offset; /* of the local header, from the start of the archive */
    uint32_t data_offset;
} ach__zip_entry;

typedef struct ach__zip {
    ach__slice bytes;        /* the archive, borrowed */
    ach__zip_entry *entries; /* in the order of the central directory */
    size_t count;
} ach__zip;

/* Checks the structure of the archive in `bytes` (borrowed, below 4 GiB) and lists its entries in
 * `arena`. Every fault found is raised in `diags`, with file = the entry's name where one is known,
 * and the byte offset. Never allocates by a size that the archive states without the bytes to back
 * it. ACH_OK: all entries that are is_readable can be read (findings may have been raised all the
 * same); ACH_EFORMAT: the list cannot be trusted and *out is empty; ACH_ELIMIT: too many entries or
 * bytes, or zip64 (raised as zip-limit) and *out is empty; ACH_ENOMEM. */
ach_status ach__zip_scan(ach__zip *out, ach__arena *arena, ach__slice bytes,
                         const ach__zip_limits *limits, ach_diags *diags);

/* Why an entry's data is not what its header says. */
typedef struct ach__zip_fault {
    const ach__message *message; /* of the archive family: zip-damaged */
    uint64_t found;              /* bytes, for the message's parameter "found" */
    uint64_t offset;             /* in the archive */
} ach__zip_fault;

/* The entry's content, checked: exact sizes in and out, CRC-32. A stored entry is a slice of the
 * archive and costs no memory; a deflated one is put into `scratch` (cleared first).
 * ACH_OK; ACH_EFORMAT and *fault (may be NULL); ACH_ELIMIT: larger than scratch's ceiling;
 * ACH_ENOMEM; ACH_EARGUMENT: not is_readable. Threads may call it at once, each with its scratch.
 */
ach_status ach__zip_read(const ach__zip *zip, const ach__zip_entry *entry, ach__buffer *scratch,
                         ach__slice *content, ach__zip_fault *fault);

/* Raises what ach__zip_read found. */
void ach__zip_report(ach_diags *diags, const ach__zip_entry *entry, const ach__zip_fault *fault);

#endif
