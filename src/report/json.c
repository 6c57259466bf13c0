/* Findings as one JSON document, described by docs/findings.schema.json.
 * SPDX-License-Identifier: MIT */
#include "report/json.h"

#include "base/utf8.h"

#include <achpack/version.h>

#include <stdlib.h>

json_t *ach__json_text(ach__slice text) {
    if (ach__utf8_is_valid(text)) {
        return json_stringn(text.len == 0 ? "" : text.ptr, text.len);
    }
    ach__buffer shown;
    ach__buffer_init(&shown, NULL, SIZE_MAX);
    ach__utf8_append_shown(&shown, text, SIZE_MAX);
    json_t *value =
        shown.failed ? NULL : json_stringn(shown.size == 0 ? "" : (char *)shown.data, shown.size);
    ach__buffer_free(&shown);
    return value;
}

void ach__json_put(ach__report *report, json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0) {
        report->failed = true;
    }
}

void ach__json_append(ach__report *report, json_t *array, json_t *value) {
    if (json_array_append_new(array, value) != 0) {
        report->failed = true;
    }
}

void ach__json_put_text(ach__report *report, json_t *object, const char *key, ach__slice text) {
    if (text.ptr != NULL) {
        ach__json_put(report, object, key, ach__json_text(text));
    }
}

void ach__json_put_row(ach__report *report, json_t *object, const char *key, const char *text) {
    ach__json_put_text(report, object, key, ach__slice_of(text));
}

/* JSON's integers are signed here; what does not fit is the largest there is. */
static json_t *integer(uint64_t number) {
    return json_integer(number > INT64_MAX ? INT64_MAX : (json_int_t)number);
}

void ach__json_put_number(ach__report *report, json_t *object, const char *key, uint64_t number) {
    ach__json_put(report, object, key, integer(number));
}

json_t *ach__json_parameters(ach__report *report, const ach__finding *finding) {
    json_t *object = json_object();
    for (const ach__parameter *item = finding->parameters; item != NULL; item = item->next) {
        /* The digits of a number end with a NUL: the list keeps them so. */
        json_t *value = item->is_number && item->text.ptr != NULL
                            ? integer(strtoull(item->text.ptr, NULL, 10))
                            : ach__json_text(item->text);
        ach__json_put(report, object, item->name, value);
    }
    return object;
}

static int write_piece(const char *bytes, size_t size, void *user) {
    ach__sink *sink = user;
    ach__sink_bytes(sink, bytes, size);
    return sink->failed ? -1 : 0;
}

void ach__json_write(ach__report *report, json_t *value) {
    if (!report->failed && !report->sink->failed &&
        json_dump_callback(value, write_piece, report->sink, JSON_ENCODE_ANY) != 0 &&
        !report->sink->failed) {
        report->failed = true;
    }
    json_decref(value);
}

void ach__json_item(ach__report *report, json_t *value, bool *first) {
    ach__sink_text(report->sink, *first ? "\n" : ",\n");
    *first = false;
    ach__json_write(report, value);
}

static void put_place(ach__report *report, json_t *object, const ach__place *place) {
    ach__json_put_text(report, object, "file", place->file);
    if (place->is_outside) {
        ach__json_put(report, object, "outside", json_true());
    }
    if (place->line > 0) {
        ach__json_put_number(report, object, "line", place->line);
    }
    if (place->line > 0 && place->column > 0) {
        ach__json_put_number(report, object, "column", place->column);
    }
}

static json_t *related_places(ach__report *report, const ach__finding *finding) {
    json_t *array = json_array();
    for (const ach__related *item = finding->related; item != NULL; item = item->next) {
        json_t *object = json_object();
        put_place(report, object, &item->place);
        ach__json_put_text(report, object, "message", ach__report_remark(report, finding, item));
        ach__json_append(report, array, object);
    }
    return array;
}

static json_t *finding_object(ach__report *report, const ach__report_cursor *cursor) {
    const ach__finding *finding = cursor->finding;
    const ach__place *place = &finding->place;
    json_t *object = json_object();
    ach__json_put_row(report, object, "code", finding->message->kind->code);
    ach__json_put_row(report, object, "severity", ach__report_level(finding->severity));
    ach__json_put_number(report, object, "input", cursor->input_index);
    put_place(report, object, place);
    if (place->has_offset) {
        ach__json_put_number(report, object, "offset", place->offset);
    }
    ach__json_put_text(report, object, "nodeId", place->node_id);
    ach__json_put_text(report, object, "field", place->field);
    ach__json_put_text(report, object, "message", ach__report_message(report, finding));
    ach__json_put_text(report, object, "help", ach__report_help(report, finding));
    ach__json_put(report, object, "parameters", ach__json_parameters(report, finding));
    ach__json_put(report, object, "related", related_places(report, finding));
    return object;
}

static void write_inputs(ach__report *report) {
    json_t *array = json_array();
    for (size_t i = 0; i < report->count; i++) {
        ach__json_append(report, array, ach__json_text(ach__slice_of(report->inputs[i].path)));
    }
    ach__json_write(report, array);
}

static void write_counts(ach__report *report) {
    json_t *counts = json_object();
    for (int severity = ACH_ERROR; severity >= ACH_NOTE; severity--) {
        ach__json_put_number(report, counts, ach__report_level((ach_severity)severity),
                             ach__report_total(report, (ach_severity)severity));
    }
    ach__json_write(report, counts);
}

static void write_omitted(ach__report *report) {
    json_t *array = json_array();
    for (const ach__tally *tally = report->omitted; tally != NULL; tally = tally->next) {
        for (int severity = ACH_ERROR; severity >= ACH_NOTE; severity--) {
            if (tally->omitted[severity] > 0) {
                json_t *object = json_object();
                ach__json_put_row(report, object, "code", tally->kind->code);
                ach__json_put_row(report, object, "severity",
                                  ach__report_level((ach_severity)severity));
                ach__json_put_number(report, object, "count", tally->omitted[severity]);
                ach__json_append(report, array, object);
            }
        }
    }
    ach__json_write(report, array);
}

void ach__report_json(ach__report *report) {
    ach__sink_text(report->sink, "{\"schemaVersion\": 1, \"tool\": {\"name\": \"achpack\", "
                                 "\"version\": \"" ACH_VERSION "\"},\n\"inputs\": ");
    write_inputs(report);
    ach__sink_text(report->sink, ",\n\"findings\": [");
    bool first = true;
    for (ach__report_cursor cursor = {0}; ach__report_next(report, &cursor);) {
        ach__json_item(report, finding_object(report, &cursor), &first);
    }
    ach__sink_text(report->sink, first ? "],\n" : "\n],\n");
    if (report->omitted != NULL) {
        ach__sink_text(report->sink, "\"omitted\": ");
        write_omitted(report);
        ach__sink_text(report->sink, ",\n");
    }
    ach__sink_text(report->sink, "\"counts\": ");
    write_counts(report);
    ach__sink_text(report->sink, "}\n");
}
