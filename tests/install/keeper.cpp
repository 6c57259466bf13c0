// A program in C++11 that uses both installed libraries: opens a store and renames a player in it
// who has no progress.
// SPDX-License-Identifier: MIT
#include <achpack/achpack.h>

#include <iostream>

int main(int argc, char **argv) {
    const ach_store_options options = ACH_STORE_OPTIONS_INIT;
    const ach_bytes from = {"one", 3};
    const ach_bytes to = {"other", 5};
    ach_store *store = nullptr;
    ach_diags *diags = ach_diags_new(nullptr, ACH_CHINESE);
    const bool good = argc == 3 && ach_store_open(&store, argv[2], &options, diags) == ACH_OK &&
                      ach_store_rename(store, from, to, nullptr, diags) == ACH_ENOTFOUND;
    std::cout << ach_version() << ": nobody is " << (good ? "renamed" : "known") << "\n";
    ach_store_close(store);
    ach_diags_free(diags);
    return good ? 0 : 1;
}
