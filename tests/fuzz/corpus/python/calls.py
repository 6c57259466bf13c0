# -*- coding: utf-8 -*-
import mod.server.extraServerApi as serverApi
comp = serverApi.GetEngineCompFactory().CreateAchievement(levelId)
def Done(data):
    """What came back."""
    return data is not None and data['code'] == 5
comp.AddNodeProgress(playerId, "first", 1, callback=lambda data, n=(1, 2): Done(data))
comp.SetNodeFinish(playerId, nodeId=u'sec' 'ond', callback = Done)
comp.LobbySetAchievementStorage(Done, playerId, r'first', 1, getExtraData=None)
for child in comp.GetChildrenNode("first"): comp.GetNodeDetailInfo(playerId, child)
comp.GetChildrenNode(-1); comp.GetNodeDetailInfo(*["a", "b"])
