/* What achpack can say: every rule and every sentence, English and Chinese, family by family.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__RULES_RULES_H
#define ACH__RULES_RULES_H

#include "diag/kind.h"

#include <stddef.h>

/* All families in the order of the reference. */
extern const ach__family *const ach__families[];
extern const size_t ach__family_count;

/* The rule with this code, or NULL. */
const ach__kind *ach__rule_find(const char *code);

/* Calls `visit` for every rule once, in the order of the families. */
void ach__rules_each(void (*visit)(void *user, const ach__family *family, const ach__kind *kind),
                     void *user);

#endif
