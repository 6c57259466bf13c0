/* The family "authoring": the table and the node files, made from each other, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/authoring.h"

static const ach__kind cell_invalid = {
    "authoring-cell-invalid",
    ACH_ERROR,
    ACH__ASSUMED,
    {"an authoring column with a value that no node file can be made from",
     "编写列里的内容无法写成节点文件"},
    {"The columns DependParent, IsHidden, FinishTip, IsCloud, AutoSentCloud, GoalType, GoalTarget "
     "and Background are achpack's own: achpack nodes writes node files from them, and achpack "
     "build leaves them out of the package. A switch takes TRUE or FALSE in any case, 1 or 0, yes "
     "or no in English or Chinese; blank means the default. A goal needs both "
     "GoalType and GoalTarget. "
     "DependParent is for rows with a parent, Background for rows without.",
     "DependParent、IsHidden、FinishTip、IsCloud、AutoSentCloud、GoalType、GoalTarget 和 "
     "Background "
     "是 achpack 自己的列：achpack nodes 用它们生成节点文件，achpack build 打包时会去掉。开关列可以"
     "写 TRUE 或 FALSE（大小写均可）、1 或 0、yes 或 no、是或否，留空表示默认值。目标要同时填写 "
     "GoalType 和 GoalTarget。DependParent 只用于有父节点的行，Background 只用于没有父节点的行。"},
    {"none; the columns are achpack's own. What they stand for: Custom achievement system guide",
     "无；这些列是 achpack 自己的。对应的键见《自定义成就系统》"},
    {"NodeId,...,IsHidden\nfirst,...,maybe", "NodeId,...,IsHidden\nfirst,...,也许"},
    {"NodeId,...,IsHidden\nfirst,...,TRUE", "NodeId,...,IsHidden\nfirst,...,是"},
};

static const ach__kind file_changed = {
    "node-file-changed",
    ACH_ERROR,
    ACH__ASSUMED,
    {"a node file that achpack nodes would overwrite was changed by hand",
     "achpack nodes 要覆盖的节点文件被手工改过"},
    {"achpack nodes remembers what it wrote in the file .achpack-nodes beside the table, and "
     "overwrites or removes only files that still hold exactly that. Where one does not, nothing "
     "at all is written. Take the change over into the table, or give --force to lose it.",
     "achpack nodes 会把自己写过的内容记在表格旁边的 .achpack-nodes 里，只覆盖或删除内容没有变过的"
     "文件。只要有一个文件被改过，就什么都不写。请把改动补到表格里；确定不要这些改动时，可以加 "
     "--force。"},
    {"none; this protects your own work", "无；这是为了保护您自己的改动"},
    {"first.json, with a reward added by hand", "手工加了 reward 的 first.json"},
    {"first.json as achpack nodes wrote it", "与 achpack nodes 写出的内容一致的 first.json"},
};

static const ach__kind lossy = {
    "authoring-lossy",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a part of a node file that the table has no column for", "节点文件里有表格没有对应列的内容"},
    {"With --all the table is meant to become the only source of the node files. Rewards, "
     "use_default_icon_background and keys of item_dict other than newItemName have no column, and "
     "spaces around an id or a path are not kept, so node files written from the new table would "
     "lack them. Keep such a node as a file that you write by hand, and delete its row.",
     "使用 --all 时，表格会成为节点文件的唯一来源。奖励（reward）、use_default_icon_background、"
     "item_dict 中 newItemName 以外的键都没有对应的列，id 和路径两端的空格也不会保留，所以用新表格"
     "生成的节点文件里就没有这些内容了。请继续手工编写这样的节点文件，并删掉表格里对应的行。"},
    {"none; the columns are achpack's own", "无；这些列是 achpack 自己的"},
    {"\"reward\": [{\"function_name\": \"Give\", ...}]",
     "\"reward\": [{\"function_name\": \"Give\", ...}]"},
    {"a node without a reward", "没有 reward 的节点"},
};

static const ach__kind unencodable = {
    "encoding-unencodable",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"a character of a node file that a GBK table cannot hold",
     "节点文件里有 GBK 表格写不了的字符"},
    {"NodeSetting.csv has to be encoded in GBK, which lacks emoji, rare characters and some signs, "
     "while node files are UTF-8 and may hold any character. Nothing is written, so that no "
     "character is lost. Use another character in the node file: players should see the same text "
     "in both places.",
     "NodeSetting.csv 必须使用 GBK 编码，而 GBK 没有表情符号、生僻字和一些特殊符号；节点文件是 "
     "UTF-8 "
     "编码，什么字都能写。为了不丢字，表格没有写出。请在节点文件里换一个字符，让玩家在两处看到"
     "同样的文字。"},
    {"Achievement system function configuration document; Cloud Achievement Document: manual "
     "packaging",
     "《成就系统功能配置文档》；《云端成就文档》手动打包一节"},
    {"\"title\": \"完成😀\"", "\"title\": \"完成😀\""},
    {"\"title\": \"完成！\"", "\"title\": \"完成！\""},
};

const ach__message ach__authoring_messages[ACH__AUTHORING_MESSAGES] = {
    [ACH__AUTHORING_SWITCH] =
        {&cell_invalid,
         {"{column} must be TRUE or FALSE, but it is \"{value}\"",
          "{column} 应填 TRUE 或 FALSE，这里却是“{value}”"},
         {"write TRUE or FALSE (1 or 0, yes or no, 是 or 否 do as well), or leave the cell blank, "
          "which means {default}",
          "请填 TRUE 或 FALSE（1 或 0、yes 或 no、是或否也可以），或者留空，留空表示 {default}"},
         0},
    [ACH__AUTHORING_DEPEND_ROOT] =
        {&cell_invalid,
         {"DependParent is TRUE, but the row has no ParentNode to depend on",
          "DependParent 填了 TRUE，但这一行没有 ParentNode，没有父节点可以依赖"},
         {"fill in ParentNode, or leave DependParent blank",
          "请填写 ParentNode，或者把 DependParent 留空"},
         0},
    [ACH__AUTHORING_AUTO_LOCAL] =
        {&cell_invalid,
         {"AutoSentCloud is TRUE, but IsCloud is FALSE, so there is nothing to send",
          "AutoSentCloud 填了 TRUE，但 IsCloud 是 FALSE，没有东西可以上传"},
         {"leave AutoSentCloud blank, or write TRUE in IsCloud",
          "请把 AutoSentCloud 留空，或者把 IsCloud 改成 TRUE"},
         0},
    [ACH__AUTHORING_GOAL_TYPE] =
        {&cell_invalid,
         {"GoalType must be default_kill or default_get, but it is \"{value}\"",
          "GoalType 应填 default_kill 或 default_get，这里却是“{value}”"},
         {"leave GoalType and GoalTarget blank if your own code counts the progress",
          "如果由自己的代码统计进度，请把 GoalType 和 GoalTarget 都留空"},
         0},
    [ACH__AUTHORING_GOAL_TYPE_NEAR] =
        {&cell_invalid,
         {"GoalType must be default_kill or default_get, but it is \"{value}\"",
          "GoalType 应填 default_kill 或 default_get，这里却是“{value}”"},
         {"did you mean \"{suggestion}\"?", "是不是想写“{suggestion}”？"},
         0},
    [ACH__AUTHORING_GOAL_TYPE_MISSING] =
        {&cell_invalid,
         {"GoalTarget is \"{target}\", but GoalType is blank",
          "GoalTarget 填了“{target}”，但 GoalType 是空的"},
         {"write default_kill (kill that entity) or default_get (own that item) in GoalType, or "
          "leave both blank",
          "请在 GoalType 里填 default_kill（击杀这种生物）或 "
          "default_get（获得这种物品），或者两格都"
          "留空"},
         0},
    [ACH__AUTHORING_GOAL_TARGET_MISSING] =
        {&cell_invalid,
         {"GoalType is {type}, but GoalTarget is blank",
          "GoalType 是 {type}，但 GoalTarget 是空的"},
         {"write what is meant in GoalTarget, for example {example}, or leave both blank",
          "请在 GoalTarget 里写明目标，例如 {example}，或者两格都留空"},
         0},
    [ACH__AUTHORING_GOAL_TARGET] =
        {&cell_invalid,
         {"GoalTarget \"{value}\" is not of the form namespace:name",
          "GoalTarget“{value}”不是“命名空间:名称”的形式"},
         {"write the identifier with its namespace and an ordinary colon, for example {example}",
          "请写完整的标识符，用半角冒号，例如 {example}"},
         0},
    [ACH__AUTHORING_BACKGROUND_CHILD] =
        {&cell_invalid,
         {"Background is for rows without a parent, but this row has the parent \"{parent}\"",
          "Background 只用于没有父节点的行，而这一行的父节点是“{parent}”"},
         {"leave Background blank: the page takes the background of its root",
          "请把 Background 留空：页面使用根节点的背景图"},
         0},
    [ACH__AUTHORING_BACKGROUND_ENDING] =
        {&cell_invalid,
         {"Background \"{value}\" has a file extension, which node files do not write",
          "Background“{value}”带有扩展名，节点文件里的路径不写扩展名"},
         {"write \"{suggestion}\"", "请写成“{suggestion}”"},
         0},
    [ACH__AUTHORING_BACKGROUND_OUTSIDE] =
        {&cell_invalid,
         {"Background \"{value}\" does not start with textures/",
          "Background“{value}”不是以 textures/ 开头"},
         {"write the path inside the resource pack without the extension, for example "
          "textures/ui/page",
          "请写资源包里的路径，不带扩展名，例如 textures/ui/page"},
         0},
    [ACH__AUTHORING_BACKGROUND_ODD] =
        {&cell_invalid,
         {"Background \"{value}\" is not a path inside a resource pack",
          "Background“{value}”不是资源包里的路径"},
         {"write the path inside the resource pack with / and without the extension, for example "
          "textures/ui/page",
          "请写资源包里的路径，用 / 分隔，不带扩展名，例如 textures/ui/page"},
         0},
    [ACH__AUTHORING_BACKGROUND_MISSING] =
        {&cell_invalid,
         {"a root needs a background for its page, but Background is blank",
          "根节点需要一张页面背景图，但 Background 是空的"},
         {"fill in the column Background, or give --background PATH for all roots, such as "
          "--background textures/ui/page; if this is no root, fill in ParentNode",
          "请填写 Background 列，或者用 --background 给所有根节点指定，例如 --background "
          "textures/ui/page；如果它不是根节点，请填写 ParentNode"},
         0},
    [ACH__AUTHORING_PICTURE_ENDING] =
        {&cell_invalid,
         {"{column} \"{value}\" does not end in .png, but node files can only name .png pictures",
          "{column}“{value}”不是以 .png 结尾，而节点文件只能用 .png 图片"},
         {"rename the picture so that it ends in .png, and the cell with it",
          "请把图片改名为以 .png 结尾，并同时修改单元格"},
         0},
    [ACH__AUTHORING_DESCRIPTION] = {&cell_invalid,
                                    {"{column} is blank, but every node file needs a text for it",
                                     "{column} 是空的，而每个节点文件都必须有这段文字"},
                                    {"write what players should read there",
                                     "请填写要给玩家看的文字"},
                                    0},
    [ACH__AUTHORING_LONG] = {&cell_invalid,
                             {"the row is too long: its node file would be over {limit} bytes",
                              "这一行太长：节点文件会超过 {limit} 字节"},
                             {"shorten its texts", "请缩短文字"},
                             0},
    [ACH__NODE_FILE_CHANGED] =
        {&file_changed,
         {"\"{name}\" was changed since achpack nodes wrote it",
          "“{name}”由 achpack nodes 写出之后又被改过"},
         {"take the change over into the table, or give --force to overwrite the file",
          "请把改动补到表格里；确定不要这些改动时，可以加 --force 覆盖"},
         0},
    [ACH__NODE_FILE_FOREIGN] =
        {&file_changed,
         {"\"{name}\" is already there and was not written by achpack nodes; the table's \"{id}\" "
          "would replace it",
          "“{name}”已经存在，而且不是 achpack nodes 写的；表格里的“{id}”会覆盖它"},
         {"move the file away, delete the row, or give --force to overwrite the file",
          "请移走这个文件，或者删掉表格里的这一行；确定要覆盖时，可以加 --force"},
         0},
    [ACH__NODE_FILE_CHANGED_GONE] =
        {&file_changed,
         {"\"{name}\" has no row in the table any more, but was changed since achpack nodes wrote "
          "it",
          "“{name}”在表格里已经没有对应的行，但它由 achpack nodes 写出之后又被改过"},
         {"delete the file, put the row back, or give --force to remove the file",
          "请删除这个文件，或者把那一行加回表格；也可以加 --force 让 achpack 删除它"},
         0},
    [ACH__AUTHORING_LOSSY_KEY] =
        {&lossy,
         {"the node \"{id}\" has {key}, for which the table has no column",
          "节点“{id}”有 {key}，而表格没有对应的列"},
         {"keep the file of this node and delete its row from the new table",
          "请保留这个节点的文件，并在新表格里删掉它的行"},
         0},
    [ACH__AUTHORING_LOSSY_ITEM] =
        {&lossy,
         {"the item_dict of the node \"{id}\" has {key}, for which the table has no column",
          "节点“{id}”的 item_dict 里有 {key}，而表格没有对应的列"},
         {"keep the file of this node and delete its row from the new table",
          "请保留这个节点的文件，并在新表格里删掉它的行"},
         0},
    [ACH__AUTHORING_LOSSY_SPACES] =
        {&lossy,
         {"{key} of the node \"{id}\" has spaces around it, which the table does not keep",
          "节点“{id}”的 {key} 两端有空格，表格里不会保留"},
         {"delete the spaces in the node file", "请删掉节点文件里的这些空格"},
         0},
    [ACH__ENCODING_UNENCODABLE] =
        {&unencodable,
         {"GBK has no \"{character}\" ({code}), which stands in {key} of the node \"{id}\"",
          "节点“{id}”的 {key} 里有“{character}”（{code}），GBK 里没有这个字符"},
         {"use another character", "请换一个字符"},
         0},
};

const ach__remark ach__parent_is_local = {
    {"the parent, with IsCloud FALSE", "父节点，IsCloud 是 FALSE"}};

const ach__family ach__authoring_family = {
    "authoring",
    {"One source: the table and the node files", "一份源头：表格与节点文件互相生成"},
    ach__authoring_messages,
    ACH__AUTHORING_MESSAGES,
};
