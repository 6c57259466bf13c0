/* Names that not every file system can hold.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_NAMES_H
#define ACH__BASE_NAMES_H

#include "base/slice.h"

#include <stdbool.h>

/* CON, nul.txt, com1: on Windows these are devices, so no file or folder can have such a name. */
bool ach__name_is_device(ach__slice name);

#endif
