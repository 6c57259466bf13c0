/* From the bytes of a zip to a package: structure, table, nodes, pictures, index.
 * SPDX-License-Identifier: MIT */
#include "format/csv.h"
#include "rules/archive.h"
#include "rules/package.h"
#include "runtime/package_parts.h"

/* Where a table may be too large to be a package's at all: rules/package.h. */
#define PACKAGE_BYTES_MOST 3145728u

/* What a table takes while it is read, in bytes for each of its own: the text and where its cells
 * are. */
#define SCRATCH_SHARE ((size_t)4)

ach__verdict ach__loader_look_at(const ach_diags *diags) {
    const ach__kind *limit = ach__archive_messages[ACH__ZIP_LIMIT_ENTRY].kind;
    return (ach__verdict){ach_diags_count_severity(diags, ACH_ERROR),
                          ach__diags_count_kind(diags, limit, ACH_ERROR)};
}

/* What ours among the findings say, listed or not. */
static ach__verdict look_at_findings(const ach__loader *loader) {
    ach__verdict all = ach__loader_look_at(loader->diags);
    return (ach__verdict){all.errors - loader->others.errors, all.limits - loader->others.limits};
}

/* What all entries unpack to. The reader of zips holds the zip itself to its limit for them too;
 * here the two limits are the caller's to choose. */
static ach_status check_total(ach__loader *loader) {
    uint64_t total = 0;
    for (size_t i = 0; i < loader->source->count; i++) {
        total += loader->source->files[i].size;
    }
    if (total <= loader->options.max_total_bytes) {
        return ACH_OK;
    }
    ach__finding *finding =
        ach__diags_add(loader->diags, &ach__archive_messages[ACH__ZIP_LIMIT_TOTAL], NULL);
    ach__finding_number(finding, "limit", loader->options.max_total_bytes);
    return ACH_ELIMIT;
}

static ach_status open_source(ach__loader *loader) {
    const ach_package_options *options = &loader->options;
    uint64_t size = loader->package->bytes.len;
    const ach__zip_limits limits = {
        .max_entries = options->max_entries,
        .max_entry_bytes = options->max_entry_bytes,
        .max_total_bytes = size > options->max_total_bytes ? size : options->max_total_bytes,
        .max_ratio = options->max_ratio,
    };
    ach_status status = ach__source_open_archive(&loader->source, &loader->scratch.allocator,
                                                 loader->package->bytes, &limits, loader->diags);
    if (status != ACH_OK) {
        return status;
    }
    ach__verdict found = look_at_findings(loader);
    if (found.errors > 0) {
        status = ach__source_verify(loader->source, loader->diags); /* all there is to tell */
        found = look_at_findings(loader);
        ach_status why = found.errors == found.limits ? ACH_ELIMIT : ACH_EFORMAT;
        return status == ACH_OK ? why : status;
    }
    return check_total(loader);
}

static ach_status refuse_large_table(ach__loader *loader) {
    ach__place place = {.file = loader->layout.table->path};
    ach__finding *finding =
        ach__diags_add(loader->diags, &ach__package_messages[ACH__PACKAGE_SIZE_FILE], &place);
    ach__finding_number(finding, "bytes", loader->layout.table->size);
    ach__finding_number(finding, "limit", PACKAGE_BYTES_MOST);
    return ACH_ELIMIT;
}

static void refuse_long_table(ach__loader *loader) {
    ach__place place = {.file = loader->layout.table->path};
    ach__finding *finding =
        ach__diags_add(loader->diags, &ach__package_messages[ACH__PACKAGE_SIZE_TABLE], &place);
    ach__finding_number(finding, "lines", ACH__TABLE_LINES_MOST);
    ach__finding_number(finding, "cells", ACH__CSV_FIELDS_MOST);
}

static ach_status read_table(ach__loader *loader) {
    ach__slice bytes;
    loader->layout.source = loader->source;
    ach__layout_find(&loader->layout, loader->diags);
    const ach__file *file = loader->layout.table;
    if (file == NULL) {
        return ACH_EFORMAT;
    }
    if (file->size > ACH__TABLE_BYTES_MOST) {
        return refuse_large_table(loader);
    }
    ach_status status = ach__source_read(loader->source, file, &loader->table_bytes, &bytes);
    if (status == ACH_EFORMAT) {
        status = ach__source_verify(loader->source, loader->diags);
        return status == ACH_OK ? ACH_EFORMAT : status;
    }
    if (status == ACH_OK) {
        ach__loader_expect(loader, &loader->scratch, bytes.len * SCRATCH_SHARE);
        status =
            ach__table_read(&loader->table, &loader->scratch, bytes, file->path, loader->diags);
    }
    if (status == ACH_ELIMIT) {
        refuse_long_table(loader);
    }
    return status;
}

static ach_status load(ach__loader *loader) {
    ach_package *package = loader->package;
    ach_status status = open_source(loader);
    if (status == ACH_OK) {
        status = read_table(loader);
    }
    if (status != ACH_OK) {
        return status;
    }
    if (!ach__loader_start_pictures(loader)) {
        return ACH_ENOMEM;
    }
    ach__loader_keep_rows(loader);
    status = ach__loader_failed(loader) ? ACH_ENOMEM : ach__loader_read_pictures(loader);
    if (status == ACH_OK && !ach__package_sort(package)) {
        status = ACH_ENOMEM;
    }
    if (status != ACH_OK || ach__loader_failed(loader)) {
        return status != ACH_OK ? status : ACH_ENOMEM;
    }
    /* Without NodeIds there is nothing that a server could look up. */
    bool is_refused = loader->is_damaged || !loader->table.has[ACH__COLUMN_NODE_ID];
    if ((loader->options.flags & ACH_PACKAGE_STRICT) != 0) {
        is_refused = is_refused || look_at_findings(loader).errors > 0;
    }
    return is_refused ? ACH_EFORMAT : ACH_OK;
}

ach_status ach__loader_load(ach__loader *loader) {
    ach_allocator metered = ach__meter_allocator(&loader->package->meter);
    ach__arena_init(&loader->scratch, &metered);
    ach__buffer_init(&loader->table_bytes, &metered, ACH__TABLE_BYTES_MOST);
    ach_status status = load(loader);
    ach__source_close(loader->source);
    ach__buffer_free(&loader->table_bytes);
    ach__arena_free(&loader->scratch);
    if (status == ACH_OK) {
        ach__buffer_trim(&loader->package->texts);
    }
    return status;
}
