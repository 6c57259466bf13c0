#!/usr/bin/env python3
"""The script that an author might write instead: csv, Pillow and zipfile, nothing more.

SPDX-License-Identifier: MIT

    plain.py check FOLDER
    plain.py build FOLDER OUT.zip
"""
import csv
import io
import os
import sys
import zipfile

from PIL import Image

COLUMNS = ["NodeId", "PrePic", "FinPic", "Title", "Description", "Total", "Rank"]


def check(folder):
    faults = []
    with open(os.path.join(folder, "NodeSetting.csv"), "rb") as file:
        text = file.read().decode("gbk")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if rows[0] != COLUMNS:
        faults.append("header")
    seen = set()
    pictures = {}
    for number, row in enumerate(rows[1:], 2):
        node, before, after, title, description, total, rank = row
        if node in seen or not node:
            faults.append(f"{number}: id")
        seen.add(node)
        if not title or not description or int(total) < 1 or int(rank) < 0:
            faults.append(f"{number}: cells")
        for path in (before, after):
            if not path.startswith("textures/") or ".." in path:
                faults.append(f"{number}: path")
            pictures[path] = number
    for path, number in pictures.items():
        try:
            with Image.open(os.path.join(folder, path)) as picture:
                picture.load()
                if picture.format != "PNG" or picture.size != (120, 120):
                    faults.append(f"{number}: {path}")
        except OSError as error:
            faults.append(f"{number}: {path}: {error}")
    return faults, sorted(pictures)


def main():
    folder = sys.argv[2]
    faults, pictures = check(folder)
    print("\n".join(faults) or "ok")
    if sys.argv[1] == "build" and not faults:
        with zipfile.ZipFile(sys.argv[3], "w", zipfile.ZIP_STORED) as target:
            for path in ["NodeSetting.csv", *pictures]:
                target.write(os.path.join(folder, path), "pack/Achievement/" + path)
        with zipfile.ZipFile(sys.argv[3]) as target:
            assert target.testzip() is None


if __name__ == "__main__":
    main()
