/* Walking over the chunks of a PNG.
 * SPDX-License-Identifier: MIT */
#include "format/png_chunks.h"

#include <libdeflate.h>

#include <string.h>

static const unsigned char signature[ACH__PNG_SIGNATURE_SIZE] = {0x89, 'P',  'N',  'G',
                                                                 '\r', '\n', 0x1a, '\n'};

#define CHUNK_LENGTH_MAX 0x7fffffffu
#define HEADER_LENGTH    13u

/* What can be wrong, English and Chinese. */
typedef const char *const flaw_text[2];

static flaw_text no_end = {"the file ends before IEND", "文件不完整，缺少结尾的 IEND 数据块"};
static flaw_text bad_name = {"the chunk name is not four letters", "数据块的名称无效"};
static flaw_text bad_length = {"the stated length is larger than a chunk may be",
                               "数据块标明的长度过大"};
static flaw_text cut = {"the file ends inside this chunk", "文件在这个数据块中间就断了"};
static flaw_text bad_crc = {"CRC error", "数据块的校验值（CRC）不符"};
static flaw_text no_header = {"the first chunk is not a header of 13 bytes",
                              "开头的 IHDR 数据块无效"};
static flaw_text split_pixels = {"IDAT chunks must follow each other directly",
                                 "IDAT 数据块之间夹有别的数据块"};
static flaw_text second_palette = {"there is a second PLTE", "调色板（PLTE）出现了两次"};
static flaw_text late_palette = {"PLTE must stand before IDAT", "调色板（PLTE）应在 IDAT 之前"};
static flaw_text no_pixels = {"there is no IDAT", "没有图像数据（IDAT）"};
static flaw_text full_end = {"IEND must be empty", "IEND 数据块应为空"};
static flaw_text second_header = {"there is a second IHDR", "IHDR 数据块出现了两次"};
static flaw_text unknown = {"unknown critical chunk", "有无法识别的关键数据块"};

uint32_t ach__png_number(const unsigned char *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

bool ach__png_is_signed(ach__slice bytes) {
    return bytes.len >= sizeof signature && memcmp(bytes.ptr, signature, sizeof signature) == 0;
}

static bool is_letter(unsigned char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool is_chunk_name(const unsigned char *name) {
    return is_letter(name[0]) && is_letter(name[1]) && is_letter(name[2]) && is_letter(name[3]);
}

void ach__png_chunk_name(ach__slice bytes, size_t offset, char name[5]) {
    memset(name, 0, 5);
    if (bytes.len - offset >= 8 && is_chunk_name((const unsigned char *)bytes.ptr + offset + 4)) {
        memcpy(name, bytes.ptr + offset + 4, 4);
    }
}

/* What the walk has met so far. */
typedef struct walk {
    ach__png_chunks *chunks;
    bool has_palette;
    bool is_behind_pixels; /* a chunk that is no IDAT came after one */
    bool is_at_end;
} walk;

/* NULL, or what is wrong with the frame of the chunk at `offset`: it must be whole, its CRC right,
 * and the first one the header. */
static const char *const *frame_flaw(ach__slice bytes, size_t offset) {
    const unsigned char *chunk = (const unsigned char *)bytes.ptr + offset;
    size_t left = bytes.len - offset;
    if (left < 8) {
        return no_end;
    }
    uint32_t length = ach__png_number(chunk);
    if (!is_chunk_name(chunk + 4)) {
        return bad_name;
    }
    if (length > CHUNK_LENGTH_MAX) {
        return bad_length;
    }
    if (left < ACH__PNG_CHUNK_FRAME || left - ACH__PNG_CHUNK_FRAME < length) {
        return cut;
    }
    if (libdeflate_crc32(0, chunk + 4, (size_t)length + 4) != ach__png_number(chunk + 8 + length)) {
        return bad_crc;
    }
    if (offset == ACH__PNG_SIGNATURE_SIZE &&
        (memcmp(chunk + 4, "IHDR", 4) != 0 || length != HEADER_LENGTH)) {
        return no_header;
    }
    return NULL;
}

bool ach__png_has_header(ach__slice bytes) {
    return frame_flaw(bytes, ACH__PNG_SIGNATURE_SIZE) == NULL;
}

static const char *const *pixels_flaw(walk *self, size_t offset, uint32_t length) {
    ach__png_chunks *chunks = self->chunks;
    if (self->is_behind_pixels) {
        return split_pixels;
    }
    if (chunks->idat_count == 0) {
        chunks->first_idat = offset;
    }
    chunks->idat_count++;
    chunks->last_idat = offset;
    chunks->idat_bytes += length;
    return NULL;
}

static const char *const *palette_flaw(walk *self) {
    if (self->has_palette) {
        return second_palette;
    }
    self->has_palette = true;
    return self->chunks->idat_count != 0 ? late_palette : NULL;
}

static const char *const *end_flaw(walk *self, uint32_t length) {
    self->is_at_end = true;
    if (self->chunks->idat_count == 0) {
        return no_pixels;
    }
    return length != 0 ? full_end : NULL;
}

/* NULL, or why this chunk must not stand here. */
static const char *const *order_flaw(walk *self, const unsigned char *name, size_t offset,
                                     uint32_t length) {
    if (memcmp(name, "IDAT", 4) == 0) {
        return pixels_flaw(self, offset, length);
    }
    self->is_behind_pixels = self->chunks->idat_count != 0;
    if (memcmp(name, "IEND", 4) == 0) {
        return end_flaw(self, length);
    }
    if (memcmp(name, "PLTE", 4) == 0) {
        return palette_flaw(self);
    }
    if (memcmp(name, "IHDR", 4) == 0) {
        return offset == ACH__PNG_SIGNATURE_SIZE ? NULL : second_header;
    }
    if (memcmp(name, "acTL", 4) == 0) {
        self->chunks->is_animated = true;
    }
    /* A capital first letter says that the picture cannot be shown without it. */
    return name[0] < 'a' ? unknown : NULL;
}

bool ach__png_walk(ach__slice bytes, ach__png_chunks *chunks, ach__png_flaw *flaw) {
    walk self = {.chunks = chunks};
    size_t offset = ACH__PNG_SIGNATURE_SIZE;
    *chunks = (ach__png_chunks){0};
    while (!self.is_at_end) {
        const unsigned char *chunk = (const unsigned char *)bytes.ptr + offset;
        const char *const *reason = frame_flaw(bytes, offset);
        uint32_t length = reason == NULL ? ach__png_number(chunk) : 0;
        if (reason == NULL) {
            reason = order_flaw(&self, chunk + 4, offset, length);
        }
        if (reason != NULL) {
            *flaw = (ach__png_flaw){offset, reason};
            return false;
        }
        offset += ACH__PNG_CHUNK_FRAME + (size_t)length;
    }
    chunks->end = offset;
    return true;
}
