"""Goal: the promises of a real ticket log are judged: each case is told with its own times under an
entitlement's process, and every verdict is certified twice, by `parley certify --all` and by
tools/certify.py, without a difference; told again, nothing changes.

Method: `parley import --promises` against a real server, for both mappings of tools/maps; the
instants are compared with what Python's zoneinfo makes of the file's wall clock. The logs are the
real ones if they lie in PARLEY_TICKET_LOGS or in a folder of shared data beside the checkout; else
(and with --made) logs of the same shape that this test makes up.

    tests/crash/ticket_log_test.py --program build/dev/tools/parley/parley [--made]
"""

import argparse
import csv
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import zoneinfo

from server import Client, Server

REAL = os.environ.get("PARLEY_TICKET_LOGS", "../shared/data")
LOGS = {"incidents": "bpi_13_incidents", "helpdesk": "helpdesk"}
SHAPES = {"incidents": ([1, 2, 3, 4, 6, 7, 8, 10], [30, 12, 6, 3, 4, 1, 2, 1], [5, 9, 3]),
          "helpdesk": ([1, 8, 9, 6, 2, 4], [4, 20, 6, 2, 1, 1], [6])}


def make_log(path, tenant, cases):
    dice = random.Random(tenant)
    kinds, weights, ends = SHAPES[tenant]
    start, rows = dt.datetime(2010, 10, 25), []
    for case in range(cases):
        at = start + dt.timedelta(seconds=dice.randrange(400 * 86_400))
        for _ in range(dice.randint(1, 14)):
            rows.append((at, f"1-{case}", dice.choices(kinds, weights)[0]))
            at += dt.timedelta(seconds=int(10 ** dice.uniform(0.5, 6.2)))
        if dice.random() < 0.97:
            rows.append((at, f"1-{case}", dice.choice(ends)))
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["CaseID", "ActivityID", "CompleteTimestamp"])
        out.writerows((case, activity, at) for at, case, activity in sorted(rows))


def openings(log, promises):
    """When each case began, as Python reads the file's wall clock."""
    with open(promises, "rb") as file:
        clock = tomllib.load(file)["log"]
    zone, ahead = zoneinfo.ZoneInfo(clock["zone"]), dt.timedelta(minutes=clock["ahead_minutes"])
    first = {}
    with open(log, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at, case = dt.datetime.fromisoformat(row["CompleteTimestamp"]), row["CaseID"]
            first[case] = min(at, first.get(case, at))
    return {"case-" + case: int((at - ahead).replace(tzinfo=zone).timestamp()) * 1000
            for case, at in first.items()}


def run(*command):
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.returncode} {done.stdout} {done.stderr}"
    print(f"  {time.monotonic() - started:5.1f} s  {' '.join(command[1:3])}", flush=True)
    return done.stdout


def told(program, server, tenant, log):
    base = f"tools/maps/{LOGS[tenant]}"
    text = run(program, "import", "--url", f"http://127.0.0.1:{server.port}", "--map",
               base + ".toml", "--promises", base + ".promises.toml", log, "--json", "--quiet")
    totals = json.loads(text.splitlines()[-1])
    assert totals["cases_done"] == totals["cases"] and totals["rejected"] == 0, totals
    return totals


def end_of_log(server, tenant):
    """The position once nothing is under way any more; no other tenant is in this directory."""
    client, seen = Client(server.port), None
    while True:
        _, floor, _ = client.call("GET", f"/v1/tenants/{tenant}/overview")
        if floor["position"] == seen:
            return seen
        seen = floor["position"]
        time.sleep(0.3)


def check_export(export, tenant, expected):
    """Each case began when the file says; the milestones did nothing about the past."""
    opened, finished, events = {}, 0, 0
    with open(export, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            owner, _, entity = event["stream"].split("/", 2)
            events += 1
            assert event["type"] != "milestone_acted", event
            if owner == tenant and event["type"] == "case_opened":
                opened[entity] = event["payload"]["at"]
            finished += event["type"] == "case_import_finished"
    assert opened == expected, set(opened.items()) ^ set(expected.items())
    assert finished == len(expected), (finished, len(expected))
    return events


def judged_by_both_rules(export):
    """By the zone rules of the log, and by those of the machine's files; side by side."""
    started = time.monotonic()
    rules = ([], ["--zoneinfo", "/usr/share/zoneinfo"])
    judges = [subprocess.Popen([sys.executable, "tools/certify.py", export, *more],
                               stdout=subprocess.PIPE, text=True) for more in rules]
    told = [judge.communicate()[0] for judge in judges]
    print(f"  {time.monotonic() - started:5.1f} s  certify.py, twice", flush=True)
    return told


def judge(program, data, tenant, log, folder):
    export = os.path.join(folder, "events.ndjson")
    summary = run(program, "certify", "--all", "--tenant", tenant, "--data", data)
    assert summary.endswith("mismatches 0\n"), summary
    run(program, "log", "export", "--data", data, "--out", export)
    for judged in judged_by_both_rules(export):
        assert judged.endswith(" 0 differences\n"), judged
    expected = openings(log, f"tools/maps/{LOGS[tenant]}.promises.toml")
    assert judged.startswith(f"{len(expected)} cases, "), judged
    events = check_export(export, tenant, expected)
    print(summary + judged + f"{events} events", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--made", action="store_true", help="made-up logs, also if there are real")
    parser.add_argument("--cases", type=int, default=400, help="of a log that is made up")
    parser.add_argument("--only", choices=LOGS, help="one of the logs")
    options = parser.parse_args()
    for tenant, name in LOGS.items():
        if options.only not in (None, tenant):
            continue
        folder = tempfile.mkdtemp(prefix="parley-tickets-")
        log = os.path.join(REAL, name + ".csv")
        if options.made or not os.path.exists(log):
            log = os.path.join(folder, "log.csv")
            make_log(log, tenant, options.cases)
        print(f"{tenant}: {log}", flush=True)
        data = os.path.join(folder, "data")
        server = Server(options.program, data, partitions=2)
        server.start()
        first = told(options.program, server, tenant, log)
        print(f"  {first['events']} rows, {first['sent']} commands, {first['seconds']} s")
        before = end_of_log(server, tenant)
        told(options.program, server, tenant, log)
        assert end_of_log(server, tenant) == before, "told again, the log changed"
        assert server.stop() == 0, server.tail()
        judge(options.program, data, tenant, log, folder)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
