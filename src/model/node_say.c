/* Raising findings about a node, and the words in them.
 * SPDX-License-Identifier: MIT */
#include "model/node_parts.h"

ach__finding *ach__node_raise(ach__node_reading *reading, ach__nodes_message message,
                              ach__json_spot spot, ach__slice field) {
    if (reading->is_mute) {
        return NULL;
    }
    ach__node_reader *reader = reading->reader;
    ach__place place = ach__node_text_place(reading->text, spot, reader->places, reader->diags);
    place.node_id = reading->node.id;
    place.field = field;
    return ach__diags_add(reader->diags, &ach__nodes_messages[message], &place);
}

static ach__node_word word_of_value(const ach__json_value *value) {
    switch (value->type) {
    case ACH__JSON_FALSE:
        return ACH__WORD_FALSE;
    case ACH__JSON_TRUE:
        return ACH__WORD_TRUE;
    case ACH__JSON_INTEGER:
    case ACH__JSON_REAL:
        return ACH__WORD_NUMBER;
    case ACH__JSON_STRING:
        return ach__node_text_is_blank(value->text) ? ACH__WORD_TEXT_EMPTY : ACH__WORD_TEXT;
    case ACH__JSON_ARRAY:
        return ACH__WORD_LIST;
    case ACH__JSON_OBJECT:
        return ACH__WORD_OBJECT;
    case ACH__JSON_NULL:
        break;
    }
    return ACH__WORD_NULL;
}

static ach__node_word word_of_type(ach__node_type type) {
    switch (type) {
    case ACH__NODE_SWITCH:
        return ACH__WORD_SWITCH;
    case ACH__NODE_NUMBER:
        return ACH__WORD_NUMBER;
    case ACH__NODE_OBJECT:
        return ACH__WORD_OBJECT;
    case ACH__NODE_LIST:
        return ACH__WORD_LIST;
    case ACH__NODE_TEXT:
        break;
    }
    return ACH__WORD_TEXT;
}

void ach__node_say_key(ach__finding *finding, const char *key) {
    ach__finding_text(finding, "key", ach__slice_of(key));
}

void ach__node_say_found(ach__finding *finding, const ach__json_value *value) {
    const char *const *word = ach__node_words[word_of_value(value)];
    ach__finding_text(finding, "found", ach__slice_of(word[ACH_ENGLISH]));
    ach__finding_text(finding, "found_zh", ach__slice_of(word[ACH_CHINESE]));
}

void ach__node_say_wanted(ach__finding *finding, ach__node_type type) {
    const char *const *word = ach__node_words[word_of_type(type)];
    ach__finding_text(finding, "wanted", ach__slice_of(word[ACH_ENGLISH]));
    ach__finding_text(finding, "wanted_zh", ach__slice_of(word[ACH_CHINESE]));
}

void ach__node_say_example(ach__finding *finding, const char *key) {
    const ach__node_example *row = ach__node_examples;
    while (row->key != NULL && strcmp(row->key, key) != 0) {
        row++;
    }
    ach__finding_text(finding, "example", ach__slice_of(row->text[ACH_ENGLISH]));
    ach__finding_text(finding, "example_zh", ach__slice_of(row->text[ACH_CHINESE]));
}

ach__finding *ach__node_raise_value(ach__node_reading *reading, ach__nodes_message message,
                                    const ach__node_key_row *row, const ach__json_value *value) {
    ach__finding *finding =
        ach__node_raise(reading, message, ach__node_value_spot(value), ach__slice_of(row->name));
    ach__node_say_key(finding, row->name);
    ach__node_say_wanted(finding, row->type);
    ach__node_say_found(finding, value);
    ach__node_say_example(finding, row->name);
    return finding;
}

ach__json_spot ach__node_value_spot(const ach__json_value *value) {
    ach__json_spot spot = value->place;
    if (value->type == ACH__JSON_ARRAY || value->type == ACH__JSON_OBJECT) {
        spot.end = spot.start + (spot.end > spot.start);
    }
    return spot;
}

bool ach__node_was_told(const ach__node_reading *reading, const ach__json_value *value,
                        ach__json_fault_type type) {
    const ach__json *json = &reading->reader->json;
    for (size_t i = 0; i < json->fault_count; i++) {
        const ach__json_fault *fault = &json->faults[i];
        if (fault->type == type && fault->place.start >= value->place.start &&
            fault->place.start < value->place.end) {
            return true;
        }
    }
    return false;
}

ach__slice ach__node_keep(ach__node_reading *reading, ach__slice text) {
    ach__slice bytes = reading->text->bytes;
    if (text.ptr == NULL || (text.ptr >= bytes.ptr && text.ptr <= bytes.ptr + bytes.len)) {
        return text;
    }
    return ach__slice_copy(reading->reader->arena, text);
}

ach__slice ach__node_written(const ach__node_reading *reading, const ach__json_value *value) {
    return (ach__slice){reading->text->bytes.ptr + value->place.start,
                        value->place.end - value->place.start};
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

bool ach__node_text_is_blank(ach__slice text) {
    const ach__slice wide = ACH__SLICE("\xE3\x80\x80");
    while (text.len > 0) {
        bool is_wide = ach__slice_starts(text, wide);
        if (!is_wide && !is_blank(text.ptr[0])) {
            return false;
        }
        text = ach__slice_skip(text, is_wide ? wide.len : 1);
    }
    return true;
}
