"""Manual pages and completions tell what the program has, no more and no less."""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import support

BUILD = os.path.dirname(os.path.abspath(support.SITREP))
MAN = os.path.join(support.ROOT, "man")
MAKE = os.path.join(support.ROOT, "tools", "make_man.py")
COMMANDS = json.loads(support.run("help", "--json").stdout)


def source(name):
    with open(os.path.join(MAN, name), encoding="utf-8") as f:
        return f.read()


class Pages(support.Case):
    def test_each_command_has_a_page(self):
        listed = set(re.findall(r"'([a-z-]+)'", re.search(r"^man_commands = \[(.*?)\]", source("meson.build"), re.M | re.S)[1]))
        names = {c["name"] for c in COMMANDS}
        self.assertEqual(names, listed, "man_commands in man/meson.build")
        prose = {n[:-4] for n in os.listdir(MAN) if n.endswith(".scd") and not n.startswith("sitrep")}
        self.assertEqual(set(), prose - names, "prose of no command")

    def test_each_option_stands_in_its_page(self):
        if not shutil.which("scdoc"):
            self.skipTest("scdoc is not installed")
        for command in COMMANDS:
            with open(os.path.join(BUILD, "man", "sitrep-%s.1" % command["name"]), encoding="utf-8") as f:
                page = re.sub(r"\\f[BIR]", "", f.read().replace("\\-", "-"))
            heads = [line for line in page[page.index(".SH OPTIONS"):].split("\n") if re.match(r"--?[a-z]", line)]
            told = {name for line in heads for name in re.findall(r"--([a-z0-9-]+)", line)}
            self.assertEqual({o["name"] for o in command["options"]}, told, command["name"])
            for o in command["options"]:
                if o["letter"]:
                    self.assertTrue(any(line.startswith("-%s, --%s" % (o["letter"], o["name"])) for line in heads), o["name"])
            self.assertIn("sitrep-%s - " % command["name"], page)

    def test_prose_of_an_unknown_option_is_refused(self):
        commands = self.file("commands.json", json.dumps([{"name": "read", "usage": "", "summary": "x", "help": "",
                                                           "options": []}]))
        done = subprocess.run([sys.executable, MAKE, commands, "read"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertNotEqual(0, done.returncode)
        self.assertIn(b"has no option --json", done.stderr)

    def test_overview_lists_all(self):
        if not shutil.which("scdoc"):
            self.skipTest("scdoc is not installed")
        with open(os.path.join(BUILD, "man", "sitrep.1"), encoding="utf-8") as f:
            page = f.read()
        for command in COMMANDS:
            self.assertIn("sitrep-" + command["name"], page.replace("\\-", "-"))

    def test_help_lists_formats(self):
        formats = {o["name"]: o["values"] for o in COMMANDS[0]["options"]}["format"]
        page = source("sitrep-formats.5.scd").lower() + source("read.scd")
        for name in formats:
            self.assertIn(name, page)


class Completions(unittest.TestCase):
    def complete(self, *words):
        script = "source %s; COMP_WORDS=(sitrep \"$@\"); COMP_CWORD=$(($#)); _sitrep; printf '%%s\\n' \"${COMPREPLY[@]}\"" \
            % os.path.join(BUILD, "completions", "sitrep")
        return subprocess.run(["bash", "-c", script, "bash", *words], stdout=subprocess.PIPE, check=True).stdout.decode().split()

    @unittest.skipUnless(shutil.which("bash"), "bash is not installed")
    def test_bash(self):
        self.assertIn("read", self.complete("re"))
        self.assertEqual({c["name"] for c in COMMANDS} | {"help", "--help", "--version"}, set(self.complete("")))
        self.assertEqual(["geojson"], self.complete("read", "--format", "geo"))
        self.assertEqual(["always"], self.complete("read", "--color", "al"))
        for command in COMMANDS:
            self.assertEqual({"--" + o["name"] for o in command["options"]}, set(self.complete(command["name"], "--")))

    def test_zsh_and_fish(self):
        for name, shell in (("_sitrep", "zsh"), ("sitrep.fish", "fish")):
            path = os.path.join(BUILD, "completions", name)
            with open(path, encoding="utf-8") as f:
                text = f.read()
            for command in COMMANDS:
                for option in command["options"]:
                    self.assertIn(option["name"], text)
            if shutil.which(shell):
                subprocess.run([shell, "-n", path], check=True)


if __name__ == "__main__":
    unittest.main()
