/* One connection to a PostgreSQL server: making it, losing it, and never waiting for ever.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PAUSE_FIRST_MS = 10, PAUSE_MOST_MS = 1000, WORDS_SHOWN = 120 };

int64_t ach__pg_clock(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* libpq begins with where it wanted to connect to, which may take all the room there is. */
static const char *shortened(const char *words) {
    const char *behind = strlen(words) < WORDS_SHOWN ? NULL : strstr(words, " failed: ");
    return behind == NULL ? words : behind + strlen(" failed: ");
}

/* Its lines, the later ones indented, become one. */
static void flatten(char *words) {
    char *to = words;
    for (const char *from = words; *from != '\0'; from++) {
        char next = (unsigned char)*from < ' ' ? ' ' : *from;
        next = from[0] == '\n' && from[1] == '\t' ? ';' : next;
        if (next != ' ' || to == words || to[-1] != ' ') {
            *to++ = next;
        }
    }
    *to = '\0';
}

ach__pg_end ach__pg_fail(ach__pg *pg, ach__pg_end end, ach__store_trouble trouble,
                         const char *words) {
    words = shortened(words);
    size_t size = strlen(words);
    while (size > 0 && words[size - 1] == '\n') {
        size--;
    }
    if (size >= sizeof pg->words) {
        size = sizeof pg->words - 1;
        while (size > 0 && ((unsigned char)words[size] & 0xC0) == 0x80) {
            size--; /* no half of a character */
        }
    }
    memcpy(pg->words, words, size);
    pg->words[size] = '\0';
    flatten(pg->words);
    pg->trouble = trouble;
    return end;
}

static ach__pg_end fail_late(ach__pg *pg) {
    char words[80];
    (void)snprintf(words, sizeof words, "the server did not answer within %u ms",
                   pg->store->timeout_ms);
    return ach__pg_fail(pg, ACH__PG_LATE, ACH__STORE_UNREACHABLE, words);
}

void ach__pg_drop(ach__pg *pg) {
    ach__libpq.PQfinish(
        pg->link); /* nonblocking: says goodbye only as far as the socket takes it */
    pg->link = NULL;
    pg->syncs = 0;
    pg->queued = 0;
}

ach__pg_end ach__pg_wait(ach__pg *pg, short events, short *ready) {
    if (ach__libpq.PQsocket(pg->link) < 0) {
        return ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                            ach__libpq.PQerrorMessage(pg->link));
    }
    for (;;) {
        int64_t left = pg->deadline - ach__pg_clock();
        if (left <= 0) {
            return fail_late(pg);
        }
        struct pollfd socket = {ach__libpq.PQsocket(pg->link), events, 0};
        int count = poll(&socket, 1, left < INT32_MAX ? (int)left : INT32_MAX);
        if (count < 0 && errno != EINTR) {
            return ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE, strerror(errno));
        }
        if (count > 0) {
            if (ready != NULL) {
                *ready = socket.revents;
            }
            return ACH__PG_DONE;
        }
    }
}

static void say_nothing(void *user, const char *message) {
    (void)user;
    (void)message;
}

/* What stands before the URL it may replace, what stands behind it it may not. Where it names
 * several servers and the first is dead, the system gives that one up with time left for another.
 */
static PGconn *start(const ach__pg *pg) {
    char patience[16];
    (void)snprintf(patience, sizeof patience, "%u", pg->store->timeout_ms / 3 + 1);
    const char *const names[] = {"tcp_user_timeout", "dbname", "client_encoding",
                                 "fallback_application_name", NULL};
    const char *const values[] = {patience, pg->url, "UTF8", "achpack", NULL};
    return ach__libpq.PQconnectStartParams(names, values, 1);
}

static ach__pg_end follow(ach__pg *pg) {
    PostgresPollingStatusType step = PGRES_POLLING_WRITING;
    while (step != PGRES_POLLING_OK) {
        if (step == PGRES_POLLING_FAILED) {
            return ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                                ach__libpq.PQerrorMessage(pg->link));
        }
        ach__pg_end end = ach__pg_wait(pg, step == PGRES_POLLING_READING ? POLLIN : POLLOUT, NULL);
        if (end != ACH__PG_DONE) {
            return end;
        }
        step = ach__libpq.PQconnectPoll(pg->link);
    }
    return ACH__PG_DONE;
}

ach__pg_end ach__pg_connect(ach__pg *pg) {
    pg->link = start(pg);
    if (pg->link == NULL) {
        return ACH__PG_NO_MEMORY;
    }
    (void)ach__libpq.PQsetNoticeProcessor(pg->link, say_nothing, NULL);
    ach__pg_end end = follow(pg);
    if (end == ACH__PG_DONE && (ach__libpq.PQsetnonblocking(pg->link, 1) != 0 ||
                                ach__libpq.PQenterPipelineMode(pg->link) != 1)) {
        end = ach__pg_fail(pg, ACH__PG_LOST, ACH__STORE_UNREACHABLE,
                           ach__libpq.PQerrorMessage(pg->link));
    }
    return end == ACH__PG_DONE ? ach__pg_prepare(pg) : end;
}

/* Leaves the connection clean, or without one. */
static void clean_up(ach__pg *pg, ach__pg_end end) {
    bool is_usable = end == ACH__PG_AGAIN || end == ACH__PG_NO_MEMORY ||
                     (end == ACH__PG_REFUSED && pg->trouble != ACH__STORE_READ_ONLY);
    ach__store_trouble trouble = pg->trouble;
    char words[sizeof pg->words];
    memcpy(words, pg->words, sizeof words);
    /* A server that only reads may be a former master: the next connection looks for the new one.
     */
    if (!is_usable || ach__pg_roll_back(pg) != ACH__PG_DONE) {
        ach__pg_drop(pg);
    }
    pg->trouble = trouble;
    memcpy(pg->words, words, sizeof words);
}

static ach__pg_end attempt(ach__pg *pg, ach__pg_work work, void *context) {
    ach__pg_end end = ACH__PG_DONE;
    if (pg->link == NULL) {
        end = ach__pg_connect(pg);
        if (end != ACH__PG_DONE) {
            ach__pg_drop(pg);
            return end;
        }
    }
    if (work != NULL) {
        end = work(pg, context);
    }
    if (end != ACH__PG_DONE) {
        clean_up(pg, end);
    }
    return end;
}

ach__pg_end ach__pg_run(ach__pg *pg, ach__pg_work work, void *context, int64_t more_ms) {
    pg->deadline = ach__pg_clock() + pg->store->timeout_ms + more_ms;
    int64_t pause = 0; /* the first new attempt at once: a connection may just have grown old */
    for (;;) {
        ach__pg_end end = attempt(pg, work, context);
        if ((end != ACH__PG_LOST && end != ACH__PG_AGAIN) || pg->is_opening) {
            return end;
        }
        if (ach__pg_clock() + pause >= pg->deadline) {
            return end == ACH__PG_AGAIN ? ACH__PG_REFUSED : ACH__PG_LATE;
        }
        (void)poll(NULL, 0, (int)pause);
        pause = pause == 0 ? PAUSE_FIRST_MS : pause * 2;
        pause = pause < PAUSE_MOST_MS ? pause : PAUSE_MOST_MS;
    }
}
