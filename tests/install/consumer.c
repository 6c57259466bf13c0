/* A program in C99 that uses the installed library.
 * SPDX-License-Identifier: MIT */
#include <achpack/achpack.h>

#include <stdio.h>
#include <string.h>

int main(void) {
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    if (diags == NULL || ach_diags_count(diags) != 0 || strcmp(ach_version(), ACH_VERSION) != 0) {
        return 1;
    }
    ach_diags_free(diags);
    printf("%s: %s\n", ach_version(), ach_status_text(ACH_OK));
    return 0;
}
