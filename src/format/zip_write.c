/* Writing a zip by libzip, in memory, with everything left out that could differ between two runs.
 * SPDX-License-Identifier: MIT */
#include "format/zip_write.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
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

/* Where libzip writes: straight to the end of the caller's buffer, which has room for all of it. So
 * the archive exists once in memory and is not copied out of libzip's own pieces. */
typedef struct target {
    ach__buffer *out;
    size_t start; /* of the archive in `out` */
    size_t size;  /* written so far, the farthest */
    size_t at;    /* where the next bytes go */
    zip_error_t error;
} target;

static zip_int64_t write_piece(target *to, const void *data, zip_uint64_t size) {
    size_t room = to->out->capacity - to->start;
    if (to->at > room || size > room - to->at) {
        zip_error_set(&to->error, ZIP_ER_MEMORY, 0);
        return -1;
    }
    memcpy(to->out->data + to->start + to->at, data, (size_t)size);
    to->at += (size_t)size;
    to->size = to->at > to->size ? to->at : to->size;
    return (zip_int64_t)size;
}

static zip_int64_t seek_to(target *to, void *data, zip_uint64_t size) {
    zip_int64_t at = zip_source_seek_compute_offset(to->at, to->size, data, size, &to->error);
    if (at < 0) {
        return -1;
    }
    to->at = (size_t)at;
    return 0;
}

static zip_int64_t tell_size(const target *to, void *data, zip_uint64_t size) {
    if (size < sizeof(zip_stat_t)) {
        return -1;
    }
    zip_stat_t *stat = data;
    zip_stat_init(stat);
    stat->size = to->size;
    stat->valid = ZIP_STAT_SIZE;
    return sizeof *stat;
}

/* The commands of a source that is only written; libzip opens it as an empty archive. */
static zip_int64_t serve(void *user, void *data, zip_uint64_t size, zip_source_cmd_t command) {
    target *to = user;
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(
            ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
            ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE,
            ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE,
            ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE, -1);
    case ZIP_SOURCE_WRITE:
        return write_piece(to, data, size);
    case ZIP_SOURCE_SEEK_WRITE:
    case ZIP_SOURCE_SEEK:
        return seek_to(to, data, size);
    case ZIP_SOURCE_TELL_WRITE:
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)to->at;
    case ZIP_SOURCE_STAT:
        return tell_size(to, data, size);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&to->error, data, size);
    default:
        return 0; /* opening, closing, beginning, ending, reading nothing */
    }
}

/* What the finished archive will take: the format has no room for surprises. 0: too much. */
static size_t size_of(const ach__buffer *out, const ach__zip_item *items, size_t count) {
    uint64_t size = 22;
    for (size_t i = 0; i < count; i++) {
        if (items[i].content.len > UINT32_MAX || items[i].name.len > UINT16_MAX) {
            return 0;
        }
        size += 76 + 2 * (uint64_t)items[i].name.len + items[i].content.len;
    }
    bool fits = count < UINT16_MAX && size < UINT32_MAX && size <= out->ceiling - out->size;
    return fits ? (size_t)size : 0;
}

/* The archive through libzip to the room that `to` has. */
static ach_status write_archive(target *to, const ach__zip_item *items, size_t count) {
    zip_error_t error;
    zip_error_init(&error);
    ach_status status = ACH_ENOMEM;
    zip_source_t *source = zip_source_function_create(serve, to, &error);
    zip_t *archive = NULL;
    if (source != NULL) {
        archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    }
    if (archive != NULL) {
        status = add_items(archive, items, count);
    } else if (source != NULL) {
        zip_source_free(source); /* the reference that the archive did not take */
    }
    zip_error_fini(&error);
    return status;
}

ach_status ach__zip_write(ach__buffer *out, ach__zip_item *items, size_t count) {
    if (count > 1) {
        qsort(items, count, sizeof *items, compare_items);
    }
    if (!names_are_fit(items, count)) {
        return ACH_EARGUMENT;
    }
    size_t size = size_of(out, items, count);
    if (size == 0) {
        return ACH_ELIMIT;
    }
    if (ach__buffer_reserve(out, size) == NULL) {
        return ACH_ENOMEM;
    }
    target to = {.out = out, .start = out->size};
    zip_error_init(&to.error);
    ach_status status = write_archive(&to, items, count);
    zip_error_fini(&to.error);
    if (status == ACH_OK && to.size != size) {
        status = ACH_ENOMEM; /* libzip wrote something else than it was asked for */
    }
    if (status == ACH_OK) {
        out->size += size;
    }
    return status;
}
