/* The judge: what the records had to come to, and whether they did.
 * SPDX-License-Identifier: MIT */
#include "simulate/simulate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_same(ach_bytes one, ach__slice other) {
    return one.size == other.len && (one.size == 0 || memcmp(one.data, other.ptr, one.size) == 0);
}

/* How many bytes of it are shown: no half of a character. */
static int shown(ach__slice text) {
    size_t size = text.len > 40 ? 40 : text.len;
    while (size < text.len && size > 0 && ((unsigned char)text.ptr[size] & 0xC0) == 0x80) {
        size--;
    }
    return (int)size;
}

static ach__slice slice_of(ach_bytes bytes) {
    return bytes.size == 0 ? ACH__SLICE("") : (ach__slice){(const char *)bytes.data, bytes.size};
}

/* Keeps the first one in words. */
__attribute__((format(printf, 2, 3))) static void blame(ach__ruling *ruling, const char *format,
                                                        ...) {
    va_list arguments;
    ruling->holds = false;
    if (ruling->faults++ == 0) {
        va_start(arguments, format);
        (void)vsnprintf(ruling->example, sizeof ruling->example, format, arguments);
        va_end(arguments);
    }
}

/* Adds what a request must or may have stored. */
static void add_up(ach__simulation *simulation, const ach__request *request) {
    ach__result *result = ach__simulation_result(simulation, request->player, request->node);
    bool may = request->state == ACH__REQUEST_STORED || request->state == ACH__REQUEST_KEPT ||
               request->state == ACH__REQUEST_UNKNOWN || request->state == ACH__REQUEST_WAITS;
    bool must = request->state == ACH__REQUEST_STORED || request->state == ACH__REQUEST_KEPT;
    if (request->is_local) {
        return;
    }
    /* What a room that never came back has kept is not lost. */
    must = must && !(request->state == ACH__REQUEST_KEPT && simulation->down[request->room]);
    result->is_touched = true;
    result->least += must ? request->delta : 0;
    result->most += may ? request->delta : 0;
    result->has_plain |= may && request->handler == ACH__HANDLER_NONE;
    /* Who was told None while a batch was under way may have left a set to the outbox as well. */
    result->is_resumed |=
        request->state == ACH__REQUEST_KEPT || (request->state == ACH__REQUEST_UNKNOWN &&
                                                request->life != simulation->lives[request->room]);
}

static void judge_answer(ach__simulation *simulation, const ach__request *request) {
    ach__ruling *ruling = &simulation->rulings[ACH__ANSWERED_ONCE];
    bool is_crashed = request->state == ACH__REQUEST_KEPT || request->state == ACH__REQUEST_GONE;
    unsigned wanted = is_crashed ? 0 : 1;
    if (request->finals != wanted) {
        blame(ruling, "#%llu: %u", (unsigned long long)request->number, request->finals);
    }
}

static int64_t capped(int64_t value, int64_t total) {
    return value > total ? total : value;
}

typedef struct cell {
    ach__simulation *simulation;
    const ach__result *result;
    const ach__scenario_node *node;
    int player_size, node_size;
    const char *player, *node_id;
} cell;

static void judge_progress(const cell *at) {
    const ach__result *result = at->result;
    int64_t progress = result->progress.progress;
    int64_t least = capped(result->least, at->node->total);
    int64_t most = capped(result->most, at->node->total);
    ach__ruling *rulings = at->simulation->rulings;
    if (progress < least) {
        blame(&rulings[ACH__NOTHING_LOST], "%.*s, %.*s: %lld < %lld", at->player_size, at->player,
              at->node_size, at->node_id, (long long)progress, (long long)least);
    }
    if (progress > most) {
        blame(&rulings[ACH__NOTHING_DOUBLED], "%.*s, %.*s: %lld > %lld", at->player_size,
              at->player, at->node_size, at->node_id, (long long)progress, (long long)most);
    }
    if ((progress >= at->node->total) != (result->progress.completed_at != 0)) {
        blame(&rulings[ACH__COMPLETED_RIGHT], "%.*s, %.*s: %lld / %lld, %lld", at->player_size,
              at->player, at->node_size, at->node_id, (long long)progress,
              (long long)at->node->total, (long long)result->progress.completed_at);
    }
}

/* Only where every set brought extra, and nobody else wrote it. */
static void judge_extra(const cell *at) {
    const ach_progress *record = &at->result->progress;
    char wanted[24];
    if (record->version == 0 || at->result->has_plain || at->result->is_resumed ||
        at->simulation->scenario->network.has_other_writer) {
        return;
    }
    int size = snprintf(wanted, sizeof wanted, "%lld", (long long)record->progress);
    at->simulation->rulings[ACH__EXTRA_MATCHES].is_judged = true;
    if (!is_same(record->extra, (ach__slice){wanted, (size_t)size})) {
        ach__slice extra = slice_of(record->extra);
        blame(&at->simulation->rulings[ACH__EXTRA_MATCHES], "%.*s, %.*s: \"%.*s\" != \"%s\"",
              at->player_size, at->player, at->node_size, at->node_id, shown(extra), extra.ptr,
              wanted);
    }
}

static void judge_cells(ach__simulation *simulation) {
    const ach__scenario *scenario = simulation->scenario;
    for (size_t i = 0; i < scenario->player_count; i++) {
        for (size_t j = 0; j < scenario->node_count; j++) {
            const ach__slice player = scenario->players[i];
            const ach__scenario_node *node = &scenario->nodes[j];
            const cell at = {.simulation = simulation,
                             .result = ach__simulation_result(simulation, i, j),
                             .node = node,
                             .player = player.ptr,
                             .player_size = shown(player),
                             .node_id = node->id.ptr,
                             .node_size = shown(node->id)};
            judge_progress(&at);
            judge_extra(&at);
        }
    }
}

static void judge_wanted(ach__simulation *simulation) {
    const ach__scenario *scenario = simulation->scenario;
    ach__ruling *ruling = &simulation->rulings[ACH__RECORDS_AS_WANTED];
    for (size_t i = 0; i < scenario->wanted_count; i++) {
        const ach__wanted_record *wanted = &scenario->wanted[i];
        const ach_progress *record =
            &ach__simulation_result(simulation, wanted->player, wanted->node)->progress;
        ach__slice player = scenario->players[wanted->player];
        ach__slice node = scenario->nodes[wanted->node].id;
        ach__slice extra = slice_of(record->extra);
        ruling->is_judged = true;
        if (record->progress != wanted->progress) {
            blame(ruling, "%.*s, %.*s: %lld != %lld", shown(player), player.ptr, shown(node),
                  node.ptr, (long long)record->progress, (long long)wanted->progress);
        } else if (wanted->version >= 0 && record->version != wanted->version) {
            blame(ruling, "%.*s, %.*s: version %lld != %lld", shown(player), player.ptr,
                  shown(node), node.ptr, (long long)record->version, (long long)wanted->version);
        } else if (wanted->extra.ptr != NULL && !is_same(record->extra, wanted->extra)) {
            blame(ruling, "%.*s, %.*s: extra \"%.*s\" != \"%.*s\"", shown(player), player.ptr,
                  shown(node), node.ptr, shown(extra), extra.ptr, shown(wanted->extra),
                  wanted->extra.ptr);
        }
    }
}

void ach__simulation_judge(ach__simulation *simulation) {
    ach__ruling *rulings = simulation->rulings;
    for (size_t i = 0; i < ACH__INVARIANTS; i++) {
        rulings[i] = (ach__ruling){
            .is_judged = i != ACH__EXTRA_MATCHES && i != ACH__RECORDS_AS_WANTED, .holds = true};
    }
    for (const ach__request *at = simulation->requests; at != NULL; at = at->next) {
        add_up(simulation, at);
        judge_answer(simulation, at);
    }
    judge_cells(simulation);
    judge_wanted(simulation);
    if (simulation->batch_faults > 0) {
        rulings[ACH__SAME_BATCH].holds = false;
        rulings[ACH__SAME_BATCH].faults = simulation->batch_faults;
    }
}

bool ach__simulation_is_fine(const ach__simulation *simulation) {
    for (size_t i = 0; i < ACH__INVARIANTS; i++) {
        if (simulation->rulings[i].holds == simulation->scenario->is_broken[i]) {
            return false;
        }
    }
    return true;
}
