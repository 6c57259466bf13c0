# coding: gbk
comp.GetChildrenNode("节点")GetChildrenNode(u"节")
