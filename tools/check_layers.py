#!/usr/bin/env python3
"""Rooms include only what they declare: compares #include lines with the table of layers.

  check_layers.py [SOURCE_ROOT]     exit 0 when every include is allowed

A room's <room>/meson.build must name the same rooms as dependencies (<other>_dep).
"""
import os
import re
import sys

ROOMS = {
    "base": set(),
    "record": {"base"},
    "know": {"base"},
    "ingest": {"base", "record"},
    "text": {"base", "record", "know"},
    "fuse": {"base", "record", "know"},
    "store": {"base", "record"},
    "publish": {"base", "record", "know"},
    "annotate": {"base", "record", "text", "know"},
    "extract": {"base", "record", "text", "annotate", "know"},
}
ROOMS["pipeline"] = set(ROOMS)
ROOMS["api"] = set(ROOMS)
OUTSIDE = {  # folder: rooms it may include beside <sitrep/…>
    "cli": {"base"},
    "server": {"base"},
    "train": set(ROOMS),
    "tools": set(ROOMS),
    "fuzz": set(ROOMS),
    "bench": {"base"},
    "src/lazy": {"base"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([a-z0-9_]+)/[^"]+"', re.M)


def sources(folder):
    for base, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.join(base, name)


def faults(root):
    folders = {os.path.join("src", r): (r, a) for r, a in ROOMS.items()}
    folders.update({f: (f, a) for f, a in OUTSIDE.items()})
    seen = 0
    for folder, (room, allowed) in sorted(folders.items()):
        for path in sources(os.path.join(root, folder)):
            seen += 1
            with open(path, encoding="utf-8") as f:
                for other in INCLUDE.findall(f.read()):
                    if other in ROOMS and other != room and other not in allowed:
                        yield "%s includes %s/, which %s may not" % (os.path.relpath(path, root), other, room)
        build = os.path.join(root, folder, "meson.build")
        if room in ROOMS and os.path.exists(build):
            with open(build, encoding="utf-8") as f:
                declared = set(re.findall(r"\b([a-z]+)_dep\b", f.read())) & set(ROOMS)
            for other in sorted(declared - allowed - {room}):
                yield "%s declares %s_dep, which %s may not use" % (os.path.relpath(build, root), other, room)
    if seen < 10:
        yield "only %d source files found below %s: wrong folder?" % (seen, root)


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    found = list(faults(root))
    for line in found:
        print(line)
    print("layers: %s" % ("%d faults" % len(found) if found else "sound"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
