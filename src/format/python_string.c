/* What a Python 2.7 string literal says.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "format/python.h"

#include <string.h>

/* The inside of a literal while it is read. */
typedef struct literal {
    ach__slice text;
    size_t at;
    bool is_unicode;
    bool is_raw;
    ach__buffer *out;
} literal;

/* The digits of the base at the present place, `least` to `most` of them. */
static bool read_digits(literal *in, unsigned base, size_t least, size_t most, uint32_t *value) {
    size_t count = 0;
    *value = 0;
    for (; count < most && in->at < in->text.len; count++, in->at++) {
        char byte = in->text.ptr[in->at];
        unsigned lower = (unsigned char)byte | 0x20u;
        unsigned digit = byte >= '0' && byte <= '9'     ? (unsigned)(byte - '0')
                         : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                        : 99;
        if (digit >= base) {
            break;
        }
        *value = *value * base + digit;
    }
    return count >= least;
}

/* A number is a character in a unicode literal and a byte in any other. */
static bool append_value(const literal *in, uint32_t value) {
    char bytes[4];
    if (!in->is_unicode) {
        ach__buffer_append_byte(in->out, (unsigned char)(value & 0xFF));
        return true;
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return false;
    }
    ach__buffer_append(in->out, bytes, ach__utf8_encode(value, bytes));
    return true;
}

/* A pair of \u escapes may stand for one character, as in Java. */
static bool append_unicode(literal *in, char kind) {
    uint32_t value = 0;
    uint32_t low = 0;
    size_t size = kind == 'u' ? 4 : 8;
    if (!read_digits(in, 16, size, size, &value)) {
        return false;
    }
    bool is_high = value >= 0xD800 && value <= 0xDBFF;
    if (is_high && ach__slice_starts(ach__slice_skip(in->text, in->at), ACH__SLICE("\\u"))) {
        in->at += 2;
        if (!read_digits(in, 16, 4, 4, &low) || low < 0xDC00 || low > 0xDFFF) {
            return false;
        }
        value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
    }
    return append_value(in, value);
}

/* In a raw literal the back-slash stays, and it has no part in what follows. */
static bool append_raw_escape(literal *in) {
    char byte = in->text.ptr[in->at];
    if (in->is_unicode && (byte == 'u' || byte == 'U')) {
        in->at++;
        return append_unicode(in, byte);
    }
    ach__buffer_append_byte(in->out, '\\');
    ach__buffer_append_byte(in->out, (unsigned char)byte);
    in->at++;
    return true;
}

static bool append_escape(literal *in) {
    static const char names[] = "\\'\"abfnrtv";
    static const char values[] = "\\'\"\a\b\f\n\r\t\v";
    uint32_t value = 0;
    char byte = in->text.ptr[in->at];
    if (byte == '\r' || byte == '\n') {
        bool pair = byte == '\r' && in->at + 1 < in->text.len && in->text.ptr[in->at + 1] == '\n';
        in->at += pair ? 2 : 1;
        return true;
    }
    if (byte >= '0' && byte <= '7') {
        return read_digits(in, 8, 1, 3, &value) && append_value(in, value);
    }
    in->at++;
    const char *found = byte == '\0' ? NULL : strchr(names, byte);
    if (found != NULL) {
        ach__buffer_append_byte(in->out, (unsigned char)values[found - names]);
        return true;
    }
    if (byte == 'x') {
        return read_digits(in, 16, 2, 2, &value) && append_value(in, value);
    }
    if (in->is_unicode && (byte == 'u' || byte == 'U')) {
        return append_unicode(in, byte);
    }
    if (in->is_unicode && byte == 'N') {
        return false; /* by its name: nobody writes an id like that */
    }
    ach__buffer_append_byte(in->out, '\\');
    ach__buffer_append_byte(in->out, (unsigned char)byte);
    return true;
}

/* Without prefix and quotes. */
static bool open_literal(literal *in, ach__slice text) {
    for (; text.len > 0 && text.ptr[0] != '\'' && text.ptr[0] != '"'; text.len--, text.ptr++) {
        in->is_unicode = in->is_unicode || text.ptr[0] == 'u' || text.ptr[0] == 'U';
        in->is_raw = in->is_raw || text.ptr[0] == 'r' || text.ptr[0] == 'R';
    }
    size_t quotes = 1;
    if (text.len >= 6 && text.ptr[1] == text.ptr[0] && text.ptr[2] == text.ptr[0]) {
        quotes = 3;
    }
    if (text.len < quotes * 2) {
        return false;
    }
    in->text = (ach__slice){text.ptr + quotes, text.len - quotes * 2};
    return true;
}

bool ach__python_append_string(ach__buffer *out, ach__slice text) {
    size_t before = out->size;
    literal in = {.out = out};
    bool is_text = open_literal(&in, text);
    while (is_text && in.at < in.text.len) {
        char byte = in.text.ptr[in.at++];
        if (byte != '\\') {
            ach__buffer_append_byte(out, (unsigned char)byte);
        } else if (in.at == in.text.len) {
            is_text = false;
        } else {
            is_text = in.is_raw ? append_raw_escape(&in) : append_escape(&in);
        }
    }
    if (out->failed) {
        return false;
    }
    if (is_text && out->size > before) {
        is_text =
            ach__utf8_is_valid((ach__slice){(const char *)out->data + before, out->size - before});
    }
    out->size = is_text ? out->size : before;
    return is_text;
}
