#!/usr/bin/env python3
"""The tool as its users run it: usage, languages, formats, bounds, builds, other readers.

SPDX-License-Identifier: MIT

    run_cli.py --tool ACHPACK [--icons DRAW_ICONS] [--tree SAMPLE] GROUP
"""
import argparse
import hashlib
import json
import os
import pty
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMMANDS = ("check", "build", "show", "nodes", "diff", "explain", "rules", "help")
sys.path.insert(0, os.path.join(ROOT, "tests/cases"))
from run_case import encode_table  # noqa: E402

TOOL = ""
ICONS = ""
TREE = ""
HEADER = "NodeId,PrePic,FinPic,Title,Description,Total,Rank"


def png(width, height, rows=None, extra=b""):
    """A small valid RGBA picture; without rows its pixel stream is what a header alone needs."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    if rows is None:
        rows = b"".join(b"\0" + bytes([x % 251, 90, 160, 255]) * width for x in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
            + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Case(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.work)
        self.pack = os.path.join(self.work, "pack")
        shutil.copytree(os.path.join(ROOT, "tests/cases/_base"), self.pack)
        encode_table(self.pack)

    def run_tool(self, *arguments, timeout=120, cwd=None, **environment):
        base = {"PATH": os.environ["PATH"], "HOME": self.work}
        base.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        result = subprocess.run([TOOL, *arguments], capture_output=True, timeout=timeout,
                                cwd=cwd or self.work, env={**base, **environment})
        self.assertGreaterEqual(result.returncode, 0, result.stderr)
        result.out = result.stdout.decode("utf-8")
        result.err = result.stderr.decode("utf-8")
        return result

    def findings(self, *arguments):
        result = self.run_tool("check", "--format", "json", *arguments)
        self.assertIn(result.returncode, (0, 1), result.err)
        return json.loads(result.out)["findings"]

    def codes(self, *arguments):
        return [finding["code"] for finding in self.findings(*arguments)]

    def write(self, path, data):
        path = os.path.join(self.pack, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def write_table(self, rows, head=HEADER):
        self.write("NodeSetting.csv", ("\r\n".join([head, *rows]) + "\r\n").encode("gbk"))

    def assert_one_line(self, text):
        self.assertEqual(text.count("\n"), 1, text)
        self.assertTrue(text.startswith("achpack: "), text)


class Usage(Case):
    def test_statuses(self):
        self.assertEqual(self.run_tool("check", self.pack).returncode, 0)
        os.remove(os.path.join(self.pack, "textures/a.png"))
        self.assertEqual(self.run_tool("check", self.pack).returncode, 1)
        self.assertEqual(self.run_tool().returncode, 2)
        missing = self.run_tool("check", "nowhere")
        self.assertEqual(missing.returncode, 3)
        self.assert_one_line(missing.err)

    def test_wrong_usage(self):
        for arguments, wanted in (
                (["chek", "x"], 'did you mean "check"'), (["check"], "usage: achpack check"),
                (["check", "--nope", "x"], 'no option "--nope"'), (["check", "-x", "x"], "-x"),
                (["check", "--format", "xml", "x"], "text|json|sarif|github"),
                (["check", "--jobs", "0", "x"], "from 1 to"), (["check", "--jobs"], "needs a value"),
                (["check", "--max-entries", "12Q", "x"], "from 1 to"),
                (["check", "--max-total-bytes", "99999999999999999999", "x"], "from 1 to"),
                (["check", "--severity", "icon-siez=off", "x"], 'did you mean "icon-size"'),
                (["check", "--severity", "icon-size", "x"], "such as"),
                (["check", "--severity", "icon-size=loud", "x"], "such as"),
                (["build", "x"], "needs -o"), (["build", "x", "y", "-o", "z"], "one too many"),
                (["build", "x", "-o", "z", "--name", "a/b"], "--name takes"),
                (["build", "x", "-o", "z", "--name", "../b"], "--name takes"),
                (["build", "x", "-o", "z", "--name", "Nul"], "device"),
                (["build", "x", "-o", "z", "--name", "a", "--layout", "flat"], "--layout nested"),
                (["diff", "x"], "usage: achpack diff"),
                (["explain", "icon-siez"], 'did you mean "icon-size"'), (["explain"], "usage"),
                (["help", "nothing"], "no command"), (["rules", "x"], "one too many"),
                (["--lang", "fr", "check"], "en or zh")):
            result = self.run_tool(*arguments, LANG="C")
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(wanted, result.err, arguments)
            self.assertEqual(result.out, "", arguments)

    def test_help(self):
        self.assertRegex(self.run_tool("--version").out, r"^achpack \d+\.\d+\.\d+\n$")
        for lang in ("en", "zh"):
            whole = self.run_tool("--lang", lang, "help").out
            for command in COMMANDS:
                self.assertIn(f"achpack {command}", whole)
                one = self.run_tool("help", command, "--lang", lang)
                same = self.run_tool(command, "--help", "--lang", lang)
                self.assertEqual(one.returncode, 0)
                self.assertEqual(one.out, same.out)
                self.assertIn("--lang", one.out)
            usage = [line for line in whole.splitlines() if re.match(r"  achpack [a-z]", line)]
            self.assertGreater(len(usage), len(COMMANDS))
            columns = set()
            for line in usage:  # what each does begins in one column, two spaces behind the widest
                head = re.match(r"(  .*\S)( {2,})\S", line)
                self.assertIsNotNone(head, line)
                columns.add(sum(2 if ord(c) > 0x2E80 else 1 for c in head.group(0)[:-1]))
            self.assertEqual(len(columns), 1, whole)

    def test_fail_on_and_severity(self):
        self.write("Thumbs.db", b"x")
        self.assertEqual(self.run_tool("check", self.pack).returncode, 0)
        self.assertEqual(self.run_tool("check", "--fail-on", "warning", self.pack).returncode, 1)
        changed = self.run_tool("check", "--severity", "package-stray-file=error", self.pack)
        self.assertEqual(changed.returncode, 1)
        self.assertIn("error:", changed.out)
        off = self.run_tool("check", "--fail-on", "warning", "--severity", "package-stray-file=off",
                            self.pack)
        self.assertEqual((off.returncode, "Thumbs" in off.out), (0, False))
        last = self.run_tool("check", "--severity", "package-stray-file=error", "--severity",
                             "package-stray-file=note", "--fail-on", "warning", self.pack)
        self.assertEqual(last.returncode, 0)

    def test_words_are_shown_harmlessly(self):
        odd = "\033[31m\n"
        for arguments in ((odd,), ("check", "--" + odd), ("check", "-\033"), ("explain", odd),
                          ("check", "--format", odd, "."), ("check", "--severity", odd + "=off"),
                          ("build", self.pack, "-o", "x.zip", "--name", odd), ("help", odd)):
            result = self.run_tool(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertNotIn("\033", result.err)
            self.assertEqual(result.err.count("\n"), 2, result.err)

    def test_the_wrong_option_is_named(self):
        for arguments, named in ((("-vx", "."), '"-v"'), ((".", "-vx"), '"-v"'), ((".", "-x"), '"-x"'),
                                 ((".", "--jobs"), "--jobs needs"), ((".", "--nope=1"), '"--nope=1"')):
            self.assertIn(named, self.run_tool("check", *arguments).err)

    def test_language_before_the_command(self):
        for language in (("--lang", "zh"), ("--lang=zh",)):
            self.assertIn("没有", self.run_tool(*language, "check", self.pack).out)
        self.assertEqual(self.run_tool("--lang=fr", "check", self.pack).returncode, 2)

    def test_one_path_of_several_is_missing(self):
        self.write_table(["a,textures/a.png,textures/b.png,甲,乙,0,1"])
        result = self.run_tool("check", "--format", "json", "missing", self.pack, "missing too")
        self.assertEqual(result.returncode, 3)
        self.assertEqual(result.err.count("No such file"), 2)
        self.assertEqual(json.loads(result.out)["inputs"], [self.pack])
        self.assertEqual(json.loads(result.out)["counts"]["error"], 1)

    def test_quiet_and_several_paths(self):
        self.assertEqual(self.run_tool("check", "--quiet", self.pack, self.pack).out, "")
        self.assertNotEqual(self.run_tool("check", self.pack).out, "")

    def test_explain_and_rules(self):
        listed = self.run_tool("rules").out.splitlines()
        self.assertGreater(len(listed), 50)
        for lang in ("en", "zh"):
            for line in listed:
                code = line.split()[0]
                text = self.run_tool("explain", code, "--lang", lang)
                self.assertEqual(text.returncode, 0)
                self.assertTrue(text.out.startswith(code + ": "), text.out)


class Language(Case):
    def test_environment(self):
        os.remove(os.path.join(self.pack, "textures/a.png"))
        for environment, chinese in (
                ({}, False), ({"LANG": "zh_CN.UTF-8"}, True), ({"LANG": "en_US.UTF-8"}, False),
                ({"LANG": "zh_CN.GBK", "LC_ALL": "C"}, False), ({"LC_MESSAGES": "zh_TW"}, True),
                ({"ACHPACK_LANG": "zh", "LC_ALL": "C", "LANG": "C"}, True),
                ({"ACHPACK_LANG": "", "LANG": "zh"}, True), ({"LANG": "fr_FR"}, False)):
            result = self.run_tool("check", self.pack, **environment)
            has = re.search("错误", result.out) is not None
            self.assertEqual(has, chinese, environment)
        result = self.run_tool("check", self.pack, "--lang", "en", LANG="zh_CN.UTF-8")
        self.assertIn("error:", result.out)

    def test_every_stream_speaks_chinese(self):
        for arguments in (["check", "nowhere"], ["check", "--nope"], ["build", self.pack], ["bild"]):
            result = self.run_tool("--lang", "zh", *arguments)
            self.assertRegex(result.err, "[\u4e00-\u9fff]")


class Formats(Case):
    def setUp(self):
        super().setUp()
        self.flawed = os.path.join(ROOT, "samples/packs/sky-islands-flawed")

    def validate(self, script, text, *arguments):
        path = os.path.join(self.work, "document.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        result = subprocess.run([sys.executable, os.path.join(HERE, script), *arguments, path],
                                capture_output=True)
        self.assertEqual(result.returncode, 0, result.stdout.decode() + result.stderr.decode())
        return result.stdout.decode()

    def test_json(self):
        hostile = os.path.join(self.work, "not.zip")
        with open(hostile, "wb") as file:
            file.write(b"Rar!\x1a\x07\x00 nothing")
        for lang in ("en", "zh"):
            for paths in ([self.pack], [self.flawed], [self.flawed, self.pack, hostile]):
                text = self.run_tool("check", "--format", "json", "--lang", lang, *paths).out
                self.validate("validate_json.py", text)
                document = json.loads(text)
                self.assertEqual(document["inputs"], paths)
                for severity, count in document["counts"].items():
                    self.assertEqual(count, sum(finding["severity"] == severity
                                                for finding in document["findings"]))

    def test_sarif(self):
        for lang in ("en", "zh"):
            for paths in ([self.pack], [self.flawed], [self.flawed, self.pack]):
                text = self.run_tool("check", "--format", "sarif", "--lang", lang, *paths, cwd=ROOT).out
                said = self.validate("validate_sarif.py", text)
                print(said.strip() or "held against the official schema")

    def test_github(self):
        result = self.run_tool("check", "--format", "github", "samples/packs/sky-islands-flawed", cwd=ROOT)
        for line in result.out.splitlines():
            self.assertRegex(line, r"^::(error|warning|notice) file=samples/packs/sky-islands-flawed/")
        self.assertEqual(len(result.out.splitlines()), len(self.findings(self.flawed)))

    def test_sentences_for_machines_name_the_node(self):
        self.write_table(["1,textures/a.png,textures/gone.png,甲,乙,1,1",
                          "1,textures/c.png,textures/d.png,甲,乙,1,2"])
        for lang, colon in (("en", ": "), ("zh", "：")):
            lines = self.run_tool("check", "--format", "github", "--lang", lang, self.pack).out
            log = json.loads(self.run_tool("check", "--format", "sarif", "--lang", lang, self.pack).out)
            said = {r["ruleId"]: r["message"]["text"] for r in log["runs"][0]["results"]}
            for code, is_named in (("icon-missing", False), ("node-id-duplicate", True)):
                start = "" if is_named else "1" + colon
                self.assertRegex(lines, f"(?m)title={code}::{start}[^1]")
                self.assertRegex(said[code], f"^{start}[^1]")

    def test_more_than_is_listed(self):
        self.write_table(["\x01,,,,,,"] * 10100)
        for lang in ("en", "zh"):
            text = self.run_tool("check", "--format", "json", "--lang", lang, self.pack).out
            self.validate("validate_json.py", text)
            self.assertIn("omitted", json.loads(text))
            text = self.run_tool("check", "--format", "sarif", "--lang", lang, self.pack).out
            self.validate("validate_sarif.py", text)
            self.assertEqual(len(json.loads(text)["runs"][0]["invocations"]), 1)
        lines = self.run_tool("check", "--format", "github", self.pack).out.splitlines()
        told = [line for line in lines if line.startswith("::notice title=achpack::")]
        self.assertEqual(told, lines[-1:])
        self.assertIn("100 more of cell-control are not listed", told[0])

    def test_text_points_at_the_cell(self):
        text = self.run_tool("check", "samples/packs/sky-islands-flawed", cwd=ROOT).out
        lines = text.splitlines()
        heads = [i for i, line in enumerate(lines) if "[icon-missing]" in line]
        self.assertEqual(len(heads), 1)
        source, caret = lines[heads[0] + 1], lines[heads[0] + 2]
        # Wide characters take two columns, so the caret is found by display width.
        place, shown = 0, ""
        for character in source:
            if place >= caret.index("^"):
                shown += character
            place += 2 if ord(character) > 0x2E80 else 1
        self.assertTrue(shown.startswith("textures/dimond.png"), shown)
        self.assertEqual(len(caret.strip("| ").strip()), len("textures/dimond.png"))

    def test_colour_only_on_a_terminal(self):
        self.assertNotIn("\x1b", self.run_tool("check", self.flawed, TERM="xterm").out)
        for environment, coloured in (({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False),
                                      ({"TERM": "xterm", "NO_COLOR": "1"}, False)):
            main, other = pty.openpty()
            child = subprocess.Popen([TOOL, "check", self.flawed], stdout=other, stderr=subprocess.DEVNULL,
                                     env={"PATH": os.environ["PATH"], **environment})
            os.close(other)
            text = b""
            try:
                while True:
                    part = os.read(main, 65536)
                    if not part:
                        break
                    text += part
            except OSError:
                pass
            child.wait()
            os.close(main)
            self.assertEqual(b"\x1b[" in text, coloured, environment)

    def test_same_findings_whatever_the_threads(self):
        texts = {self.run_tool("check", "--jobs", jobs, self.flawed).out for jobs in "1238"}
        self.assertEqual(len(texts), 1)


class Bounds(Case):
    def test_empty_folder(self):
        empty = os.path.join(self.work, "empty")
        os.mkdir(empty)
        self.assertEqual(self.codes(empty), ["table-missing"])

    def test_empty_file_and_folder_that_is_a_file(self):
        path = os.path.join(self.work, "empty.zip")
        open(path, "wb").close()
        self.assertEqual(self.codes(path), ["zip-damaged"])
        self.assertEqual(self.run_tool("check", os.path.join(path, "inside")).returncode, 3)
        built = self.run_tool("build", path, "-o", "x.zip")
        self.assertEqual(built.returncode, 2)
        os.remove(os.path.join(self.pack, "NodeSetting.csv"))
        os.mkdir(os.path.join(self.pack, "NodeSetting.csv"))
        self.assertIn("table-missing", self.codes(self.pack))

    def test_pipes_and_devices(self):
        pipe = os.path.join(self.work, "pipe")
        os.mkfifo(pipe)
        self.assertEqual(self.run_tool("check", pipe, timeout=10).returncode, 3)
        self.assertEqual(self.run_tool("check", "/dev/zero", timeout=10).returncode, 3)
        os.mkfifo(os.path.join(self.pack, "textures/pipe.png"))
        self.write_table(["a,textures/pipe.png,textures/b.png,甲,乙,1,1"])
        self.assertIn("icon-missing", self.codes(self.pack))

    def test_unreadable(self):
        def become_nobody():
            if os.geteuid() == 0:  # root reads everything
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
        os.chmod(self.work, 0o755)
        tool = shutil.copy(TOOL, self.work)  # nobody may not see root's folder
        for path in ("NodeSetting.csv", "textures"):
            os.chmod(os.path.join(self.pack, path), 0)
            result = subprocess.run([tool, "check", self.pack], capture_output=True, cwd="/",
                                    preexec_fn=become_nobody, env={"LANG": "C"})
            os.chmod(os.path.join(self.pack, path), 0o755)
            self.assertEqual(result.returncode, 3, path)
            self.assert_one_line(result.stderr.decode())
            self.assertIn("Permission denied", result.stderr.decode())

    def test_many_rows(self):
        self.write_table([f"n{i},textures/a.png,textures/b.png,标题{i},说明{i},1,{i}"
                          for i in range(100000)])
        result = self.run_tool("check", "--format", "json", self.pack)
        self.assertEqual(result.returncode, 1, result.err)  # over the budget: the table alone is
        codes = {finding["code"] for finding in json.loads(result.out)["findings"]}
        self.assertEqual(codes, {"package-size", "icon-unused"})

    def test_many_findings(self):
        self.write_table([f"n{i},textures/x{i}.png,textures/b.png,标题{i},,0,1" for i in range(20000)])
        document = json.loads(self.run_tool("check", "--format", "json", self.pack).out)
        findings = document["findings"]
        self.assertGreater(sum(document["counts"].values()), 60000)
        self.assertGreater(len(findings), 30000)
        places = [(f.get("file", ""), f.get("line", 0), f.get("column", 0)) for f in findings]
        self.assertEqual(places, sorted(places))

    def test_more_findings_than_are_kept(self):
        """A table full of control characters: everything is counted, and the output stays small."""
        rows = 140000
        self.write_table(["\x01,\x01,\x01,\x01,\x01,\x01,\x01xxxxxx"] * rows)
        wanted = {"cell-control": 7 * rows, "node-id-duplicate": rows - 1}
        text = self.run_tool("check", "--quiet", self.pack)
        self.assertEqual(text.returncode, 1)
        self.assertLess(len(text.out), 8 << 20)
        for code, count in wanted.items():
            self.assertIn(f"\n{count - 10000} more of {code} are not listed\n", text.out)
        chinese = self.run_tool("check", "--lang", "zh", self.pack).out.splitlines()
        self.assertIn(f"另有 {rows - 10001} 个 node-id-duplicate 没有列出", chinese)
        self.assertTrue(chinese[-1].endswith(f"：{8 * rows - 1} 个错误"), chinese[-1])
        document = json.loads(self.run_tool("check", "--format", "json", self.pack).out)
        self.assertEqual(document["counts"]["error"], 8 * rows - 1)
        self.assertEqual({item["code"]: item["count"] + 10000 for item in document["omitted"]}, wanted)

    def test_severities_of_what_is_not_listed(self):
        self.write_table(["\x01,,,,,,"] * 10100)
        others = [f"--severity={code}=off" for code in set(self.codes(self.pack)) - {"cell-control"}]
        for severity, status, counts in (
                ("error", 1, {"error": 10100, "warning": 0, "note": 0}),
                ("warning", 0, {"error": 0, "warning": 10100, "note": 0}),
                ("off", 0, {"error": 0, "warning": 0, "note": 0})):
            result = self.run_tool("check", "--format", "json", *others,
                                   f"--severity=cell-control={severity}", self.pack)
            document = json.loads(result.out)
            self.assertEqual((result.returncode, document["counts"]), (status, counts))
            omitted = [{"code": "cell-control", "severity": severity, "count": 100}]
            self.assertEqual(document.get("omitted"), None if severity == "off" else omitted)

    def test_large_cell(self):
        self.write_table(["first,textures/a.png,textures/b.png,甲," + "说" * 32768 + ",1,1",
                          "second,textures/c.png,textures/d.png,乙,丙,0,2"])
        self.assertEqual(self.codes(self.pack), ["total-invalid"])
        self.write_table(["first,textures/a.png,textures/b.png,甲," + "说" * 32768 + ",0,1",
                          "second,textures/c.png,textures/d.png,乙,丙,1,2"])
        text = self.run_tool("check", self.pack).out
        self.assertLess(max(len(line) for line in text.splitlines()), 200)

    def test_large_header_of_a_picture(self):
        self.write("textures/a.png", png(20000, 20000, rows=b""))
        found = [f for f in self.findings(self.pack) if f["file"] == "textures/a.png"]
        self.assertEqual([f["code"] for f in found], ["icon-size"])
        self.assertIn("20000", found[0]["message"])

    def test_pixel_bomb(self):
        self.write("textures/a.png", png(120, 120, rows=b"\0" * (200 << 20)))
        self.assertEqual(self.codes(self.pack), ["icon-damaged"])

    def test_names_that_no_text_can_hold(self):
        raw = os.fsencode(self.pack) + b"/textures/\xff\xfe.png"
        with open(raw, "wb") as file:
            file.write(png(120, 120))
        found = self.findings(self.pack)
        self.assertEqual(len(found), 1)
        self.assertIn("\\xFF\\xFE", found[0]["file"])
        text = self.run_tool("check", self.pack)
        self.assertEqual(text.returncode, 0)

    def test_control_characters_cannot_steer_the_terminal(self):
        self.write("textures/\x1b[31mred.png", png(120, 120))
        self.write_table(["first,textures/a\x1b]0;x\x07.png,textures/b.png,甲,乙,1,1",
                          "second,textures/c.png,textures/d.png,乙,丙,1,2"])
        text = self.run_tool("check", self.pack)
        self.assertNotIn("\x1b", text.out + text.err)

    def test_links(self):
        secret = os.path.join(self.work, "secret.png")
        with open(secret, "wb") as file:
            file.write(png(120, 120))
        for target in (secret, "../../secret.png"):
            path = os.path.join(self.pack, "textures/a.png")
            os.remove(path)
            os.symlink(target, path)
            self.assertEqual(self.codes(self.pack), ["icon-path-unsafe"], target)
            built = self.run_tool("build", self.pack, "-o", "x.zip")
            self.assertEqual(built.returncode, 1)
        os.remove(path)
        os.symlink("b.png", path)
        self.assertEqual([c for c in self.codes(self.pack) if c != "icon-same"], [])
        os.symlink("..", os.path.join(self.pack, "textures/loop"))
        self.assertEqual([c for c in self.codes(self.pack) if c != "icon-same"], [])

    def test_links_that_multiply(self):
        for level in range(24):
            os.mkdir(os.path.join(self.pack, "d%d" % level))
            for name in "xy":
                os.symlink("../d%d" % (level + 1), os.path.join(self.pack, "d%d" % level, name))
        os.mkdir(os.path.join(self.pack, "d24"))
        result = self.run_tool("check", self.pack, timeout=60)
        self.assertEqual(result.returncode, 3)
        self.assertIn("100000", result.err)

    def test_tables_beyond_all_bounds(self):
        for body in (b"x\r\n" * 260000, b"," * 70000 + b"x", b'"' + b"\n" * 260000):
            self.write("NodeSetting.csv", HEADER.encode() + b"\r\n" + body)
            self.assertIn("package-size", self.codes(self.pack))

    def test_reasons_speak_chinese(self):
        result = self.run_tool("check", self.pack, "--header-image", "none", "--lang", "zh")
        self.assertIn("文件或文件夹不存在", result.out)

    def test_wrong_folder(self):
        deep = self.work
        for _ in range(40):
            deep = os.path.join(deep, "d")
        os.makedirs(deep)
        result = self.run_tool("check", self.work)
        self.assertEqual(result.returncode, 3)
        self.assert_one_line(result.err)

    def test_limits_of_archives(self):
        path = os.path.join(self.work, "many.zip")
        with zipfile.ZipFile(path, "w") as target:
            for number in range(300):
                target.writestr(f"x/Achievement/textures/{number}.png", b"")
        self.assertIn("zip-limit", self.codes("--max-entries", "200", path))
        self.assertNotIn("zip-limit", self.codes("--max-entries", "400", path))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("x/Achievement/textures/a.png", b"\0" * (50 << 20))
        self.assertIn("zip-limit", self.codes(path))


class Build(Case):
    def build(self, *arguments, wanted=0, **environment):
        result = self.run_tool("build", *arguments, **environment)
        self.assertEqual(result.returncode, wanted, result.err)
        return result

    def test_same_bytes_everywhere(self):
        digests = set()
        for number, environment in enumerate(({}, {"TZ": "Asia/Shanghai"}, {"TZ": "America/New_York"})):
            copy = os.path.join(self.work, f"copy{number}")
            shutil.copytree(self.pack, copy)
            for base, folders, files in os.walk(copy):
                for name in files + folders:
                    os.utime(os.path.join(base, name), (1e9 + number * 1e7,) * 2)
            os.umask(0o022 if number else 0o077)
            self.build(copy, "-o", f"same{number}.zip", "--name", "same", "--jobs", str(number + 1),
                       **environment)
            with open(os.path.join(self.work, f"same{number}.zip"), "rb") as file:
                digests.add(hashlib.sha256(file.read()).hexdigest())
        os.umask(0o022)
        self.assertEqual(len(digests), 1)

    def test_layouts_and_names(self):
        for layout, prefix in (("nested", "mine/Achievement/"), ("folder", "Achievement/"), ("flat", "")):
            self.build(self.pack, "-o", "mine.zip", "--layout", layout)
            with zipfile.ZipFile(os.path.join(self.work, "mine.zip")) as packed:
                names = packed.namelist()
                self.assertEqual(names, [prefix + name for name in (
                    "NodeSetting.csv", "textures/a.png", "textures/b.png", "textures/c.png",
                    "textures/d.png")])
                self.assertTrue(all(info.compress_type == 0 and info.extra == b"" and
                                    info.date_time == (1980, 1, 1, 0, 0, 0)
                                    for info in packed.infolist()))
            found = self.codes(os.path.join(self.work, "mine.zip"))
            self.assertEqual(found, [] if layout == "nested" else ["package-layout"])
        for output, outer in (("成就.zip", "achievement"), ("My Pack.ZIP", "My_Pack"), ("a.b", "a.b")):
            self.build(self.pack, "-o", output)
            with zipfile.ZipFile(os.path.join(self.work, output)) as packed:
                self.assertEqual(packed.namelist()[0], f"{outer}/Achievement/NodeSetting.csv")

    def test_table_goes_in_unchanged(self):
        with open(os.path.join(self.pack, "NodeSetting.csv"), "rb") as file:
            table = file.read()
        self.build(self.pack, "-o", "x.zip")
        with zipfile.ZipFile(os.path.join(self.work, "x.zip")) as packed:
            self.assertEqual(packed.read("x/Achievement/NodeSetting.csv"), table)

    def test_authoring_column_stays_out(self):
        plain = ["first,textures/a.png,textures/b.png,甲,\"一,二\",1,1", "second,textures/c.png,textures/d.png,乙,丙,1,2"]
        self.write_table([plain[0] + ",", plain[1] + ",first"], HEADER + ",ParentNode")
        result = self.build(self.pack, "-o", "x.zip")
        self.assertIn("ParentNode", result.err)
        with zipfile.ZipFile(os.path.join(self.work, "x.zip")) as packed:
            self.assertEqual(packed.read("x/Achievement/NodeSetting.csv").decode("gbk"),
                             "\r\n".join([HEADER, *plain]) + "\r\n")

    def test_shared_picture_is_packed_once(self):
        self.write_table([f"n{i},textures/a.png,textures/b.png,甲,乙,1,{i}" for i in range(5)])
        self.build(self.pack, "-o", "x.zip")
        with zipfile.ZipFile(os.path.join(self.work, "x.zip")) as packed:
            self.assertEqual(len(packed.namelist()), 3)

    def test_refused_as_a_whole(self):
        target = os.path.join(self.work, "x.zip")
        with open(target, "wb") as file:
            file.write(b"old")
        os.remove(os.path.join(self.pack, "textures/a.png"))
        result = self.build(self.pack, "-o", "x.zip", wanted=1)
        self.assertEqual(result.out, "")
        self.assertIn("[icon-missing]", result.err)
        with open(target, "rb") as file:
            self.assertEqual(file.read(), b"old")
        self.assertEqual(sorted(os.listdir(self.work)), ["pack", "x.zip"])

    def test_dry_run_writes_nothing(self):
        result = self.build(self.pack, "-o", "x.zip", "--dry-run")
        digest = re.search("[0-9a-f]{64}", result.out).group()
        self.assertEqual(os.listdir(self.work), ["pack"])
        result = self.build(self.pack, "-o", "x.zip")
        self.assertIn(digest, result.out)
        with open(os.path.join(self.work, "x.zip"), "rb") as file:
            content = file.read()
        self.assertEqual(hashlib.sha256(content).hexdigest(), digest)
        self.assertIn(str(len(content)), result.out)

    def test_json_result(self):
        result = self.build(self.pack, "-o", "x.zip", "--format", "json")
        self.assertEqual(json.loads(result.out)["entries"], 5)
        self.assertEqual(json.loads(result.err)["findings"], [])

    def test_targets(self):
        os.mkdir(os.path.join(self.work, "folder"))
        for target in ("folder", "nowhere/x.zip", "/proc/x.zip", "pack/NodeSetting.csv/x.zip", "/dev/null"):
            result = self.build(self.pack, "-o", target, wanted=3)
            self.assert_one_line(result.err)
        self.build(self.pack, "-o", "pack/inside.zip")
        self.build(self.pack, "-o", "pack/inside.zip")  # the old target is no stray file
        self.assertNotIn("package-stray-file",
                         self.build(self.pack, "-o", "pack/inside.zip").err)
        os.remove(os.path.join(self.pack, "inside.zip"))
        os.symlink("real.zip", os.path.join(self.work, "link.zip"))
        with open(os.path.join(self.work, "real.zip"), "wb") as file:
            file.write(b"old")
        os.chmod(os.path.join(self.work, "real.zip"), 0o640)
        self.build(self.pack, "-o", "link.zip")
        self.assertTrue(os.path.islink(os.path.join(self.work, "link.zip")))
        mode = os.stat(os.path.join(self.work, "real.zip")).st_mode
        self.assertEqual(stat.S_IMODE(mode), 0o640)
        self.assertTrue(zipfile.is_zipfile(os.path.join(self.work, "real.zip")))

    def test_target_that_is_an_input(self):
        table = os.path.join(self.pack, "NodeSetting.csv")
        before = open(table, "rb").read()
        self.build(self.pack, "-o", table, wanted=2)
        os.rename(table, os.path.join(self.pack, "real.csv"))
        os.symlink("real.csv", table)
        self.build(self.pack, "-o", os.path.join(self.pack, "real.csv"), wanted=1)
        self.assertEqual(open(table, "rb").read(), before)
        image = os.path.join(self.work, "header.png")
        with open(image, "wb") as file:
            file.write(png(1000, 1625))
        self.build(self.pack, "-o", image, "--header-image", image, wanted=2)
        self.assertTrue(open(image, "rb").read().startswith(b"\x89PNG"))

    def test_link_to_a_target_that_is_not_there_yet(self):
        os.mkdir(os.path.join(self.work, "there"))
        os.symlink("there/new.zip", os.path.join(self.work, "first"))
        os.symlink("first", os.path.join(self.work, "second"))
        self.build(self.pack, "-o", "second")
        self.assertTrue(os.path.islink(os.path.join(self.work, "first")))
        self.assertTrue(zipfile.is_zipfile(os.path.join(self.work, "there/new.zip")))

    def test_names_that_no_text_can_hold(self):
        path = os.fsencode(self.work) + b"/\xff\n.zip"
        result = self.run_tool("build", self.pack, "-o", path)
        self.assertIn("\\xFF\\x0A.zip: ", result.out)
        shown = json.loads(self.run_tool("build", self.pack, "--format", "json", "-o", path).out)["path"]
        self.assertTrue(shown.endswith("\\xFF\\x0A.zip"))
        result = self.run_tool("show", "--format", "json", path)
        self.assertEqual(json.loads(result.out)["path"], shown)

    def test_findings_for_programs_stand_alone(self):
        self.write_table(["a,textures/a.png,textures/b.png,甲,乙,0,1"])
        for form in ("json", "sarif"):
            json.loads(self.run_tool("build", self.pack, "-o", "x.zip", "--format", form).err)

    def test_no_table_with_its_rules_turned_off(self):
        self.write("NodeSetting.csv", (HEADER + "\na,textures/a.png,textures/b.png,成就,乙,1,1\n").encode())
        result = self.run_tool("build", self.pack, "-o", "x.zip", "--severity", "encoding-utf8=off")
        self.assertEqual(result.returncode, 3)
        self.assertIn("no table in GBK", result.err)

    def test_over_the_budget(self):
        noise = hashlib.shake_256(b"noise")
        rows = b"".join(b"\0" + noise.digest(480 * 120)[i * 480:(i + 1) * 480] for i in range(120))
        self.write_table([f"n{i},textures/x{i}.png,textures/x{i}.png,甲,乙,1,{i}" for i in range(60)])
        for number in range(60):
            self.write(f"textures/x{number}.png", png(120, 120, rows=rows))
        result = self.build(self.pack, "-o", "x.zip", wanted=1)
        self.assertIn("[package-size]", result.err)
        self.assertFalse(os.path.exists(os.path.join(self.work, "x.zip")))

    def test_header_image(self):
        path = os.path.join(self.work, "header.png")
        with open(path, "wb") as file:
            file.write(png(1000, 1625))
        self.build(self.pack, "-o", "x.zip", "--header-image", path)
        with zipfile.ZipFile(os.path.join(self.work, "x.zip")) as packed:
            self.assertEqual(len(packed.namelist()), 5)
        with open(path, "wb") as file:
            file.write(png(1625, 1000))
        self.build(self.pack, "-o", "y.zip", "--header-image", path, wanted=1)


class Readers(Case):
    """What other programs make is read; what we make they read."""

    def setUp(self):
        super().setUp()
        self.nested = os.path.join(self.work, "outer")
        shutil.copytree(self.pack, os.path.join(self.nested, "x/Achievement"))

    def check_silent(self, name, layout="nested"):
        found = self.codes(os.path.join(self.work, name))
        self.assertEqual(found, [] if layout == "nested" else ["package-layout"], name)

    def run_other(self, *command, cwd=None, **more):
        if shutil.which(command[0]) is None:
            self.skipTest(f"{command[0]} is not here")
        return subprocess.run(command, cwd=cwd or self.nested, check=True, capture_output=True, **more)

    def test_info_zip(self):
        self.run_other("zip", "-q", "-r", "../file.zip", "x")
        self.check_silent("file.zip")
        self.run_other("zip", "-q", "-0", "-r", "../stored.zip", "x")
        self.check_silent("stored.zip")
        with open(os.path.join(self.work, "stream.zip"), "wb") as target:
            packed = self.run_other("sh", "-c", "zip -q -r - x | cat")
            target.write(packed.stdout)
        self.check_silent("stream.zip")

    def test_python(self):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            path = os.path.join(self.work, "python.zip")
            with zipfile.ZipFile(path, "w", method) as target:
                for base, _, files in os.walk(self.nested):
                    for name in files:
                        full = os.path.join(base, name)
                        target.write(full, os.path.relpath(full, self.nested))
            self.check_silent("python.zip")

    def test_seven_zip(self):
        tool = next((name for name in ("7zz", "7z", "7za") if shutil.which(name)), "7zz")
        self.run_other(tool, "a", "-tzip", "../seven.zip", "x")
        self.check_silent("seven.zip")

    def test_libarchive(self):
        self.run_other("bsdtar", "--format", "zip", "-cf", "../bsd.zip", "x")
        self.check_silent("bsd.zip")

    def test_flat_and_one_folder(self):
        self.run_other("zip", "-q", "-r", "../../../flat.zip", ".", cwd=os.path.join(self.nested, "x/Achievement"))
        self.check_silent("flat.zip", "flat")
        self.run_other("zip", "-q", "-r", "../../one.zip", "Achievement", cwd=os.path.join(self.nested, "x"))
        self.check_silent("one.zip", "folder")

    def test_ours_is_read_by_others(self):
        self.assertEqual(self.run_tool("build", self.pack, "-o", "ours.zip").returncode, 0)
        path = os.path.join(self.work, "ours.zip")
        self.run_other("unzip", "-t", path)
        self.run_other("bsdtar", "-tf", path)
        tool = next((name for name in ("7zz", "7z", "7za") if shutil.which(name)), "7zz")
        self.run_other(tool, "t", path)
        with zipfile.ZipFile(path) as packed:
            self.assertIsNone(packed.testzip())
        into = os.path.join(self.work, "into")
        self.run_other("unzip", "-q", path, "-d", into)
        self.assertEqual(self.codes(into), [])
        self.check_silent("ours.zip")


class Show(Case):
    def test_text(self):
        sample = "samples/packs/sky-islands"
        text = self.run_tool("show", sample, cwd=ROOT).out
        self.assertIn("└── ", text)
        self.assertIn("sky_arrival", text)
        self.assertIn("3 MiB", text)

    def test_json_of_folder_and_zip(self):
        self.assertEqual(self.run_tool("build", self.pack, "-o", "x.zip").returncode, 0)
        folder = json.loads(self.run_tool("show", "--format", "json", self.pack).out)
        packed = json.loads(self.run_tool("show", "--format", "json", "x.zip").out)
        size = os.path.getsize(os.path.join(self.work, "x.zip"))
        self.assertEqual(packed["package"]["bytes"], size)
        self.assertEqual([node["nodeId"] for node in folder["nodes"]], ["first", "second"])
        self.assertEqual([node["title"] for node in folder["nodes"]],
                         [node["title"] for node in packed["nodes"]])
        self.assertEqual(folder["nodes"][0]["prePic"]["width"], 120)

    def test_local_rows(self):
        self.write_table(["first,textures/a.png,textures/b.png,甲,乙,1,1,TRUE",
                          "second,textures/c.png,textures/d.png,丙,丁,1,2,FALSE"],
                         HEADER + ",IsCloud")
        text = self.run_tool("show", self.pack).out
        self.assertIn("  local  ", text.splitlines()[2])
        self.assertNotIn("local", text.splitlines()[1])
        self.assertIn("local: 1;", text)
        self.assertIn("nodes: 1, ", text)
        self.assertIn("本地", self.run_tool("show", "--lang", "zh", self.pack).out)
        nodes = json.loads(self.run_tool("show", "--format", "json", self.pack).out)["nodes"]
        self.assertEqual([node.get("isLocal") for node in nodes], [None, True])

    def test_marks_without_a_width(self):
        row = "a,textures/a.png,textures/b.png," + "e\u0301\u200b" * 5000 + ",乙,1,1\n"
        self.write("NodeSetting.csv", (HEADER + "\n" + row).encode())
        self.assertEqual(self.run_tool("show", self.pack).returncode, 0)

    def test_deep_chain(self):
        self.write_table([f"n{i},textures/a.png,textures/b.png,甲,乙,1,{i}," + (f"n{i - 1}" if i else "")
                          for i in range(20000)], HEADER + ",ParentNode")
        result = self.run_tool("show", self.pack)
        self.assertEqual(result.returncode, 0)
        self.assertIn("n19999", result.out)

    def test_flawed_and_missing(self):
        self.assertEqual(self.run_tool("show", "samples/packs/sky-islands-flawed", cwd=ROOT).returncode, 0)
        os.remove(os.path.join(self.pack, "NodeSetting.csv"))
        result = self.run_tool("show", self.pack)
        self.assertEqual((result.returncode, result.out), (1, ""))
        self.assertIn("[table-missing]", result.err)
        self.assertEqual(self.run_tool("show", "nowhere").returncode, 3)

    def write_node(self, name, folder="pack/customAchievements", **keys):
        node = {"node_ID": name, "title": "题", "unfinished_icon": "textures/ui/a",
                "finished_icon": "textures/ui/b", "goal_number": 1, "node_description": "d"}
        if "parent_node" not in keys:
            node["window_background"] = "textures/ui/w"
        path = os.path.join(self.work, folder, name + ".json")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**node, **keys}, file, ensure_ascii=False)

    def write_family(self, folder):
        self.write_node("page", folder, title="一二三四五六七八九十一二三四五六七八九十")
        self.write_node("Node10", folder, parent_node="page", is_hidden=True, goal_number=5,
                        goal_details={"goal_type": "default_kill", "entity_identifier": "minecraft:cow"})
        self.write_node("Node2", folder, parent_node="page", is_cloud=True, is_hidden=True, goal_details={
            "goal_type": "default_get", "item_dict": {"newItemName": "minecraft:wool"}})
        self.write_node("Z", folder, parent_node="Node10", is_cloud=True, auto_sent_cloud=False)
        self.write_node("Page", folder)

    TREE = ("Page  题  x 1\n"
            "page  一二三四五六七八九十一二三四五六…  x 1\n"
            "├── Node10  题  kill minecraft:cow x 5  ○\n"
            "│   └── Z  题  x 1  (↑)\n"
            "└── Node2  题  hold minecraft:wool x 1  ↑  ○\n"
            "\n↑ cloud, sent by the game   (↑) cloud, sent by the mod's code   ○ hidden at first\n"
            "\nnode files: 5 nodes, pages: 2, cloud nodes: 2\n")

    def test_tree_of_node_files(self):
        self.write_family("pack/customAchievements")
        shown = self.run_tool("show", self.pack)
        self.assertEqual(shown.returncode, 0, shown.err)
        self.assertIn("\n\n" + self.TREE + "nodes: 2, pictures: 4;", shown.out)
        chinese = self.run_tool("show", self.pack, "--lang", "zh").out
        for words in ("击杀 minecraft:cow ×5  ○", "持有 minecraft:wool ×1  ↑  ○", "由模组代码上传", "2 个页面"):
            self.assertIn(words, chinese)

    def test_tree_from_elsewhere(self):
        self.write_family("mod/customAchievements")
        for nodes in ("mod", "mod/customAchievements"):
            self.assertIn(self.TREE, self.run_tool("show", self.pack, "--nodes", nodes).out)
        self.assertEqual(self.run_tool("build", self.pack, "-o", "x.zip").returncode, 0)
        self.assertIn(self.TREE, self.run_tool("show", "x.zip", "--nodes", "mod").out)
        missing = self.run_tool("show", self.pack, "--nodes", "nowhere")
        self.assertEqual(missing.returncode, 3)
        self.assertIn("nowhere", missing.err)

    def test_node_files_without_a_table(self):
        self.write_family("mod/customAchievements")
        for path in ("mod", "mod/customAchievements", "mod/customAchievements/"):
            shown = self.run_tool("show", path)
            self.assertEqual(shown.returncode, 0, shown.err)
            self.assertTrue(shown.out.startswith(self.TREE), shown.out)
            self.assertNotIn("3 MiB", shown.out)
        document = json.loads(self.run_tool("show", "mod", "--format", "json").out)
        self.assertEqual((document["nodes"], document["package"]), ([], None))

    def test_tree_wins_over_the_table(self):
        self.write_table(["first,textures/a.png,textures/b.png,甲,乙,1,1,",
                          "second,textures/c.png,textures/d.png,甲,乙,1,2,first"], HEADER + ",ParentNode")
        self.assertIn("└── second", self.run_tool("show", self.pack).out)
        self.write_node("alone")
        shown = self.run_tool("show", self.pack).out
        self.assertNotIn("└── ", shown)
        self.assertIn("\nalone  题  x 1\n", shown)
        self.assertNotIn("○", shown)

    def test_tree_as_json(self):
        self.assertNotIn("tree", json.loads(self.run_tool("show", "--format", "json", self.pack).out))
        self.write_family("pack/customAchievements")
        tree = json.loads(self.run_tool("show", "--format", "json", self.pack).out)["tree"]
        self.assertEqual([node["nodeId"] for node in tree], ["Node10", "Node2", "Page", "Z", "page"])
        cow, wool, _, last, page = tree
        self.assertEqual(page["children"], ["Node10", "Node2"])
        self.assertNotIn("parentNode", page)
        self.assertEqual((cow["parentNode"], cow["goalNumber"], cow["children"]), ("page", 5, ["Z"]))
        self.assertEqual(cow["goal"], {"type": "default_kill", "entity": "minecraft:cow"})
        self.assertEqual(wool["goal"], {"type": "default_get", "item": "minecraft:wool"})
        self.assertEqual((wool["isCloud"], wool["autoSentCloud"], wool["isHidden"]), (True, True, True))
        self.assertEqual((last["isCloud"], last["autoSentCloud"], last["isHidden"]), (True, False, False))
        self.assertIsNone(last["goal"])
        self.assertEqual(page["configured"], ["node_ID", "title", "unfinished_icon", "finished_icon",
                                              "goal_number", "node_description", "window_background"])

    def test_damaged_node_files(self):
        for name, text in (("broken", b"{"), ("cycle", b'{"node_ID":"c","parent_node":"c"}'),
                           ("steer", b'{"node_ID":"a\\u001b[31m","title":"\xff"}'), ("none", b"")):
            self.write(f"customAchievements/{name}.json", text)
        shown = self.run_tool("show", self.pack)
        self.assertEqual(shown.returncode, 0, shown.err)
        self.assertNotIn("\x1b", shown.out)
        self.assertIn("check", shown.out)
        json.loads(self.run_tool("show", "--format", "json", self.pack).out)

    def test_large_node_file(self):
        limit = 1 << 20
        for name, size in (("read", limit), ("large", limit + 1), ("huge", 64 * limit)):
            path = os.path.join(self.pack, "customAchievements", name + ".json")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(b"{}")
                file.write(b" " * (size - 2))
        found = json.loads(self.run_tool("check", "--format", "json", self.pack).out)["findings"]
        told = {f["file"].split("/")[-1]: (f["code"], f["message"]) for f in found
                if "customAchievements" in f["file"]}
        self.assertEqual(told["read.json"][0], "node-key-missing")
        self.assertEqual(told["large.json"][0], "node-file-unreadable")
        self.assertIn("1048576 bytes", told["large.json"][1])
        self.assertEqual(told["huge.json"], told["large.json"])

    def test_deep_tree_of_node_files(self):
        for i in range(3000):
            self.write_node(f"n{i:04}", **({"parent_node": f"n{i - 1:04}"} if i else {}))
        shown = self.run_tool("show", self.pack)
        self.assertEqual(shown.returncode, 0)
        self.assertIn("└── n2999", shown.out)


class Tree(Case):
    """The sample program for node files."""
    FOLDER = os.path.join(ROOT, "samples/packs/sky-islands-mod/behavior_pack")

    def run_sample(self, *arguments):
        return subprocess.run([TREE, *arguments], capture_output=True, encoding="utf-8", timeout=60)

    def test_pages(self):
        shown = self.run_sample(self.FOLDER)
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        lines = shown.stdout.splitlines()
        self.assertEqual(len(lines), len(os.listdir(self.FOLDER + "/customAchievements")))
        self.assertTrue(lines[0].startswith("sky_arrival  "), lines[0])
        self.assertIn("kill minecraft:zombie x 10 cloud", lines[1])

    def test_details(self):
        shown = self.run_sample(self.FOLDER, "sky_arrival").stdout.splitlines()
        self.assertEqual(shown[:-2], ["fight_sword", "home_tree", "mine_pickaxe", "sail_boat"])
        with open(self.FOLDER + "/customAchievements/sky_arrival.json", encoding="utf-8") as file:
            self.assertEqual(json.loads(shown[-2]), json.load(file))
        self.assertEqual(self.run_sample(self.FOLDER, "nobody").returncode, 1)

    def test_what_goes_wrong(self):
        self.assertEqual(self.run_sample().returncode, 2)
        self.assertEqual(self.run_sample("nowhere").returncode, 3)
        self.write("customAchievements/a.json", b"{")
        shown = self.run_sample(self.pack)
        self.assertEqual((shown.returncode, shown.stdout), (0, ""))
        self.assertIn("[json-syntax]", shown.stderr)


class Samples(Case):
    def test_good_sample_is_silent_and_packs(self):
        sample = os.path.join(ROOT, "samples/packs/sky-islands")
        self.assertEqual(self.codes(sample), [])
        self.assertEqual(self.run_tool("build", sample, "-o", "x.zip").returncode, 0)
        self.assertEqual(self.codes(os.path.join(self.work, "x.zip")), [])

    def test_flawed_sample_shows_what_it_was_made_for(self):
        found = self.codes(os.path.join(ROOT, "samples/packs/sky-islands-flawed"))
        self.assertEqual(sorted(found), sorted([
            "cell-space", "icon-size", "icon-format", "icon-damaged", "icon-case", "total-invalid",
            "icon-missing", "node-id-duplicate", "icon-path-separator", "node-parent-unknown",
            "package-stray-file"]))

    def test_icons_are_what_the_program_draws(self):
        from PIL import Image, ImageChops
        into = os.path.join(self.work, "icons")
        os.mkdir(into)
        subprocess.run([ICONS, into], check=True)
        committed = os.path.join(ROOT, "samples/packs/sky-islands/textures")
        self.assertEqual(sorted(os.listdir(into)), sorted(os.listdir(committed)))
        for name in os.listdir(into):
            with Image.open(os.path.join(into, name)) as new, \
                    Image.open(os.path.join(committed, name)) as old:
                # Another processor may round the last bit otherwise.
                extremes = ImageChops.difference(new, old).getextrema()
                self.assertLessEqual(max(high for _, high in extremes), 1, name)


class Docs(Case):
    def test_readme_tours_are_real(self):
        """Each console block of the READMEs is run; what it shows must be what comes out."""
        ran = 0
        for name in ("README.md", "docs/README.zh-CN.md"):
            out = os.path.join(self.work, os.path.basename(name), "")
            os.mkdir(out)
            with open(os.path.join(ROOT, name), encoding="utf-8") as file:
                blocks = re.findall(r"```console\n(.*?)```", file.read(), re.S)
            for block in blocks:
                for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
                    self.assertTrue(command.startswith("achpack "), command)
                    line = command.replace("achpack ", f"'{TOOL}' ", 1)
                    line = re.sub(r"(?<=[ :])out/", out, line)
                    result = subprocess.run(["sh", "-c", "{ " + line + "; } 2>&1"], cwd=ROOT, capture_output=True,
                                            env={"PATH": os.environ["PATH"], "LANG": "C"})
                    text = result.stdout.decode().replace(out, "out/")
                    self.assertEqual(text, output, f"{name}: {command}")
                    ran += 1
        self.assertGreater(ran, 4)

    def test_pages_in_both_languages(self):
        for english, chinese in (("README.md", "docs/README.zh-CN.md"), ("docs/rules.md", "docs/rules.zh-CN.md"),
                                 ("docs/achpack.1", "docs/achpack.zh_CN.1")):
            for path in (english, chinese):
                self.assertGreater(os.path.getsize(os.path.join(ROOT, path)), 1000)

    def test_guides_are_the_samples(self):
        """Each piece of C in the guides stands in a sample, letter for letter."""
        guides = {"server": ("samples/server.c", "samples/tree.c"),
                  "progress": ("samples/progress.c",)}
        for guide, samples in guides.items():
            sample = ""
            for name in samples:
                with open(os.path.join(ROOT, name), encoding="utf-8") as file:
                    sample += file.read()
            pieces = []
            for name in (f"docs/{guide}.md", f"docs/{guide}.zh-CN.md"):
                with open(os.path.join(ROOT, name), encoding="utf-8") as file:
                    pieces.append(re.findall(r"^```c\n(.*?)^```", file.read(), re.S | re.M))
                for piece in pieces[-1]:
                    self.assertIn("\n" + piece, sample, name)
            self.assertGreater(len(pieces[0]), 4)
            self.assertEqual(pieces[0], pieces[1])

    def test_man_pages_know_every_option(self):
        options = set()
        for command in COMMANDS:
            options |= set(re.findall(r"^  (--[a-z-]+)", self.run_tool("help", command).out, re.M))
        for path in ("docs/achpack.1", "docs/achpack.zh_CN.1"):
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                page = file.read().replace("\\-", "-")
            for option in options - {"--help"}:
                self.assertIn(option, page, path)


def main():
    global TOOL, ICONS, TREE
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--icons", default="")
    parser.add_argument("--tree", default="")
    parser.add_argument("group")
    args = parser.parse_args()
    TOOL, ICONS = os.path.abspath(args.tool), os.path.abspath(args.icons)
    TREE = os.path.abspath(args.tree)
    group = globals()[args.group.capitalize()]
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(group)
    return 0 if unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
