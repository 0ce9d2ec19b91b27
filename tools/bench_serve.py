#!/usr/bin/env python3
"""Load on `sitrep serve`: a thousand connections, each asking for a list of incidents once a second, while reports come in.

  bench_serve.py SITREP [--incidents 100000] [--connections 1000] [--seconds 30] [--work DIR]

The ledger: reports of invented incidents (bench/made_reports.py) are ingested, then the rows of the incidents that follow are
copied under new ids, days and figures until there are as many as asked; only the cached incidents are copied, which is what lists
read.  Prints wrk's latencies, the server's memory before and after, and what was ingested meanwhile.  Needs wrk.
"""
import argparse
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "..", "bench")


def reports(count, first, path):
    with open(path, "wb") as f:
        subprocess.run([sys.executable, os.path.join(BENCH, "made_reports.py"), str(count), "--from", str(first)], stdout=f, check=True)


def multiply(db, wanted):
    """Copies of the cached incidents, with ids and days of their own."""
    c = sqlite3.connect(db)
    columns = [r[1] for r in c.execute("PRAGMA table_info(incident)")]
    have = c.execute("SELECT count(*), max(n) FROM incident WHERE story = 0").fetchone()
    step = c.execute("SELECT max(n) FROM incident").fetchone()[0]
    records = [r[1] for r in c.execute("PRAGMA table_info(record)")]
    for k in range(1, wanted // have[0] + 1):
        values = []
        for name in columns:
            values.append({"n": "n + %d" % (k * step), "id": "randomblob(16)", "unit": "unit", "first": "first - %d" % (k * 3),
                           "last": "last - %d" % (k * 3), "latest": "latest + %d" % (k * 3), "oldest": "oldest - %d" % (k * 3),
                           "killed": "killed + %d" % (k % 7)}.get(name, name))
        c.execute("INSERT OR IGNORE INTO incident SELECT %s FROM incident WHERE story = 0 AND n <= %d" % (", ".join(values), step))
        c.execute("INSERT OR IGNORE INTO record (%s) SELECT %s FROM record WHERE incident IN (SELECT n FROM incident WHERE story = 0 AND n <= %d)"
                  % (", ".join(records), ", ".join("incident + %d" % (k * step) if r == "incident" else r for r in records), step))
    c.commit()
    n = c.execute("SELECT count(*) FROM incident WHERE story = 0").fetchone()[0]
    c.execute("ANALYZE")
    c.commit()
    c.close()
    return n


def resident(port):
    text = urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port).read().decode()
    return int(re.search(r"(?m)^sitrep_resident_bytes (\d+)", text).group(1)) / 1e6


def main():
    p = argparse.ArgumentParser()
    p.add_argument("sitrep")
    p.add_argument("--incidents", type=int, default=100000)
    p.add_argument("--connections", type=int, default=1000)
    p.add_argument("--seconds", type=int, default=30)
    p.add_argument("--work", default="/tmp/sitrep-bench-serve")
    a = p.parse_args()
    if not shutil.which("wrk"):
        sys.exit("bench_serve: wrk is not installed: apt-get install wrk")
    os.makedirs(a.work, exist_ok=True)
    db, more = os.path.join(a.work, "%d.db" % a.incidents), os.path.join(a.work, "more.jsonl")
    if not os.path.exists(db):
        reports(400, 0, more)
        subprocess.run([a.sitrep, "ingest", "--db", db, more], check=True)
        print("incidents in the ledger: %d" % multiply(db, a.incidents), flush=True)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    server = subprocess.Popen([a.sitrep, "serve", "--db", db, "--port", str(port), "--read-only"])
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen("http://127.0.0.1:%d/healthz" % port)
                break
            except OSError:
                time.sleep(0.1)
        for path in ("incidents?limit=100", "map?width=1000"):
            began = time.monotonic()
            body = urllib.request.urlopen("http://127.0.0.1:%d/api/v1/%s" % (port, path)).read()
            print("%s: first answer %.0f ms, %d bytes" % (path, (time.monotonic() - began) * 1000, len(body)), flush=True)
        before = resident(port)
        reports(2000, int(time.time()) % 1000000 * 100 + 1000, more)
        ingest = subprocess.Popen([a.sitrep, "ingest", "--db", db, more], stderr=subprocess.DEVNULL)
        done = subprocess.run(["wrk", "-t1", "-c%d" % a.connections, "-d%ds" % a.seconds, "--latency", "-s", os.path.join(BENCH, "serve.lua"),
                               "http://127.0.0.1:%d" % port], stdout=subprocess.PIPE, text=True, check=True)
        ingest.send_signal(signal.SIGINT)
        ingest.wait()
        print(done.stdout)
        print("resident: %.1f MB before, %.1f MB after" % (before, resident(port)))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


if __name__ == "__main__":
    main()
