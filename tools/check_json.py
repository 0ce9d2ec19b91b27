#!/usr/bin/env python3
"""JSON lines against a JSON Schema.

  check_json.py SCHEMA [FILE…]     standard input without FILE; exit 1 when a line does not fit
  check_json.py --own SCHEMA …     with the validator below even where python3-jsonschema is there

The validator below knows the keywords that docs/schema uses and refuses a schema with others, so
that nothing is passed over in silence.
"""
import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "null": type(None),
         "number": (int, float), "integer": int, "boolean": bool}
PLAIN = {"$schema", "$id", "$defs", "title", "description"}


def is_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, TYPES[name])


def same(a, b):
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


class Validator:
    """faults(value) yields (path, text) of everything that does not fit."""

    def __init__(self, schema):
        self.root = schema
        self.keywords = {k[3:]: getattr(self, k) for k in dir(self) if k.startswith("kw_")}
        self.keywords["$ref"] = self.refer

    def faults(self, value, schema=None, path="$"):
        schema = self.root if schema is None else schema
        for key, argument in schema.items():
            if key in PLAIN or key == "then":
                continue
            if key not in self.keywords:
                raise SystemExit("keyword %r of the schema is not known here" % key)
            yield from self.keywords[key](value, argument, schema, path)

    def fits(self, value, schema):
        return not any(True for _ in self.faults(value, schema))

    def refer(self, value, target, schema, path):
        where = self.root
        for step in target[2:].split("/"):
            where = where[step]
        yield from self.faults(value, where, path)

    def kw_type(self, value, names, schema, path):
        if not any(is_type(value, n) for n in ([names] if isinstance(names, str) else names)):
            yield path, "is not of type %s" % names

    def kw_enum(self, value, values, schema, path):
        if not any(same(value, v) for v in values):
            yield path, "%s is not one of the values" % json.dumps(value)

    def kw_const(self, value, const, schema, path):
        if not same(value, const):
            yield path, "is not %s" % json.dumps(const)

    def kw_pattern(self, value, pattern, schema, path):
        if isinstance(value, str) and not re.search(pattern, value):
            yield path, "%s does not match %s" % (json.dumps(value), pattern)

    def kw_minLength(self, value, least, schema, path):
        if isinstance(value, str) and len(value) < least:
            yield path, "is too short"

    def bound(self, value, path, ok):
        if isinstance(value, (int, float)) and not isinstance(value, bool) and not ok(value):
            yield path, "%s is out of range" % value

    def kw_minimum(self, value, least, schema, path):
        yield from self.bound(value, path, lambda v: v >= least)

    def kw_exclusiveMinimum(self, value, least, schema, path):
        yield from self.bound(value, path, lambda v: v > least)

    def kw_maximum(self, value, most, schema, path):
        yield from self.bound(value, path, lambda v: v <= most)

    def kw_properties(self, value, members, schema, path):
        for name, sub in members.items():
            if isinstance(value, dict) and name in value:
                yield from self.faults(value[name], sub, "%s.%s" % (path, name))

    def kw_required(self, value, names, schema, path):
        for name in names:
            if isinstance(value, dict) and name not in value:
                yield path, "has no %s" % name

    def kw_additionalProperties(self, value, allowed, schema, path):
        for name in value if isinstance(value, dict) and allowed is False else ():
            if name not in schema.get("properties", {}):
                yield path, "has %s, which the schema does not know" % name

    def kw_items(self, value, sub, schema, path):
        for i, item in enumerate(value if isinstance(value, list) else ()):
            yield from self.faults(item, sub, "%s[%d]" % (path, i))

    def kw_minItems(self, value, least, schema, path):
        if isinstance(value, list) and len(value) < least:
            yield path, "has too few items"

    def kw_maxItems(self, value, most, schema, path):
        if isinstance(value, list) and len(value) > most:
            yield path, "has too many items"

    def kw_uniqueItems(self, value, wanted, schema, path):
        if isinstance(value, list) and wanted and len({json.dumps(v) for v in value}) < len(value):
            yield path, "has an item twice"

    def kw_anyOf(self, value, subs, schema, path):
        if not any(self.fits(value, s) for s in subs):
            best = min((list(self.faults(value, s, path)) for s in subs), key=len)
            yield from best

    def kw_allOf(self, value, subs, schema, path):
        for sub in subs:
            yield from self.faults(value, sub, path)

    def kw_if(self, value, condition, schema, path):
        if self.fits(value, condition):
            yield from self.faults(value, schema.get("then", {}), path)


def faults_by_package(schema):
    """The same by python3-jsonschema; None where it is missing or too old for the dialect."""
    try:
        import jsonschema
        validator = jsonschema.Draft202012Validator(schema)
    except (ImportError, AttributeError):
        return None
    return lambda value: ((e.json_path, e.message[:200]) for e in validator.iter_errors(value))


def main(args):
    own = "--own" in args
    args = [a for a in args if a != "--own"]
    if not args:
        sys.exit(__doc__)
    with open(args[0], encoding="utf-8") as f:
        schema = json.load(f)
    faults = (None if own else faults_by_package(schema)) or Validator(schema).faults
    lines = bad = 0
    for name in args[1:] or ["-"]:
        stream = sys.stdin.buffer if name == "-" else open(name, "rb")
        for number, line in enumerate(stream, 1):
            lines += 1
            try:
                found = list(faults(json.loads(line.decode("utf-8"))))
            except ValueError as error:
                found = [("$", "is no JSON in UTF-8: %s" % error)]
            bad += bool(found)
            for path, text in found[:5]:
                print("%s:%d: %s %s" % (name, number, path, text))
    print("%d lines, %d do not fit" % (lines, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
