#!/usr/bin/env python3
"""Fuzzes harnesses one after the other, each for so much CPU time (not wall time: a busy machine makes that shorter;
libFuzzer's own limit for one input is of wall time, so it is long).

  fuzz_long.py --build build-fuzz [--seconds 600] [--seeds FOLDER] [NAME...]

NAME as in fuzz/fuzz_NAME.c; without names all.  FOLDER/NAME, where there is one, holds further inputs to begin with.  A line for
each harness says CPU seconds, executions and what was found; exit code 1 when anything was.  Inputs that found something lie
in BUILD/found-NAME; what libFuzzer goes on from the next time, in BUILD/work-NAME.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
REST = 5  # seconds between two looks at the clock


def cpu_seconds(pid):
    """User and system time of a process; None: it has ended."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else (int(fields[11]) + int(fields[12])) / TICKS


def fuzz(build, name, seconds, seeds):
    """Runs one harness; returns (CPU seconds, executions, found something)."""
    found, work = build / f"found-{name}", build / f"work-{name}"
    found.mkdir(exist_ok=True)
    work.mkdir(exist_ok=True)
    folders = [work, ROOT / "fuzz/corpus" / name.replace("_", "-")]
    if seeds and (seeds / name).is_dir():
        folders.append(seeds / name)
    log_path = build / f"long-{name}.log"
    with open(log_path, "w", encoding="utf-8") as log:
        run = subprocess.Popen([build.resolve() / "fuzz" / f"fuzz_{name}", "-timeout=300", "-rss_limit_mb=2048", "-print_final_stats=1",
                                f"-artifact_prefix={found.resolve()}/", *(f.resolve() for f in folders)],
                               stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        used = last = 0.0
        while (last := cpu_seconds(run.pid)) is not None and last < seconds:
            used = last
            time.sleep(REST)
        used = last or used
        if run.poll() is None:
            run.send_signal(signal.SIGINT)  # libFuzzer prints its statistics and ends
        run.wait()
    text = log_path.read_text(encoding="utf-8", errors="replace")
    counts = re.findall(r"number_of_executed_units: *(\d+)", text)
    bad = bool(re.search(r"SUMMARY: |ERROR: ", text)) or not counts
    return used, int(counts[-1]) if counts else 0, bad


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", type=pathlib.Path, default=ROOT / "build-fuzz")
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--seeds", type=pathlib.Path)
    options.add_argument("names", nargs="*")
    args = options.parse_args()
    names = args.names or sorted(p.name[5:] for p in (args.build / "fuzz").glob("fuzz_*") if p.is_file() and not p.suffix)
    failed = False
    for name in names:
        used, runs, bad = fuzz(args.build, name, args.seconds, args.seeds)
        print(f"{name}\t{used:.0f} s\t{runs} executions\t{'FOUND SOMETHING, see the log' if bad else 'nothing found'}", flush=True)
        failed |= bad
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
