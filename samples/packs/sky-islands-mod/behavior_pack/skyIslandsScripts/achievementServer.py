# -*- coding: utf-8 -*-
# SPDX-License-Identifier: MIT
import mod.server.extraServerApi as serverApi

ServerSystem = serverApi.GetServerSystemCls()
factory = serverApi.GetEngineCompFactory()


class AchievementServer(ServerSystem):
    """上报浮空岛的成就进度。Reports the progress of the sky islands' achievements."""

    def __init__(self, namespace, systemName):
        ServerSystem.__init__(self, namespace, systemName)
        self.achievement = factory.CreateAchievement(serverApi.GetLevelId())
        self.stars = {}

    def OnTreeGrown(self, playerId):
        # 会自动上传云端，必须带 callback。Uploads by itself: the callback is required.
        self.achievement.AddNodeProgress(playerId, "home_tree", 1, callback=self.OnReported)

    def OnDockLeft(self, playerId):
        self.achievement.SetNodeFinish(playerId, "sail_boat", callback=self.OnReported)

    def OnStarCaught(self, playerId):
        # auto_sent_cloud 为 false：先记在本地，玩家离开时一起上传。Summed up, sent on leaving.
        self.achievement.AddNodeProgress(playerId, "sail_star", 1)
        self.stars[playerId] = self.stars.get(playerId, 0) + 1

    def OnPlayerLeft(self, playerId):
        caught = self.stars.pop(playerId, 0)
        if caught > 0:
            self.achievement.LobbySetAchievementStorage(self.OnReported, playerId, "sail_star", caught)

    def OnReported(self, data):
        if data is None:
            print "achievement: not stored"
            return False
        return data["code"] == 5

    def GiveCrown(self, args):
        item = {"newItemName": args["item"], "count": args["count"]}
        factory.CreateItem(args["playID"]).SpawnItemToPlayerInv(item, args["playID"])
