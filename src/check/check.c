/* One run over a package: open, find the table, let every family look.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "format/csv.h"
#include "rules/package.h"
#include "source/layout.h"

#include <errno.h>
#include <stdlib.h>

static const char likely_prefix[] = "achievement/Achievement/";

/* A table too large to be read makes the package too large as well. */
static void report_large_table(const ach__package *package, ach_diags *diags) {
    ach__place place = {.file = package->table_file->path};
    ach__finding *finding =
        ach__diags_add(diags, &ach__package_messages[ACH__PACKAGE_SIZE_FILE], &place);
    ach__finding_number(finding, "bytes", package->table_file->size);
    ach__finding_number(finding, "limit", ACH__PACKAGE_BYTES_MOST);
}

void ach__check_layout(ach__package *package, ach_diags *diags) {
    ach__layout layout = {.source = package->source};
    ach__layout_find(&layout, diags);
    package->table_file = layout.table;
    package->root = layout.root;
}

/* What is longer than any table is not read row by row. */
static void report_long_table(const ach__package *package, ach_diags *diags) {
    ach__place place = {.file = package->table_file->path};
    ach__finding *finding =
        ach__diags_add(diags, &ach__package_messages[ACH__PACKAGE_SIZE_TABLE], &place);
    ach__finding_number(finding, "lines", ACH__TABLE_LINES_MOST);
    ach__finding_number(finding, "cells", ACH__CSV_FIELDS_MOST);
}

static ach_status read_table(ach__package *package, ach_diags *diags) {
    ach__slice bytes;
    ach_status status =
        ach__source_read(package->source, package->table_file, &package->table_bytes, &bytes);
    if (status == ACH_ELIMIT || (status == ACH_OK && bytes.len > ACH__TABLE_BYTES_MOST)) {
        report_large_table(package, diags);
        return ACH_OK;
    }
    if (status == ACH_EFORMAT) {
        return ACH_OK; /* a damaged entry, told by the archive's rules */
    }
    if (status == ACH_OK) {
        status = ach__table_read(&package->table, &package->arena, bytes, package->table_file->path,
                                 diags);
        package->has_table = status == ACH_OK;
    }
    if (status == ACH_ELIMIT) {
        report_long_table(package, diags);
        return ACH_OK;
    }
    return status;
}

static ach_status examine(ach__package *package, const ach__check_options *options,
                          ach_diags *diags) {
    ach_status status = ach__source_verify(package->source, diags);
    ach__check_layout(package, diags);
    if (status == ACH_OK && package->table_file != NULL) {
        status = read_table(package, diags);
    }
    if (status != ACH_OK) {
        return status;
    }
    if (package->has_table) {
        ach__check_table(package, diags);
        ach__check_hierarchy(package, diags);
        ach__check_icons(package, options, diags);
    }
    ach__check_contents(package, diags);
    return package->arena.failed ? ACH_ENOMEM : ACH_OK;
}

static ach__package *new_package(const ach__check_options *options) {
    ach__package *package = calloc(1, sizeof *package);
    if (package != NULL) {
        ach__arena_init(&package->arena, NULL);
        ach__buffer_init(&package->table_bytes, NULL, ACH__TABLE_BYTES_MOST);
        package->prefix = ach__slice_of(options->prefix != NULL ? options->prefix : likely_prefix);
    }
    return package;
}

ach_status ach__check_package(ach__package **out, const char *path,
                              const ach__check_options *options, ach_diags *diags) {
    *out = NULL;
    ach__package *package = new_package(options);
    if (package == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status =
        ach__source_open(&package->source, path, &options->limits, options->ignored, diags);
    if (status == ACH_OK) {
        status = examine(package, options, diags);
    } else if (status == ACH_EFORMAT) {
        status = ACH_OK; /* an archive that cannot be trusted: the findings say why */
    }
    if (status == ACH_OK && options->header_image != NULL) {
        ach__check_header_image(options, diags);
    }
    ach__diags_finish(diags);
    if (status == ACH_OK && ach__diags_failed(diags)) {
        status = ACH_ENOMEM;
    }
    if (status != ACH_OK) {
        int saved = errno;
        ach__package_free(package);
        errno = saved;
        return status;
    }
    *out = package;
    return ACH_OK;
}

void ach__package_free(ach__package *package) {
    if (package == NULL) {
        return;
    }
    for (size_t i = 0; i < package->icon_count; i++) {
        free(package->icons[i].content);
    }
    ach__source_close(package->source);
    ach__buffer_free(&package->table_bytes);
    ach__arena_free(&package->arena);
    free(package);
}
