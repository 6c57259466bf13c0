def Upload(comp, playerId, callback):
    comp.AddNodeProgress(playerId, "first", 1, callback=callback)
