/* A PostgreSQL server against the contract of all stores; memory that gives out in between. Started
 * by run_postgres.py: ACHPACK_TEST_POSTGRESQL is the store, ACHPACK_TEST_OWNER the owner's way in.
 * SPDX-License-Identifier: MIT */
#include "unit/store_contract.h"

#include "unit/failing.h"

#include <libpq-fe.h>

static const char *fresh_tables(void) {
    PGconn *owner = PQconnectdb(getenv("ACHPACK_TEST_OWNER"));
    PGresult *result = PQexec(owner, "TRUNCATE achpack.record, achpack.source");
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        fail_msg("%s", PQerrorMessage(owner));
    }
    PQclear(result);
    PQfinish(owner);
    return getenv("ACHPACK_TEST_POSTGRESQL");
}

/* With memory for so many requests: a call that runs out of it can be made again. */
static ach_status use_with(size_t *left) {
    ach_allocator allocator = failing_allocator(left);
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.allocator = &allocator;
    store_session one = session_of(NULL);
    ach_status status = ach_store_open(&one.store, fresh_tables(), &options, NULL);
    if (status != ACH_OK) {
        return status;
    }
    ach_record writes[] = {write_of("b", "1", 0, 1), write_of("a", "1", 0, 2)};
    ach_record_key keys[] = {key_of("a", "1"), key_of("b", "1")};
    ach_record records[2];
    ach_outcome outcomes[2] = {0};
    writes[1].progress.extra = bytes_of("an extra");
    ach_status first = apply(&one, writes, 2, outcomes);
    ach_status second = first == ACH_OK ? ach_store_read(one.store, keys, 2, records, NULL) : first;
    *left = SIZE_MAX;
    ach_batch batch = batch_of(&one, writes, 2);
    assert_int_equal(ach_store_apply(one.store, &batch, outcomes, NULL), ACH_OK);
    assert_true(outcomes[0] == ACH_APPLIED && outcomes[1] == ACH_APPLIED);
    assert_int_equal(ach_store_read(one.store, keys, 2, records, NULL), ACH_OK);
    assert_text(records[0].progress.extra, "an extra");
    ach_store_close(one.store);
    return second;
}

static void without_memory(void **state) {
    (void)state;
    for (size_t allowed = 0;; allowed++) {
        size_t left = allowed;
        ach_status status = use_with(&left);
        if (status == ACH_OK) {
            assert_true(allowed > 3);
            return;
        }
        assert_int_equal(status, ACH_ENOMEM);
        assert_true(allowed < 100);
    }
}

int main(void) {
    static contract_kind server = {"postgresql", fresh_tables, true};
    const struct CMUnitTest tests[] = {cmocka_unit_test(without_memory)};
    if (getenv("ACHPACK_TEST_POSTGRESQL") == NULL || getenv("ACHPACK_TEST_OWNER") == NULL) {
        (void)fprintf(stderr, "run_postgres.py starts this\n");
        return 2;
    }
    return contract_run(&server) +
           cmocka_run_group_tests_name("postgresql memory", tests, NULL, NULL);
}
