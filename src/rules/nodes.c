/* The sentences about node files, by which their rules speak.
 * SPDX-License-Identifier: MIT */
#include "rules/nodes.h"

#include "rules/node_kinds.h"

#define KIND(name) (&ach__node_kinds[ACH__KIND_##name])

static const char example_help_en[] = "write it like this: {example}";
static const char example_help_zh[] = "请这样写：{example_zh}";
static const char add_help_en[] = "add it, for example {example}";
static const char add_help_zh[] = "请补上，例如 {example_zh}";
static const char near_help_en[] = "did you mean \"{key}\"?";
static const char near_help_zh[] = "是不是想写“{key}”？";
static const char type_text_en[] = "\"{key}\" must be {wanted}, but it is {found}";
static const char type_text_zh[] = "“{key}”应该是{wanted_zh}，写的却是{found_zh}";
static const char unknown_text_en[] = "\"{written}\" is not a key that is known here";
static const char unknown_text_zh[] = "这里没有“{written}”这个字段";
static const char icon_help_en[] = "write it like this: {example}";
static const char icon_help_zh[] = "请这样写：{example}";
static const char number_help_en[] =
    "write how much is needed, at least 1; 1 for something that happens once";
static const char number_help_zh[] = "请填写需要的数量，至少为 1；只需完成一次的写 1";
static const char system_help_en[] =
    "write the two names given to RegisterSystem, for example \"myMod:rewardSystem\"";
static const char system_help_zh[] =
    "请写上 RegisterSystem 里用的两个名称，例如 \"myMod:rewardSystem\"";

const ach__message ach__nodes_messages[ACH__NODES_MESSAGES] = {
    [ACH__NODE_KEY_MISSING] = {KIND(NODE_KEY_MISSING),
                               {"the node has no \"{key}\"", "节点缺少“{key}”"},
                               {add_help_en, add_help_zh},
                               0},
    [ACH__NODE_KEY_MISSING_NEAR] =
        {KIND(NODE_KEY_MISSING),
         {"the node has no \"{key}\", but it has \"{written}\", which is not a key",
          "节点缺少“{key}”，却有一个不存在的字段“{written}”"},
         {near_help_en, near_help_zh},
         0},
    [ACH__NODE_KEY_MISSING_ROOT] =
        {KIND(NODE_KEY_MISSING),
         {"the node has neither \"parent_node\" nor \"window_background\"",
          "节点既没有“parent_node”，也没有“window_background”"},
         {"a root needs window_background, the picture behind its page; every other node needs "
          "parent_node, the node_ID of its parent",
          "根节点需要 window_background，也就是页面的背景图；其他节点需要 "
          "parent_node，也就是父节点的 "
          "node_ID"},
         0},
    [ACH__NODE_KEY_EMPTY] = {KIND(NODE_KEY_MISSING),
                             {"\"{key}\" is empty", "“{key}”是空的"},
                             {example_help_en, example_help_zh},
                             0},
    [ACH__NODE_PARENT_EMPTY] =
        {KIND(NODE_KEY_MISSING),
         {"\"parent_node\" is empty", "“parent_node”是空的"},
         {"write the node_ID of the parent, or delete \"parent_node\" if this node is a root",
          "请填写父节点的 node_ID；如果这个节点就是根节点，请删掉“parent_node”"},
         0},
    [ACH__NODE_KEYS_NONE] =
        {KIND(NODE_KEY_MISSING),
         {"this is no node file: it has none of the keys of a node",
          "这不是节点文件：里面没有一个节点字段"},
         {"write node_ID, title, unfinished_icon, finished_icon, goal_number and node_description; "
          "or move the file elsewhere",
          "请写上 node_ID、title、unfinished_icon、finished_icon、goal_number 和 node_description；"
          "如果它不是节点，请移到别处"},
         0},
    [ACH__NODE_KEY_UNKNOWN] = {KIND(NODE_KEY_UNKNOWN),
                               {unknown_text_en, unknown_text_zh},
                               {"correct its name, or delete it if you do not need it",
                                "请改正字段名；如果用不到，请删掉"},
                               0},
    [ACH__NODE_KEY_UNKNOWN_NEAR] = {KIND(NODE_KEY_UNKNOWN),
                                    {unknown_text_en, unknown_text_zh},
                                    {"did you mean \"{suggestion}\"?",
                                     "是不是想写“{suggestion}”？"},
                                    0},
    [ACH__NODE_KEY_UNKNOWN_BESIDE] =
        {KIND(NODE_KEY_UNKNOWN),
         {unknown_text_en, unknown_text_zh},
         {"\"{suggestion}\" is already there: delete the one that you do not need",
          "“{suggestion}”已经有了，请删掉多余的那个"},
         0},
    [ACH__NODE_KEY_UNKNOWN_MORE] =
        {KIND(NODE_KEY_UNKNOWN),
         {"from here on there are more keys that are not known: {count}",
          "从这里往后，还有 {count} 个不认识的字段"},
         {"correct those above first, and check whether this is a node file at all",
          "请先改正前面的字段，并确认这是不是节点文件"},
         0},
    [ACH__NODE_KEY_TYPE] = {KIND(NODE_KEY_TYPE),
                            {type_text_en, type_text_zh},
                            {example_help_en, example_help_zh},
                            0},
    [ACH__NODE_KEY_TYPE_MENDED] = {KIND(NODE_KEY_TYPE),
                                   {type_text_en, type_text_zh},
                                   {"write {mended}", "请写成 {mended}"},
                                   0},
    [ACH__NODE_KEY_TYPE_NULL] =
        {KIND(NODE_KEY_TYPE),
         {"\"{key}\" is null, which is no value", "“{key}”写的是 null，等于没有值"},
         {"delete \"{key}\" if you do not need it, or write for example {example}",
          "不需要“{key}”就把它删掉，需要就写上值，例如 {example_zh}"},
         0},
    [ACH__NODE_KEY_TYPE_LIST] = {KIND(NODE_KEY_TYPE),
                                 {type_text_en, type_text_zh},
                                 {"put square brackets [ ] around it", "请在外面加上方括号 [ ]"},
                                 0},
    [ACH__NODE_DOCUMENT] =
        {KIND(NODE_KEY_TYPE),
         {"a node file must hold one node in curly brackets, but this file holds {found}",
          "节点文件应该用一对花括号写一个节点，这个文件里却是{found_zh}"},
         {"begin the file with a curly bracket and write the keys of the node behind it, node_ID "
          "first",
          "请以花括号开头，后面依次写节点的各个字段，先写 node_ID"},
         0},
    [ACH__NODE_DOCUMENT_LIST] =
        {KIND(NODE_KEY_TYPE),
         {"this file holds a list, but a node file must hold exactly one node",
          "这个文件里是一个列表，而一个节点文件只能写一个节点"},
         {"write each node into a file of its own, without square brackets around it",
          "请把每个节点各写成一个文件，外面不要方括号"},
         0},
    [ACH__NODE_PLACE_ROOT_ONLY] =
        {KIND(NODE_KEY_PLACE),
         {"\"{key}\" is for roots only, but this node has a parent",
          "“{key}”只能用在根节点上，而这个节点有父节点"},
         {"delete \"{key}\"; or delete parent_node if this node is a root",
          "请删掉“{key}”；如果这个节点就是根节点，请删掉 parent_node"},
         0},
    [ACH__NODE_PLACE_CHILD_ONLY] =
        {KIND(NODE_KEY_PLACE),
         {"\"{key}\" is for nodes with a parent only, but this node is a root",
          "“{key}”只能用在有父节点的节点上，而这个节点是根节点"},
         {"delete \"{key}\"; or add parent_node if this node has a parent",
          "请删掉“{key}”；如果这个节点有父节点，请补上 parent_node"},
         0},
    [ACH__NODE_ICON_EXTENSION] =
        {KIND(NODE_ICON_PATH),
         {"\"{key}\" names \"{path}\" with its extension; node files leave it out",
          "“{key}”里的“{path}”带有扩展名，节点文件里不写扩展名"},
         {icon_help_en, icon_help_zh},
         0},
    [ACH__NODE_ICON_OUTSIDE] = {KIND(NODE_ICON_PATH),
                                {"\"{key}\" names \"{path}\", which does not begin with textures/",
                                 "“{key}”里的“{path}”不是以 textures/ 开头"},
                                {icon_help_en, icon_help_zh},
                                0},
    [ACH__NODE_ICON_BACKSLASH] =
        {KIND(NODE_ICON_PATH),
         {"\"{key}\" names \"{path}\" with a backslash; folders must be separated by /",
          "“{key}”里的“{path}”用了反斜杠“\\”，文件夹之间应使用“/”"},
         {icon_help_en, icon_help_zh},
         0},
    [ACH__NODE_ICON_ABSOLUTE] =
        {KIND(NODE_ICON_PATH),
         {"\"{key}\" names \"{path}\", which starts at the root of a disk, not in the resource "
          "pack",
          "“{key}”里的“{path}”从磁盘开始，而不是从资源包里开始"},
         {icon_help_en, icon_help_zh},
         0},
    [ACH__NODE_ICON_URL] =
        {KIND(NODE_ICON_PATH),
         {"\"{key}\" names the web address \"{path}\"; pictures are taken from the resource pack "
          "only",
          "“{key}”里的“{path}”是网址，图片只能从资源包里读取"},
         {icon_help_en, icon_help_zh},
         0},
    [ACH__NODE_ICON_PARENT] = {KIND(NODE_ICON_PATH),
                               {"\"{key}\" names \"{path}\", which goes up with \"..\"",
                                "“{key}”里的“{path}”用“..”返回了上级文件夹"},
                               {icon_help_en, icon_help_zh},
                               0},
    [ACH__NODE_ICON_PART] =
        {KIND(NODE_ICON_PATH),
         {"\"{key}\" names \"{path}\", which has an empty part or one that is only \".\"",
          "“{key}”里的“{path}”有一段是空的，或者只是“.”"},
         {icon_help_en, icon_help_zh},
         0},
    [ACH__GOAL_NUMBER_SMALL] = {KIND(GOAL_NUMBER_INVALID),
                                {"goal_number is {value}, but must be at least 1",
                                 "goal_number 写的是 {value}，至少要是 1"},
                                {number_help_en, number_help_zh},
                                0},
    [ACH__GOAL_NUMBER_LARGE] = {KIND(GOAL_NUMBER_INVALID),
                                {"goal_number is {value}, but must be at most 2147483647",
                                 "goal_number 写的是 {value}，最大只能是 2147483647"},
                                {"write a smaller number", "请改成小一些的数"},
                                0},
    [ACH__GOAL_NUMBER_FRACTION] =
        {KIND(GOAL_NUMBER_INVALID),
         {"goal_number is {value}, but must be a whole number of plain digits",
          "goal_number 写的是 {value}，必须是只用数字书写的整数"},
         {"write it without point and exponent, for example {plain}",
          "请不要带小数点和指数，例如写成 {plain}"},
         0},
    [ACH__GOAL_NUMBER_QUOTES] =
        {KIND(GOAL_NUMBER_INVALID),
         {"goal_number is the text \"{value}\", but must be a number without quotes",
          "goal_number 写成了文字“{value}”，应该是不加引号的数字"},
         {"write {plain} without quotes", "请写成 {plain}，不加引号"},
         0},
    [ACH__GOAL_NUMBER_OTHER] =
        {KIND(GOAL_NUMBER_INVALID),
         {"goal_number must be a whole number from 1 to 2147483647, but it is {found}",
          "goal_number 应该是 1 到 2147483647 之间的整数，写的却是{found_zh}"},
         {number_help_en, number_help_zh},
         0},
    [ACH__GOAL_TYPE_MISSING] =
        {KIND(GOAL_DETAILS_INVALID),
         {"goal_details has no \"goal_type\"", "goal_details 缺少“goal_type”"},
         {"write \"goal_type\": \"default_kill\" or \"goal_type\": \"default_get\"; delete "
          "goal_details if your own code counts",
          "请写上 \"goal_type\": \"default_kill\" 或 \"goal_type\": "
          "\"default_get\"；如果由自己的代码"
          "计数，请删掉整个 goal_details"},
         0},
    [ACH__GOAL_TYPE_UNKNOWN] =
        {KIND(GOAL_DETAILS_INVALID),
         {"there is no goal_type \"{value}\"", "没有“{value}”这种 goal_type"},
         {"write default_kill or default_get, the only two; delete goal_details if your own code "
          "counts",
          "只有 default_kill 和 default_get 两种；如果由自己的代码计数，请删掉整个 goal_details"},
         0},
    [ACH__GOAL_TYPE_UNKNOWN_NEAR] = {KIND(GOAL_DETAILS_INVALID),
                                     {"there is no goal_type \"{value}\"",
                                      "没有“{value}”这种 goal_type"},
                                     {"did you mean \"{suggestion}\"?",
                                      "是不是想写“{suggestion}”？"},
                                     0},
    [ACH__GOAL_KEY_NEAR] =
        {KIND(GOAL_DETAILS_INVALID),
         {"the goal has no \"{key}\", but it has \"{written}\", which is not a key",
          "目标缺少“{key}”，却有一个不存在的字段“{written}”"},
         {near_help_en, near_help_zh},
         0},
    [ACH__GOAL_ENTITY_MISSING] =
        {KIND(GOAL_DETAILS_INVALID),
         {"the goal default_kill has no \"entity_identifier\"",
          "default_kill 目标缺少“entity_identifier”"},
         {"name the entity, for example \"entity_identifier\": \"minecraft:cow\"",
          "请写明要击杀的生物，例如 \"entity_identifier\": \"minecraft:cow\""},
         0},
    [ACH__GOAL_ITEM_MISSING] =
        {KIND(GOAL_DETAILS_INVALID),
         {"the goal default_get has no \"item_dict\"", "default_get 目标缺少“item_dict”"},
         {"name the item by item_dict, with newItemName in it, for example {example}",
          "请用 item_dict 写明物品，里面要有 newItemName，例如 {example}"},
         0},
    [ACH__GOAL_VALUE] = {KIND(GOAL_DETAILS_INVALID),
                         {type_text_en, type_text_zh},
                         {example_help_en, example_help_zh},
                         0},
    [ACH__GOAL_ONLY_ONE] =
        {KIND(GOAL_DETAILS_INVALID),
         {"\"{key}\" is a list, but a node counts only one thing",
          "“{key}”写成了列表，而一个节点只能统计一种"},
         {"leave one, for example {example}, and make a node for each of the others",
          "请只留一种，例如 {example_zh}，其余的各建一个节点"},
         0},
    [ACH__GOAL_NAME_MISSING] = {KIND(GOAL_DETAILS_INVALID),
                                {"item_dict has no \"newItemName\"", "item_dict 缺少“newItemName”"},
                                {"name the item, for example \"newItemName\": \"minecraft:wool\"",
                                 "请写明物品，例如 \"newItemName\": \"minecraft:wool\""},
                                0},
    [ACH__GOAL_NAME_OLD] =
        {KIND(GOAL_DETAILS_INVALID),
         {"item_dict names its item by \"{written}\", the old key, but needs \"{key}\"",
          "item_dict 用了旧字段“{written}”，这里需要的是“{key}”"},
         {"write the item's present name, for example \"newItemName\": \"minecraft:wool\"",
          "请写物品现在的名称，例如 \"newItemName\": \"minecraft:wool\""},
         0},
    [ACH__GOAL_COUNT] = {KIND(GOAL_DETAILS_INVALID),
                         {"item_dict must not have \"count\"", "item_dict 里不能写“count”"},
                         {"delete it and write the number as goal_number",
                          "请删掉它，把数量写在 goal_number 里"},
                         0},
    [ACH__GOAL_USER_DATA] = {KIND(GOAL_DETAILS_INVALID),
                             {"item_dict must not have \"{written}\": the goal would never count",
                              "item_dict 里不能写“{written}”，否则目标永远不会计数"},
                             {"delete it; user data is not compared",
                              "请删掉它，物品的自定义数据不参与比较"},
                             0},
    [ACH__GOAL_ENCHANT] = {KIND(GOAL_DETAILS_INVALID),
                           {"\"{key}\" must be a list of pairs of enchantment and level",
                            "“{key}”应该是由“附魔、等级”一对对组成的列表"},
                           {"write it like this, with square brackets: {example}",
                            "请用方括号这样写：{example}"},
                           0},
    [ACH__GOAL_ITEM_UNTOLD] = {KIND(GOAL_DETAILS_INVALID),
                               {"no document says what \"{key}\" does in item_dict of a goal",
                                "官方文档没有说明目标的 item_dict 里写“{key}”会怎样"},
                               {"delete it, unless you have seen that it works",
                                "除非已经试过有效，否则请删掉"},
                               ACH_WARNING},
    [ACH__GOAL_KEY_OTHER] = {KIND(GOAL_DETAILS_INVALID),
                             {"\"{key}\" has no meaning for the goal {type}",
                              "“{key}”对 {type} 目标不起作用"},
                             {"delete it, or change goal_type", "请删掉它，或者改换 goal_type"},
                             ACH_WARNING},
    [ACH__REWARD_SHAPE] =
        {KIND(REWARD_INVALID),
         {"each reward must be an object in curly brackets, but this one is {found}",
          "每个奖励都要用花括号写，这里却是{found_zh}"},
         {"write function_name and name_space in curly brackets", "请用花括号括起 function_name 和 "
                                                                  "name_space"},
         0},
    [ACH__REWARD_KEY_MISSING] = {KIND(REWARD_INVALID),
                                 {"the reward has no \"{key}\"", "奖励缺少“{key}”"},
                                 {add_help_en, add_help_zh},
                                 0},
    [ACH__REWARD_KEY_NEAR] =
        {KIND(REWARD_INVALID),
         {"the reward has no \"{key}\", but it has \"{written}\", which is not a key",
          "奖励缺少“{key}”，却有一个不存在的字段“{written}”"},
         {near_help_en, near_help_zh},
         0},
    [ACH__REWARD_VALUE] = {KIND(REWARD_INVALID),
                           {type_text_en, type_text_zh},
                           {example_help_en, example_help_zh},
                           0},
    [ACH__REWARD_COLON_NONE] =
        {KIND(REWARD_INVALID),
         {"name_space \"{value}\" lacks the \":\" between the namespace and the system",
          "name_space “{value}”缺少命名空间和系统名之间的“:”"},
         {system_help_en, system_help_zh},
         0},
    [ACH__REWARD_COLON_WIDE] = {KIND(REWARD_INVALID),
                                {"name_space \"{value}\" has a full-width colon",
                                 "name_space “{value}”里的冒号是全角的"},
                                {"write {mended} with a half-width colon",
                                 "请改用半角冒号：{mended}"},
                                0},
    [ACH__REWARD_COLON_MANY] = {KIND(REWARD_INVALID),
                                {"name_space \"{value}\" has more than one \":\"",
                                 "name_space “{value}”里不止一个“:”"},
                                {system_help_en, system_help_zh},
                                0},
    [ACH__REWARD_SIDE_EMPTY] = {KIND(REWARD_INVALID),
                                {"name_space \"{value}\" has nothing on one side of the \":\"",
                                 "name_space “{value}”的“:”有一边是空的"},
                                {system_help_en, system_help_zh},
                                0},
    [ACH__REWARD_PLAY_ID] = {KIND(REWARD_INVALID),
                             {"data must not have \"playID\": the game puts the player's id there",
                              "data 里不能写“playID”，游戏会在那里放玩家 id"},
                             {"give it another name", "请换一个名称"},
                             0},
    [ACH__REWARD_MORE] = {KIND(REWARD_INVALID),
                          {"from here on there are more rewards with faults: {count}",
                           "从这里往后，还有 {count} 个奖励有问题"},
                          {"correct those above first", "请先改正前面的奖励"},
                          0},
    [ACH__REWARD_PLACEHOLDER] =
        {KIND(REWARD_PLACEHOLDER),
         {"name_space \"{value}\" is the placeholder of the official sample",
          "name_space “{value}”是官方示例里的占位文字"},
         {system_help_en, system_help_zh},
         0},
};

const ach__family ach__nodes_family = {
    "nodes", {"Node files", "节点文件"}, ach__nodes_messages, ACH__NODES_MESSAGES};
