#!/usr/bin/env python3
"""Manual page of a command, in scdoc's form, from the program's own table of options and a file of prose.

  make_man.py COMMANDS.json NAME [PROSE.scd]     sitrep-NAME(1) on standard output
  make_man.py COMMANDS.json                      sitrep(1): PROSE.scd with @COMMANDS@ replaced

COMMANDS.json is what `sitrep help --json` prints.  PROSE.scd holds scdoc sections.  Of the section OPTIONS each paragraph
that begins with an option replaces the line of --help about it; a paragraph about an option that the program does not have
is an error.  Without DESCRIPTION or EXAMPLES, those of --help are taken.  Every option stands on the page, whatever the prose.
"""
import json
import os
import re
import sys

STATUS = """*0*
	Done.
*1*
	Nothing found; nothing came out.
*2*
	The command line makes no sense.
*3*
	Some input was bad; the rest was done.
*4*
	Failed.

Data go to standard output, messages to standard error, as _FILE_:_OFFSET_: what is wrong; what was done about it.
"""


def plain(text):
    """Text that scdoc shall not read as markup."""
    return re.sub(r"([\\*_#~`\[\]<>])", r"\\\1", text)


def sections(text):
    """{"DESCRIPTION": "text", …} in order; what stands before the first is lost on purpose: a comment."""
    parts = re.split(r"^# +(.+)$", text, flags=re.M)
    return {parts[i].strip(): parts[i + 1].strip("\n") for i in range(1, len(parts), 2)}


def told_options(text):
    """{"json": paragraph below the option's line} of an OPTIONS section."""
    told = {}
    for head, body in re.findall(r"^(\*-[^\n]*)\n((?:\t[^\n]*\n?|\n(?=\t))+)", text + "\n", re.M):
        for name in re.findall(r"\*--([a-z0-9-]+)\*", head):
            told[name] = body.rstrip("\n")
    return told


def option_head(option):
    head = "*--%s*" % option["name"]
    if option["letter"]:
        head = "*-%s*, %s" % (option["letter"], head)
    return head + (" _%s_" % option["argument"] if option["argument"] else "")


def options_text(command, told):
    known = {o["name"] for o in command["options"]}
    for name in told:
        if name not in known:
            sys.exit("make_man.py: sitrep %s has no option --%s" % (command["name"], name))
    out = []
    for option in command["options"]:
        body = told.get(option["name"])
        if body is None:
            text = option["help"].rstrip(":")
            if option["values"] and option["help"].endswith(":"):
                text += ": " + ", ".join(option["values"])
            body = "\t" + plain(text[:1].upper() + text[1:]) + "."
        out.append(option_head(option) + "\n" + body)
    return "\n\n".join(out)


def shown(paragraph):
    """Lines that --help indents keep their form."""
    lines = paragraph.split("\n")
    first = next((i for i, line in enumerate(lines) if line.startswith(" ")), len(lines))
    words = plain("\n".join(lines[:first]))
    return words if first == len(lines) else words + "\n\n```\n" + "\n".join(lines[first:]) + "\n```"


def split_help(text):
    """Paragraphs of --help without its examples and exit codes, and the lines of its examples."""
    words, examples = [], []
    for paragraph in re.split(r"\n\n+", text.strip("\n")):
        if paragraph.startswith("examples"):
            examples = [line.strip() for line in paragraph.split("\n")[1:]]
        elif not paragraph.startswith("exit codes"):
            words.append(shown(paragraph))
    return "\n\n".join(words), "\n".join(examples)


def usage_text(command):
    return re.sub(r"[A-Z][A-Z-]+", lambda m: "_%s_" % m[0], plain(command["usage"]))


def capital(text):
    return text[:1].upper() + text[1:]


def page(command, prose):
    parts = sections(prose)
    words, examples = split_help(command["help"])
    told = told_options(parts.pop("OPTIONS", ""))
    description = parts.pop("DESCRIPTION", "") or (plain(capital(command["summary"])) + ".\n\n" + words)
    shown = parts.pop("EXAMPLES", "") or (examples and "```\n%s\n```" % examples)
    status, see = parts.pop("EXIT STATUS", STATUS), parts.pop("SEE ALSO", "*sitrep*(1), *sitrep*(5)")
    out = ["sitrep-%s(1)" % command["name"], "# NAME", "sitrep-%s - %s" % (command["name"], plain(command["summary"])),
           "# SYNOPSIS", "*sitrep %s* %s" % (command["name"], usage_text(command)), "# DESCRIPTION", description]
    options = options_text(command, told)
    if options:
        out += ["# OPTIONS", options]
    for name, text in parts.items():
        out += ["# " + name, text]
    if shown:
        out += ["# EXAMPLES", shown]
    out += ["# EXIT STATUS", status.strip("\n"), "# SEE ALSO", see]
    return "\n\n".join(part.strip("\n") for part in out) + "\n"


def overview(commands, prose):
    rows = "\n\n".join("*sitrep-%s*(1)\n\t%s." % (c["name"], plain(capital(c["summary"]))) for c in commands)
    return prose.replace("@COMMANDS@", rows)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        commands = json.load(f)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "man")
    name = sys.argv[2] if len(sys.argv) > 2 else "sitrep.1"
    path = os.path.join(folder, name + ".scd")
    prose = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            prose = f.read()
    if len(sys.argv) == 2:
        sys.stdout.write(overview(commands, prose))
        return
    for command in commands:
        if command["name"] == name:
            sys.stdout.write(page(command, prose))
            return
    sys.exit("make_man.py: sitrep has no command %s" % name)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
