/* What is wrong with the encoding of the table, in findings.
 * SPDX-License-Identifier: MIT */
#include "model/table_reader.h"

#include "base/utf8.h"

#include <stdio.h>

/* So many bytes are shown in hex at most. */
#define BYTES_SHOWN 8

/* Characters that GBK lacks, and those that look much the same in it. */
typedef struct replacement {
    uint32_t character;
    const char *instead;
} replacement;

static const replacement replacements[] = {
    {0x00A5, "￥"}, {0x2013, "—"},  {0x2022, "·"},  {0x2027, "·"},  {0x2212, "－"},
    {0x30FB, "·"},  {0x301C, "～"}, {0x00AB, "《"}, {0x00BB, "》"}, {0x2023, "·"},
    {0xFF65, "·"},  {0x2043, "-"},  {0x201A, "，"}, {0x2024, "."},
};

typedef struct checker {
    const ach__table *table;
    const ach__arena *arena;
    ach_diags *diags;
} checker;

static bool is_unicode(const ach__table *table) {
    return table->decoded.charset >= ACH__CHARSET_UTF8;
}

static ach__finding *raise(const checker *in, size_t message, const ach__place *place) {
    return ach__diags_add(in->diags, &ach__table_messages[message], place);
}

static uint32_t character_at(ach__slice text, size_t at) {
    return ach__utf8_next(text, &at);
}

static void add_code(ach__finding *finding, uint32_t character) {
    char code[16];
    int size = snprintf(code, sizeof code, "U+%04X", (unsigned)character);
    ach__finding_text(finding, "code", (ach__slice){code, (size_t)size});
}

static void add_bytes(const checker *in, ach__finding *finding, size_t raw, size_t size) {
    char hex[BYTES_SHOWN * 3];
    size_t used = 0;
    for (size_t i = 0; i < size && i < BYTES_SHOWN; i++) {
        used += (size_t)snprintf(hex + used, sizeof hex - used, i == 0 ? "%02X" : " %02X",
                                 (unsigned char)in->table->decoded.raw.ptr[raw + i]);
    }
    ach__finding_text(finding, "bytes", (ach__slice){hex, used});
}

/* How many bytes from the fault on are of no character, one beside the other. */
static size_t invalid_run(const ach__decoded *decoded, const ach__charset_fault *fault) {
    size_t size = fault->raw_size;
    size_t at = fault->text + fault->text_size;
    while (decoded->raw_starts != NULL && size < BYTES_SHOWN && at < decoded->text.len &&
           fault->raw + size < decoded->raw.len &&
           (unsigned char)decoded->raw.ptr[fault->raw + size] >= 0x80 &&
           ach__utf8_next(decoded->text, &at) == 0xFFFD) {
        size++;
    }
    return size;
}

static size_t message_for(const ach__decoded *decoded, ach__charset_fault_type type) {
    switch (type) {
    case ACH__FAULT_EURO:
        return ACH__ENCODING_UNPORTABLE_EURO;
    case ACH__FAULT_PRIVATE:
        return ACH__ENCODING_UNPORTABLE_PRIVATE;
    case ACH__FAULT_GB18030:
        return ACH__ENCODING_INVALID_GB18030;
    default:
        break;
    }
    switch (decoded->charset) {
    case ACH__CHARSET_UTF8:
    case ACH__CHARSET_UTF8_BOM:
        return ACH__ENCODING_INVALID_UTF8;
    case ACH__CHARSET_UTF16LE:
    case ACH__CHARSET_UTF16BE:
        return ACH__ENCODING_INVALID_UTF16;
    default:
        return ACH__ENCODING_INVALID;
    }
}

static void raise_fault(const checker *in, const ach__charset_fault *fault) {
    const ach__decoded *decoded = &in->table->decoded;
    ach__place place = ach__table_spot(in->table, fault->text, fault->text + fault->text_size);
    place.has_offset = true;
    place.offset = fault->raw;
    ach__finding *finding = raise(in, message_for(decoded, fault->type), &place);
    ach__slice character = {decoded->text.ptr + fault->text, fault->text_size};
    switch (fault->type) {
    case ACH__FAULT_INVALID:
        add_bytes(in, finding, fault->raw, invalid_run(decoded, fault));
        ach__finding_number(finding, "offset", fault->raw);
        break;
    case ACH__FAULT_PRIVATE:
        add_bytes(in, finding, fault->raw, fault->raw_size);
        add_code(finding, character_at(decoded->text, fault->text));
        break;
    case ACH__FAULT_GB18030:
        ach__finding_text(finding, "character", character);
        add_code(finding, character_at(decoded->text, fault->text));
        break;
    case ACH__FAULT_EURO:
        break;
    }
}

static bool is_space(uint32_t character) {
    return character == 0x00A0 || (character >= 0x2000 && character <= 0x200A) ||
           character == 0x202F || character == 0x205F;
}

static bool is_hidden(uint32_t character) {
    return character < 0xA0 || ach__character_width(character) == 0;
}

static const char *replacement_of(uint32_t character) {
    for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++) {
        if (replacements[i].character == character) {
            return replacements[i].instead;
        }
    }
    return NULL;
}

/* A character of a Unicode table that would not survive being saved as GBK. */
static void raise_lacking(const checker *in, size_t start) {
    ach__slice text = in->table->decoded.text;
    size_t end = start;
    uint32_t character = ach__utf8_next(text, &end);
    const char *instead = replacement_of(character);
    size_t message = is_space(character)    ? ACH__ENCODING_INVALID_SPACE
                     : is_hidden(character) ? ACH__ENCODING_INVALID_HIDDEN
                     : instead != NULL      ? ACH__ENCODING_INVALID_REPLACE
                                            : ACH__ENCODING_INVALID_LACKS;
    ach__place place = ach__table_spot(in->table, (uint32_t)start, (uint32_t)end);
    ach__finding *finding = raise(in, message, &place);
    add_code(finding, character);
    ach__finding_text(finding, "character", (ach__slice){text.ptr + start, end - start});
    if (instead != NULL) {
        ach__finding_text(finding, "replacement", ach__slice_of(instead));
    }
}

/* The first such character of each line that has no bad bytes. */
static ach_status check_lacking(const checker *in) {
    const ach__decoded *decoded = &in->table->decoded;
    ach__buffer gbk;
    ach__buffer_init(&gbk, &in->arena->allocator, SIZE_MAX / 2);
    ach_status status = ACH_EFORMAT;
    size_t fault = 0;
    size_t at = 0;
    while (status == ACH_EFORMAT) {
        size_t bad = 0;
        ach__buffer_clear(&gbk);
        status = ach__charset_to_gbk(&gbk, ach__slice_skip(decoded->text, at), &bad);
        if (status != ACH_EFORMAT) {
            break;
        }
        at += bad;
        size_t line = ach__table_line(in->table, (uint32_t)at);
        size_t line_start = decoded->lines.starts[line - 1];
        size_t line_end =
            line < decoded->lines.count ? decoded->lines.starts[line] : decoded->text.len;
        while (fault < decoded->fault_count && decoded->faults[fault].text < line_start) {
            fault++;
        }
        if (fault == decoded->fault_count || decoded->faults[fault].text >= line_end) {
            raise_lacking(in, at);
        }
        at = line_end;
    }
    ach__buffer_free(&gbk);
    return status;
}

/* The first byte of 0x80 or above, and where the run of such bytes ends. */
static size_t find_foreign(ach__slice text, size_t *end) {
    size_t at = 0;
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80) {
        at++;
    }
    *end = at;
    while (*end < text.len && (unsigned char)text.ptr[*end] >= 0x80) {
        ++*end;
    }
    return at;
}

static void raise_ambiguous(const checker *in) {
    const ach__decoded *decoded = &in->table->decoded;
    size_t end = 0;
    size_t at = find_foreign(decoded->text, &end);
    size_t raw_end = 0;
    size_t raw = find_foreign(decoded->raw, &raw_end);
    ach__place place = ach__table_spot(in->table, (uint32_t)at, (uint32_t)end);
    ach__finding *finding = raise(in, ACH__ENCODING_AMBIGUOUS, &place);
    ach__finding_text(finding, "gbk", (ach__slice){decoded->text.ptr + at, end - at});
    ach__finding_text(finding, "utf8", (ach__slice){decoded->raw.ptr + raw, raw_end - raw});
}

static void raise_charset(const checker *in) {
    const ach__table *table = in->table;
    ach__place place = {.file = table->file, .line = 1, .column = 1, .has_offset = true};
    size_t end = 0;
    switch (table->decoded.charset) {
    case ACH__CHARSET_UTF8:
        place = ach__table_spot(table, (uint32_t)find_foreign(table->decoded.text, &end), 0);
        (void)raise(in, ACH__ENCODING_UTF8, &place);
        break;
    case ACH__CHARSET_UTF8_BOM:
        (void)raise(in, ACH__ENCODING_UTF8_MARK, &place);
        break;
    case ACH__CHARSET_UTF16LE:
    case ACH__CHARSET_UTF16BE:
        (void)raise(in, ACH__ENCODING_UTF16, &place);
        break;
    case ACH__CHARSET_AMBIGUOUS:
        raise_ambiguous(in);
        break;
    default:
        break;
    }
}

ach_status ach__table_check_encoding(const ach__table *table, const ach__arena *arena,
                                     ach_diags *diags) {
    const checker in = {table, arena, diags};
    raise_charset(&in);
    for (size_t i = 0; i < table->decoded.fault_count; i++) {
        raise_fault(&in, &table->decoded.faults[i]);
    }
    return is_unicode(table) ? check_lacking(&in) : ACH_OK;
}
