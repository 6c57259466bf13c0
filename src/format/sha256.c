/* SHA-256 by nettle.
 * SPDX-License-Identifier: MIT */
#include "format/sha256.h"

#include <nettle/sha2.h>

void ach__sha256(const ach__slice *pieces, size_t count, uint8_t out[ACH__SHA256_BYTES]) {
    struct sha256_ctx context;
    sha256_init(&context);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].len > 0) {
            sha256_update(&context, pieces[i].len, (const uint8_t *)pieces[i].ptr);
        }
    }
    sha256_digest(&context, ACH__SHA256_BYTES, out);
}
