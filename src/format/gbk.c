/* The shape of GBK and GB18030 byte sequences.
 * SPDX-License-Identifier: MIT */
#include "format/gbk.h"

#include <stdbool.h>

/* The numbers of the four-byte codes, counted from 81 30 81 30, that stand for a character. */
#define FOUR_BASIC_LAST 39419u
#define FOUR_MORE_FIRST 189000u
#define FOUR_MORE_LAST  1237575u

static bool is_lead(unsigned char byte) {
    return byte >= 0x81 && byte <= 0xFE;
}

static bool is_trail(unsigned char byte) {
    return byte >= 0x40 && byte <= 0xFE && byte != 0x7F;
}

static bool is_digit(unsigned char byte) {
    return byte >= 0x30 && byte <= 0x39;
}

static bool is_private(unsigned char lead, unsigned char trail) {
    if (lead >= 0xA1 && lead <= 0xA7) {
        return trail <= 0xA0;
    }
    return trail >= 0xA1 && ((lead >= 0xAA && lead <= 0xAF) || lead >= 0xF8);
}

static bool is_four(const unsigned char *byte) {
    if (!is_digit(byte[1]) || !is_lead(byte[2]) || !is_digit(byte[3])) {
        return false;
    }
    unsigned number = ((byte[0] - 0x81u) * 10 + (byte[1] - 0x30u)) * 1260 + (byte[2] - 0x81u) * 10 +
                      (byte[3] - 0x30u);
    return number <= FOUR_BASIC_LAST || (number >= FOUR_MORE_FIRST && number <= FOUR_MORE_LAST);
}

ach__gbk_type ach__gbk_next(ach__slice bytes, size_t at, size_t *size) {
    const unsigned char *byte = (const unsigned char *)bytes.ptr + at;
    size_t left = bytes.len - at;
    *size = 1;
    if (byte[0] <= 0x80) {
        return byte[0] < 0x80 ? ACH__GBK_ASCII : ACH__GBK_EURO;
    }
    if (!is_lead(byte[0]) || left < 2) {
        return ACH__GBK_NONE;
    }
    if (is_trail(byte[1])) {
        *size = 2;
        return is_private(byte[0], byte[1]) ? ACH__GBK_PRIVATE : ACH__GBK_PAIR;
    }
    if (left >= 4 && is_four(byte)) {
        *size = 4;
        return ACH__GBK_FOUR;
    }
    return ACH__GBK_NONE;
}

size_t ach__gbk_run_end(ach__slice bytes, size_t at) {
    while (at < bytes.len) {
        size_t size = 0;
        ach__gbk_type type = ach__gbk_next(bytes, at, &size);
        if (type != ACH__GBK_ASCII && type != ACH__GBK_PAIR) {
            break;
        }
        at += size;
    }
    return at;
}

uint32_t ach__gbk_private(unsigned char lead, unsigned char trail) {
    if (lead >= 0xF8) {
        return 0xE234u + (lead - 0xF8u) * 94 + (trail - 0xA1u);
    }
    if (lead >= 0xAA) {
        return 0xE000u + (lead - 0xAAu) * 94 + (trail - 0xA1u);
    }
    /* The third area skips the trail byte 7F. */
    return 0xE4C6u + (lead - 0xA1u) * 96 + (trail - 0x40u) - (trail > 0x7F ? 1 : 0);
}
