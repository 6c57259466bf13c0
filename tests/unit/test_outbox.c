/* Outboxes: what is committed is there again, what is not is gone; arguments, order of calls,
 * memory that gives out. SPDX-License-Identifier: MIT */
#include "unit/outbox_session.h"

#include "unit/failing.h"

static void round_trip(void **state) {
    uint8_t source[16];
    static const uint8_t nothing[16];
    (void)state;
    (void)fresh();
    ach__outbox *outbox = opened();
    memcpy(source, ach__outbox_source(outbox), sizeof source);
    assert_memory_not_equal(source, nothing, sizeof source);
    assert_int_equal(ach__outbox_batch(outbox), 0);
    assert_waiting(outbox, "");
    assert_local(outbox, "p", "");
    begin(outbox);
    put(outbox, waiting_of(2, "p", "b", 20));
    put(outbox, waiting_of(INT64_MAX - 1, "玩家", "节点", INT64_MAX));
    ach__waiting rich = waiting_of(1, "p", "a", 10);
    rich.asks_extra = rich.has_extra = rich.is_in_batch = true;
    rich.seen = INT64_MAX;
    rich.extra = bytes_of("{\"牛\":3}");
    put(outbox, rich);
    put_local(outbox, "p", "z", 0);
    put_local(outbox, "p", "节点", INT64_MAX);
    put_local(outbox, "q", "z", 5);
    assert_int_equal(ach__outbox_number(outbox, 7, NULL), ACH_OK);
    assert_int_equal(ach__outbox_batch(outbox), 0); /* not before the commit */
    commit(outbox);
    for (int turn = 0; turn < 3; turn++) {
        assert_int_equal(ach__outbox_batch(outbox), 7);
        assert_memory_equal(ach__outbox_source(outbox), source, sizeof source);
        assert_waiting(outbox, "1:p/a+10?!={\"牛\":3} 2:p/b+20 "
                               "9223372036854775806:玩家/节点+9223372036854775807 ");
        assert_local(outbox, "p", "z=0 节点=9223372036854775807 ");
        assert_local(outbox, "q", "z=5 ");
        ach__outbox_close(outbox);
        outbox = opened();
    }
    begin(outbox);
    put(outbox, waiting_of(2, "p", "b", 25)); /* more of it */
    assert_int_equal(ach__outbox_drop(outbox, 1, NULL), ACH_OK);
    assert_int_equal(ach__outbox_drop(outbox, INT64_MAX - 1, NULL), ACH_OK);
    assert_int_equal(ach__outbox_drop(outbox, 99, NULL), ACH_OK); /* was never there */
    put_local(outbox, "p", "z", 3);
    commit(outbox);
    ach__outbox_close(outbox);
    outbox = opened();
    assert_waiting(outbox, "2:p/b+25 ");
    assert_local(outbox, "p", "z=3 节点=9223372036854775807 ");
    ach__outbox_close(outbox);
    (void)fresh();
    outbox = opened(); /* another file is another source */
    assert_memory_not_equal(ach__outbox_source(outbox), source, sizeof source);
    ach__outbox_close(outbox);
}

static int keep_seen(void *user, const ach__waiting *waiting) {
    *(ach__waiting *)user = *waiting;
    return 0;
}

static void extras(void **state) {
    ach__waiting waiting = waiting_of(1, "p", "n", 1);
    ach__waiting found;
    char *longest = malloc(ACH_EXTRA_BYTES_MOST);
    (void)state;
    assert_non_null(longest);
    memset(longest, 'x', ACH_EXTRA_BYTES_MOST);
    (void)fresh();
    ach__outbox *outbox = opened();
    begin(outbox);
    waiting.extra = bytes_of("not meant");
    waiting.seen = 5;
    put(outbox, waiting);
    assert_int_equal(ach__outbox_waiting(outbox, keep_seen, &found, NULL), ACH_OK);
    assert_true(!found.has_extra && found.extra.size == 0 && found.seen == 5);
    waiting.has_extra = true;
    waiting.extra = (ach_bytes){NULL, 0};
    put(outbox, waiting);
    assert_int_equal(ach__outbox_waiting(outbox, keep_seen, &found, NULL), ACH_OK);
    assert_true(found.has_extra && found.extra.size == 0);
    waiting.extra = (ach_bytes){longest, ACH_EXTRA_BYTES_MOST};
    put(outbox, waiting);
    assert_int_equal(ach__outbox_waiting(outbox, keep_seen, &found, NULL), ACH_OK);
    assert_int_equal(found.extra.size, ACH_EXTRA_BYTES_MOST);
    commit(outbox);
    ach__outbox_close(outbox);
    outbox = opened();
    assert_int_equal(ach__outbox_waiting(outbox, keep_seen, &found, NULL), ACH_OK);
    assert_int_equal(found.extra.size, ACH_EXTRA_BYTES_MOST);
    ach__outbox_close(outbox);
    free(longest);
}

/* Changes everything, so that it can be seen whether it is taken back. */
static void change_everything(ach__outbox *outbox) {
    begin(outbox);
    put(outbox, waiting_of(1, "p", "n", 100));
    put(outbox, waiting_of(2, "p", "m", 100));
    put_local(outbox, "p", "n", 100);
    put_local(outbox, "p", "m", 100);
    assert_int_equal(ach__outbox_number(outbox, 100, NULL), ACH_OK);
}

static ach__outbox *with_something(void) {
    (void)fresh();
    ach__outbox *outbox = opened();
    begin(outbox);
    put(outbox, waiting_of(1, "p", "n", 1));
    put_local(outbox, "p", "n", 1);
    assert_int_equal(ach__outbox_number(outbox, 1, NULL), ACH_OK);
    commit(outbox);
    return outbox;
}

static void assert_something(ach__outbox *outbox) {
    assert_waiting(outbox, "1:p/n+1 ");
    assert_local(outbox, "p", "n=1 ");
    assert_int_equal(ach__outbox_batch(outbox), 1);
}

static void taken_back(void **state) {
    (void)state;
    ach__outbox *outbox = with_something();
    change_everything(outbox);
    ach__outbox_abort(outbox);
    assert_something(outbox);
    ach__outbox_abort(outbox); /* no harm */
    change_everything(outbox);
    assert_waiting(outbox, "1:p/n+100 2:p/m+100 "); /* what is put is read */
    ach__outbox_close(outbox);                      /* in the middle */
    outbox = opened();
    assert_something(outbox);
    change_everything(outbox);
    commit(outbox);
    assert_int_equal(ach__outbox_batch(outbox), 100);
    ach__outbox_close(outbox);
}

/* Every call in a state where it is not allowed, of an outbox with a file and of one without. */
static void order_of_calls(void **state) {
    ach__waiting waiting = waiting_of(1, "p", "n", 1);
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        ach__outbox *outbox = NULL;
        const char *where = turn == 0 ? NULL : fresh();
        assert_int_equal(ach__outbox_open(&outbox, where, NULL, NULL), ACH_OK);
        assert_int_equal(ach__outbox_put(outbox, &waiting, NULL), ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        assert_int_equal(ach__outbox_drop(outbox, 1, NULL), ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        assert_int_equal(ach__outbox_number(outbox, 1, NULL), ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        assert_int_equal(
            ach__outbox_put_local(outbox, waiting.key.player, waiting.key.node, 1, NULL),
            ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        assert_int_equal(ach__outbox_commit(outbox, NULL), ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        begin(outbox);
        put(outbox, waiting);
        assert_int_equal(ach__outbox_begin(outbox, NULL), ACH_EARGUMENT);
        commit(outbox); /* the second one was none */
        begin(outbox);
        assert_int_equal(ach__outbox_number(outbox, -1, NULL), ACH_EARGUMENT);
        assert_int_equal(ach__outbox_number(outbox, 1, NULL), ACH_EARGUMENT); /* failed */
        assert_int_equal(ach__outbox_commit(outbox, NULL), ACH_EARGUMENT);
        assert_int_equal(ach__outbox_begin(outbox, NULL), ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        begin(outbox);
        commit(outbox);
        assert_int_equal(ach__outbox_batch(outbox), 0);
        ach__outbox_close(outbox);
    }
    ach__outbox_close(NULL);
}

/* Without a file nothing is kept but the number. */
static void without_file(void **state) {
    static const uint8_t nothing[16];
    ach__outbox *outbox = NULL;
    (void)state;
    assert_int_equal(ach__outbox_open(&outbox, NULL, NULL, NULL), ACH_OK);
    assert_memory_not_equal(ach__outbox_source(outbox), nothing, sizeof nothing);
    change_everything(outbox);
    assert_int_equal(ach__outbox_drop(outbox, 1, NULL), ACH_OK);
    commit(outbox);
    assert_waiting(outbox, "");
    assert_local(outbox, "p", "");
    assert_int_equal(ach__outbox_batch(outbox), 100);
    begin(outbox);
    assert_int_equal(ach__outbox_number(outbox, 101, NULL), ACH_OK);
    ach__outbox_abort(outbox);
    assert_int_equal(ach__outbox_batch(outbox), 100);
    ach__outbox_close(outbox);
}

/* What would be refused when it is read is refused when it is put. */
static void bad_arguments(void **state) {
    char *too_long = calloc(1, ACH_EXTRA_BYTES_MOST + 2);
    ach__waiting good = waiting_of(1, "p", "n", 100);
    ach__waiting rows[12];
    (void)state;
    assert_non_null(too_long);
    memset(too_long, 'x', ACH_EXTRA_BYTES_MOST + 1);
    good.has_extra = true;
    for (size_t i = 0; i < 12; i++) {
        rows[i] = good;
    }
    rows[0].id = 0;
    rows[1].id = INT64_MAX;
    rows[2].delta = -1;
    rows[3].seen = -1;
    rows[4].key.player = (ach_bytes){NULL, 0};
    rows[5].key.node = bytes_of("");
    rows[6].key.player = (ach_bytes){too_long, ACH_PLAYER_BYTES_MOST + 1};
    rows[7].key.node = bytes_of("\xFF");
    rows[8].key.player = (ach_bytes){"a\0b", 3};
    rows[9].extra = (ach_bytes){too_long, ACH_EXTRA_BYTES_MOST + 1};
    rows[10].extra = (ach_bytes){"a\0", 2};
    rows[11].extra = bytes_of("\xC0\x80");
    ach__outbox *outbox = with_something();
    for (size_t i = 0; i < 12; i++) {
        change_everything(outbox);
        assert_int_equal(ach__outbox_put(outbox, &rows[i], NULL),
                         i == 9 ? ACH_ELIMIT : ACH_EARGUMENT);
        ach__outbox_abort(outbox);
        assert_something(outbox);
    }
    change_everything(outbox);
    assert_int_equal(ach__outbox_put_local(outbox, bytes_of("p"), bytes_of("n"), -1, NULL),
                     ACH_EARGUMENT);
    ach__outbox_abort(outbox);
    change_everything(outbox);
    assert_int_equal(ach__outbox_put_local(outbox, bytes_of(""), bytes_of("n"), 1, NULL),
                     ACH_EARGUMENT);
    ach__outbox_abort(outbox);
    assert_something(outbox);
    ach__outbox_close(outbox);
    free(too_long);
}

static void visitors_end(void **state) {
    contents all = {.most = 1};
    (void)state;
    (void)fresh();
    ach__outbox *outbox = opened();
    change_everything(outbox);
    commit(outbox);
    assert_int_equal(ach__outbox_waiting(outbox, see_waiting, &all, NULL), ACH_ENOMEM);
    assert_string_equal(all.text, "1:p/n+100 ");
    all = (contents){.most = 1};
    assert_int_equal(ach__outbox_local(outbox, bytes_of("p"), see_local, &all, NULL), ACH_ENOMEM);
    assert_string_equal(all.text, "m=100 ");
    begin(outbox); /* no reading is left open */
    commit(outbox);
    ach__outbox_close(outbox);
}

/* SQLite's memory, which gives out as the host's does. */
static size_t sqlite_left = SIZE_MAX;
static sqlite3_mem_methods plain_memory;

static bool is_granted(void) {
    bool granted = sqlite_left > 0;
    sqlite_left -= granted && sqlite_left != SIZE_MAX;
    return granted;
}

static void *scarce_malloc(int size) {
    return is_granted() ? plain_memory.xMalloc(size) : NULL;
}

static void *scarce_realloc(void *block, int size) {
    return is_granted() ? plain_memory.xRealloc(block, size) : NULL;
}

/* The last thing before a commit was refused for want of memory was nothing, or all of it. */
static ach_status use_everything(ach__outbox **out, const ach_allocator *allocator) {
    ach_bytes player = bytes_of("p");
    contents all = {.count = 0};
    ach__waiting waiting = waiting_of(1, "p", "n", 100);
    ach_status status = ach__outbox_open(out, path, allocator, NULL);
    if (status != ACH_OK) {
        assert_null(*out);
        return status;
    }
    status = ach__outbox_begin(*out, NULL);
    status = status == ACH_OK ? ach__outbox_put(*out, &waiting, NULL) : status;
    waiting.id = 2;
    status = status == ACH_OK ? ach__outbox_put(*out, &waiting, NULL) : status;
    status = status == ACH_OK ? ach__outbox_put_local(*out, player, waiting.key.node, 100, NULL)
                              : status;
    status = status == ACH_OK ? ach__outbox_drop(*out, 2, NULL) : status;
    status = status == ACH_OK ? ach__outbox_number(*out, 100, NULL) : status;
    status = status == ACH_OK ? ach__outbox_waiting(*out, see_waiting, &all, NULL) : status;
    status = status == ACH_OK ? ach__outbox_local(*out, player, see_local, &all, NULL) : status;
    status = status == ACH_OK ? ach__outbox_commit(*out, NULL) : status;
    return status;
}

static void without_memory(void **state) {
    bool is_hosts = *state != NULL;
    for (size_t allowed = 0;; allowed++) {
        assert_true(allowed < 3000);
        size_t left = is_hosts ? allowed : SIZE_MAX;
        ach_allocator allocator = failing_allocator(&left);
        ach__outbox *outbox = with_something();
        ach__outbox_close(outbox);
        sqlite_left = is_hosts ? SIZE_MAX : allowed;
        ach_status status = use_everything(&outbox, &allocator);
        sqlite_left = SIZE_MAX;
        left = SIZE_MAX;
        if (status == ACH_OK) {
            assert_true(allowed > 1);
            ach__outbox_close(outbox);
            break;
        }
        assert_int_equal(status, ACH_ENOMEM);
        if (outbox != NULL) {
            ach__outbox_abort(outbox);
            assert_something(outbox);
            begin(outbox); /* and it goes on */
            commit(outbox);
            ach__outbox_close(outbox);
        }
        outbox = opened();
        assert_something(outbox);
        ach__outbox_close(outbox);
        assert_int_equal(unlink(path), 0);
    }
}

int main(void) {
    static int hosts;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),     cmocka_unit_test(extras),
        cmocka_unit_test(taken_back),     cmocka_unit_test(order_of_calls),
        cmocka_unit_test(without_file),   cmocka_unit_test(bad_arguments),
        cmocka_unit_test(visitors_end),   cmocka_unit_test_prestate(without_memory, &hosts),
        cmocka_unit_test(without_memory),
    };
    (void)sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain_memory);
    sqlite3_mem_methods scarce = plain_memory;
    scarce.xMalloc = scarce_malloc;
    scarce.xRealloc = scarce_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce) != SQLITE_OK) {
        return 1;
    }
    return run_in_folder("outbox", tests, sizeof tests / sizeof tests[0]);
}
