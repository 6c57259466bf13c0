#!/usr/bin/env python3
"""The sample server as its users run it: lines, clients, packages that change while it runs.

SPDX-License-Identifier: MIT

    run_server.py --tool ACHPACK --server SERVER
"""
import argparse
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TOOL = ""
SERVER = ""
PATIENCE = 20  # seconds


class Reader:
    """Lines of a descriptor, none later than PATIENCE."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.rest = b""

    def line(self):
        end = time.monotonic() + PATIENCE
        while b"\n" not in self.rest:
            if not select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"nothing came; so far: {self.rest!r}")
            more = os.read(self.descriptor, 65536)
            if not more:
                raise AssertionError(f"the end came; so far: {self.rest!r}")
            self.rest += more
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode("utf-8")

    def until(self, start):
        lines = [self.line()]
        while not lines[-1].startswith(start):
            lines.append(self.line())
        return lines

    def answer(self):
        head = self.line()
        if head.startswith("error: "):
            return head
        assert head.startswith("ok "), head
        return [self.line() for _ in range(int(head[3:]))]

    def ended(self):
        return bool(select.select([self.descriptor], [], [], PATIENCE)[0]) and \
            os.read(self.descriptor, 1) == b""


class Server(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.work)
        self.folder = os.path.join(self.work, "packages")
        self.path = os.path.join(self.work, "socket")
        os.mkdir(self.folder)
        self.first = self.build("first.zip")
        self.second = self.build("second.zip", "第一次远航".encode("gbk"))

    def build(self, name, title=None):
        """The sample package; with a title the one of its first row is replaced."""
        source = os.path.join(self.work, "source")
        shutil.copytree(os.path.join(ROOT, "samples/packs/sky-islands"), source)
        if title:
            table = os.path.join(source, "NodeSetting.csv")
            with open(table, "rb") as file:
                data = file.read()
            with open(table, "wb") as file:
                file.write(data.replace("空岛启程".encode("gbk"), title))
        target = os.path.join(self.work, name)
        subprocess.run([TOOL, "build", source, "-o", target, "--quiet"], check=True,
                       timeout=PATIENCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.rmtree(source)
        with open(target, "rb") as file:
            return file.read()

    def start(self, *arguments, **environment):
        base = {"PATH": os.environ["PATH"], "LANG": "C"}
        base.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        self.process = subprocess.Popen([SERVER, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env={**base, **environment})
        self.addCleanup(self.stop)
        self.out = Reader(self.process.stdout.fileno())
        self.log = Reader(self.process.stderr.fileno())

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def type(self, line):
        self.process.stdin.write(line.encode("utf-8") + b"\n")
        self.process.stdin.flush()
        return self.out.answer()

    def quit(self):
        self.process.stdin.write(b"quit\n")
        self.process.stdin.flush()
        self.assertEqual(self.process.wait(PATIENCE), 0, self.process.stderr.read())

    def put(self, name, data, atomically=True):
        target = os.path.join(self.folder, name)
        with open(target + ".tmp" if atomically else target, "wb") as file:
            file.write(data)
        if atomically:
            os.rename(target + ".tmp", target)

    def client(self):
        one = socket.socket(socket.AF_UNIX)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                one.connect(self.path)
                break
            except BlockingIOError:  # the server has not taken the earlier ones yet
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        one.settimeout(PATIENCE)
        self.addCleanup(one.close)
        return one, Reader(one.fileno())

    def test_answers(self):
        self.put("sky.zip", self.first)
        self.start(self.folder)
        self.assertEqual(self.type("list"), ["sky 12"])
        shown = self.type("show sky")
        self.assertEqual(len(shown), 12)
        self.assertEqual(shown[0], "sky_arrival 空岛启程")
        node = self.type("get sky sky_arrival")
        self.assertEqual((len(node), node[1]), (3, "空岛启程"))
        picture = os.path.join(ROOT, "samples/packs/sky-islands/textures/island.png")
        self.assertEqual(self.type("icon sky sky_arrival fin"),
                         [f"{os.path.getsize(picture)} 120x120"])
        self.assertIn("120x120", self.type("icon sky sky_arrival pre")[0])
        for line, wanted in (("get sky nothing", "no such node"), ("get sea x", "no such package"),
                             ("show", "try list"), ("", "try list"), ("get a b c d e", "try list"),
                             ("icon sky sky_arrival", "try list"), ("list " * 400, "too long"),
                             ("icon sky sky_arrival big", "try list"), ("LIST", "try list")):
            answer = self.type(line)
            self.assertTrue(answer.startswith("error: ") and wanted in answer, (line, answer))
        self.assertEqual(self.type("list"), ["sky 12"])
        self.quit()

    def test_changes(self):
        self.start(self.folder)
        self.assertEqual(self.type("list"), [])
        self.put("sky.zip", self.first)
        self.log.until("loaded sky")
        self.assertEqual(self.type("show sky")[0], "sky_arrival 空岛启程")
        for turn in range(6):
            data, title = ((self.second, "第一次远航"), (self.first, "空岛启程"))[turn % 2]
            self.put("sky.zip", data, atomically=turn % 3 != 0)
            self.log.until("loaded sky")
            self.assertEqual(self.type("show sky")[0], "sky_arrival " + title)
        self.put("sky.zip", self.first[:-100])
        self.log.until("refused sky")
        self.assertIn("[zip-", self.log.line())
        self.assertEqual(self.type("show sky")[0], "sky_arrival 空岛启程")
        self.put("sky.zip", self.second, atomically=False)
        self.log.until("loaded sky")
        self.assertEqual(self.type("show sky")[0], "sky_arrival 第一次远航")
        os.remove(os.path.join(self.folder, "sky.zip"))
        self.log.until("removed sky")
        self.assertEqual(self.type("list"), [])
        self.quit()

    def test_a_file_that_grows_slowly(self):
        self.put("sky.zip", self.first)
        self.start(self.folder)
        self.log.until("loaded sky")
        with open(os.path.join(self.folder, "sky.zip"), "wb") as file:
            for at in range(0, len(self.second), len(self.second) // 20):
                file.write(self.second[at:at + len(self.second) // 20])
                file.flush()
                self.assertEqual(self.type("show sky")[0], "sky_arrival 空岛启程")
                time.sleep(0.01)
        self.log.until("loaded sky")
        self.assertEqual(self.type("show sky")[0], "sky_arrival 第一次远航")
        self.quit()

    def test_clients(self):
        self.put("sky.zip", self.first)
        self.start(self.folder, self.path)
        self.log.until("loaded sky")
        self.type("list")  # from here on the socket is there
        clients = [self.client() for _ in range(16)]
        for one, reader in clients:
            one.sendall(b"list\nget sky")
            self.assertEqual(reader.answer(), ["sky 12"])
        _, late = self.client()
        self.assertTrue(late.ended())  # the seventeenth
        for one, reader in clients:
            one.sendall(b" sky_arrival\n")
            self.assertEqual(reader.answer()[1], "空岛启程")
        clients[0][0].sendall(b"quit\n")
        self.assertTrue(clients[0][1].ended())
        one, reader = self.client()  # there is a place again
        one.sendall(b"x" * 5000 + b"\nlist\n")
        self.assertIn("too long", reader.answer())
        self.assertEqual(reader.answer(), ["sky 12"])
        clients[1][0].close()
        deaf, _ = self.client()
        try:  # it never reads: it is dropped, and nobody waits for it
            for _ in range(100000):
                deaf.sendall(b"show sky\n" * 100)
        except OSError:
            pass
        self.assertEqual(self.type("list"), ["sky 12"])
        self.process.stdin.close()  # clients are served on without standard input
        one.sendall(b"list\n")
        self.assertEqual(reader.answer(), ["sky 12"])
        self.process.stdin = open(os.devnull, "wb")

    def test_chinese_and_wrong_usage(self):
        self.put("sky.zip", self.first[:500])
        self.start("--lang", "zh", self.folder)
        self.log.until("拒绝加载 sky")
        self.assertRegex(self.log.line(), "[一-龥]")
        self.assertEqual(self.type("get sky x"), "error: 没有这个成就包")
        self.quit()
        self.stop()
        self.start(self.folder, LANG="zh_CN.UTF-8")
        self.assertIn("可用的命令", self.type("?"))
        self.quit()
        self.stop()
        for arguments, status in (([], 2), (["a", "b", "c"], 2), ([self.work + "/nowhere"], 1),
                                  ([self.folder, self.work + "/no/socket"], 1)):
            self.start(*arguments)
            self.assertEqual(self.process.wait(PATIENCE), status)
            self.stop()


def main():
    global TOOL, SERVER
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--server", required=True)
    args = parser.parse_args()
    TOOL, SERVER = os.path.abspath(args.tool), os.path.abspath(args.server)
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Server)
    return 0 if unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
