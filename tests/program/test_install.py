"""What is installed is enough: a small program of a user compiles, links and runs against it."""
import json
import os
import re
import shutil
import subprocess
import unittest

import support

BUILD = os.path.dirname(os.path.abspath(support.SITREP))
USER = r"""
#include <sitrep/sitrep.h>
#include <stdio.h>
#include <string.h>

static int print(const char *bytes, size_t len, void *payload)
{
    (void)payload;
    return fwrite(bytes, 1, len, stdout) != len;
}

int main(void)
{
    sr_engine      *engine;
    sr_error        err;
    sr_read_options options = SR_READ_OPTIONS_INIT;
    sr_report_input report = {0};
    memset(&err, 0, sizeof err);
    if (sr_engine_open(&engine, NULL, &err) != SR_OK)
        return 1;
    report.id = "mine";
    report.text = "Gunmen killed nine people in Kabul.";
    report.text_len = strlen(report.text);
    options.format = SR_FORMAT_JSON;
    options.on_output = print;
    sr_status status = sr_engine_read_report(engine, &report, &options, NULL, &err);
    sr_engine_close(engine);
    return status == SR_OK ? 0 : 1;
}
"""


def declared():
    """Names of all functions that include/sitrep promises."""
    folder = os.path.join(support.ROOT, "include", "sitrep")
    names = set()
    for name in sorted(os.listdir(folder)):
        if name.endswith(".h"):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                names |= set(re.findall(r"^SR_API\b[^;(]*?\b(sr_\w+)\(", f.read(), re.M))
    return names


@unittest.skipIf(support.SLOWER > 1, "not under sanitizers")
class Install(support.Case):
    def test_user_program(self):
        if not shutil.which("pkg-config"):
            self.skipTest("pkg-config is not installed")
        subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", self.folder],
                       check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        found = {n: base for base, _, names in os.walk(self.folder) for n in names}
        for name in ("sitrep.h", "sitrep.pc", "libsitrep.so", "libsitrep.a", "sitrep", "_sitrep", "sitrep.fish"):
            self.assertIn(name, found)
        if shutil.which("scdoc"):
            for name in ("sitrep.1", "sitrep-read.1", "sitrep.3", "sitrep.5", "sitrep-formats.5"):
                self.assertIn(name, found)
        env = dict(os.environ, PKG_CONFIG_PATH=found["sitrep.pc"], PKG_CONFIG_SYSROOT_DIR=self.folder)
        told = set()
        for kind in ("shared", "static"):
            want = ["--cflags", "--libs"] + (["--static"] if kind == "static" else [])
            flags = subprocess.run(["pkg-config", *want, "sitrep"], env=env, check=True,
                                   stdout=subprocess.PIPE).stdout.decode().split()
            if kind == "static":
                flags = [os.path.join(found["libsitrep.a"], "libsitrep.a") if f == "-lsitrep" else f for f in flags]
            program = os.path.join(self.folder, "user-" + kind)
            subprocess.run(["cc", "-std=c99", "-Wall", "-Werror", "-o", program, "-x", "c", "-", "-x", "none", *flags],
                           check=True, input=USER.encode())
            libraries = found["libsitrep.so"] if kind == "shared" else "/nonexistent"
            told.add(subprocess.run([program], env=dict(env, LD_LIBRARY_PATH=libraries), check=True,
                                    stdout=subprocess.PIPE).stdout)
        self.assertEqual(1, len(told))
        self.assertEqual("mine", json.loads(told.pop())["id"])

    def test_example_of_the_manual(self):
        """The program in sitrep(3) compiles and runs as it stands there."""
        with open(os.path.join(support.ROOT, "man", "sitrep.3.scd"), encoding="utf-8") as f:
            blocks = re.findall(r"^```\n(.*?)^```$", f.read(), re.M | re.S)
        source = [b for b in blocks if "int main" in b]
        self.assertEqual(1, len(source))
        program = os.path.join(self.folder, "example")
        subprocess.run(["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-I" + os.path.join(support.ROOT, "include"), "-x", "c",
                        "-o", program, "-", "-L" + BUILD, "-lsitrep", "-Wl,-rpath," + BUILD], check=True, input=source[0].encode())
        told = json.loads(subprocess.run([program], check=True, stdout=subprocess.PIPE).stdout)
        self.assertEqual(9, told["incidents"][0]["killed"]["best"])

    def test_only_the_api_is_seen(self):
        if not shutil.which("nm"):
            self.skipTest("nm is not installed")
        library = os.path.join(BUILD, "libsitrep.so")
        names = {line.split()[-1] for line in subprocess.run(
            ["nm", "-D", "--defined-only", library], check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()}
        self.assertLess(5, len(declared()))
        self.assertEqual(declared(), {n for n in names if not n.startswith("_")})


if __name__ == "__main__":
    unittest.main()
