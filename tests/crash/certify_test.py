"""Goal: what is promised through the real server is certified from its log, twice: by `parley
certify` and by tools/certify.py, which shares no code with it; across a kill; and a changed log is
caught.

Method: cases with holds, answers, closings and missed targets (whole minutes, so their times are
told as a past), a server that is killed in between, an export of the log.

    tests/crash/certify_test.py --program build/dev/tools/parley/parley
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from server import Client, Server

MINUTE = 60_000
PROCESS = {"name": "Gold", "pause_statuses": ["waiting"], "milestones": [
    {"milestone": "first", "kind": "first_response", "target_minutes": 30},
    {"milestone": "update", "target_minutes": 20, "recurrence": "chained"},
    {"milestone": "urgent", "target_minutes": 5,
     "criteria": [{"field": "priority", "test": "at_least", "values": ["3"]}]},
    {"milestone": "customer", "side": "external", "target_minutes": 45},
    {"milestone": "resolution", "kind": "resolution", "target_minutes": 190}]}


def ask(client, method, path, body=None, good=(200, 201)):
    status, answer, _ = client.call(method, path, body if method != "GET" else None)
    assert status in good, (method, path, status, answer)
    return answer


def tell_a_past(client, dice, number):
    """One case of last week, with the times that it had."""
    at = (int(time.time()) - 7 * 86_400) * 1000 + dice.randrange(86_400_000)
    case = f"/v1/tenants/acme/cases/p{number}"
    ask(client, "POST", f"/v1/tenants/acme/cases?case=p{number}", {
        "process": dice.choice(["gold", "always"]), "imported": True, "at": at,
        "fields": [{"key": "priority", "value": str(dice.randrange(5))}]})
    waiting = False
    for _ in range(dice.randrange(2, 9)):
        at += dice.randrange(1, dice.choice([40, 40, 900]) * MINUTE)
        kind = dice.randrange(4)
        if kind == 0:
            waiting = not waiting
            ask(client, "POST", case + "/status",
                {"status": "waiting" if waiting else "open", "at": at})
        elif kind == 1:
            name = dice.choice(["first", "update", "customer"])
            ask(client, "POST", f"{case}/milestones/{name}/complete", {"at": at}, (200, 409))
        elif kind == 2:
            ask(client, "POST", case + "/fields", {"at": at, "fields": [
                {"key": "priority", "value": str(dice.randrange(5))}]})
        else:
            ask(client, "POST", case + "/close", {"at": at})
            waiting = False
            if dice.random() < 0.5:
                at += dice.randrange(1, 40 * MINUTE)
                ask(client, "POST", case + "/reopen", {"at": at})
            else:
                break
    if dice.random() < 0.3:
        ask(client, "POST", case + "/imported", {})


def promise(client):
    """Office hours in Berlin with a holiday in last week, and every hour of the day."""
    acme = "/v1/tenants/acme"
    ask(client, "PUT", acme, {"settings": {"name": "Acme"}})
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 4 * 86_400))
    ask(client, "PUT", acme + "/hours/holidays/feast", {"definition": {
        "name": "Feast", "when": {"date": day, "from_ms": 0, "to_ms": 12 * 60 * MINUTE}}})
    days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    ask(client, "PUT", acme + "/hours/sets/office", {"definition": {
        "name": "Office", "zone": "Europe/Berlin", "holidays": ["feast"],
        "weekly": [{"day": d, "from_ms": 9 * 60 * MINUTE, "to_ms": 17 * 60 * MINUTE}
                   for d in days]}})
    ask(client, "PUT", acme + "/processes/gold", {"definition": {**PROCESS, "hours": "office"}})
    ask(client, "PUT", acme + "/processes/always", {"definition": PROCESS})


def certify(program, data, export):
    for case in ("p0", "p1", "live"):
        told = subprocess.run([program, "certify", case, "--tenant", "acme", "--data", data,
                               "--json"], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
        certificate = json.loads(told.stdout)
        assert certificate["promises"] and certificate["mismatches"] == 0, certificate
    subprocess.run([program, "log", "export", "--data", data, "--out", export], check=True)
    return judge(export)


def judge(export, *more):
    judged = subprocess.run([sys.executable, "tools/certify.py", export, *more],
                            capture_output=True, text=True, check=False)
    return judged.returncode, judged.stdout + judged.stderr


def tamper(export, into):
    """Another log, in which one target that was missed was not."""
    changed = 0
    with open(export, encoding="utf-8") as source, open(into, "w", encoding="utf-8") as out:
        for line in source:
            event = json.loads(line)
            if event["type"] == "milestone_completed" and event["payload"]["late"] and not changed:
                event["payload"]["late"] = False
                changed += 1
            out.write(json.dumps(event) + "\n")
    assert changed == 1, "no target was missed: the test would prove nothing"


def server_with(program, folder, release):
    """A server whose zone files are of that release."""
    config = os.path.join(folder, release + ".toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f'zones = "{os.path.abspath("tests/data/tz")}/{release}"\n')
    server = Server(program, os.path.join(folder, "data"), 1, ["--config", config])
    server.start()
    return server


def newer_rules(program, folder):
    """What runs in Vancouver, where the clocks change no more, is placed anew, and judged so."""
    acme = "/v1/tenants/acme"
    server = server_with(program, folder, "2025b")
    client = Client(server.port)
    ask(client, "PUT", acme, {"settings": {"name": "Acme"}})
    days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    ask(client, "PUT", acme + "/hours/sets/office", {"definition": {
        "name": "Office", "zone": "America/Vancouver",
        "weekly": [{"day": d, "from_ms": 9 * 60 * MINUTE, "to_ms": 17 * 60 * MINUTE}
                   for d in days]}})
    target = 60 * 8 * 400  # business days ahead, so that it ends in a winter, or a summer
    ask(client, "PUT", acme + "/processes/gold", {"definition": {"hours": "office", "milestones": [
        {"milestone": f"m{i}", "target_minutes": target + i * 60 * 8 * 40} for i in range(6)]}})
    ask(client, "POST", acme + "/cases?case=live", {"process": "gold"})
    due = lambda: [ask(client, "GET", acme + f"/milestones/live.m{i}")["state"]["due"]
                   for i in range(6)]
    before = due()
    server.stop()
    server = server_with(program, folder, "2026f")
    client = Client(server.port)
    ask(client, "POST", acme + "/hours/tz", {"policy": "accepted", "release": "2026f"})
    until = time.monotonic() + 10
    while due() == before and time.monotonic() < until:
        time.sleep(0.05)
    moved = sum(a != b for a, b in zip(before, due()))
    assert moved > 0, "no target moved: the test would prove nothing"
    server.stop()
    export = os.path.join(folder, "events.ndjson")
    subprocess.run([program, "log", "export", "--data", os.path.join(folder, "data"), "--out",
                    export], check=True)
    for more in ([], ["--zoneinfo", "tests/data/tz/2026f"], ["--zoneinfo", "tests/data/tz/2025b"]):
        code, text = judge(export, *more)
        assert code == 0 and "6 promises, 0 differences" in text, text
    told = subprocess.run([program, "certify", "--all", "--tenant", "acme", "--data",
                           os.path.join(folder, "data")], capture_output=True, text=True,
                          check=False)
    assert told.returncode == 0 and told.stdout.endswith("mismatches 0\n"), told.stdout
    return moved


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--cases", type=int, default=40)
    options = parser.parse_args()
    dice = random.Random(7)
    scratch = tempfile.mkdtemp(prefix="parley-certify-")
    data, export = os.path.join(scratch, "data"), os.path.join(scratch, "events.ndjson")
    server = Server(options.program, data, 2)
    server.start()
    client = Client(server.port)
    promise(client)
    ask(client, "POST", "/v1/tenants/acme/cases?case=live", {"process": "always"})
    for number in range(options.cases):
        if number == options.cases // 2:
            server.kill()
            server.start()
            client = Client(server.port)
        tell_a_past(client, dice, number)
    timeline = ask(client, "GET", "/v1/tenants/acme/cases/live/milestones")
    assert {m["phase"] for m in timeline["milestones"]} == {"running", "pending"}, timeline
    server.stop()
    code, text = certify(options.program, data, export)
    assert code == 0 and " 0 differences" in text, text
    tamper(export, export + ".changed")
    code, text = judge(export + ".changed")
    assert code == 1, text
    verified = subprocess.run([options.program, "verify", "--data", data], check=False,
                              capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout
    os.mkdir(os.path.join(scratch, "newer"))
    moved = newer_rules(options.program, os.path.join(scratch, "newer"))
    shutil.rmtree(scratch)
    print(f"{options.cases + 1} cases certified twice; {moved} targets moved by newer rules")


if __name__ == "__main__":
    main()
