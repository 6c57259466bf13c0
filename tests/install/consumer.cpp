// A program in C++11 that uses the installed library.
// SPDX-License-Identifier: MIT
#include <achpack/achpack.h>

#include <iostream>

int main() {
    ach_diags *diags = ach_diags_new(nullptr, ACH_CHINESE);
    ach_finding finding;
    const bool good = diags != nullptr && ach_diags_get(diags, 0, &finding) == ACH_EARGUMENT;
    ach_diags_free(diags);
    std::cout << ach_version() << '\n';
    return good ? 0 : 1;
}
