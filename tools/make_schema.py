#!/usr/bin/env python3
"""JSON Schemas of what `sitrep read` prints, from the closed vocabularies of the records.

  make_schema.py           write docs/schema/record.schema.json and claim.schema.json
  make_schema.py --check   exit 1 when the committed files differ from what would be written

Value sets come from src/record/lists.h and incident.h, so that a new row there is a new value here.
docs/format-record.md says what the members mean.
"""
import json
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def source(name):
    with open(os.path.join(ROOT, "src", "record", name), encoding="utf-8") as f:
        return f.read()


LISTS = source("lists.h") + "\n\n" + source("incident.h")


def values(name):
    """Printed names of SR_<name>_LIST."""
    rows = re.search(r"#define SR_%s_LIST\(X\)((?:.*\\\n)*.*)" % name, LISTS)[1]
    return re.findall(r'X\(\w+, "([^"]*)"\)', rows)


def ref(name):
    return {"$ref": "#/$defs/" + name}


def or_null(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def array(name):
    return {"type": "array", "items": ref(name)}


def record(members, required=None):
    return {"type": "object", "properties": members,
            "required": list(members) if required is None else required.split(),
            "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
TEXT_OR_NULL = {"type": ["string", "null"]}
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = "T[0-9]{2}:[0-9]{2}:[0-9]{2}"

# Value sets without a list in the sources: MUC-4's in lower case, and ours beside them.
WEAPONS = """gun machine_gun mortar handgun rifle explosive bomb vehicle_bomb dynamite mine aerial_bomb
grenade molotov_cocktail projectile missile rocket cutting_device fire stone torture
vehicle chemical biological sabotage other""".split()
THINGS = """civilian_residence commercial communications diplomat_office_or_residence energy financial
law_enforcement_facility political_figure_office_or_residence government_office_or_residence
organization_office transport_vehicle transportation_facility transportation_route water other
police military religious education media transport utility medical ngo business militia""".split()
PEOPLE = """civilian diplomat political_figure government_official former_government_official
legal_or_judicial active_military former_active_military law_enforcement security_guard combatant""".split()
EFFECTS = """death injury no_injury no_death no_injury_or_death regained_freedom escaped resignation
no_resignation destroyed some_damage no_damage money_taken_from_target property_taken_from_target
target_taken""".split()
HARM = "killed wounded missing abducted killed_attackers wounded_attackers".split()

BOUNDS = {"low": ref("bound"), "best": ref("bound"), "high": ref("bound")}
ROW_COUNT = {"count": {"type": "integer"}, "count_range": ref("count")}
SOURCE = {"by": TEXT_OR_NULL, "by_actor": TEXT, "by_class": ref("speaker_class"), "stated": ref("day")}
TAIL = {"evidence": array("span"), "probability": ref("probability")}
PERSON = {"nationality": ref("country"), "age": TEXT, "gender": TEXT}

DEFS = {
    "bytes": {"type": "array", "items": {"type": "integer", "minimum": 0},
              "minItems": 2, "maxItems": 2},
    "span": {"anyOf": [ref("bytes"), record({"in": {"const": "title"}, "span": ref("bytes")})]},
    "probability": {"type": "number", "minimum": 0, "maximum": 1},
    "day": {"type": "string", "pattern": "^%s$" % DAY},
    "instant": {"type": "string", "pattern": "^%s(%s(Z|[+-][0-9]{2}:[0-9]{2})?)?$" % (DAY, CLOCK)},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "bound": {"type": ["integer", "null"]},
    "period": record({"start": or_null(ref("day")), "end": or_null(ref("day")),
                      "precision": {"enum": values("PRECISION")}}),
    "count": record(BOUNDS),
    "told_count": record(dict(BOUNDS, evidence=array("span"))),
    "place": record({
        "name": TEXT_OR_NULL, "venue": TEXT_OR_NULL, "admin1": TEXT_OR_NULL, "admin2": TEXT_OR_NULL,
        "country": or_null(ref("country")),
        "lat": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
        "lon": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
        "precision": {"enum": values("PLACE_PRECISION")},
        "geonameid": {"type": ["integer", "null"], "minimum": 1},
        "radius_km": {"type": "number", "exclusiveMinimum": 0},
    }, "name venue admin1 admin2 country lat lon precision geonameid"),
    "type": {"enum": values("INCIDENT_TYPE")},
    "stage": {"enum": values("ACTUALITY")},
    "certainty": {"enum": values("STANCE")},
    "speaker_class": {"enum": values("SPEAKER_CLASS")},
    "kind": {"enum": values("ENTITY_KIND")},
    "field": {"enum": values("FIELD")},
    "verb": {"enum": [v for v in values("POSITION_VERB") if v != "_"]},
    "weapon_type": {"enum": WEAPONS},
    "target_type": {"enum": THINGS + PEOPLE},
    "effect": {"enum": EFFECTS},
    "perpetrator": record(
        {"name": TEXT_OR_NULL, "actor": TEXT, "kind": ref("kind"), "description": TEXT, **PERSON,
         **ROW_COUNT, "certainty": ref("certainty"), **SOURCE, **TAIL},
        "name certainty by evidence probability"),
    "target": record(
        {"name": TEXT_OR_NULL, "actor": TEXT, "kind": ref("kind"), "description": TEXT,
         "type": ref("target_type"), "effect": ref("effect"), "nationality": ref("country"),
         **ROW_COUNT, **TAIL},
        "name evidence probability"),
    "victim": record(
        {"name": TEXT_OR_NULL, "description": TEXT_OR_NULL, "actor": TEXT,
         "type": ref("target_type"), "effect": ref("effect"), **PERSON, "was": TEXT, **ROW_COUNT,
         **TAIL},
        "name description evidence probability"),
    "weapon": record({"name": TEXT_OR_NULL, "type": ref("weapon_type"), **TAIL},
                     "name evidence probability"),
    "warning": record(
        {**SOURCE, "date": or_null(ref("period")), "about": TEXT_OR_NULL, "actor": TEXT, **TAIL},
        "by date about evidence probability"),
    "position": record(
        {**SOURCE, "verb": or_null(ref("verb")), "accused": TEXT_OR_NULL, "actor": TEXT,
         "about": TEXT_OR_NULL, "certainty": ref("certainty"), **TAIL},
        "by verb accused about certainty evidence probability"),
    "relation": record({"from": TEXT_OR_NULL, "type": TEXT_OR_NULL, "to": TEXT_OR_NULL, **TAIL}),
    "question": record({"kind": {"enum": values("QUESTION_KIND")}, "field": ref("field")}),
    "incident": record({
        "type": ref("type"),
        "types": {"type": "array", "items": ref("type"), "minItems": 1, "uniqueItems": True},
        "subtype": TEXT_OR_NULL, "factors": {"type": "array", "items": TEXT},
        "role": {"enum": ["main", "background"]}, "stage": ref("stage"),
        "date": or_null(ref("period")), "time_of_day": TEXT_OR_NULL, "place": or_null(ref("place")),
        **{harm: or_null(ref("told_count")) for harm in HARM},
        "perpetrators": array("perpetrator"), "targets": array("target"),
        "victims": array("victim"), "weapons": array("weapon"), "warnings": array("warning"),
        "positions": array("position"), "relations": array("relation"),
        "open_questions": array("question"), **TAIL}),
    "party": record(
        {"name": TEXT_OR_NULL, "type": TEXT, "verb": TEXT, "actor": TEXT, "kind": ref("kind"),
         "description": TEXT, "effect": ref("effect"), "about": TEXT, "to": TEXT, **PERSON,
         "was": TEXT, "count": ref("count"), "date": ref("period")},
        "name"),
}

# Shape of a claim's value by field; a field that is not here is a party.
SHAPES = {"type": ref("type"), "stage": ref("stage"), "role": {"enum": ["main", "background"]},
          "subtype": TEXT, "factor": TEXT, "time_of_day": TEXT, "venue": TEXT,
          "date": ref("period"), "place": or_null(ref("place")), **{h: ref("count") for h in HARM}}


def needed(schema):
    """The definitions that a schema refers to, in the order of DEFS."""
    found, todo = set(), [schema]
    while todo:
        for name in re.findall(r"#/\$defs/(\w+)", json.dumps(todo.pop())):
            if name not in found:
                found.add(name)
                todo.append(DEFS[name])
    return {name: DEFS[name] for name in DEFS if name in found}


def schema(name, title, body):
    return dict({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name,
                 "title": title}, **body, **{"$defs": needed(body)})


def record_schema():
    body = record({
        "id": TEXT_OR_NULL, "published": or_null(ref("instant")), "title": TEXT_OR_NULL,
        "publisher": TEXT_OR_NULL, "url": TEXT_OR_NULL, "language": TEXT_OR_NULL,
        "kind": or_null({"enum": values("REPORT_KIND")}), "relevance": or_null(ref("probability")),
        "incidents": array("incident"), "members": {"type": "object"},
    }, "id published title publisher url language kind relevance incidents")
    return schema("record.schema.json", "one line of sitrep read --json: one report", body)


def claim_schema():
    body = record({
        "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"}, "report": TEXT_OR_NULL,
        "mention": {"type": ["integer", "null"], "minimum": 0}, "field": ref("field"), "value": {},
        "stance": ref("certainty"),
        "source": record({"name": TEXT_OR_NULL, "class": ref("speaker_class"),
                          "actor": TEXT_OR_NULL}),
        "actuality": ref("stage"), "span": ref("span"), "stated": or_null(ref("day")),
        "probability": ref("probability"), "extractor": TEXT,
    })
    body["allOf"] = [{"if": {"properties": {"field": {"const": field}}},
                      "then": {"properties": {"value": SHAPES.get(field, ref("party"))}}}
                     for field in values("FIELD")]
    return schema("claim.schema.json", "one line of sitrep read --claims: one claim", body)


def layout(value, indent=0):
    """JSON text; what fits a line stays on it."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= 96 or not isinstance(value, (dict, list)):
        return line
    pad = "\n" + " " * (indent + 2)
    if isinstance(value, list):
        items, brackets = [layout(v, indent + 2) for v in value], "[]"
    else:
        items, brackets = ["%s: %s" % (json.dumps(k), layout(v, indent + 2))
                           for k, v in value.items()], "{}"
    return brackets[0] + pad + ("," + pad).join(items) + "\n" + " " * indent + brackets[1]


def main():
    different = 0
    for name, made in (("record", record_schema()), ("claim", claim_schema())):
        path = os.path.join(ROOT, "docs", "schema", name + ".schema.json")
        text = layout(made) + "\n"
        if sys.argv[1:] == ["--check"]:
            with open(path, encoding="utf-8") as f:
                if f.read() != text:
                    print("%s is not what tools/make_schema.py writes" % os.path.relpath(path, ROOT))
                    different += 1
        else:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
