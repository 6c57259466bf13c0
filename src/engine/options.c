/* Structs of callers that may know less or more than this library, and the engine's options.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include <string.h>

/* No version of any of the structs is smaller or will ever be larger. */
#define STRUCT_LEAST (2 * sizeof(size_t))
#define STRUCT_MOST  ((size_t)1024)

#define KNOWN_FLAGS                                                                                \
    ((uint32_t)(ACH_ENGINE_OVERSHOOT | ACH_ENGINE_CLOSED_FAILS | ACH_ENGINE_VERSION_ALWAYS |       \
                ACH_ENGINE_RETRY_ON_ANY | ACH_ENGINE_ENTITY_AFTER | ACH_ENGINE_GET_ALL |           \
                ACH_ENGINE_REWARD_AT_ONCE | ACH_ENGINE_LATER))

bool ach__struct_copy(void *out, size_t known, const void *given, size_t size) {
    if (size < STRUCT_LEAST || size > STRUCT_MOST) {
        return false;
    }
    const unsigned char *bytes = given;
    for (size_t i = known; i < size; i++) {
        if (bytes[i] != 0) {
            return false; /* it would be ignored */
        }
    }
    memcpy(out, given, size < known ? size : known);
    return true;
}

static uint32_t or_default(uint32_t given, uint32_t usual) {
    return given == 0 ? usual : given;
}

ach_status ach__options_read(ach_engine_options *out, const ach_engine_options *options) {
    *out = (ach_engine_options)ACH_ENGINE_OPTIONS_INIT;
    if (options == NULL || !ach__struct_copy(out, sizeof *out, options, options->size)) {
        return ACH_EARGUMENT;
    }
    bool has_cloud = out->store != NULL && out->package != NULL;
    if ((out->flags & ~KNOWN_FLAGS) != 0 || (out->tree == NULL && !has_cloud) ||
        (int)out->policy < ACH_POLICY_KEEP || out->policy > ACH_POLICY_ASK) {
        return ACH_EARGUMENT;
    }
    out->interval_s = or_default(out->interval_s, 300);
    out->sets_per_second = or_default(out->sets_per_second, 50);
    out->attempts = or_default(out->attempts, 8);
    out->answer_s = or_default(out->answer_s, 30);
    out->max_queued = or_default(out->max_queued, 1000000);
    return ACH_OK;
}
