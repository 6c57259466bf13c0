/* iconv with its habits evened out: whole runs, exact stops, no state between runs.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_ICONV_H
#define ACH__FORMAT_ICONV_H

#include <achpack/status.h>

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* Zeroed: not open. One thread at a time. */
typedef struct ach__iconv {
    void *handle;
    bool is_open;
} ach__iconv;

/* ACH_OK; ACH_EIO: this system does not know the encodings; ACH_ENOMEM. */
ach_status ach__iconv_open(ach__iconv *converter, const char *to, const char *from);

/* Converts until the end or the first sequence that cannot be converted, and gives how many bytes
 * of `from` it took. Writes behind the *used bytes that are already in `to`, which must have room
 * for all that can come. */
size_t ach__iconv_run(ach__iconv *converter, ach__slice from, char *to, size_t room, size_t *used);

/* Safe for one that is not open. */
void ach__iconv_close(ach__iconv *converter);

#endif
