/* Packages: loading the zip that a server was given, and looking up its nodes.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_PACKAGE_H
#define ACHPACK_PACKAGE_H

#include <achpack/allocator.h>
#include <achpack/bytes.h>
#include <achpack/diag.h>
#include <achpack/export.h>
#include <achpack/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A loaded package never changes. Any number of threads may read one at once. It counts its
 * holders: ach_package_keep() adds one, ach_package_free() takes one away, the last one frees it.
 * Everything that the calls below point to belongs to the package and lives as long as it does. */
typedef struct ach_package ach_package;

enum {
    /* Refuse a package that has any error, instead of loading what can be used of it. */
    ACH_PACKAGE_STRICT = 1,
    /* ach_package_open_memory(): keep pointing to the caller's bytes, which must then outlive the
     * package and never change, instead of copying them. */
    ACH_PACKAGE_BORROW = 2
};

/* How to open. Start from ACH_PACKAGE_OPTIONS_INIT; a number left 0 means its default. Later
 * versions add fields at the end; `size` tells which ones the caller knows. */
typedef struct ach_package_options {
    size_t size;                    /* sizeof(ach_package_options) */
    uint32_t flags;                 /* ACH_PACKAGE_... */
    const ach_allocator *allocator; /* copied; NULL: malloc. Must serve until the last free, on
                                       whatever thread that happens. The foreign libraries (iconv,
                                       libcsv, libdeflate) and qsort take a little of malloc too,
                                       and give it back before the call returns */
    uint64_t max_archive_bytes;     /* the zip itself; default 64 MiB */
    uint64_t max_entries;           /* default 10,000 */
    uint64_t max_entry_bytes;       /* one entry, unpacked; default 8 MiB */
    uint64_t max_total_bytes;       /* all entries, unpacked; default 64 MiB */
    uint64_t max_ratio;             /* unpacked / packed of one entry; default 200 */
    uint64_t max_memory;            /* bytes that the package may take of the allocator, while it is
                                       opened and afterwards; default 256 MiB */
} ach_package_options;

#define ACH_PACKAGE_OPTIONS_INIT                                                                   \
    { sizeof(ach_package_options), 0, NULL, 0, 0, 0, 0, 0, 0 }

/* The platform's seven columns in their documented order ("Achievement system function
 * configuration document"). */
typedef enum ach_column {
    ACH_NODE_ID = 0,
    ACH_PRE_PIC = 1,
    ACH_FIN_PIC = 2,
    ACH_TITLE = 3,
    ACH_DESCRIPTION = 4,
    ACH_TOTAL = 5,
    ACH_RANK = 6
} ach_column;

#define ACH_COLUMN_COUNT 7

/* One row of the table. */
typedef struct ach_node {
    size_t index;                     /* in table order, 0-based */
    ach_bytes text[ACH_COLUMN_COUNT]; /* the cells as UTF-8, by ach_column */
    uint32_t total;                   /* target progress, at least 1; a blank Total is 1 */
    uint32_t rank;                    /* place among unfinished achievements, ascending */
} ach_node;

/* Opens the zip at `path` (UTF-8, not kept). All three layouts are found by themselves; entries may
 * be stored or deflated. What is damaged in its structure, its checksums or the chunks of a picture
 * is never loaded, whatever the options; pictures are not decoded. Without ACH_PACKAGE_STRICT rows
 * that cannot be used are left out: an empty or repeated NodeId (the first counts), an invalid
 * Total (Rank counts as 0); a picture that is not there is absent. Each of these is told as a
 * finding. On success *out has one holder, the caller; on failure it is NULL. `options` and `why`
 * may be NULL; everything that was learned goes to `why`, with the zip as its root, also on
 * success. ACH_OK; ACH_EIO (errno); ACH_ENOTFOUND; ACH_EFORMAT; ACH_ELIMIT: past a limit of the
 * options; ACH_ENOMEM; ACH_EARGUMENT: options of no known size, or
 * that ask for what only a later version knows. */
ACH_EXPORT ach_status ach_package_open(ach_package **out, const char *path,
                                       const ach_package_options *options, ach_diags *why);

/* The same for a zip of `size` bytes in memory, copied unless ACH_PACKAGE_BORROW. */
ACH_EXPORT ach_status ach_package_open_memory(ach_package **out, const void *bytes, size_t size,
                                              const ach_package_options *options, ach_diags *why);

/* The same for an open file, read from its present place to its end; `fd` stays open and is the
 * caller's. */
ACH_EXPORT ach_status ach_package_open_fd(ach_package **out, int fd,
                                          const ach_package_options *options, ach_diags *why);

/* One holder more; gives the package. Any thread. */
ACH_EXPORT ach_package *ach_package_keep(ach_package *package);

/* One holder less; the last one frees it. Any thread; NULL is allowed. */
ACH_EXPORT void ach_package_free(ach_package *package);

/* How many nodes there are. */
ACH_EXPORT size_t ach_package_count(const ach_package *package);

/* Node number `index` of the table. ACH_OK; ACH_ENOTFOUND: no such node, *out is untouched. */
ACH_EXPORT ach_status ach_package_node(const ach_package *package, size_t index, ach_node *out);

/* The node with this NodeId, `size` bytes of UTF-8, in constant time. ACH_OK; ACH_ENOTFOUND. */
ACH_EXPORT ach_status ach_package_find(const ach_package *package, const char *node_id, size_t size,
                                       ach_node *out);

/* The index of the node that is shown in place `place` (0-based): ascending Rank, then table order.
 * The documents leave the direction open; see the rule rank-duplicate for ties.
 * SIZE_MAX where there is no such place. */
ACH_EXPORT size_t ach_package_display(const ach_package *package, size_t place);

/* A cell in its original bytes, GBK and unquoted. Absent where there is no such node. */
ACH_EXPORT ach_bytes ach_package_cell(const ach_package *package, size_t index, ach_column column);

/* The PNG that a node's ACH_PRE_PIC or ACH_FIN_PIC names: inside the zip's own bytes where the
 * entry is stored. Absent where it was not there. */
ACH_EXPORT ach_bytes ach_package_icon(const ach_package *package, size_t index, ach_column column);

/* SHA-256 of the zip's bytes: 32 bytes to `out`. Computed anew at each call. */
ACH_EXPORT void ach_package_fingerprint(const ach_package *package, uint8_t out[32]);

/* SHA-256 of a node's definition: its seven cells as UTF-8 and the bytes of its two pictures, each
 * with its length. It stays the same when other rows change, when columns are quoted otherwise, and
 * over versions of this library. ACH_OK; ACH_ENOTFOUND. */
ACH_EXPORT ach_status ach_package_node_fingerprint(const ach_package *package, size_t index,
                                                   uint8_t out[32]);

/* Bytes that the package holds of its allocator. */
ACH_EXPORT size_t ach_package_memory(const ach_package *package);

#ifdef __cplusplus
}
#endif

#endif
