/* Spaces around cells and numbers in them.
 * SPDX-License-Identifier: MIT */
#include "model/cell.h"

#include "base/utf8.h"

#define WIDE_SPACE     0x3000u
#define NO_BREAK_SPACE 0x00A0u
#define WIDE_ZERO      0xFF10u

static bool is_space(uint32_t character) {
    return character == ' ' || character == WIDE_SPACE || character == NO_BREAK_SPACE;
}

static bool is_digit(uint32_t character) {
    return character >= '0' && character <= '9';
}

/* The character that ends at `end`, and where it starts. */
static uint32_t character_before(ach__slice text, size_t end, size_t *start) {
    size_t at = end - 1;
    while (at > 0 && end - at < 4 && ((unsigned char)text.ptr[at] & 0xC0u) == 0x80u) {
        at--;
    }
    *start = at;
    return ach__utf8_next(text, &at);
}

/* Whether a space may begin or end with this byte. */
static bool may_begin_space(char byte) {
    return byte == ' ' || byte == '\xE3' || byte == '\xC2';
}

static bool may_end_space(char byte) {
    return byte == ' ' || byte == '\x80' || byte == '\xA0';
}

ach__slice ach__cell_trimmed(ach__slice value) {
    if (value.len == 0 ||
        (!may_begin_space(value.ptr[0]) && !may_end_space(value.ptr[value.len - 1]))) {
        return value;
    }
    size_t start = 0;
    for (size_t at = 0; at < value.len && is_space(ach__utf8_next(value, &at));) {
        start = at;
    }
    size_t end = value.len;
    size_t before = end;
    while (end > start && is_space(character_before(value, end, &before))) {
        end = before;
    }
    return value.ptr == NULL ? value : (ach__slice){value.ptr + start, end - start};
}

/* How many digits stand at `at`. */
static size_t digits_at(ach__slice text, size_t at) {
    size_t end = at;
    while (end < text.len && is_digit((unsigned char)text.ptr[end])) {
        end++;
    }
    return end - at;
}

/* Digits, perhaps with a fraction, then E, perhaps a sign, digits. */
static bool is_scientific(ach__slice text) {
    size_t at = digits_at(text, 0);
    if (at > 0 && at < text.len && text.ptr[at] == '.') {
        at += 1 + digits_at(text, at + 1);
    }
    if (at == 0 || at >= text.len || (text.ptr[at] != 'E' && text.ptr[at] != 'e')) {
        return false;
    }
    at++;
    if (at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-')) {
        at++;
    }
    size_t exponent = digits_at(text, at);
    return exponent > 0 && at + exponent == text.len;
}

/* Digits with points and commas among them. */
static bool is_formatted(ach__slice text) {
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit((unsigned char)text.ptr[i]) && text.ptr[i] != '.' && text.ptr[i] != ',') {
            return false;
        }
    }
    return is_digit((unsigned char)text.ptr[0]);
}

/* False where there is anything but digits. A number over the limit stays just above it. */
static bool read_digits(ach__slice text, uint64_t *number, bool *has_wide) {
    *number = 0;
    *has_wide = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t character = ach__utf8_next(text, &at);
        if (character >= WIDE_ZERO && character < WIDE_ZERO + 10) {
            character = character - WIDE_ZERO + '0';
            *has_wide = true;
        }
        if (!is_digit(character)) {
            return false;
        }
        *number = *number * 10 + (character - '0');
        if (*number > ACH__NUMBER_MOST) {
            *number = (uint64_t)ACH__NUMBER_MOST + 1;
        }
    }
    return true;
}

static ach__number_form judge_other(ach__slice text) {
    if (text.ptr[0] == '-' && text.len > 1 && digits_at(text, 1) == text.len - 1) {
        return ACH__NUMBER_SMALL;
    }
    if (is_scientific(text)) {
        return ACH__NUMBER_SCIENTIFIC;
    }
    return is_formatted(text) ? ACH__NUMBER_FORMATTED : ACH__NUMBER_ODD;
}

ach__number_form ach__text_number(ach__slice text, uint32_t least, uint32_t *number) {
    uint64_t read = 0;
    bool has_wide = false;
    if (text.len == 0) {
        return ACH__NUMBER_BLANK;
    }
    if (!read_digits(text, &read, &has_wide)) {
        return judge_other(text);
    }
    if (read < least) {
        return ACH__NUMBER_SMALL;
    }
    if (read > ACH__NUMBER_MOST) {
        return ACH__NUMBER_LARGE;
    }
    *number = (uint32_t)read;
    return has_wide ? ACH__NUMBER_WIDE : ACH__NUMBER_FINE;
}
