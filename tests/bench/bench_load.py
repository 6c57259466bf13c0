#!/usr/bin/env python3
"""How fast packages are loaded and looked up, side by side with other ways, in one run.

SPDX-License-Identifier: MIT

    bench_load.py --tool ACHPACK --load LOAD --libarchive LOAD_LIBARCHIVE --floor FLOOR
                  --launch LAUNCH [--static LOAD_STATIC] [--rounds N] [--quick]

Packages are built by the tool, entries stored. First whole processes in turn, as in bench.py; then
the loading alone, many times inside one process, because the start of a process is most of what a
small package costs; in CPU time, which the neighbours on the machine change least. Absolute times
belong to the machine; the ratios are what is claimed. LOAD_STATIC is LOAD with all libraries inside.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import bench

PYTHON = "Python: zipfile + csv"
HERE = os.path.dirname(os.path.abspath(__file__))


def build(tool, work, rows, pictures):
    """A finished package; where painted pictures are over the size budget, all the same."""
    folder = os.path.join(work, f"rows{rows}-{pictures}")
    target = folder + ".zip"
    bench.make_package(folder, rows, pictures)
    subprocess.run([tool, "build", folder, "-o", target, "--severity", "package-size=warning"],
                   check=True, capture_output=True)
    return target


def printed(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()


def compare_inside(title, programs, package, times, rounds):
    """Each program loads the package again and again by itself; the first is ours."""
    taken = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            taken[name].append(float(printed([*command, "--loop", str(times), package])))
    medians = {name: statistics.median(values) for name, values in taken.items()}
    ours = next(iter(medians.values()))
    print(f"\n{title}")
    print(f"  {'':28}{'cpu us':>10}{'x':>10}")
    for name, value in medians.items():
        print(f"  {name:28}{value:10.1f}{value / ours:10.2f}")


def print_times_faster(medians):
    """How often each way of ours fits into the script's CPU time."""
    ours = ", ".join(f"{medians[PYTHON][1] / cpu:.1f} ({name})"
                     for name, (_, cpu, _) in medians.items() if name.startswith("achpack"))
    print(f"  times faster than Python, CPU: {ours}")


def main():
    parser = argparse.ArgumentParser()
    for name in ("tool", "load", "libarchive", "floor", "launch"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--static")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="one round of small packages")
    args = parser.parse_args()
    bench.LAUNCH = args.launch
    rounds = 1 if args.quick else args.rounds
    programs = {"achpack": [args.load],
                "achpack, the zip mapped": [args.load, "--mapped"],
                **({"achpack, static": [args.static],
                    "achpack, static, mapped": [args.static, "--mapped"]} if args.static else {}),
                PYTHON: [sys.executable, os.path.join(HERE, "load_plain.py")],
                "libarchive, table not parsed": [args.libarchive]}
    sizes = [(20, 40), (100, 200), (250, 500), (10000, 200)]
    work = tempfile.mkdtemp()
    try:
        packages = {}
        for rows, pictures in sizes[:1] if args.quick else sizes:
            package = build(args.tool, work, rows, pictures)
            what = f"{rows} rows, {pictures} pictures, {os.path.getsize(package) / 1e6:.2f} MB"
            packages[what] = package
            medians = bench.compare(f"Process: {what}", {
                **{name: ([*command, package], 0) for name, command in programs.items()},
                "floor: read the zip, CRC it": ([args.floor, "--zip", package], 0),
                "a process that does nothing": ([args.floor], 0)}, rounds)
            print_times_faster(medians)
        for what, package in packages.items():
            inside = {name: command for name, command in programs.items() if "static" not in name}
            compare_inside(f"Inside: one load of {what}", inside, package,
                           3 if args.quick else 50, min(rounds, 3))
        print("\nLook-ups by id, one core, millions a second:")
        for what, package in packages.items():
            print(f"  {what}: {printed([args.load, '--lookups', '1' if args.quick else '9', package])}")
        count, seconds = ("20", "0.1") if args.quick else ("1000", "3")
        small = build(args.tool, work, 20, 4)
        print(f"\nCatalogue of {count} packages of {os.path.getsize(small)} bytes, two readers:")
        print(printed([args.load, "--catalogue", count, seconds, small]))
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
