#!/usr/bin/env python3
"""Baseline of the fold: stories by their words alone.

  text_clusters.py DOCS.jsonl[.gz] [--threshold 0.15] [--days N]

Reports in the order of the file; each joins the story of the most similar earlier report (cosine of
tf-idf, at most N days older) above the threshold, else opens one.  Prints {"docs": […]} a story, the
form that the scorer of incidents reads.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import collections
import datetime
import gzip
import json
import math
import re


def read(path):
    with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as f:
        return [json.loads(line) for line in f if line.strip()]


def vectors(docs):
    """{word: weight} of unit length a report."""
    counts = [collections.Counter(re.findall(r"[^\W_]+", ((d.get("title") or "") + " " + (d.get("text") or "")).lower()))
              for d in docs]
    reports = collections.Counter(w for c in counts for w in c)
    out = []
    for c in counts:
        v = {w: (1 + math.log(n)) * math.log(len(docs) / reports[w]) for w, n in c.items()}
        length = math.sqrt(sum(x * x for x in v.values())) or 1.0
        out.append({w: x / length for w, x in v.items() if x > 0})
    return out


def day(doc):
    try:
        return datetime.date.fromisoformat((doc.get("published") or "")[:10]).toordinal()
    except ValueError:
        return None


def stories(docs, threshold, days):
    postings, story, out = collections.defaultdict(list), [], []
    for i, v in enumerate(vectors(docs)):
        dots, today = collections.Counter(), day(docs[i])
        for w, x in v.items():
            for k, y in postings[w]:
                dots[k] += x * y
            postings[w].append((i, x))
        near = [(-s, k) for k, s in dots.items() if s >= threshold
                and (days is None or today is None or day(docs[k]) is None or today - day(docs[k]) <= days)]
        story.append(story[min(near)[1]] if near else len(out))
        if story[-1] == len(out):
            out.append([])
        out[story[-1]].append(docs[i]["id"])
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("docs")
    ap.add_argument("--threshold", type=float, default=0.15)
    ap.add_argument("--days", type=int)
    a = ap.parse_args()
    for docs in stories(read(a.docs), a.threshold, a.days):
        print(json.dumps({"docs": docs}))


if __name__ == "__main__":
    main()
