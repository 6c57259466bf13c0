/* The pictures that nodes name: looked up, read once, held to the rules of PNG's chunks.
 * SPDX-License-Identifier: MIT */
#include "format/picture.h"
#include "format/png_chunks.h"
#include "model/cell.h"
#include "rules/icons.h"
#include "runtime/package_parts.h"

bool ach__loader_start_pictures(ach__loader *loader) {
    size_t files = loader->source->count;
    ach__map_init(&loader->pictures, &loader->scratch);
    loader->picture_of = ach__arena_take(&loader->scratch, files, sizeof *loader->picture_of);
    loader->wanted = ach__arena_take(&loader->scratch, files, sizeof *loader->wanted);
    return loader->picture_of != NULL && loader->wanted != NULL;
}

/* Paths begin at the folder of the table. */
static const ach__file *find_file(ach__loader *loader, ach__slice path) {
    char room[512];
    ach__slice root = loader->layout.root;
    ach__slice whole = path;
    if (root.len > 0 && path.len <= sizeof room && root.len <= sizeof room - path.len) {
        memcpy(room, root.ptr, root.len);
        memcpy(room + root.len, path.ptr, path.len);
        whole = (ach__slice){room, root.len + path.len};
    } else if (root.len > 0) {
        whole = ach__slice_join(&loader->scratch, root, path);
    }
    const ach__file *file = whole.ptr == NULL ? NULL : ach__source_find(loader->source, whole);
    return file != NULL && file->type == ACH__FILE_REGULAR ? file : NULL;
}

static void report_cell(ach__loader *loader, const ach__row *row, ach__column column,
                        ach__icons_message message) {
    ach__place place = ach__table_place(&loader->table, row, column);
    ach__finding *finding = ach__diags_add(loader->diags, &ach__icons_messages[message], &place);
    ach__finding_text(finding, "field", place.field);
    ach__finding_text(finding, "path", ach__row_value(&loader->table, row, column));
}

static uint32_t picture_of(ach__loader *loader, const ach__file *file, const ach__row *row,
                           ach__column column) {
    uint32_t *picture = &loader->picture_of[file - loader->source->files];
    if (*picture == 0) {
        loader->wanted[loader->package->picture_count++] = (ach__wanted){file, row, column};
        *picture = (uint32_t)loader->package->picture_count;
    }
    return *picture - 1;
}

/* A cell that does not name a file to the letter. */
static uint32_t find_inexact(ach__loader *loader, ach__slice value, const ach__row *row,
                             ach__column column) {
    ach__slice trimmed = ach__cell_trimmed(value);
    if (trimmed.len == 0) {
        report_cell(loader, row, column,
                    value.len == 0 ? ACH__ICON_PATH_EMPTY : ACH__ICON_PATH_BLANK);
        return ACH__ABSENT;
    }
    const ach__file *file = trimmed.len == value.len ? NULL : find_file(loader, trimmed);
    if (file == NULL) {
        report_cell(loader, row, column, ACH__ICON_MISSING);
        return ACH__ABSENT;
    }
    return picture_of(loader, file, row, column);
}

uint32_t ach__loader_find_picture(ach__loader *loader, const ach__row *row, ach__column column) {
    ach__cell cell = ach__row_cell(&loader->table, row, column);
    if (cell.value.ptr == NULL || cell.is_damaged) {
        return ACH__ABSENT; /* told by the reader of the table */
    }
    size_t known = ach__map_find(&loader->pictures, cell.value);
    if (known != ACH__MAP_NONE) {
        return (uint32_t)known;
    }
    bool is_blank = ach__cell_trimmed(cell.value).len == 0;
    const ach__file *file = is_blank ? NULL : find_file(loader, cell.value);
    if (file == NULL) {
        return find_inexact(loader, cell.value, row, column);
    }
    uint32_t picture = picture_of(loader, file, row, column);
    (void)ach__map_add(&loader->pictures, cell.value, picture);
    return picture;
}

static ach__finding *report_picture(ach__loader *loader, const ach__wanted *wanted,
                                    ach__icons_message message, const uint64_t *offset) {
    ach__place named = ach__table_place(&loader->table, wanted->row, wanted->column);
    ach__place place = {.file = wanted->file->path, .node_id = named.node_id, .field = named.field};
    if (offset != NULL) {
        place.has_offset = true;
        place.offset = *offset;
    }
    ach__finding *finding = ach__diags_add(loader->diags, &ach__icons_messages[message], &place);
    ach__finding_related(finding, &ach__icon_named_here, &named);
    return finding;
}

static void report_foreign(ach__loader *loader, const ach__wanted *wanted, ach__slice bytes) {
    if (bytes.len == 0) {
        (void)report_picture(loader, wanted, ACH__ICON_FORMAT_EMPTY, NULL);
        return;
    }
    const char *const *kind = ach__file_kind_name(ach__file_kind_of(bytes));
    ach__finding *finding = report_picture(loader, wanted, ACH__ICON_FORMAT, NULL);
    ach__finding_text(finding, "kind", ach__slice_of(kind[ACH_ENGLISH]));
    ach__finding_text(finding, "kind_zh", ach__slice_of(kind[ACH_CHINESE]));
}

static void report_damaged(ach__loader *loader, const ach__wanted *wanted, ach__slice bytes,
                           const ach__png_flaw *flaw) {
    char chunk[5];
    uint64_t offset = flaw->offset;
    ach__png_chunk_name(bytes, flaw->offset, chunk);
    ach__finding *finding = report_picture(
        loader, wanted, chunk[0] == '\0' ? ACH__ICON_DAMAGED_NOWHERE : ACH__ICON_DAMAGED, &offset);
    ach__finding_text(finding, "reason", ach__slice_of(flaw->reason[ACH_ENGLISH]));
    ach__finding_text(finding, "reason_zh", ach__slice_of(flaw->reason[ACH_CHINESE]));
    ach__finding_number(finding, "offset", offset);
    if (chunk[0] != '\0') {
        ach__finding_text(finding, "chunk", ach__slice_of(chunk));
    }
}

/* True where the bytes are a PNG whose chunks are whole. */
static bool judge_picture(ach__loader *loader, const ach__wanted *wanted, ach__slice bytes) {
    ach__png_chunks chunks;
    ach__png_flaw flaw;
    if (!ach__png_is_signed(bytes)) {
        report_foreign(loader, wanted, bytes);
        return false;
    }
    if (!ach__png_walk(bytes, &chunks, &flaw)) {
        report_damaged(loader, wanted, bytes, &flaw);
        loader->is_damaged = true;
        return false;
    }
    return true;
}

/* A stored entry stays where it is; a deflated one gets memory of exactly its size. */
static ach_status read_picture(ach__loader *loader, const ach__wanted *wanted,
                               ach__picture *picture) {
    ach__slice bytes;
    ach__buffer unpacked;
    ach__buffer_init(&unpacked, &loader->scratch.allocator, (size_t)wanted->file->size);
    ach_status status = ach__source_read(loader->source, wanted->file, &unpacked, &bytes);
    if (status == ACH_OK && judge_picture(loader, wanted, bytes)) {
        *picture = (ach__picture){bytes, unpacked.data != NULL};
    } else {
        ach__buffer_free(&unpacked);
    }
    return status;
}

/* What no node names is read as well, folders too: its check sum must be right. */
static ach_status read_file(ach__loader *loader, size_t index, ach__buffer *scratch) {
    const ach__file *file = &loader->source->files[index];
    uint32_t picture = loader->picture_of[index];
    ach__slice bytes;
    if (picture != 0) {
        return read_picture(loader, &loader->wanted[picture - 1],
                            &loader->package->pictures[picture - 1]);
    }
    return file == loader->layout.table
               ? ACH_OK
               : loader->source->calls->read(loader->source, file, scratch, &bytes);
}

ach_status ach__loader_read_pictures(ach__loader *loader) {
    ach_package *package = loader->package;
    ach__buffer scratch;
    bool has_bad_entry = false;
    ach_status status = ACH_OK;
    package->pictures =
        ach__arena_take(&package->kept, package->picture_count, sizeof *package->pictures);
    if (package->pictures == NULL) {
        return ACH_ENOMEM;
    }
    ach__buffer_init(&scratch, &loader->scratch.allocator, UINT32_MAX);
    for (size_t i = 0; i < loader->source->count && status == ACH_OK; i++) {
        status = read_file(loader, i, &scratch);
        if (status == ACH_EFORMAT) {
            has_bad_entry = true;
            status = ACH_OK;
        }
    }
    ach__buffer_free(&scratch);
    if (has_bad_entry) {
        loader->is_damaged = true;
        status = status == ACH_OK ? ach__source_verify(loader->source, loader->diags) : status;
    }
    return status;
}
