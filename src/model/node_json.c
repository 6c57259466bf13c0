/* From the faults of a JSON text to sentences about a node file.
 * SPDX-License-Identifier: MIT */
#include "model/node_json.h"

#include "base/utf8.h"
#include "rules/json.h"
#include "rules/node_tree.h"

#include <stdio.h>
#include <string.h>

/* A fault that is being told. */
typedef struct telling {
    const ach__json_fault *fault;
    ach__node_text *text;
    ach__arena *arena;
    ach_diags *diags;
    ach__slice found; /* the bytes of its place */
} telling;

static ach__slice bytes_of(const telling *in, ach__json_spot spot) {
    if (spot.start == spot.end) {
        return ACH__SLICE("");
    }
    return (ach__slice){in->text->bytes.ptr + spot.start, spot.end - spot.start};
}

static ach__finding *add(const telling *in, ach__json_message message) {
    ach__place place = ach__node_text_place(in->text, in->fault->place, in->arena, in->diags);
    return ach__diags_add(in->diags, &ach__json_messages[message], &place);
}

static void raise_found(const telling *in, ach__json_message message) {
    ach__finding_text(add(in, message), "found", in->found);
}

/* With what to write instead. */
static void raise_wanted(const telling *in, ach__json_message message, ach__slice wanted) {
    ach__finding *finding = add(in, message);
    ach__finding_text(finding, "found", in->found);
    ach__finding_text(finding, "wanted", wanted);
}

static void raise_code(const telling *in, ach__json_message message, uint32_t character) {
    char code[16];
    int size = snprintf(code, sizeof code, "U+%04X", (unsigned)character);
    ach__finding_text(add(in, message), "code", (ach__slice){code, (size_t)size});
}

/* Points at `other` too. The cursor comes back, for the next fault lies further on. */
static void relate(const telling *in, ach__finding *finding, const ach__remark *remark) {
    const ach__node_text before = *in->text;
    ach__place place = ach__node_text_place(in->text, in->fault->other, in->arena, in->diags);
    ach__finding_related(finding, remark, &place);
    in->text->at = before.at;
    in->text->line = before.line;
    in->text->column = before.column;
}

static uint32_t first_character(ach__slice text) {
    size_t at = 0;
    return text.len == 0 ? 0 : ach__utf8_next(text, &at);
}

static void tell_bytes(const telling *in) {
    char hex[16] = "";
    size_t size = 0;
    for (size_t i = 0; i < in->found.len && i < 4; i++) {
        size += (size_t)snprintf(hex + size, sizeof hex - size, i == 0 ? "%02X" : " %02X",
                                 (unsigned char)in->found.ptr[i]);
    }
    ach__finding_text(add(in, ACH__JSON_BAD_BYTES), "bytes", (ach__slice){hex, size});
}

static void tell_wide(const telling *in) {
    uint32_t character = first_character(in->found);
    const char plain = (char)ach__json_plain(character);
    size_t size = 0;
    (void)ach__utf8_next(in->found, &size);
    if (plain == 0) {
        raise_found(in, ACH__JSON_WIDE_NUMBER);
    } else if (plain == ' ') {
        raise_code(in, ACH__JSON_WIDE_SPACE, character);
    } else if (plain == '"' || plain == '\'') {
        raise_found(in, in->found.len > size ? ACH__JSON_WIDE_QUOTES : ACH__JSON_WIDE_QUOTE);
    } else {
        raise_wanted(in, ACH__JSON_WIDE, (ach__slice){&plain, 1});
    }
}

static void tell_word(const telling *in) {
    static const char *const yes[] = {"true", "yes", "on"};
    static const char *const no[] = {"false", "no", "off"};
    ach__slice wanted = ACH__SLICE("null");
    for (size_t i = 0; i < 3; i++) {
        if (ach__slice_equal_ignoring_case(in->found, ach__slice_of(yes[i]))) {
            wanted = ACH__SLICE("true");
        } else if (ach__slice_equal_ignoring_case(in->found, ach__slice_of(no[i]))) {
            wanted = ACH__SLICE("false");
        }
    }
    raise_wanted(in, ACH__JSON_WORD, wanted);
}

static void tell_round(const telling *in) {
    unsigned char byte = (unsigned char)in->found.ptr[0];
    bool is_open = byte == '(' || ach__json_plain(first_character(in->found)) == '(';
    raise_wanted(in, ACH__JSON_ROUND, is_open ? ACH__SLICE("[") : ACH__SLICE("]"));
}

static void tell_control(const telling *in) {
    if (in->found.ptr[0] == '\t') {
        (void)add(in, ACH__JSON_TAB);
    } else {
        raise_code(in, ACH__JSON_CONTROL, (unsigned char)in->found.ptr[0]);
    }
}

static void tell_escape(const telling *in) {
    char next = in->found.len > 1 ? in->found.ptr[1] : '\0';
    bool is_letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    raise_found(in, is_letter ? ACH__JSON_ESCAPE_PATH : ACH__JSON_ESCAPE);
}

/* The kind of bracket that `other` is decides what is wanted. */
static void tell_bracket(const telling *in) {
    ach__slice open = bytes_of(in, in->fault->other);
    char first = open.ptr[0];
    bool is_brace = first == '{' || ach__json_plain(first_character(open)) == '{';
    bool is_end = in->fault->type == ACH__JSON_FAULT_END;
    ach__finding *finding = add(in, is_end ? ACH__JSON_END : ACH__JSON_BRACKET);
    ach__finding_text(finding, "found", is_end ? open : in->found);
    ach__finding_text(finding, "wanted", is_brace ? ACH__SLICE("}") : ACH__SLICE("]"));
    ach__finding_text(finding, "open", open);
    relate(in, finding, &ach__json_opened);
}

static void tell_behind(const telling *in) {
    ach__slice first = {in->found.ptr, 1};
    if (first.ptr[0] == '}' || first.ptr[0] == ']') {
        ach__finding_text(add(in, ACH__JSON_BEHIND_BRACKET), "found", first);
    } else {
        (void)add(in, ACH__JSON_BEHIND);
    }
}

static void tell_duplicate(const telling *in) {
    ach__finding *finding = add(in, ACH__JSON_DUPLICATE);
    ach__finding_text(finding, "key", in->found);
    relate(in, finding, &ach__json_first_key);
}

static void tell_limit(const telling *in, ach__json_message message, uint64_t limit) {
    ach__finding_number(add(in, message), "limit", limit);
}

static void tell_large(const telling *in) {
    ach__place place = {.file = in->text->path, .is_outside = in->text->is_outside};
    ach__finding *finding =
        ach__diags_add(in->diags, &ach__node_tree_messages[ACH__NODE_FILE_LARGE], &place);
    ach__finding_number(finding, "limit", ACH__JSON_BYTES_MOST);
}

/* The faults that every sentence fits, whatever stands there. */
static const ach__json_message plain_messages[] = {
    [ACH__JSON_FAULT_UTF16] = ACH__JSON_IS_UTF16,
    [ACH__JSON_FAULT_MARK] = ACH__JSON_HAS_MARK,
    [ACH__JSON_FAULT_EMPTY] = ACH__JSON_EMPTY,
    [ACH__JSON_FAULT_COMMENT] = ACH__JSON_COMMENT,
    [ACH__JSON_FAULT_COMMA_EXTRA] = ACH__JSON_COMMA_EXTRA,
    [ACH__JSON_FAULT_VALUE] = ACH__JSON_VALUE,
    [ACH__JSON_FAULT_KEY] = ACH__JSON_KEY,
    [ACH__JSON_FAULT_BARE] = ACH__JSON_BARE,
    [ACH__JSON_FAULT_QUOTES] = ACH__JSON_QUOTES,
    [ACH__JSON_FAULT_QUOTE_INSIDE] = ACH__JSON_QUOTE_INSIDE,
    [ACH__JSON_FAULT_NUMBER] = ACH__JSON_NUMBER,
    [ACH__JSON_FAULT_SURROGATE] = ACH__JSON_SURROGATE,
    [ACH__JSON_FAULT_NUL] = ACH__JSON_NUL,
    [ACH__JSON_FAULT_STRING_END] = ACH__JSON_STRING_END,
    [ACH__JSON_FAULT_UNEXPECTED] = ACH__JSON_UNEXPECTED,
};

static void tell(const telling *in) {
    bool is_point = in->found.len == 0;
    switch (in->fault->type) {
    case ACH__JSON_FAULT_LARGE:
        tell_large(in);
        break;
    case ACH__JSON_FAULT_DEEP:
        tell_limit(in, ACH__JSON_DEEP, ACH__JSON_LEVELS_MOST);
        break;
    case ACH__JSON_FAULT_BYTES:
        tell_bytes(in);
        break;
    case ACH__JSON_FAULT_DUPLICATE:
        tell_duplicate(in);
        break;
    case ACH__JSON_FAULT_WIDE:
        tell_wide(in);
        break;
    case ACH__JSON_FAULT_COMMA_MISSING:
        raise_found(in, is_point ? ACH__JSON_COMMA_MISSING : ACH__JSON_COMMA_OTHER);
        break;
    case ACH__JSON_FAULT_COLON:
        raise_found(in, is_point ? ACH__JSON_COLON_MISSING : ACH__JSON_COLON_OTHER);
        break;
    case ACH__JSON_FAULT_ROUND:
        tell_round(in);
        break;
    case ACH__JSON_FAULT_WORD:
        tell_word(in);
        break;
    case ACH__JSON_FAULT_CONTROL:
        tell_control(in);
        break;
    case ACH__JSON_FAULT_ESCAPE:
        tell_escape(in);
        break;
    case ACH__JSON_FAULT_END:
    case ACH__JSON_FAULT_BRACKET:
        tell_bracket(in);
        break;
    case ACH__JSON_FAULT_BEHIND:
        tell_behind(in);
        break;
    default:
        raise_found(in, plain_messages[in->fault->type]);
    }
}

void ach__node_json_raise(const ach__json *json, ach__node_text *text, ach__arena *arena,
                          ach_diags *diags) {
    telling in = {.text = text, .arena = arena, .diags = diags};
    bool is_gbk_told = false;
    for (size_t i = 0; i < json->fault_count; i++) {
        in.fault = &json->faults[i];
        in.found = bytes_of(&in, in.fault->place);
        if (in.fault->type == ACH__JSON_FAULT_BYTES && json->is_gbk) {
            if (!is_gbk_told) {
                (void)add(&in, ACH__JSON_IS_GBK);
            }
            is_gbk_told = true;
        } else {
            tell(&in);
        }
    }
}
