#!/usr/bin/env python3
"""What a shared library needs, as src/lazy/lazy.c wants it: SR_LIBRARY_FILES, file names in the order of enum sr_library.

  library_names.py libsitrep-needs.so > libraries.h

SPDX-License-Identifier: Apache-2.0
"""
import re
import subprocess
import sys

LIBRARIES = {"XML": "libxml2.so", "ICU": "libicui18n.so", "UCHARDET": "libuchardet.so", "ARCHIVE": "libarchive.so",
             "MIME": "libgmime-3.0.so", "CURL": "libcurl.so", "HTTPD": "libmicrohttpd.so", "CRYPTO": "libcrypto.so", "BROTLI": "libbrotlidec.so"}


def main():
    told = subprocess.run(["readelf", "-d", "-W", sys.argv[1]], check=True, stdout=subprocess.PIPE, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", told.stdout.decode())
    print("/* Made by tools/library_names.py. */\n#define SR_LIBRARY_FILES \\\n    { \\")
    for name, begin in LIBRARIES.items():
        files = [n for n in needed if n.startswith(begin)]
        if len(files) != 1:
            sys.exit("library_names: %s needs %s, no single %s*" % (sys.argv[1], needed, begin))
        print('        [SR_LIBRARY_%s] = "%s", \\' % (name, files[0]))
    print("    }")


if __name__ == "__main__":
    main()
