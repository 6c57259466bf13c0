/* The same job with libarchive's reader, and less of it: the table's bytes and the icons' are taken
 * into memory, the table is not parsed.
 *     load_libarchive [--loop N] ZIP
 * SPDX-License-Identifier: MIT */
#include "load.h"

#include <archive.h>
#include <archive_entry.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, BLOCK = 65536, ENTRIES_MOST = 20000, ENTRY_MOST = 8 << 20 };

struct entry {
    unsigned char *data;
    size_t size;
};

static unsigned touch(struct entry entry) {
    unsigned sum = 0;
    for (size_t at = 0; at < entry.size; at += PAGE) {
        sum += entry.data[at];
    }
    return entry.size == 0 ? 0 : sum + entry.data[entry.size - 1];
}

static int read_entry(struct archive *archive, struct archive_entry *header, struct entry *out) {
    la_int64_t size = archive_entry_size(header);
    if (size < 0 || size > ENTRY_MOST) {
        return 1;
    }
    *out = (struct entry){malloc((size_t)size + 1), (size_t)size};
    return out->data == NULL || archive_read_data(archive, out->data, (size_t)size) != size;
}

static int load(const char *zip, size_t *count, size_t *bytes, unsigned *sum) {
    struct archive *archive = archive_read_new();
    struct entry *entries = calloc(ENTRIES_MOST, sizeof *entries);
    struct archive_entry *header = NULL;
    int failed = archive == NULL || entries == NULL ||
                 archive_read_support_format_zip(archive) != ARCHIVE_OK ||
                 archive_read_open_filename(archive, zip, BLOCK) != ARCHIVE_OK;
    *count = 0;
    while (!failed && *count < ENTRIES_MOST &&
           archive_read_next_header(archive, &header) == ARCHIVE_OK) {
        failed = read_entry(archive, header, &entries[*count]);
        *sum += failed ? 0 : touch(entries[*count]);
        *bytes += entries[*count].size;
        ++*count;
    }
    for (size_t number = 0; entries != NULL && number < *count; number++) {
        free(entries[number].data);
    }
    free(entries);
    (void)archive_read_free(archive);
    return failed;
}

static int by_number(const void *one, const void *other) {
    double left = *(const double *)one;
    double right = *(const double *)other;
    return (left > right) - (left < right);
}

int main(int argc, char **argv) {
    long times = argc == 4 && strcmp(argv[1], "--loop") == 0 ? strtol(argv[2], NULL, 10) : 1;
    double *taken = times > 0 ? calloc((size_t)times, sizeof *taken) : NULL;
    size_t count = 0;
    size_t bytes = 0;
    unsigned sum = 0;
    int failed = argc < 2 || taken == NULL;
    for (long turn = 0; turn < times && !failed; turn++) {
        uint64_t start = bench_computed();
        failed = load(argv[argc - 1], &count, &bytes, &sum) || count == 0;
        taken[turn] = (double)(bench_computed() - start) / 1e3;
    }
    if (!failed && argc == 2) {
        printf("%zu entries, %zu bytes, %u\n", count, bytes, sum);
    } else if (!failed) {
        qsort(taken, (size_t)times, sizeof *taken, by_number);
        printf("%.2f\n", taken[times / 2]);
    }
    free(taken);
    return failed;
}
