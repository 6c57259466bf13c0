/* A place that output goes to, whatever it is.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_SINK_H
#define ACH__BASE_SINK_H

#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* `write` gives false where the bytes could not be taken; after that nothing more is written. */
typedef struct ach__sink {
    void *user;
    bool (*write)(void *user, const char *bytes, size_t size);
    bool failed; /* sticky */
} ach__sink;

void ach__sink_bytes(ach__sink *sink, const char *bytes, size_t size);
void ach__sink_slice(ach__sink *sink, ach__slice text);
void ach__sink_text(ach__sink *sink, const char *text);
void ach__sink_repeat(ach__sink *sink, char byte, size_t count);

/* At most 1023 bytes of output a call; more is cut off. */
__attribute__((format(printf, 2, 3))) void ach__sink_format(ach__sink *sink, const char *format,
                                                            ...);

#endif
