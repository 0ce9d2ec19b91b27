"""What the scorers of tools/ share: reading JSON lines, comparing names, places and counts.

Definitions in docs/evaluation.md.  Python 3 standard library only.
SPDX-License-Identifier: Apache-2.0
"""
import gzip
import json
import re
import sys
import unicodedata


def read_jsonl(path):
    """The objects of a file of JSON lines; plain, gzip, or "-" for standard input."""
    if path == "-":
        text = sys.stdin.read()
    else:
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
            text = f.read()
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def by_id(rows):
    """Reports by id; of two with the same id the first counts."""
    out = {}
    for row in rows:
        out.setdefault(str(row.get("id", row.get("doc"))), row)
    return out


def fold(text):
    """Lower case, no accents, every other sign a space."""
    text = unicodedata.normalize("NFKD", str(text or "").replace("’", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    text = text.replace("'", "")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def words(text, without=()):
    return [w for w in fold(text).split() if w not in without]


def same_words(a, b):
    """All words of one side are among the other's, and neither is empty."""
    a, b = set(a), set(b)
    return bool(a and b) and (a <= b or b <= a)


def first_incident(report):
    incidents = (report or {}).get("incidents") or []
    return incidents[0] if incidents else None


def count_value(count):
    """One number of a count {"low", "best", "high"}: best, else low; None when not told."""
    if not count:
        return None
    return count.get("best") if count.get("best") is not None else count.get("low")


def extra_incidents(reports):
    """Incidents beyond the first of a report: (main, background)."""
    main = background = 0
    for report in reports:
        for incident in ((report or {}).get("incidents") or [])[1:]:
            if incident.get("role") == "background":
                background += 1
            else:
                main += 1
    return main, background


class Tally:
    """Right of all, by measure, in the order in which measures were first named."""

    def __init__(self):
        self.rows = {}

    def add(self, measure, right):
        row = self.rows.setdefault(measure, [0, 0])
        row[0] += bool(right)
        row[1] += 1

    def result(self):
        return {m: {"right": r, "of": n, "percent": round(100.0 * r / n, 2) if n else None}
                for m, (r, n) in self.rows.items()}


def per_hundred(n, reports):
    return round(100.0 * n / reports, 2) if reports else None


def show(result, out=sys.stdout):
    """A table of a scorer's result: measures first, then single figures."""
    for name, value in result.items():
        if isinstance(value, dict):
            percent = "-" if value["percent"] is None else "%.1f" % value["percent"]
            out.write("%-28s %6s %%  (%d of %d)\n" % (name, percent, value["right"], value["of"]))
        else:
            out.write("%-28s %6s\n" % (name, value))


def give(result, as_json):
    if as_json:
        json.dump(result, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        show(result)
