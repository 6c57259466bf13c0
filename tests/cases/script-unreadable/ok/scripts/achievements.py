def Add(comp, playerId):
    comp.AddNodeProgress(playerId, "first", 1)
