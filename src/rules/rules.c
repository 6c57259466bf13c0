/* The list of families, and the look-up of one rule among them.
 * SPDX-License-Identifier: MIT */
#include "rules/rules.h"

#include "rules/archive.h"
#include "rules/authoring.h"
#include "rules/cells.h"
#include "rules/cloud.h"
#include "rules/diff.h"
#include "rules/engine.h"
#include "rules/hierarchy.h"
#include "rules/icons.h"
#include "rules/json.h"
#include "rules/node_tree.h"
#include "rules/nodes.h"
#include "rules/package.h"
#include "rules/progress.h"
#include "rules/scenario.h"
#include "rules/scripts.h"
#include "rules/store.h"
#include "rules/table.h"

#include <stdbool.h>
#include <string.h>

const ach__family *const ach__families[] = {
    &ach__table_family,     &ach__cells_family,   &ach__hierarchy_family, &ach__icons_family,
    &ach__package_family,   &ach__archive_family, &ach__json_family,      &ach__nodes_family,
    &ach__node_tree_family, &ach__cloud_family,   &ach__authoring_family, &ach__scripts_family,
    &ach__diff_family,      &ach__store_family,   &ach__engine_family,    &ach__progress_family,
    &ach__scenario_family,
};
const size_t ach__family_count = sizeof ach__families / sizeof ach__families[0];

const ach__kind *ach__rule_find(const char *code) {
    for (size_t i = 0; i < ach__family_count; i++) {
        for (size_t j = 0; j < ach__families[i]->count; j++) {
            const ach__kind *kind = ach__families[i]->messages[j].kind;
            if (strcmp(kind->code, code) == 0) {
                return kind;
            }
        }
    }
    return NULL;
}

/* A rule has one row however many sentences it has, so the row tells. */
static bool is_first_of_kind(const ach__family *family, size_t message) {
    for (size_t i = 0; i < message; i++) {
        if (family->messages[i].kind == family->messages[message].kind) {
            return false;
        }
    }
    return true;
}

void ach__rules_each(void (*visit)(void *user, const ach__family *family, const ach__kind *kind),
                     void *user) {
    for (size_t i = 0; i < ach__family_count; i++) {
        for (size_t j = 0; j < ach__families[i]->count; j++) {
            if (is_first_of_kind(ach__families[i], j)) {
                visit(user, ach__families[i], ach__families[i]->messages[j].kind);
            }
        }
    }
}
