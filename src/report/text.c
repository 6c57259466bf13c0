/* Findings for people: a head that editors can jump to, the source line with its caret, the help
 * and the related places.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "report/parts.h"

#include <stdio.h>

enum {
    WINDOW = 100,       /* display columns of a source line at most */
    WINDOW_BEFORE = 40, /* of these before the caret, where the line is cut */
    NUMBER_COLUMNS = 5  /* of a line number at least */
};

#define ELLIPSIS    "\xE2\x80\xA6"
#define REPLACEMENT "\xEF\xBF\xBD"

#define PLAIN   "\033[0m"
#define BOLD    "\033[1m"
#define RED     "\033[1;31m"
#define GREEN   "\033[1;32m"
#define MAGENTA "\033[1;35m"
#define CYAN    "\033[1;36m"

static const char *const severity_words[2][4] = {
    [ACH_ENGLISH] = {[ACH_NOTE] = "note: ", [ACH_WARNING] = "warning: ", [ACH_ERROR] = "error: "},
    [ACH_CHINESE] = {[ACH_NOTE] = "提示：", [ACH_WARNING] = "警告：", [ACH_ERROR] = "错误："},
};
static const char *const severity_colors[4] = {
    [ACH_NOTE] = CYAN, [ACH_WARNING] = MAGENTA, [ACH_ERROR] = RED};

/* A character of a source line as it is drawn. */
typedef struct cell {
    ach__slice bytes;
    unsigned width; /* in columns of the display */
} cell;

/* What of a source line is underlined and what is drawn, in columns of the display, the end not
 * included. */
typedef struct view {
    size_t mark_start, mark_end;
    size_t start, end;
    bool cut_left, cut_right;
} view;

static void paint(const ach__report *report, const char *sequence) {
    if (report->options->color) {
        ach__sink_text(report->sink, sequence);
    }
}

/* Whether a character would disturb the display: the one decision for all output is that of
 * ach__utf8_append_shown, which escapes such characters. */
static bool is_hidden(ach__slice character) {
    unsigned char room[32];
    ach__buffer shown = {.data = room, .capacity = sizeof room, .ceiling = sizeof room};
    ach__utf8_append_shown(&shown, character, 1);
    return shown.size != character.len;
}

/* Hidden characters are replaced one for one, so that columns stay right. */
static cell next_cell(ach__slice line, size_t *at) {
    size_t start = *at;
    uint32_t character = ach__utf8_next(line, at);
    ach__slice bytes = {line.ptr + start, *at - start};
    if (character == '\t') {
        return (cell){ACH__SLICE(" "), 1};
    }
    if ((character < 0x20 || character >= 0x7F) && is_hidden(bytes)) {
        return (cell){ACH__SLICE(REPLACEMENT), 1};
    }
    return (cell){bytes, ach__character_width(character)};
}

/* Where the walk to `place` begins: the last stop before it, or the start of the line. */
static ach__report_stop begin(const ach__report_stop *last, ach__slice line,
                              const ach__place *place) {
    bool is_before = last->line == line.ptr && last->first <= place->column;
    return is_before ? *last : (ach__report_stop){.line = line.ptr, .number = 1};
}

/* Finds the marked columns, and walks on only until it is clear whether the line has to be cut.
 * Gives the width of what was walked over. `stop` is where to begin, and then one near to the mark,
 * before all that can be in view. */
static size_t measure(ach__slice line, const ach__place *place, view *found,
                      ach__report_stop *stop) {
    uint64_t first = place->column;
    uint64_t last = first + (place->columns > 1 ? place->columns : 1);
    ach__report_stop here = *stop;
    ach__report_stop next = *stop;
    found->mark_start = found->mark_end = 0;
    bool started = first <= 1;
    bool ended = false;
    for (; here.at < line.len; here.number++) {
        if (!started && here.number == first) {
            found->mark_start = here.width;
            started = true;
        }
        if (!ended && started && here.number == last) {
            found->mark_end = here.width;
            ended = true;
        }
        if (started && here.width > found->mark_start + (size_t)2 * WINDOW) {
            break;
        }
        if (!started && here.width >= next.width + (size_t)2 * WINDOW) {
            *stop = next;
            next = here;
        }
        here.width += next_cell(line, &here.at).width;
    }
    found->mark_start = started ? found->mark_start : here.width;
    found->mark_end = ended ? found->mark_end : here.width;
    stop->first = first;
    return here.width;
}

static view view_of(ach__slice line, const ach__place *place, ach__report_stop *stop) {
    view found = {0};
    size_t width = measure(line, place, &found, stop);
    if (width > WINDOW) {
        if (found.mark_end >= WINDOW && found.mark_start > WINDOW_BEFORE) {
            found.start = found.mark_start - WINDOW_BEFORE;
        }
        if (found.start > width - WINDOW) {
            found.start = width - WINDOW + (found.mark_start == width);
        }
    }
    found.end = found.start + WINDOW;
    found.cut_left = found.start > 0;
    found.cut_right = width > found.end;
    if (found.mark_end > found.end) {
        found.mark_end = found.end;
    }
    if (place->columns <= 1 || found.mark_end <= found.mark_start) {
        found.mark_end = found.mark_start + 1;
    }
    return found;
}

static void append_spaces(ach__buffer *out, size_t count) {
    while (count-- > 0) {
        ach__buffer_append_byte(out, ' ');
    }
}

/* Appends the part of the line that is in view. A wide character that a border would halve is left
 * out; at the left a space stands for its other half. */
static void append_view(ach__buffer *out, ach__slice line, const view *shown,
                        const ach__report_stop *stop) {
    size_t low = shown->start + (shown->cut_left ? 1 : 0);
    size_t high = shown->end - (shown->cut_right ? 1 : 0);
    bool begun = !shown->cut_left;
    size_t column = stop->width;
    if (shown->cut_left) {
        ach__buffer_append(out, ELLIPSIS, sizeof ELLIPSIS - 1);
    }
    for (size_t at = stop->at; at < line.len;) {
        cell next = next_cell(line, &at);
        if (column + next.width > high) {
            break;
        }
        if (!begun && column >= low && next.width > 0) {
            append_spaces(out, column - low);
            begun = true;
        }
        if (begun) {
            ach__buffer_append(out, next.bytes.ptr, next.bytes.len);
        }
        column += next.width;
    }
    if (shown->cut_right) {
        ach__buffer_append(out, ELLIPSIS, sizeof ELLIPSIS - 1);
    }
}

static void write_caret(ach__report *report, const view *shown, size_t gutter) {
    ach__sink *sink = report->sink;
    ach__sink_repeat(sink, ' ', gutter);
    ach__sink_text(sink, " | ");
    ach__sink_repeat(sink, ' ', shown->mark_start - shown->start);
    paint(report, GREEN);
    ach__sink_text(sink, "^");
    ach__sink_repeat(sink, '~', shown->mark_end - shown->mark_start - 1);
    paint(report, PLAIN);
    ach__sink_text(sink, "\n");
}

/* The source line and its caret, where the text of the file is known. */
static void write_excerpt(ach__report *report, const ach_diags *diags, const ach__place *place) {
    const ach__lines *lines = ach__diags_lines(diags, place->file);
    if (lines == NULL || place->line == 0) {
        return;
    }
    ach__slice line = ach__lines_get(lines, place->line);
    if (line.ptr == NULL) {
        return;
    }
    char number[16];
    int gutter =
        snprintf(number, sizeof number, "%*lu", NUMBER_COLUMNS, (unsigned long)place->line);
    ach__report_stop stop = begin(&report->stop, line, place);
    view shown = view_of(line, place, &stop);
    if (report->stop.line != line.ptr || report->stop.first <= stop.first) {
        report->stop = stop;
    }
    ach__buffer *out = ach__report_clean(report);
    ach__buffer_append(out, number, (size_t)gutter);
    ach__buffer_append(out, " | ", line.len == 0 ? 2 : 3);
    append_view(out, line, &shown, &stop);
    ach__buffer_append_byte(out, '\n');
    ach__sink_slice(report->sink, ach__report_made(report));
    if (place->column > 0) {
        write_caret(report, &shown, (size_t)gutter);
    }
}

/* "path:line:column: ", as far as it is known. */
static void write_location(ach__report *report, const ach__report_input *input,
                           const ach__place *place) {
    ach__report_path(input, place, ach__report_clean(report));
    ach__sink_slice(report->sink, ach__report_made(report));
    if (place->line > 0) {
        ach__sink_format(report->sink, ":%lu", (unsigned long)place->line);
        if (place->column > 0) {
            ach__sink_format(report->sink, ":%lu", (unsigned long)place->column);
        }
    }
    ach__sink_text(report->sink, ": ");
}

static void write_head(ach__report *report, const ach__report_cursor *cursor) {
    const ach__finding *finding = cursor->finding;
    paint(report, BOLD);
    write_location(report, cursor->input, &finding->place);
    paint(report, severity_colors[finding->severity]);
    ach__sink_text(report->sink, severity_words[report->options->language][finding->severity]);
    paint(report, PLAIN BOLD);
    ach__sink_slice(report->sink, ach__report_message(report, finding));
    paint(report, PLAIN);
    ach__sink_text(report->sink, " [");
    ach__sink_text(report->sink, finding->message->kind->code);
    ach__sink_text(report->sink, "]\n");
}

static void write_help(ach__report *report, const ach__finding *finding) {
    ach__slice help = ach__report_help(report, finding);
    if (help.ptr != NULL) {
        ach__sink_text(report->sink, "  ");
        paint(report, BOLD);
        ach__sink_text(report->sink, ach__report_help_word(report));
        paint(report, PLAIN);
        ach__sink_slice(report->sink, help);
        ach__sink_text(report->sink, "\n");
    }
}

static void write_related(ach__report *report, const ach__report_cursor *cursor,
                          const ach__related *related) {
    paint(report, BOLD);
    write_location(report, cursor->input, &related->place);
    paint(report, CYAN);
    ach__sink_text(report->sink, ach__report_related_word(report));
    paint(report, PLAIN);
    ach__sink_slice(report->sink, ach__report_remark(report, cursor->finding, related));
    ach__sink_text(report->sink, "\n");
    write_excerpt(report, cursor->input->diags, &related->place);
}

/* "3 packages" for several inputs, else the one's path. */
static void write_subject(ach__report *report) {
    bool chinese = report->options->language == ACH_CHINESE;
    if (report->count == 1) {
        ach__report_path(&report->inputs[0], NULL, ach__report_clean(report));
        ach__sink_slice(report->sink, ach__report_made(report));
    } else {
        ach__sink_format(report->sink, chinese ? "%zu 个成就包" : "%zu packages", report->count);
    }
}

/* "2 errors, 1 warning": only the severities that occur. */
static void write_counts(ach__report *report) {
    static const char *const english[4][2] = {
        [ACH_NOTE] = {" note", " notes"},
        [ACH_WARNING] = {" warning", " warnings"},
        [ACH_ERROR] = {" error", " errors"},
    };
    static const char *const chinese[4] = {
        [ACH_NOTE] = " 个提示", [ACH_WARNING] = " 个警告", [ACH_ERROR] = " 个错误"};
    bool in_chinese = report->options->language == ACH_CHINESE;
    const char *comma = "";
    for (int severity = ACH_ERROR; severity >= ACH_NOTE; severity--) {
        size_t total = ach__report_total(report, (ach_severity)severity);
        if (total > 0) {
            ach__sink_format(report->sink, "%s%zu", comma, total);
            ach__sink_text(report->sink,
                           in_chinese ? chinese[severity] : english[severity][total != 1]);
            comma = in_chinese ? "、" : ", ";
        }
    }
}

static void write_summary(ach__report *report, bool is_clean) {
    bool chinese = report->options->language == ACH_CHINESE;
    if (is_clean) {
        write_subject(report);
        ach__sink_text(report->sink, chinese ? "：没有发现问题\n" : ": ok\n");
    } else if (chinese) {
        write_subject(report);
        ach__sink_text(report->sink, report->count == 1 ? "：" : "中共有 ");
        write_counts(report);
        ach__sink_text(report->sink, "\n");
    } else {
        write_counts(report);
        ach__sink_text(report->sink, " in ");
        write_subject(report);
        ach__sink_text(report->sink, "\n");
    }
}

void ach__report_text(ach__report *report) {
    bool is_clean = true;
    for (ach__report_cursor cursor = {0}; ach__report_next(report, &cursor);) {
        is_clean = false;
        write_head(report, &cursor);
        write_excerpt(report, cursor.input->diags, &cursor.finding->place);
        write_help(report, cursor.finding);
        for (const ach__related *item = cursor.finding->related; item != NULL; item = item->next) {
            write_related(report, &cursor, item);
        }
    }
    if (report->omitted != NULL && !report->failed) {
        ach__sink_slice(report->sink, ach__report_omitted(report));
        ach__sink_text(report->sink, "\n");
    }
    if (report->options->summary && report->count > 0 && !report->failed) {
        write_summary(report, is_clean);
    }
}
