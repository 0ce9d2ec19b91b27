"""What tests of the whole program share: how it is run, and reports written for the tests."""
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SITREP = os.environ.get("SITREP", "build/sitrep")
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SLOWER = float(os.environ.get("SITREP_TEST_SLOWER", "1"))  # sanitizer builds are slower

ATTACK = """date 2021-03-06

Gunmen killed at least nine people at a market near Kandahar on Friday, police said. The governor \
blamed the Taliban, who denied any part in the attack.
"""
QUIET = """date 2021-03-06

The council has planted forty lime trees along the river. Visitors are welcome on Sundays.
"""


def run(*args, stdin=b"", env=None, limit=200, cwd=None):
    """Run sitrep; text goes in and comes out as bytes."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    full = dict(os.environ, **(env or {}))
    return subprocess.run([SITREP, *args], input=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=full, cwd=cwd, timeout=limit * SLOWER)


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = self._folder.name
        self.addCleanup(self._folder.cleanup)

    def file(self, name, content=ATTACK):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content.encode() if isinstance(content, str) else content)
        return path

    def exits(self, code, *args, **kwargs):
        """Run, compare the exit code, give the run back."""
        done = run(*args, **kwargs)
        self.assertEqual(code, done.returncode, "%s\n%s" % (args, done.stderr.decode("utf-8", "replace")))
        return done
