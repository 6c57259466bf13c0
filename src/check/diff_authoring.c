/* Differences between the authoring columns of one node in two tables.
 * SPDX-License-Identifier: MIT */
#include "check/diff_parts.h"
#include "model/authoring.h"

/* The two rows under comparison. */
typedef struct pair {
    ach__diff *diff;
    const ach__diff_item *item;
    const ach__table *tables[ACH__VERSIONS];
    const ach__row *rows[ACH__VERSIONS];
} pair;

/* A table without any of these columns, that of a finished zip for example, does not tell; one that
 * has some has the default where a column or a text is left out. */
static bool texts_of(const pair *p, ach__column column, ach__slice texts[ACH__VERSIONS]) {
    for (size_t version = 0; version < ACH__VERSIONS; version++) {
        const ach__table *table = p->tables[version];
        if (!ach__table_has_authoring(table) ||
            ach__row_cell(table, p->rows[version], column).is_damaged) {
            return false;
        }
        texts[version] = ach__row_text(table, p->rows[version], column);
    }
    return true;
}

static uint32_t raise_texts(const pair *p, ach__column column, ach__diff_message message,
                            const ach__slice texts[ACH__VERSIONS]) {
    ach__finding *finding = ach__diff_raise_row(p->diff, p->item, column, message);
    ach__finding_text(finding, "old", texts[ACH__OLD]);
    ach__finding_text(finding, "new", texts[ACH__NEW]);
    return 1u << column;
}

static uint32_t compare_parents(const pair *p) {
    ach__slice texts[ACH__VERSIONS];
    if (!texts_of(p, ACH__COLUMN_PARENT_NODE, texts) ||
        ach__slice_equal(texts[ACH__OLD], texts[ACH__NEW])) {
        return 0;
    }
    return raise_texts(p, ACH__COLUMN_PARENT_NODE,
                       ach__diff_parent_message(texts[ACH__OLD], texts[ACH__NEW]), texts);
}

static uint32_t compare_backgrounds(const pair *p) {
    ach__slice texts[ACH__VERSIONS];
    if (!texts_of(p, ACH__COLUMN_BACKGROUND, texts) ||
        ach__slice_equal(texts[ACH__OLD], texts[ACH__NEW]) ||
        !ach__row_is_root(p->tables[ACH__OLD], p->rows[ACH__OLD]) ||
        !ach__row_is_root(p->tables[ACH__NEW], p->rows[ACH__NEW])) {
        return 0;
    }
    return raise_texts(p, ACH__COLUMN_BACKGROUND, ACH__DIFF_BACKGROUND, texts);
}

/* False where a switch has a word that is none. */
static bool switches_of(const pair *p, ach__column column, bool by_default,
                        bool on[ACH__VERSIONS]) {
    for (size_t version = 0; version < ACH__VERSIONS; version++) {
        ach__switch word = ach__row_switch(p->tables[version], p->rows[version], column);
        if (word == ACH__SWITCH_ODD) {
            return false;
        }
        on[version] = word == ACH__SWITCH_BLANK ? by_default : word == ACH__SWITCH_ON;
    }
    return true;
}

/* `messages`: switched off, switched on. */
static uint32_t compare_switch(const pair *p, ach__column column, bool by_default,
                               const ach__diff_message messages[2]) {
    bool on[ACH__VERSIONS];
    ach__slice texts[ACH__VERSIONS];
    if (!texts_of(p, column, texts) || !switches_of(p, column, by_default, on) ||
        on[ACH__OLD] == on[ACH__NEW]) {
        return 0;
    }
    (void)ach__diff_raise_row(p->diff, p->item, column, messages[on[ACH__NEW]]);
    return 1u << column;
}

/* A row is in the cloud unless it says no, so here a table without such columns tells as well. */
static uint32_t compare_clouds(const pair *p) {
    bool on[ACH__VERSIONS];
    if (!switches_of(p, ACH__COLUMN_IS_CLOUD, true, on)) {
        return 0;
    }
    if (on[ACH__OLD] != on[ACH__NEW]) {
        (void)ach__diff_raise_row(p->diff, p->item, ACH__COLUMN_IS_CLOUD,
                                  on[ACH__NEW] ? ACH__DIFF_CLOUD_ON : ACH__DIFF_CLOUD_OFF);
        return 1u << ACH__COLUMN_IS_CLOUD;
    }
    static const ach__diff_message upload[2] = {ACH__DIFF_UPLOAD_OFF, ACH__DIFF_UPLOAD_ON};
    return on[ACH__NEW] ? compare_switch(p, ACH__COLUMN_AUTO_SENT_CLOUD, true, upload) : 0;
}

static uint32_t compare_goals(const pair *p) {
    ach__slice types[ACH__VERSIONS];
    ach__slice targets[ACH__VERSIONS];
    if (!texts_of(p, ACH__COLUMN_GOAL_TYPE, types) ||
        !texts_of(p, ACH__COLUMN_GOAL_TARGET, targets)) {
        return 0;
    }
    bool same_type = ach__slice_equal(types[ACH__OLD], types[ACH__NEW]);
    bool has_none = types[ACH__OLD].len == 0 && types[ACH__NEW].len == 0;
    if (same_type && (has_none || ach__slice_equal(targets[ACH__OLD], targets[ACH__NEW]))) {
        return 0;
    }
    (void)ach__diff_raise_row(p->diff, p->item,
                              same_type ? ACH__COLUMN_GOAL_TARGET : ACH__COLUMN_GOAL_TYPE,
                              types[ACH__OLD].len == 0   ? ACH__DIFF_GOAL_GIVEN
                              : types[ACH__NEW].len == 0 ? ACH__DIFF_GOAL_TAKEN
                                                         : ACH__DIFF_GOAL_CHANGED);
    return 1u << ACH__COLUMN_GOAL_TYPE;
}

uint32_t ach__diff_authoring(ach__diff *diff, const ach__diff_item *item) {
    static const ach__diff_message depend[2] = {ACH__DIFF_DEPEND_OFF, ACH__DIFF_DEPEND_ON};
    static const ach__diff_message hidden[2] = {ACH__DIFF_SHOWN, ACH__DIFF_HIDDEN};
    static const ach__diff_message tip[2] = {ACH__DIFF_TIP_OFF, ACH__DIFF_TIP_ON};
    pair p = {.diff = diff, .item = item};
    for (size_t version = 0; version < ACH__VERSIONS; version++) {
        p.tables[version] = ach__diff_table(diff, version);
        p.rows[version] = &p.tables[version]->rows[item->row[version]];
    }
    return compare_parents(&p) | compare_clouds(&p) | compare_goals(&p) |
           compare_switch(&p, ACH__COLUMN_DEPEND_PARENT, false, depend) |
           compare_switch(&p, ACH__COLUMN_IS_HIDDEN, false, hidden) |
           compare_switch(&p, ACH__COLUMN_FINISH_TIP, true, tip) | compare_backgrounds(&p);
}
