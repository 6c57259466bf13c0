/* Fuzz target: any bytes as Python source. Tokens ascend and leave out nothing but blanks and
 * comments, literals give text or nothing, and node ids are where a literal is.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "check/script_calls.h"
#include "format/python.h"

#include <stdlib.h>
#include <string.h>

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            __builtin_trap();                                                                      \
    } while (0)

static bool ends_line(char byte) {
    return byte == '\n' || byte == '\r';
}

/* What stands between two tokens. */
static void check_gap(ach__slice text, size_t start, size_t end) {
    size_t at = start;
    while (at < end) {
        char byte = text.ptr[at++];
        if (byte == '#') {
            while (at < end && !ends_line(text.ptr[at])) {
                at++;
            }
            MUST(at == text.len || ends_line(text.ptr[at]));
        } else if (byte == '\\') {
            MUST(at < end && ends_line(text.ptr[at]));
            at += text.ptr[at] == '\r' && at + 1 < end && text.ptr[at + 1] == '\n' ? 2 : 1;
        } else {
            MUST(byte == ' ' || byte == '\t' || byte == '\f');
        }
    }
}

static void check_string(ach__slice literal) {
    char quote = literal.ptr[literal.len - 1];
    MUST(quote == '\'' || quote == '"');
    size_t prefix = 0;
    while (prefix < literal.len && literal.ptr[prefix] != quote) {
        MUST(strchr("uUbBrR", literal.ptr[prefix++]) != NULL);
    }
    MUST(prefix <= 2 && literal.len >= prefix + 2);
    ach__buffer out;
    ach__buffer_init(&out, NULL, (size_t)1 << 30);
    bool is_text = ach__python_append_string(&out, literal);
    MUST(!out.failed && out.size <= literal.len);
    MUST(is_text || out.size == 0);
    MUST(out.size == 0 || ach__utf8_is_valid((ach__slice){(const char *)out.data, out.size}));
    bool is_plain = is_text && memchr(literal.ptr, '\\', literal.len) == NULL;
    if (is_plain) {
        size_t outside = literal.len - out.size - prefix;
        MUST(outside == 2 || outside == 6);
        MUST(out.size == 0 || memcmp(out.data, literal.ptr + prefix + outside / 2, out.size) == 0);
    }
    ach__buffer_free(&out);
}

static void check_token(ach__slice text, const ach__python_token *token) {
    char first = text.ptr[token->start];
    ach__slice source = {text.ptr + token->start, token->end - token->start};
    switch (token->type) {
    case ACH__PYTHON_LINE_END:
        MUST(ends_line(first) && source.len <= 2);
        break;
    case ACH__PYTHON_STRING:
        check_string(source);
        break;
    case ACH__PYTHON_OPEN:
    case ACH__PYTHON_CLOSE:
        MUST(source.len == 1 && strchr("([{)]}", first) != NULL);
        break;
    case ACH__PYTHON_BAD:
        MUST(token->end == text.len || ends_line(text.ptr[token->end]));
        break;
    default:
        for (size_t i = 0; i < source.len; i++) {
            MUST(source.ptr[i] > ' ' && source.ptr[i] < 127);
        }
    }
}

static void check_tokens(ach__slice text) {
    ach__python in;
    ach__python_token token;
    size_t behind = 0;
    ach__python_start(&in, text);
    while (ach__python_next(&in, &token)) {
        MUST(token.start >= behind && token.end > token.start && token.end <= text.len);
        check_gap(text, behind, token.start);
        check_token(text, &token);
        behind = token.end;
    }
    check_gap(text, behind, text.len);
    MUST(!ach__python_next(&in, &token));
}

static void check_id(void *user, const ach__script_id *id) {
    const ach__slice *text = user;
    MUST(id->call < ACH__SCRIPT_CALLS && id->start < id->end && id->end <= text->len);
    ach__slice source = {text->ptr + id->start, id->end - id->start};
    ach__python in;
    ach__python_token token;
    size_t last = 0;
    ach__python_start(&in, source);
    while (ach__python_next(&in, &token)) {
        bool is_sign = token.type == ACH__PYTHON_OPERATOR && source.ptr[0] == '-' && last == 0;
        MUST(token.type == (id->is_number ? ACH__PYTHON_NUMBER : ACH__PYTHON_STRING) ||
             token.type == ACH__PYTHON_LINE_END || (id->is_number && is_sign));
        last = token.end;
    }
    MUST(last == source.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__decoded decoded;
    MUST(ach__python_decode(&decoded, &arena, (ach__slice){(const char *)data, size}) == ACH_OK);
    MUST(ach__utf8_is_valid(decoded.text));
    check_tokens(decoded.text);
    ach__script_calls_find(decoded.text, check_id, &decoded.text);
    ach__arena_free(&arena);
    return 0;
}
