"""What a PostgreSQL store refuses, and what it does not mind.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys
import time
import unittest

from postgres_drive import SERVER, Line, Psql, output_of
from postgres_server import SQL


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
        self.refused(SERVER.url(database="empty"), "EFORMAT", "store-foreign",
                     "achpack.achpack_meta")

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
            try:
                SERVER.ask("DROP DATABASE IF EXISTS filled WITH (FORCE)", "postgres")
                SERVER.ask("DROP TABLESPACE IF EXISTS small", "postgres")
            finally:
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
