/* Loads a package with this library, as a server does at its start, and looks nodes up.
 *     load ZIP              open, look at every icon, print what was there
 *     load --loop N ZIP     the same N times; prints the median in CPU microseconds
 *     load --lookups N ZIP  prints millions of look-ups a second on one core, the median of N
 *     load --catalogue N SECONDS ZIP
 * With --mapped before all else the first two map the file and lend it to the package
 * (ACH_PACKAGE_BORROW), as a server may whose files are only ever replaced whole.
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include <achpack/package.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, BLOCK = 1000000 };

static int by_number(const void *one, const void *other) {
    double left = *(const double *)one;
    double right = *(const double *)other;
    return (left > right) - (left < right);
}

static double median(double *numbers, size_t count) {
    qsort(numbers, count, sizeof *numbers, by_number);
    return numbers[count / 2];
}

/* A byte of each page and the last one, so that nothing can be had without being read. */
static unsigned touch(ach_bytes icon) {
    unsigned sum = 0;
    for (size_t at = 0; at < icon.size; at += PAGE) {
        sum += (unsigned char)icon.data[at];
    }
    return icon.size == 0 ? 0 : sum + (unsigned char)icon.data[icon.size - 1];
}

static void touch_all(const ach_package *package, size_t *nodes, size_t *bytes, unsigned *sum) {
    *nodes = ach_package_count(package);
    for (size_t index = 0; index < *nodes; index++) {
        for (int column = ACH_PRE_PIC; column <= ACH_FIN_PIC; column++) {
            ach_bytes icon = ach_package_icon(package, index, (ach_column)column);
            *bytes += icon.size;
            *sum += touch(icon);
        }
    }
}

static int load(const char *zip, size_t *nodes, size_t *bytes, unsigned *sum) {
    ach_package *package = NULL;
    if (ach_package_open(&package, zip, NULL, NULL) != ACH_OK) {
        return 1;
    }
    touch_all(package, nodes, bytes, sum);
    ach_package_free(package);
    return 0;
}

static int load_mapped(const char *zip, size_t *nodes, size_t *bytes, unsigned *sum) {
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    ach_package *package = NULL;
    struct stat about;
    int file = open(zip, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &about) != 0) {
        return 1;
    }
    size_t size = (size_t)about.st_size;
    void *mapped = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    (void)close(file);
    options.flags = ACH_PACKAGE_BORROW;
    if (mapped == MAP_FAILED ||
        ach_package_open_memory(&package, mapped, size, &options, NULL) != ACH_OK) {
        return 1;
    }
    touch_all(package, nodes, bytes, sum);
    ach_package_free(package);
    return munmap(mapped, size);
}

typedef int loader(const char *zip, size_t *nodes, size_t *bytes, unsigned *sum);

static int load_once(loader *load_it, const char *zip) {
    size_t nodes = 0;
    size_t bytes = 0;
    unsigned sum = 0;
    if (load_it(zip, &nodes, &bytes, &sum) != 0) {
        return 1;
    }
    printf("%zu nodes, %zu bytes of icons, %u\n", nodes, bytes, sum);
    return 0;
}

static int load_often(loader *load_it, const char *zip, size_t times) {
    double *taken = malloc(times * sizeof *taken);
    size_t nodes = 0;
    size_t bytes = 0;
    unsigned sum = 0;
    int failed = taken == NULL;
    for (size_t turn = 0; turn < times && !failed; turn++) {
        uint64_t start = bench_computed();
        failed = load_it(zip, &nodes, &bytes, &sum);
        taken[turn] = (double)(bench_computed() - start) / 1e3;
    }
    if (!failed) {
        printf("%.2f\n", median(taken, times));
    }
    free(taken);
    return failed;
}

/* Ids in an order that no cache foresees; the texts stay the package's. */
static ach_bytes *shuffled_ids(const ach_package *package, size_t count) {
    ach_bytes *ids = malloc((count + 1) * sizeof *ids);
    uint64_t state = 1;
    for (size_t index = 0; ids != NULL && index < count; index++) {
        ach_node node;
        (void)ach_package_node(package, index, &node);
        size_t other = bench_random(&state) % (index + 1);
        ids[index] = ids[other];
        ids[other] = node.text[ACH_NODE_ID];
    }
    return ids;
}

static double lookups_a_second(const ach_package *package, const ach_bytes *ids, size_t count) {
    size_t found = 0;
    size_t at = 0;
    uint64_t start = bench_computed();
    for (size_t turn = 0; turn < BLOCK; turn++) {
        ach_node node;
        found += ach_package_find(package, ids[at].data, ids[at].size, &node) == ACH_OK;
        at = at + 1 == count ? 0 : at + 1;
    }
    uint64_t taken = bench_computed() - start;
    return found == BLOCK ? BLOCK * 1e3 / (double)taken : 0;
}

static int look_up(const char *zip, size_t times) {
    ach_package *package = NULL;
    if (ach_package_open(&package, zip, NULL, NULL) != ACH_OK) {
        return 1;
    }
    size_t count = ach_package_count(package);
    ach_bytes *ids = shuffled_ids(package, count);
    double *rates = malloc(times * sizeof *rates);
    int failed = ids == NULL || rates == NULL || count == 0;
    for (size_t turn = 0; turn < times && !failed; turn++) {
        rates[turn] = lookups_a_second(package, ids, count);
        failed = rates[turn] <= 0;
    }
    if (!failed) {
        printf("%.1f\n", median(rates, times));
    }
    free(rates);
    free(ids);
    ach_package_free(package);
    return failed;
}

int main(int argc, char **argv) {
    loader *load_it = load;
    if (argc > 2 && strcmp(argv[1], "--mapped") == 0) {
        load_it = load_mapped;
        argv++;
        argc--;
    }
    long times = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
    if (argc == 2) {
        return load_once(load_it, argv[1]);
    }
    if (argc == 4 && times > 0 && strcmp(argv[1], "--loop") == 0) {
        return load_often(load_it, argv[3], (size_t)times);
    }
    if (argc == 4 && times > 0 && strcmp(argv[1], "--lookups") == 0) {
        return look_up(argv[3], (size_t)times);
    }
    if (argc == 5 && times > 0 && strcmp(argv[1], "--catalogue") == 0) {
        return bench_catalogue(argv[4], (unsigned)times, strtod(argv[3], NULL));
    }
    return 2;
}
