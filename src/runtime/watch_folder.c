/* What the system tells of a watched folder: inotify's events, scans, and a timer.
 * SPDX-License-Identifier: MIT */
#include "runtime/catalogue_parts.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { FILES_FIRST = 16, READS_MOST = 256 };

#define ENDING ACH__SLICE(".zip")

/* Names that other programs use while they write begin with a dot, ours too. */
static bool is_package_file(ach__slice file) {
    if (file.len <= ENDING.len || file.ptr[0] == '.' ||
        memcmp(file.ptr + file.len - ENDING.len, ENDING.ptr, ENDING.len) != 0) {
        return false;
    }
    for (size_t at = 0; at < file.len;) {
        uint32_t character = ach__utf8_next(file, &at);
        if (character == ACH__NO_CHARACTER || character < 0x20 ||
            (character >= 0x7F && character < 0xA0)) {
            return false;
        }
    }
    return true;
}

/* The place of the file, or where it would stand. */
static size_t place_of(const ach__watch *watch, ach__slice file, bool *found) {
    size_t low = 0;
    size_t high = watch->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ach__slice_compare(ach__slice_of(watch->files[middle]->file), file);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *found = false;
    return low;
}

static bool make_room(ach__watch *watch) {
    if (watch->count < watch->capacity) {
        return true;
    }
    size_t capacity = watch->capacity == 0 ? FILES_FIRST : watch->capacity * 2;
    ach__watched **files =
        watch->allocator.resize(watch->allocator.user, watch->files,
                                watch->capacity * sizeof *files, capacity * sizeof *files);
    if (files == NULL) {
        return false;
    }
    watch->files = files;
    watch->capacity = capacity;
    return true;
}

/* NULL where there is no memory; the folder is then scanned again. */
static ach__watched *file_at(ach__watch *watch, ach__slice file) {
    bool found;
    size_t at = place_of(watch, file, &found);
    if (found) {
        return watch->files[at];
    }
    size_t name = file.len - ENDING.len;
    size_t bytes = sizeof(ach__watched) + name + 1 + file.len + 1;
    ach__watched *made = make_room(watch) ? ach__allocate(&watch->allocator, bytes) : NULL;
    if (made == NULL) {
        watch->failed = true;
        return NULL;
    }
    *made = (ach__watched){.bytes = bytes, .file = made->name + name + 1};
    memcpy(made->name, file.ptr, name);
    made->name[name] = '\0';
    memcpy(made->name + name + 1, file.ptr, file.len);
    made->name[name + 1 + file.len] = '\0';
    memmove(watch->files + at + 1, watch->files + at, (watch->count - at) * sizeof(ach__watched *));
    watch->files[at] = made;
    watch->count++;
    return made;
}

void ach__watch_forget(ach__watch *watch, size_t index) {
    ach__watched *file = watch->files[index];
    watch->count--;
    memmove(watch->files + index, watch->files + index + 1,
            (watch->count - index) * sizeof(ach__watched *));
    ach__release(&watch->allocator, file, file->bytes);
}

static void forget_all(ach__watch *watch) {
    while (watch->count > 0) {
        ach__watch_forget(watch, watch->count - 1);
    }
}

/* One event about a name. */
static void note(ach__watch *watch, ach__slice name, uint32_t what) {
    if (!is_package_file(name)) {
        return;
    }
    ach__watched *file = file_at(watch, name);
    if (file == NULL) {
        return;
    }
    if ((what & (IN_DELETE | IN_MOVED_FROM)) != 0) {
        file->gone = true;
    } else if ((what & IN_ATTRIB) != 0) {
        /* It may be readable now. */
        file->closed = file->closed || file->refused;
        file->written = file->written || file->refused;
        file->pending = file->pending || file->refused;
    } else {
        file->pending = true;
        file->closed = (what & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0;
        file->written = file->written || (what & IN_CLOSE_WRITE) == 0;
        file->since = watch->now;
    }
}

void ach__watch_hear(ach__watch *watch) {
    uint64_t times;
    if (watch->timer >= 0) {
        (void)!read(watch->timer, &times, sizeof times);
    }
    _Alignas(struct inotify_event) char bytes[16384];
    /* Bounded: who writes faster than we read must not hold the host. What is left keeps the
     * descriptor readable. */
    for (int reads = 0; watch->inotify >= 0 && reads < READS_MOST; reads++) {
        ssize_t size = read(watch->inotify, bytes, sizeof bytes);
        if (size <= 0) {
            return;
        }
        for (size_t at = 0; at + sizeof(struct inotify_event) <= (size_t)size;) {
            struct inotify_event event;
            memcpy(&event, bytes + at, sizeof event);
            at += sizeof event;
            if ((event.mask & IN_Q_OVERFLOW) != 0) {
                watch->scan = true;
            } else if (event.wd == watch->mark && event.len > 0) {
                note(watch, ach__slice_of(bytes + at), event.mask);
            }
            at += event.len;
        }
    }
}

bool ach__stat_same(const struct stat *left, const struct stat *right) {
    return left->st_dev == right->st_dev && left->st_ino == right->st_ino &&
           left->st_size == right->st_size && left->st_mtim.tv_sec == right->st_mtim.tv_sec &&
           left->st_mtim.tv_nsec == right->st_mtim.tv_nsec &&
           left->st_ctim.tv_sec == right->st_ctim.tv_sec &&
           left->st_ctim.tv_nsec == right->st_ctim.tv_nsec;
}

static void scan_file(ach__watch *watch, ach__slice name) {
    ach__watched *file = file_at(watch, name);
    struct stat status;
    if (file == NULL) {
        return;
    }
    if (fstatat(watch->folder, file->file, &status, 0) != 0) {
        file->gone = true;
        file->listed = true;
        return;
    }
    file->listed = true;
    if (!ach__stat_same(&status, &file->seen)) {
        file->seen = status;
        file->pending = true;
        file->written = true;
        file->closed = false;
        file->since = watch->now;
        file->eager = watch->first;
    }
}

ach_status ach__watch_scan(ach__watch *watch) {
    /* A descriptor of its own: the position in the folder belongs to it. */
    int copy = openat(watch->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    if (folder == NULL) {
        int code = errno;
        if (copy >= 0) {
            (void)close(copy);
        }
        errno = code;
        return ACH_EIO;
    }
    for (size_t i = 0; i < watch->count; i++) {
        watch->files[i]->listed = false;
    }
    const struct dirent *one;
    while (errno = 0, (one = readdir(folder)) != NULL) {
        if (is_package_file(ach__slice_of(one->d_name))) {
            scan_file(watch, ach__slice_of(one->d_name));
        }
    }
    int code = errno;
    (void)closedir(folder);
    if (code != 0) { /* a list that broke off says nothing of what is gone */
        errno = code;
        return ACH_EIO;
    }
    for (size_t i = 0; i < watch->count; i++) {
        watch->files[i]->gone = watch->files[i]->gone || !watch->files[i]->listed;
    }
    watch->scan = watch->failed;
    watch->first = watch->first && watch->failed;
    return ACH_OK;
}

static void let_go(ach__watch *watch) {
    forget_all(watch);
    if (watch->mark >= 0) {
        (void)inotify_rm_watch(watch->inotify, watch->mark);
        watch->mark = -1;
    }
    if (watch->folder >= 0) {
        (void)close(watch->folder);
        watch->folder = -1;
    }
}

static bool is_at_path(const ach__watch *watch) {
    struct stat open;
    struct stat named;
    if (fstat(watch->folder, &open) != 0 || stat(watch->path, &named) != 0) {
        return false;
    }
    errno = ESTALE;
    return open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

static void close_if_open(int *descriptor) {
    if (*descriptor >= 0) {
        (void)close(*descriptor);
        *descriptor = -1;
    }
}

static void mark_folder(ach__watch *watch) {
    if (watch->inotify < 0) {
        return;
    }
    watch->mark = inotify_add_watch(watch->inotify, watch->path,
                                    IN_ONLYDIR | IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE |
                                        IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB |
                                        IN_DELETE_SELF | IN_MOVE_SELF);
    if (watch->mark < 0) { /* too many watches: from now on each poll reads the folder */
        close_if_open(&watch->inotify);
    }
}

ach_status ach__watch_open(ach__watch *watch) {
    let_go(watch);
    watch->folder = open(watch->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (watch->folder < 0) {
        return ACH_EIO;
    }
    mark_folder(watch);
    /* The mark goes by name: had the folder been swapped in between, it would hear another one. */
    if (!is_at_path(watch)) {
        int code = errno;
        let_go(watch);
        errno = code;
        return ACH_EIO;
    }
    watch->scan = true;
    watch->first = true;
    return ACH_OK;
}

ach_status ach__watch_verify(ach__watch *watch) {
    return watch->folder >= 0 && is_at_path(watch) ? ACH_OK : ach__watch_open(watch);
}

static bool wait_for(int descriptor, int what) {
    struct epoll_event event = {.events = EPOLLIN};
    return epoll_ctl(descriptor, EPOLL_CTL_ADD, what, &event) == 0;
}

void ach__watch_listen(ach__watch *watch) {
    watch->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    watch->descriptor = epoll_create1(EPOLL_CLOEXEC);
    if (watch->timer < 0 || watch->descriptor < 0 || !wait_for(watch->descriptor, watch->timer)) {
        close_if_open(&watch->timer);
        close_if_open(&watch->descriptor);
    }
    watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->descriptor >= 0 && !wait_for(watch->descriptor, watch->inotify)) {
        close_if_open(&watch->inotify);
    }
}

void ach__watch_alarm(const ach__watch *watch, int64_t milliseconds) {
    if (watch->timer < 0) {
        return;
    }
    struct itimerspec when = {0};
    if (milliseconds >= 0) {
        when.it_value.tv_sec = (time_t)(milliseconds / 1000);
        when.it_value.tv_nsec = (long)(milliseconds % 1000) * 1000000 + 1; /* 0 would stop it */
    }
    (void)timerfd_settime(watch->timer, 0, &when, NULL);
}

void ach__watch_free(ach__watch *watch) {
    if (watch == NULL) {
        return;
    }
    let_go(watch);
    close_if_open(&watch->descriptor);
    close_if_open(&watch->timer);
    close_if_open(&watch->inotify);
    ach_allocator allocator = watch->allocator;
    ach__release(&allocator, watch->files, watch->capacity * sizeof(ach__watched *));
    ach__release(&allocator, watch, watch->bytes);
}
