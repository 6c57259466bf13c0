#!/usr/bin/env python3
"""Reads every include and refuses those that docs/architecture.md does not allow.

SPDX-License-Identifier: MIT
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def rows_of(heading, text):
    """The cells of the table rows that follow a table head."""
    lines = text[text.index(heading):].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def includes_of(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            found = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
            if found:
                yield number, found.group(1), found.group(2)


def sources(folder):
    for base, _, names in os.walk(os.path.join(ROOT, folder)):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.join(base, name)


def main():
    with open(os.path.join(ROOT, "docs/architecture.md"), encoding="utf-8") as file:
        text = file.read()
    allowed = {row[0]: set(row[2].split()) | {row[0]}
               for row in rows_of("| room | what lives there", text)}
    libraries = {row[1]: set(row[2].split()) for row in rows_of("| library | header", text)}
    wrong = []
    edges = set()
    for path in sources("src"):
        room = os.path.relpath(path, os.path.join(ROOT, "src")).split(os.sep)[0]
        shown = os.path.relpath(path, ROOT)
        if room not in allowed:
            wrong.append(f"{shown}: the room {room} is not in docs/architecture.md")
            continue
        for number, mark, name in includes_of(path):
            target = name.split("/")[0]
            if mark == '"':
                edges.add((room, target))
                if target not in allowed[room]:
                    wrong.append(f"{shown}:{number}: {room} may not use {name}")
            elif name in libraries and room not in libraries[name]:
                wrong.append(f"{shown}:{number}: {room} may not include <{name}>")
    for path in list(sources("include")) + list(sources("samples")):
        for number, mark, name in includes_of(path):
            inside = os.path.exists(os.path.join(os.path.dirname(path), name))
            if mark == '"' and not inside:
                wrong.append(f"{os.path.relpath(path, ROOT)}:{number}: only public headers here")
    # Upward edges would make a cycle; the table itself must not hold one.
    order = list(allowed)
    for room, uses in allowed.items():
        for used in uses - {room}:
            if order.index(used) > order.index(room):
                wrong.append(f"docs/architecture.md: {room} uses {used}, which stands below it")
    if len(edges) < 5:
        wrong.append("hardly any include was found: is this the right folder?")
    print("\n".join(wrong) or f"{len(edges)} edges, all allowed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
