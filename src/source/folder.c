/* A folder as a source: listed once, never left, whatever links it holds.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/utf8.h"
#include "source/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_MOST = 100000, LEVELS_MOST = 32, TRIES_MOST = 10000 };

/* What a folder keeps to read its files later. */
typedef struct folder {
    int fd;
    const char **paths; /* by handle: the raw path, NUL-terminated */
    int nodes;          /* the folder of node files, open, or -1: they may be many, and a way of one
                           step is the shortest */
    ach__slice nodes_prefix;
} folder;

/* A folder while it is listed: the folders on the way down are all open. */
typedef struct listing {
    ach__source *source;
    folder *folder;
    ach__file *files; /* malloc: it grows */
    const char **paths;
    size_t capacity;
    size_t count;
    size_t folders; /* how often one was opened: links can lead to the same one again and again */
    dev_t ignored_device;
    ino_t ignored_inode;
    bool ignores;
} listing;

typedef struct level {
    DIR *stream;
    ach__slice prefix; /* "" or "x/", raw bytes */
    dev_t device;
    ino_t inode;
} level;

/* Nothing may make us wait. The kernel refuses O_PATH beside flags that only an open file has. */
static int always(int flags) {
    return flags | O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NONBLOCK | O_NOCTTY);
}

/* The same where the kernel or a container has no openat2: no link is followed at all. */
static int open_without_links(int root, const char *path, int flags) {
    int at = dup(root);
    char *copy = strdup(path);
    char *rest = copy;
    while (rest != NULL && at >= 0) {
        char *slash = strchr(rest, '/');
        int step = slash != NULL ? O_RDONLY | O_DIRECTORY : flags;
        if (slash != NULL) {
            *slash = '\0';
        }
        int next = openat(at, rest, always(step) | O_NOFOLLOW);
        int saved = errno == ELOOP ? EXDEV : errno;
        close(at);
        errno = saved;
        at = next;
        rest = slash == NULL ? NULL : slash + 1;
    }
    if (copy == NULL && at >= 0) {
        close(at);
        errno = ENOMEM;
        at = -1;
    }
    free(copy);
    return at;
}

/* Opens a path below `root`; the kernel refuses (EXDEV) whatever would leave it. */
static int open_beneath(int root, const char *path, int flags) {
    struct open_how how = {
        .flags = (unsigned long long)always(flags),
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    long fd = -1;
    /* EAGAIN: somebody renamed something, anywhere, while the kernel followed a ".." of a link. */
    for (int tries = 0; fd < 0 && tries < TRIES_MOST && (tries == 0 || errno == EAGAIN); tries++) {
        fd = syscall(SYS_openat2, root, path, &how, sizeof how);
    }
    if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) {
        return (int)fd;
    }
    return open_without_links(root, path, flags);
}

static bool make_room(listing *list) {
    if (list->count < list->capacity) {
        return true;
    }
    size_t capacity = list->capacity == 0 ? 256 : list->capacity * 2;
    ach__file *files = realloc(list->files, capacity * sizeof *files);
    if (files == NULL) {
        return false;
    }
    list->files = files;
    const char **paths = realloc(list->paths, capacity * sizeof *paths);
    if (paths == NULL) {
        return false;
    }
    list->paths = paths;
    list->capacity = capacity;
    return true;
}

/* The path as findings show it: itself where it is text, else with its odd bytes escaped. */
static ach__slice shown_path(ach__source *source, ach__slice raw, bool *is_text) {
    *is_text = ach__utf8_is_valid(raw);
    if (*is_text) {
        return raw;
    }
    ach__buffer shown;
    ach__buffer_init(&shown, NULL, raw.len * 8 + 16);
    ach__utf8_append_shown(&shown, raw, SIZE_MAX);
    ach__slice copy =
        ach__slice_copy(&source->arena, (ach__slice){(const char *)shown.data, shown.size});
    source->arena.failed |= shown.failed;
    ach__buffer_free(&shown);
    return copy;
}

static ach_status add_file(listing *list, ach__slice raw, ach__file_type type, uint64_t size) {
    if (list->count == FILES_MOST) {
        return ACH_ELIMIT;
    }
    if (raw.ptr == NULL || !make_room(list)) {
        return ACH_ENOMEM;
    }
    bool is_text;
    ach__slice path = shown_path(list->source, raw, &is_text);
    list->files[list->count] = (ach__file){
        .path = path,
        .path_is_text = is_text,
        .type = type,
        .size = size,
        .handle = list->count,
    };
    list->paths[list->count++] = raw.ptr;
    return path.ptr == NULL ? ACH_ENOMEM : ACH_OK;
}

static bool is_on_the_way(const level *levels, size_t depth, const struct stat *about) {
    for (size_t i = 0; i <= depth; i++) {
        if (levels[i].device == about->st_dev && levels[i].inode == about->st_ino) {
            return true;
        }
    }
    return false;
}

/* What was a folder a moment ago may be gone, or be something else: then it is not listed. */
static bool has_changed(int error) {
    return error == ENOENT || error == ENOTDIR || error == EXDEV || error == ELOOP;
}

static void keep_nodes(folder *state, int fd, ach__slice prefix) {
    ach__slice path = {prefix.ptr, prefix.len - 1};
    if (state->nodes < 0 &&
        ach__slice_equal(ach__slice_basename(path), ACH__SLICE("customAchievements"))) {
        state->nodes = fcntl(fd, F_DUPFD_CLOEXEC, 0); /* or not: it is only a short cut */
        state->nodes_prefix = prefix;
    }
}

static ach_status descend(listing *list, level *levels, size_t *depth, ach__slice raw) {
    int fd = open_beneath(list->folder->fd, raw.ptr, O_RDONLY | O_DIRECTORY);
    if (fd < 0) {
        return has_changed(errno) ? ACH_OK : ACH_EIO;
    }
    if (*depth + 1 == LEVELS_MOST || ++list->folders > FILES_MOST) {
        close(fd);
        return ACH_ELIMIT;
    }
    struct stat about;
    if (fstat(fd, &about) != 0 || is_on_the_way(levels, *depth, &about)) {
        close(fd); /* a link back up: everything below it is listed already */
        return ACH_OK;
    }
    ach__slice prefix = ach__slice_join(&list->source->arena, raw, ACH__SLICE("/"));
    DIR *stream = prefix.ptr == NULL ? NULL : fdopendir(fd);
    if (stream == NULL) {
        close(fd);
        return ACH_ENOMEM;
    }
    levels[++*depth] = (level){stream, prefix, about.st_dev, about.st_ino};
    keep_nodes(list->folder, fd, prefix);
    return ACH_OK;
}

/* Node files may be many and nobody asks for their size, so the list itself must do for them. */
static bool is_known_enough(const listing *list, const struct dirent *entry) {
    static const char ending[] = ".json";
    size_t size = strlen(entry->d_name);
    return entry->d_type == DT_REG && size >= sizeof ending &&
           memcmp(entry->d_name + size - (sizeof ending - 1), ending, sizeof ending - 1) == 0 &&
           !(list->ignores && entry->d_ino == list->ignored_inode);
}

/* A folder is not listed itself, but one that is named like a node file must be told. */
static ach_status add_folder(listing *list, level *levels, size_t *depth, ach__slice raw) {
    ach_status status = ACH_OK;
    if (ach__slice_ends_ignoring_case(raw, ACH__SLICE(".json"))) {
        status = add_file(list, raw, ACH__FILE_DIRECTORY, 0);
    }
    return status == ACH_OK ? descend(list, levels, depth, raw) : status;
}

static bool is_ignored(const listing *list, const struct stat *about) {
    return list->ignores && about->st_dev == list->ignored_device &&
           about->st_ino == list->ignored_inode;
}

/* A symbolic link counts as what it leads to, as long as that is inside the folder. */
static ach_status add_link(listing *list, level *levels, size_t *depth, ach__slice raw) {
    struct stat about;
    int fd = open_beneath(list->folder->fd, raw.ptr, O_PATH);
    if (fd < 0) {
        bool broken = errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
        return add_file(list, raw, broken ? ACH__FILE_LINK_BROKEN : ACH__FILE_LINK_AWAY, 0);
    }
    int failed = fstat(fd, &about);
    close(fd);
    if (failed != 0) {
        return ACH_EIO;
    }
    if (S_ISLNK(about.st_mode)) {
        return add_file(list, raw, ACH__FILE_LINK_AWAY, 0);
    }
    if (S_ISDIR(about.st_mode)) {
        return add_folder(list, levels, depth, raw);
    }
    if (is_ignored(list, &about)) {
        return ACH_OK;
    }
    return add_file(list, raw, S_ISREG(about.st_mode) ? ACH__FILE_REGULAR : ACH__FILE_SPECIAL,
                    (uint64_t)about.st_size);
}

static ach_status add_entry(listing *list, level *levels, size_t *depth,
                            const struct dirent *entry) {
    struct stat about;
    const level *here = &levels[*depth];
    const char *name = entry->d_name;
    bool is_known = is_known_enough(list, entry);
    if (!is_known && fstatat(dirfd(here->stream), name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? ACH_OK : ACH_EIO; /* gone since it was listed */
    }
    ach__slice raw = ach__slice_join(&list->source->arena, here->prefix, ach__slice_of(name));
    if (raw.ptr == NULL) {
        return ACH_ENOMEM;
    }
    if (is_known) {
        return add_file(list, raw, ACH__FILE_REGULAR, 0);
    }
    if (S_ISLNK(about.st_mode)) {
        return add_link(list, levels, depth, raw);
    }
    if (S_ISDIR(about.st_mode)) {
        return add_folder(list, levels, depth, raw);
    }
    if (!S_ISREG(about.st_mode)) {
        return add_file(list, raw, ACH__FILE_SPECIAL, 0);
    }
    if (is_ignored(list, &about)) {
        return ACH_OK;
    }
    return add_file(list, raw, ACH__FILE_REGULAR, (uint64_t)about.st_size);
}

static bool is_dot(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static ach_status list_all(listing *list) {
    level levels[LEVELS_MOST];
    size_t depth = 0;
    struct stat about;
    int fd = openat(list->folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        if (fd >= 0) {
            close(fd);
        }
        return ACH_EIO;
    }
    DIR *first = fdopendir(fd);
    if (first == NULL) {
        close(fd);
        return ACH_ENOMEM;
    }
    levels[0] = (level){first, ACH__SLICE(""), about.st_dev, about.st_ino};
    ach_status status = ACH_OK;
    bool done = false;
    while (!done && status == ACH_OK) {
        errno = 0;
        const struct dirent *entry = readdir(levels[depth].stream);
        if (entry != NULL) {
            status = is_dot(entry->d_name) ? ACH_OK : add_entry(list, levels, &depth, entry);
        } else if (errno != 0) {
            status = ACH_EIO;
        } else {
            closedir(levels[depth].stream);
            done = depth == 0;
            depth -= !done;
        }
    }
    int saved = errno;
    for (size_t i = 0; !done && i <= depth; i++) {
        closedir(levels[i].stream);
    }
    errno = saved;
    return status;
}

static int compare_files(const void *left, const void *right) {
    const ach__file *a = left;
    const ach__file *b = right;
    return ach__slice_compare(a->path, b->path);
}

/* Moves the list into the arena, sorted and with its look-up. */
static ach_status settle(listing *list) {
    ach__source *source = list->source;
    source->files = ach__arena_take(&source->arena, list->count, sizeof *source->files);
    list->folder->paths = ach__arena_take(&source->arena, list->count, sizeof *list->folder->paths);
    if (source->files == NULL || list->folder->paths == NULL) {
        return ACH_ENOMEM;
    }
    source->count = list->count;
    if (list->count > 0) {
        memcpy(source->files, list->files, list->count * sizeof *list->files);
        memcpy(list->folder->paths, list->paths, list->count * sizeof *list->paths);
        qsort(source->files, source->count, sizeof *source->files, compare_files);
    }
    ach__map_init(&source->by_path, &source->arena);
    ach__map_reserve(&source->by_path, source->count);
    for (size_t i = 0; i < source->count; i++) {
        if (source->files[i].path_is_text) {
            (void)ach__map_add(&source->by_path, source->files[i].path, i);
        }
    }
    return source->arena.failed ? ACH_ENOMEM : ACH_OK;
}

/* Most files are no links and one step away from a folder that is open. */
static int open_listed(const folder *state, size_t handle) {
    const char *path = state->paths[handle];
    ach__slice prefix = state->nodes_prefix;
    bool is_node = state->nodes >= 0 && strncmp(path, prefix.ptr, prefix.len) == 0;
    const char *name = is_node ? path + prefix.len : path;
    int fd = -1;
    if (strchr(name, '/') == NULL) {
        fd = openat(is_node ? state->nodes : state->fd, name, always(O_RDONLY) | O_NOFOLLOW);
    }
    return fd >= 0 ? fd : open_beneath(state->fd, path, O_RDONLY);
}

static ach_status read_file(const ach__source *source, const ach__file *file, ach__buffer *scratch,
                            ach__slice *bytes) {
    ach__buffer_clear(scratch);
    int fd = open_listed(source->state, file->handle);
    if (fd < 0) {
        return ACH_EIO;
    }
    ach_status status = ach__file_read_listed(fd, scratch);
    int saved = errno;
    close(fd);
    errno = saved;
    *bytes = (ach__slice){scratch->data == NULL ? "" : (const char *)scratch->data, scratch->size};
    return status;
}

static void close_folder(ach__source *source) {
    const folder *state = source->state;
    if (state != NULL) {
        close(state->fd);
        if (state->nodes >= 0) {
            close(state->nodes);
        }
    }
    ach__arena_free(&source->arena);
    free(source);
}

static const ach__source_calls folder_calls = {read_file, NULL, close_folder};

ach_status ach__source_open_folder(ach__source **out, int fd, const char *ignored) {
    struct stat about;
    *out = NULL;
    ach__source *source = calloc(1, sizeof *source);
    if (source == NULL) {
        close(fd);
        return ACH_ENOMEM;
    }
    source->calls = &folder_calls;
    ach__arena_init(&source->arena, NULL);
    folder *state = ach__arena_take(&source->arena, 1, sizeof *state);
    if (state == NULL) {
        close(fd);
        close_folder(source);
        return ACH_ENOMEM;
    }
    state->fd = fd;
    state->nodes = -1;
    source->state = state;
    listing list = {.source = source, .folder = state};
    if (ignored != NULL && stat(ignored, &about) == 0) {
        list.ignores = true;
        list.ignored_device = about.st_dev;
        list.ignored_inode = about.st_ino;
    }
    ach_status status = list_all(&list);
    if (status == ACH_OK) {
        status = settle(&list);
    }
    int saved = errno;
    free(list.files);
    free(list.paths);
    if (status != ACH_OK) {
        close_folder(source);
        errno = saved;
        return status;
    }
    *out = source;
    return ACH_OK;
}
