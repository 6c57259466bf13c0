/* The calls to iconv, and text into GBK.
 * SPDX-License-Identifier: MIT */
#include "format/iconv.h"

#include "base/utf8.h"
#include "format/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

/* Text goes to GBK in pieces that grow, so that stopping early costs little. */
#define PIECE_FIRST ((size_t)64)
#define PIECE_MOST  ((size_t)16384)

ach_status ach__iconv_open(ach__iconv *converter, const char *to, const char *from) {
    iconv_t handle = iconv_open(to, from);
    *converter = (ach__iconv){NULL, false};
    if ((intptr_t)handle == -1) {
        return errno == ENOMEM ? ACH_ENOMEM : ACH_EIO;
    }
    converter->is_open = true;
    converter->handle = (void *)handle;
    return ACH_OK;
}

size_t ach__iconv_run(ach__iconv *converter, ach__slice from, char *to, size_t room, size_t *used) {
    iconv_t handle = (iconv_t)converter->handle;
    /* iconv does not write through its first pointer, whatever its type says. */
    char *in;
    memcpy(&in, &from.ptr, sizeof in);
    size_t in_left = from.len;
    char *out = to + *used;
    size_t out_left = room - *used;
    (void)iconv(handle, NULL, NULL, NULL, NULL);
    (void)iconv(handle, &in, &in_left, &out, &out_left);
    *used = room - out_left;
    return from.len - in_left;
}

void ach__iconv_close(ach__iconv *converter) {
    if (converter->is_open) {
        (void)iconv_close((iconv_t)converter->handle);
    }
    *converter = (ach__iconv){NULL, false};
}

/* Characters that some tables of GBK have and others have not, or that mean a lost character. */
static bool is_refused(uint32_t character) {
    return character == ACH__NO_CHARACTER || character == 0x20AC || character == 0xFFFD ||
           (character >= 0xE000 && character <= 0xF8FF);
}

/* The end of a piece of whole characters, or of what stands before a refused one. */
static size_t piece_end(ach__slice text, size_t start, size_t most, bool *refused) {
    size_t at = start;
    *refused = false;
    while (at < text.len && at - start < most) {
        size_t behind = at;
        if (is_refused(ach__utf8_next(text, &behind))) {
            *refused = true;
            break;
        }
        at = behind;
    }
    return at;
}

ach_status ach__charset_to_gbk(ach__buffer *out, ach__slice text, size_t *bad) {
    ach__iconv converter;
    ach_status status = ach__iconv_open(&converter, "GBK", "UTF-8");
    if (status != ACH_OK) {
        return status;
    }
    size_t before = out->size;
    bool refused = false;
    size_t most = PIECE_FIRST;
    size_t at = 0;
    while (status == ACH_OK && at < text.len) {
        size_t end = piece_end(text, at, most, &refused);
        most = most < PIECE_MOST ? most * 2 : most;
        ach__slice piece = {text.ptr + at, end - at};
        unsigned char *room = ach__buffer_reserve(out, piece.len);
        if (room == NULL) {
            status = ACH_ENOMEM;
            break;
        }
        size_t written = 0;
        at += ach__iconv_run(&converter, piece, (char *)room, piece.len, &written);
        out->size += written;
        if (at < end || refused) {
            *bad = at;
            status = ACH_EFORMAT;
        }
    }
    ach__iconv_close(&converter);
    if (status != ACH_OK) {
        out->size = before;
    }
    return status;
}
