#!/usr/bin/env python3
"""The script that a server's author might write to load a package: zipfile and csv, nothing more.

SPDX-License-Identifier: MIT

    load_plain.py [--loop N] ZIP
"""
import csv
import io
import statistics
import sys
import time
import zipfile


def load(path):
    with zipfile.ZipFile(path) as package:
        table = next(name for name in package.namelist() if name.endswith("NodeSetting.csv"))
        base = table[:-len("NodeSetting.csv")]
        text = package.read(table).decode("gbk")
        nodes = {}
        icons = {}
        rows = csv.reader(io.StringIO(text, newline=""))
        next(rows)
        for node, before, after, title, description, total, rank in rows:
            nodes[node] = (before, after, title, description, int(total), int(rank))
            for icon in (before, after):
                if icon not in icons:
                    icons[icon] = package.read(base + icon)
    return nodes, icons


def main():
    if sys.argv[1] != "--loop":
        nodes, icons = load(sys.argv[1])
        print(len(nodes), "nodes,", sum(map(len, icons.values())), "bytes of icons")
        return
    taken = []
    for _ in range(int(sys.argv[2])):
        start = time.process_time()
        load(sys.argv[3])
        taken.append((time.process_time() - start) * 1e6)
    print(f"{statistics.median(taken):.2f}")


if __name__ == "__main__":
    main()
