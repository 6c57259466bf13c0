/* libpq, loaded when the first store needs it: with what it stands on (TLS, Kerberos, LDAP) it
 * costs a process several milliseconds, which nobody should pay who has no such store.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__STORE_POSTGRES_LIBRARY_H
#define ACH__STORE_POSTGRES_LIBRARY_H

#include <libpq-fe.h>

/* The calls that are used. */
#define ACH__LIBPQ_CALLS(CALL)                                                                     \
    CALL(PQclear)                                                                                  \
    CALL(PQcmdStatus)                                                                              \
    CALL(PQcmdTuples)                                                                              \
    CALL(PQconnectPoll)                                                                            \
    CALL(PQconnectStartParams)                                                                     \
    CALL(PQconninfoFree)                                                                           \
    CALL(PQconninfoParse)                                                                          \
    CALL(PQconsumeInput)                                                                           \
    CALL(PQenterPipelineMode)                                                                      \
    CALL(PQerrorMessage)                                                                           \
    CALL(PQfinish)                                                                                 \
    CALL(PQflush)                                                                                  \
    CALL(PQfreemem)                                                                                \
    CALL(PQgetResult)                                                                              \
    CALL(PQgetisnull)                                                                              \
    CALL(PQgetlength)                                                                              \
    CALL(PQgetvalue)                                                                               \
    CALL(PQisBusy)                                                                                 \
    CALL(PQntuples)                                                                                \
    CALL(PQpipelineSync)                                                                           \
    CALL(PQresultErrorField)                                                                       \
    CALL(PQresultErrorMessage)                                                                     \
    CALL(PQresultMemorySize)                                                                       \
    CALL(PQresultStatus)                                                                           \
    CALL(PQsendPrepare)                                                                            \
    CALL(PQsendQueryParams)                                                                        \
    CALL(PQsendQueryPrepared)                                                                      \
    CALL(PQsetNoticeProcessor)                                                                     \
    CALL(PQsetnonblocking)                                                                         \
    CALL(PQsocket)                                                                                 \
    CALL(PQstatus)

#define ACH__LIBPQ_MEMBER(name) __typeof__(name) *(name);
typedef struct ach__libpq_calls {
    ACH__LIBPQ_CALLS(ACH__LIBPQ_MEMBER)
} ach__libpq_calls;
#undef ACH__LIBPQ_MEMBER

/* Filled once in a process, by the first ach__libpq_load(), and the same ever after. */
extern ach__libpq_calls ach__libpq;

/* Loads libpq, if that was not done before; any thread. NULL: it is there; otherwise why it is not,
 * static. */
const char *ach__libpq_load(void);

#endif
