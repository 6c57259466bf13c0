/* The store in memory: for tests, simulations, and servers whose progress need not outlive them.
 * SPDX-License-Identifier: MIT */
#include "store/store.h"

#include "base/hash.h"
#include "base/index.h"
#include "store/arguments.h"
#include "store/memory_list.h"

#include <string.h>
#include <sys/random.h>

typedef struct memory_entry {
    struct memory_owner *owner;
    uint64_t hash;
    ach_progress progress; /* extra.data: `extra`, or "" where that is NULL */
    char *extra;           /* with a NUL behind */
    size_t room;           /* its bytes */
    size_t node_size;
    char node[]; /* with a NUL behind */
} memory_entry;

/* A player that has records. */
typedef struct memory_owner {
    uint64_t hash;
    uint64_t serial;  /* never given twice: entries are found by it, so that renaming moves none */
    ach__list nodes;  /* entries */
    char *name;       /* the player, with a NUL behind */
    ach_bytes player; /* the same */
    bool is_new;      /* not in the table yet */
} memory_owner;

typedef struct memory_source {
    uint8_t id[16];
    uint64_t hash;
    int64_t number;
    int64_t changed_at;
    unsigned char *outcomes;
    size_t count;
    size_t room;
} memory_source;

typedef struct memory_state {
    ach_allocator allocator;
    uint64_t seed;
    uint64_t serials;
    ach__index owners;  /* by player */
    ach__index entries; /* by serial and node */
    ach__index sources;
    ach__list players; /* owners */
} memory_state;

/* What a write of a batch will do, with all the memory that it needs, before anything is changed.
 */
typedef struct memory_plan {
    memory_entry *entry; /* NULL: a conflict */
    bool is_new;
    char *extra; /* where the old room is too small */
} memory_plan;

static bool is_owner(const void *item, const void *key) {
    return ach__slice_equal(ach__bytes_slice(((const memory_owner *)item)->player),
                            *(const ach__slice *)key);
}

typedef struct place {
    const memory_owner *owner;
    ach__slice node;
} place;

static bool is_entry(const void *item, const void *key) {
    const memory_entry *found = item;
    const place *wanted = key;
    return found->owner == wanted->owner &&
           ach__slice_equal((ach__slice){found->node, found->node_size}, wanted->node);
}

static bool is_source(const void *item, const void *key) {
    return memcmp(((const memory_source *)item)->id, key, sizeof((memory_source *)NULL)->id) == 0;
}

static memory_owner *find_owner(const memory_state *memory, ach_bytes player, uint64_t *hash) {
    ach__slice name = ach__bytes_slice(player);
    *hash = ach__hash(name, memory->seed);
    return ach__index_find(&memory->owners, *hash, is_owner, &name);
}

static memory_entry *find_entry(const memory_state *memory, const memory_owner *owner,
                                ach_bytes node, uint64_t *hash) {
    place wanted = {owner, ach__bytes_slice(node)};
    *hash = ach__hash(wanted.node, memory->seed ^ ach__hash_mix(owner->serial, memory->seed | 1));
    return ach__index_find(&memory->entries, *hash, is_entry, &wanted);
}

static char *copy_text(const ach_allocator *allocator, ach_bytes text) {
    char *copy = ach__allocate(allocator, text.size + 1);
    if (copy != NULL) {
        memcpy(copy, text.data, text.size);
        copy[text.size] = '\0';
    }
    return copy;
}

static void free_entry(const memory_state *memory, memory_entry *entry) {
    ach__release(&memory->allocator, entry->extra, entry->room);
    ach__release(&memory->allocator, entry, sizeof *entry + entry->node_size + 1);
}

static void free_owner(const memory_state *memory, memory_owner *owner) {
    ach__list_free(&owner->nodes, &memory->allocator);
    ach__release(&memory->allocator, owner->name, owner->player.size + 1);
    ach__release(&memory->allocator, owner, sizeof *owner);
}

static void free_source(const memory_state *memory, memory_source *source) {
    ach__release(&memory->allocator, source->outcomes, source->room);
    ach__release(&memory->allocator, source, sizeof *source);
}

static ach_status read_records(ach_store *store, const ach_record_key *keys, size_t count,
                               ach_record *records, ach_diags *why) {
    const memory_state *memory = store->state;
    (void)why;
    for (size_t i = 0; i < count; i++) {
        uint64_t hash;
        const memory_owner *owner = find_owner(memory, keys[i].player, &hash);
        const memory_entry *entry =
            owner == NULL ? NULL : find_entry(memory, owner, keys[i].node, &hash);
        if (entry != NULL) {
            records[i].progress = entry->progress;
            records[i].progress.extra = ach__slice_bytes(
                ach__slice_copy(&store->replies, ach__bytes_slice(entry->progress.extra)));
        }
    }
    return store->replies.failed ? ACH_ENOMEM : ACH_OK;
}

static memory_owner *make_owner(memory_state *memory, ach_bytes player, uint64_t hash) {
    memory_owner *made = ach__allocate(&memory->allocator, sizeof *made);
    char *name = copy_text(&memory->allocator, player);
    if (made == NULL || name == NULL) {
        ach__release(&memory->allocator, made, sizeof *made);
        ach__release(&memory->allocator, name, player.size + 1);
        return NULL;
    }
    *made = (memory_owner){.hash = hash, .serial = ++memory->serials, .is_new = true};
    made->name = name;
    made->player = (ach_bytes){name, player.size};
    return made;
}

static memory_entry *make_entry(const memory_state *memory, memory_owner *owner, ach_bytes node,
                                uint64_t hash) {
    memory_entry *made = ach__allocate(&memory->allocator, sizeof *made + node.size + 1);
    if (made != NULL) {
        *made = (memory_entry){.owner = owner, .hash = hash, .node_size = node.size};
        made->progress.extra.data = "";
        memcpy(made->node, node.data, node.size);
        made->node[node.size] = '\0';
    }
    return made;
}

/* The owner of the write before, or one that is there, or a new one. NULL: no memory. */
static memory_owner *owner_of(memory_state *memory, ach_bytes player, memory_owner *before) {
    uint64_t hash;
    if (before != NULL &&
        ach__slice_equal(ach__bytes_slice(before->player), ach__bytes_slice(player))) {
        return before;
    }
    memory_owner *found = find_owner(memory, player, &hash);
    return found != NULL ? found : make_owner(memory, player, hash);
}

/* False where there is no memory. Writes stand in order, so new owners come one after another. */
static bool plan_write(memory_state *memory, const ach_record *write, memory_owner *owner,
                       memory_plan *plan) {
    uint64_t hash;
    memory_entry *found = find_entry(memory, owner, write->key.node, &hash);
    if ((found == NULL ? 0 : found->progress.version) != write->progress.version) {
        return true;
    }
    plan->is_new = found == NULL;
    plan->entry = found != NULL ? found : make_entry(memory, owner, write->key.node, hash);
    if (plan->entry == NULL) {
        return false;
    }
    ach_bytes extra = write->progress.extra;
    if (extra.size >= plan->entry->room && extra.size > 0) {
        plan->extra = copy_text(&memory->allocator, extra);
        return plan->extra != NULL;
    }
    return true;
}

static void carry_out(memory_state *memory, const ach_batch *batch, size_t index,
                      memory_plan *plan) {
    const ach_record *write = &batch->writes[index];
    memory_entry *entry = plan->entry;
    ach_bytes extra = write->progress.extra;
    if (plan->extra != NULL) {
        ach__release(&memory->allocator, entry->extra, entry->room);
        entry->extra = plan->extra;
        entry->room = extra.size + 1;
    } else if (entry->extra != NULL) {
        memcpy(entry->extra, extra.size > 0 ? extra.data : "", extra.size);
        entry->extra[extra.size] = '\0';
    }
    entry->progress = write->progress;
    entry->progress.version = ach__batch_version(batch, index);
    entry->progress.extra = (ach_bytes){entry->extra == NULL ? "" : entry->extra, extra.size};
    if (plan->is_new) {
        ach__index_put(&memory->entries, entry->hash, entry);
        entry->owner->nodes.items[entry->owner->nodes.count++] = entry;
        if (entry->owner->is_new) {
            entry->owner->is_new = false;
            ach__index_put(&memory->owners, entry->owner->hash, entry->owner);
            memory->players.items[memory->players.count++] = entry->owner;
        }
    }
}

static void drop_plans(memory_state *memory, const ach_batch *batch, memory_plan *plans,
                       memory_owner **owners) {
    for (size_t i = 0; i < batch->count; i++) {
        if (plans[i].extra != NULL) {
            ach__release(&memory->allocator, plans[i].extra,
                         batch->writes[i].progress.extra.size + 1);
        }
        if (plans[i].entry != NULL && plans[i].is_new) {
            free_entry(memory, plans[i].entry);
        }
        if (owners[i] != NULL && owners[i]->is_new &&
            (i + 1 == batch->count || owners[i + 1] != owners[i])) {
            free_owner(memory, owners[i]);
        }
    }
}

/* Everything that can fail. */
static bool plan_all(memory_state *memory, const ach_batch *batch, memory_plan *plans,
                     memory_owner **owners) {
    const ach_allocator *allocator = &memory->allocator;
    if (!ach__index_reserve(&memory->entries, batch->count, allocator) ||
        !ach__index_reserve(&memory->owners, batch->count, allocator) ||
        !ach__list_reserve(&memory->players, batch->count, allocator)) {
        return false;
    }
    size_t fresh = 0; /* new entries of this owner so far */
    for (size_t i = 0; i < batch->count; i++) {
        memory_owner *before = i == 0 ? NULL : owners[i - 1];
        owners[i] = owner_of(memory, batch->writes[i].key.player, before);
        if (owners[i] == NULL || !plan_write(memory, &batch->writes[i], owners[i], &plans[i])) {
            return false;
        }
        fresh = (owners[i] == before ? fresh : 0) + plans[i].is_new;
        if (plans[i].is_new && !ach__list_reserve(&owners[i]->nodes, fresh, allocator)) {
            return false;
        }
    }
    return true;
}

/* The batch's source with room for its outcomes, put into the table where it is new; NULL: no
 * memory. */
static memory_source *source_of(memory_state *memory, const ach_batch *batch) {
    ach__slice id = {(const char *)batch->source, sizeof batch->source};
    uint64_t hash = ach__hash(id, memory->seed);
    memory_source *found = ach__index_find(&memory->sources, hash, is_source, batch->source);
    const ach_allocator *allocator = &memory->allocator;
    if (found == NULL) {
        if (!ach__index_reserve(&memory->sources, 1, allocator) ||
            (found = ach__allocate(allocator, sizeof *found)) == NULL) {
            return NULL;
        }
        *found = (memory_source){.hash = hash};
        memcpy(found->id, batch->source, sizeof found->id);
        ach__index_put(&memory->sources, hash, found);
    }
    if (found->room < batch->count) {
        void *larger =
            allocator->resize(allocator->user, found->outcomes, found->room, batch->count);
        if (larger == NULL) {
            return NULL;
        }
        found->outcomes = larger;
        found->room = batch->count;
    }
    return found;
}

static ach_status apply(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                        ach_diags *why) {
    memory_state *memory = store->state;
    memory_source *source = source_of(memory, batch);
    if (source == NULL) {
        return ACH_ENOMEM;
    }
    bool is_repeat;
    ach__slice stored = {(const char *)source->outcomes, source->count};
    ach_status status = ach__store_turn(batch, source->number, stored, outcomes, &is_repeat, why);
    if (status != ACH_OK || is_repeat) {
        return status;
    }
    memory_plan *plans = ach__arena_take(&store->replies, batch->count, sizeof *plans);
    memory_owner **owners = ach__arena_take(&store->replies, batch->count, sizeof(memory_owner *));
    if (plans == NULL || owners == NULL) {
        return ACH_ENOMEM;
    }
    if (!plan_all(memory, batch, plans, owners)) {
        drop_plans(memory, batch, plans, owners);
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < batch->count; i++) {
        outcomes[i] = plans[i].entry == NULL ? ACH_CONFLICT : ACH_APPLIED;
        if (plans[i].entry != NULL) {
            carry_out(memory, batch, i, &plans[i]);
        }
    }
    /* Those for whom every write was a conflict. */
    for (size_t i = 0; i < batch->count; i++) {
        if (owners[i]->is_new && (i + 1 == batch->count || owners[i + 1] != owners[i])) {
            free_owner(memory, owners[i]);
        }
    }
    ach__outcomes_pack(outcomes, batch->count, source->outcomes);
    source->count = batch->count;
    source->number = batch->number;
    source->changed_at = batch->now;
    return ACH_OK;
}

static int by_node(const void *one, const void *other) {
    const memory_entry *left = *(memory_entry *const *)one;
    const memory_entry *right = *(memory_entry *const *)other;
    return ach__slice_compare((ach__slice){left->node, left->node_size},
                              (ach__slice){right->node, right->node_size});
}

static int by_player(const void *one, const void *other) {
    const memory_owner *left = *(memory_owner *const *)one;
    const memory_owner *right = *(memory_owner *const *)other;
    return ach__slice_compare(ach__bytes_slice(left->player), ach__bytes_slice(right->player));
}

/* The entries of a player behind `after` (absent: all). *stop: the visitor has had enough. */
static ach_status visit_owner(memory_state *memory, memory_owner *owner, ach_bytes after,
                              ach_record_visit visit, void *user, bool *stop) {
    if (!ach__list_sort(&owner->nodes, by_node, &memory->allocator)) {
        return ACH_ENOMEM;
    }
    for (size_t i = 0; i < owner->nodes.count && !*stop; i++) {
        const memory_entry *entry = owner->nodes.items[i];
        ach_bytes node = {entry->node, entry->node_size};
        if (after.data == NULL ||
            ach__slice_compare(ach__bytes_slice(node), ach__bytes_slice(after)) > 0) {
            *stop = visit(user, &(ach_record){{owner->player, node}, entry->progress}) != 0;
        }
    }
    return ACH_OK;
}

static ach_status list_player(ach_store *store, ach_bytes player, ach_record_visit visit,
                              void *user, ach_diags *why) {
    uint64_t hash;
    bool stop = false;
    memory_owner *owner = find_owner(store->state, player, &hash);
    (void)why;
    return owner == NULL
               ? ACH_OK
               : visit_owner(store->state, owner, (ach_bytes){NULL, 0}, visit, user, &stop);
}

/* The first player that is not below this one. */
static size_t first_player(const ach__list *players, ach_bytes player) {
    size_t low = 0;
    size_t high = players->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const memory_owner *owner = players->items[middle];
        if (ach__slice_compare(ach__bytes_slice(owner->player), ach__bytes_slice(player)) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static ach_status walk(ach_store *store, const ach_record_key *after, ach_record_visit visit,
                       void *user, ach_diags *why) {
    memory_state *memory = store->state;
    (void)why;
    if (!ach__list_sort(&memory->players, by_player, &memory->allocator)) {
        return ACH_ENOMEM;
    }
    bool stop = false;
    ach_status status = ACH_OK;
    size_t at = after == NULL ? 0 : first_player(&memory->players, after->player);
    for (; at < memory->players.count && !stop && status == ACH_OK; at++) {
        memory_owner *owner = memory->players.items[at];
        bool is_same = after != NULL && ach__slice_equal(ach__bytes_slice(owner->player),
                                                         ach__bytes_slice(after->player));
        status = visit_owner(memory, owner, is_same ? after->node : (ach_bytes){NULL, 0}, visit,
                             user, &stop);
    }
    return status;
}

static ach_status rename_player(ach_store *store, ach_bytes from, ach_bytes to, uint64_t *moved,
                                ach_diags *why) {
    memory_state *memory = store->state;
    uint64_t hash;
    memory_owner *owner = find_owner(memory, from, &hash);
    (void)why;
    if (owner == NULL) {
        return ACH_ENOTFOUND;
    }
    if (find_owner(memory, to, &hash) != NULL) {
        return ACH_ECONFLICT;
    }
    char *name = copy_text(&memory->allocator, to);
    if (name == NULL) {
        return ACH_ENOMEM;
    }
    ach__index_remove(&memory->owners, owner->hash, owner);
    ach__release(&memory->allocator, owner->name, owner->player.size + 1);
    owner->name = name;
    owner->player = (ach_bytes){name, to.size};
    owner->hash = hash;
    ach__index_put(&memory->owners, hash, owner);
    memory->players.sorted = 0; /* it stands where its old name belonged */
    *moved = owner->nodes.count;
    return ACH_OK;
}

static ach_status forget(ach_store *store, int64_t before, ach_diags *why) {
    memory_state *memory = store->state;
    ach__index *sources = &memory->sources;
    (void)why;
    for (size_t i = 0; i < sources->capacity; i++) {
        memory_source *old = sources->slots[i].item;
        while (old != NULL && old->changed_at < before) {
            ach__index_remove(sources, old->hash, old); /* another one may take its place */
            free_source(memory, old);
            old = sources->slots[i].item;
        }
    }
    return ACH_OK;
}

static void close_memory(ach_store *store) {
    memory_state *memory = store->state;
    for (size_t i = 0; i < memory->entries.capacity; i++) {
        if (memory->entries.slots[i].item != NULL) {
            free_entry(memory, memory->entries.slots[i].item);
        }
    }
    for (size_t i = 0; i < memory->players.count; i++) {
        free_owner(memory, memory->players.items[i]);
    }
    for (size_t i = 0; i < memory->sources.capacity; i++) {
        if (memory->sources.slots[i].item != NULL) {
            free_source(memory, memory->sources.slots[i].item);
        }
    }
    ach__index_free(&memory->entries, &store->allocator);
    ach__index_free(&memory->owners, &store->allocator);
    ach__index_free(&memory->sources, &store->allocator);
    ach__list_free(&memory->players, &store->allocator);
    ach__release(&store->allocator, memory, sizeof *memory);
}

static const ach__store_calls memory_calls = {
    read_records, list_player, walk, apply, rename_player, forget, close_memory,
};

ach_status ach__store_open_memory(ach_store *store, ach_diags *why) {
    memory_state *memory = ach__allocate(&store->allocator, sizeof *memory);
    (void)why;
    if (memory == NULL) {
        return ACH_ENOMEM;
    }
    *memory = (memory_state){.allocator = store->allocator};
    if (getrandom(&memory->seed, sizeof memory->seed, GRND_NONBLOCK) !=
        (ssize_t)sizeof memory->seed) {
        memory->seed = ach__hash_mix((uintptr_t)memory, (uintptr_t)store);
    }
    store->state = memory;
    store->calls = &memory_calls;
    return ACH_OK;
}
