/* What a node file says, as JSON in one form.
 * SPDX-License-Identifier: MIT */
#include "format/json_compact.h"
#include "runtime/tree_parts.h"

static unsigned group_of(ach__slice key) {
    return (unsigned)ach__node_key_named(key); /* those that nobody knows come last */
}

static ach__run end_run(ach_tree *tree, size_t start) {
    ach__run run = {(uint32_t)start, (uint32_t)(tree->texts.size - start)};
    ach__buffer_append_byte(&tree->texts, '\0');
    return run;
}

static ach__run keep_value(ach__tree_loader *loader, const ach__json *json, size_t value) {
    size_t start = loader->tree->texts.size;
    ach__json_compact(&loader->tree->texts, &loader->members, json, value);
    return end_run(loader->tree, start);
}

/* The value whose text `part` of `whole` is: they stand in the order of the text. */
static size_t find_value(const ach__json *json, ach__slice whole, ach__slice part) {
    size_t wanted = (size_t)(part.ptr - whole.ptr);
    size_t low = 0;
    size_t high = json->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (json->values[middle].place.start < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static ach__run keep_part(ach__tree_loader *loader, const ach__json *json, ach__slice whole,
                          ach__slice part) {
    if (part.ptr == NULL) {
        return (ach__run){ACH__ABSENT, 0};
    }
    size_t value = find_value(json, whole, part);
    return value == json->count ? (ach__run){ACH__ABSENT, 0} : keep_value(loader, json, value);
}

/* Writes one member and gives where its value stands. */
static ach__run keep_member(ach__tree_loader *loader, const ach__json *json,
                            const ach__json_member_row *member) {
    ach__buffer *texts = &loader->tree->texts;
    ach__json_compact_text(texts, member->key);
    ach__buffer_append_byte(texts, ':');
    size_t start = texts->size;
    ach__json_compact(texts, &loader->members, json, member->value);
    return (ach__run){(uint32_t)start, (uint32_t)(texts->size - start)};
}

static void keep_members(ach__tree_loader *loader, const ach__json *json, ach__tree_row *row) {
    ach_tree *tree = loader->tree;
    size_t known = 0;
    size_t start = tree->texts.size;
    ach__buffer_clear(&loader->members);
    size_t count = ach__json_sort_members(&loader->members, json, 0, group_of);
    size_t most = count < ACH_KEY_COUNT ? count : ACH_KEY_COUNT;
    ach__run *values = ach__arena_take(&tree->kept, most, sizeof *values);
    ach__buffer_append_byte(&tree->texts, '{');
    for (size_t i = 0; i < count && !ach__tree_loader_failed(loader); i++) {
        /* Writing a value may move the members. */
        const void *members = loader->members.data;
        ach__json_member_row member = ((const ach__json_member_row *)members)[i];
        if (i > 0) {
            ach__buffer_append_byte(&tree->texts, ',');
        }
        ach__run value = keep_member(loader, json, &member);
        if (member.group < ACH_KEY_COUNT && values != NULL) {
            values[known++] = value;
            row->configured |= (uint32_t)1 << member.group;
        }
    }
    ach__buffer_append_byte(&tree->texts, '}');
    row->text[ACH__TREE_JSON] = end_run(tree, start);
    row->values = values;
}

static void keep_rewards(ach__tree_loader *loader, const ach__node *node, const ach__json *json,
                         ach__tree_row *row) {
    ach_tree *tree = loader->tree;
    ach__slice bytes = loader->nodes->files[node->file].bytes;
    ach__tree_reward *rewards = ach__arena_take(&tree->kept, node->reward_count, sizeof *rewards);
    for (size_t i = 0; rewards != NULL && i < node->reward_count; i++) {
        const ach__reward *reward = &node->rewards[i];
        rewards[i] = (ach__tree_reward){
            .function_name = ach__tree_keep_text(tree, reward->function_name),
            .name_space = ach__tree_keep_text(tree, reward->name_space),
            .data = keep_part(loader, json, bytes, reward->data),
        };
    }
    row->rewards = rewards;
    row->reward_count = rewards == NULL ? 0 : node->reward_count;
}

void ach__tree_keep_json(ach__tree_loader *loader, const ach__node *node, ach__tree_row *row) {
    ach__slice bytes = loader->nodes->files[node->file].bytes;
    ach__json json = {0};
    ach__arena arena;
    ach__arena_init(&arena, &loader->scratch.allocator);
    ach__json_read(&json, &arena, bytes);
    if (arena.failed || json.count == 0 || json.values[0].type != ACH__JSON_OBJECT) {
        loader->scratch.failed = true; /* it was read before: only memory can be missing */
    } else {
        keep_members(loader, &json, row);
        keep_rewards(loader, node, &json, row);
        row->text[ACH__TREE_ITEMS] = keep_part(loader, &json, bytes, node->goal.items);
    }
    ach__arena_free(&arena);
}
