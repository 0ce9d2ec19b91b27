"""Feeds, mail, archives and web archives through `sitrep read`: what is in them comes out, nested too;
bombs and damage end in a message, never in a lost run."""
import bz2
import gzip
import io
import json
import os
import subprocess
import tarfile
import tempfile
import unittest
import zipfile

SITREP = os.environ["SITREP"]
TEXT = ("Gunmen killed five people in Kaduna on Monday, police said. Twelve others were wounded when the attackers "
        "fired at a market. ")
MAIL = """From: Relief Desk <desk@example.org>
To: all@example.org
Subject: =?utf-8?q?Five_killed_=E2=80=93_Kaduna?=
Date: Tue, 05 Mar 2019 07:08:09 +0100
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

%s caf=E9
--b
Content-Type: text/plain; name=att.txt
Content-Disposition: attachment; filename=att.txt

date 2019-03-06
%s
--b
Content-Type: message/rfc822

From: other@example.org
To: x@example.org
Subject: forwarded

%s
--b--
""" % (TEXT, TEXT, TEXT)
FEED = ("<rss version='2.0'><channel><title>River</title><item><title>Teaser</title><link>http://r.example/1</link>"
        "<description>x</description></item><item><title>Five killed</title><link>http://r.example/2</link>"
        "<pubDate>Tue, 05 Mar 2019 07:08:09 GMT</pubDate><description><![CDATA[%s]]></description></item></channel></rss>"
        % "".join("<p>%s</p>" % TEXT for _ in range(4)))
PAGE = "<html><head><title>Five killed</title></head><body><article><h1>Five killed</h1>%s</article></body></html>" % "".join(
    "<p>%s It was the %s attack this year, residents and officials told reporters.</p>" % (TEXT, w)
    for w in ("third", "fourth", "fifth", "sixth"))


def record(kind, uri, block):
    return (b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n" % (kind, uri, len(block))
            + block + b"\r\n\r\n")


def http(mime, body):
    return b"HTTP/1.1 200 OK\r\nContent-Type: " + mime + b"\r\n\r\n" + body.encode()


def web_archive():
    return b"".join(gzip.compress(r) for r in (
        record(b"response", b"http://a.example/1", http(b"text/html", PAGE)),
        record(b"response", b"http://a.example/rss", http(b"application/rss+xml", FEED)),
        record(b"response", b"http://a.example/i", http(b"image/png", "x")),
        record(b"conversion", b"http://a.example/2", TEXT.encode()).replace(b"\r\nContent-L", b"\r\nContent-Type: text/plain\r\nContent-L")))


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files:
            z.writestr(name, data)
    return out.getvalue()


class Containers(unittest.TestCase):
    def read(self, name, data, code=0, stdin=False):
        if isinstance(data, str):
            data = data.encode()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            with open(path, "wb") as f:
                f.write(data)
            run = subprocess.run([SITREP, "read", "--json", "-" if stdin else path], capture_output=True,
                                 input=data if stdin else b"", timeout=300, check=False)
        self.assertEqual(run.returncode, code, run.stderr)
        return [json.loads(line) for line in run.stdout.splitlines()], run.stderr.decode()

    def test_feed(self):
        reports, said = self.read("f.xml", FEED)
        self.assertEqual([r["url"] for r in reports], ["http://r.example/2"])
        self.assertEqual(reports[0]["published"], "2019-03-05T07:08:09Z")
        self.assertEqual(reports[0]["publisher"], "River")
        self.assertIn("1 of 2 entries have no text", said)
        self.assertEqual(reports[0]["incidents"][0]["killed"]["best"], 5)

    def test_mail(self):
        reports, _ = self.read("m.eml", MAIL)
        self.assertEqual([r["id"] for r in reports], ["1@example.org", "att", "forwarded#1"])
        self.assertEqual(reports[0]["title"], "Five killed – Kaduna")
        self.assertEqual(reports[0]["published"], "2019-03-05T07:08:09+01:00")
        self.assertEqual(reports[1]["published"], "2019-03-06")
        box = "".join("From a@b.example Tue Mar  5 07:08:09 2019\nFrom: a@b.example\nTo: c\nSubject: s%d\n\n%s\n\n" % (i, TEXT)
                      for i in range(3))
        self.assertEqual([r["title"] for r in self.read("box", box)[0]], ["s0", "s1", "s2"])

    def test_web_archive(self):
        for stdin in (False, True):
            reports, said = self.read("a.warc.gz", web_archive(), stdin=stdin)
            self.assertEqual([r["url"] for r in reports], ["http://a.example/1", "http://r.example/2", "http://a.example/2"])
            self.assertIn("1 record without a text", said)

    def test_nested(self):
        inner = gzip.compress(tar([("deep/a.txt", ("date 2019-03-05\n" + TEXT).encode()), ("b.jsonl", b'{"id":"j","text":"x"}\n')]))
        data = zipped([("m.eml", MAIL), ("in/inner.tar.gz", inner), ("p.html", PAGE), ("pic.png", b"\x89PNG" + bytes(500)),
                       (".hidden", "x"), ("a.warc.gz", web_archive())])
        reports, said = self.read("all.zip", data, code=3)
        self.assertEqual([r["id"] for r in reports], ["1@example.org", "att", "forwarded#1", "a", "j", "p", "http://a.example/1",
                                                      "http://r.example/2", "http://a.example/2"])
        self.assertIn("all.zip/pic.png:0: does not look like text; skipped", said)
        self.assertIn("passed over: feed entries without text 1, parts that could not be read 1", said)
        self.assertEqual(len(self.read("t.tar.bz2", bz2.compress(gzip.decompress(inner)))[0]), 2)
        self.assertEqual(len(self.read("t", inner, stdin=True)[0]), 2)

    def test_bombs(self):
        _, said = self.read("bomb.zip", zipped([("zeros.txt", b"a" * (200 << 20))]), code=3)
        self.assertIn("unpacks to far more than a text can", said)
        data = TEXT.encode()
        for i in range(12):
            data = zipped([("n%d.zip" % i if i else "a.txt", data)])
        _, said = self.read("nested.zip", data, code=3)
        self.assertIn("archives nested too deep; skipped", said)

    def test_damage(self):
        whole = zipped([("a.txt", TEXT), ("b.txt", TEXT * 50), ("c.txt", TEXT)])
        reports, said = self.read("cut.zip", whole[:len(whole) // 2], code=3)
        self.assertEqual(reports[0]["id"], "a")
        self.assertTrue(said)
        reports, said = self.read("office.docx", zipped([("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")]), code=3)
        self.assertIn("an office document", said)
        archive = bytearray(web_archive())
        archive[60] ^= 0xFF
        reports, said = self.read("bad.warc.gz", bytes(archive), code=3)
        self.assertEqual([r["url"] for r in reports], ["http://r.example/2", "http://a.example/2"])


if __name__ == "__main__":
    unittest.main()
