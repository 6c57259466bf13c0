/* A program in C99 that uses the installed library: loads the package that it is given.
 * SPDX-License-Identifier: MIT */
#include <achpack/achpack.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    ach_package *package = NULL;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    ach_node node;
    int good = 0;
    options.flags = ACH_PACKAGE_STRICT;
    if (argc == 2 && diags != NULL && strcmp(ach_version(), ACH_VERSION) == 0 &&
        ach_package_open(&package, argv[1], &options, diags) == ACH_OK) {
        good = ach_package_node(package, 0, &node) == ACH_OK &&
               ach_package_icon(package, 0, ACH_PRE_PIC).size > 0;
        printf("%s: %lu nodes, the first is %s\n", ach_version(),
               (unsigned long)ach_package_count(package), good ? node.text[ACH_NODE_ID].data : "?");
    }
    ach_package_free(package);
    ach_diags_free(diags);
    return good ? 0 : 1;
}
