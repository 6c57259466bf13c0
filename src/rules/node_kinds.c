/* The rules about node files: what each reports, why, and by which document.
 * SPDX-License-Identifier: MIT */
#include "rules/node_kinds.h"

#define GUIDE_EN "Custom achievement system guide"
#define GUIDE_ZH "《自定义成就系统》"

const ach__kind ach__node_kinds[ACH__NODE_KINDS] = {
    [ACH__KIND_NODE_KEY_MISSING] =
        {"node-key-missing",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a key that every such node needs is missing or empty",
          "缺少节点必需的字段，或者字段是空的"},
         {"Every node needs node_ID, title, unfinished_icon, finished_icon, goal_number and "
          "node_description. A root, which is a node without parent_node, also needs "
          "window_background; every other node needs parent_node. Keys must be spelt exactly "
          "alike, upper and lower case included: the official sample itself has "
          "node_descriptrion, a slip that its own table does not share. Here a misspelt key "
          "counts as the one that was meant, so that the rest of the node can be checked.",
          "每个节点都必须有 node_ID、title、unfinished_icon、finished_icon、goal_number 和 "
          "node_description。没有 parent_node 的节点是根节点，根节点还必须有 "
          "window_background；其他"
          "节点则必须有 parent_node。字段名要一字不差，大小写也要一致：官方示例自己就写成了 "
          "node_"
          "descriptrion，和它的字段表对不上，照抄就会出错。写错的字段名在这里会当作想写的那个，"
          "好让节点的其余部分照常检查。"},
         {GUIDE_EN, GUIDE_ZH},
         {"\"node_descriptrion\": \"Defeat ten cows\"", "\"node_descriptrion\": \"击败十头牛\""},
         {"\"node_description\": \"Defeat ten cows\"", "\"node_description\": \"击败十头牛\""}},
    [ACH__KIND_NODE_KEY_UNKNOWN] =
        {"node-key-unknown",
         ACH_WARNING,
         ACH__ASSUMED,
         {"a key that the guide does not name", "有官方文档里没有的字段"},
         {"No document says what the game does with keys that it does not know; most likely it "
          "passes over them. Usually the key is misspelt, and then the game uses the default "
          "value instead of what you wrote.",
          "官方文档没有说明游戏怎样处理不认识的字段，很可能是直接忽略。多数情况下是字段名写错了，这"
          "时游戏用的是默认值，而不是您写的值。"},
         {"none; no document says what happens to unknown keys",
          "无；官方文档没有说明不认识的字段会怎样处理"},
         {"\"is_clould\": true", "\"is_clould\": true"},
         {"\"is_cloud\": true", "\"is_cloud\": true"}},
    [ACH__KIND_NODE_KEY_TYPE] =
        {"node-key-type",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a value of the wrong type", "值的类型不对"},
         {"A node file holds one node in curly brackets. Texts stand in quotes; switches are true "
          "or false without quotes; goal_details is an object in curly brackets; reward is a list "
          "in square brackets, even if there is only one reward.",
          "一个节点文件用一对花括号写一个节点。文字要加引号；开关写 true 或 false，不加引号；"
          "goal_details 用花括号；reward 是列表，只有一个奖励也要用方括号。"},
         {GUIDE_EN, GUIDE_ZH},
         {"\"is_hidden\": \"true\"", "\"is_hidden\": \"true\""},
         {"\"is_hidden\": true", "\"is_hidden\": true"}},
    [ACH__KIND_NODE_KEY_PLACE] =
        {"node-key-place",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a key of root nodes on another node, or the other way round",
          "根节点专用的字段写在了其他节点上，或者相反"},
         {"A node without parent_node is a root and stands for a whole page, so only it has a "
          "window_background. Only a node that has a parent can wait for it, so depend_parent "
          "belongs to nodes with parent_node.",
          "没有 parent_node 的节点是根节点，代表一整页，所以只有它才有 "
          "window_background；有父节点的"
          "节点才谈得上依赖父节点，所以 depend_parent 要和 parent_node 一起用。"},
         {GUIDE_EN, GUIDE_ZH},
         {"{\"node_ID\": \"root\", \"depend_parent\": true, ...}",
          "{\"node_ID\": \"root\", \"depend_parent\": true, ...}"},
         {"{\"node_ID\": \"second\", \"parent_node\": \"root\", \"depend_parent\": true, ...}",
          "{\"node_ID\": \"second\", \"parent_node\": \"root\", \"depend_parent\": true, ...}"}},
    [ACH__KIND_NODE_ICON_PATH] =
        {"node-icon-path",
         ACH_ERROR,
         ACH__IMPLIED,
         {"a picture's path that is not textures/... without extension",
          "图片路径的写法不对：应以 textures/ 开头，不写扩展名"},
         {"In node files a picture is named by its path in the resource pack, from the folder "
          "textures on, with / and without extension; the picture itself must be a PNG. The "
          "guide's text says texture/../.., but its samples say textures/..., which is the name "
          "of the folder. NodeSetting.csv is different: there the extension is written.",
          "节点文件里的图片写它在资源包里的路径，从 textures "
          "文件夹开始，用“/”分隔，不写扩展名；图片本"
          "身必须是 PNG。官方文档的文字里写的是 texture/../..，但示例里是 "
          "textures/...，后者才是文件夹"
          "的名称。NodeSetting.csv 里则不同，那里要写扩展名。"},
         {GUIDE_EN ", samples", GUIDE_ZH "中的示例"},
         {"\"finished_icon\": \"texture/ui/cow.png\"", "\"finished_icon\": \"texture/ui/cow.png\""},
         {"\"finished_icon\": \"textures/ui/cow\"", "\"finished_icon\": \"textures/ui/cow\""}},
    [ACH__KIND_GOAL_NUMBER_INVALID] =
        {"goal-number-invalid",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a goal_number that is not a whole number from 1 to 2147483647",
          "goal_number 不是 1 到 2147483647 之间的整数"},
         {"goal_number is the progress at which the node is finished: 1 for something that "
          "happens once. It is a whole number without quotes and without a point. The guide names "
          "no limits; the upper one here is the largest number of 32 bits, which every program "
          "can read.",
          "goal_number 是完成节点所需的进度，只需完成一次的就写 "
          "1。它是整数，不加引号，也不带小数点。"
          "官方文档没有给出范围，这里的上限是 32 位整数的最大值，任何程序都能读取。"},
         {GUIDE_EN, GUIDE_ZH},
         {"\"goal_number\": \"10\"", "\"goal_number\": \"10\""},
         {"\"goal_number\": 10", "\"goal_number\": 10"}},
    [ACH__KIND_GOAL_DETAILS_INVALID] =
        {"goal-details-invalid",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"goal_details that the game cannot count by", "游戏无法按 goal_details 计数"},
         {"The game itself counts only two goals: default_kill with entity_identifier, one kind "
          "of entity, and default_get with item_dict, one kind of item named by newItemName. An "
          "item_dict must not hold count, because goal_number is the number, nor user data, with "
          "which the goal never counts. Enchantments are lists of pairs. For every other goal "
          "leave goal_details out and let your own code add the progress.",
          "游戏自己只会统计两种目标：default_kill 配 "
          "entity_identifier，统计击杀一种生物；default_get "
          "配 item_dict，统计用 newItemName 指定的一种物品。item_dict 里不能写 count，数量由 "
          "goal_number 决定；也不能写 "
          "userData，否则目标永远不会计数。附魔写成由一对对值组成的列表。其他"
          "目标请不要写 goal_details，由您自己的代码增加进度。"},
         {GUIDE_EN, GUIDE_ZH},
         {"\"goal_details\": {\"goal_type\": \"default_get\",\n"
          "  \"item_dict\": {\"newItemName\": \"minecraft:wool\", \"count\": 5}}",
          "\"goal_details\": {\"goal_type\": \"default_get\",\n"
          "  \"item_dict\": {\"newItemName\": \"minecraft:wool\", \"count\": 5}}"},
         {"\"goal_details\": {\"goal_type\": \"default_get\",\n"
          "  \"item_dict\": {\"newItemName\": \"minecraft:wool\"}},\n\"goal_number\": 5",
          "\"goal_details\": {\"goal_type\": \"default_get\",\n"
          "  \"item_dict\": {\"newItemName\": \"minecraft:wool\"}},\n\"goal_number\": 5"}},
    [ACH__KIND_REWARD_INVALID] =
        {"reward-invalid",
         ACH_ERROR,
         ACH__DOCUMENTED,
         {"a reward that the game cannot call", "游戏无法发放的奖励"},
         {"A reward calls a function of your mod when the node is finished. function_name is the "
          "name of the function, name_space is \"NAMESPACE:SYSTEM\" as given to RegisterSystem "
          "for a server system, and data is what the function receives. The game adds the "
          "player's id to data under the name playID (spelt so), which must not be there before.",
          "节点完成时，游戏会调用您模组里的函数来发放奖励。function_name 是函数名；name_space "
          "写成“命"
          "名空间:系统名”，和 RegisterSystem 注册服务端系统时写的一致；data "
          "是传给函数的数据。游戏会在 "
          "data 里加上玩家 id，名称是 playID（就是这个拼法），所以 data 里不能先有它。"},
         {GUIDE_EN, GUIDE_ZH},
         {"\"reward\": [{\"function_name\": \"give\", \"name_space\": \"myMod\"}]",
          "\"reward\": [{\"function_name\": \"give\", \"name_space\": \"myMod\"}]"},
         {"\"reward\": [{\"function_name\": \"give\", \"name_space\": \"myMod:rewardSystem\"}]",
          "\"reward\": [{\"function_name\": \"give\", \"name_space\": \"myMod:rewardSystem\"}]"}},
    [ACH__KIND_REWARD_PLACEHOLDER] =
        {"reward-placeholder",
         ACH_WARNING,
         ACH__DOCUMENTED,
         {"a reward that still has the official sample's placeholder",
          "奖励里还留着官方示例的占位文字"},
         {"The official samples say \"namespce:systemname\" (spelt so) where your own names "
          "belong. No system is registered under these names, so nobody would be rewarded.",
          "官方示例里的“namespce:"
          "systemname”（原文就是这么拼的）只是占位文字，应换成您自己的名称。没有"
          "系统用这些名称注册，奖励不会发给任何人。"},
         {GUIDE_EN, GUIDE_ZH},
         {"\"name_space\": \"namespce:systemname\"", "\"name_space\": \"namespce:systemname\""},
         {"\"name_space\": \"myMod:rewardSystem\"", "\"name_space\": \"myMod:rewardSystem\""}},
};
