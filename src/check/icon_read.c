/* Reading a package's pictures, each once, on several threads.
 * SPDX-License-Identifier: MIT */
#include "check/icon_picture.h"

#include "base/parallel.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A build keeps the pictures in memory. A package has 3 MB, so this is only a guard. */
#define KEPT_MOST ((size_t)256 << 20)

enum { WORKERS_MOST = 64 };

/* What belongs to one thread alone. */
typedef struct worker {
    ach__png_checker *checker;
    ach__buffer scratch;
} worker;

typedef struct job {
    const ach__source *source;
    const ach__check_options *options;
    ach__icon *icons;
    ach__icon_read *reads;
    worker *workers;
    atomic_size_t kept; /* bytes */
} job;

static bool keep(job *all, ach__icon *icon, ach__slice bytes) {
    if (atomic_fetch_add(&all->kept, bytes.len) > KEPT_MOST - bytes.len) {
        return false;
    }
    char *copy = malloc(bytes.len > 0 ? bytes.len : 1);
    if (copy == NULL) {
        return false;
    }
    if (bytes.len > 0) {
        memcpy(copy, bytes.ptr, bytes.len);
    }
    icon->content = copy;
    icon->content_size = bytes.len;
    return true;
}

static void read_one(void *context, size_t number, size_t item) {
    job *all = context;
    worker *self = &all->workers[number];
    ach__icon *icon = &all->icons[item];
    ach__slice bytes;
    if (icon->file->size > ACH__PACKAGE_BYTES_MOST) {
        icon->status = ACH_ELIMIT;
        return;
    }
    icon->status = ach__source_read(all->source, icon->file, &self->scratch, &bytes);
    all->reads[item].error = icon->status == ACH_EIO ? errno : 0;
    if (icon->status == ACH_OK) {
        icon->status = ach__png_check(self->checker, bytes, &icon->facts);
    }
    if (icon->status != ACH_OK) {
        return;
    }
    if (icon->facts.verdict == ACH__PNG_FOREIGN) {
        all->reads[item].kind = ach__file_kind_of(bytes);
    }
    if (all->options->keep_bytes && !keep(all, icon, bytes)) {
        icon->status = ACH_ENOMEM;
    }
}

static bool prepare(worker *self, const ach_allocator *allocator, uint64_t max_pixels) {
    ach__buffer_init(&self->scratch, allocator, ACH__PACKAGE_BYTES_MOST);
    return ach__png_checker_new(&self->checker, allocator, max_pixels) == ACH_OK;
}

void ach__icons_read(ach__package *package, const ach__check_options *options,
                     ach__icon_read *reads) {
    size_t count = options->jobs < package->icon_count ? options->jobs : package->icon_count;
    size_t ready = 0;
    count = count < WORKERS_MOST ? count : WORKERS_MOST;
    count = count == 0 ? 1 : count;
    job all = {.source = package->source,
               .options = options,
               .icons = package->icons,
               .reads = reads,
               .workers = ach__arena_take(&package->arena, count, sizeof(worker))};
    atomic_init(&all.kept, 0);
    if (all.workers == NULL) {
        return;
    }
    while (ready < count &&
           prepare(&all.workers[ready], &package->arena.allocator, options->max_pixels)) {
        ready++;
    }
    if (ready == count) {
        ach__parallel_run(count, package->icon_count, read_one, &all);
    } else {
        package->arena.failed = true;
        ready++; /* its buffer is there */
    }
    for (size_t i = 0; i < ready; i++) {
        ach__png_checker_free(all.workers[i].checker);
        ach__buffer_free(&all.workers[i].scratch);
    }
    for (size_t i = 0; i < package->icon_count; i++) {
        package->arena.failed |= package->icons[i].status == ACH_ENOMEM;
    }
}
