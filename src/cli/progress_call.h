/* One call of the platform, made and waited for.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CLI_PROGRESS_CALL_H
#define ACH__CLI_PROGRESS_CALL_H

#include "cli/progress.h"

#include <achpack/engine.h>

/* A call and its answer. */
typedef struct cli_call {
    cli_progress_run *run;
    ach_engine *engine;
    ach__slice node;    /* of a list, the only achievement to show; absent: all */
    ach_bytes extra;    /* what get_extra gives */
    bool is_answered;   /* the callback was called */
    int code;           /* of the answer; -1: it was told failure */
    ach__buffer answer; /* the dict as JSON */
} cli_call;

/* An engine without an outbox over the run's store, package and tree. CLI_OK, or another status
 * after a message. */
int cli_call_open(cli_call *call, cli_progress_run *run);
void cli_call_close(cli_call *call);

/* The callback and get_extra that belong to a cli_call as `user`. */
int cli_call_answer(void *user, const ach_answer *answer);
int cli_call_extra(void *user, ach_bytes *extra);

/* Lets the engine work until the callback was called (`for_answer`), or nothing waits any more.
 * Not ACH_OK: the engine could not. */
ach_status cli_call_wait(cli_call *call, bool for_answer);

/* Prints the answer to a call that gave `status`, and its findings; gives the exit status. */
int cli_call_finish(cli_call *call, ach_status status);

#endif
