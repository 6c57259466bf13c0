/* Stores in memory and in a file against the contract; URLs and options; memory that gives out.
 * SPDX-License-Identifier: MIT */
#include "unit/store_contract.h"

#include "unit/failing.h"

#include <errno.h>
#include <unistd.h>

static char folder[] = "/tmp/ach_store_XXXXXX";
static char url[128];

static const char *fresh_memory(void) {
    return "memory:";
}

static const char *fresh_file(void) {
    static unsigned files;
    (void)snprintf(url, sizeof url, "sqlite:%s/%u.db", folder, files++);
    return url;
}

static void urls(void **state) {
    static const struct row {
        const char *url;
        ach_status status;
        const char *code;
    } rows[] = {
        {"", ACH_EARGUMENT, "store-url"},
        {":memory:", ACH_EARGUMENT, "store-url"},
        {"memory", ACH_EARGUMENT, "store-url"},
        {"memory:x", ACH_EARGUMENT, "store-url"},
        {"sqlite:", ACH_EARGUMENT, "store-url"},
        {"progress.db", ACH_EARGUMENT, "store-url"},
        {"mysql://root:secret@host/x", ACH_EARGUMENT, "store-url"},
        {"sqlite:/no/such/folder/x.db", ACH_EIO, "store-unreachable"},
        {"sqlite:/tmp", ACH_EIO, "store-unreachable"},
        {"sqlite:/dev/null", ACH_EIO, "store-unreachable"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int language = ACH_ENGLISH; language <= ACH_CHINESE; language++) {
            ach_diags *why = ach_diags_new(NULL, (ach_language)language);
            ach_store *store = (ach_store *)why; /* anything but NULL */
            ach_finding finding;
            assert_int_equal(ach_store_open(&store, rows[i].url, NULL, why), rows[i].status);
            assert_null(store);
            assert_string_equal(code_of(why), rows[i].code);
            assert_int_equal(ach_diags_get(why, 0, &finding), ACH_OK);
            assert_null(strstr(finding.message, "secret"));
            assert_null(strchr(finding.message, '{'));
            assert_non_null(finding.help);
            assert_null(strchr(finding.help, '{'));
            ach_diags_free(why);
        }
    }
    ach_store *store = NULL;
    assert_int_equal(ach_store_open(&store, NULL, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_store_open(NULL, "memory:", NULL, NULL), ACH_EARGUMENT);
    ach_store_close(NULL);
}

static void options(void **state) {
    struct later {
        ach_store_options known;
        uint64_t more;
    } options = {ACH_STORE_OPTIONS_INIT, 0};
    ach_store *store = NULL;
    (void)state;
    options.known.size = sizeof options;
    assert_int_equal(ach_store_open(&store, "memory:", &options.known, NULL), ACH_OK);
    ach_store_close(store);
    options.more = 1;
    assert_int_equal(ach_store_open(&store, "memory:", &options.known, NULL), ACH_EARGUMENT);
    assert_null(store);
    options.known = (ach_store_options)ACH_STORE_OPTIONS_INIT;
    options.known.flags = 1;
    assert_int_equal(ach_store_open(&store, "memory:", &options.known, NULL), ACH_EARGUMENT);
    options.known.flags = 0;
    options.known.size = 4;
    assert_int_equal(ach_store_open(&store, "memory:", &options.known, NULL), ACH_EARGUMENT);
}

/* Everything that a store can be asked, with memory for so many requests. A call that runs out of
 * it has changed nothing, so that it can be made again. */
typedef struct memory_trial {
    size_t left;
    ach_status worst;
} memory_trial;

static bool went_well(memory_trial *trial, ach_status status) {
    if (status != ACH_OK) {
        assert_int_equal(status, ACH_ENOMEM);
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

static void use_everything(memory_trial *trial, store_session *one) {
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
    ach_record_key keys[] = {key_of("a", "1"), key_of("x", "1")};
    ach_record records[2];
    if (!went_well(trial, ach_store_read(one->store, keys, 2, records, NULL))) {
        assert_int_equal(ach_store_read(one->store, keys, 2, records, NULL), ACH_OK);
    }
    assert_text(records[0].progress.extra, "another extra");
    if (!went_well(trial, ach_store_rename(one->store, bytes_of("a"), bytes_of("d"), NULL, NULL))) {
        assert_int_equal(ach_store_rename(one->store, bytes_of("a"), bytes_of("d"), NULL, NULL),
                         ACH_OK);
    }
    seen all = {.count = 0};
    if (!went_well(trial, ach_store_walk(one->store, NULL, see, &all, NULL))) {
        all = (seen){.count = 0};
        assert_int_equal(ach_store_walk(one->store, NULL, see, &all, NULL), ACH_OK);
    }
    assert_string_equal(all.text, "b/1=2 b/2=5 b/3=6 b/4=8 b/5=9 c/1=7 d/1=4 ");
    all = (seen){.count = 0};
    if (!went_well(trial, ach_store_player(one->store, bytes_of("b"), see, &all, NULL))) {
        all = (seen){.count = 0};
        assert_int_equal(ach_store_player(one->store, bytes_of("b"), see, &all, NULL), ACH_OK);
    }
    assert_string_equal(all.text, "b/1=2 b/2=5 b/3=6 b/4=8 b/5=9 ");
}

static void without_memory(void **state) {
    const contract_kind *kind = *state;
    for (size_t allowed = 0;; allowed++) {
        assert_true(allowed < 1000);
        memory_trial trial = {allowed, ACH_OK};
        ach_allocator allocator = failing_allocator(&trial.left);
        ach_store_options options = ACH_STORE_OPTIONS_INIT;
        options.allocator = &allocator;
        store_session one = session_of(NULL);
        const char *fresh = kind->fresh();
        if (!went_well(&trial, ach_store_open(&one.store, fresh, &options, NULL))) {
            assert_null(one.store);
            assert_int_equal(ach_store_open(&one.store, fresh, &options, NULL), ACH_OK);
        }
        use_everything(&trial, &one);
        ach_store_close(one.store);
        if (trial.worst == ACH_OK) {
            assert_true(allowed > 5);
            break;
        }
    }
}

int main(void) {
    static contract_kind memory = {"memory", fresh_memory, false};
    static contract_kind file = {"sqlite", fresh_file, true};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls),
        cmocka_unit_test(options),
        cmocka_unit_test_prestate(without_memory, &memory),
        cmocka_unit_test_prestate(without_memory, &file),
    };
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    int failed = contract_run(&memory) + contract_run(&file) +
                 cmocka_run_group_tests_name("store", tests, NULL, NULL);
    char command[64];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return failed + (system(command) != 0);
}
