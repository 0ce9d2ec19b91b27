"""`sitrep serve` as its clients see it: status codes, filters, pages of lists, ETags, gzip, events, tokens, limits, hostile
requests; the description of the API against what is served."""
import datetime
import gzip
import json
import os
import random
import socket
import sqlite3
import time
import unittest

import serve_support
import support
from serve_support import Listener, Server

API = "/api/v1"


class Served(unittest.TestCase):
    """One server for many questions."""

    @classmethod
    def setUpClass(cls):
        cls.s = Server()

    @classmethod
    def tearDownClass(cls):
        cls.s.stop()

    def rows(self, query=""):
        return self.s.json(API + "/incidents" + query)["incidents"]

    def first(self):
        return next(r for r in self.rows() if r["place"] and r["place"]["name"] == "Nairobi")

    def refused(self, status, path, **kwargs):
        answer = self.s.get(path, **kwargs)
        self.assertEqual(status, answer.status, answer.body[:200])
        self.assertTrue(answer.message)
        return answer


class Reading(Served):
    def test_list_holds_what_was_told(self):
        page = self.s.json(API + "/incidents")
        self.assertEqual(page["total"], len(page["incidents"]))
        self.assertGreaterEqual(page["total"], 3)
        self.assertIsNone(page["next"])
        self.assertEqual("NG", next(r for r in page["incidents"] if r["type"] == "BOMBING")["place"]["country"])

    def test_filters(self):
        everything = len(self.rows())
        for query, fits in [
                ("?type=BOMBING", lambda r: r["type"] == "BOMBING"),
                ("?country=AF", lambda r: r["place"]["country"] == "AF"),
                ("?killed_min=10", lambda r: (r["killed"]["best"] or r["killed"]["low"]) >= 10),
                ("?from=2023-12-01&to=2023-12-31", lambda r: r["date"]["start"].startswith("2023-12")),
                ("?bbox=30,-10,45,5", lambda r: r["place"]["country"] == "KE"),
                ("?near=-1.28,36.8,50", lambda r: r["place"]["name"] == "Nairobi"),
                ("?q=market", lambda r: r["type"] == "BOMBING")]:
            rows = self.rows(query)
            self.assertTrue(0 < len(rows) < everything, query)
            self.assertTrue(all(fits(r) for r in rows), query)

    def test_pages_follow_one_another(self):
        whole = [r["id"] for r in self.rows("?sort=oldest")]
        seen, cursor = [], ""
        while True:
            page = self.s.json(API + "/incidents?sort=oldest&limit=1" + cursor)
            seen += [r["id"] for r in page["incidents"]]
            if not page["next"]:
                break
            cursor = "&cursor=" + page["next"]
        self.assertEqual(whole, seen)

    def test_incident_and_its_parts(self):
        one = self.first()
        whole = self.s.json(API + "/incidents/" + one["id"])
        self.assertEqual(one["id"], whole["id"])
        self.assertEqual(whole["id"], self.s.json(API + "/incidents/" + one["id"][:10])["id"])
        self.assertTrue(self.s.json(API + "/incidents/%s/timeline" % one["id"])["revisions"])
        claims = self.s.json(API + "/incidents/%s/claims" % one["id"])["claims"]
        self.assertIn("killed", {c["field"] for c in claims})
        self.assertEqual(whole["positions"], self.s.json(API + "/incidents/%s/positions" % one["id"])["positions"])

    def test_evidence_marks_the_words(self):
        reports = self.s.json(API + "/incidents/%s/evidence" % self.first()["id"])["reports"]
        self.assertTrue(reports)
        killed = []
        for report in reports:
            for h in report["highlights"]:
                begin, end = h["span"]
                words = report["title" if h.get("in") else "text"].encode()[begin:end].decode()
                self.assertTrue(words.strip())
                if h["field"] in ("killed", "history"):
                    killed.append(words)
        self.assertTrue(any("40" in w or "62" in w for w in killed), killed)

    def test_as_of_sees_only_what_was_published(self):
        self.assertEqual([], self.rows("?as_of=2023-11-01"))
        before = self.s.json(API + "/incidents/%s?as_of=2023-11-17T20:00:00Z" % self.first()["id"])
        self.assertEqual(40, before["killed"]["low"])
        after = self.s.json(API + "/incidents/" + self.first()["id"])
        self.assertGreater(after["support"], before["support"])
        self.assertIn(62, [told["best"] for told in after["killed"]["history"]])
        self.assertNotIn(62, [told["best"] for told in before["killed"]["history"]])

    def test_a_copy_counts_once(self):
        row = self.first()
        self.assertEqual(row["reports"] + 1, row["reports_all"])

    def test_map_loses_nothing(self):
        total = len(self.rows())
        for width in (300, 5000, 1000000):
            m = self.s.json(API + "/map?width=%d" % width)
            self.assertEqual(total, sum(c["n"] for c in m["cells"] + m["areas"]) + m["unplaced"])
            self.assertEqual(0, m["left_out"])
        for box in ("-180,-85,180,85", "-30,-60,175,75"):  # most of the world is looked for in another way than a small box
            m = self.s.json(API + "/map?width=1000000&bbox=" + box)
            rows = self.s.json(API + "/incidents?bbox=" + box)["incidents"]
            self.assertEqual({r["id"] for r in rows if r["place"].get("lat") is not None}, {c["incident"]["id"] for c in m["cells"]})
        single = [c for c in m["cells"] if c["n"] == 1]
        by_id = {r["id"]: r for r in self.rows()}
        for c in single:  # never moved
            place = by_id[c["incident"]["id"]]["place"]
            self.assertEqual((place["lat"], place["lon"]), (c["lat"], c["lon"]))

    def test_the_other_reads(self):
        self.assertTrue(self.s.json(API + "/counts?by=country")["counts"])
        actors = self.s.json(API + "/actors")["actors"]
        self.assertIn("al-shabaab", [a["actor"] for a in actors])
        self.assertTrue(self.s.json(API + "/actors/al-shabaab")["incidents"])
        self.assertEqual("market", self.s.json(API + "/reports/market")["names"][0])
        self.assertTrue(self.s.json(API + "/search?q=concert")["reports"])
        self.assertTrue(self.s.json(API + "/diff?from=2023-11-30&to=2023-12-31")["revisions"])
        self.assertEqual([], self.s.json(API + "/diff?from=2020-01-01&to=2020-12-31")["revisions"])
        self.assertEqual([], self.s.json(API + "/feeds")["feeds"])
        self.assertEqual([], self.s.json(API + "/watches")["watches"])
        newest = [r["published"] for r in self.s.json(API + "/reports?limit=4")["reports"]]
        self.assertEqual((4, sorted(newest, reverse=True)), (len(newest), newest))
        stats = self.s.json(API + "/stats")
        self.assertEqual(("2023-11-17", "2024-01-12"), (stats["first_published"], stats["last_published"]))
        self.assertIn("relations", self.s.json(API + "/relations"))
        export = self.s.get(API + "/export?format=geojson")
        self.assertEqual("FeatureCollection", export.json()["type"])


class Settings(unittest.TestCase):
    SECRET = "a secret of ours"

    def settings(self, s, kind):
        with sqlite3.connect(s.db) as db:
            return db.execute("SELECT name, value FROM %s" % kind).fetchall()

    def test_watches_without_their_secrets(self):
        with Server() as s:
            secret = os.path.join(os.path.dirname(s.db), "secret")
            with open(secret, "w", encoding="utf-8") as f:
                f.write(self.SECRET)
            done = support.run("watch", "add", "w", "--all", "--rule", "killed >= 10", "--publishers", "1", "--db", s.db,
                               "--webhook", "http://hooks.invalid/T0/token-in-the-address", "--secret-file", secret)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertIn(self.SECRET, self.settings(s, "watch")[0][1])
            before = s.json(API + "/watches")["watches"][0]
            self.assertEqual((0, 0, ["webhook"]), (before["told"], before["waiting"], before["deliver"]))
            self.assertEqual(3, support.run("watch", "run", "--once", "--db", s.db).returncode)
            answer = s.get(API + "/watches")  # at once, though the incidents did not change
            after = answer.json()["watches"][0]
            self.assertEqual((2, 2), (after["told"], after["waiting"]))
            self.assertTrue(after["trouble"])
            self.assertEqual("killed >= 10", after["rule"])
            self.assertNotIn(self.SECRET.encode(), answer.body)
            self.assertNotIn(b"token-in-the-address", answer.body)

    def test_health_of_feeds(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        instant = lambda days: (now - datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: E731
        states = {"https://a.invalid/": ("failing", {"failures": 2, "error": "no answer", "last_success": instant(1)}),
                  "https://b.invalid/": ("not asked yet", {}),
                  "https://c.invalid/": ("not asked lately", {"last_success": instant(9), "newest": instant(9)}),
                  "https://d.invalid/": ("silent", {"last_success": instant(0), "newest": instant(30)}),
                  "https://e.invalid/": ("well", {"last_success": instant(0), "newest": instant(1), "seen": ["x"] * 50})}
        with Server() as s:
            self.assertEqual([], s.json(API + "/feeds")["feeds"])
            with sqlite3.connect(s.db) as db:
                db.executemany("INSERT INTO feed VALUES (?, ?)", [(n, json.dumps(v)) for n, (_, v) in states.items()])
            feeds = s.json(API + "/feeds")["feeds"]
            self.assertEqual({n: h for n, (h, _) in states.items()}, {f["name"]: f["health"] for f in feeds})
            self.assertTrue(all("seen" not in f for f in feeds))
            self.assertEqual("no answer", feeds[0]["error"])


class Forms(Served):
    def test_etag_saves_the_body(self):
        for path in (API + "/incidents", "/", "/assets/app.js"):
            first = self.s.get(path)
            self.assertEqual(200, first.status)
            again = self.s.get(path, headers={"If-None-Match": first.headers["ETag"]})
            self.assertEqual((304, b""), (again.status, again.body), path)
            self.assertEqual(200, self.s.get(path, headers={"If-None-Match": '"other"'}).status)

    def test_gzip_is_the_same(self):
        for path in (API + "/openapi.json", "/assets/app.js"):
            packed = self.s.get(path, headers={"Accept-Encoding": "br, gzip"})
            self.assertEqual("gzip", packed.headers["Content-Encoding"])
            self.assertEqual(self.s.get(path).body, gzip.decompress(packed.body))
            refused = self.s.get(path, headers={"Accept-Encoding": "gzip;q=0"})
            self.assertIsNone(refused.headers["Content-Encoding"])

    def test_page_is_safe(self):
        for path in ("/", "/incidents/0123456789abcdef", "/actors/A.%20B.", API + "/incidents", "/assets/app.css"):
            answer = self.s.get(path)
            policy = answer.headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual("nosniff", answer.headers["X-Content-Type-Options"])
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"])
        self.assertNotIn(b"//", self.s.get("/").body.replace(b"<!doctype html>", b""))

    def test_head_has_no_body(self):
        answer = self.s.get(API + "/incidents", method="HEAD")
        self.assertEqual((200, b""), (answer.status, answer.body))

    def test_metrics_count(self):
        before = self.s.get("/metrics").body.decode()
        self.s.get(API + "/incidents")
        after = self.s.get("/metrics").body.decode()

        def requests(text):
            return sum(int(line.split()[-1]) for line in text.splitlines() if line.startswith("sitrep_http_requests_total{"))

        self.assertGreaterEqual(requests(after), requests(before) + 2)
        self.assertRegex(after, r"(?m)^sitrep_ledger_sequence \d+$")

    def test_errors_say_what_to_do(self):
        for status, path in [
                (404, API + "/nothing"), (404, API + "/incidents/ffffffffffffffffffffffffffffffff"), (404, "/api/v2/incidents"),
                (404, "/assets/../server.c"), (404, "/x.php"), (400, API + "/incidents?colour=red"),
                (400, API + "/incidents?killed_min=-1"), (400, API + "/incidents?from=yesterday"),
                (400, API + "/incidents?bbox=1,2,3"), (400, API + "/incidents?limit=5000"), (400, API + "/incidents?sort=best"),
                (400, API + "/incidents?type=ATTACK&type=BOMBING"), (400, API + "/incidents?cursor=nonsense"),
                (400, API + "/incidents?as_of=later"), (400, API + "/search"), (400, API + "/export?format=doc"),
                (400, API + "/incidents?q=" + "a" * 600), (400, API + "/incidents?q=%00"), (400, API + "/counts?by=colour")]:
            self.refused(status, path)
        self.refused(405, API + "/incidents", method="DELETE")
        self.refused(405, "/", method="POST", body=b"x")

    def test_other_names_are_refused(self):
        self.refused(421, API + "/incidents", headers={"Host": "evil.example"})
        self.refused(421, "/", headers={"Host": "evil.example"})
        self.assertEqual(200, self.s.get(API + "/stats", headers={"Host": "localhost:%d" % self.s.port}).status)


class Described(Served):
    """openapi.json against the routes served and the answers given."""

    def test_description_and_routes_are_the_same(self):
        description = self.s.json(API + "/openapi.json")
        self.assertEqual("3.1.0", description["openapi"])
        described = {}
        for path, methods in description["paths"].items():
            for method, operation in methods.items():
                names = [description["components"]["parameters"][p["$ref"].split("/")[-1]]["name"]
                         for p in operation.get("parameters", []) if "$ref" in p]
                described[method.upper(), path] = sorted(names)
        served = {(r["method"], r["path"]): sorted(r["parameters"]) for r in self.s.json(API + "/")["routes"]}
        self.assertEqual(served, described)

    def test_references_lead_somewhere(self):
        description = self.s.json(API + "/openapi.json")

        def walk(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    at = description
                    for part in node["$ref"].split("/")[1:]:
                        at = at[part]
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)

        walk(description)
        ids = [o["operationId"] for methods in description["paths"].values() for o in methods.values()]
        self.assertEqual(len(ids), len(set(ids)))

    def test_answers_fit_their_schemas(self):
        import jsonschema
        description = self.s.json(API + "/openapi.json")
        incident = self.first()["id"]
        ids = {"/incidents/{id}": incident, "/actors/{id}": "al-shabaab", "/reports/{id}": "market"}
        checked = 0
        for path, methods in description["paths"].items():
            content = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
            if "application/json" not in content:
                continue
            base = next((k for k in ids if path.startswith(k)), None)
            real = path.replace("{id}", ids[base]) if base else path
            if path in ("/search", "/reports"):
                real += "?q=attack"
            packed = serve_support.schema_of(description, path)
            schema = dict(packed["schema"], **{"$defs": packed["defs"]})
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(self.s.json(API + real))
            checked += 1
        self.assertGreater(checked, 15)


class Writing(unittest.TestCase):
    def test_post_and_events(self):
        with Server(reports=False) as s:
            self.assertEqual(0, s.json(API + "/incidents")["total"])
            listener = Listener(s.port)
            listener.wait_for("hello")
            answer = s.post({"reports": serve_support.REPORTS[:2]})
            self.assertEqual(200, answer.status, answer.body)
            done = answer.json()
            self.assertEqual((2, 2, 0), (done["reports"], done["added"], done["repeated"]))
            self.assertTrue(done["incidents"])
            listener.wait_for("change")
            self.assertEqual(1, s.json(API + "/incidents")["total"])  # what was written is read at once
            again = s.post(serve_support.REPORTS[0]).json()
            self.assertEqual((0, 1), (again["added"], again["repeated"]))
            self.assertEqual([], again["incidents"])

    def test_rows_tell_of_the_abducted(self):
        with Server(reports=False) as s:
            s.post({"reports": [{"id": "k", "publisher": "A", "published": "2024-02-15", "title": 'He said "abducted":{',
                     "text": "Gunmen kidnapped 20 students from a school in Zamfara state, Nigeria, on Wednesday."}]})
            row = s.json(API + "/incidents")["incidents"][0]
            self.assertEqual({"low": 20, "best": 20, "high": 20}, row["abducted"])
            self.assertIsNone(row["wounded"])

    def test_the_past_moves_when_something_old_comes(self):
        old = {"id": "old", "publisher": "Delta Post", "published": "2023-11-10",
               "text": "A bomb exploded in Lahore, Pakistan, on Thursday and killed nine people, police said."}
        with Server("--workers", "1") as s:
            then = API + "/incidents?as_of=2023-11-16"
            self.assertEqual(0, s.json(then)["total"])
            self.assertEqual(200, s.post(old).status)
            self.assertEqual(1, s.json(then)["total"])
            self.assertEqual(200, s.post(dict(old, id="new", published="2024-03-10", text=old["text"].replace("nine", "five"))).status)
            self.assertEqual(1, s.json(then)["total"])

    def test_bad_bodies_change_nothing(self):
        with Server(reports=False) as s:
            for status, body in [(400, b""), (400, b"{"), (400, b"[]"), (400, b"{}"), (400, b'{"text":1}'), (400, b'{"text":"a"} x'),
                                 (400, b'{"reports":[]}'), (400, b'{"reports":[{"text":"a"},7]}'), (400, b"[" * 100000),
                                 (400, json.dumps({"reports": [{"text": "a"}] * 300}).encode()), (400, b'{"text":"\xff"}')]:
                self.assertEqual(status, s.post(body).status, body[:40])
            self.assertEqual(415, s.get(API + "/reports", method="POST", body=b"{}", headers={"Content-Type": "text/plain"}).status)
            self.assertEqual(403, s.post({"text": "x"}, Origin="https://evil.example").status)
            self.assertEqual(0, s.json(API + "/stats")["reports"])

    def test_large_bodies_are_refused(self):
        with Server(reports=False) as s:
            with socket.create_connection(("127.0.0.1", s.port)) as c:
                c.sendall(b"POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                          b"Content-Length: 999999999\r\n\r\n")
                self.assertIn(b" 413 ", c.recv(4096).split(b"\r\n")[0] + b" ")

    def test_read_only_takes_nothing(self):
        with Server() as other:
            with Server("--read-only", reports=False, db=other.db) as s:
                self.assertEqual(403, s.post({"text": "x"}).status)
                self.assertGreaterEqual(s.json(API + "/incidents")["total"], 3)

    def test_ingest_beside_is_seen(self):
        with Server(reports=False) as s:
            listener = Listener(s.port)
            listener.wait_for("hello")
            path = os.path.join(os.path.dirname(s.db), "more.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.write(json.dumps(serve_support.REPORTS[3]) + "\n")
            self.assertEqual(0, support.run("ingest", "--db", s.db, path).returncode)
            listener.wait_for("change")
            newest = s.json(API + "/incidents", headers={"Cache-Control": "no-cache"})
            self.assertEqual("BOMBING", newest["incidents"][0]["type"])


class Guarded(unittest.TestCase):
    TOKEN = "correct-horse-battery-staple"

    def test_token(self):
        with Server(env={"SITREP_TOKEN": self.TOKEN}) as s:
            for given in (None, "Bearer ", "Bearer wrong", "Bearer " + self.TOKEN[:-1], "Bearer " + self.TOKEN + "x",
                          "Basic " + self.TOKEN):
                answer = s.get(API + "/incidents", headers={"Authorization": given} if given else {})
                self.assertEqual(401, answer.status, given)
                self.assertIn("Bearer", answer.headers["WWW-Authenticate"])
            self.assertEqual(401, s.get("/metrics").status)
            self.assertEqual(401, s.post({"text": "x"}).status)
            mine = {"Authorization": "Bearer " + self.TOKEN}
            self.assertEqual(200, s.get(API + "/incidents", headers=mine).status)
            self.assertEqual(200, s.get("/metrics", headers=mine).status)
            self.assertEqual(200, s.get("/").status)  # the page itself asks for it

    def test_other_addresses_need_one(self):
        done = support.run("serve", "--address", "0.0.0.0", "--port", str(serve_support.free_port()), "--db", "/nowhere/x.db",
                           env={"SITREP_DB": "/nowhere/x.db"})
        self.assertEqual(2, done.returncode)
        self.assertIn(b"--token-file", done.stderr)

    def test_short_tokens_are_refused(self):
        done = support.run("serve", "--db", "/nowhere/x.db", env={"SITREP_TOKEN": "secret"})
        self.assertEqual(2, done.returncode)
        self.assertIn(b"16", done.stderr)

    def test_other_addresses_say_how_to_put_tls_in_front(self):
        with Server("--address", "0.0.0.0", env={"SITREP_TOKEN": self.TOKEN}, reports=False) as s:
            until = time.monotonic() + 30 * support.SLOWER  # it answers before it has said all
            while "ssl_certificate" not in s.log() and time.monotonic() < until:
                time.sleep(0.05)
            self.assertIn("ssl_certificate", s.log())

    def test_rate(self):
        with Server("--rate", "5", reports=False) as s:
            statuses = [s.get(API + "/stats").status for _ in range(40)]
            self.assertIn(200, statuses)
            self.assertIn(429, statuses)
            self.assertEqual(200, s.get("/healthz").status)

    def test_cors_only_when_asked(self):
        with Server("--cors", "https://desk.example", reports=False) as s:
            answer = s.get(API + "/stats", headers={"Origin": "https://desk.example"})
            self.assertEqual("https://desk.example", answer.headers["Access-Control-Allow-Origin"])
            self.assertEqual(204, s.get(API + "/stats", method="OPTIONS").status)


class Hostile(unittest.TestCase):
    """Bytes that are no requests, and requests nobody should send: the server lives on."""

    def send(self, s, data):
        try:
            with socket.create_connection(("127.0.0.1", s.port), timeout=10) as c:
                c.settimeout(0.2)
                c.sendall(data)
                c.shutdown(socket.SHUT_WR)
                while c.recv(65536):
                    pass
        except OSError:
            pass

    def test_fuzzed_requests(self):
        count = int(os.environ.get("SITREP_HOSTILE", "150"))
        rng = random.Random(7)
        seeds = [b"GET /api/v1/incidents?type=ATTACK&limit=3 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 b"GET /api/v1/map?bbox=-180,-85,180,85&width=900 HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n",
                 b"POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}",
                 b"GET /api/v1/incidents/%00%ff/../timeline?as_of=2023-01-01 HTTP/1.1\r\nHost: 127.0.0.1\r\nIf-None-Match: W/\"x\"\r\n\r\n",
                 b"GET /api/v1/search?q=%22a*%20OR%20NEAR( HTTP/1.1\r\nHost: localhost\r\n\r\n",
                 b"GET /api/v1/actors/%27%3B%20DROP%20TABLE HTTP/1.0\r\nHost: localhost\r\n\r\n"]
        with Server() as s:
            before = s.json(API + "/stats")["incidents"]
            for _ in range(count):
                data = bytearray(rng.choice(seeds))
                for _ in range(rng.randrange(1, 8)):
                    where = rng.randrange(len(data))
                    what = rng.randrange(4)
                    if what == 0:
                        data[where] = rng.randrange(256)
                    elif what == 1:
                        del data[where:where + rng.randrange(1, 9)]
                    elif what == 2:
                        data[where:where] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
                    else:
                        data[where:where] = data[rng.randrange(len(data)):][:rng.randrange(1, 200)]
                    data = data or bytearray(b"x")
                self.send(s, bytes(data))
            self.assertEqual(before, s.json(API + "/stats")["incidents"])

    def test_long_and_slow_ones(self):
        with Server(reports=False) as s:
            self.send(s, b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\n\r\n")
            self.send(s, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20000 + b"\r\n")
            self.send(s, b"GET /api/v1/incidents?" + b"&".join(b"q%d=1" % i for i in range(3000)) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            idle = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(200)]
            self.assertEqual(200, s.get("/healthz").status)
            for c in idle:
                c.close()

    def test_article_text_stays_text(self):
        with Server() as s:
            for path in ("/incidents", "/reports/hostile"):
                answer = s.get(API + path)
                self.assertEqual("application/json", answer.headers["Content-Type"])
            self.assertIn("<script>", s.json(API + "/reports/hostile")["text"])


if __name__ == "__main__":
    unittest.main()
