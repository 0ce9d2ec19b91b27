"""Exports are what their formats say: read by other programs' parsers and held against the formats' own rules.

The rules are written here from the standards' texts: RFC 4180, 7946, 4287; OASIS STIX 2.1 and CAP 1.2 (its schema is
cap-1.2.xsd); OGC KML 2.2; the column lists of ACLED, UCDP GED, GTD and GDELT 2.0.
"""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ET

import support

SAMPLE = os.environ.get("SITREP_SAMPLE")
TABLES = {"csv": 52, "acled": 31, "ucdp": 49, "gtd": 135}
TABS = {"gdelt": 61, "gdelt-mentions": 16}
ALL = [*TABLES, *TABS, "geojson", "kml", "stix", "cap", "atom"]
ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
geo_precision source source_scale notes fatalities tags timestamp""".split()
REPORTS = [
    {"id": "one", "publisher": "Example Gazette", "url": "https://example.org/1", "published": "2021-03-06T08:00:00+04:30",
     "title": "Nine killed at market", "text": support.ATTACK.split("\n", 2)[2]},
    {"id": "two", "publisher": "=Evil,\"Press\"", "url": "javascript:alert(1)", "published": "2021-04-01",
     "title": "=HYPERLINK(\"http://x\") <b>\t", "text": "A suicide bomber killed 12 soldiers in Baghdad on Wednesday, the army said. "
     "<script>alert(1)</script> =1+1\nIslamic State claimed responsibility for the bombing."},
    {"id": "three", "published": "2020-01-05", "text": "Rioters burned a police station in Lima on Saturday. Nobody was hurt."},
    {"id": "four", "text": "Gunmen kidnapped two aid workers near Mopti, Mali, last week."},
    {"id": "five", "published": "2022-02-02", "text": support.QUIET},
]


def form(name, lines=None):
    """Bytes of an export of our reports."""
    text = "\n".join(json.dumps(r) for r in (REPORTS if lines is None else lines))
    done = support.run("read", "--format", name, "--threshold", "0", stdin=text)
    assert done.returncode == (0 if done.stdout else 1), done.stderr
    return done.stdout


def sample(name, *more):
    return subprocess.run([SAMPLE, name, *more], stdout=subprocess.PIPE, check=True).stdout


def every(name):
    """Our reports, none at all, and the literal record with and without hostile text."""
    yield form(name)
    yield form(name, [REPORTS[4]])
    if SAMPLE:
        yield sample(name)
        yield sample(name, "hostile")


def rows(name, data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


GUNMEN = [
    {"id": "u1", "publisher": "A", "published": "2024-02-02", "text": "Gunmen killed four people at a market in Kaduna, Nigeria, on Thursday, police said."},
    {"id": "u2", "publisher": "A", "published": "2024-05-02", "text": "Gunmen killed six people at a market in Cali, Colombia, on Wednesday, police said. "
     "FARC guerrillas claimed responsibility."}]


class Unnamed(unittest.TestCase):
    """"Gunmen" are nobody: no group of a table, no side of a conflict, and not one actor all over the world."""

    def test_tables(self):
        by = {r["nkill"]: r["gname"] for r in rows("gtd", form("gtd", GUNMEN))}
        self.assertEqual("Unknown", by["4"])
        self.assertRegex(by["6"], "(?i)farc")
        actors = {r["fatalities"]: r["actor1"] for r in rows("acled", form("acled", GUNMEN))}
        self.assertEqual("Unidentified Armed Group (Nigeria)", actors["4"])
        self.assertEqual([""], [r["side_a"] for r in rows("ucdp", form("ucdp", GUNMEN)) if r["best"] == "4"])

    def test_stix(self):
        bundle = json.loads(form("stix", GUNMEN))["objects"]
        for kind, name in (("threat-actor", "gunmen"), ("identity", "police")):
            same = [o["id"] for o in bundle if o["type"] == kind and o["name"].lower() == name]
            self.assertEqual((2, 2), (len(same), len(set(same))), (kind, same))


class Tables(unittest.TestCase):
    def test_width_and_lines(self):
        for name, width in TABLES.items():
            for data in every(name):
                table = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
                self.assertEqual({width}, {len(r) for r in table}, name)
                self.assertEqual(len(table), data.count(b"\n"), name + ": a row is a line")
                self.assertEqual(width, len(set(table[0])), name)
        self.assertEqual(ACLED, form("acled").decode().split("\n")[0].split(","))
        for name, width in TABS.items():
            for data in every(name):
                for line in data.decode("utf-8").splitlines():
                    self.assertEqual(width, len(line.split("\t")), name)
        self.assertTrue(form("gdelt"))
        self.assertTrue(form("gdelt-mentions"))

    def test_no_formulas(self):
        for name in TABLES:
            for data in every(name):
                for row in csv.reader(io.StringIO(data.decode("utf-8"), newline="")):
                    for cell in row:
                        if re.match(r"\s*[=+@\-\uff1d\uff0b\uff0d\uff20]", cell):
                            float(cell)  # only a number may start so

    def test_ucdp_sums(self):
        n = 0
        for data in every("ucdp"):
            for r in rows("ucdp", data):
                n += 1
                best, parts = int(r["best"]), [int(r["deaths_" + k]) for k in ("a", "b", "civilians", "unknown")]
                self.assertEqual(best, sum(parts))
                self.assertTrue(1 <= best and int(r["low"]) <= best <= int(r["high"]), r)
                self.assertIn(r["type_of_violence"], ("", "1", "2", "3"))
        self.assertGreaterEqual(n, 3)

    def test_acled_values(self):
        events = {}
        with open(os.path.join(support.ROOT, "data", "incident-codes.tsv"), encoding="utf-8") as f:
            for line in f:
                if line.startswith("acled:"):
                    cells = line.rstrip("\n").split("\t")
                    events[cells[1]] = (cells[2], cells[3])
        seen = set()
        for data in every("acled"):
            for r in rows("acled", data):
                self.assertEqual(events[r["sub_event_type"]], (r["event_type"], r["disorder_type"]))
                self.assertTrue(r["event_id_cnty"].startswith("SITREP-"))
                self.assertIn(r["geo_precision"], ("", "1", "2", "3"))
                self.assertIn(r["time_precision"], ("", "1", "2", "3"))
                self.assertRegex(r["event_date"], r"^(\d{4}-\d\d-\d\d)?$")
                seen.add(r["sub_event_type"])
        self.assertGreaterEqual(len(seen), 3, seen)

    def test_gtd_values(self):
        for data in every("gtd"):
            for r in rows("gtd", data):
                self.assertIn(int(r["attacktype1"]), range(1, 10))
                self.assertTrue(r["attacktype1_txt"])
                self.assertIn(r["success"], ("0", "1"))
                self.assertIn(int(r["imonth"]), range(13))
                for i in "1234":
                    self.assertEqual(bool(r["weaptype" + i]), bool(r["weaptype" + i + "_txt"]))

    def test_gdelt_values(self):
        events = set()
        for line in form("gdelt").decode().splitlines():
            c = line.split("\t")
            events.add(c[0])
            self.assertTrue(0 < int(c[0]) < 2 ** 63)
            self.assertEqual(c[26][:3], c[27])
            self.assertEqual(c[26][:2], c[28])
            self.assertIn(c[29], "1234")
            self.assertTrue(-10 <= float(c[30]) <= 10)
            self.assertRegex(c[59], r"^(\d{14})?$")
        mentions = {line.split("\t")[0] for line in form("gdelt-mentions").decode().splitlines()}
        self.assertEqual(events, mentions)

    def test_round_trip(self):
        """What the record says and what the flat forms say is the same."""
        text = "\n".join(json.dumps(r) for r in REPORTS)
        told = [i for line in support.run("read", "--json", "--threshold", "0", stdin=text).stdout.splitlines()
                for i in json.loads(line)["incidents"]]
        flat = rows("csv", form("csv"))
        features = json.loads(form("geojson"))["features"]
        self.assertEqual(len(told), len(flat))
        self.assertEqual(len(told), len(features))
        for incident, row, feature in zip(told, flat, features):
            self.assertEqual(incident["type"], row["type"])
            self.assertEqual(incident["type"], feature["properties"]["type"])
            self.assertEqual(row["id"], feature["id"])
            self.assertEqual(incident["stage"], row["stage"])
            for bound in ("low", "best", "high"):
                expected = (incident["killed"] or {}).get(bound)
                self.assertEqual("" if expected is None else str(expected), row["killed_" + bound])
                self.assertEqual(expected, feature["properties"]["killed_" + bound])
            self.assertEqual((incident["date"] or {}).get("start") or "", row["date_start"])


class Maps(unittest.TestCase):
    def test_geojson(self):
        points = 0
        for data in every("geojson"):
            collection = json.loads(data)
            self.assertEqual("FeatureCollection", collection["type"])
            self.assertNotIn("crs", collection)
            ids = [f["id"] for f in collection["features"]]
            self.assertEqual(len(ids), len(set(ids)))
            for f in collection["features"]:
                self.assertEqual({"type", "id", "geometry", "properties"}, set(f))
                self.assertEqual("Feature", f["type"])
                if f["geometry"]:
                    points += 1
                    lon, lat = f["geometry"]["coordinates"]
                    self.assertTrue(-180 <= lon <= 180 and -90 <= lat <= 90)
                    self.assertNotEqual("country", f["properties"]["geo_precision"])
        self.assertGreaterEqual(points, 3)

    def test_kml(self):
        order = ["name", "description", "TimeSpan", "ExtendedData", "Point"]
        space = "{http://www.opengis.net/kml/2.2}"
        for data in every("kml"):
            root = ET.fromstring(data)
            self.assertEqual(space + "kml", root.tag)
            for mark in root.iter(space + "Placemark"):
                names = [e.tag[len(space):] for e in mark]
                self.assertEqual(sorted(names, key=order.index), names)
                self.assertRegex(mark.get("id"), r"^[A-Za-z_][A-Za-z0-9._-]*$")
                for point in mark.iter(space + "coordinates"):
                    lon, lat = map(float, point.text.split(","))
                    self.assertTrue(-180 <= lon <= 180 and -90 <= lat <= 90)


class Stix(unittest.TestCase):
    NEEDS = {  # obligatory beside the common ones
        "identity": ["name"], "incident": ["name"], "threat-actor": ["name"], "location": [],
        "report": ["name", "published", "object_refs"],
        "relationship": ["relationship_type", "source_ref", "target_ref"],
        "extension-definition": ["name", "schema", "version", "extension_types", "created_by_ref"],
    }
    ID = re.compile(r"^[a-z][a-z0-9-]+[a-z0-9]--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")

    def check(self, o, ids):
        self.assertIn(o["type"], self.NEEDS)
        for key in ["id", "spec_version", "created", "modified", *self.NEEDS[o["type"]]]:
            self.assertTrue(o.get(key), (key, o))
        self.assertRegex(o["id"], self.ID)
        self.assertEqual(o["type"], o["id"].split("--")[0])
        self.assertEqual("2.1", o["spec_version"])
        self.assertRegex(o["created"], self.TIME)
        self.assertRegex(o["modified"], self.TIME)
        self.assertLessEqual(o["created"], o["modified"])
        for key, value in o.items():
            self.assertRegex(key, r"^[a-z0-9_]{3,250}$|^id$")
            self.assertNotIn(value, (None, [], {}, ""), key)
            refs = [value] if key.endswith("_ref") else value if key.endswith("_refs") else []
            for ref in refs:
                self.assertIn(ref, ids)
        if "confidence" in o:
            self.assertIn(o["confidence"], range(101))
        if o["type"] == "location":
            self.assertTrue({"region", "country"} & set(o) or {"latitude", "longitude"} <= set(o))
            self.assertEqual("latitude" in o, "longitude" in o)
        if o["type"] == "relationship":
            self.assertRegex(o["relationship_type"], r"^[a-z0-9-]+$")
        for name in o.get("extensions", {}):
            self.assertIn(name, ids)
        for r in o.get("external_references", []):
            self.assertTrue(r["source_name"] and (r.get("url") or r.get("external_id") or r.get("description")))

    def test_bundle(self):
        types = set()
        for data in every("stix"):
            bundle = json.loads(data)
            self.assertEqual({"type", "id", "objects"}, set(bundle))
            self.assertRegex(bundle["id"], self.ID)
            ids = [o["id"] for o in bundle["objects"]]
            self.assertEqual(len(ids), len(set(ids)), "each object once")
            for o in bundle["objects"]:
                types.add(o["type"])
                self.check(o, set(ids))
        self.assertEqual(set(self.NEEDS), types)

    def test_again_is_the_same(self):
        self.assertEqual(form("stix"), form("stix"))


class Alerts(unittest.TestCase):
    CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
    ATOM = "{http://www.w3.org/2005/Atom}"

    def documents(self, data):
        text = data.decode("utf-8")
        return ["<?xml" + part for part in text.split("<?xml")[1:]]

    def test_cap(self):
        n = 0
        for data in every("cap"):
            for text in self.documents(data):
                n += 1
                alert = ET.fromstring(text.encode())
                self.assertEqual(self.CAP + "alert", alert.tag)
                self.assertEqual("Test", alert.find(self.CAP + "status").text)
                self.assertRegex(alert.find(self.CAP + "identifier").text, r"^[^\s,<&]+$")
                self.assertIsNone(alert.find("*/" + self.CAP + "instruction"))
        self.assertGreaterEqual(n, 3)

    @unittest.skipUnless(shutil.which("xmllint"), "xmllint is not installed")
    def test_cap_schema(self):
        schema = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cap-1.2.xsd")

        def fits(text):
            return subprocess.run(["xmllint", "--noout", "--schema", schema, "-"], input=text.encode(),
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        good = self.documents(form("cap"))[0]
        for data in every("cap"):
            for text in self.documents(data):
                done = fits(text)
                self.assertEqual(0, done.returncode, done.stdout.decode() + text)
        for old, new in (("<status>Test", "<status>Perhaps"), ("<msgType>Alert</msgType>", ""), ("+04:30</sent>", "Z</sent>"),
                         ("<category>", "<category>Crime</category><category>")):
            self.assertIn(old, good)
            self.assertNotEqual(0, fits(good.replace(old, new)).returncode, new)

    def test_atom(self):
        for data in every("atom"):
            feed = ET.fromstring(data)
            self.assertEqual(self.ATOM + "feed", feed.tag)
            for e in [feed, *feed.iter(self.ATOM + "entry")]:
                for name in ("id", "title", "updated"):
                    self.assertEqual(1, len(e.findall(self.ATOM + name)), name)
                self.assertRegex(e.find(self.ATOM + "updated").text,
                                 r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")
                self.assertRegex(e.find(self.ATOM + "id").text, r"^urn:uuid:[0-9a-f-]{36}$")
            self.assertTrue(feed.find(self.ATOM + "author/" + self.ATOM + "name").text)
            for link in feed.iter(self.ATOM + "link"):
                self.assertRegex(link.get("href"), r"^https?://")


class Whole(unittest.TestCase):
    def test_what_is_left_out_is_told(self):
        done = support.run("read", "-f", "ucdp", stdin=json.dumps(REPORTS[2]))
        self.assertEqual(0, done.returncode)
        self.assertIn(b"no place in this form; left out", done.stderr)

    def test_threads_change_nothing(self):
        text = "\n".join(json.dumps(r) for r in REPORTS * 5)
        for name in ("csv", "stix", "kml"):
            one = support.run("read", "-f", name, stdin=text).stdout
            self.assertEqual(one, support.run("read", "-f", name, "--threads", "4", stdin=text).stdout)

    def test_names(self):
        text = support.run("help", "read").stdout.decode()
        for name in ALL:
            self.assertIn(name, text)
        done = support.run("read", "--format", "acledd", stdin="x")
        self.assertEqual(2, done.returncode)
        self.assertIn(b"did you mean acled?", done.stderr)


if __name__ == "__main__":
    unittest.main()
