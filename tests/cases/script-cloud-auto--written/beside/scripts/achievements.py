def Upload(comp, playerId, callback):
    comp.LobbySetAchievementStorage(callback, playerId, nodeId="first", delta=1)
