/* Differences between pictures, by what they show and not by where they lie.
 * SPDX-License-Identifier: MIT */
#include "check/diff_parts.h"
#include "format/sha256.h"

/* Of a PNG what it shows, whatever remarks its file holds; of another file its bytes. */
static void describe_png(ach__diff_picture *picture, const ach__png_facts *facts) {
    uint32_t rest[3] = {facts->width, facts->height, (uint32_t)facts->profile};
    memcpy(picture->key, facts->digest, sizeof facts->digest);
    memcpy(picture->key + sizeof facts->digest, rest, sizeof rest);
    picture->is_known = true;
}

static void describe_bytes(ach__diff *diff, ach__diff_picture *picture, const ach__package *package,
                           const ach__file *file) {
    ach__buffer scratch;
    ach__slice bytes;
    ach__buffer_init(&scratch, &diff->arena.allocator, ACH__PACKAGE_BYTES_MOST);
    ach_status status = ach__source_read(package->source, file, &scratch, &bytes);
    if (status == ACH_OK) {
        ach__sha256(&bytes, 1, (uint8_t *)picture->key);
        picture->key[ACH__SHA256_BYTES] = 1; /* no PNG's key has it there */
        picture->is_known = true;
    }
    diff->arena.failed |= status == ACH_ENOMEM;
    ach__buffer_free(&scratch);
}

bool ach__diff_pictures_start(ach__diff *diff) {
    for (size_t version = 0; version < ACH__VERSIONS; version++) {
        const ach__package *package = diff->sides[version]->package;
        diff->pictures[version] =
            ach__arena_take(&diff->arena, package->icon_count, sizeof(ach__diff_picture));
        for (size_t i = 0; i < package->icon_count && diff->pictures[version] != NULL; i++) {
            const ach__icon *icon = &package->icons[i];
            ach__diff_picture *picture = &diff->pictures[version][i];
            if (icon->status == ACH_OK && icon->facts.verdict == ACH__PNG_GOOD) {
                describe_png(picture, &icon->facts);
            } else if (icon->status == ACH_OK) {
                describe_bytes(diff, picture, package, icon->file);
            }
        }
    }
    return !diff->arena.failed;
}

const ach__diff_picture *ach__diff_picture_of(const ach__diff *diff, const ach__diff_item *item,
                                              size_t version, size_t which) {
    static const ach__diff_picture none = {false, {0}};
    const size_t *icons = diff->sides[version]->package->row_icons[which];
    size_t row = item->row[version];
    if (row == ACH__NOWHERE || icons == NULL || icons[row] == SIZE_MAX) {
        return &none;
    }
    return &diff->pictures[version][icons[row]];
}

uint32_t ach__diff_pictures(ach__diff *diff, const ach__diff_item *item) {
    static const ach__column columns[2] = {ACH__COLUMN_PRE_PIC, ACH__COLUMN_FIN_PIC};
    static const ach__diff_message messages[2] = {ACH__DIFF_ICON_BEFORE, ACH__DIFF_ICON_AFTER};
    uint32_t told = 0;
    for (size_t which = 0; which < 2; which++) {
        const ach__diff_picture *before = ach__diff_picture_of(diff, item, ACH__OLD, which);
        const ach__diff_picture *after = ach__diff_picture_of(diff, item, ACH__NEW, which);
        if (before->is_known && after->is_known &&
            memcmp(before->key, after->key, sizeof before->key) != 0) {
            (void)ach__diff_raise_row(diff, item, columns[which], messages[which]);
            told |= 1u << columns[which];
        }
    }
    return told;
}
