/* PNG: what the fast way is certain of, libpng says too. Each input is tried as it is, with right
 * CRCs, and with a right check sum of its pixels as well, so that changes reach every decoder.
 * SPDX-License-Identifier: MIT */
#include "format/picture.h"
#include "format/png.h"

#include <libdeflate.h>

#include <stdlib.h>
#include <string.h>

#define MAX_PIXELS (1u << 16)
#define MAX_STREAM ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) {
        __builtin_trap();
    }
}

static void check_told(const ach__png_facts *facts, size_t size) {
    must(facts->fault_offset <= size && facts->fault_reason[0] != '\0');
    must(memchr(facts->fault_reason, 0, sizeof facts->fault_reason) != NULL);
    must(strlen(facts->fault_chunk) == 0 || strlen(facts->fault_chunk) == 4);
}

static void check_same(const ach__png_facts *left, const ach__png_facts *right) {
    must(left->width == right->width && left->height == right->height);
    must(left->bit_depth == right->bit_depth && left->is_interlaced == right->is_interlaced);
    must(left->is_animated == right->is_animated && left->is_blank == right->is_blank);
    must(left->profile == right->profile && left->trailing == right->trailing);
    must(left->trailing_offset == right->trailing_offset);
    must(left->digest[0] == right->digest[0] && left->digest[1] == right->digest[1]);
}

static void check_both_ways(ach__png_checker *checker, ach__slice bytes) {
    ach__png_facts fast, slow, both;
    bool certain = false;
    must(ach__png_check_fast(checker, bytes, &fast, &certain) == ACH_OK);
    must(ach__png_check_by_libpng(checker, bytes, &slow) == ACH_OK);
    must(ach__png_check(checker, bytes, &both) == ACH_OK);
    must(both.verdict == slow.verdict);
    must(fast.verdict == (certain ? slow.verdict : ACH__PNG_DAMAGED));
    if (slow.verdict == ACH__PNG_GOOD) {
        check_same(&both, &slow);
    } else if (slow.verdict == ACH__PNG_DAMAGED) {
        check_told(&slow, bytes.len);
        check_told(&both, bytes.len);
    }
}

static uint32_t number_at(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void put_number(uint8_t *bytes, uint32_t number) {
    for (int i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(number >> (24 - 8 * i));
    }
}

/* The data of an IDAT chunk that holds all of the pixels. */
static void mend_pixels(uint8_t *data, size_t size) {
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    uint8_t *stream = malloc(MAX_STREAM);
    size_t taken = 0, given = 0;
    if (size > 6 && stream != NULL && inflater != NULL &&
        libdeflate_deflate_decompress_ex(inflater, data + 2, size - 6, stream, MAX_STREAM, &taken,
                                         &given) == LIBDEFLATE_SUCCESS) {
        put_number(data + 2 + taken, libdeflate_adler32(1, stream, given));
    }
    free(stream);
    libdeflate_free_decompressor(inflater);
}

static void mend(uint8_t *file, size_t size, bool pixels_too) {
    for (size_t at = 8; at <= size && size - at >= 12;) {
        size_t length = number_at(file + at);
        if (length > size - at - 12) {
            return;
        }
        if (pixels_too && memcmp(file + at + 4, "IDAT", 4) == 0) {
            mend_pixels(file + at + 8, length);
        }
        put_number(file + at + 8 + length, libdeflate_crc32(0, file + at + 4, length + 4));
        at += length + 12;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ach__png_checker *checker = NULL;
    uint8_t *copy = malloc(size + 1);
    ach__slice bytes = {(const char *)copy, size};
    uint32_t width = 0, height = 0;
    if (copy == NULL || ach__png_checker_new(&checker, NULL, MAX_PIXELS) != ACH_OK) {
        abort();
    }
    memcpy(copy, data, size);
    check_both_ways(checker, bytes);
    mend(copy, size, false);
    check_both_ways(checker, bytes);
    mend(copy, size, true);
    check_both_ways(checker, bytes);
    must(ach__file_kind_name(ach__file_kind_of(bytes))[0] != NULL);
    if (ach__jpeg_size(bytes, &width, &height)) {
        must(width - 1 < 65535 && height - 1 < 65535);
    }
    ach__png_checker_free(checker);
    free(copy);
    return 0;
}
