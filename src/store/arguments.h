/* What callers may ask of a store, and a batch brought into the order of its keys.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_ARGUMENTS_H
#define ACH__STORE_ARGUMENTS_H

#include <achpack/store.h>

#include "base/memory.h"
#include "base/slice.h"
#include "diag/diag.h"

#include <stdbool.h>
#include <stddef.h>

static inline ach__slice ach__bytes_slice(ach_bytes bytes) {
    return (ach__slice){bytes.data, bytes.size};
}

static inline ach_bytes ach__slice_bytes(ach__slice slice) {
    return (ach_bytes){slice.ptr, slice.len};
}

/* By player, then node, bytewise. */
int ach__key_compare(const ach_record_key *one, const ach_record_key *other);

/* ACH_OK, or ACH_EARGUMENT with a finding. */
ach_status ach__store_check_player(ach_bytes player, ach_diags *why);
ach_status ach__store_check_key(const ach_record_key *key, ach_diags *why);

/* ACH_OK, ACH_EARGUMENT, ACH_ELIMIT. */
ach_status ach__store_check_write(const ach_record *write, ach_diags *why);

/* The same; but for keys that stand twice. */
ach_status ach__store_check_batch(const ach_batch *batch, ach_diags *why);

/* A batch in the order of its keys. */
typedef struct ach__sorted_batch {
    ach_batch batch;
    ach_outcome *outcomes; /* in that order too */
    const size_t *places;  /* of each in the caller's order; NULL: both orders are the same */
} ach__sorted_batch;

/* All of it lives in `arena`, or is the caller's own where that is in order.
 * ACH_OK, ACH_ENOMEM; ACH_EARGUMENT: a key stands twice. */
ach_status ach__store_sort(ach__sorted_batch *sorted, const ach_batch *batch, ach_outcome *outcomes,
                           ach__arena *arena, ach_diags *why);

/* The outcomes, in the caller's order. */
void ach__store_unsort(const ach__sorted_batch *sorted, ach_outcome *outcomes);

#endif
