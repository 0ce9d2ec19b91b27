#!/usr/bin/env python3
"""Groups the lost and the spurious fills of a MUC-4 run by slot and by cause, as Markdown.

  error_report.py KEYS.jsonl RESPONSE.jsonl [--scorer score.py] [--examples N] [--text DOCUMENTS.jsonl]

Reads what the scorer prints with --details.  Causes are told from the shape of the mistake alone;
docs/evaluation.md lists them.  With --text, strings that stand nowhere in the document are named.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import collections
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scoring import fold, read_jsonl

HERE = os.path.dirname(os.path.abspath(__file__))
HEAD = re.compile(r"^(\S+)  key (\S+)  response (\S+)  recall")
STRING_SLOTS = ("incident_instrument_id", "perp_individual_id", "perp_organization_id", "phys_tgt_id",
                "hum_tgt_name", "hum_tgt_description")
COMMON = frozenset("the a an of in and to for by on at with from los las el la de del".split())

Fill = collections.namedtuple("Fill", "tag slot key given")  # key, given: text or ""
Pair = collections.namedtuple("Pair", "doc key response fills")


def parse(text):
    """The pairs of templates of a --details print, in order."""
    pairs = []
    for line in text.split("\n"):
        head = HEAD.match(line)
        if head:
            doc, key, response = (None if g == "none" else g for g in head.groups())
            pairs.append(Pair(doc, key, response, []))
        elif pairs and line.startswith("  ") and line.strip():
            tag, slot, rest = line[2:9].strip(), line[10:38].strip(), line[39:]
            left, arrow, right = rest.partition("<=")
            pairs[-1].fills.append(Fill(tag, slot, left.strip(), right.strip() if arrow else ""))
        elif not line.strip():
            continue
    return pairs


def values(shown):
    """Alternatives of a printed fill, without what it refers to."""
    if shown.startswith('"'):
        return [fold(v) for v in re.findall(r'"((?:[^"\\]|\\.)*)"', shown.split('": "')[0] + '"')] or [fold(shown)]
    return [fold(v) for v in shown.split(': "')[0].split(" / ")]


def equal(a, b):
    return bool(set(values(a)) & set(values(b)))


def share(a, b):
    """Do two strings have a word in common that means something?"""
    words = [{w for v in values(x) for w in v.split()} - COMMON for x in (a, b)]
    return bool(words[0] & words[1])


def type_of(pair, side):
    for fill in pair.fills:
        if fill.slot == "incident_type" and getattr(fill, side):
            return getattr(fill, side)
    return ""


def lost_template(pair, doc_pairs):
    """Why a template of the key has no partner."""
    given = [p for p in doc_pairs if p.response]
    if not given:
        return "document passed over"
    loose = [p for p in given if not p.key]
    if not loose:
        return "fewer incidents than told (merged or not seen)"
    kinds = {type_of(p, "given") for p in loose}
    if type_of(pair, "key") in kinds or "ATTACK" in kinds | {type_of(pair, "key")}:
        return "incident there, no participant agrees"
    return "incident there with another type"


def spurious_template(pair, doc_pairs):
    keys = [p for p in doc_pairs if p.key]
    if not keys:
        return "document without incident"
    if any(not p.response for p in keys):
        return "incident there, no participant agrees"
    if any(type_of(p, "key") == type_of(pair, "given") for p in keys):
        return "same type as a found incident (split)"
    return "other type than any told (not an incident, or split)"


def refers(shown):
    """What a set fill is about, as printed; "" when it names nothing."""
    value, colon, ref = shown.partition(': "')
    return '"' + ref if colon else ""


def lost_fill(fill, pair, doc_pairs, text):
    others = [f for f in pair.fills if f.tag == "WRONG"]
    if fill.slot not in STRING_SLOTS:
        if refers(fill.key) and any(f.tag == "MISSED" and f.slot in STRING_SLOTS and equal(f.key, refers(fill.key))
                                    for f in pair.fills):
            return "follows from a lost string"
        if any(f.slot == fill.slot for f in others):
            return "other value"
        return "nothing given"
    same = [f for f in others if f.slot == fill.slot]
    if any(share(fill.key, f.given) for f in same):
        return "boundary or head of the string"
    if any(f.slot != fill.slot and f.slot in STRING_SLOTS and share(fill.key, f.given) for f in others):
        return "in another slot (role)"
    for p in doc_pairs:
        if p is not pair and any(f.given and f.slot == fill.slot and share(fill.key, f.given) for f in p.fills):
            return "in another incident of the document"
    if text is not None and not any(v in text for v in values(fill.key)):
        return "not in the text as such"
    return "other string" if same else "nothing given"


def spurious_fill(fill, pair, doc_pairs):
    lost = [f for f in pair.fills if f.tag == "MISSED"]
    if fill.slot not in STRING_SLOTS:
        if refers(fill.given) and any(f.tag == "WRONG" and f.slot in STRING_SLOTS and
                                      equal(f.given, refers(fill.given)) for f in pair.fills):
            return "follows from a spurious string"
        return "other value" if any(f.slot == fill.slot for f in lost) else "key has none"
    same = [f for f in lost if f.slot == fill.slot]
    if any(share(fill.given, f.key) for f in same):
        return "boundary or head of the string"
    if any(f.slot == fill.slot and f.tag in ("ok", "partial") and share(fill.given, f.key) for f in pair.fills):
        return "said again (same party twice)"
    if any(f.slot != fill.slot and f.slot in STRING_SLOTS and f.key and share(fill.given, f.key)
           for f in pair.fills):
        return "in another slot (role)"
    for p in doc_pairs:
        if p is not pair and any(f.key and f.slot == fill.slot and share(fill.given, f.key) for f in p.fills):
            return "of another incident of the document"
    return "other string" if same else "key has none"


def causes(pairs, texts):
    """Lists of (slot, cause, doc, what): lost, spurious."""
    docs = collections.OrderedDict()
    for p in pairs:
        docs.setdefault(p.doc, []).append(p)
    lost, spurious = [], []
    for p in pairs:
        around = docs[p.doc]
        for f in p.fills:
            if f.tag == "MISSED":
                cause = lost_fill(f, p, around, texts.get(p.doc)) if p.response else \
                    "template: " + lost_template(p, around)
                lost.append((f.slot, cause, p.doc, f.key))
            elif f.tag == "WRONG":
                cause = spurious_fill(f, p, around) if p.key else "template: " + spurious_template(p, around)
                spurious.append((f.slot, cause, p.doc, f.given))
    return lost, spurious


def table(title, rows, examples, out):
    out.write("\n## %s: %d fills\n\n| cause | fills | share | documents |\n|---|---:|---:|---|\n" % (title, len(rows)))
    by_cause = collections.Counter(r[1] for r in rows)
    for cause, n in by_cause.most_common():
        docs = list(collections.OrderedDict.fromkeys(r[2] for r in rows if r[1] == cause))
        out.write("| %s | %d | %.1f %% | %s |\n" % (cause, n, 100.0 * n / len(rows), ", ".join(docs[:examples])))


def slot_table(lost, spurious, out):
    out.write("\n## By slot\n\n| slot | lost | of these with their template | spurious | of these with their template |\n"
              "|---|---:|---:|---:|---:|\n")
    slots = collections.OrderedDict.fromkeys(r[0] for r in lost + spurious)
    for slot in sorted(slots, key=lambda s: -sum(r[0] == s for r in lost + spurious)):
        counts = []
        for rows in (lost, spurious):
            here = [r for r in rows if r[0] == slot]
            counts += [len(here), sum(r[1].startswith("template: ") for r in here)]
        out.write("| %s | %d | %d | %d | %d |\n" % ((slot,) + tuple(counts)))


def within(title, rows, examples, strings, out):
    """Slot × cause inside matched templates, with the ids of a few, and their fills when asked for."""
    rows = [r for r in rows if not r[1].startswith("template: ")]
    out.write("\n## %s inside matched templates\n\n| slot | cause | fills | examples |\n|---|---|---:|---|\n" % title)
    groups = collections.Counter((r[0], r[1]) for r in rows)
    for (slot, cause), n in sorted(groups.items(), key=lambda x: (-x[1], x[0])):
        shown = [r[2] + (" " + r[3].replace("|", "\\|")[:60] if strings else "")
                 for r in rows if r[:2] == (slot, cause)]
        shown = list(collections.OrderedDict.fromkeys(shown))
        out.write("| %s | %s | %d | %s |\n" % (slot, cause, n, "; ".join(shown[:examples])))


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("keys")
    ap.add_argument("response")
    ap.add_argument("--scorer", help="default: muc4/score.py in $SITREP_SHARED/eval or ../shared/eval")
    ap.add_argument("--examples", type=int, default=3)
    ap.add_argument("--strings", action="store_true", help="show fills, too: not for papers that are "
                    "published, the strings are the data set's")
    ap.add_argument("--text", help="documents with their texts")
    a = ap.parse_args(argv)
    shared = os.environ.get("SITREP_SHARED", os.path.join(HERE, "..", "..", "shared"))
    scorer = a.scorer or os.path.join(shared, "eval", "muc4", "score.py")
    if not os.path.exists(scorer):
        sys.stderr.write("error_report: %s: no scorer there (--scorer)\n" % scorer)
        return 2
    said = subprocess.run([sys.executable, scorer, "score", a.keys, a.response, "--details"],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    texts = {r["doc"]: fold(r["text"]) for r in read_jsonl(a.text)} if a.text else {}
    lost, spurious = causes(parse(said), texts)
    summary = [line for line in said.split("\n") if line.startswith(("ALL TEMPLATES ", "TEXT FILTERING"))]
    sys.stdout.write("# Errors of %s\n\n" % os.path.basename(a.response))
    sys.stdout.write("".join("    %s\n" % line for line in summary))
    table("Lost", lost, a.examples, sys.stdout)
    table("Spurious", spurious, a.examples, sys.stdout)
    slot_table(lost, spurious, sys.stdout)
    within("Lost", lost, a.examples, a.strings, sys.stdout)
    within("Spurious", spurious, a.examples, a.strings, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
