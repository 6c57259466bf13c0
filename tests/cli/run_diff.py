#!/usr/bin/env python3
"""Differences between versions: random edits give exactly the findings of these edits.

SPDX-License-Identifier: MIT

    run_diff.py --tool ACHPACK [--seeds N]
"""
import argparse
import collections
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
import zlib

TOOL = ""
SEEDS = 12
COLUMNS = ["NodeId", "PrePic", "FinPic", "Title", "Description", "Total", "Rank"]
AUTHORING = ["ParentNode"]
WORDS = "初出茅庐百战百胜满载而归步步高升"
PLAIN = "采集木头，建造小屋，打败怪物，走遍世界"


def png(color, remark=b""):
    """A 120 x 120 picture of stripes; `remark` changes the file, not what it shows."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\0" + bytes((color >> 16 & 255, color >> 8 & 255, color & 255)) * 120
    text = chunk(b"tEXt", b"Comment\0" + remark) if remark else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 120, 120, 8, 2, 0, 0, 0))
            + text + chunk(b"IDAT", zlib.compress(row * 120)) + chunk(b"IEND", b""))


class Version:
    """A package as a list of rows, pictures by path, and node files by id (or None)."""

    def __init__(self, rows, pictures, nodes=None):
        self.rows = rows
        self.pictures = pictures
        self.nodes = nodes

    def copy(self):
        nodes = None if self.nodes is None else json.loads(json.dumps(self.nodes))
        return Version([dict(row) for row in self.rows], dict(self.pictures), nodes)

    def table(self, chance, columns):
        """The text of the table, quoted where it must be and sometimes where it need not."""
        def cell(value):
            if any(mark in value for mark in ',"\r\n') or chance.random() < 0.2:
                return '"' + value.replace('"', '""') + '"'
            return value
        lines = [",".join(columns)]
        lines += [",".join(cell(row.get(column, "")) for column in columns) for row in self.rows]
        return ("\r\n".join(lines) + "\r\n").encode("gbk")

    def write(self, target, chance, columns=None, shuffle=False):
        columns = list(columns or COLUMNS + AUTHORING)
        if shuffle:
            chance.shuffle(columns)
        files = {"NodeSetting.csv": self.table(chance, columns), **self.pictures}
        if target.endswith(".zip"):
            with zipfile.ZipFile(target, "w") as archive:
                for path in sorted(files):
                    archive.writestr(path, files[path])
        else:
            for path, data in files.items():
                path = os.path.join(target, path)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(data)
        if self.nodes is not None:
            self.write_nodes(target + ".nodes", chance)

    def write_nodes(self, folder, chance):
        os.mkdir(folder)
        for number, (_, node) in enumerate(sorted(self.nodes.items())):
            keys = list(node)
            chance.shuffle(keys)
            with open(os.path.join(folder, f"n{number}.json"), "w", encoding="utf-8") as file:
                json.dump({key: node[key] for key in keys}, file, ensure_ascii=chance.random() < .5,
                          indent=chance.choice((None, 1, 4)))


def words(chance, least=2):
    text = "".join(chance.choice(WORDS) for _ in range(chance.randint(least, 6)))
    return text + chance.choice(("", "", '"', "，", ",", " a b", "\n再来"))


def random_version(chance, with_nodes):
    pictures = {f"textures/p{i}.png": png(chance.randrange(1 << 24)) for i in range(9)}
    rows = []
    for i in range(chance.randint(1, 14)):
        name = f"{chance.choice('abcxyz')}{i}_" + "".join(chance.choice("klmnop") for _ in range(5))
        rows.append({"NodeId": name, "PrePic": chance.choice(sorted(pictures)),
                     "FinPic": chance.choice(sorted(pictures)), "Title": words(chance) + str(i),
                     "Description": words(chance), "Total": str(chance.randint(2, 500)),
                     "Rank": str(i + 1),
                     "ParentNode": chance.choice([""] + [row["NodeId"] for row in rows])})
    version = Version(rows, pictures)
    if with_nodes:
        version.nodes = {row["NodeId"]: node_of(row) for row in rows if chance.random() < .8}
        for i in range(chance.randint(0, 4)): # nodes that only the game knows
            row = {**rows[0], "NodeId": f"local{i}", "ParentNode": "", "Title": words(chance) + "n"}
            version.nodes[row["NodeId"]] = node_of(row, False)
    return version


def node_of(row, is_cloud=True):
    node = {"node_ID": row["NodeId"], "title": row["Title"], "node_description": row["Description"],
            "unfinished_icon": "textures/ui/off", "finished_icon": "textures/ui/on",
            "goal_number": int(row["Total"]), "is_cloud": is_cloud}
    if row["ParentNode"]:
        node["parent_node"] = row["ParentNode"]
    else:
        node["window_background"] = "textures/ui/page"
    return node


class Editor:
    """Makes edits in a copy of a version and notes what they should be reported as."""

    def __init__(self, chance, old):
        self.chance = chance
        self.old = old
        self.new = old.copy()
        self.expected = collections.Counter()

    def note(self, code, name):
        self.expected[f"diff-{code}", name] += 1

    def edit(self):
        gone = set()
        for row in list(self.new.rows):
            if self.chance.random() < .1:
                self.new.rows.remove(row)
                gone.add(row["NodeId"])
                self.note("node-removed", row["NodeId"])
                if self.new.nodes is not None:
                    self.new.nodes.pop(row["NodeId"], None)
            else:
                self.edit_row(row)
        for i in range(self.chance.choice((0, 0, 1, 3))):
            self.add(f"new{i}")
        if self.new.nodes is not None:
            self.edit_nodes()
        for row in self.new.rows: # parents that are gone: their children move to the root
            if row["ParentNode"] in gone:
                self.move(row, "")
        if self.chance.random() < .5:
            self.chance.shuffle(self.new.rows)

    def add(self, name):
        self.new.rows.append({"NodeId": name, "PrePic": "textures/p0.png", "FinPic": "textures/p1.png",
                              "Title": "新" + name, "Description": "新", "Total": "1",
                              "Rank": str(1000 + len(self.new.rows)), "ParentNode": ""})
        self.note("node-added", name)

    def node(self, row):
        return (self.new.nodes or {}).get(row["NodeId"])

    def edit_row(self, row):
        name = row["NodeId"]
        for edit in ("total", "title", "description", "rank", "picture", "path"):
            if self.chance.random() < .12:
                getattr(self, "edit_" + edit)(row, name)
        if self.chance.random() < .12:
            self.move(row, "" if row["ParentNode"] else self.other(row))

    def other(self, row):
        """A node above it in the old table, so that no circle comes about."""
        names = [item["NodeId"] for item in self.old.rows]
        above = names[:names.index(row["NodeId"])]
        kept = {item["NodeId"] for item in self.new.rows}
        above = [item for item in above if item in kept]
        return self.chance.choice(above) if above else ""

    def move(self, row, parent):
        before = next(item for item in self.old.rows if item["NodeId"] == row["NodeId"])["ParentNode"]
        row["ParentNode"] = parent
        self.expected.pop(("diff-parent-changed", row["NodeId"]), None)
        if parent != before:
            self.note("parent-changed", row["NodeId"])
        node = self.node(row)
        if node is not None:
            node.pop("parent_node", None)
            node.pop("window_background", None)
            node.update({"parent_node": parent} if parent else {"window_background": "textures/ui/page"})

    def edit_total(self, row, name):
        more = self.chance.random() < .5
        row["Total"] = str(int(row["Total"]) + self.chance.randint(1, 9)) if more else "1"
        if not more and self.chance.random() < .3:
            row["Total"] = ""
        self.note("total-raised" if more else "total-lowered", name)
        if self.node(row) is not None:
            self.node(row)["goal_number"] = int(row["Total"] or 1)

    def edit_title(self, row, name):
        row["Title"] += "改"
        self.note("text-changed", name)
        if self.node(row) is not None:
            self.node(row)["title"] = row["Title"]

    def edit_description(self, row, name):
        row["Description"] = "改" + row["Description"]
        self.note("text-changed", name)

    def edit_rank(self, row, name):
        row["Rank"] = str(int(row["Rank"]) + 5000)
        self.note("rank-changed", name)

    def edit_picture(self, row, name):
        path = f"textures/changed_{name}.png"
        self.new.pictures[path] = png(self.chance.randrange(1 << 24) | 1, b"new")
        row["FinPic"] = path
        self.note("icon-changed", name)

    def edit_path(self, row, _):
        """The same picture elsewhere, with another remark in the file: no change."""
        path = f"textures/moved_{row['NodeId']}.png"
        data = self.new.pictures[row["PrePic"]]
        start = data.index(b"IDAT") - 4
        remark = png(0, b"moved")
        self.new.pictures[path] = data[:33] + remark[33:remark.index(b"IDAT") - 4] + data[start:]
        row["PrePic"] = path

    def edit_nodes(self):
        in_table = {row["NodeId"] for row in self.new.rows}
        for name, node in list(self.new.nodes.items()):
            before = self.old.nodes[name]
            if name not in in_table and self.chance.random() < .2:
                del self.new.nodes[name]
                self.note("node-removed", name)
                continue
            if self.chance.random() < .1:
                node["is_cloud"] = not node["is_cloud"]
                self.note("cloud-changed", name)
            if self.chance.random() < .1:
                node["is_hidden"] = True
                self.note("display-changed", name)
            if self.chance.random() < .1:
                node["goal_details"] = {"goal_type": "default_kill",
                                        "entity_identifier": "minecraft:cow"}
                self.note("goal-changed", name)
            if self.chance.random() < .1:
                node["reward"] = [{"function_name": "f", "name_space": "a:b", "data": {"x": 1}}]
                self.note("reward-changed", name)
            if name not in in_table and self.chance.random() < .3:
                node["goal_number"] = before["goal_number"] + 3
                self.note("total-raised", name)
            if before["goal_number"] == node["goal_number"] and self.chance.random() < .1:
                node["goal_number"] += 1
                self.note("total-raised", name)
        if self.chance.random() < .5:
            row = {"NodeId": "newlocal", "ParentNode": "", "Title": "全新的节点", "Description": "无",
                   "Total": "3"}
            self.new.nodes["newlocal"] = node_of(row, False)
            self.note("node-added", "newlocal")


class Diff(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.work)

    def path(self, name):
        return os.path.join(self.work, name)

    def run_tool(self, *arguments, **environment):
        base = {"PATH": os.environ["PATH"], "LANG": "C"}
        base.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        result = subprocess.run([TOOL, "diff", *arguments], capture_output=True, timeout=120,
                                cwd=self.work, env={**base, **environment})
        self.assertIn(result.returncode, (0, 1, 2, 3), result.stderr)
        result.out = result.stdout.decode("utf-8")
        result.err = result.stderr.decode("utf-8")
        return result

    def findings(self, *arguments, status=None):
        result = self.run_tool("--format", "json", *arguments)
        document = json.loads(result.out)
        severe = document["counts"]["error"] > 0
        self.assertEqual(result.returncode, int(severe) if status is None else status, result.err)
        return document["findings"]

    def found(self, *arguments):
        return collections.Counter((item["code"], item["nodeId"])
                                   for item in self.findings(*arguments))

    def simple(self, name, *rows, columns=None):
        """A package of rows given as dictionaries of what differs from the usual."""
        usual = {"PrePic": "textures/a.png", "FinPic": "textures/b.png", "Description": "描述",
                 "Total": "5", "Rank": "1"}
        version = Version([{**usual, "Rank": str(i + 1), **row} for i, row in enumerate(rows)],
                          {"textures/a.png": png(1), "textures/b.png": png(2)})
        version.write(self.path(name), random.Random(1), columns or COLUMNS)
        return version

    def test_random_edits(self):
        for seed in range(SEEDS):
            chance = random.Random(seed)
            with_nodes = seed % 3 == 2
            old = random_version(chance, with_nodes)
            editor = Editor(chance, old)
            editor.edit()
            options = ["--old-nodes", f"old{seed}.nodes", "--nodes", f"new{seed}.nodes"]
            old.write(self.path(f"old{seed}"), chance)
            editor.new.write(self.path(f"new{seed}"), chance, shuffle=True)
            for ending, version in (("old", old), ("new", editor.new)):
                plain = Version(version.rows, version.pictures)
                plain.write(self.path(f"{ending}{seed}.zip"), chance)
            options = options if with_nodes else []
            for before, after in (("", ""), (".zip", ".zip"), ("", ".zip"), (".zip", "")):
                for language in ("en", "zh"):
                    found = self.found(f"old{seed}{before}", f"new{seed}{after}", "--lang", language,
                                       *options)
                    self.assertEqual(found, editor.expected, f"seed {seed} {before} {after}")
            back = self.found(f"new{seed}", f"old{seed}", *(
                ["--old-nodes", f"new{seed}.nodes", "--nodes", f"old{seed}.nodes"]
                if with_nodes else []))
            turned = {"diff-node-removed": "diff-node-added", "diff-node-added": "diff-node-removed",
                      "diff-total-raised": "diff-total-lowered",
                      "diff-total-lowered": "diff-total-raised"}
            self.assertEqual(back, collections.Counter(
                {(turned.get(code, code), name): count
                 for (code, name), count in editor.expected.items()}), f"seed {seed} turned")
            for same in (f"old{seed}", f"new{seed}", f"new{seed}.zip"):
                result = self.run_tool(same, same)
                self.assertEqual((result.returncode, result.out), (0, ""), same)

    def test_a_built_zip_is_its_folder(self):
        """A build leaves out the authoring columns and the rows that stay out of the cloud."""
        columns = COLUMNS + ["ParentNode", "IsCloud"]
        rows = [{"NodeId": "one", "Title": "甲", "ParentNode": "", "IsCloud": ""},
                {"NodeId": "two", "Title": "乙", "ParentNode": "one", "IsCloud": "TRUE"},
                {"NodeId": "three", "Title": "丙", "ParentNode": "one", "IsCloud": "FALSE"}]
        self.simple("pack", *rows, columns=columns)
        built = subprocess.run([TOOL, "build", "pack", "-o", "pack.zip"], cwd=self.work,
                               capture_output=True)
        self.assertEqual(built.returncode, 0, built.stderr)
        for pair in (("pack", "pack.zip"), ("pack.zip", "pack")):
            result = self.run_tool(*pair)
            self.assertEqual((result.returncode, result.out, result.err), (0, "", ""))
        rows[1]["IsCloud"] = "FALSE"
        self.simple("local", *rows, columns=columns)
        self.assertEqual(self.found("pack.zip", "local"), {("diff-cloud-changed", "two"): 1})
        self.assertEqual(self.found("pack", "local"), {("diff-cloud-changed", "two"): 1})
        self.assertEqual(self.found("local", "pack.zip"), {("diff-cloud-changed", "two"): 1})

    def test_statuses_and_severities(self):
        self.simple("old", {"NodeId": "one", "Title": "甲"}, {"NodeId": "two", "Title": "乙"})
        self.simple("lower", {"NodeId": "one", "Title": "甲", "Total": "3"},
                    {"NodeId": "two", "Title": "乙"})
        self.simple("less", {"NodeId": "one", "Title": "甲"})
        for arguments, status in (
                (["lower"], 0), (["lower", "--fail-on", "warning"], 1), (["less"], 1),
                (["less", "--severity", "diff-node-removed=note"], 0),
                (["less", "--severity", "diff-node-removed=warning", "--fail-on", "warning"], 1),
                (["lower", "--severity", "diff-total-lowered=error"], 1),
                (["lower", "--severity", "diff-total-lowered=off", "--fail-on", "warning"], 0)):
            self.assertEqual(self.run_tool("old", *arguments).returncode, status, arguments)
        off = self.run_tool("old", "lower", "--severity", "diff-total-lowered=off")
        self.assertEqual((off.out, off.err), ("", ""))
        quiet = self.run_tool("old", "lower", "--quiet").out
        self.assertNotIn("lower against old", quiet)
        self.assertTrue(self.run_tool("old", "lower").out.endswith(
            "lower against old: 1 target lowered\n"))
        self.assertTrue(self.run_tool("old", "less", "--lang", "zh").out.endswith(
            "less 与 old 相比：删除 1 个节点\n"))
        self.assertEqual(self.run_tool("old").returncode, 2)
        self.assertEqual(self.run_tool("old", "old", "old").returncode, 2)

    def test_more_than_is_listed(self):
        rows = [{"NodeId": f"n{i}", "Title": "甲"} for i in range(10003)]
        self.simple("old", *rows)
        self.simple("new", rows[0])
        result = self.run_tool("old", "new")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.out.endswith("\n2 more of diff-node-removed are not listed\n"
                                            "new against old: 10002 nodes removed\n"),
                        result.out[-300:])

    def test_what_cannot_be_compared(self):
        self.simple("good", {"NodeId": "one", "Title": "甲"}, {"NodeId": "two", "Title": "乙"})
        os.mkdir(self.path("empty"))
        with open(self.path("noise.zip"), "wb") as file:
            file.write(b"PK\3\4 but no zip")
        for name, change in (("quotes", lambda text: text.replace(b"\ntwo,", b'\ntwo,"x"y,')),
                             ("damaged", lambda text: text.replace(b"\ntwo,", b"\ntw\xff,")),
                             ("headless", lambda text: text.replace(b"NodeId", b"Cows"))):
            shutil.copytree(self.path("good"), self.path(name))
            with open(self.path(name + "/NodeSetting.csv"), "r+b") as file:
                text = change(file.read())
                file.seek(0)
                file.write(text)
                file.truncate()
        for name in ("empty", "noise.zip", "quotes", "damaged", "headless", "nowhere"):
            for pair in (("good", name), (name, "good")):
                for language in ("en", "zh"):
                    result = self.run_tool(*pair, "--lang", language)
                    self.assertEqual((result.returncode, result.out), (3, ""), pair)
                    self.assertEqual(result.err.count("\n"), 1, result.err)
                    self.assertTrue(result.err.startswith(f"achpack: {name}"), result.err)
                    self.assertEqual("achpack check " in result.err, name != "nowhere")
        self.assertEqual(self.run_tool("empty", "nowhere").err.count("\n"), 1)
        self.assertEqual(self.run_tool("empty", "empty").returncode, 3)

    def test_errors_are_mentioned(self):
        self.simple("good", {"NodeId": "one", "Title": "甲"})
        self.simple("wrong", {"NodeId": "one", "Title": "乙", "PrePic": "textures/c.png",
                              "Total": "many"})
        result = self.run_tool("good", "wrong", "--fail-on", "warning")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.err,
                         'achpack: wrong: 2 errors; "achpack check wrong" shows them\n')
        self.assertIn("1 text changed", result.out)

    def test_encoding_is_no_change(self):
        self.simple("old", {"NodeId": "one", "Title": "甲，\n乙"})
        shutil.copytree(self.path("old"), self.path("new"))
        with open(self.path("old/NodeSetting.csv"), "rb") as file:
            text = file.read().decode("gbk")
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            with open(self.path("new/NodeSetting.csv"), "wb") as file:
                file.write(text.replace("\r\n", "\n").replace("\n", "\r\n").encode(encoding))
            result = self.run_tool("old", "new")
            self.assertEqual((result.returncode, result.out), (0, ""), encoding)

    def test_renamed(self):
        self.simple("old", {"NodeId": "kill_cow", "Title": "屠牛"}, {"NodeId": "far", "Title": "远"})
        self.simple("new", {"NodeId": "killcow", "Title": "屠牛"},
                    {"NodeId": "totally_else", "Title": "别的"})
        removed = {item["nodeId"]: item for item in self.findings("old", "new", status=1)
                   if item["code"] == "diff-node-removed"}
        self.assertEqual(removed["kill_cow"]["parameters"]["new"], "killcow")
        self.assertEqual(removed["kill_cow"]["related"][0]["file"], "NodeSetting.csv")
        self.assertNotIn("new", removed["far"]["parameters"])
        self.assertEqual(removed["far"]["related"], [])

    def test_places(self):
        self.simple("old", {"NodeId": "one", "Title": "甲"}, {"NodeId": "two", "Title": "乙"})
        self.simple("new", {"NodeId": "one", "Title": "甲", "Total": "7"})
        os.mkdir(self.path("sub"))
        shutil.copytree(self.path("old"), self.path("sub/old"))
        self.simple("old.zip", {"NodeId": "one", "Title": "甲"}, {"NodeId": "two", "Title": "乙"})
        for old in ("old", "./old/", "sub/old", "old.zip", self.path("old")):
            raised, removed = sorted(self.findings(old, "new", status=1),
                                     key=lambda item: item["nodeId"])
            shown = old.rstrip("/") + "/NodeSetting.csv"
            self.assertEqual((raised["file"], raised["line"]), ("NodeSetting.csv", 2))
            self.assertNotIn("outside", raised)
            self.assertEqual(raised["related"][0]["file"], shown)
            self.assertEqual((removed["file"], removed["line"], removed["column"]), (shown, 3, 1))
            self.assertTrue(removed["outside"] and raised["related"][0]["outside"])
            text = self.run_tool(old, "new").out
            self.assertIn(f"{shown}:3:1: error: ", text)
            self.assertRegex(text, r"(?m)^    3 \| two,.*乙.*\n +\| \^~~$")
            self.assertIn("new/NodeSetting.csv:2:", text)
            annotations = self.run_tool(old, "new", "--format", "github").out
            self.assertIn("::warning file=new/NodeSetting.csv,line=2,col=", annotations)
            self.assertIn("::error file=", annotations)
            log = json.loads(self.run_tool(old, "new", "--format", "sarif").out)
            self.assertEqual(len(log["runs"][0]["results"]), 2)
        # One file with the same name in both: each shows its own line.
        shutil.copytree(self.path("old"), self.path("nest/old"))
        with open(self.path("nest/old/NodeSetting.csv"), "rb") as file:
            text = file.read()
        with open(self.path("nest/old/NodeSetting.csv"), "wb") as file:
            file.write(text.replace(b",5,1\r", b",9,1\r"))
        shown = self.run_tool("old", "nest").out
        self.assertIn(",5,1\n", shown)
        self.assertIn(",9,1\n", shown)

    def test_node_files_of_one_version_only(self):
        version = self.simple("old", {"NodeId": "one", "Title": "甲"})
        row = {**version.rows[0], "ParentNode": ""}
        shutil.copytree(self.path("old"), self.path("new"))
        version.nodes = {"one": node_of(row), "more": node_of({**row, "NodeId": "more"})}
        version.write_nodes(self.path("new/customAchievements"), random.Random(1))
        result = self.run_tool("old", "new", "--severity", "cloud-row-missing=off")
        self.assertEqual((result.returncode, result.out), (0, ""))
        self.assertIn("--old-nodes", result.err)
        self.assertIn("--nodes", self.run_tool("new", "old", "--lang", "zh").err)
        os.mkdir(self.path("none"))
        self.assertEqual(self.found("old", "new", "--old-nodes", "none"),
                         {("diff-node-added", "one"): 1, ("diff-node-added", "more"): 1})
        self.assertEqual(self.run_tool("old", "new", "--old-nodes", "nowhere").returncode, 3)

    def test_halves(self):
        """Nodes that are only in the table or only in node files, in one version or the other."""
        row = {"NodeId": "one", "Title": "甲", "ParentNode": "", "IsCloud": "TRUE"}
        columns = COLUMNS + ["ParentNode", "IsCloud"]
        self.simple("with", row, {**row, "NodeId": "two"}, columns=columns)
        self.simple("local", row, {**row, "NodeId": "two", "IsCloud": "FALSE"}, columns=columns)
        self.simple("without", row, columns=columns)
        node = node_of({**row, "NodeId": "two", "Description": "描述", "Total": "5"}, False)
        for name, nodes in (("both", {"two": node}), ("none", {})):
            Version([], {}, nodes).write_nodes(self.path(name), random.Random(1))
        removed, added = ("diff-node-removed", "two"), ("diff-node-added", "two")
        for old, old_nodes, new, nodes, expected in (
                ("with", "both", "without", "both", {removed: 1}),
                ("without", "both", "with", "both", {added: 1}),
                ("with", "both", "with", "none", {removed: 1}),
                ("with", "none", "with", "both", {added: 1}),
                ("with", "none", "without", "both", {removed: 1}),
                ("without", "both", "with", "none", {removed: 1}),
                ("with", "both", "without", "none", {removed: 1}),
                ("without", "none", "with", "both", {added: 1}),
                ("local", "both", "without", "both", {}),
                ("without", "both", "local", "both", {}),
                ("local", "none", "without", "none", {removed: 1})):
            found = self.found(old, new, "--old-nodes", old_nodes, "--nodes", nodes)
            self.assertEqual(found, expected, (old, old_nodes, new, nodes))

    def test_only_node_files(self):
        row = {"NodeId": "one", "ParentNode": "", "Title": "甲", "Description": "乙", "Total": "5"}
        for name, total in (("old", 5), ("new", 2)):
            os.mkdir(self.path(name))
            Version([], {}, {"one": {**node_of(row, False), "goal_number": total}}).write_nodes(
                self.path(name + "/customAchievements"), random.Random(1))
        result = self.run_tool("old", "new")
        self.assertEqual((result.returncode, result.err), (0, ""))
        self.assertIn("new/customAchievements/n0.json", result.out)
        self.assertEqual(self.found("old", "new"), {("diff-total-lowered", "one"): 1})

    def test_a_lost_node_file_is_not_gone(self):
        version = self.simple("old", {"NodeId": "one", "Title": "甲"})
        row = {**version.rows[0], "ParentNode": ""}
        version.nodes = {name: node_of({**row, "NodeId": name}, False) for name in ("x1", "x2")}
        version.write_nodes(self.path("old/customAchievements"), random.Random(1))
        shutil.copytree(self.path("old"), self.path("new"))
        for content in (b'["x2"]', '["x2"]'.encode("utf-16"), b" " * (2 << 20)):
            with open(self.path("new/customAchievements/n1.json"), "wb") as file:
                file.write(content)
            result = self.run_tool("old", "new")
            self.assertEqual((result.returncode, result.out), (0, ""))
            self.assertIn("achpack check new", result.err)
        os.remove(self.path("new/customAchievements/n1.json"))
        self.assertEqual(self.run_tool("old", "new").returncode, 1)

    def test_ten_thousand_rows(self):
        rows = [{"NodeId": f"node_{i}", "Title": f"成就{i}", "Rank": str(i)} for i in range(10000)]
        self.simple("old", *rows)
        self.simple("new", *[{**row, "NodeId": row["NodeId"] + "x", "Rank": row["Rank"]}
                             for row in rows[::-1]])
        found = self.found("old", "new")
        self.assertEqual(sum(found.values()), 20000)
        renamed = [item for item in self.findings("old", "new") if "new" in item["parameters"]]
        self.assertEqual(len(renamed), 10000)
        self.assertTrue(all(item["parameters"]["new"] == item["nodeId"] + "x" for item in renamed))


def main():
    global TOOL, SEEDS
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    args, rest = parser.parse_known_args()
    TOOL = os.path.abspath(args.tool)
    SEEDS = args.seeds
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
