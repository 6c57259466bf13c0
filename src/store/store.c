/* Stores as callers see them: the URL, the arguments, and which kind does the work.
 * SPDX-License-Identifier: MIT */
#include "store/store.h"

#include "rules/store.h"
#include "store/arguments.h"

#include <string.h>

/* No version of the options is smaller or will ever be larger. */
#define OPTIONS_LEAST (2 * sizeof(size_t))
#define OPTIONS_MOST  ((size_t)1024)

static bool copy_options(ach_store_options *out, const ach_store_options *options) {
    if (options == NULL) {
        return true;
    }
    size_t size = options->size;
    if (size < OPTIONS_LEAST || size > OPTIONS_MOST) {
        return false;
    }
    const unsigned char *bytes = (const unsigned char *)options;
    for (size_t i = sizeof *out; i < size; i++) {
        if (bytes[i] != 0) {
            return false; /* it would be ignored */
        }
    }
    memcpy(out, options, size < sizeof *out ? size : sizeof *out);
    return out->flags == 0;
}

static ach_status refuse_url(ach_diags *why, int message, const char *name, ach__slice text) {
    if (why != NULL) {
        ach__finding *finding = ach__diags_add(why, &ach__store_messages[message], NULL);
        if (name != NULL) {
            ach__finding_text(finding, name, text);
        }
    }
    return ACH_EARGUMENT;
}

/* Only what stands before the colon is shown: behind it may be a password. So may there be behind
 * "password=", as libpq takes it too. */
static ach_status refuse_kind(const char *url, ach_diags *why) {
    size_t kind = strcspn(url, ":");
    if (strcspn(url, "=") < kind) {
        return refuse_url(why, ACH__STORE_URL_WORDS, NULL, (ach__slice){NULL, 0});
    }
    if (url[kind] == '\0') {
        return kind == 0 ? refuse_url(why, ACH__STORE_URL_EMPTY, NULL, (ach__slice){NULL, 0})
                         : refuse_url(why, ACH__STORE_URL_PLAIN, "url", ach__slice_of(url));
    }
    return refuse_url(why, ACH__STORE_URL_KIND, "kind", (ach__slice){url, kind});
}

static const char *behind(const char *url, const char *start) {
    size_t size = strlen(start);
    return strncmp(url, start, size) == 0 ? url + size : NULL;
}

static ach_status open_kind(ach_store *store, const char *url, ach_diags *why) {
    const char *path = behind(url, "sqlite:");
    if (strcmp(url, "memory:") == 0) {
        return ach__store_open_memory(store, why);
    }
    if (path != NULL) {
        return *path == '\0' ? refuse_url(why, ACH__STORE_URL_NO_PATH, NULL, (ach__slice){NULL, 0})
                             : ach__store_open_sqlite(store, path, why);
    }
    if (behind(url, "postgresql://") != NULL || behind(url, "postgres://") != NULL) {
#ifdef ACHPACK_WITH_POSTGRESQL
        return ach__store_open_postgres(store, url, why);
#else
        return refuse_url(why, ACH__STORE_URL_NO_POSTGRES, NULL, (ach__slice){NULL, 0});
#endif
    }
    return refuse_kind(url, why);
}

static ach_status settle(ach_status status, ach_diags *why) {
    if (why != NULL && status != ACH_OK) {
        ach__diags_finish(why);
    }
    return status;
}

ach_status ach_store_open(ach_store **out, const char *url, const ach_store_options *options,
                          ach_diags *why) {
    ach_store_options known = ACH_STORE_OPTIONS_INIT;
    if (out == NULL) {
        return ACH_EARGUMENT;
    }
    *out = NULL;
    if (url == NULL || !copy_options(&known, options)) {
        return ACH_EARGUMENT;
    }
    ach_allocator allocator = ach__allocator_or_default(known.allocator);
    ach_store *store = ach__allocate(&allocator, sizeof *store);
    if (store == NULL) {
        return ACH_ENOMEM;
    }
    *store = (ach_store){.allocator = allocator};
    store->timeout_ms = known.timeout_ms == 0 ? ACH__STORE_TIMEOUT_DEFAULT : known.timeout_ms;
    ach__arena_init(&store->before, &allocator);
    ach__arena_init(&store->replies, &allocator);
    ach_status status = open_kind(store, url, why);
    if (status == ACH_OK) {
        *out = store;
    } else {
        ach__arena_free(&store->replies);
        ach__release(&allocator, store, sizeof *store);
    }
    return settle(status, why);
}

void ach_store_close(ach_store *store) {
    if (store != NULL) {
        ach_allocator allocator = store->allocator;
        store->calls->close(store);
        ach__arena_free(&store->before);
        ach__arena_free(&store->replies);
        ach__release(&allocator, store, sizeof *store);
    }
}

/* What the last answer pointed to may be given to this call, and ends with the next. False: a
 * visitor calls. */
static bool begin(ach_store *store) {
    if (store == NULL || store->is_visiting) {
        return false;
    }
    ach__arena_free(&store->before);
    store->before = store->replies;
    ach__arena_init(&store->replies, &store->allocator);
    return true;
}

static ach_status fill_keys(ach_store *store, const ach_record_key *keys, size_t count,
                            ach_record *records, ach_diags *why) {
    for (size_t i = 0; i < count; i++) {
        ach_status status = ach__store_check_key(&keys[i], why);
        if (status != ACH_OK) {
            return status;
        }
        ach__slice player = ach__slice_copy(&store->replies, ach__bytes_slice(keys[i].player));
        ach__slice node = ach__slice_copy(&store->replies, ach__bytes_slice(keys[i].node));
        records[i] = (ach_record){.key = {ach__slice_bytes(player), ach__slice_bytes(node)}};
    }
    return store->replies.failed ? ACH_ENOMEM : ACH_OK;
}

ach_status ach_store_read(ach_store *store, const ach_record_key *keys, size_t count,
                          ach_record *records, ach_diags *why) {
    if (((keys == NULL || records == NULL) && count > 0) || !begin(store)) {
        return ACH_EARGUMENT;
    }
    ach_status status = fill_keys(store, keys, count, records, why);
    if (status == ACH_OK && count > 0) {
        status = store->calls->read(store, keys, count, records, why);
    }
    return settle(status, why);
}

ach_status ach_store_player(ach_store *store, ach_bytes player, ach_record_visit visit, void *user,
                            ach_diags *why) {
    if (visit == NULL || !begin(store)) {
        return ACH_EARGUMENT;
    }
    ach_status status = ach__store_check_player(player, why);
    if (status == ACH_OK) {
        store->is_visiting = true;
        status = store->calls->player(store, player, visit, user, why);
        store->is_visiting = false;
    }
    return settle(status, why);
}

ach_status ach_store_walk(ach_store *store, const ach_record_key *after, ach_record_visit visit,
                          void *user, ach_diags *why) {
    if (visit == NULL || !begin(store)) {
        return ACH_EARGUMENT;
    }
    ach_status status = after == NULL ? ACH_OK : ach__store_check_key(after, why);
    if (status == ACH_OK) {
        store->is_visiting = true;
        status = store->calls->walk(store, after, visit, user, why);
        store->is_visiting = false;
    }
    return settle(status, why);
}

ach_status ach_store_apply(ach_store *store, const ach_batch *batch, ach_outcome *outcomes,
                           ach_diags *why) {
    if (batch == NULL || (outcomes == NULL && batch->count > 0) || !begin(store)) {
        return ACH_EARGUMENT;
    }
    ach__sorted_batch sorted;
    ach_status status = ach__store_check_batch(batch, why);
    if (status == ACH_OK) {
        status = ach__store_sort(&sorted, batch, outcomes, &store->replies, why);
    }
    if (status == ACH_OK) {
        status = store->calls->apply(store, &sorted.batch, sorted.outcomes, why);
    }
    if (status == ACH_OK) {
        ach__store_unsort(&sorted, outcomes);
    }
    return settle(status, why);
}

ach_status ach_store_rename(ach_store *store, ach_bytes from, ach_bytes to, uint64_t *moved,
                            ach_diags *why) {
    uint64_t ignored;
    if (!begin(store)) {
        return ACH_EARGUMENT;
    }
    uint64_t *number = moved == NULL ? &ignored : moved;
    *number = 0;
    ach_status status = ach__store_check_player(from, why);
    if (status == ACH_OK) {
        status = ach__store_check_player(to, why);
    }
    if (status == ACH_OK) {
        status = store->calls->rename(store, from, to, number, why);
    }
    return settle(status, why);
}

ach_status ach_store_forget_sources(ach_store *store, int64_t before, ach_diags *why) {
    return begin(store) ? settle(store->calls->forget(store, before, why), why) : ACH_EARGUMENT;
}
