"""The driver of stores and psql, against the one server of these tests.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import subprocess

from postgres_server import Server

OPTIONS = argparse.Namespace()
SERVER = Server()


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
