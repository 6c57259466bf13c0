/* Finds the node files in a folder, and tells what looks like one but is not.
 * SPDX-License-Identifier: MIT */
#include "source/node_list.h"

#include "base/utf8.h"
#include "rules/node_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING ".json"

/* A folder of node files while it is looked through. */
typedef struct place {
    const ach__source *source;
    ach__slice prefix;       /* of its files' paths in the source: "" or "x/customAchievements/" */
    const ach__slice *label; /* "DIR/", or "" inside a package */
    bool is_outside;
} place;

/* The sub-folders that hold node files, with the first of them. */
typedef struct subfolder {
    ach__slice path;
    ach__slice first;
    size_t count;
} subfolder;

static ach__slice path_of(const place *here, const ach__file *file, ach__arena *arena) {
    return here->label->len == 0 ? file->path : ach__slice_join(arena, *here->label, file->path);
}

ach__slice ach__node_list_path(const ach__node_list *list, size_t index, ach__arena *arena) {
    const ach__node_entry *entry = &list->entries[index];
    const place here = {.label = entry->label};
    return path_of(&here, entry->file, arena);
}

static bool ends_exactly(ach__slice name) {
    ach__slice ending = ACH__SLICE(ENDING);
    return name.len > ending.len &&
           memcmp(name.ptr + name.len - ending.len, ending.ptr, ending.len) == 0;
}

/* How long the part is that a right name would keep; 0 where the name is nothing like one. */
static size_t stem_of_odd_name(ach__slice name) {
    static const char *const endings[] = {".json",  ".json.txt", ".jsonc", ".json5",
                                          ".json.", ".json ",    ".jsom",  ".jason"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        ach__slice ending = ach__slice_of(endings[i]);
        if (name.len > ending.len && ach__slice_ends_ignoring_case(name, ending)) {
            return name.len - ending.len;
        }
    }
    return 0;
}

static ach__finding *raise_at(const place *here, const ach__file *file, ach__arena *arena,
                              size_t message, ach_diags *diags) {
    ach__place at = {.file = path_of(here, file, arena), .is_outside = here->is_outside};
    ach__finding *finding = ach__diags_add(diags, &ach__node_tree_messages[message], &at);
    ach__finding_text(finding, "name", ach__slice_basename(file->path));
    return finding;
}

static void report_odd_name(const place *here, const ach__file *file, size_t stem,
                            ach__arena *arena, ach_diags *diags) {
    ach__finding *finding = raise_at(here, file, arena, ACH__NODE_FILE_PLACE_ENDING, diags);
    ach__slice name = ach__slice_basename(file->path);
    ach__slice right = ach__slice_join(arena, (ach__slice){name.ptr, stem}, ACH__SLICE(ENDING));
    ach__finding_text(finding, "suggestion", right);
}

/* Whether the file can be read; else that is told. */
static bool is_readable(const place *here, const ach__file *file, ach__arena *arena,
                        ach_diags *diags) {
    static const size_t messages[] = {
        [ACH__FILE_DIRECTORY] = ACH__NODE_FILE_FOLDER,
        [ACH__FILE_LINK_AWAY] = ACH__NODE_FILE_LINK_AWAY,
        [ACH__FILE_LINK_BROKEN] = ACH__NODE_FILE_LINK_BROKEN,
        [ACH__FILE_SPECIAL] = ACH__NODE_FILE_SPECIAL,
    };
    if (file->type != ACH__FILE_REGULAR) {
        (void)raise_at(here, file, arena, messages[file->type], diags);
    }
    return file->type == ACH__FILE_REGULAR;
}

/* The sub-folder that the file lies in, without a '/' at its end; empty where it lies in none. */
static ach__slice subfolder_of(const place *here, const ach__file *file) {
    ach__slice inner = ach__slice_skip(file->path, here->prefix.len);
    size_t name = ach__slice_basename(inner).len;
    return (ach__slice){inner.ptr, inner.len > name ? inner.len - name - 1 : 0};
}

/* The sub-folders of one place, while they are counted. */
typedef struct counting {
    ach__map by_path;
    subfolder *items;
    size_t count;
} counting;

static void count_subfolder(counting *all, const place *here, const ach__file *file,
                            ach__arena *arena) {
    ach__slice path = subfolder_of(here, file);
    if (path.len == 0 || ends_exactly(path)) {
        return; /* a folder that is named like a file is told as such */
    }
    if (all->items == NULL) {
        all->items = ach__arena_take(arena, here->source->count, sizeof *all->items);
        if (all->items == NULL) {
            return;
        }
    }
    size_t index = ach__map_add(&all->by_path, path, all->count);
    if (index == ACH__MAP_NONE) {
        index = all->count++;
        all->items[index] = (subfolder){path, path_of(here, file, arena), 0};
    }
    all->items[index].count++;
}

static void report_subfolders(const counting *all, const place *here, ach_diags *diags) {
    for (size_t i = 0; i < all->count; i++) {
        const subfolder *item = &all->items[i];
        ach__place at = {.file = item->first, .is_outside = here->is_outside};
        ach__finding *finding = ach__diags_add(
            diags,
            &ach__node_tree_messages[item->count == 1 ? ACH__NODE_FILE_PLACE_SUBFOLDER
                                                      : ACH__NODE_FILE_PLACE_SEVERAL],
            &at);
        ach__finding_text(finding, "folder", item->path);
        ach__finding_number(finding, "count", item->count);
    }
}

static bool belongs(const place *here, const ach__file *file) {
    return ach__slice_starts(file->path, here->prefix) &&
           !ach__slice_starts(ach__slice_basename(file->path), ACH__SLICE("."));
}

/* Adds the files of one place to the list. */
static ach_status add_place(ach__node_list *list, const place *here, ach_diags *diags) {
    const ach__source *source = here->source;
    size_t before = list->count;
    counting folders = {.count = 0};
    ach__map_init(&folders.by_path, &list->arena);
    ach__node_entry *entries =
        ach__arena_take(&list->arena, before + source->count, sizeof *entries);
    if (entries == NULL) {
        return ACH_ENOMEM;
    }
    if (before > 0) {
        memcpy(entries, list->entries, before * sizeof *entries);
    }
    list->entries = entries;
    for (size_t i = 0; i < source->count; i++) {
        const ach__file *file = &source->files[i];
        if (!belongs(here, file)) {
            continue;
        }
        ach__slice name = ach__slice_basename(file->path);
        if (ends_exactly(name)) {
            if (is_readable(here, file, &list->arena, diags)) {
                entries[list->count++] =
                    (ach__node_entry){source, file, here->label, here->is_outside};
                count_subfolder(&folders, here, file, &list->arena);
            }
        } else if (file->type == ACH__FILE_REGULAR && stem_of_odd_name(name) > 0) {
            report_odd_name(here, file, stem_of_odd_name(name), &list->arena, diags);
        }
    }
    report_subfolders(&folders, here, diags);
    return list->arena.failed                   ? ACH_ENOMEM
           : list->count > ACH__NODE_FILES_MOST ? ACH_ELIMIT
                                                : ACH_OK;
}

static ach_status add_inside(ach__node_list *list, const ach__node_place_list *places,
                             ach_diags *diags) {
    const ach__source *source = places->inside;
    static const ach__slice none = {"", 0};
    if (source == NULL || source->is_archive) {
        return ACH_OK;
    }
    place here = {.source = source, .label = &none};
    here.prefix = ach__slice_join(&list->arena, places->root, ACH__SLICE(ACH__NODES_FOLDER "/"));
    if (here.prefix.ptr == NULL) {
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < source->count && !list->exists; i++) {
        list->exists = ach__slice_starts(source->files[i].path, here.prefix);
    }
    return list->exists ? add_place(list, &here, diags) : ACH_OK;
}

ach__slice ach__node_list_label(ach__arena *arena, const char *path, bool is_pack) {
    ach__slice text = ach__slice_of(path);
    while (text.len > 1 && text.ptr[text.len - 1] == '/') {
        text.len--;
    }
    ach__buffer shown;
    ach__buffer_init(&shown, NULL, text.len * 8 + 64);
    if (ach__utf8_is_valid(text)) {
        ach__buffer_append(&shown, text.ptr, text.len);
    } else {
        ach__utf8_append_shown(&shown, text, SIZE_MAX);
    }
    if (shown.size == 0 || shown.data[shown.size - 1] != '/') {
        ach__buffer_append_byte(&shown, '/');
    }
    if (is_pack) {
        ach__slice folder = ACH__SLICE(ACH__NODES_FOLDER "/");
        ach__buffer_append(&shown, folder.ptr, folder.len);
    }
    ach__slice label = ach__slice_copy(arena, (ach__slice){(const char *)shown.data, shown.size});
    arena->failed |= shown.failed;
    ach__buffer_free(&shown);
    return label;
}

/* Opens a customAchievements folder, or the one in a behaviour pack. */
static int open_folder(const char *path, bool *is_pack) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int inner = fd < 0 ? -1 : openat(fd, ACH__NODES_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *is_pack = inner >= 0;
    if (inner >= 0) {
        close(fd);
        fd = inner;
    }
    return fd;
}

static bool is_given_twice(const struct stat *folders, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (folders[i].st_dev == folders[index].st_dev &&
            folders[i].st_ino == folders[index].st_ino) {
            return true;
        }
    }
    return false;
}

static ach_status add_given(ach__node_list *list, const char *path, struct stat *folders,
                            size_t index, ach_diags *diags) {
    bool is_pack;
    int fd = open_folder(path, &is_pack);
    if (fd < 0) {
        return errno == ENOENT ? ACH_ENOTFOUND : ACH_EIO;
    }
    if (fstat(fd, &folders[index]) != 0 || is_given_twice(folders, index)) {
        close(fd);
        return ACH_OK;
    }
    ach_status status = ach__source_open_folder(&list->sources[index], fd, NULL);
    ach__slice *label = ach__arena_take(&list->arena, 1, sizeof *label);
    if (status != ACH_OK || label == NULL) {
        return status != ACH_OK ? status : ACH_ENOMEM;
    }
    *label = ach__node_list_label(&list->arena, path, is_pack);
    const place here = {
        .source = list->sources[index], .prefix = {"", 0}, .label = label, .is_outside = true};
    size_t before = list->count;
    size_t told = ach__diags_raised(diags);
    status = list->arena.failed ? ACH_ENOMEM : add_place(list, &here, diags);
    if (status == ACH_OK && list->count == before && ach__diags_raised(diags) == told) {
        ach__place at = {.file = {label->ptr, label->len - 1}, .is_outside = true};
        (void)ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_FILE_PLACE_NONE], &at);
    }
    return status;
}

ach_status ach__node_list_open(ach__node_list *list, const ach__node_place_list *places,
                               ach_diags *diags, const char **failed) {
    *list = (ach__node_list){.exists = places->count > 0};
    ach__arena_init(&list->arena, NULL);
    if (places->count == 0) {
        return add_inside(list, places, diags);
    }
    list->sources = ach__arena_take(&list->arena, places->count, sizeof(ach__source *));
    struct stat *folders = ach__arena_take(&list->arena, places->count, sizeof *folders);
    ach_status status = list->sources == NULL || folders == NULL ? ACH_ENOMEM : ACH_OK;
    for (size_t i = 0; i < places->count && status == ACH_OK; i++) {
        list->source_count = i + 1;
        *failed = places->folders[i];
        status = add_given(list, places->folders[i], folders, i, diags);
    }
    return status;
}

void ach__node_list_close(ach__node_list *list) {
    for (size_t i = 0; i < list->source_count; i++) {
        ach__source_close(list->sources[i]);
    }
    ach__arena_free(&list->arena);
}
