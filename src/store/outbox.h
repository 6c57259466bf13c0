/* The outbox: local progress, and sets that are not yet in the store, in a file of SQLite.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_OUTBOX_H
#define ACH__STORE_OUTBOX_H

#include <achpack/allocator.h>
#include <achpack/diag.h>
#include <achpack/status.h>
#include <achpack/store.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One file, one holder at a time: a second one gets ACH_EBUSY (store-busy). Everything that is put
 * between begin and commit is there after a crash, or nothing of it. */
typedef struct ach__outbox ach__outbox;

/* A set that waits. */
typedef struct ach__waiting {
    int64_t id; /* from 1, growing: the order in which they came */
    ach_record_key key;
    int64_t delta;
    int64_t seen;     /* where has_extra */
    bool asks_extra;  /* it had a get_extra */
    bool has_extra;   /* and that was asked */
    bool is_in_batch; /* of number ach__outbox_batch() */
    ach_bytes extra;
} ach__waiting;

/* `path` NULL: nothing is kept, all calls succeed. What is wrong goes to `why` with the store-*
 * findings, under the path. The schema has a version of its own and a table that says that the file
 * is an outbox: any other file of SQLite is refused (store-foreign). */
ach_status ach__outbox_open(ach__outbox **out, const char *path, const ach_allocator *allocator,
                            ach_diags *why);
void ach__outbox_close(ach__outbox *outbox);

/* Chosen at random when the file was made. */
const uint8_t *ach__outbox_source(const ach__outbox *outbox);

/* The number of the newest batch; 0: none yet. */
int64_t ach__outbox_batch(const ach__outbox *outbox);

/* All that wait, by id; once after opening. What is given lives until `visit` returns; anything but
 * 0 ends it, and is ACH_ENOMEM. */
ach_status ach__outbox_waiting(ach__outbox *outbox, int (*visit)(void *user, const ach__waiting *),
                               void *user, ach_diags *why);

/* The local progress of a player. */
ach_status ach__outbox_local(ach__outbox *outbox, ach_bytes player,
                             int (*visit)(void *user, ach_bytes node, int64_t progress), void *user,
                             ach_diags *why);

/* One transaction. After a failure the file is as it was at begin, and only abort is allowed. */
ach_status ach__outbox_begin(ach__outbox *outbox, ach_diags *why);
ach_status ach__outbox_put(ach__outbox *outbox, const ach__waiting *waiting, ach_diags *why);
ach_status ach__outbox_drop(ach__outbox *outbox, int64_t id, ach_diags *why);
ach_status ach__outbox_put_local(ach__outbox *outbox, ach_bytes player, ach_bytes node,
                                 int64_t progress, ach_diags *why);
ach_status ach__outbox_number(ach__outbox *outbox, int64_t number, ach_diags *why);
ach_status ach__outbox_commit(ach__outbox *outbox, ach_diags *why); /* durable when it is ACH_OK */
void ach__outbox_abort(ach__outbox *outbox);

#endif
