/* Uses a store as a server does, through the public library alone, for tests that break things
 * around it.
 *
 *   drive_store open URL TIMEOUT             how opening and one batch ended
 *   drive_store once URL TIMEOUT             a batch for each line of the input
 *   drive_store race URL TIMEOUT SEED KEYS BATCH ROUNDS
 *                                            batches over the same keys as others, until ROUNDS or
 *                                            the end of the input; then what was acknowledged
 *   drive_store dump URL TIMEOUT             all records
 * SPDX-License-Identifier: MIT */
#include <achpack/store.h>

#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { KEYS_MOST = 4096, NAME_BYTES = 24 };

static ach_diags *why;

static int64_t clock_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *name_of(ach_status status) {
    static const char *const names[] = {"OK",        "EIO",       "EFORMAT", "ENOMEM",   "ELIMIT",
                                        "EARGUMENT", "ENOTFOUND", "EBUSY",   "ECONFLICT"};
    return names[status];
}

/* "STATUS code: message" for each finding since the last time. */
static void tell(const char *what, ach_status status, int64_t began) {
    (void)printf("%s %s %" PRId64, what, name_of(status), clock_ms() - began);
    for (size_t i = 0; i < ach_diags_count(why); i++) {
        ach_finding finding;
        if (ach_diags_get(why, i, &finding) == ACH_OK) {
            (void)printf(" | %s: %s", finding.code, finding.message);
        }
    }
    (void)putchar('\n');
    (void)fflush(stdout);
    ach_diags_free(why);
    why = ach_diags_new(NULL, ACH_ENGLISH);
}

static ach_store *open_store(char **words, bool is_told) {
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    ach_store *store = NULL;
    options.timeout_ms = (uint32_t)strtoul(words[3], NULL, 10);
    int64_t began = clock_ms();
    ach_status status = ach_store_open(&store, words[2], &options, why);
    if (is_told || status != ACH_OK) {
        tell("open", status, began);
    }
    return store;
}

static void start_source(ach_batch *batch) {
    *batch = (ach_batch){.number = 1, .now = 1700000000};
    if (getrandom(batch->source, sizeof batch->source, 0) != sizeof batch->source) {
        exit(2);
    }
}

static int run_open(char **words) {
    ach_store *store = open_store(words, true);
    if (store == NULL) {
        return 0;
    }
    ach_record record = {.key = {{"somebody", 8}, {"node", 4}}, .progress = {.progress = 1}};
    ach_outcome outcome = 0;
    ach_batch batch;
    start_source(&batch);
    batch.writes = &record;
    batch.count = 1;
    int64_t began = clock_ms();
    tell("read", ach_store_read(store, &record.key, 1, &(ach_record){0}, why), began);
    began = clock_ms();
    tell("apply", ach_store_apply(store, &batch, &outcome, why), began);
    ach_store_close(store);
    return 0;
}

/* Adds 1 to one record, once for each line; "again" asks for the last batch once more. */
static int run_once(char **words) {
    ach_store *store = open_store(words, true);
    char line[64];
    ach_batch batch;
    start_source(&batch);
    batch.number = 0;
    ach_record record = {.key = {{"once", 4}, {"node", 4}}};
    ach_outcome outcome = 0;
    batch.writes = &record;
    batch.count = 1;
    while (store != NULL && fgets(line, sizeof line, stdin) != NULL) {
        int64_t began = clock_ms();
        if (strcmp(line, "again\n") != 0) {
            ach_record now = {0};
            ach_status status = ach_store_read(store, &record.key, 1, &now, why);
            if (strcmp(line, "read\n") == 0) {
                tell("read", status, began);
                continue;
            }
            batch.number++;
            record.progress = (ach_progress){.progress = now.progress.progress + 1,
                                             .version = now.progress.version};
        }
        if (strcmp(line, "prepare\n") == 0) {
            tell("prepare", ACH_OK, began);
            continue;
        }
        ach_status status = ach_store_apply(store, &batch, &outcome, why);
        tell(status == ACH_OK && outcome == ACH_APPLIED ? "applied" : "apply", status, began);
    }
    ach_store_close(store);
    return 0;
}

typedef struct race {
    ach_store *store;
    uint64_t random;
    size_t keys;
    char names[KEYS_MOST][NAME_BYTES];
    ach_progress seen[KEYS_MOST];
    uint64_t applied[KEYS_MOST];
    size_t order[KEYS_MOST]; /* a permutation; its beginning is the present batch */
    ach_record writes[KEYS_MOST];
    ach_outcome outcomes[KEYS_MOST];
    uint64_t conflicts, busy, unknown, repeats;
} race;

static race run; /* too large for the stack */

static uint64_t next_random(void) {
    run.random ^= run.random << 13;
    run.random ^= run.random >> 7;
    run.random ^= run.random << 17;
    return run.random;
}

static ach_record_key key_of(size_t key) {
    return (ach_record_key){{run.names[key], strlen(run.names[key])}, {"node", 4}};
}

static void choose(ach_batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        size_t other = i + next_random() % (run.keys - i);
        size_t key = run.order[other];
        run.order[other] = run.order[i];
        run.order[i] = key;
        run.writes[i] = (ach_record){key_of(key), run.seen[key]};
        run.writes[i].progress.progress++;
        run.writes[i].progress.extra = (ach_bytes){run.names[key], strlen(run.names[key])};
    }
}

static bool look_again(size_t key) {
    ach_record_key wanted = key_of(key);
    ach_record record;
    for (int i = 0; i < 200; i++) {
        ach_status status = ach_store_read(run.store, &wanted, 1, &record, NULL);
        if (status == ACH_OK) {
            run.seen[key] = record.progress;
            return true;
        }
        if (status != ACH_EIO && status != ACH_EBUSY) {
            break;
        }
    }
    return false;
}

/* Counts what was acknowledged. An odd batch is asked for once more: the answer must be the same.
 */
static bool take_outcomes(const ach_batch *batch) {
    static ach_outcome again[KEYS_MOST];
    if (next_random() % 8 == 0 && ach_store_apply(run.store, batch, again, NULL) == ACH_OK) {
        run.repeats++;
        if (memcmp(again, run.outcomes, batch->count * sizeof *again) != 0) {
            (void)printf("a repeated batch had other outcomes\n");
            return false;
        }
    }
    for (size_t i = 0; i < batch->count; i++) {
        size_t key = run.order[i];
        if (run.outcomes[i] == ACH_APPLIED) {
            run.applied[key]++;
            run.seen[key].version++;
            run.seen[key].progress++;
        } else {
            run.conflicts++;
            if (!look_again(key)) {
                return false;
            }
        }
    }
    return true;
}

/* One batch, asked for until it is known what became of it. */
static bool store_one(ach_batch *batch) {
    choose(batch);
    batch->number++;
    for (bool is_unknown = false;; is_unknown = true) {
        int64_t began = clock_ms();
        ach_status status = ach_store_apply(run.store, batch, run.outcomes, why);
        if (status == ACH_OK) {
            return take_outcomes(batch);
        }
        run.busy += status == ACH_EBUSY;
        run.unknown += status == ACH_EIO;
        if (status == ACH_EBUSY && !is_unknown) {
            return true; /* nothing was stored: the next batch is another one */
        }
        /* Being busy now says nothing of the time before. */
        if ((status != ACH_EIO && status != ACH_EBUSY) || run.unknown + run.busy > 100000) {
            tell("apply", status, began);
            return false;
        }
    }
}

static bool is_over(void) {
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    char byte;
    return poll(&input, 1, 0) == 1 && read(STDIN_FILENO, &byte, 1) <= 0;
}

static int run_race(char **words) {
    for (int tries = 0; run.store == NULL && tries < 100; tries++) {
        run.store = open_store(words, false); /* the server may be down just now */
    }
    run.random = strtoull(words[4], NULL, 10) * 2654435761u + 1;
    run.keys = strtoull(words[5], NULL, 10);
    ach_batch batch;
    start_source(&batch);
    batch.writes = run.writes;
    batch.number = 0;
    batch.count = strtoull(words[6], NULL, 10);
    uint64_t rounds = strtoull(words[7], NULL, 10);
    if (run.store == NULL || run.keys > KEYS_MOST || batch.count > run.keys) {
        return 2;
    }
    for (size_t i = 0; i < run.keys; i++) {
        run.order[i] = i;
        (void)snprintf(run.names[i], NAME_BYTES, "racer-%04zu", i);
    }
    uint64_t round = 0;
    while (round < rounds && !is_over()) {
        round++;
        if (!store_one(&batch)) {
            return 1;
        }
    }
    for (size_t i = 0; i < run.keys; i++) {
        (void)printf("%s %" PRIu64 "\n", run.names[i], run.applied[i]);
    }
    (void)printf("rounds %" PRIu64 " conflicts %" PRIu64 " busy %" PRIu64 " unknown %" PRIu64
                 " repeats %" PRIu64 "\n",
                 round, run.conflicts, run.busy, run.unknown, run.repeats);
    ach_store_close(run.store);
    return 0;
}

static int show(void *user, const ach_record *record) {
    (void)user;
    (void)printf("%.*s %.*s %" PRId64 " %" PRId64 " %.*s\n", (int)record->key.player.size,
                 record->key.player.data, (int)record->key.node.size, record->key.node.data,
                 record->progress.progress, record->progress.version,
                 (int)record->progress.extra.size, record->progress.extra.data);
    return 0;
}

static int run_dump(char **words) {
    ach_store *store = open_store(words, false);
    int64_t began = clock_ms();
    ach_status status = store == NULL ? ACH_EIO : ach_store_walk(store, NULL, show, NULL, why);
    if (status != ACH_OK) {
        tell("walk", status, began);
    }
    ach_store_close(store);
    return status != ACH_OK;
}

int main(int count, char **words) {
    static const struct {
        const char *name;
        int count;
        int (*run)(char **words);
    } commands[] = {
        {"open", 4, run_open}, {"once", 4, run_once}, {"race", 8, run_race}, {"dump", 4, run_dump}};
    why = ach_diags_new(NULL, ACH_ENGLISH);
    int code = 2;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (count == commands[i].count && strcmp(words[1], commands[i].name) == 0) {
            code = commands[i].run(words);
        }
    }
    ach_diags_free(why);
    return code;
}
