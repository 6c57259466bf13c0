def Add(comp, playerId, callback):
    comp.AddNodeProgress(
        playerId=playerId,
        nodeId="opening",
        delta=1,
        callback=callback)
