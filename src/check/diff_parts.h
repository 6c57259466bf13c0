/* What the parts of a comparison share: the nodes of both versions, matched by id.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__CHECK_DIFF_PARTS_H
#define ACH__CHECK_DIFF_PARTS_H

#include "base/map.h"
#include "check/diff.h"
#include "model/nodes.h"
#include "rules/diff.h"

#include <stdbool.h>

enum { ACH__OLD, ACH__NEW, ACH__VERSIONS };

#define ACH__NOWHERE SIZE_MAX

/* What tells pictures apart: equal for equal pictures. */
typedef struct ach__diff_picture {
    bool is_known; /* false: there is none, or it cannot be read */
    char key[40];
} ach__diff_picture;

/* A node of either version or of both. Where each has it: the first row and the first node file
 * with this id, or ACH__NOWHERE. */
typedef struct ach__diff_item {
    ach__slice id;
    size_t row[ACH__VERSIONS];
    size_t node[ACH__VERSIONS];
} ach__diff_item;

typedef struct ach__diff {
    const ach__diff_side *sides[ACH__VERSIONS];
    ach__nodes *nodes[ACH__VERSIONS]; /* both or none */
    bool has_tables;                  /* both */
    bool has_unknown_file;            /* the new version: any node may be in it */
    ach_diags *diags;
    ach__arena arena; /* all that is below; not needed for printing */
    ach__map by_id;   /* id -> index in items */
    ach__diff_item *items;
    size_t count;
    ach__diff_picture *pictures[ACH__VERSIONS]; /* by icon of the package */
    ach__slice old_path;                        /* what places in the old version begin with */
    ach__slice last_file, last_outside;         /* the file that was last turned outside */
} ach__diff;

static inline const ach__table *ach__diff_table(const ach__diff *diff, size_t version) {
    return &diff->sides[version]->package->table;
}

static inline const ach__node *ach__diff_node(const ach__diff *diff, const ach__diff_item *item,
                                              size_t version) {
    return &diff->nodes[version]->items[item->node[version]];
}

static inline bool ach__diff_is_in_both(const size_t where[ACH__VERSIONS]) {
    return where[ACH__OLD] != ACH__NOWHERE && where[ACH__NEW] != ACH__NOWHERE;
}

static inline bool ach__diff_is_in(const ach__diff_item *item, size_t version) {
    return item->row[version] != ACH__NOWHERE || item->node[version] != ACH__NOWHERE;
}

/* The title as the table gives it, else as the node file does. */
ach__slice ach__diff_title(const ach__diff *diff, const ach__diff_item *item, size_t version);

/* Gives the lines of both tables to the findings. */
void ach__diff_places_start(ach__diff *diff);

/* Places, those of the old version outside the input. */
ach__place ach__diff_row_place(ach__diff *diff, const ach__diff_item *item, size_t version,
                               ach__column column);
ach__place ach__diff_node_place(ach__diff *diff, const ach__diff_item *item, size_t version,
                                ach__node_key key);

/* A difference at the new version's cell or value, with the old one's as related place and the
 * parameter "field". */
ach__finding *ach__diff_raise_row(ach__diff *diff, const ach__diff_item *item, ach__column column,
                                  ach__diff_message message);
ach__finding *ach__diff_raise_node(ach__diff *diff, const ach__diff_item *item, ach__node_key key,
                                   ach__diff_message message);

/* However the line ends in them are written. */
bool ach__diff_same_text(ach__slice left, ach__slice right);

/* Which sentence says that a parent, absent for a root, has become another. */
ach__diff_message ach__diff_parent_message(ach__slice before, ach__slice after);

/* The table's cells of a node that both tables have: bit 1 << column for each that differs. */
uint32_t ach__diff_rows(ach__diff *diff, const ach__diff_item *item);
uint32_t ach__diff_authoring(ach__diff *diff, const ach__diff_item *item); /* called by it */

/* The node files of a node that both versions have, but for what `told` columns have told. */
void ach__diff_node_files(ach__diff *diff, const ach__diff_item *item, uint32_t told);

/* Pictures: false where there is no memory. The table's columns PrePic and FinPic that show
 * another picture are raised and given as bits. */
bool ach__diff_pictures_start(ach__diff *diff);
uint32_t ach__diff_pictures(ach__diff *diff, const ach__diff_item *item);
const ach__diff_picture *ach__diff_picture_of(const ach__diff *diff, const ach__diff_item *item,
                                              size_t version, size_t which);

/* renames[i] becomes the item that removed item i seems to have become, else ACH__NOWHERE; NULL
 * where there is no memory. */
size_t *ach__diff_renames(ach__diff *diff);

#endif
