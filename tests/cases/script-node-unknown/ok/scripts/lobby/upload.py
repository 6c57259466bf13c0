# -*- coding: utf-8 -*-
from achievements import compFactory


def AddNodeProgress(playerId, nodeId, delta):
    """Ours, by the name of theirs: AddNodeProgress(playerId, 'nothing', 1)"""
    def Stored(data):
        if data and data["code"] == 5:  # another room was faster
            Progress[playerId][nodeId] = data["entity"]["progress"]
            return Progress[playerId][nodeId] < Details[nodeId]["goalNumber"]\
                or Local[playerId]["sheep"] < Details[nodeId]["targetEntity"]["sheep"]
        print "{}".format(data["entity"]) if data else "no answer"

    tree = compFactory.CreateAchievement(levelId)
    tree.LobbyGetAchievementStorage(Stored, playerId)
    tree.LobbySetAchievementStorage(Stored, playerId, nodeId, delta)
    tree.AddNodeProgress(playerId, nodeId, delta, callback = Stored, getExtra = lambda: "")
    tree.SetNodeFinish(playerId, nodeId, callback = Stored, getExtra = lambda: "")
    for child in tree.GetChildrenNode(nodeId):
        detail = tree.GetNodeDetailInfo(playerId, child)
    return tree.GetChildrenNode("node%d" % delta), tree.GetChildrenNode("fir" "st")
