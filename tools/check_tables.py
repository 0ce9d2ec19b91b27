#!/usr/bin/env python3
"""Every table of data/ is as data/README.md says.

  check_tables.py [SOURCE_ROOT]     exit 0 when all are
  check_tables.py --self-test       the checker finds each kind of fault

Looked at: name, UTF-8 in NFC, line ends, comments with columns, source, licence and date, as many
cells as columns, no blanks around cells, no row twice, values of closed lists, references from
table to table, and order where a comment line `# sorted` promises it.  To add a value to a closed
list, add it to CLOSED below; lists of the record format are read from src/record/lists.h.
"""
import os
import re
import sys
import unicodedata

ROLES = "perpetrator victim target weapon scene event party agent arrested lives -"
TARGETS = ("police military religious education media transport utility medical ngo business militia "
           "civilian_residence commercial communications diplomat_office_or_residence energy "
           "financial government_office_or_residence law_enforcement_facility organization_office "
           "political_figure_office_or_residence transport_vehicle transportation_facility "
           "transportation_route water other")
# table: {column: allowed values, as a string of words, or the name of a list of the record format}.
# A cell may hold several of them where the column is in SEVERAL.
CLOSED = {
    "triggers": {"pos": "verb noun", "type": "SR_INCIDENT_TYPE_LIST", "effect": "death injury destroyed",
                 "subject": ROLES, "object": ROLES,
                 "strength": "event weak anaphor foiled attempted threat object_weapon hit off"},
    "reporting": {"verb": "SR_POSITION_VERB_LIST says",
                  "pattern": "clause prep act accuse attribute noun warn perpetrate",
                  "certainty": "hedged"},
    "positions": {"verb": "SR_POSITION_VERB_LIST", "class": "SR_SPEAKER_CLASS_LIST *",
                  "stance": "SR_STANCE_LIST"},
    "speaker-classes": {"class": "SR_SPEAKER_CLASS_LIST"},
    "actuality": {"actuality": "SR_ACTUALITY_LIST", "position": "governor modifier mark fact"},
    "weapons": {"type": "machine_gun mortar handgun rifle gun explosive bomb vehicle_bomb dynamite mine "
                        "aerial_bomb grenade molotov_cocktail missile rocket projectile cutting_device fire "
                        "stone torture vehicle chemical biological sabotage other",
                "sense": "always context"},
    "facilities": {"type": TARGETS, "muc4": TARGETS},
    "titles": {"position": "before both", "gender": "m f _",
               "class": "courtesy academic professional medical military police government royal legislator "
                        "judge clergy diplomat guerrilla journalist business ngo guard civilian"},
    "person-nouns": {"number": "one many", "sex": "m f",
                     "class": "person man woman child relative civilian foreign military police guard agent "
                              "official judicial militant criminal prisoner medical emergency aid religious "
                              "media education student protester activist worker business crew culture "
                              "witness victim group"},
    "incident-types": {"type": "SR_INCIDENT_TYPE_LIST",
                       "cap": "Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other"},
    "import-types": {"type": "SR_INCIDENT_TYPE_LIST"},
    "position-codes": {"verb": "SR_POSITION_VERB_LIST"},
    "actors": {"kind": "group state agency organization person"},
    "cameo-codes": {"kind": "state agency group organization person"},
    "unit-words": {"unit": "SR_UNIT_LIST", "place": "before after"},
    "bound-words": {"kind": "low above high below near about exact between from", "place": "before after"},
    "no-names": {"kind": "pronoun article number unknown person body"},
    "label-words": {"joint": "space hyphen"},
}
SEVERAL = {("triggers", "strength")}
# (table, column) whose values, where given, are keys of another table's first column
REFERENCES = {("actor-names", "actor"): "actors", ("actors", "parent"): "actors", ("triggers", "subtype"): "incident-types",
              ("import-types", "subtype"): "incident-types"}


def record_lists(root):
    with open(os.path.join(root, "src/record/lists.h"), encoding="utf-8") as f:
        text = f.read()
    return {name: set(re.findall(r'X\(\w+, "([^"]*)"\)', body))
            for name, body in re.findall(r"#define (SR_\w+_LIST)\(X\)(.*?)(?=\n\n|\Z)", text, re.S)}


def allowed(words, lists):
    values = {""}
    for word in words.split():
        values |= lists.get(word, {word})
    return values


def cell_faults(table, columns, cells, lists):
    for name, cell in zip(columns, cells):
        if cell != cell.strip(" ") or "  " in cell:
            yield "blanks around or twice inside \"%s\"" % cell
        values = cell.split() if (table, name) in SEVERAL else [cell]
        for value in values if name in CLOSED.get(table, {}) else []:
            if value not in allowed(CLOSED[table][name], lists):
                yield "%s \"%s\" is not in its list (CLOSED in tools/check_tables.py)" % (name, value)
        if table == "triggers" and name == "prepositions":
            items = "(?:[a-z]+(?: [a-z]+)*:(?:%s)(?: |$))*" % "|".join(ROLES.split())
            if not re.fullmatch(items, cell):
                yield "prepositions \"%s\" are not PREP:ROLE" % cell


def comment_faults(comments):
    text = "\n".join(comments).lower()
    for word in ("columns", "source", "licence", "date"):
        if not re.search(r"\b%ss?\b( and \w+)?:" % word.rstrip("s"), text):
            yield 1, "the comments at the top do not tell \"%s:\"" % word


def table_faults(table, raw, lists, keys):
    """Yields (line, what); puts the first cells into `keys`."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", table):
        yield 0, "a table's name is lower-case letters, digits and hyphens"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as e:
        yield raw[:e.start].count(b"\n") + 1, "not UTF-8"
        return
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield text.count("\n"), "does not end in one line end"
    if unicodedata.normalize("NFC", text) != text:
        yield 0, "not in NFC"
    for i, line in enumerate(text.split("\n")):
        bad = re.search("[\\x00-\\x08\\x0b-\\x1f\\x7f\ufeff\u00a0]", line)
        if bad:
            yield i + 1, "has a control character, a no-break space or a byte order mark"
    lines = text.rstrip("\n").split("\n")
    top = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    yield from comment_faults(lines[:top])
    if top == len(lines):
        yield top, "no line names the columns"
        return
    columns = lines[top].split("\t")
    if len(set(columns)) < len(columns) or not all(re.fullmatch(r"[a-z0-9_]+", c) for c in columns):
        yield top + 1, "a column's name is odd or there twice"
    seen, before = {}, ""
    sorted_table = any(c.strip() == "# sorted" for c in lines[:top])
    for i, line in enumerate(lines[top + 1:], top + 2):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            yield i, "%d cells, %d columns" % (len(cells), len(columns))
        if not cells[0]:
            yield i, "the first cell is empty"
        if line in seen:
            yield i, "the same as line %d" % seen[line]
        if sorted_table and line < before:
            yield i, "out of order"
        seen[line], before = i, line
        keys.setdefault(table, set()).add(cells[0])
        for what in cell_faults(table, columns, cells, lists):
            yield i, what


def reference_faults(table, raw, keys):
    lines = [l.split("\t") for l in raw.decode("utf-8", "replace").split("\n") if l and l[0] != "#"]
    for name, other in [(c, o) for (t, c), o in REFERENCES.items() if t == table]:
        if lines and name in lines[0]:
            at = lines[0].index(name)
            for cells in lines[1:]:
                if len(cells) > at and cells[at] and cells[at] not in keys.get(other, set()):
                    yield 0, "%s \"%s\" is no key of %s" % (name, cells[at], other)


def faults(tables, lists):
    keys = {}
    for table, raw in tables:
        for line, what in table_faults(table, raw, lists, keys):
            yield table, line, what
    for table, raw in tables:
        for line, what in reference_faults(table, raw, keys):
            yield table, line, what


def self_test():
    head = b"# toy. columns: phrase, type\n# source: me, licence: Apache-2.0, date: 2026-01-01\nphrase\ttype\n"
    lists = {"SR_INCIDENT_TYPE_LIST": {"ATTACK"}}
    cases = [("incident-types", head + b"a\tATTACK\nb\t\n", 0), ("Toy", head + b"a\tb\n", 1),
             ("toy", head + b"a\n", 1), ("toy", head + b"a\tb\tc\n", 1), ("toy", head + b"a\tb \n", 1),
             ("toy", head + b"a\tb\na\tb\n", 1), ("toy", head + b"a\tb", 1), ("toy", head + b"a\t\xff\n", 1),
             ("toy", head + b"\tb\n", 1), ("toy", head + b"a\tb\r\n", 1), ("toy", head + "e\u0301\tb\n".encode(), 1),
             ("incident-types", head + b"a\tATTAK\n", 1), ("toy", b"# sorted\n" + head + b"b\t\na\t\n", 1),
             ("toy", b"# toy\nphrase\na\n", 4), ("actor-names", head.replace(b"type", b"actor") + b"a\tb\n", 1)]
    wrong = [(name, raw, found) for name, raw, n in cases
             for found in [list(faults([(name, raw)], lists))] if len(found) != n]
    for case in wrong:
        print("self-test:", *case)
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    folder = os.path.join(root, "data")
    tables = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".tsv"):
            with open(os.path.join(folder, name), "rb") as f:
                tables.append((name[:-4], f.read()))
    found = list(faults(tables, record_lists(root)))
    for table, line, what in found[:200]:
        print("data/%s.tsv:%d: %s" % (table, line, what))
    print("tables: %d, %s" % (len(tables), "%d faults" % len(found) if found else "sound"))
    return 1 if found or not tables else 0


if __name__ == "__main__":
    sys.exit(main())
