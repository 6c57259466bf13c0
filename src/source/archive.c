/* A zip as a source: its sound entries as a sorted list of files.
 * SPDX-License-Identifier: MIT */
#include "source/source.h"

#include <stdlib.h>

static ach_status read_file(const ach__source *source, const ach__file *file, ach__buffer *scratch,
                            ach__slice *bytes) {
    const ach__zip *zip = source->state;
    const ach__zip_entry *entry = &zip->entries[file->handle];
    /* What makes an entry unreadable has been raised by the scan. */
    return entry->is_readable ? ach__zip_read(zip, entry, scratch, bytes, NULL) : ACH_EFORMAT;
}

static ach_status verify_entries(const ach__source *source, ach_diags *diags) {
    const ach__zip *zip = source->state;
    ach__buffer scratch;
    ach_status status = ACH_OK;
    ach__buffer_init(&scratch, &source->arena.allocator, UINT32_MAX);
    for (size_t i = 0; i < zip->count && status != ACH_ENOMEM; i++) {
        const ach__zip_entry *entry = &zip->entries[i];
        ach__slice content;
        ach__zip_fault fault;
        if (!entry->is_readable) {
            continue;
        }
        status = ach__zip_read(zip, entry, &scratch, &content, &fault);
        if (status == ACH_EFORMAT) {
            ach__zip_report(diags, entry, &fault);
        }
    }
    ach__buffer_free(&scratch);
    return status == ACH_ENOMEM || ach__diags_failed(diags) ? ACH_ENOMEM : ACH_OK;
}

static void close_archive(ach__source *source) {
    ach_allocator allocator = source->arena.allocator;
    ach__arena_free(&source->arena);
    ach__release(&allocator, source, sizeof *source);
}

static const ach__source_calls archive_calls = {read_file, verify_entries, close_archive};

static int compare_files(const void *left, const void *right) {
    const ach__file *a = left;
    const ach__file *b = right;
    int order = ach__slice_compare(a->path, b->path);
    return order != 0 ? order : (a->handle > b->handle) - (a->handle < b->handle);
}

/* Entries whose names were refused are left out: no file of a package can be called so, and they
 * have been raised. The size of one that cannot be read is nobody's word, so it counts nothing. */
static ach_status list_files(ach__source *source, const ach__zip *zip) {
    source->files = ach__arena_take(&source->arena, zip->count, sizeof *source->files);
    if (source->files == NULL) {
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < zip->count; i++) {
        const ach__zip_entry *entry = &zip->entries[i];
        if (entry->is_refused) {
            continue;
        }
        source->files[source->count++] =
            (ach__file){.path = entry->name,
                        .path_is_text = entry->name_is_text,
                        .type = entry->is_directory ? ACH__FILE_DIRECTORY : ACH__FILE_REGULAR,
                        .size = entry->is_readable ? entry->size : 0,
                        .handle = i};
    }
    if (source->count > 1) {
        qsort(source->files, source->count, sizeof *source->files, compare_files);
    }
    for (size_t i = 0; i < source->count; i++) {
        if (source->files[i].path_is_text) {
            ach__map_add(&source->by_path, source->files[i].path, i);
        }
    }
    return source->arena.failed ? ACH_ENOMEM : ACH_OK;
}

static ach_status fill_source(ach__source *source, ach__slice bytes, const ach__zip_limits *limits,
                              ach_diags *diags) {
    ach__zip *zip = ach__arena_take(&source->arena, 1, sizeof *zip);
    if (zip == NULL) {
        return ACH_ENOMEM;
    }
    source->state = zip;
    ach_status status = ach__zip_scan(zip, &source->arena, bytes, limits, diags);
    return status == ACH_OK ? list_files(source, zip) : status;
}

ach_status ach__source_open_archive(ach__source **out, const ach_allocator *allocator,
                                    ach__slice bytes, const ach__zip_limits *limits,
                                    ach_diags *diags) {
    ach_allocator memory = ach__allocator_or_default(allocator);
    *out = NULL;
    ach__source *source = ach__allocate(&memory, sizeof *source);
    if (source == NULL) {
        return ACH_ENOMEM;
    }
    *source =
        (ach__source){.calls = &archive_calls, .is_archive = true, .archive_bytes = bytes.len};
    ach__arena_init(&source->arena, &memory);
    ach__map_init(&source->by_path, &source->arena);
    ach_status status = fill_source(source, bytes, limits, diags);
    if (status == ACH_OK) {
        *out = source;
    } else {
        close_archive(source);
    }
    return status;
}
