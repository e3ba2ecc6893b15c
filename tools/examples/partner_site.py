"""A broker with a partner's topics, a server that serves the partner, and an agent who answers:
what an example or a test of partners runs against."""

import json
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

CONFIG = """
dev = true
listen = "127.0.0.1:{port}"
partitions = 2
[journal]
engine = "{journal}"
[kafka]
bootstrap = "{bootstrap}"
{more}
[[partner]]
name = "shop"
  [[partner.installation]]
  tenant = "acme"
  channels = ["chat"]
"""
TOPICS = """
[defaults]
replication = 1
partitions = {partitions}
[[topic]]
name = "parley.cursors"
partitions = 1
cleanup = "compact"
[[partner]]
name = "shop"
"""


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, **options)


class Broker:
    """A cluster of one node, with the partner's topics."""

    def __init__(self, scratch, *options, more="", partitions=2):
        """`options` are the broker script's, `more` goes into the file of topics."""
        self.folder = scratch / "cluster"
        told = run(ROOT / "deploy/kafka/broker", "up", "--dir", self.folder,
                   *(options or ("--port", "0")), stdout=subprocess.PIPE, text=True)
        self.address = told.stdout.strip().splitlines()[-1]
        topics = scratch / "topics.toml"
        topics.write_text(TOPICS.format(partitions=partitions) + more)
        run(ROOT / "deploy/kafka/topics", "apply", topics, "--bootstrap", self.address)

    def stop(self):
        run(ROOT / "deploy/kafka/broker", "down", "--dir", self.folder, "--wipe")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    def __init__(self, parley, scratch, bootstrap, more="", journal="embedded", node=""):
        """`more` goes into [kafka] of the configuration; `node`: its name among several."""
        config = scratch / f"parley{node}.toml"
        # The other nodes have to know the port before it is bound.
        config.write_text(CONFIG.format(bootstrap=bootstrap, more=more, journal=journal,
                                        port=free_port() if node else 0))
        self.log = open(scratch / "server.log", "ab")
        self.process = subprocess.Popen(
            [parley, "serve", "--config", config, "--data", scratch / f"data{node}",
             *(["--node", node] if node else [])],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.base = ""
        for line in self.process.stdout:
            if "listening on " in line:
                self.base = line.split("listening on ")[1].strip()
            if "ready after" in line:
                return
        raise SystemExit(f"the server did not start: {(scratch / 'server.log').read_text()}")

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.base}/v1/tenants/acme{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        until = time.monotonic() + 15
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as refused:
                # A partition on its way from node to node.
                if refused.code != 503 or time.monotonic() > until:
                    raise
                time.sleep(0.3)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)


def furnish(server):
    server.ask("PUT", "", {"settings": {"name": "Acme"}})
    server.ask("PUT", "/queues/support", {"settings": {"name": "Support"}})
    server.ask("PUT", "/agents/ann", {"definition": {
        "name": "Ann", "queues": ["support"], "capacity_units": 5, "channels": ["chat"]}})
    server.ask("POST", "/agents/ann/presence", {"status": "available", "channels": ["chat"]})


def answer_as_ann(server):
    """Takes what is offered and says one thing."""
    request = urllib.request.Request(
        f"{server.base}/v1/tenants/acme/events?from=start&types=work_offered")
    try:
        with urllib.request.urlopen(request, timeout=120) as feed:
            for line in feed:
                if not line.startswith(b"data: "):
                    continue
                event = json.loads(line[6:])
                work = event["payload"]["work"]
                conversation = work.rsplit(".", 1)[0]
                server.ask("POST", f"/work/{work}/accept", {"agent": "ann"})
                server.ask("POST", f"/conversations/{conversation}/messages", {
                    "outbound": True,
                    "message": {"author": "ann", "text": "It is on its way: tomorrow."}})
    except (OSError, urllib.error.URLError):
        return  # the server was stopped
