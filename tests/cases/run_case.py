#!/usr/bin/env python3
"""Runs the case folders: each rule's bad example shows its code, its good twin shows nothing.

SPDX-License-Identifier: MIT

    run_case.py --tool ACHPACK [--hostile MAKE_ZIPS.PY] [--update] CASE...
    run_case.py --tool ACHPACK --meta

A case is a folder CODE or CODE--VARIANT with bad/ and ok/ laid over a copy of _base/, or
bad.hostile and ok.hostile naming recipes of hostile zips; what beside/ (for both sides),
bad.beside/ and ok.beside/ hold lies in the folder `beside` next to the package, and old/, laid over
another copy of _base/, in the folder `old`; expected.en.txt and expected.zh.txt hold
what the tool prints about the bad one. That is `achpack check` with the lines of `options`, or what
the file `command` says, such as `nodes {case} -o out --dry-run`. Where a side has a file
store.jsonl, its records are imported into the store sqlite:store.db before each run. --update writes them anew, for a person to review.
--meta checks that every rule has a case and an entry in both references.
"""
import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def encode_table(folder):
    """NodeSetting.utf8.csv becomes what a Chinese spreadsheet would have saved."""
    source = os.path.join(folder, "NodeSetting.utf8.csv")
    if os.path.exists(source):
        with open(source, encoding="utf-8", newline="") as file:
            text = file.read().replace("\r\n", "\n").replace("\n", "\r\n")
        with open(os.path.join(folder, "NodeSetting.csv"), "wb") as file:
            file.write(text.encode("gbk"))
        os.remove(source)


def lay_over(folder, overlay):
    shutil.copytree(overlay, folder, dirs_exist_ok=True, symlinks=True)
    encode_table(folder)
    for name in ("DELETE", "LINKS"):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            lines = [line.strip() for line in file if line.strip()]
        os.remove(path)
        for line in lines:
            if name == "DELETE":
                target = os.path.join(folder, line)
                shutil.rmtree(target) if os.path.isdir(target) else os.remove(target)
            else:
                link, target = line.split(" -> ")
                os.makedirs(os.path.dirname(os.path.join(folder, link)), exist_ok=True)
                os.symlink(target, os.path.join(folder, link))


def lay_out(folder, overlay):
    shutil.copytree(os.path.join(HERE, "_base"), folder)
    encode_table(folder)
    lay_over(folder, overlay)


def prepare(case, which, work, hostile):
    """Makes the folder or the zip of one side of a case; gives its name inside `work`."""
    recipe = os.path.join(case, which + ".hostile")
    if os.path.exists(recipe):
        with open(recipe, encoding="utf-8") as file:
            name = file.read().split()[0]
        subprocess.run([sys.executable, hostile, work, name], check=True,
                       stdout=subprocess.DEVNULL)
        os.rename(os.path.join(work, name + ".zip"), os.path.join(work, "pack.zip"))
        return "pack.zip"
    for name in ("beside", which + ".beside"):
        if os.path.isdir(os.path.join(case, name)):
            shutil.copytree(os.path.join(case, name), os.path.join(work, "beside"),
                            dirs_exist_ok=True)
    lay_out(os.path.join(work, "pack"), os.path.join(case, which))
    if os.path.isdir(os.path.join(case, "old")):
        lay_out(os.path.join(work, "old"), os.path.join(case, "old"))
    return "pack"


def options_of(case, folder, which):
    path = os.path.join(case, "options")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    values = {"{case}": folder, "{which}": which}
    for key, value in values.items():
        lines = [line.replace(key, value) for line in lines]
    return [line for line in lines if line]


def command_of(case, folder, which):
    """The words of the file `command`, or those of a check."""
    path = os.path.join(case, "command")
    if not os.path.exists(path):
        return ["check", *options_of(case, folder, which), folder]
    with open(path, encoding="utf-8") as file:
        words = shlex.split(file.read())
    return [word.replace("{case}", folder).replace("{which}", which) for word in words]


def run_tool(tool, work, arguments):
    result = subprocess.run([tool, *arguments], cwd=work, capture_output=True, timeout=60,
                            env={"PATH": os.environ["PATH"], "LANG": "C",
                                 **{k: v for k, v in os.environ.items() if "SAN_OPTIONS" in k}})
    return result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8")


def fill_store(tool, work, name):
    records = os.path.join(work, name, "store.jsonl")
    if os.path.exists(records):
        for file in os.listdir(work):
            if file.startswith("store.db"):
                os.remove(os.path.join(work, file))
        status, out, errors = run_tool(tool, work, ["progress", "--store", "sqlite:store.db",
                                                    "import", records])
        if status != 0:
            raise ValueError(f"{records}: {out}{errors}")


def run_side(args, case, which):
    with tempfile.TemporaryDirectory() as work:
        name = prepare(case, which, work, args.hostile)
        command = command_of(case, name, which)

        def run(*options):
            fill_store(args.tool, work, name)
            return run_tool(args.tool, work, [*command, *options])

        outputs = {lang: run("--lang", lang) for lang in ("en", "zh")}
        machine = run("--format", "json")
    return outputs, machine


def document_of(machine):
    """The findings: commands that write something else to standard output have them on the other."""
    for text in machine[1:]:
        if '"findings"' in text:
            return json.loads(text)
    raise ValueError(f"no findings in {machine}")


def run_case(args, name):
    """Gives what is wrong with the case, a line each."""
    case = os.path.join(HERE, name)
    code = name.split("--")[0]
    wrong = []
    outputs, machine = run_side(args, case, "bad")
    document = document_of(machine)
    codes = [finding["code"] for finding in document["findings"]]
    if code not in codes:
        wrong.append(f"bad does not show {code}, but {codes}; {machine[2]}")
    severe = any(finding["severity"] == "error" for finding in document["findings"])
    if machine[0] != (1 if severe else 0):
        wrong.append(f"bad exits with {machine[0]}")
    is_check = not os.path.exists(os.path.join(case, "command"))
    for lang, (_, text, errors) in outputs.items():
        if not is_check:
            text, errors = text + errors, ""
        path = os.path.join(case, f"expected.{lang}.txt")
        if args.update:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        expected = ""
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                expected = file.read()
        if text != expected or errors:
            wrong.append(f"expected.{lang}.txt differs; got:\n{text}{errors}")
    _, machine = run_side(args, case, "ok")
    if machine[0] != 0 or document_of(machine)["findings"]:
        wrong.append(f"ok is not silent: {machine[1]}{machine[2]}")
    return wrong


def shown_elsewhere():
    """The tests of stores and engines: their codes need more than a package."""
    texts = []
    for folder in ("unit", "store", "cli"):
        for name in sorted(os.listdir(os.path.join(ROOT, "tests", folder))):
            if folder == "store" or re.search("store|engine|run_progress", name):
                with open(os.path.join(ROOT, "tests", folder, name), encoding="utf-8") as file:
                    texts.append(file.read())
    return "".join(texts)


def check_meta(tool):
    """Every rule has a case, both references name it, and no case is without a rule."""
    wrong = []
    rules = {}
    for lang in ("en", "zh"):
        listed = subprocess.run([tool, "rules", "--format", "json", "--lang", lang], check=True,
                                capture_output=True)
        rules[lang] = json.loads(listed.stdout)["rules"]
        reference = {"en": "rules.md", "zh": "rules.zh-CN.md"}[lang]
        printed = subprocess.run([tool, "rules", "--format", "markdown", "--lang", lang],
                                 check=True, capture_output=True).stdout
        with open(os.path.join(ROOT, "docs", reference), "rb") as file:
            if file.read() != printed:
                wrong.append(f"docs/{reference} is not what `achpack rules` prints")
    codes = [rule["code"] for rule in rules["en"]]
    if len(codes) != len(set(codes)):
        wrong.append("a code stands twice")
    if not codes or codes != [rule["code"] for rule in rules["zh"]]:
        wrong.append("the languages list other rules")
    for english, chinese in zip(rules["en"], rules["zh"]):
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", english["code"]):
            wrong.append(f"{english['code']}: not a good code")
        for key in ("summary", "reason", "source", "bad", "good"):
            if not english[key].strip() or not chinese[key].strip():
                wrong.append(f"{english['code']}: {key} is empty")
        for key in ("summary", "reason"):
            if not re.search("[\u4e00-\u9fff]", chinese[key]):
                wrong.append(f"{english['code']}: {key} has no Chinese")
            if re.search("[\u4e00-\u9fff]", english[key].replace("\u6402", "")):
                wrong.append(f"{english['code']}: {key} has Chinese in the English text")
    cases = [name for name in os.listdir(HERE)
             if os.path.isdir(os.path.join(HERE, name)) and name[0] not in "_."]
    shown = shown_elsewhere()
    for code in codes:
        if code not in cases and f'"{code}"' not in shown:
            wrong.append(f"{code}: no case folder, and no test of a store or engine names it")
    for name in cases:
        if name.split("--")[0] not in codes:
            wrong.append(f"{name}: a case of no rule")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--hostile", default=os.path.join(ROOT, "tests/hostile/make_zips.py"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--meta", action="store_true")
    parser.add_argument("cases", nargs="*")
    args = parser.parse_args()
    args.tool = os.path.abspath(args.tool)
    results = {"meta": check_meta(args.tool)} if args.meta else {}
    for name in args.cases:
        results[name] = run_case(args, name)
    for name, wrong in results.items():
        print(f"{'FAIL' if wrong else 'PASS'} {name}")
        for line in wrong:
            print(f"  {line}")
    return 1 if any(results.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
