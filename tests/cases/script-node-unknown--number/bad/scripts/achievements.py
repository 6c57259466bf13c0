def Children(comp):
    return comp.GetChildrenNode(1)
