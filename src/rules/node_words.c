/* The words about values of node files, in both languages.
 * SPDX-License-Identifier: MIT */
#include "rules/node_words.h"

#include <stddef.h>

const char *const ach__node_words[ACH__NODE_WORDS][2] = {
    [ACH__WORD_NULL] = {"null", " null"},
    [ACH__WORD_FALSE] = {"false without quotes", "不加引号的 false"},
    [ACH__WORD_TRUE] = {"true without quotes", "不加引号的 true"},
    [ACH__WORD_SWITCH] = {"true or false without quotes", "不加引号的 true 或 false"},
    [ACH__WORD_NUMBER] = {"a number", "数字"},
    [ACH__WORD_TEXT] = {"a text in quotes", "带引号的文字"},
    [ACH__WORD_TEXT_EMPTY] = {"an empty text", "空的文字"},
    [ACH__WORD_LIST] = {"a list in square brackets", "方括号里的列表"},
    [ACH__WORD_OBJECT] = {"an object in curly brackets", "花括号里的一组字段"},
};

const ach__node_example ach__node_examples[] = {
    {"node_ID", {"\"node_ID\": \"kill_cow\"", "\"node_ID\": \"kill_cow\""}},
    {"parent_node", {"\"parent_node\": \"first\"", "\"parent_node\": \"first\""}},
    {"depend_parent", {"\"depend_parent\": true", "\"depend_parent\": true"}},
    {"title", {"\"title\": \"Cowboy\"", "\"title\": \"牛仔\""}},
    {"unfinished_icon",
     {"\"unfinished_icon\": \"textures/ui/cow_locked\"",
      "\"unfinished_icon\": \"textures/ui/cow_locked\""}},
    {"finished_icon",
     {"\"finished_icon\": \"textures/ui/cow\"", "\"finished_icon\": \"textures/ui/cow\""}},
    {"use_default_icon_background",
     {"\"use_default_icon_background\": true", "\"use_default_icon_background\": true"}},
    {"goal_details",
     {"\"goal_details\": {\"goal_type\": \"default_kill\", \"entity_identifier\": "
      "\"minecraft:cow\"}",
      "\"goal_details\": {\"goal_type\": \"default_kill\", \"entity_identifier\": "
      "\"minecraft:cow\"}"}},
    {"goal_number", {"\"goal_number\": 10", "\"goal_number\": 10"}},
    {"node_description",
     {"\"node_description\": \"Defeat ten cows\"", "\"node_description\": \"击败十头牛\""}},
    {"window_background",
     {"\"window_background\": \"textures/ui/background\"",
      "\"window_background\": \"textures/ui/background\""}},
    {"reward",
     {"\"reward\": [{\"function_name\": \"give\", \"name_space\": \"myMod:rewardSystem\"}]",
      "\"reward\": [{\"function_name\": \"give\", \"name_space\": \"myMod:rewardSystem\"}]"}},
    {"is_hidden", {"\"is_hidden\": true", "\"is_hidden\": true"}},
    {"finish_tip", {"\"finish_tip\": false", "\"finish_tip\": false"}},
    {"is_cloud", {"\"is_cloud\": true", "\"is_cloud\": true"}},
    {"auto_sent_cloud", {"\"auto_sent_cloud\": false", "\"auto_sent_cloud\": false"}},
    {"goal_type", {"\"goal_type\": \"default_kill\"", "\"goal_type\": \"default_kill\""}},
    {"entity_identifier",
     {"\"entity_identifier\": \"minecraft:cow\"", "\"entity_identifier\": \"minecraft:cow\""}},
    {"item_dict",
     {"\"item_dict\": {\"newItemName\": \"minecraft:wool\"}",
      "\"item_dict\": {\"newItemName\": \"minecraft:wool\"}"}},
    {"newItemName", {"\"newItemName\": \"minecraft:wool\"", "\"newItemName\": \"minecraft:wool\""}},
    {"enchantData", {"\"enchantData\": [[9, 1]]", "\"enchantData\": [[9, 1]]"}},
    {"modEnchantData",
     {"\"modEnchantData\": [[\"myEnchant\", 2]]", "\"modEnchantData\": [[\"myEnchant\", 2]]"}},
    {"function_name", {"\"function_name\": \"give\"", "\"function_name\": \"give\""}},
    {"name_space",
     {"\"name_space\": \"myMod:rewardSystem\"", "\"name_space\": \"myMod:rewardSystem\""}},
    {"data", {"\"data\": {\"coins\": 5}", "\"data\": {\"coins\": 5}"}},
    {NULL, {"", ""}},
};
