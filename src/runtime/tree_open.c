/* Opening a tree: options, the node files, and what is said when it does not work.
 * SPDX-License-Identifier: MIT */
#include "runtime/options.h"
#include "runtime/tree_parts.h"
#include "source/node_files.h"

#include <errno.h>

/* Texts are found by 32 bits. */
#define MEMORY_MOST ((uint64_t)UINT32_MAX - 1)

ach_status ach__tree_options_read(ach_tree_options *out, const ach_tree_options *options) {
    *out = (ach_tree_options)ACH_TREE_OPTIONS_INIT;
    if (options != NULL && !ach__options_copy(out, sizeof *out, options, options->size)) {
        return ACH_EARGUMENT;
    }
    out->size = sizeof *out;
    ach__option_default(&out->max_files, ACH__NODE_FILES_MOST);
    ach__option_default(&out->max_file_bytes, ACH__JSON_BYTES_MOST);
    ach__option_default(&out->max_memory, (uint64_t)256 << 20);
    if ((out->flags & ~(uint32_t)ACH_TREE_STRICT) != 0 || out->max_files > ACH__NODE_FILES_MOST ||
        out->max_file_bytes > ACH__JSON_BYTES_MOST) {
        return ACH_EARGUMENT;
    }
    out->max_memory = out->max_memory < MEMORY_MOST ? out->max_memory : MEMORY_MOST;
    return ACH_OK;
}

static ach_tree *new_tree(const ach_tree_options *options) {
    ach_allocator host = ach__allocator_or_default(options->allocator);
    ach_tree *tree = ach__allocate(&host, sizeof *tree);
    if (tree != NULL) {
        *tree =
            (ach_tree){.meter = {.host = host, .used = sizeof *tree, .most = options->max_memory}};
        atomic_init(&tree->holders, 1);
        ach_allocator metered = ach__meter_allocator(&tree->meter);
        ach__buffer_init(&tree->texts, &metered, UINT32_MAX - 1);
        ach__arena_init(&tree->kept, &metered);
    }
    return tree;
}

static ach_status begin(ach__tree_loader *loader, const ach_tree_options *options, ach_diags *why) {
    *loader = (ach__tree_loader){.diags = why};
    ach_status status = ach__tree_options_read(&loader->options, options);
    if (status != ACH_OK) {
        return status;
    }
    if (loader->options.max_memory < sizeof(ach_tree)) {
        return ACH_ELIMIT;
    }
    loader->tree = new_tree(&loader->options);
    if (loader->tree == NULL) {
        return ACH_ENOMEM;
    }
    ach_allocator metered = ach__meter_allocator(&loader->tree->meter);
    ach__arena_init(&loader->scratch, &metered);
    ach__buffer_init(&loader->members, &metered, UINT32_MAX);
    if (why == NULL) {
        loader->diags = ach_diags_new(&metered, ACH_ENGLISH);
        return loader->diags == NULL ? ACH_ENOMEM : ACH_OK;
    }
    loader->others_errors = ach_diags_count_severity(why, ACH_ERROR);
    return ACH_OK;
}

static bool has_errors(const ach__tree_loader *loader) {
    return ach_diags_count_severity(loader->diags, ACH_ERROR) > loader->others_errors;
}

static ach_status build(ach__tree_loader *loader) {
    if ((loader->options.flags & ACH_TREE_STRICT) != 0 && has_errors(loader)) {
        return ACH_EFORMAT;
    }
    ach__tree_loader_build(loader);
    return ach__tree_loader_failed(loader) ? ACH_ENOMEM : ACH_OK;
}

/* What was needed to load; the lines that were left for showing are gone with the files. */
static void settle(ach__tree_loader *loader, const struct ach__diag_lines *lines, ach_diags *why) {
    ach__nodes_free(loader->nodes);
    ach__buffer_free(&loader->members);
    ach__arena_free(&loader->scratch);
    ach__diags_forget_lines(loader->diags, lines);
    if (why == NULL) {
        ach_diags_free(loader->diags);
    } else {
        ach__diags_finish(why);
    }
}

static ach_status finish(ach__tree_loader *loader, ach_status status,
                         const struct ach__diag_lines *lines, ach_tree **out, ach_diags *why) {
    ach_tree *tree = loader->tree;
    int saved = errno;
    if (status == ACH_OK) {
        status = build(loader);
    }
    if (tree != NULL) {
        settle(loader, lines, why);
        if (status == ACH_ENOMEM && tree->meter.refused) {
            status = ACH_ELIMIT;
        }
        if (status == ACH_OK) {
            *out = tree;
        } else {
            ach__tree_release(tree);
        }
    }
    errno = saved;
    return status;
}

ach_status ach_tree_open(ach_tree **out, const char *const *folders, size_t folder_count,
                         const ach_tree_options *options, ach_diags *why) {
    ach__tree_loader loader;
    const struct ach__diag_lines *lines = ach__diags_newest_lines(why);
    *out = NULL;
    if (folder_count == 0) {
        return ACH_EARGUMENT; /* there is no folder to be taken instead */
    }
    ach_status status = begin(&loader, options, why);
    if (status == ACH_OK) {
        status = ach__tree_read_folders(&loader, folders, folder_count);
    }
    return finish(&loader, status, lines, out, why);
}

ach_status ach_tree_open_memory(ach_tree **out, const ach_tree_file *files, size_t count,
                                const ach_tree_options *options, ach_diags *why) {
    ach__tree_loader loader;
    const struct ach__diag_lines *lines = ach__diags_newest_lines(why);
    *out = NULL;
    ach_status status = begin(&loader, options, why);
    if (status == ACH_OK) {
        status = ach__tree_read_memory(&loader, files, count);
    }
    return finish(&loader, status, lines, out, why);
}
