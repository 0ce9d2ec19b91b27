#!/usr/bin/env python3
"""Turns a data set of incident reports into JSON lines for `sitrep read`.

  prepare_incidents.py SET FOLDER OUT.jsonl [--upper]

SET is wiki, isaf, gva, gvdb, muc4-dev or muc4-devtest; FOLDER holds it.  A report gets only what
a reader would know: the publication date where the source tells it, never the day of the incident.
--upper prints titles and texts in capitals, as old wire services did.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scoring import read_jsonl

# set: file below FOLDER, member that is the id, members handed on
SETS = {
    "wiki": ("dev.jsonl", "id", ("text",)),
    "isaf": ("dev.jsonl", "id", ("text",)),
    "gva": ("docs.dev.jsonl.gz", "id", ("url", "published", "title", "text")),
    "gvdb": ("docs.dev.jsonl.gz", "id", ("url", "title", "text")),
    "muc4-dev": ("dev/documents.jsonl", "doc", ("text",)),
    "muc4-devtest": ("devtest/documents.jsonl", "doc", ("text",)),
}


def capitals(text):
    """Upper case that keeps every sign's number of bytes, so that offsets stay."""
    out = []
    for c in text:
        u = c.upper()
        out.append(u if len(u.encode()) == len(c.encode()) else c)
    return "".join(out)


def report(row, key, members, upper=False):
    out = {"id": str(row[key])}
    for m in members:
        if row.get(m):
            out[m] = capitals(row[m]) if upper and m in ("title", "text") else row[m]
    return out


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("set", choices=sorted(SETS))
    ap.add_argument("folder")
    ap.add_argument("out")
    ap.add_argument("--upper", action="store_true")
    a = ap.parse_args(argv)
    name, key, members = SETS[a.set]
    with open(a.out, "w", encoding="utf-8") as f:
        for row in read_jsonl(os.path.join(a.folder, name)):
            f.write(json.dumps(report(row, key, members, a.upper), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
