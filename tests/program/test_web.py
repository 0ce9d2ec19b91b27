"""fetch, follow and feeds against servers on loopback: sound, slow, broken, huge, redirecting, lying about chunks,
and one over TLS with a certificate of our own authority."""
import gzip
import http.server
import json
import os
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

SITREP = os.environ["SITREP"]
SLOWER = float(os.environ.get("SITREP_TEST_SLOWER", "1"))
TEXT = ("Gunmen killed five people in Kaduna on Monday, police said. Twelve others were wounded when the attackers "
        "fired at a market. ")
PAGE = "<html><head><title>Five killed</title></head><body><article><h1>Five killed</h1>%s</article></body></html>" % "".join(
    "<p>%s It was the %s attack this year, residents and officials told reporters.</p>" % (TEXT, w)
    for w in ("third", "fourth", "fifth", "sixth"))
FEED = """<rss version="2.0"><channel><title>River</title>
<item><title>Five killed</title><link>/page</link><guid isPermaLink="false">one</guid><pubDate>Tue, 05 Mar 2019 07:08:09 GMT</pubDate>
<description>teaser</description></item>
<item><title>Whole</title><guid isPermaLink="false">two</guid><description>%s</description></item>
<item><title>Forbidden</title><link>/private/x</link><guid isPermaLink="false">three</guid><description>%s</description></item>
</channel></rss>""" % (TEXT * 5, TEXT)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Clients that go away are what is tested."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    log = []
    tries = {}

    def log_message(self, *_):
        pass

    def give(self, body, mime="text/html", status=200, **headers):
        body = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):  # pylint: disable=invalid-name,too-many-branches
        path = self.path
        Handler.log.append((path, self.headers.get("If-None-Match")))
        count = Handler.tries[path] = Handler.tries.get(path, 0) + 1
        if path == "/robots.txt":
            self.give("User-agent: *\nDisallow: /private/\n", "text/plain")
        elif path == "/feed":
            if self.headers.get("If-None-Match") == '"v1"':
                self.send_response(304)
                self.end_headers()
            else:
                self.give(FEED, "application/rss+xml", ETag='"v1"')
        elif path == "/page":
            self.give(PAGE)
        elif path == "/packed":
            self.give(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
        elif path == "/bomb":
            self.give(gzip.compress(b"a" * (64 << 20)), Content_Encoding="gzip")
        elif path == "/redirect":
            self.give("", status=302, Location="/page")
        elif path == "/loop":
            self.give("", status=302, Location="/loop")
        elif path == "/file":
            self.give("", status=302, Location="file:///etc/passwd")
        elif path == "/inside":
            self.give("", status=302, Location="http://127.0.0.1:1/x")
        elif path == "/later":
            if count < 2:
                self.give("", status=503)
            else:
                self.give(PAGE)
        elif path == "/slow":
            time.sleep(5)
            self.give(PAGE)
        elif path == "/chunks":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"ffff\r\nshort\r\nzz\r\n")
            self.close_connection = True
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"<html>")
            self.close_connection = True
        elif path == "/huge":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x" * (1 << 20))
            except OSError:
                pass
            self.close_connection = True
        elif path == "/notfeed":
            self.give(PAGE)
        else:
            self.give("", status=404)


def serve(certificate=None):
    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def make_certificates(folder):
    """An authority and a certificate for localhost, by openssl(1)."""
    def run(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test CA")
    run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "s.key", "-out", "s.csr", "-subj", "/CN=localhost")
    with open(os.path.join(folder, "ext"), "w", encoding="utf-8") as f:
        f.write("subjectAltName=DNS:localhost\n")
    run("x509", "-req", "-in", "s.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "s.pem", "-days", "2",
        "-extfile", "ext")
    whole = os.path.join(folder, "server.pem")
    with open(whole, "wb") as out:
        for name in ("s.pem", "s.key"):
            with open(os.path.join(folder, name), "rb") as f:
                out.write(f.read())
    return whole, os.path.join(folder, "ca.pem")


class Web(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.server = serve()
        cls.base = "http://127.0.0.1:%d" % cls.server.server_address[1]

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        shutil.rmtree(cls.folder)

    def setUp(self):
        Handler.log.clear()
        Handler.tries.clear()
        self.db = os.path.join(self.folder, self.id() + ".db")

    def sitrep(self, *words, code=0):
        env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        run = subprocess.run([SITREP, *words], capture_output=True, timeout=120 * SLOWER, check=False, env=env)
        self.assertEqual(run.returncode, code, run.stderr)
        return run.stdout.decode(), run.stderr.decode()

    def fetch(self, *paths, code=0, options=()):
        out, said = self.sitrep("fetch", "--json", "--allow-private", "--pause", "1", "--retries", "1", *options,
                                *[self.base + p for p in paths], code=code)
        return [json.loads(line) for line in out.splitlines()], said

    def test_pages(self):
        reports, _ = self.fetch("/page", "/packed", "/redirect", "/later")
        self.assertEqual(len(reports), 4)
        for report in reports:
            self.assertEqual(report["title"], "Five killed")
            self.assertIsNone(report["published"])
            self.assertEqual(report["incidents"][0]["killed"]["best"], 5)
        self.assertEqual(Handler.tries["/later"], 2)
        self.assertEqual(Handler.tries["/robots.txt"], 1)

    def test_trouble(self):
        for path, words in (("/none", "HTTP status 404"), ("/loop", "redirects"), ("/file", "file"), ("/chunks", ""), ("/cut", ""),
                            ("/private/x", "robots.txt forbids it")):
            reports, said = self.fetch(path, code=3)
            self.assertEqual(reports, [], path)
            self.assertIn(self.base + path + ":0: ", said)
            self.assertIn(words, said)
        _, said = self.fetch("/huge", code=3)
        self.assertIn("longer than 16 MB", said)
        _, said = self.fetch("/bomb", code=3)
        self.assertIn("longer than 16 MB", said)
        begun = time.time()
        _, said = self.fetch("/slow", code=3, options=("--timeout", "1"))
        self.assertIn("Timeout", said)
        self.assertLess(time.time() - begun, 30 * SLOWER)
        reports, _ = self.fetch("/none", "/page", code=3)
        self.assertEqual(len(reports), 1)

    def test_own_network_is_refused(self):
        for url in (self.base + "/page", "http://localhost:%d/page" % self.server.server_address[1], "http://[::1]/", "http://10.0.0.1/",
                    "http://169.254.169.254/latest", "http://0.0.0.0:%d/" % self.server.server_address[1]):
            out, said = self.sitrep("fetch", "--json", "--ignore-robots", "--retries", "1", url, code=3)
            self.assertEqual(out, "")
            self.assertIn("an address of this machine or network; refused", said)
        self.assertEqual(Handler.log, [])

    def test_read_takes_addresses(self):
        """`sitrep read URL` goes the same way, and files may stand beside it."""
        out, said = self.sitrep("read", "--json", self.base + "/page", code=3)
        self.assertEqual(out, "")
        self.assertIn("an address of this machine or network; refused", said)
        folder = os.path.join(self.folder, "files")
        os.mkdir(folder)
        path = os.path.join(folder, "beside.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.write(TEXT)
        out, _ = self.sitrep("read", "--json", "--allow-private", path, self.base + "/page", folder)
        ids = [json.loads(line)["id"] for line in out.splitlines()]
        self.assertEqual(ids[:2], ["beside", self.base + "/page"])
        self.assertIn("beside", ids[2:])

    def test_tls(self):
        certificate, authority = make_certificates(self.folder)
        server = serve(certificate)
        url = "https://localhost:%d/page" % server.server_address[1]
        out, _ = self.sitrep("fetch", "--json", "--allow-private", "--ca-file", authority, url)
        self.assertEqual(json.loads(out)["title"], "Five killed")
        out, said = self.sitrep("fetch", "--json", "--allow-private", "--ignore-robots", url, code=3)
        self.assertEqual(out, "")
        self.assertIn("certificate", said)
        out, said = self.sitrep("fetch", "--json", "--allow-private", "--ignore-robots", "--ca-file", authority,
                                url.replace("localhost", "127.0.0.1"), code=3)
        self.assertEqual(out, "")
        server.shutdown()
        server.server_close()

    def follow(self, *words, code=0):
        return self.sitrep("follow", "--db", self.db, "--allow-private", "--pause", "1", "--retries", "1", "--once", *words, code=code)[1]

    def feeds(self, *words):
        return self.sitrep("feeds", "--db", self.db, *words)[0]

    def test_follow(self):
        said = self.follow(self.base + "/feed")
        self.assertIn("3 new entries, 1 page fetched; 3 reports added", said)
        self.assertNotIn(("/private/x", None), Handler.log)
        state = json.loads(self.feeds("--json"))
        self.assertEqual((state["title"], state["items"], state["status"], state["failures"]), ("River", 3, 200, 0))
        self.assertEqual(state["health"], "silent")
        self.assertEqual(state["newest"], "2019-03-05T07:08:09Z")
        said = self.follow()
        self.assertIn("1 unchanged", said)
        self.assertIn("0 new entries", said)
        self.assertEqual([e for e in Handler.log if e[0] == "/feed"], [("/feed", None), ("/feed", '"v1"')])
        dump = self.sitrep("db", "dump", "--db", self.db)[0]
        days = [e["day"] for line in dump.splitlines() for e in json.loads(line)["report"]["editions"]]
        self.assertEqual(sorted(days, key=str), [17960, None, None])  # 2019-03-05; the clock is nobody's date

    def test_failing_feeds_and_lists(self):
        lines = "".join('<outline text="x" xmlUrl="%s%s"/>' % (self.base, p) for p in ("/feed", "/none", "/notfeed"))
        path = os.path.join(self.folder, "list.opml")
        with open(path, "w", encoding="utf-8") as f:
            f.write("<opml><body><outline text='group'>%s</outline></body></opml>" % lines)
        said = self.follow("--opml", path, code=3)
        self.assertIn("3 feeds asked: 0 unchanged, 2 failed", said)
        states = {json.loads(line)["url"]: json.loads(line) for line in self.feeds("--json").splitlines()}
        self.assertEqual(states[self.base + "/none"]["error"], "HTTP status 404")
        self.assertEqual(states[self.base + "/notfeed"]["error"], "no feed at this address")
        self.assertEqual(states[self.base + "/none"]["health"], "failing")
        self.assertIn("1 feed asked", self.follow())  # the failing ones wait
        out = self.feeds("--opml")
        self.assertEqual(out.count("xmlUrl"), 3)
        self.sitrep("feeds", "--db", self.db, "--forget", self.base + "/none")
        self.assertEqual(len(self.feeds("--json").splitlines()), 2)
        self.assertIn("River", self.feeds())

    def test_stops_and_goes_on(self):
        run = subprocess.Popen([SITREP, "follow", "--db", self.db, "--allow-private", "--pause", "1", self.base + "/feed",
                                self.base + "/slow"], stderr=subprocess.PIPE)
        deadline = time.time() + 60 * SLOWER
        while "/slow" not in Handler.tries and time.time() < deadline:
            time.sleep(0.05)
        time.sleep(0.3)
        run.send_signal(signal.SIGTERM)
        said = run.communicate(timeout=60 * SLOWER)[1]
        self.assertEqual(run.returncode, 0, said)
        self.assertIn("reports added", self.follow(code=3))
        self.sitrep("verify", "--db", self.db)
        states = [json.loads(line) for line in self.feeds("--json").splitlines()]
        self.assertEqual(sorted(s.get("items", 0) for s in states), [0, 3])


if __name__ == "__main__":
    unittest.main()
