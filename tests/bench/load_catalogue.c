/* A catalogue under load: what readers feel while every package is replaced.
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include <achpack/catalogue.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READERS = 2, NAME_MOST = 16, FINE = 16, BUCKETS = 64 * FINE };

struct bench {
    ach_catalogue *catalogue;
    ach_package *ids; /* whose ids are looked up */
    const char *zip;
    unsigned count;
};

struct reader {
    pthread_t thread;
    const struct bench *bench;
    const atomic_int *stop;
    uint64_t state;
    uint64_t reads;
    uint64_t missed;
    uint64_t slowest;
    uint64_t buckets[BUCKETS]; /* of nanoseconds, each a sixteenth of a power of two wide */
};

static void name_of(char *name, unsigned number) {
    (void)snprintf(name, NAME_MOST, "pack%05u", number);
}

static size_t bucket_of(uint64_t nanoseconds) {
    if (nanoseconds < FINE) {
        return (size_t)nanoseconds;
    }
    unsigned shift = 63U - (unsigned)__builtin_clzll(nanoseconds) - 4U;
    return (size_t)(shift + 1) * FINE + (size_t)((nanoseconds >> shift) - FINE);
}

/* The middle of a bucket. */
static double nanoseconds_of(size_t bucket) {
    if (bucket < FINE) {
        return (double)bucket;
    }
    return ((double)(bucket % FINE + FINE) + 0.5) * (double)(1ULL << (bucket / FINE - 1));
}

static void *read_on(void *user) {
    struct reader *reader = user;
    const struct bench *bench = reader->bench;
    size_t nodes = ach_package_count(bench->ids);
    while (!atomic_load_explicit(reader->stop, memory_order_relaxed)) {
        char name[NAME_MOST];
        ach_node wanted;
        ach_node found;
        name_of(name, (unsigned)(bench_random(&reader->state) % bench->count));
        (void)ach_package_node(bench->ids, bench_random(&reader->state) % nodes, &wanted);
        ach_bytes id = wanted.text[ACH_NODE_ID];
        uint64_t start = bench_now();
        ach_package *package = ach_catalogue_get(bench->catalogue, name);
        int good = package != NULL &&
                   ach_package_find(package, id.data, id.size, &found) == ACH_OK &&
                   found.text[ACH_NODE_ID].size == id.size;
        ach_package_free(package);
        uint64_t taken = bench_now() - start;
        reader->reads++;
        reader->missed += !good;
        reader->slowest = taken > reader->slowest ? taken : reader->slowest;
        reader->buckets[bucket_of(taken)]++;
    }
    return NULL;
}

/* Both readers' look-ups: how long the one at `share` of them took. */
static double quantile(const struct reader *readers, uint64_t reads, double share) {
    uint64_t before = 0;
    for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
        for (size_t one = 0; one < READERS; one++) {
            before += readers[one].buckets[bucket];
        }
        if ((double)before >= (double)reads * share) {
            return nanoseconds_of(bucket);
        }
    }
    return 0;
}

static int print_phase(const char *what, const struct reader *readers, double seconds,
                       uint64_t loads) {
    uint64_t reads = 0;
    uint64_t missed = 0;
    uint64_t slowest = 0;
    for (size_t one = 0; one < READERS; one++) {
        reads += readers[one].reads;
        missed += readers[one].missed;
        slowest = readers[one].slowest > slowest ? readers[one].slowest : slowest;
    }
    printf("  %s: %.2f million reads a second, median %.0f ns, 99.9%% within %.2f us, slowest %.3f "
           "ms, %llu missed, %.0f loads a second\n",
           what, (double)reads / seconds / 1e6, quantile(readers, reads, 0.5),
           quantile(readers, reads, 0.999) / 1e3, (double)slowest / 1e6, (unsigned long long)missed,
           (double)loads / seconds);
    return missed != 0;
}

/* Loads everything at least once, and goes on until the time is over. */
static int load_all(const struct bench *bench, double seconds, uint64_t *loads) {
    uint64_t start = bench_now();
    unsigned next = 0;
    while (*loads < bench->count || (double)(bench_now() - start) < seconds * 1e9) {
        char name[NAME_MOST];
        name_of(name, next);
        if (ach_catalogue_load(bench->catalogue, name, bench->zip, NULL) != ACH_OK) {
            return 1;
        }
        ++*loads;
        next = next + 1 == bench->count ? 0 : next + 1;
    }
    return 0;
}

/* Three threads on two cores make some readers wait whatever the third one does: this shows how
 * much. */
static int burn(const struct bench *bench, double seconds, uint64_t *loads) {
    uint64_t start = bench_now();
    (void)bench;
    *loads = 0;
    while ((double)(bench_now() - start) < seconds * 1e9) {
    }
    return 0;
}

typedef int third_thread(const struct bench *bench, double seconds, uint64_t *loads);

static int run_phase(const char *what, third_thread *third, const struct bench *bench,
                     double seconds) {
    struct reader *readers = calloc(READERS, sizeof *readers);
    atomic_int stop = 0;
    uint64_t loads = 0;
    size_t started = 0;
    int failed = readers == NULL;
    uint64_t start = bench_now();
    while (!failed && started < READERS) {
        struct reader *reader = &readers[started];
        *reader = (struct reader){.bench = bench, .stop = &stop, .state = started + 1};
        failed = pthread_create(&reader->thread, NULL, read_on, reader) != 0;
        started += !failed;
    }
    failed = failed || third(bench, seconds, &loads);
    atomic_store(&stop, 1);
    for (size_t one = 0; one < started; one++) {
        (void)pthread_join(readers[one].thread, NULL);
    }
    failed = failed || print_phase(what, readers, (double)(bench_now() - start) / 1e9, loads);
    free(readers);
    return failed;
}

int bench_catalogue(const char *zip, unsigned count, double seconds) {
    struct bench bench = {.zip = zip, .count = count};
    uint64_t loads = 0;
    int failed = ach_catalogue_new(&bench.catalogue, NULL) != ACH_OK ||
                 ach_package_open(&bench.ids, zip, NULL, NULL) != ACH_OK ||
                 load_all(&bench, 0, &loads) || ach_catalogue_count(bench.catalogue) != count;
    failed = failed || run_phase("third thread busy elsewhere", burn, &bench, seconds) ||
             run_phase("third thread loads packages", load_all, &bench, seconds);
    ach_package_free(bench.ids);
    ach_catalogue_free(bench.catalogue);
    return failed;
}
