/* The keys of a node file and what may stand behind them.
 * SPDX-License-Identifier: MIT */
#include "model/node_keys.h"

const ach__node_key_row ach__node_keys[ACH__NODE_KEYS] = {
    [ACH__KEY_NODE_ID] = {"node_ID", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [ACH__KEY_PARENT_NODE] = {"parent_node", ACH__NODE_TEXT, ACH__NODE_CHILD_ONLY, true, false},
    [ACH__KEY_DEPEND_PARENT] = {"depend_parent", ACH__NODE_SWITCH, ACH__NODE_CHILD_ONLY, false,
                                false},
    [ACH__KEY_TITLE] = {"title", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [ACH__KEY_UNFINISHED_ICON] = {"unfinished_icon", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true,
                                  false},
    [ACH__KEY_FINISHED_ICON] = {"finished_icon", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true, false},
    [ACH__KEY_USE_DEFAULT_ICON_BACKGROUND] = {"use_default_icon_background", ACH__NODE_SWITCH,
                                              ACH__NODE_ANYWHERE, false, true},
    [ACH__KEY_GOAL_DETAILS] = {"goal_details", ACH__NODE_OBJECT, ACH__NODE_ANYWHERE, false, false},
    [ACH__KEY_GOAL_NUMBER] = {"goal_number", ACH__NODE_NUMBER, ACH__NODE_ANYWHERE, true, false},
    [ACH__KEY_NODE_DESCRIPTION] = {"node_description", ACH__NODE_TEXT, ACH__NODE_ANYWHERE, true,
                                   false},
    [ACH__KEY_WINDOW_BACKGROUND] = {"window_background", ACH__NODE_TEXT, ACH__NODE_ROOT_ONLY, true,
                                    false},
    [ACH__KEY_REWARD] = {"reward", ACH__NODE_LIST, ACH__NODE_ANYWHERE, false, false},
    [ACH__KEY_IS_HIDDEN] = {"is_hidden", ACH__NODE_SWITCH, ACH__NODE_ANYWHERE, false, false},
    [ACH__KEY_FINISH_TIP] = {"finish_tip", ACH__NODE_SWITCH, ACH__NODE_ANYWHERE, false, true},
    [ACH__KEY_IS_CLOUD] = {"is_cloud", ACH__NODE_SWITCH, ACH__NODE_ANYWHERE, false, false},
    [ACH__KEY_AUTO_SENT_CLOUD] = {"auto_sent_cloud", ACH__NODE_SWITCH, ACH__NODE_ANYWHERE, false,
                                  true},
};

size_t ach__node_row_named(const ach__node_key_row *rows, size_t count, ach__slice name) {
    size_t i = 0;
    while (i < count && !ach__slice_equal(ach__slice_of(rows[i].name), name)) {
        i++;
    }
    return i;
}

ach__node_key ach__node_key_named(ach__slice name) {
    return (ach__node_key)ach__node_row_named(ach__node_keys, ACH__NODE_KEYS, name);
}
