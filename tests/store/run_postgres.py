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
import postgres_server  # noqa: E402
from postgres_server import SQL, Server  # noqa: E402

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
                    "postgresql://lobby:hush@host:port:x/achpack",
                    "postgresql://lobby:hush@hush@/achpack", "postgresql://lobby:1/hush@/achpack",
                    "postgresql://lobby:1?hush@/achpack", "postgresql:///achpack?hush",
                    "postgresql:///achpack?hush=hush", "postgresql:///achpack?password=hush%ZZ",
                    f"{SERVER.url(user='nobody', password='hush')}",
                    f"{SERVER.url(password='hush')}&host=/nonexistent"):
            text = output_of("open", url, 2000)
            self.assertIn("store-", text)
            self.assertNotIn("hush", text)

    def test_no_tables(self):
        SERVER.create("empty", tables=False)
        self.refused(SERVER.url(database="empty"), "EFORMAT", "store-foreign", "achpack.achpack_meta")

    def test_no_version(self):
        SERVER.create("blank")
        SERVER.ask("DELETE FROM achpack.achpack_meta", "blank")
        self.refused(SERVER.url(database="blank"), "EFORMAT", "store-foreign", "postgresql.sql")

    def test_newer(self):
        SERVER.create("newer")
        SERVER.ask("UPDATE achpack.achpack_meta SET schema = 2", "newer")
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

    def test_file_again(self):
        SERVER.run_file(SQL, "achpack")
        self.assertEqual(SERVER.ask("SELECT schema FROM achpack.achpack_meta"), "1")
        SERVER.create("later")
        SERVER.ask("UPDATE achpack.achpack_meta SET schema = 2", "later")
        SERVER.run_file(SQL, "later")
        self.assertEqual(SERVER.ask("SELECT schema FROM achpack.achpack_meta", "later"), "2")

    def test_file_waits_for_itself(self):
        """Who is second does nothing before the first is through."""
        SERVER.create("slow")
        with Psql("slow") as first:
            first.tell("BEGIN; SELECT 'held' FROM achpack.achpack_meta FOR UPDATE;", "held")
            with open(SQL, encoding="utf-8") as file:
                second = Psql("slow", stdin=file)
            time.sleep(0.5)
            self.assertIsNone(second.process.poll())
            first.tell("COMMIT; SELECT 'done';", "done")
            self.assertEqual(second.process.wait(20), 0)

    def test_half_made(self):
        SERVER.create("half")
        SERVER.ask("UPDATE achpack.achpack_meta SET schema = 0", "half")
        self.refused(SERVER.url(database="half"), "EFORMAT", "store-foreign", "postgresql.sql")

    def test_other_tables(self):
        SERVER.create("other")
        SERVER.ask("ALTER TABLE achpack.record DROP COLUMN extra CASCADE", "other")
        self.refused(SERVER.url(database="other"), "EFORMAT", "store-foreign", "extra")
        SERVER.create("texts", tables=False)
        SERVER.run_text("CREATE SCHEMA achpack; CREATE TABLE achpack.achpack_meta (words text);"
                        " GRANT USAGE ON SCHEMA achpack TO lobby;"
                        " GRANT SELECT ON achpack.achpack_meta TO lobby;", "texts")
        self.refused(SERVER.url(database="texts"), "EFORMAT", "store-foreign", "postgresql.sql")

    def test_least_rights(self):
        for sql in ("DELETE FROM achpack.record", "TRUNCATE achpack.source",
                    "DROP TABLE achpack.record", "CREATE TABLE achpack.mine (a int)",
                    "UPDATE achpack.achpack_meta SET schema = 2",
                    "ALTER TABLE achpack.record ADD COLUMN a int"):
            done = subprocess.run([os.path.join(SERVER.bin, "psql"), "-qX", "-d", SERVER.url(),
                                   "-c", sql], stderr=subprocess.PIPE, text=True, check=False)
            self.assertNotEqual(done.returncode, 0, sql)
            self.assertRegex(done.stderr, "permission denied|must be owner", sql)

    def test_odd_settings(self):
        """What a role or a database may be set to changes nothing; and commits stay durable."""
        SERVER.create("odd_settings")
        SERVER.run_text("""
            CREATE SCHEMA evil;
            CREATE FUNCTION evil.never(bytea, bytea) RETURNS boolean LANGUAGE sql
                AS 'SELECT false';
            CREATE OPERATOR evil.= (FUNCTION = evil.never, LEFTARG = bytea, RIGHTARG = bytea);
            GRANT USAGE ON SCHEMA evil TO PUBLIC;
            ALTER DATABASE odd_settings SET search_path = evil, pg_catalog;
            ALTER DATABASE odd_settings SET synchronous_commit = off;
            ALTER DATABASE odd_settings SET standard_conforming_strings = off;
            ALTER DATABASE odd_settings SET bytea_output = escape;
            ALTER DATABASE odd_settings SET client_encoding = LATIN1;
            ALTER DATABASE odd_settings SET default_transaction_isolation = serializable;
            ALTER DATABASE odd_settings SET default_transaction_deferrable = on;
            ALTER DATABASE odd_settings SET statement_timeout = 1000;
            CREATE TABLE achpack.heard (name text, setting text);
            GRANT INSERT ON achpack.heard TO PUBLIC;
            CREATE FUNCTION achpack.hear() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
                INSERT INTO achpack.heard SELECT name, setting FROM pg_catalog.pg_settings;
                RETURN NULL; END$$;
            CREATE TRIGGER hear AFTER INSERT ON achpack.record FOR EACH ROW
                EXECUTE FUNCTION achpack.hear();
            """, "odd_settings")
        text = output_of("open", SERVER.url(database="odd_settings"), 2000)
        self.assertEqual([Line(line).status for line in text.splitlines()], ["OK"] * 3, text)
        heard = dict(line.split("|") for line in SERVER.ask(
            "SELECT name, setting FROM achpack.heard WHERE name IN ('synchronous_commit',"
            " 'search_path', 'lock_timeout', 'statement_timeout', 'jit', 'client_encoding',"
            " 'transaction_isolation')", "odd_settings").splitlines())
        self.assertEqual(heard, {
            "synchronous_commit": "on", "search_path": "pg_catalog", "lock_timeout": "1500",
            "statement_timeout": "4000", "jit": "off", "client_encoding": "UTF8",
            "transaction_isolation": "read committed"})

    def test_full_disk(self):
        """A disk of a few kilobytes, where this process may mount one."""
        small = os.path.join(SERVER.root, "small")
        os.mkdir(small)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size=64k,uid={SERVER.uid()}",
                                  "tmpfs", small], stderr=subprocess.DEVNULL, check=False)
        if mounted.returncode != 0:
            print("\n  NOT TRIED: a full disk (no right to mount a small one)", file=sys.stderr)
            return
        try:
            SERVER.create("filled")
            SERVER.ask(f"CREATE TABLESPACE small LOCATION '{small}'", "filled")
            SERVER.ask("ALTER TABLE achpack.record SET TABLESPACE small", "filled")
            with open(os.path.join(small, "filler"), "wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 4096) == 4096:
                        pass
                except OSError:
                    pass
            self.refused(SERVER.url(database="filled"), "EBUSY", "store-full", "No space left")
            os.remove(os.path.join(small, "filler"))
            text = output_of("open", SERVER.url(database="filled"), 2000)
            self.assertEqual([Line(line).status for line in text.splitlines()], ["OK"] * 3, text)
        finally:
            SERVER.ask("DROP DATABASE IF EXISTS filled WITH (FORCE)", "postgres")
            SERVER.ask("DROP TABLESPACE IF EXISTS small", "postgres")
            subprocess.run(["umount", "-l", small], check=False)

    def test_tls(self):
        """A certificate that is not trusted is refused, one that is makes a store."""
        SERVER.make_certificate()
        remote = SERVER.url(host="127.0.0.1", more="&sslmode=verify-full&sslrootcert=")
        self.refused(remote + "/nonexistent", "EIO", "store-unreachable", "root certificate")
        text = output_of("open", remote + os.path.join(SERVER.root, "server.crt"), 2000)
        self.assertEqual([Line(line).status for line in text.splitlines()], ["OK"] * 3, text)
        refused = SERVER.url(host="127.0.0.1", more="&sslmode=disable")
        self.refused(refused, "EIO", "store-unreachable", "no encryption")

    def test_other_encoding(self):
        SERVER.ask("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0", "postgres")
        SERVER.run_file(SQL, "latin")
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
        with postgres_server.Line(SERVER) as line:
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
        with postgres_server.Line(SERVER) as line, \
                Once(SERVER.url(host=line.folder), 400) as once:
            line.cut = "busy"
            self.assertEqual(once.ask("add").status, "EIO")  # and not: nothing was stored
            time.sleep(1)
            self.assertEqual(once.ask("again").what, "applied")
            self.assertEqual(self.stored(), "1")

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


class Psql:
    """The owner's own session."""

    def __init__(self, database, stdin=subprocess.PIPE):
        self.process = subprocess.Popen(
            [os.path.join(SERVER.bin, "psql"), "-qXAt", "-h", SERVER.root, "-U", "owner", database],
            stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def tell(self, sql, until):
        self.process.stdin.write(sql + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.strip() == until:
                return

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


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
    parser.add_argument("--rounds", type=int, default=6, help="how often the server dies")
    parser.add_argument("names", nargs="*")
    parser.parse_args(namespace=OPTIONS)
    global SERVER
    try:
        postgres_server.programs()
    except FileNotFoundError as missing:
        if os.environ.get("ACHPACK_TEST_WITHOUT_POSTGRESQL") != "1":
            raise
        print(f"SKIPPED, NOTHING WAS TESTED: {missing}", file=sys.stderr)
        return 77
    with Server() as SERVER:
        program = unittest.main(argv=[sys.argv[0], *OPTIONS.names], exit=False)
    return not program.result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
