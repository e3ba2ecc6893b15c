"""Goal: a ticket log becomes conversations, all of it, once, though the server is killed in the
middle; played again it changes nothing.

Method: `parley import` against a real server, over the public API, with a log of the shape of the
incident log of BPI Challenge 2013 that this test makes up, or with the real one: the one that --log
or PARLEY_TICKET_LOG names, or that lies in a folder of shared data beside the checkout.

    tests/crash/import_test.py --program build/dev/tools/parley/parley [--log bpi_13_incidents.csv]
"""

import argparse
import collections
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from server import Client, Server, offset_of, read_feed

MAP = "tools/maps/bpi_13_incidents.toml"
REAL_LOG = os.environ.get("PARLEY_TICKET_LOG", "../shared/data/bpi_13_incidents.csv")


def make_log(path, cases, seed):
    dice = random.Random(seed)
    start = 1330000000
    rows = []
    for case in range(cases):
        at = start + dice.randrange(1000000)
        for index in range(dice.randint(2, 12)):
            activity = dice.choices([1, 2, 3, 4, 6, 8, 10], [30, 12, 6, 3, 4, 2, 1])[0]
            rows.append((at, index, f"1-{case}", activity))
            at += dice.randrange(1, 40000)
        rows.append((at, 99, f"1-{case}", dice.choice([5, 9])))
    rows.sort()
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["CaseID", "ActivityID", "CompleteTimestamp"])
        for at, _, case, activity in rows:
            stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at))
            out.writerow([case, activity, stamp])


def start_import(program, server, log):
    url = f"http://127.0.0.1:{server.port}"
    command = [program, "import", "--url", url, "--map", MAP, log, "--json", "--quiet"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def end_import(running):
    text, _ = running.communicate(timeout=900)
    assert running.returncode == 0, f"import ended with {running.returncode}: {text}"
    return json.loads(text.splitlines()[-1])


def quiet_floor(server, tenant):
    """The overview once nothing is under way: the last reactions follow the last answer."""
    client = Client(server.port)
    busy = ("waiting", "offered", "active", "after_work", "used_units")
    until = time.monotonic() + 10
    while True:
        _, overview, _ = client.call("GET", f"/v1/tenants/{tenant}/overview")
        if not any(overview[name] for name in busy):
            return overview
        assert time.monotonic() < until, overview
        time.sleep(0.05)


def check_floor(server, cases, tenant):
    # No other tenant is in this directory, so the log ends with an event of this one.
    overview = quiet_floor(server, tenant)
    events = read_feed(server.port, tenant, offset_of(overview["position"]))
    kinds = collections.Counter(kind for _, kind, _ in events)
    assert kinds["conversation_opened"] == cases, kinds
    assert kinds["session_ended"] == cases, kinds
    return kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--log", default=REAL_LOG if os.path.exists(REAL_LOG) else None)
    parser.add_argument("--cases", type=int, default=1500)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    folder = tempfile.mkdtemp(prefix="parley-import-")
    log = options.log or os.path.join(folder, "log.csv")
    if not options.log:
        make_log(log, options.cases, seed=3)

    # Killed twice in the middle; the importer goes on by itself.
    server = Server(program, os.path.join(folder, "data"), partitions=2)
    server.start()
    running = start_import(program, server, log)
    kills = 0
    for pause in (0.4, 0.6):
        time.sleep(pause)
        if running.poll() is None:
            server.kill()
            server.start()
            kills += 1
    first = end_import(running)
    assert kills > 0, "the import was over before the server could be killed"
    assert first["cases_done"] == first["cases"] > 0, first
    before = check_floor(server, first["cases"], "incidents")

    again = end_import(start_import(program, server, log))
    assert again["cases_done"] == first["cases"], again
    after = check_floor(server, first["cases"], "incidents")
    assert before == after, f"the second run changed the log: {before} {after}"
    assert server.stop() == 0, server.tail()
    proof = [program, "verify", "--data", os.path.join(folder, "data"), "--json"]
    verified = subprocess.run(proof, stdout=subprocess.PIPE, check=True, text=True)
    assert json.loads(verified.stdout)["mismatches"] == 0, verified.stdout
    print(json.dumps({"first": first, "again": again}))
    shutil.rmtree(folder)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
