/* Folders that options name, where they lie inside the package's own folder.
 * SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <limits.h>
#include <stdlib.h>

/* What of `path` lies below the resolved `folder`, with a '/' at its end; empty where it does not.
 */
static ach__slice below(ach__arena *arena, const char *folder, const char *path) {
    char resolved[PATH_MAX];
    const ach__slice none = {NULL, 0};
    if (realpath(path, resolved) == NULL) {
        return none; /* told when it is opened */
    }
    ach__slice whole = ach__slice_of(resolved);
    ach__slice start = ach__slice_of(folder);
    if (whole.len <= start.len || !ach__slice_starts(whole, start)) {
        return none;
    }
    ach__slice rest = ach__slice_skip(whole, start.len);
    bool is_below = rest.ptr[0] == '/' && rest.len > 1;
    return is_below ? ach__slice_join(arena, ach__slice_skip(rest, 1), ACH__SLICE("/")) : none;
}

static void add_all(ach__package *package, const char *folder, const ach__path_list *paths) {
    for (size_t i = 0; i < paths->count; i++) {
        ach__slice prefix = below(&package->arena, folder, paths->items[i]);
        if (prefix.len > 0) {
            package->foreign[package->foreign_count++] = prefix;
        }
    }
}

void ach__package_find_foreign(ach__package *package, const char *path,
                               const ach__check_options *options) {
    char folder[PATH_MAX];
    size_t most = options->nodes.count + options->resources.count + options->scripts.count;
    if (most == 0 || package->source->is_archive || realpath(path, folder) == NULL) {
        return;
    }
    package->foreign = ach__arena_take(&package->arena, most, sizeof *package->foreign);
    if (package->foreign != NULL) {
        add_all(package, folder, &options->nodes);
        add_all(package, folder, &options->resources);
        add_all(package, folder, &options->scripts);
    }
}
