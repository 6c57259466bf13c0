/* The files of an engine in tests: an outbox, and a store beside it.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_ENGINE_FILES_H
#define TESTS_UNIT_ENGINE_FILES_H

#include <stdio.h>
#include <stdlib.h>

static char folder[] = "/tmp/ach_engine_XXXXXX";
static char outbox_path[64];
static char store_url[80];

/* Other files each time. */
static inline void fresh_paths(void) {
    static unsigned number;
    number++;
    (void)snprintf(outbox_path, sizeof outbox_path, "%s/%u.outbox", folder, number);
    (void)snprintf(store_url, sizeof store_url, "sqlite:%s/%u.db", folder, number);
}

static inline void make_folder(void) {
    if (mkdtemp(folder) == NULL) {
        abort();
    }
}

/* 1 where it could not be done. */
static inline int drop_folder(void) {
    char command[64];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) != 0;
}

#endif
