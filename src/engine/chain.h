/* Lists whose links are part of what they list, so that adding and taking out never fails.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__ENGINE_CHAIN_H
#define ACH__ENGINE_CHAIN_H

#include <stddef.h>

typedef struct ach__link {
    struct ach__link *before;
    struct ach__link *behind;
    struct ach__chain *chain; /* the one that it is in; NULL: none */
} ach__link;

/* Zeroed: empty. */
typedef struct ach__chain {
    ach__link *first;
    ach__link *last;
    size_t count;
} ach__chain;

/* What a link is part of. */
#define ACH__LINKED(link, type, member) ((type *)(void *)((char *)(link)-offsetof(type, member)))

/* `link` is in no chain. */
static inline void ach__chain_append(ach__chain *chain, ach__link *link) {
    *link = (ach__link){chain->last, NULL, chain};
    if (chain->last == NULL) {
        chain->first = link;
    } else {
        chain->last->behind = link;
    }
    chain->last = link;
    chain->count++;
}

/* Nothing happens where it is in no chain. */
static inline void ach__chain_remove(ach__link *link) {
    ach__chain *chain = link->chain;
    if (chain == NULL) {
        return;
    }
    if (link->before == NULL) {
        chain->first = link->behind;
    } else {
        link->before->behind = link->behind;
    }
    if (link->behind == NULL) {
        chain->last = link->before;
    } else {
        link->behind->before = link->before;
    }
    chain->count--;
    *link = (ach__link){NULL, NULL, NULL};
}

#endif
