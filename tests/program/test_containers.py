"""Feeds, mail, archives and web archives through `sitrep read`: what is in them comes out, nested too;
bombs and damage end in a message, never in a lost run."""
import bz2
import gzip
import io
import json
import os
import re
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

    def test_article_of_several_pages(self):
        """Pages 1 to 3 of an article, in any company, are one report; an article with a next page that is not there stands alone."""
        def page(words, links):
            return "<html><head><title>Five killed</title>%s</head><body><article><h1>Five killed</h1>%s</article></body></html>" % (
                links, "".join("<p>%s It was the %s attack this year, residents and officials told reporters.</p>" % (TEXT, w) for w in words))
        archive = b"".join(record(b"response", uri, http(b"text/html", body)) for uri, body in (
            (b"http://a.example/story", page(("first", "second", "third"), "<link rel=next href='/story?page=2'>")),
            (b"http://a.example/other", page(("tenth", "ninth", "eighth"), "<link rel=next href='/a-newer-story'>")),  # a blog's next post
            (b"http://a.example/story?page=2", page(("fourth", "fifth", "sixth"), "<link rel=prev href='/story'><link rel=next href='/story?page=3'>")),
            (b"http://a.example/lost/", page(("red", "green", "blue"), "<link rel=next href='/lost/2'>")),
            (b"http://a.example/story?page=3", page(("seventh", "last"), ""))))
        reports, said = self.read("a.warc", archive)
        self.assertEqual([r["url"] for r in reports], ["http://a.example/other", "http://a.example/story", "http://a.example/lost/"])
        self.assertIn("an article of 3 pages, put together", said)
        self.assertIn("further pages of articles 2", said)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.warc")
            with open(path, "wb") as f:
                f.write(archive)
            dump = subprocess.run([SITREP, "read", "--annotations", path], capture_output=True, check=True).stdout.decode()
        story = dump[dump.index("# newdoc id = http://a.example/story"):dump.index("# newdoc id = http://a.example/lost")]
        places = [story.index("the %s attack" % w) for w in ("first", "third", "fourth", "sixth", "seventh", "last")]
        self.assertEqual(places, sorted(places))

    def test_live_blog(self):
        """Each entry is a report with its own time; a time of day alone gives no entry a day."""
        entry = "<div class=post><time datetime='2019-03-0%dT%02d:15:00Z'>%02d:15</time><p>%s</p></div>"
        texts = ["Five people were killed in Kaduna, police said on the spot.", "The army has closed the road to the north of the town of Kaduna.",
                 "Seven people were killed in a second attack near Zaria, an official said."]
        body = "".join(entry % (day, hour, hour, t) for day, hour, t in ((6, 1, texts[2]), (5, 23, texts[1]), (5, 20, texts[0]),
                                                                    (5, 19, "There are reports of shots at a market in Kaduna.")))
        blog = ("<html><head><title>Kaduna attack: live updates</title><link rel=canonical href='http://a.example/live/kaduna'></head><body>"
                "<article><h1>Kaduna attack: live updates</h1><p>Our reporters follow the attack on a market in Kaduna and what comes of it, here is all we "
                "know so far about the victims and the attackers.</p>%s</article></body></html>" % body)
        reports, _ = self.read("live.html", blog)
        self.assertEqual([r["published"] for r in reports], ["2019-03-05T19:15:00Z", "2019-03-06T01:15:00Z",
                         "2019-03-05T23:15:00Z", "2019-03-05T20:15:00Z", "2019-03-05T19:15:00Z"])
        self.assertEqual([r["id"] for r in reports][:2], ["live", "live#1"])
        self.assertEqual([r["incidents"][0]["killed"]["best"] for r in (reports[1], reports[3])], [7, 5])
        bare, _ = self.read("bare.html", re.sub(r"datetime='2019-03-0\dT(\d\d:\d\d):00Z'", r"datetime='\1'", blog))
        self.assertEqual([(r["id"], r["published"]) for r in bare], [("bare", None)])
        told = ('<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Kaduna attack","datePublished":"2019-03-05T19:00:00Z",'
                '"liveBlogUpdate":[%s]}</script>' % ",".join('{"@type":"BlogPosting","headline":"h%d","datePublished":"2019-03-05T2%d:00:00+01:00",'
                                                             '"articleBody":"%s"}' % (i, i, t) for i, t in enumerate(texts)))
        reports, _ = self.read("told.html", blog.replace("</head>", told + "</head>").replace("<time", "<span").replace("</time", "</span"))
        self.assertEqual([(r["title"], r["published"]) for r in reports], [("h%d" % i, "2019-03-05T2%d:00:00+01:00" % i) for i in range(3)])

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

    def test_summary(self):
        """How many of what were read, passed over, and why."""
        with tempfile.TemporaryDirectory() as folder:
            for name, data in (("a.txt", TEXT), ("b.jsonl", '{"text":"%s"}\n{broken\n{"text":"x"}\n' % TEXT), ("c.html", PAGE), ("d.xml", FEED),
                               ("e.bin", "\0\1\2" * 300), ("f.eml", MAIL), ("g.txt", "")):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    f.write(data)
            run = subprocess.run([SITREP, "read", "--json", folder], capture_output=True, check=False)
            self.assertEqual(3, run.returncode)
            self.assertEqual(8, len(run.stdout.splitlines()))
            self.assertIn("summary:0: read: texts 1, JSON lines 2, pages 1, feed entries 1, mails 2, files of archives 1; passed over: "
                          "feed entries without text 1, lines that could not be read 1, files that could not be read 2\n", run.stderr.decode())
            run = subprocess.run([SITREP, "read", "--json", os.path.join(folder, "a.txt")], capture_output=True, check=True)
            self.assertEqual(b"", run.stderr)

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
