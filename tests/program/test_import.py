"""Tables of ACLED and GDELT and dictionaries of actors become claims of the sources they name."""
import json
import os
import re
import sqlite3
import unittest

import support

NEW = ("event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
       "iso,country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp\n")
OLD = ("\ufeffdata_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,country,"
       "location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp,iso3\r\n")
ROW = ("KEN1,2023-05-04,2023,1,Political violence,Violence against civilians,Attack,Red Front,,Rebel group,Civilians (Kenya),404,Kenya,"
       "Nairobi,Nairobi,-1.2833,36.8167,1,Daily Example,\"Men of the \"\"Red Front\"\",\nit was said.\",7,1683331200\n")
OLD_ROW = ("9,404,KEN9,9,04 May 2023,2023,1,Explosions/Remote violence,Suicide bomb,Unidentified Armed Group (Kenya),Civilians (Kenya),"
           "Kenya,Mombasa,-4.05,39.66,1,Daily Example,x,0,1683331200,KEN\r\n")


def gdelt(width, code="183", place="Kaduna, Kaduna State, Nigeria"):
    cells = [""] * 61
    for at, text in ((0, "7001"), (1, "20190806"), (6, "BOKO HARAM"), (26, code), (51, "4"), (52, place), (53, "NI"),
                     (56, "10.5"), (57, "7.4"), (59, "20190806101500"), (60, "https://example.org/k")):
        cells[at] = text
    if width == 58:
        for at in (55, 47, 39):
            del cells[at]
    return "\t".join(cells) + "\n"


class Import(support.Case):
    def load(self, name, content, code=0):
        self.db = os.path.join(self.folder, name + ".db")
        return self.exits(code, "import", "--db", self.db, self.file(name, content)).stderr.decode()

    def one(self):
        rows = self.exits(0, "list", "--db", self.db, "--json").stdout.splitlines()
        self.assertEqual(1, len(rows), rows)
        return json.loads(rows[0])

    def test_acled(self):
        told = self.load("new.csv", NEW + ROW)
        self.assertIn("1 rows: 1 new", told)
        incident = self.one()
        self.assertEqual("ATTACK", incident["type"])
        self.assertEqual(7, incident["killed"]["best"])
        self.assertEqual("KE", incident["place"]["country"])
        self.assertEqual("2023-05-04", incident["date"]["start"])
        self.assertEqual(["Red Front"], [p["name"] for p in incident["perpetrators"]])

    def test_rows_of_one_table_are_incidents_of_their_own(self):
        """The same attack to the word, but for its id: the table says that it is another."""
        other = ROW.replace("KEN1,", "KEN2,")
        self.load("two.csv", NEW + ROW + other)
        self.assertEqual(2, len(self.exits(0, "list", "--db", self.db, "--json").stdout.splitlines()))
        self.load("two.csv", NEW + ROW.replace(",7,1683331200", ",8,1683417600"))
        rows = [json.loads(line) for line in self.exits(0, "list", "--db", self.db, "--json").stdout.splitlines()]
        self.assertEqual([7, 8], sorted(row["killed"]["best"] for row in rows), "a corrected row is a version of its own")

    def test_gdelt_rows_of_one_article(self):
        self.load("two.tsv", gdelt(61) + gdelt(61).replace("7001", "7002"))
        self.assertEqual(2, len(self.exits(0, "list", "--db", self.db, "--json").stdout.splitlines()))

    def test_claims_point_at_cells(self):
        self.load("new.csv", NEW + ROW)
        incident = self.one()["id"]
        claims = [json.loads(line) for line in self.exits(0, "show", "--db", self.db, "--claims", incident).stdout.splitlines()]
        spans = {c["field"]: ROW[c["span"][0]:c["span"][1]] for c in claims}
        self.assertEqual({"type": "Attack", "killed": "7", "place": "Nairobi", "date": "2023-05-04", "perpetrator": "Red Front",
                          "victim": "Civilians (Kenya)"}, spans)
        self.assertEqual({"import:acled"}, {c["extractor"] for c in claims})

    def test_old_header(self):
        self.load("old.csv", OLD + OLD_ROW)
        incident = self.one()
        self.assertEqual(("BOMBING", "bombing.suicide"), (incident["type"], incident["subtype"]))
        self.assertEqual("2023-05-04", incident["date"]["start"])
        self.assertIsNone(incident["killed"], "ACLED's 0 also means: not known")
        self.assertEqual([], incident["perpetrators"])

    def test_gdelt(self):
        for width in (58, 61):
            told = self.load("g%d.tsv" % width, gdelt(width) + gdelt(width, code="112"))
            self.assertIn("1 rows are no incidents; passed over", told)
            incident = self.one()
            self.assertEqual("BOMBING", incident["type"])
            self.assertEqual("Kaduna", incident["place"]["name"])
            self.assertEqual("NG", incident["place"]["country"])

    def test_again_changes_nothing(self):
        self.load("new.csv", NEW + ROW)
        before = self.exits(0, "export", "--db", self.db).stdout
        told = self.exits(0, "import", "--db", self.db, os.path.join(self.folder, "new.csv")).stderr
        self.assertIn(b"0 new, 1 repeated", told)
        self.assertEqual(before, self.exits(0, "export", "--db", self.db).stdout)

    def test_bad_tables(self):
        self.load("none.csv", "a,b\n1,2\n", code=2)
        told = self.load("bad.csv", NEW.encode() + b"\xff\xfe,2023-01-01\n" + ROW.encode(), code=3)
        self.assertIn("not UTF-8; it was left out", told)
        self.assertIn("1 rows: 1 new", told)
        self.exits(2, "import")
        self.exits(4, "import", "--db", self.db, os.path.join(self.folder, "missing.csv"))

    def test_own_exports_come_back(self):
        """What sitrep writes for others it can read again."""
        for name in ("acled", "gdelt"):
            data = support.run("read", "-f", name, stdin=support.ATTACK).stdout
            self.load(name + ".table", data)
            self.assertEqual("AF", self.one()["place"]["country"])


DICTIONARY = """# our own dictionary; every name in it is invented
RED_RIVER_ARMY_(RRA)_ [PERREB] # a comment
+ARMY_OF_THE_RED_RIVER_
+BLUE_RIVER_ARMY_ [PERMIL 910101-20021231]

DOE,_JANE_
+MINISTER_DOE_
\t[PERGOV 891231-20010115]
\t[PERREB >010116]
"""
CLASH = {"id": "r1", "publisher": "Example Wire", "published": "2021-03-06", "text": "Fighters of the Army of the Red River shot "
         "dead four farmers near Puno, Peru, on Friday, police said. The Army of the Red River claimed responsibility for the attack."}


class Dictionary(support.Case):
    def setUp(self):
        super().setUp()
        self.db = os.path.join(self.folder, "a.db")
        self.path = self.file("toy.actors.txt", DICTIONARY)

    def sitrep(self, command, *args, db=None, code=0, **more):
        return self.exits(code, command, "--db", db or self.db, *args, **more)

    def import_file(self, path=None, db=None, code=0):
        return self.sitrep("import", path or self.path, db=db, code=code).stderr.decode()

    def actor(self, name, db=None):
        return json.loads(self.sitrep("actor", "--json", name, db=db).stdout)

    def test_names_and_affiliations_with_dates_and_lines(self):
        self.assertIn("10 rows: 10 new, 0 repeated; 10 claims", self.import_file())
        army = self.actor("Army of the red river")
        self.assertEqual(("red-river-army", "Red River Army", "group", "PE"),
                         (army["actor"], army["name"], army["kind"], army["country"]))
        self.assertEqual([("Red River Army", "", "", 2), ("RRA", "", "", 2), ("Army Of The Red River", "", "", 3),
                          ("Blue River Army", "1991-01-01", "2002-12-31", 4)],
                         [(a["name"], a["first"], a["last"], a["line"]) for a in army["aliases"]])
        self.assertEqual({"toy.actors.txt"}, {a["source"] for a in army["aliases"] + army["affiliations"]})
        self.assertEqual({DICTIONARY.splitlines()[a["line"] - 1] for a in army["aliases"]}, {a["evidence"] for a in army["aliases"]})
        doe = self.actor("minister doe")
        self.assertEqual([("PERGOV", "person", "PE", "1989-12-31", "2001-01-15", 8), ("PERREB", "group", "PE", "2001-01-16", "", 9)],
                         [tuple(a[k] for k in ("code", "kind", "country", "first", "last", "line")) for a in doe["affiliations"]])
        text = self.sitrep("actor", "minister doe").stdout.decode()
        self.assertIn("PERGOV  person, PE  (1989-12-31 to 2001-01-15)  – toy.actors.txt:8", text)
        self.assertIn("(since 2001-01-16)", text)

    def test_who_acts_has_them(self):
        self.import_file()
        rows = [json.loads(line) for line in self.sitrep("actors", "--json", "river").stdout.splitlines()]
        self.assertEqual([("red-river-army", 0, "toy.actors.txt")], [(r["actor"], r["incidents"], r["source"]) for r in rows])
        self.assertEqual(b"", self.sitrep("list", "--json", code=1).stdout, "a dictionary tells of no incident")

    def test_incidents_of_whom_reports_call_by_one_of_the_names(self):
        self.import_file()
        self.sitrep("ingest", stdin=json.dumps(CLASH) + "\n")
        army = self.actor("red-river-army")
        self.assertEqual(1, len(army["incidents"]))
        self.assertEqual(["perpetrator"], [r["role"] for r in army["roles"] if r["stance"] == "claimed_by_actor"])
        self.assertNotIn("army of the red river", [r["name"].lower() for r in army["relations"]])
        rows = [json.loads(line) for line in self.sitrep("actors", "--json", "red river").stdout.splitlines()]
        self.assertEqual(1, {r["actor"]: r["incidents"] for r in rows}["red-river-army"])
        for name in ("red-river-army", "RRA", "army of the red river"):
            self.assertEqual(1, len(self.sitrep("list", "--json", "--actor", name).stdout.splitlines()), name)

    def everything(self, db):
        return [self.sitrep(*args, db=db).stdout for args in (
            ("db", "dump"), ("export",), ("actors", "--json"), ("actor", "--json", "red-river-army"), ("actor", "--json", "doe, jane"))]

    def test_again_in_any_order_merged_dumped_rebuilt_the_same(self):
        more = self.file("more.actors.txt", "RED_RIVER_ARMY_ [PERREB <850101]\n+R.R.A._\nNOBODY [---]\n")
        report = json.dumps(CLASH) + "\n"
        self.import_file()
        self.import_file(more)
        self.sitrep("ingest", stdin=report)
        wanted = self.everything(self.db)
        told = self.import_file()
        self.assertIn("0 new, 10 repeated", told)
        self.sitrep("rebuild")
        self.assertEqual(wanted, self.everything(self.db))
        other, part, loaded = (os.path.join(self.folder, name) for name in ("b.db", "c.db", "d.db"))
        self.sitrep("ingest", db=other, stdin=report)
        self.import_file(more, db=other)
        self.import_file(db=other)
        self.assertEqual(wanted, self.everything(other))
        self.import_file(db=part)
        self.sitrep("ingest", db=part, stdin=report)
        merged = os.path.join(self.folder, "e.db")
        self.import_file(more, db=merged)
        self.sitrep("merge", part, db=merged)
        self.assertEqual(wanted, self.everything(merged))
        self.sitrep("db", "load", db=loaded, stdin=wanted[0])
        self.assertEqual(wanted, self.everything(loaded))
        self.sitrep("verify", db=loaded)
        forged = wanted[0].replace(b'"value":"PERMIL"', b'"value":"PERGOV"')
        self.assertNotEqual(wanted[0], forged)
        told = self.sitrep("db", "load", db=os.path.join(self.folder, "f.db"), stdin=forged, code=3).stderr
        self.assertIn(b"the claim about an actor is not what its id says", told)

    def test_claims_only_grow_and_verify_finds_forged_ones(self):
        self.import_file()
        db = sqlite3.connect(self.db)
        for change in ("DELETE FROM actor_claim", "UPDATE actor_claim SET value = ''"):
            with self.assertRaisesRegex(sqlite3.DatabaseError, "only grows"):
                db.execute(change)
        db.execute("DROP TRIGGER actor_claim_no_update")
        db.execute("UPDATE actor_claim SET value = 'Somebody Else' WHERE value = 'RRA'")
        db.commit()
        db.close()
        self.assertIn(b"its id is not that of what it holds", self.sitrep("verify", code=4).stderr)

    def test_a_ledger_of_an_older_format_is_brought_up_to_date(self):
        self.sitrep("ingest", stdin=json.dumps(CLASH) + "\n")
        wanted = self.sitrep("export").stdout
        with sqlite3.connect(self.db) as db:
            db.executescript("DROP TABLE actor_claim; DROP INDEX incident_when; PRAGMA user_version = 2")
        db.close()
        self.sitrep("actors", code=4)
        self.assertIn("10 new", self.import_file())
        self.assertEqual(wanted, self.sitrep("export").stdout)
        with sqlite3.connect(self.db) as old, sqlite3.connect(":memory:") as new:
            fresh = os.path.join(self.folder, "fresh.db")
            self.import_file(db=fresh)
            new.execute("ATTACH ? AS fresh", (fresh,))
            def shape(name, schema):
                found = dict(name.execute("SELECT name, sql FROM %s.sqlite_schema WHERE tbl_name = 'actor_claim'"
                                          " OR name = 'incident_when'" % schema))
                return {k: re.sub(r"\s+|--[^\n]*", "", v or "") for k, v in found.items()}
            self.assertEqual(shape(new, "fresh"), shape(old, "main"))

    def test_bad_lines_are_told_with_their_place(self):
        lines = ["ONE_ARMY_ [PERREB]", "\t[AFGGOV 2003018-20051101]", "TWO_ARMY_ PERREB", "+TWO_", "THREE_ARMY_ [pe]", "FOUR_\xff_ [PERREB]",
                 "FIVE_" + "X" * 5000 + " [PERREB]", "+FIVE_", "SIX_ARMY_ [PERREB] )", "SEVEN\0_ARMY_ [PERREB]", "\t[PERGOV >20040230]"]
        data = b"".join(line.encode("latin-1") + b"\n" for line in lines)
        told = self.import_file(self.file("bad.actors.txt", data), code=3)
        begin = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
        for n, what in ((2, "dates that are none; the code was left out"), (3, "a name without a code; it was left out"),
                        (5, "a code that is none; it was left out"), (6, "not UTF-8; the name was left out"),
                        (7, "longer than 4,096 bytes, or with a NUL byte; the line was left out"), (8, "belongs to no name above it"),
                        (9, "not [CODE] or [CODE DATES]"), (10, "longer than 4,096 bytes, or with a NUL byte"), (11, "belongs to no name above it")):
            self.assertIn("bad.actors.txt:%d: line %d: %s" % (begin[n - 1], n, what), told)
        self.assertIn("4 rows: 4 new", told) # two names with their codes
        self.actor("six army")

    def test_other_files_are_refused(self):
        for text in ("ARMYMAN [~MIL]\nARMYMEN [~MIL]\n", "--- GIVE [070] ---\nGIVE\n- * AID_ [071]\n", "plain text\n[1] a note\n", "", "# nothing\n"):
            self.assertIn("nor a dictionary of actors", self.import_file(self.file("other.txt", text), code=2))


if __name__ == "__main__":
    unittest.main()
