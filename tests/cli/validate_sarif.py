#!/usr/bin/env python3
"""Checks logs of `--format sarif`: always with own checks of what SARIF 2.1.0 asks of such a log,
and against the official JSON schema where its path is given.

SPDX-License-Identifier: MIT

usage: validate_sarif.py [--schema FILE] [LOG...]     (none or "-": standard input)
The schema's path may also come from the environment variable ACHPACK_SARIF_SCHEMA;
get_sarif_schema.sh fetches one.
Exit status: 0 all valid, 1 some log is not, 2 could not be checked.
"""
import argparse
import json
import os
import pathlib
import re
import sys

LEVELS = {"none", "note", "warning", "error"}
URI_REFERENCE = re.compile(r"(?:file:///)?(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})*\Z")


class Faults(list):
    """Collects sentences about a log."""

    def want(self, truth, where, sentence):
        if not truth:
            self.append(f"{where}: {sentence}")
        return bool(truth)

    def member(self, value, name, kind, where):
        """The member of that type, or None and a fault."""
        found = value.get(name) if isinstance(value, dict) else None
        good = isinstance(found, kind) and not (kind is int and isinstance(found, bool))
        return found if self.want(good, where, f"wants {name}, of type {kind.__name__}") else None


def check_message(faults, holder, name, where):
    message = faults.member(holder, name, dict, where)
    if message is not None:
        text = faults.member(message, "text", str, f"{where}/{name}")
        faults.want(text, f"{where}/{name}", "the text is empty")


def check_driver(faults, run, where):
    """Gives the rules."""
    driver = faults.member(faults.member(run, "tool", dict, where) or {}, "driver", dict, where)
    where += "/tool/driver"
    faults.member(driver, "name", str, where)
    version = faults.member(driver, "semanticVersion", str, where)
    faults.want(re.fullmatch(r"\d+\.\d+\.\d+", version or ""), where, f"version {version}")
    rules = faults.member(driver, "rules", list, where) or []
    for number, rule in enumerate(rules):
        place = f"{where}/rules/{number}"
        faults.member(rule, "id", str, place)
        for name in ("shortDescription", "fullDescription", "help"):
            check_message(faults, rule, name, place)
        level = rule.get("defaultConfiguration", {}).get("level")
        faults.want(level in LEVELS, place, f"default level {level}")
        certainty = rule.get("properties", {}).get("certainty")
        faults.want(certainty in ("documented", "implied", "assumed"), place, "certainty")
    ids = [rule.get("id") for rule in rules]
    faults.want(len(ids) == len(set(ids)), where, "a rule is there twice")
    return ids


def check_region(faults, region, where):
    by_line = "startLine" in region
    faults.want(by_line != ("byteOffset" in region), where, "wants startLine or byteOffset")
    for name, least in (("startLine", 1), ("startColumn", 1), ("endColumn", 1), ("byteOffset", 0)):
        if name in region:
            value = faults.member(region, name, int, where)
            faults.want(value is not None and value >= least, where, f"{name} {value}")
    if "endColumn" in region:
        faults.want(region["endColumn"] > region.get("startColumn", 1), where, "ends too early")


def check_location(faults, location, where):
    physical = faults.member(location, "physicalLocation", dict, where) or {}
    artifact = faults.member(physical, "artifactLocation", dict, where) or {}
    uri = faults.member(artifact, "uri", str, where)
    if uri is not None:
        faults.want(uri and URI_REFERENCE.match(uri), where, f"no URI reference: {uri}")
        faults.want(not uri.startswith(("/", "./")), where, f"not relative: {uri}")
    if "region" in physical:
        check_region(faults, physical["region"], where + "/region")
    for entry in location.get("logicalLocations", []):
        faults.member(entry, "fullyQualifiedName", str, where + "/logicalLocations")
        faults.want("region" not in physical, where, "an entry's lines are no lines of the zip")


def check_result(faults, result, ids, where):
    """Gives the fingerprint."""
    index = faults.member(result, "ruleIndex", int, where)
    rule_id = faults.member(result, "ruleId", str, where)
    if index is not None:
        found = ids[index] if 0 <= index < len(ids) else None
        faults.want(found == rule_id, where, f"rule {index} is {found}, not {rule_id}")
    faults.want(result.get("level") in LEVELS, where, f"level {result.get('level')}")
    check_message(faults, result, "message", where)
    locations = faults.member(result, "locations", list, where) or []
    faults.want(len(locations) == 1, where, "wants one location")
    for location in locations:
        check_location(faults, location, where + "/locations")
    for number, location in enumerate(result.get("relatedLocations", [])):
        check_location(faults, location, f"{where}/relatedLocations/{number}")
        check_message(faults, location, "message", f"{where}/relatedLocations/{number}")
    prints = faults.member(result, "partialFingerprints", dict, where) or {}
    return faults.member(prints, "achpack/v1", str, where + "/partialFingerprints")


def check_invocation(faults, invocation, where):
    faults.member(invocation, "executionSuccessful", bool, where)
    told = faults.member(invocation, "toolExecutionNotifications", list, where) or []
    faults.want(len(told) == 1, where, "wants one notification")
    for notification in told:
        faults.want(notification.get("level") in LEVELS, where, "level of the notification")
        check_message(faults, notification, "message", where)


def own_checks(log):
    faults = Faults()
    try:
        check_log(faults, log)
    except (AttributeError, KeyError, TypeError) as error:
        faults.append(f"a value is not of the type it should be: {error}")
    return faults


def check_log(faults, log):
    faults.want(log.get("version") == "2.1.0", "version", f"is {log.get('version')}")
    faults.want(str(log.get("$schema", "")).startswith("https://"), "$schema", "is no address")
    runs = faults.member(log, "runs", list, "log") or []
    faults.want(len(runs) == 1, "runs", "wants one")
    for run in runs:
        ids = check_driver(faults, run, "runs/0")
        faults.want(run.get("columnKind") == "unicodeCodePoints", "runs/0", "columnKind")
        for number, invocation in enumerate(run.get("invocations", [])):
            check_invocation(faults, invocation, f"runs/0/invocations/{number}")
        results = faults.member(run, "results", list, "runs/0") or []
        prints = [check_result(faults, result, ids, f"runs/0/results/{number}")
                  for number, result in enumerate(results)]
        faults.want(len(prints) == len(set(prints)), "runs/0/results", "equal fingerprints")
        used = {result.get("ruleId") for result in results}
        faults.want(used == set(ids), "runs/0", f"rules {set(ids) ^ used} do not fit the results")


def schema_checks(log, schema):
    import jsonschema

    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema, format_checker=jsonschema.FormatChecker())
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
            for fault in validator.iter_errors(log)]


def faults_of(text, schema):
    try:
        log = json.loads(text.decode("utf-8"))
    except ValueError as error:
        return [f"no JSON: {error}"]
    if not isinstance(log, dict):
        return ["no JSON object"]
    return own_checks(log) + (schema_checks(log, schema) if schema is not None else [])


def main():
    parser = argparse.ArgumentParser(description="Checks SARIF logs.")
    parser.add_argument("--schema", default=os.environ.get("ACHPACK_SARIF_SCHEMA"))
    parser.add_argument("logs", nargs="*", default=["-"])
    options = parser.parse_args()
    schema = None
    bad = False
    try:
        if options.schema:
            schema = json.loads(pathlib.Path(options.schema).read_text(encoding="utf-8-sig"))
        else:
            print("the check against the official SARIF schema was skipped: no schema was given")
        for name in options.logs:
            text = sys.stdin.buffer.read() if name == "-" else pathlib.Path(name).read_bytes()
            for fault in faults_of(text, schema):
                print(f"{name}: {fault}", file=sys.stderr)
                bad = True
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
