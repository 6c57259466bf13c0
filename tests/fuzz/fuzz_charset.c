/* Fuzz target: any bytes as a text of unknown encoding. Decoding must keep its promises about
 * places and faults, and what is plain GBK must go back to the same bytes.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "format/charset.h"

#include <stdlib.h>
#include <string.h>

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            __builtin_trap();                                                                      \
    } while (0)

/* As charset.c reads it: the first fault of each type on each line. */
static void check_faults(const ach__decoded *decoded) {
    uint32_t raw = 0;
    uint32_t text = 0;
    for (size_t i = 0; i < decoded->fault_count; i++) {
        const ach__charset_fault *fault = &decoded->faults[i];
        MUST(fault->raw >= raw && fault->text >= text);
        MUST(fault->raw_size == 1 || fault->raw_size == 2 || fault->raw_size == 4);
        MUST(fault->text_size >= 2 && fault->text_size <= 4);
        raw = fault->raw + fault->raw_size;
        text = fault->text + fault->text_size;
        MUST(raw <= decoded->raw.len && text <= decoded->text.len);
        size_t at = fault->text;
        MUST(ach__utf8_next(decoded->text, &at) != ACH__NO_CHARACTER && at == text);
    }
}

static void check_offsets(const ach__decoded *decoded) {
    for (size_t line = 1; line <= decoded->lines.count; line++) {
        uint32_t start = decoded->lines.starts[line - 1];
        ach__slice content = ach__lines_get(&decoded->lines, line);
        uint64_t first = 0;
        uint64_t behind = 0;
        bool known = ach__decoded_raw_offset(decoded, line, start, &first);
        MUST(known == (decoded->raw_starts != NULL));
        if (known) {
            MUST(first == decoded->raw_starts[line - 1]);
            MUST(ach__decoded_raw_offset(decoded, line, start + (uint32_t)content.len, &behind));
            MUST(first <= behind && behind <= decoded->raw.len);
            bool at_end = behind == decoded->raw.len || decoded->raw.ptr[behind] == '\n' ||
                          decoded->raw.ptr[behind] == '\r';
            MUST(at_end);
        }
    }
}

static void check_back(const ach__decoded *decoded) {
    ach__buffer gbk;
    ach__buffer_init(&gbk, NULL, (size_t)1 << 30);
    size_t bad = SIZE_MAX;
    ach_status status = ach__charset_to_gbk(&gbk, decoded->text, &bad);
    bool is_gbk = decoded->charset == ACH__CHARSET_ASCII || decoded->charset == ACH__CHARSET_GBK ||
                  decoded->charset == ACH__CHARSET_AMBIGUOUS;
    if (is_gbk && decoded->fault_count == 0) {
        MUST(status == ACH_OK && gbk.size == decoded->raw.len);
        MUST(gbk.size == 0 || memcmp(gbk.data, decoded->raw.ptr, gbk.size) == 0);
    } else if (is_gbk) {
        MUST(status == ACH_EFORMAT && bad == decoded->faults[0].text);
    } else {
        MUST(status == ACH_OK || status == ACH_EFORMAT);
        MUST(status == ACH_OK || bad < decoded->text.len);
    }
    ach__buffer_free(&gbk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ach__arena arena;
    ach__arena_init(&arena, NULL);
    ach__decoded decoded;
    ach__slice raw = {(const char *)data, size};
    MUST(ach__charset_decode(&decoded, &arena, raw) == ACH_OK);
    MUST(ach__utf8_is_valid(decoded.text));
    MUST(decoded.charset != ACH__CHARSET_AMBIGUOUS ||
         (decoded.fault_count == 0 && ach__utf8_is_valid(raw)));
    check_faults(&decoded);
    check_offsets(&decoded);
    check_back(&decoded);
    ach__slice name = {NULL, 0};
    if (ach__charset_name(&arena, raw, &name)) {
        MUST(ach__utf8_is_valid(name));
    }
    ach__arena_free(&arena);
    return 0;
}
