/* A PostgreSQL server against the contract of all stores; memory that gives out in between. Started
 * by run_postgres.py: ACHPACK_TEST_POSTGRESQL is the store, ACHPACK_TEST_OWNER the owner's way in.
 * SPDX-License-Identifier: MIT */
#include "unit/store_contract.h"
#include "unit/store_trial.h"

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

static void without_memory(void **state) {
    (void)state;
    memory_trial trial = {0, false, ACH_OK};
    ach_allocator allocator = failing_allocator(&trial.left);
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.allocator = &allocator;
    assert_true(try_all(fresh_tables, &options, &trial, 1000) > 5);
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
