/* Differences between the node files of one node.
 * SPDX-License-Identifier: MIT */
#include "check/diff_parts.h"
#include "format/json_compact.h"

/* The nodes of both versions under comparison. */
typedef struct pair {
    ach__diff *diff;
    const ach__diff_item *item;
    const ach__node *old;
    const ach__node *new;
    uint32_t told; /* what the table has told already */
} pair;

static bool is_known(const ach__node *node, ach__node_key key) {
    uint32_t bit = 1u << key;
    return (node->usable & bit) != 0 || (node->is_whole && (node->configured & bit) == 0);
}

static ach__finding *raise(const pair *p, ach__node_key key, ach__diff_message message) {
    return ach__diff_raise_node(p->diff, p->item, key, message);
}

static void raise_texts(const pair *p, ach__node_key key, ach__diff_message message, ach__slice old,
                        ach__slice new) {
    ach__finding *finding = raise(p, key, message);
    ach__finding_text(finding, "old", old);
    ach__finding_text(finding, "new", new);
}

/* Which column of the table says the same as a key; none for NodeId, which is never asked for. */
static const ach__column told_by[ACH__NODE_KEYS] = {
    [ACH__KEY_PARENT_NODE] = ACH__COLUMN_PARENT_NODE,
    [ACH__KEY_DEPEND_PARENT] = ACH__COLUMN_DEPEND_PARENT,
    [ACH__KEY_TITLE] = ACH__COLUMN_TITLE,
    [ACH__KEY_UNFINISHED_ICON] = ACH__COLUMN_PRE_PIC,
    [ACH__KEY_FINISHED_ICON] = ACH__COLUMN_FIN_PIC,
    [ACH__KEY_GOAL_DETAILS] = ACH__COLUMN_GOAL_TYPE,
    [ACH__KEY_GOAL_NUMBER] = ACH__COLUMN_TOTAL,
    [ACH__KEY_NODE_DESCRIPTION] = ACH__COLUMN_DESCRIPTION,
    [ACH__KEY_WINDOW_BACKGROUND] = ACH__COLUMN_BACKGROUND,
    [ACH__KEY_IS_HIDDEN] = ACH__COLUMN_IS_HIDDEN,
    [ACH__KEY_FINISH_TIP] = ACH__COLUMN_FINISH_TIP,
    [ACH__KEY_IS_CLOUD] = ACH__COLUMN_IS_CLOUD,
    [ACH__KEY_AUTO_SENT_CLOUD] = ACH__COLUMN_AUTO_SENT_CLOUD,
};

/* What cannot be read is no difference, but the check's matter; what the table has told is told. */
static bool is_to_compare(const pair *p, ach__node_key key) {
    bool is_told = told_by[key] != ACH__COLUMN_NODE_ID && (p->told & 1u << told_by[key]) != 0;
    return !is_told && is_known(p->old, key) && is_known(p->new, key);
}

static void compare_text(const pair *p, ach__node_key key, ach__diff_message message,
                         ach__slice old, ach__slice new) {
    if (is_to_compare(p, key) && !ach__diff_same_text(old, new)) {
        raise_texts(p, key, message, old, new);
    }
}

static void compare_texts(const pair *p) {
    const ach__node *old = p->old;
    const ach__node *new = p->new;
    compare_text(p, ACH__KEY_TITLE, ACH__DIFF_TITLE, old->title, new->title);
    compare_text(p, ACH__KEY_NODE_DESCRIPTION, ACH__DIFF_DESCRIPTION, old->description,
                 new->description);
    compare_text(p, ACH__KEY_UNFINISHED_ICON, ACH__DIFF_ICON_PATH, old->unfinished_icon,
                 new->unfinished_icon);
    compare_text(p, ACH__KEY_FINISHED_ICON, ACH__DIFF_ICON_PATH, old->finished_icon,
                 new->finished_icon);
    if (ach__node_is_root(old) && ach__node_is_root(new)) {
        compare_text(p, ACH__KEY_WINDOW_BACKGROUND, ACH__DIFF_BACKGROUND, old->window_background,
                     new->window_background);
    }
    if (is_to_compare(p, ACH__KEY_PARENT_NODE) && !ach__slice_equal(old->parent, new->parent)) {
        raise_texts(p, ACH__KEY_PARENT_NODE, ach__diff_parent_message(old->parent, new->parent),
                    old->parent, new->parent);
    }
}

static void compare_targets(const pair *p) {
    uint32_t old = p->old->goal_number;
    uint32_t new = p->new->goal_number;
    if (!is_to_compare(p, ACH__KEY_GOAL_NUMBER) || old == 0 || new == 0 || old == new) {
        return;
    }
    ach__finding *finding = raise(p, ACH__KEY_GOAL_NUMBER,
                                  new < old ? ACH__DIFF_TOTAL_LOWERED : ACH__DIFF_TOTAL_RAISED);
    ach__finding_number(finding, "old", old);
    ach__finding_number(finding, "new", new);
}

/* `messages`: switched off, switched on. */
static void compare_switch(const pair *p, ach__node_key key, bool old, bool new,
                           const ach__diff_message messages[2]) {
    if (is_to_compare(p, key) && old != new) {
        (void)raise(p, key, messages[new]);
    }
}

static void compare_switches(const pair *p) {
    static const ach__diff_message cloud[2] = {ACH__DIFF_CLOUD_OFF, ACH__DIFF_CLOUD_ON};
    static const ach__diff_message upload[2] = {ACH__DIFF_UPLOAD_OFF, ACH__DIFF_UPLOAD_ON};
    static const ach__diff_message depend[2] = {ACH__DIFF_DEPEND_OFF, ACH__DIFF_DEPEND_ON};
    static const ach__diff_message hidden[2] = {ACH__DIFF_SHOWN, ACH__DIFF_HIDDEN};
    static const ach__diff_message tip[2] = {ACH__DIFF_TIP_OFF, ACH__DIFF_TIP_ON};
    static const ach__diff_message behind[2] = {ACH__DIFF_ICON_BACKGROUND,
                                                ACH__DIFF_ICON_BACKGROUND};
    const ach__node *old = p->old;
    const ach__node *new = p->new;
    compare_switch(p, ACH__KEY_IS_CLOUD, old->is_cloud, new->is_cloud, cloud);
    if (old->is_cloud && new->is_cloud) { /* without it the switch means nothing */
        compare_switch(p, ACH__KEY_AUTO_SENT_CLOUD, old->auto_sent_cloud, new->auto_sent_cloud,
                       upload);
    }
    compare_switch(p, ACH__KEY_DEPEND_PARENT, old->depend_parent, new->depend_parent, depend);
    compare_switch(p, ACH__KEY_IS_HIDDEN, old->is_hidden, new->is_hidden, hidden);
    compare_switch(p, ACH__KEY_FINISH_TIP, old->finish_tip, new->finish_tip, tip);
    compare_switch(p, ACH__KEY_USE_DEFAULT_ICON_BACKGROUND, old->use_default_icon_background,
                   new->use_default_icon_background, behind);
}

/* The text of a key's value; absent without one. */
static ach__slice json_of(const pair *p, size_t version, ach__node_key key) {
    const ach__node *node = version == ACH__OLD ? p->old : p->new;
    ach__json_spot spot = node->values[key];
    if ((node->configured & 1u << key) == 0) {
        return (ach__slice){NULL, 0};
    }
    return (ach__slice){p->diff->nodes[version]->files[node->file].bytes.ptr + spot.start,
                        spot.end - spot.start};
}

static void write_plainly(ach__buffer *out, ach__arena *scratch, ach__slice text) {
    ach__json json = {0};
    ach__buffer rows;
    ach__buffer_init(&rows, &scratch->allocator, SIZE_MAX);
    ach__json_read(&json, scratch, text);
    if (json.count > 0) {
        ach__json_compact(out, &rows, &json, 0);
    }
    scratch->failed |= rows.failed || out->failed;
    ach__buffer_free(&rows);
}

/* However they are written. */
static bool same_json(const pair *p, ach__slice old, ach__slice new) {
    if (ach__slice_equal(old, new)) {
        return true;
    }
    ach__arena scratch;
    ach__buffer before;
    ach__buffer after;
    ach__arena_init(&scratch, &p->diff->arena.allocator);
    ach__buffer_init(&before, &scratch.allocator, SIZE_MAX);
    ach__buffer_init(&after, &scratch.allocator, SIZE_MAX);
    write_plainly(&before, &scratch, old);
    write_plainly(&after, &scratch, new);
    bool same = before.size == after.size &&
                (before.size == 0 || memcmp(before.data, after.data, before.size) == 0);
    p->diff->arena.failed |= scratch.failed;
    ach__buffer_free(&after);
    ach__buffer_free(&before);
    ach__arena_free(&scratch);
    return same;
}

/* `messages`: changed, given, taken. */
static void compare_json(const pair *p, ach__node_key key, bool has_old, bool has_new,
                         const ach__diff_message messages[3]) {
    if (!is_to_compare(p, key) || (!has_old && !has_new)) {
        return;
    }
    if (has_old != has_new) {
        (void)raise(p, key, messages[has_new ? 1 : 2]);
    } else if (!same_json(p, json_of(p, ACH__OLD, key), json_of(p, ACH__NEW, key))) {
        (void)raise(p, key, messages[0]);
    }
}

void ach__diff_node_files(ach__diff *diff, const ach__diff_item *item, uint32_t told) {
    static const ach__diff_message goal[3] = {ACH__DIFF_GOAL_CHANGED, ACH__DIFF_GOAL_GIVEN,
                                              ACH__DIFF_GOAL_TAKEN};
    static const ach__diff_message reward[3] = {ACH__DIFF_REWARD_CHANGED, ACH__DIFF_REWARD_GIVEN,
                                                ACH__DIFF_REWARD_TAKEN};
    const ach__node *old = ach__diff_node(diff, item, ACH__OLD);
    const ach__node *new = ach__diff_node(diff, item, ACH__NEW);
    const pair p = {diff, item, old, new, told};
    compare_texts(&p);
    compare_targets(&p);
    compare_switches(&p);
    compare_json(&p, ACH__KEY_GOAL_DETAILS, old->goal.type != ACH__GOAL_NONE,
                 new->goal.type != ACH__GOAL_NONE, goal);
    compare_json(&p, ACH__KEY_REWARD, old->reward_count > 0, new->reward_count > 0, reward);
}
