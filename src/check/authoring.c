/* Checks the cells of the authoring columns, so that node files can be made from them.
 * SPDX-License-Identifier: MIT */
#include "check/authoring.h"

#include "base/map.h"
#include "base/suggest.h"
#include "model/authoring.h"
#include "rules/authoring.h"
#include "rules/node_tree.h"
#include "rules/table.h"

/* A row under check. */
typedef struct subject {
    const ach__table *table;
    const ach__row *row;
    ach_diags *diags;
} subject;

static ach__slice text_of(const subject *s, ach__column column) {
    return ach__row_text(s->table, s->row, column);
}

static ach__finding *report(const subject *s, ach__column column, int message) {
    ach__place place = ach__table_place(s->table, s->row, column);
    return ach__diags_add(s->diags, &ach__authoring_messages[message], &place);
}

static void check_switch(const subject *s, ach__column column, const char *otherwise) {
    if (ach__row_switch(s->table, s->row, column) != ACH__SWITCH_ODD) {
        return;
    }
    ach__finding *finding = report(s, column, ACH__AUTHORING_SWITCH);
    ach__finding_text(finding, "column", ach__column_name(column));
    ach__finding_text(finding, "value", text_of(s, column));
    ach__finding_text(finding, "default", ach__slice_of(otherwise));
}

static void check_switches(const subject *s) {
    check_switch(s, ACH__COLUMN_DEPEND_PARENT, "FALSE");
    check_switch(s, ACH__COLUMN_IS_HIDDEN, "FALSE");
    check_switch(s, ACH__COLUMN_FINISH_TIP, "TRUE");
    check_switch(s, ACH__COLUMN_IS_CLOUD, "TRUE");
    check_switch(s, ACH__COLUMN_AUTO_SENT_CLOUD, "TRUE");
    /* FALSE in a whole column is how spreadsheets are filled in, and does no harm. */
    if (ach__row_switch(s->table, s->row, ACH__COLUMN_DEPEND_PARENT) == ACH__SWITCH_ON &&
        ach__row_is_root(s->table, s->row)) {
        (void)report(s, ACH__COLUMN_DEPEND_PARENT, ACH__AUTHORING_DEPEND_ROOT);
    }
    if (ach__row_switch(s->table, s->row, ACH__COLUMN_AUTO_SENT_CLOUD) == ACH__SWITCH_ON &&
        ach__row_is_local(s->table, s->row)) {
        (void)report(s, ACH__COLUMN_AUTO_SENT_CLOUD, ACH__AUTHORING_AUTO_LOCAL);
    }
}

/* What a wrong GoalType was probably meant to be; absent where it cannot be told. */
static ach__slice suggest_goal(ach__slice text) {
    const ach__slice kill = ACH__SLICE("default_kill");
    const ach__slice get = ACH__SLICE("default_get");
    ach__suggestion search;
    ach__suggest_start(&search, text);
    ach__suggest_offer(&search, kill);
    ach__suggest_offer(&search, get);
    if (search.best.ptr != NULL) {
        return search.best;
    }
    if (ach__slice_ends_ignoring_case(text, ACH__SLICE("kill"))) {
        return kill;
    }
    return ach__slice_ends_ignoring_case(text, ACH__SLICE("get")) ? get : (ach__slice){NULL, 0};
}

static void report_goal_type(const subject *s, ach__slice text) {
    ach__slice near = suggest_goal(text);
    ach__finding *finding =
        report(s, ACH__COLUMN_GOAL_TYPE,
               near.ptr == NULL ? ACH__AUTHORING_GOAL_TYPE : ACH__AUTHORING_GOAL_TYPE_NEAR);
    ach__finding_text(finding, "value", text);
    if (near.ptr != NULL) {
        ach__finding_text(finding, "suggestion", near);
    }
}

/* Of two columns that belong together the one that is there is shown where the other is missing. */
static ach__column shown(const subject *s, ach__column wanted, ach__column other) {
    return s->table->has[wanted] ? wanted : other;
}

static void check_goal(const subject *s) {
    ach__slice type = text_of(s, ACH__COLUMN_GOAL_TYPE);
    ach__slice target = text_of(s, ACH__COLUMN_GOAL_TARGET);
    ach__goal_type goal = ach__row_goal(s->table, s->row);
    ach__slice example =
        goal == ACH__GOAL_GET ? ACH__SLICE("minecraft:wool") : ACH__SLICE("minecraft:cow");
    if (goal == ACH__GOAL_ODD) {
        report_goal_type(s, type);
    } else if (goal == ACH__GOAL_NONE && target.len > 0) {
        ach__column column = shown(s, ACH__COLUMN_GOAL_TYPE, ACH__COLUMN_GOAL_TARGET);
        ach__finding_text(report(s, column, ACH__AUTHORING_GOAL_TYPE_MISSING), "target", target);
    } else if (goal != ACH__GOAL_NONE && target.len == 0) {
        ach__column column = shown(s, ACH__COLUMN_GOAL_TARGET, ACH__COLUMN_GOAL_TYPE);
        ach__finding *finding = report(s, column, ACH__AUTHORING_GOAL_TARGET_MISSING);
        ach__finding_text(finding, "type", type);
        ach__finding_text(finding, "example", example);
    }
    if (target.len > 0 && !ach__goal_target_is_good(target)) {
        ach__finding *finding = report(s, ACH__COLUMN_GOAL_TARGET, ACH__AUTHORING_GOAL_TARGET);
        ach__finding_text(finding, "value", target);
        ach__finding_text(finding, "example", example);
    }
}

static void check_background(const subject *s) {
    ach__slice path = text_of(s, ACH__COLUMN_BACKGROUND);
    if (path.len == 0) {
        return;
    }
    if (!ach__row_is_root(s->table, s->row)) {
        ach__finding_text(report(s, ACH__COLUMN_BACKGROUND, ACH__AUTHORING_BACKGROUND_CHILD),
                          "parent", text_of(s, ACH__COLUMN_PARENT_NODE));
        return;
    }
    static const int messages[] = {
        [ACH__PICTURE_PATH_EXTENSION] = ACH__AUTHORING_BACKGROUND_ENDING,
        [ACH__PICTURE_PATH_OUTSIDE] = ACH__AUTHORING_BACKGROUND_OUTSIDE,
        [ACH__PICTURE_PATH_ODD] = ACH__AUTHORING_BACKGROUND_ODD,
    };
    ach__picture_path_fault fault = ach__picture_path_judge(path);
    if (fault == ACH__PICTURE_PATH_FINE) {
        return;
    }
    ach__finding *finding = report(s, ACH__COLUMN_BACKGROUND, messages[fault]);
    ach__finding_text(finding, "value", path);
    if (fault == ACH__PICTURE_PATH_EXTENSION) {
        ach__finding_text(finding, "suggestion",
                          (ach__slice){path.ptr, path.len - ach__picture_extension(path)});
    }
}

/* A cloud node that waits for a parent which is not in the cloud: the same as in node files. */
static void check_depend(const ach__package *package, size_t index, ach_diags *diags) {
    const ach__table *table = &package->table;
    const ach__row *row = &table->rows[index];
    size_t parent =
        index < package->tree.count ? package->tree.parent[index] : (size_t)ACH__NO_NODE;
    /* Where there are node files, it is told of them. */
    if (package->nodes != NULL || parent == ACH__NO_NODE || ach__row_is_local(table, row) ||
        ach__row_switch(table, row, ACH__COLUMN_DEPEND_PARENT) != ACH__SWITCH_ON ||
        !ach__row_is_local(table, &table->rows[parent])) {
        return;
    }
    ach__place place = ach__table_place(table, row, ACH__COLUMN_DEPEND_PARENT);
    ach__place other = ach__table_place(table, &table->rows[parent], ACH__COLUMN_IS_CLOUD);
    ach__finding *finding =
        ach__diags_add(diags, &ach__node_tree_messages[ACH__NODE_DEPEND_CLOUD_ROW], &place);
    ach__finding_text(finding, "id", ach__row_text(table, row, ACH__COLUMN_NODE_ID));
    ach__finding_text(finding, "parent",
                      ach__row_text(table, &table->rows[parent], ACH__COLUMN_NODE_ID));
    ach__finding_related(finding, &ach__parent_is_local, &other);
}

void ach__check_authoring(const ach__package *package, bool for_package, ach_diags *diags) {
    const ach__table *table = &package->table;
    if (!package->has_table || !ach__table_has_authoring(table)) {
        return;
    }
    size_t local = 0;
    for (size_t i = 0; i < table->count; i++) {
        const subject s = {table, &table->rows[i], diags};
        check_switches(&s);
        check_goal(&s);
        check_background(&s);
        check_depend(package, i, diags);
        local += ach__row_is_local(table, &table->rows[i]);
    }
    if (for_package && table->count > 0 && local == table->count) {
        ach__place place = ach__table_place(table, &table->rows[0], ACH__COLUMN_IS_CLOUD);
        (void)ach__diags_add(diags, &ach__table_messages[ACH__ROWS_LOCAL], &place);
    }
}
