#!/usr/bin/env python3
"""Checks every zip of make_zips.py with the tool and compares the codes that it shows.

SPDX-License-Identifier: MIT

    run_hostile.py --tool ACHPACK [NAME...]

One line a recipe; exit status 1 where a recipe shows another code than its own, a second one, or
anything at all where nothing is wrong, or takes more than a few seconds.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import make_zips

SECONDS = 20  # under sanitizers; a plain build needs a tenth of one


def check(tool, path):
    """The codes that are shown, the exit status, the seconds taken."""
    start = time.monotonic()
    done = subprocess.run([tool, "check", "--format", "json", path], capture_output=True,
                          timeout=SECONDS)
    seconds = time.monotonic() - start
    codes = [finding["code"] for finding in json.loads(done.stdout)["findings"]]
    return codes, done.returncode, seconds


def judge(tool, path, wanted):
    """What is wrong, or None; and what was shown."""
    try:
        codes, status, seconds = check(tool, path)
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        return repr(error), ""
    shown = ", ".join(f"{code} x{codes.count(code)}" for code in sorted(set(codes))) or "nothing"
    shown += f" in {seconds * 1000:.0f} ms"
    if set(codes) != ({wanted} if wanted else set()):
        return f"{wanted or 'nothing'} wanted", shown
    if status != (1 if wanted else 0):
        return f"exit status {status}", shown
    return None, shown


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    tool = os.path.abspath(args.tool)
    failures = 0
    with tempfile.TemporaryDirectory() as work:
        for name in args.names or make_zips.RECIPES:
            make_zips.main([work, name])
            path = os.path.join(work, name + ".zip")
            if not os.path.exists(path):
                print(f"SKIP {name}")
                continue
            wrong, shown = judge(tool, path, make_zips.RECIPES[name][0])
            print(f"{'FAIL' if wrong else 'PASS'} {name}: {shown}" + (f"; {wrong}" if wrong else ""))
            failures += wrong is not None
            os.remove(path)
    print(f"{failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
