/* One run over a package: open, find the table, let every family look.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "check/authoring.h"
#include "format/csv.h"
#include "rules/package.h"
#include "source/layout.h"
#include "source/node_files.h"

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
    ach__layout layout = {.source = package->source, .is_optional = true};
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

static bool are_told(const ach__check_options *options) {
    return options->nodes_are_told && options->nodes.count > 0;
}

static ach_status read_nodes(ach__package *package, const ach__check_options *options,
                             ach_diags *diags, const char **failed) {
    const ach__node_place_list places = {.folders = options->nodes.items,
                                         .count = options->nodes.count,
                                         .inside = package->source,
                                         .root = package->root,
                                         .jobs = options->jobs};
    if (!are_told(options)) {
        return ach__node_files_read(&package->nodes, &places, diags, failed);
    }
    ach_diags *unheard = ach_diags_new(NULL, ACH_ENGLISH);
    ach_status status = unheard == NULL
                            ? ACH_ENOMEM
                            : ach__node_files_read(&package->nodes, &places, unheard, failed);
    if (package->nodes != NULL) {
        ach__nodes_forget_lines(package->nodes);
    }
    ach_diags_free(unheard);
    return status;
}

/* A behaviour pack that keeps nothing in the cloud has nothing to upload. */
static bool needs_table(const ach__package *package) {
    const ach__nodes *nodes = package->nodes;
    bool is_needed = nodes == NULL || nodes->file_count == 0 || package->source->is_archive;
    for (size_t i = 0; nodes != NULL && i < nodes->count && !is_needed; i++) {
        is_needed = nodes->items[i].is_cloud;
    }
    return is_needed;
}

void ach__check_table_missing(const ach__package *package, ach_diags *diags) {
    if (package->table_file == NULL) {
        ach__layout_report_missing(package->source, needs_table(package), diags);
    }
}

static ach_status check_nodes(ach__package *package, const ach__check_options *options,
                              ach_diags *diags, const char **failed) {
    ach_status status = ACH_OK;
    if (package->nodes != NULL && !are_told(options)) {
        ach__check_nodes(package, diags);
        ach__check_cloud_switches(package, diags);
        status = ach__check_node_icons(package, options, diags, failed);
    }
    if (package->nodes != NULL && status == ACH_OK && package->has_table) {
        ach__check_cloud(package, diags);
    }
    return status;
}

ach__script_nodes ach__package_script_nodes(const ach__package *package, ach_diags *diags) {
    const ach__table *table = package->has_table ? &package->table : NULL;
    return (ach__script_nodes){table, package->nodes, diags};
}

bool ach__package_lacks_nodes(const ach__package *package) {
    return package->source == NULL || (package->table_file != NULL && !package->has_table);
}

static ach_status check_scripts(ach__package *package, const ach__check_options *options,
                                ach_diags *diags, const char **failed) {
    const ach__script_nodes known = ach__package_script_nodes(package, diags);
    const ach__script_check check = {.folders = options->scripts.items,
                                     .count = options->scripts.count,
                                     .packages = &known,
                                     .package_count = 1,
                                     .is_partial = ach__package_lacks_nodes(package),
                                     .shown = &package->arena};
    return ach__check_scripts(&check, failed);
}

static ach_status examine(ach__package *package, const ach__check_options *options,
                          ach_diags *diags, const char **failed) {
    ach_status status = ach__source_verify(package->source, diags);
    ach__check_layout(package, diags);
    if (status == ACH_OK && package->table_file != NULL) {
        status = read_table(package, diags);
    }
    if (status == ACH_OK && !options->only_source) {
        status = read_nodes(package, options, diags, failed);
    }
    if (status != ACH_OK) {
        return status;
    }
    ach__check_table_missing(package, diags);
    if (package->has_table) {
        ach__check_table(package, diags);
        ach__check_hierarchy(package, diags);
        ach__check_authoring(package, !options->only_source, diags);
        ach__check_icons(package, options, diags);
    }
    status = check_nodes(package, options, diags, failed);
    if (status == ACH_OK && options->scripts.count > 0 && !options->scripts_wait) {
        status = check_scripts(package, options, diags, failed);
    }
    ach__check_contents(package, diags);
    return status == ACH_OK && package->arena.failed ? ACH_ENOMEM : status;
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
    const char *failed = path;
    ach__package *package = new_package(options);
    if (package == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status =
        ach__source_open(&package->source, path, &options->limits, options->ignored, diags);
    if (status == ACH_OK) {
        ach__package_find_foreign(package, path, options);
        status = examine(package, options, diags, &failed);
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
        if (options->failed != NULL) {
            *options->failed = status == ACH_ENOMEM ? path : failed;
        }
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
    ach__nodes_free(package->nodes);
    ach__source_close(package->source);
    ach__buffer_free(&package->table_bytes);
    ach__arena_free(&package->arena);
    free(package);
}
