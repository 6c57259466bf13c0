/* The strict inflater against zlib and libdeflate: what it calls well, both unpack to the same
 * bytes. SPDX-License-Identifier: MIT */
#include "format/inflate.h"

#include <libdeflate.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OUTPUT_MOST = 1 << 16, STREAM_MOST = 1 << 14 };

/* What zlib makes of a raw deflate stream: its output size, or -1. *used is what it read. */
static long unpack_by_zlib(const uint8_t *data, size_t size, uint8_t *out, size_t *used) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -15) != Z_OK) {
        abort();
    }
    uint8_t *in = malloc(size + 1);
    if (in == NULL) {
        abort();
    }
    memcpy(in, data, size);
    stream.next_in = in;
    stream.avail_in = (uInt)size;
    stream.next_out = out;
    stream.avail_out = OUTPUT_MOST;
    int result = inflate(&stream, Z_FINISH);
    *used = stream.total_in;
    long got = result == Z_STREAM_END ? (long)stream.total_out : -1;
    (void)inflateEnd(&stream);
    free(in);
    return got;
}

static long unpack_by_libdeflate(const uint8_t *data, size_t size, uint8_t *out, size_t *used) {
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    size_t got = 0;
    if (inflater == NULL) {
        abort();
    }
    enum libdeflate_result result =
        libdeflate_deflate_decompress_ex(inflater, data, size, out, OUTPUT_MOST, used, &got);
    libdeflate_free_decompressor(inflater);
    return result == LIBDEFLATE_SUCCESS ? (long)got : -1;
}

/* The raw stream as a zlib stream with the right sum, through our inflater. */
static ach__inflated unpack_by_us(const uint8_t *data, size_t size, const uint8_t *wanted,
                                  size_t got, uint8_t *out) {
    static const uint8_t head[] = {0x78, 0x01};
    ach__inflate_tables *tables = malloc(sizeof *tables);
    uint8_t *whole = malloc(size + 6);
    if (tables == NULL || whole == NULL) {
        abort();
    }
    uint32_t sum = libdeflate_adler32(1, wanted, got);
    const uint8_t tail[] = {(uint8_t)(sum >> 24), (uint8_t)(sum >> 16), (uint8_t)(sum >> 8),
                            (uint8_t)sum};
    memcpy(whole, head, 2);
    memcpy(whole + 2, data, size);
    memcpy(whole + 2 + size, tail, 4);
    ach__inflated result =
        ach__inflate(tables, (ach__slice){(const char *)whole, size + 6}, out, got);
    free(whole);
    free(tables);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > STREAM_MOST) {
        return 0;
    }
    uint8_t *wanted = malloc(OUTPUT_MOST);
    uint8_t *out = NULL;
    size_t used = 0;
    if (wanted == NULL) {
        abort();
    }
    long got = unpack_by_zlib(data, size, wanted, &used);
    int by_zlib = got >= 0;
    if (!by_zlib) {
        got = unpack_by_libdeflate(data, size, wanted, &used);
    }
    if (got >= 0) {
        out = malloc((size_t)got + 1); /* exactly as large as needed, for the sanitizer to see */
        if (out == NULL) {
            abort();
        }
        ach__inflated result = unpack_by_us(data, used, wanted, (size_t)got, out);
        if (result == ACH__INFLATED_WELL && (!by_zlib || memcmp(out, wanted, (size_t)got) != 0)) {
            __builtin_trap();
        }
        if (result == ACH__INFLATED_AND_MORE) {
            __builtin_trap(); /* there is nothing behind the sum */
        }
    }
    free(out);
    free(wanted);
    return 0;
}
