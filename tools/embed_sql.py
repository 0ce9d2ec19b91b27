#!/usr/bin/env python3
"""Make a header of SQL files: their texts, and an enum of the statements of statements.sql.

  embed_sql.py OUT.h SQL…

statements.sql holds statements, each after a line `-- :name`; other files are taken whole and
become sr_sql_<file>.
"""
import os
import re
import sys


def literal(text):
    lines = [line.rstrip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("--")]
    return "\n".join('    "%s\\n"' % line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)


def statements(text):
    found = re.split(r"(?m)^-- :([a-z_]+)\n", text)[1:]
    names = found[::2]
    if len(set(names)) != len(names):
        sys.exit("embed_sql.py: a statement is there twice: %s" % sorted(n for n in names if names.count(n) > 1))
    return list(zip(names, (t.strip() for t in found[1::2])))


def main():
    out, paths = sys.argv[1], sys.argv[2:]
    parts = ["/* Written by tools/embed_sql.py from %s; do not edit. */" % " ".join(map(os.path.basename, paths)),
             "#ifndef SR_STORE_STATEMENTS_H\n#define SR_STORE_STATEMENTS_H\n"]
    sources = []
    for path in paths:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        name = os.path.splitext(os.path.basename(path))[0]
        if name == "statements":
            rows = statements(text)
            parts.append("typedef enum sr_sql {\n%s\n    SR_SQL_COUNT\n} sr_sql;\nextern const char *const "
                         "sr_sql_text[SR_SQL_COUNT];" % "\n".join("    SR_SQL_%s," % n.upper() for n, _ in rows))
            sources.append("const char *const sr_sql_text[SR_SQL_COUNT] = {\n%s\n};"
                           % "\n".join("[SR_SQL_%s] =\n%s," % (n.upper(), literal(t)) for n, t in rows))
        else:
            parts.append("extern const char *const sr_sql_%s;" % name)
            sources.append("const char *const sr_sql_%s =\n%s;" % (name, literal(text)))
    parts.append("\n#endif\n")
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(parts))
    with open(os.path.splitext(out)[0] + ".c", "w", encoding="utf-8") as f:
        f.write('/* Written by tools/embed_sql.py; do not edit. */\n#include "%s"\n\n'
                '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n%s\n'
                % (os.path.basename(out), "\n\n".join(sources)))


if __name__ == "__main__":
    main()
