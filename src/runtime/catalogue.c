/* Names to packages as immutable snapshots that readers take without a lock.
 * SPDX-License-Identifier: MIT
 *
 * A snapshot is a sorted array; a change makes a new one and swaps it in. A reader must count
 * itself in before it may follow the pointer, and pointer and count must be one: so the word
 * `current` holds both, the snapshot's slot below and above it a count of those who took it.
 *
 *   reader:  fetch_add on `current`: tells the slot and counts the reader, in one step
 *            ... looks up, keeps the package ...
 *            fetch_add on the slot's `state`: counts the reader as back
 *   loader:  exchange of `current`: from here on nobody new comes to the old slot
 *            fetch_add on the old slot's `state`: minus all who took it, and the mark SUPERSEDED
 *
 * A slot whose state is SUPERSEDED and nothing else has nobody in it, and a later loader frees the
 * snapshot and uses the slot again. So a reader does two additions, whatever others do: it never
 * waits, never tries again and never frees a snapshot.
 *
 * Counts stand in the upper halves, where they run over without touching what is below. All that
 * counts is a difference, which is below 2^32 because there are fewer readers than that at one
 * moment; the sum of readers that ever came has no limit. To keep this true they start just below
 * the end, so that every test runs them over.
 *
 * An entry (a name and its package) is in all snapshots of a run of versions. It is freed when no
 * snapshot of that run is left; so each package is kept once, however many snapshots there are.
 *
 * Names are found by binary search: 10 comparisons for 1,000 packages, the same for names that
 * somebody chose to collide, and a change copies one array and builds no table. */
#include "runtime/catalogue_parts.h"

#include "base/memory.h"
#include "runtime/package_parts.h"

#include <errno.h>
#include <string.h>

typedef struct ach__entry {
    ach_package *package;
    uint64_t first;          /* the first snapshot that has it */
    uint64_t last;           /* the last one; only meant in the list of former ones */
    struct ach__entry *next; /* in the list of former ones */
    size_t bytes;            /* of this block */
    char name[];
} entry;

typedef struct snapshot {
    uint64_t version;
    size_t count;
    entry *entries[]; /* by name, bytewise */
} snapshot;

typedef struct ach__slot {
    _Atomic uint64_t state;
    snapshot *snapshot; /* NULL: the slot is free */
} slot;

#define ONE_READER    (UINT64_C(1) << 32)
#define READERS_START (UINT64_C(0xFFFFFF00) << 32)
#define READERS_MASK  (UINT64_C(0xFFFFFFFF) << 32)
#define SUPERSEDED    UINT64_C(1)

/* Block number k has 16 << k slots and begins with slot (16 << k) - 16. */
static slot *slot_at(const ach_catalogue *catalogue, size_t index) {
    size_t number = index + ACH__SLOTS_FIRST;
    size_t block = 0;
    while (number >> block >= 2 * (size_t)ACH__SLOTS_FIRST) {
        block++;
    }
    return &catalogue->blocks[block][number - ((size_t)ACH__SLOTS_FIRST << block)];
}

/* Acquire: the loader's exchange released the snapshot, its entries and the slots' block. Other
 * readers' additions in between change nothing in that: they carry its release on. */
static slot *enter(ach_catalogue *catalogue) {
    uint64_t before =
        atomic_fetch_add_explicit(&catalogue->current, ONE_READER, memory_order_acquire);
    return slot_at(catalogue, (size_t)(before & ~READERS_MASK));
}

/* Release: whoever sees the count, sees that all reads of the snapshot are over. */
static void leave(slot *taken) {
    (void)atomic_fetch_add_explicit(&taken->state, ONE_READER, memory_order_release);
}

/* The place of the name, or where it would stand. */
static size_t place_of(const snapshot *in, const char *name, bool *found) {
    size_t low = 0;
    size_t high = in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(in->entries[middle]->name, name);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *found = false;
    return low;
}

ach_package *ach_catalogue_get(ach_catalogue *catalogue, const char *name) {
    slot *taken = enter(catalogue);
    bool found;
    size_t at = place_of(taken->snapshot, name, &found);
    ach_package *package = found ? ach_package_keep(taken->snapshot->entries[at]->package) : NULL;
    leave(taken);
    return package;
}

size_t ach_catalogue_count(ach_catalogue *catalogue) {
    slot *taken = enter(catalogue);
    size_t count = taken->snapshot->count;
    leave(taken);
    return count;
}

void ach_catalogue_each(ach_catalogue *catalogue,
                        int (*visit)(void *user, const char *name, ach_package *package),
                        void *user) {
    slot *taken = enter(catalogue);
    const snapshot *seen = taken->snapshot;
    for (size_t i = 0; i < seen->count; i++) {
        if (visit(user, seen->entries[i]->name, seen->entries[i]->package) == 0) {
            break;
        }
    }
    leave(taken);
}

/* From here on: loaders, with `turn` held unless said. */

static size_t snapshot_bytes(size_t count) {
    return sizeof(snapshot) + count * sizeof(entry *);
}

static snapshot *snapshot_new(const ach_catalogue *catalogue, size_t count) {
    snapshot *made = ach__allocate(&catalogue->allocator, snapshot_bytes(count));
    if (made != NULL) {
        made->version = catalogue->version + 1;
        made->count = count;
    }
    return made;
}

static void snapshot_free(const ach_catalogue *catalogue, snapshot *old) {
    ach__release(&catalogue->allocator, old, snapshot_bytes(old->count));
}

static entry *entry_new(const ach_catalogue *catalogue, const char *name, ach_package *package) {
    size_t length = strlen(name) + 1;
    size_t bytes;
    if (__builtin_add_overflow(sizeof(entry), length, &bytes)) {
        return NULL;
    }
    entry *made = ach__allocate(&catalogue->allocator, bytes);
    if (made != NULL) {
        *made = (entry){
            .package = ach_package_keep(package), .first = catalogue->version + 1, .bytes = bytes};
        memcpy(made->name, name, length);
    }
    return made;
}

static void entry_free(const ach_catalogue *catalogue, entry *old) {
    ach_package_free(old->package);
    ach__release(&catalogue->allocator, old, old->bytes);
}

static size_t current_slot(ach_catalogue *catalogue) {
    /* Relaxed: only loaders change the slot's number, and they take turns. */
    uint64_t word = atomic_load_explicit(&catalogue->current, memory_order_relaxed);
    return (size_t)(word & ~READERS_MASK);
}

static snapshot *current_snapshot(ach_catalogue *catalogue) {
    return slot_at(catalogue, current_slot(catalogue))->snapshot;
}

/* Whether a snapshot is left that has the entry. */
static bool is_reachable(const ach_catalogue *catalogue, const entry *old) {
    for (size_t i = 0; i < catalogue->slots; i++) {
        const snapshot *left = slot_at(catalogue, i)->snapshot;
        if (left != NULL && left->version >= old->first && left->version <= old->last) {
            return true;
        }
    }
    return false;
}

static void sweep(ach_catalogue *catalogue) {
    for (size_t i = 0; i < catalogue->slots; i++) {
        slot *one = slot_at(catalogue, i);
        /* Acquire: pairs with leave(); after it no reader looks at the snapshot. */
        if (one->snapshot != NULL &&
            atomic_load_explicit(&one->state, memory_order_acquire) == SUPERSEDED) {
            snapshot_free(catalogue, one->snapshot);
            one->snapshot = NULL;
        }
    }
    entry **link = &catalogue->former;
    while (*link != NULL) {
        entry *old = *link;
        if (is_reachable(catalogue, old)) {
            link = &old->next;
        } else {
            *link = old->next;
            entry_free(catalogue, old);
        }
    }
}

static bool add_slots(ach_catalogue *catalogue) {
    size_t block = 0;
    while (block < ACH__SLOT_BLOCKS && catalogue->blocks[block] != NULL) {
        block++;
    }
    if (block == ACH__SLOT_BLOCKS) {
        return false;
    }
    size_t count = (size_t)ACH__SLOTS_FIRST << block;
    slot *made = ach__allocate(&catalogue->allocator, count * sizeof *made);
    if (made == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        atomic_init(&made[i].state, 0);
        made[i].snapshot = NULL;
    }
    catalogue->blocks[block] = made;
    catalogue->slots += count;
    return true;
}

/* A slot that nobody is in; false: no memory. */
static bool free_slot(ach_catalogue *catalogue, size_t *index) {
    sweep(catalogue);
    size_t at = 0;
    while (at < catalogue->slots && slot_at(catalogue, at)->snapshot != NULL) {
        at++;
    }
    *index = at;
    return at < catalogue->slots || add_slots(catalogue);
}

/* Makes the snapshot the current one. Cannot fail. */
static void publish(ach_catalogue *catalogue, size_t index, snapshot *made) {
    slot *next = slot_at(catalogue, index);
    next->snapshot = made;
    /* Relaxed: nobody can be in this slot before the exchange, which releases it. */
    atomic_store_explicit(&next->state, READERS_START, memory_order_relaxed);
    slot *last = slot_at(catalogue, current_slot(catalogue));
    /* Release: readers that acquire `current` see the snapshot whole. */
    uint64_t before =
        atomic_exchange_explicit(&catalogue->current, READERS_START | index, memory_order_release);
    /* The mark and the difference in one step, so that the state cannot look empty in between. */
    (void)atomic_fetch_add_explicit(&last->state, SUPERSEDED - (before & READERS_MASK),
                                    memory_order_relaxed);
    catalogue->version = made->version;
}

static void retire(ach_catalogue *catalogue, entry *old) {
    old->last = catalogue->version - 1;
    old->next = catalogue->former;
    catalogue->former = old;
}

static ach_status put(ach_catalogue *catalogue, const char *name, ach_package *package) {
    const snapshot *now = current_snapshot(catalogue);
    bool replaces;
    size_t at = place_of(now, name, &replaces);
    size_t index;
    entry *added = entry_new(catalogue, name, package);
    snapshot *made = snapshot_new(catalogue, now->count + (replaces ? 0 : 1));
    if (added == NULL || made == NULL || !free_slot(catalogue, &index)) {
        if (made != NULL) {
            snapshot_free(catalogue, made);
        }
        if (added != NULL) {
            entry_free(catalogue, added);
        }
        return ACH_ENOMEM;
    }
    size_t behind = at + (replaces ? 1 : 0);
    memcpy(made->entries, now->entries, at * sizeof(entry *));
    made->entries[at] = added;
    memcpy(made->entries + at + 1, now->entries + behind, (now->count - behind) * sizeof(entry *));
    entry *old = replaces ? now->entries[at] : NULL;
    publish(catalogue, index, made);
    if (old != NULL) {
        retire(catalogue, old);
    }
    sweep(catalogue);
    return ACH_OK;
}

static ach_status take_out(ach_catalogue *catalogue, const char *name) {
    const snapshot *now = current_snapshot(catalogue);
    bool found;
    size_t at = place_of(now, name, &found);
    if (!found) {
        return ACH_ENOTFOUND;
    }
    size_t index;
    snapshot *made = snapshot_new(catalogue, now->count - 1);
    if (made == NULL || !free_slot(catalogue, &index)) {
        if (made != NULL) {
            snapshot_free(catalogue, made);
        }
        return ACH_ENOMEM;
    }
    memcpy(made->entries, now->entries, at * sizeof(entry *));
    memcpy(made->entries + at, now->entries + at + 1, (now->count - at - 1) * sizeof(entry *));
    entry *old = now->entries[at];
    publish(catalogue, index, made);
    retire(catalogue, old);
    sweep(catalogue);
    return ACH_OK;
}

/* What follows takes its turn by itself. */

ach_status ach_catalogue_put(ach_catalogue *catalogue, const char *name, ach_package *package) {
    (void)pthread_mutex_lock(&catalogue->turn);
    ach_status status = put(catalogue, name, package);
    (void)pthread_mutex_unlock(&catalogue->turn);
    return status;
}

ach_status ach_catalogue_remove(ach_catalogue *catalogue, const char *name) {
    (void)pthread_mutex_lock(&catalogue->turn);
    ach_status status = take_out(catalogue, name);
    (void)pthread_mutex_unlock(&catalogue->turn);
    return status;
}

/* Opens within the turn: of two loads of one name the one that read the file later also comes
 * later, so that readers never go back to an older file. */
static ach_status load(ach_catalogue *catalogue, const char *name, const char *path, int fd,
                       ach_diags *why) {
    ach_package *package = NULL;
    (void)pthread_mutex_lock(&catalogue->turn);
    ach_status status = path != NULL ? ach_package_open(&package, path, &catalogue->options, why)
                                     : ach_package_open_fd(&package, fd, &catalogue->options, why);
    int code = errno;
    if (status == ACH_OK) {
        status = put(catalogue, name, package);
        ach_package_free(package);
    }
    (void)pthread_mutex_unlock(&catalogue->turn);
    errno = code;
    return status;
}

ach_status ach_catalogue_load(ach_catalogue *catalogue, const char *name, const char *path,
                              ach_diags *why) {
    return load(catalogue, name, path, -1, why);
}

ach_status ach__catalogue_load_fd(ach_catalogue *catalogue, const char *name, int fd,
                                  ach_diags *why) {
    return load(catalogue, name, NULL, fd, why);
}

void ach__catalogue_sweep(ach_catalogue *catalogue) {
    (void)pthread_mutex_lock(&catalogue->turn);
    sweep(catalogue);
    (void)pthread_mutex_unlock(&catalogue->turn);
}

static bool mutexes_init(ach_catalogue *catalogue) {
    pthread_mutexattr_t kind;
    if (pthread_mutex_init(&catalogue->turn, NULL) != 0) {
        return false;
    }
    bool done = false;
    if (pthread_mutexattr_init(&kind) == 0) {
        done = pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK) == 0 &&
               pthread_mutex_init(&catalogue->watching, &kind) == 0;
        (void)pthread_mutexattr_destroy(&kind);
    }
    if (!done) {
        (void)pthread_mutex_destroy(&catalogue->turn);
    }
    return done;
}

ach_status ach_catalogue_new(ach_catalogue **out, const ach_package_options *options) {
    *out = NULL;
    ach_package_options known;
    ach_status status = ach__package_options_read(&known, options);
    if (status != ACH_OK) {
        return status;
    }
    ach_allocator allocator = ach__allocator_or_default(known.allocator);
    ach_catalogue *catalogue = ach__allocate(&allocator, sizeof *catalogue);
    if (catalogue == NULL) {
        return ACH_ENOMEM;
    }
    memset(catalogue, 0, sizeof *catalogue);
    catalogue->allocator = allocator;
    catalogue->options = known;
    catalogue->options.allocator = &catalogue->allocator;
    atomic_init(&catalogue->descriptor, -1);
    atomic_init(&catalogue->current, READERS_START);
    snapshot *empty = NULL;
    if (add_slots(catalogue)) {
        empty = snapshot_new(catalogue, 0);
    }
    if (empty == NULL || !mutexes_init(catalogue)) {
        if (empty != NULL) {
            snapshot_free(catalogue, empty);
        }
        ach__release(&allocator, catalogue->blocks[0], ACH__SLOTS_FIRST * sizeof(slot));
        ach__release(&allocator, catalogue, sizeof *catalogue);
        return ACH_ENOMEM;
    }
    slot *first = slot_at(catalogue, 0);
    first->snapshot = empty;
    atomic_init(&first->state, READERS_START);
    catalogue->version = empty->version;
    *out = catalogue;
    return ACH_OK;
}

void ach_catalogue_free(ach_catalogue *catalogue) {
    if (catalogue == NULL) {
        return;
    }
    ach__watch_free(catalogue->watch);
    sweep(catalogue);
    snapshot *last = current_snapshot(catalogue);
    for (size_t i = 0; i < last->count; i++) {
        entry_free(catalogue, last->entries[i]);
    }
    snapshot_free(catalogue, last);
    for (size_t i = 0; i < ACH__SLOT_BLOCKS; i++) {
        ach__release(&catalogue->allocator, catalogue->blocks[i],
                     ((size_t)ACH__SLOTS_FIRST << i) * sizeof(slot));
    }
    (void)pthread_mutex_destroy(&catalogue->turn);
    (void)pthread_mutex_destroy(&catalogue->watching);
    ach_allocator allocator = catalogue->allocator;
    ach__release(&allocator, catalogue, sizeof *catalogue);
}
