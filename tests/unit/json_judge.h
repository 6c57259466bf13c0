/* Our JSON reader against jansson: the same texts are called good, and they say the same.
 * SPDX-License-Identifier: MIT */
#ifndef TESTS_UNIT_JSON_JUDGE_H
#define TESTS_UNIT_JSON_JUDGE_H

#include "base/utf8.h"
#include "format/json.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool json_same_text(ach__slice ours, const char *theirs, size_t size) {
    return ours.len == size && (size == 0 || memcmp(ours.ptr, theirs, size) == 0);
}

static inline bool json_same_number(const ach__json_value *ours, const json_t *theirs) {
    if (ours->type == ACH__JSON_INTEGER) {
        return json_is_integer(theirs) && json_integer_value(theirs) == ours->integer;
    }
    char digits[512];
    if (!json_is_real(theirs)) {
        return false;
    }
    if (ours->text.len >= sizeof digits) {
        return true; /* spelt at length: not worth the memory */
    }
    memcpy(digits, ours->text.ptr, ours->text.len);
    digits[ours->text.len] = '\0';
    return strtod(digits, NULL) == json_real_value(theirs);
}

/* Whether values[at] says what jansson says. Only for texts without faults, so 32 levels deep. */
static inline bool json_same(const ach__json *json, size_t at, json_t *theirs) {
    const ach__json_value *ours = &json->values[at];
    size_t member = at + 1;
    size_t count = 0;
    json_t *value;
    const char *key;
    switch (ours->type) {
    case ACH__JSON_NULL:
        return json_is_null(theirs) && ours->next == at + 1;
    case ACH__JSON_FALSE:
        return json_is_false(theirs) && ours->next == at + 1;
    case ACH__JSON_TRUE:
        return json_is_true(theirs) && ours->next == at + 1;
    case ACH__JSON_STRING:
        return json_is_string(theirs) && ours->next == at + 1 &&
               json_same_text(ours->text, json_string_value(theirs), json_string_length(theirs));
    case ACH__JSON_ARRAY:
        if (!json_is_array(theirs)) {
            return false;
        }
        for (; count < json_array_size(theirs); count++, member = json->values[member].next) {
            if (member >= ours->next || json->values[member].key.ptr != NULL ||
                !json_same(json, member, json_array_get(theirs, count))) {
                return false;
            }
        }
        return member == ours->next && count == ours->count;
    case ACH__JSON_OBJECT:
        if (!json_is_object(theirs)) {
            return false;
        }
        json_object_foreach(theirs, key, value) {
            if (member >= ours->next ||
                !json_same_text(json->values[member].key, key, strlen(key)) ||
                !json_same(json, member, value)) {
                return false;
            }
            member = json->values[member].next;
            count++;
        }
        return member == ours->next && count == ours->count;
    default:
        return json_same_number(ours, theirs);
    }
}

/* Faults of texts that jansson takes: our limits, and NUL, which it was told to allow. */
static inline bool json_fault_is_ours(ach__json_fault_type type) {
    return type == ACH__JSON_FAULT_LARGE || type == ACH__JSON_FAULT_DEEP ||
           type == ACH__JSON_FAULT_NUL;
}

/* NULL, or in what our reading of `text` differs from jansson's. */
static inline const char *json_disagreement(const ach__json *json, ach__slice text) {
    json_error_t error;
    json_t *theirs = json_loadb(text.ptr == NULL ? "" : text.ptr, text.len,
                                JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    const char *told =
        json->fault_count == 0 && !json->is_whole ? "not whole, and no fault tells why" : NULL;
    if (theirs == NULL) {
        /* Numbers beyond its types are numbers to us. */
        bool is_range = json_error_code(&error) == json_error_numeric_overflow;
        return json->fault_count == 0 && !is_range ? "jansson refuses it and we do not" : NULL;
    }
    /* jansson 2.14 loses a NUL byte that stands behind a number or a word. */
    bool has_nul = text.len > 0 && memchr(text.ptr, 0, text.len) != NULL;
    for (size_t i = 0; i < json->fault_count && !has_nul; i++) {
        if (!json_fault_is_ours(json->faults[i].type)) {
            told = "jansson takes it and we do not";
        }
    }
    if (json->fault_count == 0 && (json->count == 0 || !json_same(json, 0, theirs))) {
        told = "jansson reads something else";
    }
    json_decref(theirs);
    return told;
}

static inline bool json_spot_is_inside(ach__json_spot spot, ach__json_spot outer) {
    return outer.start <= spot.start && spot.start <= spot.end && spot.end <= outer.end;
}

/* NULL, or how values or faults are not as the header promises, whatever the text. */
static inline const char *json_disorder(const ach__json *json, ach__slice text) {
    const ach__json_spot whole = {0, (uint32_t)text.len};
    size_t ends[ACH__JSON_LEVELS_MOST + 2] = {json->count};
    size_t counts[ACH__JSON_LEVELS_MOST + 2] = {1};
    size_t depth = 0;
    for (size_t i = 0; i < json->count; i++) {
        const ach__json_value *value = &json->values[i];
        while (depth > 0 && ends[depth] == i) {
            if (counts[depth] != 0) {
                return "a wrong count";
            }
            depth--;
        }
        if (counts[depth]-- == 0 || value->next <= i || value->next > ends[depth]) {
            return "values out of their container";
        }
        if (!json_spot_is_inside(value->place, whole) ||
            !json_spot_is_inside(value->key_place, whole) || value->place.end == 0) {
            return "a place outside of the text";
        }
        if (!ach__utf8_is_valid(value->key) || !ach__utf8_is_valid(value->text)) {
            return "a text that is no UTF-8";
        }
        if (value->next > i + 1 || value->count > 0) {
            depth++;
            if (depth > ACH__JSON_LEVELS_MOST) {
                return "too many levels";
            }
            ends[depth] = value->next;
            counts[depth] = value->count;
        }
    }
    if (json->fault_count > ACH__JSON_FAULTS_MOST) {
        return "too many faults";
    }
    for (size_t i = 0; i < json->fault_count; i++) {
        const ach__json_fault *fault = &json->faults[i];
        if (!json_spot_is_inside(fault->place, whole) ||
            !json_spot_is_inside(fault->other, whole)) {
            return "a fault outside of the text";
        }
        if (i > 0 && fault[-1].place.start > fault->place.start) {
            return "faults out of order";
        }
    }
    return NULL;
}

#endif
