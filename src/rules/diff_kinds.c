/* The rules about changes between two versions: what each reports, why, and by which document.
 * SPDX-License-Identifier: MIT */
#include "rules/diff_kinds.h"

#define GUIDE_EN  "Custom achievement system guide"
#define GUIDE_ZH  "《自定义成就系统》"
#define CONFIG_EN "Achievement system function configuration document"
#define CONFIG_ZH "《成就系统功能配置文档》"

const ach__kind ach__diff_kinds[ACH__KIND_DIFFS] = {
    [ACH__KIND_DIFF_NODE_REMOVED] =
        {"diff-node-removed",
         ACH_ERROR,
         ACH__IMPLIED,
         {"a published NodeId is gone in the new version", "新版本中少了已发布的 NodeId"},
         {"The progress of players is stored under the NodeId. When it is gone, players lose the "
          "achievement and what they had reached in it, and code that still reports progress for "
          "it fails. A new NodeId is a new achievement for the platform, even where title and "
          "pictures are the same. No document says whether the cloud keeps the old records.",
          "玩家的进度是按 NodeId 保存的。NodeId "
          "没有了，玩家就失去这个成就和已有的进度，仍在给它上报"
          "进度的代码也会失败。换一个 "
          "NodeId，在平台看来就是新的成就，即使标题和图片都没有变。官方文"
          "档没有说明云端是否保留旧的记录。"},
         {CONFIG_EN ": NodeId is what code passes to the API",
          CONFIG_ZH "：NodeId 与代码调用接口时传入的 id 一致"},
         {"old: first,...\nnew: start,...", "旧版：first,...\n新版：start,..."},
         {"old: first,...\nnew: first,...", "旧版：first,...\n新版：first,..."}},
    [ACH__KIND_DIFF_TOTAL_LOWERED] =
        {"diff-total-lowered",
         ACH_WARNING,
         ACH__DOCUMENTED,
         {"the target of a published achievement is lower than before", "已发布成就的目标值调低了"},
         {"An achievement completes at the moment when progress is added and reaches the target. "
          "Players who already are at the new target or beyond it never reach it again, so they "
          "get no reward: the guide's own example is 5 of 10 with the target lowered to 3. The "
          "guide says so of goal_number in node files; no document says it of Total in the table.",
          "只有在增加进度、刚好达到目标的那一刻，成就才会完成。进度已经达到或超过新目标的玩家不会再"
          "“达到”一次，所以拿不到奖励：官方教程举的例子是进度 5/10、目标改成 "
          "3。教程说的是节点文件里"
          "的 goal_number；表格里的 Total 是否如此，官方文档没有说明。"},
         {GUIDE_EN ", goal_number; assumed to hold for Total too",
          GUIDE_ZH "中的 goal_number；推测 Total 也是如此"},
         {"old: Total 10\nnew: Total 3", "旧版：Total 10\n新版：Total 3"},
         {"old: Total 10\nnew: Total 10", "旧版：Total 10\n新版：Total 10"}},
    [ACH__KIND_DIFF_TOTAL_RAISED] =
        {"diff-total-raised",
         ACH_WARNING,
         ACH__DOCUMENTED,
         {"the target of a published achievement is higher than before",
          "已发布成就的目标值调高了"},
         {"Players who had finished are unfinished again and are rewarded a second time when they "
          "reach the new target: the guide's own example is 5 of 5 with the target raised to 10. "
          "The guide says so of goal_number in node files; no document says it of Total in the "
          "table, where the time of completion probably stays.",
          "原来已完成的玩家会变回未完成，达到新目标时再拿一次奖励：官方教程举的例子是进度 "
          "5/5、目标改"
          "成 10。教程说的是节点文件里的 goal_number；表格里的 Total "
          "是否如此，官方文档没有说明，完成"
          "时间很可能会保留。"},
         {GUIDE_EN ", goal_number; assumed to hold for Total too",
          GUIDE_ZH "中的 goal_number；推测 Total 也是如此"},
         {"old: Total 5\nnew: Total 10", "旧版：Total 5\n新版：Total 10"},
         {"old: Total 5\nnew: Total 5", "旧版：Total 5\n新版：Total 5"}},
    [ACH__KIND_DIFF_PARENT_CHANGED] =
        {"diff-parent-changed",
         ACH_WARNING,
         ACH__IMPLIED,
         {"a published achievement hangs below another parent", "已发布的成就换了父节点"},
         {"Players find the achievement in another place, perhaps on another page. With "
          "depend_parent its progress now waits for the new parent, and a hidden parent is shown "
          "once a node below it is done, so what players see changes as well.",
          "玩家会在另一个位置看到这个成就，可能还换了一页。如果设置了 "
          "depend_parent，它的进度就改为等"
          "新的父节点完成；隐藏的父节点会在下面的节点完成后显示，所以玩家看到的内容也会变。"},
         {GUIDE_EN ", parent_node, depend_parent, is_hidden",
          GUIDE_ZH "中的 parent_node、depend_parent、is_hidden"},
         {"old: ParentNode first\nnew: ParentNode second",
          "旧版：ParentNode first\n新版：ParentNode second"},
         {"old: ParentNode first\nnew: ParentNode first",
          "旧版：ParentNode first\n新版：ParentNode first"}},
    [ACH__KIND_DIFF_CLOUD_CHANGED] =
        {"diff-cloud-changed",
         ACH_WARNING,
         ACH__IMPLIED,
         {"a published achievement moves into the cloud, out of it, or is uploaded in another way",
          "已发布的成就改成云端或不再是云端，或者上传方式变了"},
         {"With is_cloud the progress is read from the cloud each time a player joins; without it "
          "only what this world has stored counts. Switching it makes players see another "
          "progress than before. auto_sent_cloud decides whether progress is uploaded by itself "
          "or by the mod's own calls, which then have to change too.",
          "打开 is_cloud "
          "时，玩家每次进入都会从云端读取进度；关闭时只看本地存档里的进度。切换以后，玩"
          "家看到的进度会和以前不同。auto_sent_cloud "
          "决定进度是自动上传，还是由模组代码自己上传，代码"
          "也要跟着改。"},
         {GUIDE_EN ", is_cloud, auto_sent_cloud", GUIDE_ZH "中的 is_cloud、auto_sent_cloud"},
         {"old: \"is_cloud\": true\nnew: \"is_cloud\": false",
          "旧版：\"is_cloud\": true\n新版：\"is_cloud\": false"},
         {"old: \"is_cloud\": true\nnew: \"is_cloud\": true",
          "旧版：\"is_cloud\": true\n新版：\"is_cloud\": true"}},
    [ACH__KIND_DIFF_GOAL_CHANGED] =
        {"diff-goal-changed",
         ACH_WARNING,
         ACH__IMPLIED,
         {"what counts towards a published achievement is different", "已发布成就的计数内容变了"},
         {"goal_details tells which kills or items the system counts by itself, depend_parent "
          "whether progress waits for the parent. Progress is only a number: what players have "
          "collected under the old goal stays and counts for the new one.",
          "goal_details 规定系统自动统计击杀什么、获得什么，depend_parent "
          "决定是否要等父节点完成才记录"
          "进度。进度只是一个数字：玩家按旧目标攒下的进度会保留，直接算到新目标里。"},
         {GUIDE_EN ", goal_details, depend_parent", GUIDE_ZH "中的 goal_details、depend_parent"},
         {"old: minecraft:cow\nnew: minecraft:pig", "旧版：minecraft:cow\n新版：minecraft:pig"},
         {"old: minecraft:cow\nnew: minecraft:cow", "旧版：minecraft:cow\n新版：minecraft:cow"}},
    [ACH__KIND_DIFF_REWARD_CHANGED] =
        {"diff-reward-changed",
         ACH_NOTE,
         ACH__IMPLIED,
         {"the reward of a published achievement is different", "已发布成就的奖励变了"},
         {"Rewards are given at the moment of completion. Players who have finished keep what they "
          "got and do not get the new reward.",
          "奖励在成就完成的那一刻发放。已经完成的玩家保留原来的奖励，不会再拿到新的奖励。"},
         {GUIDE_EN ", reward", GUIDE_ZH "中的 reward"},
         {"old: \"data\": {\"coins\": 5}\nnew: \"data\": {\"coins\": 10}",
          "旧版：\"data\": {\"coins\": 5}\n新版：\"data\": {\"coins\": 10}"},
         {"old: \"data\": {\"coins\": 5}\nnew: \"data\": {\"coins\": 5}",
          "旧版：\"data\": {\"coins\": 5}\n新版：\"data\": {\"coins\": 5}"}},
    [ACH__KIND_DIFF_NODE_ADDED] =
        {"diff-node-added",
         ACH_NOTE,
         ACH__IMPLIED,
         {"a NodeId that the old version does not have", "旧版本没有的 NodeId"},
         {"Players get a new achievement, which starts without progress for everybody. Nothing is "
          "lost; the note lets you see that it is meant.",
          "玩家会多出一个新成就，所有人都从零开始。不会丢失任何东西，这条提示只是让您确认是有意添加"
          "的。"},
         {CONFIG_EN ": NodeId", CONFIG_ZH "中的 NodeId"},
         {"old: first,...\nnew: first,...\n     second,...",
          "旧版：first,...\n新版：first,...\n      second,..."},
         {"old: first,...\nnew: first,...", "旧版：first,...\n新版：first,..."}},
    [ACH__KIND_DIFF_TEXT_CHANGED] =
        {"diff-text-changed",
         ACH_NOTE,
         ACH__IMPLIED,
         {"title or description of a published achievement is different",
          "已发布成就的标题或描述变了"},
         {"Players read the new text from the update on; their progress is not touched. If the "
          "text now asks for something else than before, think about a new NodeId instead.",
          "更新后玩家看到的是新的文字，进度不受影响。如果新的文字要求做的事情和以前不同，请考虑改用"
          "新"
          "的 NodeId。"},
         {CONFIG_EN ": Title, Description", CONFIG_ZH "中的 Title、Description"},
         {"old: First steps\nnew: A first step", "旧版：初出茅庐\n新版：初来乍到"},
         {"old: First steps\nnew: First steps", "旧版：初出茅庐\n新版：初出茅庐"}},
    [ACH__KIND_DIFF_ICON_CHANGED] =
        {"diff-icon-changed",
         ACH_NOTE,
         ACH__IMPLIED,
         {"a picture of a published achievement is different", "已发布成就的图片变了"},
         {"In the package the pictures themselves are compared: one that only has another path or "
          "file name, or other remarks inside the file, is no change. Of node files only the path "
          "is compared, as the pictures lie in a resource pack.",
          "成就包里比较的是图片内容：只换了路径或文件名，或者只是文件里的备注不同，都不算变化。节点"
          "文"
          "件的图片在资源包里，所以只比较路径。"},
         {CONFIG_EN ": PrePic, FinPic", CONFIG_ZH "中的 PrePic、FinPic"},
         {"old: FinPic shows a sword\nnew: FinPic shows a shield",
          "旧版：FinPic 画的是剑\n新版：FinPic 画的是盾"},
         {"old: textures/a.png\nnew: textures/b.png, the same picture",
          "旧版：textures/a.png\n新版：textures/b.png，图片相同"}},
    [ACH__KIND_DIFF_RANK_CHANGED] =
        {"diff-rank-changed",
         ACH_NOTE,
         ACH__IMPLIED,
         {"a published achievement has another rank", "已发布成就的 Rank 变了"},
         {"Rank orders the achievements that a player has not yet finished. Only the order on the "
          "page changes; progress and rewards do not.",
          "Rank 决定玩家未完成的成就按什么顺序排列。变的只是页面上的顺序，进度和奖励不受影响。"},
         {CONFIG_EN ": Rank", CONFIG_ZH "中的 Rank"},
         {"old: Rank 1\nnew: Rank 3", "旧版：Rank 1\n新版：Rank 3"},
         {"old: Rank 1\nnew: Rank 1", "旧版：Rank 1\n新版：Rank 1"}},
    [ACH__KIND_DIFF_DISPLAY_CHANGED] =
        {"diff-display-changed",
         ACH_NOTE,
         ACH__IMPLIED,
         {"a published achievement is shown in another way", "已发布成就的显示方式变了"},
         {"is_hidden, finish_tip, use_default_icon_background and window_background decide what "
          "players see of an achievement: whether it is on the page before it is done, whether a "
          "pop-up tells that it is done, and what is behind it. Progress is not touched.",
          "is_hidden、finish_tip、use_default_icon_background 和 window_background 决定玩家怎样看到"
          "成就：完成前是否显示在页面上、完成时是否弹出提示、背景是什么样。进度不受影响。"},
         {GUIDE_EN ", is_hidden, finish_tip, use_default_icon_background, window_background",
          GUIDE_ZH "中的 is_hidden、finish_tip、use_default_icon_background、window_background"},
         {"old: \"is_hidden\": false\nnew: \"is_hidden\": true",
          "旧版：\"is_hidden\": false\n新版：\"is_hidden\": true"},
         {"old: \"is_hidden\": false\nnew: \"is_hidden\": false",
          "旧版：\"is_hidden\": false\n新版：\"is_hidden\": false"}},
};
