/* Uses an outbox as an engine does, for tests that kill it or take its disk away.
 *
 *   drive_outbox run FILE LAST [TROUBLE AT]  transactions up to number LAST; prints the number of
 * each when it is committed. TROUBLE: "kill" before the AT-th call that writes, "torn" in its
 * middle; "full" or "error": that one fails, and what failed is done again drive_outbox dump FILE
 * what it holds SPDX-License-Identifier: MIT */
#include "store/outbox.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { IDS = 4, BEHIND = 40, REOPEN = 50, EXTRA_MOST = 6000, TRIES = 3 };

/* What becomes of the calls that write. */
static struct trouble {
    const char *kind;
    long at; /* 0: none */
    long calls;
} trouble;

static bool is_at(void) {
    return ++trouble.calls == trouble.at;
}

/* The process ends here, or the call fails for the system's reason. */
static int strike(void) {
    if (strcmp(trouble.kind, "kill") == 0 || strcmp(trouble.kind, "torn") == 0) {
        (void)raise(SIGKILL);
    }
    errno = strcmp(trouble.kind, "full") == 0 ? ENOSPC : EIO;
    return -1;
}

static ssize_t strike_pwrite(int file, const void *bytes, size_t size, off_t at) {
    if (!is_at()) {
        return pwrite(file, bytes, size, at);
    }
    if (strcmp(trouble.kind, "torn") == 0) {
        (void)!pwrite(file, bytes, size / 2, at);
    }
    return strike();
}

static int strike_ftruncate(int file, off_t size) {
    return is_at() ? strike() : ftruncate(file, size);
}

static int strike_unlink(const char *path) {
    return is_at() ? strike() : unlink(path);
}

static void prepare_trouble(char **words) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    trouble.kind = words[0];
    trouble.at = strtol(words[1], NULL, 10);
    if (vfs == NULL ||
        vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)strike_pwrite) != SQLITE_OK ||
        vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)strike_pwrite) != SQLITE_OK ||
        vfs->xSetSystemCall(vfs, "ftruncate", (sqlite3_syscall_ptr)strike_ftruncate) != SQLITE_OK ||
        vfs->xSetSystemCall(vfs, "unlink", (sqlite3_syscall_ptr)strike_unlink) != SQLITE_OK) {
        exit(2);
    }
}

/* The same numbers for the same transaction, always. */
static uint64_t next_number(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static ach_bytes name_of(char room[16], char letter, uint64_t number) {
    return (ach_bytes){room, (size_t)snprintf(room, 16, "%c%" PRIu64, letter, number)};
}

static ach_status put_one(ach__outbox *outbox, int64_t id, uint64_t *seed, ach_diags *why) {
    static char extra[EXTRA_MOST];
    char player[16];
    char node[16];
    ach__waiting waiting = {.id = id};
    waiting.key.player = name_of(player, 'p', next_number(seed) % 16);
    waiting.key.node = name_of(node, 'n', next_number(seed) % 8);
    waiting.delta = (int64_t)(next_number(seed) % 100);
    waiting.is_in_batch = next_number(seed) % 2 == 1;
    waiting.has_extra = waiting.asks_extra = next_number(seed) % 4 == 0;
    if (waiting.has_extra) {
        waiting.seen = (int64_t)(next_number(seed) % 10);
        waiting.extra = (ach_bytes){extra, next_number(seed) % EXTRA_MOST};
        memset(extra, 'a' + (int)(id % 26), sizeof extra);
    }
    return ach__outbox_put(outbox, &waiting, why);
}

static ach_status change(ach__outbox *outbox, int64_t number, ach_diags *why) {
    uint64_t seed = (uint64_t)number;
    char player[16];
    char node[16];
    ach_status status = ACH_OK;
    uint64_t count = next_number(&seed) % IDS + 1;
    for (uint64_t i = 0; i < count && status == ACH_OK; i++) {
        status = put_one(outbox, number * IDS + (int64_t)i, &seed, why);
    }
    if (status == ACH_OK) { /* one of an earlier transaction anew */
        status = put_one(outbox, (number - 1) * IDS + 1, &seed, why);
    }
    for (int64_t i = 0; i < IDS && status == ACH_OK; i++) {
        status = ach__outbox_drop(outbox, (number - BEHIND) * IDS + i, why);
    }
    if (status == ACH_OK) {
        ach_bytes whose = name_of(player, 'p', next_number(&seed) % 16);
        status = ach__outbox_put_local(outbox, whose, name_of(node, 'n', next_number(&seed) % 8),
                                       number, why);
    }
    return status == ACH_OK ? ach__outbox_number(outbox, number, why) : status;
}

static ach_status transact(ach__outbox *outbox, int64_t number, ach_diags *why) {
    uint64_t seed = 1;
    ach_status status = ACH_OK;
    if (number % 7 == 0) { /* nothing of this may be seen */
        status = ach__outbox_begin(outbox, why);
        if (status == ACH_OK) {
            status = put_one(outbox, INT64_MAX - 1, &seed, why);
        }
        ach__outbox_abort(outbox);
    }
    status = status == ACH_OK ? ach__outbox_begin(outbox, why) : status;
    status = status == ACH_OK ? change(outbox, number, why) : status;
    status = status == ACH_OK ? ach__outbox_commit(outbox, why) : status;
    if (status != ACH_OK) {
        ach__outbox_abort(outbox);
    }
    return status;
}

static ach_diags *why;

/* One line at once, so that a reader has either all of it or nothing. */
static void tell(const char *what, int64_t number) {
    char line[512];
    ach_finding finding = {.code = "", .message = ""};
    (void)ach_diags_get(why, 0, &finding);
    int size = snprintf(line, sizeof line, "%s %" PRId64 " %s %s\n", what, number, finding.code,
                        finding.message);
    if (write(1, line, (size_t)size) != size) {
        exit(3);
    }
    ach_diags_free(why);
    why = ach_diags_new(NULL, ACH_ENGLISH);
}

static ach__outbox *open_told(const char *path) {
    ach__outbox *outbox = NULL;
    for (int i = 0; i < TRIES && outbox == NULL; i++) {
        if (ach__outbox_open(&outbox, path, NULL, why) != ACH_OK) {
            tell("failed", 0);
        }
    }
    if (outbox == NULL) {
        exit(1);
    }
    return outbox;
}

static int run(const char *path, int64_t last) {
    ach__outbox *outbox = open_told(path);
    int64_t number = ach__outbox_batch(outbox);
    tell("opened", number);
    int tries = TRIES;
    while (number < last && tries > 0) {
        if (transact(outbox, number + 1, why) != ACH_OK) {
            tell("failed", number + 1);
            tries--;
            continue;
        }
        number++;
        tries = TRIES;
        tell("done", number);
        if (number % REOPEN == 0) {
            ach__outbox_close(outbox);
            outbox = open_told(path);
        }
    }
    ach__outbox_close(outbox);
    if (tries > 0) {
        tell("closed", trouble.calls);
    }
    return tries > 0 ? 0 : 1;
}

static int show_waiting(void *user, const ach__waiting *waiting) {
    char letter = waiting->extra.size == 0 ? '-' : waiting->extra.data[0];
    (void)user;
    for (size_t i = 1; i < waiting->extra.size; i++) {
        letter = waiting->extra.data[i] == letter ? letter : '!';
    }
    (void)printf("waiting %" PRId64 " %.*s %.*s %" PRId64 " %d %d %" PRId64 " %zu %c\n",
                 waiting->id, (int)waiting->key.player.size, waiting->key.player.data,
                 (int)waiting->key.node.size, waiting->key.node.data, waiting->delta,
                 waiting->is_in_batch, waiting->has_extra, waiting->seen, waiting->extra.size,
                 letter);
    return 0;
}

static int show_local(void *user, ach_bytes node, int64_t progress) {
    (void)printf("local %s %.*s %" PRId64 "\n", (const char *)user, (int)node.size, node.data,
                 progress);
    return 0;
}

static int dump(const char *path) {
    ach__outbox *outbox = open_told(path);
    (void)printf("number %" PRId64 " ", ach__outbox_batch(outbox));
    for (size_t i = 0; i < 16; i++) {
        (void)printf("%02x", ach__outbox_source(outbox)[i]);
    }
    (void)putchar('\n');
    ach_status status = ach__outbox_waiting(outbox, show_waiting, NULL, why);
    for (uint64_t i = 0; i < 16 && status == ACH_OK; i++) {
        char player[16];
        ach_bytes whose = name_of(player, 'p', i);
        status = ach__outbox_local(outbox, whose, show_local, player, why);
    }
    (void)fflush(stdout);
    if (status != ACH_OK) {
        tell("failed", 0);
    }
    ach__outbox_close(outbox);
    return status == ACH_OK ? 0 : 1;
}

int main(int count, char **words) {
    why = ach_diags_new(NULL, ACH_ENGLISH);
    int result = 2;
    if (count == 6) {
        prepare_trouble(words + 4);
    }
    if ((count == 4 || count == 6) && strcmp(words[1], "run") == 0) {
        result = run(words[2], strtoll(words[3], NULL, 10));
    } else if (count == 3 && strcmp(words[1], "dump") == 0) {
        result = dump(words[2]);
    } else {
        (void)fputs("usage: see the head of drive_outbox.c\n", stderr);
    }
    ach_diags_free(why);
    return result;
}
