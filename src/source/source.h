/* A source: a folder or a zip, seen as a sorted list of files that can be read.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SOURCE_SOURCE_H
#define ACH__SOURCE_SOURCE_H

#include <achpack/status.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"
#include "format/zip_read.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ach__file_type {
    ACH__FILE_REGULAR,
    ACH__FILE_DIRECTORY,   /* in archives, which may name their folders; in a folder only one that
                              is named *.json */
    ACH__FILE_LINK_AWAY,   /* a symbolic link that leaves the folder */
    ACH__FILE_LINK_BROKEN, /* a symbolic link to nothing */
    ACH__FILE_SPECIAL      /* a device, a pipe, a socket; never opened */
} ach__file_type;

typedef struct ach__file {
    ach__slice path;   /* from the source's root, '/'-separated, valid UTF-8, without a last '/' */
    bool path_is_text; /* false: the name's bytes are no text; `path` shows them escaped and the
                          file is never found by name */
    ach__file_type type;
    uint64_t size; /* in bytes, as the folder or the archive states it; 0 for *.json in a folder */
    size_t handle; /* the source's own */
} ach__file;

typedef struct ach__source ach__source;

/* What a kind of source can do. */
typedef struct ach__source_calls {
    ach_status (*read)(const ach__source *source, const ach__file *file, ach__buffer *scratch,
                       ach__slice *bytes);
    /* Reads every file to its end and raises what is damaged; NULL where bytes prove nothing. */
    ach_status (*verify)(const ach__source *source, ach_diags *diags);
    void (*close)(ach__source *source);
} ach__source_calls;

struct ach__source {
    const ach__source_calls *calls;
    ach__arena arena; /* everything below lives here */
    bool is_archive;
    uint64_t archive_bytes; /* the zip's own size; 0 for a folder */
    ach__buffer archive;    /* the zip's bytes, where the source owns them */
    ach__file *files;       /* sorted bytewise by path */
    size_t count;
    ach__map by_path; /* path -> index, of the files whose path is text */
    void *state;      /* the kind's own */
};

/* Opens `path`: a folder, or else a zip. What is wrong with an archive goes to `diags`; a zip whose
 * structure cannot be trusted gives ACH_EFORMAT with the findings raised. A zip of more than
 * limits->max_total_bytes is refused by finding. `ignored` (may be NULL) is a path to leave out of
 * a folder's list: the target that a build is about to replace. ACH_OK; ACH_EIO (errno);
 * ACH_ENOTFOUND; ACH_EFORMAT; ACH_ELIMIT: more than 100,000 files or 32 levels in a folder;
 * ACH_ENOMEM. */
ach_status ach__source_open(ach__source **out, const char *path, const ach__zip_limits *limits,
                            const char *ignored, ach_diags *diags);
void ach__source_close(ach__source *source);

/* The kinds. A folder never follows a link out of itself. `fd` is taken over. */
ach_status ach__source_open_folder(ach__source **out, int fd, const char *ignored);
/* `bytes` is borrowed until the source is closed; `allocator` may be NULL. */
ach_status ach__source_open_archive(ach__source **out, const ach_allocator *allocator,
                                    ach__slice bytes, const ach__zip_limits *limits,
                                    ach_diags *diags);

/* The content of a regular file, whole, at most `scratch->ceiling` bytes. *bytes points into
 * `scratch` (which is cleared first) or into the archive; it lives until the next use of scratch or
 * the close. Several threads may read at once, each with its own scratch.
 * ACH_OK; ACH_EIO (errno; a folder's file is gone, unreadable or now leads out of the folder);
 * ACH_EFORMAT: damaged entry; ACH_ELIMIT: larger than the ceiling; ACH_ENOMEM. */
ach_status ach__source_read(const ach__source *source, const ach__file *file, ach__buffer *scratch,
                            ach__slice *bytes);

/* Raises what is damaged in an archive's entries, readable or not; nothing for a folder.
 * ACH_OK, ACH_ENOMEM. */
ach_status ach__source_verify(const ach__source *source, ach_diags *diags);

/* The file at this path, or NULL. */
const ach__file *ach__source_find(const ach__source *source, ach__slice path);

#endif
