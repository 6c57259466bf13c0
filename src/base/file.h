/* Files: bounded reads, and replacing one whole or not at all.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_FILE_H
#define ACH__BASE_FILE_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Appends everything that can be read from `fd` to `out`, stopping with ACH_ELIMIT when out would
 * pass its ceiling. ACH_OK, ACH_EIO (errno), ACH_ELIMIT, ACH_ENOMEM. */
ach_status ach__file_read(int fd, ach__buffer *out);

/* The same for a file that was regular when it was listed: a small one costs a single call. */
ach_status ach__file_read_listed(int fd, ach__buffer *out);

/* The same for a path; refuses anything but a regular file with ACH_EIO (errno EISDIR, or EINVAL
 * for devices and pipes). */
ach_status ach__file_read_path(const char *path, ach__buffer *out);

/* A new content for a file that is not there yet. */
typedef struct ach__replacement {
    int fd;          /* open for reading and writing, or -1 */
    int folder;      /* the folder of the target, open, or -1 */
    char *target;    /* resolved: a symbolic link as target is followed, not replaced */
    char *temporary; /* name in `folder` while the file has one, else NULL */
    uint32_t mode;   /* permission bits for the new file */
} ach__replacement;

/* Opens a nameless file in the folder of `target` (a named one where the file system knows no
 * nameless ones). Nothing at `target` changes. ACH_OK, ACH_EIO (errno), ACH_ENOMEM. */
ach_status ach__replacement_open(ach__replacement *replacement, const char *target);

/* Writes all bytes. ACH_OK, ACH_EIO (errno). */
ach_status ach__replacement_write(ach__replacement *replacement, ach__slice bytes);

/* fsync, rename over the target, fsync of the folder: from here on the target is the new file.
 * ACH_OK, ACH_EIO (errno; the target is as it was, except where only the folder's fsync failed). */
ach_status ach__replacement_commit(ach__replacement *replacement);

/* Closes, and removes what was not committed. Safe to call at any time and twice. */
void ach__replacement_close(ach__replacement *replacement);

#endif
