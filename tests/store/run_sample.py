#!/usr/bin/env python3
"""samples/progress.c as two servers on one store: conflicts, a crash, the end.

    run_sample.py --tool ACHPACK --sample PROGRESS
SPDX-License-Identifier: MIT
"""
import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ARGS = None


class World:
    """One running sample."""

    def __init__(self, test, outbox, lang="en"):
        self.test = test
        self.process = subprocess.Popen(
            [ARGS.sample, "--lang", lang, test.package, "fight_sword", test.store, outbox],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self

    def hear(self):
        return self.process.stdout.readline().rstrip("\n")

    def ask(self, line, answer):
        self.test.assertEqual(self.say(line).hear(), answer)

    def end(self):
        rest, _ = self.process.communicate("quit\n", timeout=30)
        self.test.assertEqual(self.process.returncode, 0)
        return rest


class Sample(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.package = os.path.join(self.folder.name, "islands.zip")
        self.file = os.path.join(self.folder.name, "progress.db")
        self.store = "sqlite:" + self.file
        subprocess.run([ARGS.tool, "build", os.path.join(ROOT, "samples/packs/sky-islands"), "-o",
                        self.package, "--quiet"], check=True, stdout=subprocess.DEVNULL)

    def tearDown(self):
        self.folder.cleanup()

    def box(self, name):
        return os.path.join(self.folder.name, name + ".outbox")

    def record(self, player):
        with sqlite3.connect(self.file) as database:
            return database.execute(
                "SELECT progress, extra, version, completed_at > 0 FROM record "
                "WHERE player = ?", (player,)).fetchone()

    def test_two_rooms(self):
        """The documents' story: both begin from nothing, the second one meets a conflict."""
        first, second = World(self, self.box("a")), World(self, self.box("b"))
        first.ask("join ming", "ming: is here (0/0)")
        second.ask("join ming", "ming: is here (0/0)")
        for killed in (1, 2, 3):
            second.ask("kill ming cow", f"ming: stored ({killed}/0)")
        first.ask("kill ming cow", "ming: stored (4/0)")
        self.assertEqual(self.record("ming"), (4, "4/0", 4, 0))
        second.ask("kill ming cow", "ming: stored (5/0)")
        first.ask("kill ming cow", "ming: had enough of these already (5/0)")
        self.assertEqual(self.record("ming"), (5, "5/0", 5, 0))
        for killed in range(1, 6):
            first.ask("kill ming sheep", f"ming: stored (5/{killed})")
        self.assertEqual(self.record("ming"), (10, "5/5", 10, 1))
        second.ask("join ming", "ming: is complete (5/5)")
        self.assertEqual(first.end() + second.end(), "")

    def test_crash(self):
        """What was taken before a kill is stored once by the next run."""
        world = World(self, self.box("a"))
        world.ask("join mei", "mei: is here (0/0)")
        world.ask("kill mei cow", "mei: stored (1/0)")
        world.process.kill()
        world.process.communicate()
        world = World(self, self.box("a"))
        world.ask("join mei", "mei: is here (1/0)")
        world.end()
        self.assertEqual(self.record("mei"), (1, "1/0", 1, 0))

    def test_chinese(self):
        world = World(self, self.box("a"), "zh")
        world.ask("join 小明", "小明: 进来了 (0/0)")
        world.ask("kill 小明 sheep", "小明: 已保存 (0/1)")
        world.say("leave 小明")
        self.assertEqual(world.end(), "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--sample", required=True)
    ARGS = parser.parse_args()
    ARGS.tool, ARGS.sample = os.path.abspath(ARGS.tool), os.path.abspath(ARGS.sample)
    unittest.main(argv=[sys.argv[0], "-v"])
