x = '''open \
    "and ''' """never closed
def AddNodeProgress(self, "a", 'b', 1):
    self.AddNodeProgress(p, ("first"), 1, [{lambda: 0}])
    a ? b $ \ c
    'one line \
    more' + u"\u8282\x41\101\N{BULLET}\ud83d\ude00" '\xff
    GetChildrenNode(0x1F), GetChildrenNode(1e-5) <> `1L` != 0 **= //= ]
return GetChildrenNode('a' # why
  "b")
