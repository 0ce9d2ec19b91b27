"""sitrep read: inputs, exit codes, messages."""
import json
import os
import pty
import re
import subprocess
import unittest

import support
from support import ATTACK, QUIET

MESSAGE = re.compile(rb"^[^\n]+:\d+: [^\n;]+; [^\n]+$")


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


class Inputs(support.Case):
    def test_text_file(self):
        done = self.exits(0, "read", "--json", self.file("north.txt"))
        self.assertEqual(["north"], [r["id"] for r in lines(done)])
        self.assertEqual("2021-03-06", lines(done)[0]["published"])

    def test_standard_input_is_the_default(self):
        for args in (["read", "--json"], ["read", "--json", "-"]):
            self.assertEqual(1, len(lines(self.exits(0, *args, stdin=ATTACK))))

    def test_json_lines(self):
        text = "".join(json.dumps(r) + "\n" for r in (
            {"id": "a", "published": "2021-03-06T10:00:00Z", "title": "Nine killed", "text": "Nine died.",
             "desk": {"n": 1}},
            {"doc": "b", "text": "Nothing happened."}))
        a, b = lines(self.exits(0, "read", "--json", self.file("x.jsonl", text)))
        self.assertEqual(("a", "2021-03-06T10:00:00Z", "Nine killed", {"desk": {"n": 1}}),
                         (a["id"], a["published"], a["title"], a["members"]))
        self.assertEqual(("b", None), (b["id"], b["published"]))

    def test_json_lines_without_id(self):
        text = '{"text":"One."}\n{"text":"Two."}\n'
        done = self.exits(0, "read", "--json", self.file("x.jsonl", text))
        self.assertEqual(["x#1", "x#2"], [r["id"] for r in lines(done)])

    def test_folder_is_walked_sorted(self):
        for name in ("b/2.txt", "a.txt", "b/10.txt", "c.txt"):
            self.file(name)
        done = self.exits(0, "read", "--json", self.folder)
        self.assertEqual(["a", "10", "2", "c"], [r["id"] for r in lines(done)])

    def test_mixed(self):
        done = self.exits(0, "read", "--json", self.file("a.txt"), "-", self.file("b.txt"), stdin=QUIET)
        self.assertEqual(3, len(lines(done)))


class ExitCodes(support.Case):
    def test_one_line_a_report_even_without_incident(self):
        for form in ("--json", "--muc4", "--gvdb"):
            self.assertEqual(1, len(lines(self.exits(0, "read", form, stdin=QUIET))))

    def test_nothing_came_out(self):
        for form in ([], ["--claims"]):
            done = self.exits(1, "read", *form, stdin=QUIET)
            self.assertEqual(b"", done.stdout)
        self.assertIn(b"no incident found in 1 report\n", run_text(QUIET).stderr)

    def test_annotations_never_give_1(self):
        self.exits(0, "read", "--annotations", stdin=QUIET)

    def test_usage(self):
        for args, words in (
                (["read", "--jsno"], b"did you mean --json?"),
                (["read", "--threads", "0"], b"--threads 0"),
                (["read", "--threads", "x"], b"--threads x"),
                (["read", "--threshold", "2"], b"from 0 to 1"),
                (["read", "--color", "maybe"], b"auto, always or never"),
                (["read", "--threshold"], b"wants a value"),
                (["read", "--json=1"], b"takes no value"),
                (["read", "-q"], b"no such option"),
                (["raed"], b"did you mean read?"),
                (["help", "nonsense"], b"no such command"),
                ([], b"usage: sitrep")):
            done = self.exits(2, *args, stdin=ATTACK)
            self.assertIn(words, done.stderr)
            self.assertEqual(b"", done.stdout)

    def test_bad_input_is_told_and_the_rest_done(self):
        good, missing = self.file("good.txt"), os.path.join(self.folder, "missing.txt")
        done = self.exits(3, "read", "--json", missing, good)
        self.assertEqual(["good"], [r["id"] for r in lines(done)])
        self.assertRegex(done.stderr.splitlines()[0], MESSAGE)

    def test_3_wins_over_1(self):
        self.exits(3, "read", self.file("quiet.txt", QUIET), os.path.join(self.folder, "missing.txt"))

    def test_bad_line_of_json(self):
        path = self.file("x.jsonl", '{"text":"One."}\n{"text":\n{"id":"n"}\n{"text":"Four."}\n')
        done = self.exits(3, "read", "--json", path)
        self.assertEqual(2, len(lines(done)))
        messages = done.stderr.splitlines()
        self.assertEqual(2, len(messages))
        for message, offset in zip(messages, (16, 25)):
            self.assertRegex(message, MESSAGE)
            self.assertGreaterEqual(int(message.split(b":")[1]), offset)

    def test_bad_data_folder(self):
        self.exits(4, "read", "--models", os.path.join(self.folder, "none"), stdin=ATTACK)


def run_text(text):
    return support.run("read", stdin=text)


class Output(support.Case):
    def test_disk_full(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([support.SITREP, "read", "--json"], input=ATTACK.encode(), stdout=full,
                                  stderr=subprocess.PIPE, timeout=200 * support.SLOWER)
        self.assertEqual(4, done.returncode)
        self.assertRegex(done.stderr, rb"^sitrep: standard output: .+; the output is not complete\n$")

    def test_reader_goes_away(self):
        path = self.file("x.jsonl", '{"text":"Nine died near Arlen."}\n' * 20000)
        p = subprocess.Popen([support.SITREP, "read", "--json", path], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        p.stdout.readline()
        p.stdout.close()
        errors = p.stderr.read()
        p.stderr.close()
        self.assertEqual((0, b""), (p.wait(timeout=600 * support.SLOWER), errors))

    def test_no_color_where_there_is_no_terminal(self):
        self.assertNotIn(b"\033", run_text(ATTACK).stdout)

    def test_no_bar_where_there_is_no_terminal(self):
        self.assertEqual(b"", self.exits(0, "read", "--json", "--progress", stdin=ATTACK).stderr)

    def test_bar_and_color_on_a_terminal(self):
        path = self.file("x.jsonl", (json.dumps({"text": ATTACK}) + "\n") * 300)
        for stream, args, sign in (("stderr", ["--progress"], b"reports/s"), ("stdout", ["--color", "auto"], b"\033[1m")):
            master, slave = pty.openpty()
            p = subprocess.Popen([support.SITREP, "read", *args, path], **{
                "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: slave},
                env=dict(os.environ, TERM="xterm", NO_COLOR=""))
            os.close(slave)
            shown = b""
            try:
                while True:
                    part = os.read(master, 65536)
                    if not part:
                        break
                    shown += part
            except OSError:  # the other end was closed
                pass
            os.close(master)
            self.assertEqual(0, p.wait(timeout=600 * support.SLOWER))
            self.assertIn(sign, shown)

    def test_article_cannot_steer_the_terminal(self):
        hostile = ATTACK.replace("police", "\033]0;pwned\007 \u202epolice\u009b2J")
        done = support.run("read", "--color", "never", self.file("a\033[2J.txt", hostile), "no\nfile\033")
        for stream in (done.stdout, done.stderr):
            self.assertIsNone(re.search(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80\xae", stream))


class Help(support.Case):
    def test_help_in_all_its_forms(self):
        texts = {self.exits(0, *a).stdout for a in (["help", "read"], ["read", "--help"], ["read", "x", "-h"])}
        self.assertEqual(1, len(texts))
        self.assertIn(b"examples\n", texts.pop())
        self.assertEqual(self.exits(0, "help").stdout, self.exits(0, "--help").stdout)

    def test_version(self):
        self.assertRegex(self.exits(0, "--version").stdout, rb"^sitrep \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
