#!/usr/bin/env python3
"""MUC-4 dev by cross-validation: what the program scores on reports that its models have not seen.

  cross_validate.py [--build build] [--shared ../shared] [--threshold P] [--keep DIR]

For each of five folds (runs of 20 documents, so that near copies stay on one side) the roles,
scenes and incidents models are trained without it and the program reads it with them; the answers together are
scored.  Prints one JSON object with the figures of `tools/evaluate.py --only muc4-dev`.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

FOLDS, RUN = 5, 20
MODELS = ("links", "roles", "scenes", "incidents")


def train(build, shared, work):
    for name in MODELS:
        subprocess.run([os.path.join(build, "train", "sr_train"), name, "--shared", shared, "--models", work,
                        "--folds"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read(build, models, documents, threshold):
    got = subprocess.run([os.path.join(build, "sitrep"), "read", "--muc4", "--models", models, "--threshold",
                          str(threshold), documents], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if got.returncode not in (0, 1, 3):
        raise SystemExit("cross_validate: sitrep read ended with %d" % got.returncode)
    return got.stdout


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    ap.add_argument("--build", default=os.path.join(root, "build"))
    ap.add_argument("--shared", default=os.environ.get("SITREP_SHARED", os.path.join(root, "..", "shared")))
    ap.add_argument("--threshold", type=float, default=0.3)
    ap.add_argument("--keep", help="folder for models and answers; models that are there are used again")
    a = ap.parse_args()
    if not os.path.isdir(os.path.join(a.shared, "data", "muc4")):
        sys.stderr.write("cross_validate: no data/muc4 in %s; say where it is with --shared\n" % a.shared)
        return 4
    work = a.keep or tempfile.mkdtemp()
    with open(os.path.join(a.shared, "data", "muc4", "dev", "documents.jsonl"), encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    answers = ""
    if not os.path.isdir(os.path.join(work, "fold0")):
        for fold in range(FOLDS):
            os.makedirs(os.path.join(work, "fold%d" % fold))
        train(a.build, a.shared, work)
    for fold in range(FOLDS):
        models = os.path.join(work, "fold%d" % fold)
        documents = os.path.join(models, "documents.jsonl")
        with open(documents, "w", encoding="utf-8") as f:
            for n, row in enumerate(rows):
                if n // RUN % FOLDS == fold:
                    f.write(json.dumps({"id": row["doc"], "text": row["text"]}) + "\n")
        answers += read(a.build, models, documents, a.threshold)
    out = os.path.join(work, "answers.jsonl")
    with open(out, "w", encoding="utf-8") as f:
        f.write(answers)
    scorer = os.path.join(a.shared, "eval", "muc4", "score.py")
    keys = os.path.join(a.shared, "data", "muc4", "dev", "keys.jsonl")
    score = json.loads(subprocess.run([sys.executable, scorer, "score", keys, out, "--json"], check=True,
                                      stdout=subprocess.PIPE, text=True).stdout)
    print(json.dumps({"all_templates_f": round(score["all_templates"]["f"], 2),
                      "all_templates_recall": round(score["all_templates"]["recall"], 2),
                      "all_templates_precision": round(score["all_templates"]["precision"], 2),
                      "text_filtering_f": round(score["text_filtering"]["f"], 2),
                      "incident_location_f": round(score["slots"]["incident_location"]["f"], 2),
                      "templates_f": round(score["templates"]["f"], 2)}))
    if not a.keep:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
