/* Everything that a store can be asked, in spite of memory that gives out on the way.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_STORE_TRIAL_H
#define TESTS_UNIT_STORE_TRIAL_H

#include "unit/store_session.h"

/* Memory for so many requests. A call that runs out of it has changed nothing that another try
 * would not find, so that it can be made again. */
typedef struct memory_trial {
    size_t left;
    bool may_be_unknown; /* the database itself runs out of memory, perhaps in the last moment */
    ach_status worst;
} memory_trial;

static bool went_well(memory_trial *trial, ach_status status) {
    if (status != ACH_OK) {
        if (!trial->may_be_unknown || status != ACH_EIO) {
            assert_int_equal(status, ACH_ENOMEM);
        }
        trial->worst = status;
        trial->left = SIZE_MAX; /* the rest has enough */
    }
    return status == ACH_OK;
}

static void apply_in_spite(memory_trial *trial, store_session *one, const ach_record *writes,
                           size_t count) {
    ach_outcome outcomes[8];
    one->number++;
    ach_batch batch = batch_of(one, writes, count);
    if (!went_well(trial, ach_store_apply(one->store, &batch, outcomes, NULL))) {
        assert_int_equal(ach_store_apply(one->store, &batch, outcomes, NULL), ACH_OK);
    }
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(outcomes[i], ACH_APPLIED);
    }
}

static void fill_in_spite(memory_trial *trial, store_session *one) {
    ach_record first[] = {write_of("b", "2", 0, 1), write_of("b", "1", 0, 2),
                          write_of("a", "1", 0, 3)};
    first[0].progress.extra = bytes_of("some extra");
    apply_in_spite(trial, one, first, 3);
    ach_record second[] = {write_of("a", "1", 1, 4), write_of("b", "2", 1, 5),
                           write_of("b", "3", 0, 6), write_of("c", "1", 0, 7),
                           write_of("b", "4", 0, 8), write_of("b", "5", 0, 9)};
    second[0].progress.extra = bytes_of("another extra");
    second[1].progress.extra = bytes_of("an extra that is longer than it was before");
    apply_in_spite(trial, one, second, 6);
}

static void use_everything(memory_trial *trial, store_session *one) {
    ach_store *store = one->store;
    fill_in_spite(trial, one);
    ach_record_key keys[] = {key_of("a", "1"), key_of("x", "1")};
    ach_record records[2];
    if (!went_well(trial, ach_store_read(store, keys, 2, records, NULL))) {
        assert_int_equal(ach_store_read(store, keys, 2, records, NULL), ACH_OK);
    }
    assert_text(records[0].progress.extra, "another extra");
    assert_int_equal(records[1].progress.version, 0);
    if (!went_well(trial, ach_store_rename(store, bytes_of("a"), bytes_of("d"), NULL, NULL))) {
        assert_int_equal(ach_store_rename(store, bytes_of("a"), bytes_of("d"), NULL, NULL), ACH_OK);
    }
    seen all = {.count = 0};
    if (!went_well(trial, ach_store_walk(store, NULL, see, &all, NULL))) {
        all = (seen){.count = 0};
        assert_int_equal(ach_store_walk(store, NULL, see, &all, NULL), ACH_OK);
    }
    assert_string_equal(all.text, "b/1=2 b/2=5 b/3=6 b/4=8 b/5=9 c/1=7 d/1=4 ");
    all = (seen){.count = 0};
    if (!went_well(trial, ach_store_player(store, bytes_of("b"), see, &all, NULL))) {
        all = (seen){.count = 0};
        assert_int_equal(ach_store_player(store, bytes_of("b"), see, &all, NULL), ACH_OK);
    }
    assert_string_equal(all.text, "b/1=2 b/2=5 b/3=6 b/4=8 b/5=9 ");
    if (!went_well(trial, ach_store_forget_sources(store, INT64_MAX, NULL))) {
        assert_int_equal(ach_store_forget_sources(store, INT64_MAX, NULL), ACH_OK);
    }
}

/* The same once more with memory for one request more each time, until it is enough. Gives the
 * number of trials. */
static size_t try_all(const char *(*make_url)(void), const ach_store_options *options,
                      memory_trial *trial, size_t most) {
    for (size_t allowed = 0;; allowed++) {
        assert_true(allowed < most);
        store_session one = session_of(NULL);
        const char *address = make_url();
        trial->left = allowed;
        trial->worst = ACH_OK;
        if (!went_well(trial, ach_store_open(&one.store, address, options, NULL))) {
            assert_null(one.store);
            assert_int_equal(ach_store_open(&one.store, address, options, NULL), ACH_OK);
        }
        use_everything(trial, &one);
        trial->left = SIZE_MAX;
        ach_store_close(one.store);
        if (trial->worst == ACH_OK) {
            return allowed;
        }
    }
}

#endif
