def Show(comp, playerId):
    return comp.GetNodeDetailInfo(playerId, "second")
