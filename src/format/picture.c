/* What a file really is, told by its first bytes, and the size of a JPEG by its markers.
 * SPDX-License-Identifier: MIT */
#include "format/picture.h"

#include "base/utf8.h"

#include <string.h>

#define TEXT_LOOK   4096u /* so many bytes tell whether it is text */
#define MARKUP_LOOK 1024u

static const char *const names[][2] = {
    [ACH__KIND_EMPTY] = {"an empty file", "空文件"},
    [ACH__KIND_PNG] = {"a PNG picture", "PNG 图片"},
    [ACH__KIND_PNG_AS_TEXT] = {"a PNG picture that was broken by being transferred as text",
                               "被当作文本传输而损坏的 PNG 图片"},
    [ACH__KIND_JPEG] = {"a JPEG picture", "JPEG 图片"},
    [ACH__KIND_GIF] = {"a GIF picture", "GIF 图片"},
    [ACH__KIND_WEBP] = {"a WebP picture", "WebP 图片"},
    [ACH__KIND_BMP] = {"a BMP picture", "BMP 图片"},
    [ACH__KIND_ICO] = {"a Windows icon (ICO)", "Windows 图标（ICO）"},
    [ACH__KIND_TIFF] = {"a TIFF picture", "TIFF 图片"},
    [ACH__KIND_PSD] = {"a Photoshop document (PSD)", "Photoshop 文档（PSD）"},
    [ACH__KIND_SVG] = {"an SVG drawing", "SVG 矢量图"},
    [ACH__KIND_TGA_OR_DATA] = {"of an unknown kind", "无法识别的文件"},
    [ACH__KIND_ZIP] = {"a zip archive", "zip 压缩包"},
    [ACH__KIND_HTML] = {"a web page (HTML)", "网页（HTML）"},
    [ACH__KIND_TEXT] = {"a text file", "文本文件"},
};

const char *const *ach__file_kind_name(ach__file_kind kind) {
    return names[kind];
}

/* Bytes at the start of a file. */
typedef struct magic {
    unsigned char size;
    char bytes[9];
    ach__file_kind kind;
} magic;

/* The signature of PNG holds both kinds of line end to be broken by every conversion of them: CR
 * LF to LF, LF to CR LF, CR to LF, the eighth bit cut off, and bytes taken for Latin-1 or for
 * broken UTF-8 and written again as UTF-8. */
static const magic magics[] = {
    {8, "\x89PNG\r\n\x1a\n", ACH__KIND_PNG},
    {5, "\x89PNG\n", ACH__KIND_PNG_AS_TEXT},
    {5, "\x89PNG\r", ACH__KIND_PNG_AS_TEXT},
    {6, "\tPNG\r\n", ACH__KIND_PNG_AS_TEXT},
    {5, "\tPNG\n", ACH__KIND_PNG_AS_TEXT},
    {6, "\xc2\x89PNG\r", ACH__KIND_PNG_AS_TEXT},
    {6, "\xc2\x89PNG\n", ACH__KIND_PNG_AS_TEXT},
    {7, "\xef\xbf\xbdPNG\r", ACH__KIND_PNG_AS_TEXT},
    {7, "\xef\xbf\xbdPNG\n", ACH__KIND_PNG_AS_TEXT},
    {3, "\xff\xd8\xff", ACH__KIND_JPEG},
    {6, "GIF87a", ACH__KIND_GIF},
    {6, "GIF89a", ACH__KIND_GIF},
    {4, "II*\0", ACH__KIND_TIFF},
    {4, "MM\0*", ACH__KIND_TIFF},
    {4, "II+\0", ACH__KIND_TIFF},
    {4, "MM\0+", ACH__KIND_TIFF},
    {4, "8BPS", ACH__KIND_PSD},
    {4, "PK\3\4", ACH__KIND_ZIP},
    {4, "PK\5\6", ACH__KIND_ZIP},
    {2, "\xff\xfe", ACH__KIND_TEXT}, /* UTF-16 */
    {2, "\xfe\xff", ACH__KIND_TEXT},
};

static bool starts(ach__slice bytes, const char *start, size_t size) {
    return bytes.len >= size && memcmp(bytes.ptr, start, size) == 0;
}

static unsigned byte_at(ach__slice bytes, size_t at) {
    return (unsigned char)bytes.ptr[at];
}

static bool is_webp(ach__slice bytes) {
    return bytes.len >= 12 && starts(bytes, "RIFF", 4) && memcmp(bytes.ptr + 8, "WEBP", 4) == 0;
}

/* "BM" alone begins many a text; the size of the header behind it is one of few. */
static bool is_bmp(ach__slice bytes) {
    static const unsigned char header_sizes[] = {12, 16, 40, 52, 56, 64, 108, 124};
    if (!starts(bytes, "BM", 2) || bytes.len < 18 || byte_at(bytes, 15) != 0 ||
        byte_at(bytes, 16) != 0 || byte_at(bytes, 17) != 0) {
        return false;
    }
    return memchr(header_sizes, (int)byte_at(bytes, 14), sizeof header_sizes) != NULL;
}

/* An icon or a cursor, with at least one and at most 255 pictures in it. */
static bool is_ico(ach__slice bytes) {
    return bytes.len >= 22 && (starts(bytes, "\0\0\1\0", 4) || starts(bytes, "\0\0\2\0", 4)) &&
           byte_at(bytes, 4) != 0 && byte_at(bytes, 5) == 0;
}

static bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

static bool starts_like(ach__slice text, const char *start) {
    size_t size = strlen(start);
    return text.len >= size &&
           ach__slice_equal_ignoring_case((ach__slice){text.ptr, size}, (ach__slice){start, size});
}

/* Without white space, a byte order mark, comments and declarations at the start of markup; only a
 * "<!DOCTYPE" stays. */
static ach__slice skip_prolog(ach__slice text) {
    if (starts(text, "\xef\xbb\xbf", 3)) {
        text = ach__slice_skip(text, 3);
    }
    for (;;) {
        while (text.len > 0 && is_space(*text.ptr)) {
            text = ach__slice_skip(text, 1);
        }
        const char *end = starts(text, "<?", 2) ? "?>" : starts(text, "<!--", 4) ? "-->" : NULL;
        const char *found = end == NULL ? NULL : memmem(text.ptr, text.len, end, strlen(end));
        if (found == NULL) {
            return text;
        }
        text = ach__slice_skip(text, (size_t)(found - text.ptr) + strlen(end));
    }
}

static ach__file_kind markup_kind(ach__slice bytes) {
    static const char *const pages[] = {"<!doctype html", "<html", "<head", "<body"};
    ach__slice text = {bytes.ptr, bytes.len < MARKUP_LOOK ? bytes.len : MARKUP_LOOK};
    text = skip_prolog(text);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (starts_like(text, pages[i])) {
            return ACH__KIND_HTML;
        }
    }
    if (starts_like(text, "<svg") || starts_like(text, "<!doctype svg")) {
        return ACH__KIND_SVG;
    }
    return ACH__KIND_TEXT;
}

static bool is_printable(unsigned byte) {
    return (byte >= ' ' && byte < 0x7f) || (byte >= '\t' && byte <= '\r');
}

/* At most one byte in twenty is neither printable nor part of a character in GBK or UTF-8. A file
 * with a NUL is no text. */
static bool is_text(ach__slice bytes) {
    ach__slice text = {bytes.ptr, bytes.len < TEXT_LOOK ? bytes.len : TEXT_LOOK};
    size_t wrong_utf8 = 0, wrong_gbk = 0;
    if (memchr(text.ptr, 0, text.len) != NULL) {
        return false;
    }
    for (size_t at = 0; at < text.len;) {
        size_t here = at;
        uint32_t character = ach__utf8_next(text, &at);
        bool is_cut = character == ACH__NO_CHARACTER && text.len - here < 4 && here > 0;
        bool is_wrong =
            character < 0x80 ? !is_printable(character) : character == ACH__NO_CHARACTER && !is_cut;
        wrong_utf8 += is_wrong;
    }
    for (size_t at = 0; at < text.len; at++) {
        unsigned byte = byte_at(text, at);
        unsigned next = at + 1 < text.len ? byte_at(text, at + 1) : 0x40;
        bool is_pair = byte > 0x80 && byte < 0xff && next >= 0x40 && next < 0xff && next != 0x7f;
        at += is_pair;
        wrong_gbk += !is_pair && byte != 0x80 && !is_printable(byte);
    }
    return wrong_utf8 * 20 <= text.len || wrong_gbk * 20 <= text.len;
}

ach__file_kind ach__file_kind_of(ach__slice bytes) {
    if (bytes.len == 0) {
        return ACH__KIND_EMPTY;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (starts(bytes, magics[i].bytes, magics[i].size)) {
            return magics[i].kind;
        }
    }
    if (is_webp(bytes)) {
        return ACH__KIND_WEBP;
    }
    if (is_bmp(bytes)) {
        return ACH__KIND_BMP;
    }
    if (is_ico(bytes)) {
        return ACH__KIND_ICO;
    }
    return is_text(bytes) ? markup_kind(bytes) : ACH__KIND_TGA_OR_DATA;
}

/* Start of frame: C0 to CF, but for the three that mean something else. */
static bool is_frame(unsigned marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool has_no_length(unsigned marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

bool ach__jpeg_size(ach__slice bytes, uint32_t *width, uint32_t *height) {
    size_t at = 2;
    if (!starts(bytes, "\xff\xd8", 2)) {
        return false;
    }
    while (at + 1 < bytes.len && byte_at(bytes, at) == 0xff) {
        unsigned marker = byte_at(bytes, at + 1);
        at++; /* 0xff may be repeated before a marker */
        if (marker == 0xff) {
            continue;
        }
        at++;
        if (has_no_length(marker)) {
            continue;
        }
        if (marker == 0xd9 || marker == 0xda || bytes.len - at < 2) {
            return false; /* the end, or pixels without a frame */
        }
        size_t length = byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
        if (length < 2 || bytes.len - at < length) {
            return false;
        }
        if (is_frame(marker)) {
            *height = length < 8 ? 0 : byte_at(bytes, at + 3) << 8 | byte_at(bytes, at + 4);
            *width = length < 8 ? 0 : byte_at(bytes, at + 5) << 8 | byte_at(bytes, at + 6);
            return *width != 0 && *height != 0;
        }
        at += length;
    }
    return false;
}
