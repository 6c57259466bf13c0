# -*- coding: utf-8 -*-
import mod.server.extraServerApi as serverApi

compFactory = serverApi.GetEngineCompFactory()


class Achievements(object):
    def __init__(self, levelId):
        self.comp = compFactory.CreateAchievement(levelId)

    def OnAdventureDone(self, playerId):
        self.comp.SetNodeFinish(playerId, 'frist', callback=self.OnStored)

    def OnStored(self, data):
        return False
