/* Reads the options of callers that are older or newer than this library.
 * SPDX-License-Identifier: MIT */
#include "runtime/options.h"

#include <string.h>

/* No version of any options is smaller (it has its flags at least) or will ever be larger. */
#define OPTIONS_LEAST (2 * sizeof(size_t))
#define OPTIONS_MOST  ((size_t)1024)

bool ach__options_copy(void *out, size_t known, const void *options, size_t size) {
    if (size < OPTIONS_LEAST || size > OPTIONS_MOST) {
        return false;
    }
    const unsigned char *bytes = options;
    for (size_t i = known; i < size; i++) {
        if (bytes[i] != 0) {
            return false; /* it would be ignored */
        }
    }
    memcpy(out, options, size < known ? size : known);
    return true;
}
