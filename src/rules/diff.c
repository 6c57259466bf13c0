/* The family "diff": what a new version changes for players, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/diff.h"

#include "rules/diff_kinds.h"

#define KIND(name) &ach__diff_kinds[ACH__KIND_DIFF_##name]

const ach__message ach__diff_messages[ACH__DIFF_MESSAGES] = {
    [ACH__DIFF_NODE_REMOVED] =
        {KIND(NODE_REMOVED),
         {"the published node \"{id}\" is gone: players lose it and the progress they have in it",
          "已发布的节点“{id}”没有了：玩家会失去这个成就和已有的进度"},
         {"put it back with the same NodeId; if players are meant to lose it, add --severity "
          "diff-node-removed=note",
          "请用原来的 NodeId 把它加回来；如果确实要删除，请加上 --severity diff-node-removed=note"},
         0},
    [ACH__DIFF_NODE_RENAMED] =
        {KIND(NODE_REMOVED),
         {"the published node \"{id}\" is gone; it looks renamed to \"{new}\", which for players "
          "is a "
          "new achievement without their progress",
          "已发布的节点“{id}”没有了，看起来是改名成了“{new}”；对玩家来说这是一个没有进度的新成就"},
         {"keep the old NodeId \"{id}\": the progress of players is stored under it; the title may "
          "change freely",
          "请保留原来的 NodeId“{id}”：玩家的进度是按它保存的；标题可以随意改"},
         0},
    [ACH__DIFF_ROW_REMOVED] =
        {KIND(NODE_REMOVED),
         {"the row of \"{id}\" is gone from the table: the node stays in the game, but its cloud "
          "progress can no longer be stored or read",
          "表格中没有“{id}”这一行了：节点仍在游戏里，但云端进度不能再保存和读取"},
         {"put the row back with the same NodeId", "请用原来的 NodeId 把这一行加回来"},
         0},
    [ACH__DIFF_FILE_REMOVED] =
        {KIND(NODE_REMOVED),
         {"the node file of \"{id}\" is gone: players no longer find the node in the game, only "
          "its "
          "row in the table is left",
          "“{id}”的节点文件没有了：玩家在游戏里找不到这个节点，只剩下表格里的一行"},
         {"put the node file back with the same node_ID", "请用原来的 node_ID 把节点文件加回来"},
         0},
    [ACH__DIFF_TOTAL_LOWERED] =
        {KIND(TOTAL_LOWERED),
         {"{field} falls from {old} to {new}: players who are already at {new} or beyond get no "
          "reward",
          "{field} 从 {old} 降到 {new}：进度已经达到或超过 {new} 的玩家拿不到奖励"},
         {"keep {old}, or give these players the reward by your own code",
          "请保留 {old}，或者用代码给这些玩家补发奖励"},
         0},
    [ACH__DIFF_TOTAL_RAISED] =
        {KIND(TOTAL_RAISED),
         {"{field} rises from {old} to {new}: players who had finished at {old} are rewarded again "
          "at {new}",
          "{field} 从 {old} 升到 {new}：在 {old} 时已完成的玩家，到 {new} 时会再拿一次奖励"},
         {"keep {old} and add a new node for {new}, or make sure that a second reward does no harm",
          "请保留 {old}，另外为 {new} 新增一个节点；或者确认重复发奖没有影响"},
         0},
    [ACH__DIFF_PARENT_MOVED] =
        {KIND(PARENT_CHANGED),
         {"the parent changes from \"{old}\" to \"{new}\": players find the node in another place, "
          "and what waits for its parent now waits for \"{new}\"",
          "父节点从“{old}”改为“{new}”：玩家会在另一个位置看到它，需要等父节点完成的进度改为等“{new}"
          "”"},
         {"if this is meant, tell your players; else name \"{old}\" again",
          "如果是有意修改，请告诉玩家；否则请改回“{old}”"},
         0},
    [ACH__DIFF_PARENT_GIVEN] =
        {KIND(PARENT_CHANGED),
         {"the root is now below \"{new}\": players no longer have its page, they find the node "
          "there",
          "原来的根节点现在挂在“{new}”下面：玩家看不到它原来那一页，要到“{new}”下面去找"},
         {"if this is meant, tell your players; else leave the parent out again",
          "如果是有意修改，请告诉玩家；否则请去掉父节点"},
         0},
    [ACH__DIFF_PARENT_TAKEN] =
        {KIND(PARENT_CHANGED),
         {"the node is no longer below \"{old}\" but a root: players find it on a page of its own",
          "节点不再挂在“{old}”下面，成了根节点：玩家要到单独的一页去找它"},
         {"if this is meant, tell your players; else name \"{old}\" as its parent again",
          "如果是有意修改，请告诉玩家；否则请把父节点改回“{old}”"},
         0},
    [ACH__DIFF_CLOUD_OFF] =
        {KIND(CLOUD_CHANGED),
         {"{field} is switched off: the progress in the cloud is no longer read, so players go on "
          "with what their world has stored",
          "{field} 关闭了：不再读取云端进度，玩家只能用本地存档里的进度"},
         {"switch it on again, or expect that players in new rooms start from nothing",
          "请重新打开；否则玩家在新的房间里会从零开始"},
         0},
    [ACH__DIFF_CLOUD_ON] =
        {KIND(CLOUD_CHANGED),
         {"{field} is switched on: the cloud knows nothing of the progress that players have made "
          "so far",
          "{field} 打开了：玩家以前的进度云端并不知道"},
         {"if players shall keep it, upload their progress by your own code once",
          "如果要保留以前的进度，请用代码上传一次"},
         0},
    [ACH__DIFF_UPLOAD_OFF] =
        {KIND(CLOUD_CHANGED),
         {"{field} is switched off: progress reaches the cloud only where your own code "
          "sends it",
          "{field} 关闭了：进度只有在您的代码上传时才会到云端"},
         {"make sure that your code calls LobbySetAchievementStorage for this node",
          "请确认代码为这个节点调用了 LobbySetAchievementStorage"},
         0},
    [ACH__DIFF_UPLOAD_ON] =
        {KIND(CLOUD_CHANGED),
         {"{field} is switched on: progress is uploaded by itself, and a second time where "
          "your own code still sends it",
          "{field} 打开了：进度会自动上传，如果代码里也上传，就会重复计算"},
         {"remove the calls of LobbySetAchievementStorage for this node",
          "请去掉代码里为这个节点调用的 LobbySetAchievementStorage"},
         0},
    [ACH__DIFF_GOAL_CHANGED] =
        {KIND(GOAL_CHANGED),
         {"{field} is different: players keep the progress of the old goal, and it counts for "
          "the new one",
          "{field} 变了：玩家按旧目标得到的进度会保留，并算到新目标里"},
         {"if the new goal is another task, give it a node with a new node_ID",
          "如果新目标是另一项任务，请用新的 node_ID 建一个节点"},
         0},
    [ACH__DIFF_GOAL_GIVEN] =
        {KIND(GOAL_CHANGED),
         {"{field} is new: the system now counts by itself, and a second time where your own "
          "code still adds progress",
          "新增了 {field}：系统会自动计数，如果代码里也在增加进度，就会重复计算"},
         {"remove the calls of AddNodeProgress and SetNodeFinish for this node",
          "请去掉代码里为这个节点调用的 AddNodeProgress 和 SetNodeFinish"},
         0},
    [ACH__DIFF_GOAL_TAKEN] =
        {KIND(GOAL_CHANGED),
         {"{field} is gone: players get no further progress unless your own code adds it",
          "{field} 没有了：除非代码增加进度，否则玩家的进度不再变化"},
         {"make sure that your code calls AddNodeProgress or SetNodeFinish for this node",
          "请确认代码为这个节点调用了 AddNodeProgress 或 SetNodeFinish"},
         0},
    [ACH__DIFF_DEPEND_ON] =
        {KIND(GOAL_CHANGED),
         {"{field} is switched on: players who have not finished the parent get no further "
          "progress here",
          "{field} 打开了：还没有完成父节点的玩家，在这里不再得到进度"},
         {"switch it off again if players in the middle of this node shall go on",
          "如果要让进行到一半的玩家继续，请关闭它"},
         0},
    [ACH__DIFF_DEPEND_OFF] =
        {KIND(GOAL_CHANGED),
         {"{field} is switched off: players get progress here before they finish the parent",
          "{field} 关闭了：玩家不用先完成父节点就能得到进度"},
         {"switch it on again if the order matters", "如果要按顺序完成，请打开它"},
         0},
    [ACH__DIFF_REWARD_CHANGED] =
        {KIND(REWARD_CHANGED),
         {"the reward is different: players who have finished keep the old one and do not get the "
          "new one",
          "奖励变了：已经完成的玩家保留旧的奖励，拿不到新的奖励"},
         {"if they shall have it too, give it by your own code",
          "如果也要给他们新的奖励，请用代码发放"},
         0},
    [ACH__DIFF_REWARD_GIVEN] = {KIND(REWARD_CHANGED),
                                {"there is now a reward: players who have finished do not get it",
                                 "新增了奖励：已经完成的玩家拿不到"},
                                {"if they shall have it too, give it by your own code",
                                 "如果也要给他们，请用代码发放"},
                                0},
    [ACH__DIFF_REWARD_TAKEN] = {KIND(REWARD_CHANGED),
                                {"the reward is gone: players who finish from now on get nothing",
                                 "奖励没有了：以后完成的玩家什么也得不到"},
                                {"put the reward back if this is not meant",
                                 "如果不是有意的，请把奖励加回来"},
                                0},
    [ACH__DIFF_NODE_ADDED] = {KIND(NODE_ADDED),
                              {"the node \"{id}\" is new: all players start it without progress",
                               "节点“{id}”是新增的：所有玩家都从零开始"},
                              {NULL, NULL},
                              0},
    [ACH__DIFF_ROW_ADDED] =
        {KIND(NODE_ADDED),
         {"the node \"{id}\" now has a row in the table: its cloud progress starts at nothing",
          "节点“{id}”在表格里新增了一行：云端进度从零开始"},
         {NULL, NULL},
         0},
    [ACH__DIFF_FILE_ADDED] =
        {KIND(NODE_ADDED),
         {"\"{id}\" from the table now has a node file: players find it in the game's achievement "
          "pages",
          "表格里的“{id}”新增了节点文件：玩家会在游戏的成就页面里看到它"},
         {NULL, NULL},
         0},
    [ACH__DIFF_TITLE] =
        {KIND(TEXT_CHANGED),
         {"{field} changes from \"{old}\" to \"{new}\": players read the new title; their progress "
          "stays",
          "{field} 从“{old}”改为“{new}”：玩家会看到新的标题，进度不变"},
         {NULL, NULL},
         0},
    [ACH__DIFF_DESCRIPTION] =
        {KIND(TEXT_CHANGED),
         {"{field} changes from \"{old}\" to \"{new}\": players read the new description; their "
          "progress stays",
          "{field} 从“{old}”改为“{new}”：玩家会看到新的描述，进度不变"},
         {NULL, NULL},
         0},
    [ACH__DIFF_ICON_BEFORE] =
        {KIND(ICON_CHANGED),
         {"{field} shows another picture: players see it while the node is not finished",
          "{field} 换了图片：玩家完成前看到的是新图片"},
         {NULL, NULL},
         0},
    [ACH__DIFF_ICON_AFTER] =
        {KIND(ICON_CHANGED),
         {"{field} shows another picture: players see it once the node is finished",
          "{field} 换了图片：玩家完成后看到的是新图片"},
         {NULL, NULL},
         0},
    [ACH__DIFF_ICON_PATH] = {KIND(ICON_CHANGED),
                             {"{field} changes from \"{old}\" to \"{new}\": players see what the "
                              "resource pack has there",
                              "{field} 从“{old}”改为“{new}”：玩家看到的是资源包中该路径的图片"},
                             {NULL, NULL},
                             0},
    [ACH__DIFF_RANK] = {KIND(RANK_CHANGED),
                        {"{field} changes from {old} to {new}: players find the unfinished node at "
                         "another place in "
                         "the list",
                         "{field} 从 {old} 改为 {new}：未完成时，它在列表中的位置会变"},
                        {NULL, NULL},
                        0},
    [ACH__DIFF_HIDDEN] =
        {KIND(DISPLAY_CHANGED),
         {"{field} is switched on: players do not see the node until it or one below it is "
          "finished",
          "{field} 打开了：在它或它下面的某个节点完成之前，玩家看不到它"},
         {NULL, NULL},
         0},
    [ACH__DIFF_SHOWN] = {KIND(DISPLAY_CHANGED),
                         {"{field} is switched off: all players see the node from the start",
                          "{field} 关闭了：所有玩家一开始就能看到这个节点"},
                         {NULL, NULL},
                         0},
    [ACH__DIFF_TIP_OFF] =
        {KIND(DISPLAY_CHANGED),
         {"{field} is switched off: no pop-up tells players that they have finished",
          "{field} 关闭了：玩家完成时不再弹出提示"},
         {NULL, NULL},
         0},
    [ACH__DIFF_TIP_ON] = {KIND(DISPLAY_CHANGED),
                          {"{field} is switched on: a pop-up tells players that they have finished",
                           "{field} 打开了：玩家完成时会弹出提示"},
                          {NULL, NULL},
                          0},
    [ACH__DIFF_BACKGROUND] =
        {KIND(DISPLAY_CHANGED),
         {"{field} changes from \"{old}\" to \"{new}\": players see another page",
          "{field} 从“{old}”改为“{new}”：玩家会看到另一种页面背景"},
         {NULL, NULL},
         0},
    [ACH__DIFF_ICON_BACKGROUND] = {KIND(DISPLAY_CHANGED),
                                   {"{field} is different: players see another "
                                    "background behind the icon",
                                    "{field} 变了：玩家会看到不同的图标背景"},
                                   {NULL, NULL},
                                   0},
};

const ach__remark ach__diff_old = {{"the old version", "旧版本"}};
const ach__remark ach__diff_new = {{"\"{new}\" in the new version", "新版本中的“{new}”"}};

const ach__family ach__diff_family = {
    "diff", {"Between two versions", "两个版本之间"}, ach__diff_messages, ACH__DIFF_MESSAGES};
