/* What a kind of store can do, and what all kinds share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_STORE_H
#define ACH__STORE_STORE_H

#include <achpack/store.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACH__STORE_TIMEOUT_DEFAULT 5000u
#define ACH__STORE_SCHEMA          1 /* the newest version of tables that this library knows */

/* Arguments were judged by store.c: keys and extras are within their limits, no key stands twice,
 * and the writes of a batch stand in the order of their keys (player, then node, bytewise), so that
 * two servers never wait for each other in a circle. The records of `read` have their keys already,
 * and nothing else. `replies` is empty when a call begins. */
typedef struct ach__store_calls {
    ach_status (*read)(ach_store *store, const ach_record_key *keys, size_t count,
                       ach_record *records, ach_diags *why);
    ach_status (*player)(ach_store *store, ach_bytes player, ach_record_visit visit, void *user,
                         ach_diags *why);
    ach_status (*walk)(ach_store *store, const ach_record_key *after, ach_record_visit visit,
                       void *user, ach_diags *why);
    ach_status (*apply)(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                        ach_diags *why);
    ach_status (*rename)(ach_store *store, ach_bytes from, ach_bytes to, uint64_t *moved,
                         ach_diags *why);
    ach_status (*forget)(ach_store *store, int64_t before, ach_diags *why);
    void (*close)(ach_store *store); /* frees the kind's own part, not the store */
} ach__store_calls;

struct ach_store {
    const ach__store_calls *calls;
    ach_allocator allocator;
    uint32_t timeout_ms;
    bool is_visiting;   /* a visitor has been called and has not returned */
    ach__arena replies; /* what the newest answer points to */
    ach__arena before;  /* what the answer before pointed to: callers may give it to this call */
    void *state;        /* the kind's own */
};

/* The kinds. `store` has everything but `calls` and `state`; on failure they stay empty. */
ach_status ach__store_open_memory(ach_store *store, ach_diags *why);
ach_status ach__store_open_sqlite(ach_store *store, const char *path, ach_diags *why);
ach_status ach__store_open_postgres(ach_store *store, const char *url, ach_diags *why);

/* The version that write number `index` is stored with. */
static inline int64_t ach__batch_version(const ach_batch *batch, size_t index) {
    return batch->versions == NULL ? batch->writes[index].progress.version + 1
                                   : batch->versions[index];
}

/* The outcomes of a batch as bytes that a store keeps beside its number: one a write. */
void ach__outcomes_pack(const ach_outcome *outcomes, size_t count, unsigned char *bytes);
/* False where `size` is not the batch's count, or a byte is no outcome. */
bool ach__outcomes_unpack(ach_outcome *outcomes, size_t count, const unsigned char *bytes,
                          size_t size);

/* Holds a batch against the newest one of its source. ACH_OK: it is the next one, or, where
 * *is_repeat, the same: `outcomes` are those of the first time. ACH_EARGUMENT, ACH_EFORMAT. */
ach_status ach__store_turn(const ach_batch *batch, int64_t newest, ach__slice stored,
                           ach_outcome *outcomes, bool *is_repeat, ach_diags *why);

/* Raises what a database said: `detail` is its own words. */
typedef enum ach__store_trouble {
    ACH__STORE_UNREACHABLE,
    ACH__STORE_BUSY,
    ACH__STORE_READ_ONLY,
    ACH__STORE_FULL,
    ACH__STORE_NEWER,
    ACH__STORE_DAMAGED,
    ACH__STORE_FOREIGN, /* a database, but none of achpack */
    ACH__STORE_FAILED,  /* anything else */
    ACH__STORE_OUTBOX_BUSY,
    ACH__STORE_OUTBOX_FOREIGN,
    ACH__STORE_NO_FILE /* a folder or a device: nothing more to say */
} ach__store_trouble;
void ach__store_raise(ach_diags *why, ach__store_trouble trouble, const char *detail);

/* The same, with the file that it is about as the caller gave it. */
void ach__store_raise_in(ach_diags *why, ach__store_trouble trouble, const char *path,
                         const char *detail);

/* What a call answers in such trouble. */
ach_status ach__store_status(ach__store_trouble trouble);

#endif
