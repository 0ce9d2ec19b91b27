"""`sitrep watch`: rules with the corroboration they ask for; a restart in between misses nothing and tells nothing twice."""
import contextlib
import hashlib
import hmac
import http.server
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest
import xml.etree.ElementTree as tree

import serve_support
import support

HALL = serve_support.REPORTS[:3]  # "at least 40"; 62; a copy of that
SECOND = {"id": "hall-4", "publisher": "Delta Post", "url": "https://delta.example/hall", "published": "2023-11-18T15:00:00Z",
          "title": "What we know of the raid in Nairobi",
          "text": "At least 58 people were killed when gunmen attacked a concert hall in Nairobi on Friday, the Red Cross said. "
                  "Kenyan officials accused al-Shabaab. Hospitals in the capital asked for blood and a curfew was imposed."}


class Receiver:
    """A webhook on loopback: answers with the statuses given, then 200."""

    def __init__(self, *statuses):
        self.got, self.statuses = [], list(statuses)
        self.took = lambda: None  # called before it answers
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                receiver.got.append((status, dict(self.headers), body))
                receiver.took()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d/hook" % self.server.server_port

    def taken(self):
        return [json.loads(body) for status, _, body in self.got if status == 200]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Watch(support.Case):
    def setUp(self):
        super().setUp()
        self.db = os.path.join(self.folder, "l.db")

    def ingest(self, *reports):
        path = self.file("r.jsonl", "".join(json.dumps(r) + "\n" for r in reports))
        self.exits(0, "ingest", "--db", self.db, path)

    def watch(self, *args, code=0):
        return self.exits(code, "watch", *args, "--db", self.db)

    def add(self, rule, publishers, *deliver, query=""):
        self.watch("add", "w", "--rule", rule, "--publishers", str(publishers), "--query", query, *deliver)

    def hook(self, *statuses):
        receiver = Receiver(*statuses)
        self.addCleanup(receiver.close)
        return receiver

    def test_figure_waits_for_a_second_publisher(self):
        hook = self.hook()
        self.add("killed >= 40", 2, "--webhook", hook.url)
        self.ingest(HALL[1], HALL[2])  # one text, printed twice: one voice
        self.watch("run", "--once")
        self.assertEqual([], hook.got)
        self.ingest(SECOND)
        self.watch("run", "--once")
        self.assertEqual(1, len(hook.taken()), hook.got)
        alert = hook.taken()[0]
        self.assertIn("2 publishers", alert["why"])
        self.assertEqual(2, len({e["publisher"] for e in alert["evidence"]}))
        self.assertTrue(all(any(n in e["words"] for n in ("62", "58")) for e in alert["evidence"]), alert["evidence"])
        self.assertTrue(alert["links"]["page"].endswith("/incidents/" + alert["incident"]["id"]))
        self.watch("run", "--once")
        self.assertEqual(1, len(hook.got))

    def test_webhook_is_signed(self):
        hook = self.hook()
        secret = self.file("secret", "a secret of ours\n")
        self.add("killed >= 1", 1, "--webhook", hook.url, "--secret-file", secret)
        self.ingest(HALL[0])
        self.watch("run", "--once")
        _, headers, body = hook.got[0]
        want = hmac.new(b"a secret of ours", body, hashlib.sha256).hexdigest()
        self.assertEqual("sha256=" + want, headers["X-Sitrep-Signature"])
        self.assertEqual(json.loads(body)["alert"], headers["X-Sitrep-Alert"])

    def test_restart_in_between(self):
        hook = self.hook(500, 503)
        self.add("killed >= 1", 1, "--webhook", hook.url)
        self.ingest(HALL[0])
        self.watch("run", "--once", code=3)  # refused; what was found waits in the ledger
        self.assertIn(b"answers 500", self.watch("list").stdout)
        self.ingest(serve_support.REPORTS[3])
        self.watch("run", "--once", code=3)
        self.watch("run", "--once")
        self.watch("run", "--once")
        alerts = [a["alert"] for a in hook.taken()]
        self.assertEqual(2, len(alerts))
        self.assertEqual(2, len(set(alerts)))
        self.assertNotIn(b"trouble", self.watch("list").stdout)

    def test_query_narrows(self):
        hook = self.hook()
        self.add("killed >= 1", 1, "--webhook", hook.url, query="country=NG")
        self.ingest(*serve_support.REPORTS)
        self.watch("run", "--once")
        self.assertEqual(["NG"], [a["incident"]["place"]["country"] for a in hook.taken()])

    def test_positions(self):
        hook = self.hook()
        self.add("position on al-Shabaab", 1, "--webhook", hook.url)
        self.ingest(HALL[0])
        self.watch("run", "--once")
        first = len(hook.taken())
        self.assertGreaterEqual(first, 1)
        self.ingest(serve_support.REPORTS[3])  # Boko Haram's
        self.watch("run", "--once")
        self.assertEqual(first, len(hook.taken()))

    def test_only_what_is_new_unless_asked(self):
        hook = self.hook()
        self.ingest(HALL[0])
        self.add("killed >= 1", 1, "--webhook", hook.url)
        self.watch("run", "--once")
        self.assertEqual([], hook.got)
        self.watch("add", "w", "--all", "--rule", "killed >= 1", "--publishers", "1", "--webhook", hook.url)
        self.watch("run", "--once")
        self.assertEqual(1, len(hook.taken()))

    def test_files_and_programs(self):
        atom, out = os.path.join(self.folder, "w.atom"), os.path.join(self.folder, "out.json")
        mail = os.path.join(self.folder, "mail.txt")
        program = self.file("take", "#!/bin/sh\ncat > %s\n" % out)
        sendmail = self.file("sendmail", "#!/bin/sh\necho \"$@\" > %s\ncat >> %s\n" % (mail, mail))
        os.chmod(program, 0o755)
        os.chmod(sendmail, 0o755)
        os.mkdir(os.path.join(self.folder, "cap"))
        self.add("killed >= 3", 1, "--atom", atom, "--cap", os.path.join(self.folder, "cap"), "--command", program, "--mail",
                 "desk@example.org", query="country=AF")
        self.ingest(*serve_support.REPORTS)
        self.exits(0, "watch", "run", "--once", "--db", self.db, env={"SITREP_SENDMAIL": sendmail})
        with open(out, encoding="utf-8") as f:
            alert = json.load(f)
        feed = tree.parse(atom).getroot()
        self.assertEqual(1, len(feed.findall("{http://www.w3.org/2005/Atom}entry")))
        cap = tree.parse(os.path.join(self.folder, "cap", alert["alert"] + ".xml")).getroot()
        space = "{urn:oasis:names:tc:emergency:cap:1.2}"
        self.assertEqual(alert["incident"]["id"], cap.find(space + "incidents").text)
        self.assertTrue(cap.find(space + "info/" + space + "area/" + space + "areaDesc").text)
        with open(mail, encoding="utf-8") as f:
            text = f.read()
        head = text.split("\n\n")[0]
        self.assertIn("-t -i", head)
        self.assertIn("To: desk@example.org", head)
        self.assertNotIn("<", head.replace("<%s@sitrep.invalid>" % alert["alert"], ""))

    def cap(self, folder):
        space = "{urn:oasis:names:tc:emergency:cap:1.2}"
        found = []
        for name in sorted(os.listdir(folder), key=lambda n: os.stat(os.path.join(folder, n)).st_mtime_ns):
            path = os.path.join(folder, name)
            if shutil.which("xmllint"):
                schema = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cap-1.2.xsd")
                done = subprocess.run(["xmllint", "--noout", "--schema", schema, path], stderr=subprocess.PIPE, check=False)
                self.assertEqual(0, done.returncode, done.stderr)
            found.append({e.tag.replace(space, ""): e.text for e in tree.parse(path).iter()})
        return found

    def test_cap_fits_its_schema_and_updates_what_was_said(self):
        folder = os.path.join(self.folder, "cap")
        os.mkdir(folder)
        self.add("killed revised > 20 %", 1, "--cap", folder, query="country=AF")
        told = ("HERAT - Gunmen killed %d people at a bus station in Herat, Afghanistan, on Tuesday, police said. "
                "Police blamed the Taliban. ")
        for n, (dead, hour) in enumerate([(10, 8), (20, 12), (35, 18)]):
            self.ingest({"id": "bus-%d" % n, "publisher": "Harbour News", "url": "https://harbour.example/bus", "published":
                         "2024-01-09T%02d:00:00Z" % hour, "title": "Gunmen attack bus station in Herat", "text": told % dead + "Shops shut. " * n})
            self.watch("run", "--once")
        said = self.cap(folder)
        self.assertEqual(["Alert", "Update"], [c["msgType"] for c in said])
        self.assertEqual("sitrep,%s,%s" % (said[0]["identifier"], said[0]["sent"]), said[1]["references"])
        self.assertEqual({("Test", "Past", "Security", "attack")}, {(c["status"], c["urgency"], c["category"], c["event"]) for c in said})
        self.assertEqual("Severe", said[1]["severity"])
        self.watch("add", "w2", "--all", "--rule", "killed >= 10", "--publishers", "1", "--cap", folder, "--actual")
        self.watch("run", "w2", "--once")
        self.assertEqual("Actual", self.cap(folder)[-1]["status"])

    def test_waiting_alerts_of_older_programs_have_an_instant(self):
        """Alerts that wait since before `found` and `earlier` were told: the last report's time stands for it."""
        folder, atom = os.path.join(self.folder, "cap"), os.path.join(self.folder, "w.atom")
        self.add("killed >= 1", 1, "--cap", folder, "--atom", atom, query="country=KE")
        self.ingest(HALL[0])
        self.watch("run", "--once", code=3)  # the folder is not there yet
        os.remove(atom)
        with contextlib.closing(sqlite3.connect(self.db)) as ledger, ledger:
            watch = json.loads(ledger.execute("SELECT value FROM watch WHERE name = 'w'").fetchone()[0])
            waiting = watch["pending"][0]
            seen = waiting["alert"]["incident"]["last_seen"]
            for alert in [waiting["alert"]] + watch["recent"]:
                del alert["found"], alert["earlier"]
            watch["pending"].append({"deliver": 1 - waiting["deliver"], "alert": waiting["alert"]})
            ledger.execute("UPDATE watch SET value = ? WHERE name = 'w'", (json.dumps(watch),))
        os.mkdir(folder)
        self.watch("run", "--once")
        told = self.cap(folder)
        self.assertEqual(["Alert"], [c["msgType"] for c in told])
        self.assertEqual("2023-11-17", seen[:10])
        self.assertEqual(seen[:19] + "-00:00", told[0]["sent"])
        updated = tree.parse(atom).getroot().findall(".//{http://www.w3.org/2005/Atom}updated")
        self.assertEqual([seen, seen], [u.text for u in updated])

    def test_cap_says_what_the_export_says(self):
        folder = os.path.join(self.folder, "cap")
        os.mkdir(folder)
        self.add("killed >= 1", 1, "--cap", folder)
        self.ingest(*serve_support.REPORTS)
        self.watch("run", "--once")

        def codes(c):
            return [c["urgency"], c["severity"], c["certainty"], c.get("circle", "").split(" ")[-1]]

        told = {c["incidents"]: codes(c) for c in self.cap(folder)}
        out = self.exits(0, "export", "--db", self.db, "--format", "cap").stdout.decode()
        exported = {}
        for one in filter(str.strip, out.split("<?xml")):
            c = {e.tag.split("}")[1]: e.text for e in tree.fromstring("<?xml" + one).iter()}
            exported[c["incidents"]] = codes(c)
        self.assertGreaterEqual(len(told), 2)
        self.assertEqual({k: exported[k] for k in told}, told)

    def test_killed_at_any_moment(self):
        """A run that is killed between its steps: every alert arrives, and what arrives again has the same id."""
        hook = self.hook()
        self.add("killed >= 1", 1, "--webhook", hook.url)
        moment = random.Random(5)
        towns = ["Kaduna, Nigeria", "Herat, Afghanistan", "Cali, Colombia", "Mosul, Iraq", "Karachi, Pakistan", "Manila, Philippines"]
        for n, town in enumerate(towns):
            self.ingest({"id": "t-%d" % n, "publisher": "Harbour News", "published": "2023-0%d-11" % (n + 1), "title": "Gunmen kill %d in %s" % (n + 2, town),
                         "text": "Gunmen killed %d people at a market in %s on 2023-0%d-10, police said." % (n + 2, town, n + 1)})
            running = subprocess.Popen([support.SITREP, "watch", "run", "--db", self.db, "--every", "1"], stderr=subprocess.DEVNULL)
            time.sleep(moment.uniform(0, 0.12) * support.SLOWER)
            running.kill()
            running.wait()
        self.watch("run", "--once")
        alerts = [a["alert"] for a in hook.taken()]
        self.assertEqual(len(towns), len(set(alerts)), alerts)
        self.assertEqual(len(towns), len({a["incident"]["id"] for a in hook.taken()}))
        before = len(alerts)
        self.watch("run", "--once")
        self.assertEqual(before, len(hook.taken()))

    def killed_after(self, way, *deliver, env=None):
        """A run whose receiver took the alert and then, before the run could note it, killed it; then another run."""
        self.add("killed >= 1", 1, *deliver)
        self.ingest(HALL[0])
        running = subprocess.Popen([support.SITREP, "watch", "run", "--db", self.db, "--once"], stderr=subprocess.DEVNULL,
                                   env=dict(os.environ, **(env or {})))
        self.kill = running
        self.assertEqual(-signal.SIGKILL, running.wait(30 * support.SLOWER), way)
        self.exits(0, "watch", "run", "--once", "--db", self.db, env=env)
        self.exits(0, "watch", "run", "--once", "--db", self.db, env=env)

    def test_killed_between_delivery_and_note_webhook(self):
        hook = self.hook()
        hook.took = lambda: self.kill.kill() if len(hook.got) == 1 else None
        self.killed_after("webhook", "--webhook", hook.url)
        self.assertEqual(2, len(hook.got))
        (_, first, body), (_, again, body_again) = hook.got
        self.assertEqual(body, body_again)
        for head in ("X-Sitrep-Alert", "Idempotency-Key"):
            self.assertEqual(first[head], again[head])
        self.assertEqual('"%s"' % json.loads(body)["alert"], first["Idempotency-Key"])

    def test_killed_between_delivery_and_note_programs(self):
        for way in ("command", "mail"):
            with self.subTest(way):
                self.db = os.path.join(self.folder, way + ".db")
                taken = os.path.join(self.folder, way)
                os.mkdir(taken)
                program = self.file("take-" + way, "#!/bin/sh\nn=$(ls %s | wc -l)\n(echo \"$SITREP_ALERT\"; cat) > %s/$n\n"
                                    "test $n = 0 && kill -KILL $PPID\nexit 0\n" % (taken, taken))
                os.chmod(program, 0o755)
                self.killed_after(way, *(("--command", program) if way == "command" else ("--mail", "desk@example.org")),
                                  env={"SITREP_SENDMAIL": program})
                texts = [open(os.path.join(taken, name), encoding="utf-8").read() for name in sorted(os.listdir(taken))]
                self.assertEqual(2, len(texts))
                self.assertEqual(texts[0], texts[1])
                alert = texts[0].splitlines()[0]
                self.assertRegex(alert, "^[0-9a-f]{32}$")
                self.assertIn("Message-ID: <%s@sitrep.invalid>" % alert if way == "mail" else '"alert":"%s"' % alert,
                              texts[0].replace('": "', '":"'))

    def test_senseless_ones_are_refused(self):
        for args in [("add", "w"), ("add",), ("dance",), (), ("add", "w", "--rule", "many dead", "--publishers", "1", "--atom", "x"),
                     ("add", "w", "--rule", "killed >= 1", "--atom", "x"), ("add", "w", "--rule", "killed >= 1", "--publishers", "1"),
                     ("add", "w", "--rule", "killed >= 1", "--publishers", "1", "--webhook", "ftp://x"),
                     ("add", "w", "--rule", "killed >= 1", "--publishers", "1", "--atom", "x", "--query", "killed_min=many")]:
            self.watch(*args, code=2)
        self.assertEqual(b"", self.watch("list", code=1).stdout)
        self.add("killed >= 1", 1, "--atom", "x")
        self.watch("remove", "w")
        self.watch("list", code=1)


if __name__ == "__main__":
    unittest.main()
