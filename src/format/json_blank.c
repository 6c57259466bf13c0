/* JSON between its values: bytes that are no UTF-8, blanks, comments, full-width punctuation.
 * SPDX-License-Identifier: MIT */
#include "format/json_parts.h"

#include "base/utf8.h"
#include "format/gbk.h"

#include <string.h>

/* Where the first byte at or behind `at` is that begins no character. */
static uint32_t bad_byte(ach__slice text, uint32_t at) {
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    uint32_t size = (uint32_t)text.len;
    while (at < size) {
        uint64_t word;
        if (size - at >= 8 && (memcpy(&word, bytes + at, 8), word & 0x8080808080808080u) == 0) {
            at += 8;
            continue;
        }
        if (bytes[at] < 0x80) {
            at++;
            continue;
        }
        /* Most Han characters, without a call. */
        if (bytes[at] > 0xE0 && bytes[at] < 0xED && size - at >= 3 &&
            (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80) {
            at += 3;
            continue;
        }
        size_t behind = at;
        if (ach__utf8_next(text, &behind) == ACH__NO_CHARACTER) {
            return at;
        }
        at = (uint32_t)behind;
    }
    return size;
}

/* Whether GBK explains a text better than UTF-8 with some damage. */
static bool is_gbk(ach__slice text) {
    size_t bad = 0;
    size_t good = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        bad += ach__utf8_next(text, &at) == ACH__NO_CHARACTER;
        good += at - start > 2; /* two bytes of GBK are often a character of two bytes */
    }
    return bad > good && ach__gbk_run_end(text, 0) == text.len;
}

void ach__json_check_bytes(ach__json_reader *in) {
    const ach__slice text = {(const char *)in->text, in->size};
    uint32_t at = bad_byte(text, 0);
    in->is_bad = at < in->size;
    in->is_gbk = in->is_bad && is_gbk(text);
    in->json->is_gbk = in->is_gbk;
    while (at < in->size) {
        uint32_t end = at;
        while (end < in->size && bad_byte(text, end) == end) {
            end++;
        }
        ach__json_fault_at(in, ACH__JSON_FAULT_BYTES, at, end);
        while (end < in->size && in->text[end] != '\n' && in->text[end] != '\r') {
            end++;
        }
        at = bad_byte(text, end);
    }
}

uint32_t ach__json_character_size(const ach__json_reader *in, uint32_t at) {
    size_t behind = at;
    (void)ach__utf8_next((ach__slice){(const char *)in->text, in->size}, &behind);
    return (uint32_t)behind - at;
}

unsigned char ach__json_plain(uint32_t character) {
    static const struct {
        uint16_t wide;
        unsigned char plain;
    } rows[] = {
        {0x00A0, ' '},  {0x200B, ' '}, {0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'},
        {0x2028, ' '},  {0x2029, ' '}, {0x3000, ' '},  {0x3001, ','},  {0x300C, '"'}, {0x300D, '"'},
        {0x300E, '"'},  {0x300F, '"'}, {0x3010, '['},  {0x3011, ']'},  {0xFEFF, ' '}, {0xFF02, '"'},
        {0xFF07, '\''}, {0xFF08, '('}, {0xFF09, ')'},  {0xFF0C, ','},  {0xFF1A, ':'}, {0xFF1B, ','},
        {0xFF1D, '='},  {0xFF3B, '['}, {0xFF3D, ']'},  {0xFF5B, '{'},  {0xFF5D, '}'},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].wide == character) {
            return rows[i].plain;
        }
    }
    return 0;
}

ach__json_mark ach__json_mark_at(const ach__json_reader *in, uint32_t at) {
    if (at >= in->size) {
        return (ach__json_mark){0, 0};
    }
    if (in->text[at] < 0x80) {
        return (ach__json_mark){in->text[at], 1};
    }
    size_t behind = at;
    uint32_t character = ach__utf8_next((ach__slice){(const char *)in->text, in->size}, &behind);
    return (ach__json_mark){ach__json_plain(character), (uint8_t)(behind - at)};
}

ach__json_mark ach__json_take_mark(ach__json_reader *in) {
    ach__json_mark mark = ach__json_mark_at(in, in->at);
    if (mark.plain == '(' || mark.plain == ')') {
        ach__json_fault_at(in, ACH__JSON_FAULT_ROUND, in->at, in->at + mark.size);
        mark.plain = mark.plain == '(' ? '[' : ']';
    } else if (mark.size > 1) {
        ach__json_fault_at(in, ACH__JSON_FAULT_WIDE, in->at, in->at + mark.size);
    }
    in->at += mark.size;
    in->last_end = in->at;
    return mark;
}

/* Behind the comment that begins at `at`; `at` itself where none does. */
static uint32_t comment_end(const ach__json_reader *in, uint32_t at) {
    uint32_t end = at;
    const unsigned char *text = in->text;
    bool is_line = text[at] == '#';
    if (text[at] == '/' && at + 1 < in->size) {
        is_line = text[at + 1] == '/';
        if (text[at + 1] == '*') {
            for (end = at + 2; end + 1 < in->size; end++) {
                if (text[end] == '*' && text[end + 1] == '/') {
                    return end + 2;
                }
            }
            return in->size;
        }
    }
    while (is_line && end < in->size && text[end] != '\n' && text[end] != '\r') {
        end++;
    }
    return end;
}

/* A run of blanks that are none in JSON, as one fault. */
static bool skip_wide_blanks(ach__json_reader *in) {
    uint32_t start = in->at;
    ach__json_mark mark = ach__json_mark_at(in, in->at);
    while (mark.plain == ' ' && mark.size > 1) {
        in->at += mark.size;
        mark = ach__json_mark_at(in, in->at);
    }
    if (in->at > start) {
        ach__json_fault_at(in, ACH__JSON_FAULT_WIDE, start, in->at);
    }
    return in->at > start;
}

/* False where the byte at in->at is no blank, whatever one calls a blank. */
static bool skip_odd_blank(ach__json_reader *in) {
    unsigned char byte = in->text[in->at];
    if (byte >= 0x80) {
        return skip_wide_blanks(in);
    }
    if (byte != '/' && byte != '#') {
        return false;
    }
    uint32_t end = comment_end(in, in->at);
    if (end == in->at) {
        return false;
    }
    ach__json_fault_at(in, ACH__JSON_FAULT_COMMENT, in->at, end);
    in->at = end;
    return true;
}

void ach__json_skip_blanks(ach__json_reader *in) {
    const unsigned char *text = in->text;
    uint32_t at = in->at;
    while (at < in->size) {
        unsigned char byte = text[at];
        if (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t') {
            at++;
            continue;
        }
        in->at = at;
        if (byte > '/' && byte < 0x80) {
            return;
        }
        if (!skip_odd_blank(in)) {
            return;
        }
        at = in->at;
    }
    in->at = at;
}
