/* Reading one line as a flat JSON object. jansson would do, but loses bytes of a text without a
 * word where it lacks memory, and does not say where a value stands.
 * SPDX-License-Identifier: MIT */
#include "cli/progress_scan.h"

#include "base/utf8.h"

#include <string.h>

static bool fail(cli_scan *scan, cli_scan_fault fault, size_t at) {
    scan->fault = at >= scan->text.len ? CLI_SCAN_CUT : fault;
    scan->at = at;
    return false;
}

/* The byte at the present place; 0 at the end, where no byte of JSON is 0 either. */
static unsigned char here(const cli_scan *scan) {
    return scan->at < scan->text.len ? (unsigned char)scan->text.ptr[scan->at] : 0;
}

static void skip_blanks(cli_scan *scan) {
    while (here(scan) == ' ' || here(scan) == '\t' || here(scan) == '\r') {
        scan->at++;
    }
}

static bool take(cli_scan *scan, char wanted) {
    skip_blanks(scan);
    if (here(scan) != (unsigned char)wanted) {
        return fail(scan, CLI_SCAN_NOT_JSON, scan->at);
    }
    scan->at++;
    skip_blanks(scan);
    return true;
}

static int digit_of(char byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    char small = (char)(byte | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* The four digits from `at` on. */
static bool read_unit(cli_scan *scan, size_t at, uint32_t *unit) {
    *unit = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < scan->text.len ? digit_of(scan->text.ptr[i]) : -1;
        if (digit < 0) {
            return fail(scan, CLI_SCAN_NOT_JSON, i);
        }
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

/* The character of the \u at `at`, which may take a second one; *size is theirs. */
static bool read_unicode(cli_scan *scan, size_t at, uint32_t *character, size_t *size) {
    uint32_t second;
    *size = 6;
    if (!read_unit(scan, at + 2, character)) {
        return false;
    }
    if (*character < 0xD800 || *character > 0xDFFF) {
        return true;
    }
    *size = 12;
    bool is_pair = *character < 0xDC00 && at + 8 <= scan->text.len &&
                   scan->text.ptr[at + 6] == '\\' && scan->text.ptr[at + 7] == 'u';
    if (!is_pair) {
        return fail(scan, CLI_SCAN_NOT_JSON, at);
    }
    if (!read_unit(scan, at + 8, &second)) {
        return false;
    }
    if (second < 0xDC00 || second > 0xDFFF) {
        return fail(scan, CLI_SCAN_NOT_JSON, at);
    }
    *character = 0x10000 + ((*character - 0xD800) << 10) + (second - 0xDC00);
    return true;
}

/* The escape at `at`; what it stands for is appended to `out`, which has room. */
static bool read_escape(cli_scan *scan, size_t at, char *out, size_t *made, size_t *size) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    if (at + 1 >= scan->text.len) {
        return fail(scan, CLI_SCAN_CUT, scan->text.len);
    }
    char letter = scan->text.ptr[at + 1];
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    if (found != NULL) {
        out[(*made)++] = meanings[found - letters];
        *size = 2;
        return true;
    }
    uint32_t character;
    if (letter != 'u') {
        return fail(scan, CLI_SCAN_NOT_JSON, at);
    }
    if (!read_unicode(scan, at, &character, size)) {
        return false;
    }
    *made += ach__utf8_encode(character, out + *made);
    return true;
}

/* The closing quote of a string whose text begins at `start`; whether it holds escapes. */
static bool find_end(cli_scan *scan, size_t start, size_t *end, bool *has_escapes) {
    *has_escapes = false;
    for (size_t i = start; i < scan->text.len; i++) {
        unsigned char byte = (unsigned char)scan->text.ptr[i];
        if (byte == '"') {
            *end = i;
            return true;
        }
        if (byte < 0x20) {
            return fail(scan, CLI_SCAN_NOT_JSON, i);
        }
        *has_escapes |= byte == '\\';
        i += byte == '\\';
    }
    return fail(scan, CLI_SCAN_CUT, scan->text.len);
}

/* The string that begins here. What is written as escapes never gets longer. */
static bool take_string(cli_scan *scan, ach__slice *text) {
    size_t start = scan->at + 1;
    size_t end = 0;
    bool has_escapes;
    if (here(scan) != '"') {
        return fail(scan, CLI_SCAN_NOT_JSON, scan->at);
    }
    if (!find_end(scan, start, &end, &has_escapes)) {
        return false;
    }
    *text = (ach__slice){scan->text.ptr + start, end - start};
    if (has_escapes) {
        char *out = ach__arena_room(scan->arena, end - start, 1);
        size_t made = 0;
        for (size_t i = start; i < end && out != NULL;) {
            size_t size = 1;
            if (scan->text.ptr[i] != '\\') {
                out[made++] = scan->text.ptr[i];
            } else if (!read_escape(scan, i, out, &made, &size)) {
                return false;
            }
            i += size;
        }
        *text = (ach__slice){out, out == NULL ? 0 : made};
    }
    scan->at = end + 1;
    return !scan->arena->failed;
}

/* A whole number; anything behind it that makes it another one is told as another type. */
static bool take_number(cli_scan *scan, cli_value *value) {
    bool is_negative = here(scan) == '-';
    size_t start = scan->at + is_negative;
    bool fits = true;
    int64_t number = 0;
    scan->at = start;
    for (; here(scan) >= '0' && here(scan) <= '9'; scan->at++) {
        int64_t digit = here(scan) - '0';
        fits = fits && !__builtin_mul_overflow(number, (int64_t)10, &number) &&
               !(is_negative ? __builtin_sub_overflow(number, digit, &number)
                             : __builtin_add_overflow(number, digit, &number));
    }
    size_t digits = scan->at - start;
    if (digits == 0 || (digits > 1 && scan->text.ptr[start] == '0')) {
        return fail(scan, CLI_SCAN_NOT_JSON, digits == 0 ? scan->at : value->at);
    }
    if (here(scan) == '.' || here(scan) == 'e' || here(scan) == 'E') {
        value->type = CLI_VALUE_OTHER;
        return true;
    }
    value->type = CLI_VALUE_NUMBER;
    value->number = number;
    return fits || fail(scan, CLI_SCAN_RANGE, value->at);
}

static bool take_value(cli_scan *scan, cli_value *value) {
    ach__slice rest = ach__slice_skip(scan->text, scan->at);
    value->at = scan->at;
    if (here(scan) == '"') {
        value->type = CLI_VALUE_TEXT;
        return take_string(scan, &value->text);
    }
    if (here(scan) == '-' || (here(scan) >= '0' && here(scan) <= '9')) {
        return take_number(scan, value);
    }
    if (ach__slice_starts(rest, ACH__SLICE("null"))) {
        value->type = CLI_VALUE_NULL;
        scan->at += 4;
        return true;
    }
    value->type = CLI_VALUE_OTHER;
    return scan->at < scan->text.len || fail(scan, CLI_SCAN_CUT, scan->at);
}

static bool take_member(cli_scan *scan) {
    size_t start = scan->at;
    ach__slice key;
    if (!take_string(scan, &key)) {
        return false;
    }
    size_t which = 0;
    while (which < scan->count && !ach__slice_equal(key, ach__slice_of(scan->names[which]))) {
        which++;
    }
    scan->key = key;
    scan->which = which;
    if (which == scan->count) {
        return fail(scan, CLI_SCAN_UNKNOWN, start);
    }
    cli_value *value = &scan->values[which];
    if (value->type != CLI_VALUE_ABSENT) {
        return fail(scan, CLI_SCAN_TWICE, start);
    }
    if (!take(scan, ':') || !take_value(scan, value)) {
        return false;
    }
    return value->type != CLI_VALUE_OTHER || fail(scan, CLI_SCAN_OTHER, value->at);
}

static bool take_members(cli_scan *scan) {
    skip_blanks(scan);
    if (here(scan) == '}') {
        scan->at++;
        return true;
    }
    for (;;) {
        if (!take_member(scan)) {
            return false;
        }
        skip_blanks(scan);
        if (here(scan) == '}') {
            scan->at++;
            return true;
        }
        if (!take(scan, ',')) {
            return false;
        }
    }
}

static bool look_at_bytes(cli_scan *scan) {
    for (size_t at = 0; at < scan->text.len;) {
        size_t start = at;
        if (ach__utf8_next(scan->text, &at) == ACH__NO_CHARACTER) {
            return fail(scan, CLI_SCAN_NOT_UTF8, start);
        }
    }
    return true;
}

bool cli_scan_line(cli_scan *scan) {
    scan->fault = CLI_SCAN_FINE;
    scan->at = 0;
    memset(scan->values, 0, scan->count * sizeof *scan->values);
    if (!look_at_bytes(scan)) {
        return false;
    }
    skip_blanks(scan);
    if (here(scan) != '{') {
        return fail(scan, CLI_SCAN_NOT_OBJECT, scan->at);
    }
    scan->at++;
    if (!take_members(scan)) {
        return false;
    }
    skip_blanks(scan);
    return scan->at == scan->text.len || fail(scan, CLI_SCAN_NOT_JSON, scan->at);
}
