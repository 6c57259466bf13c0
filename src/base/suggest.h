/* Did you mean: the nearest of some names.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__BASE_SUGGEST_H
#define ACH__BASE_SUGGEST_H

#include "base/slice.h"

#include <stddef.h>

/* The search for the candidate nearest to a wanted word. Distance is by characters: insertions,
 * deletions, substitutions and swaps of neighbours count one each; case alone counts less. */
typedef struct ach__suggestion {
    ach__slice wanted;
    ach__slice best; /* ptr NULL while none is near enough */
    unsigned distance;
} ach__suggestion;

/* Near enough is a third of the wanted word's length, at least one change and at most four.
 * Words of more than 64 characters get no suggestion. */
void ach__suggest_start(ach__suggestion *search, ach__slice wanted);
void ach__suggest_offer(ach__suggestion *search, ach__slice candidate);

#endif
