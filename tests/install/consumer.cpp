// A program in C++11 that uses the installed library: keeps the package that it is given in a
// catalogue, and opens a tree of one node.
// SPDX-License-Identifier: MIT
#include <achpack/achpack.h>

#include <cstring>
#include <iostream>

static bool load_tree(ach_diags *diags) {
    const char *json = "{\"node_ID\": \"first\"}";
    const ach_tree_file file = {"first.json", json, std::strlen(json)};
    const ach_tree_options options = ACH_TREE_OPTIONS_INIT;
    ach_tree *tree = nullptr;
    const bool good = ach_tree_open_memory(&tree, &file, 1, &options, diags) == ACH_OK &&
                      ach_tree_count(tree) == 1;
    ach_tree_free(tree);
    return good;
}

int main(int argc, char **argv) {
    const ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    ach_catalogue *catalogue = nullptr;
    ach_package *package = nullptr;
    ach_diags *diags = ach_diags_new(nullptr, ACH_CHINESE);
    if (argc >= 2 && ach_catalogue_new(&catalogue, &options) == ACH_OK &&
        ach_catalogue_load(catalogue, "pack", argv[1], diags) == ACH_OK) {
        package = ach_catalogue_get(catalogue, "pack");
    }
    ach_catalogue_free(catalogue);
    const bool good = package != nullptr && ach_package_count(package) > 0 && load_tree(diags);
    std::cout << ach_version() << ": " << (good ? ach_package_count(package) : 0) << " nodes\n";
    ach_package_free(package);
    ach_diags_free(diags);
    return good ? 0 : 1;
}
