#!/usr/bin/env python3
"""How fast progress is added: by an engine, by its outbox, and by a bare loop of the same SQL.

SPDX-License-Identifier: MIT

    bench_engine.py --outbox BENCH_OUTBOX [--engine BENCH_ENGINE] [--folder DIR] [--seconds S]
                    [--rounds N] [--quick]

Every row runs what is compared in turn (A B C A B C ...) and prints medians and ratios. "safe": each
add is on the disk when it is counted, so many of them by one commit. The folder is that of the
files: the disk under it decides on batches of one.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import tempfile

ENDS = ("", "-wal", "-shm", "-journal")


def printed(*words):
    return [float(word) for word in subprocess.run([str(word) for word in words], check=True,
                                                   capture_output=True, text=True).stdout.split()]


class Bench:
    """The programs, and a folder for their files."""

    def __init__(self, args, work):
        self.args = args
        self.work = work
        self.run = os.path.join(work, "run")

    def fresh(self, records=None):
        """No file, or a copy of a filled one that is on the disk before it is used."""
        for end in ENDS:
            if os.path.exists(self.run + end):
                os.remove(self.run + end)
        if records is not None:
            source = os.path.join(self.work, f"{records}.outbox")
            if not os.path.exists(source):
                subprocess.run([self.args.outbox, "fill", source, str(records)], check=True)
            shutil.copyfile(source, self.run)
        os.sync()
        return self.run

    def plain(self, kind, work, records, batch):
        """Of the outbox, or of the floor."""
        count, seconds = printed(self.args.outbox, kind, work, self.fresh(records), records, batch,
                                 self.args.seconds)
        return count / seconds

    def engine(self, work, records, batch):
        """Of the engine: the first add to each record, and the later ones."""
        first, first_s, count, seconds = printed(self.args.engine, work, self.fresh(), records,
                                                 batch, self.args.seconds)
        return first / first_s, count / seconds


def show(title, records, batch, rates):
    """Columns of rates, the floor's last, and the shares of it; a column may be empty."""
    text = f"  {title:28}{records:10,}{batch:7,}"
    for column in rates:
        text += f"{statistics.median(column):12,.0f}" if column else " " * 12
    for column in rates[:-1]:
        pairs = [one / other for one, other in zip(column, rates[-1])]
        text += (f"{statistics.median(pairs):8.2f} ({min(pairs):.2f} to {max(pairs):.2f})"
                 if pairs else " " * 23)
    print(text.rstrip(), flush=True)


def measure_safe(bench, sizes, batches):
    args = bench.args
    print("\nSafe adds a second")
    print(f"  {'':28}{'records':>10}{'batch':>7}" + (f"{'engine':>12}" if args.engine else "") +
          f"{'outbox':>12}{'floor':>12}   of the floor")
    found = {}
    for work in ("new", "more", "local"):
        for batch in batches:
            for records in sizes:
                rates = {"engine": [], "outbox": [], "floor": []}
                for _ in range(args.rounds):
                    if args.engine and work != "new":
                        name = "sets" if work == "more" else work
                        rates["engine"].append(bench.engine(name, records, batch)[1])
                    rates["outbox"].append(bench.plain("outbox", work, records, batch))
                    rates["floor"].append(bench.plain("floor", work, records, batch))
                columns = [rates["engine"], rates["outbox"], rates["floor"]]
                title = {"new": "new sets", "more": "sets that wait already",
                         "local": "local progress"}[work]
                show(title, records, batch, columns if args.engine else columns[1:])
                found[title, batch, records] = statistics.median(rates["outbox"])
                if rates["engine"]:
                    found[title + ", engine", batch, records] = statistics.median(rates["engine"])
    return found


def measure_unsafe(bench, sizes):
    print("\nAdds a second into memory, before they are safe (engine)")
    print(f"  {'':28}{'records':>10}{'first':>12}{'later':>12}")
    found = {}
    for work in ("sets", "local"):
        for records in sizes:
            rates = [bench.engine(work, records, 0) for _ in range(bench.args.rounds)]
            first, later = (statistics.median(column) for column in zip(*rates))
            print(f"  {work:28}{records:10,}{first:12,.0f}{later:12,.0f}", flush=True)
            found[work + ", first", 0, records] = first
            found[work + ", later", 0, records] = later
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--outbox", required=True, help="bench_outbox")
    parser.add_argument("--engine", help="bench_engine; without it only the outbox is measured")
    parser.add_argument("--folder", help="where the files are; a temporary one of the system's")
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a moment of each, 2000 records")
    args = parser.parse_args()
    sizes, batches = [10000, 1000000], [1, 64, 1000]
    if args.quick:
        args.seconds, args.rounds, sizes, batches = 0.05, 1, [2000], [64]
    work = tempfile.mkdtemp(dir=args.folder)
    try:
        bench = Bench(args, work)
        found = measure_unsafe(bench, sizes) if args.engine else {}
        found.update(measure_safe(bench, sizes, batches))
        if len(sizes) > 1:
            print(f"\nOne add with {sizes[1]:,} records costs that with {sizes[0]:,} times")
            for title, batch in sorted({key[:2] for key in found}):
                few, many = (found[title, batch, size] for size in sizes)
                print(f"  {title:32}{batch:13,}{few / many:12.2f}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
