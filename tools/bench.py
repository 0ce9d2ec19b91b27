#!/usr/bin/env python3
"""Times the whole way, from text to incidents, beside wink-nlp in the same run (`make bench`).

  bench.py [--rounds N] [--docs FILE.jsonl] [--core N] [--write]

Both programs read the same documents on one pinned core, by turns (sitrep, wink, sitrep, wink, …)
after a round that does not count.  sitrep's time is that of its whole process, start and loading
included; wink's is that of its pipe alone, warmed up.  Tokens are wink's in both rows, so that the
ratio compares the same work.  Each figure is given as median (minimum – maximum) of the rounds.
Documents: MUC-4 dev of ../shared (--shared or $SITREP_SHARED), or --docs.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import evaluate

ROOT = evaluate.ROOT
PEERS = os.path.join(ROOT, "bench", "peers")


def pinned(core, command, env=None):
    """Runs a command on one core: (wall seconds, CPU seconds, peak KiB, what it printed)."""
    with tempfile.TemporaryFile() as out:
        begin = time.perf_counter()
        process = subprocess.Popen(["taskset", "-c", str(core), *command], stdout=out, stderr=subprocess.DEVNULL,
                                   env=env)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1, 3):
            raise SystemExit("bench: %s ended with %d" % (" ".join(command[:3]), process.returncode))
        out.seek(0)
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, out.read()


def peer_ready():
    """Installs the peer of the lock file when it is not there; says why not when that fails."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are not installed; only sitrep is timed"
    if not os.path.isdir(os.path.join(PEERS, "node_modules", "wink-nlp")):
        got = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PEERS,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if got.returncode:
            return "npm ci failed in bench/peers: %s" % got.stdout.strip().split("\n")[-1]
    return None


def spread(values, form="%.0f"):
    return "%s (%s – %s)" % tuple(form % v for v in (statistics.median(values), min(values), max(values)))


def start_up(program, core, folder):
    """Seconds from start to end on one short report, best of 20."""
    short = os.path.join(folder, "short.jsonl")
    with open(short, "w", encoding="utf-8") as f:
        f.write(json.dumps({"id": "s", "text": "Gunmen killed two people in a market on Monday."}) + "\n")
    return min(pinned(core, [program, "read", "--json", short])[0] for _ in range(20))


def measure(program, docs, core, rounds, peer, folder):
    ours, notes, theirs = [], [], []
    for turn in range(rounds + 1):
        one = pinned(core, [program, "read", "--threads", "1", "--json", docs])
        two = pinned(core, [program, "read", "--threads", "1", "--annotations", docs])
        three = json.loads(pinned(core, ["node", os.path.join(PEERS, "wink.js"), docs])[3]) if peer else None
        if turn:  # the first round warms caches up
            ours.append(one[:3])
            notes.append(two[:3])
            theirs.append(three)
    return ours, notes, [t for t in theirs if t], start_up(program, core, folder)


def report(ours, notes, theirs, start, documents):
    """Prints the table; gives the figures for docs/results.tsv."""
    tokens = theirs[0]["tokens"] if theirs else None
    figures = {}

    def row(name, key, values, form="%.0f"):
        print("%-44s %s" % (name, spread(values, form)))
        figures[key] = statistics.median(values)

    print("%d documents%s, %d rounds; median (minimum – maximum)\n"
          % (documents, ", %d tokens" % tokens if tokens else "", len(ours)))
    for label, key, runs in (("sitrep --json", "read", ours), ("sitrep --annotations", "annotations", notes)):
        row(label + ": documents/s", key + "_documents_per_s", [documents / w for w, _, _ in runs])
        if tokens:
            row(label + ": tokens/s", key + "_tokens_per_s", [tokens / w for w, _, _ in runs])
        row(label + ": CPU s per 1,000 documents", key + "_cpu_s_per_1000",
            [1000.0 * c / documents for _, c, _ in runs], "%.3f")
        row(label + ": peak memory, MB", key + "_peak_mb", [m / 1024.0 for _, _, m in runs], "%.1f")
    figures["start_ms"] = 1000.0 * start
    print("%-44s %.1f" % ("sitrep: one short report, start to end, ms", 1000.0 * start))
    if theirs:
        row("wink-nlp: documents/s", "wink_documents_per_s", [documents / t["seconds"] for t in theirs])
        row("wink-nlp: tokens/s", "wink_tokens_per_s", [tokens / t["seconds"] for t in theirs])
        row("wink-nlp: CPU s per 1,000 documents", "wink_cpu_s_per_1000",
            [1000.0 * t["cpu_seconds"] / documents for t in theirs], "%.3f")
        row("wink-nlp: peak memory, MB", "wink_peak_mb", [t["peak_kb"] / 1024.0 for t in theirs], "%.1f")
        for label, key, runs in (("read", "read", ours), ("annotations", "annotations", notes)):
            row("ratio %s / wink-nlp, speed" % label, key + "_ratio_to_wink",
                [t["seconds"] / r[0] for r, t in zip(runs, theirs)], "%.2f")
            row("ratio %s / wink-nlp, by CPU time" % label, key + "_cpu_ratio_to_wink",
                [t["cpu_seconds"] / r[1] for r, t in zip(runs, theirs)], "%.2f")
    return figures


def record(path, figures):
    rows = evaluate.read_results(path)
    stamp, today = evaluate.commit(), datetime.date.today().isoformat()
    for figure, value in figures.items():
        rows["bench", figure] = {"test": "bench", "figure": figure, "value": "%.2f" % value, "date": today,
                                 "commit": stamp, "command": "tools/bench.py"}
    evaluate.write_results(path, rows)


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--docs")
    ap.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    ap.add_argument("--sitrep", default=os.path.join(ROOT, "build", "sitrep"))
    ap.add_argument("--shared", default=os.environ.get("SITREP_SHARED", os.path.join(ROOT, "..", "shared")))
    ap.add_argument("--results", default=os.path.join(ROOT, "docs", "results.tsv"))
    ap.add_argument("--write", action="store_true", help="put the medians into --results")
    a = ap.parse_args(argv)
    why = None if a.docs else evaluate.missing(a.sitrep, a.shared)
    if why:
        sys.stderr.write("bench: %s\n" % why)
        return 2
    peerless = peer_ready()
    if peerless:
        sys.stderr.write("bench: %s\n" % peerless)
    with tempfile.TemporaryDirectory() as folder:
        docs = a.docs
        if not docs:
            docs = evaluate.Bench(a.sitrep, os.path.abspath(a.shared), folder).prepared("muc4-dev")
        with open(docs, encoding="utf-8") as f:
            documents = sum(1 for line in f if line.strip())
        got = measure(os.path.abspath(a.sitrep), os.path.abspath(docs), a.core, a.rounds, not peerless, folder)
    figures = report(*got, documents)
    if a.write:
        record(a.results, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
