#!/usr/bin/env python3
"""Golden tests: what the program prints for given input, kept in the repository.

  run.py PROGRAM FOLDER              compare all FOLDER/*/*.case; exit 1 on a difference
  run.py --rewrite PROGRAM FOLDER    write what is printed now; review the diff

A case is one file of parts, each behind a line that begins with "--- ":

  what it shows, in words
  --- args --json report.txt
  --- file report.txt
  text of a file of that name
  --- stdin
  what is given on standard input
  --- exit 0
  --- out
  what is printed on standard output
  --- err
  what is printed on standard error

Every part but args, exit and out may be left out.  Numbers that every training of a model moves
(probabilities, and claim ids, which hang on them) are kept as "~": they are what `make eval` measures.
"""
import difflib
import glob
import os
import re
import shlex
import subprocess
import sys
import tempfile

MASKS = [(re.compile(r'("(?:probability|relevance)":)[0-9.]+'), r"\1~"),
         (re.compile(r'^(\{"id":)"[0-9a-f]{32}"', re.M), r"\1~"),
         (re.compile(r"\b[0-9]+ % sure"), "~ % sure")]
PART = re.compile(r"^--- (args|file|stdin|exit|out|err)\b ?(.*)\n", re.M)


def mask(text):
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    return text


def parse(text):
    """(head, [(kind, argument, body)])"""
    found = list(PART.finditer(text))
    ends = [m.start() for m in found[1:]] + [len(text)]
    head = text[:found[0].start()] if found else text
    return head, [(m[1], m[2], text[m.end():end]) for m, end in zip(found, ends)]


def run(program, parts):
    """Parts with exit, out and err as they are now."""
    args = next(shlex.split(a) for kind, a, _ in parts if kind == "args")
    stdin = next((b for kind, _, b in parts if kind == "stdin"), "")
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, body in parts:
            if kind == "file":
                path = os.path.join(folder, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as f:
                    f.write(body)
        done = subprocess.run([program] + args, cwd=folder, input=stdin.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    kept = [p for p in parts if p[0] not in ("exit", "out", "err")]
    kept += [("exit", str(done.returncode), ""), ("out", "", mask(done.stdout.decode()))]
    if done.stderr:
        kept.append(("err", "", done.stderr.decode()))
    return kept


def layout(head, parts):
    return head + "".join("--- %s\n%s" % (" ".join(filter(None, (kind, arg))), body)
                          for kind, arg, body in parts)


def main(args):
    rewrite = "--rewrite" in args
    args = [a for a in args if a != "--rewrite"]
    if len(args) != 2:
        sys.exit(__doc__)
    program, bad = os.path.abspath(args[0]), 0
    cases = sorted(glob.glob(os.path.join(args[1], "*", "*.case")))
    for path in cases:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        head, parts = parse(text)
        now = layout(head, run(program, parts))
        if now == text:
            continue
        bad += 1
        if rewrite:
            with open(path, "w", encoding="utf-8") as f:
                f.write(now)
            print("rewritten:", path)
        else:
            sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), now.splitlines(True),
                                                       path, path + " (now)"))
    if not rewrite:
        print("%d cases, %d differ%s" % (len(cases), bad, "; see `make golden`" if bad else ""))
    return 1 if (bad and not rewrite) or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
