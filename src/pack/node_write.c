/* Carrying out a plan: the list first, then the files, then the list again.
 * SPDX-License-Identifier: MIT */
#include "pack/node_folder.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ach_status ach__folder_make(const char *path) {
    struct stat about;
    char *copy = strdup(path);
    if (copy == NULL) {
        return ACH_ENOMEM;
    }
    int failed = 0;
    for (char *at = copy; failed == 0 && *at != '\0'; at++) {
        if (*at == '/' && at > copy) {
            *at = '\0';
            failed = stat(copy, &about) != 0 && mkdir(copy, 0777) != 0 && errno != EEXIST;
            *at = '/';
        }
    }
    if (failed == 0 && stat(copy, &about) != 0) {
        failed = mkdir(copy, 0777) != 0 && errno != EEXIST;
    }
    int saved = errno;
    free(copy);
    errno = saved;
    return failed == 0 ? ACH_OK : ACH_EIO;
}

static ach_status replace(const char *path, ach__slice bytes) {
    ach__replacement replacement;
    ach_status status = ach__replacement_open(&replacement, path);
    if (status == ACH_OK) {
        status = ach__replacement_write(&replacement, bytes);
    }
    if (status == ACH_OK) {
        status = ach__replacement_commit(&replacement);
    }
    int saved = errno;
    ach__replacement_close(&replacement);
    errno = saved;
    return status;
}

/* A line of the list with its line end. */
static int compare_lines(const void *left, const void *right) {
    const ach__slice *a = left;
    const ach__slice *b = right;
    ach__slice name = {a->len < 66 ? a->ptr : a->ptr + 66, a->len < 66 ? a->len : a->len - 66};
    ach__slice other = {b->len < 66 ? b->ptr : b->ptr + 66, b->len < 66 ? b->len : b->len - 66};
    int order = ach__slice_compare(name, other);
    return order != 0 ? order : ach__slice_compare(*a, *b);
}

/* The list of what is written now, and with `old` also of what was before. */
static bool write_list(const ach__node_plan *plan, bool old, ach__buffer *out) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    size_t count = 0;
    size_t room = plan->count;
    for (size_t i = 0; old && i < plan->old_list.len; i++) {
        room += plan->old_list.ptr[i] == '\n';
    }
    ach__slice *lines = ach__arena_take(&arena, room + 1, sizeof *lines);
    for (size_t i = 0; lines != NULL && i < plan->count; i++) {
        const ach__planned_file *file = &plan->files[i];
        if (file->node != NULL) {
            ach__slice start =
                ach__slice_join(&arena, ach__slice_of(file->sha256), ACH__SLICE("  "));
            lines[count++] = ach__slice_join(&arena, start, file->name);
        }
    }
    ach__slice rest = old ? plan->old_list : (ach__slice){NULL, 0};
    while (lines != NULL && rest.len > 0) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        size_t size = end == NULL ? rest.len : (size_t)(end - rest.ptr);
        lines[count++] = (ach__slice){rest.ptr, size};
        rest = ach__slice_skip(rest, size + (end != NULL));
    }
    if (lines != NULL && !arena.failed && count > 1) {
        qsort(lines, count, sizeof *lines, compare_lines);
    }
    for (size_t i = 0; lines != NULL && !arena.failed && i < count; i++) {
        if (i == 0 || !ach__slice_equal(lines[i], lines[i - 1])) {
            ach__buffer_append(out, lines[i].ptr, lines[i].len);
            ach__buffer_append_byte(out, '\n');
        }
    }
    bool failed = lines == NULL || arena.failed || out->failed;
    ach__arena_free(&arena);
    return !failed;
}

static ach_status save_list(ach__node_plan *plan, bool old, const char **failed) {
    ach__buffer list;
    ach__buffer_init(&list, NULL, SIZE_MAX);
    ach_status status = write_list(plan, old, &list) ? ACH_OK : ACH_ENOMEM;
    ach__slice bytes = {list.data == NULL ? "" : (const char *)list.data, list.size};
    bool is_same = status == ACH_OK && ach__slice_equal(bytes, plan->old_list);
    if (status == ACH_OK && !(is_same && !plan->list_is_new)) {
        *failed = plan->target->list;
        status = replace(plan->target->list, bytes);
        plan->list_is_new = true; /* it is no longer what was read */
    }
    int saved = errno;
    ach__buffer_free(&list);
    errno = saved;
    return status;
}

/* Whether a run that is no more left this file behind: ".achpack-N.tmp", where N tells its number
 * (see ach__replacement). */
static bool is_left_behind(const char *name) {
    static const char start[] = ".achpack-";
    char *end = NULL;
    if (strncmp(name, start, sizeof start - 1) != 0) {
        return false;
    }
    unsigned long long salt = strtoull(name + sizeof start - 1, &end, 16);
    unsigned long long process = salt / 100;
    return strcmp(end, ".tmp") == 0 && process > 0 && process <= INT_MAX &&
           kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

/* A kill between naming a file and renaming it leaves the file; nothing else would remove it. */
static void sweep(const char *folder) {
    DIR *listing = opendir(folder);
    const struct dirent *entry;
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        if (is_left_behind(entry->d_name)) {
            (void)unlinkat(dirfd(listing), entry->d_name, 0);
        }
    }
    if (listing != NULL) {
        closedir(listing);
    }
}

static void sweep_beside(const char *file) {
    const char *slash = strrchr(file, '/');
    char *folder = slash == NULL ? strdup(".") : strndup(file, (size_t)(slash - file) + 1);
    if (folder != NULL) {
        sweep(folder);
    }
    free(folder);
}

static ach_status change_files(const ach__node_plan *plan, const char **failed) {
    ach_status status = ACH_OK;
    for (size_t i = 0; status == ACH_OK && i < plan->count; i++) {
        const ach__planned_file *file = &plan->files[i];
        *failed = file->path;
        if (file->node == NULL) {
            status = unlink(file->path) == 0 || errno == ENOENT ? ACH_OK : ACH_EIO;
        } else if (!file->is_done) {
            if (file->is_link) {
                (void)unlink(file->path); /* itself, and not what it leads to, is replaced */
            }
            status = replace(file->path, file->node->text);
        }
    }
    return status;
}

/* From before the first change until behind the last one the list vouches for the old contents and
 * for the new ones. */
ach_status ach__node_plan_carry_out(ach__node_plan *plan, const char **failed) {
    ach_status status = ACH_OK;
    sweep(plan->target->folder);
    sweep_beside(plan->target->list);
    if (plan->written + plan->removed > 0) {
        *failed = plan->target->folder;
        status = ach__folder_make(plan->target->folder);
        if (status == ACH_OK) {
            status = save_list(plan, true, failed);
        }
        if (status == ACH_OK) {
            status = change_files(plan, failed);
        }
    }
    return status == ACH_OK ? save_list(plan, false, failed) : status;
}
