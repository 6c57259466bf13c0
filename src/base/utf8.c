/* UTF-8 decoding, East Asian width, and safe showing of any bytes.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <stdio.h>

typedef struct range {
    uint32_t first, last;
} range;

/* Wide and fullwidth of Unicode's East Asian Width, and emoji shown as pictures; neighbouring
 * ranges are joined over unassigned codes. */
static const range wide_ranges[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xE000, 0xF8FF},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18DFF},
    {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0},
    {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC},
    {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A},
    {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5},
    {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC},
    {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945},
    {0x1F947, 0x1FAFF}, {0x20000, 0x3FFFD},
};

/* Marks that stand on the character before them, and formatting characters without a shape. */
static const range zero_ranges[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},   {0x064B, 0x065F},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},   {0x200B, 0x200F},
    {0x202A, 0x202E}, {0x2060, 0x206F}, {0x20D0, 0x20FF}, {0x302A, 0x302D},   {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE0FFF},
};

static const range han_ranges[] = {
    {0x3005, 0x3007}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFD},
};

/* Characters that could change what a reader of a terminal or a log sees around them. */
static const range hidden_ranges[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C}, {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
};

static bool contains(const range *ranges, size_t count, uint32_t character) {
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (character > ranges[middle].last) {
            low = middle + 1;
        } else if (character < ranges[middle].first) {
            count = middle;
        } else {
            return true;
        }
    }
    return false;
}

#define CONTAINS(ranges, character) contains(ranges, sizeof(ranges) / sizeof *(ranges), character)

/* How many bytes follow a first byte; -1: none can begin a character. */
static int following(unsigned char first) {
    if (first < 0x80) {
        return 0;
    }
    if (first < 0xC2 || first > 0xF4) {
        return -1;
    }
    return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
}

uint32_t ach__utf8_next(ach__slice text, size_t *at) {
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.ptr + *at;
    size_t left = text.len - *at;
    int more = following(bytes[0]);
    *at += 1;
    if (more == 0) {
        return bytes[0];
    }
    if (more < 0 || (size_t)more >= left) {
        return ACH__NO_CHARACTER;
    }
    uint32_t character = bytes[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return ACH__NO_CHARACTER;
        }
        character = character << 6 | (bytes[i] & 0x3Fu);
    }
    if (character < least[more] || character > 0x10FFFF ||
        (character >= 0xD800 && character <= 0xDFFF)) {
        return ACH__NO_CHARACTER;
    }
    *at += (size_t)more;
    return character;
}

size_t ach__utf8_encode(uint32_t character, char out[4]) {
    static const unsigned char heads[] = {0, 0xC0, 0xE0, 0xF0};
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size_t more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    out[0] = (char)(heads[more] | character);
    return more + 1;
}

bool ach__utf8_is_valid(ach__slice text) {
    size_t at = 0;
    while (at < text.len) {
        if (ach__utf8_next(text, &at) == ACH__NO_CHARACTER) {
            return false;
        }
    }
    return true;
}

size_t ach__utf8_length(ach__slice text) {
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        (void)ach__utf8_next(text, &at);
    }
    return count;
}

unsigned ach__character_width(uint32_t character) {
    if (character < 0x300) {
        return 1;
    }
    if (CONTAINS(zero_ranges, character)) {
        return 0;
    }
    return CONTAINS(wide_ranges, character) ? 2 : 1;
}

size_t ach__utf8_width(ach__slice text) {
    size_t width = 0;
    for (size_t at = 0; at < text.len;) {
        width += ach__character_width(ach__utf8_next(text, &at));
    }
    return width;
}

bool ach__is_han(uint32_t character) {
    return CONTAINS(han_ranges, character);
}

void ach__utf8_append_shown(ach__buffer *out, ach__slice text, size_t most) {
    for (size_t at = 0, shown = 0; at < text.len; shown++) {
        if (shown == most) {
            ach__buffer_append(out, "\xE2\x80\xA6", 3);
            return;
        }
        size_t start = at;
        uint32_t character = ach__utf8_next(text, &at);
        char escape[16];
        int size = 0;
        if (character == ACH__NO_CHARACTER) {
            size = snprintf(escape, sizeof escape, "\\x%02X", (unsigned char)text.ptr[start]);
        } else if (CONTAINS(hidden_ranges, character)) {
            size = snprintf(escape, sizeof escape, character < 0x80 ? "\\x%02X" : "\\u{%04X}",
                            (unsigned)character);
        }
        if (size > 0) {
            ach__buffer_append(out, escape, (size_t)size);
        } else {
            ach__buffer_append(out, text.ptr + start, at - start);
        }
    }
}
