/* Being written.
 * SPDX-License-Identifier: MIT */
#include "cli/progress.h"
