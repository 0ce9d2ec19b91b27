#!/usr/bin/env python3
"""Scores `sitrep read --json` on military press releases with coded events (isaf-press).

  score_isaf.py --gold dev.jsonl --sys OUT.jsonl [--json] [--wrong MEASURE]

Only the first incident of a report is compared.  docs/evaluation.md defines every measure;
--wrong MEASURE lists the ids that miss it, with both values.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scoring import (Tally, by_id, extra_incidents, first_incident, fold, give, per_hundred,
                     read_jsonl, words)

# The coder's types -> types of ours that agree.
TYPES = {
    "detention": {"ARREST"},
    "insurgentskilled": {"ATTACK", "ARMED_CLASH", "AIRSTRIKE", "SHELLING", "ASSASSINATION"},
    "captureandkill": {"ARREST", "ATTACK", "ARMED_CLASH", "AIRSTRIKE", "ASSASSINATION"},
    "airstrike": {"AIRSTRIKE"},
    "exchangeoffire": {"ARMED_CLASH", "ATTACK"},
    "civiliancasualty": {"ATTACK", "ARMED_CLASH", "AIRSTRIKE", "BOMBING", "SHELLING"},
}
# Spellings of one province.
PROVINCES = {"paktiya": "paktya", "paktia": "paktya", "oruzgan": "uruzgan",
             "urozgan": "uruzgan", "nimruz": "nimroz", "jawzjan": "jowzjan", "konar": "kunar",
             "maidan wardak": "wardak", "wardak": "wardak", "vardak": "wardak", "nangahar": "nangarhar",
             "sar e pul": "sar e pul", "sari pul": "sar e pul", "sar i pul": "sar e pul",
             "sar e pol": "sar e pul", "kondoz": "kunduz", "lowgar": "logar", "khowst": "khost",
             "hilmand": "helmand", "kapisa": "kapisa", "baghlan": "baghlan"}
CAUGHT = frozenset(("arrested", "captured", "detained", "arrest", "capture", "detention"))


def as_list(value):
    """A member of the source: a list whose strings may hold several values joined by ";"."""
    value = value if isinstance(value, list) else [value]
    return [p for v in value for p in str(v).split(";") if p]


def province(name):
    name = " ".join(words(name, ("province", "wilayat", "velayat")))
    return PROVINCES.get(name, name)


def low(count):
    """Lower bound of a count {"low", "best", "high"}; 0 when it is not told."""
    if not count:
        return 0
    return count["low"] if count.get("low") is not None else count.get("best") or 0


def captured(incident):
    """People caught: the member `captured` if there is one, else the counts of parties with such an effect."""
    if incident.get("captured"):
        return low(incident["captured"])
    total = 0
    for member in ("targets", "victims", "perpetrators"):
        for row in incident.get(member) or []:
            if fold(row.get("effect")) in CAUGHT:
                n = row.get("count")
                total += low(n) if isinstance(n, dict) else 1 if n is None else n
        if total:
            break
    return total


def score_one(gold, incident, tally):
    """Adds one report's measures; gives {measure: (right, wanted, given)}."""
    told = {}

    def add(measure, right, wanted, given):
        tally.add(measure, right)
        told[measure] = (bool(right), wanted, given)

    got = incident or {}
    killed, caught = low(got.get("killed")), captured(got)
    add("min_killed", incident and killed == gold["min_killed"], gold["min_killed"], got.get("killed"))
    if gold["min_killed"]:
        add("min_killed_where_any", killed == gold["min_killed"], gold["min_killed"], got.get("killed"))
    add("min_captured", incident and caught == gold["min_captured"], gold["min_captured"], caught)
    date = got.get("date") or {}
    add("date", date.get("start") == gold["start_date"] == date.get("end"), gold["start_date"],
        [date.get("start"), date.get("end")])
    place = got.get("place") or {}
    wanted = {province(p) for p in as_list(gold["province"])}
    ours = {province(place.get(k)) for k in ("admin1", "name")}
    if wanted:
        add("province", wanted & ours, sorted(wanted), [place.get("name"), place.get("admin1")])
    fair = set().union(*(TYPES.get(t, set()) for t in as_list(gold["event_type"])))
    if fair:
        add("type", got.get("type") in fair, gold["event_type"], got.get("type"))
    return told


def score(gold_rows, sys_rows, wrong=None, out=sys.stdout):
    reports, tally, printed = by_id(sys_rows), Tally(), []
    for gold in gold_rows:
        report = reports.get(str(gold["id"]))
        printed.append(report)
        incident = first_incident(report)
        tally.add("incident_found", incident)
        told = score_one(gold, incident, tally)
        if wrong in told and not told[wrong][0]:
            out.write("%s\twanted %s\tgiven %s\n" % ((gold["id"],) + told[wrong][1:]))
    result = tally.result()
    main, background = extra_incidents(printed)
    result["extra_per_100"] = per_hundred(main, len(gold_rows))
    result["background_per_100"] = per_hundred(background, len(gold_rows))
    result["not_printed"] = sum(r is None for r in printed)
    return result


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", required=True)
    ap.add_argument("--sys", required=True, dest="system")
    ap.add_argument("--wrong", metavar="MEASURE")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args(argv)
    result = score(read_jsonl(a.gold), read_jsonl(a.system), a.wrong)
    if not a.wrong:
        give(result, a.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
