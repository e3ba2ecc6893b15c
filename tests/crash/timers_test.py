"""Goal: no promise is found missed before its time, none twice, none never: whenever the process
dies and whatever the wall clock does.

Method: a real server whose clock jumps by an hour, runs backwards or stands still (libfaketime), in
one run or between two, is killed with SIGKILL again and again. An outside client opens cases whose
milestones are due now, in a minute or in an hour, completes some, and follows the feed. It knows
what the server's clock can have shown at most: an event that needs a later time came early. At the
end the clock goes past everything, and the whole log is judged: each milestone missed once, after
its target, each action once, nothing after it was done in time, recorded time never going back.

The judge is judged, too: events taken out, doubled or moved must each be found, and so must a clock
that is put forward behind the client's back.

    tests/crash/timers_test.py --program build/dev/tools/parley/parley [--cycles 50] [--seed N]
"""

import argparse
import collections
import copy
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

from fake_clock import MINUTE, FakeClock, library, real_ms
from server import Client, Server, end_with, offset_of

TENANTS = ["north", "south"]
WARNING, VIOLATION = "warning", "violation"
PROCESS = {"name": "p", "milestones": [
    {"milestone": "soon", "target_minutes": 1, "actions": [
        {"trigger": VIOLATION, "kind": "notify", "target": "lead", "value": "missed"}]},
    {"milestone": "next", "target_minutes": 2, "actions": [
        {"trigger": WARNING, "kind": "notify", "offset_minutes": 1, "target": "lead"}]},
    {"milestone": "later", "target_minutes": 59}]}
LOST = (OSError, http.client.HTTPException)


class Follower(threading.Thread):
    """Follows a tenant's feed across restarts and complains of what came before its time."""

    def __init__(self, server, clock, tenant):
        super().__init__(daemon=True)
        self.server, self.clock, self.tenant = server, clock, tenant
        self.last, self.seen, self.early = None, 0, []
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set():
            try:
                self.follow()
            except LOST:
                time.sleep(0.02)

    def follow(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=5)
        headers = {"Last-Event-ID": self.last} if self.last else {}
        connection.request("GET", f"/v1/tenants/{self.tenant}/events?from=start", headers=headers)
        response = connection.getresponse()
        while response.status == 200 and not self.over.is_set():
            line = response.readline()
            if not line:
                raise ConnectionError
            if line.startswith(b"data: "):
                self.look_at(json.loads(line[6:]))

    def look_at(self, event):
        due, latest = needs(event), self.clock.latest()
        if due is not None:
            self.seen += 1
            if due >= latest or event["recorded_at"] > latest + 1:
                self.early.append(
                    f"early: {event['type']} of {event['stream']} at {event['position']} needs "
                    f"{due}, recorded {event['recorded_at']}, the clock showed {latest:.0f}")
        self.last = event["position"]


def needs(event):
    """The time that must have passed for the event to happen, if there is one."""
    kind, payload = event["type"], event["payload"]
    if kind == "milestone_violated":
        return payload["due"]
    if kind == "milestone_acted" and payload["trigger"] in (WARNING, VIOLATION):
        return payload["due"]
    return None


class Desk:
    """Opens cases and remembers what became of them."""

    def __init__(self, server, clock, dice):
        self.server, self.clock, self.dice = server, clock, dice
        self.opened, self.unknown, self.done = set(), set(), set()
        self.count = 0

    def work(self, until):
        """False: the connection was lost."""
        client = Client(self.server.port, timeout=5)
        while time.monotonic() < until:
            self.count += 1
            tenant = self.dice.choice(TENANTS)
            case = f"c{self.count}"
            # Half of them began a minute ago by the server's clock, or nearly: due at once or soon.
            at = 0
            if self.dice.random() < 0.5:
                at = int(self.clock.now() - MINUTE + self.dice.choice([-900, 5, 150, 400]))
            self.unknown.add((tenant, case))
            status, answer, _ = client.call("POST", f"/v1/tenants/{tenant}/cases?case={case}",
                                            {"process": "p", "at": at}, case)
            if status == 201:
                self.opened.add((tenant, case))
            elif status != 400:
                raise AssertionError((status, answer))
            self.unknown.discard((tenant, case))
            if status == 201 and self.dice.random() < 0.2:
                self.complete(client, tenant, case)
            elif status == 201 and self.dice.random() < 0.2:  # a read that waits for the replica
                status, answer, _ = client.call("GET", f"/v1/tenants/{tenant}/cases/{case}")
                assert status == 200, (status, answer)
            time.sleep(0.002)

    def complete(self, client, tenant, case):
        path = f"/v1/tenants/{tenant}/cases/{case}/milestones/later/complete"
        status, answer, _ = client.call("POST", path, {}, case + "-done")
        assert status in (200, 409), (status, answer)
        if status == 200:
            self.done.add((tenant, f"{case}.later"))


def put_clock_wrong(clock, dice):
    """The next thing that the wall clock does."""
    turn = dice.choice(["forward", "back", "freeze", "freeze_back", "thaw", "none", "none"])
    if turn == "forward":
        clock.run(min(clock.offset + 60 * MINUTE, 600 * MINUTE))
    elif turn == "back":
        clock.run(clock.offset - dice.choice([1, 60, 61]) * MINUTE)
    elif turn == "freeze":
        clock.freeze(clock.now())
    elif turn == "freeze_back":
        clock.freeze(clock.now() - 5 * MINUTE)
    elif turn == "thaw":
        clock.run(clock.offset)
    return turn


def cycle(server, clock, desk, dice):
    turns = [put_clock_wrong(clock, dice)]
    server.start()
    for last in (False, True):
        try:
            desk.work(time.monotonic() + dice.uniform(0.05, 0.2))
        except LOST as error:
            raise AssertionError(f"the server went away by itself: {server.tail()}") from error
        if not last and dice.random() < 0.6:
            turns.append(put_clock_wrong(clock, dice))
    if dice.random() < 0.5:  # dies in the middle of a request
        killer = threading.Timer(dice.uniform(0, 0.05), server.kill)
        killer.start()
        try:
            desk.work(time.monotonic() + 1)
        except LOST:
            pass
        killer.join()
    elif dice.random() < 0.5:
        server.kill()
    else:  # with a checkpoint of everything, so that nothing of the log is read again
        assert server.stop() == 0, server.tail()
    return turns


def read_all(server, tenant):
    """The tenant's whole log, up to now."""
    client = Client(server.port)
    name = f"/v1/tenants/{tenant}"
    _, mark, _ = client.call("PUT", name, {"settings": {"name": f"end {time.time()}"}})
    until = offset_of(mark["position"])
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"{name}/events?from=start")
    response = connection.getresponse()
    events = []
    while not events or offset_of(events[-1]["position"]) < until:
        line = response.readline()
        assert line, "the feed ended before its end"
        if line.startswith(b"data: "):
            events.append(json.loads(line[6:]))
    connection.close()
    return events


def judge(events, opened, done):
    """Complaints about one tenant's log: `opened` cases and milestones `done`, as was answered."""
    complaints, before = [], 0
    runs = collections.defaultdict(lambda: {"due": None, "missed": 0, "done": None, "acted": []})
    cases = set()
    for event in events:
        kind, payload, name = event["type"], event["payload"], event["stream"].split("/")[-1]
        if event["recorded_at"] < before:
            complaints.append(f"recorded time went back at {event['position']}")
        before = event["recorded_at"]
        if needs(event) is not None and event["recorded_at"] <= needs(event):
            complaints.append(f"early: {kind} of {name}")
        if kind == "case_opened":
            cases.add(name)
        elif kind == "milestone_started":
            runs[name]["due"] = payload["due"]
        elif kind == "milestone_violated":
            runs[name]["missed"] += 1
            if payload["due"] != runs[name]["due"] or runs[name]["done"] is not None:
                complaints.append(f"wrong: {name} was found missed, but was not")
        elif kind == "milestone_completed":
            runs[name]["done"] = payload["at"]
        elif kind == "milestone_acted":
            runs[name]["acted"].append(payload["action"])
    for case in sorted(set(opened) - cases):
        complaints.append(f"lost: case {case}")
    for case in sorted(cases):
        for milestone in PROCESS["milestones"]:
            name = f"{case}.{milestone['milestone']}"
            complaints += judge_run(name, runs[name], milestone, name in done)
    return complaints


def judge_run(name, run, milestone, answered_done):
    complaints = []
    if run["due"] is None:
        return [f"lost: {name} was never armed"]
    if answered_done and run["done"] is None:
        complaints.append(f"lost: the completion of {name}")
    in_time = run["done"] is not None and run["done"] <= run["due"]
    wanted = 0 if in_time else 1
    if run["missed"] != wanted:
        how = "lost" if run["missed"] < wanted else "twice"
        complaints.append(f"{how}: {name} was found missed {run['missed']} times, not {wanted}")
    actions = len(milestone.get("actions", []))
    if len(run["acted"]) != len(set(run["acted"])) or len(run["acted"]) > actions:
        complaints.append(f"twice: the actions of {name}")
    if len(run["acted"]) < actions and not in_time:
        complaints.append(f"lost: an action of {name}")
    return complaints


def check_the_judge(events, opened, done):
    """A judge that cannot convict proves nothing: each fault planted in this log must be found."""
    def planted(kind, change, word):
        changed = copy.deepcopy(events)
        at = next(i for i, e in enumerate(changed) if e["type"] == kind)
        change(changed, at)
        found = judge(changed, opened, done)
        assert any(word in complaint for complaint in found), (kind, word, found)

    def too_soon(all_events, at):
        all_events[at]["recorded_at"] = needs(all_events[at])

    planted("milestone_violated", lambda e, at: e.pop(at), "lost")
    planted("milestone_acted", lambda e, at: e.pop(at), "lost")
    planted("milestone_started", lambda e, at: e.pop(at), "lost")
    planted("case_opened", lambda e, at: e.pop(at), "lost")
    planted("milestone_violated", lambda e, at: e.insert(at, e[at]), "twice")
    planted("milestone_acted", lambda e, at: e.insert(at, e[at]), "twice")
    planted("milestone_violated", too_soon, "early")
    planted("milestone_acted", too_soon, "early")
    planted("milestone_completed", lambda e, at: e[at].update(recorded_at=1), "went back")


def check_the_follower(server, clock, follower):
    """A clock put forward behind the client's back fires a milestone before its time."""
    hidden = FakeClock(clock.path)
    hidden.run(max(clock.latest(), clock.now()) - real_ms())
    client = Client(server.port)
    status, answer, _ = client.call("POST", "/v1/tenants/north/cases?case=hidden",
                                    {"process": "p"})
    assert status == 201, answer
    hidden.run(hidden.offset + 61 * MINUTE)
    until = time.monotonic() + 10
    while not follower.early and time.monotonic() < until:
        time.sleep(0.01)
    assert any("early" in complaint for complaint in follower.early), "no conviction"


def set_up(port):
    client = Client(port)
    for tenant in TENANTS:
        for path, body in (("", {"settings": {"name": tenant}}),
                           ("/processes/p", {"definition": PROCESS})):
            status, answer, _ = client.call("PUT", f"/v1/tenants/{tenant}{path}", body)
            assert status in (200, 201), (path, status, answer)


def wait_until_all_fired(server, seconds):
    """Nothing is left to be due."""
    client = Client(server.port)
    until = time.monotonic() + seconds
    left = None
    while time.monotonic() < until:
        left = 0
        for tenant in TENANTS:
            _, answer, _ = client.call("GET", f"/v1/tenants/{tenant}/promises")
            left += answer["running"] - answer["overdue"]
        if left == 0:
            return []
        time.sleep(0.05)
    return [f"lost: {left} milestones are not found missed long after their targets"]


def run(options, server, clock):
    dice = random.Random(options.seed)
    server.start()
    set_up(server.port)
    followers = [Follower(server, clock, tenant) for tenant in TENANTS]
    for follower in followers:
        follower.start()
    desk = Desk(server, clock, dice)
    turns = collections.Counter()
    server.kill()
    for _ in range(options.cycles):
        turns.update(cycle(server, clock, desk, dice))
    clock.run(clock.latest() - real_ms() + 120 * MINUTE)
    server.start()
    complaints = wait_until_all_fired(server, 30)
    fires = 0
    for tenant in TENANTS:
        opened = {case for of, case in desk.opened if of == tenant}
        done = {name for of, name in desk.done if of == tenant}
        events = read_all(server, tenant)
        fires += sum(1 for event in events if event["type"] == "milestone_violated")
        found = judge(events, opened, done)
        complaints += [f"{tenant}: {complaint}" for complaint in found]
        if not complaints:
            check_the_judge(events, opened, done)
    for follower in followers:
        complaints += follower.early
    if not complaints:
        check_the_follower(server, clock, followers[0])
    for follower in followers:
        follower.over.set()
    server.stop()
    report = {"cycles": options.cycles, "seed": options.seed, "cases": len(desk.opened),
              "fires": fires, "seen_live": sum(f.seen for f in followers), "clock": dict(turns),
              "restart_seconds_max": round(max(server.restart_seconds), 3)}
    return complaints, report


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    if library() is None:
        print("libfaketime is not installed")
        sys.exit(77)
    folder = tempfile.mkdtemp(prefix="parley-timers-")
    clock = FakeClock(os.path.join(folder, "clock"))
    server = Server(os.path.abspath(options.program), os.path.join(folder, "data"), partitions=2)
    server.environment = clock.environment()
    try:
        complaints, report = run(options, server, clock)
    finally:
        server.kill()
    verified = subprocess.run([options.program, "verify", "--data", os.path.join(folder, "data")],
                              check=False, capture_output=True, text=True)
    if verified.returncode != 0:
        complaints.append(verified.stdout[-2000:] + verified.stderr[-500:])
    end_with({**report, "complaints": len(complaints)}, complaints, folder)


if __name__ == "__main__":
    main()
