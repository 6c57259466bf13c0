/* Guessing what a text's bytes are, and finding raw places again.
 * SPDX-License-Identifier: MIT */
#include "format/charset.h"

#include "base/utf8.h"
#include "format/decoder.h"
#include "format/gbk.h"

#define RAW_MOST ((size_t)1 << 30)

/* How the raw bytes look as UTF-8. */
typedef struct survey {
    size_t faults; /* bytes that are no UTF-8 */
    size_t twos;   /* characters of two bytes */
    size_t longs;  /* characters of three or four */
} survey;

/* Up to so many faults. */
static survey look(ach__slice text, size_t faults_most) {
    survey found = {0, 0, 0};
    for (size_t at = 0; at < text.len && found.faults < faults_most;) {
        size_t start = at;
        if ((unsigned char)text.ptr[at] < 0x80) {
            at++;
        } else if (ach__utf8_next(text, &at) == ACH__NO_CHARACTER) {
            found.faults++;
        } else if (at - start == 2) {
            found.twos++;
        } else {
            found.longs++;
        }
    }
    return found;
}

/* Text without a mark is UTF-16 where NULs are frequent and keep to one side of the units. The
 * other side has some as well: the low byte of U+4E00 (one) is NUL. */
static bool has_nul_pattern(ach__slice raw, bool *little) {
    size_t nuls[2] = {0, 0};
    if (raw.len == 0 || memchr(raw.ptr, '\0', raw.len) == NULL) {
        return false;
    }
    for (size_t i = 0; i < raw.len; i++) {
        nuls[i % 2] += raw.ptr[i] == '\0';
    }
    *little = nuls[1] > nuls[0];
    size_t most = nuls[*little ? 1 : 0];
    size_t least = nuls[*little ? 0 : 1];
    return most >= 2 && most >= raw.len / 16 && least <= most / 4;
}

/* Text without a byte order mark and with bytes of 0x80 and above. */
static ach__charset decode_plain(ach__decoder *in, ach__arena *arena, ach__slice raw) {
    survey found = look(raw, 1);
    if (found.faults == 0 && found.longs > 0) {
        ach__decoder_utf8(in, arena, raw, 0, 0);
        return ACH__CHARSET_UTF8;
    }
    ach__decoder_gbk(in, arena, raw);
    if (in->fault_total == 0 || in->status != ACH_OK) {
        return found.faults == 0 ? ACH__CHARSET_AMBIGUOUS : ACH__CHARSET_GBK;
    }
    found = look(raw, SIZE_MAX);
    /* Chance gives a GBK text hardly any characters of three bytes, so a damaged UTF-8 text shows
     * by having more of them than faults. */
    bool is_utf8 = found.faults * 2 < in->fault_total || found.faults * 2 < found.longs;
    if (!is_utf8) {
        return ACH__CHARSET_GBK;
    }
    ach__decoder_utf8(in, arena, raw, 0, found.faults);
    return ACH__CHARSET_UTF8;
}

static bool is_ascii(ach__slice raw) {
    unsigned char all = 0;
    for (size_t at = 0; at < raw.len && all < 0x80;) {
        size_t end = raw.len - at < 4096 ? raw.len : at + 4096;
        for (; at < end; at++) {
            all |= (unsigned char)raw.ptr[at];
        }
    }
    return all < 0x80;
}

static ach__charset decode_any(ach__decoder *in, ach__arena *arena, ach__slice raw) {
    bool little = false;
    if (ach__slice_starts(raw, ACH__SLICE("\xEF\xBB\xBF"))) {
        ach__decoder_utf8(in, arena, raw, 3, look(ach__slice_skip(raw, 3), SIZE_MAX).faults);
        return ACH__CHARSET_UTF8_BOM;
    }
    bool has_mark = true;
    if (ach__slice_starts(raw, ACH__SLICE("\xFF\xFE"))) {
        little = true;
    } else if (!ach__slice_starts(raw, ACH__SLICE("\xFE\xFF"))) {
        has_mark = false;
    }
    if (has_mark || has_nul_pattern(raw, &little)) {
        ach__decoder_utf16(in, arena, raw, has_mark ? 2 : 0, little);
        return little ? ACH__CHARSET_UTF16LE : ACH__CHARSET_UTF16BE;
    }
    if (is_ascii(raw)) {
        *in = (ach__decoder){.arena = arena, .raw = raw, .size = raw.len};
        return ACH__CHARSET_ASCII;
    }
    return decode_plain(in, arena, raw);
}

/* UTF-8 has no bytes of line ends inside a character. */
static const uint32_t *find_raw_starts(const ach__decoded *decoded, ach__arena *arena, size_t at) {
    uint32_t *starts = ach__arena_take(arena, decoded->lines.count, sizeof *starts);
    ach__line_walk walk = {decoded->raw, at, 0};
    for (size_t line = 0; starts != NULL && line < decoded->lines.count; line++) {
        starts[line] = (uint32_t)walk.at;
        if (walk.at < decoded->raw.len) {
            ach__line_walk_on(&walk);
        }
    }
    return starts;
}

/* The lines of the text and where they are in the raw bytes. False where there is no memory. */
static bool find_lines(ach__decoded *out, ach__arena *arena, const ach__decoder *in) {
    if (in->starts.count > 0) {
        out->lines = (ach__lines){out->text, in->starts.items, in->starts.count};
        out->raw_starts = in->raw_starts.items;
        return true;
    }
    out->lines = ach__lines_cut(arena, out->text);
    if (out->lines.count == 0) {
        return false;
    }
    switch (out->charset) {
    case ACH__CHARSET_UTF16LE:
    case ACH__CHARSET_UTF16BE:
        return true;
    case ACH__CHARSET_UTF8:
        out->raw_starts = find_raw_starts(out, arena, 0);
        break;
    case ACH__CHARSET_UTF8_BOM:
        out->raw_starts = find_raw_starts(out, arena, 3);
        break;
    default:
        out->raw_starts = out->lines.starts;
        break;
    }
    return out->raw_starts != NULL;
}

ach_status ach__charset_decode(ach__decoded *out, ach__arena *arena, ach__slice raw) {
    *out = (ach__decoded){.raw = raw};
    if (raw.len > RAW_MOST) {
        return ACH_ELIMIT;
    }
    ach__decoder in;
    out->charset = decode_any(&in, arena, raw);
    if (in.status != ACH_OK) {
        return in.status;
    }
    bool is_ascii_text = out->charset == ACH__CHARSET_ASCII;
    out->text = (ach__slice){is_ascii_text ? raw.ptr : in.text, in.size};
    out->faults = in.faults;
    out->fault_count = in.fault_count;
    return find_lines(out, arena, &in) ? ACH_OK : ACH_ENOMEM;
}

/* What one character of the text takes in the raw bytes. */
static size_t raw_size(const ach__decoded *decoded, size_t at) {
    size_t size = 1;
    size_t behind = at;
    switch (decoded->charset) {
    case ACH__CHARSET_GBK:
    case ACH__CHARSET_AMBIGUOUS:
        (void)ach__gbk_next(decoded->raw, at, &size);
        return size;
    case ACH__CHARSET_UTF8:
    case ACH__CHARSET_UTF8_BOM:
        (void)ach__utf8_next(decoded->raw, &behind);
        return behind - at;
    default:
        return 1;
    }
}

bool ach__decoded_raw_offset(const ach__decoded *decoded, size_t line, uint32_t text,
                             uint64_t *raw) {
    if (decoded->raw_starts == NULL || line == 0 || line > decoded->lines.count) {
        return false;
    }
    size_t at = decoded->lines.starts[line - 1];
    size_t at_raw = decoded->raw_starts[line - 1];
    while (at < text && at < decoded->text.len && at_raw < decoded->raw.len) {
        at_raw += raw_size(decoded, at_raw);
        (void)ach__utf8_next(decoded->text, &at);
    }
    *raw = at_raw;
    return true;
}

bool ach__charset_name(ach__arena *arena, ach__slice bytes, ach__slice *name) {
    *name = bytes;
    if (ach__utf8_is_valid(bytes)) {
        return true;
    }
    ach__decoder in;
    ach__decoder_gbk(&in, arena, bytes);
    *name = (ach__slice){in.text, in.size};
    return in.status == ACH_OK && in.fault_total == 0;
}
