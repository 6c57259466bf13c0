/* The family "hierarchy": the parents of nodes, in words.
 * SPDX-License-Identifier: MIT */
#include "rules/hierarchy.h"

static const ach__kind node_parent_unknown = {
    "node-parent-unknown",
    ACH_ERROR,
    ACH__IMPLIED,
    {"a parent that does not exist", "父节点不存在"},
    {"A node hangs below its parent, so the parent has to be a node too, written exactly alike, "
     "upper and lower case included. A node file names its parent in parent_node. In the table it "
     "stands in the column ParentNode, which achpack build leaves out of the package.",
     "节点挂在父节点下面，所以父节点本身也必须存在，写法要完全一致，包括大小写。节点文件用 "
     "parent_node "
     "指定父节点。在表格里，父节点写在 ParentNode 这一列，achpack build 打包时会去掉这一列。"},
    {"Custom achievement system guide, parent_node; assumed to hold for ParentNode in the table "
     "too",
     "《自定义成就系统》中的 parent_node；推测表格中的 ParentNode 也是如此"},
    {"NodeId,...,ParentNode\nfirst,...,\nsecond,...,frist\n\nor \"parent_node\": \"frist\"",
     "NodeId,...,ParentNode\nfirst,...,\nsecond,...,frist\n\n或 \"parent_node\": \"frist\""},
    {"NodeId,...,ParentNode\nfirst,...,\nsecond,...,first\n\nor \"parent_node\": \"first\"",
     "NodeId,...,ParentNode\nfirst,...,\nsecond,...,first\n\n或 \"parent_node\": \"first\""},
};

static const ach__kind node_cycle = {
    "node-cycle",
    ACH_ERROR,
    ACH__IMPLIED,
    {"nodes that are each other's parents in a circle", "节点互为父节点，绕成了一圈"},
    {"Following the parents upwards has to end at a root, which is a node without a parent. In a "
     "circle it never ends, so none of these nodes, and nothing below them, has a place in the "
     "tree. Each circle is reported once, at its first node.",
     "沿着父节点一级一级往上，最后应该到达根节点，也就是没有父节点的节点。绕成一圈就永远到不了，圈"
     "里的节点和它们下面的节点在树上都没有位置。每一圈只在它的第一个节点处报告一次。"},
    {"Custom achievement system guide, parent_node; assumed to hold for ParentNode in the table "
     "too",
     "《自定义成就系统》中的 parent_node；推测表格中的 ParentNode 也是如此"},
    {"NodeId,...,ParentNode\nfirst,...,second\nsecond,...,first",
     "NodeId,...,ParentNode\nfirst,...,second\nsecond,...,first"},
    {"NodeId,...,ParentNode\nfirst,...,\nsecond,...,first",
     "NodeId,...,ParentNode\nfirst,...,\nsecond,...,first"},
};

const ach__message ach__hierarchy_messages[ACH__HIERARCHY_MESSAGES] = {
    [ACH__NODE_PARENT_UNKNOWN] =
        {&node_parent_unknown,
         {"the parent \"{parent}\" does not exist", "父节点“{parent}”不存在"},
         {"name a node that exists; a root has no parent: its cell stays empty, its node file has "
          "no "
          "parent_node",
          "请填写已有的节点；根节点没有父节点：表格里请留空，节点文件里不要写 parent_node"},
         0},
    [ACH__NODE_PARENT_UNKNOWN_NEAR] = {&node_parent_unknown,
                                       {"the parent \"{parent}\" does not exist",
                                        "父节点“{parent}”不存在"},
                                       {"did you mean \"{suggestion}\"?",
                                        "是不是想写“{suggestion}”？"},
                                       0},
    [ACH__NODE_CYCLE] =
        {&node_cycle,
         {"{count} nodes are each other's parents in a circle: {cycle}",
          "{count} 个节点互为父节点，绕成了一圈：{cycle}"},
         {"give one of them a parent outside the circle, or none at all (an "
          "empty cell, no parent_node), which makes it a root",
          "请给其中一个节点换一个圈外的父节点，或者去掉父节点（表格里留空，节点文件里不写 "
          "parent_node），让它成为根节点"},
         0},
    [ACH__NODE_CYCLE_SELF] =
        {&node_cycle,
         {"the node \"{node}\" is its own parent ({cycle})",
          "节点“{node}”的父节点是它自己（{cycle}）"},
         {"name another parent, or none at all (an empty cell, no "
          "parent_node) if this node is a root",
          "请换一个父节点；如果这个节点就是根节点，请去掉父节点（表格里留空，节点"
          "文件里不写 parent_node）"},
         0},
};

const ach__remark ach__node_cycle_member = {{"part of the same circle", "也在这一圈里"}};

const ach__family ach__hierarchy_family = {"hierarchy",
                                           {"The hierarchy of nodes", "节点的层级"},
                                           ach__hierarchy_messages,
                                           ACH__HIERARCHY_MESSAGES};
