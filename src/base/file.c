/* Bounded reads, and replacing a file whole or not at all.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS_MOST = 40, SMALL_FILE = 16384 };
#define OWN_FILES "/proc/self/fd"

ach_status ach__file_read(int fd, ach__buffer *out) {
    struct stat about;
    if (fstat(fd, &about) != 0) {
        return ACH_EIO;
    }
    /* One byte more than stated, so that the end is seen without growing; a wrong size costs only
     * a second round. */
    size_t step =
        about.st_size > 0 && (uint64_t)about.st_size < SIZE_MAX ? (size_t)about.st_size + 1 : 65536;
    for (;;) {
        size_t room = out->ceiling - out->size;
        size_t want = step < room ? step : room;
        unsigned char *at = want == 0 ? NULL : ach__buffer_reserve(out, want);
        if (want > 0 && at == NULL) {
            return ACH_ENOMEM;
        }
        char probe;
        ssize_t got = want > 0 ? read(fd, at, want) : read(fd, &probe, 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0 ? ACH_OK : ACH_EIO;
        }
        if (want == 0) {
            return ACH_ELIMIT;
        }
        out->size += (size_t)got;
        if (S_ISREG(about.st_mode) && (size_t)got < want) {
            return ACH_OK; /* a regular file gives less only at its end */
        }
        step = 65536;
    }
}

ach_status ach__file_read_listed(int fd, ach__buffer *out) {
    size_t room = out->ceiling - out->size;
    size_t want = room < SMALL_FILE ? room : SMALL_FILE;
    unsigned char *at = want == 0 ? NULL : ach__buffer_reserve(out, want);
    if (want > 0 && at == NULL) {
        return ACH_ENOMEM;
    }
    ssize_t got = want == 0 ? 0 : read(fd, at, want);
    if (got < 0 && errno != EINTR) {
        return ACH_EIO;
    }
    out->size += got > 0 ? (size_t)got : 0;
    bool is_whole = want > 0 && got >= 0 && (size_t)got < want;
    return is_whole ? ACH_OK : ach__file_read(fd, out);
}

ach_status ach__file_read_path(const char *path, ach__buffer *out) {
    ach_status status = ACH_EIO;
    struct stat about;
    int saved;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return ACH_EIO;
    }
    if (fstat(fd, &about) != 0) {
        goto out;
    }
    if (!S_ISREG(about.st_mode)) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        goto out;
    }
    status = ach__file_read(fd, out);
out:
    saved = errno;
    close(fd);
    errno = saved;
    return status;
}

/* What a link at `path` leads to; takes `path` over. */
static char *behind_link(char *path, const char *link) {
    const char *slash = link[0] == '/' ? NULL : strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    size_t size = strlen(link) + 1;
    char *next = malloc(folder + size);
    if (next != NULL) {
        memcpy(next, path, folder);
        memcpy(next + folder, link, size);
    }
    free(path);
    return next;
}

/* The target with symbolic links followed, also to a file that is not there yet: what is to be
 * replaced is the file, not the link. */
static char *resolved(const char *target) {
    char *path = realpath(target, NULL);
    if (path != NULL || errno != ENOENT) {
        return path;
    }
    path = strdup(target);
    for (unsigned hops = 0; path != NULL && hops < LINKS_MOST; hops++) {
        char link[PATH_MAX];
        ssize_t size = readlink(path, link, sizeof link - 1);
        if (size < 0) {
            return path;
        }
        link[size] = '\0';
        path = behind_link(path, link);
    }
    if (path != NULL) {
        free(path);
        errno = ELOOP;
    }
    return NULL;
}

static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return strdup(".");
    }
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static uint32_t mode_for(int folder, const char *name) {
    struct stat about;
    if (fstatat(folder, name, &about, 0) == 0) {
        return about.st_mode & 07777;
    }
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* Random names: a run that was killed can leave its own behind, and two runs must not meet. */
static bool name_temporary(ach__replacement *replacement, bool create) {
    for (unsigned attempt = 0; attempt < 100; attempt++) {
        char name[64];
        struct stat about;
        unsigned long long salt = (unsigned long long)getpid() * 100 + attempt;
        (void)snprintf(name, sizeof name, ".achpack-%llx.tmp", salt);
        if (create) {
            replacement->fd =
                openat(replacement->folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
            if (replacement->fd < 0 && errno == EEXIST) {
                continue;
            }
            if (replacement->fd < 0) {
                return false;
            }
        } else if (fstatat(replacement->folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0) {
            continue;
        }
        replacement->temporary = strdup(name);
        if (replacement->temporary == NULL && create) {
            unlinkat(replacement->folder, name, 0);
        }
        return replacement->temporary != NULL;
    }
    errno = EEXIST;
    return false;
}

ach_status ach__replacement_open(ach__replacement *replacement, const char *target) {
    *replacement = (ach__replacement){.fd = -1, .folder = -1};
    struct stat about;
    char *folder = NULL;
    ach_status status = ACH_EIO;
    replacement->target = resolved(target);
    folder = replacement->target == NULL ? NULL : folder_of(replacement->target);
    if (folder == NULL) {
        status = errno == ENOMEM ? ACH_ENOMEM : ACH_EIO;
        goto out;
    }
    if (name_of(replacement->target)[0] == '\0' ||
        (stat(replacement->target, &about) == 0 && S_ISDIR(about.st_mode))) {
        errno = EISDIR;
        goto out;
    }
    if (stat(replacement->target, &about) == 0 && !S_ISREG(about.st_mode)) {
        errno = EINVAL;
        goto out;
    }
    replacement->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (replacement->folder < 0) {
        goto out;
    }
    replacement->mode = mode_for(replacement->folder, name_of(replacement->target));
    errno = EOPNOTSUPP;
    if (access(OWN_FILES, X_OK) == 0) { /* without it a nameless file could not be named later */
        replacement->fd = openat(replacement->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    }
    if (replacement->fd < 0 && errno != EACCES && errno != EROFS && errno != ENOSPC) {
        (void)name_temporary(replacement, true);
    }
    status = replacement->fd < 0 ? ACH_EIO : ACH_OK;
out:
    free(folder);
    if (status != ACH_OK) {
        int saved = errno;
        ach__replacement_close(replacement);
        errno = saved;
    }
    return status;
}

ach_status ach__replacement_write(ach__replacement *replacement, ach__slice bytes) {
    while (bytes.len > 0) {
        ssize_t written = write(replacement->fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            if (written == 0) {
                errno = ENOSPC;
            }
            return ACH_EIO;
        }
        bytes = ach__slice_skip(bytes, (size_t)written);
    }
    return ACH_OK;
}

/* A nameless file gets a name, so that it can be renamed: link cannot replace a target. */
static bool give_name(ach__replacement *replacement) {
    if (replacement->temporary != NULL) {
        return true;
    }
    char self[64];
    (void)snprintf(self, sizeof self, OWN_FILES "/%d", replacement->fd);
    if (!name_temporary(replacement, false)) {
        return false;
    }
    if (linkat(AT_FDCWD, self, replacement->folder, replacement->temporary, AT_SYMLINK_FOLLOW) ==
        0) {
        return true;
    }
    free(replacement->temporary);
    replacement->temporary = NULL;
    return false;
}

ach_status ach__replacement_commit(ach__replacement *replacement) {
    if (fchmod(replacement->fd, (mode_t)replacement->mode) != 0 || fsync(replacement->fd) != 0 ||
        !give_name(replacement)) {
        return ACH_EIO;
    }
    if (renameat(replacement->folder, replacement->temporary, replacement->folder,
                 name_of(replacement->target)) != 0) {
        return ACH_EIO;
    }
    free(replacement->temporary);
    replacement->temporary = NULL;
    return fsync(replacement->folder) == 0 ? ACH_OK : ACH_EIO;
}

void ach__replacement_close(ach__replacement *replacement) {
    if (replacement->temporary != NULL) {
        (void)unlinkat(replacement->folder, replacement->temporary, 0);
        free(replacement->temporary);
    }
    free(replacement->target);
    if (replacement->fd >= 0) {
        close(replacement->fd);
    }
    if (replacement->folder >= 0) {
        close(replacement->folder);
    }
    *replacement = (ach__replacement){.fd = -1, .folder = -1};
}
