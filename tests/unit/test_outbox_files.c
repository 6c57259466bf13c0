/* Everything that can be wrong with an outbox's file; a second holder; and that a file which is
 * refused stays as it is.
 * SPDX-License-Identifier: MIT */
#include "unit/outbox_session.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define ROW         "INSERT INTO waiting(id, player, node, delta, seen, flags, extra) VALUES"
#define CHECKED_NOT "PRAGMA ignore_check_constraints = ON;"

static void make_outbox(void) {
    (void)fresh();
    ach__outbox *outbox = opened();
    begin(outbox);
    put(outbox, waiting_of(1, "p", "n", 1));
    put_local(outbox, "p", "n", 1);
    commit(outbox);
    ach__outbox_close(outbox);
}

/* The bytes of the file and of those beside it, as one number; FNV-1a. */
static uint64_t print_of(void) {
    static const char *const ends[] = {"", "-wal", "-journal"};
    uint64_t print = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[160];
        int byte;
        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        FILE *file = fopen(name, "rb");
        while (file != NULL && (byte = getc(file)) != EOF) {
            print = (print ^ (uint64_t)byte) * UINT64_C(1099511628211);
        }
        print = (print ^ (file == NULL ? 256 : 257)) * UINT64_C(1099511628211);
        if (file != NULL) {
            (void)fclose(file);
        }
    }
    return print;
}

static void assert_refused_untouched(ach_status wanted, const char *code, const char *words) {
    uint64_t before = print_of();
    assert_refused(wanted, code, words);
    assert_true(before == print_of());
}

static void changed_files(void **state) {
    static const struct row {
        const char *sql;
        const char *code; /* NULL: it is opened, and what waits is there */
        const char *words;
    } rows[] = {
        {"PRAGMA user_version = 2", "store-newer", "version 2"},
        {"PRAGMA user_version = 0", "store-damaged", "no version"},
        {"PRAGMA application_id = 5", "store-foreign", "other tables"},
        {"PRAGMA application_id = 1094928464", "store-foreign", "a store of achpack"},
        {"DROP TABLE waiting", "store-damaged", "\"waiting\" is missing"},
        {"DROP TABLE achpack_outbox", "store-damaged", "\"achpack_outbox\" is missing"},
        {"ALTER TABLE local ADD COLUMN note TEXT", "store-damaged", "\"local\" is not as"},
        {"DELETE FROM achpack_outbox", "store-damaged", "of itself"},
        {"INSERT INTO achpack_outbox SELECT * FROM achpack_outbox", "store-damaged", "of itself"},
        {"UPDATE achpack_outbox SET schema = 2", "store-damaged", "of itself"},
        {CHECKED_NOT "UPDATE achpack_outbox SET source = x'00'", "store-damaged", "of itself"},
        {CHECKED_NOT "UPDATE achpack_outbox SET source = zeroblob(3000000)", "store-damaged",
         "of itself"},
        {CHECKED_NOT "UPDATE achpack_outbox SET source = zeroblob(5000000)", "store-damaged",
         "too big"},
        {CHECKED_NOT "UPDATE achpack_outbox SET number = -1", "store-damaged", "of itself"},
        {"UPDATE achpack_outbox SET number = 9223372036854775807", "store-damaged", "of itself"},
        {"CREATE TABLE notes(x); CREATE INDEX late ON waiting(player)", NULL, NULL},
        {"CREATE TRIGGER thief AFTER INSERT ON waiting BEGIN DELETE FROM waiting; END", NULL, NULL},
        {"PRAGMA journal_mode = DELETE", NULL, NULL},
        {"VACUUM", NULL, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        make_outbox();
        ask_once(rows[i].sql);
        if (rows[i].code != NULL) {
            assert_refused_untouched(ACH_EFORMAT, rows[i].code, rows[i].words);
            continue;
        }
        ach__outbox *outbox = opened();
        begin(outbox);
        put(outbox, waiting_of(2, "p", "n", 2));
        commit(outbox);
        assert_waiting(outbox, "1:p/n+1 2:p/n+2 ");
        ach__outbox_close(outbox);
    }
}

/* A row that was changed by hand is found when it is read; the outbox is only good for closing. */
static void changed_rows(void **state) {
    static const char *const rows[] = {
        ROW "(0, 'p', 'n', 1, 0, 0, '')",
        ROW "(-5, 'p', 'n', 1, 0, 0, '')",
        ROW "(9223372036854775807, 'p', 'n', 1, 0, 0, '')",
        ROW "(2, '', 'n', 1, 0, 0, '')",
        ROW "(2, 'p', '', 1, 0, 0, '')",
        ROW "(2, CAST(x'70FF' AS TEXT), 'n', 1, 0, 0, '')",
        ROW "(2, 'p', CAST(x'700071' AS TEXT), 1, 0, 0, '')",
        ROW "(2, printf('%257c', 'x'), 'n', 1, 0, 0, '')",
        ROW "(2, 'p', printf('%257c', 'x'), 1, 0, 0, '')",
        ROW "(2, 'p', 'n', -1, 0, 0, '')",
        ROW "(2, 'p', 'n', 1, -1, 0, '')",
        ROW "(2, 'p', 'n', 1, 0, -1, '')",
        ROW "(2, 'p', 'n', 1, 0, 8, '')",
        ROW "(2, 'p', 'n', 1, 0, 0, CAST(x'C080' AS TEXT))",
        ROW "(2, 'p', 'n', 1, 0, 0, printf('%1048577c', 'x'))",
        ROW "(2, 'p', 'n', 1, 0, 0, printf('%5000000c', 'x'))",
        "INSERT INTO local VALUES('p', 'a', -1)",
        "INSERT INTO local VALUES('p', '', 1)",
        "INSERT INTO local VALUES('p', CAST(x'FF' AS TEXT), 1)",
        "INSERT INTO local VALUES('p', printf('%257c', 'x'), 1)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char sql[256];
        contents all = {.count = 0};
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        make_outbox();
        (void)snprintf(sql, sizeof sql, "%s%s", CHECKED_NOT, rows[i]);
        ask_once(sql);
        uint64_t before = print_of();
        ach__outbox *outbox = opened();
        bool is_local = strstr(rows[i], "local") != NULL;
        ach_status status = is_local
                                ? ach__outbox_local(outbox, bytes_of("p"), see_local, &all, why)
                                : ach__outbox_waiting(outbox, see_waiting, &all, why);
        assert_int_equal(status, ACH_EFORMAT);
        assert_finding(why, "store-damaged", strstr(rows[i], "5000000") ? "too big" : "its rules");
        ach__outbox_close(outbox);
        assert_true(before == print_of());
    }
}

static void write_file(const char *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void other_files(void **state) {
    static char text[8192];
    char url[160];
    ach_store *store = NULL;
    (void)state;
    (void)fresh();
    memset(text, 'a', sizeof text);
    write_file(text, sizeof text);
    assert_refused_untouched(ACH_EFORMAT, "store-foreign", "not a database");
    write_file("outbox\n", 7);
    assert_refused_untouched(ACH_EFORMAT, "store-foreign", "not a database");
    write_file("", 0); /* nobody's yet */
    ach__outbox_close(opened());
    (void)fresh();
    ask_once("PRAGMA journal_mode = WAL; CREATE TABLE photos(x)");
    assert_refused_untouched(ACH_EFORMAT, "store-foreign", "other tables");
    (void)snprintf(path, sizeof path, "%s/nowhere/x.outbox", folder);
    assert_refused(ACH_EIO, "store-unreachable", "No such file");
    (void)snprintf(path, sizeof path, "%s", folder);
    assert_refused(ACH_EIO, "store-unreachable", "");
    assert_int_equal(mkfifo(fresh(), 0600), 0);
    assert_refused(ACH_EIO, "store-unreachable", "");
    (void)snprintf(path, sizeof path, "/dev/null");
    assert_refused(ACH_EIO, "store-unreachable", "");
    (void)snprintf(url, sizeof url, "sqlite:%s", fresh()); /* stores and outboxes */
    assert_int_equal(ach_store_open(&store, url, NULL, NULL), ACH_OK);
    ach_store_close(store);
    assert_refused_untouched(ACH_EFORMAT, "store-foreign", "a store of achpack");
    make_outbox();
    (void)snprintf(url, sizeof url, "sqlite:%s", path);
    uint64_t before = print_of();
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach_store_open(&store, url, NULL, why), ACH_EFORMAT);
    assert_finding(why, "store-foreign", "an outbox of achpack");
    assert_true(before == print_of());
}

/* A foreign file whose program was killed has a log that is not for us to put away. */
static void log_left_behind(void **state) {
    (void)state;
    (void)fresh();
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db = NULL;
        (void)sqlite3_open(path, &db);
        (void)sqlite3_exec(db, "PRAGMA journal_mode = WAL; CREATE TABLE photos(x)", NULL, NULL,
                           NULL);
        (void)raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_refused_untouched(ACH_EFORMAT, "store-foreign", "other tables");
    (void)fresh(); /* our own is taken up */
    child = fork();
    if (child == 0) {
        ach__outbox *outbox = opened();
        begin(outbox);
        put(outbox, waiting_of(1, "p", "n", 5));
        commit(outbox);
        begin(outbox);
        put(outbox, waiting_of(2, "p", "n", 5));
        (void)raise(SIGKILL);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    ach__outbox *outbox = opened();
    assert_waiting(outbox, "1:p/n+5 ");
    ach__outbox_close(outbox);
}

static void cut_and_scribbled(void **state) {
    (void)state;
    make_outbox();
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    for (off_t size = about.st_size - 1; size > 0; size -= 509) {
        assert_int_equal(truncate(path, size), 0);
        ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
        ach__outbox *outbox = NULL;
        contents all = {.count = 0};
        uint64_t before = print_of();
        ach_status status = ach__outbox_open(&outbox, path, NULL, why);
        if (status == ACH_OK) {
            status = ach__outbox_waiting(outbox, see_waiting, &all, why);
        }
        assert_int_equal(status, ACH_EFORMAT);
        ach_diags_free(why);
        ach__outbox_close(outbox);
        assert_true(before == print_of());
    }
}

static void second_holder(void **state) {
    struct timespec began;
    struct timespec now;
    (void)state;
    make_outbox();
    ach__outbox *first = opened();
    (void)clock_gettime(CLOCK_MONOTONIC, &began);
    assert_refused(ACH_EBUSY, "store-busy", "");
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    assert_in_range(now.tv_sec - began.tv_sec, 0, 8); /* both languages, on a busy machine */
    pid_t child = fork();
    if (child == 0) {
        ach__outbox *second = NULL;
        _exit(ach__outbox_open(&second, path, NULL, NULL) == ACH_EBUSY ? 0 : 1);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
    sqlite3 *db = NULL; /* nor does SQLite's own tool get in between */
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM waiting", NULL, NULL, NULL), SQLITE_BUSY);
    (void)sqlite3_close(db);
    begin(first);
    put(first, waiting_of(2, "p", "n", 2));
    commit(first);
    assert_waiting(first, "1:p/n+1 2:p/n+2 ");
    ach__outbox_close(first);
    ach__outbox_close(opened());
}

/* Several who make a new file at the same moment: each has it for a while, and puts one set. */
static void all_at_once(void **state) {
    enum { HOLDERS = 4 };
    (void)state;
    (void)fresh();
    for (int64_t i = 1; i <= HOLDERS; i++) {
        if (fork() == 0) {
            ach__outbox *outbox = NULL;
            ach__waiting waiting = waiting_of(i, "p", "n", 1);
            ach_status status = ACH_EBUSY;
            for (int turn = 0; turn < 20 && status == ACH_EBUSY; turn++) {
                status = ach__outbox_open(&outbox, path, NULL, NULL);
            }
            status = status == ACH_OK ? ach__outbox_begin(outbox, NULL) : status;
            status = status == ACH_OK ? ach__outbox_put(outbox, &waiting, NULL) : status;
            status = status == ACH_OK ? ach__outbox_commit(outbox, NULL) : status;
            ach__outbox_close(outbox);
            _exit(status == ACH_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < HOLDERS; i++) {
        int ended = 0;
        assert_true(wait(&ended) > 0);
        assert_int_equal(ended, 0);
    }
    ach__outbox *outbox = opened();
    assert_waiting(outbox, "1:p/n+1 2:p/n+1 3:p/n+1 4:p/n+1 ");
    ach__outbox_close(outbox);
}

/* As somebody who has no rights; 0: as wanted. */
static int refused_as_nobody(const char *code, ach_status wanted) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
        return 2;
    }
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    ach__outbox *outbox = NULL;
    ach_finding finding = {.code = ""};
    bool is_so = ach__outbox_open(&outbox, path, NULL, why) == wanted &&
                 ach_diags_get(why, 0, &finding) == ACH_OK && strcmp(finding.code, code) == 0;
    ach_diags_free(why);
    return is_so ? 0 : 1;
}

static void read_only(void **state) {
    static const struct row {
        mode_t file;
        mode_t folder;
        const char *code;
    } rows[] = {
        {0444, 0777, "store-read-only"},
        {0444, 0555, "store-read-only"},
        {0666, 0555, "store-read-only"}, /* its log cannot be made */
        {0000, 0777, "store-unreachable"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        make_outbox();
        assert_int_equal(chmod(path, rows[i].file), 0);
        assert_int_equal(chmod(folder, rows[i].folder), 0);
        pid_t child = fork();
        if (child == 0) {
            _exit(refused_as_nobody(rows[i].code, ACH_EIO));
        }
        int ended = 0;
        assert_int_equal(waitpid(child, &ended, 0), child);
        assert_int_equal(chmod(folder, 0700), 0);
        assert_int_equal(ended, 0);
    }
}

/* Puts and commits until the disk is full, as it looks; gives what was the last to be committed. */
static int64_t fill_up(ach__outbox *outbox, ach_diags *why, ach_status *status) {
    static char long_extra[200000];
    int64_t id = 0;
    memset(long_extra, 'x', sizeof long_extra);
    do {
        ach__waiting waiting = waiting_of(++id, "p", "n", 1);
        waiting.has_extra = true;
        waiting.extra = (ach_bytes){long_extra, sizeof long_extra};
        begin(outbox);
        *status = ach__outbox_put(outbox, &waiting, why);
        if (*status == ACH_OK) {
            *status = ach__outbox_commit(outbox, why);
        }
    } while (*status == ACH_OK && id < 1000);
    return id - 1;
}

static int count_waiting(void *user, const ach__waiting *waiting) {
    (void)waiting;
    (*(int64_t *)user)++;
    return 0;
}

static void full_disk(void **state) {
    struct rlimit before;
    struct rlimit limit;
    int64_t count = 0;
    ach_status status = ACH_OK;
    (void)state;
    (void)fresh();
    ach__outbox *outbox = opened();
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    limit = before;
    limit.rlim_cur = 2000000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    int64_t kept = fill_up(outbox, why, &status);
    assert_int_equal(status, ACH_EIO);
    assert_finding(why, "store-full", "");
    ach__outbox_abort(outbox);
    assert_in_range(kept, 3, 20);
    assert_int_equal(ach__outbox_waiting(outbox, count_waiting, &count, NULL), ACH_OK);
    assert_int_equal(count, kept);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    begin(outbox); /* somebody made room: it goes on */
    put(outbox, waiting_of(1000, "p", "n", 1));
    commit(outbox);
    ach__outbox_close(outbox);
    outbox = opened();
    count = 0;
    assert_int_equal(ach__outbox_waiting(outbox, count_waiting, &count, NULL), ACH_OK);
    assert_int_equal(count, kept + 1);
    ach__outbox_close(outbox);
}

static void moved_away(void **state) {
    char other[160];
    (void)state;
    make_outbox();
    (void)snprintf(other, sizeof other, "%s.moved", path);
    ach__outbox *outbox = opened();
    assert_int_equal(rename(path, other), 0);
    ach_diags *why = ach_diags_new(NULL, ACH_ENGLISH);
    assert_int_equal(ach__outbox_begin(outbox, why), ACH_EIO);
    assert_finding(why, "store-unreachable", "moved");
    assert_int_equal(rename(other, path), 0);
    begin(outbox);
    put(outbox, waiting_of(2, "p", "n", 2));
    commit(outbox);
    ach__outbox_close(outbox);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_files),     cmocka_unit_test(changed_rows),
        cmocka_unit_test(other_files),       cmocka_unit_test(log_left_behind),
        cmocka_unit_test(cut_and_scribbled), cmocka_unit_test(second_holder),
        cmocka_unit_test(all_at_once),       cmocka_unit_test(read_only),
        cmocka_unit_test(full_disk),         cmocka_unit_test(moved_away),
    };
    return run_in_folder("outbox_files", tests, sizeof tests / sizeof tests[0]);
}
