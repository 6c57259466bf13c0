#!/usr/bin/env python3
"""achpack nodes, both ways: what is written, what is left alone, and that nothing is lost.

SPDX-License-Identifier: MIT

    run_nodes.py --tool ACHPACK [--shim LIBFAULTS.SO] [--seed N] [--rounds N] [TEST...]
"""
import argparse
import csv
import hashlib
import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BASE = os.path.join(ROOT, "tests/cases/_base")
COLUMNS = ["NodeId", "PrePic", "FinPic", "Title", "Description", "Total", "Rank", "ParentNode",
           "DependParent", "IsHidden", "FinishTip", "IsCloud", "AutoSentCloud", "GoalType",
           "GoalTarget", "Background"]
LIST = ".achpack-nodes"

TOOL = ""
SHIM = None
SEED = 1
ROUNDS = 25


def row(node, **cells):
    """A row with everything that is needed; a root unless it has a parent."""
    base = {"NodeId": node, "PrePic": "textures/a.png", "FinPic": "textures/b.png",
            "Title": f"标题 {node}", "Description": f"描述 {node}", "Total": "1", "Rank": "1",
            "Background": "" if cells.get("ParentNode") else "textures/ui/page"}
    return {**base, **cells}


def table_bytes(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for number, cells in enumerate(rows, 1):
        writer.writerow({**cells, "Rank": str(number)})
    return out.getvalue().encode("gbk")


class Case(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.work)
        self.pack = os.path.join(self.work, "pack")
        self.out = os.path.join(self.work, "customAchievements")
        shutil.copytree(os.path.join(BASE, "textures"), os.path.join(self.pack, "textures"))
        for name in ("c.png", "d.png"):
            os.remove(os.path.join(self.pack, "textures", name))
        self.write_table([row("first"), row("second", ParentNode="first")])

    def write_table(self, rows, pack=None):
        with open(os.path.join(pack or self.pack, "NodeSetting.csv"), "wb") as file:
            file.write(table_bytes(rows))

    def tool(self, *arguments, status=0, lang="en", **options):
        options.setdefault("env", {"PATH": os.environ["PATH"],
                                   **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}})
        result = subprocess.run([TOOL, *arguments, "--lang", lang], capture_output=True,
                                timeout=120, cwd=self.work, check=False, **options)
        result.out = result.stdout.decode("utf-8")
        result.err = result.stderr.decode("utf-8")
        if status is not None:
            self.assertEqual(result.returncode, status, f"{arguments}\n{result.out}{result.err}")
        return result

    def nodes(self, *arguments, status=0, **options):
        return self.tool("nodes", self.pack, "-o", self.out, *arguments, status=status, **options)

    def files(self, folder=None):
        folder = folder or self.out
        found = {}
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
        return found

    def recorded(self):
        with open(os.path.join(self.pack, LIST), encoding="ascii") as file:
            return file.read()

    def codes(self, *arguments):
        result = self.tool("check", "--format", "json", *arguments, status=None)
        self.assertIn(result.returncode, (0, 1), result.err)
        return [(f["code"], f["message"]) for f in json.loads(result.out)["findings"]
                if f["severity"] != "note"]

    def touch(self, name, data):
        os.makedirs(self.out, exist_ok=True)
        with open(os.path.join(self.out, name), "wb") as file:
            file.write(data)


class Written(Case):
    def test_text(self):
        self.write_table([
            row("first", Title='标题 "a"\\', Description="两\r\n行", Total="3", IsHidden="TRUE",
                FinishTip="否", GoalType="default_kill", GoalTarget="minecraft:cow"),
            row("second", ParentNode="first", DependParent="yes", IsCloud="FALSE",
                GoalType="default_get", GoalTarget="minecraft:wool")])
        self.nodes()
        self.assertEqual(self.files()["first.json"].decode("utf-8"), """{
    "node_ID": "first",
    "title": "标题 \\"a\\"\\\\",
    "unfinished_icon": "textures/a",
    "finished_icon": "textures/b",
    "goal_details": {
        "goal_type": "default_kill",
        "entity_identifier": "minecraft:cow"
    },
    "goal_number": 3,
    "node_description": "两\\r\\n行",
    "window_background": "textures/ui/page",
    "is_hidden": true,
    "finish_tip": false,
    "is_cloud": true
}
""")
        self.assertEqual(self.files()["second.json"].decode("utf-8"), """{
    "node_ID": "second",
    "parent_node": "first",
    "depend_parent": true,
    "title": "标题 second",
    "unfinished_icon": "textures/a",
    "finished_icon": "textures/b",
    "goal_details": {
        "goal_type": "default_get",
        "item_dict": {
            "newItemName": "minecraft:wool"
        }
    },
    "goal_number": 1,
    "node_description": "描述 second",
    "is_cloud": false
}
""")

    def test_list_is_one_for_sha256sum(self):
        self.nodes()
        self.assertEqual(self.recorded(), "".join(
            f"{hashlib.sha256(data).hexdigest()}  {name}\n"
            for name, data in self.files().items()))
        self.assertEqual(self.codes(self.pack, "--nodes", self.out), [])
        self.tool("build", self.pack, "-o", "x.zip")
        names = json.loads(self.tool("show", "x.zip", "--format", "json").out)
        self.assertNotIn(LIST, json.dumps(names))

    def test_output(self):
        result = self.nodes()
        self.assertEqual(result.out, f"{self.out}: 2 node files: 2 written, 0 unchanged, 0 removed\n")
        self.assertIn("resource pack", result.err)
        result = self.nodes(lang="zh")
        self.assertEqual(result.out, f"{self.out}：共 2 个节点文件，写入 0 个，未变 2 个，删除 0 个\n")
        self.assertEqual(result.err, "")
        document = json.loads(self.nodes("--format", "json").out)
        self.assertEqual(document, {"path": self.out, "dryRun": False, "written": 0,
                                    "unchanged": 2, "removed": 0})

    def test_same_bytes_and_untouched_files(self):
        self.nodes()
        before = self.files()
        times = {name: os.stat(os.path.join(self.out, name)).st_mtime_ns for name in before}
        record = os.stat(os.path.join(self.pack, LIST)).st_mtime_ns
        self.nodes()
        self.assertEqual(self.files(), before)
        self.assertEqual(times, {name: os.stat(os.path.join(self.out, name)).st_mtime_ns
                                 for name in before})
        self.assertEqual(record, os.stat(os.path.join(self.pack, LIST)).st_mtime_ns)

    def test_dry_run(self):
        result = self.nodes("--dry-run")
        self.assertIn("would write 2", result.out)
        self.assertFalse(os.path.exists(self.out))
        self.assertFalse(os.path.exists(os.path.join(self.pack, LIST)))

    def test_background(self):
        self.write_table([row("first", Background="")])
        result = self.nodes(status=1)
        self.assertIn("authoring-cell-invalid", result.err)
        self.assertIn("--background", result.err)
        self.assertFalse(os.path.exists(self.out))
        self.nodes("--background", "textures/ui/all")
        self.assertIn(b'"window_background": "textures/ui/all"', self.files()["first.json"])
        for wrong in ("ui/page", "textures/ui/page.png", "textures/../page", "textures\\ui"):
            self.nodes("--background", wrong, status=2)

    def test_errors_of_the_source(self):
        self.write_table([row("first", Total="many"), row("first")])
        result = self.nodes(status=1)
        self.assertIn("total-invalid", result.err)
        self.assertIn("nothing was written", result.err)
        self.assertEqual(result.out, "")
        self.assertFalse(os.path.exists(self.out))

    def test_only_local_nodes(self):
        self.write_table([row("first", IsCloud="FALSE")])
        self.nodes()
        self.assertEqual([code for code, _ in self.codes(self.pack)], ["rows-none"])

    def test_behaviour_pack_as_target(self):
        behaviour = os.path.join(self.work, "behavior_pack")
        os.makedirs(behaviour)
        with open(os.path.join(behaviour, "manifest.json"), "w", encoding="utf-8") as file:
            file.write("{}")
        self.out = behaviour
        self.nodes()
        self.assertEqual(sorted(self.files(os.path.join(behaviour, "customAchievements"))),
                         ["first.json", "second.json"])
        self.nodes()

    def test_inside_the_package(self):
        self.out = os.path.join(self.pack, "customAchievements")
        self.nodes()
        self.write_table([row("first", Total="7"), row("second", ParentNode="first")])
        self.nodes()
        self.assertEqual(self.codes(self.pack), [])

    def test_usage(self):
        for arguments in (["nodes", "pack"], ["nodes", "pack", "-o", "pack"],
                          ["nodes", "pack", "-o", "x", "--from", "y"],
                          ["nodes", "pack", "-o", "x", "--all"],
                          ["nodes", "new", "--table"],
                          ["nodes", "new", "--table", "--from", "x", "-o", "y"]):
            self.tool(*arguments, status=2)
        self.tool("nodes", "nowhere", "-o", "x", status=3)
        self.tool("nodes", "new", "--table", "--from", "nowhere", status=3)
        self.tool("build", self.pack, "-o", "x.zip")
        self.tool("nodes", "x.zip", "-o", "x", status=2)


class Names(Case):
    def names_of(self, *ids):
        self.write_table([row(node) for node in ids])
        self.nodes()
        named = {json.loads(data)["node_ID"]: name for name, data in self.files().items()}
        self.assertEqual(sorted(named), sorted(ids))
        self.assertEqual(self.codes(self.pack, "--nodes", self.out, "--severity",
                                    "node-id-characters=off"), [])
        return [named[node] for node in ids]

    def test_plain(self):
        self.assertEqual(self.names_of("Node_1", "a-b"), ["Node_1.json", "a-b.json"])

    def test_chinese(self):
        self.assertEqual(self.names_of("牛"), ["%E7%89%9B.json"])

    def test_devices_and_signs(self):
        self.assertEqual(self.names_of("con", "COM1", "a/b", "..", "a.b", "console"),
                         ["%63on.json", "%43OM1.json", "a%2Fb.json", "%2E%2E.json", "a%2Eb.json",
                          "console.json"])

    def test_case(self):
        self.assertEqual(self.names_of("node", "Node", "NODE"),
                         ["node%-3.json", "Node%-2.json", "NODE.json"])

    def test_long(self):
        long = ["a" * 300, "a" * 299 + "b", "牛" * 60, "a" * 64]
        names = self.names_of(*long)
        self.assertEqual(len({name.lower() for name in names}), 4)
        self.assertLess(max(map(len, names)), 120)
        self.assertEqual(names[3], "a" * 64 + ".json")


class ByHand(Case):
    def test_changed(self):
        self.nodes()
        mine = self.files()["second.json"].replace(b"1", b"2")
        self.touch("second.json", mine)
        self.write_table([row("first", Total="5"), row("second", ParentNode="first")])
        before = self.files()
        result = self.nodes(status=1)
        self.assertIn("node-file-changed", result.err)
        self.assertIn("--force", result.err)
        self.assertNotIn("first.json", result.err)
        self.assertEqual(self.files(), before)
        self.assertIn("改过", self.nodes(status=1, lang="zh").err)
        self.nodes("--dry-run", status=1)
        self.nodes("--force")
        self.assertNotEqual(self.files()["second.json"], mine)
        self.assertIn("2 unchanged", self.nodes().out)

    def test_change_that_the_table_took_over(self):
        self.nodes()
        rows = [row("first"), row("second", ParentNode="first", Total="9")]
        self.write_table(rows)
        other = os.path.join(self.work, "other")
        self.tool("nodes", self.pack, "-o", other)
        with open(os.path.join(other, "second.json"), "rb") as file:
            self.touch("second.json", file.read())
        self.assertIn("2 unchanged", self.nodes().out)

    def test_removed(self):
        self.nodes()
        self.touch("mine.json", b"{}")
        self.touch("notes.txt", b"x")
        self.write_table([row("first")])
        self.assertIn("1 removed", self.nodes().out)
        self.assertEqual(sorted(self.files()), ["first.json", "mine.json", "notes.txt"])
        self.assertNotIn("second", self.recorded())

    def test_removed_but_changed(self):
        self.nodes()
        self.touch("second.json", b"{}")
        self.write_table([row("first")])
        self.assertIn("has no row", self.nodes(status=1).err)
        self.assertIn("second.json", self.files())
        self.nodes("--force")
        self.assertEqual(sorted(self.files()), ["first.json"])

    def test_unknown_file_of_that_name(self):
        self.touch("second.json", b"{}")
        self.assertIn("not written by achpack", self.nodes(status=1).err)
        self.assertEqual(sorted(self.files()), ["second.json"])

    def test_id_of_another_file(self):
        self.nodes()
        text = self.files()["second.json"].replace(b'"second"', b'"third"')
        self.touch("extra.json", text)
        self.nodes()
        self.write_table([row("first"), row("third", ParentNode="first")])
        result = self.nodes(status=1)
        self.assertIn("node-duplicate", result.err)
        self.assertIn("extra.json:2:", result.err)
        self.assertIn("second.json", self.files())

    def test_renamed_id(self):
        self.nodes()
        self.write_table([row("First"), row("second", ParentNode="First")])
        self.nodes()
        self.assertEqual(sorted(self.files()), ["First.json", "second.json"])

    def test_list_of_an_attacker(self):
        os.makedirs(self.out)  # without it no path through it leads anywhere
        victim = os.path.join(self.work, "victim.json")
        with open(victim, "wb") as file:
            file.write(b"precious")
        total = hashlib.sha256(b"precious").hexdigest()
        with open(os.path.join(self.pack, LIST), "w", encoding="ascii") as file:
            for name in ("../victim.json", "/etc/passwd", victim, "..", "", "x.json/../y.json"):
                file.write(f"{total}  {name}\n")
            file.write("<<<<<<< HEAD\n" + "f" * 100000 + "\n")
        self.nodes()
        self.assertTrue(os.path.exists(victim))
        self.assertEqual(len(self.recorded().splitlines()), 2)

    def test_links(self):
        self.nodes()
        outside = os.path.join(self.work, "precious")
        path = os.path.join(self.out, "second.json")
        for there in (True, False):
            if there:
                with open(outside, "wb") as file:
                    file.write(b"precious")
            os.remove(path)
            os.symlink(outside, path)
            self.assertIn("second.json", self.nodes(status=1).err)
            self.assertTrue(os.path.islink(path))
            self.nodes("--force")
            self.assertFalse(os.path.islink(path))
            if there:
                with open(outside, "rb") as file:
                    self.assertEqual(file.read(), b"precious")
                os.remove(outside)
            self.assertFalse(os.path.exists(outside))

    def test_folder_whose_name_is_no_text(self):
        self.out = os.fsdecode(os.fsencode(self.work) + b"/\xb3\xc9\xbe\xcd")
        self.nodes()
        self.assertIn("2 unchanged", self.nodes().out)

    def test_folder_in_the_way(self):
        os.makedirs(os.path.join(self.out, "second.json"))
        self.nodes(status=3)
        self.assertEqual(os.listdir(self.out), ["second.json"])


class Interrupted(Case):
    def changed(self, count, total):
        return [row(f"n{i:03}", Total=str(total)) for i in range(count)]

    def test_every_stop(self):
        """Whatever of a second run was done, the third completes it."""
        self.write_table(self.changed(4, 1))
        self.nodes()
        old, old_list = self.files(), self.recorded()
        self.write_table(self.changed(3, 2) + [row("new")])
        self.nodes()
        new, new_list = self.files(), self.recorded()
        both = "".join(sorted(set(old_list.splitlines(True)) | set(new_list.splitlines(True)),
                              key=lambda line: (line[66:], line)))
        names = sorted(set(old) | set(new))
        for done in range(1 << len(names)):
            shutil.rmtree(self.out)
            for bit, name in enumerate(names):
                source = new if done >> bit & 1 else old
                if name in source:
                    self.touch(name, source[name])
            with open(os.path.join(self.pack, LIST), "w", encoding="ascii") as file:
                file.write(both)
            self.nodes()
            self.assertEqual(self.files(), new)
            self.assertEqual(self.recorded(), new_list)

    def test_files_of_killed_runs(self):
        child = subprocess.Popen(["true"])
        child.wait()
        dead = f".achpack-{child.pid * 100:x}.tmp"
        alive = f".achpack-{os.getpid() * 100:x}.tmp"
        for folder in (self.pack, self.out):
            os.makedirs(folder, exist_ok=True)
            for name in (dead, alive, ".achpack-x.tmp", ".achpack-notes"):
                with open(os.path.join(folder, name), "wb"):
                    pass
        self.nodes()
        for folder in (self.pack, self.out):
            left = os.listdir(folder)
            self.assertNotIn(dead, left)
            for name in (alive, ".achpack-x.tmp", ".achpack-notes"):
                self.assertIn(name, left)

    def test_full_disk(self):
        """A limit on the size of files stands for the disk: the long text does not fit."""
        self.write_table(self.changed(3, 1))
        self.nodes()
        rows = self.changed(3, 2)
        rows[1]["Description"] = "x" * 50000
        self.write_table(rows)

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        result = self.nodes(status=3, preexec_fn=limit)
        self.assertIn("n001.json", result.err)
        self.assertIn("completes them", result.err)
        self.assertIn("3 node files: 2 written, 1 unchanged", self.nodes().out)
        self.assertIn("3 unchanged", self.nodes().out)
        self.assertEqual(len(self.recorded().splitlines()), 3)


class Faults(Case):
    """Every file call and every allocation of a run refused, and a kill before every file call."""

    def setUp(self):
        super().setUp()
        if not SHIM:
            self.skipTest("needs --shim")
        self.shim = shutil.copy(SHIM, self.work)
        self.write_table([row("a"), row("b"), row("c", Total="3")])
        self.nodes()
        self.before = (self.files(), self.recorded())
        self.write_table([row("a"), row("c", Total="4"), row("d")])

    def restore(self):
        shutil.rmtree(self.out)
        for name, data in self.before[0].items():
            self.touch(name, data)
        with open(os.path.join(self.pack, LIST), "w", encoding="ascii") as file:
            file.write(self.before[1])

    def faulty(self, status, **faults):
        return self.tool("nodes", self.pack, "-o", self.out, "--jobs", "1", status=status,
                         env={"PATH": os.environ["PATH"], "LD_PRELOAD": self.shim, **faults})

    def completes(self, what):
        """After whatever happened a plain run gives what it should."""
        found = {name: data for name, data in self.files().items() if name[0] != "."}
        self.assertTrue(set(found.values()) <= set(self.before[0].values()) | set(self.new.values()),
                        what)
        result = self.nodes(status=None)
        self.assertEqual(result.returncode, 0, f"{what}: {result.err}")
        found = {name: data for name, data in self.files().items() if name[0] != "."}
        self.assertEqual(found, self.new, what)

    def count(self):
        path = os.path.join(self.work, "counts")
        self.restore()
        self.faulty(0, FAULT_COUNT=path)
        self.new = self.files()
        with open(path, encoding="ascii") as file:
            return [int(word) for word in file.read().split()]

    def test_calls(self):
        calls = self.count()[1]
        self.assertGreater(calls, 10)
        for n in range(1, calls + 1):
            self.restore()
            result = self.faulty(None, FAULT_CALL=str(n))
            self.assertIn(result.returncode, (0, 3), result.err)
            self.assertEqual([name for name in self.files() if name[0] == "."], [])
            self.completes(f"FAULT_CALL={n}")
            self.restore()
            self.faulty(-9, FAULT_KILL=str(n))
            self.completes(f"FAULT_KILL={n}")

    def test_memory(self):
        allocations = self.count()[0]
        self.assertGreater(allocations, 50)
        for name in ("FAULT_ALLOCATION", "FAULT_ALLOCATIONS_FROM"):
            for n in range(1, allocations + 1):
                self.restore()
                result = self.faulty(None, **{name: str(n)})
                self.assertIn(result.returncode, (0, 3), f"{name}={n} {result.err}")
                if result.returncode == 3:
                    self.assertTrue(result.err.splitlines()[-1].startswith("achpack: "))
                    self.completes(f"{name}={n}")
                else:
                    self.assertEqual(self.files(), self.new, f"{name}={n}")

    def test_memory_of_tables(self):
        self.count()
        command = ["nodes", "--table", "new", "--from", self.out, "--all", "--jobs", "1"]
        path = os.path.join(self.work, "counts")
        environment = {"PATH": os.environ["PATH"], "LD_PRELOAD": self.shim}
        self.tool(*command, env={**environment, "FAULT_COUNT": path})
        with open(os.path.join(self.work, "new/NodeSetting.csv"), "rb") as file:
            table = file.read()
        with open(path, encoding="ascii") as file:
            allocations = int(file.read().split()[0])
        for name in ("FAULT_ALLOCATION", "FAULT_ALLOCATIONS_FROM"):
            for n in range(1, allocations + 1):
                shutil.rmtree(os.path.join(self.work, "new"), ignore_errors=True)
                result = self.tool(*command, status=None, env={**environment, name: str(n)})
                self.assertIn(result.returncode, (0, 3), f"{name}={n} {result.err}")
                target = os.path.join(self.work, "new/NodeSetting.csv")
                if os.path.exists(target):
                    with open(target, "rb") as file:
                        self.assertEqual(file.read(), table)


class Tables(Case):
    def table(self, *arguments, status=0, **options):
        return self.tool("nodes", "--table", "new", "--from", self.out, *arguments, status=status,
                         **options)

    def read(self):
        with open(os.path.join(self.work, "new/NodeSetting.csv"), "rb") as file:
            data = file.read()
        self.assertNotIn(b"\n", data.replace(b"\r\n", b""))
        return list(csv.reader(io.StringIO(data.decode("gbk"), newline="")))

    def test_cloud_only(self):
        self.write_table([row("b", Title='a,"b"', Total="5"), row("a", IsCloud="FALSE"),
                          row("Node2", ParentNode="b"), row("Node10", ParentNode="b")])
        self.nodes()
        result = self.table()
        self.assertEqual(result.out, "new/NodeSetting.csv: 3 rows\n")
        self.assertIn("120x120", result.err)
        self.assertEqual(self.read(), [
            COLUMNS[:7],
            ["b", "textures/a.png", "textures/b.png", 'a,"b"', "描述 b", "5", "1"],
            ["Node10", "textures/a.png", "textures/b.png", "标题 Node10", "描述 Node10", "1", "2"],
            ["Node2", "textures/a.png", "textures/b.png", "标题 Node2", "描述 Node2", "1", "3"]])
        shutil.copytree(os.path.join(self.pack, "textures"), os.path.join(self.work, "new/textures"))
        self.assertEqual(self.codes("new", "--nodes", self.out), [])

    def test_existing_table(self):
        self.nodes()
        self.table()
        self.assertIn("unchanged", self.table().out)
        with open(os.path.join(self.work, "new/NodeSetting.csv"), "wb") as file:
            file.write(b"mine")
        result = self.table(status=1)
        self.assertIn("--force", result.err)
        self.assertIn("--force", self.table(status=1, lang="zh").err)
        with open(os.path.join(self.work, "new/NodeSetting.csv"), "rb") as file:
            self.assertEqual(file.read(), b"mine")
        self.table("--force")
        self.assertEqual(len(self.read()), 3)

    def test_dry_run(self):
        self.nodes()
        self.assertIn("would write", self.table("--dry-run").out)
        self.assertFalse(os.path.exists(os.path.join(self.work, "new")))

    def test_no_cloud_nodes(self):
        self.write_table([row("a", IsCloud="0")])
        self.nodes()
        self.assertIn("is_cloud", self.table(status=1).err)
        self.assertFalse(os.path.exists(os.path.join(self.work, "new")))
        self.table("--all")

    def test_faulty_files(self):
        self.touch("a.json", b'{"node_ID": "a"}')
        self.assertIn("node-key-missing", self.table(status=1).err)
        self.assertFalse(os.path.exists(os.path.join(self.work, "new")))

    def test_unencodable(self):
        self.nodes()
        text = self.files()["first.json"].replace("标题".encode(), "标题😀".encode())
        self.touch("first.json", text)
        findings = json.loads(self.table("--format", "json", status=1).err)["findings"]
        self.assertEqual([(f["code"], f["line"], f["field"]) for f in findings],
                         [("encoding-unencodable", 3, "title")])

    def test_control_characters(self):
        """What the check of the table would refuse is not written."""
        self.nodes()
        whole = self.files()["first.json"]
        for key, text in (("title", "标题 first"), ("node_description", "描述 first")):
            self.touch("first.json", whole.replace(text.encode(), b"a\\u0007b"))
            for more in ([], ["--all"]):
                findings = json.loads(self.table("--format", "json", *more, status=1).err)["findings"]
                self.assertEqual([(f["code"], f["field"], f["parameters"]["character"])
                                  for f in findings], [("cell-control", key, "U+0007")])
        self.assertFalse(os.path.exists(os.path.join(self.work, "new")))
        self.touch("first.json", whole.replace("标题 first".encode(), b"a\\r\\nb"))
        self.table()  # line breaks have their quotes
        self.assertEqual(self.read()[1][3], "a\r\nb")

    def test_link_as_table(self):
        self.nodes()
        os.mkdir(os.path.join(self.work, "new"))
        outside = os.path.join(self.work, "precious")
        path = os.path.join(self.work, "new/NodeSetting.csv")
        for there in (True, False):
            if there:
                with open(outside, "wb") as file:
                    file.write(b"precious")
            os.symlink(outside, path)
            self.assertIn("is a link", self.table(status=1).err)
            self.assertIn("链接", self.table(status=1, lang="zh").err)
            self.assertTrue(os.path.islink(path))
            self.table("--force", "--dry-run")
            self.assertTrue(os.path.islink(path))
            self.table("--force")
            self.assertFalse(os.path.islink(path))
            self.assertEqual(len(self.read()), 3)
            if there:
                with open(outside, "rb") as file:
                    self.assertEqual(file.read(), b"precious")
            else:
                self.assertFalse(os.path.exists(outside))
            os.rename(path, outside)
            os.symlink(outside, path)
            self.assertIn("unchanged", self.table().out)  # the very bytes
            os.remove(path)
            os.remove(outside)

    def test_lossy(self):
        self.nodes()
        text = self.files()["first.json"].replace(
            b'    "is_cloud"', b'    "reward": [{"function_name": "Give", "name_space": "a:b"}],\n'
            b'    "use_default_icon_background": false,\n    "is_cloud"')
        self.touch("first.json", text)
        self.table()
        findings = json.loads(self.table("--all", "--force", "--format", "json").err)["findings"]
        self.assertEqual([f["code"] for f in findings], ["authoring-lossy"] * 2)


WORDS = ["钻石", "矿工", "Kill", "cow", '"', '""', ",", "，", "\\", "/", "\r\n", "\n", "§a", "'", ";",
         "a b", "100", "{}", "//", "·", "—", "：", "<", "&", "\u3000x", "?！"]


def text(rng):
    return "字" + "".join(rng.choice(WORDS) for _ in range(rng.randrange(6))) + "尾"


def random_rows(rng):
    count = rng.randrange(1, 30)
    ids = []
    while len(ids) < count:
        node = rng.choice(["Node", "node", "n", "牛", "CON", "a.b", "x-y"]) + str(rng.randrange(40))
        if node not in ids:
            ids.append(node)
    rows = []
    for number, node in enumerate(ids):
        parent = rng.choice(ids[:number]) if number and rng.random() < 0.7 else ""
        above = next((cells for cells in rows if cells["NodeId"] == parent), None)
        local = rng.random() < 0.3 and number > 0
        goal = rng.choice(["", "default_kill", "default_get"])
        depend = rng.choice(["", "TRUE", "FALSE"])
        if above is not None and above["IsCloud"] == "FALSE" and not local:
            depend = rng.choice(["", "FALSE"])
        rows.append(row(
            node, ParentNode=parent, Title=text(rng), Description=text(rng),
            PrePic=f"textures/{rng.choice('ab')}.png", FinPic="textures/b.png",
            Total=str(rng.choice([1, 5, 2147483647])), DependParent=depend if parent else "",
            IsHidden=rng.choice(["", "是", "no"]), FinishTip=rng.choice(["", "1", "false"]),
            IsCloud="FALSE" if local else rng.choice(["", "True"]),
            AutoSentCloud="" if local else rng.choice(["", "yes", "否"]), GoalType=goal,
            GoalTarget="minecraft:cow" if goal else ""))
    if all(cells["PrePic"] == "textures/b.png" for cells in rows if cells["IsCloud"] != "FALSE"):
        rows[0]["PrePic"] = "textures/a.png"
    return rows


class Trees(Case):
    def test_round_trip(self):
        for number in range(ROUNDS):
            rng = random.Random(SEED * 1000 + number)
            with self.subTest(seed=SEED, round=number):
                self.round_trip(random_rows(rng))

    def round_trip(self, rows):
        quiet = ["--severity", "node-id-characters=off"]
        new = os.path.join(self.work, "new")
        for folder in (self.out, new, os.path.join(self.work, "again")):
            shutil.rmtree(folder, ignore_errors=True)
        if os.path.exists(os.path.join(self.pack, LIST)):
            os.remove(os.path.join(self.pack, LIST))
        self.write_table(rows)
        self.nodes()
        written = self.files()
        for data in written.values():
            self.assertEqual(list(json.loads(data))[0], "node_ID")
        self.assertEqual(self.codes(self.pack, "--nodes", self.out, *quiet), [])
        self.tool("nodes", "--table", new, "--from", self.out, "--all")
        shutil.copytree(os.path.join(self.pack, "textures"), os.path.join(new, "textures"))
        self.assertEqual(self.codes(new, "--nodes", self.out, *quiet), [])
        self.tool("nodes", new, "-o", "again")
        self.assertEqual(self.files(os.path.join(self.work, "again")), written)
        self.check_build(rows, quiet)

    def check_build(self, rows, quiet):
        self.tool("build", self.pack, "-o", "x.zip")
        self.assertEqual(self.codes("x.zip", *quiet), [])
        shown = json.loads(self.tool("show", "x.zip", "--format", "json").out)
        text_of = json.dumps(shown)
        for cells in rows:
            is_local = cells["IsCloud"] == "FALSE"
            self.assertEqual(f'"{cells["NodeId"]}"' not in json.dumps(shown, ensure_ascii=False),
                             is_local, text_of)


class Local(Case):
    def test_build_leaves_rows_and_icons_out(self):
        extra = os.path.join(self.pack, "textures/only.png")
        shutil.copy(os.path.join(self.pack, "textures/a.png"), extra)
        for cell in ("FALSE", "false", "0", "No", "否"):
            self.write_table([row("a"), row("b", IsCloud=cell, PrePic="textures/only.png",
                                            Description="多\r\n行")])
            self.assertEqual(self.codes(self.pack), [])
            self.tool("build", self.pack, "-o", "x.zip")
            listed = subprocess.run([sys.executable, "-m", "zipfile", "-l", "x.zip"],
                                    cwd=self.work, capture_output=True, check=True).stdout
            self.assertNotIn(b"only.png", listed)
            self.assertEqual(self.codes("x.zip"), [])
            document = json.loads(self.tool("show", "x.zip", "--format", "json").out)
            self.assertNotIn('"b"', json.dumps(document))
        os.remove(extra)
        self.assertEqual(self.codes(self.pack), [])

    def test_positions(self):
        """The first, the middle and the last row, with and without a last line end."""
        for skip in range(8):
            rows = [row(f"n{i}", IsCloud="FALSE" if skip >> i & 1 else "", Title=f'"{i}",\r\n')
                    for i in range(3)]
            rows.append(row("last"))
            self.write_table(rows)
            path = os.path.join(self.pack, "NodeSetting.csv")
            with open(path, "rb") as file:
                data = file.read()
            for bytes_ in (data, data[:-2]):
                with open(path, "wb") as file:
                    file.write(bytes_)
                self.tool("build", self.pack, "-o", "x.zip")
                self.assertEqual(self.codes("x.zip"), [])
                out = subprocess.run(["unzip", "-p", "x.zip", "*.csv"], cwd=self.work,
                                     capture_output=True, check=True).stdout.decode("gbk")
                ids = [cells[0] for cells in csv.reader(io.StringIO(out, newline=""))]
                self.assertEqual(ids[1:], [cells["NodeId"] for cells in rows
                                           if not cells.get("IsCloud")])


def main():
    global TOOL, SHIM, SEED, ROUNDS
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--shim")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=25)
    args, rest = parser.parse_known_args()
    TOOL, SEED, ROUNDS = os.path.abspath(args.tool), args.seed, args.rounds
    SHIM = args.shim and os.path.abspath(args.shim)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
