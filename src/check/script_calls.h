/* Finding the node ids that Python code gives to the achievement calls.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_SCRIPT_CALLS_H
#define ACH__CHECK_SCRIPT_CALLS_H

#include "base/slice.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ach__script_call {
    ACH__CALL_ADD_NODE_PROGRESS,
    ACH__CALL_SET_NODE_FINISH,
    ACH__CALL_GET_CHILDREN_NODE,
    ACH__CALL_GET_NODE_DETAIL_INFO,
    ACH__CALL_LOBBY_SET,
    ACH__SCRIPT_CALLS
} ach__script_call;

/* "AddNodeProgress", ... */
ach__slice ach__script_call_name(ach__script_call call);

/* A node id that is written out: one string literal or several side by side, or a number. */
typedef struct ach__script_id {
    ach__script_call call;
    bool is_number;
    uint32_t start; /* offsets in the text; between two literals may stand blanks and comments */
    uint32_t end;
} ach__script_id;

/* Calls `visit` for every node id that is written out in one of the calls. An id that is computed,
 * however simply, is passed over, and so is a call that does not have the documented number of
 * arguments: somebody else's function by the same name. `text` is UTF-8, below 4 GiB. Linear, in
 * fixed memory; never fails. */
void ach__script_calls_find(ach__slice text, void (*visit)(void *user, const ach__script_id *id),
                            void *user);

#endif
