"""make eval: says what is missing, keeps the order of its table, leaves other rows alone.

SPDX-License-Identifier: Apache-2.0
"""
import os
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools")
sys.path.insert(0, TOOLS)
import evaluate
import paste_docs


def call(*args):
    return subprocess.run([sys.executable, os.path.join(TOOLS, "evaluate.py"), *args],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class Evaluate(unittest.TestCase):
    def test_missing_sets_are_said_and_end_with_2(self):
        with tempfile.TemporaryDirectory() as empty:
            got = call("--shared", empty)
        self.assertEqual(2, got.returncode)
        self.assertIn("needs the development sets", got.stderr)

    def test_unknown_test(self):
        got = call("--only", "nosuch")
        self.assertEqual((2, True), (got.returncode, "nosuch" in got.stderr))

    def test_results_keep_order_and_strangers(self):
        row = {"value": "1.00", "date": "2024-01-02", "commit": "c", "command": "x"}
        rows = {(t, f): {"test": t, "figure": f, **row} for t, f in
                [("zz-other", "speed"), ("wiki", "dead"), ("seed", "points_percent"), ("wiki", "injured")]}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "results.tsv")
            evaluate.write_results(path, rows)
            back = evaluate.read_results(path)
            self.assertEqual([("seed", "points_percent"), ("wiki", "dead"), ("wiki", "injured"),
                              ("zz-other", "speed")], list(back))
            self.assertEqual(rows["wiki", "dead"], back["wiki", "dead"])
            with open(path, encoding="utf-8") as f:
                first = f.read()
            evaluate.write_results(path, back)
            with open(path, encoding="utf-8") as f:
                self.assertEqual(first, f.read())

    def test_pick(self):
        self.assertEqual({"a": 12.5, "b": None}, evaluate.pick({"x": {"y": 0.125}}, {"a": "x/y", "b": "x/z"}, 100.0))


class PasteDocs(unittest.TestCase):
    def test_block_becomes_what_the_command_prints(self):
        text = "a\n<!-- run: echo one; echo two -->\n```text\nold\n```\nb\n```\nkept\n```\n"
        new = "a\n<!-- run: echo one; echo two -->\n```text\none\ntwo\n```\nb\n```\nkept\n```\n"
        self.assertEqual(new, paste_docs.pasted(text))
        self.assertEqual(new, paste_docs.pasted(new))

    def test_unknown_figure_is_a_dash(self):
        text = "<!-- results: nosuch a_b -->\n| old |\nrest\n"
        self.assertEqual("<!-- results: nosuch a_b -->\n| test | figure | value |\n|---|---|---:|\n"
                         "| `nosuch` | a b | – |\nrest\n", paste_docs.pasted(text))


if __name__ == "__main__":
    unittest.main()
