/* Looks up the pictures of node files in the resource packs.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"
#include "check/check.h"
#include "check/icon_picture.h"
#include "check/node_boards.h"
#include "format/picture.h"
#include "format/png_chunks.h"
#include "model/authoring.h"
#include "rules/node_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { HEAD_BYTES = 4096, EFFORT_MOST = 200000 };

#define ENDING ".png"

/* What a path turned out to name. */
typedef struct picture {
    const ach__file *file; /* NULL: none */
    const ach__source *source;
    ach__node_tree_message fault; /* ACH__NODE_TREE_MESSAGES: none */
    ach__slice found;             /* of the file that is there instead */
    ach__slice suggestion;        /* a path as node files write it */
    ach__file_kind kind;
    uint32_t width, height; /* 0 where they could not be read */
    bool is_told;           /* that the file is wrong; a wrong path is told each time */
} picture;

typedef struct lookup {
    ach__nodes *nodes;
    ach_diags *diags;
    ach__arena *arena;
    ach__source **packs;
    size_t pack_count;
    ach__map by_path; /* a path as written -> index in pictures */
    picture *pictures;
    size_t count;
    ach__map *folded; /* by pack: a file's path in small letters -> its index; made when needed */
    size_t effort;    /* names that may still be compared */
    ach__buffer head;
} lookup;

static ach__slice fold(ach__arena *arena, ach__slice text) {
    char *copy = ach__arena_take(arena, text.len, 1);
    for (size_t i = 0; copy != NULL && i < text.len; i++) {
        char byte = text.ptr[i];
        copy[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
    }
    return (ach__slice){copy, copy == NULL ? 0 : text.len};
}

static const ach__file *find(const lookup *all, ach__slice path, const ach__source **source) {
    for (size_t i = 0; i < all->pack_count; i++) {
        const ach__file *file = ach__source_find(all->packs[i], path);
        if (file != NULL) {
            *source = all->packs[i];
            return file;
        }
    }
    return NULL;
}

/* The file that differs in case alone. */
static const ach__file *find_folded(lookup *all, ach__slice path) {
    if (all->folded == NULL) {
        all->folded = ach__arena_take(all->arena, all->pack_count, sizeof *all->folded);
        for (size_t i = 0; i < all->pack_count && all->folded != NULL; i++) {
            ach__map_init(&all->folded[i], all->arena);
            for (size_t j = 0; j < all->packs[i]->count; j++) {
                const ach__file *file = &all->packs[i]->files[j];
                if (file->path_is_text && file->type == ACH__FILE_REGULAR) {
                    (void)ach__map_add(&all->folded[i], fold(all->arena, file->path), j);
                }
            }
        }
    }
    ach__slice folded = fold(all->arena, path);
    for (size_t i = 0; i < all->pack_count && all->folded != NULL; i++) {
        size_t index = ach__map_find(&all->folded[i], folded);
        if (index != ACH__MAP_NONE) {
            return &all->packs[i]->files[index];
        }
    }
    return NULL;
}

static bool is_png_name(ach__slice path) {
    ach__slice ending = ACH__SLICE(ENDING);
    return path.len > ending.len &&
           ach__slice_equal(ach__slice_skip(path, path.len - ending.len), ending);
}

static ach__slice without_ending(ach__slice path) {
    return (ach__slice){path.ptr, path.len - (sizeof ENDING - 1)};
}

static ach__slice find_near(lookup *all, ach__slice path) {
    ach__suggestion search;
    ach__suggest_start(&search, path);
    for (size_t i = 0; i < all->pack_count; i++) {
        for (size_t j = 0; j < all->packs[i]->count && all->effort > 0; j++) {
            const ach__file *file = &all->packs[i]->files[j];
            if (file->path_is_text && is_png_name(file->path)) {
                ach__suggest_offer(&search, without_ending(file->path));
                all->effort--;
            }
        }
    }
    return search.best;
}

static const ach__file *find_other_format(const lookup *all, ach__slice path) {
    static const char *const endings[] = {".jpg", ".jpeg", ".tga", ".webp", ".gif", ".bmp"};
    const ach__source *source;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        ach__slice whole = ach__slice_join(all->arena, path, ach__slice_of(endings[i]));
        const ach__file *file = whole.ptr == NULL ? NULL : find(all, whole, &source);
        if (file != NULL) {
            return file;
        }
    }
    return NULL;
}

/* There is no file by the very name: why, and what was meant. */
static void explain_missing(lookup *all, picture *out, ach__slice path, ach__slice whole) {
    const ach__file *other = find_other_format(all, path);
    if (other != NULL) {
        out->fault = ACH__NODE_ICON_OTHER;
        out->found = other->path;
        return;
    }
    other = find_folded(all, whole);
    if (other != NULL) {
        bool is_right = is_png_name(other->path);
        out->fault = is_right ? ACH__NODE_ICON_CASE : ACH__NODE_ICON_CASE_ENDING;
        out->found = other->path;
        out->suggestion = is_right ? without_ending(other->path) : out->suggestion;
        return;
    }
    out->suggestion = find_near(all, path);
    out->fault = out->suggestion.ptr != NULL ? ACH__NODE_ICON_NEAR : ACH__NODE_ICON_MISSING;
}

/* Only the beginning of the file is looked at. */
static void look_inside(lookup *all, picture *out) {
    ach__slice bytes;
    ach_status status = out->file->type == ACH__FILE_REGULAR
                            ? ach__source_read(out->source, out->file, &all->head, &bytes)
                            : ACH_EIO;
    if (status == ACH_ENOMEM) {
        all->arena->failed = true;
    }
    if (status != ACH_OK && status != ACH_ELIMIT) {
        out->fault = ACH__NODE_ICON_REFUSED;
        return;
    }
    bytes = (ach__slice){(const char *)all->head.data, all->head.size};
    out->kind = ach__file_kind_of(bytes);
    if (out->kind != ACH__KIND_PNG) {
        out->fault = ACH__NODE_ICON_FORMAT;
    } else if (ach__png_has_header(bytes)) {
        const unsigned char *header = all->head.data + ACH__PNG_SIGNATURE_SIZE + 8;
        out->width = ach__png_number(header);
        out->height = ach__png_number(header + 4);
    }
}

/* What the path names, looked up once; NULL where there is no memory. */
static picture *look_up(lookup *all, ach__slice path) {
    size_t index = ach__map_add(&all->by_path, path, all->count);
    if (index != ACH__MAP_NONE) {
        return &all->pictures[index];
    }
    picture *out = &all->pictures[all->count++];
    *out = (picture){.fault = ACH__NODE_TREE_MESSAGES};
    ach__slice whole = ach__slice_join(all->arena, path, ACH__SLICE(ENDING));
    if (whole.ptr == NULL || all->arena->failed) {
        return NULL;
    }
    out->file = find(all, whole, &out->source);
    if (out->file == NULL) {
        explain_missing(all, out, path, whole);
    } else {
        look_inside(all, out);
    }
    return out;
}

static void report(lookup *all, picture *found, size_t node, ach__node_key key, ach__slice path) {
    bool is_of_file =
        found->fault == ACH__NODE_ICON_FORMAT || found->fault == ACH__NODE_ICON_REFUSED;
    if (is_of_file && found->is_told) {
        return;
    }
    found->is_told = true;
    ach__place place = ach__nodes_place(all->nodes, node, key, all->diags);
    ach__finding *finding =
        ach__diags_add(all->diags, &ach__node_tree_messages[found->fault], &place);
    ach__finding_text(finding, "path", path);
    if (found->found.len > 0) {
        ach__finding_text(finding, "found", found->found);
    }
    if (found->suggestion.len > 0) {
        ach__finding_text(finding, "suggestion", found->suggestion);
    }
    if (found->fault == ACH__NODE_ICON_FORMAT) {
        ach__picture_give_kind(finding, found->kind);
    }
}

static void check_background(lookup *all, size_t node, const picture *found, ach__board board) {
    uint64_t width = ach__board_width(board);
    uint64_t height = ach__board_height(board);
    if (board.levels == 0 || found->width == 0 ||
        (found->width >= width && found->height >= height)) {
        return;
    }
    ach__place place = ach__nodes_place(all->nodes, node, ACH__KEY_WINDOW_BACKGROUND, all->diags);
    ach__finding *finding =
        ach__diags_add(all->diags, &ach__node_tree_messages[ACH__NODE_BACKGROUND_SIZE], &place);
    ach__finding_number(finding, "width", found->width);
    ach__finding_number(finding, "height", found->height);
    ach__finding_number(finding, "board_width", width);
    ach__finding_number(finding, "board_height", height);
    ach__finding_number(finding, "levels", board.levels);
    ach__finding_number(finding, "nodes", board.widest);
}

/* A path that cannot be right whatever is in the pack is told where the file is read. */
static picture *check_path(lookup *all, size_t node, ach__node_key key, ach__slice path) {
    if (path.len == 0 || ach__picture_path_judge(path) != ACH__PICTURE_PATH_FINE) {
        return NULL;
    }
    picture *found = look_up(all, path);
    if (found != NULL && found->fault != ACH__NODE_TREE_MESSAGES) {
        report(all, found, node, key, path);
    }
    return found;
}

static void check_all(lookup *all) {
    const ach__board *boards = ach__boards_measure(all->nodes, all->arena);
    all->pictures = ach__arena_take(all->arena, all->nodes->count, 3 * sizeof *all->pictures);
    ach__map_init(&all->by_path, all->arena);
    for (size_t i = 0; i < all->nodes->count && !all->arena->failed; i++) {
        const ach__node *node = &all->nodes->items[i];
        (void)check_path(all, i, ACH__KEY_UNFINISHED_ICON, node->unfinished_icon);
        (void)check_path(all, i, ACH__KEY_FINISHED_ICON, node->finished_icon);
        if (ach__node_is_root(node)) {
            const picture *found =
                check_path(all, i, ACH__KEY_WINDOW_BACKGROUND, node->window_background);
            if (found != NULL) {
                check_background(all, i, found, boards[i]);
            }
        }
    }
}

static ach_status open_pack(ach__source **out, const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? ACH_ENOTFOUND : ACH_EIO;
    }
    return ach__source_open_folder(out, fd, NULL);
}

ach_status ach__check_node_icons(ach__package *package, const ach__check_options *options,
                                 ach_diags *diags, const char **failed) {
    if (options->resources.count == 0) {
        return ACH_OK;
    }
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    lookup all = {.nodes = package->nodes, .diags = diags, .arena = &arena, .effort = EFFORT_MOST};
    ach__buffer_init(&all.head, NULL, HEAD_BYTES);
    all.packs = ach__arena_take(&arena, options->resources.count, sizeof *all.packs);
    if (all.packs == NULL) {
        ach__arena_free(&arena);
        return ACH_ENOMEM;
    }
    ach_status status = ACH_OK;
    while (status == ACH_OK && all.pack_count < options->resources.count) {
        *failed = options->resources.items[all.pack_count];
        status = open_pack(&all.packs[all.pack_count], *failed);
        all.pack_count += status == ACH_OK;
    }
    if (status == ACH_OK) {
        check_all(&all);
        status = arena.failed ? ACH_ENOMEM : ACH_OK;
    }
    int saved = errno;
    for (size_t i = 0; i < all.pack_count; i++) {
        ach__source_close(all.packs[i]);
    }
    ach__buffer_free(&all.head);
    ach__arena_free(&arena);
    errno = saved;
    return status;
}
