/* JSON numbers and words, and what stands for them: 010, １０, True, textures/ui/x.
 * SPDX-License-Identifier: MIT */
#include "format/json_parts.h"

#include "base/utf8.h"

#include <string.h>

static bool is_digit(unsigned char byte) {
    return byte >= '0' && byte <= '9';
}

static const unsigned char *skip_digits(const unsigned char *at, const unsigned char *end) {
    while (at < end && is_digit(*at)) {
        at++;
    }
    return at;
}

/* Behind the number as JSON spells it at `at`; NULL where there is none. */
static const unsigned char *number_end(const unsigned char *at, const unsigned char *end,
                                       bool *is_integer) {
    at += at < end && *at == '-';
    const unsigned char *digits = at;
    at = skip_digits(at, end);
    if (at == digits || (*digits == '0' && at - digits > 1)) {
        return NULL;
    }
    *is_integer = true;
    if (at < end && *at == '.') {
        digits = at + 1;
        at = skip_digits(digits, end);
        if (at == digits) {
            return NULL;
        }
        *is_integer = false;
    }
    if (at < end && (*at | 0x20) == 'e') {
        digits = at + 1;
        digits += digits < end && (*digits == '+' || *digits == '-');
        at = skip_digits(digits, end);
        if (at == digits) {
            return NULL;
        }
        *is_integer = false;
    }
    return at;
}

/* False where it does not fit. */
static bool integer_of(ach__slice text, int64_t *out) {
    bool is_negative = text.ptr[0] == '-';
    int64_t value = 0;
    for (size_t i = is_negative; i < text.len; i++) {
        int64_t digit = text.ptr[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            (is_negative ? __builtin_sub_overflow(value, digit, &value)
                         : __builtin_add_overflow(value, digit, &value))) {
            return false;
        }
    }
    *out = value;
    return true;
}

/* Fills in a number that is spelt as `text`; false where JSON does not spell one so. */
static bool set_number(ach__json_value *value, ach__slice text) {
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    bool is_integer = false;
    value->text = text;
    value->type = ACH__JSON_REAL;
    if (number_end(bytes, bytes + text.len, &is_integer) != bytes + text.len) {
        return false;
    }
    if (is_integer && integer_of(text, &value->integer)) {
        value->type = ACH__JSON_INTEGER;
    }
    return true;
}

/* Whether a word ends before the ASCII character at `at`. */
static bool ends_word(const ach__json_reader *in, uint32_t at, bool is_key) {
    unsigned char byte = in->text[at];
    unsigned char next = at + 1 < in->size ? in->text[at + 1] : ' ';
    switch (byte) {
    case '/':
        return next == '/' || next == '*';
    case ':':
        return is_key || next <= ' ' || next == '"';
    case '=':
        return is_key;
    default:
        return byte <= ' ' || strchr(",]}[{()\"#;", byte) != NULL;
    }
}

/* Where the word ends that begins at in->at; `at` itself where none begins there. */
static uint32_t word_end(const ach__json_reader *in, bool is_key) {
    uint32_t at = in->at;
    while (at < in->size) {
        if (in->text[at] >= 0x80) {
            ach__json_mark mark = ach__json_mark_at(in, at);
            if (mark.plain != 0) {
                break;
            }
            at += mark.size;
        } else if (ends_word(in, at, is_key)) {
            break;
        } else {
            at++;
        }
    }
    return at;
}

/* Whether a word can begin at in->at, as far as one can tell. */
static bool begins_word(const ach__json_reader *in) {
    unsigned char byte = in->at < in->size ? in->text[in->at] : 0;
    if (byte >= 0x80) {
        size_t behind = in->at;
        uint32_t character =
            ach__utf8_next((ach__slice){(const char *)in->text, in->size}, &behind);
        return character != ACH__NO_CHARACTER || in->is_gbk;
    }
    unsigned char low = byte | 0x20;
    return (low >= 'a' && low <= 'z') || is_digit(byte) ||
           (byte != 0 && strchr("_$%@/.~-+", byte) != NULL);
}

/* A word of full-width digits as plain ones; absent where it is none, or there is no memory. */
static ach__slice narrow(ach__json_reader *in, uint32_t end) {
    const ach__slice text = {(const char *)in->text, end};
    char *out = ach__arena_take(in->arena, end - in->at, 1);
    size_t size = 0;
    for (size_t at = in->at; out != NULL && at < end;) {
        uint32_t character = ach__utf8_next(text, &at);
        if (character >= 0xFF0B && character <= 0xFF19) {
            character -= 0xFEE0;
        }
        if (character >= 0x80) {
            return (ach__slice){NULL, 0};
        }
        out[size++] = (char)character;
    }
    return (ach__slice){out, size};
}

/* A text without quotes, or a number in full-width digits. */
static void set_bare(ach__json_reader *in, ach__json_value *value, uint32_t end) {
    bool is_wide = in->text[in->at] == 0xEF && !in->is_bad; /* as full-width digits begin */
    ach__slice plain = is_wide ? narrow(in, end) : ACH__SLICE("");
    if (plain.len > 0 && set_number(value, plain)) {
        ach__json_fault_at(in, ACH__JSON_FAULT_WIDE, in->at, end);
        return;
    }
    ach__json_fault_at(in, ACH__JSON_FAULT_BARE, in->at, end);
    value->type = ACH__JSON_STRING;
    value->text = ach__json_text_of(in, in->at, end);
}

void ach__json_read_number(ach__json_reader *in, ach__json_value *value) {
    const unsigned char *start = in->text + in->at;
    const unsigned char *bytes = in->text;
    uint32_t end = word_end(in, false);
    if (!set_number(value, (ach__slice){(const char *)start, end - in->at})) {
        uint32_t at = in->at;
        while (at < end && (is_digit(bytes[at]) || strchr("abcdefABCDEFxX_.+-", bytes[at]))) {
            at++;
        }
        bool begins = memchr(start, '.', end - in->at) != NULL || is_digit(*start) ||
                      is_digit(start[end - in->at - 1]);
        if (at == end && begins) {
            ach__json_fault_at(in, ACH__JSON_FAULT_NUMBER, in->at, end);
        } else {
            set_bare(in, value, end);
        }
    }
    in->at = end;
    in->last_end = end;
}

/* A word of Python, of other languages or of English that means a constant of JSON. */
static bool is_foreign(ach__slice word, ach__json_type *type) {
    static const struct {
        const char *name;
        ach__json_type type;
    } rows[] = {
        {"true", ACH__JSON_TRUE}, {"false", ACH__JSON_FALSE},   {"null", ACH__JSON_NULL},
        {"none", ACH__JSON_NULL}, {"nil", ACH__JSON_NULL},      {"undefined", ACH__JSON_NULL},
        {"nan", ACH__JSON_NULL},  {"infinity", ACH__JSON_NULL}, {"yes", ACH__JSON_TRUE},
        {"no", ACH__JSON_FALSE},  {"on", ACH__JSON_TRUE},       {"off", ACH__JSON_FALSE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (ach__slice_equal_ignoring_case(word, ach__slice_of(rows[i].name))) {
            *type = rows[i].type;
            return true;
        }
    }
    return false;
}

bool ach__json_read_word(ach__json_reader *in, ach__json_value *value) {
    static const ach__slice names[] = {[ACH__JSON_NULL] = {"null", 4},
                                       [ACH__JSON_FALSE] = {"false", 5},
                                       [ACH__JSON_TRUE] = {"true", 4}};
    uint32_t end = word_end(in, false);
    const ach__slice word = {(const char *)in->text + in->at, end - in->at};
    if (!begins_word(in) || word.len == 0) {
        return false;
    }
    if (is_foreign(word, &value->type)) {
        if (!ach__slice_equal(word, names[value->type])) {
            ach__json_fault_at(in, ACH__JSON_FAULT_WORD, in->at, end);
        }
    } else if (in->depth == 0) {
        return false; /* this is no JSON at all */
    } else {
        set_bare(in, value, end);
    }
    in->at = end;
    in->last_end = end;
    return true;
}

bool ach__json_read_bare_key(ach__json_reader *in, ach__slice *key) {
    uint32_t end = word_end(in, true);
    if (end == in->at || !begins_word(in)) {
        return false;
    }
    ach__json_fault_at(in, ACH__JSON_FAULT_KEY, in->at, end);
    *key = ach__json_text_of(in, in->at, end);
    in->at = end;
    in->last_end = end;
    return true;
}
