"""Goal: a server on a disk that fills up refuses writes with a stable code, serves reads, says so
on /health/ready, goes on by itself once there is room, survives SIGKILL while the disk is full, and
loses nothing that it acknowledged.

Method: `parley serve` on a file system of its own (tmpfs) that another program fills. Needs the
right to mount; without it the test says that it was skipped (exit code 77).

    tests/crash/full_disk_test.py --program build/dev/tools/parley/parley
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from server import Client, Server, offset_of, read_feed

DISK_MIB = 320
SKIPPED = 77


class Disk:
    def __init__(self, path):
        self.path = path
        self.filler = os.path.join(path, "filler")

    def mount(self):
        options = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", self.path]
        return subprocess.run(options, capture_output=True, check=False).returncode == 0

    def unmount(self):
        subprocess.run(["umount", "-l", self.path], check=False)

    def fill(self):
        block = b"x" * (1 << 20)
        try:
            with open(self.filler, "ab", buffering=0) as file:
                while True:
                    file.write(block)
        except OSError:
            pass

    def make_room(self):
        os.remove(self.filler)


class Talker:
    """Writes messages to one conversation and knows which were acknowledged."""

    def __init__(self, port):
        self.port = port
        self.said = 0
        self.acknowledged = []
        assert self.call("PUT", "/v1/tenants/acme", {})[0] == 200
        body = {"contact": "ann", "channel": "messaging"}
        assert self.call("POST", "/v1/tenants/acme/conversations?conversation=c1", body)[0] == 201

    def call(self, method, path, body=None, key=None):
        return Client(self.port).call(method, path, body, key)

    def say(self):
        name = f"m{self.said}"
        body = {"message": {"message": name, "text": f"text of {name}"}}
        path = "/v1/tenants/acme/conversations/c1/messages"
        status, answer, _ = self.call("POST", path, body, f"say-{name}")
        if status == 200:
            self.acknowledged.append((offset_of(answer["position"]), name))
            self.said += 1
        return status, answer

    def say_until(self, wanted, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status, answer = self.say()
            if wanted(status):
                return status, answer
            time.sleep(0.05)
        raise AssertionError(f"still {status} after {seconds} s: {answer}")


def check_refused(talker):
    status, answer = talker.say_until(lambda code: code != 200, 20)
    assert status == 503, (status, answer)
    assert answer["code"] in ("UNAVAILABLE", "RECOVERING"), answer
    time.sleep(2.5)  # the claim was tried again meanwhile
    status, answer = talker.say()
    assert status == 503 and answer["code"] in ("UNAVAILABLE", "RECOVERING"), (status, answer)


def check_reads(talker):
    status, health, _ = talker.call("GET", "/health/ready")
    assert status == 503 and not health["ready"] and health["problems"], health
    assert talker.call("GET", "/health/live")[0] == 200
    for path in ("/overview", "/queues", "/conversations/c1"):
        status, answer, _ = talker.call("GET", "/v1/tenants/acme" + path)
        assert status == 200, (path, status, answer)


def check_all_there(talker, server):
    last = talker.acknowledged[-1][0]
    told = read_feed(server.port, "acme", last)
    stored = [(at, p["message"]) for at, kind, p in told if kind == "inbound_message_received"]
    assert len(stored) == len(set(name for _, name in stored)), "a message is stored twice"
    missing = set(talker.acknowledged) - set(stored)
    assert not missing, f"acknowledged and not in the log: {sorted(missing)[:5]}"


def verify(program, data):
    run = subprocess.run(
        [program, "verify", "--data", data, "--json"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert json.loads(run.stdout.splitlines()[-1])["mismatches"] == 0


def run_test(program, disk):
    server = Server(program, os.path.join(disk.path, "data"), 4)
    server.log_path = disk.path + ".log"
    server.start()
    talker = Talker(server.port)
    for _ in range(200):
        assert talker.say()[0] == 200
    disk.fill()
    check_refused(talker)
    check_reads(talker)
    disk.make_room()
    talker.say_until(lambda code: code == 200, 20)
    status, health, _ = talker.call("GET", "/health/ready")
    assert status == 200 and not health["problems"], health
    check_all_there(talker, server)

    disk.fill()
    check_refused(talker)
    server.kill()
    disk.make_room()
    server.start()
    talker.say_until(lambda code: code == 200, 20)
    check_all_there(talker, server)
    assert server.stop() == 0
    verify(program, server.data)
    os.remove(server.log_path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    program = os.path.abspath(parser.parse_args().program)
    with tempfile.TemporaryDirectory(prefix="parley-full-disk-") as path:
        disk = Disk(path)
        if not disk.mount():
            print("skipped: a tmpfs cannot be mounted here")
            return SKIPPED
        try:
            run_test(program, disk)
        finally:
            disk.unmount()
    print("a full disk cost nothing that was acknowledged")
    return 0


if __name__ == "__main__":
    sys.exit(main())
