/* What the files of the outbox share.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_OUTBOX_PARTS_H
#define ACH__STORE_OUTBOX_PARTS_H

#include "store/outbox.h"
#include "store/sqlite_file.h"

#include <stddef.h>
#include <stdint.h>

typedef enum ach__outbox_query {
    ACH__OUTBOX_BEGIN,
    ACH__OUTBOX_COMMIT,
    ACH__OUTBOX_ROLLBACK,
    ACH__OUTBOX_ABOUT,     /* -> schema, source, number */
    ACH__OUTBOX_NUMBER,    /* number */
    ACH__OUTBOX_WAITING,   /* -> id, player, node, delta, seen, flags, extra */
    ACH__OUTBOX_PUT,       /* player, node, id, delta, seen, flags, extra */
    ACH__OUTBOX_DROP,      /* id */
    ACH__OUTBOX_LOCAL,     /* player -> node, progress */
    ACH__OUTBOX_PUT_LOCAL, /* player, node, progress */
    ACH__OUTBOX_QUERIES
} ach__outbox_query;
_Static_assert(ACH__OUTBOX_QUERIES <= ACH__SQLITE_STATEMENTS, "all are prepared");

typedef enum ach__outbox_state {
    ACH__OUTBOX_IDLE,
    ACH__OUTBOX_BEGUN,
    ACH__OUTBOX_FAILED /* what was begun is lost: only abort is allowed */
} ach__outbox_state;

struct ach__outbox {
    ach_allocator allocator;
    ach__sqlite file; /* db is NULL: nothing is kept */
    uint8_t source[16];
    int64_t batch;
    int64_t next_batch; /* becomes it with the commit */
    ach__outbox_state state;
};

#endif
