/* Writing a zip whose bytes depend on nothing but its entries.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_ZIP_WRITE_H
#define ACH__FORMAT_ZIP_WRITE_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"

#include <stddef.h>

typedef struct ach__zip_item {
    ach__slice name;    /* the entry's full path, ASCII or UTF-8, with a NUL behind it */
    ach__slice content; /* borrowed until the call returns */
} ach__zip_item;

/* Writes the archive to the end of `out`. Items are put in bytewise order of their names, each
 * stored, with the time 1980-01-01 00:00:00, Unix mode 0644, no extra fields, no data descriptors,
 * no folder entries: the same items give the same bytes everywhere.
 * ACH_OK; ACH_EARGUMENT: no item, a name twice, or one that libzip refuses; ACH_ELIMIT: past out's
 * ceiling; ACH_ENOMEM. `items` is sorted in place. */
ach_status ach__zip_write(ach__buffer *out, ach__zip_item *items, size_t count);

#endif
