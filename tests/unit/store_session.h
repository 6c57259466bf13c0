/* Short ways to ask a store in tests.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_STORE_SESSION_H
#define TESTS_UNIT_STORE_SESSION_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <achpack/store.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A store and a source that numbers its batches. */
typedef struct store_session {
    ach_store *store;
    uint8_t source[16];
    int64_t number; /* of the newest batch */
} store_session;

static inline store_session session_of(ach_store *store) {
    static unsigned sources;
    store_session made = {.store = store};
    sources++;
    memcpy(made.source, &sources, sizeof sources);
    return made;
}

static inline ach_bytes bytes_of(const char *text) {
    return (ach_bytes){text, strlen(text)};
}

static inline char *text_of(size_t size) {
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'x', size);
    text[size] = '\0';
    return text;
}

static inline ach_record_key key_of(const char *player, const char *node) {
    return (ach_record_key){bytes_of(player), bytes_of(node)};
}

static inline ach_record write_of(const char *player, const char *node, int64_t seen,
                                  int64_t progress) {
    ach_record made = {.key = key_of(player, node)};
    made.progress.version = seen;
    made.progress.progress = progress;
    made.progress.extra = bytes_of("");
    return made;
}

static inline ach_batch batch_of(const store_session *session, const ach_record *writes,
                                 size_t count) {
    ach_batch made = {.number = session->number, .now = 1000, .writes = writes, .count = count};
    memcpy(made.source, session->source, sizeof made.source);
    return made;
}

/* Applies the next batch of the session's source. */
static inline ach_status apply(store_session *session, const ach_record *writes, size_t count,
                               ach_outcome *outcomes) {
    session->number++;
    ach_batch batch = batch_of(session, writes, count);
    return ach_store_apply(session->store, &batch, outcomes, NULL);
}

/* One write that must fit, or must not. */
static inline void set(store_session *session, ach_record write, ach_outcome wanted) {
    ach_outcome outcome = 0;
    assert_int_equal(apply(session, &write, 1, &outcome), ACH_OK);
    assert_int_equal(outcome, wanted);
}

static inline ach_progress get(const store_session *session, const char *player, const char *node) {
    ach_record_key key = key_of(player, node);
    ach_record record;
    assert_int_equal(ach_store_read(session->store, &key, 1, &record, NULL), ACH_OK);
    return record.progress;
}

static inline void assert_text(ach_bytes text, const char *wanted) {
    assert_int_equal(text.size, strlen(wanted));
    assert_string_equal(text.data, wanted); /* a NUL stands behind */
}

/* What a walk saw, as "player/node=progress " one after the other. */
typedef struct seen {
    char text[4096];
    size_t count;
    size_t most; /* end after so many; 0: never */
} seen;

static inline int see(void *user, const ach_record *record) {
    seen *all = user;
    size_t at = strlen(all->text);
    (void)snprintf(all->text + at, sizeof all->text - at, "%s/%s=%lld ", record->key.player.data,
                   record->key.node.data, (long long)record->progress.progress);
    all->count++;
    return all->most != 0 && all->count == all->most;
}

/* The only finding's code; NULL: there is none. */
static inline const char *code_of(ach_diags *why) {
    static char code[64];
    ach_finding finding;
    if (ach_diags_count(why) == 0) {
        return NULL;
    }
    assert_int_equal(ach_diags_count(why), 1);
    assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
    (void)snprintf(code, sizeof code, "%s", finding.code);
    return code;
}

#endif
