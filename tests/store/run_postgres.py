#!/usr/bin/env python3
"""The PostgreSQL store against a real server that is stopped, killed, frozen and locked.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from postgres_server import Server  # noqa: E402

OPTIONS = argparse.Namespace()
SERVER = None


def drive(*words, **more):
    return subprocess.Popen([OPTIONS.drive, *map(str, words)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True, **more)


def output_of(*words):
    return subprocess.run([OPTIONS.drive, *map(str, words)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, timeout=120, check=False).stdout


def forget_all():
    SERVER.ask("DELETE FROM achpack.record")
    SERVER.ask("DELETE FROM achpack.source")


class Line:
    """One line of the driver: what was done, how it ended, how long it took, the findings."""

    def __init__(self, text):
        head, *self.findings = text.strip().split(" | ")
        self.what, self.status, ms = head.split(" ")
        self.ms = int(ms)
        self.codes = [finding.partition(":")[0] for finding in self.findings]

    def __repr__(self):
        return f"{self.what} {self.status} {self.ms} {self.findings}"


class Once:
    """A driver that does one thing for each line it is sent."""

    def __init__(self, url, timeout):
        self.process = drive("once", url, timeout)
        self.opened = self.answer()

    def answer(self):
        return Line(self.process.stdout.readline())

    def tell(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def ask(self, word):
        self.tell(word)
        return self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


class Contract(unittest.TestCase):
    """The table of tests that all stores share."""

    def test_contract(self):
        if not OPTIONS.contract:
            self.skipTest("not built")
        done = subprocess.run([OPTIONS.contract], env={**os.environ,
                                                       "ACHPACK_TEST_POSTGRESQL": SERVER.url()},
                              timeout=300, check=False)
        self.assertEqual(done.returncode, 0)


class Refusals(unittest.TestCase):
    """What is wrong is said, and said right."""

    def refused(self, url, status, code, words):
        lines = [Line(line) for line in output_of("open", url, 2000).splitlines()]
        self.assertEqual((lines[-1].status, lines[-1].codes), (status, [code]), lines)
        self.assertIn(words, lines[-1].findings[0])
        return lines

    def test_wrong_password(self):
        lines = self.refused(SERVER.url(password="wrong"), "EIO", "store-unreachable",
                             "password authentication failed")
        self.assertLess(lines[-1].ms, 1500)

    def test_no_database(self):
        self.refused(SERVER.url(database="nothing"), "EIO", "store-unreachable", "does not exist")

    def test_no_server(self):
        self.refused("postgresql://lobby@/achpack?host=/nonexistent", "EIO", "store-unreachable",
                     "No such file")

    def test_bad_url_keeps_the_password(self):
        for url in ("postgresql://lobby:hush%ZZ@/achpack", "postgresql://lobby:hush@[/achpack",
                    "postgresql://lobby:hush@host:port:x/achpack"):
            text = output_of("open", url, 2000)
            self.assertIn("store-", text)
            self.assertNotIn("hush", text)

    def test_no_tables(self):
        SERVER.create("empty", tables=False)
        self.refused(SERVER.url(database="empty"), "EFORMAT", "store-foreign", "achpack.migration")

    def test_no_version(self):
        SERVER.create("blank")
        SERVER.ask("DELETE FROM achpack.migration", "blank")
        self.refused(SERVER.url(database="blank"), "EFORMAT", "store-foreign", "postgresql.sql")

    def test_newer(self):
        SERVER.create("newer")
        SERVER.ask("INSERT INTO achpack.migration (number) VALUES (2)", "newer")
        self.refused(SERVER.url(database="newer"), "EFORMAT", "store-newer", "version 2")

    def test_reader(self):
        lines = self.refused(SERVER.url(user="reader"), "EBUSY", "store-read-only", "denied")
        self.assertEqual([line.status for line in lines[:2]], ["OK", "OK"])

    def test_read_only_database(self):
        SERVER.create("still")
        SERVER.ask("ALTER DATABASE still SET default_transaction_read_only = on")
        lines = self.refused(SERVER.url(database="still"), "EBUSY", "store-read-only", "read-only")
        self.assertEqual([line.status for line in lines[:2]], ["OK", "OK"])

    def test_stranger(self):
        SERVER.ask("CREATE ROLE stranger LOGIN")
        self.refused(SERVER.url(user="stranger"), "EIO", "store-failed", "denied")

    def test_damaged_row(self):
        SERVER.create("odd")
        SERVER.ask("ALTER TABLE achpack.record DROP CONSTRAINT record_version_check", "odd")
        SERVER.ask("INSERT INTO achpack.record VALUES ('somebody', 'node', 1, 0, 0, '', 0)", "odd")
        lines = [Line(line) for line in
                 output_of("open", SERVER.url(database="odd"), 2000).splitlines()]
        self.assertEqual((lines[1].status, lines[1].codes), ("EFORMAT", ["store-damaged"]), lines)

    def test_file_twice(self):
        SERVER.run_file(os.path.join(OPTIONS.root, "docs", "postgresql.sql"), "achpack")
        self.assertEqual(SERVER.ask("SELECT count(*) FROM achpack.migration"), "1")

    def test_other_encoding(self):
        SERVER.ask("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0", "postgres")
        SERVER.run_file(os.path.join(OPTIONS.root, "docs", "postgresql.sql"), "latin")
        text = output_of("open", SERVER.url(database="latin"), 2000)
        self.assertEqual([Line(line).status for line in text.splitlines()], ["OK"] * 3, text)


class Waiting(unittest.TestCase):
    """No call waits for longer than it may, and nothing is half done afterwards."""

    def setUp(self):
        forget_all()

    def stored(self):
        return SERVER.ask("SELECT progress FROM achpack.progress WHERE player = 'once'") or "0"

    def test_locked(self):
        with Once(SERVER.url(), 1000) as once:
            self.assertEqual(once.ask("add").what, "applied")
            holder = subprocess.Popen(
                [os.path.join(SERVER.bin, "psql"), "-qX", "-h", SERVER.root, "-U", "owner",
                 "achpack"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            holder.stdin.write("BEGIN; SELECT 'held' FROM achpack.record FOR UPDATE;\n")
            holder.stdin.flush()
            while "held\n" not in holder.stdout.readline().lstrip(" "):
                pass
            line = once.ask("add")
            self.assertEqual((line.status, line.codes), ("EBUSY", ["store-busy"]), line)
            self.assertLess(line.ms, 1500)
            self.assertEqual(once.ask("read").status, "OK")  # readers wait for nobody
            holder.communicate("ROLLBACK;\n")
            self.assertEqual(self.stored(), "1")
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(self.stored(), "2")

    def test_frozen(self):
        with Once(SERVER.url(), 1000) as once, Once(SERVER.url(), 1000) as reader:
            self.assertEqual(once.ask("add").what, "applied")
            once.ask("prepare")
            SERVER.signal_all(signal.SIGSTOP)
            try:
                once.tell("again")
                reader.tell("read")
                with Once(SERVER.url(), 1000) as third:
                    lines = [once.answer(), reader.answer(), third.opened]
            finally:
                SERVER.signal_all(signal.SIGCONT)
            for line, status in zip(lines, ("EBUSY", "EIO", "EIO")):
                self.assertEqual((line.status, line.codes), (status, ["store-unreachable"]), line)
                self.assertIn("did not answer within 1000 ms", line.findings[0])
                self.assertTrue(900 < line.ms < 1500, line)
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(self.stored(), "2")

    def test_frozen_in_commit(self):
        """The answer to COMMIT does not come: unknown, until the same batch is asked for again."""
        SERVER.ask("CREATE FUNCTION achpack.wait() RETURNS trigger LANGUAGE plpgsql AS "
                   "'BEGIN PERFORM pg_sleep(2); RETURN NULL; END'")
        SERVER.ask("CREATE CONSTRAINT TRIGGER slow AFTER INSERT OR UPDATE ON achpack.record "
                   "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION achpack.wait()")
        try:
            with Once(SERVER.url(), 600) as once:
                line = once.ask("add")
                self.assertEqual((line.status, line.codes), ("EIO", ["store-unreachable"]), line)
                self.assertLess(line.ms, 1100)
                time.sleep(2)
                self.assertEqual(once.ask("again").what, "applied")
                self.assertEqual(self.stored(), "1")
        finally:
            SERVER.ask("DROP TRIGGER slow ON achpack.record")
            SERVER.ask("DROP FUNCTION achpack.wait()")

    def test_gone_and_back(self):
        with Once(SERVER.url(), 1000) as once:
            self.assertEqual(once.ask("add").what, "applied")
            once.ask("prepare")
            SERVER.stop()
            line = once.ask("again")
            self.assertEqual((line.status, line.codes), ("EBUSY", ["store-unreachable"]), line)
            self.assertLess(line.ms, 1500)
            SERVER.start()
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(self.stored(), "2")

    def test_back_within_the_time(self):
        with Once(SERVER.url(), 15000) as once:
            self.assertEqual(once.ask("add").what, "applied")
            SERVER.stop()
            once.tell("add")
            time.sleep(0.3)
            SERVER.start()
            self.assertEqual(once.answer().status, "OK")
            self.assertEqual(once.ask("again").what, "applied")


def race(runners, url, timeout, keys, batch, rounds):
    return [drive("race", url, timeout, random.randrange(1, 1 << 30), keys, batch, rounds)
            for _ in range(runners)]


class Races(unittest.TestCase):
    """Several servers on the same records: what was acknowledged, and only that, is there."""

    def setUp(self):
        forget_all()

    def settle(self, runners):
        """Takes the runners' word, adds up what they were told, and holds the records against it."""
        acknowledged, totals = {}, {}
        for runner in runners:
            text = runner.stdout.read()
            runner.communicate(timeout=60)
            self.assertEqual(runner.returncode, 0, text)
            *lines, last = text.splitlines()
            for line in lines:
                name, count = line.split()
                acknowledged[name] = acknowledged.get(name, 0) + int(count)
            words = last.split()
            for name, count in zip(words[::2], words[1::2]):
                totals[name] = totals.get(name, 0) + int(count)
        stored = {}
        for line in output_of("dump", SERVER.url(), 5000).splitlines():
            player, node, progress, version, extra = line.split()
            self.assertEqual((node, progress, extra), ("node", version, player))
            stored[player] = int(progress)
        self.assertEqual(stored, {name: count for name, count in acknowledged.items() if count})
        print(f"\n  {totals} acknowledged {sum(acknowledged.values())}", file=sys.stderr)
        return totals

    def test_orders(self):
        """Many keys at once in any order: nobody waits in a circle, nobody is refused."""
        before = SERVER.log().count("deadlock detected")
        runners = race(4, SERVER.url(), 30000, 24, 12, OPTIONS.rounds * 20)
        totals = self.settle(runners)
        self.assertEqual((totals["busy"], totals["unknown"]), (0, 0))
        self.assertEqual(SERVER.log().count("deadlock detected"), before)

    def restarts(self, runners):
        ways = [SERVER.crash, SERVER.crash_postmaster, SERVER.stop_at_once]
        for at in range(OPTIONS.rounds):
            time.sleep(random.uniform(0.02, 0.4))
            ways[at % len(ways)]()
            SERVER.start()
        for runner in runners:
            runner.stdin.close()
            runner.stdin = None
        return self.settle(runners)

    def test_restarts(self):
        """The server dies in the middle of batches; callers wait long enough to see it again."""
        totals = self.restarts(race(2, SERVER.url(), 20000, 300, 64, 1 << 40))
        self.assertGreater(totals["rounds"], OPTIONS.rounds)

    def test_restarts_in_a_hurry(self):
        """The same with so short a time that many calls end as unknown or busy."""
        totals = self.restarts(race(2, SERVER.url(), 60, 300, 64, 1 << 40))
        self.assertGreater(totals["busy"] + totals["unknown"], 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--drive", required=True, help="drive_store")
    parser.add_argument("--contract", help="test_store_postgres")
    parser.add_argument("--rounds", type=int, default=20, help="how often the server dies")
    parser.add_argument("names", nargs="*")
    parser.parse_args(namespace=OPTIONS)
    OPTIONS.root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    global SERVER
    with Server() as SERVER:
        program = unittest.main(argv=[sys.argv[0], *OPTIONS.names], exit=False)
    return not program.result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
