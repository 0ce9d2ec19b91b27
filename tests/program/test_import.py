"""Tables of ACLED and GDELT become claims of the sources they name."""
import json
import os
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


if __name__ == "__main__":
    unittest.main()
