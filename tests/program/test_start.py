"""The start is light: heavy libraries are loaded when a form needs them, and what is missing then is said."""
import os
import platform
import re
import shutil
import subprocess
import unittest

import support

BUILD = os.path.dirname(os.path.abspath(support.SITREP))
HEAVY = ("libxml2", "libicu", "libuchardet", "libarchive", "libgmime", "libglib", "libgobject", "libcurl", "libmicrohttpd", "libcrypto", "libbrotli")
PAGE = b"<!DOCTYPE html><html><head><title>Attack</title></head><body><article><p>" + support.ATTACK.encode() * 3 + b"</p></article></body></html>"
MAIL = b"From: desk@example.org\nTo: all@example.org\nSubject: Attack\nDate: Fri, 5 Mar 2021 10:00:00 +0000\n\n" + support.ATTACK.encode()
NONE_THERE = """
#include <stddef.h>
#include <string.h>
void *dlopen(const char *name, int flags) { (void)name, (void)flags; return NULL; }
"""


@unittest.skipIf(platform.machine() != "x86_64", "linked as usual on this processor")
@unittest.skipIf(support.SLOWER > 1, "the sanitizers' runtime comes first")
class Start(support.Case):
    def test_needed(self):
        for name in ("sitrep", "libsitrep.so"):
            told = subprocess.run(["readelf", "-d", "-W", os.path.join(BUILD, name)], check=True, stdout=subprocess.PIPE).stdout.decode()
            needed = re.findall(r"\(NEEDED\).*\[(.*)\]", told)
            self.assertIn("libc.so.6", needed)
            self.assertEqual([], [n for n in needed if n.startswith(HEAVY)], "see src/lazy/functions_list.h")

    def test_plain_text_loads_none(self):
        path = self.file("a.txt")
        told = subprocess.run([support.SITREP, "read", path], env=dict(os.environ, LD_DEBUG="files"), check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE).stderr.decode()
        loaded = set(re.findall(r"file=(\S+) \[\d+\];", told))
        self.assertTrue(any(n.startswith("libc.") for n in loaded))
        self.assertEqual([], sorted(n for n in loaded if n.startswith(HEAVY)))
        page = self.file("a.html", PAGE)
        told = subprocess.run([support.SITREP, "read", page], env=dict(os.environ, LD_DEBUG="files"), check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE).stderr.decode()
        self.assertRegex(told, r"file=libxml2")  # so the way of looking is right

    def test_what_is_missing_is_said(self):
        if not shutil.which("cc"):
            self.skipTest("cc is not installed")
        nothing = os.path.join(self.folder, "nothing.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", nothing, "-x", "c", "-"], input=NONE_THERE.encode(), check=True)
        env = {"LD_PRELOAD": nothing}
        files = [self.file("a.html", PAGE), self.file("b.eml", MAIL), self.file("c.zip", b"PK\3\4" + bytes(60)),
                 self.file("d.xml", b"<rss version='2.0'><channel><title>x</title></channel></rss>"), self.file("z.txt")]
        done = self.exits(3, "read", *files, env=env)
        for library in ("libxml2", "libgmime-3.0", "libarchive"):
            self.assertIn("%s.so" % library, done.stderr.decode())
        self.assertIn(b"Kandahar", done.stdout)  # the run goes on
        done = support.run("fetch", "https://example.org/", env=env)
        self.assertNotEqual(0, done.returncode)
        self.assertIn(b"libcurl.so", done.stderr)
        feeds = self.file("feeds.opml", b"<opml version='2.0'><body><outline xmlUrl='https://example.org/rss'/></body></opml>")
        done = support.run("follow", "--once", "--db", os.path.join(self.folder, "l.db"), "--opml", feeds, env=env)
        self.assertNotEqual(0, done.returncode)
        self.assertRegex(done.stderr, rb"feeds\.opml.*libxml2\.so\S* is not installed")


if __name__ == "__main__":
    unittest.main()
