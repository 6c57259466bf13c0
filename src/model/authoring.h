/* The authoring columns: what their cells say about the node of a row.
 * SPDX-License-Identifier: MIT */
#ifndef ACH__MODEL_AUTHORING_H
#define ACH__MODEL_AUTHORING_H

#include "base/slice.h"
#include "model/node.h"
#include "model/table.h"

#include <stdbool.h>

typedef enum ach__switch {
    ACH__SWITCH_BLANK, /* or there is no such column: the default */
    ACH__SWITCH_OFF,
    ACH__SWITCH_ON,
    ACH__SWITCH_ODD /* none of the words */
} ach__switch;

/* A cell without the spaces around it; absent where it is damaged or there is none. */
ach__slice ach__row_text(const ach__table *table, const ach__row *row, ach__column column);

/* TRUE and FALSE in any case, as spreadsheets write them, 1/0, yes/no, 是/否. */
ach__switch ach__row_switch(const ach__table *table, const ach__row *row, ach__column column);

/* True for a row whose IsCloud says no: its node is never uploaded, so the row is not packed. A row
 * that does not say is a cloud achievement. */
bool ach__row_is_local(const ach__table *table, const ach__row *row);

/* True for a row without ParentNode. */
bool ach__row_is_root(const ach__table *table, const ach__row *row);

/* What GoalType says. */
ach__goal_type ach__row_goal(const ach__table *table, const ach__row *row);

/* "minecraft:cow": letters, digits and _ . - / around one colon. */
bool ach__goal_target_is_good(ach__slice target);

typedef enum ach__picture_path_fault {
    ACH__PICTURE_PATH_FINE,
    ACH__PICTURE_PATH_EXTENSION, /* ends as a picture file does */
    ACH__PICTURE_PATH_OUTSIDE,   /* not in textures/ */
    ACH__PICTURE_PATH_ODD        /* a back slash, a colon, an empty part, "." or "..", a control
                                    character */
} ach__picture_path_fault;

/* A path inside a resource pack, without extension, as node files name pictures. */
ach__picture_path_fault ach__picture_path_judge(ach__slice path);

/* ".png", ".jpg" and the like at the end; 0 where there is none. */
size_t ach__picture_extension(ach__slice path);

#endif
