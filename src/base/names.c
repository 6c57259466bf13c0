/* Names that not every file system can hold.
 * SPDX-License-Identifier: MIT */
#include "base/names.h"

bool ach__name_is_device(ach__slice name) {
    static const char *const plain[] = {"con", "prn", "aux", "nul"};
    static const char *const numbered[] = {"com", "lpt"};
    const char *dot = name.len == 0 ? NULL : memchr(name.ptr, '.', name.len);
    ach__slice stem = {name.ptr, dot == NULL ? name.len : (size_t)(dot - name.ptr)};
    if (stem.len == 4 && stem.ptr[3] >= '1' && stem.ptr[3] <= '9') {
        ach__slice start = {stem.ptr, 3};
        return ach__slice_equal_ignoring_case(start, ach__slice_of(numbered[0])) ||
               ach__slice_equal_ignoring_case(start, ach__slice_of(numbered[1]));
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (ach__slice_equal_ignoring_case(stem, ach__slice_of(plain[i]))) {
            return true;
        }
    }
    return false;
}
