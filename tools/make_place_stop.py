#!/usr/bin/env python3
"""Write data/place-stop.tsv: names of places that in running text mostly mean something else.

  make_place_stop.py [--shared ../shared] [--own data/place-stop-own.tsv] > data/place-stop.tsv

Counts, in tagged news and Wikipedia text, how often a word that is also the name of a place
stands in small letters, in a person's name, in another name or in a time expression, and how
often it is a place.  Only words and classes are written, no text.
"""
import argparse
import collections
import io
import lzma
import os
import re
import unicodedata

LONGEST = 3      # words of a name that are looked at
MIN_COUNT = 3    # occurrences before a word counts as ordinary; names: two
RATIO = 2        # times more often than as a place

HEAD = """# place-stop: names of places that in running text mostly mean something else: without a sign that a place is meant
# ("in Reading, England"; "the town of Of") they are not read as one.
# columns: phrase; class (word: an ordinary word; time: a day or month; person: part of persons' names; other: part of names of
#   organisations, events, works; comma: an abbreviation, read only behind a place and a comma)
# source: counted by tools/make_place_stop.py in the Groningen Meaning Bank (public domain text), UD English EWT (CC BY-SA 4.0) and
#   Re-DocRED (MIT, Wikipedia CC BY-SA 3.0); rows of place-stop-own.tsv written for sitrep; only words are taken
# licence: Apache-2.0
# date: 2026-11-24
# sorted
phrase\tclass
"""


def plain(name):
    s = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[-\u2010-\u2015]", " ", re.sub(r"[.'`\u2018\u2019]", "", s))).strip()


def rows(path):
    opener = lzma.open if path.endswith(".xz") else io.open
    with opener(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield line.rstrip("\n")


def names(shared):
    found = set()
    folder = os.path.join(shared, "data/gazetteer")
    for file, columns in (("cities500.tsv.xz", (1, 2, 3)), ("admin1.tsv", (1, 2)), ("admin2.tsv.xz", (1, 2)),
                          ("natural-features.tsv", (0, 1))):
        for line in rows(os.path.join(folder, file)):
            cells = line.split("\t")
            for c in columns:
                for name in cells[c].split("|"):
                    key = plain(name)
                    found.add(key)
                    found.add(re.sub(r" (province|county|district|region|state|department|city|town|municipality)$", "", key))
                    found.add(re.sub(r"^(al|el|ad|an|ar|as|ash|at|az) ", "", key))
    return found


def tagged(shared):
    """Sentences as lists of (word, name type or None, lower-case letters mean something)."""
    kinds = {"geo": "loc", "per": "per", "org": "other", "art": "other", "eve": "other", "nat": "other", "tim": "time",
             "LOC": "loc", "PER": "per", "ORG": "other", "MISC": "other", "TIME": "time"}
    for file, tag in (("gmb-ner/gmb-ner.tsv.xz", 2), ("docred-ner/train.iob2.xz", 1)):
        sentence = []
        for line in rows(os.path.join(shared, "data", file)):
            cells = line.split("\t")
            if len(cells) <= tag:
                if sentence:
                    yield sentence
                sentence = []
                continue
            begin, _, kind = cells[tag].partition("-")
            sentence.append((cells[0], kinds.get(kind), begin == "B"))
    sentence = []
    for line in rows(os.path.join(shared, "data/ud-ewt/train.conllu.xz")):
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            sentence.append((cells[1], None, False))
        elif not line and sentence:
            yield sentence
            sentence = []


def count(shared):
    counts = {k: collections.Counter() for k in ("lower", "loc", "per", "other", "time")}
    for sentence in tagged(shared):
        for word, kind, _ in sentence:
            if word.islower():
                counts["lower"][plain(word)] += 1
            elif kind in ("per", "time"):
                counts[kind][plain(word)] += 1
        at = 0
        while at < len(sentence):
            end = at + 1
            if sentence[at][1]:
                while end < len(sentence) and sentence[end][1] == sentence[at][1] and not sentence[end][2]:
                    end += 1
                if end - at <= LONGEST and not (end - at == 1 and sentence[at][1] in ("per", "time")):
                    counts[sentence[at][1]][plain(" ".join(w for w, _, _ in sentence[at:end]))] += 1
            at = end
    return counts


def classes(shared):
    known, counts = names(shared), count(shared)
    found = {}
    for key in known:
        loc = counts["loc"][key]
        for name, least, bound in (("lower", MIN_COUNT, "word"), ("time", 2, "time"), ("per", 2, "person"), ("other", 2, "other")):
            n = counts[name][key]
            if n >= least and n > RATIO * loc and key and not key.isdigit():
                found[key] = bound
                break
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--own", default="data/place-stop-own.tsv")
    args = parser.parse_args()
    found = classes(args.shared)
    for line in rows(args.own):
        if line and not line.startswith(("#", "phrase\t")):
            phrase, kind = line.split("\t")[:2]
            if kind == "place":
                found.pop(phrase, None)
            else:
                found[phrase] = kind
    print(HEAD, end="")
    for phrase in sorted(found, key=lambda p: p.encode()):
        print(phrase + "\t" + found[phrase])


main()
