/* The family "scripts": node ids in the mod's Python code, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/scripts.h"

static const ach__kind node_unknown = {
    "script-node-unknown",
    ACH_WARNING,
    ACH__DOCUMENTED,
    {"an achievement call names a node that does not exist", "成就接口用到了不存在的节点"},
    {"The nodeId given to an achievement call must be the NodeId of a row of the table or the "
     "node_ID of a node file, written exactly alike, upper and lower case included; otherwise the "
     "call fails. It must be text in quotes: 1 is not \"1\". Where achpack check is given several "
     "packages, an id of any of them will do. Only ids that stand in the code as text or as a "
     "number are looked at, in AddNodeProgress, SetNodeFinish, GetChildrenNode, GetNodeDetailInfo "
     "and LobbySetAchievementStorage; ids that the code computes are not guessed.",
     "传给成就接口的 nodeId 必须是表格里某一行的 NodeId，或者某个节点文件的 node_ID，写法要完全一"
     "致，包括大小写，否则调用会失败。它必须是带引号的文本：1 和 \"1\" 不是一回事。用 achpack "
     "check "
     "同时检查几个成就包时，id "
     "在其中任何一个里都可以。这里只检查代码里直接写出来的文本或数字，涉及 "
     "AddNodeProgress、SetNodeFinish、GetChildrenNode、"
     "GetNodeDetailInfo 和 LobbySetAchievementStorage；由代码计算出来的 id 不做猜测。"},
    {"Custom achievement system and achievement interfaces of the Mod SDK, nodeId; Achievement "
     "system function configuration document, NodeId",
     "Mod SDK《自定义成就系统》和《成就》接口中的 nodeId；《成就系统功能配置文档》中的 NodeId"},
    {"NodeSetting.csv: first,...\ncomp.SetNodeFinish(playerId, \"frist\")",
     "NodeSetting.csv: first,...\ncomp.SetNodeFinish(playerId, \"frist\")"},
    {"NodeSetting.csv: first,...\ncomp.SetNodeFinish(playerId, \"first\")",
     "NodeSetting.csv: first,...\ncomp.SetNodeFinish(playerId, \"first\")"},
};

static const ach__kind cloud_auto = {
    "script-cloud-auto",
    ACH_ERROR,
    ACH__DOCUMENTED,
    {"LobbySetAchievementStorage is called for a node that uploads by itself",
     "对自动上传的节点调用了 LobbySetAchievementStorage"},
    {"A node with is_cloud uploads its progress by itself, unless its auto_sent_cloud is false; "
     "where auto_sent_cloud is left out, it counts as true. For such a node "
     "LobbySetAchievementStorage must not be used: AddNodeProgress and SetNodeFinish store the "
     "progress and upload it, as long as they are given a callback.",
     "is_cloud 为 true 的节点会自动上传进度，除非 auto_sent_cloud 为 false；没有写 auto_sent_cloud "
     "时按 true 处理。对这样的节点不能使用 LobbySetAchievementStorage，应使用 AddNodeProgress 或 "
     "SetNodeFinish：只要传入 callback，它们就会保存进度并同步到云端。"},
    {"Cloud Achievement Document, on using it with the custom achievement system",
     "《云端成就文档》关于使用自定义成就系统制作云端成就的问答"},
    {"{\"node_ID\": \"first\", \"is_cloud\": true, ...}\n"
     "comp.LobbySetAchievementStorage(cb, playerId, \"first\", 1)",
     "{\"node_ID\": \"first\", \"is_cloud\": true, ...}\n"
     "comp.LobbySetAchievementStorage(cb, playerId, \"first\", 1)"},
    {"{\"node_ID\": \"first\", \"is_cloud\": true, ...}\n"
     "comp.AddNodeProgress(playerId, \"first\", 1, callback=cb)",
     "{\"node_ID\": \"first\", \"is_cloud\": true, ...}\n"
     "comp.AddNodeProgress(playerId, \"first\", 1, callback=cb)"},
};

static const ach__kind unreadable = {
    "script-unreadable",
    ACH_WARNING,
    ACH__ASSUMED,
    {"a Python file cannot be read", "无法读取 Python 文件"},
    {"The .py files in the folder given with --scripts, and in the folders below it, are searched "
     "for node ids. What cannot be read is not checked, so this says which files those are. Links "
     "that lead out of the folder are not followed.",
     "会在 --scripts 指定的文件夹及其下各级文件夹的 .py 文件里查找节点 id。读不了的文件就没有检查，"
     "所以在这里列出。指向文件夹之外的链接不会跟随。"},
    {"none; achpack says what it did not check", "无；achpack 用它说明哪些内容没有检查"},
    {"scripts/big.py (5 MiB)", "scripts/big.py（5 MiB）"},
    {"scripts/achievements.py (20 KiB)", "scripts/achievements.py（20 KiB）"},
};

#define UNKNOWN_EN "{call} names the node \"{id}\", which does not exist"
#define UNKNOWN_ZH "{call} 用到的节点“{id}”不存在"

const ach__message ach__scripts_messages[ACH__SCRIPTS_MESSAGES] = {
    [ACH__SCRIPT_NODE_UNKNOWN] =
        {&node_unknown,
         {UNKNOWN_EN, UNKNOWN_ZH},
         {"write a NodeId of the table or a node_ID of the node files, or add the node",
          "请填写表格里的 NodeId 或节点文件里的 node_ID，或者补上这个节点"},
         0},
    [ACH__SCRIPT_NODE_UNKNOWN_NEAR] = {&node_unknown,
                                       {UNKNOWN_EN, UNKNOWN_ZH},
                                       {"did you mean \"{suggestion}\"?",
                                        "是不是想写“{suggestion}”？"},
                                       0},
    [ACH__SCRIPT_NODE_UNKNOWN_TABLE] =
        {&node_unknown,
         {"{call} names the node \"{id}\", which is not in the table",
          "{call} 用到的节点“{id}”不在表格里"},
         {"write a NodeId of the table; if the node has a node file, name its folder with --nodes",
          "请填写表格里的 NodeId；如果这个节点写在节点文件里，请用 --nodes 指定节点文件夹"},
         0},
    [ACH__SCRIPT_NODE_UNKNOWN_TABLES] =
        {&node_unknown,
         {"{call} names the node \"{id}\", which is in none of the tables",
          "{call} 用到的节点“{id}”不在任何一个表格里"},
         {"write a NodeId of the tables; if the node has a node file, name its folder with --nodes",
          "请填写这些表格里的 NodeId；如果这个节点写在节点文件里，请用 --nodes 指定节点文件夹"},
         0},
    [ACH__SCRIPT_NODE_UNKNOWN_NUMBER] =
        {&node_unknown,
         {"{call} is given the number {number} as node id, but node ids are text",
          "传给 {call} 的节点 id 是数字 {number}，但节点 id 是文本"},
         {"put it in quotes: \"{id}\"", "请加上引号：\"{id}\""},
         0},
    [ACH__SCRIPT_CLOUD_AUTO] =
        {&cloud_auto,
         {"the node \"{id}\" uploads by itself, so LobbySetAchievementStorage must not be used for "
          "it",
          "节点“{id}”会自动上传进度，不能对它使用 LobbySetAchievementStorage"},
         {"use AddNodeProgress or SetNodeFinish with a callback, or set auto_sent_cloud of the "
          "node "
          "to false",
          "请改用 AddNodeProgress 或 SetNodeFinish 并传入 callback，或者把节点的 auto_sent_cloud 设"
          "为 false"},
         0},
    [ACH__SCRIPT_UNREADABLE] = {&unreadable,
                                {"this file cannot be read, so it was not checked: {reason}",
                                 "无法读取这个文件，没有检查：{reason_zh}"},
                                {"check the file and its permissions", "请检查这个文件和它的权限"},
                                0},
    [ACH__SCRIPT_UNREADABLE_LARGE] =
        {&unreadable,
         {"this file has more than {limit} bytes, so it was not checked",
          "这个文件超过 {limit} 字节，没有检查"},
         {"if it holds achievement calls, move them to a smaller file",
          "如果里面有成就接口的调用，请移到较小的文件里"},
         0},
    [ACH__SCRIPT_UNREADABLE_LINK] =
        {&unreadable,
         {"this is a link to something outside the folder, or to nothing; it was not checked",
          "这个链接指向文件夹之外，或者目标不存在，没有检查"},
         {"put the file itself there, or give the other folder with --scripts too",
          "请换成文件本身，或者用 --scripts 再指定目标所在的文件夹"},
         0},
    [ACH__SCRIPT_UNREADABLE_ALL] =
        {&unreadable,
         {"the Python files have more than {limit} bytes together; from this one on they were not "
          "checked",
          "Python 文件总共超过 {limit} 字节，从这个文件起没有检查"},
         {"name only the folders with achievement code, each with --scripts",
          "请用 --scripts 只指定含有成就代码的文件夹"},
         0},
};

const ach__remark ach__script_auto_written = {
    {"auto_sent_cloud is true here", "auto_sent_cloud 在这里设为 true"}};
const ach__remark ach__script_auto_default = {
    {"a cloud node, and auto_sent_cloud is left out, so it counts as true",
     "这里设为云端节点，没有写 auto_sent_cloud，按 true 处理"}};

const ach__family ach__scripts_family = {
    "scripts", {"Mod scripts", "模组脚本"}, ach__scripts_messages, ACH__SCRIPTS_MESSAGES};
