def Upload(comp, playerId, callback):
    comp.LobbySetAchievementStorage(callback, playerId, "first", 1)
