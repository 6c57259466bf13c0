#!/usr/bin/env python3
"""How fast node files are read and checked, side by side with a Python script that checks the same.

SPDX-License-Identifier: MIT

    bench_nodes.py --tool ACHPACK --launch LAUNCH --floor FLOOR [--rounds N] [--quick]

Every row times whole processes in turn (A B C A B C ...) and prints medians and ratios. Absolute
times belong to the machine; the ratios are what is claimed.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = ["村庄", "森林", "矿洞", "海底神殿", "下界要塞", "末地城", "沙漠神殿", "雪原"]
DEEDS = ["收集", "击败", "建造", "修复", "护送", "探索"]


def make_node(number, name, parent):
    """Like the nodes of the official samples, with Chinese texts."""
    place = WORDS[number % len(WORDS)]
    deed = DEEDS[number // 3 % len(DEEDS)]
    node = {"node_ID": name}
    if parent is not None:
        node["parent_node"] = parent
        node["depend_parent"] = number % 4 == 0
    node.update({
        "title": f"§6{place}的守护者 第{number}章",
        "unfinished_icon": f"textures/ui/achievement/{name}_off",
        "finished_icon": f"textures/ui/achievement/{name}_on",
        "goal_number": number % 50 + 1,
        "node_description": f"在{place}里{deed} {number % 50 + 1} 次，然后回到出生点告诉村长，"
                            "就可以领取这一章的奖励",
    })
    if parent is None:
        node["window_background"] = "textures/ui/achievement/board"
    if number % 3 == 0:
        node["goal_details"] = {"goal_type": "default_kill", "entity_identifier": "minecraft:zombie"}
    elif number % 3 == 1:
        node["goal_details"] = {"goal_type": "default_get",
                                "item_dict": {"newItemName": "minecraft:iron_ingot"}}
    if number % 2 == 0:
        node["reward"] = [{"function_name": "give_reward", "name_space": "village:rewardSystem",
                           "data": {"items": ["minecraft:diamond", number % 9 + 1], "exp": 50}}]
    if number % 5 == 0:
        node["is_hidden"] = True
    return node


def make_pack(folder, count):
    """Pages of chapters of nodes: three levels, a hundred nodes or so a page."""
    nodes = os.path.join(folder, "customAchievements")
    os.makedirs(nodes)
    for number in range(count):
        page, place = divmod(number, 111)
        chapter = (place - 1) // 11
        name = f"page{page:03}"
        parent = None
        if place > 0:
            parent = name
            name += f"_chapter{chapter:02}"
            if (place - 1) % 11 > 0:
                parent = name
                name += f"_node{(place - 1) % 11:02}"
        with open(os.path.join(nodes, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(make_node(number, name, parent), file, ensure_ascii=False, indent=4)
    return nodes


def run(launch, command):
    """Wall seconds, CPU seconds, peak KiB and exit status of one whole process."""
    printed = subprocess.run([launch, *command], check=True, capture_output=True).stdout
    wall, cpu, peak, status = map(int, printed.split())
    return wall / 1e6, cpu / 1e6, peak, status


def compare(launch, title, commands, count, rounds):
    """Times the commands in turn; the first is ours. Gives {name: (wall, cpu, peak)}."""
    taken = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            wall, cpu, peak, status = run(launch, command)
            if status != 0:
                sys.exit(f"{title}: {name} ended with {status}: {command}")
            if turn > 0:  # the first warms the caches
                taken[name].append((wall, cpu, peak))
    medians = {name: tuple(statistics.median(column) for column in zip(*rows))
               for name, rows in taken.items()}
    ours = next(iter(medians.values()))
    print(f"\n{title}")
    print(f"  {'':28}{'wall ms':>10}{'cpu ms':>10}{'peak MiB':>10}{'us a node':>11}{'wall x':>10}"
          f"{'cpu x':>10}")
    for name, (wall, cpu, peak) in medians.items():
        print(f"  {name:28}{wall * 1e3:10.2f}{cpu * 1e3:10.2f}{peak / 1024:10.1f}"
              f"{wall / count * 1e6:11.2f}{wall / ours[0]:10.2f}{cpu / ours[1]:10.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--launch", required=True)
    parser.add_argument("--floor", required=True)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--quick", action="store_true", help="one round of 100 files")
    args = parser.parse_args()
    work = tempfile.mkdtemp()
    script = os.path.join(HERE, "plain_nodes.py")
    try:
        nothing = os.path.join(work, "nothing")
        make_pack(nothing, 1)
        compare(args.launch, "Start: one node file", {
            "achpack check": [args.tool, "check", nothing],
            "Python: json": [sys.executable, script, os.path.join(nothing, "customAchievements")],
        }, 1, 1 if args.quick else args.rounds)
        for count in [100] if args.quick else [100, 1000, 10000]:
            folder = os.path.join(work, f"pack{count}")
            nodes = make_pack(folder, count)
            size = sum(os.path.getsize(os.path.join(nodes, name)) for name in os.listdir(nodes))
            compare(args.launch, f"Node files: {count}, {size / count:.0f} bytes each", {
                "achpack check": [args.tool, "check", folder],
                "achpack check, one thread": [args.tool, "check", "--jobs", "1", folder],
                "Python: json": [sys.executable, script, nodes],
                "floor: open, read, close": [args.floor, nodes],
            }, count, 1 if args.quick else args.rounds)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
