#!/usr/bin/env python3
"""Completions for a shell from the program's own table of options.

  make_completions.py bash|zsh|fish COMMANDS.json     COMMANDS.json: what `sitrep help --json` prints

Values are completed where they are a closed list; arguments named FILE, DIR, PATH or FOLDER by names of files.
"""
import json
import sys

FILES, FOLDERS = {"FILE", "PATH"}, {"DIR", "FOLDER"}
HEAD = "# Completion of sitrep for %s; made by tools/make_completions.py from the program's options.\n"


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def words(option):
    return ["--" + option["name"]] + (["-" + option["letter"]] if option["letter"] else [])


def bash(commands):
    out = [HEAD % "bash", "_sitrep()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    local command=${COMP_WORDS[1]}\n    COMPREPLY=()\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        COMPREPLY=($(compgen -W %s -- \"$word\"))\n        return\n    fi\n    case $command:$before in\n"
           % quoted(" ".join([c["name"] for c in commands] + ["help", "--help", "--version"]))]
    for c in commands:
        for o in c["options"]:
            pattern = "|".join("%s:%s" % (c["name"], w) for w in words(o))
            if o["values"]:
                out.append("    %s) COMPREPLY=($(compgen -W %s -- \"$word\")); return ;;\n" % (pattern, quoted(" ".join(o["values"]))))
            elif o["argument"] in FOLDERS:
                out.append("    %s) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n" % pattern)
            elif o["argument"] in FILES:
                out.append("    %s) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n" % pattern)
            elif o["argument"]:
                out.append("    %s) return ;;\n" % pattern)
    out.append("    help:*) COMPREPLY=($(compgen -W %s -- \"$word\")); return ;;\n    esac\n    case $command:$word in\n"
               % quoted(" ".join(c["name"] for c in commands)))
    for c in commands:
        out.append("    %s:-*) COMPREPLY=($(compgen -W %s -- \"$word\")) ;;\n"
                   % (c["name"], quoted(" ".join("--" + o["name"] for o in c["options"]))))
    out.append("    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\ncomplete -o filenames -F _sitrep sitrep\n")
    return "".join(out)


def zsh_text(text):
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def zsh_option(o):
    does = ""
    if o["argument"]:
        action = "(%s)" % " ".join(o["values"]) if o["values"] else \
            "_files -/" if o["argument"] in FOLDERS else "_files" if o["argument"] in FILES else " "
        does = ":%s:%s" % (o["argument"], action)
    text = "[%s]%s" % (zsh_text(o["help"].rstrip(":")), does)
    sign = "=" if o["argument"] else ""
    names = ["--%s%s" % (o["name"], sign)] + (["-%s" % o["letter"]] if o["letter"] else [])
    return ["    %s" % quoted(name + text) for name in names]


def zsh(commands):
    out = ["#compdef sitrep\n", HEAD % "zsh", "_sitrep() {\n  local -a commands\n  commands=(\n"]
    out += ["    %s\n" % quoted("%s:%s" % (c["name"], zsh_text(c["summary"]))) for c in commands]
    out.append("    'help:print help'\n  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
               "  local command=${words[2]}\n  shift words\n  (( CURRENT-- ))\n  case $command in\n")
    for c in commands:
        lines = [line for o in c["options"] for line in zsh_option(o)] + ["    '*:file:_files'"]
        out.append("  %s) _arguments \\\n%s ;;\n" % (c["name"], " \\\n".join(lines)))
    out.append("  help) _describe command commands ;;\n  esac\n}\n_sitrep \"$@\"\n")
    return "".join(out)


def fish(commands):
    out = [HEAD % "fish"]
    for c in commands + [{"name": "help", "summary": "print help", "options": []}]:
        out.append("complete -c sitrep -n __fish_use_subcommand -f -a %s -d %s\n" % (c["name"], quoted(c["summary"])))
        for o in c["options"]:
            line = "complete -c sitrep -n '__fish_seen_subcommand_from %s' -l %s" % (c["name"], o["name"])
            if o["letter"]:
                line += " -s " + o["letter"]
            if o["values"]:
                line += " -x -a " + quoted(" ".join(o["values"]))
            elif o["argument"] in FILES | FOLDERS:
                line += " -r -F"
            elif o["argument"]:
                line += " -x"
            out.append("%s -d %s\n" % (line, quoted(o["help"].rstrip(":"))))
    out.append("complete -c sitrep -n '__fish_seen_subcommand_from help' -f -a %s\n" % quoted(" ".join(c["name"] for c in commands)))
    return "".join(out)


def main():
    with open(sys.argv[2], encoding="utf-8") as f:
        commands = json.load(f)
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write({"bash": bash, "zsh": zsh, "fish": fish}[sys.argv[1]](commands))


if __name__ == "__main__":
    main()
