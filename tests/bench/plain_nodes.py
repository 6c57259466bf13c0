#!/usr/bin/env python3
"""The script that an author might write instead for node files: json and the same checks of keys,
goals, rewards and the tree, nothing more.

SPDX-License-Identifier: MIT

    plain_nodes.py FOLDER
"""
import json
import os
import re
import sys

# name: type, required, where it belongs
KEYS = {
    "node_ID": (str, True, "both"), "parent_node": (str, True, "child"),
    "depend_parent": (bool, False, "child"), "title": (str, True, "both"),
    "unfinished_icon": (str, True, "both"), "finished_icon": (str, True, "both"),
    "use_default_icon_background": (bool, False, "both"), "goal_details": (dict, False, "both"),
    "goal_number": (int, True, "both"), "node_description": (str, True, "both"),
    "window_background": (str, True, "root"), "reward": (list, False, "both"),
    "is_hidden": (bool, False, "both"), "finish_tip": (bool, False, "both"),
    "is_cloud": (bool, False, "both"), "auto_sent_cloud": (bool, False, "both"),
}


def without_doubles(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def check_goal(goal):
    kind = goal.get("goal_type")
    if kind == "default_kill":
        if not isinstance(goal.get("entity_identifier"), str):
            yield "entity_identifier"
    elif kind == "default_get":
        item = goal.get("item_dict")
        if not isinstance(item, dict) or not isinstance(item.get("newItemName"), str):
            yield "newItemName"
        elif "count" in item or "userData" in item or "userdata" in item:
            yield "count or userData"
    else:
        yield "goal_type"


def check_reward(reward):
    for item in reward:
        if not isinstance(item, dict) or not isinstance(item.get("function_name"), str):
            yield "function_name"
            continue
        name_space = item.get("name_space")
        if not isinstance(name_space, str) or name_space.count(":") != 1:
            yield "name_space"
        elif name_space.startswith("namespce"):
            yield "the sample's name"
        data = item.get("data", {})
        if not isinstance(data, dict) or "playID" in data:
            yield "data"


def check_node(node):
    is_root = "parent_node" not in node
    for key in node:
        if key not in KEYS:
            yield f"unknown key {key}"
    for key, (kind, required, where) in KEYS.items():
        if key not in node:
            if required and where in ("both", "root" if is_root else "child"):
                yield f"{key} is missing"
            continue
        if where == ("child" if is_root else "root"):
            yield f"{key} does not belong here"
        if type(node[key]) is not kind:
            yield f"{key} has another type"
    if isinstance(node.get("goal_number"), int) and not 1 <= node["goal_number"] <= 2147483647:
        yield "goal_number"
    for key in ("unfinished_icon", "finished_icon", "window_background"):
        path = node.get(key)
        if isinstance(path, str) and (not path.startswith("textures/") or "\\" in path
                                      or ".." in path or path.endswith(".png")):
            yield f"{key}: {path}"
    if isinstance(node.get("goal_details"), dict):
        yield from check_goal(node["goal_details"])
    if isinstance(node.get("reward"), list):
        yield from check_reward(node["reward"])
    if "auto_sent_cloud" in node and not node.get("is_cloud", False):
        yield "auto_sent_cloud"


def naturally(name):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def check_tree(nodes, faults):
    children = {}
    for name, node in nodes.items():
        parent = node.get("parent_node")
        if parent is not None and parent not in nodes:
            faults.append(f"{name}: no parent {parent}")
            parent = None
        elif parent is not None and node.get("is_cloud") and node.get("depend_parent") \
                and not nodes[parent].get("is_cloud"):
            faults.append(f"{name}: depends on {parent}")
        children.setdefault(parent, []).append(name)
    for names in children.values():
        names.sort()
        if sorted(names, key=naturally) != names:
            faults.append(f"{names[0]}: order")
    seen = 0
    level = children.get(None, [])
    while level:
        seen += len(level)
        level = [child for name in level for child in children.get(name, ())]
    if seen != len(nodes):
        faults.append("a circle")


def main():
    folder = sys.argv[1]
    faults = []
    nodes = {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                node = json.load(file, object_pairs_hook=without_doubles)
        except (OSError, ValueError) as error:
            faults.append(f"{name}: {error}")
            continue
        if not isinstance(node, dict):
            faults.append(f"{name}: no node")
            continue
        faults.extend(f"{name}: {fault}" for fault in check_node(node))
        if node.get("node_ID") in nodes:
            faults.append(f"{name}: node_ID")
        nodes[node.get("node_ID")] = node
    check_tree(nodes, faults)
    print("\n".join(faults) or "ok")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
