"""A running `sitrep serve` on loopback, reports of our own for its ledger, and requests to it."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time

import support

REPORTS = [
    {"id": "hall-1", "publisher": "Harbour News", "url": "https://harbour.example/hall-1", "published": "2023-11-17T19:00:00Z",
     "title": "Gunmen attack concert hall in Nairobi",
     "text": "NAIROBI - Gunmen killed at least 40 people at a concert hall in Nairobi on Friday, police said. Kenyan police accused "
             "al-Shabaab of the attack. The governor condemned the attack."},
    {"id": "hall-2", "publisher": "Plains Wire", "url": "https://plains.example/hall-2", "published": "2023-11-18T09:00:00Z",
     "title": "Toll of Nairobi concert hall attack rises to 62",
     "text": "NAIROBI - The attack on a concert hall in Nairobi on Friday killed 62 people, Kenyan officials said on Saturday. "
             "Al-Shabaab claimed responsibility for the attack."},
    {"id": "hall-3", "publisher": "Copy Times", "url": "https://copy.example/hall", "published": "2023-11-18T12:00:00Z",
     "title": "Toll of Nairobi concert hall attack rises to 62",
     "text": "NAIROBI - The attack on a concert hall in Nairobi on Friday killed 62 people, Kenyan officials said on Saturday. "
             "Al-Shabaab claimed responsibility for the attack."},
    {"id": "market", "publisher": "Delta Post", "url": "https://delta.example/market", "published": "2023-12-02",
     "title": "Bomb at Kaduna market",
     "text": "KADUNA - A car bomb exploded at a market in Kaduna, Nigeria, on Friday and killed 14 people and wounded 30, police "
             "said. Boko Haram claimed responsibility for the bombing."},
    {"id": "hostile", "publisher": "<b>Evil</b> & Sons", "url": "javascript:alert(1)", "published": "2024-01-10",
     "title": "<img src=x onerror=alert(1)> attack in Herat",
     "text": "HERAT - Gunmen killed three people in Herat, Afghanistan, on Tuesday. A sign read <script>window.hacked=1</script> and "
             "'); DROP TABLE report; --. Police blamed the Taliban."},
    {"id": "council", "publisher": "Harbour News", "published": "2024-01-12", "title": "Lime trees",
     "text": "The council has planted forty lime trees along the river."},
]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """sitrep serve in a folder of its own; a context manager."""

    def __init__(self, *options, env=None, reports=True, db=None):
        self._folder = tempfile.TemporaryDirectory()
        self.db = db or os.path.join(self._folder.name, "ledger.db")
        self.port = free_port()
        self._log = open(os.path.join(self._folder.name, "log"), "w+b")
        self.env = dict(os.environ, **(env or {}))
        if reports:
            path = os.path.join(self._folder.name, "reports.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(r) + "\n" for r in REPORTS)
            done = support.run("ingest", "--db", self.db, path)
            assert done.returncode == 0, done.stderr
        self.process = subprocess.Popen(
            [support.SITREP, "serve", "--db", self.db, "--port", str(self.port), *options],
            stdout=subprocess.DEVNULL, stderr=self._log, env=self.env)
        deadline = time.monotonic() + 30 * support.SLOWER
        while True:
            try:
                if self.get("/healthz").status == 200:
                    break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError("serve did not start: %s" % self.log())
                time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30 * support.SLOWER)
        log = self.log()
        self._log.close()
        self._folder.cleanup()
        assert code == 0, "serve ended with %d: %s" % (code, log)

    def log(self):
        self._log.flush()
        with open(self._log.name, "rb") as f:
            return f.read().decode("utf-8", "replace")

    def get(self, path, headers=None, method="GET", body=None):
        return Answer(self.port, method, path, headers, body)

    def json(self, path, **kwargs):
        answer = self.get(path, **kwargs)
        assert answer.status == 200, "%s: %d %s" % (path, answer.status, answer.body[:300])
        return answer.json()

    def post(self, body, **headers):
        return self.get("/api/v1/reports", method="POST", body=body if isinstance(body, bytes) else json.dumps(body).encode(),
                        headers={"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}})


class Answer:
    def __init__(self, port, method, path, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60 * support.SLOWER)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self):
        return json.loads(self.body)

    @property
    def message(self):
        return self.json()["error"]["message"]


class Listener(threading.Thread):
    """Reads an event stream until it ends; events as (name, data)."""

    def __init__(self, port, headers=None):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60 * support.SLOWER)
        self.connection.request("GET", "/api/v1/events", headers=headers or {})
        self.answer = self.connection.getresponse()
        self.events = []
        self.start()

    def run(self):
        name = None
        try:
            for line in self.answer:
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text[7:]
                elif text.startswith("data: "):
                    self.events.append((name, json.loads(text[6:])))
        except (OSError, http.client.HTTPException, ValueError):
            pass

    def close(self):
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self.answer.close()
        self.connection.close()

    def wait_for(self, name, count=1):
        deadline = time.monotonic() + 20 * support.SLOWER
        while sum(n == name for n, _ in self.events) < count:
            if time.monotonic() > deadline:
                raise AssertionError("no event %s came: %s" % (name, self.events))
            time.sleep(0.02)


def schema_of(description, path, method="get"):
    """Pattern of a described path and the schema of its 200 answer, with $defs in place."""
    answer = description["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    text = json.dumps({"schema": answer, "defs": description["components"]["schemas"]})
    return json.loads(re.sub(r"#/components/schemas/", "#/$defs/", text))
