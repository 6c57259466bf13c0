#!/usr/bin/env python3
"""The simulator: the shipped scenarios say what they always said, and what is wrong is seen.

SPDX-License-Identifier: MIT

    run_simulate.py --tool ACHPACK [--update] [--seeds N]

simulate/NAME.LANG.txt is what samples/scenarios/NAME.json must print; --update writes these files
anew, for a person to review.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCENARIOS = os.path.join(ROOT, "samples", "scenarios")
NAMES = sorted(name[:-5] for name in os.listdir(SCENARIOS) if name.endswith(".json"))
TOOL = ""
UPDATE = False
SEEDS = 200
STORY = {
    "rooms": ["A", "B"],
    "players": ["steve"],
    "nodes": [{"id": "cows", "total": 6}],
    "network": {"latency_ms": [20, 60]},
    "steps": [{"at": 1, "room": "B", "do": "set", "player": "steve", "node": "cows", "delta": 3,
               "handler": "right"},
              {"at": 2, "room": "A", "do": "set", "player": "steve", "node": "cows",
               "handler": "right"}],
}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = folder.name
        # A place of its own for outboxes, so that what is left behind is seen; in memory, for on a
        # disk each of their many commits would wait for it.
        place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        temporary = tempfile.TemporaryDirectory(dir=place)
        self.addCleanup(temporary.cleanup)
        self.temporary = temporary.name

    def run_tool(self, *arguments, cwd=ROOT):
        env = {"PATH": os.environ["PATH"], "LANG": "C", "TMPDIR": self.temporary,
               **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        result = subprocess.run([TOOL, "simulate", *arguments], cwd=cwd, capture_output=True,
                                env=env, timeout=120)
        self.assertEqual(os.listdir(self.temporary), [], "something was left behind")
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def run_scenario(self, scenario, *arguments):
        """Gives the exit status and the document."""
        path = os.path.join(self.work, "scenario.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(scenario, file)
        status, out, errors = self.run_tool(path, "--format", "json", *arguments)
        self.assertIn(status, (0, 1), errors)
        return status, json.loads(out)

    def broken(self, document):
        return [item["name"] for item in document["invariants"] if not item["holds"]]


class Shipped(Case):
    def test_say_what_they_always_said(self):
        self.assertEqual(len(NAMES), 6)
        for name in NAMES:
            for lang in ("en", "zh"):
                status, out, errors = self.run_tool(f"samples/scenarios/{name}.json", "--lang", lang)
                self.assertEqual((status, errors), (0, ""), name)
                path = os.path.join(HERE, "simulate", f"{name}.{lang}.txt")
                if UPDATE:
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(out)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(out, file.read(), path)

    def test_json_says_the_same(self):
        for name in NAMES:
            path = f"samples/scenarios/{name}.json"
            status, out, _ = self.run_tool(path, "--format", "json")
            document = json.loads(out)
            self.assertEqual((status, document["fine"], document["findings"]), (0, True, []))
            times = [moment["ms"] for moment in document["timeline"]]
            self.assertEqual(times, sorted(times))
            text = self.run_tool(path, "--lang", "en")[1]
            self.assertEqual(len(times), len(re.findall(r"^ +\d+\.\d{3}  ", text, re.M)), name)
            for record in document["records"][:10]:
                entity = record["entity"]
                self.assertIn(f"  {record['player']}, {record['achievement_id']}: "
                              f"{entity['progress']}/{record['max_progress']}, "
                              f"version {entity['version']}, extra \"{entity['extra']}\"", text)

    def test_same_seed_same_bytes(self):
        path = "samples/scenarios/busy-evening.json"
        outputs = {seed: [self.run_tool(path, "--seed", seed, "--format", "json")[1]
                          for _ in range(2)] for seed in ("7", "8")}
        for first, second in outputs.values():
            self.assertEqual(first, second)
        self.assertNotEqual(outputs["7"][0], outputs["8"][0])

    def test_busy_evenings_hold(self):
        seen = {}
        for seed in range(1, SEEDS + 1):
            status, out, errors = self.run_tool("samples/scenarios/busy-evening.json", "--seed",
                                                str(seed), "--format", "json")
            self.assertEqual(status, 0, f"seed {seed}: {errors}")
            for name, count in json.loads(out)["counts"].items():
                seen[name] = seen.get(name, 0) + count
        for name in ("code-0", "code-5", "none", "closed", "crash", "answer-lost", "request-lost",
                     "repeated", "complete"):
            self.assertGreater(seen[name], 0, f"{name} never happened")


class Judgement(Case):
    """What is broken on purpose is caught, wherever the engine is right."""

    def handlers(self, first, second):
        scenario = json.loads(json.dumps(STORY))
        scenario["steps"][0]["handler"] = first
        scenario["steps"][1]["handler"] = second
        return scenario

    def test_wrong_handler(self):
        status, document = self.run_scenario(self.handlers("right", "wrong"))
        self.assertEqual((status, self.broken(document)), (1, ["extra"]))
        extra = [item for item in document["invariants"] if item["name"] == "extra"][0]
        self.assertEqual(extra["first"], 'steve, cows: "1" != "4"')

    def test_expected_and_not_broken(self):
        scenario = self.handlers("right", "right")
        scenario["expect"] = {"extra": "broken"}
        status, document = self.run_scenario(scenario)
        self.assertEqual((status, self.broken(document), document["fine"]), (1, [], False))

    def test_handlers(self):
        """The test vectors of the two rooms: which record each handler ends with."""
        for handler, progress, version, extra in (
                ("right", 4, 2, "4"), ("always", 4, 2, "4"), ("drops", 3, 1, "3"),
                ("none", 4, 2, "3"), ("wrong", 4, 2, "1")):
            _, document = self.run_scenario(self.handlers("right", handler))
            entity = document["records"][0]["entity"]
            self.assertEqual((entity["progress"], entity["version"], entity["extra"]),
                             (progress, version, extra), handler)

    def test_wrong_handler_in_a_crowd(self):
        with open(os.path.join(SCENARIOS, "busy-evening.json"), encoding="utf-8") as file:
            scenario = json.load(file)
        scenario["load"].update({"handlers": ["wrong"], "players": 20, "moves": 0.5})
        status, document = self.run_scenario(scenario)
        self.assertEqual((status, self.broken(document)), (1, ["extra"]))

    def test_other_records_than_wanted(self):
        for wanted in ({"progress": 3}, {"progress": 4, "version": 9},
                       {"progress": 4, "extra": "5"}, {"progress": 4, "extra": ""}):
            scenario = dict(STORY)
            scenario["expect"] = {"records": [{"player": "steve", "node": "cows", **wanted}]}
            status, document = self.run_scenario(scenario)
            self.assertEqual((status, self.broken(document)), (1, ["records"]), wanted)


class Networks(Case):
    """Whatever the network does to them, the invariants hold."""

    def test_store_away_for_good(self):
        scenario = dict(STORY, network={"away": [[0, 2000000]]})
        status, document = self.run_scenario(scenario)
        self.assertEqual((status, document["records"]), (0, []))
        self.assertEqual(document["counts"]["none"], 2)

    def test_room_that_never_returns(self):
        scenario = dict(STORY, steps=STORY["steps"] + [{"at": 2.02, "room": "A", "do": "crash"}])
        self.assertEqual(self.run_scenario(scenario)[0], 0)

    def test_not_yet_safe(self):
        """What was asked for at the moment of the crash was promised to nobody."""
        scenario = dict(STORY, steps=[STORY["steps"][0], {"at": 1, "room": "B", "do": "crash"},
                                      {"at": 2, "room": "B", "do": "restart"}])
        status, document = self.run_scenario(scenario)
        self.assertEqual((status, document["records"]), (0, []))

    def test_another_writer_without_end(self):
        for handler in ("none", "right", "always"):
            scenario = dict(STORY, network={"other_writer": True}, timeline="short")
            scenario["steps"] = [dict(STORY["steps"][0], handler=handler)]
            status, document = self.run_scenario(scenario)
            self.assertEqual(status, 0)
            self.assertEqual(document["records"][0]["entity"]["progress"], 0, handler)

    def test_random_networks(self):
        for seed in range(40):
            chance = random.Random(seed)
            least = chance.choice([0, 5, 100, 2000])
            away = chance.randint(0, 60)
            scenario = {
                "rooms": ["A", "B", "C"][:chance.randint(1, 3)],
                "nodes": [{"id": "cows", "total": chance.choice([1, 3, 10, 100000])},
                          {"id": "pigs", "total": 3,
                           "custom": chance.choice(["none", "auto", "manual", "local"])}],
                "network": {"latency_ms": [least, least + chance.choice([0, 10, 3000])],
                            "lose_answers": chance.choice([0, 0.05, 0.5]),
                            "away": [[away, away + chance.choice([0, 1, 30])]]},
                "load": {"players": chance.choice([1, 2, 30]),
                         "sets_per_minute": chance.choice([20, 120, 2000]),
                         "seconds": chance.choice([30, 90]),
                         "handlers": chance.choice([["right"], ["none"],
                                                    ["none", "right", "always", "drops"]]),
                         "later": chance.choice([0, 0.5, 1]), "moves": chance.choice([0, 0.1, 1]),
                         "crashes": chance.choice([0, 1, 10]),
                         "restart_after": chance.choice([0, 0.5, 30])},
                "options": {"sets_per_second": chance.choice([1, 50]),
                            "answer_s": chance.choice([1, 5, 30]),
                            "attempts": chance.choice([1, 2, 8]), "interval_s": 10},
            }
            status, document = self.run_scenario(scenario, "--seed", str(seed))
            self.assertEqual((status, self.broken(document)), (0, []), json.dumps(scenario))


class Files(Case):
    def test_package_beside_the_scenario(self):
        package = os.path.join(self.work, "sky.zip")
        subprocess.run([TOOL, "build", "--quiet", os.path.join(ROOT, "samples/packs/sky-islands"),
                        "-o", package], check=True, capture_output=True)
        with open(os.path.join(self.work, "story.json"), "w", encoding="utf-8") as file:
            json.dump({"rooms": ["A"], "players": ["史蒂夫"], "package": "sky.zip", "steps": [
                {"at": 0, "room": "A", "do": "set", "player": "史蒂夫", "node": "sail_boat"}]}, file)
        for cwd, path in ((self.work, "story.json"), (ROOT, os.path.join(self.work, "story.json"))):
            status, out, errors = self.run_tool(path, "--format", "json", cwd=cwd)
            self.assertEqual((status, errors), (0, ""), out)
            record = json.loads(out)["records"][0]
            self.assertEqual((record["player"], record["achievement_id"]), ("史蒂夫", "sail_boat"))

    def test_names_cannot_steer_the_terminal(self):
        name = "\u001b[31m\"st\u202eeve\\"
        scenario = json.loads(json.dumps(STORY).replace("steve", "X"))
        scenario["players"] = [name]
        for step in scenario["steps"]:
            step["player"] = name
        scenario["nodes"] = [{"id": 'co"w,s\n\u4e2d', "total": 6, "custom": "manual"}]
        for step in scenario["steps"]:
            step["node"] = scenario["nodes"][0]["id"]
        status, document = self.run_scenario(scenario)
        self.assertEqual((status, document["records"][0]["player"]), (0, name))
        self.assertEqual(document["records"][0]["achievement_id"], scenario["nodes"][0]["id"])
        for lang in ("en", "zh"):
            out = self.run_tool(os.path.join(self.work, "scenario.json"), "--lang", lang)[1]
            self.assertNotIn("\u001b", out)
            self.assertNotIn("\u202e", out)

    def test_usage_and_missing_files(self):
        self.assertEqual(self.run_tool()[0], 2)
        self.assertEqual(self.run_tool("a.json", "b.json")[0], 2)
        for seed in ("", "x", "-1", "1.5", "1234567890123456789"):
            self.assertEqual(self.run_tool("a.json", "--seed", seed)[0], 2, seed)
        self.assertEqual(self.run_tool("no-such.json")[0], 3)
        self.assertEqual(self.run_tool(self.work)[0], 3)

    def test_temporary_folder_that_is_none(self):
        self.temporary = os.path.join(self.work, "none")
        path = os.path.join(self.work, "story.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(STORY, file)
        env = {"PATH": os.environ["PATH"], "LANG": "C", "TMPDIR": self.temporary,
               **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}}
        result = subprocess.run([TOOL, "simulate", path], capture_output=True, env=env)
        self.assertEqual(result.returncode, 0) # another place is found

    def test_damaged_scenarios(self):
        """Cut, changed or doubled at random: findings with places, never more than status 3."""
        with open(os.path.join(SCENARIOS, "crash-before-answer.json"), "rb") as file:
            good = file.read()
        chance = random.Random(5)
        path = os.path.join(self.work, "scenario.json")
        for _ in range(150):
            text = bytearray(good)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(text))
                kind = chance.randrange(4)
                if kind == 0:
                    del text[at:at + chance.randint(1, 40)]
                elif kind == 1:
                    text[at] = chance.randrange(256)
                elif kind == 2:
                    text[at:at] = bytes([chance.choice(b'{}[]",:0129-.e')])
                else:
                    text[at:at] = text[at:at + chance.randint(1, 60)]
            with open(path, "wb") as file:
                file.write(text)
            status, out, errors = self.run_tool(path, "--format", "json")
            self.assertIn(status, (0, 1), (bytes(text), errors))
            document = json.loads(out)
            if "counts" in document and "error" in document["counts"]:
                self.assertEqual(status, 1)


class Guide(Case):
    def test_tours_are_real(self):
        """Each console block of the guide is run; what it shows must be what comes out."""
        for name in ("simulate.md", "simulate.zh-CN.md"):
            with open(os.path.join(ROOT, "docs", name), encoding="utf-8") as file:
                text = file.read()
            tours = re.findall(r"```console\n\$ achpack simulate (.*)\n((?s:.*?))```", text)
            self.assertGreater(len(tours), 0, name)
            for arguments, shown in tours:
                out = self.run_tool(*arguments.split())[1]
                self.assertEqual(out, shown, name)

    def test_all_keys_are_told(self):
        sources = ""
        folder = os.path.join(ROOT, "src", "simulate")
        for name in os.listdir(folder):
            if name.startswith("scenario") and name.endswith(".c"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    sources += file.read()
        keys = set(re.findall(r'\{(?:\.key = )?"([a-z_]+)",', sources)) - {"scenario"}
        words = re.findall(r"_words\[\] = \{([^}]*)\}", sources)
        keys |= set(re.findall(r'"([a-z]+)"', " ".join(words)))
        self.assertGreater(len(keys), 50)
        for name in ("simulate.md", "simulate.zh-CN.md"):
            with open(os.path.join(ROOT, "docs", name), encoding="utf-8") as file:
                text = file.read()
            for key in sorted(keys):
                self.assertRegex(text, rf"\b{key}\b", name)


def main():
    global TOOL, UPDATE, SEEDS
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    args = parser.parse_args()
    TOOL, UPDATE, SEEDS = os.path.abspath(args.tool), args.update, args.seeds
    tests = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    return 0 if unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
