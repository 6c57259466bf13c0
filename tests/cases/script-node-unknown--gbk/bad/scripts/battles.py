# -*- coding: gbk -*-
def Won(comp, playerId):
    print "赢了一场"; comp.AddNodeProgress(playerId, "seconds", 1)  # 累计一百场
