/* Node ids in Python code: which calls and which arguments count.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/script_calls.h"

#include <stdio.h>
#include <string.h>

/* Code, and the node ids in it: "Add Set Children Detail Lobby" and what is written. */
static const char *const calls[][2] = {
    {"", ""},
    {"comp.AddNodeProgress(playerId, 'a', 1)", "Add'a'"},
    {"AddNodeProgress(playerId, 'a', 1)", "Add'a'"},
    {"comp . AddNodeProgress (playerId, 'a', 1)", "Add'a'"},
    {"comp.SetNodeFinish(playerId, \"a\")", "Set\"a\""},
    {"comp.GetChildrenNode('a')", "Children'a'"},
    {"comp.GetNodeDetailInfo(playerId, 'a')", "Detail'a'"},
    {"comp.LobbySetAchievementStorage(cb, playerId, 'a', 1)", "Lobby'a'"},
    {"comp.LobbySetAchievementStorage(cb, playerId, 'a', 1, get)", "Lobby'a'"},
    {"comp.LobbyGetAchievementStorage(cb, 'a', 'b', 'c')", ""},
    {"comp.GetChildrenNodes('a')", ""},
    {"comp.getChildrenNode('a')", ""},
    /* By keyword, as today's and as early typings call it. */
    {"c.AddNodeProgress(playerId=p, nodeId='a', delta=1)", "Add'a'"},
    {"c.AddNodeProgress(PlayerID=p, Delta=1, NodeID='a')", "Add'a'"},
    {"c.AddNodeProgress(p, delta=1, nodeId='a')", "Add'a'"},
    {"c.AddNodeProgress(p, nodeId == 'a', 1)", ""},
    {"c.AddNodeProgress(p, node='a', delta=1)", ""},
    {"c.GetChildrenNode(nodeId=)", ""},
    {"c.LobbySetAchievementStorage(callback=cb, delta=1, nodeId='a', playerId=p)", "Lobby'a'"},
    /* Literals, and what only looks like one. */
    {"c.GetChildrenNode('a' \"b\"\n u'c')", "Children'a' \"b\"\n u'c'"},
    {"c.GetChildrenNode('''a''')", "Children'''a'''"},
    {"c.GetChildrenNode('a' + x)", ""},
    {"c.GetChildrenNode(x + 'a')", ""},
    {"c.GetChildrenNode('%s' % x)", ""},
    {"c.GetChildrenNode('{}'.format(x))", ""},
    {"c.GetChildrenNode('a' if x else 'b')", ""},
    {"c.GetChildrenNode('a'[0])", ""},
    {"c.GetChildrenNode(f('a'))", ""},
    {"c.GetChildrenNode(['a'])", ""},
    {"c.GetChildrenNode(x)", ""},
    {"c.GetChildrenNode(None)", ""},
    {"c.GetChildrenNode(f'a')", ""},
    {"c.GetChildrenNode('a' for x in y)", ""},
    {"c.GetChildrenNode(not 'a')", ""},
    {"c.GetChildrenNode(1)", "Children1"},
    {"c.GetChildrenNode(-1)", "Children-1"},
    {"c.GetChildrenNode(0x1F)", "Children0x1F"},
    {"c.GetChildrenNode(1 + x)", ""},
    {"c.GetChildrenNode(- x)", ""},
    {"c.GetChildrenNode(nodeId=1)", "Children1"},
    {"c.GetChildrenNode(nodeId='')", "Children''"},
    /* Arguments. */
    {"c.SetNodeFinish(f(1, 2), 'a')", "Set'a'"},
    {"c.SetNodeFinish([1, (2, 3)][0], 'a')", "Set'a'"},
    {"c.SetNodeFinish({1: 2, 3: 4}[1], 'a', )", "Set'a'"},
    {"c.SetNodeFinish(p, 'a', lambda d, e: (d, e), g)", "Set'a'"},
    {"c.LobbySetAchievementStorage(lambda d, e=1: 0, p, 'a', 1)", "Lobby'a'"},
    {"c.LobbySetAchievementStorage(lambda: lambda d, e: 0, p, 'a', 1)", "Lobby'a'"},
    {"c.LobbySetAchievementStorage(lambda x=(lambda a, b: 1), *y: 0, p, 'a', 1)", "Lobby'a'"},
    {"c.SetNodeFinish(p, *x)", ""},
    {"c.SetNodeFinish(*x)", ""},
    {"c.SetNodeFinish(p, 'a', *x)", "Set'a'"},
    {"c.SetNodeFinish(*x, nodeId='a')", "Set'a'"},
    {"c.SetNodeFinish(**x)", ""},
    {"c.SetNodeFinish(p, 'a', **x)", "Set'a'"},
    /* Somebody else's functions. */
    {"self.AddNodeProgress('a', 1)", ""},
    {"self.GetChildrenNode(p, 'a')", ""},
    {"self.SetNodeFinish('a')", ""},
    {"self.SetNodeFinish(1, 2, 3, 4, 5)", ""},
    {"def SetNodeFinish(self, nodeId='a'):\n  pass", ""},
    {"class SetNodeFinish(a, 'b'): pass", ""},
    {"SetNodeFinish = lambda p, n: 'a'", ""},
    {"SetNodeFinish\n(p, 'a')", ""},
    {"(SetNodeFinish\n(p, 'a'))", "Set'a'"},
    {"SetNodeFinish \\\n(p, 'a')", "Set'a'"},
    {"SetNodeFinish[p, 'a']", ""},
    {"x = {'SetNodeFinish': (p, 'a')}", ""},
    {"# c.SetNodeFinish(p, 'a')\n'c.SetNodeFinish(p, 1)'", ""},
    /* Within each other, and over lines. */
    {"c.SetNodeFinish(c.GetChildrenNode('a')[0], 'b')", "Children'a' Set'b'"},
    {"c.SetNodeFinish(p, c.GetChildrenNode('a')[0])", "Children'a'"},
    {"if c.SetNodeFinish(\n  p, # player\n\n  'a'\n): c.GetChildrenNode('b')",
     "Set'a' Children'b'"},
    {"print c.GetChildrenNode('a'); c.GetChildrenNode('b')", "Children'a' Children'b'"},
    /* What is no Python. */
    {"c.SetNodeFinish(p, 'a'", ""},
    {"c.SetNodeFinish(p, 'a']\nc.GetChildrenNode('b')", "Children'b'"},
    {"x = (1, 2\ndef f():\n  c.GetChildrenNode('b')", "Children'b'"},
    {"c.SetNodeFinish(p,\ndef SetNodeFinish(p, 'a')", ""},
    {")]}\nc.GetChildrenNode('b')", "Children'b'"},
    {"c.SetNodeFinish(p, ? , 'a')\nc.GetChildrenNode('b')", "Children'b'"},
    {"c.SetNodeFinish(p, 'a\nc.GetChildrenNode('b')", "Children'b'"},
    {"c.SetNodeFinish(p\xEF\xBC\x8C 'a')\nc.GetChildrenNode('b')", "Children'b'"},
    /* As the documents write the calls: the id is a variable. */
    {"tree = api.CreateAchievement(level)\n"
     "def Stored(data):\n"
     "    if not data:\n"
     "        print \"no answer\"\n"
     "    else:\n"
     "        print \"{}\".format(data[\"entity\"])\n"
     "def Extra():\n"
     "    return extra\n"
     "children = tree.GetChildrenNode(nodeId)\n"
     "detail = tree.GetNodeDetailInfo(playerId, nodeId)\n"
     "tree.LobbyGetAchievementStorage(Stored, playerId)\n"
     "tree.LobbySetAchievementStorage(Stored, playerId, nodeId, delta)\n"
     "# the same for the tree in the game\n"
     "tree.AddNodeProgress(playerId, nodeId, delta, callback = Stored, getExtra = Extra)\n"
     "tree.SetNodeFinish(playerId, nodeId, callback = Stored, getExtra = Extra)\n",
     ""},
    {"def Stored(data):\n"
     "    if data and data[\"code\"] == 5: # somebody else was faster\n"
     "        if self.mProgress[player][node] >= self.mGoal[node][\"count\"]\\\n"
     "            or self.mLocal[player][node][kind] >= self.mGoal[node][\"kinds\"][kind]:\n"
     "            return False\n"
     "        self.mProgress[player][node] += 1\n"
     "        return True\n"
     "    compFactory.CreateMsg(player).NotifyOneMessage(player, node + \"\xEF\xBC\x9A done\")\n",
     ""},
};

typedef struct found {
    ach__slice text;
    char out[512];
} found;

static void add_found(void *user, const ach__script_id *id) {
    static const char *const names[] = {"Add", "Set", "Children", "Detail", "Lobby"};
    found *in = user;
    size_t used = strlen(in->out);
    ach__slice source = {in->text.ptr + id->start, id->end - id->start};
    bool is_number = strchr("-0123456789", source.ptr[0]) != NULL;
    assert_int_equal(id->is_number, is_number);
    (void)snprintf(in->out + used, sizeof in->out - used, "%s%s%.*s", used > 0 ? " " : "",
                   names[id->call], (int)source.len, source.ptr);
}

static void test_calls(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        found got = {ach__slice_of(calls[i][0]), ""};
        ach__script_calls_find(got.text, add_found, &got);
        if (strcmp(got.out, calls[i][1]) != 0) {
            print_error("code %s\n", calls[i][0]);
        }
        assert_string_equal(got.out, calls[i][1]);
    }
}

/* Brackets deeper than are followed hide what is in them, and nothing behind them. */
static void test_deep(void **state) {
    (void)state;
    for (size_t levels = 60; levels < 300; levels += 7) {
        char code[1024] = "";
        size_t at = 0;
        memset(code, '[', levels);
        at = levels + (size_t)sprintf(code + levels, "GetChildrenNode('a')");
        memset(code + at, ']', levels);
        (void)strcpy(code + at + levels, "\nGetChildrenNode('b')");
        found got = {ach__slice_of(code), ""};
        ach__script_calls_find(got.text, add_found, &got);
        assert_string_equal(got.out, levels < 64 ? "Children'a' Children'b'" : "Children'b'");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_calls), cmocka_unit_test(test_deep)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
