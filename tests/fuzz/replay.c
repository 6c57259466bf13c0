/* Runs a fuzz target over the files of its corpus, with any compiler.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MOST = 1 << 24 };

static int replay(const char *path, uint8_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    size_t size = fread(bytes, 1, INPUT_MOST, file);
    (void)fclose(file);
    /* Exactly as large as the input, so that a sanitizer sees every step beyond it. */
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        exact[i] = bytes[i];
    }
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 1;
}

int main(int argc, char **argv) {
    uint8_t *bytes = malloc(INPUT_MOST);
    DIR *folder = argc < 2 ? NULL : opendir(argv[1]);
    int done = 0;
    if (bytes == NULL || folder == NULL) {
        (void)fprintf(stderr, "replay: no corpus\n");
        return 1;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        done += entry->d_name[0] != '.' && replay(path, bytes);
    }
    (void)closedir(folder);
    free(bytes);
    printf("%d inputs\n", done);
    return done > 0 ? 0 : 1;
}
