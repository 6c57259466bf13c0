/* What goes to a PostgreSQL server and what comes back: numbers, texts, and refusals.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

#include "base/utf8.h"
#include "store/arguments.h"

#include <string.h>

static char *next_number(ach__pg_parameters *parameters) {
    return parameters->numbers[parameters->count];
}

void ach__pg_add_bytes(ach__pg_parameters *parameters, const void *bytes, size_t size) {
    int at = parameters->count++;
    parameters->values[at] = bytes == NULL ? "" : bytes; /* NULL would be SQL's null */
    parameters->sizes[at] = (int)size;
    parameters->formats[at] = 1;
}

void ach__pg_add_number(ach__pg_parameters *parameters, int64_t number) {
    char *bytes = next_number(parameters);
    for (int i = 0; i < 8; i++) {
        bytes[i] = (char)(unsigned char)((uint64_t)number >> (56 - 8 * i));
    }
    ach__pg_add_bytes(parameters, bytes, 8);
}

bool ach__pg_number(const PGresult *result, int row, int column, int64_t *number) {
    if (ach__libpq.PQgetisnull(result, row, column) != 0 ||
        ach__libpq.PQgetlength(result, row, column) != 8) {
        return false;
    }
    const char *bytes = ach__libpq.PQgetvalue(result, row, column);
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 8 | (unsigned char)bytes[i];
    }
    *number = (int64_t)value;
    return true;
}

ach_bytes ach__pg_bytes(const PGresult *result, int row, int column) {
    return ach__libpq.PQgetisnull(result, row, column) != 0
               ? (ach_bytes){NULL, 0}
               : (ach_bytes){ach__libpq.PQgetvalue(result, row, column),
                             (size_t)ach__libpq.PQgetlength(result, row, column)};
}

bool ach__pg_progress(const PGresult *result, int row, ach_progress *progress) {
    int64_t definition = 0;
    if (!ach__pg_number(result, row, ACH__PG_PROGRESS, &progress->progress) ||
        !ach__pg_number(result, row, ACH__PG_VERSION, &progress->version) ||
        !ach__pg_number(result, row, ACH__PG_COMPLETED_AT, &progress->completed_at) ||
        !ach__pg_number(result, row, ACH__PG_DEFINITION, &definition)) {
        return false;
    }
    progress->definition = (uint64_t)definition;
    progress->extra = ach__pg_bytes(result, row, ACH__PG_EXTRA);
    return progress->progress >= 0 && progress->version > 0 && progress->completed_at >= 0 &&
           progress->extra.data != NULL && progress->extra.size <= ACH_EXTRA_BYTES_MOST &&
           memchr(progress->extra.data, '\0', progress->extra.size) == NULL &&
           ach__utf8_is_valid(ach__bytes_slice(progress->extra));
}

/* What the server's codes mean here; a code or the class that it begins with. The first row that
 * fits counts. */
typedef struct meaning {
    const char *state;
    ach__pg_end end;
    ach__store_trouble trouble;
} meaning;

static const meaning meanings[] = {
    {"40003", ACH__PG_LOST, ACH__STORE_UNREACHABLE}, /* whether it was completed is not known */
    {"40", ACH__PG_AGAIN, ACH__STORE_BUSY},          /* deadlock, serialization failure */
    {"23505", ACH__PG_AGAIN, ACH__STORE_BUSY},       /* somebody else inserted it just now */
    {"55P03", ACH__PG_REFUSED, ACH__STORE_BUSY},     /* lock_timeout */
    {"57014", ACH__PG_REFUSED, ACH__STORE_BUSY},     /* statement_timeout, or cancelled by hand */
    {"57P", ACH__PG_LOST, ACH__STORE_UNREACHABLE},   /* shutting down, crashed, starting */
    {"08", ACH__PG_LOST, ACH__STORE_UNREACHABLE},
    {"25P", ACH__PG_LOST, ACH__STORE_UNREACHABLE}, /* a transaction that idled or took too long */
    {"25006", ACH__PG_REFUSED, ACH__STORE_READ_ONLY},
    {"26000", ACH__PG_LOST, ACH__STORE_FAILED}, /* the prepared statements are gone */
    {"0A000", ACH__PG_LOST, ACH__STORE_FAILED}, /* or fit the tables no longer */
    {"53100", ACH__PG_REFUSED, ACH__STORE_FULL},
    {"53300", ACH__PG_LOST, ACH__STORE_UNREACHABLE}, /* too many connections */
    {"42P01", ACH__PG_REFUSED, ACH__STORE_FOREIGN},
    {"42703", ACH__PG_REFUSED, ACH__STORE_FOREIGN},
    {"42804", ACH__PG_REFUSED, ACH__STORE_FOREIGN},
    {"42883", ACH__PG_REFUSED, ACH__STORE_FOREIGN},
    {"3F000", ACH__PG_REFUSED, ACH__STORE_FOREIGN},
    {"58P01", ACH__PG_REFUSED, ACH__STORE_DAMAGED},
    {"XX001", ACH__PG_REFUSED, ACH__STORE_DAMAGED},
    {"XX002", ACH__PG_REFUSED, ACH__STORE_DAMAGED},
    {"", ACH__PG_REFUSED, ACH__STORE_FAILED},
};

static ach__pg_end fail_as(ach__pg *pg, const char *state, const char *words) {
    if (strcmp(state, "42501") == 0) { /* not allowed */
        return ach__pg_fail(pg, ACH__PG_REFUSED,
                            pg->is_writing ? ACH__STORE_READ_ONLY : ACH__STORE_FAILED, words);
    }
    const meaning *row = meanings;
    while (strncmp(state, row->state, strlen(row->state)) != 0) {
        row++;
    }
    return ach__pg_fail(pg, row->end, row->trouble, words);
}

ach__pg_end ach__pg_judge(ach__pg *pg, const PGresult *result) {
    ExecStatusType status = ach__libpq.PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        return ACH__PG_DONE;
    }
    const char *state = ach__libpq.PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = ach__libpq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL) { /* libpq's own: the connection broke, or no memory */
        return ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                            ach__libpq.PQresultErrorMessage(result));
    }
    return fail_as(pg, state, words == NULL ? state : words);
}
