#!/usr/bin/env python3
"""Speed and memory of the ledger on made-up reports.

  bench_ledger.py [--reports N] [--sizes 10000,100000] [--build DIR] [--folder DIR]

Prints: reports/s of ingest (extraction included, two threads), reports/s of `db load` of the same
set (extraction excluded), peak memory of both, and the cost of one more report – a run of its own,
the time of a run that finds all known taken off – beside ledgers of each size, as a ratio to the smallest.
Wall and CPU seconds, because machines are shared; the smallest of several runs.
"""
import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time


def timed(args, **kwargs):
    """(wall seconds, CPU seconds, peak MB) of a program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    run = subprocess.Popen(args, stderr=subprocess.PIPE, **kwargs)
    peak = 0
    while run.poll() is None:
        try:
            with open("/proc/%d/status" % run.pid) as f:
                peak = max([peak] + [int(line.split()[1]) // 1024 for line in f if line.startswith("VmHWM")])
        except OSError:
            pass
        time.sleep(0.02)
    if run.returncode:
        sys.exit("bench_ledger.py: %s: %s" % (" ".join(args), run.stderr.read().decode()))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


def one_more(sitrep, db, report, folder):
    """CPU seconds that one more report costs, least of five, beside a run that finds every report known."""
    costs, idle = [], []
    for _ in range(5):
        copy = os.path.join(folder, "copy.db")
        shutil.copyfile(db, copy)
        idle.append(timed([sitrep, "ingest", "--db", copy, "--threads", "1", report["known"]])[1])
        costs.append(timed([sitrep, "ingest", "--db", copy, "--threads", "1", report["new"]])[1])
        os.remove(copy)
    return max(min(costs) - min(idle), 1e-4)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--reports", type=int, default=20000)
    p.add_argument("--sizes", default="2000,20000")
    p.add_argument("--build", default="build")
    p.add_argument("--folder")
    a = p.parse_args()
    sitrep, make = os.path.join(a.build, "sitrep"), os.path.join(a.build, "tests/ledger/make_reports")
    folder = tempfile.mkdtemp(dir=a.folder)
    try:
        made = os.path.join(folder, "made.jsonl")
        sizes = [int(s) for s in a.sizes.split(",")]
        most = max([a.reports] + sizes)
        with open(made, "w") as f:
            subprocess.run([make, str(most), "1", "25000"], stdout=f, check=True)
        with open(made) as f:
            lines = f.readlines()

        def part(name, some):
            path = os.path.join(folder, name)
            with open(path, "w") as out:
                out.writelines(some)
            return path
        first = part("first.jsonl", lines[:a.reports])
        db = os.path.join(folder, "bench.db")
        wall, cpu, peak = timed([sitrep, "ingest", "--db", db, "--threads", "2", first])
        print("ingest, extraction included, 2 threads: %.0f reports/s (%.0f/s of CPU), peak %d MB"
              % (a.reports / wall, a.reports / cpu, peak), flush=True)
        dump = os.path.join(folder, "dump.jsonl")
        with open(dump, "w") as f:
            subprocess.run([sitrep, "db", "--db", db, "dump"], stdout=f, check=True)
        wall, cpu, peak = timed([sitrep, "db", "--db", os.path.join(folder, "load.db"), "load", dump])
        n = sum(1 for line in open(dump) if line.startswith('{"report"'))
        print("put in, extraction excluded: %.0f reports/s (%.0f/s of CPU), peak %d MB" % (n / wall, n / cpu, peak),
              flush=True)
        extra = subprocess.run([make, "50", "77", "25000"], stdout=subprocess.PIPE, check=True).stdout.decode()
        new = part("new.jsonl", extra.replace('"id":"0-', '"id":"new-').splitlines(True))
        known = part("known.jsonl", lines[:50])
        least = None
        for size in sizes:
            db = os.path.join(folder, "size.db")
            for end in ("", "-wal", "-shm"):
                if os.path.exists(db + end):
                    os.remove(db + end)
            timed([sitrep, "ingest", "--db", db, "--threads", "2", part("size.jsonl", lines[:size])])
            cost = one_more(sitrep, db, {"new": new, "known": known}, folder) / 50
            least = least or cost
            print("one more report at %d: %.2f ms of CPU, ratio %.2f" % (size, cost * 1000, cost / least), flush=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
