#!/usr/bin/env python3
"""The PostgreSQL store against a real server that is stopped, killed, frozen and locked.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from postgres_drive import (OPTIONS, SERVER, Line, Once, Psql, drive, forget_all,  # noqa: E402
                            output_of)
from postgres_refusals import Refusals  # noqa: E402,F401 found by unittest.main()
from postgres_server import SQL, Wiring, programs  # noqa: E402


class Contract(unittest.TestCase):
    """The table of tests that all stores share."""

    def test_contract(self):
        if not OPTIONS.contract:
            self.skipTest("not built")
        self.fulfilled("achpack")

    def test_contract_in_parts(self):
        """The table cut by player, as the file says it for hundreds of millions of records."""
        if not OPTIONS.contract:
            self.skipTest("not built")
        with open(SQL, encoding="utf-8") as file:
            text = file.read()
        whole = ") WITH (fillfactor = 80); --"
        self.assertEqual(text.count(whole), 1)
        parts = "".join(f"CREATE TABLE IF NOT EXISTS achpack.record_{at} PARTITION OF"
                        f" achpack.record FOR VALUES WITH (MODULUS 4, REMAINDER {at})"
                        " WITH (fillfactor = 80);\n" for at in range(4))
        SERVER.create("parts", tables=False)
        SERVER.run_text(text.replace(whole, f") PARTITION BY HASH (player);\n{parts}--"), "parts")
        self.fulfilled("parts")

    def fulfilled(self, database):
        ways = {"ACHPACK_TEST_POSTGRESQL": SERVER.url(database=database),
                "ACHPACK_TEST_OWNER": SERVER.url("owner", "", database)}
        done = subprocess.run([OPTIONS.contract], env={**os.environ, **ways}, timeout=300,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout)


class Waiting(unittest.TestCase):
    """No call waits for longer than it may, and nothing is half done afterwards."""

    def setUp(self):
        forget_all()

    def stored(self):
        return SERVER.ask("SELECT progress FROM achpack.progress WHERE player = 'once'") or "0"

    def test_locked(self):
        with Once(SERVER.url(), 1000) as once:
            self.assertEqual(once.ask("add").what, "applied")
            holder = Psql("achpack")
            holder.tell("BEGIN; SELECT 'held' FROM achpack.record FOR UPDATE;", "held")
            line = once.ask("add")
            self.assertEqual((line.status, line.codes), ("EBUSY", ["store-busy"]), line)
            self.assertLess(line.ms, 1500)
            self.assertEqual(once.ask("read").status, "OK")  # readers wait for nobody
            holder.tell("ROLLBACK; SELECT 'free';", "free")
            holder.close()
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

    def slowly(self, seconds):
        """A COMMIT after changed records takes so long; 0: no longer."""
        SERVER.ask("DROP TRIGGER IF EXISTS slow ON achpack.record")
        if seconds > 0:
            SERVER.ask("CREATE OR REPLACE FUNCTION achpack.wait() RETURNS trigger LANGUAGE plpgsql"
                       f" AS 'BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END'")
            SERVER.ask("CREATE CONSTRAINT TRIGGER slow AFTER INSERT OR UPDATE ON achpack.record"
                       " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                       " EXECUTE FUNCTION achpack.wait()")

    def test_frozen_in_commit(self):
        """The answer to COMMIT does not come: unknown, until the same batch is asked for again."""
        self.slowly(1)
        self.addCleanup(self.slowly, 0)
        with Once(SERVER.url(), 400) as once:
            line = once.ask("add")
            self.assertEqual((line.status, line.codes), ("EIO", ["store-unreachable"]), line)
            self.assertLess(line.ms, 800)
            time.sleep(1)
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(self.stored(), "1")

    def test_cut_in_commit(self):
        """The line breaks around COMMIT: asked again over a new one, and counted once."""
        self.addCleanup(self.slowly, 0)
        with Wiring(SERVER) as line:
            for seconds, ways in ((0, ("before", "after")), (0.4, ("before", "busy"))):
                self.slowly(seconds)
                for way in ways:
                    forget_all()
                    with Once(SERVER.url(host=line.folder), 8000) as once:
                        for count in ("1", "2"):  # a new source, and one that is known
                            line.cut = way
                            self.assertEqual(once.ask("add").what, "applied")
                            self.assertEqual(self.stored(), count, way)
            self.assertEqual(line.cuts, 8)

    def test_cut_and_still_unknown(self):
        """The old attempt goes on behind a cut line, and holds up the new one for too long."""
        self.slowly(1)
        self.addCleanup(self.slowly, 0)
        with Wiring(SERVER) as line, \
                Once(SERVER.url(host=line.folder), 400) as once:
            line.cut = "busy"
            self.assertEqual(once.ask("add").status, "EIO")  # and not: nothing was stored
            time.sleep(1)
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(self.stored(), "1")

    def test_dead_first_host(self):
        """Of two servers the first takes no connection: the second is reached within the time."""
        SERVER.make_certificate()
        with socket.socket() as dead:
            dead.bind(("127.0.0.2", SERVER.port))
            dead.listen(0)
            waiting = [socket.socket() for _ in range(4)]
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(("127.0.0.2", SERVER.port))
            text = output_of("open", SERVER.url(host="127.0.0.2,127.0.0.1"), 1500)
            self.assertEqual([Line(line).status for line in text.splitlines()], ["OK"] * 3, text)
            for one in waiting:
                one.close()

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
        with Once(SERVER.url(), 20000) as once:
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
        """Adds up what the runners were told, and holds the records against it."""
        acknowledged, totals = {}, {}
        for runner in runners:
            text = runner.stdout.read()
            runner.communicate(timeout=60)
            self.assertEqual(runner.returncode, 0, text)
            *lines, last = (line for line in text.splitlines() if not line.startswith("open "))
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
        runners = race(4, SERVER.url(), 30000, 24, 12, OPTIONS.rounds * 30)
        totals = self.settle(runners)
        self.assertEqual((totals["busy"], totals["unknown"]), (0, 0))
        self.assertEqual(SERVER.log().count("deadlock detected"), before)

    def end(self, runners):
        for runner in runners:
            runner.stdin.close()
            runner.stdin = None
        return self.settle(runners)

    def restarts(self, runners, pause):
        ways = [SERVER.crash, SERVER.crash_postmaster, SERVER.stop_at_once]
        time.sleep(0.4)  # until they are open
        for at in range(OPTIONS.rounds):
            time.sleep(random.uniform(0.02, 0.4))
            ways[at % len(ways)]()
            time.sleep(pause)
            SERVER.start()
        time.sleep(0.2)
        return self.end(runners)

    def test_kills(self):
        """Single connections are ended by an administrator."""
        runners = race(4, SERVER.url(), 30000, 100, 12, 1 << 40)
        with Psql("achpack") as killer:
            for _ in range(OPTIONS.rounds * 10):
                killer.tell("SELECT pg_sleep(0.02); SELECT 'end' FROM (SELECT pg_terminate_backend("
                            "pid) FROM pg_stat_activity WHERE usename = 'lobby' ORDER BY random()"
                            " LIMIT 1) AS killed UNION SELECT 'end';", "end")
        totals = self.end(runners)
        self.assertEqual((totals["busy"], totals["unknown"]), (0, 0))

    def test_restarts(self):
        """The server dies in the middle of batches; callers wait long enough to see it again."""
        totals = self.restarts(race(2, SERVER.url(), 20000, 300, 64, 1 << 40), 0)
        self.assertGreater(totals["rounds"], OPTIONS.rounds)

    def test_restarts_in_a_hurry(self):
        """The same with so short a time that many calls end as unknown or busy."""
        totals = self.restarts(race(2, SERVER.url(), 100, 300, 64, 1 << 40), 0.3)
        self.assertGreater(totals["busy"] + totals["unknown"], 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--drive", required=True, help="drive_store")
    parser.add_argument("--contract", help="test_store_postgres")
    parser.add_argument("--rounds", type=int, default=4, help="how often the server dies")
    parser.add_argument("names", nargs="*")
    parser.parse_args(namespace=OPTIONS)
    try:
        programs()
    except FileNotFoundError as missing:
        if os.environ.get("ACHPACK_TEST_WITHOUT_POSTGRESQL") != "1":
            raise
        print(f"SKIPPED, NOTHING WAS TESTED: {missing}", file=sys.stderr)
        return 77
    with SERVER:
        program = unittest.main(argv=[sys.argv[0], *OPTIONS.names], exit=False)
    return not program.result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
