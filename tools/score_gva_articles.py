#!/usr/bin/env python3
"""Scores `sitrep read --json` article by article against the incident each article is about (gva-incidents).

  score_gva_articles.py --gold gold.dev.jsonl --sys OUT.jsonl [--json] [--wrong MEASURE]

Only the first incident of a report is compared.  The register gives the final state of
knowledge, so an early article may rightly give less: 100 % is out of reach.
docs/evaluation.md defines every measure; --wrong MEASURE lists the articles that miss it.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import datetime
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scoring import (Tally, by_id, count_value, extra_incidents, first_incident, fold, give,
                     per_hundred, read_jsonl)


def town(name):
    """A town's name without the words for its rank, "St." written out."""
    name = re.sub(r"\([^)]*\)", " ", str(name or ""))
    return re.sub(r"\bst\b", "saint", re.sub(r"\b(city of|county|parish)\b", " ", fold(name))).strip()


def day(text):
    try:
        return datetime.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def flat_counts(incident):
    """(killed, injured) as the flat forms give them: 0 where only the other is told, else None."""
    killed, injured = (count_value(incident.get(k)) for k in ("killed", "wounded"))
    if killed is None and injured is None:
        return None, None
    return killed or 0, injured or 0


def score_one(gold, incident, tally):
    """Adds one article's measures; gives {measure: (right, wanted, given)}."""
    told = {}

    def add(measure, right, wanted, given):
        tally.add(measure, right)
        told[measure] = (bool(right), wanted, given)

    got = incident or {}
    for name, value in zip(("killed", "injured"), flat_counts(got)):
        add(name, value is not None and value == gold[name], gold[name], value)
    wanted, date = day(gold.get("date")), got.get("date") or {}
    start, end = day(date.get("start")), day(date.get("end"))
    if wanted:
        given = [date.get("start"), date.get("end")]
        add("date", start == wanted == end, gold["date"], given)
        add("date_within_1", start and start == end and abs((start - wanted).days) <= 1, gold["date"], given)
    place = got.get("place") or {}
    if gold.get("city"):
        add("city", town(place.get("name")) == town(gold["city"]), gold["city"], place.get("name"))
    if gold.get("state"):
        add("state", fold(place.get("admin1")) == fold(gold["state"]), gold["state"], place.get("admin1"))
    return told


def score(gold_rows, sys_rows, wrong=None, out=sys.stdout):
    reports, tally, printed = by_id(sys_rows), Tally(), []
    for gold in gold_rows:
        for doc in gold["docs"]:
            report = reports.get(str(doc))
            printed.append(report)
            incident = first_incident(report)
            tally.add("incident_found", incident)
            told = score_one(gold, incident, tally)
            if wrong in told and not told[wrong][0]:
                out.write("%s\twanted %s\tgiven %s\n" % ((doc,) + told[wrong][1:]))
    result = tally.result()
    main, background = extra_incidents(printed)
    result["extra_per_100"] = per_hundred(main, len(printed))
    result["background_per_100"] = per_hundred(background, len(printed))
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
