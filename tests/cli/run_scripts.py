#!/usr/bin/env python3
"""achpack check --scripts with several packages: the ids of all of them count.

SPDX-License-Identifier: MIT

    run_scripts.py --tool ACHPACK
"""
import argparse
import json
import os
import shutil
import sys
import unittest

import run_cli

UNKNOWN = "script-node-unknown"


class Scripts(run_cli.Case):
    """`pack` has the ids first and second, `other` has third."""

    def setUp(self):
        super().setUp()
        self.other = os.path.join(self.work, "other")
        shutil.copytree(self.pack, self.other)
        row = "third,textures/a.png,textures/b.png,甲,乙,1,1"
        self.put("other/NodeSetting.csv", f"{run_cli.HEADER}\r\n{row}\r\n")
        for name in "cd":
            os.remove(os.path.join(self.other, f"textures/{name}.png"))
        self.code("GetChildrenNode('first')", "GetChildrenNode('third')")

    def put_bytes(self, path, data):
        path = os.path.join(self.work, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def put(self, path, text):
        self.put_bytes(path, text.encode("gbk"))

    def code(self, *lines):
        self.put("mod/a.py", "\n".join(lines) + "\n")

    def node(self, path, node, **keys):
        keys = {"node_ID": node, "title": "题", "node_description": "述", "goal_number": 1,
                "unfinished_icon": "textures/a", "finished_icon": "textures/b",
                "window_background": "textures/page", **keys}
        self.put_bytes(path, json.dumps(keys, ensure_ascii=False).encode())

    def check(self, *arguments, status=0):
        result = self.run_tool("check", "--format", "json", "--scripts", "mod", *arguments)
        self.assertEqual(result.returncode, status, result.out + result.err)
        result.findings = json.loads(result.out)["findings"]
        return result

    def unknown(self, result):
        return [(f["input"], f["line"]) for f in result.findings if f["code"] == UNKNOWN]

    def test_ids_of_all(self):
        for paths in (("pack", "other"), ("other", "pack")):
            self.assertEqual(self.check(*paths).findings, [])
        self.assertEqual(self.unknown(self.check("pack")), [(0, 2)])
        self.assertEqual(self.unknown(self.check("other")), [(0, 1)])

    def test_said_once(self):
        self.code("GetChildrenNode('thirt')", "GetChildrenNode('elsewhere')")
        findings = self.check("pack", "other").findings
        self.assertEqual([(f["code"], f["input"], f["line"]) for f in findings],
                         [(UNKNOWN, 0, 1), (UNKNOWN, 0, 2)])
        self.assertEqual(findings[0]["help"], 'did you mean "third"?')
        self.assertIn("in none of the tables", findings[1]["message"])
        text = self.run_tool("check", "--scripts", "mod", "pack", "other").out
        self.assertIn("GetChildrenNode('thirt')\n", text)

    def test_node_files(self):
        """Those of --nodes, and those in any of the folders."""
        self.code("GetChildrenNode('fourth')")
        self.node("packs/customAchievements/fourth.json", "fourth")
        self.assertEqual(self.unknown(self.check("pack", "other")), [(0, 1)])
        self.assertEqual(self.unknown(self.check("pack", "other", "--nodes", "packs")), [])
        shutil.copytree(os.path.join(self.work, "packs/customAchievements"),
                        os.path.join(self.other, "customAchievements"))
        self.assertEqual(self.unknown(self.check("pack", "other")), [])

    def test_the_place_is_in_its_package(self):
        self.code("#", "x.LobbySetAchievementStorage(c, p, 'third', 1)")
        self.node("other/customAchievements/third.json", "third", is_cloud=True)
        finding, = [f for f in self.check("pack", "other", status=1).findings
                    if f["code"] == "script-cloud-auto"]
        self.assertEqual((finding["input"], finding["file"], finding["line"]), (1, "mod/a.py", 2))
        self.assertEqual(finding["related"][0]["file"], "customAchievements/third.json")
        text = self.run_tool("check", "--scripts", "mod", "pack", "other").out
        self.assertIn("\nother/customAchievements/third.json:1:", text)
        self.assertIn("'third', 1)\n", text)
        # Where the same node of another package is for the mod to upload, nothing is sure.
        self.node("pack/customAchievements/third.json", "third", is_cloud=True,
                  auto_sent_cloud=False)
        codes = [f["code"] for f in self.check("pack", "other", status=1).findings]
        self.assertNotIn("script-cloud-auto", codes)

    def test_one_cannot_be_opened(self):
        self.code("GetChildrenNode('fifth')", "GetChildrenNode(1)")
        for paths in (("pack", "nowhere"), ("nowhere", "pack")):
            result = self.check(*paths, status=3)
            self.assertEqual(self.unknown(result), [(0, 2)])
            self.assertIn("nowhere: No such file", result.err)
            self.assertIn("no node id in the scripts is said to be unknown", result.err)
        chinese = self.run_tool("check", "--lang", "zh", "--scripts", "mod", "pack", "nowhere").err
        self.assertIn("没有检查脚本里的节点 id 是否存在", chinese)
        self.assertNotIn("said to be", self.run_tool("check", "pack", "nowhere").err)

    def test_one_cannot_be_read(self):
        self.put_bytes("broken.zip", b"PK\3\4 and nothing else")
        result = self.check("pack", "broken.zip", status=1)
        self.assertEqual(self.unknown(result), [])
        self.assertIn("said to be unknown", result.err)

    def test_folder_of_scripts_is_missing(self):
        result = self.run_tool("check", "--scripts", "nowhere", "pack", "other")
        self.assertEqual(result.returncode, 3)
        self.assert_one_line(result.err)
        self.assertIn("2 packages: ok", result.out)

    def test_code_inside_a_package(self):
        for pack in ("pack", "other"):
            self.put(f"{pack}/mod/a.py", "GetChildrenNode('first')\n")
            for paths in (("pack", "other"), ("other", "pack")):
                findings = self.findings("--scripts", f"{pack}/mod", *paths)
                self.assertEqual([f["code"] for f in findings], [])
            shutil.rmtree(os.path.join(self.work, pack, "mod"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    run_cli.TOOL = os.path.abspath(parser.parse_args().tool)
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Scripts)
    return 0 if unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
