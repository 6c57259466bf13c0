/* What programs that are built already rely on: the places of the fields in public structs, and the
 * numbers of public constants. On x86-64, the one that is pinned here.
 * SPDX-License-Identifier: MIT */
#include <achpack/achpack.h>
#include <achpack/catalogue.h>
#include <achpack/package.h>
#include <achpack/store.h>
#include <achpack/tree.h>

#include <stddef.h>
#include <stdio.h>

struct row {
    const char *what;
    size_t is;
    size_t pinned;
};

#define SIZE(type, pinned)                                                                         \
    { "sizeof " #type, sizeof(type), pinned }
#define FIELD(type, field, pinned)                                                                 \
    { #type "." #field, offsetof(type, field), pinned }
#define VALUE(name, pinned)                                                                        \
    { #name, (size_t)(name), pinned }

/* The options may grow at their end: then their size here changes, and nothing else. */
static const struct row rows[] = {
    SIZE(ach_allocator, 16),
    FIELD(ach_allocator, user, 0),
    FIELD(ach_allocator, resize, 8),
    SIZE(ach_package_options, 72),
    FIELD(ach_package_options, size, 0),
    FIELD(ach_package_options, flags, 8),
    FIELD(ach_package_options, allocator, 16),
    FIELD(ach_package_options, max_archive_bytes, 24),
    FIELD(ach_package_options, max_entries, 32),
    FIELD(ach_package_options, max_entry_bytes, 40),
    FIELD(ach_package_options, max_total_bytes, 48),
    FIELD(ach_package_options, max_ratio, 56),
    FIELD(ach_package_options, max_memory, 64),
    SIZE(ach_bytes, 16),
    FIELD(ach_bytes, data, 0),
    FIELD(ach_bytes, size, 8),
    SIZE(ach_node, 128),
    FIELD(ach_node, index, 0),
    FIELD(ach_node, text, 8),
    FIELD(ach_node, total, 120),
    FIELD(ach_node, rank, 124),
    SIZE(ach_finding, 80),
    FIELD(ach_finding, code, 0),
    FIELD(ach_finding, severity, 8),
    FIELD(ach_finding, file, 16),
    FIELD(ach_finding, line, 24),
    FIELD(ach_finding, column, 28),
    FIELD(ach_finding, has_offset, 32),
    FIELD(ach_finding, offset, 40),
    FIELD(ach_finding, node_id, 48),
    FIELD(ach_finding, field, 56),
    FIELD(ach_finding, message, 64),
    FIELD(ach_finding, help, 72),
    SIZE(ach_status, 4),
    VALUE(ACH_OK, 0),
    VALUE(ACH_EIO, 1),
    VALUE(ACH_EFORMAT, 2),
    VALUE(ACH_ENOMEM, 3),
    VALUE(ACH_ELIMIT, 4),
    VALUE(ACH_EARGUMENT, 5),
    VALUE(ACH_ENOTFOUND, 6),
    VALUE(ACH_EBUSY, 7),
    VALUE(ACH_ECONFLICT, 8),
    SIZE(ach_language, 4),
    VALUE(ACH_ENGLISH, 0),
    VALUE(ACH_CHINESE, 1),
    SIZE(ach_severity, 4),
    VALUE(ACH_NOTE, 1),
    VALUE(ACH_WARNING, 2),
    VALUE(ACH_ERROR, 3),
    VALUE(ACH_PACKAGE_STRICT, 1),
    VALUE(ACH_PACKAGE_BORROW, 2),
    SIZE(ach_column, 4),
    VALUE(ACH_NODE_ID, 0),
    VALUE(ACH_PRE_PIC, 1),
    VALUE(ACH_FIN_PIC, 2),
    VALUE(ACH_TITLE, 3),
    VALUE(ACH_DESCRIPTION, 4),
    VALUE(ACH_TOTAL, 5),
    VALUE(ACH_RANK, 6),
    VALUE(ACH_COLUMN_COUNT, 7),
    SIZE(ach_change, 4),
    VALUE(ACH_LOADED, 1),
    VALUE(ACH_REFUSED, 2),
    VALUE(ACH_REMOVED, 3),
    SIZE(ach_tree_options, 48),
    FIELD(ach_tree_options, size, 0),
    FIELD(ach_tree_options, flags, 8),
    FIELD(ach_tree_options, allocator, 16),
    FIELD(ach_tree_options, max_files, 24),
    FIELD(ach_tree_options, max_file_bytes, 32),
    FIELD(ach_tree_options, max_memory, 40),
    SIZE(ach_tree_file, 24),
    FIELD(ach_tree_file, name, 0),
    FIELD(ach_tree_file, bytes, 8),
    FIELD(ach_tree_file, size, 16),
    SIZE(ach_custom_node, 240),
    FIELD(ach_custom_node, index, 0),
    FIELD(ach_custom_node, parent, 8),
    FIELD(ach_custom_node, root, 16),
    FIELD(ach_custom_node, child_count, 24),
    FIELD(ach_custom_node, depth, 32),
    FIELD(ach_custom_node, configured, 36),
    FIELD(ach_custom_node, goal_number, 40),
    FIELD(ach_custom_node, goal, 44),
    FIELD(ach_custom_node, goal_entity, 48),
    FIELD(ach_custom_node, goal_item, 64),
    FIELD(ach_custom_node, goal_items, 80),
    FIELD(ach_custom_node, node_id, 96),
    FIELD(ach_custom_node, parent_node, 112),
    FIELD(ach_custom_node, title, 128),
    FIELD(ach_custom_node, unfinished_icon, 144),
    FIELD(ach_custom_node, finished_icon, 160),
    FIELD(ach_custom_node, node_description, 176),
    FIELD(ach_custom_node, window_background, 192),
    FIELD(ach_custom_node, reward_count, 208),
    FIELD(ach_custom_node, file, 216),
    FIELD(ach_custom_node, depend_parent, 232),
    FIELD(ach_custom_node, use_default_icon_background, 233),
    FIELD(ach_custom_node, is_hidden, 234),
    FIELD(ach_custom_node, finish_tip, 235),
    FIELD(ach_custom_node, is_cloud, 236),
    FIELD(ach_custom_node, auto_sent_cloud, 237),
    SIZE(ach_custom_reward, 48),
    FIELD(ach_custom_reward, function_name, 0),
    FIELD(ach_custom_reward, name_space, 16),
    FIELD(ach_custom_reward, data, 32),
    VALUE(ACH_TREE_STRICT, 1),
    SIZE(ach_goal, 4),
    VALUE(ACH_GOAL_NONE, 0),
    VALUE(ACH_GOAL_KILL, 1),
    VALUE(ACH_GOAL_GET, 2),
    VALUE(ACH_GOAL_UNKNOWN, 3),
    SIZE(ach_key, 4),
    VALUE(ACH_KEY_NODE_ID, 0),
    VALUE(ACH_KEY_PARENT_NODE, 1),
    VALUE(ACH_KEY_DEPEND_PARENT, 2),
    VALUE(ACH_KEY_TITLE, 3),
    VALUE(ACH_KEY_UNFINISHED_ICON, 4),
    VALUE(ACH_KEY_FINISHED_ICON, 5),
    VALUE(ACH_KEY_USE_DEFAULT_ICON_BACKGROUND, 6),
    VALUE(ACH_KEY_GOAL_DETAILS, 7),
    VALUE(ACH_KEY_GOAL_NUMBER, 8),
    VALUE(ACH_KEY_NODE_DESCRIPTION, 9),
    VALUE(ACH_KEY_WINDOW_BACKGROUND, 10),
    VALUE(ACH_KEY_REWARD, 11),
    VALUE(ACH_KEY_IS_HIDDEN, 12),
    VALUE(ACH_KEY_FINISH_TIP, 13),
    VALUE(ACH_KEY_IS_CLOUD, 14),
    VALUE(ACH_KEY_AUTO_SENT_CLOUD, 15),
    VALUE(ACH_KEY_COUNT, 16),
    SIZE(ach_progress, 48),
    FIELD(ach_progress, progress, 0),
    FIELD(ach_progress, version, 8),
    FIELD(ach_progress, completed_at, 16),
    FIELD(ach_progress, extra, 24),
    FIELD(ach_progress, definition, 40),
    SIZE(ach_record_key, 32),
    FIELD(ach_record_key, player, 0),
    FIELD(ach_record_key, node, 16),
    SIZE(ach_record, 80),
    FIELD(ach_record, key, 0),
    FIELD(ach_record, progress, 32),
    SIZE(ach_batch, 48),
    FIELD(ach_batch, source, 0),
    FIELD(ach_batch, number, 16),
    FIELD(ach_batch, now, 24),
    FIELD(ach_batch, writes, 32),
    FIELD(ach_batch, count, 40),
    SIZE(ach_store_options, 32),
    FIELD(ach_store_options, size, 0),
    FIELD(ach_store_options, flags, 8),
    FIELD(ach_store_options, allocator, 16),
    FIELD(ach_store_options, timeout_ms, 24),
    SIZE(ach_outcome, 4),
    VALUE(ACH_APPLIED, 1),
    VALUE(ACH_CONFLICT, 2),
    VALUE(ACH_PLAYER_BYTES_MOST, 256),
    VALUE(ACH_NODE_BYTES_MOST, 256),
    VALUE(ACH_EXTRA_BYTES_MOST, 1048576),
    VALUE(ACH_BATCH_MOST, 4096),
};

int main(void) {
#if defined(__x86_64__) && !defined(__ILP32__)
    size_t wrong = 0;
    for (size_t number = 0; number < sizeof rows / sizeof rows[0]; number++) {
        if (rows[number].is != rows[number].pinned) {
            printf("%s is %zu, published as %zu\n", rows[number].what, rows[number].is,
                   rows[number].pinned);
            wrong++;
        }
    }
    printf("%zu of %zu as published\n", sizeof rows / sizeof rows[0] - wrong,
           sizeof rows / sizeof rows[0]);
    return wrong == 0 ? 0 : 1;
#else
    printf("%zu places are pinned on x86-64 only\n", sizeof rows / sizeof rows[0]);
    return 0;
#endif
}
