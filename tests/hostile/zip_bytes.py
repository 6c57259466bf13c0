"""Zips written byte by byte, so that any field can lie; and the good package that they begin with.

SPDX-License-Identifier: MIT
"""
import os
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
BASE = os.path.join(os.path.dirname(HERE), "cases", "_base")
INSIDE = "pack/Achievement/"
ZIP64 = 0xFFFFFFFF


def package_files(inside=INSIDE):
    """The files of the shared good package, sorted: (path, bytes)."""
    with open(os.path.join(BASE, "NodeSetting.utf8.csv"), encoding="utf-8", newline="") as file:
        text = file.read().replace("\r\n", "\n").replace("\n", "\r\n")
    files = [(inside + "NodeSetting.csv", text.encode("gbk"))]
    for name in sorted(os.listdir(os.path.join(BASE, "textures"))):
        with open(os.path.join(BASE, "textures", name), "rb") as file:
            files.append((inside + "textures/" + name, file.read()))
    return files


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def deflate_plain(data):
    """Deflate without compression: the same bytes whatever zlib is installed."""
    return b"".join(
        struct.pack("<BHH", at + 65535 >= len(data), size := len(data[at:at + 65535]),
                    size ^ 0xFFFF) + data[at:at + 65535]
        for at in range(0, max(len(data), 1), 65535))


class Entry:
    """A file of a zip. `in_list` and `in_header` overrule single fields in one of the two places:
    made_by flags method crc packed size attributes header name extra comment part."""

    def __init__(self, name, data=b"", method=0, **fields):
        self.name = name.encode() if isinstance(name, str) else name
        self.data = data
        self.packed = deflate_plain(data) if method == 8 else data
        self.method = method
        self.flags = 0
        self.crc = zlib.crc32(data)
        self.size = len(data)
        self.made_by = 3 << 8 | 63
        self.attributes = 0o100644 << 16
        self.extra = b""
        self.comment = b""
        self.trailer = b""  # stands behind the data
        self.gap = b""      # stands before the header
        self.in_list = {}
        self.in_header = {}
        for key, value in fields.items():
            if not hasattr(self, key):
                raise AttributeError(key)
            setattr(self, key, value)

    def header(self):
        get = self.in_header.get
        name, extra = get("name", self.name), get("extra", self.extra)
        return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, get("flags", self.flags),
                           get("method", self.method), 0, 33, get("crc", self.crc),
                           get("packed", len(self.packed)), get("size", self.size), len(name),
                           len(extra)) + name + extra

    def record(self, at):
        get = self.in_list.get
        name, extra, comment = (get("name", self.name), get("extra", self.extra),
                                get("comment", self.comment))
        return struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, self.made_by, 20,
                           get("flags", self.flags), get("method", self.method), 0, 33,
                           get("crc", self.crc), get("packed", len(self.packed)),
                           get("size", self.size), len(name), len(extra), len(comment),
                           get("part", 0), 0, self.attributes,
                           get("header", at)) + name + extra + comment


def trailer(entry, mark=True, crc=None):
    return (b"PK\x07\x08" if mark else b"") + struct.pack(
        "<III", entry.crc if crc is None else crc, len(entry.packed), entry.size)


def end_record(count, size, at, comment=b"", total=None, part=0):
    return struct.pack("<IHHHHIIH", 0x06054B50, part, part, count,
                       count if total is None else total, size, at, len(comment)) + comment


def build(entries, before=b"", before_list=b"", behind_list=b"", comment=b"", shift=None,
          **end_fields):
    """The archive. `before` stands in front of it; offsets count it in unless `shift` is 0.
    `end_fields` overrule count, size and at of the end record."""
    data = bytearray(before)
    lost = len(before) if shift == 0 else 0
    offsets = []
    for entry in entries:
        data += entry.gap
        offsets.append(len(data) - lost)
        data += entry.header() + entry.packed + entry.trailer
    data += before_list
    start = len(data) - lost
    for entry, offset in zip(entries, offsets):
        data += entry.record(offset)
    values = {"count": len(entries), "size": len(data) - lost - start, "at": start}
    values.update(end_fields)
    return bytes(data) + behind_list + end_record(comment=comment, **values)


def good_entries(inside=INSIDE, method=0, **fields):
    return [Entry(path, data, method, **fields) for path, data in package_files(inside)]


def with_victim(change=None, method=0, **fields):
    """The good entries, of which textures/b.png is made as told."""
    entries = good_entries()
    path, data = package_files()[2]
    entries[2] = Entry(path, data, method, **fields)
    if change:
        change(entries[2])
    return entries


def with_extra(*more):
    """The good entries and others behind them."""
    return good_entries() + list(more)
