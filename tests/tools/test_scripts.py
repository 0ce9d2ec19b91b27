"""The shell scripts parse, run from any folder, and are clean for shellcheck where that is installed.

SPDX-License-Identifier: Apache-2.0
"""
import os
import shutil
import subprocess
import sys
import unittest

ROOT = os.path.abspath(sys.argv.pop() if len(sys.argv) > 1 else
                       os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def scripts():
    found = [os.path.join(ROOT, ".ci", "run")]
    for folder in ("scripts", "tools"):
        for name in sorted(os.listdir(os.path.join(ROOT, folder))):
            path = os.path.join(ROOT, folder, name)
            if not os.path.isfile(path):
                continue
            with open(path, "rb") as f:
                first = f.readline()
            if first.startswith(b"#!") and b"bash" in first or name.endswith(".sh"):
                found.append(path)
    return found


class Scripts(unittest.TestCase):
    def test_there_are_some(self):
        self.assertLessEqual({"run", "quickstart", "test", "common.sh"}, {os.path.basename(s) for s in scripts()})

    def test_parse(self):
        for path in scripts():
            with self.subTest(path):
                self.assertEqual(0, subprocess.run(["bash", "-n", path]).returncode)

    def test_programs_are_executable(self):
        for path in scripts():
            if not path.endswith("common.sh"):
                self.assertTrue(os.access(path, os.X_OK), path)

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_shellcheck(self):
        for path in scripts():
            got = subprocess.run(["shellcheck", "-x", "--source-path=" + ROOT, path], cwd=ROOT,
                                 stdout=subprocess.PIPE, text=True)
            self.assertEqual(0, got.returncode, got.stdout)


if __name__ == "__main__":
    unittest.main()
