/* Python 2.7 source, cut into tokens.
 * SPDX-License-Identifier: MIT */
#include "format/python.h"

#include <string.h>

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_one_of(char byte, const char *set) {
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* The byte at `at`, or NUL behind the end. */
static char peek(const ach__python *in, size_t at) {
    return at < in->text.len ? in->text.ptr[at] : '\0';
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/* Behind the line end at `at`. */
static size_t behind_line_end(const ach__python *in, size_t at) {
    return at + (peek(in, at) == '\r' && peek(in, at + 1) == '\n' ? 2 : 1);
}

static size_t rest_of_line(const ach__python *in, size_t at) {
    while (at < in->text.len && !is_line_end(in->text.ptr[at])) {
        at++;
    }
    return at;
}

void ach__python_start(ach__python *in, ach__slice text) {
    *in = (ach__python){.text = text};
}

/* Where the next token begins. */
static size_t skip_blanks(const ach__python *in, size_t at) {
    for (; at < in->text.len; at++) {
        char byte = in->text.ptr[at];
        if (byte == '\\' && is_line_end(peek(in, at + 1))) {
            at = behind_line_end(in, at + 1) - 1;
        } else if (byte == '#') {
            at = rest_of_line(in, at) - 1;
        } else if (!is_one_of(byte, " \t\f")) {
            break;
        }
    }
    return at;
}

static size_t name_end(const ach__python *in, size_t at) {
    while (is_letter(peek(in, at)) || is_digit(peek(in, at))) {
        at++;
    }
    return at;
}

/* Generous: 1, 0x1F, 1.5e-3, 10L and everything that looks like one. */
static size_t number_end(const ach__python *in, size_t at) {
    bool is_hex = is_one_of(peek(in, at + 1), "xX");
    for (;; at++) {
        char byte = peek(in, at);
        bool is_sign = is_one_of(byte, "+-") && !is_hex && is_one_of(in->text.ptr[at - 1], "eE");
        if (!is_letter(byte) && !is_digit(byte) && byte != '.' && !is_sign) {
            return at;
        }
    }
}

static bool is_triple(const ach__python *in, size_t at, char quote) {
    return peek(in, at) == quote && peek(in, at + 1) == quote && peek(in, at + 2) == quote;
}

/* Behind the closing quotes of the literal whose first quote is at `at`. Of one that is not closed
 * *end is where its line ends; of an open ''' its first line, so that the rest is still read. */
static bool find_string_end(ach__python *in, size_t at, size_t *end) {
    char quote = in->text.ptr[at];
    bool triple = is_triple(in, at, quote);
    bool *is_open = &in->is_open[quote == '"'];
    size_t next = at + (triple ? 3 : 1);
    while (next < in->text.len && !(triple && *is_open)) {
        char byte = in->text.ptr[next];
        if (byte == '\\' && is_line_end(peek(in, next + 1))) {
            next = behind_line_end(in, next + 1);
        } else if (byte == '\\') {
            next += 2;
        } else if (triple ? is_triple(in, next, quote) : byte == quote) {
            *end = next + (triple ? 3 : 1);
            return true;
        } else if (!triple && is_line_end(byte)) {
            *end = next;
            return false;
        } else {
            next++;
        }
    }
    *is_open = *is_open || triple;
    *end = triple ? rest_of_line(in, at) : in->text.len;
    return false;
}

/* How many letters of a string's prefix (u, b, r, ur, br) stand before a quote at `at`. */
static bool is_string(const ach__python *in, size_t at, size_t *prefix) {
    size_t size = is_one_of(peek(in, at), "uUbB") ? 1 : 0;
    size += is_one_of(peek(in, at + size), "rR") ? 1 : 0;
    *prefix = size;
    return is_one_of(peek(in, at + size), "'\"");
}

/* Behind the operator at `at`; `at` itself where there is none. */
static size_t operator_end(const ach__python *in, size_t at) {
    char byte = peek(in, at);
    if (is_one_of(byte, ".,:;@~`")) {
        return at + 1;
    }
    if (!is_one_of(byte, "+-*/%&|^<>=!")) {
        return at;
    }
    size_t end = at + 1;
    if ((is_one_of(byte, "*/<>") && peek(in, end) == byte) ||
        (byte == '<' && peek(in, end) == '>')) {
        end++;
    }
    if (peek(in, end) == '=') {
        end++;
    }
    return byte == '!' && end == at + 1 ? at : end;
}

static ach__python_type cut(ach__python *in, size_t at, size_t *end) {
    char byte = in->text.ptr[at];
    size_t prefix = 0;
    *end = at + 1;
    if (is_line_end(byte)) {
        *end = behind_line_end(in, at);
        return ACH__PYTHON_LINE_END;
    }
    if (is_one_of(byte, "([{")) {
        return ACH__PYTHON_OPEN;
    }
    if (is_one_of(byte, ")]}")) {
        return ACH__PYTHON_CLOSE;
    }
    if (is_string(in, at, &prefix)) {
        return find_string_end(in, at + prefix, end) ? ACH__PYTHON_STRING : ACH__PYTHON_BAD;
    }
    if (is_letter(byte)) {
        *end = name_end(in, at);
        return ACH__PYTHON_NAME;
    }
    if (is_digit(byte) || (byte == '.' && is_digit(peek(in, at + 1)))) {
        *end = number_end(in, at);
        return ACH__PYTHON_NUMBER;
    }
    *end = operator_end(in, at);
    if (*end > at) {
        return ACH__PYTHON_OPERATOR;
    }
    *end = rest_of_line(in, at);
    return ACH__PYTHON_BAD;
}

bool ach__python_next(ach__python *in, ach__python_token *token) {
    size_t start = skip_blanks(in, in->at);
    if (start >= in->text.len) {
        in->at = in->text.len;
        return false;
    }
    size_t end = start;
    token->type = cut(in, start, &end);
    token->start = (uint32_t)start;
    token->end = (uint32_t)end;
    in->at = end;
    return true;
}

/* Whether a comment is a coding line: "coding", then ':' or '=', then the name, of which *name
 * becomes the part that matters. */
static bool find_coding(ach__slice line, ach__slice *name) {
    static const char word[] = "coding";
    size_t at = 0;
    for (; at + sizeof word <= line.len; at++) {
        if (memcmp(line.ptr + at, word, sizeof word - 1) == 0 &&
            is_one_of(line.ptr[at + sizeof word - 1], ":=")) {
            break;
        }
    }
    if (at + sizeof word > line.len) {
        return false;
    }
    at += sizeof word;
    while (at < line.len && is_one_of(line.ptr[at], " \t")) {
        at++;
    }
    *name = (ach__slice){line.ptr + at, 0};
    while (at + name->len < line.len &&
           (is_letter(name->ptr[name->len]) || is_digit(name->ptr[name->len]) ||
            is_one_of(name->ptr[name->len], "-."))) {
        name->len++;
    }
    return name->len > 0;
}

/* By the coding line among the first two, as Python looks for it. */
static bool says_gbk(ach__slice raw) {
    static const char *const names[] = {"gbk",    "cp936",   "936",          "ms936",
                                        "gb2312", "gb18030", "gb18030-2000", "chinese",
                                        "euc-cn", "euc_cn",  "gb2312-1980",  "gb2312-80"};
    ach__python in = {.text = raw};
    ach__slice name = {NULL, 0};
    size_t at = 0;
    for (int line = 0; line < 2 && at < raw.len; line++) {
        size_t end = rest_of_line(&in, at);
        size_t start = at;
        while (start < end && is_one_of(raw.ptr[start], " \t\f")) {
            start++;
        }
        ach__slice text = {raw.ptr + start, end - start};
        if (text.len > 0 && text.ptr[0] == '#' && find_coding(text, &name)) {
            break;
        }
        if (text.len > 0 && text.ptr[0] != '#') {
            return false;
        }
        at = end < raw.len ? behind_line_end(&in, end) : end;
    }
    for (size_t i = 0; name.len > 0 && i < sizeof names / sizeof names[0]; i++) {
        if (ach__slice_equal_ignoring_case(name, ach__slice_of(names[i]))) {
            return true;
        }
    }
    return false;
}

ach_status ach__python_decode(ach__decoded *out, ach__arena *arena, ach__slice raw) {
    ach_status status = ach__charset_decode(out, arena, raw);
    if (status != ACH_OK || out->charset != ACH__CHARSET_AMBIGUOUS || says_gbk(raw)) {
        return status;
    }
    out->charset = ACH__CHARSET_UTF8;
    out->text = raw;
    out->lines = ach__lines_cut(arena, raw);
    out->raw_starts = out->lines.starts;
    return out->lines.count == 0 ? ACH_ENOMEM : ACH_OK;
}
