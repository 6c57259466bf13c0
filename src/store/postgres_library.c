/* Loading libpq.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

/* The fifth binary interface of libpq has stood since 2005. */
#ifdef __APPLE__
#define LIBRARY "libpq.5.dylib"
#else
#define LIBRARY "libpq.so.5"
#endif

ach__libpq_calls ach__libpq;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char trouble[256];

static void load(void) {
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    const char *missing = NULL;
#define FIND(name)                                                                                 \
    *(void **)&ach__libpq.name = library == NULL ? NULL : dlsym(library, #name);                   \
    missing = ach__libpq.name == NULL ? #name : missing;
    ACH__LIBPQ_CALLS(FIND)
#undef FIND
    if (library == NULL) {
        const char *reason = dlerror();
        (void)snprintf(trouble, sizeof trouble, "%s", reason == NULL ? LIBRARY : reason);
    } else if (missing != NULL) {
        (void)snprintf(trouble, sizeof trouble, "%s has no %s", LIBRARY, missing);
    }
}

const char *ach__libpq_load(void) {
    (void)pthread_once(&once, load);
    return trouble[0] == '\0' ? NULL : trouble;
}
