/* Fuzz target: any bytes as CSV. Lines that are cut without libcsv, and those given to it in
 * pieces, must read as when it is given all at once. SPDX-License-Identifier: MIT */
#include "../unit/csv_judge.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char delimiters[] = {',', ';', '\t'};
    ach__slice text = {(const char *)data, size};
    /* A record may have so many fields and no more. */
    for (size_t i = 0; size < ACH__CSV_FIELDS_MOST && i < sizeof delimiters; i++) {
        if (!csv_judge(text, delimiters[i])) {
            __builtin_trap();
        }
    }
    return 0;
}
