/* JSON strings: where they end, even where a quote is wrong, and what they say.
 * SPDX-License-Identifier: MIT */
#include "format/json_parts.h"

#include "base/utf8.h"

#include <string.h>

/* The content of a string, without its quotes. */
typedef struct extent {
    uint32_t quote; /* of its opening quote */
    uint32_t start;
    uint32_t end;
    uint8_t end_size; /* of its closing quote; 0: there is none */
    bool is_single;   /* 'so' */
} extent;

static bool is_line_end(const ach__json_reader *in, uint32_t at) {
    return at >= in->size || in->text[at] == '\n' || in->text[at] == '\r';
}

/* How many bytes a pair of GBK takes at `at`; 0: none is there. */
static uint32_t pair_size(const ach__json_reader *in, uint32_t at) {
    return in->is_gbk && in->text[at] >= 0x80 && at + 1 < in->size ? 2 : 0;
}

/* The next plain quote that no backslash escapes, or the end of the line. */
static uint32_t plain_end(const ach__json_reader *in, uint32_t at) {
    while (!is_line_end(in, at) && in->text[at] != '"') {
        uint32_t pair = pair_size(in, at);
        at += pair > 0 ? pair : 1;
        if (in->text[at - 1] == '\\' && pair == 0 && !is_line_end(in, at)) {
            at++;
        }
    }
    return at < in->size ? at : in->size;
}

/* Whether what stands right behind a closing quote may stand there. */
static bool is_fine_behind(const ach__json_reader *in, uint32_t at) {
    if (at >= in->size || in->text[at] == ',' || in->text[at] == ':' || in->text[at] == '\n') {
        return true;
    }
    unsigned char plain = ach__json_mark_at(in, at).plain;
    return plain != 0 && strchr(" \t\r\n,:]}/#=;)\"", plain) != NULL;
}

/* Whether a quote that ends at `at` is most likely a closing one. */
static bool is_likely_end(const ach__json_reader *in, uint32_t at, bool is_key) {
    ach__json_mark mark = ach__json_mark_at(in, at);
    while (mark.plain == ' ' || mark.plain == '\t') {
        at += mark.size;
        mark = ach__json_mark_at(in, at);
    }
    if (is_key) {
        return mark.plain == ':' || mark.plain == '=';
    }
    return is_line_end(in, at) || (mark.plain != 0 && strchr(",]})", mark.plain) != NULL);
}

/* Looks for a likely closing quote on the line of `at`: of the sort that opened the string, where
 * `from` has been reached, else a curly one. False, and no second search, where there is none. */
static bool find_likely_end(ach__json_reader *in, extent *text, uint32_t from, bool is_key) {
    uint32_t *hopeless = &in->hopeless[is_key + 2 * text->is_single];
    const unsigned char wanted = text->is_single ? '\'' : '"';
    if (text->start < *hopeless) {
        return false;
    }
    uint32_t at = text->start;
    while (!is_line_end(in, at)) {
        uint32_t pair = pair_size(in, at);
        ach__json_mark mark =
            pair > 0 ? (ach__json_mark){0, (uint8_t)pair} : ach__json_mark_at(in, at);
        if (mark.plain == wanted && (mark.size > 1 || at >= from) &&
            is_likely_end(in, at + mark.size, is_key)) {
            text->end = at;
            text->end_size = mark.size;
            return true;
        }
        at += mark.size;
    }
    *hopeless = at;
    return false;
}

/* "so", where one of its quotes is wrong. */
static void mend_plain(ach__json_reader *in, extent *text, bool is_key) {
    uint32_t end = text->end;
    bool is_closed = text->end_size > 0;
    if (!find_likely_end(in, text, is_closed ? end + 1 : text->start, is_key)) {
        return;
    }
    if (text->end_size > 1) {
        ach__json_fault_at(in, ACH__JSON_FAULT_WIDE, text->end, text->end + text->end_size);
    } else if (is_closed) {
        ach__json_fault_at(in, ACH__JSON_FAULT_QUOTE_INSIDE, end, end + 1);
    }
}

/* 'so' and the same in curly quotes. */
static void find_odd_end(ach__json_reader *in, extent *text, bool is_key) {
    const unsigned char wanted = text->is_single ? '\'' : '"';
    uint32_t at = text->start;
    if (!find_likely_end(in, text, at, is_key)) {
        ach__json_mark mark = ach__json_mark_at(in, at);
        while (!is_line_end(in, at) && mark.plain != wanted) {
            at += mark.size;
            mark = ach__json_mark_at(in, at);
        }
        text->end = at;
        text->end_size = is_line_end(in, at) ? 0 : mark.size;
    }
    bool is_wide = in->text[text->quote] >= 0x80;
    ach__json_fault_at(in, is_wide ? ACH__JSON_FAULT_WIDE : ACH__JSON_FAULT_QUOTES, text->quote,
                       text->end_size > 0 ? text->end + text->end_size : text->start);
}

/* An open string has swallowed the comma at the end of its line. */
static void give_back_comma(ach__json_reader *in, extent *text) {
    const unsigned char *bytes = in->text;
    uint32_t end = text->end;
    while (end > text->start && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
        end--;
    }
    if (end > text->start && bytes[end - 1] == ',') {
        text->end = end - 1;
    }
}

/* Writing the text of a string that is not simply a part of the file. */
typedef struct writer {
    ach__json_reader *in;
    uint32_t end;
    char *out;
    size_t size;
    unsigned told; /* each type of fault once a string */
} writer;

static void tell(writer *to, ach__json_fault_type type, uint32_t start, uint32_t end) {
    if ((to->told & 1u << type) == 0) {
        to->told |= 1u << type;
        ach__json_fault_at(to->in, type, start, end);
    }
}

static void put(writer *to, uint32_t character) {
    to->size += ach__utf8_encode(character, to->out + to->size);
}

/* The number of the \u escape at `at`, or ACH__NO_CHARACTER. */
static uint32_t hex_at(const writer *to, uint32_t at) {
    const unsigned char *text = to->in->text;
    if (to->end - at < 6 || text[at] != '\\' || text[at + 1] != 'u') {
        return ACH__NO_CHARACTER;
    }
    uint32_t code = 0;
    for (uint32_t i = at + 2; i < at + 6; i++) {
        unsigned char byte = text[i];
        unsigned char low = byte | 0x20;
        if (byte >= '0' && byte <= '9') {
            code = code << 4 | (uint32_t)(byte - '0');
        } else if (low >= 'a' && low <= 'f') {
            code = code << 4 | (uint32_t)(low - 'a' + 10);
        } else {
            return ACH__NO_CHARACTER;
        }
    }
    return code;
}

/* Writes the character of the \u escape at `at`; gives how many bytes that took. */
static uint32_t write_hex(writer *to, uint32_t at, uint32_t code) {
    if (code == 0) {
        tell(to, ACH__JSON_FAULT_NUL, at, at + 6);
        put(to, 0xFFFD);
        return 6;
    }
    if (code < 0xD800 || code > 0xDFFF) {
        put(to, code);
        return 6;
    }
    uint32_t low = code < 0xDC00 ? hex_at(to, at + 6) : ACH__NO_CHARACTER;
    if (low < 0xDC00 || low > 0xDFFF) {
        tell(to, ACH__JSON_FAULT_SURROGATE, at, at + 6);
        put(to, 0xFFFD);
        return 6;
    }
    put(to, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
    return 12;
}

static uint32_t write_escape(writer *to, uint32_t at) {
    static const char names[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    uint32_t code = hex_at(to, at);
    if (code != ACH__NO_CHARACTER) {
        return write_hex(to, at, code);
    }
    unsigned char name = at + 1 < to->end ? to->in->text[at + 1] : 0;
    const char *found = name == 0 ? NULL : strchr(names, name);
    if (found != NULL) {
        to->out[to->size++] = meant[found - names];
        return 2;
    }
    uint32_t end = at + 1;
    if (end < to->end) {
        end += ach__json_character_size(to->in, end);
    }
    tell(to, ACH__JSON_FAULT_ESCAPE, at, end);
    to->out[to->size++] = '\\';
    return 1;
}

/* A character of a text that is not all UTF-8. */
static uint32_t write_beyond_ascii(writer *to, uint32_t at) {
    uint32_t size = pair_size(to->in, at);
    if (size == 0) {
        const ach__slice text = {(const char *)to->in->text, to->end};
        size_t behind = at;
        bool is_text = ach__utf8_next(text, &behind) != ACH__NO_CHARACTER;
        size = (uint32_t)behind - at;
        if (is_text) {
            memcpy(to->out + to->size, text.ptr + at, size);
            to->size += size;
            return size;
        }
    }
    put(to, 0xFFFD);
    return size;
}

static uint32_t write_control(writer *to, uint32_t at) {
    unsigned char byte = to->in->text[at];
    tell(to, byte == 0 ? ACH__JSON_FAULT_NUL : ACH__JSON_FAULT_CONTROL, at, at + 1);
    put(to, byte == 0 ? 0xFFFD : byte);
    return 1;
}

/* Where the run of bytes that stand for themselves ends. */
static uint32_t run_end(const ach__json_reader *in, uint32_t at, uint32_t end) {
    const unsigned char *text = in->text;
    const unsigned char most = in->is_bad ? 0x7F : 0xFF;
    while (at < end && text[at] >= 0x20 && text[at] != '\\' && text[at] <= most) {
        at++;
    }
    return at;
}

ach__slice ach__json_text_of(ach__json_reader *in, uint32_t start, uint32_t end) {
    const char *text = (const char *)in->text;
    uint32_t at = run_end(in, start, end);
    if (at == end) {
        return (ach__slice){text + start, end - start};
    }
    /* Only bytes that are no text grow, to the three of U+FFFD. */
    bool grows = in->is_bad || memchr(text + at, 0, end - at) != NULL;
    writer to = {in, end, ach__arena_take(in->arena, end - start, grows ? 3 : 1), 0, 0};
    if (to.out == NULL) {
        in->is_stopped = true;
        return ACH__SLICE("");
    }
    for (uint32_t from = start; from < end;) {
        memcpy(to.out + to.size, text + from, at - from);
        to.size += at - from;
        if (at < end) {
            unsigned char byte = in->text[at];
            at += byte == '\\'  ? write_escape(&to, at)
                  : byte < 0x20 ? write_control(&to, at)
                                : write_beyond_ascii(&to, at);
        }
        from = at;
        at = run_end(in, from, end);
    }
    return (ach__slice){to.out, to.size};
}

bool ach__json_read_string(ach__json_reader *in, bool is_key, ach__slice *out) {
    extent text = {.quote = in->at};
    if (in->text[in->at] == '"') {
        text.start = in->at + 1;
        text.end = plain_end(in, text.start);
        text.end_size = !is_line_end(in, text.end);
        if (text.end_size == 0 || !is_fine_behind(in, text.end + 1)) {
            mend_plain(in, &text, is_key);
        }
    } else {
        ach__json_mark mark = ach__json_mark_at(in, in->at);
        text.start = in->at + mark.size;
        text.is_single = mark.plain == '\'';
        find_odd_end(in, &text, is_key);
    }
    if (text.end_size == 0) {
        give_back_comma(in, &text);
        ach__json_fault_at(in, ACH__JSON_FAULT_STRING_END, text.quote, text.end);
    }
    *out = ach__json_text_of(in, text.start, text.end);
    in->at = text.end + text.end_size;
    in->last_end = in->at;
    return text.end_size > 0;
}
