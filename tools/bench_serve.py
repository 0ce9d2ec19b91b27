#!/usr/bin/env python3
"""Load on `sitrep serve`: a thousand connections, each asking for a list of incidents once a second, while reports come in.

  bench_serve.py SITREP [--incidents 100000] [--connections 1000] [--seconds 30] [--reports 4000] [--work DIR] [--idle] [--mixed]

The ledger: reports of invented incidents (bench/made_reports.py) are ingested, then the rows of the incidents that follow are
copied under new ids, days and figures until there are as many as asked, with all that lists, maps and views read.  Prints how long
first answers take, wrk's latencies, the server's CPU seconds and memory, and what was ingested meanwhile.  --mixed asks for
everything there is, refusals included, and tells the memory every half minute: for leaks, with --seconds 600.  Needs wrk.
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

# What the page asks for first, and what is asked less often.
FIRST = ["incidents?limit=100", "map?width=1000", "map?width=1440&bbox=-180.00,-70.00,180.00,80.00", "counts?by=day", "counts?by=country", "stats",
         "incidents?limit=100&sort=killed", "incidents?limit=100&sort=support", "incidents?limit=100&q=police", "incidents?place=Gao",
         "incidents?actor=al-shabaab", "actors?limit=1000", "actors/al-shabaab", "relations?limit=100", "search?q=bomb", "reports"]
# Asked after the load: a copy of all incidents is made for it, which would stand in the memory that is told.
LAST = ["incidents?limit=100&as_of=2021-06-01"]

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "..", "bench")


def reports(count, first, path):
    with open(path, "wb") as f:
        subprocess.run([sys.executable, os.path.join(BENCH, "made_reports.py"), str(count), "--from", str(first)], stdout=f, check=True)


# What is copied with an incident: table, the column that names it.
BESIDE = [("record", "incident"), ("incident_report", "incident"), ("incident_actor", "incident"), ("revision", "incident"), ("incident_place", "incident")]


def multiply(db, wanted):
    """Copies of the cached incidents with all that lists, maps and views read, with ids, days and figures of their own."""
    c = sqlite3.connect(db)
    c.execute("PRAGMA foreign_keys = OFF")
    columns = {t: [r[1] for r in c.execute("PRAGMA table_info(%s)" % t)] for t in ["incident"] + [t for t, _ in BESIDE]}
    have, step = c.execute("SELECT count(*), max(n) FROM incident WHERE story = 0").fetchone()
    for k in range(1, -(-wanted // have)):
        unit = "+ %d" % (k * 10000000)  # of its own, so that an ingest that computes the true ones anew does not take the copies away
        c.execute("INSERT INTO unit SELECT n %s, last FROM unit WHERE n < 10000000" % unit)
        own = {"n": "n + %d" % (k * step), "unit": "unit " + unit, "id": "randomblob(16)", "first": "first - %d" % (k * 3), "last": "last - %d" % (k * 3),
               "latest": "latest + %d" % (k * 3), "oldest": "oldest - %d" % (k * 3), "killed": "killed + %d" % (k % 7),
               "lat": "lat + %f" % (k % 17 * 0.11), "lon": "lon + %f" % (k % 13 * 0.13)}
        chosen = "SELECT n FROM incident WHERE story = 0 AND n <= %d" % step
        c.execute("INSERT INTO incident SELECT %s FROM incident WHERE n IN (%s)" % (", ".join(own.get(x, x) for x in columns["incident"]), chosen))
        for table, key in BESIDE:
            values = ", ".join("%s + %d" % (key, k * step) if x == key else x for x in columns[table])
            c.execute("INSERT INTO %s SELECT %s FROM %s WHERE %s IN (%s)" % (table, values, table, key, chosen))
        c.execute("UPDATE record SET json = replace(json, (SELECT lower(hex(id)) FROM incident WHERE n = incident - %d), "
                  "(SELECT lower(hex(id)) FROM incident WHERE n = incident)) WHERE incident > %d" % (k * step, k * step))
    c.commit()
    n = c.execute("SELECT count(*) FROM incident WHERE story = 0").fetchone()[0]
    c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    c.close()
    return n


def resident(port):
    text = urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port).read().decode()
    return int(re.search(r"(?m)^sitrep_resident_bytes (\d+)", text).group(1)) / 1e6


def ask(port, paths):
    for path in paths:
        began = time.monotonic()
        body = urllib.request.urlopen("http://127.0.0.1:%d/api/v1/%s" % (port, path)).read()
        print("%s: first answer %.0f ms, %d bytes" % (path, (time.monotonic() - began) * 1000, len(body)), flush=True)


def cpu_of(pid):
    """CPU seconds of a process until now."""
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("sitrep")
    p.add_argument("--incidents", type=int, default=100000)
    p.add_argument("--connections", type=int, default=1000)
    p.add_argument("--seconds", type=int, default=30)
    p.add_argument("--reports", type=int, default=4000)
    p.add_argument("--idle", action="store_true", help="no ingest beside")
    p.add_argument("--mixed", action="store_true", help="all there is to ask, memory told while it runs")
    p.add_argument("--work", default="/tmp/sitrep-bench-serve")
    a = p.parse_args()
    if not shutil.which("wrk"):
        sys.exit("bench_serve: wrk is not installed: apt-get install wrk")
    os.makedirs(a.work, exist_ok=True)
    db, more = os.path.join(a.work, "%d.db" % a.incidents), os.path.join(a.work, "more.jsonl")
    if not os.path.exists(db):
        reports(a.reports, 0, more)
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
        ask(port, FIRST)
        before, cpu = resident(port), cpu_of(server.pid)
        ingest = None
        if not a.idle:
            reports(200 * a.seconds, int(time.time()) % 1000000 * 100 + 1000, more)
            ingest = subprocess.Popen([a.sitrep, "ingest", "--db", db, more], stderr=subprocess.DEVNULL)
        load = subprocess.Popen(["wrk", "-t1", "-c%d" % a.connections, "-d%ds" % a.seconds, "--latency", "--timeout", "60s", "-s",
                                 os.path.join(BENCH, "serve_mixed.lua" if a.mixed else "serve.lua"), "http://127.0.0.1:%d" % port],
                                stdout=subprocess.PIPE, text=True)
        began = time.monotonic()
        while a.mixed and time.monotonic() < began + a.seconds - 30:
            time.sleep(30)
            print("after %3.0f s: resident %.1f MB" % (time.monotonic() - began, resident(port)), flush=True)
        said = load.communicate()[0]
        spent = cpu_of(server.pid) - cpu
        print(said)
        requests = int(re.search(r"(\d+) requests in", said).group(1))
        print("server: %.2f s of CPU, %.0f us a request; resident: %.1f MB before, %.1f MB after; load average %.1f"
              % (spent, spent / requests * 1e6, before, resident(port), os.getloadavg()[0]))
        if ingest:
            print("ingest beside: %s" % ("went on all the time" if ingest.poll() is None else "ended before the load did"))
            ingest.send_signal(signal.SIGINT)
            ingest.wait()
        ask(port, LAST)
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait()
    print("serve ended with %d" % code)
    sys.exit(code)


if __name__ == "__main__":
    main()
