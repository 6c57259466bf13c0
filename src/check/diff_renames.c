/* Which removed node seems to have become which added one.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"
#include "check/diff_parts.h"

#define CHAIN_MOST       32 /* added nodes of one title, or of one picture, that are looked at */
#define COMPARISONS_MOST 200000 /* of all ids together, so that time stays linear */

/* Added nodes by what they share with others. */
typedef struct chains {
    ach__map first;
    size_t *next; /* by item */
} chains;

typedef struct renames {
    ach__diff *diff;
    ach__arena scratch;
    chains titles;
    chains pictures;
    bool *is_taken; /* by item: some removed node has become it */
    size_t comparisons;
} renames;

static void start_chains(chains *all, renames *r) {
    ach__map_init(&all->first, &r->scratch);
    all->next = ach__arena_take(&r->scratch, r->diff->count, sizeof *all->next);
}

/* The newest goes behind the first, so that adding takes no walk. */
static void add_to(chains *all, ach__slice key, size_t item) {
    size_t first = key.len == 0 ? ACH__MAP_NONE : ach__map_add(&all->first, key, item);
    all->next[item] = ACH__NOWHERE;
    if (first != ACH__MAP_NONE) {
        all->next[item] = all->next[first];
        all->next[first] = item;
    }
}

static ach__slice picture_key(const ach__diff_picture *picture) {
    return picture->is_known ? (ach__slice){picture->key, sizeof picture->key}
                             : (ach__slice){NULL, 0};
}

/* The picture of the finished node; without a row what its node file names. */
static ach__slice shown_as(const ach__diff *diff, const ach__diff_item *item, size_t version) {
    return item->row[version] != ACH__NOWHERE
               ? picture_key(ach__diff_picture_of(diff, item, version, 1))
               : ach__diff_node(diff, item, version)->finished_icon;
}

static void collect_added(renames *r) {
    start_chains(&r->titles, r);
    start_chains(&r->pictures, r);
    r->is_taken = ach__arena_take(&r->scratch, r->diff->count, sizeof *r->is_taken);
    for (size_t i = 0; i < r->diff->count && !r->scratch.failed; i++) {
        const ach__diff_item *item = &r->diff->items[i];
        if (ach__diff_is_in(item, ACH__NEW) && !ach__diff_is_in(item, ACH__OLD)) {
            add_to(&r->titles, ach__diff_title(r->diff, item, ACH__NEW), i);
            add_to(&r->pictures, shown_as(r->diff, item, ACH__NEW), i);
        }
    }
}

static bool are_near(renames *r, ach__slice left, ach__slice right) {
    ach__suggestion search;
    if (r->comparisons++ >= COMPARISONS_MOST) {
        return false;
    }
    ach__suggest_start(&search, left);
    ach__suggest_offer(&search, right);
    return search.best.ptr != NULL;
}

/* 3: same title and picture; with a near id 2: same title, 1: same picture; 0: another node. */
static unsigned likeness(renames *r, const ach__diff_item *old, const ach__diff_item *new) {
    ach__slice title = ach__diff_title(r->diff, old, ACH__OLD);
    ach__slice picture = shown_as(r->diff, old, ACH__OLD);
    bool same_title =
        title.len > 0 && ach__slice_equal(title, ach__diff_title(r->diff, new, ACH__NEW));
    bool same_picture =
        picture.len > 0 && ach__slice_equal(picture, shown_as(r->diff, new, ACH__NEW));
    if (same_title && same_picture) {
        return 3;
    }
    if ((!same_title && !same_picture) || !are_near(r, old->id, new->id)) {
        return 0;
    }
    return same_title ? 2 : 1;
}

static void look_along(renames *r, const ach__diff_item *old, const chains *all, ach__slice key,
                       size_t *best, unsigned *best_likeness) {
    size_t at = key.len == 0 ? ACH__NOWHERE : ach__map_find(&all->first, key);
    for (size_t i = 0; i < CHAIN_MOST && at != ACH__NOWHERE; i++, at = all->next[at]) {
        unsigned like = r->is_taken[at] ? 0 : likeness(r, old, &r->diff->items[at]);
        if (like > *best_likeness) {
            *best = at;
            *best_likeness = like;
        }
    }
}

static size_t find_new_name(renames *r, const ach__diff_item *old) {
    size_t best = ACH__NOWHERE;
    unsigned like = 0;
    look_along(r, old, &r->titles, ach__diff_title(r->diff, old, ACH__OLD), &best, &like);
    look_along(r, old, &r->pictures, shown_as(r->diff, old, ACH__OLD), &best, &like);
    if (best != ACH__NOWHERE) {
        r->is_taken[best] = true;
    }
    return best;
}

size_t *ach__diff_renames(ach__diff *diff) {
    size_t *found = ach__arena_take(&diff->arena, diff->count, sizeof *found);
    renames r = {.diff = diff};
    ach__arena_init(&r.scratch, &diff->arena.allocator);
    collect_added(&r);
    for (size_t i = 0; found != NULL && i < diff->count && !r.scratch.failed; i++) {
        const ach__diff_item *item = &diff->items[i];
        bool is_gone = ach__diff_is_in(item, ACH__OLD) && !ach__diff_is_in(item, ACH__NEW);
        found[i] = is_gone ? find_new_name(&r, item) : ACH__NOWHERE;
    }
    diff->arena.failed |= r.scratch.failed;
    ach__arena_free(&r.scratch);
    return diff->arena.failed ? NULL : found;
}
