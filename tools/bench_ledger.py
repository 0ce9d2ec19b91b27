#!/usr/bin/env python3
"""Speed and memory of the ledger on a made-up stream of reports.

  bench_ledger.py [--reports N] [--sizes 10000,100000] [--rate REPORTS-A-DAY] [--build DIR] [--folder DIR] [--write]

Prints: reports/s of ingest (extraction included, two threads), reports/s of `db load` of the same
set (extraction excluded), peak memory of both, and the cost of one more report at each size, as a ratio to the
first: the stream goes on into the same ledger, 400 reports in eight runs; the median run counts, less a run
that finds everything known.  The stream holds as much a day at any length (tests/ledger/make_reports.c).
CPU seconds beside wall seconds, because machines are shared.  --write puts the figures into docs/results.tsv.
"""
import argparse
import datetime
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import evaluate

GROUP, GROUPS = 50, 8 # reports of a run that measures, and runs


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


def one_more(sitrep, db, lines, at, folder):
    """CPU seconds that one more report costs, when the stream goes on at line `at`."""
    path, costs = os.path.join(folder, "more.jsonl"), []

    def cost(some):
        with open(path, "w") as out:
            out.writelines(some)
        return timed([sitrep, "ingest", "--db", db, "--threads", "1", path])[1]
    idle = min(cost(lines[:GROUP]) for _ in range(3))
    for i in range(GROUPS):
        costs.append(cost(lines[at + i * GROUP:at + (i + 1) * GROUP]))
    return max(sorted(costs)[GROUPS // 2] - idle, 1e-4) / GROUP


def ingested(sitrep, db, lines, folder):
    path = os.path.join(folder, "part.jsonl")
    with open(path, "w") as out:
        out.writelines(lines)
    return timed([sitrep, "ingest", "--db", db, "--threads", "2", path])


def loaded(sitrep, db, folder, show):
    dump = os.path.join(folder, "dump.jsonl")
    with open(dump, "w") as f:
        subprocess.run([sitrep, "db", "--db", db, "dump"], stdout=f, check=True)
    with open(dump) as f:
        n = sum(1 for line in f if line.startswith('{"report"'))
    other = os.path.join(folder, "load.db")
    wall, cpu, peak = timed([sitrep, "db", "--db", other, "load", dump])
    for path in (dump, other):
        os.remove(path)
    show("load_reports_per_s", n / wall)
    show("load_reports_per_cpu_s", n / cpu)
    show("load_peak_mb", peak)


def record(figures, command):
    path = os.path.join(evaluate.ROOT, "docs", "results.tsv")
    rows, stamp, today = evaluate.read_results(path), evaluate.commit(), datetime.date.today().isoformat()
    for figure, value in figures.items():
        rows["bench-ledger", figure] = {"test": "bench-ledger", "figure": figure, "value": "%.2f" % value, "date": today,
                                        "commit": stamp, "command": command}
    evaluate.write_results(path, rows)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--reports", type=int, default=20000)
    p.add_argument("--sizes", default="2000,20000")
    p.add_argument("--rate", default="40")
    p.add_argument("--build", default="build")
    p.add_argument("--folder")
    p.add_argument("--write", action="store_true")
    a = p.parse_args()
    sitrep, make = os.path.join(a.build, "sitrep"), os.path.join(a.build, "tests/ledger/make_reports")
    folder, figures = tempfile.mkdtemp(dir=a.folder), {}

    def show(name, value):
        figures[name] = value
        print("%-28s %10.2f" % (name, value), flush=True)
    try:
        sizes = sorted({int(s) for s in a.sizes.split(",")} | {a.reports})
        made = subprocess.run([make, str(sizes[-1] + GROUPS * GROUP), "1", a.rate], stdout=subprocess.PIPE, check=True)
        lines, db, done, wall, cpu, first = made.stdout.decode().splitlines(True), os.path.join(folder, "bench.db"), 0, 0, 0, None
        for size in sizes:
            more = ingested(sitrep, db, lines[done:size], folder)
            wall, cpu, done = wall + more[0], cpu + more[1], size + GROUPS * GROUP
            if size == a.reports:
                show("ingest_reports_per_s", size / wall)
                show("ingest_reports_per_cpu_s", size / cpu)
                show("ingest_peak_mb", more[2])
                loaded(sitrep, db, folder, show)
            cost = one_more(sitrep, db, lines, size, folder)
            first = first or cost
            show("one_more_ms_at_%d" % size, 1000 * cost)
            show("one_more_ratio_at_%d" % size, cost / first)
        if a.write:
            record(figures, "tools/bench_ledger.py --reports %d --sizes %s --rate %s" % (a.reports, a.sizes, a.rate))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
