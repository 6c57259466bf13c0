/* Cells in their original bytes.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "format/gbk.h"
#include "runtime/package_parts.h"

static bool is_utf16(const ach__decoded *decoded) {
    return decoded->charset == ACH__CHARSET_UTF16LE || decoded->charset == ACH__CHARSET_UTF16BE;
}

void ach__raw_cursor_start(ach__raw_cursor *cursor, const ach__decoded *decoded) {
    *cursor = (ach__raw_cursor){.decoded = decoded};
    bool has_mark = ach__slice_starts(decoded->raw, ACH__SLICE("\xFF\xFE")) ||
                    ach__slice_starts(decoded->raw, ACH__SLICE("\xFE\xFF"));
    if (is_utf16(decoded)) {
        cursor->raw = has_mark ? 2 : 0;
    } else if (decoded->raw_starts != NULL) {
        cursor->raw = decoded->raw_starts[0];
    }
}

/* How many raw bytes the character has that begins at cursor->raw and takes `size` bytes of the
 * text. */
static size_t raw_size(const ach__raw_cursor *cursor, size_t size) {
    ach__slice raw = cursor->decoded->raw;
    size_t left = raw.len - cursor->raw;
    size_t found = 1;
    size_t behind = cursor->raw;
    switch (cursor->decoded->charset) {
    case ACH__CHARSET_GBK:
    case ACH__CHARSET_AMBIGUOUS:
        (void)ach__gbk_next(raw, cursor->raw, &found);
        return found;
    case ACH__CHARSET_UTF8:
    case ACH__CHARSET_UTF8_BOM:
        (void)ach__utf8_next(raw, &behind);
        return behind - cursor->raw;
    case ACH__CHARSET_UTF16LE:
    case ACH__CHARSET_UTF16BE:
        found = size == 4 ? 4 : 2;
        return found < left ? found : left;
    default:
        return 1;
    }
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* In a GBK text without faults each character beyond ASCII has two bytes: one less than in UTF-8,
 * where that has three, which then begin with E0 or above. */
static size_t gbk_size(ach__slice text) {
    size_t threes = 0;
    size_t at = 0;
    for (; text.len - at >= 8; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, text.ptr + at, sizeof bytes);
        uint64_t heads = bytes >> 7 & bytes >> 6 & bytes >> 5 & EACH_BYTE;
        threes += heads * EACH_BYTE >> 56;
    }
    for (; at < text.len; at++) {
        threes += (unsigned char)text.ptr[at] >= 0xE0;
    }
    return text.len - threes;
}

/* Walks on to an offset of the text that is not before the present one. */
static void go_to(ach__raw_cursor *cursor, size_t text) {
    const ach__decoded *decoded = cursor->decoded;
    size_t line = cursor->line;
    while (line + 1 < decoded->lines.count && decoded->lines.starts[line + 1] <= text) {
        line++;
    }
    if (decoded->raw_starts != NULL && line > cursor->line) {
        cursor->text = decoded->lines.starts[line];
        cursor->raw = decoded->raw_starts[line];
    }
    cursor->line = line;
    bool is_gbk =
        decoded->charset == ACH__CHARSET_GBK || decoded->charset == ACH__CHARSET_AMBIGUOUS;
    if (is_gbk && decoded->fault_count == 0 && cursor->text < text) {
        cursor->raw +=
            gbk_size((ach__slice){decoded->text.ptr + cursor->text, text - cursor->text});
        cursor->text = text;
    }
    while (cursor->text < text && cursor->raw < decoded->raw.len) {
        size_t before = cursor->text;
        (void)ach__utf8_next(decoded->text, &cursor->text);
        cursor->raw += raw_size(cursor, cursor->text - before);
    }
}

/* Copies without the outer quotes, doubled ones made single. No character of GBK or UTF-8 has the
 * byte of a quote inside; UTF-16 has units of two bytes. */
static void append_unquoted(ach__buffer *out, ach__slice raw, ach__slice quote) {
    size_t unit = quote.len;
    bool after_quote = false;
    for (size_t at = unit; at + 2 * unit <= raw.len; at += unit) {
        ach__slice one = {raw.ptr + at, unit};
        after_quote = !after_quote && ach__slice_equal(one, quote);
        if (!after_quote) {
            ach__buffer_append(out, one.ptr, one.len);
        }
    }
}

void ach__raw_cursor_append(ach__raw_cursor *cursor, const ach__cell *cell, ach__buffer *out) {
    const ach__decoded *decoded = cursor->decoded;
    go_to(cursor, cell->start);
    size_t start = cursor->raw;
    go_to(cursor, cell->end);
    ach__slice raw = {decoded->raw.ptr + start, cursor->raw - start};
    if (!cell->is_quoted) {
        ach__buffer_append(out, raw.ptr, raw.len);
    } else if (decoded->charset == ACH__CHARSET_UTF16LE) {
        append_unquoted(out, raw, (ach__slice){"\"", 2});
    } else if (decoded->charset == ACH__CHARSET_UTF16BE) {
        append_unquoted(out, raw, (ach__slice){"\0\"", 2});
    } else {
        append_unquoted(out, raw, ACH__SLICE("\""));
    }
}
