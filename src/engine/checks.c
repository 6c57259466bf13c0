/* What callers may ask of an engine, and telling what is wrong.
 * SPDX-License-Identifier: MIT */
#include "engine/engine.h"

#include "base/utf8.h"
#include "rules/engine.h"

#include <stdio.h>
#include <string.h>

ach__finding *ach__engine_raise(ach_diags *why, int message, ach_bytes player, ach_bytes node) {
    if (why == NULL) {
        return NULL;
    }
    ach__place place = {0};
    if (node.size > 0 && ach__utf8_is_valid(ach__text(node))) {
        place.node_id = ach__text(node);
    }
    ach__finding *finding = ach__diags_add(why, &ach__engine_messages[message], &place);
    ach__finding_text(finding, "player", ach__text(player));
    ach__finding_text(finding, "node", ach__text(node));
    return finding;
}

ach_status ach__engine_told(ach_status status, ach_diags *why) {
    if (why != NULL) {
        ach__diags_finish(why);
    }
    return status;
}

ach_status ach__check_player(ach_bytes player, ach_diags *why) {
    static const ach_bytes nothing = {NULL, 0};
    bool is_empty = player.data == NULL || player.size == 0;
    bool is_long = player.size > ACH_PLAYER_BYTES_MOST;
    if (!is_empty && !is_long && memchr(player.data, '\0', player.size) == NULL &&
        ach__utf8_is_valid(ach__text(player))) {
        return ACH_OK;
    }
    ach__finding *finding = ach__engine_raise(why,
                                              is_empty  ? ACH__ENGINE_PLAYER_EMPTY
                                              : is_long ? ACH__ENGINE_PLAYER_LONG
                                                        : ACH__ENGINE_PLAYER_TEXT,
                                              nothing, nothing);
    ach__finding_number(finding, "bytes", player.size);
    ach__finding_number(finding, "limit", ACH_PLAYER_BYTES_MOST);
    return ACH_EARGUMENT;
}

/* Findings know no numbers below 0. */
static void raise_number(ach_diags *why, int message, const char *name, int64_t number,
                         ach_bytes node) {
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)number);
    ach__finding *finding = ach__engine_raise(why, message, (ach_bytes){NULL, 0}, node);
    ach__finding_text(finding, name, ach__slice_of(text));
}

ach_status ach__check_set(const ach_set *given, ach_set *set, bool has_delta, ach_diags *why) {
    *set = (ach_set)ACH_SET_INIT;
    if (given == NULL || !ach__struct_copy(set, sizeof *set, given, given->size) ||
        (set->flags & ~(uint32_t)(ACH_SET_LATER | ACH_SET_SEEN)) != 0 ||
        ((set->flags & ACH_SET_SEEN) != 0 && set->seen < 0) ||
        (set->node.data == NULL && set->node.size > 0)) {
        return ACH_EARGUMENT;
    }
    ach_status status = ach__check_player(set->player, why);
    if (status == ACH_OK && has_delta && set->delta < 1) {
        raise_number(why, ACH__ENGINE_DELTA, "delta", set->delta, set->node);
        status = ACH_EARGUMENT;
    }
    return status;
}

ach_status ach__check_count(int64_t count, ach_diags *why) {
    if (count >= 0) {
        return ACH_OK;
    }
    raise_number(why, ACH__ENGINE_COUNT, "count", count, (ach_bytes){NULL, 0});
    return ACH_EARGUMENT;
}
