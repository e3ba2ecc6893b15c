"""A parley server as a child process that is killed without warning, and calls to it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One data directory and one port; the process behind them comes and goes."""

    def __init__(self, program, data, partitions, more=()):
        self.command = [program, "serve", "--data", data, "--dev", "--partitions", str(partitions),
                        *more]
        self.data = data
        self.log_path = data + ".log"
        self.port = free_port()
        self.process = None
        self.environment = None  # None: as here
        self.restart_seconds = []

    def start(self):
        started = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.command + ["--listen", f"127.0.0.1:{self.port}"], stdout=log, stderr=log,
                env=self.environment
            )
        while True:
            if self.process.poll() is not None:
                code = self.process.returncode
                raise RuntimeError(f"the server ended with {code}: {self.tail()}")
            if time.monotonic() - started > 60:
                raise RuntimeError(f"the server is not ready after 60 s: {self.tail()}")
            try:
                status, _, _ = Client(self.port, timeout=2).call("GET", "/health/ready")
                if status == 200:
                    break
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.01)
        self.restart_seconds.append(time.monotonic() - started)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=60)

    def tail(self):
        with open(self.log_path, "rb") as log:
            log.seek(max(0, os.path.getsize(self.log_path) - 1000))
            return log.read().decode(errors="replace")


class Client:
    """One kept connection. Errors of the connection are the caller's to judge."""

    def __init__(self, port, timeout=15):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def call(self, method, path, body=None, key=None):
        """(status, answer, was it a repeat)"""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if key:
            headers["Idempotency-Key"] = key
        text = None if body is None else json.dumps(body)
        try:
            self.connection.request(method, path, body=text, headers=headers)
            response = self.connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        replayed = response.getheader("Idempotent-Replayed") == "true"
        is_json = "json" in (response.getheader("Content-Type") or "")
        return response.status, json.loads(raw) if is_json and raw else {}, replayed


def read_feed(port, tenant, until, timeout=120):
    """Every event of a tenant from the start up to offset `until`, as (offset, type, payload)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", f"/v1/tenants/{tenant}/events?from=start")
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"the feed answered {response.status}")
    events = []
    while not events or events[-1][0] < until:
        line = response.readline()
        if not line:
            raise RuntimeError("the feed ended before its end")
        if line.startswith(b"data: "):
            data = json.loads(line[6:])
            events.append((offset_of(data["position"]), data["type"], data["payload"]))
    connection.close()
    return events


def offset_of(position):
    return int(position.split(":")[1])


def end_with(report, complaints, folder):
    """Tells what was found and the report; with complaints the data stays, and it exits with 1."""
    for complaint in complaints[:20]:
        print(complaint)
    print(json.dumps(report))
    if complaints:
        print(f"the data is kept in {folder}")
        sys.exit(1)
    shutil.rmtree(folder)
