/* The store in PostgreSQL, and in what speaks its protocol: opening, reading, work.
 * SPDX-License-Identifier: MIT */
#include "store/postgres_parts.h"

#include "rules/store.h"

#include <string.h>

ach_status ach__pg_answer(ach__pg *pg, ach__pg_end end, ach_diags *why) {
    if (end == ACH__PG_DONE) {
        return ACH_OK;
    }
    if (end == ACH__PG_NO_MEMORY) {
        return ACH_ENOMEM;
    }
    ach__store_raise(why, pg->trouble, pg->words);
    return end == ACH__PG_UNKNOWN ? ACH_EIO : ach__store_status(pg->trouble);
}

ach_status ach__pg_call(ach__pg *pg, ach__pg_work work, void *context, bool is_writing,
                        ach_diags *why) {
    pg->is_writing = is_writing;
    return ach__pg_answer(pg, ach__pg_run(pg, work, context, 0), why);
}

typedef struct renaming {
    ach_bytes from;
    ach_bytes to;
    uint64_t moved;
    bool is_unknown;
    ach_status status;
} renaming;

static ach__pg_end send_probes(ach__pg *pg, const renaming *work) {
    /* Two who rename to one player at once must not both find him free: that is what SERIALIZABLE
     * is for. */
    ach__pg_end end = ach__pg_send_text(pg, "BEGIN ISOLATION LEVEL SERIALIZABLE");
    const ach_bytes *players[] = {&work->from, &work->to};
    for (size_t i = 0; end == ACH__PG_DONE && i < 2; i++) {
        ach__pg_parameters parameters = {0};
        ach__pg_add_bytes(&parameters, players[i]->data, players[i]->size);
        end = ach__pg_send(pg, ACH__PG_HAS, &parameters);
    }
    if (end == ACH__PG_DONE) {
        end = ach__pg_push(pg);
    }
    return end == ACH__PG_DONE ? ach__pg_skip(pg) : end;
}

static ach__pg_end take_probe(ach__pg *pg, bool *is_there) {
    PGresult *result = NULL;
    ach__pg_end end = ach__pg_next(pg, &result);
    *is_there = result != NULL && ach__libpq.PQntuples(result) > 0;
    ach__libpq.PQclear(result);
    return end;
}

static ach__pg_end move(ach__pg *pg, renaming *work) {
    ach__pg_parameters parameters = {0};
    ach__pg_add_bytes(&parameters, work->from.data, work->from.size);
    ach__pg_add_bytes(&parameters, work->to.data, work->to.size);
    ach__pg_end end = ach__pg_send(pg, ACH__PG_RENAME, &parameters);
    if (end == ACH__PG_DONE) {
        end = ach__pg_send_commit(pg, &work->is_unknown);
    }
    PGresult *result = NULL;
    if (end == ACH__PG_DONE) {
        end = ach__pg_next(pg, &result);
    }
    if (end == ACH__PG_DONE) {
        work->moved = ach__pg_rows(result);
        ach__libpq.PQclear(result);
        return ach__pg_skip_commit(pg, &work->is_unknown);
    }
    if (end == ACH__PG_AGAIN || end == ACH__PG_REFUSED) {
        work->is_unknown = false;
    }
    return end;
}

static ach__pg_end rename_once(ach__pg *pg, void *context) {
    renaming *work = context;
    bool has_from = false;
    bool has_to = false;
    ach__pg_end end = send_probes(pg, work);
    if (end == ACH__PG_DONE) {
        end = take_probe(pg, &has_from);
    }
    if (end == ACH__PG_DONE) {
        end = take_probe(pg, &has_to);
    }
    if (end == ACH__PG_DONE) {
        end = ach__pg_skip_sync(pg);
    }
    if (end != ACH__PG_DONE) {
        return end;
    }
    work->status = !has_from ? ACH_ENOTFOUND : has_to ? ACH_ECONFLICT : ACH_OK;
    if (work->status != ACH_OK) {
        return ach__pg_roll_back(pg);
    }
    end = move(pg, work);
    /* A second attempt would take the first one's work for somebody else's. */
    return end == ACH__PG_LOST && work->is_unknown ? ACH__PG_UNKNOWN : end;
}

static ach_status rename_player(ach_store *self, ach_bytes from, ach_bytes to, uint64_t *moved,
                                ach_diags *why) {
    renaming work = {.from = from, .to = to};
    ach_status status = ach__pg_call(self->state, rename_once, &work, true, why);
    if (status != ACH_OK) {
        return status;
    }
    *moved = work.status == ACH_OK ? work.moved : 0;
    return work.status;
}

/* Forgetting, opening, closing. */

static ach__pg_end forget_once(ach__pg *pg, void *context) {
    const int64_t *before = context;
    ach__pg_parameters parameters = {0};
    ach__pg_add_number(&parameters, *before);
    ach__pg_end end = ach__pg_send(pg, ACH__PG_FORGET, &parameters);
    if (end == ACH__PG_DONE) {
        end = ach__pg_push(pg);
    }
    if (end == ACH__PG_DONE) {
        end = ach__pg_skip(pg);
    }
    return end == ACH__PG_DONE ? ach__pg_skip_sync(pg) : end;
}

static ach_status forget(ach_store *self, int64_t before, ach_diags *why) {
    return ach__pg_call(self->state, forget_once, &before, true, why);
}

static void close_link(ach_store *self) {
    ach__pg *pg = self->state;
    ach__pg_drop(pg);
    ach__release(&self->allocator, pg->url, pg->url_room);
    ach__release(&self->allocator, pg, sizeof *pg);
    self->state = NULL;
}

static const ach__store_calls calls = {ach__pg_read,  ach__pg_player, ach__pg_walk, ach__pg_apply,
                                       rename_player, forget,         close_link};

/* A password with such a character ends early for libpq, and its rest becomes part of the host, the
 * port or the database: the connection fails, in words that show it. */
static bool has_bare_at(const char *url) {
    const char *name = strstr(url, "://") + 3;
    size_t end = strcspn(name, "?");
    const char *last = memrchr(name, '@', end);
    return last != NULL && (size_t)(last - name) != strcspn(name, "@/?");
}

/* False where libpq cannot read the URL. It repeats the URL behind a colon, and in it may stand a
 * password: that part is not shown. */
static bool check_url(const char *url, ach_diags *why) {
    if (has_bare_at(url)) {
        if (why != NULL) {
            (void)ach__diags_add(why, &ach__store_messages[ACH__STORE_URL_BARE_AT], NULL);
        }
        return false;
    }
    char *words = NULL;
    PQconninfoOption *parts = ach__libpq.PQconninfoParse(url, &words);
    bool is_good = parts != NULL;
    if (!is_good) {
        char *quoted = words == NULL ? NULL : strstr(words, ": \"");
        if (quoted != NULL) {
            *quoted = '\0';
        }
        if (why != NULL) {
            ach__finding_text(ach__diags_add(why, &ach__store_messages[ACH__STORE_URL_LIBPQ], NULL),
                              "detail", ach__slice_of(words == NULL ? "out of memory" : words));
        }
    }
    ach__libpq.PQconninfoFree(parts);
    ach__libpq.PQfreemem(words);
    return is_good;
}

ach_status ach__store_open_postgres(ach_store *store, const char *url, ach_diags *why) {
    const char *missing = ach__libpq_load();
    if (missing != NULL) {
        ach__finding *finding =
            why == NULL ? NULL
                        : ach__diags_add(why, &ach__store_messages[ACH__STORE_SAYS_NO_LIBPQ], NULL);
        ach__finding_text(finding, "detail", ach__slice_of(missing));
        return ACH_EIO;
    }
    if (!check_url(url, why)) {
        return ACH_EARGUMENT;
    }
    size_t room = strlen(url) + 1;
    ach__pg *pg = ach__allocate(&store->allocator, sizeof *pg);
    char *kept = ach__allocate(&store->allocator, room);
    if (pg == NULL || kept == NULL) {
        ach__release(&store->allocator, pg, sizeof *pg);
        ach__release(&store->allocator, kept, room);
        return ACH_ENOMEM;
    }
    memcpy(kept, url, room);
    *pg = (ach__pg){.store = store, .url = kept, .url_room = room, .is_opening = true};
    store->state = pg;
    ach_status status = ach__pg_call(pg, NULL, NULL, false, why);
    pg->is_opening = false;
    if (status == ACH_OK) {
        store->calls = &calls;
    } else {
        close_link(store);
    }
    return status;
}
