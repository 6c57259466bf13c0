/* Looks at the text of one cell; knows nothing of findings.
 * SPDX-License-Identifier: MIT */
#include "check/cell_text.h"

#include "base/utf8.h"

#define SECTION_SIGN 0x00A7u /* introduces a colour code */
#define MISREAD_SIGN 0x6402u /* its two UTF-8 bytes read as GBK */

static bool is_digit(uint32_t character) {
    return character >= '0' && character <= '9';
}

/* Where byte `at` of the value stands in the source: behind the opening quote, and each quote in
 * the value is two in the source. */
static size_t source_offset(ach__slice source, const ach__cell *cell, size_t at) {
    if (!cell->is_quoted) {
        return cell->start + at;
    }
    size_t offset = (size_t)cell->start + 1;
    for (size_t i = 0; i < at && offset < cell->end; i++) {
        offset += source.ptr[offset] == '"' ? 2 : 1;
    }
    return offset;
}

ach__place ach__cell_place_part(const ach__table *table, const ach__row *row, ach__column column,
                                ach__stretch part) {
    ach__cell cell = ach__row_cell(table, row, column);
    ach__slice source = table->decoded.text;
    if (cell.end <= source.len && cell.start <= cell.end && part.start < part.end) {
        size_t start = source_offset(source, &cell, part.start);
        size_t end = source_offset(source, &cell, part.end);
        if (start < end && end <= cell.end && source.ptr[start] == cell.value.ptr[part.start]) {
            return ach__table_place_within(table, row, column, (uint32_t)start, (uint32_t)end);
        }
    }
    return ach__table_place(table, row, column);
}

static bool is_break(char byte) {
    return byte == '\r' || byte == '\n';
}

bool ach__text_find_control(ach__slice text, bool may_break, size_t *at) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if ((byte < 0x20 || byte == 0x7F) && !(may_break && is_break(text.ptr[i]))) {
            *at = i;
            return true;
        }
    }
    return false;
}

bool ach__text_find_break(ach__slice text, ach__stretch *found) {
    for (size_t i = 0; i < text.len; i++) {
        if (is_break(text.ptr[i])) {
            bool is_pair = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
            *found = (ach__stretch){i, i + (is_pair ? 2 : 1)};
            return true;
        }
    }
    return false;
}

/* Words that end a question, so that a question mark behind them is most likely meant. */
static bool ends_question(uint32_t character) {
    switch (character) {
    case 0x5417: /* ma */
    case 0x5462: /* ne */
    case 0x5427: /* ba */
    case 0x4E48: /* me */
    case 0x561B: /* ma, as a matter of course */
    case 0x554A: /* a */
    case 0x5440: /* ya */
        return true;
    default:
        return false;
    }
}

bool ach__text_find_lost(ach__slice text, ach__stretch *found) {
    uint32_t before = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t character = ach__utf8_next(text, &at);
        if (character != '?') {
            before = character;
            continue;
        }
        while (at < text.len && text.ptr[at] == '?') {
            at++;
        }
        size_t behind = at;
        bool han_behind = at < text.len && ach__is_han(ach__utf8_next(text, &behind));
        bool han_before = ach__is_han(before);
        bool is_lost = at - start > 1
                           ? han_before || han_behind
                           : han_behind && (start == 0 || (han_before && !ends_question(before)));
        if (is_lost) {
            *found = (ach__stretch){start, at};
            return true;
        }
        before = '?';
    }
    return false;
}

static bool is_color(uint32_t character) {
    return is_digit(character) || (character >= 'a' && character <= 'v');
}

static ach__color_fault judge_color(uint32_t sign, uint32_t code) {
    if (sign == MISREAD_SIGN) {
        return is_color(code) ? ACH__COLOR_MISREAD : ACH__COLOR_FINE;
    }
    if (is_color(code)) {
        return ACH__COLOR_FINE;
    }
    return code >= 'A' && code <= 'V' ? ACH__COLOR_UPPER : ACH__COLOR_UNKNOWN;
}

ach__color_fault ach__text_find_color(ach__slice text, ach__stretch *found) {
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t sign = ach__utf8_next(text, &at);
        if (sign != SECTION_SIGN && sign != MISREAD_SIGN) {
            continue;
        }
        if (at == text.len) {
            *found = (ach__stretch){start, at};
            return sign == SECTION_SIGN ? ACH__COLOR_CUT : ACH__COLOR_FINE;
        }
        size_t end = at;
        ach__color_fault fault = judge_color(sign, ach__utf8_next(text, &end));
        if (fault != ACH__COLOR_FINE) {
            *found = (ach__stretch){start, end};
            return fault;
        }
    }
    return ACH__COLOR_FINE;
}
