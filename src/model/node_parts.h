/* What the files that read a node share, and nobody else.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_NODE_PARTS_H
#define ACH__MODEL_NODE_PARTS_H

#include "model/node.h"
#include "rules/node_words.h"
#include "rules/nodes.h"

/* A node while it is read. */
typedef struct ach__node_reading {
    ach__node node;
    ach__node_reader *reader;
    ach__node_text *text;
    size_t unknown;              /* keys that are not known, in all objects of the file */
    ach__json_spot unknown_rest; /* the first that is not told by itself */
    size_t unknown_untold;
    bool is_mute; /* nothing is raised: a list has so many faults that they are only counted */
} ach__node_reading;

/* How some write a key. */
typedef struct ach__node_alias {
    const char *written;
    size_t row;
} ach__node_alias;

/* The keys that an object may have. */
typedef struct ach__node_shape {
    const ach__node_key_row *rows;
    size_t count;            /* at most 32 */
    uint32_t unwanted;       /* bits of rows that are never suggested */
    ach__nodes_message near; /* says that a required key is misspelt */
    const ach__node_alias *aliases;
    size_t alias_count;
} ach__node_shape;

/* Raises a sentence about the key `field` at a stretch; NULL is fine for the calls below. */
ach__finding *ach__node_raise(ach__node_reading *reading, ach__nodes_message message,
                              ach__json_spot spot, ach__slice field);

/* The parameters of the sentences: key, found, wanted, example. */
void ach__node_say_key(ach__finding *finding, const char *key);
void ach__node_say_found(ach__finding *finding, const ach__json_value *value);
void ach__node_say_wanted(ach__finding *finding, ach__node_type type);
void ach__node_say_example(ach__finding *finding, const char *key);

/* A finding at a value, with all four. */
ach__finding *ach__node_raise_value(ach__node_reading *reading, ach__nodes_message message,
                                    const ach__node_key_row *row, const ach__json_value *value);

/* Where to point: at a list or an object by its bracket alone, for it may be many lines. */
ach__json_spot ach__node_value_spot(const ach__json_value *value);

/* Whether such a fault of the JSON lies inside the value, so that nothing needs to be added. */
bool ach__node_was_told(const ach__node_reading *reading, const ach__json_value *value,
                        ach__json_fault_type type);

/* A text that lives as long as the node. */
ach__slice ach__node_keep(ach__node_reading *reading, ach__slice text);

/* The bytes of a value as they are written. */
ach__slice ach__node_written(const ach__node_reading *reading, const ach__json_value *value);

bool ach__node_text_is_blank(ach__slice text);

/* found[i]: the first member of `object` with the name of row i, or NULL. Gives how many members
 * have none of the names. */
size_t ach__node_members(const ach__node_reading *reading, const ach__json_value *object,
                         const ach__node_shape *shape, const ach__json_value **found);

/* Tells of the members with other names. One that is nearly a key that is required (a bit of
 * `required` each) and absent is taken for it in `found`. */
void ach__node_members_unknown(ach__node_reading *reading, const ach__json_value *object,
                               const ach__node_shape *shape, uint32_t required,
                               const ach__json_value **found);

/* Whether any member has nearly a name of the shape. */
bool ach__node_members_resemble(const ach__node_reading *reading, const ach__json_value *object,
                                const ach__node_shape *shape);

/* Tells how many unknown keys were not told one by one. */
void ach__node_unknown_finish(ach__node_reading *reading);

/* The values of keys; false (told) where one cannot be used. */
bool ach__node_icon_read(ach__node_reading *reading, ach__node_key key,
                         const ach__json_value *value);
bool ach__node_goal_number_read(ach__node_reading *reading, const ach__json_value *value);
bool ach__node_goal_read(ach__node_reading *reading, const ach__json_value *value);
bool ach__node_rewards_read(ach__node_reading *reading, const ach__json_value *list);

#endif
