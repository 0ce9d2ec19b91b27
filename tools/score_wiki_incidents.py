#!/usr/bin/env python3
"""Scores `sitrep read --json` on summaries of incidents with their records (wiki-incidents-2018).

  score_wiki_incidents.py --gold dev.jsonl --sys OUT.jsonl [--json] [--wrong MEASURE]

Only the first incident of a report is compared.  docs/evaluation.md defines every measure;
--wrong MEASURE lists the ids that miss it, with both values.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scoring import (Tally, by_id, count_value, extra_incidents, first_incident, fold, give,
                     per_hundred, read_jsonl, same_words, words)

HERE = os.path.dirname(os.path.abspath(__file__))

# Raw type of the source, in the singular -> types of ours that agree with it; the first is the plain one.
# The source tells the means; whether it was a clash or a killing of a chosen person is a finer reading.
TYPES = {
    "shooting": "ATTACK ARMED_CLASH ASSASSINATION",
    "shooting ambush": "ATTACK ARMED_CLASH ASSASSINATION",
    "ambush": "ATTACK ARMED_CLASH ASSASSINATION",
    "raid": "ATTACK ARMED_CLASH",
    "clash": "ARMED_CLASH ATTACK",
    "standoff": "HOSTAGE_TAKING ARMED_CLASH ATTACK",
    "stabbing": "ATTACK ASSASSINATION",
    "melee attack": "ATTACK UNARMED_ASSAULT ASSASSINATION",
    "assault": "UNARMED_ASSAULT ATTACK",
    "beheading": "ATTACK ASSASSINATION",
    "execution": "ATTACK ASSASSINATION",
    "vehicular attack": "ATTACK",
    "spike trap": "ATTACK",
    "attack": "ATTACK",
    "assassination": "ASSASSINATION",
    "bombing": "BOMBING ASSASSINATION",
    "suicide bombing": "BOMBING ASSASSINATION",
    "car bombing": "BOMBING ASSASSINATION",
    "suicide car bombing": "BOMBING ASSASSINATION",
    "motorcycle bombing": "BOMBING ASSASSINATION",
    "bike bombing": "BOMBING ASSASSINATION",
    "roadside bombing": "BOMBING ASSASSINATION",
    "bombing shooting": "BOMBING ATTACK ASSASSINATION",
    "grenade attack": "BOMBING ASSASSINATION",
    "landmine": "BOMBING",
    "mortar attack": "SHELLING",
    "rocket attack": "SHELLING",
    "missile attack": "SHELLING",
    "shelling": "SHELLING",
    "drone attack": "AIRSTRIKE BOMBING",
    "airstrike": "AIRSTRIKE",
    "arson": "ARSON",
    "kidnapping": "KIDNAPPING",
    "hostage taking": "HOSTAGE_TAKING KIDNAPPING",
    "hijacking": "HIJACKING",
    "looting": "ROBBERY",
    "robbery": "ROBBERY",
    "sabotage": "FACILITY_ATTACK",
    "protest": "PROTEST",
    "riot": "RIOT",
}

# Words that say what kind of body a name is, not which.
GENERIC = frozenset("""a an the of in for and al el militant militants fighter fighters group
    groups rebel rebels insurgent insurgents terrorist terrorists gunman gunmen member members
    suspected alleged guerrilla guerrillas dissident dissidents jihadist jihadists extremist
    extremists""".split())

# Words shared by many names: one of them alone names nobody.
WEAK = frozenset("""army front police liberation national state islamic peoples people movement
    party government forces force security defence workers popular freedom republican organization
    united new""".split())

# One body under several names: words of the source's name -> names that mean it as well.
ALIASES = {
    "islamic state": "isis|isil|is|daesh|iswap",
    "al qaeda in the islamic maghreb": "aqim",
    "al qaeda in the arabian peninsula": "aqap",
    "tehrik i taliban pakistan": "ttp|pakistani taliban",
    "new peoples army": "npa|communist",
    "cpi": "naxalite|naxal|naxals|naxalites|maoist|maoists",
    "pkk": "kurdistan workers party",
    "ypg": "peoples protection units|peoples defence units",
    "sendero luminoso": "shining path",
    "shining path": "sendero luminoso",
    "eln": "national liberation army|ejercito de liberacion nacional",
    "epl": "popular liberation army|ejercito popular de liberacion",
    "farc dissidents": "revolutionary armed forces of colombia",
    "bangsamoro islamic freedom fighters": "biff",
    "balochistan liberation army": "bla|baloch liberation army",
    "ambazonia defence forces": "ambazonian|ambazonians|adf",
    "allied democratic forces": "adf",
    "lords resistance army": "lra",
    "barisan revolusi nasional": "brn",
    "tpnpb": "west papua national liberation army",
    "izz ad din al qassam": "hamas|al qassam brigades",
    "autodefensas gaitanistas de colombia": "clan del golfo|gulf clan|agc",
}

DOUBTED = frozenset(("suspected_by_authorities", "suspected", "accused_by_authorities",
                     "accused", "possible"))
STATED = frozenset(("reported_as_fact", "claimed_by_actor"))

# Countries as the source writes them where the table of names has another form.
COUNTRIES = {"northern ireland": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
             "west bank": "PS", "gaza strip": "PS", "gaza": "PS", "palestine": "PS",
             "dr congo": "CD", "democratic republic of the congo": "CD", "democratic republic of congo": "CD", "congo": "CD",
             "burma": "MM", "ivory coast": "CI", "usa": "US", "united states": "US", "uk": "GB",
             "macedonia": "MK", "czech republic": "CZ", "swaziland": "SZ", "turkey": "TR"}
AREAS = frozenset("""district province region department governorate county state city town village
    municipality tehsil agency division prefecture rural oblast the of""".split())


def country_codes(path):
    """Names of countries to two-letter codes: a table with the columns cc and name."""
    codes = dict(COUNTRIES)
    if path and os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            head = f.readline().rstrip("\n").split("\t")
            cc, name = head.index("cc"), head.index("name")
            for line in f:
                row = line.rstrip("\n").split("\t")
                codes.setdefault(fold(row[name]), row[cc])
    return codes


def singular(raw):
    """The source's type without "attempted" and without a plural ending."""
    raw = " ".join(w for w in fold(raw).split() if w != "attempted")
    if raw in TYPES:
        return raw
    for ending, put in (("es", ""), ("s", "")):
        if raw.endswith(ending) and raw[:-len(ending)] + put in TYPES:
            return raw[:-len(ending)] + put
    return raw


def fair_types(raws):
    """(types that agree with any of the raw ones, the plain ones only); unknown raw types are left out."""
    known = [TYPES[singular(r)].split() for r in raws if singular(r) in TYPES]
    return {t for row in known for t in row}, {row[0] for row in known}


def total(gold):
    """What the report's own total should be: everybody, attackers included; None when unknown."""
    if not gold or gold.get("lo") is None:
        return None
    return gold["lo"] + (gold.get("attackers") or 0)


def count_right(gold, value):
    """value: the program's number, None when it gave none (then 0, as in the source)."""
    value = 0 if value is None else value
    low = total(gold)
    if gold.get("hi") is None:
        return value >= low
    return low <= value <= gold["hi"] + (gold.get("attackers") or 0)


def apart_right(gold, incident, field):
    """Those apart from attackers are right, whatever was made of the attackers."""
    whole = count_value(incident.get(field)) or 0
    value = whole - (count_value(incident.get(field + "_attackers")) or 0)
    return count_right({**gold, "attackers": None}, value)


def gold_names(gold):
    """Word lists that mean a perpetrator of the source; several bodies are joined by "and"."""
    whole = fold(gold)
    names = [whole] + (whole.split(" and ") if " and " in whole else [])
    for name in list(names):
        names += [a for a in ALIASES.get(name, "").split("|") if a]
    return [words(n, GENERIC) or words(n) for n in names]


def same_body(a, b):
    """Equal, or one is part of the other and shares more with it than common words ("the army")."""
    return bool(a) and set(a) == set(b) or (same_words(a, b) and bool(set(a) & set(b) - WEAK))


def names_body(gold, row):
    """Does a perpetrator row name the body of the source, by its words or by its actor's id?"""
    if row.get("kind") == "state":
        return fold(row.get("name")) == fold(gold)
    ours = [words(row.get("name"), GENERIC), words(row.get("actor"), GENERIC)]
    return any(same_body(o, g) for g in gold_names(gold) for o in ours)


def blamed(incident):
    return [p for p in incident.get("perpetrators") or []
            if p.get("certainty") not in ("denied_by_actor", "cleared_by_authorities")]


def country_of(location, codes):
    """Code of the country that ends a location of the source, or None."""
    for part in reversed(str(location or "").split(",")):
        if fold(part) in codes:
            return codes[fold(part)]
    return None


def place_right(location, place):
    """The first part of the source's location and the program's place name or province share a word."""
    wanted = set(words(str(location).split(",")[0], AREAS))
    ours = set(words(" ".join(str(place.get(k) or "") for k in ("name", "admin1", "admin2"))))
    return bool(wanted & ours)


def score_one(gold, incident, tally, codes):
    """Adds one report's measures; gives {measure: (right, wanted, given)}."""
    told = {}

    def add(measure, right, wanted, given):
        tally.add(measure, right)
        told[measure] = (bool(right), wanted, given)

    got = incident or {}
    for field, ours in (("dead", "killed"), ("injured", "wounded")):
        if total(gold.get(field)) is None:
            continue
        whole = bool(incident) and count_right(gold[field], count_value(got.get(ours)))
        apart = bool(incident) and apart_right(gold[field], got, ours)
        for measure, right in (("", whole or apart), ("_total", whole), ("_without_attackers", apart)):
            add(field + measure, right, gold[field]["raw"], got.get(ours))
    fair, plain = fair_types(gold.get("types") or [])
    if fair:
        add("type", got.get("type") in fair, gold["types"], got.get("type"))
        add("type_plain", got.get("type") in plain, gold["types"], got.get("type"))
    if gold.get("perpetrator") and gold.get("perpetrator_in_text"):
        rows = blamed(got)
        match = [p for p in rows if names_body(gold["perpetrator"], p)]
        shown = [(p.get("name"), p.get("certainty")) for p in rows]
        add("perpetrator", match, gold["perpetrator"], shown)
        if match:
            wanted = DOUBTED if gold.get("suspected") else STATED
            add("suspected", match[0].get("certainty") in wanted, gold.get("suspected"), shown)
        for p in rows:
            tally.add("perpetrator_precision", p in match)
    elif incident and not gold.get("perpetrator_in_text"):
        add("no_group_invented", not any(p.get("kind") in ("group", "organization") and p.get("actor")
                                         for p in blamed(got)), None,
            [(p.get("name"), p.get("certainty")) for p in blamed(got)])
    place = got.get("place") or {}
    code = country_of(gold.get("location"), codes)
    if code:
        add("country", place.get("country") == code, code, place.get("country"))
    if gold.get("location_in_text"):
        add("place", place_right(gold["location"], place), gold["location"], place.get("name"))
    return told


def score(gold_rows, sys_rows, codes, wrong=None, out=sys.stdout):
    reports, tally, printed = by_id(sys_rows), Tally(), []
    for gold in gold_rows:
        report = reports.get(str(gold["id"]))
        printed.append(report)
        incident = first_incident(report)
        tally.add("incident_found", incident)
        told = score_one(gold, incident, tally, codes)
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
    ap.add_argument("--countries", help="table with the columns cc and name "
                    "(default: ../shared/data/gazetteer/countries.tsv beside the project)")
    ap.add_argument("--wrong", metavar="MEASURE")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args(argv)
    table = a.countries or os.path.join(HERE, "..", "..", "shared", "data", "gazetteer", "countries.tsv")
    if not os.path.exists(table):
        sys.stderr.write("%s: no table of countries; `country` covers few reports (--countries)\n" % table)
    result = score(read_jsonl(a.gold), read_jsonl(a.system), country_codes(table), a.wrong)
    if not a.wrong:
        give(result, a.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
