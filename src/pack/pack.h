/* Packing: from a checked package to the zip that the platform takes.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__PACK_PACK_H
#define ACH__PACK_PACK_H

#include <achpack/status.h>

#include "base/memory.h"
#include "base/slice.h"
#include "check/check.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How deep the table lies in the zip; the official documents differ (platform rules P6). */
typedef enum ach__pack_layout {
    ACH__LAYOUT_NESTED, /* NAME/Achievement/NodeSetting.csv: "Cloud Achievement Document" */
    ACH__LAYOUT_FOLDER, /* Achievement/NodeSetting.csv */
    ACH__LAYOUT_FLAT    /* NodeSetting.csv: "Achievement system function configuration document" */
} ach__pack_layout;

/* The archive path of the table's folder in a layout, "" or ending in '/', with a NUL behind it;
 * ptr NULL where there is no memory. */
ach__slice ach__pack_prefix(ach__arena *arena, ach__pack_layout layout, ach__slice name);

typedef struct ach__pack_result {
    size_t entries;
    uint64_t bytes;
    char sha256[65]; /* of the zip, lower-case hex */
} ach__pack_result;

/* Makes the zip of a package that was checked with keep_bytes, in memory, under package->prefix.
 * ACH_OK; ACH_EARGUMENT: there is no table, or it is not GBK; ACH_ELIMIT: more than `out` may hold;
 * ACH_ENOMEM. */
ach_status ach__pack_zip(const ach__package *package, ach__buffer *out, ach__pack_result *result);

/* Writes `zip` to a new file beside `target`, reads it back, checks it with the archive rules and
 * byte for byte, and only then puts it in the place of `target`. On any failure the target is as it
 * was. ACH_OK; ACH_EIO (errno); ACH_EFORMAT: what came back is not what was written, or breaks the
 * archive rules; ACH_ENOMEM. */
ach_status ach__pack_write(const char *target, ach__slice zip);

#endif
