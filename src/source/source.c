/* Opening a source of either kind, and what the kinds share.
 * SPDX-License-Identifier: MIT */
#include "source/source.h"

#include "base/file.h"
#include "rules/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* An archive that is too large to be read is a finding: the author can do something about it. */
static void report_too_large(const ach__zip_limits *limits, uint64_t size, ach_diags *diags) {
    ach__finding *finding =
        ach__diags_add(diags, &ach__archive_messages[ACH__ZIP_LIMIT_ARCHIVE], NULL);
    ach__finding_number(finding, "bytes", size);
    ach__finding_number(finding, "limit", limits->max_total_bytes);
}

static ach_status open_archive_file(ach__source **out, int fd, const ach__zip_limits *limits,
                                    ach_diags *diags) {
    struct stat about;
    ach__buffer bytes;
    uint64_t most = limits->max_total_bytes < SIZE_MAX / 2 ? limits->max_total_bytes : SIZE_MAX / 2;
    if (fstat(fd, &about) != 0) {
        return ACH_EIO;
    }
    if ((uint64_t)about.st_size > most) {
        report_too_large(limits, (uint64_t)about.st_size, diags);
        return ACH_EFORMAT;
    }
    ach__buffer_init(&bytes, NULL, (size_t)most);
    ach_status status = ach__file_read(fd, &bytes);
    if (status == ACH_ELIMIT) {
        report_too_large(limits, most + 1, diags); /* it grew while it was read */
        status = ACH_EFORMAT;
    }
    if (status == ACH_OK) {
        ach__slice content = {(const char *)bytes.data, bytes.size};
        status = ach__source_open_archive(out, NULL, content, limits, diags);
    }
    if (status != ACH_OK) {
        ach__buffer_free(&bytes);
        return status == ACH_ELIMIT ? ACH_EFORMAT : status;
    }
    (*out)->archive = bytes;
    return ACH_OK;
}

ach_status ach__source_open(ach__source **out, const char *path, const ach__zip_limits *limits,
                            const char *ignored, ach_diags *diags) {
    *out = NULL;
    struct stat about;
    /* Not blocking: a pipe or a device must not make us wait. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR ? ACH_ENOTFOUND : ACH_EIO;
    }
    ach_status status = ACH_EIO;
    if (fstat(fd, &about) != 0) {
        goto out;
    }
    if (S_ISDIR(about.st_mode)) {
        return ach__source_open_folder(out, fd, ignored);
    }
    if (!S_ISREG(about.st_mode)) {
        errno = EINVAL;
        goto out;
    }
    status = open_archive_file(out, fd, limits, diags);
out:;
    int saved = errno;
    close(fd);
    errno = saved;
    return status;
}

void ach__source_close(ach__source *source) {
    if (source != NULL) {
        ach__buffer archive = source->archive;
        source->calls->close(source);
        if (archive.data != NULL) {
            ach__buffer_free(&archive);
        }
    }
}

ach_status ach__source_read(const ach__source *source, const ach__file *file, ach__buffer *scratch,
                            ach__slice *bytes) {
    *bytes = (ach__slice){NULL, 0};
    if (file->type != ACH__FILE_REGULAR) {
        return ACH_EARGUMENT;
    }
    return source->calls->read(source, file, scratch, bytes);
}

ach_status ach__source_verify(const ach__source *source, ach_diags *diags) {
    return source->calls->verify == NULL ? ACH_OK : source->calls->verify(source, diags);
}

const ach__file *ach__source_find(const ach__source *source, ach__slice path) {
    size_t index = ach__map_find(&source->by_path, path);
    return index == ACH__MAP_NONE ? NULL : &source->files[index];
}
