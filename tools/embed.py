#!/usr/bin/env python3
"""Put files into the program: an object with their bytes and a C file that lists them.

  embed.py --object OUT.o --source OUT.c --depfile OUT.d --folder DIR FILE... -- CC...

Embeds each FILE and each *.bin of DIR under its name without ending, aligned to 64, in order of
name.  Bytes go in by the assembler's .incbin, which costs no time whatever their size.
"""
import argparse
import os
import re
import subprocess
import sys


def main():
    cut = sys.argv.index("--")
    p = argparse.ArgumentParser()
    for name in ("object", "source", "depfile", "folder"):
        p.add_argument("--" + name, required=True)
    p.add_argument("files", nargs="*")
    a = p.parse_args(sys.argv[1:cut])
    compiler = sys.argv[cut + 1:]
    found = [os.path.join(a.folder, f) for f in os.listdir(a.folder) if f.endswith(".bin")]
    files = sorted((os.path.basename(f)[:-4], f) for f in found + a.files)
    names = [name for name, _ in files]
    for name in names:
        if not re.fullmatch(r"[a-z0-9_-]+", name) or names.count(name) > 1:
            sys.exit("embed.py: %s: the name is odd or there twice" % name)

    asm, decl, rows = [], [], []
    for i, (name, path) in enumerate(files):
        symbol = "sr_know__blob_%d" % i
        asm.append('.balign 64\n.globl %s\n.hidden %s\n%s:\n.incbin "%s"\n.balign 64\n'
                   % (symbol, symbol, symbol, os.path.abspath(path)))
        decl.append("extern const uint8_t %s[];" % symbol)
        rows.append('    {"%s", %s, %dU},' % (name, symbol, os.path.getsize(path)))
    assembly = os.path.splitext(a.object)[0] + ".s"
    with open(assembly, "w") as f:
        f.write(".section .rodata\n" + "".join(asm) + '.section .note.GNU-stack,"",%progbits\n')
    with open(a.source, "w") as f:
        f.write('/* Written by tools/embed.py. */\n#include "know/embedded/embedded.h"\n\n%s\n\n'
                "const sr_know__blob sr_know__blobs[] = {\n%s\n};\nconst size_t sr_know__n_blobs = %d;\n"
                % ("\n".join(decl), "\n".join(rows), len(rows)))
    with open(a.depfile, "w") as f:
        f.write("%s %s: %s\n" % (a.object, a.source, " ".join([a.folder] + found)))
    subprocess.run(compiler + ["-c", assembly, "-o", a.object], check=True)


if __name__ == "__main__":
    main()
