/* Polling a watched folder: which files to load, when, and what to tell of it.
 * SPDX-License-Identifier: MIT
 *
 * inotify's events say only where to look. What counts is what then lies there: a lost event is
 * mended by a scan, and without inotify each poll is a scan. A file is tried when its writer has
 * closed it, when a whole one was moved in, or when it has rested; a file that changed while it was
 * read is not judged by what was read. */
#include "runtime/catalogue_parts.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SETTLE_DEFAULT = 200, SCAN_AGAIN = 1000 }; /* milliseconds */

typedef struct poll_run {
    ach_catalogue *catalogue;
    ach__watch *watch;
    int64_t settle;
    ach_catalogue_event *event;
    void *user;
    ach_status status; /* ACH_ENOMEM or ACH_EIO: something is left for another poll */
    int code;          /* errno for ACH_EIO */
} poll_run;

static int64_t milliseconds_of(const struct timespec *time) {
    return (int64_t)time->tv_sec * 1000 + time->tv_nsec / 1000000;
}

static int64_t milliseconds_now(clockid_t clock) {
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return milliseconds_of(&now);
}

static void tell(const poll_run *run, ach_change change, const ach__watched *file,
                 ach_status status, ach_diags *why) {
    if (run->event != NULL) {
        run->event(run->user, change, file->name, status, why);
    }
}

/* Tries again when it has rested once more. */
static void postpone(const poll_run *run, ach__watched *file) {
    file->pending = true;
    file->written = true;
    file->closed = false;
    file->eager = false;
    file->since = run->watch->now;
}

/* For want of something that may be there again soon. */
static void put_off(poll_run *run, ach__watched *file, ach_status status, int code) {
    postpone(run, file);
    if (run->status != ACH_ENOMEM) {
        run->status = status;
        run->code = code;
    }
}

/* True: forget the file. */
static bool drop(poll_run *run, ach__watched *file) {
    if (!file->loaded) {
        return true;
    }
    ach_status status = ach_catalogue_remove(run->catalogue, file->name);
    if (status == ACH_ENOMEM) {
        file->gone = true;
        put_off(run, file, status, 0);
        return false;
    }
    ach_diags *why = ach_diags_new(&run->watch->allocator, run->watch->language);
    tell(run, ACH_REMOVED, file, ACH_OK, why);
    ach_diags_free(why);
    return true;
}

/* By the clock that stamps files. It may jump: a stamp ahead of it is no news. */
static bool is_fresh(const poll_run *run, const struct stat *status) {
    int64_t age = milliseconds_now(CLOCK_REALTIME) - milliseconds_of(&status->st_ctim);
    return age >= 0 && age < run->settle;
}

static bool is_ready(const poll_run *run, const ach__watched *file) {
    return file->closed || run->watch->now - file->since >= run->settle ||
           (file->eager && (run->watch->inotify >= 0 || !is_fresh(run, &file->seen)));
}

static bool is_shortage(ach_status status, int code) {
    return status == ACH_ENOMEM ||
           (status == ACH_EIO && (code == EMFILE || code == ENFILE || code == ENOMEM));
}

/* What an attempt came to, of which `after` is the file behind it. */
static void judge(poll_run *run, ach__watched *file, ach_status status, const struct stat *after,
                  ach_diags *why) {
    int code = errno;
    bool eager = file->eager;
    file->eager = false;
    if (is_shortage(status, code)) {
        put_off(run, file, status, code);
    } else if (!ach__stat_same(&file->seen, after) ||
               (status != ACH_OK && eager && is_fresh(run, after))) {
        /* Somebody is writing to it. What could be loaded of it was whole, yet not the last. */
        postpone(run, file);
        file->seen = *after;
        file->loaded = file->loaded || status == ACH_OK;
    } else {
        file->pending = false;
        file->written = false;
        file->closed = false;
        file->refused = status != ACH_OK;
    }
    errno = code;
    if (status == ACH_OK) {
        file->loaded = true;
        tell(run, ACH_LOADED, file, status, why);
    } else if (!file->pending) {
        tell(run, ACH_REFUSED, file, status, why);
    }
}

/* The file cannot even be opened. */
static void refuse(poll_run *run, ach__watched *file, int code) {
    ach_diags *why = ach_diags_new(&run->watch->allocator, run->watch->language);
    errno = code;
    judge(run, file, why == NULL ? ACH_ENOMEM : ACH_EIO, &file->seen, why);
    ach_diags_free(why);
}

/* `file->seen` is what it was when it was opened. */
static void try_load(poll_run *run, ach__watched *file, int fd) {
    ach_diags *why = ach_diags_new(&run->watch->allocator, run->watch->language);
    struct stat after = file->seen;
    ach_status status = ACH_ENOMEM;
    if (why != NULL) {
        status = ach__catalogue_load_fd(run->catalogue, file->name, fd, why);
        int code = errno;
        (void)fstat(fd, &after);
        errno = code;
    }
    judge(run, file, status, &after, why);
    ach_diags_free(why);
}

/* A device or a pipe is not even opened: that alone can have effects. */
static int open_file(const poll_run *run, ach__watched *file, struct stat *status) {
    if (fstatat(run->watch->folder, file->file, status, 0) != 0) {
        return -1;
    }
    if (!S_ISREG(status->st_mode)) {
        return -2;
    }
    int fd = openat(run->watch->folder, file->file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && fstat(fd, status) != 0) {
        int code = errno;
        (void)close(fd);
        errno = code;
        return -1;
    }
    return fd;
}

/* True: forget the file. */
static bool look_at(poll_run *run, ach__watched *file) {
    bool gone = file->gone;
    file->gone = false;
    if (!gone && !(file->pending && is_ready(run, file))) {
        return false;
    }
    struct stat status;
    int fd = open_file(run, file, &status);
    if (fd == -1) {
        if (errno == ENOENT) { /* or a link that leads nowhere */
            return drop(run, file);
        }
        refuse(run, file, errno);
        return false;
    }
    if (file->pending && is_ready(run, file)) {
        if (file->written || !ach__stat_same(&status, &file->seen)) {
            file->seen = status;
            if (fd >= 0) {
                try_load(run, file, fd);
            } else {
                refuse(run, file, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
            }
        } else {
            file->pending = false; /* opened for writing and closed again */
        }
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return false;
}

static void look_at_all(poll_run *run) {
    size_t kept = 0;
    while (kept < run->watch->count) {
        if (look_at(run, run->watch->files[kept])) {
            ach__watch_forget(run->watch, kept);
        } else {
            kept++;
        }
    }
}

/* When the next poll has something to do although nothing more happens. */
static void set_alarm(const poll_run *run) {
    const ach__watch *watch = run->watch;
    int64_t next = watch->folder < 0 || watch->scan || watch->inotify < 0 ? SCAN_AGAIN : -1;
    for (size_t i = 0; i < watch->count; i++) {
        if (watch->files[i]->pending || watch->files[i]->gone) {
            int64_t left = watch->files[i]->since + run->settle - watch->now;
            left = left < 0 ? 0 : left;
            next = next < 0 || left < next ? left : next;
        }
    }
    ach__watch_alarm(watch, next);
}

static void poll_folder(poll_run *run) {
    ach__watch *watch = run->watch;
    watch->now = milliseconds_now(CLOCK_MONOTONIC);
    watch->failed = false;
    /* Hearing comes first: of a folder that is removed with all its files, it is then known that
     * the folder is gone before the files are looked at. */
    ach__watch_hear(watch);
    run->status = ach__watch_verify(watch);
    if (run->status == ACH_OK && (watch->scan || watch->inotify < 0)) {
        run->status = ach__watch_scan(watch);
    }
    run->code = errno;
    if (watch->failed) {
        watch->scan = true;
        run->status = ACH_ENOMEM;
    }
    if (watch->folder >= 0) {
        look_at_all(run);
    }
    set_alarm(run);
}

ach_status ach_catalogue_poll(ach_catalogue *catalogue, unsigned settle_milliseconds,
                              ach_catalogue_event *event, void *user) {
    if (pthread_mutex_lock(&catalogue->watching) != 0) {
        return ACH_EARGUMENT; /* called out of `event` */
    }
    poll_run run = {.catalogue = catalogue,
                    .watch = catalogue->watch,
                    .settle = settle_milliseconds == 0 ? SETTLE_DEFAULT : settle_milliseconds,
                    .event = event,
                    .user = user,
                    .status = ACH_EARGUMENT};
    if (run.watch != NULL) {
        poll_folder(&run);
    }
    (void)pthread_mutex_unlock(&catalogue->watching);
    ach__catalogue_sweep(catalogue);
    if (run.status == ACH_EIO) {
        errno = run.code;
    }
    return run.status;
}

static ach_status watch_new(ach_catalogue *catalogue, const char *folder, ach_language language) {
    size_t length = strlen(folder) + 1;
    ach__watch *watch = ach__allocate(&catalogue->allocator, sizeof *watch + length);
    if (watch == NULL) {
        return ACH_ENOMEM;
    }
    *watch = (ach__watch){.allocator = catalogue->allocator,
                          .language = language,
                          .folder = -1,
                          .mark = -1,
                          .bytes = sizeof *watch + length};
    memcpy(watch->path, folder, length);
    ach__watch_listen(watch);
    ach_status status = ach__watch_open(watch);
    if (status != ACH_OK) {
        int code = errno;
        ach__watch_free(watch);
        errno = code;
        return status;
    }
    ach__watch_alarm(watch, 0);
    catalogue->watch = watch;
    atomic_store(&catalogue->descriptor, watch->descriptor);
    return ACH_OK;
}

ach_status ach_catalogue_watch(ach_catalogue *catalogue, const char *folder,
                               ach_language language) {
    if (pthread_mutex_lock(&catalogue->watching) != 0) {
        return ACH_EARGUMENT;
    }
    ach_status status =
        catalogue->watch == NULL ? watch_new(catalogue, folder, language) : ACH_EARGUMENT;
    int code = errno;
    (void)pthread_mutex_unlock(&catalogue->watching);
    errno = code;
    return status;
}

int ach_catalogue_descriptor(const ach_catalogue *catalogue) {
    return atomic_load(&catalogue->descriptor);
}
