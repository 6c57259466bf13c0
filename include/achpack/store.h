/* Stores: where players' progress is kept, and changing it so that nothing is lost or counted
 * twice.
 * SPDX-License-Identifier: MIT */
#ifndef ACHPACK_STORE_H
#define ACHPACK_STORE_H

#include <achpack/allocator.h>
#include <achpack/bytes.h>
#include <achpack/diag.h>
#include <achpack/export.h>
#include <achpack/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A place that keeps records. One store, one thread at a time; several stores, processes and
 * servers may use one database at once. */
typedef struct ach_store ach_store;

#define ACH_PLAYER_BYTES_MOST 256
#define ACH_NODE_BYTES_MOST   256
#define ACH_EXTRA_BYTES_MOST  (1 << 20) /* as the sibling storage call of the platform allows */
#define ACH_BATCH_MOST        4096

/* The progress of one player in one node: what the documents call the entity ("Cloud achievement
 * API", LobbySetAchievementStorage). */
typedef struct ach_progress {
    int64_t progress;
    int64_t version;      /* how many sets have been stored; 0: there is no record */
    int64_t completed_at; /* seconds since 1970; 0: not completed. Alone decides on completion */
    ach_bytes extra;      /* UTF-8, at most ACH_EXTRA_BYTES_MOST */
    uint64_t definition;  /* the first 8 bytes, big-endian, of the fingerprint of the node's
                             definition at the last set; 0: not known */
} ach_progress;

/* Whose progress in which node: UTF-8, not empty, without NUL, within the limits above. */
typedef struct ach_record_key {
    ach_bytes player;
    ach_bytes node;
} ach_record_key;

typedef struct ach_record {
    ach_record_key key;
    ach_progress progress;
} ach_record;

typedef enum ach_outcome {
    ACH_APPLIED = 1,
    ACH_CONFLICT = 2 /* the record has another version than the one that was seen */
} ach_outcome;

/* Writes that are stored together: after a crash all of those that fit are there, or none. A source
 * (one outbox, one run of a tool) numbers its batches upwards from 1 and begins no batch before it
 * knows what became of the one before. Asking again with the number of the newest batch stores
 * nothing and gives the outcomes of the first time: so an answer that was lost costs nothing. */
typedef struct ach_batch {
    uint8_t source[16];       /* chosen at random, once */
    int64_t number;           /* from 1 */
    int64_t now;              /* seconds since 1970, for ach_store_forget_sources() */
    const ach_record *writes; /* what to store, no key twice; progress.version is the one that was
                                 seen, 0: there must be no record; the stored one is one more */
    size_t count;             /* at most ACH_BATCH_MOST */
    const int64_t *versions;  /* the version to store of each write, above the one that was seen:
                                 for copies of records. NULL: one above it */
} ach_batch;

typedef struct ach_store_options {
    size_t size;                    /* sizeof(ach_store_options) */
    uint32_t flags;                 /* 0 */
    const ach_allocator *allocator; /* copied; NULL: malloc. SQLite, libpq and qsort take malloc
                                       for themselves */
    uint32_t timeout_ms; /* the longest that a call waits for a lock or a server; 0: 5000 */
} ach_store_options;

#define ACH_STORE_OPTIONS_INIT                                                                     \
    { sizeof(ach_store_options), 0, NULL, 0 }

/* Opens the store at `url`: "memory:", "sqlite:PATH" (made where it is not there, but not its
 * folder), or "postgresql://..." as libpq reads it. What is wrong goes to `why` (may be NULL).
 * A file of SQLite must lie on a disk of this machine: its locks do not hold between machines, so
 * on NFS or SMB two servers would ruin it. Use PostgreSQL for several machines.
 * ACH_OK; ACH_EARGUMENT: no such kind of URL, or unknown options; ACH_EIO: unreachable, read-only,
 * full; ACH_EBUSY: locked for longer than the timeout; ACH_EFORMAT: damaged, not a store, or of a
 * newer version; ACH_ENOMEM. */
ACH_EXPORT ach_status ach_store_open(ach_store **out, const char *url,
                                     const ach_store_options *options, ach_diags *why);

/* NULL is allowed. */
ACH_EXPORT void ach_store_close(ach_store *store);

/* Called with one record; what it points to lives until it returns. Anything but 0 ends the walk.
 * It must not use the store: every call gives it ACH_EARGUMENT. */
typedef int (*ach_record_visit)(void *user, const ach_record *record);

/* The records of these keys, in their order; of one that is not there the version is 0. What
 * `records` point to lives until the next call with this store has returned.
 * ACH_OK, ACH_EIO, ACH_EBUSY, ACH_EFORMAT, ACH_ENOMEM, ACH_EARGUMENT: a key against its limits. */
ACH_EXPORT ach_status ach_store_read(ach_store *store, const ach_record_key *keys, size_t count,
                                     ach_record *records, ach_diags *why);

/* All records of a player, by node. ACH_OK and the same troubles; what was read before one was
 * shown to `visit` all the same. */
ACH_EXPORT ach_status ach_store_player(ach_store *store, ach_bytes player, ach_record_visit visit,
                                       void *user, ach_diags *why);

/* All records by player, then node, bytewise, from behind `after` on (NULL: from the start). Reads
 * in pieces, so that writers are not kept waiting: what is written meanwhile may be seen or not. */
ACH_EXPORT ach_status ach_store_walk(ach_store *store, const ach_record_key *after,
                                     ach_record_visit visit, void *user, ach_diags *why);

/* Stores the writes of a batch whose records are still as they were seen, durably and all at once.
 * ACH_OK: `outcomes` tell of each write. ACH_EBUSY: nothing was stored. ACH_EIO: whether it was
 * stored is not known (`unknown` of the platform's three answers): ask again with the same batch.
 * ACH_EARGUMENT: the number is below the source's newest or was that of a batch of another size, a
 * key or text against its rules, a key twice, a number below 0: nothing was stored. ACH_ELIMIT (too
 * many writes, extra too long, no higher version), ACH_EFORMAT, ACH_ENOMEM: nothing was stored. */
ACH_EXPORT ach_status ach_store_apply(ach_store *store, const ach_batch *batch,
                                      ach_outcome *outcomes, ach_diags *why);

/* Gives all records of `from` to the player `to`, who must have none (player ids do change).
 * *moved (may be NULL) is their number. ACH_OK; ACH_ENOTFOUND: `from` has none; ACH_ECONFLICT: `to`
 * has some, nothing was changed; ACH_EIO, ACH_EBUSY, ACH_EARGUMENT, ACH_EFORMAT, ACH_ENOMEM. After
 * ACH_EIO it may have happened: then asking again gives ACH_ENOTFOUND. */
ACH_EXPORT ach_status ach_store_rename(ach_store *store, ach_bytes from, ach_bytes to,
                                       uint64_t *moved, ach_diags *why);

/* Forgets sources whose newest batch is older than `before` (seconds since 1970): it can not be
 * asked for again. ACH_OK, ACH_EIO, ACH_EBUSY, ACH_EFORMAT, ACH_ENOMEM. */
ACH_EXPORT ach_status ach_store_forget_sources(ach_store *store, int64_t before, ach_diags *why);

#ifdef __cplusplus
}
#endif

#endif
