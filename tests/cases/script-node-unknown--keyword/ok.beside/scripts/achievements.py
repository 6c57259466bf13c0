def Add(comp, playerId, callback):
    comp.AddNodeProgress(
        playerId=playerId,
        nodeId="first",
        delta=1,
        callback=callback)
