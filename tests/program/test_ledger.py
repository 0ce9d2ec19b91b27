"""The ledger as a user meets it: commands, exit codes, crashes, full disks, damaged files.

  SITREP_CRASHES=N    how often ingest is killed (default 12; `make crash` takes hundreds)
"""
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

import support

CRASHES = int(os.environ.get("SITREP_CRASHES", "12"))
MAKE_REPORTS = os.environ.get("SITREP_MAKE_REPORTS", "build/tests/ledger/make_reports")

MARKET = {"id": "m1", "publisher": "Example Wire", "published": "2021-03-06", "url": "https://wire.example.org/1",
          "title": "Market attacked", "text": "Gunmen killed nine people at a market near Kandahar on Friday, police "
          "said. The governor blamed the Taliban, who denied any part in the attack."}
LATER = {"id": "m2", "publisher": "Example Gazette", "published": "2021-03-08", "url": "https://gazette.example.org/2",
         "text": "Fourteen people were killed in Friday's shooting at a market near Kandahar, hospital officials said on "
         "Monday. The Taliban denied any part in the shooting."}
OTHER = {"id": "n1", "publisher": "Example Wire", "published": "2021-05-02", "url": "https://wire.example.org/9",
         "text": "A bomb exploded near a bus stop in Nairobi on Saturday, killing two people and wounding seven, police "
         "said. Al-Shabaab claimed responsibility for the bombing."}
ACCUSED = {"id": "a1", "publisher": "Example Wire", "published": "2021-06-07", "url": "https://wire.example.org/11",
           "text": "A shop owner was shot dead in Mombasa on Sunday. Neighbours blamed a former partner for the killing. He "
           "denied any part in the shooting. They accused him of the murder, police said. He said the attack was the work of "
           "al-Shabaab. Police officers blamed a rival trader for the killing."}


def lines(*reports):
    return "".join(json.dumps(r) + "\n" for r in reports)


class Ledger(support.Case):
    def setUp(self):
        super().setUp()
        self.db = os.path.join(self.folder, "ledger.db")

    def sitrep(self, code, *args, db=None, **kwargs):
        return self.exits(code, args[0], "--db", db or self.db, *args[1:], **kwargs)

    def ingest(self, *reports, code=0):
        return self.sitrep(code, "ingest", stdin=lines(*reports))

    def export(self, *args, db=None):
        return self.sitrep(0, "export", *args, db=db).stdout

    def rows(self, *args):
        return [json.loads(line) for line in self.sitrep(0, "list", "--json", *args).stdout.decode().splitlines()]

    def made(self, n, seed, name="made.jsonl"):
        out = subprocess.run([MAKE_REPORTS, str(n), str(seed)], stdout=subprocess.PIPE, check=True).stdout
        return self.file(name, out)


class Commands(Ledger):
    def test_two_reports_of_one_attack(self):
        done = self.ingest(MARKET, LATER, OTHER)
        self.assertIn(b"3 reports: 3 new", done.stderr)
        rows = self.rows("--country", "AF")
        self.assertEqual(1, len(rows))
        self.assertEqual(14, rows[0]["killed"]["best"])
        self.assertEqual([9, 14], [f["best"] for f in rows[0]["killed"]["history"]])
        self.assertEqual(2, rows[0]["support"])
        self.assertEqual({"m1", "m2"}, {n for r in rows[0]["reports"] for n in r["names"]})

    def test_alike_but_elsewhere_is_another_incident(self):
        def told(name, town, country, published, day):
            return {"id": name, "publisher": "Wire " + name, "published": published, "url": "https://%s.example.org/1" % name,
                    "text": "Gunmen opened fire at a crowded market in %s, %s, on %s, killing four traders and wounding nine "
                    "others, police said. No group claimed the attack." % (town, country, day)}
        month_later = dict(told("d", "Kaduna", "Nigeria", "2021-04-03", "Friday"), text="Two traders died on Friday when gunmen "
                           "opened fire at a market in Kaduna, Nigeria. Nobody claimed the attack, the police said.")
        self.ingest(told("a", "Kaduna", "Nigeria", "2021-03-06", "Friday"), told("b", "Karachi", "Pakistan", "2021-03-06", "Friday"),
                    told("c", "Kaduna", "Nigeria", "2021-03-07", "Friday"), month_later)
        self.assertEqual([["a", "c"], ["b"], ["d"]],
                         sorted(sorted(n for r in row["reports"] for n in r["names"]) for row in self.rows()))

    def test_as_of_shows_what_was_known(self):
        self.ingest(MARKET, LATER, OTHER)
        rows = self.rows("--as-of", "2021-03-07", "--country", "AF")
        self.assertEqual([9], [r["killed"]["best"] for r in rows])
        self.sitrep(1, "list", "--as-of", "2021-03-01")
        same = self.exits(0, "as-of", "2021-03-07", "list", "--db", self.db, "--json", "--country", "AF")
        self.assertEqual(rows, [json.loads(line) for line in same.stdout.decode().splitlines()])
        self.sitrep(2, "list", "--as-of", "yesterday")

    def test_as_of_knows_only_names_told_by_then(self):
        """The same text told again later, or without a date, under another name: looking back does not know that name."""
        later = dict(MARKET, id="m7", published="2021-04-01")
        undated = {key: value for key, value in dict(OTHER, id="n7").items() if key != "published"}
        self.ingest(MARKET, OTHER)
        then = self.export("--as-of", "2021-05-03")
        self.ingest(undated)
        self.assertEqual(then, self.export("--as-of", "2021-05-03"))
        before = self.export("--as-of", "2021-03-10")
        self.ingest(later)
        self.assertEqual(before, self.export("--as-of", "2021-03-10"))
        self.assertIn(b'"m7"', self.export())

    def test_filters(self):
        self.ingest(MARKET, LATER, OTHER)
        for args, n in ((("--type", "bombing"), 1), (("--killed", "10"), 1), (("--killed", "1"), 2),
                        (("--near", "-1.28,36.82,20"), 1), (("--bbox", "60,30,70,36"), 1), (("--place", "nairobi"), 1),
                        (("--from", "2021-04-01"), 1), (("--to", "2021-04-01"), 1), (("--actor", "Taliban"), 1),
                        (("--actor", "al-shabaab"), 1), (("--text", "bus stop"), 1), (("--report", "m2"), 1),
                        (("--reports", "2"), 1), (("--country", "ke,af"), 2)):
            with self.subTest(args):
                self.assertEqual(n, len(self.rows(*args)))
        self.sitrep(1, "list", "--killed", "100")
        self.sitrep(2, "list", "--bbox", "1,2,3")
        self.sitrep(2, "list", "--from", "March")

    def test_pages(self):
        self.sitrep(0, "ingest", self.made(60, 5))
        wanted = [r["id"] for r in self.rows("-n", "1000")]
        for sort in ("--latest", "--oldest", "--by-change", "--by-killed", "--by-reports"):
            got, cursor = [], []
            while True:
                done = self.sitrep(0, "list", "--json", sort, "-n", "7", *cursor)
                got += [json.loads(line)["id"] for line in done.stdout.decode().splitlines()]
                if b"--page" not in done.stderr:
                    break
                cursor = ["--page", done.stderr.decode().split()[-1]]
            self.assertEqual(len(wanted), len(got), sort)
            self.assertEqual(set(wanted), set(got), sort)

    def test_show_for_people_and_prefixes(self):
        self.ingest(MARKET, LATER, OTHER)
        row = self.rows("--country", "AF")[0]
        text = self.sitrep(0, "show", row["id"][:6]).stdout.decode()
        for words in ("Kandahar", "14", "2021-03-08", "denied by actor", "timeline", "killed", "from 9 to 14"):
            self.assertIn(words, text)
        self.assertIn("first report", self.sitrep(0, "timeline", row["id"]).stdout.decode())
        self.assertEqual(row, json.loads(self.sitrep(0, "show", "--json", row["id"]).stdout))
        claims = [json.loads(c) for c in self.sitrep(0, "show", "--claims", row["id"]).stdout.decode().splitlines()]
        self.assertIn("killed", {c["field"] for c in claims})
        report = json.loads(self.sitrep(0, "show", "--report", "m1").stdout)
        self.assertEqual(MARKET["text"], report["text"])
        self.sitrep(1, "show", "ffffffff")
        self.sitrep(1, "show", "x")

    def test_search_actors_diff(self):
        self.ingest(MARKET, LATER, OTHER)
        hits = [json.loads(h) for h in self.sitrep(0, "search", "--json", "kandahar").stdout.decode().splitlines()]
        self.assertEqual(2, len(hits))
        self.assertTrue(all(h["incidents"] for h in hits))
        self.sitrep(1, "search", "zebra")
        self.sitrep(1, "search", "--", '"', "-*", "zebra AND")
        actor = json.loads(self.sitrep(0, "actor", "--json", "al-shabaab").stdout)
        self.assertEqual("al-shabaab", actor["actor"])
        self.assertTrue(actor["aliases"] and actor["incidents"])
        self.assertIn(b"Taliban", self.sitrep(0, "actors").stdout)
        diff = [json.loads(d) for d in self.sitrep(0, "diff", "--json", "--from", "2021-03-06", "--to", "2021-03-08")
                .stdout.decode().splitlines()]
        self.assertIn(("killed", 9, 14), [(d.get("field"), d["from"]["best"], d["to"]["best"]) for d in diff
                                          if d.get("field") == "killed"])

    def test_decisions_are_claims(self):
        self.ingest(MARKET, LATER, OTHER)
        ids = [r["id"] for r in self.rows()]
        before = self.export()
        self.sitrep(0, "same", "--by", "test", "--at", "2021-06-01", ids[0], ids[1])
        rows = self.rows()
        self.assertEqual(1, len(rows))
        for former in ids:
            self.assertEqual(rows[0]["id"], json.loads(self.sitrep(0, "show", "--json", former).stdout)["id"])
        self.assertEqual(len(ids), len(self.rows("--as-of", "2021-05-30")))
        self.sitrep(0, "split", "--by", "test", "--at", "2021-06-02", "--report", "n1", rows[0]["id"])
        self.assertEqual(2, len(self.rows()))
        self.assertEqual({r["id"] for r in map(json.loads, before.splitlines())}, {r["id"] for r in self.rows()})
        self.sitrep(0, "verify")

    def test_a_former_version_of_an_article(self):
        self.ingest(MARKET)
        done = self.ingest(dict(MARKET, published="2021-03-07", text=MARKET["text"].replace("nine", "eleven")))
        self.assertIn(b"1 new version", done.stderr)
        row = self.rows()[0]
        self.assertEqual((11, 1), (row["killed"]["best"], row["support"]))
        done = self.ingest(dict(MARKET, id="copy", url="https://other.example.org/", publisher="Other"))
        self.assertIn(b"1 cop", done.stderr)
        self.assertEqual(1, self.rows()[0]["support"])

    def test_bad_input_is_told_and_the_rest_is_kept(self):
        done = self.sitrep(3, "ingest", stdin=lines(MARKET) + "{broken\n" + lines(OTHER))
        self.assertIn(b"skipped", done.stderr)
        self.assertEqual(2, len(self.rows()))
        self.assertIn(b"0 new, 1 repeated", self.sitrep(0, "ingest", stdin=lines(MARKET)).stderr.replace(b"1 report: ", b""))

    def test_formats(self):
        self.ingest(MARKET, LATER, OTHER)
        formats = [line.split()[0] for line in self.exits(0, "export", "--formats").stdout.decode().splitlines()]
        for name in ("jsonl", "csv", "geojson", "clusters"):
            self.assertIn(name, formats)
        clusters = [json.loads(c) for c in self.export("--format", "clusters").splitlines()]
        self.assertIn(["m1", "m2"], [sorted(c["docs"]) for c in clusters])
        self.assertEqual(2, len(json.loads(self.export("--format", "geojson"))["features"]))
        self.sitrep(2, "export", "--format", "nonsense")

    def test_dump_load_backup(self):
        self.ingest(MARKET, LATER, OTHER)
        dump = self.sitrep(0, "db", "dump").stdout
        other, copy = os.path.join(self.folder, "other.db"), os.path.join(self.folder, "copy.db")
        self.sitrep(0, "db", "load", db=other, stdin=dump)
        self.assertEqual(self.export(), self.export(db=other))
        forged = dump.replace(b"nine people", b"four people")
        self.sitrep(3, "db", "load", db=os.path.join(self.folder, "forged.db"), stdin=forged)
        self.sitrep(0, "db", "backup", copy)
        self.assertEqual(self.export(), self.export(db=copy))
        self.sitrep(2, "db", "backup", copy)
        self.sitrep(0, "db", "vacuum")
        self.sitrep(0, "db", "check")
        self.assertEqual(3, json.loads(self.sitrep(0, "db", "stats", "--json").stdout)["reports"])

    def test_load_refuses_a_line_whole(self):
        """What is bad at the end of a line leaves nothing of its beginning, and the rest is loaded."""
        self.ingest(MARKET, OTHER)
        lines_of = self.sitrep(0, "db", "dump").stdout.decode().splitlines()
        first, second = (line for line in lines_of if line.startswith('{"report"'))
        forged = json.loads(second)
        forged["report"]["editions"].append(dict(forged["report"]["editions"][0], title="Forged"))
        for name, order in (("last", (first, json.dumps(forged))), ("first", (json.dumps(forged), first))):
            with self.subTest(name):
                db = os.path.join(self.folder, name + ".db")
                done = self.sitrep(3, "db", "load", db=db, stdin="\n".join(order))
                self.assertIn(b"an edition is not what its id says", done.stderr)
                self.assertEqual(1, json.loads(self.sitrep(0, "db", "stats", "--json", db=db).stdout)["reports"])
                self.sitrep(0, "verify", db=db)

    def test_load_of_the_worst_lines(self):
        """Lines made to cost much are refused before they do, and the lines behind them are read."""
        self.ingest(MARKET)
        dump = self.sitrep(0, "db", "dump").stdout
        report = json.loads(dump.split(b"\n")[0])
        report["report"]["editions"][0]["readings"][0]["mentions"] = 1 << 30
        worst = {b"too many values": b'{"report":[' + b"0," * 2100000 + b"0]}", b"too long": b'{"report":"' + b"a" * (65 << 20) + b'"}',
                 b"no JSON object": b"[" * 100000, b"not UTF-8": b'{"report":"\xff"}', b"more than any": json.dumps(report).encode()}
        began = time.monotonic()
        for i, (text, line) in enumerate(worst.items()):
            with self.subTest(text):
                db = os.path.join(self.folder, "worst%d.db" % i)
                self.assertIn(text, self.sitrep(3, "db", "load", db=db, stdin=line + b"\n" + dump).stderr)
                self.assertEqual(self.export(), self.export(db=db))
        self.assertLess(time.monotonic() - began, 30 * support.SLOWER)

    def test_reread_adds_and_keeps(self):
        """Claims of an older extractor stay and are superseded."""
        first = os.path.join(self.folder, "first.db")
        self.sitrep(0, "ingest", self.made(40, 3), db=first)
        dump = self.sitrep(0, "db", "dump", db=first).stdout.decode()
        version = json.loads(dump.splitlines()[0])["report"]["editions"][0]["readings"][0]["extractor"]
        older = [json.loads(line) for line in dump.splitlines() if line.startswith('{"report"')]
        for line in older:
            for edition in line["report"]["editions"]:
                for reading in edition["readings"]:
                    reading.update({"extractor": "sitrep-extract-0", "version": 0, "claims": []})
        path = os.path.join(self.folder, "older.jsonl")
        with open(path, "w") as out:
            out.writelines(json.dumps(line) + "\n" for line in older)
        self.sitrep(0, "db", "load", path)
        self.assertEqual(b"", self.sitrep(1, "list", "--json").stdout)
        told = self.sitrep(0, "rebuild", "--reread").stderr.decode()
        self.assertIn("reports read again", told)
        self.assertEqual(self.sitrep(0, "list", "--json", db=first).stdout, self.sitrep(0, "list", "--json").stdout)
        now = self.sitrep(0, "db", "dump").stdout.decode()
        self.assertIn('"sitrep-extract-0"', now)
        self.assertIn('"%s"' % version, now)
        self.assertIn("0 reports read again", self.sitrep(0, "rebuild", "--reread").stderr.decode())
        self.sitrep(0, "verify")

    def test_another_model_folds_anew(self):
        """Digests of another model are of no use: the next batch folds everything, and finds what belongs together."""
        whole = os.path.join(self.folder, "whole.db")
        path = self.made(60, 3)
        with open(path) as f:
            lines = f.readlines()
        parts = []
        for name, some in (("a.jsonl", lines[:30]), ("b.jsonl", lines[30:])):
            parts.append(os.path.join(self.folder, name))
            with open(parts[-1], "w") as out:
                out.writelines(some)
        self.sitrep(0, "ingest", path, db=whole)
        self.sitrep(0, "ingest", parts[0])
        with sqlite3.connect(self.db) as db:
            db.execute("UPDATE digest SET bytes = CAST(x'00' || substr(bytes, 2) AS BLOB)")
            db.execute("DELETE FROM block")
        db.close()
        self.sitrep(0, "ingest", parts[1])
        self.assertEqual(self.sitrep(0, "export", db=whole).stdout, self.sitrep(0, "export").stdout)

    def actors(self):
        return {json.loads(line)["name"].lower() for line in self.sitrep(0, "actors", "--json").stdout.decode().splitlines()}

    def test_pronouns_are_no_actors(self):
        self.sitrep(0, "ingest", self.made(200, 3))
        names = self.actors()
        self.assertTrue(names)
        self.assertFalse(names & {"he", "they", "people", "unknown", "police", "gunmen", "rebels", "unknown gunmen"}, names)
        self.ingest(ACCUSED)
        speakers = {p["by"] for row in self.rows("--report", "a1") for p in row["positions"]}
        self.assertLessEqual({"He", "They", "Police officers"}, speakers)
        self.assertFalse(self.actors() & {"he", "they", "him", "police officers"})

    def test_nouns_with_capitals_are_no_actors(self):
        """Headlines write "Deputies" and "Two Detectives"; a typographic apostrophe is no capital."""
        self.ingest({"id": "h1", "publisher": "Example Wire", "published": "2021-06-08", "title": "Deputies Blame Teen For Shooting In Austin, Two Detectives Say",
                     "text": "A man was shot dead in Austin, Texas, on Monday. Deputies said a teenager fired the shots. The sheriff\u2019s office accused "
                     "the teen of the killing. Detectives blamed Marvin Tate for the shooting."})
        names = self.actors()
        self.assertIn("marvin tate", names)
        self.assertFalse({n for n in names if n in ("deputies", "teen", "detectives", "two detectives", "the sheriff\u2019s office",
                                                    "sheriff\u2019s office", "a man")}, names)

    def test_merge(self):
        other = os.path.join(self.folder, "other.db")
        self.ingest(MARKET, OTHER)
        self.sitrep(0, "ingest", db=other, stdin=lines(LATER, MARKET))
        self.sitrep(0, "merge", other)
        whole = os.path.join(self.folder, "whole.db")
        self.sitrep(0, "ingest", db=whole, stdin=lines(MARKET, LATER, OTHER))
        self.assertEqual(self.export(db=whole), self.export())
        dump = self.sitrep(0, "db", "dump").stdout
        self.assertIn(b'{"actor":{"id":"al-shabaab"', dump)
        self.assertEqual(self.sitrep(0, "db", "dump", db=whole).stdout, dump)
        self.sitrep(2, "merge", self.db)
        self.sitrep(4, "merge", os.path.join(self.folder, "none.db"))


class Append(Ledger):
    def test_triggers_refuse_to_change_the_set(self):
        self.ingest(MARKET)
        db = sqlite3.connect(self.db)
        for table in ("report", "report_name", "edition", "reading", "claim"):
            for change in ("DELETE FROM %s", "UPDATE %s SET rowid = rowid"):
                if "UPDATE" in change and table in ("claim", "report_name"):
                    change = "UPDATE %%s SET %s = 0" % ("probability" if table == "claim" else "name")
                with self.subTest(change % table), self.assertRaisesRegex(sqlite3.DatabaseError, "only grows"):
                    db.execute(change % table)
        db.close()

    def test_verify_finds_what_was_forged(self):
        self.ingest(MARKET, LATER)
        db = sqlite3.connect(self.db)
        db.execute("UPDATE record SET json = replace(json, 'Kandahar', 'Kabul')")
        db.commit()
        self.assertIn(b"is not what its claims give", self.sitrep(4, "verify").stderr)
        self.sitrep(0, "rebuild")
        self.sitrep(0, "verify")
        db.execute("DROP TRIGGER claim_no_update")
        db.execute("UPDATE claim SET low = 90, best = 90 WHERE field = 'killed'")
        db.commit()
        db.close()
        self.assertIn(b"its id is not that of what it holds", self.sitrep(4, "verify").stderr)


class Cost(Ledger):
    # Statements of whole commands, of a table with one row, or that stop at the first.
    WHOLE = {"report_count", "any_digest", "decisions", "sequence", "next_sequence"}

    def test_no_statement_of_ingest_reads_a_whole_table(self):
        """The cost of one more report must not grow with the ledger: everything is found by an index."""
        self.ingest(MARKET)
        db = sqlite3.connect(self.db)
        with open(os.path.join(support.ROOT, "src", "store", "sql", "statements.sql"), encoding="utf-8") as f:
            writing = f.read().split("--- reading\n")[0]
        checked = 0
        for name, text in re.findall(r"^-- :(\w+)\n(.*?)(?=^-- |\Z)", writing, re.S | re.M):
            text = text.split(";")[0]
            values = max([int(n) for n in re.findall(r"\?(\d+)", text)] + [len(re.findall(r"\?(?!\d)", text))])
            for row in db.execute("EXPLAIN QUERY PLAN " + text, [0] * values):
                found = re.match(r"SCAN (\d+ )?CONSTANT ROW|SCAN found|SCAN incident_place VIRTUAL TABLE INDEX 1:", row[3])
                with self.subTest(name):
                    self.assertFalse(row[3].startswith("SCAN ") and not found and name not in self.WHOLE, row[3])
            checked += 1
        db.close()
        self.assertGreater(checked, 40)


class Faults(Ledger):
    def wanted(self, path):
        other = os.path.join(self.folder, "undisturbed.db")
        self.sitrep(0, "ingest", path, db=other)
        return self.export(db=other), self.sitrep(0, "db", "dump", db=other).stdout

    def test_killed_again_and_again(self):
        """SIGKILL at random points; the resumed ledger ends with the bytes of an undisturbed one."""
        path = self.made(400, 7)
        wanted, dump = self.wanted(path)
        seed = int(os.environ.get("SITREP_CRASH_SEED", str(random.randrange(1 << 30))))
        print("crash seed", seed, flush=True)
        moment, killed = random.Random(seed), 0
        longest = 0.6 * support.SLOWER
        for _ in range(CRASHES * 4):
            run = subprocess.Popen([support.SITREP, "ingest", "--db", self.db, "--batch", str(moment.choice((1, 5, 32))), path],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                run.wait(moment.random() * longest)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                killed += 1
            if run.returncode == 0: # it was done: begin anew
                self.assertEqual(wanted, self.export())
                for end in ("", "-wal", "-shm"):
                    if os.path.exists(self.db + end):
                        os.remove(self.db + end)
            if killed >= CRASHES:
                break
        self.assertGreaterEqual(killed, CRASHES)
        self.sitrep(0, "ingest", path)
        self.sitrep(0, "db", "check")
        self.assertEqual(wanted, self.export())
        self.assertEqual(dump, self.sitrep(0, "db", "dump").stdout)

    def test_full_disk(self):
        """Files may not grow past a limit: an error is told, what was committed stays, the rest follows later."""
        path = self.made(400, 8)
        wanted, _ = self.wanted(path)

        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (900 << 10, 900 << 10))
        done = subprocess.run([support.SITREP, "ingest", "--db", self.db, "--batch", "8", path], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, preexec_fn=small, timeout=200 * support.SLOWER)
        self.assertEqual(4, done.returncode, done.stderr)
        self.assertRegex(done.stderr.decode(), "disk is full|disk I/O")
        self.sitrep(0, "db", "check")
        kept = json.loads(self.sitrep(0, "db", "stats", "--json").stdout)["reports"]
        self.assertGreater(kept, 0)
        self.sitrep(0, "ingest", path)
        self.assertEqual(wanted, self.export())

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_read_only_file_of_a_user(self):
        self.ingest(MARKET)
        os.chmod(self.db, 0o444)
        self.assertIn(b"read-only", self.sitrep(4, "ingest", stdin=lines(OTHER)).stderr)

    def test_read_only_handle(self):
        self.ingest(MARKET)
        self.assertIn(b"no ledger there", self.sitrep(4, "list", db=os.path.join(self.folder, "none.db")).stderr)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "none.db")))

    def test_locked_by_another_writer(self):
        self.ingest(MARKET)
        other = sqlite3.connect(self.db, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        self.assertEqual(1, len(self.rows())) # readers never wait
        timer = threading.Timer(1.0, other.rollback)
        timer.start()
        began = time.monotonic()
        self.ingest(OTHER) # waits for its turn
        self.assertGreater(time.monotonic() - began, 0.5)
        timer.join()
        other.close()
        self.assertEqual(2, len(self.rows()))

    def test_no_ledger_damaged_or_of_the_future(self):
        text = self.file("text.db", "this is no database, only text that is long enough for a header of a file" * 20)
        self.assertIn(b"no ledger of sitrep", self.sitrep(4, "list", db=text).stderr)
        self.ingest(MARKET)
        db = sqlite3.connect(self.db)
        db.execute("PRAGMA user_version = 99")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        self.assertIn(b"use a newer sitrep", self.sitrep(4, "list").stderr)

    def test_older_format_is_brought_up_to_date(self):
        self.ingest(MARKET)
        before = self.rows()
        db = sqlite3.connect(self.db)
        db.executescript("DROP INDEX incident_facet; DROP INDEX incident_reports; DROP INDEX incident_when; DROP TABLE actor_claim;"
                         "PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        self.assertIn(b"older format 1", self.sitrep(4, "list").stderr)
        self.ingest(OTHER)
        db = sqlite3.connect(self.db)
        self.assertEqual(3, db.execute("PRAGMA user_version").fetchone()[0])
        self.assertEqual(3, db.execute("SELECT count(*) FROM sqlite_schema WHERE name IN"
                                       " ('incident_facet', 'incident_reports', 'incident_when')").fetchone()[0])
        db.close()
        self.assertEqual(len(before) + 1, len(self.rows()))
        self.sitrep(0, "verify")

    def test_damaged_pages_are_told(self):
        self.sitrep(0, "ingest", self.made(120, 9))
        with open(self.db, "rb") as f:
            sound = f.read()
        moment, told = random.Random(11), 0
        for _ in range(8):
            bad = bytearray(sound)
            at = moment.randrange(8, len(bad) // 4096) * 4096
            bad[at:at + 512] = bytes(moment.randrange(256) for _ in range(512))
            path = self.file("bad.db", bytes(bad))
            done = support.run("db", "--db", path, "check")
            self.assertIn(done.returncode, (0, 4), done.stderr)
            told += done.returncode == 4
            self.assertIn(support.run("list", "--db", path).returncode, (0, 1, 4))
        self.assertGreater(told, 4)

    def test_cut_off_file(self):
        self.sitrep(0, "ingest", self.made(60, 10))
        with open(self.db, "rb") as f:
            sound = f.read()
        for cut in (0, 1, 50, 4096, 5000, len(sound) // 2):
            path = self.file("cut.db", sound[:cut])
            done = support.run("db", "--db", path, "check")
            self.assertEqual(4, done.returncode, "cut at %d: %s" % (cut, done.stdout + done.stderr))


if __name__ == "__main__":
    unittest.main()
