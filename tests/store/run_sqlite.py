#!/usr/bin/env python3
"""The SQLite store whose programs are killed, whose disk is full, and that many use at once.

SPDX-License-Identifier: MIT

    run_sqlite.py --crash CRASH_STORE [--shim LIBFAULTS.SO] [--rounds N] [NAME...]

Whatever happens: each write that was acknowledged is there, once, and nothing else is.
"""
import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

OPTIONS = argparse.Namespace()
SEED = random.randrange(1 << 32)


class Store(unittest.TestCase):
    """A file of SQLite and what the programs that write to it were told."""

    def setUp(self):
        self.work = tempfile.mkdtemp(prefix="ach_crash_")
        self.addCleanup(shutil.rmtree, self.work)
        self.chance = random.Random(SEED)
        self.use(self.work)

    def use(self, folder):
        self.file = os.path.join(folder, "progress.db")
        self.url = "sqlite:" + self.file

    def notes(self, worker):
        return os.path.join(self.work, f"notes{worker}")

    def start(self, worker, batches, **environment):
        if environment:
            environment = {**environment, "LD_PRELOAD": OPTIONS.shim}
        return subprocess.Popen([OPTIONS.crash, self.url, self.notes(worker), str(batches)],
                                stdout=subprocess.PIPE, text=True,
                                env={"PATH": os.environ["PATH"], **environment})

    def end(self, process, code=0):
        words = process.communicate(timeout=120)[0]
        if code is not None:
            self.assertEqual(process.returncode, code, words)
        return words

    def run_one(self, worker, batches, code=0, **environment):
        return self.end(self.start(worker, batches, **environment), code)

    def check(self, workers, settle=True):
        """Every worker learns what became of its last batch; then all of it must be there."""
        for worker in range(workers if settle else 0):
            self.run_one(worker, 1)
        done = subprocess.run([OPTIONS.crash, self.url, *map(self.notes, range(workers))],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, f"{done.stdout}{done.stderr} (seed {SEED})")
        database = sqlite3.connect(self.file)
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        database.close()
        return done.stdout.strip()

    def tell(self, text):
        print(f"\n  {self.id().split('.')[-1]}: {text}", file=sys.stderr)


class Kills(Store):
    """kill -9 at any moment."""

    def kill_all(self, workers, rounds):
        running = [self.start(worker, 0) for worker in range(workers)]
        for at in range(rounds):
            worker = self.chance.randrange(workers)
            if self.chance.randrange(4):  # else it may not even have opened the store
                self.assertEqual(running[worker].stdout.readline(), "ready\n", f"seed {SEED}")
            time.sleep(self.chance.uniform(0, 0.02))
            self.assertIsNone(running[worker].poll(), f"seed {SEED}")
            running[worker].kill()
            self.end(running[worker], -9)
            if at % 50 == 49:
                for other in range(workers):
                    if other != worker:
                        running[other].kill()
                        self.end(running[other], -9)
                self.check(workers)
                running = [self.start(other, 0) for other in range(workers)]
            else:
                running[worker] = self.start(worker, 0)
        for process in running:
            process.kill()
            self.end(process, -9)
        self.tell(f"{rounds} kills, {self.check(workers)}")

    def test_alone(self):
        self.kill_all(1, OPTIONS.rounds)

    def test_three(self):
        self.kill_all(3, OPTIONS.rounds)


class Races(Store):
    """Several processes at the same records: none waits for ever, none overwrites another."""

    def test_three(self):
        self.run_one(0, 1)
        running = [self.start(worker, OPTIONS.rounds) for worker in range(3)]
        for process in running:
            self.end(process)
        text = self.check(3)
        self.assertNotIn(" 0 conflicts", text)
        self.tell(text)

    def test_all_make_the_file(self):
        """Who comes first makes the tables."""
        for _ in range(10):
            for name in os.listdir(self.work):
                os.remove(os.path.join(self.work, name))
            running = [self.start(worker, 2) for worker in range(4)]
            for process in running:
                self.end(process)
            self.check(4)


class Full(Store):
    """A real small disk, where this process may mount one."""

    def test_disk(self):
        small = os.path.join(self.work, "small")
        os.mkdir(small)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", small], check=False)
        self.use(small)
        self.run_one(0, 1)
        for _ in range(20):
            ballast = os.path.join(small, "ballast")
            with open(ballast, "wb", buffering=0) as file:
                left = os.statvfs(small)
                keep = self.chance.randrange(0, 200000)
                file.write(bytes(max(left.f_bavail * left.f_frsize - keep, 0)))
            words = self.run_one(0, 400, code=None)
            os.remove(ballast)
            self.assertRegex(words, r"^ready\n(apply: status 1\n)?$|no room left.*\nopen: status 1")
            self.check(1)
        self.tell(self.check(1))


@unittest.skipUnless("--shim" in sys.argv, "needs the shim")
class Faults(Store):
    """Each file call in turn fails, or is the last one."""

    def count(self, name):
        path = os.path.join(self.work, "counts")
        self.run_one(0, 4, **{name: path})
        with open(path, encoding="ascii") as file:
            numbers = [int(word) for word in file.read().split()]
        self.forget()
        return numbers

    def forget(self):
        for name in os.listdir(self.work):
            os.remove(os.path.join(self.work, name))

    def try_all(self, **faults):
        calls = self.count("FAULT_COUNT")[1]
        self.assertGreater(calls, 30)
        (name, value), *more = faults.items()
        for n in range(1, calls + 1):
            self.run_one(0, 4, code=-9 if name == "FAULT_KILL" else None,
                         **{name: str(n), **dict(more)})
            self.check(1)
            self.forget()
        self.tell(f"{calls} calls")

    def test_commits_reach_the_disk(self):
        self.run_one(0, 1)
        path = os.path.join(self.work, "counts")
        self.run_one(0, 20, FAULT_SYNCS=path)
        with open(path, encoding="ascii") as file:
            self.assertGreaterEqual(int(file.read()), 20)

    def test_no_room(self):
        self.try_all(FAULT_CALL=None)

    def test_no_room_any_more(self):
        self.try_all(FAULT_CALLS_FROM=None)

    def test_broken_disk(self):
        self.try_all(FAULT_CALL=None, FAULT_ERROR="5")

    def test_killed(self):
        self.try_all(FAULT_KILL=None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--crash", required=True, help="crash_store")
    parser.add_argument("--shim", help="tests/fault's library")
    parser.add_argument("--rounds", type=int, default=120, help="how often a program is killed")
    parser.add_argument("names", nargs="*")
    parser.parse_args(namespace=OPTIONS)
    if OPTIONS.shim:
        folder = tempfile.mkdtemp()  # LD_PRELOAD takes no path with a space
        OPTIONS.shim = shutil.copy(OPTIONS.shim, folder)
    try:
        program = unittest.main(argv=[sys.argv[0], *OPTIONS.names], exit=False)
    finally:
        if OPTIONS.shim:
            shutil.rmtree(os.path.dirname(OPTIONS.shim))
    return not program.result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
