/* The decoders: UTF-8, UTF-16, and GBK with everything that its neighbours put into it.
 * SPDX-License-Identifier: MIT */
#include "format/decoder.h"

#include "base/utf8.h"
#include "format/gbk.h"
#include "format/iconv.h"

#include <endian.h>
#include <string.h>

#define REPLACEMENT     "\xEF\xBF\xBD"
#define REPLACEMENT_LEN 3

static void begin(ach__decoder *in, ach__arena *arena, ach__slice raw, size_t capacity) {
    *in = (ach__decoder){.arena = arena, .raw = raw, .capacity = capacity};
    in->text = ach__arena_room(arena, capacity, 1);
    if (in->text == NULL) {
        in->status = ACH_ENOMEM;
    }
}

static void append(ach__decoder *in, const char *bytes, size_t size) {
    memcpy(in->text + in->size, bytes, size);
    in->size += size;
}

/* Whether this type was not yet met on this line. */
static bool is_first_on_line(ach__decoder *in, ach__charset_fault_type type) {
    for (; in->line_seen < in->size; in->line_seen++) {
        char byte = in->text[in->line_seen];
        if (byte == '\n' || byte == '\r') {
            in->line_types = 0;
        }
    }
    bool is_first = (in->line_types & (1u << type)) == 0;
    in->line_types |= 1u << type;
    return is_first;
}

static bool grow_faults(ach__decoder *in) {
    if (in->fault_count < in->fault_room) {
        return true;
    }
    size_t room = in->fault_room == 0 ? 16 : in->fault_room * 2;
    ach__charset_fault *faults = ach__arena_take(in->arena, room, sizeof *faults);
    if (faults == NULL) {
        in->status = ACH_ENOMEM;
        return false;
    }
    if (in->fault_count > 0) {
        memcpy(faults, in->faults, in->fault_count * sizeof *faults);
    }
    in->faults = faults;
    in->fault_room = room;
    return true;
}

/* Puts `text` in the place of `size` raw bytes at `at`, and notes the fault. */
static void add_fault(ach__decoder *in, ach__charset_fault_type type, size_t at, size_t size,
                      ach__slice text) {
    in->fault_total++;
    if (is_first_on_line(in, type) && grow_faults(in)) {
        in->faults[in->fault_count++] = (ach__charset_fault){.type = type,
                                                             .raw = (uint32_t)at,
                                                             .raw_size = (uint32_t)size,
                                                             .text = (uint32_t)in->size,
                                                             .text_size = (uint32_t)text.len};
    }
    append(in, text.ptr, text.len);
}

static void add_invalid(ach__decoder *in, size_t at, size_t size) {
    add_fault(in, ACH__FAULT_INVALID, at, size, ACH__SLICE(REPLACEMENT));
}

void ach__decoder_utf8(ach__decoder *in, ach__arena *arena, ach__slice raw, size_t at,
                       size_t faults) {
    begin(in, arena, raw, raw.len - at + faults * (REPLACEMENT_LEN - 1));
    while (in->status == ACH_OK && at < raw.len) {
        size_t start = at;
        size_t bad = at;
        while (at < raw.len && ach__utf8_next(raw, &at) != ACH__NO_CHARACTER) {
            bad = at;
        }
        append(in, raw.ptr + start, bad - start);
        if (bad < raw.len) {
            add_invalid(in, bad, 1);
            at = bad + 1;
        }
    }
}

/* Lone halves of surrogate pairs and an odd last byte are the only faults UTF-16 can have. */
void ach__decoder_utf16(ach__decoder *in, ach__arena *arena, ach__slice raw, size_t at,
                        bool little) {
    begin(in, arena, raw, (raw.len - at + 1) / 2 * 3);
    ach__iconv converter;
    in->status = in->status == ACH_OK
                     ? ach__iconv_open(&converter, "UTF-8", little ? "UTF-16LE" : "UTF-16BE")
                     : in->status;
    if (in->status != ACH_OK) {
        return;
    }
    while (in->status == ACH_OK && at < raw.len) {
        at +=
            ach__iconv_run(&converter, ach__slice_skip(raw, at), in->text, in->capacity, &in->size);
        if (at < raw.len) {
            size_t size = raw.len - at < 2 ? 1 : 2;
            add_invalid(in, at, size);
            at += size;
        }
    }
    ach__iconv_close(&converter);
}

typedef struct gbk_decoder {
    ach__decoder *in;
    bool has_room;      /* for all that can come */
    ach__iconv gb18030; /* opened when first needed; may be missing */
    bool tried_gb18030;
} gbk_decoder;

/* Eight bytes are copied at once, however few of them count. */
#define SLACK 8

/* The bytes that UTF-8 needs at most for what is at `at` and behind. */
static size_t gbk_capacity(ach__slice raw, size_t at) {
    size_t capacity = 0;
    while (at < raw.len) {
        size_t size = 1;
        ach__gbk_type type = ach__gbk_next(raw, at, &size);
        capacity += type == ACH__GBK_ASCII ? 1 : type == ACH__GBK_NONE ? REPLACEMENT_LEN : 4;
        at += size;
    }
    return capacity;
}

/* Plain GBK grows by half at most. Faults may grow more: before the first of them the rest is
 * measured. */
static void make_room(gbk_decoder *of, size_t at) {
    ach__decoder *in = of->in;
    if (of->has_room) {
        return;
    }
    of->has_room = true;
    size_t capacity = in->size + gbk_capacity(in->raw, at) + SLACK;
    if (capacity > in->capacity) {
        char *text = ach__arena_room(in->arena, capacity, 1);
        if (text == NULL) {
            in->status = ACH_ENOMEM;
            return;
        }
        memcpy(text, in->text, in->size);
        in->text = text;
        in->capacity = capacity;
    }
}

static void add_private(ach__decoder *in, size_t at, size_t size, uint32_t character) {
    char text[4];
    size_t length = ach__utf8_encode(character, text);
    add_fault(in, ACH__FAULT_PRIVATE, at, size, (ach__slice){text, length});
}

/* Two or four bytes that GBK has not. Where GB18030 puts a private use character they are as
 * unportable as the user-defined areas. */
static void add_gb18030(gbk_decoder *of, size_t at, size_t size) {
    ach__decoder *in = of->in;
    if (!of->tried_gb18030) {
        of->tried_gb18030 = true;
        (void)ach__iconv_open(&of->gb18030, "UTF-8", "GB18030");
    }
    char text[4];
    size_t length = 0;
    ach__slice bytes = {in->raw.ptr + at, size};
    if (of->gb18030.is_open) {
        (void)ach__iconv_run(&of->gb18030, bytes, text, sizeof text, &length);
    }
    ach__slice got = {text, length};
    size_t behind = 0;
    uint32_t character = length > 0 ? ach__utf8_next(got, &behind) : ACH__NO_CHARACTER;
    if (character == ACH__NO_CHARACTER || behind != length) {
        add_fault(in, ACH__FAULT_GB18030, at, size, ACH__SLICE(REPLACEMENT));
    } else if (character >= 0xE000 && character <= 0xF8FF) {
        add_private(in, at, size, character);
    } else {
        add_fault(in, ACH__FAULT_GB18030, at, size, got);
    }
}

/* Copies eight bytes, of which those before the first one of 0x80 or above count. */
static size_t copy_ascii(unsigned char *to, const unsigned char *from) {
    uint64_t bytes;
    memcpy(&bytes, from, sizeof bytes);
    memcpy(to, &bytes, sizeof bytes);
    uint64_t high = le64toh(bytes) & UINT64_C(0x8080808080808080);
    return high == 0 ? sizeof bytes : (size_t)__builtin_ctzll(high) / 8;
}

/* Takes ASCII and pairs of GBK from `at` on; gives where there is something else, or `end`. */
static size_t add_plain(ach__decoder *in, size_t at, size_t end) {
    const unsigned char *raw = (const unsigned char *)in->raw.ptr;
    unsigned char *to = (unsigned char *)in->text + in->size;
    while (at < end) {
        if (raw[at] < 0x80) {
            if (end - at < SLACK) {
                *to++ = raw[at++];
            } else {
                size_t size = copy_ascii(to, raw + at);
                to += size;
                at += size;
            }
            continue;
        }
        uint32_t character = end - at < 2 ? 0 : ach__gbk_character(raw[at], raw[at + 1]);
        if (character == 0) {
            break;
        }
        if (character < 0x800) {
            *to++ = (unsigned char)(0xC0 | character >> 6);
        } else {
            *to++ = (unsigned char)(0xE0 | character >> 12);
            *to++ = (unsigned char)(0x80 | (character >> 6 & 0x3F));
        }
        *to++ = (unsigned char)(0x80 | (character & 0x3F));
        at += 2;
    }
    in->size = (size_t)((char *)to - in->text);
    return at;
}

static size_t add_fault_at(gbk_decoder *of, size_t at) {
    ach__decoder *in = of->in;
    const unsigned char *byte = (const unsigned char *)in->raw.ptr + at;
    size_t size = 0;
    make_room(of, at);
    if (in->status != ACH_OK) {
        return 0;
    }
    switch (ach__gbk_next(in->raw, at, &size)) {
    case ACH__GBK_EURO:
        add_fault(in, ACH__FAULT_EURO, at, size, ACH__SLICE("\xE2\x82\xAC"));
        break;
    case ACH__GBK_PRIVATE:
        add_private(in, at, size, ach__gbk_private(byte[0], byte[1]));
        break;
    case ACH__GBK_PAIR: /* one that GBK lacks */
    case ACH__GBK_FOUR:
        add_gb18030(of, at, size);
        break;
    default:
        add_invalid(in, at, size);
        break;
    }
    return size;
}

/* No character of GBK has the byte of a line end inside. */
void ach__decoder_gbk(ach__decoder *in, ach__arena *arena, ach__slice raw) {
    begin(in, arena, raw, raw.len + raw.len / 2 + SLACK);
    gbk_decoder of = {.in = in};
    ach__line_walk walk = {raw, 0, 0};
    while (in->status == ACH_OK && walk.at < raw.len) {
        size_t at = walk.at;
        if (!ach__offsets_add(&in->starts, arena, in->size) ||
            !ach__offsets_add(&in->raw_starts, arena, at)) {
            in->status = ACH_ENOMEM;
        }
        ach__line_walk_on(&walk);
        while (in->status == ACH_OK && at < walk.at) {
            at = add_plain(in, at, walk.at);
            if (at < walk.at) {
                at += add_fault_at(&of, at);
            }
        }
    }
    ach__iconv_close(&of.gb18030);
}
