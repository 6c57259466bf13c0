/* achpack simulate --format json.
 * SPDX-License-Identifier: MIT */
#include "cli/simulate.h"

#include "report/json.h"

#include <jansson.h>

static const ach__scenario *scenario_of(const ach__simulation *simulation) {
    return simulation->scenario;
}

static json_t *json_name(ach__slice name) {
    return ach__json_text(name);
}

/* The dict of the platform's callbacks. */
static json_t *json_entity(const ach_progress *record) {
    return json_pack("{s:I, s:o, s:I, s:I}", "completed_at", (json_int_t)record->completed_at,
                     "extra", ach__json_text((ach__slice){record->extra.data, record->extra.size}),
                     "progress", (json_int_t)record->progress, "version",
                     (json_int_t)record->version);
}

static bool has_entity(ach__moment_type type) {
    return type == ACH__MOMENT_ACCEPTED || type == ACH__MOMENT_CLOSED ||
           type == ACH__MOMENT_CONFLICT || type == ACH__MOMENT_LISTED || type == ACH__MOMENT_OTHER;
}

static bool is_set(ach__moment_type type) {
    return type == ACH__MOMENT_SET || type == ACH__MOMENT_ADD;
}

/* What only some moments have. */
static bool add_details(json_t *item, const ach__moment *moment) {
    bool is_batch = moment->type >= ACH__MOMENT_SEND && moment->type <= ACH__MOMENT_UNHEARD;
    int failed = 0;
    if (moment->request > 0) {
        failed |= json_object_set_new(item, "set", json_integer((json_int_t)moment->request));
    }
    if (is_set(moment->type)) {
        failed |= json_object_set_new(item, "delta", json_integer(moment->number));
        failed |=
            json_object_set_new(item, "handler", json_string(ach__handler_words[moment->handler]));
        failed |= json_object_set_new(item, "later", json_boolean(moment->is_later));
    }
    if (moment->type == ACH__MOMENT_ADD) {
        failed |= json_object_set_new(item, "reported", json_boolean(moment->code));
    }
    if (moment->type == ACH__MOMENT_CONFLICT) {
        failed |= json_object_set_new(item, "again", json_boolean(moment->code == 1));
    }
    if (is_batch) {
        failed |= json_object_set_new(item, "batch", json_integer(moment->number));
    }
    if (moment->type == ACH__MOMENT_STORED) {
        failed |= json_object_set_new(item, "applied", json_integer((json_int_t)moment->count));
        failed |= json_object_set_new(item, "conflicts", json_integer((json_int_t)moment->others));
    } else if (moment->type == ACH__MOMENT_SEND || moment->type == ACH__MOMENT_CRASH ||
               moment->type == ACH__MOMENT_RESTART) {
        failed |= json_object_set_new(item, "sets", json_integer((json_int_t)moment->count));
    }
    if (has_entity(moment->type)) {
        failed |= json_object_set_new(item, "entity", json_entity(&moment->progress));
    }
    return failed == 0;
}

static json_t *json_moment(const ach__simulation *simulation, const ach__moment *moment) {
    const ach__scenario *scenario = scenario_of(simulation);
    json_t *item = json_pack("{s:I, s:s}", "ms", (json_int_t)moment->at, "what",
                             ach__moment_words[moment->type]);
    int failed = item == NULL;
    if (moment->room != ACH__SCENARIO_NONE) {
        failed |= json_object_set_new(item, "room", json_name(scenario->rooms[moment->room]));
    }
    if (moment->player != ACH__SCENARIO_NONE) {
        failed |= json_object_set_new(item, "player", json_name(scenario->players[moment->player]));
    }
    if (moment->node != ACH__SCENARIO_NONE) {
        failed |= json_object_set_new(item, "node", json_name(scenario->nodes[moment->node].id));
    }
    if (failed != 0 || !add_details(item, moment)) {
        json_decref(item);
        return NULL;
    }
    return item;
}

/* Takes `item` over; false where there is no memory. */
static bool append(json_t *list, json_t *item) {
    return item != NULL && json_array_append_new(list, item) == 0;
}

static json_t *json_timeline(const ach__simulation *simulation) {
    json_t *list = json_array();
    bool is_good = list != NULL;
    for (const ach__moment *at = simulation->first; is_good && at != NULL; at = at->next) {
        is_good = append(list, json_moment(simulation, at));
    }
    if (!is_good) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *json_record(const ach__simulation *simulation, size_t player, size_t node) {
    const ach__scenario *scenario = scenario_of(simulation);
    const ach_progress *record = &ach__simulation_result(simulation, player, node)->progress;
    return json_pack("{s:o, s:o, s:I, s:o}", "player", json_name(scenario->players[player]),
                     "achievement_id", json_name(scenario->nodes[node].id), "max_progress",
                     (json_int_t)scenario->nodes[node].total, "entity", json_entity(record));
}

static json_t *json_records(const ach__simulation *simulation) {
    const ach__scenario *scenario = scenario_of(simulation);
    json_t *list = json_array();
    bool is_good = list != NULL;
    for (size_t i = 0; is_good && i < scenario->player_count * scenario->node_count; i++) {
        if (simulation->results[i].progress.version != 0) {
            is_good = append(
                list, json_record(simulation, i / scenario->node_count, i % scenario->node_count));
        }
    }
    if (!is_good) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *json_rulings(const ach__simulation *simulation) {
    json_t *list = json_array();
    bool is_good = list != NULL;
    for (size_t i = 0; is_good && i < ACH__INVARIANTS; i++) {
        const ach__ruling *ruling = &simulation->rulings[i];
        json_t *item =
            json_pack("{s:s, s:b, s:b, s:s, s:I}", "name", ach__invariant_words[i], "judged",
                      (int)ruling->is_judged, "holds", (int)ruling->holds, "expected",
                      scenario_of(simulation)->is_broken[i] ? "broken" : "holds", "faults",
                      (json_int_t)ruling->faults);
        if (item != NULL && ruling->faults > 0) {
            (void)json_object_set_new(item, "first",
                                      ach__json_text(ach__slice_of(ruling->example)));
        }
        is_good = append(list, item);
    }
    if (!is_good) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *json_counts(const ach__simulation *simulation) {
    json_t *counts = json_pack("{s:I}", "sets", (json_int_t)simulation->counts.requests);
    for (size_t i = 0; counts != NULL && i < ACH__MOMENTS; i++) {
        json_t *number = json_integer((json_int_t)simulation->counts.moments[i]);
        if (i != ACH__MOMENT_SET && i != ACH__MOMENT_ADD &&
            json_object_set_new(counts, ach__moment_words[i], number) != 0) {
            json_decref(counts);
            counts = NULL;
        } else if (i == ACH__MOMENT_SET || i == ACH__MOMENT_ADD) {
            json_decref(number);
        }
    }
    return counts;
}

int cli_simulate_json(const cli_options *options, const ach__simulation *simulation,
                      ach__sink *out) {
    json_t *document = json_pack(
        "{s:i, s:o, s:I, s:o, s:o, s:o, s:o, s:I, s:b, s:[]}", "schemaVersion", 1, "scenario",
        ach__json_text(ach__slice_of(options->operands[0])), "seed", (json_int_t)simulation->seed,
        "timeline", json_timeline(simulation), "counts", json_counts(simulation), "records",
        json_records(simulation), "invariants", json_rulings(simulation), "waiting",
        (json_int_t)simulation->left, "fine", (int)ach__simulation_is_fine(simulation), "findings");
    return cli_print_json(options, out, document, JSON_INDENT(2));
}
