#!/usr/bin/env python3
"""Outboxes whose process is killed, and whose disk fails: what was committed is there, all of it, and
nothing else is.

SPDX-License-Identifier: MIT

    run_outbox.py --drive DRIVE_OUTBOX [--rounds N] [--every N] [--folder FOLDER]

--rounds: how often a process is killed at a random moment; --every: of how many calls that write one
is made to fail, and one to be the last. The transactions are a function of their number; this
program keeps its own account of them.
"""
import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

OPTIONS = argparse.Namespace()
IDS, BEHIND, EXTRA_MOST, LAST = 4, 40, 6000, 10**9


class Numbers:
    """As in drive_outbox.c."""

    def __init__(self, seed):
        self.seed = seed

    def next(self):
        self.seed = (self.seed * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.seed >> 33


class Account:
    """What an outbox must hold after so many transactions."""

    def __init__(self):
        self.number = 0
        self.waiting = {}
        self.local = {}

    def put(self, key, numbers):
        player, node, delta = numbers.next() % 16, numbers.next() % 8, numbers.next() % 100
        in_batch, has_extra = numbers.next() % 2, int(numbers.next() % 4 == 0)
        seen = size = 0
        letter = "-"
        if has_extra:
            seen, size = numbers.next() % 10, numbers.next() % EXTRA_MOST
            letter = chr(ord("a") + key % 26) if size else "-"
        self.waiting[key] = (f"waiting {key} p{player} n{node} {delta} {in_batch} {has_extra} {seen} "
                             f"{size} {letter}")

    def go_to(self, number):
        while self.number < number:
            self.number += 1
            numbers = Numbers(self.number)
            for place in range(numbers.next() % IDS + 1):
                self.put(self.number * IDS + place, numbers)
            self.put((self.number - 1) * IDS + 1, numbers)
            for place in range(IDS):
                self.waiting.pop((self.number - BEHIND) * IDS + place, None)
            self.local[(numbers.next() % 16, numbers.next() % 8)] = self.number

    def lines(self):
        return ([text for _, text in sorted(self.waiting.items())] +
                [f"local p{player} n{node} {progress}"
                 for (player, node), progress in sorted(self.local.items())])


def run(*words):
    return subprocess.run([OPTIONS.drive, *map(str, words)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, timeout=120, check=False)


class Outbox(unittest.TestCase):
    """Each test has a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(dir=OPTIONS.folder)
        self.files = 0
        self.fresh()

    def tearDown(self):
        shutil.rmtree(self.folder)

    def fresh(self):
        self.files += 1
        self.path = os.path.join(self.folder, f"{self.files}.outbox")
        self.account = Account()
        self.source = None

    def check(self, least, most):
        """Holds the file against the account, which goes on to where the file is."""
        dumped = run("dump", self.path)
        self.assertEqual(dumped.returncode, 0, dumped.stdout)
        head, *lines = dumped.stdout.splitlines()
        _, number, source = head.split(" ")
        self.assertIn(source, (self.source or source,))
        self.source = source if least > 0 else None  # made anew where it was never committed
        self.assertGreaterEqual(int(number), least)
        self.assertLessEqual(int(number), most)
        self.account.go_to(int(number))
        self.assertEqual(lines, self.account.lines())

    def newest_of(self, text):
        """The number that was acknowledged last."""
        newest = self.account.number
        for line in text.splitlines(keepends=True):
            if line.endswith("\n") and line.startswith(("done ", "opened ")):
                newest = int(line.split(" ")[1])
        return newest

    def test_random_moments(self):
        for turn in range(OPTIONS.rounds):
            if turn % 10 == 0:
                self.fresh()
            process = subprocess.Popen([OPTIONS.drive, "run", self.path, str(LAST)],
                                       stdout=subprocess.PIPE, text=True)
            # From before the file is there to several puttings away of the log.
            time.sleep(random.choice((0.004, 0.02, 0.1)) * random.random())
            process.send_signal(signal.SIGKILL)
            newest = self.newest_of(process.communicate(timeout=60)[0])
            self.assertEqual(process.returncode, -signal.SIGKILL)
            self.check(newest, newest + 1)

    def calls(self, last):
        """How many calls write until then."""
        self.fresh()
        ran = run("run", self.path, last, "error", 0)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.check(last, last)
        return int(ran.stdout.splitlines()[-1].split(" ")[1])

    def test_killed_at_each_call(self):
        last = 120
        for kind in ("kill", "torn"):
            for at in range(1, self.calls(last) + 1, OPTIONS.every):
                with self.subTest(kind=kind, at=at):
                    self.fresh()
                    ran = run("run", self.path, last, kind, at)
                    self.assertEqual(ran.returncode, -signal.SIGKILL)
                    newest = self.newest_of(ran.stdout)
                    self.check(newest, newest + 1)

    def test_each_call_fails(self):
        last = 120
        for kind in ("full", "error"):
            told = 0
            for at in range(1, self.calls(last) + 1, OPTIONS.every):
                with self.subTest(kind=kind, at=at):
                    self.fresh()
                    ran = run("run", self.path, last, kind, at)
                    self.assertEqual(ran.returncode, 0, ran.stdout)
                    for line in ran.stdout.splitlines():
                        if line.startswith("failed "):
                            told += 1
                            wanted = "store-full" if kind == "full" else "store-failed"
                            self.assertEqual(line.split(" ")[2], wanted)
                    self.check(last, last)
            self.assertGreater(told, 0)

    def test_damaged_in_any_place(self):
        """Bytes changed at random: an answer in words, no crash, and never a change to the file."""
        codes = set()
        self.assertEqual(run("run", self.path, 60).returncode, 0)
        with open(self.path, "rb") as file:
            good = file.read()
        for _ in range(max(60, OPTIONS.rounds)):
            bad = bytearray(good)
            start = random.choice((0, random.randrange(len(bad))))
            for _ in range(random.choice((1, 4, 200))):
                bad[min(len(bad) - 1, start + random.randrange(600))] = random.randrange(256)
            with open(self.path, "wb") as file:
                file.write(bad)
            dumped = run("dump", self.path)
            self.assertIn(dumped.returncode, (0, 1))
            if dumped.returncode == 1:
                codes.add(dumped.stdout.splitlines()[-1].split(" ")[2])
                with open(self.path, "rb") as file:
                    self.assertTrue(file.read() == bad, "the file was changed")
        self.assertLessEqual(codes, {"store-damaged", "store-foreign", "store-newer",
                                     "store-failed"})
        self.assertIn("store-damaged", codes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--drive", required=True)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--every", type=int, default=23)
    parser.add_argument("--folder", help="where the files lie",
                        default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("words", nargs="*")
    parser.parse_args(namespace=OPTIONS)
    random.seed(OPTIONS.seed)
    print(f"seed {OPTIONS.seed}", file=sys.stderr)
    unittest.main(argv=[sys.argv[0], *OPTIONS.words])


if __name__ == "__main__":
    main()
