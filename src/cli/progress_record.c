/* What a record must have: from the members of a line to a record, or to the finding that says why
 * it is none.
 * SPDX-License-Identifier: MIT */
#include "base/suggest.h"
#include "base/utf8.h"
#include "cli/progress_lines.h"
#include "cli/progress_scan.h"
#include "rules/progress.h"

#include <string.h>

typedef enum member {
    PLAYER,
    NODE,
    PROGRESS,
    VERSION,
    COMPLETED_AT,
    EXTRA,
    DEFINITION,
    MEMBERS
} member;

static const char *const names[MEMBERS] = {"player",       "node",  "progress",  "version",
                                           "completed_at", "extra", "definition"};

static bool is_number(member which) {
    return which == PROGRESS || which == VERSION || which == COMPLETED_AT;
}

/* Raises at the byte `offset` of the line. */
static ach__finding *raise_at(const cli_line *line, int message, size_t offset) {
    ach__place place = line->place;
    bool is_syntax = message <= ACH__IMPORT_LONG;
    place.column = (uint32_t)(ach__utf8_length((ach__slice){line->text.ptr, offset}) + 1);
    return cli_progress_raise(line->run, is_syntax ? line->syntax_count : line->record_count,
                              message, &place);
}

/* A fault of one member's value. */
static ach__finding *refuse(const cli_line *line, int message, member which, size_t offset) {
    ach__finding *finding = raise_at(line, message, offset);
    ach__finding_text(finding, "key", ach__slice_of(names[which]));
    return finding;
}

static void refuse_type(const cli_line *line, member which, size_t offset) {
    int message = which == DEFINITION ? ACH__IMPORT_DEFINITION
                  : is_number(which)  ? ACH__IMPORT_NO_NUMBER
                                      : ACH__IMPORT_NO_TEXT;
    (void)refuse(line, message, which, offset);
}

static void refuse_unknown(const cli_line *line, const cli_scan *scan) {
    ach__suggestion search;
    ach__suggest_start(&search, scan->key);
    for (size_t i = 0; i < MEMBERS; i++) {
        ach__suggest_offer(&search, ach__slice_of(names[i]));
    }
    ach__finding *finding = raise_at(line, ACH__IMPORT_KEY_UNKNOWN, scan->at);
    ach__finding_text(finding, "key", scan->key);
    if (search.best.ptr != NULL) {
        ach__finding_text(finding, "suggestion", search.best);
    }
}

static void refuse_scan(const cli_line *line, const cli_scan *scan) {
    static const int messages[] = {
        [CLI_SCAN_NOT_UTF8] = ACH__IMPORT_NOT_UTF8, [CLI_SCAN_NOT_OBJECT] = ACH__IMPORT_NOT_OBJECT,
        [CLI_SCAN_NOT_JSON] = ACH__IMPORT_NOT_JSON, [CLI_SCAN_CUT] = ACH__IMPORT_CUT,
        [CLI_SCAN_TWICE] = ACH__IMPORT_KEY_TWICE,   [CLI_SCAN_RANGE] = ACH__IMPORT_RANGE,
    };
    switch (scan->fault) {
    case CLI_SCAN_FINE: /* no memory */
        break;
    case CLI_SCAN_UNKNOWN:
        refuse_unknown(line, scan);
        break;
    case CLI_SCAN_OTHER:
        refuse_type(line, (member)scan->which, scan->at);
        break;
    case CLI_SCAN_TWICE:
    case CLI_SCAN_RANGE:
        (void)refuse(line, messages[scan->fault], (member)scan->which, scan->at);
        break;
    default:
        (void)raise_at(line, messages[scan->fault], scan->at);
        break;
    }
}

/* Every member that must be there, of its type. */
static bool look_at_types(const cli_line *line, const cli_value *values) {
    for (member which = PLAYER; which < DEFINITION; which++) {
        const cli_value *value = &values[which];
        cli_value_type wanted = is_number(which) ? CLI_VALUE_NUMBER : CLI_VALUE_TEXT;
        if (value->type == CLI_VALUE_ABSENT) {
            (void)refuse(line, ACH__IMPORT_KEY_MISSING, which, 0);
            return false;
        }
        if (value->type != wanted) {
            refuse_type(line, which, value->at);
            return false;
        }
    }
    return true;
}

static bool look_at_number(const cli_line *line, member which, const cli_value *value) {
    int64_t least = which == VERSION ? 1 : 0;
    if (value->number < least) {
        ach__finding *finding = refuse(line, ACH__IMPORT_BELOW, which, value->at);
        ach__finding_number(finding, "least", (uint64_t)least);
        return false;
    }
    return true;
}

static bool look_at_text(const cli_line *line, member which, const cli_value *value) {
    ach__slice text = value->text;
    static const size_t most_bytes[] = {[PLAYER] = ACH_PLAYER_BYTES_MOST,
                                        [NODE] = ACH_NODE_BYTES_MOST,
                                        [EXTRA] = ACH_EXTRA_BYTES_MOST};
    size_t most = most_bytes[which];
    if (text.len > most) {
        ach__finding *finding = refuse(line, ACH__IMPORT_TEXT_LONG, which, value->at);
        ach__finding_number(finding, "bytes", text.len);
        ach__finding_number(finding, "limit", most);
        return false;
    }
    if (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL) {
        (void)refuse(line, ACH__IMPORT_NUL, which, value->at);
        return false;
    }
    if (text.len == 0 && which != EXTRA) {
        (void)refuse(line, ACH__IMPORT_EMPTY, which, value->at);
        return false;
    }
    return true;
}

/* Sixteen hexadecimal digits, or null or nothing for one that is not known. */
static bool read_definition(const cli_line *line, const cli_value *value, uint64_t *definition) {
    static const char digits[] = "0123456789abcdef";
    *definition = 0;
    if (value->type == CLI_VALUE_ABSENT || value->type == CLI_VALUE_NULL) {
        return true;
    }
    bool is_good = value->type == CLI_VALUE_TEXT && value->text.len == 16;
    for (size_t i = 0; is_good && i < 16; i++) {
        char byte = value->text.ptr[i];
        const char *digit = byte == '\0' ? NULL : strchr(digits, byte);
        is_good = digit != NULL;
        *definition = *definition << 4 | (is_good ? (uint64_t)(digit - digits) : 0);
    }
    if (!is_good) {
        refuse_type(line, DEFINITION, value->at);
    }
    return is_good;
}

static bool fill(const cli_line *line, const cli_value *values, ach_record *record) {
    *record = (ach_record){
        .key = {cli_bytes(values[PLAYER].text), cli_bytes(values[NODE].text)},
        .progress = {.progress = values[PROGRESS].number,
                     .version = values[VERSION].number,
                     .completed_at = values[COMPLETED_AT].number,
                     .extra = cli_bytes(values[EXTRA].text)},
    };
    for (member which = PLAYER; which < DEFINITION; which++) {
        bool is_good = is_number(which) ? look_at_number(line, which, &values[which])
                                        : look_at_text(line, which, &values[which]);
        if (!is_good) {
            return false;
        }
    }
    return read_definition(line, &values[DEFINITION], &record->progress.definition);
}

bool cli_record_read(const cli_line *line, ach__arena *arena, ach_record *record) {
    cli_value values[MEMBERS];
    cli_scan scan = {
        .text = line->text, .arena = arena, .names = names, .count = MEMBERS, .values = values};
    if (!cli_scan_line(&scan)) {
        refuse_scan(line, &scan);
        return false;
    }
    return look_at_types(line, values) && fill(line, values, record);
}
