/* Node files of folders or in memory, read one after the other.
 * SPDX-License-Identifier: MIT */
#include "base/reason.h"
#include "base/utf8.h"
#include "rules/node_tree.h"
#include "runtime/tree_parts.h"
#include "source/node_list.h"

#include <errno.h>

static bool has_failed(const ach__tree_loader *loader) {
    return loader->nodes->arena.failed || ach__tree_loader_failed(loader);
}

/* Room for so many files, and nodes. */
static ach_status start(ach__tree_loader *loader, size_t count) {
    if (count > loader->options.max_files) {
        return ACH_ELIMIT;
    }
    loader->nodes = ach__nodes_new(&loader->scratch.allocator);
    if (loader->nodes == NULL) {
        return ACH_ENOMEM;
    }
    ach__nodes *nodes = loader->nodes;
    nodes->file_count = count;
    nodes->files = ach__arena_take(&nodes->arena, count, sizeof *nodes->files);
    nodes->items = ach__arena_take(&nodes->arena, count, sizeof *nodes->items);
    return nodes->arena.failed ? ACH_ENOMEM : ACH_OK;
}

static ach__finding *raise_at(ach__tree_loader *loader, size_t file, size_t message) {
    const ach__node_text *text = &loader->nodes->files[file];
    ach__place place = {.file = text->path, .is_outside = text->is_outside};
    return ach__diags_add(loader->diags, &ach__node_tree_messages[message], &place);
}

static void raise_large(ach__tree_loader *loader, size_t file) {
    ach__finding *finding = raise_at(loader, file, ACH__NODE_FILE_LARGE);
    ach__finding_number(finding, "limit", loader->options.max_file_bytes);
}

/* Reads the files whose text is there. */
static ach_status read_texts(ach__tree_loader *loader) {
    ach__nodes *nodes = loader->nodes;
    ach__node_reader reader = {
        .arena = &nodes->arena,
        .places = &nodes->arena,
        .diags = loader->diags,
        .scratch = &loader->scratch,
    };
    for (size_t i = 0; i < nodes->file_count && !has_failed(loader); i++) {
        ach__node *node = &nodes->items[nodes->count];
        if (nodes->files[i].bytes.ptr != NULL && ach__node_read(node, &reader, &nodes->files[i])) {
            node->file = i;
            nodes->count++;
        }
    }
    return has_failed(loader) ? ACH_ENOMEM : ach__nodes_finish(nodes, loader->diags);
}

ach_status ach__tree_read_memory(ach__tree_loader *loader, const ach_tree_file *files,
                                 size_t count) {
    ach_status status = start(loader, count);
    for (size_t i = 0; i < count && status == ACH_OK; i++) {
        ach__node_text *text = &loader->nodes->files[i];
        *text = (ach__node_text){.path = ach__slice_of(files[i].name), .is_outside = true};
        if (text->path.len == 0 || !ach__utf8_is_valid(text->path) ||
            (files[i].bytes == NULL && files[i].size > 0)) {
            status = ACH_EARGUMENT;
        } else if (files[i].size > loader->options.max_file_bytes) {
            raise_large(loader, i);
        } else {
            text->bytes = (ach__slice){files[i].size == 0 ? "" : files[i].bytes, files[i].size};
        }
    }
    return status == ACH_OK ? read_texts(loader) : status;
}

/* Reads the bytes of a listed file. What refuses to be read is told, and no failure. */
static ach_status fetch(ach__tree_loader *loader, const ach__node_list *list, size_t file,
                        ach__buffer *room) {
    const ach__node_entry *entry = &list->entries[file];
    ach__arena *arena = &loader->nodes->arena;
    ach__node_text *text = &loader->nodes->files[file];
    ach__slice bytes;
    /* The list goes before the nodes. */
    *text = (ach__node_text){.path = ach__slice_copy(arena, ach__node_list_path(list, file, arena)),
                             .is_outside = entry->is_outside};
    ach_status status = ach__source_read(entry->source, entry->file, room, &bytes);
    if (status == ACH_OK) {
        text->bytes = ach__slice_copy(arena, bytes);
    } else if (status == ACH_ELIMIT) {
        raise_large(loader, file);
        status = ACH_OK;
    } else if (status == ACH_EIO) {
        int reason = errno;
        ach__finding *finding = raise_at(loader, file, ACH__NODE_FILE_REFUSED);
        ach__finding_text(finding, "reason", ach__slice_of(ach__system_reason(reason)));
        ach__finding_text(finding, "reason_zh", ach__slice_of(ach__system_reason_zh(reason)));
        status = ACH_OK;
    }
    return arena->failed ? ACH_ENOMEM : status;
}

static ach_status read_list(ach__tree_loader *loader, const ach__node_list *list) {
    ach_status status = start(loader, list->count);
    ach__buffer room;
    ach__buffer_init(&room, &loader->scratch.allocator, (size_t)loader->options.max_file_bytes);
    for (size_t i = 0; i < list->count && status == ACH_OK; i++) {
        status = fetch(loader, list, i, &room);
    }
    ach__buffer_free(&room);
    return status == ACH_OK ? read_texts(loader) : status;
}

ach_status ach__tree_read_folders(ach__tree_loader *loader, const char *const *folders,
                                  size_t count) {
    const ach__node_place_list places = {.folders = folders, .count = count, .jobs = 1};
    const char *failed = NULL;
    ach__node_list list;
    ach_status status = ach__node_list_open(&list, &places, loader->diags, &failed);
    if (status == ACH_OK) {
        status = read_list(loader, &list);
    }
    int saved = errno;
    ach__node_list_close(&list);
    errno = saved;
    return status;
}
