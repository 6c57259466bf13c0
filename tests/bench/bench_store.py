#!/usr/bin/env python3
"""Sets a second on each store, side by side with a bare loop of the same SQL on the same file.

SPDX-License-Identifier: MIT

    bench_store.py --store BENCH_STORE [--postgres-floor FLOOR] [--folder DIR] [--seconds S]
                   [--rounds N] [--quick]

Every row runs store and floor in turn (A B A B ...), each on a fresh copy of the same file, and
prints medians and ratios. All sets are on the disk when they are counted, those in memory: aside.
The folder is that of the files: the disk under it decides on batches of one. With
--postgres-floor a PostgreSQL server of its own is measured too, its floor a bare loop over libpq.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "store"))
import postgres_server  # noqa: E402


def rate(args, kind, where, records, batch):
    done = subprocess.run([args.store, kind, where, str(records), str(batch), str(args.seconds)],
                          check=True, capture_output=True, text=True).stdout.split()
    return int(done[0]) / float(done[1])


def fresh(source):
    """A copy that is on the disk before it is used."""
    target = source + ".run"
    for name in (target, target + "-wal", target + "-shm"):
        if os.path.exists(name):
            os.remove(name)
    shutil.copyfile(source, target)
    os.sync()
    return target


def postgres_floor(args, url, records, batch):
    done = subprocess.run([args.postgres_floor, url, str(records), str(batch), str(args.seconds)],
                          check=True, capture_output=True, text=True).stdout.split()
    return int(done[1]) / float(done[3])


def measure_postgres(args, sizes, found):
    """Store and floor in turn, each on a fresh copy of a database on one server."""
    postgres_server.folder_for_data = lambda: args.folder
    with postgres_server.Server() as server:
        def url(name):
            return server.url(user="owner", password="", database=name)

        def fresh_database(source):
            server.ask("DROP DATABASE IF EXISTS run", "postgres")
            server.ask(f"CREATE DATABASE run TEMPLATE {source}", "postgres")
            server.ask("CHECKPOINT")
            return url("run")

        for records in sizes:
            server.create("ours")
            server.create("bare")
            subprocess.run([args.store, "fill", url("ours"), str(records)], check=True)
            postgres_floor(args, url("bare"), records, 1)
            for batch in (1, 64, 1000):
                rates, floors = [], []
                for _ in range(args.rounds):
                    rates.append(rate(args, "store", fresh_database("ours"), records, batch))
                    floors.append(postgres_floor(args, fresh_database("bare"), records, batch))
                found["postgresql", batch, records] = show(f"postgresql: {records:,}", batch, rates,
                                                           floors)
            server.ask("DROP DATABASE ours", "postgres")
            server.ask("DROP DATABASE bare", "postgres")


def show(title, batch, rates, floors=None):
    ours = statistics.median(rates)
    text = f"  {title:34}{batch:8}{ours:14,.0f}"
    if floors:
        pairs = [one / other for one, other in zip(rates, floors)]
        text += (f"{statistics.median(floors):14,.0f}{ours / statistics.median(floors):9.2f}"
                 f"   ({min(pairs):.2f} to {max(pairs):.2f})")
    print(text, flush=True)
    return ours


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", required=True, help="bench_store")
    parser.add_argument("--postgres-floor", help="bench_floor_postgres")
    parser.add_argument("--folder", help="where the files are; a temporary one of the system's")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a moment of each, 2000 records")
    args = parser.parse_args()
    sizes = [10000, 1000000]
    if args.quick:
        args.seconds, args.rounds, sizes = 0.05, 1, [2000]
    work = tempfile.mkdtemp(dir=args.folder)
    try:
        print(f"  {'records':34}{'a batch':>8}{'sets/s':>14}{'floor':>14}{'share':>9}")
        found = {}
        for records in sizes:
            for batch in (1, 64, 1000):
                rates = [rate(args, "store", "memory:", records, batch) for _ in range(args.rounds)]
                found["memory", batch, records] = show(f"memory: {records:,}", batch, rates)
            source = os.path.join(work, f"{records}.db")
            subprocess.run([args.store, "fill", "sqlite:" + source, str(records)], check=True)
            for batch in (1, 64, 1000):
                rates, floors = [], []
                for _ in range(args.rounds):
                    rates.append(rate(args, "store", "sqlite:" + fresh(source), records, batch))
                    floors.append(rate(args, "floor", fresh(source), records, batch))
                found["sqlite", batch, records] = show(f"sqlite: {records:,}", batch, rates, floors)
        kinds = ["memory", "sqlite"]
        if args.postgres_floor:
            measure_postgres(args, sizes, found)
            kinds.append("postgresql")
        if len(sizes) > 1:
            print(f"\n  One set with {sizes[1]:,} records costs that with {sizes[0]:,} times")
            for kind in kinds:
                for batch in (1, 64, 1000):
                    few, many = (found[kind, batch, size] for size in sizes)
                    print(f"  {kind:34}{batch:8}{few / many:14.2f}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
