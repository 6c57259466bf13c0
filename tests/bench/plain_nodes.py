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


GOAL_KEYS = {"default_kill": {"goal_type", "entity_identifier"},
             "default_get": {"goal_type", "item_dict"}}
ITEM_KEYS = {"newItemName", "newAuxValue", "enchantData", "modEnchantData"}
REWARD_KEYS = {"function_name", "name_space", "data"}
PICTURES = (".png", ".jpg", ".jpeg", ".tga", ".gif", ".webp", ".bmp", ".svg")


def check_item(item):
    if not isinstance(item.get("newItemName"), str) or not item["newItemName"].strip():
        yield "newItemName"
    for key in item:
        if key not in ITEM_KEYS:
            yield f"item_dict has {key}"
    for key in ("enchantData", "modEnchantData"):
        if key in item and not (isinstance(item[key], list)
                                and all(isinstance(pair, list) for pair in item[key])):
            yield key


def check_goal(goal):
    kind = goal.get("goal_type")
    if kind not in GOAL_KEYS:
        yield "goal_type"
        return
    for key in goal:
        if key not in GOAL_KEYS[kind]:
            yield f"goal_details has {key}"
    if kind == "default_kill":
        if not isinstance(goal.get("entity_identifier"), str) or not goal["entity_identifier"]:
            yield "entity_identifier"
    elif not isinstance(goal.get("item_dict"), dict):
        yield "item_dict"
    else:
        yield from check_item(goal["item_dict"])


def check_reward(reward):
    for item in reward:
        if not isinstance(item, dict):
            yield "reward"
            continue
        for key in item:
            if key not in REWARD_KEYS:
                yield f"reward has {key}"
        if not isinstance(item.get("function_name"), str) or not item["function_name"].strip():
            yield "function_name"
        name_space = item.get("name_space")
        if not isinstance(name_space, str) or name_space.count(":") != 1 \
                or not all(name_space.split(":")):
            yield "name_space"
        elif name_space.startswith("namespce"):
            yield "the sample's name"
        data = item.get("data", {})
        if not isinstance(data, dict) or "playID" in data:
            yield "data"


def check_path(path):
    return not path.startswith("textures/") or "\\" in path or ":" in path \
        or any(part in ("", ".", "..") for part in path.split("/")) \
        or path.lower().endswith(PICTURES)


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
        value = node[key]
        if where == ("child" if is_root else "root"):
            yield f"{key} does not belong here"
        if type(value) is not kind:
            yield f"{key} has another type"
        elif kind is str and not value.strip():
            yield f"{key} is empty"
    if type(node.get("goal_number")) is int and not 1 <= node["goal_number"] <= 2147483647:
        yield "goal_number"
    for key in ("unfinished_icon", "finished_icon", "window_background"):
        if isinstance(node.get(key), str) and check_path(node[key]):
            yield f"{key}: {node[key]}"
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
