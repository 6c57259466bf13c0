/* A run of bytes that the library lends to its caller.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_BYTES_H
#define ACHPACK_BYTES_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A run of bytes inside a package or a tree. Texts are UTF-8 and have a NUL behind `size` bytes,
 * unless a call says otherwise; icons and original cells have not. Absent: data NULL, size 0. */
typedef struct ach_bytes {
    const char *data;
    size_t size;
} ach_bytes;

#ifdef __cplusplus
}
#endif

#endif
