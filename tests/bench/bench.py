#!/usr/bin/env python3
"""How fast check and build are, side by side with other ways to do the work, in one run.

SPDX-License-Identifier: MIT

    bench.py --tool ACHPACK --floor FLOOR --launch LAUNCH [--rounds N] [--quick]

Every row times whole processes in turn (A B C A B C ...) and prints medians and ratios. Absolute
times belong to the machine; the ratios are what is claimed.
"""
import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

from PIL import Image, ImageDraw, ImageFilter

LAUNCH = ""
HERE = os.path.dirname(os.path.abspath(__file__))


def paint(path, seed):
    """A picture as painters make them: soft gradients and shapes on a clear ground; 11 KB or so as
    PNG, the average that was found over three sets of real painted icons."""
    chance = random.Random(seed)
    small = Image.new("RGB", (6, 6))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(36)])
    picture = small.resize((120, 120), Image.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y, size = chance.randrange(100), chance.randrange(100), chance.randrange(10, 50)
        draw.ellipse((x, y, x + size, y + size), fill=tuple(chance.randrange(256) for _ in range(3)))
    picture = picture.filter(ImageFilter.GaussianBlur(1.2)).convert("RGBA")
    ground = Image.new("L", (480, 480), 0)
    ImageDraw.Draw(ground).ellipse((72, 72, 408, 408), fill=255)
    picture.putalpha(ground.resize((120, 120), Image.LANCZOS))
    clear = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    clear.paste(picture, mask=picture.getchannel("A"))
    clear.save(path)


def make_package(folder, rows, pictures):
    """`rows` rows over `pictures` distinct pictures."""
    os.makedirs(os.path.join(folder, "textures"))
    for number in range(pictures):
        paint(os.path.join(folder, f"textures/p{number:05}.png"), number)
    lines = ["NodeId,PrePic,FinPic,Title,Description,Total,Rank"]
    for row in range(rows):
        before, after = (2 * row) % pictures, (2 * row + 1) % pictures
        lines.append(f"node_{row:05},textures/p{before:05}.png,textures/p{after:05}.png,"
                     f"第{row}个成就,完成第{row}次挑战并回到出生点,{row % 100 + 1},{row + 1}")
    with open(os.path.join(folder, "NodeSetting.csv"), "wb") as file:
        file.write(("\r\n".join(lines) + "\r\n").encode("gbk"))


def run(command):
    """Wall seconds, CPU seconds, peak KiB and exit status of one whole process."""
    printed = subprocess.run([LAUNCH, *command], check=True, capture_output=True).stdout
    wall, cpu, peak, status = map(int, printed.split())
    return wall / 1e6, cpu / 1e6, peak, status


def compare(title, commands, rounds):
    """Times the commands in turn; the first is ours. Gives {name: (wall, cpu, rss)}."""
    taken = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, (command, wanted) in commands.items():
            wall, cpu, rss, status = run(command)
            if status != wanted:
                sys.exit(f"{title}: {name} ended with {status}: {command}")
            if turn > 0:  # the first warms the caches
                taken[name].append((wall, cpu, rss))
    medians = {name: tuple(statistics.median(column) for column in zip(*rows))
               for name, rows in taken.items()}
    ours = next(iter(medians.values()))
    print(f"\n{title}")
    print(f"  {'':28}{'wall ms':>10}{'cpu ms':>10}{'peak MiB':>10}{'wall x':>10}{'cpu x':>10}")
    for name, (wall, cpu, rss) in medians.items():
        print(f"  {name:28}{wall * 1e3:10.2f}{cpu * 1e3:10.2f}{rss / 1024:10.1f}"
              f"{wall / ours[0]:10.2f}{cpu / ours[1]:10.2f}")
    return medians


def shell_build(folder, target):
    return ["sh", "-c", f"cd '{folder}' && pngcheck -q textures/*.png >/dev/null && "
                        f"rm -f '{target}' && zip -q -0 -r '{target}' NodeSetting.csv textures"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--floor", required=True)
    parser.add_argument("--launch", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="one round of small packages")
    global LAUNCH
    args = parser.parse_args()
    LAUNCH = args.launch
    rounds = 1 if args.quick else args.rounds
    work = tempfile.mkdtemp()
    plain = [sys.executable, os.path.join(HERE, "plain.py")]
    sizes = [(20, 40)] if args.quick else [(20, 40), (100, 200), (250, 500)]
    per_picture = {}
    try:
        tiny = os.path.join(work, "tiny")
        make_package(tiny, 1, 2)
        compare("Start: check of a package of one row, against a program that does nothing", {
            "achpack check": ([args.tool, "check", tiny], 0), "nothing": ([args.floor], 0)}, rounds * 3)
        for rows, pictures in sizes:
            folder = os.path.join(work, f"rows{rows}")
            target = os.path.join(work, "out.zip")
            make_package(folder, rows, pictures)
            textures = os.path.join(folder, "textures")
            # 500 painted pictures are over the budget: checking says so, building refuses.
            fits = sum(os.path.getsize(os.path.join(textures, name))
                       for name in os.listdir(textures)) < 3000000
            wanted = 0 if fits else 1
            medians = compare(f"Check: {rows} rows, {pictures} pictures", {
                "achpack check": ([args.tool, "check", folder], wanted),
                "achpack check, one thread": ([args.tool, "check", "--jobs", "1", folder], wanted),
                "Python: csv + Pillow": ([*plain, "check", folder], 0),
                "floor: read, inflate, CRC": ([args.floor, textures], 0)}, rounds)
            per_picture[pictures] = medians["achpack check, one thread"][1] / pictures
            compare(f"Build: {rows} rows, {pictures} pictures", {
                "achpack build": ([args.tool, "build", folder, "-o", target], wanted),
                "Python: csv + Pillow + zipfile": ([*plain, "build", folder, target + ".py"], 0),
                "shell: pngcheck + zip": (shell_build(folder, target + ".sh"), 0),
                "floor: read, inflate, CRC": ([args.floor, textures], 0)}, rounds)
        if not args.quick:
            folder = os.path.join(work, "long")
            make_package(folder, 10000, 200)
            wanted = run([args.tool, "check", folder])[3]  # 1 where the pictures came out large
            compare("Check: 10,000 rows over 200 pictures", {
                "achpack check": ([args.tool, "check", folder], wanted),
                "Python: csv + Pillow": ([*plain, "check", folder], 0)}, rounds)
            folder = os.path.join(work, "many")
            make_package(folder, 2500, 5000)
            medians = compare("Check: 5,000 distinct pictures (over the budget, so status 1)", {
                "achpack check": ([args.tool, "check", folder], 1),
                "achpack check, one thread": ([args.tool, "check", "--jobs", "1", folder], 1),
                "Python: csv + Pillow": ([*plain, "check", folder], 0),
                "floor: read, inflate, CRC": ([args.floor, os.path.join(folder, "textures")], 0)},
                max(rounds // 2, 1))
            per_picture[5000] = medians["achpack check, one thread"][1] / 5000
        print("\nCPU for one picture, one thread:")
        for pictures, seconds in per_picture.items():
            print(f"  {pictures:6} pictures: {seconds * 1e6:8.1f} us")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
