"""The same input gives the same bytes: across runs, threads, locales, time zones, clocks."""
import json
import os
import shutil
import subprocess
import unittest

import support
from support import ATTACK, QUIET

FORMS = ([], ["--json"], ["--claims"], ["--annotations"], ["--muc4"], ["--gvdb"])


def reports(n):
    """JSON lines of reports of very different lengths, some of them broken."""
    for i in range(n):
        text = (ATTACK if i % 3 else QUIET).split("\n\n")[1] * (1 + (i * 7919) % 40)
        yield "{broken" if i % 50 == 17 else json.dumps(
            {"id": "r%d" % i, "published": "2021-03-%02d" % (1 + i % 28), "text": text})


class SameBytes(support.Case):
    def setUp(self):
        super().setUp()
        self.path = self.file("many.jsonl", "\n".join(reports(120)) + "\n")

    def outputs(self, form, *more, **kwargs):
        done = support.run("read", *form, *more, self.path, limit=600, **kwargs)
        return done.returncode, done.stdout, done.stderr

    def test_threads(self):
        for form in FORMS:
            one = self.outputs(form, "--threads", "1")
            self.assertEqual(3, one[0])
            for n in ("2", "7"):
                self.assertEqual(one, self.outputs(form, "--threads", n), "%s, %s threads" % (form, n))

    def test_locales_and_time_zones(self):
        have = set(subprocess.run(["locale", "-a"], stdout=subprocess.PIPE).stdout.decode().split()) \
            if shutil.which("locale") else set()
        settings = [{"LC_ALL": "C", "TZ": "UTC"}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Kabul"},
                    {"LC_ALL": "C", "TZ": "America/Bogota"}, {"LC_ALL": "de_DE.UTF-8"},
                    {"LC_ALL": "tr_TR.utf8"}]
        if "de_DE.utf8" not in have:
            print("de_DE is not installed: only its name is tested")
        for form in FORMS:
            first, *others = [self.outputs(form, env=env) for env in settings]
            for other in others:
                self.assertEqual(first, other)

    def test_clock(self):
        faketime = shutil.which("faketime")
        if not faketime:
            self.skipTest("faketime is not installed")
        for form in FORMS[1:3]:
            told = subprocess.run([faketime, "1999-12-31 23:59:59", support.SITREP, "read", *form, self.path],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(self.outputs(form)[1], told.stdout)

    def test_environment_and_place(self):
        here = self.outputs(["--json"])
        self.assertEqual(here, self.outputs(["--json"], cwd="/", env={"HOME": "/nonexistent", "USER": "x"}))


if __name__ == "__main__":
    unittest.main()
