/* What the catalogue's files share: the catalogue itself, and the folder that it watches.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RUNTIME_CATALOGUE_PARTS_H
#define ACH__RUNTIME_CATALOGUE_PARTS_H

#include <achpack/catalogue.h>

#include "base/slice.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* Slots lie in blocks of 16, 32, 64, ... that never move. */
enum { ACH__SLOTS_FIRST = 16, ACH__SLOT_BLOCKS = 28 };

struct ach_catalogue {
    /* What readers use: the low half is the slot of the current snapshot, the high half counts
     * those who took it. */
    _Atomic uint64_t current;
    struct ach__slot *blocks[ACH__SLOT_BLOCKS]; /* written before a slot of it is current */

    /* What loaders use, each in its turn. */
    pthread_mutex_t turn;
    size_t slots;              /* how many there are in all blocks */
    uint64_t version;          /* of the current snapshot */
    struct ach__entry *former; /* taken out, perhaps still in a snapshot that a reader holds */
    ach_allocator allocator;
    ach_package_options options;

    /* What polls use. Taken before `turn`; an error-checking one, so that a poll out of an event
     * is refused. */
    pthread_mutex_t watching;
    struct ach__watch *watch; /* NULL: no folder is watched */
    atomic_int descriptor;    /* what the host waits on, or -1 */
};

/* Opens the file and puts the package in the place of `name`, as ach_catalogue_load(). */
ach_status ach__catalogue_load_fd(ach_catalogue *catalogue, const char *name, int fd,
                                  ach_diags *why);

/* Frees what no reader holds any more. */
void ach__catalogue_sweep(ach_catalogue *catalogue);

/* One file of the folder. */
typedef struct ach__watched {
    struct stat seen; /* as it was when it was looked at last */
    int64_t since;    /* milliseconds: when it was last seen to change */
    bool listed;      /* the scan at work has met it */
    bool gone;        /* said to be away: look whether it is */
    bool pending;     /* new or changed, and not loaded yet */
    bool written;     /* bytes were written: load it even where `seen` is the same */
    bool closed;      /* its writer is done: need not rest */
    bool eager;       /* met by the first scan: may be tried before it has rested */
    bool loaded;      /* the catalogue has a package of it */
    bool refused;     /* the last try failed */
    const char *file; /* "NAME.zip" */
    size_t bytes;     /* of this block */
    char name[];      /* "NAME", NUL, and behind it what `file` points to */
} ach__watched;

typedef struct ach__watch {
    ach_allocator allocator;
    ach_language language;
    int folder;      /* open, or -1 while there is none */
    int inotify;     /* -1: the kernel has none for us; each poll reads the folder */
    int descriptor;  /* the epoll one over inotify and timer, or -1 */
    int timer;       /* fires when a file has rested, or -1 */
    int mark;        /* inotify's number for the folder, or -1 */
    bool scan;       /* the folder must be read as a whole */
    bool first;      /* that scan is the first of this folder */
    bool failed;     /* no memory for a record: the scan must be done again */
    int64_t now;     /* milliseconds of CLOCK_MONOTONIC, of this poll */
    size_t count;    /* of files, sorted by name */
    size_t capacity; /* room in `files` */
    ach__watched **files;
    size_t bytes; /* of this block */
    char path[];
} ach__watch;

/* Opens the folder anew and forgets the files of the former one. ACH_OK, ACH_EIO (errno). */
ach_status ach__watch_open(ach__watch *watch);

/* Opens inotify, the timer and the descriptor over both; what the system refuses stays -1. Without
 * inotify the timer alone makes the descriptor readable, once a second. */
void ach__watch_listen(ach__watch *watch);

/* Notes what the kernel tells. */
void ach__watch_hear(ach__watch *watch);

/* Makes sure that the folder's path still leads to the open folder, opening it anew where not.
 * ACH_OK, ACH_EIO (errno). */
ach_status ach__watch_verify(ach__watch *watch);

/* Reads the folder as a whole and notes what is new, changed or gone. ACH_OK, ACH_EIO (errno). */
ach_status ach__watch_scan(ach__watch *watch);

/* Makes the descriptor readable in `milliseconds`; 0: at once; below 0: not by time. */
void ach__watch_alarm(const ach__watch *watch, int64_t milliseconds);

/* Forgets a file. */
void ach__watch_forget(ach__watch *watch, size_t index);

/* NULL is allowed. */
void ach__watch_free(ach__watch *watch);

/* Whether a file's bytes are as they were, as far as the system tells. */
bool ach__stat_same(const struct stat *left, const struct stat *right);

#endif
