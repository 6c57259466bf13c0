/* Findings as annotations: commands in the log of a GitHub workflow.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "report/parts.h"

/* A value may not end its command: GitHub decodes these again. In properties ':' and ',' divide. */
static void write_escaped(ach__sink *sink, ach__slice text, bool is_property) {
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == '%' || byte == '\r' || byte == '\n' ||
            (is_property && (byte == ':' || byte == ','))) {
            ach__sink_bytes(sink, text.ptr + start, i - start);
            ach__sink_format(sink, "%%%02X", (unsigned)byte);
            start = i + 1;
        }
    }
    ach__sink_bytes(sink, text.ptr + start, text.len - start);
}

static const char *command_of(ach_severity severity) {
    return severity == ACH_NOTE ? "notice" : ach__report_level(severity);
}

/* An entry's line is none of the zip's own. */
static bool has_own_line(const ach__report_cursor *cursor) {
    return cursor->finding->place.line > 0 &&
           !ach__report_is_entry(cursor->input, &cursor->finding->place);
}

/* The path from where the workflow runs; control characters never reach the log. */
static void write_file(ach__report *report, const ach__report_cursor *cursor) {
    ach__buffer path;
    ach__buffer_init(&path, NULL, SIZE_MAX);
    ach__report_artifact(cursor->input, &cursor->finding->place, &path);
    report->failed |= path.failed;
    ach__utf8_append_shown(ach__report_clean(report),
                           (ach__slice){(const char *)path.data, path.size}, SIZE_MAX);
    write_escaped(report->sink, ach__report_made(report), true);
    ach__buffer_free(&path);
}

static void write_properties(ach__report *report, const ach__report_cursor *cursor) {
    const ach__place *place = &cursor->finding->place;
    ach__sink *sink = report->sink;
    ach__sink_text(sink, "file=");
    write_file(report, cursor);
    if (has_own_line(cursor)) {
        ach__sink_format(sink, ",line=%lu", (unsigned long)place->line);
        if (place->column > 0) {
            uint64_t last = (uint64_t)place->column + (place->columns > 1 ? place->columns - 1 : 0);
            ach__sink_format(sink, ",col=%lu,endColumn=%llu", (unsigned long)place->column,
                             (unsigned long long)last);
        }
    }
    ach__sink_text(sink, ",title=");
    write_escaped(sink, ach__slice_of(cursor->finding->message->kind->code), true);
}

static void write_position(ach__sink *sink, const ach__place *place) {
    if (place->line > 0) {
        ach__sink_format(sink, ":%lu", (unsigned long)place->line);
        if (place->column > 0) {
            ach__sink_format(sink, ":%lu", (unsigned long)place->column);
        }
    }
    ach__sink_text(sink, ": ");
}

static void write_related(ach__report *report, const ach__report_cursor *cursor,
                          const ach__related *related) {
    ach__sink_text(report->sink, "%0A");
    ach__report_path(cursor->input, &related->place, ach__report_clean(report));
    write_escaped(report->sink, ach__report_made(report), false);
    write_position(report->sink, &related->place);
    ach__sink_text(report->sink, ach__report_related_word(report));
    write_escaped(report->sink, ach__report_remark(report, cursor->finding, related), false);
}

static void write_annotation(ach__report *report, const ach__report_cursor *cursor) {
    const ach__finding *finding = cursor->finding;
    ach__sink *sink = report->sink;
    ach__sink_format(sink, "::%s ", command_of(finding->severity));
    write_properties(report, cursor);
    ach__sink_text(sink, "::");
    if (ach__report_is_entry(cursor->input, &finding->place)) {
        ach__utf8_append_shown(ach__report_clean(report), finding->place.file, SIZE_MAX);
        write_escaped(sink, ach__report_made(report), false);
        write_position(sink, &finding->place);
    }
    write_escaped(sink, ach__report_node_message(report, finding), false);
    ach__slice help = ach__report_help(report, finding);
    if (help.ptr != NULL) {
        ach__sink_text(sink, "%0A");
        ach__sink_text(sink, ach__report_help_word(report));
        write_escaped(sink, help, false);
    }
    for (const ach__related *item = finding->related; item != NULL; item = item->next) {
        write_related(report, cursor, item);
    }
    ach__sink_text(sink, "\n");
}

/* A notice: of each severity GitHub shows few, and the errors have used theirs up. */
static void write_omitted(ach__report *report) {
    if (report->omitted != NULL) {
        ach__sink_text(report->sink, "::notice title=achpack::");
        write_escaped(report->sink, ach__report_omitted(report), false);
        ach__sink_text(report->sink, "\n");
    }
}

void ach__report_github(ach__report *report) {
    for (ach__report_cursor cursor = {0}; ach__report_next(report, &cursor);) {
        write_annotation(report, &cursor);
    }
    write_omitted(report);
}
