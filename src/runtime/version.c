/* The version of the library that is running.
 * SPDX-License-Identifier: MIT */
#include <achpack/version.h>

const char *ach_version(void) {
    return ACH_VERSION;
}
