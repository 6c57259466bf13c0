GetChildrenNode("a")
