#!/usr/bin/env python3
"""Speed of `sitrep inspect --page` over the development pages (`make bench-pages`).

  bench_pages.py PROGRAM SHARED     MB of HTML and pages a second of processor time, best of three;
                                    beside it xmllint's tree of the same pages, where it is installed

Compare the ratio: the machine may be busy with other work.
SPDX-License-Identifier: Apache-2.0
"""
import glob
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile

SETS = ("article-html/scrapinghub", "article-html/trafilatura", "html-dates")


def seconds(command):
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        best = took if best is None else min(best, took)
    return best


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    program, shared = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        size = n = 0
        for name in SETS:
            for path in sorted(glob.glob(os.path.join(shared, "data", name, "html", "*.html.gz"))):
                with gzip.open(path) as f:
                    page = f.read()
                with open(os.path.join(folder, "%04d.html" % n), "wb") as f:
                    f.write(page)
                size += len(page)
                n += 1
        if not n:
            print("bench pages: no pages in %s/data; say where they are" % shared, file=sys.stderr)
            return 2
        took = seconds([program, "inspect", "--page", folder])
        print("inspect --page: %.1f MB/s, %.0f pages/s (%d pages, %.1f MB)" % (size / took / 1e6, n / took, n, size / 1e6))
        if shutil.which("xmllint"):
            tree = seconds(["xmllint", "--html", "--noout", "--recover", *sorted(glob.glob(os.path.join(folder, "*.html")))])
            print("xmllint --html: %.1f MB/s; ratio %.2f" % (size / tree / 1e6, tree / took))
    return 0


if __name__ == "__main__":
    sys.exit(main())
