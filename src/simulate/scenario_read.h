/* Reading the values of a scenario by tables of keys.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__SIMULATE_SCENARIO_READ_H
#define ACH__SIMULATE_SCENARIO_READ_H

#include "base/map.h"
#include "format/json.h"
#include "model/node_text.h"
#include "simulate/scenario.h"

/* What a key's value must be, and what it is kept as. */
typedef enum ach__field_type {
    ACH__FIELD_WHOLE,   /* int64_t, least .. most */
    ACH__FIELD_SECONDS, /* int64_t: milliseconds, least .. most */
    ACH__FIELD_SHARE,   /* int64_t: parts of a million */
    ACH__FIELD_SWITCH,  /* bool */
    ACH__FIELD_TEXT,    /* ach__slice, not empty */
    ACH__FIELD_ANY_TEXT,
    ACH__FIELD_WORD,   /* int: its place in `words` */
    ACH__FIELD_LIST,   /* const ach__json_value * */
    ACH__FIELD_OBJECT, /* the same */
    ACH__FIELD_NAME    /* the same, of a text that is not empty */
} ach__field_type;

typedef struct ach__field {
    const char *key;
    ach__field_type type;
    size_t offset; /* in the struct that is filled */
    int64_t least, most;
    const char *const *words;
} ach__field;

typedef struct ach__reader {
    ach__json json;
    ach__node_text text;
    ach__arena *arena;
    ach_diags *diags;
    ach__scenario *scenario;
    ach__map rooms, players, nodes; /* names to their numbers */
} ach__reader;

/* Fills `out` from the members of `object`, tells of keys that are not among the `count` fields and
 * of values that do not fit; these leave their place in `out` as it was. A bit of what is given
 * back: the field is there, good or not. */
uint32_t ach__reader_object(ach__reader *reader, const ach__json_value *object,
                            const ach__field *fields, size_t count, void *out);

/* False after a finding, where `value` is not what a field of this type must be. */
bool ach__reader_value(ach__reader *reader, const ach__json_value *value, const ach__field *field,
                       void *out);

/* A finding at a value, with {key}. */
ach__finding *ach__reader_raise(ach__reader *reader, int message, const ach__json_value *value,
                                const char *key);

/* The same at the key of a member. */
ach__finding *ach__reader_raise_key(ach__reader *reader, int message, const ach__json_value *value);

/* Tells that `object` lacks a key. */
void ach__reader_missing(ach__reader *reader, const ach__json_value *object, const char *key);

/* The elements of a list, one after the other: NULL behind the last. */
const ach__json_value *ach__reader_first(const ach__reader *reader, const ach__json_value *list);
const ach__json_value *ach__reader_next(const ach__reader *reader, const ach__json_value *list,
                                        const ach__json_value *element);

/* What a text of the file says, as findings show it. */
void ach__reader_say_found(ach__reader *reader, ach__finding *finding,
                           const ach__json_value *value);

/* The number behind a name, or ACH__SCENARIO_NONE after a finding. */
size_t ach__reader_name(ach__reader *reader, const ach__map *names, const ach__json_value *value,
                        const char *key);

/* scenario_names.c: rooms, players and nodes; what they are named is then known. */
void ach__reader_names(ach__reader *reader, const ach__json_value *rooms,
                       const ach__json_value *players);
void ach__reader_nodes(ach__reader *reader, const ach__json_value *nodes);
void ach__reader_package(ach__reader *reader, const ach__json_value *value);
void ach__reader_load_players(ach__reader *reader, const ach__json_value *value);

/* scenario_steps.c */
void ach__reader_steps(ach__reader *reader, const ach__json_value *list);

/* scenario_parts.c: network, load, limits, expect. */
void ach__reader_network(ach__reader *reader, const ach__json_value *value);
void ach__reader_load(ach__reader *reader, const ach__json_value *value);
void ach__reader_limits(ach__reader *reader, const ach__json_value *value);
void ach__reader_expect(ach__reader *reader, const ach__json_value *value);

#endif
