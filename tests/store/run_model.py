#!/usr/bin/env python3
"""Engines against a second one, on every store: random calls, no divergence.

SPDX-License-Identifier: MIT

    run_model.py --model MODEL [--operations N] [--seed N] [STORE...]

STORE: memory, sqlite, postgresql; without one: memory and sqlite. A divergence is printed with its
seed and the smallest number of operations that shows it.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from postgres_server import Server, folder_for_data, programs  # noqa: E402


def model(options, url, folder, seed, operations):
    return subprocess.run([options.model, url, folder, "--seed", str(seed), "--operations",
                           str(operations)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def shrink(options, folder, text):
    """The first operations of the seed that are enough, where the store is memory."""
    found = re.search(r"--seed (\d+) --operations (\d+)", text)
    if found is None:
        return
    for count in range(1, int(found[2]) + 1):
        done = model(options, "memory:", folder, found[1], count)
        if done.returncode != 0:
            print(f"  in memory: {done.stdout.strip()}", flush=True)
            return
    print("  not in memory", flush=True)


def run(options, url, folder, name):
    done = model(options, url, folder, options.seed, options.operations)
    print(f"{name}: {done.stdout.strip()}", flush=True)
    if done.returncode != 0:
        shrink(options, folder, done.stdout)
    return abs(done.returncode)


def run_on(options, store):
    folder = tempfile.mkdtemp(prefix="ach_model_", dir=folder_for_data())
    try:
        if store == "memory":
            return run(options, "memory:", folder, store)
        if store == "sqlite":
            return run(options, "sqlite:" + os.path.join(folder, "progress.db"), folder, store)
        with Server() as server:
            return run(options, server.url(), folder, store)
    finally:
        shutil.rmtree(folder)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--model", required=True)
    words.add_argument("--operations", type=int, default=20000)
    words.add_argument("--seed", type=int, default=random.randrange(1 << 40))
    words.add_argument("stores", nargs="*", metavar="STORE", default=[])
    options = words.parse_args()
    stores = options.stores or ["memory", "sqlite"]
    if not set(stores) <= {"memory", "sqlite", "postgresql"}:
        words.error("no such store")
    if "postgresql" in stores:
        try:
            programs()
        except FileNotFoundError as missing:
            if os.environ.get("ACHPACK_TEST_WITHOUT_POSTGRESQL") != "1":
                raise
            print(f"SKIPPED, NOTHING WAS TESTED: {missing}", file=sys.stderr)
            return 77
    return max(run_on(options, store) for store in stores)


if __name__ == "__main__":
    sys.exit(main())
