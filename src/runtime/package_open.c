/* Opening a package: options, the bytes of the zip, and what is said when it does not work.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "diag/diag.h"
#include "rules/archive.h"
#include "rules/package.h"
#include "runtime/options.h"
#include "runtime/package_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB ((uint64_t)1 << 20)

#define KNOWN_FLAGS ((uint32_t)ACH_PACKAGE_STRICT | (uint32_t)ACH_PACKAGE_BORROW)

ach_status ach__package_options_read(ach_package_options *out, const ach_package_options *options) {
    *out = (ach_package_options)ACH_PACKAGE_OPTIONS_INIT;
    if (options != NULL && !ach__options_copy(out, sizeof *out, options, options->size)) {
        return ACH_EARGUMENT;
    }
    out->size = sizeof *out;
    if ((out->flags & ~KNOWN_FLAGS) != 0) {
        return ACH_EARGUMENT;
    }
    ach__option_default(&out->max_archive_bytes, 64 * MIB);
    ach__option_default(&out->max_entries, 10000);
    ach__option_default(&out->max_entry_bytes, 8 * MIB);
    ach__option_default(&out->max_total_bytes, 64 * MIB);
    ach__option_default(&out->max_ratio, 200);
    ach__option_default(&out->max_memory, 256 * MIB);
    return ACH_OK;
}

static void report_memory(ach_diags *why, uint64_t limit) {
    if (why != NULL) {
        ach__finding *finding =
            ach__diags_add(why, &ach__package_messages[ACH__PACKAGE_SIZE_MEMORY], NULL);
        ach__finding_number(finding, "limit", limit);
    }
}

static ach_status begin(ach__loader *loader, const ach_package_options *options, ach_diags *why) {
    *loader = (ach__loader){.diags = why};
    ach_status status = ach__package_options_read(&loader->options, options);
    if (status != ACH_OK) {
        return status;
    }
    bool limited = false;
    loader->package = ach__package_new(&loader->options, &limited);
    if (loader->package == NULL) {
        if (limited) {
            report_memory(why, loader->options.max_memory);
        }
        return limited ? ACH_ELIMIT : ACH_ENOMEM;
    }
    if (why == NULL) {
        ach_allocator metered = ach__meter_allocator(&loader->package->meter);
        loader->diags = ach_diags_new(&metered, ACH_ENGLISH);
        return loader->diags == NULL ? ACH_ENOMEM : ACH_OK;
    }
    loader->others = ach__loader_look_at(why);
    return ACH_OK;
}

static void report_large(ach__loader *loader, uint64_t size) {
    ach__finding *finding =
        ach__diags_add(loader->diags, &ach__archive_messages[ACH__ZIP_LIMIT_ARCHIVE], NULL);
    ach__finding_number(finding, "bytes", size);
    ach__finding_number(finding, "limit", loader->options.max_archive_bytes);
}

static ach_status read_fd(ach__loader *loader, int fd) {
    ach__buffer *archive = &loader->package->archive;
    ach_status status = ach__file_read(fd, archive);
    if (status == ACH_ELIMIT) {
        report_large(loader, (uint64_t)archive->size + 1);
    }
    ach__buffer_trim(archive);
    loader->package->bytes = (ach__slice){(const char *)archive->data, archive->size};
    return status;
}

static ach_status read_regular(ach__loader *loader, int fd) {
    struct stat about;
    if (fstat(fd, &about) != 0) {
        return ACH_EIO;
    }
    if (!S_ISREG(about.st_mode)) {
        errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
        return ACH_EIO;
    }
    if ((uint64_t)about.st_size > loader->options.max_archive_bytes) {
        report_large(loader, (uint64_t)about.st_size);
        return ACH_ELIMIT;
    }
    return read_fd(loader, fd);
}

static ach_status read_path(ach__loader *loader, const char *path) {
    /* Not blocking: a pipe or a device must not make us wait. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR ? ACH_ENOTFOUND : ACH_EIO;
    }
    ach_status status = read_regular(loader, fd);
    int saved = errno;
    close(fd);
    errno = saved;
    return status;
}

static ach_status take_memory(ach__loader *loader, ach__slice bytes) {
    ach_package *package = loader->package;
    if (bytes.len > loader->options.max_archive_bytes) {
        report_large(loader, bytes.len);
        return ACH_ELIMIT;
    }
    if ((loader->options.flags & ACH_PACKAGE_BORROW) != 0) {
        package->bytes = bytes;
        return ACH_OK;
    }
    package->archive.ceiling = bytes.len;
    ach__buffer_append(&package->archive, bytes.ptr, bytes.len);
    package->bytes = (ach__slice){(const char *)package->archive.data, package->archive.size};
    return package->archive.failed ? ACH_ENOMEM : ACH_OK;
}

/* What is left to say, once for all; without a list of the caller's nothing is. */
static void settle(ach__loader *loader, ach_diags *why) {
    if (why != NULL) {
        ach__diags_finish(why);
    } else {
        ach_diags_free(loader->diags);
    }
}

/* The lines that the table's reader left for showing are gone with the table. */
static ach_status load(ach__loader *loader) {
    const struct ach__diag_lines *lines = ach__diags_newest_lines(loader->diags);
    ach_status status = ach__loader_load(loader);
    ach__diags_forget_lines(loader->diags, lines);
    return status;
}

static ach_status finish(ach__loader *loader, ach_status status, ach_package **out,
                         ach_diags *why) {
    ach_package *package = loader->package;
    int saved = errno;
    if (status == ACH_OK) {
        status = load(loader);
    }
    if (package != NULL && package->meter.refused && status == ACH_ENOMEM) {
        status = ACH_ELIMIT;
        report_memory(why, loader->options.max_memory);
    }
    settle(loader, why);
    if (status == ACH_OK) {
        *out = package;
    } else if (package != NULL) {
        saved = status == ACH_EIO ? errno : saved;
        ach__package_release(package);
    }
    errno = saved;
    return status;
}

ach_status ach_package_open(ach_package **out, const char *path, const ach_package_options *options,
                            ach_diags *why) {
    ach__loader loader;
    *out = NULL;
    ach_status status = begin(&loader, options, why);
    if (status == ACH_OK) {
        status = read_path(&loader, path);
    }
    return finish(&loader, status, out, why);
}

ach_status ach_package_open_memory(ach_package **out, const void *bytes, size_t size,
                                   const ach_package_options *options, ach_diags *why) {
    ach__loader loader;
    *out = NULL;
    ach_status status = begin(&loader, options, why);
    if (status == ACH_OK) {
        status = take_memory(&loader, (ach__slice){bytes, size});
    }
    return finish(&loader, status, out, why);
}

ach_status ach_package_open_fd(ach_package **out, int fd, const ach_package_options *options,
                               ach_diags *why) {
    ach__loader loader;
    *out = NULL;
    ach_status status = begin(&loader, options, why);
    if (status == ACH_OK) {
        status = read_fd(&loader, fd);
    }
    return finish(&loader, status, out, why);
}
