/* Looking up what PrePic and FinPic name, and telling what is wrong with the paths.
 * SPDX-License-Identifier: MIT */
#include "check/icon_paths.h"

#include "base/suggest.h"
#include "base/utf8.h"
#include "check/cell_text.h"
#include "rules/icons.h"

/* Suggestions are a courtesy: a table of a hundred thousand wrong paths must not make them a
 * burden. */
enum { EFFORT_MOST = 200000 };

/* A copy with each byte changed. */
static ach__slice changed(ach__arena *arena, ach__slice text, char (*change)(char byte)) {
    char *copy = ach__arena_take(arena, text.len, 1);
    for (size_t i = 0; copy != NULL && i < text.len; i++) {
        copy[i] = change(text.ptr[i]);
    }
    return (ach__slice){copy, copy == NULL ? 0 : text.len};
}

static char lower(char byte) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    if (byte >= 'A' && byte <= 'Z') {
        byte = small[byte - 'A'];
    }
    return byte;
}

static char slash(char byte) {
    if (byte == '\\') {
        byte = '/';
    }
    return byte;
}

static ach__slice fold(ach__arena *arena, ach__slice text) {
    return changed(arena, text, lower);
}

static ach__slice inside(const ach__package *package, const ach__file *file) {
    return ach__slice_skip(file->path, package->root.len);
}

static bool is_ours(const ach__package *package, const ach__file *file) {
    return file->path_is_text && file->type != ACH__FILE_DIRECTORY &&
           ach__slice_starts(file->path, package->root);
}

bool ach__icon_is_picture(const ach__package *package, const ach__file *file) {
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tga"};
    if (file->type == ACH__FILE_DIRECTORY || !ach__slice_starts(file->path, package->root) ||
        !ach__slice_starts(inside(package, file), ACH__SLICE(ACH__ICON_FOLDER)) ||
        ach__slice_starts(ach__slice_basename(file->path), ACH__SLICE("."))) {
        return false;
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (ach__slice_ends_ignoring_case(file->path, ach__slice_of(endings[i]))) {
            return true;
        }
    }
    return false;
}

bool ach__icon_paths_start(ach__icon_paths *paths, ach__package *package) {
    const ach__source *source = package->source;
    ach__arena *arena = &package->arena;
    *paths = (ach__icon_paths){.package = package, .effort = EFFORT_MOST};
    ach__map_init(&paths->by_text, arena);
    ach__map_init(&paths->by_folded, arena);
    paths->paths = ach__arena_take(arena, package->table.count, 2 * sizeof(ach__icon_path *));
    paths->is_mentioned = ach__arena_take(arena, source->count, sizeof(bool));
    for (size_t i = 0; i < source->count && !arena->failed; i++) {
        if (is_ours(package, &source->files[i])) {
            (void)ach__map_add(&paths->by_folded, fold(arena, source->files[i].path), i);
        }
    }
    return !arena->failed;
}

static void add_fault(ach__icon_path *path, ach__icons_message message) {
    if (path->fault_count < ACH__ICON_PATH_FAULTS) {
        path->faults[path->fault_count++] = &ach__icons_messages[message];
    }
}

static const ach__file *find(const ach__icon_paths *paths, ach__slice text) {
    ach__package *package = paths->package;
    ach__slice whole = ach__slice_join(&package->arena, package->root, text);
    const ach__file *file = whole.ptr == NULL ? NULL : ach__source_find(package->source, whole);
    return file != NULL && file->type == ACH__FILE_DIRECTORY ? NULL : file;
}

static const ach__file *find_folded(const ach__icon_paths *paths, ach__slice text) {
    ach__package *package = paths->package;
    ach__slice whole = ach__slice_join(&package->arena, package->root, text);
    size_t index = whole.ptr == NULL
                       ? ACH__MAP_NONE
                       : ach__map_find(&paths->by_folded, fold(&package->arena, whole));
    return index == ACH__MAP_NONE ? NULL : &package->source->files[index];
}

/* Whether some file lies in a folder of this name. */
static bool is_folder(const ach__icon_paths *paths, ach__slice text) {
    const ach__source *source = paths->package->source;
    ach__arena *arena = &paths->package->arena;
    ach__slice start =
        ach__slice_join(arena, ach__slice_join(arena, paths->package->root, text), ACH__SLICE("/"));
    size_t low = 0;
    if (start.ptr == NULL || source->files == NULL) {
        return false;
    }
    for (size_t high = source->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (ach__slice_compare(source->files[middle].path, start) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < source->count && ach__slice_starts(source->files[low].path, start);
}

static ach__slice without_ending(ach__slice name) {
    for (size_t i = name.len; i > 0 && name.ptr[i - 1] != '/'; i--) {
        if (name.ptr[i - 1] == '.') {
            return (ach__slice){name.ptr, i - 1};
        }
    }
    return name;
}

/* The picture that was probably meant: the same path with another ending, the same name in another
 * folder, or else the nearest name. */
static const ach__file *guess(ach__icon_paths *paths, ach__slice text, bool *same_stem) {
    const ach__source *source = paths->package->source;
    const ach__file *elsewhere = NULL;
    const ach__file *nearest = NULL;
    ach__suggestion search;
    ach__suggest_start(&search, text);
    for (size_t i = 0; i < source->count && paths->effort > 0; i++) {
        const ach__file *file = &source->files[i];
        if (!ach__icon_is_picture(paths->package, file) || !file->path_is_text ||
            file->type != ACH__FILE_REGULAR) {
            continue;
        }
        ach__slice name = inside(paths->package, file);
        paths->effort--;
        if (ach__slice_equal_ignoring_case(without_ending(name), without_ending(text))) {
            *same_stem = true;
            return file;
        }
        if (elsewhere == NULL &&
            ach__slice_equal_ignoring_case(ach__slice_basename(name), ach__slice_basename(text))) {
            elsewhere = file;
        }
        unsigned before = search.distance;
        ach__suggest_offer(&search, name);
        nearest = search.distance < before ? file : nearest;
    }
    return elsewhere != NULL ? elsewhere : nearest;
}

static bool suggest(ach__icon_paths *paths, ach__icon_path *path, ach__slice text,
                    bool *same_stem) {
    const ach__file *file = guess(paths, text, same_stem);
    if (file != NULL) {
        path->suggestion = inside(paths->package, file);
        paths->is_mentioned[file - paths->package->source->files] = true;
    }
    return file != NULL;
}

/* What makes a path one that must not be looked up; ACH__ICONS_MESSAGES where nothing does. */
static ach__icons_message find_danger(ach__slice text) {
    const char *colon = memchr(text.ptr, ':', text.len);
    size_t before = colon == NULL ? 0 : (size_t)(colon - text.ptr);
    if (text.ptr[0] == '/') {
        return ACH__ICON_PATH_ABSOLUTE;
    }
    if (before > 1 && ach__slice_starts(ach__slice_skip(text, before), ACH__SLICE("://"))) {
        return ACH__ICON_PATH_URL;
    }
    if (before == 1) {
        return ACH__ICON_PATH_DRIVE;
    }
    ach__icons_message found = ACH__ICONS_MESSAGES;
    for (size_t start = 0; start <= text.len;) {
        size_t end = start;
        while (end < text.len && text.ptr[end] != '/') {
            end++;
        }
        ach__slice part = {text.ptr + start, end - start};
        if (ach__slice_equal(part, ACH__SLICE(".."))) {
            return ACH__ICON_PATH_PARENT;
        }
        if (part.len == 0) {
            found = ACH__ICON_PATH_GAP;
        } else if (ach__slice_equal(part, ACH__SLICE("."))) {
            found = ACH__ICON_PATH_DOT;
        }
        start = end + 1;
    }
    return found;
}

/* The picture itself is not to be reported as unused when the path to it is what is wrong. */
static void excuse(ach__icon_paths *paths, ach__slice text) {
    ach__slice name = ach__slice_basename(text);
    ach__slice likely = ach__slice_join(&paths->package->arena, ACH__SLICE(ACH__ICON_FOLDER), name);
    const ach__file *file = likely.ptr == NULL ? NULL : find(paths, likely);
    if (file != NULL) {
        paths->is_mentioned[file - paths->package->source->files] = true;
    }
}

static void judge_characters(const ach__icon_paths *paths, ach__icon_path *path, ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80) {
            add_fault(path, ACH__ICON_PATH_NOT_ASCII);
            break;
        }
    }
    const ach__package *package = paths->package;
    size_t prefix = package->source->is_archive ? ach__utf8_length(package->root)
                                                : (size_t)ACH__ICON_PREFIX_ASSUMED;
    path->length = prefix + ach__utf8_length(text);
    if (path->length > ACH__ICON_PATH_LIMIT) {
        add_fault(path, ACH__ICON_PATH_LONG);
    }
}

/* A file is there: is it one that can be used? */
static void use(ach__icon_paths *paths, ach__icon_path *path, const ach__file *file) {
    paths->is_mentioned[file - paths->package->source->files] = true;
    path->file = file->type == ACH__FILE_REGULAR ? file : NULL;
    switch (file->type) {
    case ACH__FILE_LINK_AWAY:
        add_fault(path, ACH__ICON_PATH_LINK);
        break;
    case ACH__FILE_LINK_BROKEN:
        add_fault(path, ACH__ICON_MISSING_LINK);
        break;
    case ACH__FILE_SPECIAL:
        add_fault(path, ACH__ICON_MISSING_SPECIAL);
        break;
    case ACH__FILE_REGULAR:
    case ACH__FILE_DIRECTORY:
        break;
    }
}

/* Nothing has this very path, and the path is a safe one. */
static void judge_absent(ach__icon_paths *paths, ach__icon_path *path, ach__slice text) {
    bool is_inside = ach__slice_starts(text, ACH__SLICE(ACH__ICON_FOLDER));
    const ach__file *real = find_folded(paths, text);
    bool same_stem = false;
    if (real != NULL) {
        path->real = inside(paths->package, real);
        bool folder_differs = !ach__slice_starts(path->real, ACH__SLICE(ACH__ICON_FOLDER));
        if (folder_differs && !is_inside) {
            add_fault(path, ACH__ICON_PATH_OUTSIDE);
        }
        add_fault(path, folder_differs && is_inside ? ACH__ICON_CASE_FOLDER : ACH__ICON_CASE);
        use(paths, path, real);
    } else if (!is_inside) {
        ach__slice moved =
            ach__slice_join(&paths->package->arena, ACH__SLICE(ACH__ICON_FOLDER), text);
        const ach__file *file = moved.ptr == NULL ? NULL : find(paths, moved);
        if (file != NULL && file->type == ACH__FILE_REGULAR) {
            path->file = file;
            path->suggestion = moved;
            add_fault(path, ACH__ICON_PATH_OUTSIDE_NEAR);
        } else {
            bool near = suggest(paths, path, text, &same_stem);
            add_fault(path, near ? ACH__ICON_PATH_OUTSIDE_NEAR : ACH__ICON_PATH_OUTSIDE);
        }
    } else if (is_folder(paths, text)) {
        add_fault(path, ACH__ICON_MISSING_FOLDER);
    } else if (suggest(paths, path, text, &same_stem)) {
        add_fault(path, same_stem ? ACH__ICON_MISSING_ENDING : ACH__ICON_MISSING_NEAR);
    } else {
        add_fault(path, ACH__ICON_MISSING);
    }
}

static ach__slice with_slashes(ach__arena *arena, ach__slice text) {
    if (text.len == 0 || memchr(text.ptr, '\\', text.len) == NULL) {
        return text;
    }
    return changed(arena, text, slash);
}

static void judge(ach__icon_paths *paths, ach__icon_path *path, ach__slice value) {
    ach__slice trimmed = ach__cell_trimmed(value);
    path->text = value;
    if (trimmed.len == 0) {
        add_fault(path, value.len == 0 ? ACH__ICON_PATH_EMPTY : ACH__ICON_PATH_BLANK);
        return;
    }
    const ach__file *file = NULL;
    if (trimmed.len != value.len) {
        file = find(paths, value); /* a name may really have spaces around it */
        path->text = file == NULL ? trimmed : value;
    }
    ach__slice text = with_slashes(&paths->package->arena, path->text);
    if (text.ptr == NULL) {
        return;
    }
    ach__icons_message danger = find_danger(text);
    if (danger != ACH__ICONS_MESSAGES) {
        add_fault(path, danger);
        excuse(paths, text);
        return;
    }
    if (text.ptr != path->text.ptr) {
        path->slashed = text;
        add_fault(path, ACH__ICON_PATH_SEPARATOR);
    }
    judge_characters(paths, path, text);
    file = file == NULL ? find(paths, text) : file;
    if (file == NULL) {
        judge_absent(paths, path, text);
        return;
    }
    if (!ach__slice_starts(text, ACH__SLICE(ACH__ICON_FOLDER))) {
        add_fault(path, ACH__ICON_PATH_MISPLACED);
    }
    use(paths, path, file);
}

static const ach__icon_path *look_up(ach__icon_paths *paths, ach__slice value) {
    size_t known = ach__map_find(&paths->by_text, value);
    if (known != ACH__MAP_NONE) {
        return paths->paths[known];
    }
    ach__icon_path *path = ach__arena_take(&paths->package->arena, 1, sizeof *path);
    if (path == NULL) {
        return NULL;
    }
    judge(paths, path, value);
    paths->paths[paths->count] = path;
    (void)ach__map_add(&paths->by_text, value, paths->count);
    paths->count++;
    return path;
}

static void give_text(ach__finding *finding, const char *name, ach__slice text) {
    if (text.ptr != NULL) {
        ach__finding_text(finding, name, text);
    }
}

static void raise_faults(const ach__icon_path *path, const ach__place *place, ach_diags *diags) {
    for (size_t i = 0; i < path->fault_count; i++) {
        ach__finding *finding = ach__diags_add(diags, path->faults[i], place);
        give_text(finding, "field", place->field);
        give_text(finding, "path", path->text);
        give_text(finding, "slashed", path->slashed);
        give_text(finding, "real", path->real);
        give_text(finding, "suggestion", path->suggestion);
        if (path->faults[i] == &ach__icons_messages[ACH__ICON_PATH_LONG]) {
            ach__finding_number(finding, "length", path->length);
            ach__finding_number(finding, "limit", ACH__ICON_PATH_LIMIT);
        }
    }
}

/* What a path says of itself, not of what lies in the folder. */
static ach__icon_path without_absence(const ach__icon_path *path) {
    ach__icon_path left = *path;
    left.fault_count = 0;
    for (size_t i = 0; i < path->fault_count; i++) {
        ptrdiff_t message = path->faults[i] - ach__icons_messages;
        bool is_absence = message >= ACH__ICON_MISSING && message <= ACH__ICON_MISSING_SPECIAL;
        if (!is_absence && message != ACH__ICON_PATH_NOT_ASCII) {
            left.faults[left.fault_count++] = path->faults[i];
        }
    }
    return left;
}

const ach__file *ach__icon_paths_excuse(ach__icon_paths *paths, const ach__row *row,
                                        ach__column column, ach_diags *diags) {
    ach__cell cell = ach__row_cell(&paths->package->table, row, column);
    const ach__icon_path *path =
        cell.value.ptr == NULL || cell.is_damaged ? NULL : look_up(paths, cell.value);
    if (path != NULL && path->fault_count > 0) {
        ach__icon_path left = without_absence(path);
        ach__place place = ach__table_place(&paths->package->table, row, column);
        raise_faults(&left, &place, diags);
    }
    return NULL;
}

const ach__file *ach__icon_paths_resolve(ach__icon_paths *paths, const ach__row *row,
                                         ach__column column, ach_diags *diags) {
    ach__cell cell = ach__row_cell(&paths->package->table, row, column);
    size_t at;
    /* A control character is told by the rules of cells, and damage by those of the table. */
    if (cell.value.ptr == NULL || cell.is_damaged ||
        ach__text_find_control(ach__cell_trimmed(cell.value), true, &at)) {
        paths->is_incomplete = true;
        return NULL;
    }
    const ach__icon_path *path = look_up(paths, cell.value);
    if (path == NULL) {
        return NULL;
    }
    if (path->fault_count > 0) {
        ach__place place = ach__table_place(&paths->package->table, row, column);
        raise_faults(path, &place, diags);
    }
    return path->file;
}
