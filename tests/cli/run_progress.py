#!/usr/bin/env python3
"""achpack progress and achpack plan: copies that lose nothing, and whatever can go wrong.

SPDX-License-Identifier: MIT

    run_progress.py --tool ACHPACK [--shim LIBFAULTS.SO] [--seed N] [TEST...]
"""
import argparse
import json
import os
import pty
import random
import re
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BASE = os.path.join(ROOT, "tests/cases/_base")
MOD = os.path.join(ROOT, "samples/packs/sky-islands-mod/behavior_pack")
ISLANDS = os.path.join(ROOT, "samples/packs/sky-islands")
MOST = 2**63 - 1
KEYS = ("player", "node", "progress", "version", "completed_at", "extra", "definition")
# What may disturb a terminal, but for the line end.
DISTURBING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e"
                        "\u2060-\u206f\ufeff\ufff9-\ufffb]")

TOOL = ""
SHIM = None
SEED = 1


def record(player="a", node="first", progress=1, version=1, completed_at=0, extra="",
           definition=None):
    return dict(zip(KEYS, (player, node, progress, version, completed_at, extra, definition)))


def lines_of(records):
    return "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in records).encode()


def by_key(records):
    return sorted(records, key=lambda one: (one["player"].encode(), one["node"].encode()))


class Case(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.work)
        self.url = "sqlite:progress.db"

    def tool(self, *arguments, status=0, lang="en", **options):
        options.setdefault("env", {"PATH": os.environ["PATH"],
                                   **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}})
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        result = subprocess.run([TOOL, *arguments, "--lang", lang], timeout=300, cwd=self.work,
                                check=False, **options)
        result.out = (result.stdout or b"").decode("utf-8")
        result.err = (result.stderr or b"").decode("utf-8")
        if status is not None:
            self.assertEqual(result.returncode, status, f"{arguments}\n{result.out}{result.err}")
        self.assertIsNone(DISTURBING.search(result.out + result.err), arguments)
        self.assertNotRegex(result.err, "Sanitizer|runtime error:") # its status may be one of ours
        return result

    def progress(self, *arguments, **options):
        return self.tool("progress", "--store", self.url, *arguments, **options)

    def path(self, name):
        return os.path.join(self.work, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return name

    def fill(self, records, *options, **more):
        return self.progress("import", self.write("in.jsonl", lines_of(records)), *options, **more)

    def exported(self):
        return [json.loads(line) for line in self.progress("export").out.splitlines()]

    def findings(self, *arguments, stream="out", status=1):
        result = self.progress(*arguments, "--format", "json", status=status)
        document = json.loads(getattr(result, stream))
        return [(one["code"], one.get("line"), one.get("column")) for one in document["findings"]]

    def package(self):
        """The base package as a folder, and its zip."""
        shutil.copytree(os.path.join(BASE, "textures"), self.path("pack/textures"))
        with open(os.path.join(BASE, "NodeSetting.utf8.csv"), encoding="utf-8") as file:
            table = file.read().replace("\r\n", "\n").replace("\n", "\r\n")
        self.write("pack/NodeSetting.csv", table.encode("gbk"))
        self.tool("build", "pack", "-o", "pack.zip")


def odd_texts():
    return ["a", "A", "~", " ", "小明", "é", "e\u0301", "😀", "\U0010ffff", "\ufffe", "\ufeff", "\x01",
            "\x7f", "\x85", "\u202e", "\U000e0041", "\"\\/", "a\tb\r\nc", "-4294967295", "\\u0041",
            "{\"cows\": 3}", "\ud7ff", "\ue000", "null", "x" * 256]


class Copies(Case):
    def test_nothing_is_lost(self):
        chance = random.Random(SEED)
        texts = odd_texts()
        numbers = [0, 1, 2, 2**31, 2**53 + 1, MOST - 1, MOST]
        records = {}
        for _ in range(600):
            one = record(chance.choice(texts), chance.choice(texts), chance.choice(numbers),
                         chance.choice(numbers[1:]), chance.choice(numbers),
                         chance.choice(["", *texts, "é" * 1000]),
                         chance.choice([None, "0" * 15 + "1", "f" * 16, "8" + "0" * 15]))
            records[one["player"], one["node"]] = one
        records = list(records.values())
        self.fill(records)
        first = self.progress("export")
        self.assertEqual([json.loads(line) for line in first.out.splitlines()], by_key(records))
        self.write("out.jsonl", first.stdout)
        self.url = "sqlite:other.db"
        self.progress("import", "out.jsonl")
        self.progress("export", "-o", "again.jsonl")
        with open(self.path("again.jsonl"), "rb") as file:
            self.assertEqual(file.read(), first.stdout)

    def test_largest_extra(self):
        for number, extra in enumerate(["x" * 2**20, "\x01" * 2**20, "😀" * 2**18]):
            self.fill([record(node=str(number), extra=extra)])
            self.assertEqual(self.exported()[number]["extra"], extra)
        self.write("long.jsonl", lines_of([record(extra="x" * (2**20 + 1))]))
        self.assertEqual(self.findings("import", "long.jsonl", stream="err"),
                         [("import-record", 1, 80)])

    def test_form(self):
        self.fill([record("b", "n", 5, 2, 7, "x\x01\"", "00000000000000ff"), record("a", "é")])
        self.assertEqual(self.progress("export").out,
                         '{"player":"a","node":"é","progress":1,"version":1,"completed_at":0,'
                         '"extra":"","definition":null}\n'
                         '{"player":"b","node":"n","progress":5,"version":2,"completed_at":7,'
                         '"extra":"x\\u0001\\"","definition":"00000000000000ff"}\n')

    def test_other_ways_to_write_it(self):
        text = (b"\xef\xbb\xbf" + b'  { "node" : "first", "pl\\u0061yer":"\\u5c0f\\ud83d\\ude00",'
                b' "extra":"", "completed_at":0, "version":3, "progress":-0 }\r\n\r\n \t\n'
                + lines_of([record()])[:-1])
        self.progress("import", self.write("in.jsonl", text))
        self.assertEqual(self.exported(), [record(), record("小😀", progress=0, version=3)])

    def test_streams(self):
        records = [record(str(i)) for i in range(10)]
        result = self.progress("import", input=lines_of(records))
        self.assertEqual(result.out, "standard input: 10 records imported, 0 there already\n")
        self.assertEqual(result.err, "")
        result = self.progress("import", "-", input=lines_of(records), lang="zh")
        self.assertEqual(result.out, "标准输入：导入 0 条记录，已有 10 条\n")
        self.write("in.jsonl", b"skipped\n" + lines_of([record("z")]))
        with open(self.path("in.jsonl"), "rb") as file:
            os.lseek(file.fileno(), 8, os.SEEK_SET)
            self.progress("import", stdin=file)
        self.assertEqual(len(self.exported()), 11)
        os.mkfifo(self.path("pipe"))
        writer = subprocess.Popen(["sh", "-c", "cat in.jsonl | tail -n 1 >pipe"], cwd=self.work)
        self.assertIn("1 there already", self.progress("import", "pipe").out)
        writer.wait()
        self.url = "memory:"
        self.assertIn("10 records", self.progress("import", input=lines_of(records)).out)
        self.assertEqual(self.progress("export").out, "")

    def test_machine_form(self):
        self.fill([record(), record("b")])
        result = self.fill([record(), record("b", progress=9), record("c")], "--format", "json",
                           status=1)
        self.assertEqual(json.loads(result.out), {"imported": 1, "unchanged": 1, "overwritten": 0,
                                                  "conflicts": 1})
        self.assertEqual(json.loads(result.err)["findings"][0]["line"], 2)
        for form in ("sarif", "github"):
            result = self.fill([record("b", progress=9)], "--format", form, status=1)
            self.assertIn("import-conflict", result.err)

    def test_conflicts(self):
        self.fill([record(progress=5, version=4, extra="e"), record("b")])
        before = self.exported()
        for change in ({"progress": 6}, {"extra": "f"}, {"completed_at": 9}, {"version": 5},
                       {"definition": "1" * 16}):
            other = {**before[0], **change}
            self.write("in.jsonl", b"\n" + lines_of([before[1], other]))
            self.assertEqual(self.findings("import", "in.jsonl", stream="err"),
                             [("import-conflict", 3, 1)])
            self.assertEqual(self.exported(), before)

    def test_force(self):
        self.fill([record(progress=5, version=4), record("b", version=2)])
        result = self.fill([record(progress=1, version=2), record("b", version=7)], "--force")
        self.assertEqual(result.out, "in.jsonl: 0 records imported, 0 there already, 2 overwritten\n")
        wanted = [record(progress=1, version=5), record("b", version=7)]
        self.assertEqual(self.exported(), wanted) # a version never goes down
        for options in (["--force"], []):
            self.assertIn("2 there already", self.fill([record(progress=1, version=2),
                                                         record("b", version=7)], *options).out)
        self.assertEqual(self.exported(), wanted)

    def test_one_key_twice(self):
        self.fill([record(), record(), record("b"), record()])
        self.assertEqual(self.exported(), [record(), record("b")])
        result = self.fill([record("c"), record("c", progress=2)], status=1)
        self.assertIn("in.jsonl:2:1: error", result.err)
        self.assertEqual(self.exported()[2], record("c"))


class Lines(Case):
    """Lines that are no records: each has its place, and nothing is imported."""

    def bad(self, text, code, column):
        data = text if isinstance(text, bytes) else text.encode()
        self.write("in.jsonl", lines_of([record()]) + data + b"\n" + lines_of([record("z")]))
        self.assertEqual(self.findings("import", "in.jsonl", stream="err"), [(code, 2, column)],
                         text)
        self.assertEqual(self.progress("export").out, "")

    def changed(self, key, value, **more):
        return json.dumps({**record(), key: value, **more}, ensure_ascii=False,
                          separators=(",", ":"))

    def test_syntax(self):
        good = json.dumps(record())
        end = len(good)
        for text, column in (
                ("{", 2), ("{]", 2), ("nonsense", 1), ("[]", 1), ("5", 1), ("null", 1), ('"x"', 1),
                (good[:-1], end), (good + ",", end + 1), (good + good, end + 1),
                (good.replace(":", "=", 1), 10), ("{'player':1}", 2), ('{"node":"x",}', 13),
                ('{,"node":"x"}', 2), ('{"node":"x" "extra":""}', 13), ('{"node" "x"}', 9),
                ('{"node":,}', None), ('{node:"x"}', 2), ('{"version":01}', 12),
                ('{"version":-}', 13), ('{"version":+1}', None), ('{"version":.5}', None),
                ('{"version":1x}', 13), ('{"version":0x10}', 13), ('{"node":"a\\xb"}', 11),
                ('{"node":"\\ud800"}', 10), ('{"node":"\\ud800\\u0041"}', 10),
                ('{"node":"\\udc00"}', 10), ('{"node":"\\u12G4"}', 14), ('{"node":"\\u12', 14),
                ('{"node":"\\', 11), ('{"node":"a', 11), ('{"node":"a\\"}', 14),
                ('{"node":"a\tb"}', 11), ('{"node":nulls}', 13), ('{"definition":nulls}', 19),
                ('{"node":"x","node":"x"}', 13), ('{"node":"x","n\\u006fde":"x"}', 13),
                ("// " + good, 1), (b'{"node":"\x00"}', 10), (b'{"node":"x"}\x00', 13),
                (b'{"node":"\xff"}', 10), (b'{"node":"\xe5\xb0\x8f\xed\xa0\x80"}', 11),
                (b"\xef\xbb\xbf" + good.encode(), 1), ("[" * 100000, 1)):
            with self.subTest(text=text[:60]):
                if column is not None:
                    self.bad(text, "import-syntax", column)
                else: # no value of any kind: told as one of the wrong type
                    self.write("in.jsonl", text.encode())
                    self.assertEqual(self.findings("import", "in.jsonl", stream="err")[0][:2],
                                     ("import-record", 1))
        self.bad('{"extra":' + '{"a":' * 5000, "import-record", 10)
        self.bad('{"' + "x" * 100000 + '":1}', "import-record", 2)

    def test_records(self):
        for text, column in ((self.changed("player", None), 11), (self.changed("node", 1), 22),
                             (self.changed("node", [1, {"player": 1}]), 22),
                             (self.changed("progress", 1.0), 41),
                             (self.changed("progress", True), 41),
                             (self.changed("progress", -1), 41),
                             (self.changed("version", 0), 53), (self.changed("version", -5), 53),
                             (self.changed("completed_at", "0"), 70),
                             (self.changed("completed_at", -1), 70),
                             (self.changed("player", ""), 11),
                             (self.changed("player", "小" * 86), 11),
                             (self.changed("node", "n" * 257), 22),
                             (self.changed("player", "a\0b"), 11),
                             (self.changed("player", "小明", node="\0"), 23),
                             (self.changed("extra", 5), 80), (self.changed("extra", None), 80),
                             (self.changed("definition", 5), 96),
                             (self.changed("definition", "0123456789abcde"), 96),
                             (self.changed("definition", "0123456789ABCDEF"), 96),
                             (self.changed("definition", "0123456789abcde\0"), 96),
                             (self.changed("surplus", 1), 101),
                             ('{"player":"a"}', 1), ("{}", 1)):
            with self.subTest(text=text[:60]):
                self.bad(text, "import-record", column)
        for number in ("9223372036854775808", "1e999", "-9223372036854775809", "9" * 5000):
            self.bad(json.dumps(record()).replace('"progress": 1', '"progress": ' + number),
                     "import-record", 46)

    def test_too_long(self):
        self.write("in.jsonl", b" " * (9 << 20) + b"\n")
        self.assertEqual(self.findings("import", "in.jsonl", stream="err"),
                         [("import-syntax", 1, None)])

    def test_many(self):
        self.write("in.jsonl", b"x\n" * 5000 + lines_of([record()]))
        found = self.findings("import", "in.jsonl", stream="err")
        self.assertEqual([code for code, _, _ in found].count("import-syntax"), 100)
        self.assertEqual([code for code, _, _ in found].count("findings-more"), 1)
        self.assertIn("4900", self.progress("import", "in.jsonl", status=1, lang="zh").err)

    def test_rule_turned_off(self):
        self.write("in.jsonl", b"x\n" + lines_of([record()]))
        self.progress("import", "in.jsonl", "--severity", "import-syntax=off", status=1)
        self.assertEqual(self.progress("export").out, "")

    def test_cut_anywhere(self):
        data = lines_of([record("小明", extra="\x01é😀")])
        for size in range(1, len(data) - 1):
            self.write("in.jsonl", data[:size])
            self.progress("import", "in.jsonl", status=1)
        self.assertEqual(self.progress("export").out, "")

    def test_changed_bytes(self):
        """Nothing that Python's reader refuses is imported, and nothing crashes."""
        chance = random.Random(SEED)
        data = lines_of([record("小明", extra="\x01é\\\"😀", definition="0123456789abcdef")])[:-1]
        self.url = "memory:"
        for _ in range(300):
            changed = bytearray(data)
            for _ in range(chance.randint(1, 3)):
                changed[chance.randrange(len(data))] = chance.choice(b'"\\{}[]:,0189.eE-u \x00\x80\xff')
            result = self.progress("import", self.write("in.jsonl", bytes(changed)), status=None)
            self.assertIn(result.returncode, (0, 1), result.err)
            try:
                good = isinstance(json.loads(changed.decode("utf-8")), dict)
            except ValueError:
                good = False
            self.assertTrue(good or result.returncode == 1, changed)


class Many(Case):
    COUNT = 100000

    def setUp(self):
        super().setUp()
        self.records = [record(f"player{i % 5000:05}", f"node{i // 5000:02}", i, i % 7 + 1,
                               extra=f"extra {i}") for i in range(self.COUNT)]
        self.write("in.jsonl", lines_of(self.records))

    def check(self):
        with open(self.path("wanted.jsonl"), "wb") as file:
            file.write(lines_of(by_key(self.records)))
        self.progress("export", "-o", "out.jsonl")
        for name in ("wanted.jsonl", "out.jsonl"):
            with open(self.path(name), "rb") as file:
                one = file.read()
            if name == "wanted.jsonl":
                wanted = one
        self.assertTrue(one == wanted)

    def test_killed_and_gone_on(self):
        chance = random.Random(SEED)
        kills = 0
        for _ in range(8):
            process = subprocess.Popen([TOOL, "progress", "--store", self.url, "import", "in.jsonl"],
                                       cwd=self.work, stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.1, 1.5))
            process.kill()
            kills += process.wait() == -signal.SIGKILL
        self.assertGreater(kills, 0)
        done = len(self.exported())
        result = self.progress("import", "in.jsonl")
        self.assertEqual(result.out, f"in.jsonl: {self.COUNT - done} records imported, {done} there "
                         "already\n")
        self.check()

    def test_two_at_once(self):
        processes = [subprocess.Popen([TOOL, "progress", "--store", self.url, "import", "in.jsonl",
                                       "--format", "json"],
                                      cwd=self.work, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL) for _ in range(2)]
        counts = [json.loads(process.communicate()[0]) for process in processes]
        self.assertEqual(sum(one["imported"] for one in counts), self.COUNT)
        self.assertEqual(sum(one["unchanged"] for one in counts), self.COUNT)
        self.check()


class Refusals(Case):
    def test_usage(self):
        for arguments in ([], ["nonsense"], ["get"], ["add", "p", "n"], ["rename", "a"],
                          ["export", "x"], ["import", "a", "b"], ["verify", "x"],
                          ["get", "p"], ["set", "p", "n", "1"], ["verify", "-o", "x"],
                          ["export", "--force"], ["verify", "--extra", "x"],
                          ["rename", "a", "a"]):
            for lang in ("en", "zh"):
                self.fill([])
                result = self.progress(*arguments, status=2, lang=lang)
                self.assertEqual(result.out, "")
                self.assertIn("achpack", result.err)
        self.tool("progress", "export", status=2)
        self.package()
        for arguments in (["--version", "1"], ["--extra", "x", "--version", "-1"],
                          ["--extra", "x", "--version", "9223372036854775808"]):
            self.progress("--package", "pack", "set", "p", "first", "1", *arguments, status=2)
        for delta in ("x", "", "1x", "9223372036854775808", "1.5", "--"):
            self.progress("--package", "pack", "add", "p", "first", delta, status=2)

    def test_stores(self):
        for url, status, code in (("progress.db", 2, "store-url"), ("mysql://x", 2, "store-url"),
                                  ("sqlite:", 2, "store-url"), ("", 2, "store-url"),
                                  ("sqlite:no/such.db", 3, "store-unreachable")):
            self.url = url
            for lang in ("en", "zh"):
                self.assertIn(f"[{code}]", self.fill([record()], status=status, lang=lang).err)
        self.url = "sqlite:none.db" # is not made by looking at it
        for action in (["export"], ["verify"], ["rename", "a", "b"]):
            self.assertIn("none.db: ", self.progress(*action, status=3).err)
        self.assertFalse(os.path.exists(self.path("none.db")))

    def test_passwords_are_not_shown(self):
        for url in ("postgresql://u:secret@127.0.0.1:1/d", "postgresql://u:se?cret@127.0.0.1:1/d",
                    "postgresql://127.0.0.1:1/d?password=secret", "postgresql://u:se/cret@[::1]:1/d",
                    "postgresql://127.0.0.1:1/d?user=a@b&password=secret", "mysql://u:secret@h/d"):
            self.url = url
            for action in (["export"], ["verify", "--format", "json"], ["rename", "a", "b"]):
                result = self.progress(*action, status=None)
                self.assertIn(result.returncode, (2, 3), url)
                self.assertNotIn("cret", result.out + result.err, url)

    def test_names_that_steer_terminals(self):
        """DISTURBING is looked for in every output."""
        evil = "\x1b]0;x\x07\u202e\x9b31m"
        self.package()
        self.fill([record(evil, evil)])
        self.assertIn(evil, [one["player"] for one in self.exported()])
        for lang in ("en", "zh"):
            self.fill([record(evil, evil, progress=2)], status=1, lang=lang)
            self.progress("verify", "--package", "pack", lang=lang)
            self.progress("--package", "pack", "get", evil, lang=lang)
            self.progress("--package", "pack", "get", evil, evil, status=1, lang=lang)
            self.progress("--package", "pack", "add", evil, evil, "1", status=1, lang=lang)
            self.progress("--package", "pack", "add", evil, "first", evil, status=2, lang=lang)
            self.progress("rename", evil + "x", "b", status=1, lang=lang)
            self.progress("import", evil, status=3, lang=lang)
            self.progress(evil, status=2, lang=lang)
            self.tool("progress", "--store", evil, "export", status=2, lang=lang)
        self.progress("rename", evil, evil + "x")
        self.progress("export", "-o", evil)
        self.assertIn("records", self.progress("import", evil).out)

    def test_ids(self):
        self.package()
        self.fill([])
        for player in ("", "x" * 257, b"\xff", "小" * 86):
            for action in (["get"], ["add"], ["finish"], ["set"], ["rename"]):
                arguments = {"get": [player], "rename": [player, "b"],
                             "finish": [player, "first"]}.get(action[0], [player, "first", "1"])
                self.progress(*action, *arguments, "--package", "pack", status=1)
        self.progress("rename", "a", "x" * 257, status=1)

    def test_files(self):
        os.mkdir(self.path("folder"))
        self.fill([record()])
        for name in ("none.jsonl", "folder", "/dev/null/x"):
            self.assertIn(name, self.progress("import", name, status=3).err)
        for name in ("folder", "no/such", "/dev/full", "/dev/null"):
            self.assertIn(name, self.progress("export", "-o", name, status=3).err)
        self.progress("export", "-o", "progress.db", status=2)
        os.symlink("progress.db", self.path("link"))
        self.progress("export", "-o", "link", status=2)
        self.assertEqual(self.exported(), [record()])

    def test_streams_that_fail(self):
        self.fill([record(str(i), extra="x" * 1000) for i in range(200)])
        with open("/dev/full", "wb") as full:
            for action in (["export"], ["verify"], ["rename", "1", "y"], ["import", "in.jsonl"]):
                self.progress(*action, status=3, stdout=full)
            self.tool("plan", "--players", "1", "--interval", "1", status=3, stdout=full)
        closed = {"preexec_fn": lambda: os.close(1), "stdout": None}
        for action in (["export"], ["verify"]):
            self.progress(*action, status=3, **closed)
        self.progress("import", status=3, stdin=None, preexec_fn=lambda: os.close(0))
        process = subprocess.Popen([TOOL, "progress", "--store", self.url, "export"],
                                   cwd=self.work, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.read(10)
        process.stdout.close()
        self.assertIn(process.wait(), (0, 3, -signal.SIGPIPE))
        process.stderr.close()

    def test_full_disk(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))
        self.fill([record(str(i), extra="x" * 1000) for i in range(1000)])
        self.write("old.jsonl", b"old")
        self.progress("export", "-o", "old.jsonl", status=3, preexec_fn=limit)
        with open(self.path("old.jsonl"), "rb") as file:
            self.assertEqual(file.read(), b"old")
        self.assertEqual([name for name in os.listdir(self.work) if name.startswith(".")], [])
        self.url = "sqlite:small.db"
        result = self.progress("import", "in.jsonl", status=3, preexec_fn=limit)
        self.assertIn("store-full", result.err)
        self.assertIn("the same command goes on", result.err)
        with open(self.path("in.jsonl"), "rb") as file:
            piped = file.read()
        self.progress("import", status=3, input=piped, preexec_fn=limit)
        self.progress("import", "in.jsonl")
        self.assertEqual(len(self.exported()), 1000)

    def test_locked(self):
        self.fill([record()])
        other = sqlite3.connect(self.path("progress.db"))
        other.execute("BEGIN EXCLUSIVE")
        self.assertIn("store-busy", self.fill([record("b")], status=3).err)
        other.rollback()
        other.close()
        self.fill([record("b")])

    def test_damaged(self):
        self.fill([record(str(i)) for i in range(10)])
        database = sqlite3.connect(self.path("progress.db"))
        database.execute("PRAGMA ignore_check_constraints = 1")
        for change in ("progress = -1", "version = 0", "completed_at = -1",
                       "extra = CAST(x'ff' AS TEXT)", "extra = x'00'", "progress = 'x'"):
            try:
                database.execute(f"UPDATE record SET {change} WHERE player = '5'")
            except sqlite3.Error: # a table that is STRICT
                continue
            database.commit()
            found = self.findings("verify")
            self.assertEqual([code for code, _, _ in found], ["record-unread", "store-damaged"])
            result = self.progress("verify", status=1)
            self.assertIn('behind player "4", node "first"', result.out)
            self.progress("export", status=3)
            self.progress("export", "-o", "out.jsonl", status=3)
            self.assertFalse(os.path.exists(self.path("out.jsonl")))
            database.execute("UPDATE record SET progress = 1, version = 1, completed_at = 0,"
                             " extra = '' WHERE player = '5'")
            database.commit()
        database.execute("UPDATE record SET version = 0")
        database.commit()
        self.assertIn("record-unread", self.progress("verify", status=1, lang="zh").out)


class Bar(Case):
    def watch(self, *arguments, pause=0.0, **environment):
        """What a terminal as standard error is given, and what comes out."""
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [TOOL, "progress", "--store", self.url, "import", *arguments], cwd=self.work,
            stderr=slave, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "TERM": "xterm", **environment})
        os.close(slave)
        seen = b""
        while True:
            if select.select([master], [], [], 60)[0]:
                try:
                    part = os.read(master, 65536)
                except OSError:
                    break
                if not part:
                    break
                seen += part
        os.close(master)
        out = process.communicate()[0]
        self.assertEqual(process.returncode, 0)
        return seen, out

    def test_bar(self):
        self.write("in.jsonl", lines_of([record(f"{i:06}") for i in range(60000)]))
        seen, out = self.watch("in.jsonl", "--lang", "en")
        self.assertIn(b"importing [", seen)
        self.assertTrue(seen.endswith(b"\r\x1b[K"), seen[-80:])
        self.assertEqual(out, b"in.jsonl: 60000 records imported, 0 there already\n")
        for options, environment in ((["--quiet"], {}), ([], {"NO_COLOR": "1"}),
                                     ([], {"TERM": "dumb"})):
            seen, _ = self.watch("in.jsonl", *options, **environment)
            self.assertEqual(seen, b"")
        self.assertEqual(self.progress("import", "in.jsonl").err, "")


class Verify(Case):
    def test_clean(self):
        self.package()
        self.fill([record(progress=0), record("b", progress=1, completed_at=1700000000),
                   record("b", "second", progress=99)])
        for options in ([], ["--package", "pack"], ["--package", "pack.zip"]):
            result = self.progress("verify", *options)
            self.assertEqual(result.out,
                             "progress.db: ok\nrecords: 3, players: 2, completed: 1\n")
        self.assertEqual(self.progress("verify", "--quiet").out, "")
        for form in ("json", "sarif", "github"):
            self.progress("verify", "--format", form)

    def test_findings(self):
        self.package()
        wanted = {"record-total", "record-completed", "record-version", "record-node-unknown",
                  "record-definition"}
        self.fill([record(), record("b", progress=0, completed_at=1), record("b", "gone"),
                   record("c", completed_at=MOST, version=MOST),
                   record("d", completed_at=1, definition="1" * 16)])
        self.assertEqual({code for code, _, _ in self.findings("verify", "--package", "pack")},
                         wanted)
        for form in ("text", "sarif", "github"):
            for lang in ("en", "zh"):
                result = self.progress("verify", "--package", "pack.zip", "--format", form,
                                       status=1, lang=lang)
                for code in wanted:
                    self.assertIn(code, result.out)
        self.progress("verify", "--package", "pack", "--severity", "record-total=off",
                      "--severity", "record-completed=warning")
        self.progress("verify", "--package", "pack", "--severity", "record-total=off",
                      "--severity", "record-completed=warning", "--fail-on", "warning", status=1)

    def test_node_files(self):
        self.fill([record(node="mine_diamond"), record(node="nowhere")])
        result = self.progress("verify", "--nodes", MOD)
        self.assertIn('"nowhere"', result.out)
        self.assertNotIn("mine_diamond", result.out)

    def test_many(self):
        self.package()
        self.fill([record(str(i), f"gone{i}", completed_at=MOST) for i in range(1000)])
        found = [code for code, _, _ in self.findings("verify", "--package", "pack")]
        self.assertEqual([found.count(code) for code in
                          ("record-node-unknown", "record-completed", "findings-more")],
                         [100, 100, 2])

    def test_definition_of_a_folder_is_that_of_its_zip(self):
        self.package()
        self.progress("--package", "pack", "add", "a", "second", "3")
        self.assertEqual(self.findings("verify", "--package", "pack.zip", status=0), [])
        table = self.path("pack/NodeSetting.csv")
        with open(table, "rb") as file:
            data = file.read()
        with open(table, "wb") as file:
            file.write(data.replace(b",100,", b",3,"))
        found = self.progress("verify", "--package", "pack")
        self.assertIn("record-definition", found.out)
        self.assertIn("lowered to 3", found.out)
        self.progress("--package", "pack", "finish", "a", "second")
        self.assertNotIn("lowered", self.progress("verify", "--package", "pack").out)


class Calls(Case):
    def setUp(self):
        super().setUp()
        self.package()

    def call(self, *arguments, status=0, package="pack.zip", **options):
        result = self.progress("--package", package, *arguments, status=status, **options)
        return json.loads(result.out) if result.out else None

    def test_shapes(self):
        result = self.progress("--package", "pack", "set", "a", "second", "5", "--extra", "é\x01")
        self.assertEqual(result.out, '{"code":0,"message":"正常返回","details":"","entity":'
                         '{"completed_at":0,"extra":"","progress":0,"version":0}}\n')
        result = self.progress("--package", "pack", "get", "a")
        self.assertEqual(result.out, '{"code":0,"message":"正常返回","details":"","entity":'
                         '[{"achievement_id":"second","completed_at":0,"extra":"é\\u0001",'
                         '"max_progress":100,"progress":5,"version":1}]}\n')
        self.assertEqual(self.call("get", "b")["entity"], [])
        self.assertEqual(self.call("get", "a", "first")["entity"], [])
        self.assertEqual(len(self.call("get", "a", "second")["entity"]), 1)

    def test_conflict(self):
        self.call("set", "a", "second", "5", "--extra", "x")
        for version in ([], ["--version", "0"], ["--version", "2"]):
            answer = self.call("set", "a", "second", "1", "--extra", "y", *version, status=1)
            self.assertEqual(answer, {"code": 5, "message": "操作冲突", "details": "", "entity": {
                "completed_at": 0, "extra": "x", "progress": 5, "version": 1}})
        self.call("set", "a", "second", "1", "--extra", "", "--version", "1")
        one = self.exported()[0]
        self.assertEqual((one["progress"], one["extra"], one["version"]), (6, "", 2))
        self.call("set", "a", "second", "1")
        self.assertEqual(self.exported()[0]["progress"], 7)

    def test_negative_ids(self):
        """Ids of players in the game are negative numbers."""
        self.call("add", "-4294967295", "second", "2")
        self.call("set", "-4294967295", "second", "2", "--extra", "-5", "--version", "1")
        self.call("finish", "-1", "first")
        self.progress("rename", "-4294967295", "-8")
        self.assertEqual([(one["player"], one["progress"]) for one in self.exported()],
                         [("-1", 1), ("-8", 4)])
        self.assertEqual(len(self.call("get", "-8", "-o", "x", status=2) or []), 0)

    def test_completion(self):
        before = int(time.time())
        self.assertEqual(self.call("finish", "a", "second")["entity"]["progress"], 0)
        entity = self.call("get", "a")["entity"][0]
        self.assertEqual((entity["progress"], entity["version"]), (100, 1))
        self.assertTrue(before <= entity["completed_at"] <= time.time())
        result = self.progress("--package", "pack", "add", "a", "second", "1")
        self.assertIn("engine-closed", result.err)
        self.assertEqual(json.loads(result.out)["entity"], {k: entity[k] for k in (
            "completed_at", "extra", "progress", "version")})
        self.progress("--package", "pack", "add", "a", "second", "1", "--fail-on", "warning",
                      status=1)

    def test_refused(self):
        for delta in ("0", "-1"):
            self.assertIn("engine-delta", self.progress("--package", "pack", "add", "a", "first",
                                                        delta, status=1).err)
        for action in (["get", "a", "none"], ["add", "a", "none", "1"], ["finish", "a", "none"],
                       ["set", "a", "none", "1"]):
            for lang in ("en", "zh"):
                result = self.progress("--package", "pack", *action, status=1, lang=lang)
                self.assertIn("engine-node-unknown", result.err)
                self.assertEqual(result.out, "")
                action[2] = "frist"
                near = self.progress("--package", "pack", *action, status=1, lang=lang).err
                self.assertIn({"en": 'did you mean "first"?', "zh": "是不是想写“first”？"}[lang], near)
        self.progress("--package", "none.zip", "get", "a", status=3)
        self.progress("--package", self.write("bad.zip", b"no zip"), "get", "a", status=3)
        os.remove(self.path("pack/NodeSetting.csv"))
        self.assertIn("table-missing", self.progress("--package", "pack", "get", "a", status=3).err)

    def test_node_files(self):
        def nodes(*arguments, **options):
            return self.progress("--package", ISLANDS, "--nodes", MOD, *arguments, **options)
        for node, total in (("home_castle", 1000), ("sail_star", None), ("mine_diamond", 10)):
            answer = json.loads(nodes("add", "a", node, "1").out)
            self.assertEqual(answer["entity"]["progress"], 0)
            answer = json.loads(nodes("finish", "a", node).out)
            self.assertEqual(answer["entity"]["progress"], 1)
            entity = json.loads(nodes("get", "a", node).out)["entity"][0]
            self.assertEqual(entity["progress"], entity["max_progress"])
            self.assertIn(total, (None, entity["progress"]))
            self.assertNotEqual(entity["completed_at"], 0)
        for lang in ("en", "zh"): # the call itself says no
            result = nodes("add", "a", "home_castle", "1", status=1, lang=lang)
            self.assertIn("home_castle: ", result.err)
            self.assertEqual(result.out, "")

    def test_nodes_that_say_no(self):
        os.mkdir(self.path("nodes"))
        for node, more in (("first", {}), ("second", {"parent_node": "first", "depend_parent": True}),
                           ("local", {"is_cloud": False})):
            self.write(f"nodes/{node}.json", json.dumps({
                "node_ID": node, "title": "t", "goal_number": 100 if node == "second" else 1,
                "unfinished_icon": "textures/a", "finished_icon": "textures/b",
                "node_description": "d", "is_cloud": True, **more}).encode())
        options = ["--package", "pack", "--nodes", "nodes"]
        for action in (["add", "a", "second", "1"], ["finish", "a", "second"]):
            for lang in ("en", "zh"):
                self.assertIn("second: ", self.progress(*options, *action, status=1, lang=lang).err)
        self.assertEqual(self.exported(), [])
        for action in (["add", "a", "local", "1"], ["finish", "a", "local"]):
            for lang in ("en", "zh"):
                self.assertIn("is_cloud", self.progress(*options, *action, status=1,
                                                        lang=lang).err)
        self.progress(*options, "finish", "a", "first")
        self.progress(*options, "add", "a", "second", "1")
        self.progress(*options, "set", "a", "second", "1")
        self.assertEqual([one["progress"] for one in self.exported()], [1, 2])

    def test_many_at_once(self):
        """Nothing that was acknowledged is lost or doubled."""
        processes = [subprocess.Popen(
            [TOOL, "progress", "--store", self.url, "--package", "pack.zip", "add", "a", "second",
             "2"], cwd=self.work, stdout=subprocess.DEVNULL) for _ in range(12)]
        done = sum(process.wait() == 0 for process in processes)
        self.assertEqual(done, 12)
        self.assertEqual(self.exported()[0]["progress"], 24)
        self.assertEqual(self.exported()[0]["version"], 12)


class Plan(Case):
    def test_numbers(self):
        for players, interval, sets, rate, fits, most, least in (
                (15000, 300, 1, 50, True, 15000, 300), (15001, 300, 1, 50, False, 15000, 301),
                (15000, 300, 2, 50, False, 7500, 600), (1, 1, 50, 50, True, 1, 1),
                (1, 1, 51, 50, False, 0, 2), (2**40, 1, 1, 1, False, 1, 2**40)):
            result = self.tool("plan", "--players", str(players), "--interval", str(interval),
                               "--sets", str(sets), "--rate", str(rate), "--format", "json",
                               status=0 if fits else 1)
            found = json.loads(result.out)
            self.assertEqual((found["fits"], found["mostPlayers"], found["leastIntervalSeconds"]),
                             (fits, most, least))
            self.assertAlmostEqual(found["setsPerSecond"], players * sets / interval, delta=0.001)

    def test_texts(self):
        arguments = ["plan", "--players", "20000", "--interval", "300"]
        self.assertIn("players at once, at 300 seconds: 15000 at most\n",
                      self.tool(*arguments, status=1).out)
        self.assertIn("上传间隔至少 400 秒\n", self.tool(*arguments, status=1, lang="zh").out)

    def test_usage(self):
        for arguments in ([], ["--players", "5"], ["--interval", "5"],
                          ["--players", "5", "--interval", "5G"], ["--players", "0"],
                          ["--players", "5", "--interval", "5", "x"],
                          ["--players", "-5", "--interval", "5"]):
            self.tool("plan", *arguments, status=2)


class OnServer(Case):
    """The same on PostgreSQL, which the test starts and stops."""

    @classmethod
    def setUpClass(cls):
        sys.path.insert(0, os.path.join(ROOT, "tests/store"))
        import postgres_server
        try:
            postgres_server.programs()
        except FileNotFoundError as missing:
            if os.environ.get("ACHPACK_TEST_WITHOUT_POSTGRESQL") != "1":
                raise
            raise unittest.SkipTest(str(missing))
        cls.server = postgres_server.Server()
        cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)

    def setUp(self):
        super().setUp()
        self.server.ask("TRUNCATE achpack.record, achpack.source")
        self.url = self.server.url()

    def test_without_libpq(self):
        """It is loaded when it is needed; where it is not to be had, that is said."""
        os.mkdir(self.path("lib"))
        self.write("lib/libpq.so.5", b"")
        for lang, words in (("en", "client library cannot be loaded"), ("zh", "客户端库")):
            environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": self.path("lib"),
                           **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
            result = self.progress("verify", status=3, lang=lang, env=environment)
            self.assertIn(words, result.out + result.err)
            self.assertIn("[store-unreachable]", result.out + result.err)
            self.assertIn("libpq5", result.out + result.err)
        self.url = "sqlite:progress.db"
        self.fill([], env=environment)

    def test_copies(self):
        """From server to file and back: the same bytes."""
        texts = odd_texts()
        records = [record(player, node, MOST, MOST, i, node, "f" * 16)
                   for i, player in enumerate(texts) for node in texts]
        self.fill(records)
        first = self.progress("export")
        self.assertEqual([json.loads(line) for line in first.out.splitlines()], by_key(records))
        server, self.url = self.url, "sqlite:copy.db"
        self.progress("import", input=first.stdout)
        second = self.progress("export")
        self.assertEqual(first.stdout, second.stdout)
        self.url = server
        self.assertIn(f" 0 records imported, {len(records)} there already",
                      self.progress("import", input=second.stdout).out)

    def test_killed_and_gone_on(self):
        chance = random.Random(SEED)
        records = [record(f"{i:05}", progress=i, version=i % 5 + 1) for i in range(20000)]
        self.write("in.jsonl", lines_of(records))
        for _ in range(6):
            process = subprocess.Popen([TOOL, "progress", "--store", self.url, "import", "in.jsonl"],
                                       cwd=self.work, stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.1, 1))
            process.kill()
            process.wait()
        self.progress("import", "in.jsonl")
        self.assertEqual(self.exported(), records)

    def test_calls(self):
        self.package()
        self.progress("--package", "pack", "add", "-5", "second", "3")
        self.progress("--package", "pack", "set", "-5", "second", "1", "--extra", "x", status=1)
        self.progress("--package", "pack", "set", "-5", "second", "1", "--extra", "x", "--version",
                      "1")
        self.progress("rename", "-5", "b")
        self.progress("rename", "-5", "b", status=1)
        self.progress("--package", "pack", "finish", "b", "second")
        one = self.exported()[0]
        self.assertEqual((one["player"], one["progress"], one["extra"], one["version"]),
                         ("b", 100, "x", 3))
        result = self.progress("verify", "--package", "pack")
        self.assertRegex(result.out, "^[^\n]*/achpack: ok\nrecords: 1, players: 1, completed: 1\n$")
        self.assertNotIn("right", result.out) # the password

    def test_gone(self):
        self.fill([record()])
        self.server.stop_at_once()
        try:
            for action in (["export"], ["verify"], ["rename", "a", "b"], ["import", "in.jsonl"]):
                result = self.progress(*action, status=3)
                self.assertIn("store-unreachable", result.err)
                self.assertNotIn("right@", result.err)
        finally:
            self.server.start()
        self.assertEqual(self.exported(), [record()])


class Faults(Case):
    """Every allocation of a run refused, alone and from there on."""

    def refuse(self, prepare, *arguments):
        path = self.path("counts")
        shim = shutil.copy(SHIM, self.work)
        environment = {"PATH": os.environ["PATH"], "LD_PRELOAD": shim}
        prepare()
        self.progress(*arguments, env={**environment, "FAULT_COUNT": path})
        with open(path, encoding="ascii") as file:
            allocations = int(file.read().split()[0])
        self.assertGreater(allocations, 20)
        wanted = self.exported()
        for name in ("FAULT_ALLOCATION", "FAULT_ALLOCATIONS_FROM"):
            for n in range(1, allocations + 1):
                prepare()
                result = self.progress(*arguments, status=None, env={**environment, name: str(n)})
                self.assertIn(result.returncode, (0, 3), f"{name}={n} {result.out}{result.err}")
                if result.returncode == 0:
                    self.assertEqual(self.exported(), wanted, f"{name}={n}")
                else:
                    self.assertNotEqual(result.err, "", f"{name}={n}")

    def setUp(self):
        super().setUp()
        if not SHIM:
            self.skipTest("needs --shim")
        self.fill([record("b")])
        shutil.copy(self.path("progress.db"), self.path("before.db"))
        self.write("in.jsonl", lines_of([record(str(i), extra="x" * 500) for i in range(3)]))

    def fresh(self):
        for name in os.listdir(self.work):
            if name.startswith("progress.db"):
                os.remove(self.path(name))
        shutil.copy(self.path("before.db"), self.path("progress.db"))

    def test_import(self):
        self.refuse(self.fresh, "import", "in.jsonl")

    def test_export_and_verify(self):
        self.refuse(self.fresh, "export")
        self.refuse(self.fresh, "verify")

    def test_calls(self):
        self.package()
        self.refuse(self.fresh, "--package", "pack.zip", "add", "b", "second", "1")


def main():
    global TOOL, SHIM, SEED
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--shim")
    parser.add_argument("--seed", type=int, default=1)
    args, rest = parser.parse_known_args()
    TOOL, SEED = os.path.abspath(args.tool), args.seed
    SHIM = args.shim and os.path.abspath(args.shim)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
