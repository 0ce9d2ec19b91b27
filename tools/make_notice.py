#!/usr/bin/env python3
"""Writes NOTICE: what the program is built from beside its own code, from docs/notice-parts/*.md.

  make_notice.py            writes NOTICE
  make_notice.py --check    exit 1 when NOTICE is not what it would write
SPDX-License-Identifier: Apache-2.0
"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEAD = """sitrep
Copyright the sitrep authors

The code of sitrep is licensed under the Apache License, Version 2.0 (see LICENSE).  Tables of facts
and trained weights that it holds were made from the sources below, each under its own licence.  No
text of these sources is part of sitrep.  Model cards in models/ name the data of each model.
"""


def notice():
    folder = os.path.join(ROOT, "docs", "notice-parts")
    parts = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".md"):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                parts.append(f.read().strip())
    return "\n\n".join([HEAD.strip()] + parts) + "\n"


def main():
    path = os.path.join(ROOT, "NOTICE")
    if "--check" in sys.argv[1:]:
        with open(path, encoding="utf-8") as f:
            if f.read() == notice():
                return 0
        sys.stderr.write("NOTICE differs from docs/notice-parts: run tools/make_notice.py\n")
        return 1
    with open(path, "w", encoding="utf-8") as f:
        f.write(notice())
    return 0


if __name__ == "__main__":
    sys.exit(main())
