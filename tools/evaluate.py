#!/usr/bin/env python3
"""Runs the program over the development sets and scores what it says (`make eval`).

  evaluate.py                      all tests, a table with the change against docs/results.tsv
  evaluate.py --only muc4-devtest,wiki      some of them (--list names them)
  evaluate.py --write              the same, and puts the figures into docs/results.tsv

The sets and most scorers are not part of the project: they lie in ../shared (--shared, or
$SITREP_SHARED).  Without them this says so and ends with 2; building and testing never need them.
docs/evaluation.md tells what each figure means.  docs/results.tsv keeps one row a figure – the
last one – in the order of the tests; its history is that of the file.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import concurrent.futures
import datetime
import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from prepare_incidents import capitals

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEAD = ("test", "figure", "value", "date", "commit", "command")

FOLDERS = {"wiki": "wiki-incidents-2018", "isaf": "isaf-press", "gva": "gva-incidents",
           "gvdb": "gvdb", "muc4-dev": "muc4", "muc4-devtest": "muc4"}

# language set: command of the scorer, {figure: path in its JSON}
F1 = "scores/%s/f1"
UD = {m: F1 % m for m in ("sentences", "tokens", "words", "upos", "lemma", "uas", "las")}
NAMES = {"names_f1": F1 % "typed", "untyped_f1": F1 % "untyped", "per_f1": F1 % "PER",
         "org_f1": F1 % "ORG", "loc_f1": F1 % "LOC", "names_precision": "scores/typed/precision",
         "names_recall": "scores/typed/recall"}
TIME = {m + "_f1": F1 % m for m in ("strict", "relaxed", "type", "value", "days")}
PLACES = {"detected_recall": "scores/relaxed/recall", "detected_precision": "scores/relaxed/precision",
          "within_161km_or_same_id_all": "scores/within_161km_or_same_id_all/percent",
          "within_161km_all": "scores/within_161km_all/percent",
          "country_all": "scores/country_all/percent"}
LANGUAGE = {"ud-ewt": ("ud", UD), "ud-gum-open": ("ud", UD), "uner-ewt": ("names", NAMES),
            "wikiwars": ("time", TIME), "recognizers-text": ("time", TIME), "geovirus": ("places", PLACES)}

MUC4 = {"all_templates_f": "all_templates/f", "all_templates_recall": "all_templates/recall",
        "all_templates_precision": "all_templates/precision",
        "text_filtering_f": "text_filtering/f", "templates_f": "templates/f",
        "organization_confidence_f": "slots/perp_organization_confidence/f",
        "incident_type_f": "slots/incident_type/f", "incident_date_f": "slots/incident_date/f",
        "incident_location_f": "slots/incident_location/f",
        "set_fills_f": "set_fills_only/f", "string_fills_f": "string_fills_only/f"}
ROLES = {"template_f1": "template_f1/overall/f1", "ceaf_ree": "ceaf_ree/overall/f1"}
GVDB = {"victim_name_exact_f1": "slots/victim_name/exact/f1", "victim_name_near_f1": "slots/victim_name/near/f1",
        "shooter_name_exact_f1": "slots/shooter_name/exact/f1",
        "shooter_name_near_f1": "slots/shooter_name/near/f1",
        "all_slots_near_f1": "all_slots/near/f1", "city_exact_f1": "slots/city/exact/f1",
        "date_f1": "date/f1", "state_f1": "state/f1", "killed": "killed/accuracy",
        "injured": "injured/accuracy"}



class Failed(Exception):
    """A test that could not be run; the message says why."""


def at(value, path):
    for step in path.split("/"):
        value = (value or {}).get(step)
    return value


def pick(result, table, factor=1.0):
    return {figure: None if at(result, path) is None else round(factor * at(result, path), 2)
            for figure, path in table.items()}


class Bench:
    """Where things are, and how to run them."""

    def __init__(self, program, shared, work):
        self.program, self.work = program, work
        self.data, self.eval = os.path.join(shared, "data"), os.path.join(shared, "eval")
        os.makedirs(work, exist_ok=True)

    def path(self, name):
        return os.path.join(self.work, name)

    def run(self, command, out=None, fine=(0,)):
        with open(out, "wb") if out else open(os.devnull, "wb") as f:
            got = subprocess.run(command, stdout=f if out else subprocess.PIPE, stderr=subprocess.PIPE,
                                 cwd=self.work)
        if got.returncode not in fine:
            last = got.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise Failed("%s ended with %d: %s" % (os.path.basename(command[0]) + " " + " ".join(command[1:3]),
                                                   got.returncode, last[:200]))
        return None if out else got.stdout.decode()

    def python(self, *args):
        return self.run([sys.executable, *args])

    def read(self, form, docs, out, *more):
        """The program over a file of reports; 1 and 3 (nothing found, some input bad) are answers too."""
        self.run([self.program, "read", "--threads", "1", *more, form, docs], out, fine=(0, 1, 3))
        return out

    def prepared(self, name, upper=""):
        docs = self.path(name + upper + ".docs.jsonl")
        self.python(os.path.join(ROOT, "tools", "prepare_incidents.py"), name,
                    os.path.join(self.data, FOLDERS[name]), docs, *(["--upper"] if upper else []))
        return docs

    def own_score(self, tool, gold, out, *more):
        result = json.loads(self.python(os.path.join(ROOT, "tools", tool), "--json", "--gold", gold,
                                        "--sys", out, *more))
        return {k: v["percent"] if isinstance(v, dict) else v for k, v in result.items()}

    def gold(self, name, file):
        return os.path.join(self.data, FOLDERS[name], file)


def muc4(b, part):
    name = "muc4-" + part
    out = b.read("--muc4", b.prepared(name), b.path(name + ".out.jsonl"))
    scorer = os.path.join(b.eval, "muc4", "score.py")
    keys = b.gold(name, part + "/keys.jsonl")
    result = json.loads(b.python(scorer, "score", keys, out, "--json"))
    figures = pick(result, MUC4)
    with open(keys, encoding="utf-8") as f:
        documents = sum(1 for line in f if line.strip())
    figures["spurious_templates_per_100"] = round(100.0 * result["templates"]["spurious"] / documents, 2)
    roles = json.loads(b.python(scorer, "roles", b.gold(name, part + "/keys_roles.jsonl"), out, "--json"))
    figures.update(pick(roles, ROLES))
    return figures


def muc4_cross(b):
    """Dev by cross-validation: five trainings of the models of extract, without the fifth that they then read."""
    build = os.path.dirname(b.program)
    if not os.access(os.path.join(build, "train", "sr_train"), os.X_OK):
        raise Failed("no %s/train/sr_train; build it with ninja -C %s train/sr_train" % (build, build))
    return json.loads(b.python(os.path.join(ROOT, "tools", "cross_validate.py"), "--build", build, "--shared",
                               os.path.join(b.data, "..")))


def wiki(b, upper=""):
    out = b.read("--json", b.prepared("wiki", upper), b.path("wiki%s.out.jsonl" % upper))
    return b.own_score("score_wiki_incidents.py", b.gold("wiki", "dev.jsonl"), out, "--countries",
                       os.path.join(b.data, "gazetteer", "countries.tsv"))


def isaf(b, upper=""):
    out = b.read("--json", b.prepared("isaf", upper), b.path("isaf%s.out.jsonl" % upper))
    return b.own_score("score_isaf.py", b.gold("isaf", "dev.jsonl"), out)


def gva(b):
    out = b.read("--json", b.prepared("gva"), b.path("gva.out.jsonl"))
    return b.own_score("score_gva_articles.py", b.gold("gva", "gold.dev.jsonl"), out)


def gvdb(b):
    out = b.read("--gvdb", b.prepared("gvdb"), b.path("gvdb.out.jsonl"))
    result = json.loads(b.python(os.path.join(b.eval, "gvdb", "score.py"), "--json", "--gold",
                                 b.gold("gvdb", "gold.dev.jsonl"), "--sys", out))
    return pick(result, GVDB, 100.0)


FOLD = {"conll_f1": "clusters/conll_f1", "b3_f1": "clusters/b3/f1", "ari": "clusters/ari",
        "killed": "values/killed/r", "injured": "values/injured/r", "date": "values/date_exact/r",
        "city": "values/city/r", "state": "values/state/r", "s2_accuracy": "questions/S2/accuracy",
        "s3_accuracy": "questions/S3/accuracy", "s2_documents_f1": "questions/S2/doc_f1"}
STORIES = {"b3_f1": "b3/f1", "conll_f1": "conll_f1", "ari": "ari"}


def folded(b, what, out, *files):
    """The fold in memory over files of reports (train/sr_fold, a program of developers)."""
    program = os.path.join(os.path.dirname(b.program), "train", "sr_fold")
    if not os.access(program, os.X_OK):
        raise Failed("%s: no program there; build it first (ninja -C build train/sr_fold)" % program)
    b.run([program, what, *files], out)
    return out


def incident_score(b, command, gold, out, *more):
    return json.loads(b.python(os.path.join(b.eval, "incidents", "score.py"), command, "--json", "--gold", gold,
                               "--sys", out, *more))


def baselines(b, docs, gold, name, days):
    """B-cubed of stories by words alone, and of every report by itself."""
    words, alone = b.path(name + ".words.jsonl"), b.path(name + ".alone.jsonl")
    b.run([sys.executable, os.path.join(ROOT, "tools", "text_clusters.py"), docs, *days], words)
    open(alone, "w", encoding="utf-8").close()
    return {"b3_f1_words_only": round(100 * incident_score(b, "clusters", gold, words)["b3"]["f1"], 2),
            "b3_f1_single_reports": round(100 * incident_score(b, "clusters", gold, alone)["b3"]["f1"], 2)}


def gva_clusters(b):
    """The fold over gva-incidents; its model has seen this set (cross-validated figures: models/fold.md)."""
    docs, gold = b.gold("gva", "docs.dev.jsonl.gz"), b.gold("gva", "gold.dev.jsonl")
    out = folded(b, "clusters", b.path("gva-clusters.out.jsonl"), docs)
    figures = pick(incident_score(b, "incidents", gold, out, "--questions", b.gold("gva", "questions.dev.jsonl")), FOLD, 100.0)
    figures.update(baselines(b, docs, gold, "gva", ("--days", "14")))
    return figures


def stories(b, name):
    """The fold over a set of news-clusters, as gva_clusters."""
    docs, gold = (os.path.join(b.data, "news-clusters", name + part) for part in (".docs.dev.jsonl.gz", ".gold.dev.jsonl"))
    out = folded(b, "clusters", b.path(name + ".out.jsonl"), docs)
    figures = pick(incident_score(b, "clusters", gold, out), STORIES, 100.0)
    figures.update(baselines(b, docs, gold, name, ()))
    return figures


def timelines(b):
    """Dates of timelines, told how many dates the reference has; means over the timelines."""
    folder = os.path.join(b.data, "timelines")
    tasks = os.path.join(folder, "tasks.dev.jsonl")
    with open(tasks, encoding="utf-8") as f:
        topics = sorted({json.loads(line)["topic"] for line in f if line.strip()})
    out = b.path("timelines.out.jsonl")
    with open(out, "wb") as f:
        for topic in topics:
            part = folded(b, "timeline", b.path("timeline.%s.jsonl" % topic), tasks, topic,
                          os.path.join(folder, "docs.%s.jsonl.gz" % topic))
            with open(part, "rb") as g:
                f.write(g.read())
    mean = json.loads(b.python(os.path.join(b.eval, "timelines", "score.py"), "--json", "--gold",
                               os.path.join(folder, "gold.dev.jsonl"), "--sys", out))["mean"]
    return {"date_f1": round(100 * mean["date"][2], 2), "concat_rouge1": round(100 * mean["concat1"][2], 2),
            "agree_rouge1": round(100 * mean["agree1"][2], 2)}


def seed(b):
    """Points of the reference report that hold, of all."""
    folder = os.path.join(b.data, "..", "seed")
    texts = sorted(n for n in os.listdir(folder) if n.endswith(".txt"))
    one = b.read("--json", os.path.join(folder, texts[0]), b.path("seed.json"))
    two = b.read("--json", os.path.join(b.eval, "seed", "sentence.jsonl"), b.path("sentence.json"))
    said = subprocess.run([sys.executable, os.path.join(b.eval, "seed", "points.py"), one, two],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    right, of = said.stdout.split(" points")[0].split(" of ")
    if int(right) < int(of):
        sys.stderr.write("seed: " + said.stdout)
    return {"points_percent": round(100.0 * int(right) / int(of), 2)}


def text_set(b, name, folder, upper):
    """Reports and gold of a set of ../shared/eval/language: (docs, gold); upper: the texts in capitals."""
    b.python(os.path.join(b.eval, "language", "prepare.py"), name, os.path.join(b.data, name), folder)
    docs = os.path.join(folder, name + ".docs.jsonl")
    if upper:
        with open(docs, encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
        with open(docs, "w", encoding="utf-8") as f:
            for row in rows:
                row["text"] = capitals(row["text"])
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
    return docs, os.path.join(folder, name + ".gold.jsonl")


def language(b, name, upper):
    """One set of ../shared/eval/language; upper: its copy in capitals, scored against the same gold."""
    task, table = LANGUAGE[name]
    folder = b.path("upper" if upper else "language")
    os.makedirs(folder, exist_ok=True)
    docs, gold = text_set(b, name, folder, upper)
    out = b.read("--annotations", docs, os.path.join(folder, name + ".out.conllu"))
    result = json.loads(b.python(os.path.join(b.eval, "language", "score.py"), task, "--json", "--gold", gold,
                                 "--sys", out))
    return pick(result, table)


FOLDS = 5  # as train/train_names.c has them


def keep(lines, begins, docs):
    """Lines of those documents only; begins(line): id of the document that a line opens, or None."""
    on = False
    for line in lines:
        ident = begins(line)
        on = on if ident is None else ident in docs
        if on:
            yield line


def cross(b):
    """Names of a set that the shipped model is trained on: every document is read with a model that
    has not seen it, trained here (five trainings, about a minute each)."""
    trainer = os.path.join(os.path.dirname(b.program), "train", "sr_train")
    folder = b.path("cross")
    os.makedirs(folder, exist_ok=True)
    for fold in range(FOLDS):
        models = os.path.join(folder, "models-%d" % fold)
        os.makedirs(models, exist_ok=True)
        shutil.copy(os.path.join(ROOT, "models", "tagger.bin"), models)
        b.run([trainer, "names", "--shared", os.path.dirname(b.data), "--models", models, "--hold", str(fold)])
    return {s + upper: pooled(b, s, folder, bool(upper))["names_f1"]
            for s in ("wikigold", "docred-ner") for upper in ("", "-upper")}


def pooled(b, name, folder, upper):
    """Score of all documents, each in the reading of the fold that left it out."""
    docs, gold = text_set(b, name, folder, upper)
    with open(gold, encoding="utf-8") as f:
        order = [json.loads(line)["id"] for line in f]
    out = os.path.join(folder, name + ".out.conllu")
    with open(out, "w", encoding="utf-8") as pool:
        for fold in range(FOLDS):
            part = b.read("--annotations", docs, out + ".%d" % fold, "--models", os.path.join(folder, "models-%d" % fold))
            with open(part, encoding="utf-8") as f:
                pool.writelines(keep(f, lambda line: line[14:].strip() if line.startswith("# newdoc id = ") else None,
                                     set(order[fold::FOLDS])))
    result = json.loads(b.python(os.path.join(b.eval, "language", "score.py"), "names", "--json", "--gold", gold,
                                 "--sys", out))
    return pick(result, NAMES)


def recognizers(b):
    """Cases of expressions and their values, by our own rules of what is right."""
    tool, folder = os.path.join(ROOT, "tools", "score_recognizers.py"), os.path.join(b.data, "recognizers-text")
    docs = b.path("recognizers.docs.jsonl")
    with open(docs, "w", encoding="utf-8") as f:
        f.write(b.python(tool, "docs", folder))
    out = b.read("--annotations", docs, b.path("recognizers.out.conllu"))
    rows = [line.split("%")[0].rsplit(None, 1) for line in b.python(tool, "score", folder, out).split("\n") if "%" in line]
    return {what.strip().replace(",", "").replace(" ", "_"): float(value) for what, value in rows}


def inspect(b, name, *parts):
    """What `inspect --page` prints of a folder of pages."""
    out = b.path(name + ".out.jsonl")
    b.run([b.program, "inspect", "--page", os.path.join(b.data, *parts, "html")], out, fine=(0, 3))
    return out


def article_html(b):
    """Text, title, author and date of pages. The block model was trained on these very pages: for
    figures on pages that it did not see, sr_train_page --cross-validate (docs/evaluation.md)."""
    folder, scorer, figures = os.path.join(b.data, "article-html"), os.path.join(b.eval, "article-html", "score.py"), {}
    for part, command in (("scrapinghub", "body"), ("trafilatura", "segments")):
        out = inspect(b, "article-" + part, "article-html", part)
        gold = os.path.join(folder, part, "gold.dev.jsonl")
        result = json.loads(b.python(scorer, command, "--json", "--gold", gold, "--sys", out))
        figures.update({"%s_%s" % (part, m): round(100 * result[m], 2) for m in ("f1", "precision", "recall")})
    fields = json.loads(b.python(scorer, "fields", "--json", "--gold", gold, "--sys", out))
    figures.update({"%s_f1" % k: round(100 * v["f1"], 2) for k, v in fields.items()})
    figures.update(pages_speed(b, folder))
    return figures


def pages_speed(b, data):
    """Pages and MB of HTML a second of CPU, unpacked, the best of three; the pages are what they are, 150 kB on average."""
    folder, size, n = b.path("pages"), 0, 0
    os.makedirs(folder, exist_ok=True)
    for part in ("scrapinghub", "trafilatura"):
        for name in sorted(os.listdir(os.path.join(data, part, "html"))):
            with gzip.open(os.path.join(data, part, "html", name)) as packed, open(os.path.join(folder, "%d.html" % n), "wb") as f:
                size += f.write(packed.read())
            n += 1
    seconds = min(inspected(b, "--page", folder, "pages-speed")[1] for _ in range(3))
    return {"pages_per_cpu_s": round(n / max(seconds, 1e-3), 1), "html_mb_per_cpu_s": round(size / 1e6 / max(seconds, 1e-3), 1)}


def html_dates(b):
    out = inspect(b, "html-dates", "html-dates")
    result = json.loads(b.python(os.path.join(b.eval, "html-dates", "score.py"), "--json", "--gold",
                                 os.path.join(b.data, "html-dates", "gold.dev.jsonl"), "--sys", out))
    return {m: round(100 * result[m], 2) for m in ("accuracy", "precision", "recall")}


def inspected(b, form, source, name):
    """What `inspect` gives of a file or folder, and its CPU seconds; 3 (some input bad) is an answer too."""
    out = b.path(name + ".out.jsonl")
    with open(out, "wb") as f:
        child = subprocess.Popen([b.program, "inspect", form, source], stdout=f, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 3):
        raise Failed("inspect %s ended with %d" % (form, child.returncode))
    return out, used.ru_utime + used.ru_stime


def feeds(b):
    """Feeds of the Universal Feed Parser's tests: what came out of each; and the speed over one feed many times."""
    folder = b.path("feeds")
    with tarfile.open(os.path.join(b.data, "feeds", "feeds.dev.tar.gz")) as t:
        t.extractall(folder)
    out, _ = inspected(b, "--feed", os.path.join(folder, "feeds"), "feeds")
    result = json.loads(b.python(os.path.join(b.eval, "feeds", "score.py"), "feeds", "--json", "--gold",
                                 os.path.join(b.data, "feeds", "gold.dev.jsonl"), "--sys", out))
    big = b.path("big-feed.xml")
    with open(big, "w", encoding="utf-8") as f:
        f.write("<rss version='2.0'><channel><title>many</title>")
        for i in range(20000):
            f.write("<item><title>Two hurt &amp;amp; one %d</title><link>http://a.example/%d</link><pubDate>Tue, 05 Mar 2019 "
                    "07:08:09 GMT</pubDate><description>%s</description></item>" % (i, i, "&lt;p>Words of a report.&lt;/p> " * 20))
        f.write("</channel></rss>")
    _, seconds = inspected(b, "--feed", big, "big-feed")
    return {"right": round(100.0 * result["share"], 2), "checks": round(100.0 * result["held"] / result["checks"], 2),
            "mb_per_cpu_s": round(os.path.getsize(big) / 1e6 / max(seconds, 1e-3), 1)}


def feed_dates(b):
    gold = os.path.join(b.data, "feeds", "dates.dev.jsonl")
    out, _ = inspected(b, "--dates", gold, "feed-dates")
    result = json.loads(b.python(os.path.join(b.eval, "feeds", "score.py"), "dates", "--json", "--gold", gold, "--sys", out))
    return {"right": round(100.0 * result["share"], 2)}


def warc(b):
    """Web archives of other readers' tests; and the speed over a plain one and one packed record by record."""
    folder = os.path.join(b.data, "warc")
    out, _ = inspected(b, "--warc", os.path.join(folder, "files"), "warc")
    result = json.loads(b.python(os.path.join(b.eval, "warc", "score.py"), "--json", "--gold",
                                 os.path.join(folder, "gold.dev.jsonl"), "--sys", out))
    figures = {"f1": round(100.0 * result["f1"], 2), "files_right": round(100.0 * result["files_right"] / result["files"], 2)}
    figures.update({k: round(100.0 * v["accuracy"], 2) for k, v in result["fields"].items()})
    records = []
    for i in range(2000):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>report %d of many words and %d</p>" % (i, i * 7919) * 1000
        records.append(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
                       % (i, len(block), block))
    size = sum(map(len, records)) / 1e6
    for name, packed in (("plain", False), ("gzip", True)):
        path = b.path("big-%s.warc%s" % (name, ".gz" if packed else ""))
        with open(path, "wb") as f:
            for r in records:
                f.write(gzip.compress(r, 5) if packed else r)
        _, seconds = inspected(b, "--warc", path, "big-warc")
        figures["%s_mb_per_cpu_s" % name] = round(size / max(seconds, 1e-3), 1)
        os.remove(path)
    return figures


TESTS = {"seed": seed,
         "muc4-devtest": lambda b: muc4(b, "devtest"), "muc4-dev": lambda b: muc4(b, "dev"),
         "muc4-cross": muc4_cross,
         "wiki": wiki, "wiki-upper": lambda b: wiki(b, "-upper"), "isaf": isaf, "isaf-upper": lambda b: isaf(b, "-upper"),
         "gva": gva, "gvdb": gvdb,
         "gva-clusters": gva_clusters, "ecbplus": lambda b: stories(b, "ecbplus"),
         "g5w1h": lambda b: stories(b, "g5w1h"), "timelines": timelines}
for _set in LANGUAGE:
    TESTS[_set] = lambda b, s=_set: language(b, s, False)
    TESTS[_set + "-upper"] = lambda b, s=_set: language(b, s, True)
TESTS["recognizers-cases"] = recognizers
TESTS["article-html"] = article_html
TESTS["html-dates"] = html_dates
TESTS.update({"feeds": feeds, "feed-dates": feed_dates, "warc": warc})
TESTS["names-cross"] = cross


def read_results(path):
    """{(test, figure): row} in file order; rows of other programs' tests are kept as they are."""
    rows = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            lines = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
        for row in lines[1:]:
            if len(row) == len(HEAD):  # not the marks of a merge
                rows[row[0], row[1]] = dict(zip(HEAD, row))
    return rows


def order(rows):
    """Rows of our tests in their order, then those of others by name; figures as they came."""
    place = {t: i for i, t in enumerate(TESTS)}
    keys = sorted(enumerate(rows), key=lambda ik: (place.get(ik[1][0], len(place)),
                                                   "" if ik[1][0] in place else ik[1][0], ik[0]))
    return [rows[k] for _, k in keys]


def write_results(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.write("# One row a figure, the last one measured; docs/evaluation.md says what it is.\n")
        f.write("\t".join(HEAD) + "\n")
        for row in order(rows):
            f.write("\t".join(row[h] for h in HEAD) + "\n")


def commit():
    def git(*args):
        return subprocess.run(["git", "-C", ROOT, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True).stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "cli", "data", "models")
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + ("+" if changed else "")


def show(name, figures, before):
    for figure, value in figures.items():
        old = before.get((name, figure), {}).get("value", "")
        change = ""
        if old not in ("", "-") and value is not None:
            change = "%+.2f" % (value - float(old))
        print("%-22s %-36s %8s  %s" % (name, figure, "-" if value is None else "%.2f" % value, change))
    sys.stdout.flush()


def missing(program, shared):
    if not os.path.isdir(os.path.join(shared, "data")) or not os.path.isdir(os.path.join(shared, "eval")):
        return ("%s has no data/ and eval/: the evaluation needs the development sets and their scorers "
                "there (--shared DIR or $SITREP_SHARED); building and testing do not" % shared)
    if not os.access(program, os.X_OK):
        return "%s: no program there; build it first (make)" % program
    return None


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", help="tests to run, separated by commas")
    ap.add_argument("--list", action="store_true", help="name the tests")
    ap.add_argument("--write", action="store_true", help="put the figures into --results")
    ap.add_argument("--sitrep", default=os.path.join(ROOT, "build", "sitrep"))
    ap.add_argument("--shared", default=os.environ.get("SITREP_SHARED", os.path.join(ROOT, "..", "shared")))
    ap.add_argument("--results", default=os.path.join(ROOT, "docs", "results.tsv"))
    ap.add_argument("--work", default=os.path.join(ROOT, "build", "eval"), help="folder for what is made on the way")
    ap.add_argument("--jobs", type=int, default=2)
    a = ap.parse_args(argv)
    if a.list:
        print("\n".join(TESTS))
        return 0
    names = a.only.split(",") if a.only else list(TESTS)
    unknown = [n for n in names if n not in TESTS]
    why = "no test named %s (--list)" % ", ".join(unknown) if unknown else \
        missing(a.sitrep, a.shared)
    if why:
        sys.stderr.write("evaluate: %s\n" % why)
        return 2
    b = Bench(os.path.abspath(a.sitrep), os.path.abspath(a.shared), os.path.abspath(a.work))
    rows, failed = read_results(a.results), 0
    before, stamp, today = dict(rows), commit(), datetime.date.today().isoformat()
    with concurrent.futures.ThreadPoolExecutor(max_workers=a.jobs) as pool:
        for name, future in [(n, pool.submit(TESTS[n], b)) for n in names]:
            try:
                figures = future.result()
            except (Failed, ValueError, OSError, KeyError) as e:
                failed += 1
                sys.stderr.write("%s: not measured: %s\n" % (name, e))
                continue
            show(name, figures, before)
            for figure, value in figures.items():
                rows[name, figure] = {"test": name, "figure": figure,
                                      "value": "-" if value is None else "%.2f" % value, "date": today,
                                      "commit": stamp, "command": "tools/evaluate.py --only " + name}
    if a.write:
        write_results(a.results, rows)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
