#!/usr/bin/env python3
"""Writes zips that lie, and honest ones of many makers.

SPDX-License-Identifier: MIT

    make_zips.py OUTDIR [NAME...]   writes OUTDIR/NAME.zip, all of them where none is named
    make_zips.py --list             prints NAME<TAB>CODE, the code that a check must show (or "-")

Each is the shared good package with one thing wrong, so that it shows its own code and no other.
The bytes are the same each time, but for those of other programs, which record the present time. A
NAME that needs a program that is not installed is left out, with a line on standard error.
"""
import io
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

from zip_bytes import (INSIDE, ZIP64, Entry, build, deflate, end_record, good_entries,
                       package_files, trailer, with_extra, with_victim)

RECIPES = {}


def recipe(name, code, description):
    """The function returns the bytes of the zip, or None where a program is missing."""
    def keep(function):
        assert name not in RECIPES, name
        RECIPES[name] = (code, description, function)
        return function
    return keep


def row(name, code, description, make):
    recipe(name, code, description)(make)


# Good ones. A check says nothing at all about them.

row("good", None, "nested, stored", lambda: build(good_entries()))
row("good-deflated", None, "deflated", lambda: build(good_entries(method=8)))
row("good-empty-file", None, "deflated; a folder's own entry is deflated too", lambda: build(
    [Entry("pack/", b"", 8, attributes=0o40755 << 16)] + good_entries()))
row("good-folders", None, "with entries for the folders", lambda: build(
    [Entry(path, attributes=0o40755 << 16 | 0x10)
     for path in ("pack/", "pack/Achievement/", "pack/Achievement/textures/")] + good_entries()))
row("good-comment", None, "with an innocent comment",
    lambda: build(good_entries(comment=b"an icon"), comment=b"made by hand"))
row("good-extra", None, "with extra fields that do no harm", lambda: build(
    good_entries(extra=struct.pack("<HHBI", 0x5455, 5, 1, 1) + struct.pack("<HH", 0x7855, 0))))
row("good-dos", None, "made on DOS, whose attributes are no Unix modes", lambda: build(
    good_entries(made_by=20, attributes=0xA1FF << 16 | 0x20)))
row("good-order", None, "data in another order than the list", lambda: swapped(good_entries()))


def swapped(entries):
    """The list names the entries from last to first."""
    data = build(entries)
    start = data.index(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    records = data[start:end].split(b"PK\x01\x02")[1:]
    return data[:start] + b"".join(b"PK\x01\x02" + r for r in reversed(records)) + data[end:]


def streamed(mark, method=8):
    entries = good_entries(method=method, flags=8)
    for entry in entries:
        entry.in_header = {"crc": 0, "packed": 0, "size": 0}
        entry.trailer = trailer(entry, mark)
    return build(entries)


row("good-trailer", None, "sizes behind the data", lambda: streamed(True))
row("good-trailer-bare", None, "sizes behind the data, without a mark", lambda: streamed(False))
row("good-trailer-stored", None, "sizes behind data that is stored", lambda: streamed(True, 0))
row("good-gbk-folder", None, "an outer folder named in GBK", lambda: build(
    [Entry(("成就包" + path[4:]).encode("gbk"), data) for path, data in package_files()]))
row("good-utf8-folder", None, "an outer folder named in UTF-8, with the flag", lambda: build(
    [Entry("成就包" + path[4:], data, flags=0x800) for path, data in package_files()]))
row("good-utf8-unmarked", None, "an outer folder named in UTF-8, without the flag", lambda: build(
    [Entry("成就包" + path[4:], data) for path, data in package_files()]))


def unicode_field(header_name, name):
    body = b"\x01" + struct.pack("<I", zlib.crc32(header_name)) + name
    return struct.pack("<HH", 0x7075, len(body)) + body


row("good-unicode-field", None, "a second name that is the same", lambda: build(with_victim(
    lambda victim: setattr(victim, "extra", unicode_field(victim.name, victim.name)))))


def by_program(program, *command):
    """What a program makes of the good package; {zip} is the file, {out} its standard output."""
    def make():
        if not shutil.which(program):
            return None
        with tempfile.TemporaryDirectory() as work:
            for path, data in package_files():
                os.makedirs(os.path.dirname(os.path.join(work, path)), exist_ok=True)
                with open(os.path.join(work, path), "wb") as file:
                    file.write(data)
            for folder, names, files in os.walk(work):
                for name in names + files:
                    os.utime(os.path.join(folder, name), (1e9, 1e9))
            out = subprocess.run(["sh", "-c", " ".join((program,) + command)], cwd=work, check=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            if os.path.exists(os.path.join(work, "made.zip")):
                with open(os.path.join(work, "made.zip"), "rb") as file:
                    return file.read()
            return out
    return make


row("made-by-infozip", None, "zip -r", by_program("zip", "-q -r made.zip pack"))
row("made-by-infozip-stream", None, "zip -r to a pipe", by_program("zip", "-q -r - pack | cat"))
row("made-by-infozip-stored", None, "zip -0", by_program("zip", "-q -0 -X -r made.zip pack"))
row("made-by-7zip", None, "7z a -tzip", by_program("7z", "a -tzip made.zip pack"))
row("made-by-7zz", None, "7zz a -tzip", by_program("7zz", "a -tzip made.zip pack"))
row("made-by-bsdtar", None, "bsdtar --format zip",
    by_program("bsdtar", "--format zip -cf made.zip pack"))
row("padding-bsdtar", "zip-hidden-data", "bsdtar to a pipe, which fills the last block",
    by_program("bsdtar", "--format zip -cf - pack | cat"))
row("zip64-infozip", "zip-limit", "zip -fz, which forces zip64",
    by_program("zip", "-q -fz -r made.zip pack"))


def by_python(method, seekable=True):
    class Pipe:
        def __init__(self):
            self.data = b""

        def write(self, data):
            self.data += bytes(data)
            return len(data)

        def flush(self):
            pass

    out = io.BytesIO() if seekable else Pipe()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, data in package_files():
            archive.writestr(zipfile.ZipInfo(path), data, method)
    return out.getvalue() if seekable else out.data


row("made-by-python", None, "zipfile, deflated", lambda: by_python(zipfile.ZIP_DEFLATED))
row("made-by-python-stored", None, "zipfile, stored", lambda: by_python(zipfile.ZIP_STORED))
row("made-by-python-stream", None, "zipfile, to a pipe",
    lambda: by_python(zipfile.ZIP_DEFLATED, False))


# Not a zip, or not all of one.

row("not-empty-file", "zip-damaged", "no bytes", lambda: b"")
for name, start in (("rar", b"Rar!\x1a\x07\x01\x00"), ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04"),
                    ("gzip", b"\x1f\x8b\x08\x00"), ("png", b"\x89PNG\r\n\x1a\n"),
                    ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("text", b"hello, world\n"),
                    ("tar", b"pack/".ljust(257, b"\0") + b"ustar  \0"),
                    ("csv", package_files()[0][1])):
    row("not-" + name, "zip-damaged", name + " renamed to zip",
        lambda start=start: start.ljust(600, b"\0"))
for name, cut in (("1", 1), ("3", 3), ("header", 20), ("name", 40), ("data", 500),
                  ("list", -250), ("record", -30), ("end", -10), ("last", -1)):
    row("cut-" + name, "zip-damaged", "broken off", lambda cut=cut: build(good_entries())[:cut])
row("cut-comment", "zip-damaged", "broken off in the comment",
    lambda: build(good_entries(), comment=b"made by hand")[:-3])
row("cut-start", "zip-damaged", "the first 100 bytes are missing",
    lambda: build(good_entries())[100:])
row("cut-middle", "zip-damaged", "100 bytes in the middle are missing",
    lambda: build(good_entries())[:300] + build(good_entries())[400:])
row("part", "zip-damaged", "one of several volumes", lambda: build(good_entries(), part=1))
row("part-entry", "zip-damaged", "an entry in another volume",
    lambda: build(with_victim(in_list={"part": 1})))
row("list-garbage", "zip-damaged", "the third record is overwritten", lambda: overwritten(3))
row("list-count-high", "zip-damaged", "more entries promised than listed",
    lambda: build(good_entries(), count=6))
row("list-count-huge", "zip-damaged", "9,000 entries promised",
    lambda: build(good_entries(), count=9000))
row("list-far", "zip-damaged", "the list is said to be past the end",
    lambda: build(good_entries(), at=0x7FFFFFFF))


def overwritten(number):
    data = bytearray(build(good_entries()))
    at = data.index(b"PK\x01\x02")
    for _ in range(number - 1):
        at = data.index(b"PK\x01\x02", at + 4)
    data[at:at + 4] = b"\0\0\0\0"
    return bytes(data)


row("no-header", "zip-damaged", "an entry begins where none does",
    lambda: build(with_victim(in_list={"header": 7})))
row("header-far", "zip-damaged", "an entry begins past the end",
    lambda: build(with_victim(in_list={"header": 0x7FFFFFFF})))
row("data-far", "zip-damaged", "data past the list", lambda: build(with_victim(
    in_list={"packed": 4000000, "size": 4000000}, in_header={"packed": 4000000, "size": 4000000})))
row("extra-long", "zip-damaged", "an extra field longer than the room",
    lambda: build(with_victim(extra=struct.pack("<HH", 0x5455, 100) + b"\0" * 5)))
row("extra-stump", "zip-damaged", "two bytes of an extra field",
    lambda: build(with_victim(extra=b"\0\0")))
row("stored-sizes", "zip-damaged", "stored, with two sizes", lambda: build(with_victim(
    in_list={"size": 100}, in_header={"size": 100})))
row("crc-stored", "zip-damaged", "wrong checksum, stored", lambda: build(with_victim(crc=1)))
row("crc-deflated", "zip-damaged", "wrong checksum, deflated",
    lambda: build(with_victim(method=8, crc=1)))
row("bit-flipped", "zip-damaged", "one bit of a picture", lambda: build(with_victim(
    lambda victim: setattr(victim, "packed", victim.data[:99] + bytes([victim.data[99] ^ 4]) +
                           victim.data[100:]))))
row("stream-broken", "zip-damaged", "no deflate data", lambda: build(with_victim(
    lambda victim: setattr(victim, "packed", b"\xff" * 50), method=8)))
row("stream-cut", "zip-damaged", "deflate data that breaks off", lambda: build(with_victim(
    lambda victim: setattr(victim, "packed", victim.packed[:-9]), method=8)))
row("stream-tail", "zip-damaged", "bytes behind the end of the deflate data", lambda: build(
    with_victim(lambda victim: setattr(victim, "packed", victim.packed + b"hidden"), method=8)))
row("stream-more", "zip-damaged", "10 bytes declared, 5 MB packed", lambda: build(with_victim(
    method=8, size=10, packed=deflate(bytes(5000000)))))
row("stream-less", "zip-damaged", "more declared than packed", lambda: build(with_victim(
    lambda victim: setattr(victim, "size", victim.size + 100), method=8)))


# Names.

for name, stored in (("empty", b""), ("parent", b"../a.txt"), ("parent-inside", b"pack/../../a"),
                     ("parent-end", b"pack/.."), ("absolute", b"/etc/passwd"),
                     ("drive", b"C:/a.txt"), ("drive-backslash", b"C:\\a.txt"),
                     ("backslash", b"pack\\a.txt"), ("dot", b"./a.txt"), ("double", b"pack//a.txt"),
                     ("root", b"/"), ("nul", b"a.txt\0.exe"), ("escape", b"a\x1b[2J.txt"),
                     ("line", b"a\n.txt"), ("not-text", b"\xff\xfe.txt"),
                     ("direction", "a\u202egnp.exe".encode()),
                     ("network", b"\\\\server\\a.txt")):
    row("name-" + name, "zip-unsafe-name", repr(stored),
        lambda stored=stored: build(with_extra(Entry(stored))))
row("name-not-utf8", "zip-unsafe-name", "the flag says UTF-8, the bytes do not",
    lambda: build(with_extra(Entry("标志".encode("gbk"), b"x", flags=0x800))))
row("name-long", "zip-unsafe-name", "65,535 bytes of ../",
    lambda: build(with_extra(Entry(b"../" * 21845))))

TEXTURES = INSIDE + "textures/"
ICON = package_files()[1][1]
row("twice", "zip-duplicate-name", "one name twice",
    lambda: build(with_extra(Entry(TEXTURES + "a.png", ICON))))
row("twice-table", "zip-duplicate-name", "two tables of one name",
    lambda: build(with_extra(Entry(INSIDE + "NodeSetting.csv", b"NodeId\r\n"))))
row("twice-case", "zip-duplicate-name", "a.png and A.PNG",
    lambda: build(with_extra(Entry(TEXTURES + "A.PNG", ICON))))
row("twice-unicode", "zip-duplicate-name", "one folder as one letter and as letter and accent",
    lambda: build(with_extra(Entry(TEXTURES + "\u00e9/"), Entry(TEXTURES + "e\u0301/"))))
row("twice-folder", "zip-duplicate-name", "a file and a folder of one name",
    lambda: build(with_extra(Entry(TEXTURES + "a.png/", attributes=0o40755 << 16))))
row("twice-inside", "zip-duplicate-name", "a file that has files inside",
    lambda: build(with_extra(Entry(INSIDE + "textures", b"x"))))
row("twice-many", "zip-duplicate-name", "one name 21 times",
    lambda: build(good_entries() + [Entry(TEXTURES + "a.png", ICON)] * 20))


# Kinds of entries.

row("encrypted", "zip-encrypted", "flag 0", lambda: build(with_victim(flags=1)))
row("encrypted-strong", "zip-encrypted", "flags 0 and 6", lambda: build(with_victim(flags=0x41)))
row("encrypted-aes", "zip-encrypted", "method 99",
    lambda: build(with_victim(lambda victim: setattr(victim, "method", 99), flags=1)))
row("encrypted-list", "zip-encrypted", "flag 13", lambda: build(with_victim(flags=0x2000)))
for name, number in (("deflate64", 9), ("bzip2", 12), ("lzma", 14), ("zstd", 93), ("ppmd", 98),
                     ("99", 99), ("unknown", 777)):
    row("method-" + name, "zip-method", f"method {number}", lambda number=number: build(
        with_victim(lambda victim: setattr(victim, "method", number))))
for name, mode in (("link", 0o120777), ("device", 0o20666), ("block", 0o60666), ("fifo", 0o10666),
                   ("socket", 0o140777)):
    row("special-" + name, "zip-special-file", f"mode {mode:o}",
        lambda mode=mode: build(with_victim(attributes=mode << 16)))
row("special-link-mac", "zip-special-file", "a link made on macOS",
    lambda: build(with_victim(attributes=0o120777 << 16, made_by=19 << 8 | 21)))


# Limits.

def noise(size, seed):
    return random.Random(seed).randbytes(size)


row("limit-entries", "zip-limit", "10,001 entries",
    lambda: build(good_entries() + [Entry(b"x%05d" % i) for i in range(9996)]))
row("limit-entries-65534", "zip-limit", "65,534 entries",
    lambda: build(good_entries() + [Entry(b"x%05d" % i) for i in range(65529)]))
row("limit-entries-200000", "zip-limit", "200,000 entries, more than the field holds",
    lambda: build([Entry(b"x%06d" % i) for i in range(200000)], count=0xFFFF))
row("limit-entry", "zip-limit", "50 MB packed to 48 KB",
    lambda: build(with_victim(method=8, size=50000000, packed=deflate(bytes(50000000)))))
row("limit-entry-declared", "zip-limit", "4 GB declared, 120 bytes packed",
    lambda: build(with_victim(method=8, size=0xFFFFFFFE)))
row("limit-ratio", "zip-limit", "1 MB packed to 1 KB", lambda: build(with_victim(
    lambda victim: setattr(victim, "packed", deflate(victim.data)), method=8, size=1 << 20)))
row("limit-total", "zip-limit", "ten entries of 8 MB each", lambda: build(
    good_entries() + [Entry(b"x%d" % i, bytes(0), 8, size=8 << 20,
                            packed=deflate(bytes(7 << 20) + noise(60000, i))) for i in range(10)]))
row("limit-archive", "zip-limit", "a zip of 65 MB", lambda: build(
    good_entries() + [Entry(b"x", bytes(65 << 20))]))


def zip64_end(entries):
    data = build(entries, count=0xFFFF, size=ZIP64, at=ZIP64)
    at = len(data) - 22
    start = data.index(b"PK\x01\x02")
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, len(entries), len(entries),
                         at - start, start)
    return data[:at] + record + struct.pack("<IIQI", 0x07064B50, 0, at, 1) + data[at:]


row("zip64-end", "zip-limit", "end record of zip64", lambda: zip64_end(good_entries()))
row("zip64-locator", "zip-limit", "zip64 beside an honest end record", lambda: build(
    good_entries(), behind_list=struct.pack("<IIQI", 0x07064B50, 0, 0, 1)))
row("zip64-field", "zip-limit", "zip64 extra field", lambda: build(with_victim(
    lambda victim: setattr(victim, "extra", struct.pack("<HHQQ", 1, 16, victim.size,
                                                        victim.size)))))
row("zip64-sizes", "zip-limit", "sizes left to a zip64 field", lambda: build(with_victim(
    in_list={"packed": ZIP64, "size": ZIP64}, in_header={"packed": ZIP64, "size": ZIP64})))


# Bytes that the list does not account for.

row("before", "zip-hidden-data", "data in front, offsets set right",
    lambda: build(good_entries(), before=b"#!/bin/sh\n" * 10))
row("before-shifted", "zip-hidden-data", "data in front, offsets as they were",
    lambda: build(good_entries(), before=b"#!/bin/sh\n" * 10, shift=0))
row("before-mark", "zip-hidden-data", "a byte order mark in front",
    lambda: b"\xef\xbb\xbf" + build(good_entries()))
row("after", "zip-hidden-data", "data behind", lambda: build(good_entries()) + b"hidden" * 20)
row("after-line", "zip-hidden-data", "a line end behind", lambda: build(good_entries()) + b"\r\n")
row("after-large", "zip-hidden-data", "100 KB behind",
    lambda: build(good_entries()) + bytes(100000))
row("gap", "zip-hidden-data", "data between two entries", lambda: build(with_victim(gap=b"hid" * 9)))
row("gap-list", "zip-hidden-data", "data between entries and list",
    lambda: build(good_entries(), before_list=b"hidden" * 9))
row("gap-end", "zip-hidden-data", "data between list and end record",
    lambda: build(good_entries(), behind_list=b"hidden" * 9))
row("unlisted", "zip-hidden-data", "an entry that the list leaves out", lambda: build(with_victim(
    gap=Entry(TEXTURES + "z.png", ICON).header() + ICON)))
row("list-count-low", "zip-hidden-data", "fewer entries promised than listed",
    lambda: build(with_extra(Entry(TEXTURES + "z.png", ICON)), count=5))
row("two-zips", "zip-hidden-data", "two archives in a row", lambda: build(
    good_entries(), before=build(good_entries())))
row("two-zips-shifted", "zip-hidden-data", "two archives in a row, offsets as they were",
    lambda: build(good_entries()) + build(good_entries()))
row("comment-zip", "zip-hidden-data", "an archive inside the comment",
    lambda: comment_zip(good_entries()))
row("comment-end", "zip-hidden-data", "an end record inside the comment",
    lambda: build(good_entries(), comment=b"..." + end_record(0, 0, 0) + b"..."))
row("comment-entry", "zip-hidden-data", "an entry inside an entry's comment", lambda: build(
    with_victim(comment=Entry("z.png", b"x").header())))
row("overlap-same", "zip-hidden-data", "two entries with the same data", lambda: shared_data())
row("overlap-quoted", "zip-hidden-data", "an entry inside another's data", lambda: quoted())
row("overlap-bomb", "zip-hidden-data", "1,000 entries that share one's data",
    lambda: shared_data(1000))
row("local-name", "zip-hidden-data", "another name where the data begins", lambda: build(
    with_victim(in_header={"name": (TEXTURES + "e.png").encode()})))
row("local-crc", "zip-hidden-data", "another checksum where the data begins",
    lambda: build(with_victim(in_header={"crc": 1})))
row("local-size", "zip-hidden-data", "another size where the data begins",
    lambda: build(with_victim(in_header={"packed": 5, "size": 5})))
row("local-method", "zip-hidden-data", "another method where the data begins",
    lambda: build(with_victim(in_header={"method": 8})))
row("local-flags", "zip-hidden-data", "another flag where the data begins",
    lambda: build(with_victim(in_header={"flags": 0x800})))
row("trailer-crc", "zip-hidden-data", "another checksum behind the data", lambda: build(with_victim(
    lambda victim: setattr(victim, "trailer", trailer(victim, True, 7)), method=8, flags=8)))
row("trailer-none", "zip-hidden-data", "no record behind the data",
    lambda: build(with_victim(method=8, flags=8)))
row("unicode-field", "zip-hidden-data", "a second name in the extra fields", lambda: build(
    with_victim(lambda victim: setattr(victim, "extra", unicode_field(victim.name, b"e.png")))))
row("folder-content", "zip-hidden-data", "a folder with content", lambda: build(
    with_extra(Entry(TEXTURES, b"hidden", attributes=0o40755 << 16))))


def comment_zip(entries):
    outer = build(entries)
    inner = build(entries, before=outer)[len(outer):]
    return outer[:-2] + struct.pack("<H", len(inner)) + inner


def shared_data(folders=0):
    """The list gives d.png, and so many folders, the header and the data of c.png."""
    entries = good_entries()
    data = build(entries[:4])
    start = data.index(b"PK\x01\x02")
    at = data.index(entries[3].header())
    sharing = [entries[4]] + [Entry(TEXTURES + "%d/" % i, entries[3].data) for i in range(folders)]
    records = data[start:-22] + b"".join(entry.record(at) for entry in sharing)
    return data[:start] + records + end_record(4 + len(sharing), len(records), start)


def quoted():
    """A chunk of one picture holds the whole of another entry."""
    paths = package_files()
    inner = Entry(*paths[4])
    whole = inner.header() + inner.packed
    picture = paths[3][1]
    chunk = b"zIPq" + whole
    picture = (picture[:-12] + struct.pack(">I", len(whole)) + chunk +
               struct.pack(">I", zlib.crc32(chunk)) + picture[-12:])
    data = build(good_entries()[:3] + [Entry(paths[3][0], picture)])
    start = data.index(b"PK\x01\x02")
    records = data[start:-22] + inner.record(data.index(whole))
    return data[:start] + records + end_record(5, len(records), start)


def main(arguments):
    if arguments == ["--list"]:
        for name, (code, _, _) in RECIPES.items():
            print(f"{name}\t{code or '-'}")
        return 0
    if not arguments or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    os.makedirs(arguments[0], exist_ok=True)
    for name in arguments[1:] or RECIPES:
        if name not in RECIPES:
            print(f"{name}: no such recipe", file=sys.stderr)
            return 2
        data = RECIPES[name][2]()
        if data is None:
            print(f"{name}: left out, a program is missing", file=sys.stderr)
            continue
        with open(os.path.join(arguments[0], name + ".zip"), "wb") as file:
            file.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
