/* Writes to a store until it is killed, and knows in its next life what it was told: for tests that
 * kill it at any moment.
 *
 *   crash_store URL NOTES BATCHES   goes on where NOTES end, for so many batches (0: for ever);
 *                                   prints "ready" when the store is open
 *   crash_store URL NOTES...        holds the records against all notes together
 *
 * NOTES is a file that is mapped: it holds what was acknowledged, and is killed with nothing. It
 * has two pages of notes, of which one is in force; a batch follows from them alone, so that the
 * next life asks for the very same one.
 * SPDX-License-Identifier: MIT */
#include <achpack/store.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEYS = 48, WRITES_MOST = 24, EXTRA_MOST = 6000 };

typedef struct page {
    int64_t number; /* of the newest batch whose outcomes are known */
    int64_t seen[KEYS];
    int64_t applied[KEYS];
    int64_t conflicts;
} page;

typedef struct notes {
    uint8_t source[16];
    atomic_int in_force; /* 1 or 2; 0: nothing was begun */
    page pages[3];
} notes;

static ach_store *store;
static char names[KEYS][16];
static char extras[EXTRA_MOST];

static int fail(const char *what, ach_status status) {
    (void)printf("%s: status %d\n", what, (int)status);
    return 1;
}

static ach_record_key key_of(size_t key) {
    return (ach_record_key){{names[key], strlen(names[key])}, {"node", 4}};
}

static uint64_t scramble(uint64_t x) {
    x = (x ^ x >> 31) * UINT64_C(0x7FB5D329728EA185);
    x = (x ^ x >> 27) * UINT64_C(0x81DADEF4BC2DD44D);
    return x ^ x >> 33;
}

/* How long the extra data is follows from the version, so that a mixture of two would show. */
static size_t extra_size(size_t key, int64_t version) {
    return scramble((uint64_t)version * KEYS + key) % (version % 16 == 0 ? EXTRA_MOST : 100);
}

static notes *open_notes(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof(notes)) != 0) {
        return NULL;
    }
    void *map = mmap(NULL, sizeof(notes), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)close(file);
    return map == MAP_FAILED ? NULL : map;
}

/* The batch behind those notes; keys[] are those of its writes. */
static void make_batch(const notes *all, const page *now, ach_batch *batch, ach_record *writes,
                       size_t *keys) {
    uint64_t random = 0;
    memcpy(&random, all->source, sizeof random);
    random = scramble(random + (uint64_t)now->number);
    size_t stride = (size_t)(random % KEYS) | 1;
    stride += stride % 3 == 0 ? 2 : 0; /* shares no factor with 48 */
    *batch = (ach_batch){.number = now->number + 1, .now = 1700000000, .writes = writes};
    memcpy(batch->source, all->source, sizeof batch->source);
    batch->count = 1 + (size_t)((random >> 20) % WRITES_MOST);
    for (size_t i = 0; i < batch->count; i++) {
        size_t key = (size_t)((random >> 40) + i * stride) % KEYS;
        keys[i] = key;
        writes[i] = (ach_record){.key = key_of(key)};
        writes[i].progress.version = now->seen[key];
        writes[i].progress.progress = now->seen[key] + 1;
        writes[i].progress.extra = (ach_bytes){extras, extra_size(key, now->seen[key] + 1)};
    }
}

static ach_status learn(page *next, size_t key) {
    ach_record_key wanted = key_of(key);
    ach_record record;
    ach_status status = ach_store_read(store, &wanted, 1, &record, NULL);
    if (status == ACH_OK) {
        next->seen[key] = record.progress.version;
    }
    return status;
}

static int run_batch(notes *all) {
    int in_force = atomic_load(&all->in_force);
    const page *now = &all->pages[in_force];
    page *next = &all->pages[in_force == 1 ? 2 : 1];
    ach_batch batch;
    ach_record writes[WRITES_MOST];
    ach_outcome outcomes[WRITES_MOST];
    size_t keys[WRITES_MOST];
    make_batch(all, now, &batch, writes, keys);
    ach_status status = ach_store_apply(store, &batch, outcomes, NULL);
    if (status != ACH_OK) {
        return fail("apply", status);
    }
    *next = *now;
    next->number++;
    for (size_t i = 0; i < batch.count; i++) {
        bool is_applied = outcomes[i] == ACH_APPLIED;
        next->applied[keys[i]] += is_applied;
        next->seen[keys[i]] += is_applied;
        next->conflicts += !is_applied;
        if (!is_applied && (status = learn(next, keys[i])) != ACH_OK) {
            return fail("read", status);
        }
    }
    atomic_store(&all->in_force, in_force == 1 ? 2 : 1);
    return 0;
}

static int run(const char *path, uint64_t batches) {
    notes *all = open_notes(path);
    if (all == NULL) {
        return fail("notes", ACH_EIO);
    }
    (void)printf("ready\n");
    (void)fflush(stdout);
    if (atomic_load(&all->in_force) == 0) {
        if (getrandom(all->source, sizeof all->source, 0) != sizeof all->source) {
            return fail("source", ACH_EIO);
        }
        atomic_store(&all->in_force, 1);
    }
    for (uint64_t i = 0; batches == 0 || i < batches; i++) {
        if (run_batch(all) != 0) {
            return 1;
        }
    }
    return 0;
}

typedef struct sums {
    int64_t applied[KEYS];
    size_t found;
    bool is_wrong;
} sums;

static int compare(void *user, const ach_record *record) {
    sums *all = user;
    const ach_progress *now = &record->progress;
    size_t key = strtoul(record->key.player.data + 1, NULL, 10);
    all->found++;
    if (key >= KEYS || now->version != all->applied[key] || now->progress != now->version ||
        now->extra.size != extra_size(key, now->version) ||
        memcmp(now->extra.data, extras, now->extra.size) != 0) {
        (void)printf("%s: version %" PRId64 ", progress %" PRId64 ", acknowledged %" PRId64 "\n",
                     record->key.player.data, now->version, now->progress,
                     key < KEYS ? all->applied[key] : -1);
        all->is_wrong = true;
    }
    return 0;
}

static int check(char **paths, int count) {
    sums all = {.found = 0};
    int64_t batches = 0;
    int64_t conflicts = 0;
    int64_t applied = 0;
    for (int i = 0; i < count; i++) {
        const notes *one = open_notes(paths[i]);
        if (one == NULL) {
            return fail("notes", ACH_EIO);
        }
        const page *now = &one->pages[atomic_load(&one->in_force)];
        batches += now->number;
        conflicts += now->conflicts;
        for (size_t key = 0; key < KEYS; key++) {
            all.applied[key] += now->applied[key];
        }
    }
    ach_status status = ach_store_walk(store, NULL, compare, &all, NULL);
    if (status != ACH_OK) {
        return fail("walk", status);
    }
    size_t wanted = 0;
    for (size_t key = 0; key < KEYS; key++) {
        wanted += all.applied[key] > 0;
        applied += all.applied[key];
    }
    (void)printf("%" PRId64 " batches, %" PRId64 " writes, %" PRId64 " conflicts\n", batches,
                 applied, conflicts);
    return all.is_wrong || wanted != all.found;
}

int main(int count, char **words) {
    if (count < 3) {
        return 2;
    }
    for (size_t i = 0; i < KEYS; i++) {
        (void)snprintf(names[i], sizeof names[i], "p%zu", i);
    }
    memset(extras, 'x', sizeof extras);
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.timeout_ms = 20000;
    ach_status status = ach_store_open(&store, words[1], &options, why);
    if (status != ACH_OK) {
        ach_finding finding = {.message = "?"};
        (void)ach_diags_get(why, 0, &finding);
        (void)printf("%s\n", finding.message);
        ach_diags_free(why);
        return fail("open", status);
    }
    char *end;
    uint64_t batches = count == 4 ? strtoull(words[3], &end, 10) : 0;
    bool is_run = count == 4 && *end == '\0' && *words[3] != '\0';
    int code = is_run ? run(words[2], batches) : check(words + 2, count - 2);
    ach_store_close(store);
    ach_diags_free(why);
    return code;
}
