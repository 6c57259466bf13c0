/* SHA-256.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_SHA256_H
#define ACH__FORMAT_SHA256_H

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

#define ACH__SHA256_BYTES 32

/* Of the pieces one behind the other. */
void ach__sha256(const ach__slice *pieces, size_t count, uint8_t out[ACH__SHA256_BYTES]);

#endif
