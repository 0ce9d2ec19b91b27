"""What is printed fits the schemas of docs/schema, and the schemas fit the sources."""
import json
import os
import subprocess
import sys
import unittest

import support
from support import ATTACK, QUIET

CHECK = os.path.join(support.ROOT, "tools", "check_json.py")
MAKE = os.path.join(support.ROOT, "tools", "make_schema.py")
SAMPLE = os.environ.get("SITREP_SAMPLE")


def schema(name):
    return os.path.join(support.ROOT, "docs", "schema", name + ".schema.json")


def check(name, lines, *more):
    done = subprocess.run([sys.executable, CHECK, *more, schema(name)], input=lines, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode()


class Schema(support.Case):
    def fits(self, name, lines):
        self.assertTrue(lines)
        for more in ([], ["--own"]):
            code, text = check(name, lines, *more)
            self.assertEqual(0, code, text)

    def test_schemas_are_made_from_the_sources(self):
        done = subprocess.run([sys.executable, MAKE, "--check"], stdout=subprocess.PIPE)
        self.assertEqual(0, done.returncode, done.stdout.decode())

    def test_read(self):
        text = "\n".join(json.dumps({"id": "r", "published": p, "title": t, "text": x, "more": [1]})
                         for p in ("2021-03-06", "2021-03-06T10:00:00+04:30") for t in ("", "Nine killed")
                         for x in (ATTACK, QUIET, ATTACK.upper(), ""))
        done = support.run("read", "--json", "--threshold", "0", stdin=text)
        self.assertEqual(16, len(done.stdout.splitlines()), done.stderr)
        self.fits("record", done.stdout)
        claims = support.run("read", "--claims", "--threshold", "0", stdin=text).stdout
        if claims:
            self.fits("claim", claims)

    def test_literal_record_with_every_member(self):
        if not SAMPLE:
            self.skipTest("SITREP_SAMPLE is not set")
        for name, form in (("record", "json"), ("claim", "claims")):
            self.fits(name, subprocess.run([SAMPLE, form], stdout=subprocess.PIPE).stdout)

    def test_both_validators_refuse(self):
        good = json.loads(support.run("read", "--json", stdin=QUIET).stdout)
        bad = [dict(good, colour="red"), {k: v for k, v in good.items() if k != "id"},
               dict(good, relevance=1.5), dict(good, published="yesterday"), dict(good, kind="gossip"),
               dict(good, incidents=[{}]), dict(good, incidents={}), dict(good, id=7), []]
        for value in bad:
            for more in ([], ["--own"]):
                code, text = check("record", json.dumps(value).encode(), *more)
                self.assertEqual(1, code, "%s %s" % (value, text))


if __name__ == "__main__":
    unittest.main()
