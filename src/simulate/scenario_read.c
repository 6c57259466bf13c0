/* Values of a scenario: what they must be, and what is told where they are not.
 * SPDX-License-Identifier: MIT */
#include "simulate/scenario_read.h"

#include "base/suggest.h"
#include "model/node_json.h"
#include "rules/scenario.h"

#include <stdio.h>
#include <string.h>

/* Brackets stand for all that is between them. */
static ach__json_spot spot_of(const ach__json_value *value) {
    ach__json_spot spot = value->place;
    if (value->type == ACH__JSON_ARRAY || value->type == ACH__JSON_OBJECT) {
        spot.end = spot.start + (spot.end > spot.start);
    }
    return spot;
}

static ach__finding *raise_at(ach__reader *reader, int message, ach__json_spot spot) {
    ach__place place = ach__node_text_place(&reader->text, spot, reader->arena, reader->diags);
    return ach__diags_add(reader->diags, &ach__scenario_messages[message], &place);
}

ach__finding *ach__reader_raise(ach__reader *reader, int message, const ach__json_value *value,
                                const char *key) {
    ach__finding *finding = raise_at(reader, message, spot_of(value));
    ach__finding_text(finding, "key", ach__slice_of(key));
    return finding;
}

ach__finding *ach__reader_raise_key(ach__reader *reader, int message,
                                    const ach__json_value *value) {
    ach__finding *finding = raise_at(reader, message, value->key_place);
    ach__finding_text(finding, "key", value->key);
    return finding;
}

void ach__reader_missing(ach__reader *reader, const ach__json_value *object, const char *key) {
    (void)ach__reader_raise(reader, ACH__SCENARIO_MISSING, object, key);
}

void ach__reader_say_found(ach__reader *reader, ach__finding *finding,
                           const ach__json_value *value) {
    ach__slice written = {reader->text.bytes.ptr + value->place.start,
                          value->place.end - value->place.start};
    ach__finding_text(finding, "found", value->type == ACH__JSON_STRING ? value->text : written);
}

static ach__scenario_word word_of_value(const ach__json_value *value) {
    switch (value->type) {
    case ACH__JSON_FALSE:
    case ACH__JSON_TRUE:
        return ACH__SCENARIO_WORD_SWITCH;
    case ACH__JSON_INTEGER:
    case ACH__JSON_REAL:
        return ACH__SCENARIO_WORD_NUMBER;
    case ACH__JSON_STRING:
        return value->text.len == 0 ? ACH__SCENARIO_WORD_TEXT_EMPTY : ACH__SCENARIO_WORD_TEXT;
    case ACH__JSON_ARRAY:
        return ACH__SCENARIO_WORD_LIST;
    case ACH__JSON_OBJECT:
        return ACH__SCENARIO_WORD_OBJECT;
    case ACH__JSON_NULL:
        break;
    }
    return ACH__SCENARIO_WORD_NULL;
}

static bool refuse_type(ach__reader *reader, const ach__json_value *value,
                        const ach__field *field) {
    static const ach__scenario_word wanted[] = {
        [ACH__FIELD_WHOLE] = ACH__SCENARIO_WORD_WHOLE,
        [ACH__FIELD_SECONDS] = ACH__SCENARIO_WORD_SECONDS,
        [ACH__FIELD_SHARE] = ACH__SCENARIO_WORD_SHARE,
        [ACH__FIELD_SWITCH] = ACH__SCENARIO_WORD_SWITCH,
        [ACH__FIELD_TEXT] = ACH__SCENARIO_WORD_TEXT,
        [ACH__FIELD_ANY_TEXT] = ACH__SCENARIO_WORD_TEXT,
        [ACH__FIELD_WORD] = ACH__SCENARIO_WORD_TEXT,
        [ACH__FIELD_LIST] = ACH__SCENARIO_WORD_LIST,
        [ACH__FIELD_OBJECT] = ACH__SCENARIO_WORD_OBJECT,
        [ACH__FIELD_NAME] = ACH__SCENARIO_WORD_TEXT,
    };
    const char *const *want = ach__scenario_words[wanted[field->type]];
    const char *const *found = ach__scenario_words[word_of_value(value)];
    ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_TYPE, value, field->key);
    ach__finding_text(finding, "wanted", ach__slice_of(want[ACH_ENGLISH]));
    ach__finding_text(finding, "wanted_zh", ach__slice_of(want[ACH_CHINESE]));
    ach__finding_text(finding, "found", ach__slice_of(found[ACH_ENGLISH]));
    ach__finding_text(finding, "found_zh", ach__slice_of(found[ACH_CHINESE]));
    return false;
}

/* A plain decimal number times 10^digits, without strtod and its locale; false where there are more
 * digits than that behind the point, an exponent, or too many before it. */
static bool scaled(ach__slice text, int digits, int64_t *out) {
    int64_t value = 0;
    int behind = -1;
    bool is_below = text.len > 0 && text.ptr[0] == '-';
    for (size_t i = is_below; i < text.len; i++) {
        char byte = text.ptr[i];
        bool is_point = byte == '.' && behind < 0;
        bool is_digit = byte >= '0' && byte <= '9' && value <= INT64_C(1000000000000000);
        if (is_point) {
            behind = 0;
        } else if (!is_digit || (behind >= digits && byte != '0')) {
            return false;
        } else if (behind < digits) {
            value = value * 10 + (byte - '0');
            behind += behind >= 0;
        }
    }
    for (int i = behind < 0 ? 0 : behind; i < digits; i++) {
        if (value > INT64_C(1000000000000000)) {
            return false;
        }
        value *= 10;
    }
    *out = is_below ? -value : value;
    return true;
}

/* 1500 milliseconds are "1.5" seconds. */
static void say_number(ach__finding *finding, const char *name, int64_t value,
                       ach__field_type type) {
    char text[32];
    int size;
    if (type == ACH__FIELD_SECONDS && value % 1000 != 0) {
        size = snprintf(text, sizeof text, "%lld.%03d", (long long)(value / 1000),
                        (int)(value % 1000));
    } else {
        long long unit = type == ACH__FIELD_SECONDS ? 1000
                         : type == ACH__FIELD_SHARE ? ACH__SHARE_WHOLE
                                                    : 1;
        size = snprintf(text, sizeof text, "%lld", (long long)value / unit);
    }
    ach__finding_text(finding, name, (ach__slice){text, (size_t)size});
}

static bool read_number(ach__reader *reader, const ach__json_value *value, const ach__field *field,
                        int64_t *out) {
    int digits = field->type == ACH__FIELD_SECONDS ? 3 : field->type == ACH__FIELD_SHARE ? 6 : 0;
    int64_t least = field->type == ACH__FIELD_SHARE ? 0 : field->least;
    int64_t most = field->type == ACH__FIELD_SHARE ? ACH__SHARE_WHOLE : field->most;
    if (value->type != ACH__JSON_INTEGER && value->type != ACH__JSON_REAL) {
        return refuse_type(reader, value, field);
    }
    int64_t number;
    if (scaled(value->text, digits, &number) && number >= least && number <= most) {
        *out = number;
        return true;
    }
    ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_RANGE, value, field->key);
    ach__reader_say_found(reader, finding, value);
    say_number(finding, "least", least, field->type);
    say_number(finding, "most", most, field->type);
    const char *const *wanted =
        ach__scenario_words[field->type == ACH__FIELD_SECONDS ? ACH__SCENARIO_WORD_SECONDS
                            : field->type == ACH__FIELD_SHARE ? ACH__SCENARIO_WORD_SHARE
                                                              : ACH__SCENARIO_WORD_WHOLE];
    ach__finding_text(finding, "wanted", ach__slice_of(wanted[ACH_ENGLISH]));
    ach__finding_text(finding, "wanted_zh", ach__slice_of(wanted[ACH_CHINESE]));
    return false;
}

static bool read_word(ach__reader *reader, const ach__json_value *value, const ach__field *field,
                      int *out) {
    char words[160] = "";
    size_t size = 0;
    ach__suggestion search;
    if (value->type != ACH__JSON_STRING) {
        return refuse_type(reader, value, field);
    }
    ach__suggest_start(&search, value->text);
    for (int i = 0; field->words[i] != NULL; i++) {
        ach__slice word = ach__slice_of(field->words[i]);
        if (ach__slice_equal(word, value->text)) {
            *out = i;
            return true;
        }
        ach__suggest_offer(&search, word);
        size += (size_t)snprintf(words + size, sizeof words - size, "%s%s", i > 0 ? ", " : "",
                                 word.ptr);
        size = size < sizeof words ? size : sizeof words - 1;
    }
    ach__finding *finding = ach__reader_raise(reader, ACH__SCENARIO_WORD, value, field->key);
    ach__reader_say_found(reader, finding, value);
    ach__finding_text(finding, "words", (ach__slice){words, size});
    if (search.best.ptr != NULL) {
        ach__finding_text(finding, "suggestion", search.best);
    }
    return false;
}

static bool read_text(ach__reader *reader, const ach__json_value *value, const ach__field *field,
                      ach__slice *out) {
    bool may_be_empty = field->type == ACH__FIELD_ANY_TEXT;
    if (value->type != ACH__JSON_STRING || (value->text.len == 0 && !may_be_empty)) {
        return refuse_type(reader, value, field);
    }
    *out = value->text;
    return true;
}

static bool read_place(ach__reader *reader, const ach__json_value *value, const ach__field *field,
                       void *out) {
    ach__json_type wanted = field->type == ACH__FIELD_LIST     ? ACH__JSON_ARRAY
                            : field->type == ACH__FIELD_OBJECT ? ACH__JSON_OBJECT
                                                               : ACH__JSON_STRING;
    if (value->type != wanted || (wanted == ACH__JSON_STRING && value->text.len == 0)) {
        return refuse_type(reader, value, field);
    }
    memcpy(out, &value, sizeof value);
    return true;
}

bool ach__reader_value(ach__reader *reader, const ach__json_value *value, const ach__field *field,
                       void *out) {
    bool is_true = value->type == ACH__JSON_TRUE;
    switch (field->type) {
    case ACH__FIELD_WHOLE:
    case ACH__FIELD_SECONDS:
    case ACH__FIELD_SHARE:
        return read_number(reader, value, field, out);
    case ACH__FIELD_SWITCH:
        if (!is_true && value->type != ACH__JSON_FALSE) {
            return refuse_type(reader, value, field);
        }
        memcpy(out, &is_true, sizeof is_true);
        return true;
    case ACH__FIELD_TEXT:
    case ACH__FIELD_ANY_TEXT:
        return read_text(reader, value, field, out);
    case ACH__FIELD_WORD:
        return read_word(reader, value, field, out);
    default:
        return read_place(reader, value, field, out);
    }
}

static void refuse_key(ach__reader *reader, const ach__json_value *member, const ach__field *fields,
                       size_t count) {
    ach__suggestion search;
    ach__suggest_start(&search, member->key);
    for (size_t i = 0; i < count; i++) {
        ach__suggest_offer(&search, ach__slice_of(fields[i].key));
    }
    ach__finding *finding = ach__reader_raise_key(reader, ACH__SCENARIO_KEY_UNKNOWN, member);
    if (search.best.ptr != NULL) {
        ach__finding_text(finding, "suggestion", search.best);
    }
}

uint32_t ach__reader_object(ach__reader *reader, const ach__json_value *object,
                            const ach__field *fields, size_t count, void *out) {
    uint32_t seen = 0;
    const ach__json_value *member = ach__reader_first(reader, object);
    for (; member != NULL; member = ach__reader_next(reader, object, member)) {
        size_t at = 0;
        while (at < count && !ach__slice_equal(member->key, ach__slice_of(fields[at].key))) {
            at++;
        }
        if (at == count) {
            refuse_key(reader, member, fields, count);
        } else {
            (void)ach__reader_value(reader, member, &fields[at],
                                    (unsigned char *)out + fields[at].offset);
            seen |= 1u << at;
        }
    }
    return seen;
}

const ach__json_value *ach__reader_first(const ach__reader *reader, const ach__json_value *list) {
    (void)reader;
    return list->count == 0 ? NULL : list + 1;
}

const ach__json_value *ach__reader_next(const ach__reader *reader, const ach__json_value *list,
                                        const ach__json_value *element) {
    return element->next >= list->next ? NULL : &reader->json.values[element->next];
}
