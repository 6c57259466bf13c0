/* What else lies in a package, and how large it is.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "check/icon_paths.h"
#include "rules/package.h"
#include "source/layout.h"

#include <stdio.h>

enum { STRAYS_MOST = 200, STRAYS_SHOWN = 100, LARGEST = 3 };

/* What a zip needs for an entry beside name and content (a local and a central header), and once
 * for itself. */
enum { ENTRY_BYTES = 30 + 46, END_BYTES = 22 };

static const char *const windows_names[] = {"Thumbs.db", "ehthumbs.db", "desktop.ini", NULL};
static const char *const backup_endings[] = {"~", ".bak", ".tmp", ".swp", ".old", ".orig", NULL};
static const char *const source_endings[] = {
    ".psd",  ".psb", ".ai",  ".kra", ".xcf",   ".ase",       ".aseprite", ".clip", ".sai",
    ".sai2", ".mdp", ".svg", ".pdn", ".blend", ".procreate", ".afphoto",  NULL};
static const char *const repository_names[] = {
    ".git", ".gitignore", ".gitattributes", ".gitmodules", ".svn", ".hg", NULL};

static bool equals_one(ach__slice name, const char *const *names) {
    while (*names != NULL && !ach__slice_equal_ignoring_case(name, ach__slice_of(*names))) {
        names++;
    }
    return *names != NULL;
}

static bool ends_with_one(ach__slice name, const char *const *endings) {
    while (*endings != NULL && !ach__slice_ends_ignoring_case(name, ach__slice_of(*endings))) {
        endings++;
    }
    return *endings != NULL;
}

/* The beginning of `path` up to the end of its first part by one of these names; empty where none
 * is. What lies in such a folder is told as one. */
static ach__slice find_part(ach__slice path, const char *const *names) {
    for (size_t start = 0; start < path.len;) {
        size_t end = start;
        while (end < path.len && path.ptr[end] != '/') {
            end++;
        }
        if (equals_one((ach__slice){path.ptr + start, end - start}, names)) {
            return (ach__slice){path.ptr, end};
        }
        start = end + 1;
    }
    return (ach__slice){path.ptr, 0};
}

/* A stray, or a folder of strays that are told as one. */
typedef struct stray {
    ach__package_message message;
    ach__slice path;
} stray;

static ach__package_message judge_name(const ach__package *package, const ach__file *file) {
    ach__slice name = ach__slice_basename(file->path);
    if (equals_one(name, (const char *const[]){".DS_Store", ".localized", NULL}) ||
        ach__slice_starts(name, ACH__SLICE("._"))) {
        return ACH__PACKAGE_STRAY_MACOS;
    }
    if (equals_one(name, windows_names)) {
        return ACH__PACKAGE_STRAY_WINDOWS;
    }
    if (ends_with_one(name, backup_endings) || ach__slice_starts(name, ACH__SLICE("~$")) ||
        ach__slice_starts(name, ACH__SLICE(".~lock."))) {
        return ACH__PACKAGE_STRAY_BACKUP;
    }
    if (ach__slice_equal(name, ACH__SLICE(ACH__TABLE_NAME))) {
        return ACH__PACKAGE_STRAY_TABLE;
    }
    if (!ach__slice_starts(file->path, package->root)) {
        return ACH__PACKAGE_STRAY_BESIDE;
    }
    if (ach__layout_is_spreadsheet(name) ||
        ach__slice_ends_ignoring_case(name, ACH__SLICE(".csv"))) {
        return ACH__PACKAGE_STRAY_SPREADSHEET;
    }
    return ends_with_one(name, source_endings) ? ACH__PACKAGE_STRAY_SOURCE
                                               : ACH__PACKAGE_STRAY_FILE;
}

static stray judge(const ach__package *package, const ach__file *file) {
    static const char *const macos_names[] = {"__MACOSX", NULL};
    if (file->type == ACH__FILE_LINK_AWAY || file->type == ACH__FILE_LINK_BROKEN) {
        return (stray){ACH__PACKAGE_STRAY_LINK, file->path};
    }
    if (file->type == ACH__FILE_SPECIAL) {
        return (stray){ACH__PACKAGE_STRAY_SPECIAL, file->path};
    }
    ach__slice folder = find_part(file->path, macos_names);
    if (folder.len > 0) {
        return (stray){ACH__PACKAGE_STRAY_MACOS_FOLDER, folder};
    }
    folder = find_part(file->path, repository_names);
    if (folder.len > 0) {
        return (stray){package->source->is_archive ? ACH__PACKAGE_STRAY_REPOSITORY_IN_ZIP
                                                   : ACH__PACKAGE_STRAY_REPOSITORY,
                       folder};
    }
    return (stray){judge_name(package, file), file->path};
}

static bool is_icon(const ach__package *package, const ach__file *file) {
    size_t low = 0;
    for (size_t high = package->icon_count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (package->icons[middle].file < file) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < package->icon_count && package->icons[low].file == file;
}

/* Files of custom achievements, which an author may keep beside the table. */
static bool is_node_file(const ach__package *package, const ach__file *file) {
    ach__slice folder = ACH__SLICE("customAchievements/");
    return !package->source->is_archive &&
           (ach__slice_starts(file->path, folder) ||
            (ach__slice_starts(file->path, package->root) &&
             ach__slice_starts(ach__slice_skip(file->path, package->root.len), folder)));
}

/* What `achpack nodes` keeps beside the table. */
static bool is_own_list(const ach__package *package, const ach__file *file) {
    return !package->source->is_archive && ach__slice_starts(file->path, package->root) &&
           ach__slice_equal(ach__slice_skip(file->path, package->root.len),
                            ACH__SLICE(ACH__NODE_LIST_NAME));
}

/* Part of a behaviour pack, a resource pack or a mod that another option names. */
static bool is_foreign(const ach__package *package, const ach__file *file) {
    for (size_t i = 0; i < package->foreign_count; i++) {
        if (ach__slice_starts(file->path, package->foreign[i])) {
            return true;
        }
    }
    return false;
}

static bool belongs(const ach__package *package, const ach__file *file) {
    return is_foreign(package, file) || file->type == ACH__FILE_DIRECTORY ||
           file == package->table_file || is_icon(package, file) || is_node_file(package, file) ||
           is_own_list(package, file);
}

/* Whether other rules have said, or will not say, what there is to say about a file left out. */
static bool is_told(const ach__package *package, const ach__file *file, bool several) {
    bool is_outside = !ach__slice_starts(file->path, package->root);
    bool is_archive = package->source->is_archive;
    return ach__layout_is_table(file) || (is_outside && (several || is_archive)) ||
           (is_archive && !file->path_is_text) || ach__icon_is_picture(package, file);
}

static void report_stray(const ach__package *package, const stray *found, ach_diags *diags) {
    ach__place place = {.file = found->path};
    ach__finding *finding = ach__diags_add(diags, &ach__package_messages[found->message], &place);
    switch (found->message) {
    case ACH__PACKAGE_STRAY_FILE:
    case ACH__PACKAGE_STRAY_LINK:
    case ACH__PACKAGE_STRAY_SPECIAL:
        break;
    case ACH__PACKAGE_STRAY_BESIDE:
        ach__finding_text(finding, "root", ach__layout_folder(package->root));
        break;
    case ACH__PACKAGE_STRAY_TABLE:
        ach__finding_text(finding, "found", package->table_file->path);
        break;
    default:
        ach__finding_text(finding, "name", ach__slice_basename(found->path));
        break;
    }
}

/* All strays, those of one folder as one where they are told so. */
static stray *collect_strays(ach__package *package, bool several, size_t *count) {
    const ach__source *source = package->source;
    const ach__file **left = ach__arena_take(&package->arena, source->count, sizeof(void *));
    stray *strays = ach__arena_take(&package->arena, source->count, sizeof *strays);
    *count = 0;
    if (left == NULL || strays == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < source->count; i++) {
        const ach__file *file = &source->files[i];
        if (belongs(package, file)) {
            continue;
        }
        left[package->left_out_count++] = file;
        if (is_told(package, file, several)) {
            continue;
        }
        stray found = judge(package, file);
        if (*count == 0 || !ach__slice_equal(strays[*count - 1].path, found.path)) {
            strays[(*count)++] = found;
        }
    }
    package->left_out = left;
    return strays;
}

static void check_strays(ach__package *package, ach_diags *diags) {
    const ach__source *source = package->source;
    size_t tables = 0;
    for (size_t i = 0; i < source->count; i++) {
        tables += ach__layout_is_table(&source->files[i]);
    }
    size_t count = 0;
    const stray *strays = collect_strays(package, tables > 1, &count);
    size_t shown = count > STRAYS_MOST ? STRAYS_SHOWN : count;
    for (size_t i = 0; i < shown; i++) {
        report_stray(package, &strays[i], diags);
    }
    if (shown < count) {
        ach__finding *finding =
            ach__diags_add(diags, &ach__package_messages[ACH__PACKAGE_STRAY_MANY], NULL);
        ach__finding_number(finding, "count", count);
        ach__finding_number(finding, "shown", shown);
    }
}

static uint64_t plus(uint64_t left, uint64_t right) {
    uint64_t sum;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

/* The table as a build writes it, without authoring columns; as it is where that cannot be made. */
static uint64_t table_bytes(const ach__package *package) {
    uint64_t size = package->table_file == NULL ? 0 : package->table_file->size;
    ach__buffer packaged;
    ach__buffer_init(&packaged, &package->arena.allocator, ACH__TABLE_BYTES_MOST);
    if (ach__table_has_authoring(&package->table) &&
        ach__table_packaged(&package->table, &packaged) == ACH_OK) {
        size = packaged.size;
    }
    ach__buffer_free(&packaged);
    return size;
}

uint64_t ach__package_budget(const ach__package *package, ach__slice prefix) {
    if (!package->has_table) {
        return 0;
    }
    uint64_t names = prefix.len + sizeof ACH__TABLE_NAME - 1;
    uint64_t total = plus(END_BYTES + ENTRY_BYTES + 2 * names, table_bytes(package));
    for (size_t i = 0; i < package->icon_count; i++) {
        const ach__file *file = package->icons[i].file;
        uint64_t name = prefix.len + (file->path.len - package->root.len);
        total = plus(total, plus(ENTRY_BYTES + 2 * name, file->size));
    }
    return total;
}

/* "castle.png (81234), crown.png (70000)"; nothing where there are no pictures. */
static void give_largest(const ach__package *package, ach__finding *finding) {
    const ach__icon *largest[LARGEST + 1] = {NULL};
    char text[512];
    size_t used = 0;
    for (size_t i = 0; i < package->icon_count; i++) {
        size_t at = LARGEST;
        for (; at > 0 && (largest[at - 1] == NULL ||
                          largest[at - 1]->file->size < package->icons[i].file->size);
             at--) {
            largest[at] = largest[at - 1];
        }
        largest[at] = &package->icons[i];
    }
    for (size_t i = 0; i < LARGEST && largest[i] != NULL; i++) {
        ach__slice name = ach__slice_basename(largest[i]->file->path);
        int shown = name.len < 60 ? (int)name.len : 60;
        while ((size_t)shown < name.len && ((unsigned char)name.ptr[shown] & 0xC0) == 0x80) {
            shown--; /* not in the middle of a character */
        }
        int size = snprintf(text + used, sizeof text - used, "%s%.*s (%llu)", i > 0 ? ", " : "",
                            shown, name.ptr, (unsigned long long)largest[i]->file->size);
        used += size > 0 ? (size_t)size : 0;
    }
    if (used > 0) {
        ach__finding_text(finding, "largest", (ach__slice){text, used});
    }
}

static void check_size(const ach__package *package, ach_diags *diags) {
    bool is_archive = package->source->is_archive;
    for (size_t i = 0; i < package->icon_count; i++) {
        if (package->icons[i].status == ACH_ELIMIT) {
            return; /* a single picture is the reason, and told */
        }
    }
    uint64_t bytes =
        is_archive ? package->source->archive_bytes : ach__package_budget(package, package->prefix);
    if (bytes <= ACH__PACKAGE_BYTES_GOOD) {
        return;
    }
    bool is_over = bytes > ACH__PACKAGE_BYTES_MOST;
    ach__package_message message =
        is_archive ? (is_over ? ACH__PACKAGE_SIZE_ARCHIVE_OVER : ACH__PACKAGE_SIZE_ARCHIVE_NEAR)
                   : (is_over ? ACH__PACKAGE_SIZE_FOLDER_OVER : ACH__PACKAGE_SIZE_FOLDER_NEAR);
    ach__finding *finding = ach__diags_add(diags, &ach__package_messages[message], NULL);
    ach__finding_number(finding, "bytes", bytes);
    ach__finding_number(finding, "limit", ACH__PACKAGE_BYTES_MOST);
    ach__finding_number(finding, "percent",
                        bytes / ACH__PACKAGE_BYTES_MOST * 100 +
                            (bytes % ACH__PACKAGE_BYTES_MOST * 100 + ACH__PACKAGE_BYTES_MOST - 1) /
                                ACH__PACKAGE_BYTES_MOST);
    give_largest(package, finding);
}

void ach__check_contents(ach__package *package, ach_diags *diags) {
    if (package->table_file != NULL) {
        check_strays(package, diags);
    }
    check_size(package, diags);
}
