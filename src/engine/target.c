/* How nodes are defined now, and what the host wants where that has changed.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include <string.h>

bool ach__is_node_id(ach_bytes node) {
    return node.size > 0 && node.size <= ACH_NODE_BYTES_MOST &&
           memchr(node.data, '\0', node.size) == NULL;
}

bool ach__has_cloud(const ach_engine *engine) {
    return engine->definitions != NULL;
}

/* Computed when it is first asked for: it takes the digest of the node's pictures too. */
uint64_t ach__target_definition(ach_engine *engine, size_t index) {
    uint8_t digest[32];
    if (engine->definitions[index] == 0 &&
        ach_package_node_fingerprint(engine->options.package, index, digest) == ACH_OK) {
        uint64_t number = 0;
        for (size_t i = 0; i < 8; i++) {
            number = number << 8 | digest[i];
        }
        engine->definitions[index] = number;
    }
    return engine->definitions[index];
}

bool ach__target_of(ach_engine *engine, ach_bytes node, ach__target *out) {
    ach_node found;
    if (!ach__has_cloud(engine) || !ach__is_node_id(node) ||
        ach_package_find(engine->options.package, node.data, node.size, &found) != ACH_OK) {
        return false;
    }
    *out = (ach__target){found.total, ach__target_definition(engine, found.index)};
    return true;
}

ach_policy ach__target_policy(ach_engine *engine, const ach_record_key *key,
                              const ach_progress *record, const ach__target *target) {
    ach_policy policy = engine->options.policy;
    if (policy == ACH_POLICY_ASK) {
        policy = ACH_POLICY_KEEP;
        if (engine->hooks.changed != NULL && ach__set_is_redefined(record, target)) {
            ach_redefinition change = {*key, *record, target->max};
            engine->inside++;
            policy = engine->hooks.changed(engine->hooks.user, &change);
            engine->inside--;
        }
    }
    return policy == ACH_POLICY_CLAMP || policy == ACH_POLICY_GRANT ? policy : ACH_POLICY_KEEP;
}
