/* The family "cloud": the table against the node files, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/cloud.h"

static const ach__kind row_missing = {
    "cloud-row-missing",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a cloud node has no row in the table", "云端节点在表格里没有对应的行"},
    {"A node with \"is_cloud\": true keeps its progress on the platform, and the platform knows "
     "only "
     "the ids of NodeSetting.csv. Without a row of the same NodeId nothing can be stored, and the "
     "player's progress is lost when the room closes. Upper and lower case must match.",
     "写了 \"is_cloud\": true 的节点，进度保存在平台上，而平台只认识 NodeSetting.csv 里的 "
     "ID。表格里没有"
     "相同 NodeId 的行，就什么也保存不了，房间一关，玩家的进度就丢了。大小写也必须一致。"},
    {"Custom achievement system guide, is_cloud, with Achievement system function configuration "
     "document, NodeId",
     "《自定义成就系统》中的 is_cloud，以及《成就系统功能配置文档》中的 NodeId"},
    {"\"node_ID\": \"first\", \"is_cloud\": true, and no row \"first\"",
     "\"node_ID\": \"first\", \"is_cloud\": true，而表格里没有“first”这一行"},
    {"a row with the NodeId \"first\"", "表格里有 NodeId 为“first”的行"},
};

static const ach__kind total_mismatch = {
    "cloud-total-mismatch",
    ACH_ERROR,
    ACH__IMPLIED,
    {"goal_number of a cloud node and Total of its row differ",
     "云端节点的 goal_number 与表格中的 Total 不同"},
    {"The game counts up to goal_number, the platform up to Total. Where they differ one of them "
     "calls the achievement finished while the other does not: the player sees the pop-up and the "
     "reward, but not the achievement in the list, or the other way round.",
     "游戏按 goal_number 计算进度，平台按 Total "
     "计算。两个数不一样时，一边认为成就已经完成，另一边却"
     "认为没有：玩家看到了弹窗、拿到了奖励，列表里却没有完成，或者反过来。"},
    {"Custom achievement system guide, goal_number, with Achievement system function configuration "
     "document, Total; no text ties the two",
     "《自定义成就系统》中的 goal_number，以及《成就系统功能配置文档》中的 "
     "Total；没有文档明说两者必须"
     "相同"},
    {"\"goal_number\": 10 in the node, 5 under Total",
     "节点里 \"goal_number\": 10，表格里 Total 为 5"},
    {"10 in both", "两处都是 10"},
};

static const ach__kind row_unlinked = {
    "cloud-row-unlinked",
    ACH_NOTE,
    ACH__DOCUMENTED,
    {"a row of the table that no cloud node uses", "表格中的一行没有云端节点使用"},
    {"A row can live without a node file: the mod then sets its progress with "
     "LobbySetAchievementStorage alone. Where a node was meant, its node_ID is spelt otherwise or "
     "it "
     "lacks \"is_cloud\": true.",
     "没有节点文件的行也可以用：这时模组只用 LobbySetAchievementStorage "
     "设置它的进度。如果本来应该有"
     "节点，那就是 node_ID 写得不一样，或者少了 \"is_cloud\": true。"},
    {"Cloud Achievement API, LobbySetAchievementStorage (works without node files)",
     "《云端成就》接口 LobbySetAchievementStorage（没有节点文件也能用）"},
    {"a row \"first\", and the node \"first\" without is_cloud",
     "表格里有“first”这一行，而节点“first”没有写 is_cloud"},
    {"\"node_ID\": \"first\", \"is_cloud\": true", "\"node_ID\": \"first\", \"is_cloud\": true"},
};

static const ach__kind auto_unused = {
    "cloud-auto-unused",
    ACH_WARNING,
    ACH__DOCUMENTED,
    {"auto_sent_cloud is written, but the node is not in the cloud",
     "写了 auto_sent_cloud，但节点不在云端"},
    {"auto_sent_cloud only says how the progress of a cloud node gets to the platform. Without "
     "\"is_cloud\": true there is nothing to send, so either is_cloud was forgotten, or "
     "auto_sent_cloud can go.",
     "auto_sent_cloud 只说明云端节点的进度怎样上传到平台。没有 \"is_cloud\": true "
     "就没有东西要上传：要么是"
     "忘了写 is_cloud，要么 auto_sent_cloud 是多余的。"},
    {"Custom achievement system guide, auto_sent_cloud", "《自定义成就系统》中的 auto_sent_cloud"},
    {"\"auto_sent_cloud\": false", "\"auto_sent_cloud\": false"},
    {"\"is_cloud\": true, \"auto_sent_cloud\": false",
     "\"is_cloud\": true, \"auto_sent_cloud\": false"},
};

const ach__message ach__cloud_messages[ACH__CLOUD_MESSAGES] = {
    [ACH__CLOUD_ROW_MISSING] =
        {&row_missing,
         {"the cloud node \"{id}\" has no row in the table", "云端节点“{id}”在表格里没有对应的行"},
         {"add a row with this NodeId to NodeSetting.csv, or leave out is_cloud",
          "请在 NodeSetting.csv 里加上这个 NodeId 的行，或者去掉 is_cloud"},
         0},
    [ACH__CLOUD_ROW_MISSING_NEAR] =
        {&row_missing,
         {"the cloud node \"{id}\" has no row in the table", "云端节点“{id}”在表格里没有对应的行"},
         {"the table has \"{suggestion}\": is that the one? The two must be spelt exactly alike",
          "表格里有“{suggestion}”，是不是这一个？两边的写法必须完全一致"},
         0},
    [ACH__CLOUD_TOTAL_MISMATCH] = {&total_mismatch,
                                   {"goal_number is {goal}, but Total in the table is {total}",
                                    "goal_number 是 {goal}，而表格里的 Total 是 {total}"},
                                   {"write the same number in both", "请把两处改成同一个数"},
                                   0},
    [ACH__CLOUD_ROW_UNLINKED] =
        {&row_unlinked,
         {"no node file has the id \"{id}\"", "没有节点文件使用 ID“{id}”"},
         {"nothing needs to be done if your mod sets its progress by LobbySetAchievementStorage",
          "如果模组用 LobbySetAchievementStorage 设置它的进度，就不用处理"},
         0},
    [ACH__CLOUD_ROW_UNLINKED_NEAR] =
        {&row_unlinked,
         {"no node file has the id \"{id}\"", "没有节点文件使用 ID“{id}”"},
         {"there is a node \"{suggestion}\": is that the one? The two must be spelt exactly alike",
          "有一个节点叫“{suggestion}”，是不是这一个？两边的写法必须完全一致"},
         0},
    [ACH__CLOUD_ROW_LOCAL] =
        {&row_unlinked,
         {"the node \"{id}\" is not in the cloud, so the game does not use this row",
          "节点“{id}”不在云端，游戏不会用到这一行"},
         {"write \"is_cloud\": true in the node if its progress should be kept by the platform",
          "如果要让平台保存它的进度，请在节点里写上 \"is_cloud\": true"},
         0},
    [ACH__CLOUD_AUTO_UNUSED] =
        {&auto_unused,
         {"auto_sent_cloud does nothing here, because the node is not in the cloud",
          "auto_sent_cloud 在这里不起作用，因为节点不在云端"},
         {"write \"is_cloud\": true as well, or delete auto_sent_cloud",
          "请同时写上 \"is_cloud\": true，或者删除 auto_sent_cloud"},
         0},
};

const ach__remark ach__cloud_total = {{"Total in the table", "表格里的 Total"}};
const ach__remark ach__cloud_node = {{"the node, without is_cloud", "节点，没有写 is_cloud"}};

const ach__family ach__cloud_family = {"cloud",
                                       {"The table against the node files", "表格与节点文件"},
                                       ach__cloud_messages,
                                       ACH__CLOUD_MESSAGES};
