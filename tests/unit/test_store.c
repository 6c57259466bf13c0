/* Stores in memory and in a file against the contract; URLs and options; memory that gives out.
 * SPDX-License-Identifier: MIT */
#include "unit/store_contract.h"

#include "unit/failing.h"
#include "unit/store_trial.h"

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
        {"host=db password=secret", ACH_EARGUMENT, "store-url"},
        {"password=secret:er", ACH_EARGUMENT, "store-url"},
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

static void without_memory(void **state) {
    const contract_kind *kind = *state;
    memory_trial trial = {0, false, ACH_OK};
    ach_allocator allocator = failing_allocator(&trial.left);
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.allocator = &allocator;
    assert_true(try_all(kind->fresh, &options, &trial, 1000) > 5);
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
