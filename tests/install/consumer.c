/* A program in C99 that uses the installed library: loads the package that it is given, and a tree
 * of one node.
 * SPDX-License-Identifier: MIT */
#include <achpack/achpack.h>

#include <stdio.h>
#include <string.h>

static int load_package(const char *path, ach_diags *diags) {
    ach_package *package = NULL;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    ach_node node;
    int good = 0;
    options.flags = ACH_PACKAGE_STRICT;
    if (ach_package_open(&package, path, &options, diags) == ACH_OK) {
        good = ach_package_node(package, 0, &node) == ACH_OK &&
               ach_package_icon(package, 0, ACH_PRE_PIC).size > 0;
        printf("%s: %lu nodes, the first is %s\n", ach_version(),
               (unsigned long)ach_package_count(package), good ? node.text[ACH_NODE_ID].data : "?");
    }
    ach_package_free(package);
    return good;
}

static int load_tree(ach_diags *diags) {
    static const char json[] = "{\"node_ID\": \"first\", \"title\": \"A\"}";
    const ach_tree_file file = {"first.json", json, sizeof json - 1};
    ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    ach_tree *tree = NULL;
    ach_custom_node node;
    int good = ach_tree_open_memory(&tree, &file, 1, &options, diags) == ACH_OK &&
               ach_tree_count(tree) == 1 && ach_tree_find(tree, "first", 5, &node) == ACH_OK &&
               node.title.size == 1 && node.title.data[0] == 'A';
    ach_tree_free(tree);
    return good;
}

int main(int argc, char **argv) {
    ach_diags *diags = ach_diags_new(NULL, ACH_ENGLISH);
    int good = argc >= 2 && diags != NULL && strcmp(ach_version(), ACH_VERSION) == 0 &&
               load_package(argv[1], diags) && load_tree(diags);
    ach_diags_free(diags);
    return good ? 0 : 1;
}
