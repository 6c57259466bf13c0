/* What every kind of store promises: one list of tests that runs against each of them.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_STORE_CONTRACT_H
#define TESTS_UNIT_STORE_CONTRACT_H

#include "unit/store_session.h"

/* A kind of store. contract_run() gives the number of tests that failed. */
typedef struct contract_kind {
    const char *name;
    const char *(*fresh)(void); /* the URL of an empty store; good until the next call */
    bool is_shared;             /* another store at that URL sees the same records */
} contract_kind;

static store_session fresh_session(void **state) {
    const contract_kind *kind = *state;
    ach_store *store = NULL;
    assert_int_equal(ach_store_open(&store, kind->fresh(), NULL, NULL), ACH_OK);
    return session_of(store);
}

static void absent_records(void **state) {
    store_session one = fresh_session(state);
    ach_record_key keys[] = {key_of("p", "a"), key_of("p", "b")};
    ach_record records[2];
    assert_int_equal(ach_store_read(one.store, keys, 2, records, NULL), ACH_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_text(records[i].key.player, "p");
        assert_text(records[i].key.node, i == 0 ? "a" : "b");
        assert_int_equal(records[i].progress.version, 0);
        assert_int_equal(records[i].progress.progress, 0);
        assert_int_equal(records[i].progress.completed_at, 0);
        assert_int_equal(records[i].progress.definition, 0);
        assert_null(records[i].progress.extra.data);
    }
    assert_int_equal(ach_store_read(one.store, NULL, 0, NULL, NULL), ACH_OK);
    ach_store_close(one.store);
}

static void new_then_updated(void **state) {
    store_session one = fresh_session(state);
    ach_record write = write_of("玩家", "节点", 0, 3);
    write.progress.completed_at = 1652950659;
    write.progress.definition = UINT64_C(0xFEDCBA9876543210);
    write.progress.extra = bytes_of("{\"牛\":3}");
    set(&one, write, ACH_APPLIED);
    ach_progress now = get(&one, "玩家", "节点");
    assert_int_equal(now.version, 1);
    assert_int_equal(now.progress, 3);
    assert_int_equal(now.completed_at, 1652950659);
    assert_true(now.definition == UINT64_C(0xFEDCBA9876543210));
    assert_text(now.extra, "{\"牛\":3}");
    set(&one, write_of("玩家", "节点", 1, 2), ACH_APPLIED); /* progress may fall, version not */
    now = get(&one, "玩家", "节点");
    assert_int_equal(now.version, 2);
    assert_int_equal(now.progress, 2);
    assert_int_equal(now.completed_at, 0);
    assert_text(now.extra, "");
    ach_store_close(one.store);
}

static void conflicts(void **state) {
    store_session one = fresh_session(state);
    set(&one, write_of("p", "n", 1, 9), ACH_CONFLICT); /* there is none */
    assert_int_equal(get(&one, "p", "n").version, 0);
    set(&one, write_of("p", "n", 0, 1), ACH_APPLIED);
    set(&one, write_of("p", "n", 0, 9), ACH_CONFLICT);
    set(&one, write_of("p", "n", 2, 9), ACH_CONFLICT);
    set(&one, write_of("p", "n", 1, 2), ACH_APPLIED);
    set(&one, write_of("p", "n", 1, 9), ACH_CONFLICT);
    assert_int_equal(get(&one, "p", "n").version, 2);
    assert_int_equal(get(&one, "p", "n").progress, 2);
    ach_store_close(one.store);
}

/* Out of order, mixed, and the outcomes in the caller's order. */
static void mixed_batch(void **state) {
    store_session one = fresh_session(state);
    set(&one, write_of("b", "2", 0, 1), ACH_APPLIED);
    ach_record writes[] = {write_of("c", "1", 0, 10), write_of("b", "2", 0, 11),
                           write_of("a", "9", 0, 12), write_of("b", "1", 5, 13),
                           write_of("a", "10", 0, 14)};
    ach_outcome outcomes[5] = {0};
    assert_int_equal(apply(&one, writes, 5, outcomes), ACH_OK);
    static const ach_outcome wanted[] = {ACH_APPLIED, ACH_CONFLICT, ACH_APPLIED, ACH_CONFLICT,
                                         ACH_APPLIED};
    assert_memory_equal(outcomes, wanted, sizeof wanted);
    seen all = {.count = 0};
    assert_int_equal(ach_store_walk(one.store, NULL, see, &all, NULL), ACH_OK);
    assert_string_equal(all.text, "a/10=14 a/9=12 b/2=1 c/1=10 ");
    ach_store_close(one.store);
}

/* Copies of records keep their versions, in whatever order they come. */
static void versions_given(void **state) {
    store_session one = fresh_session(state);
    set(&one, write_of("a", "n", 0, 1), ACH_APPLIED);
    ach_record writes[] = {write_of("b", "n", 0, 7), write_of("a", "n", 1, 8),
                           write_of("a", "m", 0, 9), write_of("a", "l", 3, 9)};
    static const int64_t versions[] = {INT64_MAX, 5, 1, 4};
    ach_outcome outcomes[4];
    for (int turn = 0; turn < 2; turn++) { /* the second time asks again */
        ach_batch batch = batch_of(&one, writes, 4);
        batch.number = 9;
        batch.versions = versions;
        assert_int_equal(ach_store_apply(one.store, &batch, outcomes, NULL), ACH_OK);
        static const ach_outcome wanted[] = {ACH_APPLIED, ACH_APPLIED, ACH_APPLIED, ACH_CONFLICT};
        assert_memory_equal(outcomes, wanted, sizeof wanted);
        assert_true(get(&one, "b", "n").version == INT64_MAX);
        assert_int_equal(get(&one, "a", "n").version, 5);
        assert_int_equal(get(&one, "a", "m").version, 1);
        assert_int_equal(get(&one, "a", "l").version, 0);
    }
    static const int64_t same[] = {5};
    ach_record write = write_of("a", "n", 5, 1);
    ach_batch batch = batch_of(&one, &write, 1);
    batch.number = 10;
    batch.versions = same;
    assert_int_equal(ach_store_apply(one.store, &batch, outcomes, NULL), ACH_EARGUMENT);
    assert_int_equal(get(&one, "a", "n").progress, 8);
    ach_store_close(one.store);
}

static void asked_again(void **state) {
    store_session one = fresh_session(state);
    ach_record writes[] = {write_of("p", "2", 0, 1), write_of("p", "1", 7, 1)};
    ach_outcome outcomes[2] = {0};
    assert_int_equal(apply(&one, writes, 2, outcomes), ACH_OK);
    for (int turn = 0; turn < 3; turn++) {
        ach_batch batch = batch_of(&one, writes, 2);
        ach_outcome again[2] = {0};
        assert_int_equal(ach_store_apply(one.store, &batch, again, NULL), ACH_OK);
        assert_memory_equal(again, outcomes, sizeof again);
    }
    assert_true(outcomes[0] == ACH_APPLIED && outcomes[1] == ACH_CONFLICT);
    assert_int_equal(get(&one, "p", "2").version, 1);
    store_session other = session_of(one.store); /* another source's numbers are its own */
    set(&other, write_of("p", "2", 1, 2), ACH_APPLIED);
    one.number++;
    set(&one, write_of("p", "2", 2, 3), ACH_APPLIED); /* a number left out is no harm */
    ach_store_close(one.store);
}

static void numbers_below(void **state) {
    store_session one = fresh_session(state);
    ach_record write = write_of("p", "n", 0, 1);
    ach_outcome outcome = 0;
    one.number = 6;
    set(&one, write, ACH_APPLIED);
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    write.progress.version = 1;
    ach_batch batch = batch_of(&one, &write, 1);
    batch.number = 6;
    assert_int_equal(ach_store_apply(one.store, &batch, &outcome, why), ACH_EARGUMENT);
    assert_string_equal(code_of(why), "store-batch");
    ach_diags_free(why);
    ach_record two[] = {write, write_of("p", "m", 0, 1)};
    ach_outcome outcomes[2];
    batch.number = 7; /* the same number for another batch */
    batch.writes = two;
    batch.count = 2;
    assert_int_equal(ach_store_apply(one.store, &batch, outcomes, NULL), ACH_EARGUMENT);
    assert_int_equal(get(&one, "p", "n").version, 1);
    assert_int_equal(get(&one, "p", "m").version, 0);
    ach_store_close(one.store);
}

static void empty_batch(void **state) {
    store_session one = fresh_session(state);
    assert_int_equal(apply(&one, NULL, 0, NULL), ACH_OK);
    ach_batch batch = batch_of(&one, NULL, 0);
    assert_int_equal(ach_store_apply(one.store, &batch, NULL, NULL), ACH_OK);
    batch.number = 0;
    assert_int_equal(ach_store_apply(one.store, &batch, NULL, NULL), ACH_EARGUMENT);
    batch.number = 9;
    batch.now = -1;
    assert_int_equal(ach_store_apply(one.store, &batch, NULL, NULL), ACH_EARGUMENT);
    ach_store_close(one.store);
}

/* Each is refused, with a finding, and nothing of its batch is stored. */
static void refused_writes(void **state) {
    store_session one = fresh_session(state);
    char *long_id = text_of(ACH_PLAYER_BYTES_MOST + 1);
    char *long_extra = text_of(ACH_EXTRA_BYTES_MOST + 1);
    ach_record good = write_of("p", "n", 0, 1);
    struct row {
        ach_record write;
        ach_status wanted;
    } rows[13];
    for (size_t i = 0; i < 13; i++) {
        rows[i] = (struct row){good, ACH_EARGUMENT};
    }
    rows[0].write.key.player = bytes_of("");
    rows[1].write.key.node = bytes_of("");
    rows[2].write.key.player = bytes_of(long_id);
    rows[3].write.key.node = bytes_of(long_id);
    rows[4].write.key.player = bytes_of("\xFF");
    rows[5].write.key.node = (ach_bytes){"a\0b", 3};
    rows[6].write.progress.extra = bytes_of("\xC0\x80");
    rows[7].write.progress.extra = (ach_bytes){"a\0", 2};
    rows[8].write.progress.extra = bytes_of(long_extra);
    rows[8].wanted = ACH_ELIMIT;
    rows[9].write.progress.progress = -1;
    rows[10].write.progress.completed_at = -1;
    rows[11].write.progress.version = INT64_MAX;
    rows[11].wanted = ACH_ELIMIT;
    rows[12].write.progress.version = -1;
    for (size_t i = 0; i < 13; i++) {
        ach_diags *why = ach_diags_new(NULL, ACH_CHINESE);
        ach_record writes[] = {write_of("first", "n", 0, 1), rows[i].write};
        ach_outcome outcomes[2];
        one.number++;
        ach_batch batch = batch_of(&one, writes, 2);
        assert_int_equal(ach_store_apply(one.store, &batch, outcomes, why), rows[i].wanted);
        assert_string_equal(code_of(why), "store-record");
        ach_diags_free(why);
    }
    assert_int_equal(get(&one, "first", "n").version, 0);
    free(long_id);
    free(long_extra);
    ach_store_close(one.store);
}

static void refused_twice_and_many(void **state) {
    store_session one = fresh_session(state);
    ach_record twice[] = {write_of("p", "n", 0, 1), write_of("p", "m", 0, 1),
                          write_of("p", "n", 0, 2)};
    ach_outcome outcomes[3];
    assert_int_equal(apply(&one, twice, 3, outcomes), ACH_EARGUMENT);
    twice[1] = twice[0]; /* side by side too */
    assert_int_equal(apply(&one, twice, 2, outcomes), ACH_EARGUMENT);
    assert_int_equal(get(&one, "p", "n").version, 0);
    ach_record *many = calloc(ACH_BATCH_MOST + 1, sizeof *many);
    assert_non_null(many);
    assert_int_equal(apply(&one, many, ACH_BATCH_MOST + 1, outcomes), ACH_ELIMIT);
    free(many);
    ach_record_key bad = key_of("", "n");
    ach_record record;
    assert_int_equal(ach_store_read(one.store, &bad, 1, &record, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_store_walk(one.store, &bad, see, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_store_player(one.store, bytes_of(""), see, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_store_walk(one.store, NULL, NULL, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_store_rename(one.store, bytes_of(""), bytes_of("q"), NULL, NULL),
                     ACH_EARGUMENT);
    ach_store_close(one.store);
}

static void extremes(void **state) {
    store_session one = fresh_session(state);
    char *id = text_of(ACH_PLAYER_BYTES_MOST);
    char *extra = text_of(ACH_EXTRA_BYTES_MOST);
    ach_record write = write_of(id, id, 0, INT64_MAX);
    write.progress.completed_at = INT64_MAX;
    write.progress.definition = UINT64_MAX;
    write.progress.extra = bytes_of(extra);
    one.number = INT64_MAX - 1;
    set(&one, write, ACH_APPLIED);
    ach_progress now = get(&one, id, id);
    assert_true(now.progress == INT64_MAX && now.completed_at == INT64_MAX);
    assert_true(now.definition == UINT64_MAX);
    assert_text(now.extra, extra);
    store_session other = session_of(one.store);
    set(&other, write_of("p", "n", INT64_MAX - 1, 0), ACH_CONFLICT);
    free(id);
    free(extra);
    ach_store_close(one.store);
}

/* What was read may be handed to the next call. */
static void read_and_written_back(void **state) {
    store_session one = fresh_session(state);
    ach_record write = write_of("p", "n", 0, 1);
    write.progress.extra = bytes_of("some words that do not fit into anything small");
    set(&one, write, ACH_APPLIED);
    for (int64_t turn = 1; turn < 20; turn++) {
        ach_record_key key = key_of("p", "n");
        ach_record record;
        assert_int_equal(ach_store_read(one.store, &key, 1, &record, NULL), ACH_OK);
        assert_int_equal(record.progress.version, turn);
        record.progress.progress += turn;
        set(&one, record, ACH_APPLIED);
    }
    assert_int_equal(get(&one, "p", "n").progress, 191);
    assert_text(get(&one, "p", "n").extra, "some words that do not fit into anything small");
    ach_store_close(one.store);
}

static void renamed(void **state) {
    store_session one = fresh_session(state);
    uint64_t moved = 9;
    ach_bytes old = bytes_of("old");
    ach_bytes new = bytes_of("new");
    assert_int_equal(ach_store_rename(one.store, old, new, &moved, NULL), ACH_ENOTFOUND);
    assert_int_equal(moved, 0);
    set(&one, write_of("old", "b", 0, 2), ACH_APPLIED);
    set(&one, write_of("old", "a", 0, 1), ACH_APPLIED);
    set(&one, write_of("mid", "a", 0, 3), ACH_APPLIED);
    assert_int_equal(ach_store_rename(one.store, old, bytes_of("mid"), &moved, NULL),
                     ACH_ECONFLICT);
    assert_int_equal(ach_store_rename(one.store, bytes_of("no"), bytes_of("mid"), NULL, NULL),
                     ACH_ENOTFOUND);
    assert_int_equal(ach_store_rename(one.store, old, old, NULL, NULL), ACH_ECONFLICT);
    seen all = {.count = 0};
    assert_int_equal(ach_store_walk(one.store, NULL, see, &all, NULL), ACH_OK);
    assert_string_equal(all.text, "mid/a=3 old/a=1 old/b=2 ");
    assert_int_equal(ach_store_rename(one.store, old, bytes_of("a"), &moved, NULL), ACH_OK);
    assert_int_equal(moved, 2);
    all = (seen){.count = 0};
    assert_int_equal(ach_store_walk(one.store, NULL, see, &all, NULL), ACH_OK);
    assert_string_equal(all.text, "a/a=1 a/b=2 mid/a=3 ");
    assert_int_equal(get(&one, "old", "a").version, 0);
    set(&one, write_of("a", "a", 1, 5), ACH_APPLIED); /* versions go along */
    set(&one, write_of("old", "a", 0, 6), ACH_APPLIED);
    assert_int_equal(get(&one, "a", "a").progress, 5);
    ach_store_close(one.store);
}

/* Bytewise, and from any place on; a walk of one record at a time sees the same as a whole one. */
static void walked(void **state) {
    store_session one = fresh_session(state);
    static const char *const players[] = {"b", "a", "B", "é", "ab", "a b", "😀", "~"};
    for (size_t i = 0; i < 8; i++) {
        set(&one, write_of(players[i], "z", 0, (int64_t)i), ACH_APPLIED);
        set(&one, write_of(players[i], "Z", 0, (int64_t)i), ACH_APPLIED);
    }
    static const char wanted[] = "B/Z=2 B/z=2 a/Z=1 a/z=1 a b/Z=5 a b/z=5 ab/Z=4 ab/z=4 b/Z=0 "
                                 "b/z=0 ~/Z=7 ~/z=7 é/Z=3 é/z=3 😀/Z=6 😀/z=6 ";
    seen whole = {.count = 0};
    assert_int_equal(ach_store_walk(one.store, NULL, see, &whole, NULL), ACH_OK);
    assert_string_equal(whole.text, wanted);
    ach_record_key after = key_of("a", "a"); /* between two, and not there */
    seen rest = {.count = 0};
    assert_int_equal(ach_store_walk(one.store, &after, see, &rest, NULL), ACH_OK);
    assert_string_equal(rest.text, strstr(wanted, "a/z=1"));
    for (size_t i = 0; i < 8; i++) {
        seen next = {.most = 1};
        after = key_of(players[i], "Z");
        assert_int_equal(ach_store_walk(one.store, &after, see, &next, NULL), ACH_OK);
        assert_int_equal(next.count, 1);
        assert_memory_equal(next.text, players[i], strlen(players[i]));
        assert_non_null(strstr(next.text, "/z="));
    }
    after = key_of("😀", "z");
    assert_int_equal(ach_store_walk(one.store, &after, see, NULL, NULL), ACH_OK);
    seen of_one = {.count = 0};
    assert_int_equal(ach_store_player(one.store, bytes_of("a"), see, &of_one, NULL), ACH_OK);
    assert_string_equal(of_one.text, "a/Z=1 a/z=1 ");
    assert_int_equal(ach_store_player(one.store, bytes_of("A"), see, NULL, NULL), ACH_OK);
    ach_store_close(one.store);
}

/* More than any piece that a store reads at once. */
typedef struct tally {
    size_t count;
    ach_store *store;
    bool is_ordered;
    char last[64];
} tally;

static int count_record(void *user, const ach_record *record) {
    tally *all = user;
    char key[64];
    ach_record_key wanted = key_of("p", "n");
    ach_record ignored;
    (void)snprintf(key, sizeof key, "%s/%s", record->key.player.data, record->key.node.data);
    all->is_ordered = all->is_ordered && strcmp(all->last, key) < 0;
    memcpy(all->last, key, sizeof key);
    all->count++;
    /* A visitor may not use the store. */
    assert_int_equal(ach_store_read(all->store, &wanted, 1, &ignored, NULL), ACH_EARGUMENT);
    return 0;
}

static void many_records(void **state) {
    enum { PLAYERS = 3, NODES = 1000 };
    store_session one = fresh_session(state);
    ach_record *writes = malloc(NODES * sizeof *writes);
    char(*names)[16] = malloc(NODES * sizeof *names);
    ach_outcome *outcomes = malloc(NODES * sizeof *outcomes);
    assert_true(writes != NULL && names != NULL && outcomes != NULL);
    for (size_t player = 0; player < PLAYERS; player++) {
        for (size_t i = 0; i < NODES; i++) {
            (void)snprintf(names[i], sizeof names[i], "n%04zu", (i * 617 + 5) % NODES);
            writes[i] = write_of(player == 0 ? "b" : player == 1 ? "a" : "c", names[i], 0, 1);
        }
        assert_int_equal(apply(&one, writes, NODES, outcomes), ACH_OK);
        for (size_t i = 0; i < NODES; i++) {
            assert_int_equal(outcomes[i], ACH_APPLIED);
        }
    }
    tally all = {.store = one.store, .is_ordered = true};
    assert_int_equal(ach_store_walk(one.store, NULL, count_record, &all, NULL), ACH_OK);
    assert_true(all.is_ordered && all.count == (size_t)PLAYERS * NODES);
    all = (tally){.store = one.store, .is_ordered = true};
    assert_int_equal(ach_store_player(one.store, bytes_of("a"), count_record, &all, NULL), ACH_OK);
    assert_true(all.is_ordered && all.count == NODES);
    free(writes);
    free(names);
    free(outcomes);
    ach_store_close(one.store);
}

/* As many writes as a batch may have, over many players, then read at once and from behind. */
static void largest_batch(void **state) {
    enum { COUNT = ACH_BATCH_MOST, NODES = 64 };
    store_session one = fresh_session(state);
    struct all {
        char players[COUNT][8];
        char nodes[COUNT][8];
        ach_record writes[COUNT];
        ach_outcome outcomes[COUNT];
        ach_record_key keys[COUNT];
        ach_record records[COUNT];
    } *all = calloc(1, sizeof *all);
    assert_non_null(all);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < COUNT; i++) {
            (void)snprintf(all->players[i], 8, "p%zu", i / NODES);
            (void)snprintf(all->nodes[i], 8, "n%zu", i % NODES);
            all->writes[i] = write_of(all->players[i], all->nodes[i], turn, (int64_t)i + turn);
            all->keys[COUNT - 1 - i] = all->writes[i].key;
        }
        assert_int_equal(apply(&one, all->writes, COUNT, all->outcomes), ACH_OK);
        assert_int_equal(ach_store_read(one.store, all->keys, COUNT, all->records, NULL), ACH_OK);
        for (size_t i = 0; i < COUNT; i++) {
            assert_int_equal(all->outcomes[i], ACH_APPLIED);
            assert_int_equal(all->records[COUNT - 1 - i].progress.progress, (int64_t)i + turn);
            assert_int_equal(all->records[COUNT - 1 - i].progress.version, turn + 1);
        }
    }
    free(all);
    ach_store_close(one.store);
}

static void forgotten_sources(void **state) {
    store_session one = fresh_session(state);
    ach_record write = write_of("p", "n", 0, 1);
    ach_outcome outcome = 0;
    set(&one, write, ACH_APPLIED);
    assert_int_equal(ach_store_forget_sources(one.store, 1000, NULL), ACH_OK);
    ach_batch batch = batch_of(&one, &write, 1);
    assert_int_equal(ach_store_apply(one.store, &batch, &outcome, NULL), ACH_OK);
    assert_int_equal(outcome, ACH_APPLIED); /* still known: it is not older than 1000 */
    assert_int_equal(ach_store_forget_sources(one.store, 1001, NULL), ACH_OK);
    assert_int_equal(ach_store_apply(one.store, &batch, &outcome, NULL), ACH_OK);
    assert_int_equal(outcome, ACH_CONFLICT);
    for (int i = 0; i < 200; i++) {
        store_session many = session_of(one.store);
        set(&many, write, ACH_CONFLICT);
    }
    assert_int_equal(ach_store_forget_sources(one.store, INT64_MAX, NULL), ACH_OK);
    assert_int_equal(get(&one, "p", "n").version, 1);
    ach_store_close(one.store);
}

/* A second store at the same URL: sees what the first stored, and repeats across both. */
static void shared(void **state) {
    const contract_kind *kind = *state;
    if (!kind->is_shared) {
        skip();
    }
    const char *url = kind->fresh();
    ach_store *stores[2] = {NULL, NULL};
    assert_int_equal(ach_store_open(&stores[0], url, NULL, NULL), ACH_OK);
    assert_int_equal(ach_store_open(&stores[1], url, NULL, NULL), ACH_OK);
    store_session one = session_of(stores[0]);
    store_session two = session_of(stores[1]);
    ach_record write = write_of("p", "n", 0, 1);
    set(&one, write, ACH_APPLIED);
    assert_int_equal(get(&two, "p", "n").version, 1);
    set(&two, write, ACH_CONFLICT);
    ach_outcome outcome = 0;
    ach_batch batch = batch_of(&one, &write, 1);
    assert_int_equal(ach_store_apply(stores[1], &batch, &outcome, NULL), ACH_OK);
    assert_int_equal(outcome, ACH_APPLIED);
    for (int64_t turn = 0; turn < 20; turn++) {
        store_session *writer = turn % 2 == 0 ? &two : &one;
        set(writer, write_of("p", "n", turn + 1, turn), ACH_APPLIED);
    }
    ach_store_close(stores[0]);
    assert_int_equal(get(&two, "p", "n").version, 21);
    ach_store_close(stores[1]);
    assert_int_equal(ach_store_open(&stores[0], url, NULL, NULL), ACH_OK); /* it lasts */
    one.store = stores[0];
    assert_int_equal(get(&one, "p", "n").version, 21);
    ach_store_close(stores[0]);
}

#define CONTRACT(test)                                                                             \
    { #test, test }
static const struct contract_test {
    const char *name;
    CMUnitTestFunction run;
} contract_tests[] = {
    CONTRACT(absent_records),
    CONTRACT(new_then_updated),
    CONTRACT(conflicts),
    CONTRACT(mixed_batch),
    CONTRACT(asked_again),
    CONTRACT(numbers_below),
    CONTRACT(versions_given),
    CONTRACT(empty_batch),
    CONTRACT(refused_writes),
    CONTRACT(extremes),
    CONTRACT(refused_twice_and_many),
    CONTRACT(renamed),
    CONTRACT(read_and_written_back),
    CONTRACT(walked),
    CONTRACT(many_records),
    CONTRACT(shared),
    CONTRACT(largest_batch),
    CONTRACT(forgotten_sources),
};

static int contract_run(contract_kind *kind) {
    enum { COUNT = sizeof contract_tests / sizeof contract_tests[0] };
    struct CMUnitTest tests[COUNT] = {{NULL, NULL, NULL, NULL, NULL}};
    for (size_t i = 0; i < COUNT; i++) {
        tests[i].name = contract_tests[i].name;
        tests[i].test_func = contract_tests[i].run;
        tests[i].initial_state = kind;
    }
    return cmocka_run_group_tests_name(kind->name, tests, NULL, NULL);
}

#endif
