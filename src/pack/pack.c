/* Collecting entries, zipping, verifying and replacing.
 * SPDX-License-Identifier: MIT */
#include "pack/pack.h"

#include "base/file.h"
#include "format/sha256.h"
#include "format/zip_read.h"
#include "format/zip_write.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

ach__slice ach__pack_prefix(ach__arena *arena, ach__pack_layout layout, ach__slice name) {
    switch (layout) {
    case ACH__LAYOUT_FLAT:
        return ach__slice_copy(arena, ACH__SLICE(""));
    case ACH__LAYOUT_FOLDER:
        return ach__slice_copy(arena, ACH__SLICE("Achievement/"));
    case ACH__LAYOUT_NESTED:
        break;
    }
    return ach__slice_join(arena, name, ACH__SLICE("/Achievement/"));
}

static void digest(ach__slice bytes, char hex[65]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t raw[ACH__SHA256_BYTES];
    ach__sha256(&bytes, 1, raw);
    for (size_t i = 0; i < sizeof raw; i++) {
        hex[2 * i] = digits[raw[i] >> 4];
        hex[2 * i + 1] = digits[raw[i] & 15];
    }
    hex[64] = '\0';
}

/* The table first, then each picture that could be read, once. Names live in `arena`. */
static ach__zip_item *collect(const ach__package *package, ach__slice table, ach__arena *arena,
                              size_t *count) {
    ach__zip_item *items = ach__arena_take(arena, package->icon_count + 1, sizeof *items);
    if (items == NULL) {
        return NULL;
    }
    items[0].name = ach__slice_join(arena, package->prefix, ACH__SLICE(ACH__TABLE_NAME));
    items[0].content = table;
    *count = 1;
    for (size_t i = 0; i < package->icon_count; i++) {
        const ach__icon *icon = &package->icons[i];
        if (icon->status == ACH_OK && icon->content != NULL) {
            ach__slice inside = ach__slice_skip(icon->file->path, package->root.len);
            items[*count].name = ach__slice_join(arena, package->prefix, inside);
            items[*count].content = (ach__slice){icon->content, icon->content_size};
            *count += 1;
        }
    }
    return arena->failed ? NULL : items;
}

ach_status ach__pack_zip(const ach__package *package, ach__buffer *out, ach__pack_result *result) {
    *result = (ach__pack_result){0};
    if (!package->has_table) {
        return ACH_EARGUMENT;
    }
    ach__arena arena;
    ach__buffer table;
    ach__arena_init(&arena, NULL);
    ach__buffer_init(&table, NULL, ACH__TABLE_BYTES_MOST);
    ach_status status = ach__table_packaged(&package->table, &table);
    if (status == ACH_OK) {
        ach__zip_item *items = collect(package, (ach__slice){(const char *)table.data, table.size},
                                       &arena, &result->entries);
        status = items == NULL ? ACH_ENOMEM : ach__zip_write(out, items, result->entries);
    }
    if (status == ACH_OK) {
        result->bytes = out->size;
        digest((ach__slice){(const char *)out->data, out->size}, result->sha256);
    }
    ach__buffer_free(&table);
    ach__arena_free(&arena);
    return status;
}

/* Whether the file holds exactly these bytes. In pieces: the whole is in memory once already. */
static ach_status compare_file(int fd, ach__slice zip) {
    char piece[65536];
    if (lseek(fd, 0, SEEK_SET) != 0) {
        return ACH_EIO;
    }
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0 ? ACH_EIO : zip.len == 0 ? ACH_OK : ACH_EFORMAT;
        }
        if (!ach__slice_starts(zip, (ach__slice){piece, (size_t)got})) {
            return ACH_EFORMAT;
        }
        zip = ach__slice_skip(zip, (size_t)got);
    }
}

/* The zip through the same door as any stranger's. */
static ach_status check_zip(ach__slice zip, ach_diags *diags) {
    /* Our own zips have no use for limits: they hold what was just read under limits. */
    const ach__zip_limits limits = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    ach__buffer scratch;
    ach__arena arena;
    ach__zip parsed = {{NULL, 0}, NULL, 0};
    ach__buffer_init(&scratch, NULL, zip.len + 1);
    ach__arena_init(&arena, NULL);
    ach_status status = ach__zip_scan(&parsed, &arena, zip, &limits, diags);
    for (size_t i = 0; status == ACH_OK && i < parsed.count; i++) {
        ach__slice content;
        status = ach__zip_read(&parsed, &parsed.entries[i], &scratch, &content, NULL);
    }
    if (status == ACH_OK && ach_diags_count_severity(diags, ACH_ERROR) > 0) {
        status = ACH_EFORMAT;
    }
    ach__arena_free(&arena);
    ach__buffer_free(&scratch);
    return status;
}

/* What was written is what was meant, and by the archive rules it is a good zip. */
static ach_status verify(int fd, ach__slice zip) {
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    if (diags == NULL) {
        return ACH_ENOMEM;
    }
    ach_status status = compare_file(fd, zip);
    int saved = errno;
    if (status == ACH_OK) {
        status = check_zip(zip, diags);
    }
    ach_diags_free(diags);
    errno = saved;
    return status;
}

ach_status ach__pack_write(const char *target, ach__slice zip) {
    ach__replacement replacement;
    ach_status status = ach__replacement_open(&replacement, target);
    if (status != ACH_OK) {
        return status;
    }
    status = ach__replacement_write(&replacement, zip);
    if (status == ACH_OK) {
        status = verify(replacement.fd, zip);
    }
    if (status == ACH_OK) {
        status = ach__replacement_commit(&replacement);
    }
    int saved = errno;
    ach__replacement_close(&replacement);
    errno = saved;
    return status;
}
