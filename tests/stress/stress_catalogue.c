/* Readers and loaders at once: packages are whole, versions never go back, nothing is left over.
 * SPDX-License-Identifier: MIT
 *
 *     stress_catalogue [SECONDS [READERS]]
 *
 * Built with ThreadSanitizer for the tests. Built without, what it prints are measurements. */
#include <achpack/catalogue.h>

#include "unit/package_maker.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { NAMES = 6, NODES = 3, READERS_MOST = 32, BUCKETS = 40, CROWD = 200 };

/* Each name has one loader: so its versions have an order that readers can hold it to. */
static const char *const names[NAMES] = {"put0", "put1", "load0", "load1", "watch0", "watch1"};

typedef struct stress {
    ach_catalogue *catalogue;
    char folder[32];
    atomic_bool over;
    atomic_size_t taken; /* bytes of the allocator */
    atomic_size_t changes;
    atomic_size_t refused;
} stress;

typedef struct reader {
    stress *in;
    pthread_t thread;
    size_t lookups;
    size_t hits;
    uint64_t slowest;         /* nanoseconds */
    size_t took[BUCKETS];     /* look-ups by the binary logarithm of their nanoseconds */
    unsigned versions[NAMES]; /* last seen */
    unsigned visited[NAMES];  /* the same of visits */
} reader;

static void must(int holds, const char *what) {
    if (!holds) {
        (void)fprintf(stderr, "stress_catalogue: %s\n", what);
        abort();
    }
}

static void *resize_counted(void *user, void *block, size_t old_size, size_t new_size) {
    stress *in = user;
    if (new_size == 0) {
        free(block);
        (void)atomic_fetch_sub(&in->taken, old_size);
        return NULL;
    }
    void *moved = realloc(block, new_size);
    must(moved != NULL, "no memory");
    (void)atomic_fetch_add(&in->taken, new_size - old_size);
    return moved;
}

static uint64_t now(void) {
    struct timespec time;
    must(clock_gettime(CLOCK_MONOTONIC, &time) == 0, "no clock");
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void hold_to(unsigned *last, ach_package *package, const char *name) {
    unsigned version = package_version(package, name, NODES);
    must(version != 0, "a package is not whole");
    must(version >= *last, "a version went back");
    *last = version;
}

static int visit(void *user, const char *name, ach_package *package) {
    reader *self = user;
    for (size_t i = 0; i < NAMES; i++) {
        if (strcmp(name, names[i]) == 0) {
            hold_to(&self->visited[i], package, name);
        }
    }
    return 1;
}

static void look_up(reader *self, size_t which) {
    uint64_t start = now();
    ach_package *package = ach_catalogue_get(self->in->catalogue, names[which]);
    uint64_t took = now() - start;
    self->lookups++;
    self->slowest = took > self->slowest ? took : self->slowest;
    unsigned bucket = 63U - (unsigned)__builtin_clzll(took | 1);
    self->took[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    if (package != NULL) {
        self->hits++;
        hold_to(&self->versions[which], package, names[which]);
        ach_package_free(package);
    }
}

static void *read_all(void *user) {
    reader *self = user;
    while (!atomic_load(&self->in->over)) {
        for (size_t i = 0; i < 50 * NAMES; i++) {
            look_up(self, i % NAMES);
        }
        ach_catalogue_each(self->in->catalogue, visit, self);
        must(ach_catalogue_count(self->in->catalogue) <= NAMES + CROWD, "a wrong count");
    }
    return NULL;
}

static void write_file(const char *path, const made_package *made, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, made->bytes, size) == (ssize_t)size && close(fd) == 0, "no file");
}

/* Versions begin with 1 and are put, put again and taken out. */
static void *put_all(void *user) {
    stress *in = user;
    made_package made;
    for (unsigned turn = 2; !atomic_load(&in->over); turn++) {
        const char *name = names[turn % 2];
        ach_package *package;
        package_make(&made, name, turn / 2, NODES);
        must(ach_package_open_memory(&package, made.bytes, made.size, NULL, NULL) == ACH_OK,
             "a good package is refused");
        must(ach_catalogue_put(in->catalogue, name, package) == ACH_OK, "put");
        ach_package_free(package);
        if (turn % 7 == 0) {
            must(ach_catalogue_remove(in->catalogue, name) == ACH_OK, "remove");
        }
        (void)atomic_fetch_add(&in->changes, 1);
    }
    return NULL;
}

/* Every third file is cut short, and must not be seen. */
static void *load_all(void *user) {
    stress *in = user;
    made_package made;
    char path[64];
    (void)snprintf(path, sizeof path, "%s/by-path", in->folder);
    for (unsigned turn = 2; !atomic_load(&in->over); turn++) {
        const char *name = names[2 + turn % 2];
        bool bad = turn % 3 == 0;
        package_make(&made, name, turn / 2, NODES);
        write_file(path, &made, bad ? made.size - turn % 40 - 1 : made.size);
        ach_status status = ach_catalogue_load(in->catalogue, name, path, NULL);
        must(status == (bad ? ACH_EFORMAT : ACH_OK), "load");
        (void)atomic_fetch_add(bad ? &in->refused : &in->changes, 1);
    }
    must(unlink(path) == 0, "unlink");
    return NULL;
}

static void on_event(void *user, ach_change change, const char *name, ach_status status,
                     ach_diags *why) {
    stress *in = user;
    (void)name, (void)status, (void)why;
    (void)atomic_fetch_add(change == ACH_REFUSED ? &in->refused : &in->changes, 1);
}

/* The folder's files: in place, by a rename, cut short. */
static void *watch_all(void *user) {
    stress *in = user;
    made_package made;
    char path[64];
    char other[64];
    (void)snprintf(other, sizeof other, "%s/.next", in->folder);
    for (unsigned turn = 2; !atomic_load(&in->over); turn++) {
        const char *name = names[4 + turn % 2];
        (void)snprintf(path, sizeof path, "%s/%s.zip", in->folder, name);
        package_make(&made, name, turn / 2, NODES);
        if (turn % 5 == 0) {
            write_file(path, &made, made.size / 2);
        } else if (turn % 5 < 3) {
            write_file(path, &made, made.size);
        } else {
            write_file(other, &made, made.size);
            must(rename(other, path) == 0, "rename");
        }
        must(ach_catalogue_poll(in->catalogue, 1, on_event, in) == ACH_OK, "poll");
    }
    for (size_t i = 4; i < NAMES; i++) {
        (void)snprintf(path, sizeof path, "%s/%s.zip", in->folder, names[i]);
        must(unlink(path) == 0, "unlink");
    }
    return NULL;
}

/* Names that are only there, so that look-ups have something to search. */
static void put_crowd(stress *in) {
    made_package made;
    char name[16];
    ach_package *package;
    package_make(&made, "crowd", 1, NODES);
    must(ach_package_open_memory(&package, made.bytes, made.size, NULL, NULL) == ACH_OK, "crowd");
    for (unsigned i = 0; i < CROWD; i++) {
        (void)snprintf(name, sizeof name, "crowd%u", i);
        must(ach_catalogue_put(in->catalogue, name, package) == ACH_OK, "put");
    }
    ach_package_free(package);
}

static void report(const stress *in, const reader *readers, size_t count) {
    reader sum = {0};
    for (size_t i = 0; i < count; i++) {
        sum.lookups += readers[i].lookups;
        sum.hits += readers[i].hits;
        sum.slowest = readers[i].slowest > sum.slowest ? readers[i].slowest : sum.slowest;
        for (size_t j = 0; j < BUCKETS; j++) {
            sum.took[j] += readers[i].took[j];
        }
    }
    must(sum.hits > 0 && in->changes > 0 && in->refused > 0, "nothing happened");
    printf("%zu look-ups (%zu found), %zu changes, %zu refused, slowest look-up %.3f ms\n",
           sum.lookups, sum.hits, in->changes, in->refused, (double)sum.slowest / 1e6);
    size_t below = 0;
    for (size_t j = 0; j < BUCKETS; j++) {
        below += sum.took[j];
        if (sum.took[j] > 0) {
            printf("  below %11.3f us: %.5f %%\n", (double)(UINT64_C(2) << j) / 1e3,
                   100 * (double)below / (double)sum.lookups);
        }
    }
}

int main(int count, char **arguments) {
    static stress in = {.folder = "/tmp/ach_stress_XXXXXX"};
    static reader readers[READERS_MOST];
    void *(*const loaders[])(void *) = {put_all, load_all, watch_all};
    pthread_t threads[3];
    unsigned seconds = count > 1 ? (unsigned)strtoul(arguments[1], NULL, 10) : 3;
    size_t many = count > 2 ? strtoul(arguments[2], NULL, 10) : 3;
    must(many > 0 && many <= READERS_MOST, "1 to 32 readers");
    ach_allocator allocator = {&in, resize_counted};
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    must(mkdtemp(in.folder) != NULL, "no folder");
    must(ach_catalogue_new(&in.catalogue, &options) == ACH_OK, "new");
    must(ach_catalogue_watch(in.catalogue, in.folder, ACH_ENGLISH) == ACH_OK, "watch");
    put_crowd(&in);
    for (size_t i = 0; i < many; i++) {
        readers[i].in = &in;
        must(pthread_create(&readers[i].thread, NULL, read_all, &readers[i]) == 0, "no thread");
    }
    for (size_t i = 0; i < 3; i++) {
        must(pthread_create(&threads[i], NULL, loaders[i], &in) == 0, "no thread");
    }
    (void)sleep(seconds);
    atomic_store(&in.over, true);
    for (size_t i = 0; i < many; i++) {
        must(pthread_join(readers[i].thread, NULL) == 0, "join");
    }
    for (size_t i = 0; i < 3; i++) {
        must(pthread_join(threads[i], NULL) == 0, "join");
    }
    report(&in, readers, many);
    ach_package *held = ach_catalogue_get(in.catalogue, "crowd7");
    ach_catalogue_free(in.catalogue);
    must(package_version(held, "crowd", NODES) == 1, "a holder's package is gone");
    ach_package_free(held);
    must(atomic_load(&in.taken) == 0, "something was not given back");
    must(rmdir(in.folder) == 0, "rmdir");
    return 0;
}
