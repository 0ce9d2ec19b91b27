"""Hostile input: it ends in time, without a crash, and is told where it is bad.

Limits are of processor time, so that a busy machine does not fail them; the clock only ends what
hangs."""
import json
import os
import resource
import unittest

import support
from support import ATTACK

SENTENCE = "Gunmen killed nine people in Kabul on Friday, police said. "

# name, bytes, exit codes that are right, seconds of processor time
CASES = [
    ("a megabyte without a space", b"a" * 1000000, {0}, 10),
    ("a megabyte of one digit", b"9" * 1000000, {0}, 10),
    ("100,000 nested quotes", ("said \"" * 100000).encode(), {0}, 10),
    ("100,000 typographic quotes", ("\u201che said " * 100000).encode(), {0}, 10),
    ("100,000 open brackets", b"[(" * 50000, {0}, 10),
    ("one line of 2 MB", (SENTENCE * (2000000 // len(SENTENCE))).encode(), {0}, 40),
    ("2 MB without a full stop", (SENTENCE.replace(".", ",") * 34000)[:2000000].encode(), {0}, 40),
    ("100,000 lines of one letter", b"a\n" * 100000, {0}, 10),
    ("NUL bytes", b"Nine died.\0\0 Two \0 more.", {0, 3}, 5),
    ("nothing but NUL bytes", b"\0" * 100000, {0, 1, 3}, 5),
    ("invalid UTF-8", b"Nine died in M\xfcnchen \xff\xfe\x80 on Friday.", {3}, 5),
    ("cut UTF-8", "Nine died in M\u00fcnchen".encode()[:-5] + b"\xc3", {3}, 5),
    ("UTF-16 little endian", ATTACK.encode("utf-16"), {0, 3}, 5),
    ("UTF-16 big endian", b"\xfe\xff" + ATTACK.encode("utf-16-be"), {0, 3}, 5),
    ("UTF-8 with a byte order mark", b"\xef\xbb\xbf" + ATTACK.encode(), {0}, 5),
    ("nothing", b"", {1, 3}, 5),
    ("white space only", b" \n\t\n" * 1000, {0, 1, 3}, 5),
    ("a binary", bytes((i * 7919 + i // 3) % 256 for i in range(300000)), {0, 1, 3}, 10),
    ("a broken gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03garbage", {3}, 5),
    ("JSON nested 100,000 deep", b'{"text":' + b"[" * 100000, {3}, 5),
    ("a JSON line of 2 MB", json.dumps({"text": SENTENCE * 34000}).encode() + b"\n", {0}, 40),
    ("JSON with a lone surrogate", b'{"text":"Nine died \\ud800 today."}\n', {0, 3}, 5),
    ("JSON with NUL in the text", b'{"text":"Nine died\\u0000today."}\n', {0, 3}, 5),
]


def processor():
    """Seconds of processor time of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Pathological(support.Case):
    def check(self, name, data, codes, seconds):
        path = self.file("input", data)
        for form in ("--json", "--annotations"):
            began = processor()
            done = support.run("read", form, path, limit=20 * seconds)
            spent = processor() - began
            right = codes - {1} | {0} if form == "--annotations" and 1 in codes else codes
            self.assertIn(done.returncode, right,
                          "%s %s: %s" % (name, form, done.stderr[:300].decode("utf-8", "replace")))
            done.stdout.decode("utf-8")
            self.assertLess(spent, seconds * support.SLOWER, "%s %s" % (name, form))
            if done.returncode == 3:
                self.assertIn(b"; ", done.stderr)
            if os.environ.get("SITREP_TEST_VERBOSE"):
                print("%-32s %-14s %6.2f s" % (name, form, spent))

    def test_cases(self):
        for case in CASES:
            with self.subTest(case[0]):
                self.check(*case)

    def test_time_is_linear(self):
        """Ten times the text takes less than thirty times as long."""
        spent = []
        for n in (500, 5000):
            path = self.file("long.txt", SENTENCE * n)
            began = processor()
            support.run("read", "--json", path, limit=600)
            spent.append(max(processor() - began, 0.05))
        self.assertLess(spent[1] / spent[0], 30)


if __name__ == "__main__":
    unittest.main()
