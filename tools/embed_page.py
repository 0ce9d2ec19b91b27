#!/usr/bin/env python3
"""Put the page's files into the program: an object with their bytes and a C file that lists them.

  embed_page.py OUT.o OUT.c FILE... -- CC...

Each FILE is embedded under its own name, by the assembler's .incbin.  Deterministic.
"""
import os
import subprocess
import sys


def main():
    cut = sys.argv.index("--")
    obj, source, files, compiler = sys.argv[1], sys.argv[2], sys.argv[3:cut], sys.argv[cut + 1:]
    asm, declarations, rows = [], [], []
    for i, path in enumerate(files):
        symbol = "sr_page_blob_%d" % i
        asm.append('.balign 16\n.globl %s\n.hidden %s\n%s:\n.incbin "%s"\n.byte 0\n' % (symbol, symbol, symbol, os.path.abspath(path)))
        declarations.append("extern const uint8_t %s[];" % symbol)
        rows.append('    {"%s", %s, %dU},' % (os.path.basename(path), symbol, os.path.getsize(path)))
    assembly = os.path.splitext(obj)[0] + ".s"
    with open(assembly, "w") as f:
        f.write(".section .rodata\n" + "".join(asm) + '.section .note.GNU-stack,"",%progbits\n')
    with open(source, "w") as f:
        f.write('/* Written by tools/embed_page.py. */\n#include "page_files.h"\n\n%s\n\nconst page_blob page_blobs[] = {\n%s\n'
                "    {0, 0, 0},\n};\n" % ("\n".join(declarations), "\n".join(rows)))
    subprocess.run(compiler + ["-c", assembly, "-o", obj], check=True)


if __name__ == "__main__":
    main()
