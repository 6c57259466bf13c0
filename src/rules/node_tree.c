/* The family "node-tree": node files as a whole and the tree that they make, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/node_tree.h"

static const ach__kind file_place = {
    "node-file-place",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a node file lies or is named where the game may not find it",
     "节点文件的位置或扩展名不对，游戏可能找不到"},
    {"The guide puts node files directly into behavior_pack/customAchievements, one file a node, "
     "and says nothing about folders in it. Only names that end in .json, in small letters, are "
     "sure to be read on every phone. achpack reads the files in sub-folders all the same, so that "
     "the tree can be checked.",
     "官方指南把节点文件直接放在 behavior_pack/customAchievements "
     "里，一个文件一个节点，没有提到可以"
     "再建子文件夹。只有以小写 .json 结尾的文件名，才能保证在所有手机上都会读取。为了检查层级，"
     "achpack 仍然会读取子文件夹里的节点文件。"},
    {"Custom achievement system guide (place of the files); nothing is said of sub-folders",
     "《自定义成就系统》（文件的位置）；没有提到子文件夹"},
    {"customAchievements/chapter1/first.json", "customAchievements/chapter1/first.json"},
    {"customAchievements/first.json", "customAchievements/first.json"},
};

static const ach__kind file_unreadable = {
    "node-file-unreadable",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a node file cannot be read", "节点文件无法读取"},
    {"What is named like a node file has to be a file that can be opened. A folder, a device, a "
     "link to nothing or out of the folder holds no node, and a file of more than 1 MiB is not "
     "read, for a node needs a few hundred bytes: the game would go without it, and so would the "
     "players who get the pack.",
     "名字像节点文件的，就必须是可以打开的文件。如果它其实是文件夹、设备，或者指向别处、指向空的"
     "链接，里面就没有节点；一个节点只需要几百字节，超过 1 MiB 的文件也不会读取。这样的节点游戏"
     "读不到，拿到这个包的玩家也看不到。"},
    {"Custom achievement system guide (one file a node)", "《自定义成就系统》（一个文件一个节点）"},
    {"first.json -> ../../elsewhere/first.json", "first.json -> ../../elsewhere/first.json"},
    {"first.json, a file of its own", "first.json 本身就是文件"},
};

static const ach__kind duplicate = {
    "node-duplicate",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"two node files have the same node_ID", "两个节点文件的 node_ID 相同"},
    {"A node_ID is the name of one node in the whole game, the other mods of a player included. "
     "With "
     "two nodes of one name, progress, rewards and children of the one land at the other. Often a "
     "file was copied as a template and its id forgotten.",
     "node_ID 是节点在整个游戏里的名字，和玩家装的其他模组里的节点也不能重名。两个节点同名时，"
     "进度、奖励和子节点都会算到另一个节点头上。常见的原因是复制文件当模板，却忘了改 ID。"},
    {"Custom achievement system guide, node_ID (globally unique)",
     "《自定义成就系统》中的 node_ID（全局唯一）"},
    {"a.json: \"node_ID\": \"first\"\nb.json: \"node_ID\": \"first\"",
     "a.json: \"node_ID\": \"first\"\nb.json: \"node_ID\": \"first\""},
    {"a.json: \"node_ID\": \"first\"\nb.json: \"node_ID\": \"second\"",
     "a.json: \"node_ID\": \"first\"\nb.json: \"node_ID\": \"second\""},
};

static const ach__kind sort = {
    "node-sort",
    ACH_NOTE,
    ACH__DOCUMENTED,
    {"numbered nodes will not stand in the order of their numbers",
     "带编号的节点不会按编号大小排列"},
    {"The game sorts the children of a node by node_ID, character by character, not by the size of "
     "numbers: Node10 comes before Node2, because 1 comes before 2. If the order matters to you, "
     "write all numbers with the same number of digits. Once a work is published, keep the ids: "
     "players' progress hangs on them.",
     "游戏按 node_ID 给同一个父节点下的子节点排序，是一个字符一个字符地比较，不看数字大小：Node10 "
     "排"
     "在 Node2 前面，因为 1 排在 2 前面。如果在意顺序，请把编号写成同样的位数。作品发布以后请不要再"
     "改 ID，玩家的进度就记在 ID 上。"},
    {"Custom achievement system guide, order of nodes (compared position by position)",
     "《自定义成就系统》中的节点排序（逐位排序）"},
    {"Node1, Node2, Node10: shown as Node1, Node10, Node2",
     "Node1、Node2、Node10，显示为 Node1、Node10、Node2"},
    {"Node01, Node02, Node10", "Node01、Node02、Node10"},
};

static const ach__kind depend_cloud = {
    "node-depend-cloud",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a cloud node waits for a parent that is not in the cloud", "云端节点依赖的父节点不在云端"},
    {"With depend_parent a node takes progress only after its parent is finished. A parent without "
     "is_cloud is finished only in the room where the player is now: in another room it is "
     "unfinished again, and the node takes no progress there although the cloud already holds some "
     "of it. No document says what happens then.",
     "写了 depend_parent 的节点，要等父节点完成后才开始记录进度。父节点没有 is_cloud "
     "时，只在玩家当前"
     "所在的房间算完成；换一个房间父节点又是未完成，这个节点在那里就不再记录进度，哪怕云端已经有它"
     "的"
     "进度。官方文档没有说明这种情况会怎样。"},
    {"none; no document says what a cloud node may depend on",
     "无；没有文档说明云端节点可以依赖什么样的父节点"},
    {"\"is_cloud\": true, \"depend_parent\": true, the parent without is_cloud",
     "\"is_cloud\": true, \"depend_parent\": true，而父节点没有 is_cloud"},
    {"\"is_cloud\": true in both", "两个节点都写 \"is_cloud\": true"},
};

static const ach__kind icon_missing = {
    "node-icon-missing",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"a picture of a node is not in the resource pack as PNG", "资源包里没有节点要用的 PNG 图片"},
    {"Node files name pictures from the folder of the resource pack, without the ending: "
     "textures/ui/cow stands for textures/ui/cow.png. Only PNG works, and upper and lower case "
     "must "
     "match, because phones tell them apart. Checked only where --resources names the pack.",
     "节点文件里的图片路径从资源包的文件夹写起，不带扩展名：textures/ui/cow 指的是 "
     "textures/ui/cow.png。只能用 PNG，大小写也必须一致，因为手机区分大小写。用 --resources "
     "指定资源"
     "包后才会检查。"},
    {"Custom achievement system guide, unfinished_icon, finished_icon and window_background (only "
     "png); the text says texture/, all samples say textures/",
     "《自定义成就系统》中的 unfinished_icon、finished_icon 和 window_background（只能用 "
     "png）；正文写"
     "的是 texture/，示例都是 textures/"},
    {"\"finished_icon\": \"textures/ui/Cow\", and the file is textures/ui/cow.png",
     "\"finished_icon\": \"textures/ui/Cow\"，而文件是 textures/ui/cow.png"},
    {"\"finished_icon\": \"textures/ui/cow\"", "\"finished_icon\": \"textures/ui/cow\""},
};

static const ach__kind background_size = {
    "node-background-size",
    ACH_NOTE,
    ACH__DOCUMENTED,
    {"the background of a page is smaller than its tree needs", "页面背景图比节点树需要的小"},
    {"The board of a page is 30 pixels wide for each level of its tree, at least 227, and 24 "
     "pixels "
     "high for each node of its widest level, at least 129. A smaller picture is repeated like "
     "tiles. Where a pattern that may be repeated is what you want, all is well. The guide says "
     "\"width\" in the second rule where it must mean height, and not whether the root counts as a "
     "level; achpack counts it.",
     "页面画板的宽度是节点树的层数乘以 30 像素，至少 227；高度是节点最多的那一层的节点数乘以 24 "
     "像素，"
     "至少 129。图片比画板小时会平铺。如果您本来就想用可以平铺的花纹，就没有问题。官方指南的第二条"
     "规则写的是“宽度”，应该是指高度；也没有说明根节点算不算一层，achpack 按算一层处理。"},
    {"Custom achievement system guide, window_background",
     "《自定义成就系统》中的 window_background"},
    {"a picture of 128 x 128 for a tree of 3 levels", "3 层的节点树配 128×128 的图片"},
    {"a picture of 227 x 129 for a tree of 3 levels", "3 层的节点树配 227×129 的图片"},
};

#define PUT_BACK_EN "put the file itself there, or delete it if it is no node"
#define PUT_BACK_ZH "请换成文件本身；如果不是节点，请删除"

const ach__message ach__node_tree_messages[ACH__NODE_TREE_MESSAGES] = {
    [ACH__NODE_FILE_PLACE_SUBFOLDER] =
        {&file_place,
         {"this node file lies in the sub-folder \"{folder}\", where the game may not look",
          "这个节点文件在子文件夹“{folder}”里，游戏可能不会读取"},
         {"move it directly into the folder customAchievements",
          "请把它直接放到 customAchievements 文件夹里"},
         0},
    [ACH__NODE_FILE_PLACE_SEVERAL] =
        {&file_place,
         {"{count} node files lie in the sub-folder \"{folder}\", where the game may not look",
          "有 {count} 个节点文件在子文件夹“{folder}”里，游戏可能不会读取"},
         {"move them directly into the folder customAchievements",
          "请把它们直接放到 customAchievements 文件夹里"},
         0},
    [ACH__NODE_FILE_PLACE_ENDING] =
        {&file_place,
         {"\"{name}\" does not end in \".json\", so it is not read as a node",
          "“{name}”不是以“.json”结尾，不会当作节点读取"},
         {"rename it to \"{suggestion}\" if it is a node; Windows shows the whole name once \"File "
          "name extensions\" is ticked in the menu View",
          "如果它是节点，请改名为“{suggestion}”；在 Windows "
          "的“查看”菜单中勾选“文件扩展名”，就能看到"
          "完整的文件名"},
         0},
    [ACH__NODE_FILE_PLACE_NONE] =
        {&file_place,
         {"there is no node file in this folder", "这个文件夹里没有节点文件"},
         {"name the folder customAchievements of your behaviour pack, or the behaviour pack",
          "请指定行为包里的 customAchievements 文件夹，或者行为包本身"},
         0},
    [ACH__NODE_FILE_FOLDER] =
        {&file_unreadable,
         {"\"{name}\" is a folder, although it is named like a node file",
          "“{name}”的名字像节点文件，其实是文件夹"},
         {"rename the folder, and move the node files in it directly into customAchievements",
          "请给文件夹改名，并把里面的节点文件直接放到 customAchievements 里"},
         0},
    [ACH__NODE_FILE_LINK_AWAY] =
        {&file_unreadable,
         {"\"{name}\" is a link to a file outside the folder; such links are not followed",
          "“{name}”是指向文件夹之外的链接，不会读取"},
         {PUT_BACK_EN, PUT_BACK_ZH},
         0},
    [ACH__NODE_FILE_LINK_BROKEN] = {&file_unreadable,
                                    {"\"{name}\" is a link to a file that does not exist",
                                     "“{name}”是链接，但指向的文件不存在"},
                                    {PUT_BACK_EN, PUT_BACK_ZH},
                                    0},
    [ACH__NODE_FILE_SPECIAL] = {&file_unreadable,
                                {"\"{name}\" is a device or a pipe, not a file",
                                 "“{name}”是设备或管道，不是文件"},
                                {PUT_BACK_EN, PUT_BACK_ZH},
                                0},
    [ACH__NODE_FILE_REFUSED] =
        {&file_unreadable,
         {"the node file cannot be read: {reason}", "无法读取这个节点文件：{reason_zh}"},
         {"check that the file is still there and that you are allowed to open it",
          "请检查文件是否还在，以及是否有权限打开"},
         0},
    [ACH__NODE_FILE_LARGE] = {&file_unreadable,
                              {"the node file has more than {limit} bytes, so it was not read",
                               "节点文件超过 {limit} 字节，没有读取"},
                              {"a node needs a few hundred bytes: see what else is in the file",
                               "一个节点只需要几百字节，请看看文件里还有什么"},
                              0},
    [ACH__NODE_DUPLICATE] =
        {&duplicate,
         {"the node_ID \"{id}\" is already taken by {first}", "node_ID“{id}”已经被 {first} 使用"},
         {"give one of the two another node_ID, and change the parent_node of its children along "
          "with it",
          "请给其中一个节点换一个 node_ID，它的子节点的 parent_node 也要一起改"},
         0},
    [ACH__NODE_SORT] = {&sort,
                        {"\"{first}\" will stand before \"{second}\": ids are compared character "
                         "by character, not "
                         "as numbers",
                         "“{first}”会排在“{second}”前面：ID 是逐个字符比较的，不看数字大小"},
                        {"if the order matters, write the numbers with leading zeros: 02, 10",
                         "如果在意顺序，请在数字前面补零，例如 02、10"},
                        0},
    [ACH__NODE_DEPEND_CLOUD_ROW] =
        {&depend_cloud,
         {"the cloud node \"{id}\" waits for its parent \"{parent}\", which is not in the cloud",
          "云端节点“{id}”要等父节点“{parent}”完成，而父节点不在云端"},
         {"write TRUE in IsCloud of the parent too, or leave DependParent blank",
          "请把父节点的 IsCloud 也改成 TRUE，或者把 DependParent 留空"},
         0},
    [ACH__NODE_DEPEND_CLOUD] =
        {&depend_cloud,
         {"the cloud node \"{id}\" waits for its parent \"{parent}\", which is not in the cloud",
          "云端节点“{id}”要等父节点“{parent}”完成，而父节点不在云端"},
         {"write \"is_cloud\": true in the parent too, or leave out depend_parent",
          "请给父节点也写上 \"is_cloud\": true，或者去掉 depend_parent"},
         0},
    [ACH__NODE_ICON_MISSING] =
        {&icon_missing,
         {"the resource pack has no picture \"{path}.png\"", "资源包里没有图片“{path}.png”"},
         {"put the PNG there, or name another picture; if it is one of the game's own, give the "
          "game's resource pack with --resources too",
          "请把 PNG 图片放到那里，或者改写别的图片；如果用的是游戏自带的图片，请用 --resources "
          "把游戏的"
          "资源包也加上"},
         0},
    [ACH__NODE_ICON_NEAR] = {&icon_missing,
                             {"the resource pack has no picture \"{path}.png\"",
                              "资源包里没有图片“{path}.png”"},
                             {"did you mean \"{suggestion}\"?", "是不是想写“{suggestion}”？"},
                             0},
    [ACH__NODE_ICON_CASE] =
        {&icon_missing,
         {"\"{path}.png\" is really called \"{found}\"; upper and lower case must match",
          "“{path}.png”的实际文件名是“{found}”，大小写必须一致"},
         {"write \"{suggestion}\", or rename the file", "请填写“{suggestion}”，或者给文件改名"},
         0},
    [ACH__NODE_ICON_CASE_ENDING] =
        {&icon_missing,
         {"\"{path}.png\" is really called \"{found}\"; upper and lower case must match",
          "“{path}.png”的实际文件名是“{found}”，大小写必须一致"},
         {"rename the file to \"{path}.png\"", "请把文件改名为“{path}.png”"},
         0},
    [ACH__NODE_ICON_OTHER] =
        {&icon_missing,
         {"the resource pack has \"{found}\", but the game looks for \"{path}.png\"",
          "资源包里有“{found}”，但游戏要找的是“{path}.png”"},
         {"open it in a paint program and export it as PNG; renaming does not convert it",
          "请在画图软件中打开并导出为 PNG；只改扩展名不会转换格式"},
         0},
    [ACH__NODE_ICON_FORMAT] =
        {&icon_missing,
         {"\"{path}.png\" is {kind} by its content; it must be a PNG",
          "“{path}.png”的内容其实是“{kind_zh}”，必须是 PNG"},
         {"open it in a paint program and export it as PNG; renaming does not convert it",
          "请在画图软件中打开并导出为 PNG；只改扩展名不会转换格式"},
         0},
    [ACH__NODE_ICON_REFUSED] =
        {&icon_missing,
         {"the picture \"{path}.png\" cannot be read", "无法读取图片“{path}.png”"},
         {"check that it is a file, not a folder or a link out of the resource pack, and that you "
          "are "
          "allowed to open it",
          "请检查它是不是文件，而不是文件夹或指向资源包之外的链接，以及是否有权限打开"},
         0},
    [ACH__NODE_BACKGROUND_SIZE] =
        {&background_size,
         {"the background is {width} x {height} pixels; the board of this page is {board_width} x "
          "{board_height} (levels: {levels}, nodes in the widest one: {nodes}), so it is repeated",
          "背景图是 {width}×{height} 像素，而这一页的画板是 {board_width}×{board_height}（共 "
          "{levels} "
          "层，节点最多的一层有 {nodes} 个），图片会平铺"},
         {"if it should not be repeated, make the picture at least as large as the board",
          "如果不想平铺，请把图片做得不小于画板"},
         0},
};

const ach__remark ach__node_first = {{"the first node with this id", "最先使用这个 ID 的节点"}};
const ach__remark ach__node_sorts_later = {{"will stand behind it", "会排在它后面"}};
const ach__remark ach__node_depends_on = {
    {"the parent, without is_cloud", "父节点，没有写 is_cloud"}};

const ach__family ach__node_tree_family = {"node-tree",
                                           {"Node files and their tree", "节点文件与节点树"},
                                           ach__node_tree_messages,
                                           ACH__NODE_TREE_MESSAGES};
