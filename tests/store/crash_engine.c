/* A room that adds progress until it is killed, and knows in its next life what it was promised:
 * for tests that kill it, its database or its disk at any moment.
 *
 *   crash_engine run URL OUTBOX NOTES ROUNDS   goes on where NOTES end, for so many polls (0: for
 *                                              ever); prints "ready" when the engine is open
 *   crash_engine drain URL OUTBOX NOTES        sends all that waits, and holds local progress
 *                                              against the notes
 *   crash_engine check URL NOTES...            holds the records against all notes together
 *
 * NOTES is a file that is mapped, so that nothing in it is lost when the process is killed. Of each
 * player and node it has what was asked for, and what of that a poll has made safe. Each extra is
 * the progress that it belongs to, so that a mixture of two would show.
 * SPDX-License-Identifier: MIT */
#include "unit/package_maker.h"

#include <achpack/engine.h>

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

enum { PLAYERS = 12, NODES = 3, LOCAL = 3, WAYS = 4, FOR_EVER = 1000000, DRAIN_MOST = 20000 };

/* Without a callback; with one; with extra. LOCAL is a custom node that never leaves the room. */
enum { QUIET, TOLD, EXTRA };

typedef struct tally {
    int64_t asked;  /* in this life */
    int64_t safe;   /* of it, by a poll */
    int64_t before; /* made safe in earlier lives */
    int64_t maybe;  /* asked in earlier lives, and not made safe */
    int64_t failed; /* told to have failed */
} tally;

typedef struct notes {
    int64_t now;
    int64_t lives, polls, stored, conflicts, resumed, troubles;
    tally tallies[PLAYERS][WAYS];
} notes;

typedef struct script {
    int player, way;
    int64_t delta;
    bool has_ended;
    struct script *next;
} script;

static notes *all;
static ach_engine *engine;
static ach_store *store;
static char names[PLAYERS][16];
static int64_t known[PLAYERS]; /* the progress that extra is to go with */
static script *scripts;        /* to be told something yet */
static int faults;

static const char *const nodes[] = {"n0", "n1", "n2", "local"};

static int fail(const char *what, long long number) {
    (void)printf("%s: %lld\n", what, number);
    faults++;
    return 1;
}

static ach_bytes text_of(const char *text) {
    return (ach_bytes){text, strlen(text)};
}

static uint32_t chance(uint32_t limit) {
    static uint64_t state;
    if (state == 0 && getrandom(&state, sizeof state, 0) != sizeof state) {
        abort();
    }
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(state >> 33) % limit;
}

/* --- What the engine calls --------------------------------------------------------------------
 */

static void check_extra(const char *player, const ach_progress *seen) {
    char text[32];
    int size = snprintf(text, sizeof text, "%lld", (long long)seen->progress);
    if (seen->version > 0 &&
        (seen->extra.size != (size_t)size || memcmp(seen->extra.data, text, (size_t)size) != 0)) {
        (void)printf("%s: progress %s, version %" PRId64 ", extra %.*s\n", player, text,
                     seen->version, (int)seen->extra.size, seen->extra.data);
        faults++;
    }
}

static int learn(int player, const ach_answer *answer) {
    bool is_stored = answer->code == ACH_CODE_OK;
    check_extra(names[player], answer->entity);
    known[player] = answer->entity->progress + is_stored;
    all->conflicts += !is_stored;
    return 1;
}

static void end_script(script *is) {
    if (is->has_ended) {
        (void)fail("a callback came twice, way", is->way);
    }
    is->has_ended = true;
}

static int on_answer(void *user, const ach_answer *answer) {
    script *is = user;
    if (answer == NULL) {
        all->tallies[is->player][is->way].failed += is->delta;
        end_script(is);
        return 0;
    }
    if (answer->code == ACH_CODE_OK) {
        all->stored++;
        end_script(is);
    }
    return is->way == EXTRA ? learn(is->player, answer) : 1;
}

static int give(int player, ach_bytes *extra) {
    static char text[32];
    int size = snprintf(text, sizeof text, "%lld", (long long)known[player] + 1);
    *extra = (ach_bytes){text, (size_t)size};
    return 1;
}

static int on_extra(void *user, ach_bytes *extra) {
    return give(((const script *)user)->player, extra);
}

static int player_of(const ach_record_key *key) {
    return atoi(key->player.data + 1);
}

static int on_resumed(void *user, const ach_resumed *set, const ach_answer *answer) {
    const ach_record_key *key = &set->key;
    (void)user;
    all->resumed++;
    if (answer == NULL) {
        return fail("a resumed set failed, player", player_of(key));
    }
    return strncmp(key->node.data, nodes[EXTRA], key->node.size) == 0
               ? learn(player_of(key), answer)
               : 1;
}

static int on_resumed_extra(void *user, const ach_resumed *set, ach_bytes *extra) {
    const ach_record_key *key = &set->key;
    (void)user;
    return give(player_of(key), extra);
}

/* --- Work -------------------------------------------------------------------------------------
 */

static script *new_script(int player, int way, int64_t delta) {
    script *is = calloc(1, sizeof *is);
    if (is == NULL) {
        abort();
    }
    *is = (script){.player = player, .way = way, .delta = delta, .next = scripts};
    scripts = is;
    return is;
}

static void free_scripts(bool all_have_ended) {
    for (script **at = &scripts; *at != NULL;) {
        script *is = *at;
        if (is->has_ended) {
            *at = is->next;
            free(is);
        } else if (all_have_ended) {
            faults = fail("a callback never came, way", is->way);
            return;
        } else {
            at = &is->next;
        }
    }
}

/* It is written down first, so that nothing is stored that was not asked for. */
static void ask(int player, int way) {
    tally *notes_of = &all->tallies[player][way];
    ach_set set = ACH_SET_INIT;
    set.player = text_of(names[player]);
    set.node = text_of(nodes[way]);
    set.delta = way == EXTRA ? 1 : 1 + chance(5);
    set.flags = way != EXTRA && chance(3) > 0 ? ACH_SET_LATER : 0;
    bool is_told = way == TOLD || way == EXTRA;
    script *is = is_told ? new_script(player, way, set.delta) : NULL;
    set.callback = is_told ? on_answer : NULL;
    set.get_extra = way == EXTRA ? on_extra : NULL;
    set.user = is;
    notes_of->asked += set.delta;
    ach_status status = way == LOCAL ? ach_engine_add_node_progress(engine, &set, NULL, NULL)
                                     : ach_engine_lobby_set(engine, &set, NULL);
    if (status != ACH_OK) {
        notes_of->asked -= set.delta;
        all->troubles++;
    }
}

static ach_status poll(void) {
    ach_gauges gauges = {.size = sizeof gauges};
    int64_t asked[PLAYERS][WAYS];
    for (int i = 0; i < PLAYERS * WAYS; i++) {
        asked[i / WAYS][i % WAYS] = all->tallies[i / WAYS][i % WAYS].asked;
    }
    all->now += 100;
    all->polls++;
    ach_status status = ach_engine_poll(engine, all->now, NULL);
    if (status == ACH_OK) {
        for (int i = 0; i < PLAYERS * WAYS; i++) {
            all->tallies[i / WAYS][i % WAYS].safe = asked[i / WAYS][i % WAYS];
        }
    }
    ach_engine_gauges(engine, &gauges);
    all->troubles += status != ACH_OK || gauges.is_store_away != 0;
    free_scripts(false);
    return status;
}

static void do_round(void) {
    for (uint32_t left = chance(8); left > 0; left--) {
        ask((int)chance(PLAYERS), (int)chance(WAYS));
    }
    ach_bytes player = text_of(names[chance(PLAYERS)]);
    uint32_t what = chance(40);
    if (what == 0) {
        (void)ach_engine_leave(engine, player);
    } else if (what == 1) {
        ach_engine_flush(engine);
    }
    (void)poll();
}

static int drain(void) {
    ach_gauges gauges = {.size = sizeof gauges};
    ach_engine_flush(engine);
    for (int i = 0; i < DRAIN_MOST; i++) {
        (void)poll();
        ach_engine_gauges(engine, &gauges);
        if (gauges.queued == 0 && poll() == ACH_OK && ach_engine_due(engine) == INT64_MAX) {
            return 0;
        }
        usleep(gauges.is_store_away != 0 ? 2000 : 0);
    }
    return fail("sets that do not go away", (long long)gauges.queued);
}

/* --- Opening ----------------------------------------------------------------------------------
 */

static int open_notes(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof(notes)) != 0) {
        return fail("notes", 0);
    }
    all = mmap(NULL, sizeof(notes), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    (void)close(file);
    return all == MAP_FAILED ? fail("notes", 1) : 0;
}

/* What the last life did not learn the end of. */
static void begin_life(void) {
    all->lives++;
    all->now = all->now == 0 ? INT64_C(1700000000000) : all->now;
    for (int i = 0; i < PLAYERS * WAYS; i++) {
        tally *is = &all->tallies[i / WAYS][i % WAYS];
        is->before += is->safe;
        is->maybe += is->asked - is->safe;
        is->asked = is->safe = 0;
    }
}

static ach_tree *open_tree(void) {
    static const char text[] = "{\"node_ID\":\"local\",\"title\":\"t\",\"goal_number\":2000000000}";
    ach_tree *tree = NULL;
    ach_tree_file file = {"local.json", text, sizeof text - 1};
    return ach_tree_open_memory(&tree, &file, 1, NULL, NULL) == ACH_OK ? tree : NULL;
}

static int open_engine(const char *outbox) {
    static made_package made;
    ach_hooks hooks = {.resumed = on_resumed, .resumed_extra = on_resumed_extra};
    ach_engine_options options = ACH_ENGINE_OPTIONS_INIT;
    package_make(&made, "first", 1000000000, NODES);
    if (ach_package_open_memory(&options.package, made.bytes, made.size, NULL, NULL) != ACH_OK) {
        return fail("package", 0);
    }
    options.tree = open_tree();
    options.store = store;
    options.outbox = outbox;
    options.hooks = &hooks;
    options.interval_s = 3;
    options.sets_per_second = 200;
    options.attempts = FOR_EVER;
    options.answer_s = FOR_EVER;
    ach_status status = ach_engine_open(&engine, &options, NULL);
    ach_package_free(options.package);
    ach_tree_free(options.tree);
    return status == ACH_OK ? 0 : fail("engine", (long long)status);
}

static int open_all(char **words) {
    ach_store_options options = ACH_STORE_OPTIONS_INIT;
    options.timeout_ms = 300; /* short, so that the engine sees of the trouble */
    for (int i = 0; i < PLAYERS; i++) {
        (void)snprintf(names[i], sizeof names[i], "p%d", i);
    }
    for (int tries = 0; store == NULL && tries < 50; tries++) { /* the server may be away */
        if (ach_store_open(&store, words[2], &options, NULL) != ACH_OK) {
            usleep(100000);
        }
    }
    if (store == NULL || open_notes(words[4]) != 0) {
        return fail("store", 0);
    }
    if (open_engine(words[3]) != 0) {
        return 1;
    }
    begin_life();
    (void)printf("ready\n");
    return fflush(stdout);
}

static void close_all(bool is_drained) {
    ach_engine_close(engine);
    free_scripts(true);
    for (int i = 0; i < PLAYERS * WAYS; i++) { /* closing has made it safe */
        tally *is = &all->tallies[i / WAYS][i % WAYS];
        is->safe = is_drained ? is->asked : is->safe;
    }
    ach_store_close(store);
}

/* --- Holding it against what is there ---------------------------------------------------------
 */

static int check_sum(const char *player, const char *node, int64_t seen, const tally *wanted) {
    int64_t least = wanted->before + wanted->safe - wanted->failed;
    int64_t most = wanted->before + wanted->asked + wanted->maybe;
    if (seen < least || seen > most) {
        (void)printf("%s %s: %" PRId64 ", not %" PRId64 " to %" PRId64 "\n", player, node, seen,
                     least, most);
        faults++;
        return 1;
    }
    return 0;
}

static int check_local(void) {
    for (int player = 0; player < PLAYERS; player++) {
        ach_bytes json;
        long long number = -1;
        if (ach_engine_node_detail(engine, text_of(names[player]), text_of(nodes[LOCAL]), &json,
                                   NULL) != ACH_OK) {
            return fail("detail of player", player);
        }
        (void)sscanf(strstr(json.data, "\"progress\":"), "\"progress\":%lld", &number);
        (void)check_sum(names[player], nodes[LOCAL], number, &all->tallies[player][LOCAL]);
    }
    return faults;
}

static void add_notes(tally *sums) {
    for (int i = 0; i < PLAYERS * WAYS; i++) {
        const tally *one = &all->tallies[i / WAYS][i % WAYS];
        sums[i].before += one->before;
        sums[i].asked += one->asked;
        sums[i].safe += one->safe;
        sums[i].maybe += one->maybe;
        sums[i].failed += one->failed;
    }
}

static void check_record(int player, int way, const tally *wanted, int64_t *total) {
    ach_record record;
    ach_record_key key = {text_of(names[player]), text_of(nodes[way])};
    if (ach_store_read(store, &key, 1, &record, NULL) != ACH_OK) {
        (void)fail("a record cannot be read, player", player);
        return;
    }
    const ach_progress *seen = &record.progress;
    (void)check_sum(names[player], nodes[way], seen->progress, wanted);
    if (way == EXTRA) {
        check_extra(names[player], seen);
    }
    *total += seen->progress;
}

static int check(int count, char **words) {
    static tally sums[PLAYERS * WAYS];
    notes totals = {0};
    int64_t stored = 0, maybe = 0, failed = 0;
    for (int i = 0; i < PLAYERS; i++) {
        (void)snprintf(names[i], sizeof names[i], "p%d", i);
    }
    if (ach_store_open(&store, words[2], NULL, NULL) != ACH_OK) {
        return fail("store", 0);
    }
    for (int i = 3; i < count; i++) {
        if (open_notes(words[i]) != 0) {
            return 1;
        }
        add_notes(sums);
        totals.lives += all->lives;
        totals.polls += all->polls;
        totals.conflicts += all->conflicts;
        totals.resumed += all->resumed;
        totals.troubles += all->troubles;
    }
    for (int i = 0; i < PLAYERS * WAYS; i++) {
        if (i % WAYS != LOCAL) {
            check_record(i / WAYS, i % WAYS, &sums[i], &stored);
            maybe += sums[i].maybe;
            failed += sums[i].failed;
        }
    }
    ach_store_close(store);
    (void)printf("%" PRId64 " lives, %" PRId64 " polls, %" PRId64 " resumed, %" PRId64
                 " conflicts, %" PRId64 " troubles, %" PRId64 " stored (%" PRId64
                 " not promised, %" PRId64 " told to have failed)\n",
                 totals.lives, totals.polls, totals.resumed, totals.conflicts, totals.troubles,
                 stored, maybe, failed);
    return faults != 0;
}

int main(int count, char **words) {
    (void)signal(SIGXFSZ, SIG_IGN);
    if (count > 3 && strcmp(words[1], "check") == 0) {
        return check(count, words);
    }
    bool drains = count == 5 && strcmp(words[1], "drain") == 0;
    if (!drains && (count != 6 || strcmp(words[1], "run") != 0)) {
        (void)fputs("usage: see the head of crash_engine.c\n", stderr);
        return 2;
    }
    if (open_all(words) != 0) {
        return 1;
    }
    uint64_t rounds = drains ? 0 : strtoull(words[5], NULL, 10);
    for (uint64_t i = 0; !drains && faults == 0 && (rounds == 0 || i < rounds); i++) {
        do_round();
    }
    if (drains && drain() == 0) {
        (void)check_local();
    }
    close_all(drains);
    return faults != 0;
}
