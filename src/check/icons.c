/* The pictures that a table names: which they are, whether they are right, which are left over.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "check/icon_paths.h"
#include "check/icon_picture.h"
#include "model/authoring.h"
#include "rules/icons.h"

/* Which cell names a file first; by index in source->files. */
typedef struct naming {
    size_t row; /* SIZE_MAX: none */
    ach__column column;
} naming;

static const ach__column columns[2] = {ACH__COLUMN_PRE_PIC, ACH__COLUMN_FIN_PIC};

static naming *make_namings(ach__package *package) {
    naming *namings = ach__arena_take(&package->arena, package->source->count, sizeof *namings);
    for (size_t which = 0; which < 2; which++) {
        package->row_icons[which] =
            ach__arena_take(&package->arena, package->table.count, sizeof(size_t));
    }
    if (package->arena.failed) {
        package->row_icons[0] = NULL;
        package->row_icons[1] = NULL;
        return NULL;
    }
    for (size_t i = 0; i < package->source->count; i++) {
        namings[i].row = SIZE_MAX;
    }
    return namings;
}

/* Leaves indices of files in row_icons. */
static void resolve_rows(ach__package *package, ach__icon_paths *paths, naming *namings,
                         ach_diags *diags) {
    for (size_t row = 0; row < package->table.count; row++) {
        const ach__row *at = &package->table.rows[row];
        bool is_local = ach__row_is_local(&package->table, at);
        for (size_t which = 0; which < 2; which++) {
            const ach__file *file = is_local
                                        ? ach__icon_paths_excuse(paths, at, columns[which], diags)
                                        : ach__icon_paths_resolve(paths, at, columns[which], diags);
            size_t index = file == NULL ? SIZE_MAX : (size_t)(file - package->source->files);
            package->row_icons[which][row] = index;
            if (file != NULL && namings[index].row == SIZE_MAX) {
                namings[index] = (naming){row, columns[which]};
            }
        }
    }
}

/* The distinct pictures, in the order of the files and so by path; turns row_icons from files to
 * pictures. */
static bool collect_icons(ach__package *package, const naming *namings) {
    const ach__source *source = package->source;
    size_t *icon_of = ach__arena_take(&package->arena, source->count, sizeof *icon_of);
    size_t count = 0;
    for (size_t i = 0; i < source->count; i++) {
        count += namings[i].row != SIZE_MAX;
    }
    package->icons = ach__arena_take(&package->arena, count, sizeof *package->icons);
    if (icon_of == NULL || package->icons == NULL) {
        package->row_icons[0] = NULL;
        package->row_icons[1] = NULL;
        return false;
    }
    for (size_t i = 0; i < source->count; i++) {
        if (namings[i].row != SIZE_MAX) {
            icon_of[i] = package->icon_count;
            package->icons[package->icon_count++] = (ach__icon){
                .file = &source->files[i], .row = namings[i].row, .column = namings[i].column};
        }
    }
    for (size_t which = 0; which < 2; which++) {
        for (size_t row = 0; row < package->table.count; row++) {
            size_t file = package->row_icons[which][row];
            package->row_icons[which][row] = file == SIZE_MAX ? SIZE_MAX : icon_of[file];
        }
    }
    return true;
}

static bool looks_the_same(const ach__icon *left, const ach__icon *right) {
    const ach__png_facts *a = &left->facts;
    const ach__png_facts *b = &right->facts;
    return left->status == ACH_OK && right->status == ACH_OK && a->verdict == ACH__PNG_GOOD &&
           b->verdict == ACH__PNG_GOOD && a->width == b->width && a->height == b->height &&
           a->digest[0] == b->digest[0] && a->digest[1] == b->digest[1];
}

static ach__slice inside(const ach__package *package, const ach__icon *icon) {
    return ach__slice_skip(icon->file->path, package->root.len);
}

static void report_same(const ach__package *package, ach_diags *diags) {
    for (size_t row = 0; row < package->table.count; row++) {
        size_t pre = package->row_icons[0][row];
        size_t fin = package->row_icons[1][row];
        if (pre == SIZE_MAX || fin == SIZE_MAX ||
            (pre != fin && !looks_the_same(&package->icons[pre], &package->icons[fin]))) {
            continue;
        }
        ach__place place =
            ach__table_place(&package->table, &package->table.rows[row], ACH__COLUMN_FIN_PIC);
        ach__icons_message message = pre == fin ? ACH__ICON_SAME_FILE : ACH__ICON_SAME_PICTURE;
        ach__finding *finding = ach__diags_add(diags, &ach__icons_messages[message], &place);
        ach__finding_text(finding, "path", inside(package, &package->icons[fin]));
        if (pre != fin) {
            ach__finding_text(finding, "other", inside(package, &package->icons[pre]));
        }
    }
}

static void report_unused(const ach__icon_paths *paths, const naming *namings, ach_diags *diags) {
    const ach__source *source = paths->package->source;
    if (paths->is_incomplete || paths->package->table.count == 0) {
        return;
    }
    for (size_t i = 0; i < source->count; i++) {
        const ach__file *file = &source->files[i];
        if (namings[i].row == SIZE_MAX && !paths->is_mentioned[i] &&
            ach__icon_is_picture(paths->package, file)) {
            ach__place place = {.file = file->path};
            (void)ach__diags_add(diags, &ach__icons_messages[ACH__ICON_UNUSED], &place);
        }
    }
}

void ach__check_icons(ach__package *package, const ach__check_options *options, ach_diags *diags) {
    ach__icon_paths paths;
    naming *namings = package->has_table ? make_namings(package) : NULL;
    if (namings == NULL || !ach__icon_paths_start(&paths, package)) {
        return;
    }
    resolve_rows(package, &paths, namings, diags);
    if (!collect_icons(package, namings)) {
        return;
    }
    ach__icon_read *reads = ach__arena_take(&package->arena, package->icon_count, sizeof *reads);
    if (reads == NULL) {
        return;
    }
    ach__icons_read(package, options, reads);
    for (size_t i = 0; i < package->icon_count; i++) {
        ach__icon_report(package, &package->icons[i], &reads[i], diags);
    }
    report_same(package, diags);
    report_unused(&paths, namings, diags);
}
