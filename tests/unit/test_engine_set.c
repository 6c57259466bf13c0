/* One set against one record: the platform's test vectors, the undefined points with both readings,
 * and what a changed definition does.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/set.h"

#include <string.h>

enum { NOW = 1000, DEFINED = 7, ANOTHER = 8 };

typedef struct row {
    const char *name;
    /* the record */
    int64_t progress, version, completed_at;
    const char *stored;
    uint64_t definition; /* 0: that of the target */
    /* the set */
    int64_t delta, seen;
    const char *extra; /* NULL: none */
    /* how */
    int64_t max;
    uint32_t flags;
    ach_policy policy;
    /* what is wanted */
    ach__verdict verdict;
    int64_t next_progress, next_completed;
    const char *next_extra;
} row;

static const row rows[] = {
    {"vector 1: B's set", 0, 0, 0, "", 0, 3, 0, "b3", 6, 0, 0, ACH__SET_STORE, 3, 0, "b3"},
    {"vector 1: A's is a conflict", 3, 1, 0, "b3", 0, 1, 0, "a1", 6, 0, 0, ACH__SET_CONFLICT, 0, 0,
     NULL},
    {"vector 2: A's again", 3, 1, 0, "b3", 0, 1, 1, "a4", 6, 0, 0, ACH__SET_STORE, 4, 0, "a4"},
    {"vector 3: without getter", 3, 1, 0, "b3", 0, 1, 0, NULL, 6, 0, 0, ACH__SET_STORE, 4, 0, "b3"},
    {"vector 4: completes", 5, 5, 0, "x", 0, 3, 0, NULL, 6, 0, 0, ACH__SET_STORE, 6, NOW, "x"},
    {"vector 5: complete", 6, 6, 900, "x", 0, 1, 0, NULL, 6, 0, 0, ACH__SET_CLOSED, 0, 0, NULL},
    {"complete comes before conflict", 6, 6, 900, "x", 0, 1, 0, "y", 6, 0, 0, ACH__SET_CLOSED, 0, 0,
     NULL},
    {"exactly the target", 5, 5, 0, "", 0, 1, 5, "e", 6, 0, 0, ACH__SET_STORE, 6, NOW, "e"},
    {"empty extra is extra", 5, 5, 0, "x", 0, 1, 4, "", 9, 0, 0, ACH__SET_CONFLICT, 0, 0, NULL},
    {"empty extra is stored", 5, 5, 0, "x", 0, 1, 5, "", 9, 0, 0, ACH__SET_STORE, 6, 0, ""},
    {"U1: stops at the target", 5, 5, 0, "", 0, 9, 0, NULL, 6, 0, 0, ACH__SET_STORE, 6, NOW, ""},
    {"U1: may pass it", 5, 5, 0, "", 0, 9, 0, NULL, 6, ACH_ENGINE_OVERSHOOT, 0, ACH__SET_STORE, 14,
     NOW, ""},
    {"U3: no version without extra", 5, 5, 0, "", 0, 1, 2, NULL, 9, 0, 0, ACH__SET_STORE, 6, 0, ""},
    {"U3: always", 5, 5, 0, "", 0, 1, 2, NULL, 9, ACH_ENGINE_VERSION_ALWAYS, 0, ACH__SET_CONFLICT,
     0, 0, NULL},
    {"U3: always, and it fits", 5, 5, 0, "", 0, 1, 5, NULL, 9, ACH_ENGINE_VERSION_ALWAYS, 0,
     ACH__SET_STORE, 6, 0, ""},
    {"U16: target raised, complete stays", 6, 6, 900, "", ANOTHER, 1, 0, NULL, 20, 0, 0,
     ACH__SET_CLOSED, 0, 0, NULL},
    {"U21: numbers end", INT64_MAX - 1, 5, 0, "", 0, INT64_MAX, 0, NULL, INT64_MAX,
     ACH_ENGINE_OVERSHOOT, 0, ACH__SET_STORE, INT64_MAX, NOW, ""},
    {"keep: lowered below progress", 8, 5, 0, "", ANOTHER, 1, 0, NULL, 5, 0, ACH_POLICY_KEEP,
     ACH__SET_STORE, 5, NOW, ""},
    {"keep: nothing to settle", 8, 5, 0, "", ANOTHER, 0, 0, NULL, 5, 0, ACH_POLICY_KEEP,
     ACH__SET_CLOSED, 0, 0, NULL},
    {"clamp: one below", 8, 5, 0, "e", ANOTHER, 0, 0, NULL, 5, 0, ACH_POLICY_CLAMP, ACH__SET_STORE,
     4, 0, "e"},
    {"clamp: then the set", 8, 5, 0, "", ANOTHER, 1, 0, NULL, 5, 0, ACH_POLICY_CLAMP,
     ACH__SET_STORE, 5, NOW, ""},
    {"clamp: complete comes down", 8, 5, 900, "", ANOTHER, 1, 0, NULL, 5, 0, ACH_POLICY_CLAMP,
     ACH__SET_STORE, 5, 900, ""},
    {"clamp: to 0", 8, 5, 0, "", ANOTHER, 0, 0, NULL, 1, 0, ACH_POLICY_CLAMP, ACH__SET_STORE, 0, 0,
     ""},
    {"clamp: fits already", 3, 5, 0, "", ANOTHER, 0, 0, NULL, 5, 0, ACH_POLICY_CLAMP,
     ACH__SET_CLOSED, 0, 0, NULL},
    {"clamp: the definition is the same", 8, 5, 0, "", 0, 0, 0, NULL, 5, 0, ACH_POLICY_CLAMP,
     ACH__SET_CLOSED, 0, 0, NULL},
    {"grant: reached", 8, 5, 0, "", ANOTHER, 0, 0, NULL, 5, 0, ACH_POLICY_GRANT, ACH__SET_STORE, 8,
     NOW, ""},
    {"grant: the set is on a complete one", 8, 5, 0, "e", ANOTHER, 1, 0, "f", 5, 0,
     ACH_POLICY_GRANT, ACH__SET_STORE, 8, NOW, "e"},
    {"grant: not reached", 4, 5, 0, "", ANOTHER, 0, 0, NULL, 5, 0, ACH_POLICY_GRANT,
     ACH__SET_CLOSED, 0, 0, NULL},
    {"grant: conflicts as ever", 4, 5, 0, "", ANOTHER, 1, 4, "f", 6, 0, ACH_POLICY_GRANT,
     ACH__SET_CONFLICT, 0, 0, NULL},
};

static ach_bytes bytes_of(const char *text) {
    return text == NULL ? (ach_bytes){NULL, 0} : (ach_bytes){text, strlen(text)};
}

static void check(const row *is) {
    uint64_t definition = is->definition == 0 ? DEFINED : is->definition;
    ach_progress record = {is->progress, is->version, is->completed_at, bytes_of(is->stored),
                           is->version == 0 ? 0 : definition};
    ach__wish wish = {is->delta, is->seen, is->extra != NULL, bytes_of(is->extra)};
    ach__target target = {is->max, DEFINED};
    ach_progress next;
    ach__reading reading = {is->flags, is->policy, NOW};
    ach__verdict verdict = ach__set_judge(&wish, &record, &target, &reading, &next);
    if (verdict != is->verdict) {
        fail_msg("%s: verdict %d, not %d", is->name, (int)verdict, (int)is->verdict);
    }
    if (verdict != ACH__SET_STORE) {
        return;
    }
    if (next.progress != is->next_progress || next.completed_at != is->next_completed) {
        fail_msg("%s: %lld at %lld", is->name, (long long)next.progress,
                 (long long)next.completed_at);
    }
    assert_int_equal(next.version, is->version);
    assert_int_equal(next.definition, DEFINED);
    assert_int_equal(next.extra.size, strlen(is->next_extra));
    assert_memory_equal(next.extra.data, is->next_extra, next.extra.size);
}

static void vectors(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(&rows[i]);
    }
}

/* 0 would say that it is not complete. */
static void times(void **state) {
    static const int64_t clocks[] = {0, -5, INT64_MIN};
    (void)state;
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        ach_progress record = {0};
        ach_progress next;
        ach__wish wish = {1, 0, false, {NULL, 0}};
        ach__target target = {1, DEFINED};
        ach__reading reading = {0, ACH_POLICY_KEEP, clocks[i]};
        assert_int_equal(ach__set_judge(&wish, &record, &target, &reading, &next), ACH__SET_STORE);
        assert_int_equal(next.completed_at, 1);
    }
}

/* Only what is stored and whose definition is known can have changed. */
static void redefined(void **state) {
    ach__target target = {1, DEFINED};
    ach_progress record = {0};
    (void)state;
    assert_false(ach__set_is_redefined(&record, &target));
    record.definition = ANOTHER;
    assert_false(ach__set_is_redefined(&record, &target));
    record.version = 1;
    assert_true(ach__set_is_redefined(&record, &target));
    record.definition = DEFINED;
    assert_false(ach__set_is_redefined(&record, &target));
    record.definition = 0;
    assert_false(ach__set_is_redefined(&record, &target));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(times),
        cmocka_unit_test(redefined),
    };
    return cmocka_run_group_tests_name("engine set", tests, NULL, NULL);
}
