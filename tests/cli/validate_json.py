#!/usr/bin/env python3
"""Checks documents of `--format json` against docs/findings.schema.json.

SPDX-License-Identifier: MIT

usage: validate_json.py [DOCUMENT...]     (none or "-": standard input)
Exit status: 0 all valid, 1 some document is not, 2 could not be checked.
"""
import json
import pathlib
import sys

import jsonschema

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "docs" / "findings.schema.json"


def no_repeated_names(pairs):
    """json.load keeps the last of repeated names silently; a document may have none."""
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError(f"a name is repeated in {[name for name, _ in pairs]}")
    return names


def beyond_the_schema(document):
    """What a schema cannot say. Yields sentences."""
    counted = {"error": 0, "warning": 0, "note": 0}
    for number, finding in enumerate(document["findings"]):
        counted[finding["severity"]] += 1
        if finding["input"] >= len(document["inputs"]):
            yield f"findings/{number}/input: there is no input {finding['input']}"
    for omitted in document.get("omitted", []):
        counted[omitted["severity"]] += omitted["count"]
    if counted != document["counts"]:
        yield f"counts: {document['counts']}, but found were {counted}"
    inputs = [finding["input"] for finding in document["findings"]]
    if inputs != sorted(inputs):
        yield "findings: not in the order of the inputs"


def faults_of(text, validator):
    """All faults of one document, as sentences."""
    if not text.endswith(b"\n"):
        yield "the document does not end with a line end"
    try:
        document = json.loads(text.decode("utf-8"), object_pairs_hook=no_repeated_names)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    faults = list(validator.iter_errors(document))
    for fault in faults:
        yield f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
    if not faults:
        yield from beyond_the_schema(document)


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    bad = False
    for name in sys.argv[1:] or ["-"]:
        try:
            text = sys.stdin.buffer.read() if name == "-" else pathlib.Path(name).read_bytes()
        except OSError as error:
            print(f"{name}: {error.strerror}", file=sys.stderr)
            return 2
        for fault in faults_of(text, validator):
            print(f"{name}: {fault}", file=sys.stderr)
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
