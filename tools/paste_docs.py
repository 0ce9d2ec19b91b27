#!/usr/bin/env python3
"""Pastes what commands print into the papers, so that shown sessions are real.

  paste_docs.py [--check] [FILE.md…]       default: README.md and docs/**/*.md

A comment `<!-- run: COMMAND -->` stands before a fenced block; the block becomes what COMMAND prints,
run by the shell in the project's folder.  `<!-- results: TEST FIGURE[, FIGURE…] -->` before a table
becomes rows of docs/results.tsv.  --check writes nothing and ends with 1 when a paper would change.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import evaluate

ROOT = evaluate.ROOT
RUN = re.compile(r"(<!-- run: (.*?) -->\n```[a-z]*\n)(.*?)(^```$)", re.S | re.M)
RESULTS = re.compile(r"(<!-- results: ([^\n]*?) -->\n)((?:\|[^\n]*\n)*)")


def printed(command):
    got = subprocess.run(["bash", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    if re.search(r"^sitrep: ", got.stdout, re.M): # what the program says when it cannot do what it is asked
        raise SystemExit("paste_docs: `%s` printed:\n%s" % (command, got.stdout))
    return got.stdout.rstrip("\n") + "\n"


def figures(wanted):
    """Rows | test | figure | value | for "wiki dead, injured; isaf date"."""
    rows = evaluate.read_results(os.path.join(ROOT, "docs", "results.tsv"))
    out = "| test | figure | value |\n|---|---|---:|\n"
    for part in wanted.split(";"):
        test, _, names = part.strip().partition(" ")
        for name in names.split(","):
            row = rows.get((test, name.strip()))
            out += "| `%s` | %s | %s |\n" % (test, name.strip().replace("_", " "), row["value"] if row else "–")
    return out


def pasted(text):
    text = RUN.sub(lambda m: m.group(1) + printed(m.group(2)) + m.group(4), text)
    return RESULTS.sub(lambda m: m.group(1) + figures(m.group(2)), text)


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--check", action="store_true")
    ap.add_argument("files", nargs="*")
    a = ap.parse_args(argv)
    files = a.files or [os.path.join(ROOT, "README.md")] + sorted(glob.glob(ROOT + "/docs/**/*.md", recursive=True))
    changed = 0
    for path in files:
        with open(path, encoding="utf-8") as f:
            old = f.read()
        new = pasted(old)
        if new != old:
            changed += 1
            print(os.path.relpath(path, ROOT))
            if not a.check:
                with open(path, "w", encoding="utf-8") as f:
                    f.write(new)
    return 1 if a.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
