def Show(comp, playerId):
    return comp.GetNodeDetailInfo(playerId, "treasure_hunt")
