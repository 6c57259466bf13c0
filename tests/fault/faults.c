/* A library to preload: makes the n-th allocation or the n-th file call of a program fail, or kills
 * the program there.
 *   FAULT_ALLOCATION=n         the n-th malloc, calloc, realloc gives NULL
 *   FAULT_ALLOCATIONS_FROM=n   that one and all behind it
 *   FAULT_CALL=n               the n-th file call gives -1 with ENOSPC
 *   FAULT_CALLS_FROM=n         that one and all behind it
 *   FAULT_ERROR=n              with this number instead of ENOSPC
 *   FAULT_KILL=n               SIGKILL before the n-th file call
 *   FAULT_COUNT=FILE           at the end, "allocations file-calls" is written there
 *   FAULT_SYNCS=FILE           likewise how often bytes were brought to the disk
 * SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static atomic_bool active;
static atomic_ulong allocations;
static atomic_ulong calls;
static atomic_ulong syncs;
static unsigned long allocation_at;
static unsigned long allocations_from;
static unsigned long call_at;
static unsigned long calls_from;
static int error;
static unsigned long kill_at;

static unsigned long number(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? 0 : strtoul(value, NULL, 10);
}

__attribute__((constructor)) static void start(void) {
    allocation_at = number("FAULT_ALLOCATION");
    allocations_from = number("FAULT_ALLOCATIONS_FROM");
    call_at = number("FAULT_CALL");
    calls_from = number("FAULT_CALLS_FROM");
    error = (int)number("FAULT_ERROR");
    kill_at = number("FAULT_KILL");
    active = true;
}

static void note(const char *name, const char *text) {
    const char *path = getenv(name);
    if (path != NULL) {
        int fd = (int)syscall(SYS_open, path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        long size = (long)strlen(text);
        if (fd < 0 || syscall(SYS_write, fd, text, size) != size) {
            _exit(99);
        }
    }
}

__attribute__((destructor)) static void stop(void) {
    active = false;
    char text[64];
    (void)snprintf(text, sizeof text, "%lu %lu\n", allocations, calls);
    note("FAULT_COUNT", text);
    (void)snprintf(text, sizeof text, "%lu\n", syncs);
    note("FAULT_SYNCS", text);
}

static bool refuses_memory(void) {
    if (!active) {
        return false;
    }
    unsigned long n = ++allocations;
    if (n == allocation_at || (allocations_from != 0 && n >= allocations_from)) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

void *malloc(size_t size) {
    return refuses_memory() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return refuses_memory() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return refuses_memory() ? NULL : __libc_realloc(block, size);
}

static bool refuses_call(void) {
    if (!active) {
        return false;
    }
    unsigned long n = ++calls;
    if (n == kill_at) {
        (void)syscall(SYS_kill, getpid(), SIGKILL);
    }
    if (n == call_at || (calls_from != 0 && n >= calls_from)) {
        errno = error == 0 ? ENOSPC : error;
        return true;
    }
    return false;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    return refuses_call() ? -1 : syscall(SYS_write, fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) {
    return refuses_call() ? -1 : syscall(SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t offset) {
    return refuses_call() ? -1 : syscall(SYS_pwrite64, fd, bytes, size, offset);
}

int ftruncate64(int fd, off_t size) {
    return refuses_call() ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int fdatasync(int fd) {
    syncs++;
    return refuses_call() ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd) {
    syncs++;
    return refuses_call() ? -1 : (int)syscall(SYS_fsync, fd);
}

int fchmod(int fd, mode_t mode) {
    return refuses_call() ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    return refuses_call() ? -1 : (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int renameat(int from, const char *old, int to, const char *new) {
    return refuses_call() ? -1 : (int)syscall(SYS_renameat, from, old, to, new);
}

off_t lseek(int fd, off_t offset, int whence) {
    return refuses_call() ? -1 : (off_t)syscall(SYS_lseek, fd, offset, whence);
}

int close(int fd) {
    (void)refuses_call(); /* a place to be killed at; a close that fails has closed all the same */
    return (int)syscall(SYS_close, fd);
}
