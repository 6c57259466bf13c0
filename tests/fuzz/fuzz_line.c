/* Lines of an import against jansson, and texts written and read again.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_lines.h"
#include "cli/progress_scan.h"

#include <jansson.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MOST = 1 << 16, MEMBERS = 3 };

static const char *const names[MEMBERS] = {"player", "version", "extra"};

static void must_be(int is_so) {
    if (!is_so) {
        __builtin_trap();
    }
}

/* Whether jansson reads it, and it has nothing but what a scan takes. */
static bool is_takable(json_t *document) {
    const char *key;
    json_t *value;
    if (!json_is_object(document)) {
        return false;
    }
    json_object_foreach(document, key, value) {
        bool is_known = false;
        for (size_t i = 0; i < MEMBERS; i++) {
            is_known |= strcmp(key, names[i]) == 0;
        }
        if (!is_known ||
            !(json_is_integer(value) || json_is_string(value) || json_is_null(value))) {
            return false;
        }
    }
    return true;
}

/* The text, written as export does, is the same when it is read again, and can be shown. */
static void write_again(ach__slice text, ach__arena *arena) {
    static const char *const only[] = {"x"};
    cli_value value;
    ach__buffer out;
    ach__buffer_init(&out, NULL, 16 * TEXT_MOST);
    cli_json_raw(&out, "{\"x\":");
    cli_json_text(&out, text);
    cli_json_raw(&out, "}");
    must_be(!out.failed);
    cli_scan scan = {.text = {(const char *)out.data, out.size},
                     .arena = arena,
                     .names = only,
                     .count = 1,
                     .values = &value};
    must_be(cli_scan_line(&scan) && value.type == CLI_VALUE_TEXT);
    must_be(ach__slice_equal(value.text, text));
    ach__buffer_free(&out);
}

static void compare(const cli_value *value, json_t *wanted, ach__slice line, ach__arena *arena) {
    switch (value->type) {
    case CLI_VALUE_ABSENT:
        must_be(wanted == NULL);
        break;
    case CLI_VALUE_NULL:
        must_be(json_is_null(wanted));
        break;
    case CLI_VALUE_NUMBER:
        must_be(json_is_integer(wanted) && json_integer_value(wanted) == value->number);
        break;
    case CLI_VALUE_TEXT:
        must_be(json_is_string(wanted) && line.ptr[value->at] == '"');
        must_be(ach__slice_equal(
            value->text, (ach__slice){json_string_value(wanted), json_string_length(wanted)}));
        write_again(value->text, arena);
        break;
    case CLI_VALUE_OTHER:
        must_be(0);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const ach__slice line = {(const char *)data, size};
    cli_value values[MEMBERS];
    ach__arena arena;
    if (size > TEXT_MOST || memchr(data, '\n', size) != NULL) {
        return 0; /* no line */
    }
    ach__arena_init(&arena, NULL);
    json_t *document = json_loadb(line.ptr, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    cli_scan scan = {
        .text = line, .arena = &arena, .names = names, .count = MEMBERS, .values = values};
    if (cli_scan_line(&scan)) {
        must_be(scan.fault == CLI_SCAN_FINE && is_takable(document));
        for (size_t i = 0; i < MEMBERS; i++) {
            compare(&values[i], json_object_get(document, names[i]), line, &arena);
        }
    } else {
        must_be(scan.fault != CLI_SCAN_FINE && scan.at <= size);
        bool has_nul =
            memchr(data, '\0', size) != NULL; /* jansson passes over one behind a number */
        must_be(document == NULL || has_nul || !is_takable(document));
    }
    json_decref(document);
    ach__arena_free(&arena);
    return 0;
}
