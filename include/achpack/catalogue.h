/* The catalogue: the packages of a running server by name, replaced while others read.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_CATALOGUE_H
#define ACHPACK_CATALOGUE_H

#include <achpack/diag.h>
#include <achpack/export.h>
#include <achpack/package.h>
#include <achpack/status.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Readers (ach_catalogue_get, _count, _each) may run on any number of threads, at any time. They
 * wait for nobody and take no lock; they see a package whole or not at all. Loaders (all other
 * calls) take turns among themselves. What a loader replaced while somebody was reading is given
 * back by a later load, put, remove or poll. The library starts no thread and installs no signal
 * handler. */
typedef struct ach_catalogue ach_catalogue;

/* Makes an empty catalogue. `options` (may be NULL) is copied and used for every package; its
 * allocator must then be safe to call on several threads at once.
 * ACH_OK, ACH_ENOMEM, ACH_EARGUMENT. */
ACH_EXPORT ach_status ach_catalogue_new(ach_catalogue **out, const ach_package_options *options);

/* No other call may be running. Packages that callers still hold live on. NULL is allowed. */
ACH_EXPORT void ach_catalogue_free(ach_catalogue *catalogue);

/* Opens the zip at `path` and puts it in the place of what `name` (a component's name, UTF-8) stood
 * for. When it cannot be opened the last good package stays, and `why` (may be NULL) says why.
 * The statuses of ach_package_open(). */
ACH_EXPORT ach_status ach_catalogue_load(ach_catalogue *catalogue, const char *name,
                                         const char *path, ach_diags *why);

/* The same with a package that is open already; the catalogue becomes a holder more.
 * ACH_OK; ACH_ENOMEM: nothing changed. */
ACH_EXPORT ach_status ach_catalogue_put(ach_catalogue *catalogue, const char *name,
                                        ach_package *package);

/* Takes a name out. ACH_OK, ACH_ENOTFOUND, ACH_ENOMEM (nothing changed). */
ACH_EXPORT ach_status ach_catalogue_remove(ach_catalogue *catalogue, const char *name);

/* The package of a name, or NULL. The caller becomes a holder: ach_package_free() when done. */
ACH_EXPORT ach_package *ach_catalogue_get(ach_catalogue *catalogue, const char *name);

/* How many names there are at this moment. */
ACH_EXPORT size_t ach_catalogue_count(ach_catalogue *catalogue);

/* Calls `visit` for each name there is at this moment, in bytewise order; `name` and `package` are
 * the visitor's for the time of the call. Stops when it gives 0. `visit` may make any call but
 * ach_catalogue_free(); what is changed meanwhile is not seen by it. */
ACH_EXPORT void ach_catalogue_each(ach_catalogue *catalogue,
                                   int (*visit)(void *user, const char *name, ach_package *package),
                                   void *user);

/* What a poll saw of one file. */
typedef enum ach_change {
    ACH_LOADED = 1,  /* a new package, or a new version of one, is in place */
    ACH_REFUSED = 2, /* the file cannot be loaded; the last good version stays */
    ACH_REMOVED = 3  /* the file is gone, and its name with it */
} ach_change;

/* `status` is that of ach_package_open_fd(); for ACH_EIO errno tells why. `name` and `why` are the
 * callee's for the time of the call; `why` may be NULL with ACH_REMOVED. */
typedef void ach_catalogue_event(void *user, ach_change change, const char *name, ach_status status,
                                 ach_diags *why);

/* Watches a folder: each NAME.zip in it is the package NAME. Names that begin with a dot, are not
 * UTF-8 or hold control characters are passed over. Links are followed, but what changes behind one
 * is not noticed. The folder is read at the next poll. What the polls find is told in `language`.
 * One folder a catalogue. ACH_OK; ACH_EIO (errno); ACH_ENOMEM; ACH_EARGUMENT: one is watched
 * already. */
ACH_EXPORT ach_status ach_catalogue_watch(ach_catalogue *catalogue, const char *folder,
                                          ach_language language);

/* A descriptor that becomes readable when a poll has something to do, for the host's own loop,
 * also when that is because a file has rested. Where the system has no inotify it does so once a
 * second. -1: nothing is watched, or the system has no descriptors left (poll at intervals then).
 * It is the catalogue's; do not read it. */
ACH_EXPORT int ach_catalogue_descriptor(const ach_catalogue *catalogue);

/* Loads what is new or changed in the watched folder, drops what is gone, and calls `event` (may be
 * NULL) for each. It does not wait for writers: a file that is still being written is left until it
 * has been closed or has rested for `settle_milliseconds` (0: 200; the same at each poll). A whole
 * file that is moved in, and what the folder holds at the start, is loaded at once. `event` may
 * make any call but _poll, _watch and _free. ACH_OK; ACH_EIO (errno): the folder cannot be read,
 * what was loaded stays, and later polls try again (when another folder has come in its place, its
 * packages are loaded, and those that it lacks stay); ACH_ENOMEM: something is left for a later
 * poll; ACH_EARGUMENT: nothing is watched, or called out of `event`. */
ACH_EXPORT ach_status ach_catalogue_poll(ach_catalogue *catalogue, unsigned settle_milliseconds,
                                         ach_catalogue_event *event, void *user);

#ifdef __cplusplus
}
#endif

#endif
