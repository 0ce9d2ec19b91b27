#!/usr/bin/env python3
"""Make data/actors.tsv and data/actor-names.tsv.

  make_actors.py [--shared ../shared] [--data data]

Reads data/actors-own.tsv (ours) and, below SHARED/data: actors/ucdp-actors.tsv (UCDP, CC BY 4.0),
actors/wikipedia-designated-groups.tsv (CC BY-SA 3.0), actors/phoenix/* (MIT), gazetteer/countries.tsv
(GeoNames, CC BY 4.0; demonyms MIT).  The order of sources is the order of trust.

Two rows are one actor only when a *full* name is equal and their countries do not exclude each
other; an acronym or an alias alone never joins actors.  An alias that several actors have stays
with all of them.  Same input, same bytes.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import csv
import os
import re
import sys
import unicodedata

LIMIT_ACTORS, LIMIT_NAMES = 4000, 12000

ORG = set("""army armies front movement brigade brigades group party league council union forces force cartel
    command committee organization organisation militia alliance coalition liberation resistance revolutionary
    separatists rebels rebel insurgents guerrillas faction network jihad islamic democratic patriotic national people's
    peoples popular defence defense volunteers guards commando commandos cells nuclei battalion battalions legion division
    syndicate gang gangs mara federation congress assembly unity tigers emirate state republic corps squad squads
    vigilante vigilantes crew mafia freedom fighters mujahideen mujahedeen""".split())
COMMON = set("""army front group party movement police government security council state republic forces force command rebels
    militia guards order unity union alliance coalition network resistance league national popular revolutionary patriotic
    congress islamic people faction division legion action direct freedom justice peace islam jihad""".split())
STOP_ACRONYMS = set("""US WHO IT IS AM AS AT BE BY DO GO HE IF IN ME MY NO OF ON OR SO TO UP WE ALL AND ANY ARE BUT CAN DID FOR GET
    GOT HAD HAS HER HIM HIS HOW ITS LET MAN MAY MEN NEW NOT NOW OFF OLD ONE OUR OUT OWN RAN SAY SEE SHE THE TOO TWO USE WAR WAS WAY
    WHO WHY YES YET YOU AIM AID AIR ARM ART CAR CUP DAY EAR END EYE FAR FEW GAS GOD HIT LAW MAP OIL PAN PEN RED SEA SET SUN TAX TEN TOP
    WIN ABLE BACK BODY CARE FACT FAST FEAR FREE HAND HELP HOPE IDEA JUST LEAD LIFE LINE MADE MAKE MEND MIND MISS NEAR NEXT ONLY OPEN
    PACT PART PAST PLAN SAFE SAVE SELF STAR STEP TEAM TIME UNIT WEST WILL AIDS""".split())
REGIONS = {"WEU", "EEU", "MEA", "SAS", "SEA", "INT", "IMG", "KKL", "AFR", "ASA", "EUR", "LAM", "CAS", "WAF", "NAF", "CFR", "EAF", "SAF"}
COUNTRY_NAMES = {  # as UCDP and Wikipedia write them
    "dr congo (zaire)": "CD", "myanmar (burma)": "MM", "russia (soviet union)": "RU", "yemen (north yemen)": "YE",
    "serbia (yugoslavia)": "RS", "cambodia (kampuchea)": "KH", "zimbabwe (rhodesia)": "ZW", "united states of america": "US",
    "bosnia-herzegovina": "BA", "madagascar (malagasy)": "MG", "vietnam (north vietnam)": "VN", "macedonia, fyr": "MK",
    "south yemen": "YE", "south vietnam": "VN", "congo": "CG", "east timor": "TL", "kingdom of eswatini (swaziland)": "SZ",
    "united states": "US", "palestine": "PS", "democratic republic of the congo": "CD", "northern ireland": "GB", "uk": "GB",
    "the gambia": "GM", "republic of ireland": "IE", "burma": "MM",
}


def ascii_fold(text):
    text = unicodedata.normalize("NFD", text)
    return "".join(c for c in text if not unicodedata.combining(c))


def norm(name):
    """Key for comparing full names."""
    name = ascii_fold(name).lower().replace("’", "'").replace("´", "'").replace("'", "")
    name = name.replace("organisation", "organization").replace("defence", "defense")
    words = re.sub(r"[^a-z0-9]+", " ", name).split()
    if words[:1] == ["the"]:
        words = words[1:]
    return " ".join(words)


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", ascii_fold(name).lower().replace("'", "").replace("’", "")).strip("-")


def is_acronym(name):
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and len(name) <= 9 and " " not in name and sum(c.isupper() for c in letters) >= max(2, len(letters) - 2) \
        and letters[0].isupper()


def is_full(name):
    """A name that by itself says who is meant: several words, or one long word that is no word of the language."""
    key = norm(name)
    return not is_acronym(name) and (" " in key or (len(key) >= 6 and key not in COMMON))


def clean(name):
    name = name.replace("’", "'").replace("´", "'").replace("`", "'").replace("–", "-")
    name = re.sub(r"\[[^\]]*\]|\((?:disambiguation|Libya|Tunisia)\)", "", name)
    return re.sub(r"\s+", " ", name).strip(" ,;_-")


class Actor:
    def __init__(self, name, kind, countries, parent="", first="", last="", source="", ident=""):
        self.name, self.kind, self.countries, self.parent = name, kind, list(countries), parent
        self.first, self.last, self.sources, self.id = first, last, [source], ident
        self.names = {}  # name -> set of flags

    def add(self, name, source, flags=()):
        name = clean(name)
        letters = sum(c.isalpha() for c in name)
        if letters < 2 or (letters < 3 and not name.isupper()) or norm(name) in COMMON or len(name.split()) > 9:
            return
        flags = set(flags)
        if is_acronym(name):
            flags.add("acronym")
            if name.upper().replace(".", "") in STOP_ACRONYMS and name.upper() not in ("U.S.",):
                flags.add("word")
        for form in (name, ascii_fold(name)):  # wire text often leaves the accents out
            self.names.setdefault(form, flags | {source}).add(source)


class Table:
    def __init__(self, iso, neighbours):
        self.actors, self.by_key, self.ids, self.iso, self.neighbours = [], {}, set(), iso, neighbours

    def country(self, name):
        name = name.strip().lower()
        return COUNTRY_NAMES.get(name) or self.iso.get(norm(name), "")

    def index(self, actor, name):
        if is_full(name):
            found = self.by_key.setdefault(norm(name), [])
            if actor not in found:
                found.append(actor)

    def near(self, countries, others):
        """Sources differ on where a cross-border group is at home: the same country or one beside it."""
        return not countries or not others or any(
            c == o or o in self.neighbours.get(c, ()) for c in countries for o in others)

    def match(self, names, countries, kind):
        """The one actor that has one of these full names; None when there is none, or more than one fits equally."""
        found = []
        for name in names:
            if not is_full(name):
                continue
            for actor in self.by_key.get(norm(name), ()):
                if self.near(countries, actor.countries) and actor not in found and (actor.kind == kind or "state" not in (actor.kind, kind)):
                    found.append(actor)
        if len(found) > 1:
            own = [a for a in found if "own" in a.sources and set(a.countries) & set(countries)]
            found = own or [a for a in found if set(a.countries) & set(countries)]
        return found[0] if len(found) == 1 else None

    def acronym_match(self, name, countries):
        """An own actor with the same acronym in the same country: one happening of a name, so the same body."""
        found = [a for a in self.actors if "own" in a.sources and name in a.names and self.near(countries, a.countries) and a.countries]
        return found[0] if len(found) == 1 and countries else None

    def put(self, actor, names, source, flags=()):
        if not actor.id:
            base = slug(actor.name)
            if base in self.ids and actor.countries:
                base += "-" + actor.countries[0].lower()
            ident, n = base, 2
            while ident in self.ids:
                ident, n = "%s-%d" % (base, n), n + 1
            actor.id = ident
        self.ids.add(actor.id)
        self.actors.append(actor)
        for name in names:
            actor.add(name, source, flags)
        for name in list(actor.names):
            self.index(actor, name)

    def merge(self, actor, names, countries, first, last, source, flags=()):
        if source not in actor.sources:
            actor.sources.append(source)
        for country in countries:
            if country not in actor.countries and "own" not in actor.sources:
                actor.countries.append(country)
        if not actor.first and "own" not in actor.sources:
            actor.first, actor.last = first, last
        for name in names:
            actor.add(name, source, flags)


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        lines = [l for l in f if not l.startswith("#") or l.startswith("#\t")]
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_own(table, path):
    for r in rows(path):
        names = r["names"].split("|")
        first = names[0].rstrip("?")
        actor = Actor(first, r["kind"], [r["country"]] if r["country"] else [], r["parent"], r["first"], r["last"], "own", r["id"])
        table.put(actor, [], "own")
        for name in names:
            actor.add(name.rstrip("?"), "own", {"context"} if name.endswith("?") else ())
        for name in list(actor.names):
            table.index(actor, name)


def read_countries(table, countries):
    known = {a.id for a in table.actors}
    for r in countries:
        ident = slug(r["name"])
        names = [r["name"].strip(), "Government of " + r["name"].strip()]
        if ident in known:
            actor = next(a for a in table.actors if a.id == ident)
            table.merge(actor, names, [], "", "", "geonames")
            continue
        if not int(r["population"] or 0):
            continue
        table.put(Actor(r["name"].strip(), "state", [r["cc"]], source="geonames", ident=ident), names, "geonames")


SKIP_UCDP = re.compile(r"^(Government|Forces|Supporters|Opponents|Military faction|Civilians|Lashkar of|Residents|Students) |^Civilians|, | - | faction| subclan| clan|tribe|"
                       r"inmates|supporters|villagers|Muslims|Christians|Hindus|cult|students")


def read_ucdp(table, path):
    for r in rows(path):
        name, events = r["name"].strip(), int(r["ged_events"] or 0)
        if SKIP_UCDP.search(name) or r["kind"] == "state":
            continue
        full = [x.strip() for field in ("full_name", "mother_tongue") for x in r[field].split("|") if x.strip(" ,")]
        full = [x for x in full if "," not in x]
        words = set(norm(" ".join([name] + full)).split())
        organised = "rebel" in r["kind"] or words & ORG or (is_acronym(name) and full)
        if not organised and not (events >= 40 and is_full(name)):
            continue
        if name in ("Muslim", "Christian", "Tiv", "Fulani", "Hausa", "Dinka", "Nuer") or (len(name) < 4 and not full and not is_acronym(name)):
            continue
        countries = [c for c in (table.country(c) for c in r["countries"].split("|")) if c]
        names = [name] + full
        actor = table.match(names, countries, "group") or (table.acronym_match(name, countries) if is_acronym(name) else None)
        if actor:
            table.merge(actor, names, countries, r["first_year"], r["last_year"], "ucdp")
        else:
            main = full[0] if is_acronym(name) and full else name
            new = Actor(clean(main), "group", countries, first=r["first_year"], last=r["last_year"] if int(r["last_year"] or 0) < 2019 else "", source="ucdp")
            table.put(new, [main] + names, "ucdp", () if is_full(main) else ("context",))


def read_wikipedia(table, path):
    for r in rows(path):
        name = clean(r["name"])
        if "√" in name or "disambiguation" in r["name"] or name in ("Aleph", "Tanzim"):
            continue
        countries = [c for c in (table.country(c) for c in r["countries"].split("|")) if c]
        aliases = [a for a in r["aliases"].split("|") if 2 <= len(a) and "," not in a and "[" not in a and "(" not in a]
        aliases = [a for a in aliases if is_acronym(a) or is_full(a)]
        year = r["active_start"] if re.fullmatch(r"\d{4}", r["active_start"] or "") else ""
        end = r["active_end"] if re.fullmatch(r"\d{4}", r["active_end"] or "") else ""
        actor = table.match([name], countries, "group")
        if actor:
            table.merge(actor, [name] + [a for a in aliases if is_acronym(a)], countries, year, end, "wikipedia")
        else:
            table.put(Actor(name, "group", countries[:1], first=year, last=end, source="wikipedia"), [name] + aliases, "wikipedia")


SMALL = {"of", "the", "and", "for", "in", "de", "di", "la", "le", "des", "del", "a", "to", "on", "for", "du", "der", "et", "al"}


def from_caps(text):
    words = [w for w in text.replace("_", " ").split()]
    out = []
    for i, w in enumerate(words):
        low = w.lower()
        if i and low in SMALL:
            out.append(low)
        else:
            out.append("-".join(p[:1].upper() + p[1:].lower() for p in w.split("-")))
    return " ".join(out)


PHOENIX = re.compile(r"^(?P<plus>\+?)(?P<name>[^\[\t#]+?)\s*(?:\[(?P<code>[^\]]*)\])?\s*(?:#.*)?$")


def phoenix_entries(path):
    """(names, code) of each entry; entries with dates (persons in office) are left out."""
    names, code, dated = [], "", False
    for line in open(path, encoding="utf-8", errors="replace"):
        if line.startswith("#") or not line.strip():
            continue
        if line[0] in "\t ":
            m = re.search(r"\[([^\]]*)\]", line)
            if m:
                code = code or m.group(1).split()[0] if m.group(1).split() else code
                dated = dated or " " in m.group(1).strip()
            continue
        m = PHOENIX.match(line.rstrip("\n"))
        if not m:
            continue
        if not m.group("plus"):
            if names and not dated:
                yield names, code
            names, code, dated = [], "", False
        names.append(m.group("name"))
        if m.group("code"):
            code = m.group("code").split()[0] if m.group("code").split() else ""
            dated = dated or " " in m.group("code").strip()
    if names and not dated:
        yield names, code


def phoenix_names(raw):
    out = []
    for name in raw:
        name = name.strip("_ ")
        m = re.match(r"^(.*?)_?\(([^)]*)\)_?$", name)
        if m and re.fullmatch(r"[A-Z/-]{3,7}", m.group(2)):
            out += [from_caps(m.group(1)), m.group(2)]
        elif m:
            out.append(from_caps(m.group(1)))
        elif "(" not in name and "+" not in name and "#" not in name:
            out.append(name if re.fullmatch(r"[A-Z]{3,6}(-[A-Z]+)?", name) and "_" not in name else from_caps(name))
    return [n for n in out if not re.fullmatch(r"[\d ]+", n) and n]


def read_phoenix_groups(table, path, iso3):
    for raw, code in phoenix_entries(path):
        names = phoenix_names(raw)
        if not names or not code.startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")):
            continue
        country = "" if code[:3] in REGIONS else iso3.get(code[:3], "")
        countries = [country] if country else []
        good = [n for n in names if set(norm(n).split()) & ORG and len(norm(n).split()) >= 2]
        acronyms = [n for n in names if re.fullmatch(r"[A-Z]{3,6}(-[A-Z]+)?", n)]
        if not good:
            continue
        actor = table.match(good[:1], countries, "group")
        if actor:
            table.merge(actor, good + acronyms, countries, "", "", "phoenix")
        elif "REB" in code or "SEP" in code:
            table.put(Actor(good[0], "group", countries, source="phoenix"), good + acronyms, "phoenix", () if good == names[:1] else ())


NGO_WORDS = set("""organization association federation fund bank agency committee commission council union court world international rights
    relief refugees watch doctors cross crescent peace monitoring programme program community development conference forum parliament
    tribunal alliance center centre institute foundation amnesty league""".split())


def read_phoenix_bodies(table, path):
    for raw, code in phoenix_entries(path):
        if not re.match(r"IGO|NGO(?:HRI|REF|HLH|MED)?$|NGOHRI|NGOREF", code):
            continue
        names = phoenix_names(raw)
        good = [n for n in names if len(norm(n).split()) >= 2 and set(norm(n).split()) & NGO_WORDS
                and not re.search(r"\b(secretary|chief|president|director|envoy|spokes|peacekeeper|official|rapporteur|head)\b", n, re.I)]
        acronyms = [n for n in names if re.fullmatch(r"[A-Z]{4,7}", n)]
        if not good:
            continue
        actor = table.match(good, [], "organization")
        if actor:
            table.merge(actor, good + [a for a in acronyms if len(good) == 1], [], "", "", "phoenix")
        else:
            table.put(Actor(good[0], "organization", [], source="phoenix"), good[:4] + acronyms, "phoenix")


def note(flags):
    order = ["acronym", "word", "context", "own", "geonames", "ucdp", "wikipedia", "phoenix"]
    return " ".join(f for f in order if f in flags)


def write(table, folder):
    holders = {}
    for actor in table.actors:
        for name in actor.names:
            holders.setdefault(norm(name), set()).add(actor.id)
    actors = [a for a in table.actors if a.names]
    n_names = 0
    with open(os.path.join(folder, "actors.tsv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("""# Actors: groups, states, agencies, organisations and persons that act, are acted on, or speak
# Made by tools/make_actors.py; do not edit: add rows to actors-own.tsv.
# Columns: id = readable and stable; name = usual name; kind = group state agency organization person; country = ISO 3166-1 alpha-2
#   of its home; parent = id of the actor that it belongs to; first, last = years it is known from and to, empty: open;
#   source = who says so, separated by ; (a row on a group is a claim of that source).
# Sources and licences: own (this project, Apache-2.0); ucdp (UCDP, CC BY 4.0); wikipedia (Wikipedia's list of designated
#   groups, CC BY-SA 3.0, facts); phoenix (Phoenix dictionaries, MIT); geonames (GeoNames, CC BY 4.0). Date: 2026-01.
id\tname\tkind\tcountry\tparent\tfirst\tlast\tsource
""")
        for a in sorted(actors, key=lambda a: a.id):
            f.write("\t".join([a.id, a.name, a.kind, a.countries[0] if a.countries else "", a.parent, a.first, a.last, ";".join(a.sources)]) + "\n")
    with open(os.path.join(folder, "actor-names.tsv"), "w", encoding="utf-8", newline="\n") as f:
        f.write("""# Names of actors; one name may be several actors' (one row each): an alias is a claim with a source, not an identity
# Made by tools/make_actors.py; do not edit: add rows to actors-own.tsv.
# Columns: phrase = name as written; actor = id in actors.tsv; first, last = years in which it was so called, empty: the actor's;
#   note = acronym (matches only words in capitals), word (also a word of the language), context (needs the country or the long
#   form in the same report), then the sources.
# Sources and licences: see actors.tsv. Date: 2026-01.
phrase\tactor\tfirst\tlast\tnote
""")
        lines = []
        for a in actors:
            for name, flags in a.names.items():
                flags = set(flags)
                if "own" not in flags and "geonames" not in flags and ("acronym" in flags or len(norm(name)) < 6 or
                                                                       (" " not in norm(name) and "own" not in a.sources)):
                    flags.add("context")
                if len(holders[norm(name)]) > 1 and "own" not in flags:
                    flags.add("context")
                lines.append((ascii_fold(name).lower(), name, a.id, note(flags)))
        for _, name, ident, text in sorted(set(lines)):
            f.write("%s\t%s\t\t\t%s\n" % (name, ident, text))
            n_names += 1
    clashes = sum(len(h) > 1 for h in holders.values())
    print("%d actors, %d names, %d names of several actors" % (len(actors), n_names, clashes))
    return len(actors) <= LIMIT_ACTORS and n_names <= LIMIT_NAMES


def check(table):
    ids = {a.id for a in table.actors}
    for a in table.actors:
        if a.parent and a.parent not in ids:
            raise SystemExit("make_actors: parent %s of %s is no actor" % (a.parent, a.id))


def main():
    parser = argparse.ArgumentParser(description="Make data/actors.tsv and data/actor-names.tsv.")
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--data", default="data")
    args = parser.parse_args()
    base = os.path.join(args.shared, "data")
    if not os.path.isdir(base):
        raise SystemExit("make_actors: %s is missing; pass --shared FOLDER" % base)
    countries = list(rows(os.path.join(base, "gazetteer", "countries.tsv")))
    iso = {norm(r["name"]): r["cc"] for r in countries}
    iso3 = {r["cc3"]: r["cc"] for r in countries}
    table = Table(iso, {r["cc"]: r["neighbours"].split(",") for r in countries})
    read_own(table, os.path.join(args.data, "actors-own.tsv"))
    read_countries(table, countries)
    read_ucdp(table, os.path.join(base, "actors", "ucdp-actors.tsv"))
    read_wikipedia(table, os.path.join(base, "actors", "wikipedia-designated-groups.tsv"))
    read_phoenix_groups(table, os.path.join(base, "actors", "phoenix", "Phoenix.MilNonState.actors.txt"), iso3)
    read_phoenix_bodies(table, os.path.join(base, "actors", "phoenix", "Phoenix.International.actors.txt"))
    check(table)
    return 0 if write(table, args.data) else 1


if __name__ == "__main__":
    sys.exit(main())
