"""The Debian package asks for what scripts/common.sh installs, and its files name what the program has."""
import os
import re
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as f:
        return f.read()


def stanza(control, field, package=None):
    """Names in a field of the stanza of a package, or of the source."""
    part = next(p for p in control.split("\n\n") if p.startswith("Package: " + package if package else "Source:"))
    text = re.search(r"^%s:((?:.*\n?)(?: .*\n?)*)" % field, part, re.M)[1]
    return {re.match(r"[a-z0-9.+-]+", d.strip())[0] for d in text.split(",") if re.match(r"\s*[a-z]", d)}


class Debian(unittest.TestCase):
    def test_build_depends(self):
        packages = set(re.search(r"^BUILD_PACKAGES=\(([^)]*)\)", read("scripts/common.sh"), re.M)[1].split())
        self.assertLess(5, len(packages))
        self.assertEqual(set(), packages - {"gcc", "libc6-dev"} - stanza(read("debian/control"), "Build-Depends"))

    def test_archive_needs(self):
        """Who links the archive has what sitrep.pc asks for."""
        private = re.search(r"archive_needs = \[([^\]]*)\]", read("meson.build"))[1]
        needs = stanza(read("debian/control"), "Depends", "libsitrep-dev")
        odd = {"json-c": "libjson-c-dev", "z": "zlib1g-dev", "sqlite3": "libsqlite3-dev", "crypto": "libssl-dev",
               "icuuc": "libicu-dev", "icui18n": "libicu-dev", "curl": "libcurl4-openssl-dev", "gobject-2.0": "libgmime-3.0-dev",
               "glib-2.0": "libgmime-3.0-dev", "brotlidec": "libbrotli-dev"}
        for library in re.findall(r"'([^']+)'", private):
            package = odd.get(library, "lib%s-dev" % library)
            self.assertIn(package, needs)

    def test_version(self):
        self.assertEqual(re.search(r"version: '([0-9.]+)'", read("meson.build"))[1],
                         re.match(r"sitrep \(([0-9.]+)\)", read("debian/changelog"))[1])

    def test_units_are_sandboxed(self):
        for name in ("sitrep.service", "sitrep.sitrep-follow.service", "sitrep.sitrep-watch.service"):
            unit = read("debian/" + name)
            for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=\n",
                         "SystemCallFilter=@system-service", "MemoryDenyWriteExecute=yes", "StateDirectory=sitrep"):
                self.assertIn(line, unit)
        self.assertIn("IPAddressDeny=any\nIPAddressAllow=localhost", read("debian/sitrep.service"))


if __name__ == "__main__":
    unittest.main()
