#!/usr/bin/env python3
"""Cases of Recognizers-Text (expression -> value) against what the reader saw.

  score_recognizers.py docs FOLDER > docs.jsonl            reports for `sitrep read --annotations`
  score_recognizers.py score FOLDER ANNOTATIONS [--wrong]   FOLDER: ../shared/data/recognizers-text

A case is right when each of its expressions is right and, if it has none, nothing of its kind was
printed.  How an expression is judged (spans need to overlap only, because the sets' spans follow
another guideline: prepositions inside, ranges as one expression):

  dates     DATE and DURATION (`date`, `daterange`, `duration`); right when VALUE is a listed value,
            or the days are listed days.  A range of two printed expressions counts as one; its last
            day may be the one before the second begins (the set's ends are exclusive).  Of a bounded
            expression ("since August") the set gives one end, which must be an end of what was printed.
  numbers   right when AMOUNT, BEST or LOW is the value.
  ranges    right when LOW and HIGH are the bounds (open ones not printed); exclusive ones alike.
  ordinals  right when BEST is the value.  Relative ones ("last", "next") are left out.

"in reports": without cases that no report has (powers, divisions, odd fractions, negative counts,
chains of digits, comparison signs); see outside().

`# quantity` lines may have a seventh field, AMOUNT (fractions, money).
"""
import datetime
import json
import os
import re
import sys

NUMBERS = (("number", "NumberModel"), ("range", "NumberRangeModel"), ("ordinal", "OrdinalModel"))
DATES = {"date": "DATE", "daterange": "DATE", "duration": "DURATION"}
OTHER = {"set", "datetime", "time", "datetimerange", "timerange"}
JOINT = re.compile(r"\s*(-|~|–|to|until|till|through|and)\s*(the)?\s*", re.I)


def cases(folder, model):
    for base in ("Number", "DateTime"):
        path = os.path.join(folder, base, model + ".json")
        if os.path.exists(path):
            with open(path, encoding="utf-8-sig") as f:
                return json.load(f)
    sys.exit("%s: no such file below %s" % (model + ".json", folder))


def all_cases(folder):
    for kind, model in NUMBERS + (("date", "DateTimeModel"),):
        for n, case in enumerate(cases(folder, model)):
            if case["Input"].strip():
                yield "%s-%04d" % (kind, n), kind, case


def docs(folder):
    for ident, _, case in all_cases(folder):
        one = {"id": ident, "text": case["Input"]}
        reference = (case.get("Context") or {}).get("ReferenceDateTime")
        if reference:
            one["published"] = reference
        print(json.dumps(one))


def printed(path):
    """{id: [(kind, begin, end, fields)]}"""
    found, here = {}, None
    with sys.stdin if path == "-" else open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("# newdoc id"):
                here = found.setdefault(line.split("=", 1)[1].strip(), [])
            m = re.match(r"# (time|quantity) = (\d+) (\d+) (.*)", line)
            if m and here is not None:
                here.append((m[1], int(m[2]), int(m[3]), m[4].split()))
    return found


def number(text):
    try:
        return float(text.replace("amount=", ""))
    except ValueError:
        return None


def span(case, result, text):
    """Bytes of a result; cases without offsets are searched."""
    begin = result["Start"] if "Start" in result else case["Input"].lower().find(result["Text"].lower())
    end = begin + len(result["Text"])
    return len(text[:begin].encode()), len(text[:end].encode())


def near(a, b):
    return a is not None and abs(a - b) <= 1e-6 * max(1.0, abs(b))


def number_right(kind, value, hits):
    for _, _, _, f in hits:
        low, best, high = (number(x) for x in f[:3])
        amount = number(f[4]) if len(f) > 4 else None
        if kind == "range":
            m = re.match(r"[\[(]([^,]*),([^,]*)[\])]$", value)
            want = [float(x) if x else None for x in m.groups()]
            if [low, high] == want or (want[0] == want[1] == low == best) or \
                    (amount and any(x is not None and near(amount, x) for x in want)):
                return True
        elif value is not None and any(near(x, float(value)) for x in ((amount,) if amount else (best, low))):
            return True
    return False


def outside(kind, case):
    """What no report says: powers, divisions, odd fractions, chains of digits, negative counts."""
    text = case["Input"]
    for r in case["Results"]:
        resolution = r.get("Resolution") or {}
        value = str(resolution.get("value"))
        if resolution.get("subtype") == "power" or value.startswith("-") or "[-" in value or ",-" in value:
            return True
        if resolution.get("subtype") == "fraction":
            v = float(value)
            if " over " in text or not any(abs(v * k - round(v * k)) < 1e-6 for k in range(1, 11)) or "fifths" in text:
                return True
    return bool(re.search(r"\d\.\d+\.\d|\d-\d{3,4}|[<=>] ?[<=>]|\d [kKGM]\b|\dml", text)) and kind != "date"


def score_number(kind, case, found):
    text, gold = case["Input"], []
    for r in case["Results"]:
        value = (r.get("Resolution") or {}).get("value")
        if value is None or re.search("[a-z]", str(value)):
            return None
        gold.append((span(case, r, text), value))
    hits = [f for f in found if f[0] == "quantity"]
    if not gold:
        return not [f for f in hits if f[3][3] in ("_", "thing", "ordinal" if kind == "ordinal" else "_")] or kind == "ordinal"
    return all(number_right(kind, value, [h for h in hits if h[1] < e and b < h[2]]) for (b, e), value in gold)


def joined(found, text, today):
    """Expressions, and ranges made of two; "now" is the day of reference."""
    out = list(found)
    found = [(k, b, e, f[:2] + [today] * 2 if f[1] == "PRESENT_REF" and today else f) for k, b, e, f in found]
    for a, b in zip(found, found[1:]):
        if JOINT.fullmatch(text[a[2]:b[1]].decode("utf-8", "replace")) and a[3][2] != "_" and b[3][2] != "_":
            before = (datetime.date.fromisoformat(b[3][2]) - datetime.timedelta(1)).isoformat()
            for last in (before, b[3][3]):
                out.append(("time", a[1], b[2], ["DATE", "_", a[3][2], last]))
    return out


def bound(hit, bounds):
    """The set gives a bounded expression's one end: the first day, or the first one behind."""
    first, last = hit[3][2:4]
    if first == "_" or not bounds:
        return False
    behind = (datetime.date.fromisoformat(last) + datetime.timedelta(1)).isoformat()
    return bool({first, last, behind} & bounds)


def score_date(case, found):
    gold = []
    for r in case["Results"]:
        kind = (r.get("TypeName") or "").split(".")[-1]
        if kind in OTHER:
            continue
        if kind not in DATES or "Start" not in r:
            return None
        values, days, bounds = set(), set(), set()
        for v in ((r.get("Resolution") or {}).get("values") or []):
            values.add(v.get("timex", "").upper())
            if kind == "date":
                values.add(v.get("value", ""))
            elif kind == "daterange" and v.get("end"):
                start = v.get("start") or ""
                try:
                    end = datetime.date.fromisoformat(v["end"])
                    days.add((start, (end - datetime.timedelta(1)).isoformat()))
                except ValueError:
                    pass
            if "Mod" in v:
                bounds.update(x for x in (v.get("start"), v.get("end")) if x)
        gold.append((span(case, r, case["Input"]), values, days, bounds))
    text = case["Input"].encode()
    hits = joined([f for f in found if f[0] == "time"], text,
                  ((case.get("Context") or {}).get("ReferenceDateTime") or "")[:10])
    if not gold:
        others = [r for r in case["Results"]]
        return bool(others) or not [h for h in hits if h[3][0] in ("DATE", "DURATION") and "REF" not in h[3][1]]
    return all(any(h[1] < e and b < h[2] and (h[3][1].upper() in values or tuple(h[3][2:4]) in days or
                                              (h[3][2] in values and h[3][2] == h[3][3]) or bound(h, bounds))
                   for h in hits) for (b, e), values, days, bounds in gold)


def score(folder, path, wrong):
    found, sums = printed(path), {}
    for ident, kind, case in all_cases(folder):
        mine = found.get(ident, [])
        right = score_date(case, mine) if kind == "date" else score_number(kind, case, mine)
        if right is None:
            continue
        for name in [kind] + ([] if kind == "date" or outside(kind, case) else [kind + " in reports"]):
            n = sums.setdefault(name, [0, 0])
            n[0] += right
            n[1] += 1
        if wrong and not right:
            print("%s %r\n   gold %s\n   got  %s" % (
                ident, case["Input"], [(r["Text"], r.get("Resolution")) for r in case["Results"]],
                [(case["Input"].encode()[f[1]:f[2]].decode("utf-8", "replace"), f[3]) for f in mine]))
    sums["numbers and ranges"] = [sum(sums[k][i] for k in ("number", "range", "ordinal")) for i in (0, 1)]
    sums["numbers in reports, all kinds"] = [sum(sums[k + " in reports"][i] for k in ("number", "range", "ordinal")) for i in (0, 1)]
    sums["all"] = [sums["numbers and ranges"][i] + sums["date"][i] for i in (0, 1)]
    for kind, (right, all_) in sums.items():
        print("%-20s %5.1f %%  (%d of %d cases right)" % (kind, 100.0 * right / max(1, all_), right, all_))


def main():
    args = [a for a in sys.argv[1:] if a != "--wrong"]
    if len(args) == 2 and args[0] == "docs":
        docs(args[1])
    elif len(args) == 3 and args[0] == "score":
        score(args[1], args[2], "--wrong" in sys.argv)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
