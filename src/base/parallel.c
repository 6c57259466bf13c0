/* A crew of threads that takes items off a shared counter.
 * SPDX-License-Identifier: MIT */
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { THREADS_MOST = 64 };

typedef struct crew {
    ach__parallel_work work;
    void *context;
    size_t count;
    atomic_size_t next; /* the first item that nobody has taken; never far above `count` */
} crew;

typedef struct member {
    crew *crew;
    size_t worker;
    pthread_t thread;
} member;

static void do_share(crew *all, size_t worker) {
    for (;;) {
        size_t item = atomic_fetch_add_explicit(&all->next, 1, memory_order_relaxed);
        if (item >= all->count) {
            return;
        }
        all->work(all->context, worker, item);
    }
}

static void *run_member(void *user) {
    const member *self = user;
    do_share(self->crew, self->worker);
    return NULL;
}

void ach__parallel_run(size_t threads, size_t count, ach__parallel_work work, void *context) {
    crew all = {.work = work, .context = context, .count = count};
    member members[THREADS_MOST];
    size_t wanted = threads < count ? threads : count;
    size_t started = 1; /* this thread is worker 0 */
    atomic_init(&all.next, 0);
    wanted = wanted < THREADS_MOST ? wanted : THREADS_MOST;
    while (started < wanted) {
        members[started] = (member){.crew = &all, .worker = started};
        if (pthread_create(&members[started].thread, NULL, run_member, &members[started]) != 0) {
            break;
        }
        started++;
    }
    do_share(&all, 0);
    for (size_t i = 1; i < started; i++) {
        (void)pthread_join(members[i].thread, NULL);
    }
}

size_t ach__parallel_processors(void) {
    cpu_set_t mine;
    CPU_ZERO(&mine);
    if (sched_getaffinity(0, sizeof mine, &mine) == 0 && CPU_COUNT(&mine) > 0) {
        return (size_t)CPU_COUNT(&mine);
    }
    long online = sysconf(_SC_NPROCESSORS_ONLN); /* a machine larger than a cpu_set_t */
    return online > 0 ? (size_t)online : 1;
}
