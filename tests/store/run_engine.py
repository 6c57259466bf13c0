#!/usr/bin/env python3
"""Rooms with an outbox that are killed, whose database is restarted, whose disk is full.

SPDX-License-Identifier: MIT

    run_engine.py --crash CRASH_ENGINE [--rounds N] [NAME...]

Whatever happens: what a poll has made safe is stored, once, and nothing that was not asked for is;
extra belongs to the progress beside it.
"""
import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from postgres_server import Server, folder_for_data, programs  # noqa: E402

OPTIONS = argparse.Namespace()
SEED = random.randrange(1 << 32)


class Rooms(unittest.TestCase):
    """Rooms on one store, each with an outbox and with notes of what it was promised."""

    def setUp(self):
        self.work = tempfile.mkdtemp(prefix="ach_engine_", dir=folder_for_data())
        self.addCleanup(shutil.rmtree, self.work)
        self.chance = random.Random(SEED)
        self.url = "sqlite:" + os.path.join(self.work, "progress.db")
        self.outboxes = self.work

    def words(self, how, room):
        return [OPTIONS.crash, how, self.url, os.path.join(self.outboxes, f"outbox{room}"),
                os.path.join(self.work, f"notes{room}")]

    def start(self, room, rounds=0, **more):
        return subprocess.Popen([*self.words("run", room), str(rounds)], stdout=subprocess.PIPE,
                                text=True, **more)

    def end(self, process, code=0):
        words = process.communicate(timeout=60)[0]
        if code is not None:
            self.assertEqual(process.returncode, code, f"{words} (seed {SEED})")
        return words

    def check(self, rooms):
        """Everything is sent; then all of it must be there."""
        for room in range(rooms):
            done = subprocess.run(self.words("drain", room), capture_output=True, text=True,
                                  timeout=60, check=False)
            self.assertEqual(done.returncode, 0, f"{done.stdout}{done.stderr} (seed {SEED})")
        done = subprocess.run([OPTIONS.crash, "check", self.url,
                               *(self.words("", room)[4] for room in range(rooms))],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, f"{done.stdout}{done.stderr} (seed {SEED})")
        return done.stdout.strip()

    def tell(self, text):
        print(f"\n  {self.id().split('.')[-1]}: {text}", file=sys.stderr)

    def assert_runs(self, process):
        if process.poll() is not None:
            self.fail(f"{process.communicate()[0]} (seed {SEED})")

    def kill_all(self, rooms, rounds):
        running = [self.start(room) for room in range(rooms)]
        for at in range(rounds):
            room = self.chance.randrange(rooms)
            if self.chance.randrange(4):  # else it may not even have opened its outbox
                self.assertEqual(running[room].stdout.readline(), "ready\n", f"seed {SEED}")
            time.sleep(self.chance.uniform(0, 0.02))
            self.assert_runs(running[room])
            running[room].kill()
            self.end(running[room], -9)
            if at % 50 == 49:
                self.kill_others(running, room)
                self.check(rooms)
                running = [self.start(other) for other in range(rooms)]
            else:
                running[room] = self.start(room)
        self.kill_others(running, None)
        self.tell(f"{rounds} kills, {self.check(rooms)}")

    def kill_others(self, running, but):
        for room, process in enumerate(running):
            if room != but:
                process.kill()
                self.end(process, -9)


class Kills(Rooms):
    """kill -9 at any moment."""

    def test_alone(self):
        self.kill_all(1, OPTIONS.rounds)

    def test_two(self):
        self.kill_all(2, OPTIONS.rounds)

    def test_leaving_in_peace(self):
        """Engines that are closed with sets on their way."""
        for _ in range(20):
            self.end(self.start(0, self.chance.randrange(1, 60)))
        self.tell(self.check(1))


class Races(Rooms):
    """Rooms at the same records, at once."""

    def test_three(self):
        for process in [self.start(room, 2000) for room in range(3)]:
            self.end(process)
        text = self.check(3)
        self.assertNotIn(" 0 conflicts", text)
        self.tell(text)


class Full(Rooms):
    """No room on the disk of the outboxes, or of the store."""

    def use_small(self, size):
        """A small disk."""
        small = os.path.join(self.work, "small")
        os.mkdir(small)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", small],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", small], check=False)
        return small

    def fill_again_and_again(self, small):
        for _ in range(max(OPTIONS.rounds // 10, 3)):
            process = self.start(0, 3000)
            self.assertEqual(process.stdout.readline(), "ready\n")
            for _ in range(3):
                time.sleep(self.chance.uniform(0, 0.05))
                ballast = os.path.join(small, "ballast")
                with open(ballast, "wb") as file:
                    left = os.statvfs(small)
                    keep = self.chance.randrange(0, 50000)
                    try:
                        os.posix_fallocate(file.fileno(), 0,
                                           max(left.f_bavail * left.f_frsize - keep, 1))
                    except OSError:  # the room was quicker
                        pass
                time.sleep(self.chance.uniform(0, 0.05))
                os.remove(ballast)
            process.kill()
            self.end(process, None)
        text = self.check(1)
        self.assertNotIn(" 0 troubles", text)
        self.tell(text)

    def test_disk_of_the_outbox(self):
        self.outboxes = self.use_small("3m")
        self.fill_again_and_again(self.outboxes)

    def test_disk_of_the_store(self):
        small = self.use_small("80m")  # its log has 32 MiB before it is put away
        self.url = "sqlite:" + os.path.join(small, "progress.db")
        self.fill_again_and_again(small)

    def test_file_limit(self):
        """No file of the process may grow beyond a size, neither the outbox's nor the store's."""
        self.end(self.start(0, 5))
        for _ in range(10):
            size = self.chance.randrange(50000, 150000)
            self.end(self.start(0, 400, preexec_fn=lambda: resource.setrlimit(  # noqa: B023
                resource.RLIMIT_FSIZE, (size, size))), None)
        text = self.check(1)
        self.assertNotIn(" 0 troubles", text)
        self.tell(text)


class Restarts(Rooms):
    """A PostgreSQL server that stops and starts, in the midst of it."""

    @classmethod
    def setUpClass(cls):
        try:
            programs()
        except FileNotFoundError as missing:
            if os.environ.get("ACHPACK_TEST_WITHOUT_POSTGRESQL") != "1":
                raise
            raise unittest.SkipTest(str(missing)) from None

    def restart(self, rooms, kills):
        with Server() as server:
            self.url = server.url()
            running = [self.start(room) for room in range(rooms)]
            for _ in range(OPTIONS.restarts):
                time.sleep(self.chance.uniform(0.1, 0.5))
                self.chance.choice([server.crash, server.stop, server.stop_at_once,
                                    server.crash_postmaster])()
                time.sleep(self.chance.uniform(0, 0.2))
                if kills:
                    room = self.chance.randrange(rooms)
                    running[room].kill()
                    self.end(running[room], -9)
                    running[room] = self.start(room)
                server.start()
                for process in running:
                    self.assert_runs(process)
            time.sleep(0.2)
            self.kill_others(running, None)
            self.tell(f"{OPTIONS.restarts} restarts, {self.check(rooms)}")

    def test_server(self):
        self.restart(1, False)

    def test_server_and_rooms(self):
        self.restart(2, True)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--crash", required=True, help="crash_engine")
    words.add_argument("--rounds", type=int, default=25, help="how often rooms are killed")
    words.add_argument("--restarts", type=int, default=4, help="how often the server stops")
    words.add_argument("names", nargs="*")
    words.parse_args(namespace=OPTIONS)
    unittest.main(argv=[sys.argv[0], *OPTIONS.names])


if __name__ == "__main__":
    main()
