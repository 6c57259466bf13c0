/* Which bytes of a GBK text belong together, whatever iconv on this system makes of them.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__FORMAT_GBK_H
#define ACH__FORMAT_GBK_H

#include "base/slice.h"

#include <stddef.h>
#include <stdint.h>

typedef enum ach__gbk_type {
    ACH__GBK_ASCII,   /* one byte below 0x80 */
    ACH__GBK_PAIR,    /* two bytes: a character of GBK, or one that only GB18030 has */
    ACH__GBK_PRIVATE, /* two bytes of a user-defined area of CP936 */
    ACH__GBK_EURO,    /* the byte 0x80 */
    ACH__GBK_FOUR,    /* four bytes of GB18030 */
    ACH__GBK_NONE     /* one byte that begins no character */
} ach__gbk_type;

/* The type of what begins at `at` (below bytes.len), and in *size how many bytes it has. */
ach__gbk_type ach__gbk_next(ach__slice bytes, size_t at, size_t *size);

/* Where the run of ASCII and pairs that begins at `at` ends. */
size_t ach__gbk_run_end(ach__slice bytes, size_t at);

#define ACH__GBK_LEADS  126 /* first bytes of a pair: 81 .. FE */
#define ACH__GBK_TRAILS 190 /* second ones: 40 .. 7E, 80 .. FE */

/* gbk_table.c: a space where GBK has no character. */
extern const uint16_t ach__gbk_characters[ACH__GBK_LEADS][ACH__GBK_TRAILS + 1];

/* The character of two bytes; 0 where GBK has none. */
static inline uint32_t ach__gbk_character(unsigned char lead, unsigned char trail) {
    unsigned row = lead - 0x81u;
    unsigned column = trail - 0x40u;
    if (row >= ACH__GBK_LEADS || column > ACH__GBK_TRAILS || trail == 0x7F) {
        return 0;
    }
    uint32_t character = ach__gbk_characters[row][column - (trail > 0x7F)];
    return character == ' ' ? 0 : character;
}

/* The private use character that CP936 has for two bytes of type ACH__GBK_PRIVATE. */
uint32_t ach__gbk_private(unsigned char lead, unsigned char trail);

#endif
