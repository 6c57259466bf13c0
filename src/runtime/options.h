/* The options of callers that are older or newer than this library.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RUNTIME_OPTIONS_H
#define ACH__RUNTIME_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Copies what the caller knows over the defaults in `out`, of which this version knows `known`
 * bytes; `size` is what the caller says that `options` has. False where that is no size of any
 * version, or where the caller asks for something that only a later version has. All options begin
 * with a size and 32 bits of flags. */
bool ach__options_copy(void *out, size_t known, const void *options, size_t size);

/* A number that was left 0. */
static inline void ach__option_default(uint64_t *number, uint64_t otherwise) {
    if (*number == 0) {
        *number = otherwise;
    }
}

#endif
