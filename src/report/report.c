/* Choosing the writer of a report, and what all writers need: paths, sentences and counts.
 * SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "base/utf8.h"
#include "report/parts.h"

/* Far above any path or sentence, so that only a lack of memory makes a buffer fail. */
#define SCRATCH_CEILING ((size_t)64 << 20)

enum { NODE_SHOWN_MOST = 120 }; /* characters, as in sentences */

static ach__slice without_last_slashes(ach__slice path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') {
        path.len--;
    }
    return path;
}

void ach__report_path(const ach__report_input *input, const ach__place *place, ach__buffer *out) {
    ach__slice path = without_last_slashes(ach__slice_of(input->path));
    bool is_here = path.len == 0 || ach__slice_equal(path, ACH__SLICE("."));
    ach__slice file = place == NULL ? (ach__slice){NULL, 0} : place->file;
    if (file.len == 0) {
        ach__utf8_append_shown(out, path, SIZE_MAX);
        return;
    }
    if (!is_here && !place->is_outside) {
        ach__utf8_append_shown(out, path, SIZE_MAX);
        if (path.ptr[path.len - 1] != '/') {
            ach__buffer_append_byte(out, '/');
        }
    }
    ach__utf8_append_shown(out, file, SIZE_MAX);
}

/* The next part of a path between slashes that is worth keeping; absent at the end. */
static ach__slice next_segment(ach__slice path, size_t *at) {
    while (*at < path.len) {
        size_t start = *at;
        while (*at < path.len && path.ptr[*at] != '/') {
            *at += 1;
        }
        ach__slice segment = {path.ptr + start, *at - start};
        *at += *at < path.len;
        if (segment.len > 0 && !ach__slice_equal(segment, ACH__SLICE("."))) {
            return segment;
        }
    }
    return (ach__slice){NULL, 0};
}

static void append_segments(ach__slice path, ach__buffer *out, bool *first) {
    size_t at = 0;
    for (ach__slice segment = next_segment(path, &at); segment.ptr != NULL;
         segment = next_segment(path, &at)) {
        if (!*first) {
            ach__buffer_append_byte(out, '/');
        }
        ach__buffer_append(out, segment.ptr, segment.len);
        *first = false;
    }
}

bool ach__report_is_entry(const ach__report_input *input, const ach__place *place) {
    return input->is_archive && place->file.len > 0 && !place->is_outside;
}

void ach__report_artifact(const ach__report_input *input, const ach__place *place,
                          ach__buffer *out) {
    bool is_outside = place->file.len > 0 && place->is_outside;
    ach__slice path = is_outside ? place->file : ach__slice_of(input->path);
    bool first = true;
    if (path.len > 0 && path.ptr[0] == '/') {
        ach__buffer_append_byte(out, '/');
    }
    append_segments(path, out, &first);
    if (!is_outside && !input->is_archive && place->file.len > 0) {
        append_segments(place->file, out, &first);
    }
    if (first && out->size == 0) {
        ach__buffer_append_byte(out, '.');
    }
}

bool ach__report_next(const ach__report *report, ach__report_cursor *cursor) {
    if (report->failed || report->sink->failed) {
        return false;
    }
    while (cursor->input_index < report->count) {
        cursor->input = &report->inputs[cursor->input_index];
        if (cursor->next < ach_diags_count(cursor->input->diags)) {
            cursor->finding = ach__diags_at(cursor->input->diags, cursor->next++);
            return true;
        }
        cursor->input_index++;
        cursor->next = 0;
    }
    return false;
}

size_t ach__report_total(const ach__report *report, ach_severity severity) {
    size_t total = 0;
    for (size_t i = 0; i < report->count; i++) {
        total += ach_diags_count_severity(report->inputs[i].diags, severity);
    }
    return total;
}

ach__buffer *ach__report_clean(ach__report *report) {
    report->failed |= report->scratch.failed;
    ach__buffer_clear(&report->scratch);
    return &report->scratch;
}

ach__slice ach__report_made(ach__report *report) {
    report->failed |= report->scratch.failed;
    const char *bytes = report->scratch.size == 0 ? "" : (const char *)report->scratch.data;
    return (ach__slice){bytes, report->scratch.size};
}

ach__slice ach__report_message(ach__report *report, const ach__finding *finding) {
    ach__finding_message(finding, report->options->language, ach__report_clean(report));
    return ach__report_made(report);
}

/* Whether the template has the placeholder {name}. */
static bool has_placeholder(const char *template, const char *name) {
    size_t size = strlen(name);
    for (const char *at = strchr(template, '{'); at != NULL; at = strchr(at + 1, '{')) {
        if (strncmp(at + 1, name, size) == 0 && at[1 + size] == '}') {
            return true;
        }
    }
    return false;
}

/* By what is put into the sentence, not by its letters: an id such as "1" stands in many. */
static bool names_node(const ach__report *report, const ach__finding *finding) {
    const char *template = finding->message->text[report->options->language];
    for (const ach__parameter *item = finding->parameters; item != NULL; item = item->next) {
        if (!item->is_number && ach__slice_equal(item->text, finding->place.node_id) &&
            has_placeholder(template, item->name)) {
            return true;
        }
    }
    return false;
}

ach__slice ach__report_node_message(ach__report *report, const ach__finding *finding) {
    ach_language language = report->options->language;
    ach__buffer *out = ach__report_clean(report);
    if (finding->place.node_id.len > 0 && !names_node(report, finding)) {
        const char *colon = language == ACH_CHINESE ? "：" : ": ";
        ach__utf8_append_shown(out, finding->place.node_id, NODE_SHOWN_MOST);
        ach__buffer_append(out, colon, strlen(colon));
    }
    ach__finding_message(finding, language, out);
    return ach__report_made(report);
}

ach__slice ach__report_help(ach__report *report, const ach__finding *finding) {
    if (!ach__finding_help(finding, report->options->language, ach__report_clean(report))) {
        return (ach__slice){NULL, 0};
    }
    return ach__report_made(report);
}

ach__slice ach__report_remark(ach__report *report, const ach__finding *finding,
                              const ach__related *related) {
    ach__finding_remark(finding, related, report->options->language, ach__report_clean(report));
    return ach__report_made(report);
}

const char *ach__report_help_word(const ach__report *report) {
    return report->options->language == ACH_CHINESE ? "帮助：" : "help: ";
}

const char *ach__report_related_word(const ach__report *report) {
    return report->options->language == ACH_CHINESE ? "相关：" : "note: ";
}

const char *ach__report_level(ach_severity severity) {
    switch (severity) {
    case ACH_ERROR:
        return "error";
    case ACH_WARNING:
        return "warning";
    case ACH_NOTE:
        break;
    }
    return "note";
}

ach_status ach__report_write(ach__sink *sink, const ach__report_options *options,
                             const ach__report_input *inputs, size_t count) {
    ach__report report = {.sink = sink, .options = options, .inputs = inputs, .count = count};
    ach__buffer_init(&report.scratch, NULL, SCRATCH_CEILING);
    ach__arena_init(&report.arena, NULL);
    ach__report_gather_omitted(&report);
    switch (options->format) {
    case ACH__REPORT_TEXT:
        ach__report_text(&report);
        break;
    case ACH__REPORT_JSON:
        ach__report_json(&report);
        break;
    case ACH__REPORT_SARIF:
        ach__report_sarif(&report);
        break;
    case ACH__REPORT_GITHUB:
        ach__report_github(&report);
        break;
    }
    bool no_memory = report.failed || report.scratch.failed;
    ach__buffer_free(&report.scratch);
    ach__arena_free(&report.arena);
    if (sink->failed) {
        return ACH_EIO;
    }
    return no_memory ? ACH_ENOMEM : ACH_OK;
}
