#!/usr/bin/env python3
"""Faults in turn: every allocation, every file call, a full disk, a file-size limit, kills.

SPDX-License-Identifier: MIT

    run_faults.py --tool ACHPACK --shim LIBFAULTS.SO WHAT...

WHAT: memory, files, limit, kill, disk. After each run the target is either the old file or the
whole new one, the program has not crashed, and where it failed it has said why in one line.
"""
import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "cases"))
from run_case import encode_table  # noqa: E402

OLD = b"the package of yesterday\n"


class Bench:
    """A good package, a flawed one, and what a run on them should give."""

    def __init__(self, args, work):
        self.args = args
        self.work = work
        self.shim = shutil.copy(args.shim, work)  # LD_PRELOAD takes no path with a space
        self.good = os.path.join(work, "good")
        shutil.copytree(os.path.join(os.path.dirname(HERE), "cases/_base"), self.good)
        encode_table(self.good)
        self.bad = os.path.join(work, "bad")
        shutil.copytree(self.good, self.bad)
        os.remove(os.path.join(self.bad, "textures/a.png"))
        with open(os.path.join(self.bad, "textures/b.png"), "r+b") as file:
            file.truncate(300)
        self.old = self.version("old", 5, "minecraft:cow")
        self.newer = self.version("newer", 9, "minecraft:pig")
        os.remove(os.path.join(self.newer, "customAchievements/second.json"))
        shutil.copy(os.path.join(self.good, "textures/b.png"),
                    os.path.join(self.newer, "textures/a.png"))
        self.scripts = os.path.join(work, "scripts")
        os.mkdir(self.scripts)
        with open(os.path.join(self.scripts, "server.py"), "w", encoding="gbk") as file:
            file.write("# -*- coding: gbk -*-\ncomp.AddNodeProgress(player, 'frist', 1)\n"
                       "comp.SetNodeFinish(player, u'第一' '\\x41')\n")
        self.target = os.path.join(work, "out", "pack.zip")
        os.mkdir(os.path.dirname(self.target))
        self.expected = {}

    def version(self, name, goal, animal):
        """The good package with node files."""
        folder = os.path.join(self.work, name)
        shutil.copytree(self.good, folder)
        os.mkdir(os.path.join(folder, "customAchievements"))
        for node in ("first", "second"):
            path = os.path.join(folder, "customAchievements", node + ".json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"node_ID": node, "title": node, "unfinished_icon": "textures/a",
                           "finished_icon": "textures/b", "goal_number": goal,
                           "node_description": node, "window_background": "textures/c",
                           "goal_details": {"goal_type": "default_kill",
                                            "entity_identifier": animal}}, file)
        return folder

    def build(self):
        return ["build", self.good, "-o", self.target]

    def run(self, command, before=None, **environment):
        with open(self.target, "wb") as file:
            file.write(OLD)
        return subprocess.run(
            [self.args.tool, *command], capture_output=True, timeout=20, preexec_fn=before,
            env={"PATH": os.environ["PATH"], "LANG": "C",
                 **({"LD_PRELOAD": self.shim} if environment else {}), **environment})

    def counts(self, command):
        path = os.path.join(self.work, "counts")
        result = self.run(command, FAULT_COUNT=path)
        with open(path, encoding="ascii") as file:
            allocations, calls = file.read().split()
        if int(allocations) < 20 or (command[0] == "build" and int(calls) < 5):
            raise SystemExit(f"the shim counted {allocations} {calls}: does it work?")
        self.expected[tuple(command)] = (result.returncode, result.stdout, result.stderr)
        if command[0] == "build":
            self.new = self.read_target()
            assert self.new != OLD and result.returncode == 0, result
        return int(allocations), int(calls)

    def read_target(self):
        with open(self.target, "rb") as file:
            return file.read()

    def judge(self, command, result, what):
        """A failed run says so; whatever happened, the target is whole."""
        target = self.read_target()
        if target not in (OLD, self.new):
            raise SystemExit(f"{what}: the target is neither old nor new ({len(target)} bytes)")
        same = (result.returncode, result.stdout, result.stderr) == self.expected[tuple(command)]
        if same:
            return
        if result.returncode != 3:
            raise SystemExit(f"{what}: status {result.returncode}\n{result.stdout}\n{result.stderr}")
        lines = result.stderr.decode().splitlines()
        if not lines or not lines[-1].startswith("achpack: "):
            raise SystemExit(f"{what}: says {result.stderr!r}")
        left = set(os.listdir(os.path.dirname(self.target))) - {"pack.zip"}
        if left:
            raise SystemExit(f"{what}: left {left} behind")


def try_memory(bench):
    total = 0
    for command in (["check", bench.good], ["check", "--format", "json", bench.bad],
                    ["check", "--format", "sarif", bench.bad], ["show", bench.good],
                    ["check", bench.newer, "--scripts", bench.scripts],
                    ["diff", bench.old, bench.newer],
                    ["diff", "--format", "json", bench.newer, bench.old], bench.build()):
        allocations, _ = bench.counts(command)
        for name in ("FAULT_ALLOCATION", "FAULT_ALLOCATIONS_FROM"):
            for n in range(1, allocations + 1):
                result = bench.run(command, **{name: str(n)})
                bench.judge(command, result, f"{command[0]} {name}={n}")
                total += 1
    return f"{total} allocations refused"


def try_files(bench):
    command = bench.build()
    _, calls = bench.counts(command)
    for n in range(1, calls + 1):
        bench.judge(command, bench.run(command, FAULT_CALL=str(n)), f"FAULT_CALL={n}")
    return f"{calls} file calls refused"


def try_limit(bench):
    command = bench.build()
    bench.counts(command)
    sizes = list(range(0, len(bench.new) + 64, 37))
    for size in sizes:
        def before(size=size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (max(size, 1), max(size, 1)))
        # The old target is written outside the limit; only the child has it.
        result = bench.run(command, before=before)
        target = bench.read_target()
        if target not in (OLD, bench.new):
            raise SystemExit(f"limit {size}: the target is neither old nor new")
        if size < len(bench.new) and result.returncode != 3:
            raise SystemExit(f"limit {size}: status {result.returncode}")
    return f"{len(sizes)} file-size limits"


def try_kill(bench):
    command = bench.build()
    _, calls = bench.counts(command)
    new = 0
    for n in range(1, calls + 1):
        result = bench.run(command, FAULT_KILL=str(n))
        if result.returncode != -9:
            raise SystemExit(f"FAULT_KILL={n}: status {result.returncode}")
        if bench.read_target() not in (OLD, bench.new):
            raise SystemExit(f"FAULT_KILL={n}: the target is neither old nor new")
        new += bench.read_target() == bench.new
    if not 0 < new < calls:
        raise SystemExit(f"the kills never met both sides of the rename ({new} of {calls})")
    chance = random.Random(1)
    for _ in range(100):
        with open(bench.target, "wb") as file:
            file.write(OLD)
        child = subprocess.Popen([bench.args.tool, *command], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * 0.02)
        child.kill()
        child.wait()
        if bench.read_target() not in (OLD, bench.new):
            raise SystemExit("a kill left a target that is neither old nor new")
    return f"killed at {calls} calls and at 100 random moments"


def try_disk(bench):
    """A real small disk, where this process may mount one."""
    small = os.path.join(bench.work, "small")
    os.mkdir(small)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small],
                             capture_output=True)
    if mounted.returncode != 0:
        with open("/dev/full", "wb") as full:
            result = subprocess.run([bench.args.tool, "check", bench.good], stdout=full,
                                    stderr=subprocess.PIPE)
        if result.returncode != 3:
            raise SystemExit(f"/dev/full: status {result.returncode}")
        return "no right to mount a small disk; only /dev/full was tried"
    try:
        target = os.path.join(small, "pack.zip")
        with open(target, "wb") as file:
            file.write(OLD)
        with open(os.path.join(small, "ballast"), "wb") as file:
            try:
                file.write(b"x" * 65536)
            except OSError:
                pass
        result = subprocess.run([bench.args.tool, "build", bench.good, "-o", target],
                                capture_output=True, env={"LANG": "C"})
        with open(target, "rb") as file:
            content = file.read()
        if result.returncode != 3 or content != OLD or b"No space left" not in result.stderr:
            raise SystemExit(f"full disk: status {result.returncode}, {result.stderr}")
        if set(os.listdir(small)) != {"pack.zip", "ballast"}:
            raise SystemExit(f"full disk: {os.listdir(small)} is left")
    finally:
        subprocess.run(["umount", small], check=False)
    with open("/dev/full", "wb") as full:
        result = subprocess.run([bench.args.tool, "check", bench.good], stdout=full,
                                stderr=subprocess.PIPE)
    if result.returncode != 3:
        raise SystemExit(f"/dev/full: status {result.returncode}")
    return "a full disk and a full standard output"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("what", nargs="+")
    args = parser.parse_args()
    tries = {"memory": try_memory, "files": try_files, "limit": try_limit, "kill": try_kill,
             "disk": try_disk}
    for what in args.what:
        with tempfile.TemporaryDirectory() as work:
            bench = Bench(args, work)
            bench.counts(bench.build())
            print(f"PASS {what}: {tries[what](bench)}; "
                  f"new target {hashlib.sha256(bench.new).hexdigest()[:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
