/* Statements and answers over a connection to PostgreSQL, many on the way at once.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* So much is given to libpq before it is seen off: its buffer stays small, and the server begins
 * while the rest is being written. */
enum { QUEUED_MOST = 16384 };

static ach__pg_end lose(ach__pg *pg) {
    return ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                        ach__libpq.PQerrorMessage(pg->link));
}

ach__pg_end ach__pg_flush(ach__pg *pg) {
    pg->queued = 0;
    for (;;) {
        int left = ach__libpq.PQflush(pg->link);
        if (left <= 0) {
            return left == 0 ? ACH__PG_DONE : lose(pg);
        }
        /* A server whose answers nobody takes would stop reading. */
        short ready = 0;
        ach__pg_end end = ach__pg_wait(pg, POLLIN | POLLOUT, &ready);
        if (end != ACH__PG_DONE) {
            return end;
        }
        if ((ready & POLLIN) != 0 && ach__libpq.PQconsumeInput(pg->link) != 1) {
            return lose(pg);
        }
    }
}

static ach__pg_end sent(ach__pg *pg, int done, size_t bytes) {
    if (done != 1) {
        return lose(pg);
    }
    pg->queued += bytes;
    return pg->queued < QUEUED_MOST ? ACH__PG_DONE : ach__pg_flush(pg);
}

ach__pg_end ach__pg_send(ach__pg *pg, ach__pg_query query, const ach__pg_parameters *parameters) {
    size_t bytes = 64;
    for (int i = 0; i < parameters->count; i++) {
        bytes += (size_t)parameters->sizes[i];
    }
    return sent(pg,
                ach__libpq.PQsendQueryPrepared(pg->link, ach__pg_name(query), parameters->count,
                                               parameters->values, parameters->sizes,
                                               parameters->formats, 1),
                bytes);
}

ach__pg_end ach__pg_send_text(ach__pg *pg, const char *text) {
    return sent(pg, ach__libpq.PQsendQueryParams(pg->link, text, 0, NULL, NULL, NULL, NULL, 1),
                strlen(text));
}

ach__pg_end ach__pg_push(ach__pg *pg) {
    if (ach__libpq.PQpipelineSync(pg->link) != 1) {
        return lose(pg);
    }
    pg->syncs++;
    return ach__pg_flush(pg);
}

/* The next thing that libpq has, be it a failure; NULL only where it is not ACH__PG_DONE. */
static ach__pg_end take(ach__pg *pg, PGresult **result) {
    *result = NULL;
    for (int ends = 0; ends < 3; ends++) { /* each statement's answers end with a NULL */
        while (ach__libpq.PQisBusy(pg->link)) {
            ach__pg_end end = ach__pg_wait(pg, POLLIN, NULL);
            if (end != ACH__PG_DONE) {
                return end;
            }
            if (ach__libpq.PQconsumeInput(pg->link) != 1) {
                return lose(pg);
            }
        }
        *result = ach__libpq.PQgetResult(pg->link);
        if (*result != NULL) {
            return ACH__PG_DONE;
        }
    }
    return lose(pg);
}

ach__pg_end ach__pg_next(ach__pg *pg, PGresult **result) {
    ach__pg_end end = take(pg, result);
    if (end == ACH__PG_DONE) {
        end = ach__pg_judge(pg, *result);
    }
    if (end != ACH__PG_DONE) {
        ach__libpq.PQclear(*result);
        *result = NULL;
    }
    return end;
}

ach__pg_end ach__pg_skip(ach__pg *pg) {
    PGresult *result = NULL;
    ach__pg_end end = ach__pg_next(pg, &result);
    ach__libpq.PQclear(result);
    return end;
}

ach__pg_end ach__pg_skip_sync(ach__pg *pg) {
    for (;;) {
        PGresult *result = NULL;
        ach__pg_end end = take(pg, &result);
        if (end != ACH__PG_DONE) {
            return end;
        }
        bool is_sync = ach__libpq.PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        ach__libpq.PQclear(result);
        if (ach__libpq.PQstatus(pg->link) == CONNECTION_BAD) {
            return lose(pg);
        }
        if (is_sync && --pg->syncs == 0) {
            return ACH__PG_DONE;
        }
    }
}

ach__pg_end ach__pg_roll_back(ach__pg *pg) {
    ach__pg_end end = ach__pg_send_text(pg, "ROLLBACK");
    if (end == ACH__PG_DONE) {
        end = ach__pg_push(pg);
    }
    return end == ACH__PG_DONE ? ach__pg_skip_sync(pg) : end;
}

ach__pg_end ach__pg_send_commit(ach__pg *pg, bool *is_unknown) {
    *is_unknown = true;
    ach__pg_end end = ach__pg_send_text(pg, "COMMIT");
    return end == ACH__PG_DONE ? ach__pg_push(pg) : end;
}

static bool is_rolled_back(const char *state) {
    return state != NULL && strcmp(state, "40003") != 0 && /* completion unknown */
           (strncmp(state, "40", 2) == 0 || strncmp(state, "23", 2) == 0);
}

ach__pg_end ach__pg_skip_commit(ach__pg *pg, bool *is_unknown) {
    PGresult *result = NULL;
    ach__pg_end end = take(pg, &result);
    if (end != ACH__PG_DONE) {
        return end;
    }
    ExecStatusType status = ach__libpq.PQresultStatus(result);
    if (status == PGRES_COMMAND_OK) {
        *is_unknown = false;
        bool is_done = strcmp(ach__libpq.PQcmdStatus(result), "COMMIT") == 0;
        end = is_done ? ACH__PG_DONE
                      : ach__pg_fail(pg, ACH__PG_AGAIN, ACH__STORE_BUSY,
                                     ach__libpq.PQcmdStatus(result));
    } else if (is_rolled_back(ach__libpq.PQresultErrorField(result, PG_DIAG_SQLSTATE))) {
        *is_unknown = false;
        end = ach__pg_judge(pg, result);
    } else {
        (void)ach__pg_judge(pg, result);
        end = ACH__PG_LOST; /* whatever it says: only a new look tells what was stored */
    }
    ach__libpq.PQclear(result);
    if (end == ACH__PG_DONE && ach__pg_skip_sync(pg) != ACH__PG_DONE) {
        ach__pg_drop(pg); /* what was acknowledged stays so */
    }
    return end;
}

uint64_t ach__pg_rows(PGresult *result) {
    return strtoull(ach__libpq.PQcmdTuples(result), NULL, 10);
}
