/* Findings as a SARIF 2.1.0 log: one run, the rules that occur, one result a finding.
 * SPDX-License-Identifier: MIT */
#include "report/json.h"

#include <achpack/version.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A finding's identity across runs. */
typedef struct print {
    uint64_t hash;
    size_t order; /* of the finding, over all inputs */
} print;

/* What has to be known before the first result can be written. */
typedef struct overview {
    ach__arena arena;
    const ach__kind **rules; /* in the order of their first finding */
    size_t rule_count;
    print *prints;        /* sorted by hash */
    uint32_t *occurrence; /* by order: how many before it have the same hash, itself included */
    uint64_t *hashes;     /* by order */
    size_t count;
} overview;

static uint64_t hash_bytes(uint64_t hash, ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001B3);
    }
    return (hash ^ 0xFF) * UINT64_C(0x100000001B3); /* 0xFF is in no text: ends the field */
}

/* Whether a number only tells where something stands, which changes when lines are added above. */
static bool is_position(const ach__parameter *parameter) {
    static const char *const words[] = {"line", "row", "column", "offset"};
    if (!parameter->is_number) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(parameter->name, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* FNV-1a, 64 bits: the same everywhere and for ever, as fingerprints are kept by others. */
static uint64_t fingerprint(const ach__finding *finding) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    hash = hash_bytes(hash, ach__slice_of(finding->message->kind->code));
    hash = hash_bytes(hash, finding->place.file);
    hash = hash_bytes(hash, finding->place.node_id);
    hash = hash_bytes(hash, finding->place.field);
    for (const ach__parameter *item = finding->parameters; item != NULL; item = item->next) {
        if (!is_position(item)) {
            hash = hash_bytes(hash, ach__slice_of(item->name));
            hash = hash_bytes(hash, item->text);
        }
    }
    return hash;
}

static int compare_prints(const void *left, const void *right) {
    const print *a = left;
    const print *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

static size_t rule_index(const overview *seen, const ach__kind *kind) {
    size_t index = 0;
    while (index < seen->rule_count && seen->rules[index] != kind) {
        index++;
    }
    return index;
}

static void count_occurrences(overview *seen) {
    qsort(seen->prints, seen->count, sizeof *seen->prints, compare_prints);
    uint32_t run = 0;
    for (size_t i = 0; i < seen->count; i++) {
        run = i > 0 && seen->prints[i].hash == seen->prints[i - 1].hash ? run + 1 : 1;
        seen->occurrence[seen->prints[i].order] = run;
    }
}

/* False where there is no memory. The arena is to be freed either way. */
static bool look_over(const ach__report *report, overview *seen) {
    size_t most = 0;
    for (size_t i = 0; i < report->count; i++) {
        most += ach_diags_count(report->inputs[i].diags);
    }
    ach__arena_init(&seen->arena, NULL);
    seen->rules = ach__arena_take(&seen->arena, most, sizeof(ach__kind *));
    seen->prints = ach__arena_take(&seen->arena, most, sizeof *seen->prints);
    seen->hashes = ach__arena_take(&seen->arena, most, sizeof *seen->hashes);
    seen->occurrence = ach__arena_take(&seen->arena, most, sizeof *seen->occurrence);
    if (seen->arena.failed) {
        return false;
    }
    for (ach__report_cursor cursor = {0}; ach__report_next(report, &cursor); seen->count++) {
        const ach__kind *kind = cursor.finding->message->kind;
        size_t index = rule_index(seen, kind);
        seen->rules[index] = kind;
        seen->rule_count += index == seen->rule_count;
        seen->hashes[seen->count] = fingerprint(cursor.finding);
        seen->prints[seen->count] = (print){seen->hashes[seen->count], seen->count};
    }
    count_occurrences(seen);
    return true;
}

/* In a message of SARIF braces enclose placeholders unless doubled (3.11.5), and "[text](target)"
 * is a link (3.11.6), which the names in a package shall not become. */
static void append_escaped(ach__buffer *out, ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '{' || byte == '}') {
            ach__buffer_append_byte(out, (unsigned char)byte);
        } else if (byte == '(' && i > 0 && text.ptr[i - 1] == ']') {
            ach__buffer_append_byte(out, ' ');
        }
        ach__buffer_append_byte(out, (unsigned char)byte);
    }
}

/* Puts {"text": ...}; nothing for an absent text. */
static void put_message(ach__report *report, json_t *object, const char *key, ach__slice text) {
    if (text.ptr == NULL) {
        return;
    }
    ach__buffer escaped;
    ach__buffer_init(&escaped, NULL, SIZE_MAX);
    append_escaped(&escaped, text);
    report->failed |= escaped.failed;
    json_t *message = json_object();
    ach__json_put(report, message, "text",
                  ach__json_text((ach__slice){(const char *)escaped.data, escaped.size}));
    ach__json_put(report, object, key, message);
    ach__buffer_free(&escaped);
}

static void append_labelled(ach__buffer *out, const char *label, const char *text) {
    if (text != NULL) {
        ach__buffer_append(out, out->size == 0 ? "" : "\n\n", out->size == 0 ? 0 : 2);
        ach__buffer_append(out, label, strlen(label));
        ach__buffer_append(out, text, strlen(text));
    }
}

static ach__slice rule_help(ach__report *report, const ach__kind *kind) {
    static const char *const labels[][3] = {{"Bad example:\n", "Good example:\n", "Source: "},
                                            {"错误示例：\n", "正确示例：\n", "依据："}};
    ach_language language = report->options->language;
    ach__buffer *out = ach__report_clean(report);
    append_labelled(out, "", kind->reason[language]);
    append_labelled(out, labels[language][0], kind->bad[language]);
    append_labelled(out, labels[language][1], kind->good[language]);
    append_labelled(out, labels[language][2], kind->source[language]);
    return out->size == 0 ? (ach__slice){NULL, 0} : ach__report_made(report);
}

static json_t *rule_object(ach__report *report, const ach__kind *kind) {
    static const char *const certainties[] = {
        [ACH__DOCUMENTED] = "documented", [ACH__IMPLIED] = "implied", [ACH__ASSUMED] = "assumed"};
    ach_language language = report->options->language;
    json_t *rule = json_object();
    ach__json_put_row(report, rule, "id", kind->code);
    put_message(report, rule, "shortDescription", ach__slice_of(kind->summary[language]));
    put_message(report, rule, "fullDescription", ach__slice_of(kind->reason[language]));
    put_message(report, rule, "help", rule_help(report, kind));
    json_t *configuration = json_object();
    ach__json_put_row(report, configuration, "level", ach__report_level(kind->severity));
    ach__json_put(report, rule, "defaultConfiguration", configuration);
    json_t *properties = json_object();
    ach__json_put_row(report, properties, "certainty", certainties[kind->certainty]);
    ach__json_put(report, rule, "properties", properties);
    return rule;
}

/* An URI of the path: relative where the path is. */
static json_t *uri_of(ach__report *report, const ach__report_input *input,
                      const ach__place *place) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-._~/";
    ach__buffer path;
    ach__buffer_init(&path, NULL, SIZE_MAX);
    ach__report_artifact(input, place, &path);
    report->failed |= path.failed;
    ach__buffer *out = ach__report_clean(report);
    if (path.size > 0 && path.data[0] == '/') {
        ach__buffer_append(out, "file://", 7);
    }
    for (size_t i = 0; i < path.size; i++) {
        char escape[4];
        if (path.data[i] != '\0' && strchr(plain, path.data[i]) != NULL) {
            ach__buffer_append_byte(out, path.data[i]);
        } else {
            ach__buffer_append(out, escape,
                               (size_t)snprintf(escape, sizeof escape, "%%%02X", path.data[i]));
        }
    }
    ach__buffer_free(&path);
    return ach__json_text(ach__report_made(report));
}

static void put_line(ach__report *report, json_t *object, const ach__place *place) {
    if (place->line > 0) {
        ach__json_put_number(report, object, "startLine", place->line);
        if (place->column > 0) {
            uint64_t width = place->columns > 1 ? place->columns : 1;
            ach__json_put_number(report, object, "startColumn", place->column);
            ach__json_put_number(report, object, "endColumn", place->column + width);
        }
    } else if (place->has_offset) {
        ach__json_put_number(report, object, "byteOffset", place->offset);
    }
}

/* Puts what `put_line` knows, unless that is nothing. */
static void put_region(ach__report *report, json_t *object, const char *key,
                       const ach__place *place) {
    if (place->line > 0 || place->has_offset) {
        json_t *region = json_object();
        put_line(report, region, place);
        ach__json_put(report, object, key, region);
    }
}

/* The entry of an archive: a part of the zip that has a name. Its lines are none of the zip's, so
 * they are kept as properties. */
static void put_entry(ach__report *report, json_t *location, const ach__place *place) {
    json_t *entry = json_object();
    ach__json_put_text(report, entry, "fullyQualifiedName", place->file);
    ach__json_put_row(report, entry, "kind", "resource");
    json_t *entries = json_array();
    ach__json_append(report, entries, entry);
    ach__json_put(report, location, "logicalLocations", entries);
    put_region(report, location, "properties", place);
}

static json_t *location_of(ach__report *report, const ach__report_input *input,
                           const ach__place *place) {
    bool is_entry = ach__report_is_entry(input, place);
    json_t *artifact = json_object();
    ach__json_put(report, artifact, "uri", uri_of(report, input, place));
    json_t *physical = json_object();
    ach__json_put(report, physical, "artifactLocation", artifact);
    if (!is_entry) {
        put_region(report, physical, "region", place);
    }
    json_t *location = json_object();
    ach__json_put(report, location, "physicalLocation", physical);
    if (is_entry) {
        put_entry(report, location, place);
    }
    return location;
}

static void put_related(ach__report *report, json_t *result, const ach__report_cursor *cursor) {
    const ach__related *item = cursor->finding->related;
    if (item == NULL) {
        return;
    }
    json_t *array = json_array();
    for (uint64_t id = 1; item != NULL; item = item->next) {
        json_t *location = location_of(report, cursor->input, &item->place);
        ach__json_put_number(report, location, "id", id++);
        put_message(report, location, "message", ach__report_remark(report, cursor->finding, item));
        ach__json_append(report, array, location);
    }
    ach__json_put(report, result, "relatedLocations", array);
}

/* The sentence, and the help on a line of its own. */
static ach__slice whole_message(ach__report *report, const ach__finding *finding) {
    ach_language language = report->options->language;
    const char *word = ach__report_help_word(report);
    (void)ach__report_node_message(report, finding);
    ach__buffer *out = &report->scratch;
    size_t end = out->size;
    ach__buffer_append_byte(out, '\n');
    ach__buffer_append(out, word, strlen(word));
    if (!ach__finding_help(finding, language, out)) {
        out->size = end;
    }
    return ach__report_made(report);
}

static void put_properties(ach__report *report, json_t *result, const ach__finding *finding) {
    json_t *properties = json_object();
    ach__json_put_text(report, properties, "nodeId", finding->place.node_id);
    ach__json_put_text(report, properties, "field", finding->place.field);
    ach__json_put(report, properties, "parameters", ach__json_parameters(report, finding));
    ach__json_put(report, result, "properties", properties);
}

static json_t *result_object(ach__report *report, const overview *seen,
                             const ach__report_cursor *cursor, size_t order) {
    const ach__finding *finding = cursor->finding;
    json_t *result = json_object();
    ach__json_put_row(report, result, "ruleId", finding->message->kind->code);
    ach__json_put_number(report, result, "ruleIndex", rule_index(seen, finding->message->kind));
    ach__json_put_row(report, result, "level", ach__report_level(finding->severity));
    put_message(report, result, "message", whole_message(report, finding));
    json_t *locations = json_array();
    ach__json_append(report, locations, location_of(report, cursor->input, &finding->place));
    ach__json_put(report, result, "locations", locations);
    put_related(report, result, cursor);
    char text[40];
    (void)snprintf(text, sizeof text, "%016" PRIx64 ":%" PRIu32, seen->hashes[order],
                   seen->occurrence[order]);
    json_t *prints = json_object();
    ach__json_put_row(report, prints, "achpack/v1", text);
    ach__json_put(report, result, "partialFingerprints", prints);
    put_properties(report, result, finding);
    return result;
}

static void write_rules(ach__report *report, const overview *seen) {
    bool first = true;
    for (size_t i = 0; i < seen->rule_count && !report->failed; i++) {
        ach__json_item(report, rule_object(report, seen->rules[i]), &first);
    }
    ach__sink_text(report->sink, first ? "" : "\n");
}

static void write_results(ach__report *report, const overview *seen) {
    bool first = true;
    size_t order = 0;
    for (ach__report_cursor cursor = {0}; ach__report_next(report, &cursor); order++) {
        ach__json_item(report, result_object(report, seen, &cursor, order), &first);
    }
    ach__sink_text(report->sink, first ? "" : "\n");
}

/* The run itself: told only where the results are not all there were. */
static void write_invocation(ach__report *report) {
    if (report->omitted == NULL) {
        return;
    }
    json_t *notification = json_object();
    ach__json_put_row(report, notification, "level", "warning");
    put_message(report, notification, "message", ach__report_omitted(report));
    ach__sink_text(report->sink, "\"invocations\": [{\"executionSuccessful\": true, "
                                 "\"toolExecutionNotifications\": [");
    ach__json_write(report, notification);
    ach__sink_text(report->sink, "]}],\n");
}

void ach__report_sarif(ach__report *report) {
    const char *language = report->options->language == ACH_CHINESE ? "zh-CN" : "en-US";
    ach__sink *sink = report->sink;
    overview seen = {0};
    if (!look_over(report, &seen)) {
        report->failed = true;
        goto out;
    }
    ach__sink_text(sink, "{\"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/"
                         "os/schemas/sarif-schema-2.1.0.json\", \"version\": \"2.1.0\",\n"
                         "\"runs\": [{\"tool\": {\"driver\": {\"name\": \"achpack\", "
                         "\"version\": \"" ACH_VERSION "\", "
                         "\"semanticVersion\": \"" ACH_VERSION "\", ");
    ach__sink_format(sink, "\"language\": \"%s\", \"rules\": [", language);
    write_rules(report, &seen);
    ach__sink_format(sink, "]}},\n\"language\": \"%s\", ", language);
    ach__sink_text(sink, "\"columnKind\": \"unicodeCodePoints\",\n");
    write_invocation(report);
    ach__sink_text(sink, "\"results\": [");
    write_results(report, &seen);
    ach__sink_text(sink, "]}]}\n");
out:
    ach__arena_free(&seen.arena);
}
