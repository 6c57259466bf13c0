/* Writing a zip by libzip, in memory, with everything left out that could differ between two runs.
 * SPDX-License-Identifier: MIT */
#include "format/zip_write.h"

#include <stdbool.h>
#include <stdlib.h>
#include <zip.h>

#define DOS_TIME   0
#define DOS_DATE   ((0u << 9) | (1u << 5) | 1u) /* 1980-01-01 */
#define ATTRIBUTES (0100644u << 16)

static int compare_items(const void *left, const void *right) {
    const ach__zip_item *a = left;
    const ach__zip_item *b = right;
    return ach__slice_compare(a->name, b->name);
}

/* libzip takes names that end with NUL; one inside would cut the name off. */
static bool names_are_fit(const ach__zip_item *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (items[i].name.len == 0 || strlen(items[i].name.ptr) != items[i].name.len) {
            return false;
        }
        if (i > 0 && ach__slice_equal(items[i - 1].name, items[i].name)) {
            return false;
        }
    }
    return count > 0;
}

/* libzip's own codes tell refusals from lack of memory; in memory nothing else goes wrong. */
static ach_status status_of(const zip_error_t *error) {
    int code = zip_error_code_zip(error);
    return code == ZIP_ER_INVAL || code == ZIP_ER_EXISTS ? ACH_EARGUMENT : ACH_ENOMEM;
}

static ach_status add_item(zip_t *archive, const ach__zip_item *item) {
    zip_source_t *content = zip_source_buffer(archive, item->content.ptr, item->content.len, 0);
    if (content == NULL) {
        return status_of(zip_get_error(archive));
    }
    zip_int64_t index = zip_file_add(archive, item->name.ptr, content, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        ach_status status = status_of(zip_get_error(archive));
        zip_source_free(content); /* on failure it stays ours */
        return status;
    }
    zip_uint64_t at = (zip_uint64_t)index;
    if (zip_set_file_compression(archive, at, ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive, at, DOS_TIME, DOS_DATE, 0) != 0 ||
        zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, ATTRIBUTES) != 0) {
        return status_of(zip_get_error(archive));
    }
    return ACH_OK;
}

/* Closes (and so writes) or discards `archive`, whatever happens. */
static ach_status add_items(zip_t *archive, const ach__zip_item *items, size_t count) {
    ach_status status = ACH_OK;
    for (size_t i = 0; i < count && status == ACH_OK; i++) {
        status = add_item(archive, &items[i]);
    }
    if (status == ACH_OK && zip_close(archive) == 0) {
        return ACH_OK;
    }
    if (status == ACH_OK) {
        status = status_of(zip_get_error(archive));
    }
    zip_discard(archive);
    return status;
}

static ach_status read_all(zip_source_t *target, unsigned char *room, size_t size) {
    size_t at = 0;
    if (zip_source_open(target) != 0) {
        return ACH_ENOMEM;
    }
    while (at < size) {
        zip_int64_t got = zip_source_read(target, room + at, size - at);
        if (got <= 0) {
            break;
        }
        at += (size_t)got;
    }
    zip_source_close(target);
    return at == size ? ACH_OK : ACH_ENOMEM;
}

static ach_status copy_out(zip_source_t *target, ach__buffer *out) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(target, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0) {
        return ACH_ENOMEM;
    }
    if (stat.size > out->ceiling - out->size) {
        return ACH_ELIMIT;
    }
    size_t size = (size_t)stat.size;
    unsigned char *room = ach__buffer_reserve(out, size);
    if (room == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status = read_all(target, room, size);
    if (status == ACH_OK) {
        out->size += size;
    }
    return status;
}

/* What the finished archive will take: the format has no room for surprises. */
static bool fits(const ach__buffer *out, const ach__zip_item *items, size_t count) {
    uint64_t size = 22;
    for (size_t i = 0; i < count; i++) {
        if (items[i].content.len > UINT32_MAX || items[i].name.len > UINT16_MAX) {
            return false;
        }
        size += 76 + 2 * (uint64_t)items[i].name.len + items[i].content.len;
    }
    return count < UINT16_MAX && size < UINT32_MAX && size <= out->ceiling - out->size;
}

ach_status ach__zip_write(ach__buffer *out, ach__zip_item *items, size_t count) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = NULL;
    zip_t *archive = NULL;
    ach_status status = ACH_ENOMEM;

    if (count > 1) {
        qsort(items, count, sizeof *items, compare_items);
    }
    if (!names_are_fit(items, count)) {
        status = ACH_EARGUMENT;
        goto out;
    }
    if (!fits(out, items, count)) {
        status = ACH_ELIMIT;
        goto out;
    }
    target = zip_source_buffer_create(NULL, 0, 0, &error);
    if (target == NULL) {
        goto out;
    }
    zip_source_keep(target); /* the archive frees its own reference, closed or discarded */
    archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    if (archive == NULL) {
        zip_source_free(target); /* the reference that the archive did not take */
        goto out;
    }
    status = add_items(archive, items, count);
    if (status == ACH_OK) {
        status = copy_out(target, out);
    }
out:
    if (target != NULL) {
        zip_source_free(target);
    }
    zip_error_fini(&error);
    return status;
}
