"""Each public header compiles alone, as C and as C++, with strict warnings; a program links."""
import glob
import os
import shutil
import subprocess
import unittest

import support

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
INCLUDE = os.path.join(support.ROOT, "include")


class Headers(support.Case):
    def compile(self, compiler, language, standard, text):
        if not shutil.which(compiler):
            self.skipTest("%s is not installed" % compiler)
        done = subprocess.run([compiler, "-x", language, "-std=" + standard, *WARNINGS, "-fsyntax-only",
                               "-I", INCLUDE, "-"], input=text.encode(), stderr=subprocess.PIPE)
        self.assertEqual(0, done.returncode, done.stderr.decode())

    def headers(self):
        names = sorted(os.path.basename(p) for p in glob.glob(os.path.join(INCLUDE, "sitrep", "*.h")))
        self.assertIn("sitrep.h", names)
        return names

    def test_each_alone(self):
        for compiler, language, standard in (("cc", "c", "c99"), ("cc", "c", "c17"), ("c++", "c++", "c++11"),
                                             ("clang", "c", "c17"), ("clang++", "c++", "c++17")):
            for name in self.headers():
                with self.subTest("%s -std=%s %s" % (compiler, standard, name)):
                    self.compile(compiler, language, standard,
                                 "#include <sitrep/%s>\n#include <sitrep/%s>\n" % (name, name))

    def test_options_initialise(self):
        self.compile("cc", "c", "c17", "#include <sitrep/sitrep.h>\n"
                     "extern sr_read_options o;\nsr_read_options o = SR_READ_OPTIONS_INIT;\n")
        self.compile("c++", "c++", "c++11", "#include <sitrep/sitrep.h>\n"
                     "extern sr_read_options o;\nsr_read_options o = SR_READ_OPTIONS_INIT;\n")


if __name__ == "__main__":
    unittest.main()
