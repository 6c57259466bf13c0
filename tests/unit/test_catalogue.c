/* The catalogue: names, holders, last good packages, failing memory, a watched folder.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include <achpack/catalogue.h>

#include "failing.h"
#include "package_maker.h"
#include "runtime/catalogue_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static ach_package *package(const char *name, unsigned version) {
    made_package made;
    ach_package *opened = NULL;
    package_make(&made, name, version, 1);
    assert_int_equal(ach_package_open_memory(&opened, made.bytes, made.size, NULL, NULL), ACH_OK);
    return opened;
}

static void put(ach_catalogue *catalogue, const char *name, unsigned version) {
    ach_package *made = package(name, version);
    assert_int_equal(ach_catalogue_put(catalogue, name, made), ACH_OK);
    ach_package_free(made);
}

/* The version that the name stands for, 0: none. */
static unsigned version_of(ach_catalogue *catalogue, const char *name) {
    ach_package *found = ach_catalogue_get(catalogue, name);
    if (found == NULL) {
        return 0;
    }
    unsigned version = package_version(found, name, 1);
    assert_int_not_equal(version, 0);
    ach_package_free(found);
    return version;
}

static int join_names(void *user, const char *name, ach_package *seen) {
    char *names = user;
    assert_int_not_equal(package_version(seen, name, 1), 0);
    (void)strcat(strcat(names, name), " ");
    return strcmp(name, "stop") != 0;
}

static void assert_names(ach_catalogue *catalogue, const char *wanted) {
    char names[256] = "";
    ach_catalogue_each(catalogue, join_names, names);
    assert_string_equal(names, wanted);
}

static void test_names(void **state) {
    (void)state;
    ach_catalogue *catalogue;
    assert_int_equal(ach_catalogue_new(&catalogue, NULL), ACH_OK);
    assert_int_equal(ach_catalogue_count(catalogue), 0);
    assert_null(ach_catalogue_get(catalogue, "a"));
    assert_int_equal(ach_catalogue_remove(catalogue, "a"), ACH_ENOTFOUND);
    assert_names(catalogue, "");
    put(catalogue, "b", 1);
    put(catalogue, "空岛", 2);
    put(catalogue, "B", 3);
    put(catalogue, "ab", 4);
    put(catalogue, "a", 5);
    assert_names(catalogue, "B a ab b 空岛 ");
    assert_int_equal(ach_catalogue_count(catalogue), 5);
    assert_int_equal(version_of(catalogue, "ab"), 4);
    assert_int_equal(version_of(catalogue, "空岛"), 2);
    assert_int_equal(version_of(catalogue, "c"), 0);
    assert_int_equal(version_of(catalogue, ""), 0);
    put(catalogue, "ab", 6);
    assert_int_equal(version_of(catalogue, "ab"), 6);
    assert_int_equal(ach_catalogue_remove(catalogue, "a"), ACH_OK);
    assert_int_equal(ach_catalogue_remove(catalogue, "空岛"), ACH_OK);
    assert_int_equal(ach_catalogue_remove(catalogue, "a"), ACH_ENOTFOUND);
    assert_names(catalogue, "B ab b ");
    put(catalogue, "stop", 1);
    put(catalogue, "z", 1);
    assert_names(catalogue, "B ab b stop ");
    ach_catalogue_free(catalogue);
    ach_catalogue_free(NULL);
}

static void test_arguments(void **state) {
    (void)state;
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    ach_catalogue *catalogue;
    options.size = 3;
    assert_int_equal(ach_catalogue_new(&catalogue, &options), ACH_EARGUMENT);
    assert_null(catalogue);
    options.size = sizeof options;
    options.max_archive_bytes = 10;
    assert_int_equal(ach_catalogue_new(&catalogue, &options), ACH_OK);
    assert_int_equal(ach_catalogue_poll(catalogue, 0, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(ach_catalogue_descriptor(catalogue), -1);
    assert_int_equal(ach_catalogue_watch(catalogue, "/nowhere/at/all", ACH_ENGLISH), ACH_EIO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(ach_catalogue_watch(catalogue, "/dev/null", ACH_ENGLISH), ACH_EIO);
    assert_int_equal(ach_catalogue_watch(catalogue, "/tmp", ACH_ENGLISH), ACH_OK);
    assert_int_equal(ach_catalogue_watch(catalogue, "/tmp", ACH_ENGLISH), ACH_EARGUMENT);
    ach_catalogue_free(catalogue);
}

static void test_holders_outlive_the_catalogue(void **state) {
    (void)state;
    ach_catalogue *catalogue;
    assert_int_equal(ach_catalogue_new(&catalogue, NULL), ACH_OK);
    put(catalogue, "a", 1);
    ach_package *first = ach_catalogue_get(catalogue, "a");
    put(catalogue, "a", 2);
    ach_package *second = ach_catalogue_get(catalogue, "a");
    ach_catalogue_free(catalogue);
    assert_int_equal(package_version(first, "a", 1), 1);
    assert_int_equal(package_version(second, "a", 1), 2);
    ach_package_free(first);
    ach_package_free(second);
}

/* Changes while a visit is at work, more of them than there are slots at the start. */
static int change_much(void *user, const char *name, ach_package *seen) {
    ach_catalogue *catalogue = user;
    for (unsigned i = 0; i < 100; i++) {
        put(catalogue, "b", 10 + i);
        put(catalogue, "new", 10 + i);
        if (i < 20) { /* a visit inside it, holding each of the snapshots */
            ach_catalogue_each(catalogue, join_names, (char[64]){""});
        }
        assert_int_equal(ach_catalogue_remove(catalogue, "new"), ACH_OK);
    }
    assert_int_equal(package_version(seen, name, 1), strcmp(name, "a") == 0 ? 1 : 2);
    return 1;
}

static int nest(void *user, const char *name, ach_package *seen) {
    ach_catalogue *catalogue = user;
    unsigned version = package_version(seen, name, 1);
    assert_int_not_equal(version, 0);
    if (version < 60) {
        put(catalogue, name, version + 1);
        ach_catalogue_each(catalogue, nest, catalogue);
    }
    assert_int_equal(package_version(seen, name, 1), version);
    return 0;
}

static void test_changes_during_visits(void **state) {
    (void)state;
    ach_catalogue *catalogue;
    assert_int_equal(ach_catalogue_new(&catalogue, NULL), ACH_OK);
    put(catalogue, "a", 1);
    put(catalogue, "b", 2);
    ach_catalogue_each(catalogue, change_much, catalogue);
    assert_int_equal(version_of(catalogue, "b"), 109);
    assert_non_null(catalogue->former); /* what the visit held */
    put(catalogue, "b", 110);
    assert_null(catalogue->former);
    assert_int_equal(catalogue->slots, ACH__SLOTS_FIRST);
    ach_catalogue_each(catalogue, nest, catalogue); /* 60 visits at once: new slots */
    assert_true(catalogue->slots > ACH__SLOTS_FIRST);
    put(catalogue, "b", 111);
    assert_null(catalogue->former);
    assert_int_equal(version_of(catalogue, "a"), 60);
    ach_catalogue_free(catalogue);
}

/* The counts of readers start below their end: 1,000 run them over in each snapshot. */
static void test_counts_run_over(void **state) {
    (void)state;
    ach_catalogue *catalogue;
    assert_int_equal(ach_catalogue_new(&catalogue, NULL), ACH_OK);
    for (unsigned round = 1; round < 40; round++) {
        put(catalogue, "a", round);
        for (unsigned i = 0; i < round * 30; i++) {
            assert_int_equal(version_of(catalogue, "a"), round);
        }
        assert_null(catalogue->former);
    }
    assert_int_equal(catalogue->slots, ACH__SLOTS_FIRST);
    ach_catalogue_free(catalogue);
}

static void test_thousand(void **state) {
    (void)state;
    ach_catalogue *catalogue;
    char name[16];
    assert_int_equal(ach_catalogue_new(&catalogue, NULL), ACH_OK);
    for (unsigned i = 0; i < 1000; i++) {
        (void)snprintf(name, sizeof name, "p%u", i * 7 % 1000);
        put(catalogue, name, i * 7 % 1000 + 1);
    }
    assert_int_equal(ach_catalogue_count(catalogue), 1000);
    for (unsigned i = 0; i < 1000; i++) {
        (void)snprintf(name, sizeof name, "p%u", i);
        assert_int_equal(version_of(catalogue, name), i + 1);
        assert_int_equal(ach_catalogue_remove(catalogue, name), ACH_OK);
        assert_int_equal(version_of(catalogue, name), 0);
    }
    assert_int_equal(ach_catalogue_count(catalogue), 0);
    ach_catalogue_free(catalogue);
}

/* A folder of its own, and what polls told of it. */
typedef struct folder {
    char path[32];
    ach_catalogue *catalogue;
    char told[4096]; /* "+name " loaded, "!name " refused, "-name " removed */
    size_t findings; /* of the last event */
    ach_status status;
    int code;
} folder;

static void path_in(const folder *in, const char *name, char out[160]) {
    (void)snprintf(out, 160, "%s/%s", in->path, name);
}

static void write_bytes(const char *path, const void *bytes, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    assert_int_equal(close(fd), 0);
}

/* Writes a package called `name` to a file. */
static void write_as(const folder *in, const char *file, const char *name, unsigned version) {
    made_package made;
    char path[160];
    package_make(&made, name, version, 1);
    path_in(in, file, path);
    write_bytes(path, made.bytes, made.size);
}

/* Writes NAME.zip in place. */
static void write_package(const folder *in, const char *name, unsigned version) {
    char file[80];
    (void)snprintf(file, sizeof file, "%s.zip", name);
    write_as(in, file, name, version);
}

static void move(const folder *in, const char *from, const char *to) {
    char old[160];
    char new[160];
    path_in(in, from, old);
    path_in(in, to, new);
    assert_int_equal(rename(old, new), 0);
}

static void remove_file(const folder *in, const char *name) {
    char path[160];
    path_in(in, name, path);
    assert_int_equal(remove(path), 0);
}

static void on_event(void *user, ach_change change, const char *name, ach_status status,
                     ach_diags *why) {
    folder *in = user;
    in->status = status;
    in->code = errno;
    in->findings = why == NULL ? 0 : ach_diags_count(why);
    size_t used = strlen(in->told);
    (void)snprintf(in->told + used, sizeof in->told - used, "%c%s ", " +!-"[change], name);
    assert_int_equal(ach_catalogue_poll(in->catalogue, 0, NULL, NULL), ACH_EARGUMENT);
    assert_int_equal(version_of(in->catalogue, name) != 0,
                     change == ACH_LOADED || (change == ACH_REFUSED && strcmp(name, "bad") != 0));
}

static void open_folder(folder *in, bool inotify) {
    *in = (folder){.path = "/tmp/ach_catalogue_XXXXXX"};
    assert_non_null(mkdtemp(in->path));
    assert_int_equal(ach_catalogue_new(&in->catalogue, NULL), ACH_OK);
    assert_int_equal(ach_catalogue_watch(in->catalogue, in->path, ACH_ENGLISH), ACH_OK);
    if (!inotify) { /* as where the system has no more of them */
        assert_int_equal(close(in->catalogue->watch->inotify), 0);
        in->catalogue->watch->inotify = -1;
        in->catalogue->watch->mark = -1;
    }
}

static void close_folder(folder *in) {
    char command[128];
    ach_catalogue_free(in->catalogue);
    (void)snprintf(command, sizeof command, "rm -rf %s %s.*", in->path, in->path);
    assert_int_equal(system(command), 0);
}

static bool is_readable(const folder *in, int milliseconds) {
    struct pollfd one = {ach_catalogue_descriptor(in->catalogue), POLLIN, 0};
    assert_true(one.fd >= 0);
    return poll(&one, 1, milliseconds) == 1;
}

enum { LONG = 60000, SHORT = 30 };

/* Polls once; `wanted` is all that is told. */
static void assert_poll(folder *in, unsigned settle, const char *wanted) {
    in->told[0] = '\0';
    assert_int_equal(ach_catalogue_poll(in->catalogue, settle, on_event, in), ACH_OK);
    assert_string_equal(in->told, wanted);
}

/* Polls whenever the descriptor says so, until something was told. */
static void assert_told(folder *in, unsigned settle, const char *wanted) {
    in->told[0] = '\0';
    if (settle != LONG) { /* the last poll set the alarm for a longer rest */
        assert_int_equal(ach_catalogue_poll(in->catalogue, settle, on_event, in), ACH_OK);
    }
    for (int i = 0; i < 1000 && in->told[0] == '\0'; i++) {
        assert_true(is_readable(in, 5000));
        assert_int_equal(ach_catalogue_poll(in->catalogue, settle, on_event, in), ACH_OK);
    }
    assert_string_equal(in->told, wanted);
}

static void assert_quiet(folder *in) {
    assert_poll(in, SHORT, "");
    assert_false(is_readable(in, 0));
}

static void test_watch(void **state) {
    (void)state;
    folder in;
    open_folder(&in, true);
    write_package(&in, "b", 1);
    write_package(&in, "a", 1);
    write_package(&in, ".hidden", 1);
    write_package(&in, ".achpack-1.tmp", 1);
    write_package(&in, "con\ttrol", 1);
    write_package(&in, "not\xFFtext", 1);
    write_package(&in, "", 1);
    assert_true(is_readable(&in, 5000)); /* the first poll has to do something */
    assert_poll(&in, LONG, "+a +b ");
    assert_quiet(&in);
    write_package(&in, "空岛", 3);
    assert_told(&in, LONG, "+空岛 "); /* closed: no need to rest */
    write_as(&in, ".next", "b", 2);
    move(&in, ".next", "b.zip");
    assert_told(&in, LONG, "+b ");
    assert_int_equal(version_of(in.catalogue, "b"), 2);
    move(&in, "b.zip", "other");
    assert_told(&in, LONG, "-b ");
    remove_file(&in, "a.zip");
    ach_package *held = ach_catalogue_get(in.catalogue, "a");
    assert_told(&in, LONG, "-a ");
    assert_int_equal(version_of(in.catalogue, "a"), 0);
    assert_int_equal(package_version(held, "a", 1), 1);
    ach_package_free(held);
    assert_quiet(&in);
    close_folder(&in);
}

static void test_watch_replaced(void **state) {
    (void)state;
    folder in;
    open_folder(&in, true);
    write_package(&in, "a", 1);
    assert_poll(&in, LONG, "+a ");
    for (unsigned version = 2; version < 12; version++) {
        if (version % 2 == 0) { /* atomically */
            write_as(&in, "a.new", "a", version);
            move(&in, "a.new", "a.zip");
        } else { /* in place: truncated and written anew, the same inode */
            write_package(&in, "a", version);
        }
        assert_told(&in, LONG, "+a ");
        assert_int_equal(version_of(in.catalogue, "a"), version);
        assert_quiet(&in);
    }
    close_folder(&in);
}

static void test_watch_being_written(void **state) {
    (void)state;
    folder in;
    char path[160];
    made_package made;
    open_folder(&in, true);
    write_package(&in, "a", 1);
    assert_poll(&in, LONG, "+a ");
    package_make(&made, "a", 2, 1);
    path_in(&in, "a.zip", path);
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_true(is_readable(&in, 5000));
    assert_poll(&in, LONG, "");
    assert_int_equal(write(fd, made.bytes, made.size / 2), made.size / 2);
    assert_poll(&in, LONG, ""); /* half a file that has not rested */
    assert_int_equal(version_of(in.catalogue, "a"), 1);
    assert_told(&in, SHORT, "!a "); /* now it has, and is half a file all the same */
    assert_int_equal(in.status, ACH_EFORMAT);
    assert_int_equal(version_of(in.catalogue, "a"), 1);
    assert_int_equal(write(fd, made.bytes + made.size / 2, made.size - made.size / 2),
                     made.size - made.size / 2);
    assert_poll(&in, LONG, "");
    assert_told(&in, SHORT, "+a "); /* whole and rested, yet open */
    assert_int_equal(version_of(in.catalogue, "a"), 2);
    assert_int_equal(close(fd), 0);
    assert_quiet(&in); /* nothing was written since */
    close_folder(&in);
}

static void test_watch_bad(void **state) {
    (void)state;
    folder in;
    char path[160];
    open_folder(&in, true);
    path_in(&in, "bad.zip", path);
    write_bytes(path, "no zip at all", 13);
    write_package(&in, "a", 1);
    in.told[0] = '\0';
    assert_true(is_readable(&in, 5000));
    assert_poll(&in, LONG, "+a "); /* bad.zip is so new that it may still grow */
    assert_told(&in, SHORT, "!bad ");
    assert_int_equal(in.status, ACH_EFORMAT);
    path_in(&in, "a.zip", path);
    write_bytes(path, "", 0);
    assert_told(&in, LONG, "!a ");
    assert_int_equal(version_of(in.catalogue, "a"), 1); /* the last good one */
    write_package(&in, "bad", 4);
    assert_told(&in, LONG, "+bad ");
    remove_file(&in, "a.zip");
    assert_told(&in, LONG, "-a ");
    /* A folder and a pipe are told of, never read. */
    assert_int_equal(mkdir(path, 0755), 0);
    put(in.catalogue, "a", 9);
    assert_told(&in, SHORT, "!a ");
    assert_int_equal(in.status, ACH_EIO);
    assert_int_equal(in.code, EISDIR);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0644), 0);
    assert_told(&in, SHORT, "!a ");
    assert_int_equal(in.code, EINVAL);
    remove_file(&in, "a.zip");
    assert_true(is_readable(&in, 5000));
    assert_quiet(&in);
    assert_int_equal(version_of(in.catalogue, "a"), 9); /* the host's, not the folder's */
    /* A bad file that goes away was never there. */
    path_in(&in, "c.zip", path);
    write_bytes(path, "x", 1);
    remove_file(&in, "c.zip");
    assert_true(is_readable(&in, 5000));
    assert_quiet(&in);
    close_folder(&in);
}

static void test_watch_folder_gone(void **state) {
    (void)state;
    folder in;
    char other[128];
    open_folder(&in, true);
    write_package(&in, "a", 1);
    write_package(&in, "b", 1);
    assert_poll(&in, LONG, "+a +b ");
    (void)snprintf(other, sizeof other, "%s.old", in.path);
    assert_int_equal(rename(in.path, other), 0);
    assert_true(is_readable(&in, 5000));
    for (int i = 0; i < 3; i++) {
        errno = 0;
        assert_int_equal(ach_catalogue_poll(in.catalogue, 0, on_event, &in), ACH_EIO);
        assert_int_equal(errno, ENOENT);
    }
    assert_int_equal(version_of(in.catalogue, "a"), 1);
    assert_int_equal(mkdir(in.path, 0755), 0);
    write_package(&in, "b", 2);
    assert_told(&in, LONG, "+b "); /* the descriptor comes back by itself */
    assert_int_equal(version_of(in.catalogue, "a"), 1);
    assert_int_equal(version_of(in.catalogue, "b"), 2);
    write_package(&in, "a", 3);
    assert_told(&in, LONG, "+a ");
    /* Removed with all it holds: nothing is dropped. */
    remove_file(&in, "a.zip");
    remove_file(&in, "b.zip");
    assert_int_equal(rmdir(in.path), 0);
    assert_true(is_readable(&in, 5000));
    assert_int_equal(ach_catalogue_poll(in.catalogue, 0, on_event, &in), ACH_EIO);
    assert_int_equal(version_of(in.catalogue, "a"), 3);
    close_folder(&in);
}

static void test_watch_overflow(void **state) {
    (void)state;
    folder in;
    char name[32];
    unsigned long most = 0;
    FILE *limit = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
    if (limit == NULL || fscanf(limit, "%lu", &most) != 1 || most > 40000) {
        skip();
    }
    assert_int_equal(fclose(limit), 0);
    open_folder(&in, true);
    write_package(&in, "a", 1);
    write_package(&in, "b", 1);
    assert_poll(&in, LONG, "+a +b ");
    for (unsigned long i = 0; i < most / 2 + 10; i++) {
        char path[160];
        (void)snprintf(name, sizeof name, "x%lu", i);
        path_in(&in, name, path);
        write_bytes(path, "", 0);
    }
    write_package(&in, "a", 2); /* this one is lost, ... */
    write_package(&in, "c", 1);
    remove_file(&in, "b.zip");
    assert_told(&in, LONG, "-b "); /* ... but not what a scan can see */
    assert_told(&in, SHORT, "+a +c ");
    assert_int_equal(version_of(in.catalogue, "a"), 2);
    close_folder(&in);
}

static void test_watch_without_inotify(void **state) {
    (void)state;
    folder in;
    open_folder(&in, false);
    write_package(&in, "a", 1);
    assert_poll(&in, LONG, ""); /* too new: nobody can say whether it is closed */
    assert_told(&in, SHORT, "+a ");
    assert_false(is_readable(&in, 0));
    write_package(&in, "a", 2);
    write_package(&in, "b", 1);
    assert_poll(&in, LONG, "");
    write_package(&in, "b", 2);
    assert_poll(&in, LONG, "");
    (void)usleep(2 * SHORT * 1000);
    assert_told(&in, SHORT, "+a +b ");
    assert_int_equal(version_of(in.catalogue, "b"), 2);
    remove_file(&in, "a.zip");
    assert_true(is_readable(&in, 3000)); /* once a second */
    assert_poll(&in, LONG, "-a ");
    close_folder(&in);
}

/* One change, made anew with less memory each time until it succeeds. */
typedef struct loss {
    ach_catalogue *catalogue;
    const char *path;
    ach_package *spare;
} loss;

static ach_status lose_put(loss *with) {
    return ach_catalogue_put(with->catalogue, "spare", with->spare);
}

static ach_status lose_replace(loss *with) {
    return ach_catalogue_put(with->catalogue, "a", with->spare);
}

static ach_status lose_remove(loss *with) {
    return ach_catalogue_remove(with->catalogue, "b");
}

static ach_status lose_load(loss *with) {
    return ach_catalogue_load(with->catalogue, "c", with->path, NULL);
}

static void lose(ach_status (*change)(loss *with), loss *with, size_t *left, const char *names) {
    char before[256] = "";
    ach_catalogue_each(with->catalogue, join_names, before);
    ach_status status = ACH_ENOMEM;
    size_t grants = 0;
    for (; status != ACH_OK && grants < 10000; grants++) {
        *left = grants;
        status = change(with);
        *left = SIZE_MAX;
        assert_true(status == ACH_OK || status == ACH_ENOMEM);
        assert_names(with->catalogue, status == ACH_OK ? names : before);
    }
    assert_int_equal(status, ACH_OK);
    assert_true(grants > 1);
}

static void test_no_memory(void **state) {
    (void)state;
    folder in;
    char path[160];
    size_t left = 0;
    ach_allocator allocator = failing_allocator(&left);
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    ach_catalogue *catalogue = NULL;
    for (size_t grants = 0; catalogue == NULL; grants++) {
        left = grants;
        ach_status status = ach_catalogue_new(&catalogue, &options);
        assert_int_equal(status, catalogue == NULL ? ACH_ENOMEM : ACH_OK);
    }
    left = SIZE_MAX;
    open_folder(&in, true);
    write_package(&in, "c", 1);
    path_in(&in, "c.zip", path);
    put(catalogue, "a", 1);
    put(catalogue, "b", 1);
    loss with = {catalogue, path, package("spare", 1)};
    lose(lose_load, &with, &left, "a b c ");
    lose(lose_remove, &with, &left, "a c ");
    lose(lose_put, &with, &left, "a c spare ");
    ach_package_free(with.spare);
    with.spare = package("a", 2);
    lose(lose_replace, &with, &left, "a c spare ");
    assert_int_equal(version_of(catalogue, "a"), 2);
    ach_package_free(with.spare);
    ach_catalogue_free(catalogue);
    close_folder(&in);
}

static void test_watch_no_memory(void **state) {
    (void)state;
    size_t left = SIZE_MAX;
    ach_allocator allocator = failing_allocator(&left);
    ach_package_options options = ACH_PACKAGE_OPTIONS_INIT;
    options.allocator = &allocator;
    folder in;
    open_folder(&in, true);
    ach_catalogue_free(in.catalogue);
    assert_int_equal(ach_catalogue_new(&in.catalogue, &options), ACH_OK);
    ach_status status = ACH_ENOMEM;
    for (size_t grants = 0; status != ACH_OK; grants++) {
        left = grants;
        status = ach_catalogue_watch(in.catalogue, in.path, ACH_ENGLISH);
        assert_int_equal(status, status == ACH_OK ? ACH_OK : ACH_ENOMEM);
    }
    left = SIZE_MAX;
    write_package(&in, "a", 1);
    write_package(&in, "b", 1);
    status = ACH_ENOMEM;
    size_t grants = 0;
    for (; status != ACH_OK && grants < 10000; grants++) {
        left = grants;
        status = ach_catalogue_poll(in.catalogue, 1, NULL, NULL);
        (void)usleep(1100); /* what failed is tried again when it has rested */
    }
    assert_true(grants > 1);
    left = SIZE_MAX;
    assert_names(in.catalogue, "a b ");
    remove_file(&in, "a.zip");
    left = 0;
    assert_int_equal(ach_catalogue_poll(in.catalogue, 1, NULL, NULL), ACH_ENOMEM);
    left = SIZE_MAX;
    assert_names(in.catalogue, "a b ");
    assert_told(&in, 1, "-a ");
    assert_names(in.catalogue, "b ");
    close_folder(&in);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_arguments),
        cmocka_unit_test(test_holders_outlive_the_catalogue),
        cmocka_unit_test(test_changes_during_visits),
        cmocka_unit_test(test_counts_run_over),
        cmocka_unit_test(test_thousand),
        cmocka_unit_test(test_watch),
        cmocka_unit_test(test_watch_replaced),
        cmocka_unit_test(test_watch_being_written),
        cmocka_unit_test(test_watch_bad),
        cmocka_unit_test(test_watch_folder_gone),
        cmocka_unit_test(test_watch_overflow),
        cmocka_unit_test(test_watch_without_inotify),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_watch_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
