"""Goal: nothing that was answered is lost or doubled, whenever the process dies.

Method: a real server under load from outside is killed with SIGKILL at random moments, again and
again, and started on what is left. The clients keep a ledger of what was answered. After each
restart some unanswered commands are repeated with their keys, some answered ones too: those must be
answered as the first time. At the end each acknowledged message must be in the event feed exactly
once, at its position; one that was never answered at most once; and `parley verify` must agree.

    tests/crash/crash_test.py --program build/dev/tools/parley/parley --cycles 50
"""

import argparse
import collections
import os
import random
import subprocess
import tempfile
import time

from load import Agents, Writer
from server import Client, Server, end_with, offset_of, read_feed

TENANTS = ["north", "south", "west"]


def judge(acked, unknown, seen):
    """Complaints about messages: `acked` text → position, `unknown` texts, `seen` (text, place)."""
    times = collections.Counter(text for text, _ in seen)
    places = dict(seen)
    complaints = []
    for text, position in acked.items():
        if times[text] == 0:
            complaints.append(f"lost: {text}, answered at {position}")
        elif not 0 <= offset_of(position) - places[text] < 8:
            complaints.append(f"moved: {text}, answered at {position}, found at {places[text]}")
    for text, count in times.items():
        if count > 1:
            complaints.append(f"doubled: {text}, {count} times")
        if text not in acked and text not in unknown:
            complaints.append(f"from nowhere: {text}")
    return complaints


def check_the_judge():
    """A judge that cannot convict proves nothing."""
    fine = [("a", 5), ("b", 6)]
    assert judge({"a": "0:5", "b": "0:6"}, set(), fine) == []
    assert judge({"a": "0:5"}, {"b"}, fine) == []
    assert "lost" in judge({"a": "0:5", "b": "0:6", "c": "0:7"}, set(), fine)[0]
    assert "doubled" in judge({"a": "0:5", "b": "0:6"}, set(), fine + [("a", 5)])[0]
    assert "doubled" in judge({"a": "0:5"}, {"b"}, fine + [("b", 9)])[0]
    assert "moved" in judge({"a": "0:99", "b": "0:6"}, set(), fine)[0]
    assert "from nowhere" in judge({"a": "0:5"}, set(), fine)[0]


def set_up(port):
    client = Client(port)

    def put(method, path, body):
        status, answer, _ = client.call(method, path, body)
        assert status in (200, 201), f"{path}: {status} {answer}"

    for tenant in TENANTS:
        base = f"/v1/tenants/{tenant}"
        put("PUT", base, {"settings": {"name": tenant}})
        put("PUT", base + "/queues/q", {"settings": {"name": "q", "offer_timeout_ms": 2000}})
        for number in range(3):
            agent = f"{base}/agents/a{number}"
            definition = {"name": agent, "queues": ["q"], "capacity_units": 5}
            put("PUT", agent, {"definition": definition})
            put("POST", agent + "/presence", {"status": "available"})


def repeat_some(port, workers, dice):
    """Repeats commands after a restart; gives (complaints, how many were repeated)."""
    client = Client(port)
    complaints, repeated = [], 0
    for worker in workers:
        ledger = worker.ledger
        left = []
        for method, path, body, key in ledger.unknown:
            if dice.random() < 0.5:
                left.append((method, path, body, key))  # stays unanswered for ever
                continue
            status, answer, _ = client.call(method, path, body, key)
            repeated += 1
            if 200 <= status < 300:
                ledger.acked.append((method, path, body, key, status, answer))
            elif status in (429, 503):
                left.append((method, path, body, key))
            else:
                ledger.rejected += 1
        ledger.unknown = left
        sample = ledger.acked[-3:] + dice.sample(ledger.acked, min(3, len(ledger.acked)))
        for method, path, body, key, status, first in sample:
            again, answer, was_repeat = client.call(method, path, body, key)
            repeated += 1
            same = (again, answer.get("position")) == (status, first.get("position"))
            if not was_repeat or not same:
                told = f"{status} {first}, now {again} {answer}"
                complaints.append(f"repeat of {key} at {path}: {told}")
    return complaints, repeated


def final_check(port, workers):
    complaints = []
    counts = {"acked_messages": 0, "unknown_messages": 0, "events": 0}
    client = Client(port)
    for tenant in TENANTS:
        base = f"/v1/tenants/{tenant}"
        # One more command: its position is an end that the feed must reach.
        _, mark, _ = client.call("POST", base + "/agents/a0/presence", {"status": "away"})
        events = read_feed(port, tenant, offset_of(mark["position"]))
        counts["events"] += len(events)
        seen = [(p["text"], at) for at, kind, p in events if kind == "inbound_message_received"]
        acked, unknown = {}, set()
        for worker in workers:
            if not worker.base == base:
                continue
            for command in worker.ledger.acked:
                if command[1].endswith("/messages"):
                    acked[command[2]["message"]["text"]] = command[5]["position"]
            unknown.update(worker.ledger.messages(worker.ledger.unknown))
        complaints += [f"{tenant}: {c}" for c in judge(acked, unknown, seen)]
        offsets = [at for at, _, _ in events]
        if offsets != sorted(set(offsets)):
            complaints.append(f"{tenant}: the feed is out of order or repeats itself")
        counts["acked_messages"] += len(acked)
        counts["unknown_messages"] += len(unknown)
    return complaints, counts


def verify(program, data):
    """What `parley verify` says about the directory, if this build has it."""
    offered = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
    if "\n  verify " not in offered:
        return []
    done = subprocess.run(
        [program, "verify", "--data", data, "--json"], capture_output=True, text=True, timeout=300
    )
    if done.returncode != 0:
        return [f"verify ended with {done.returncode}: {done.stdout[-2000:]} {done.stderr[-500:]}"]
    return []


def cycle(server, workers, dice):
    for worker in workers:
        worker.idle.clear()
        worker.up.set()
    time.sleep(dice.uniform(0.02, 0.5))
    server.kill()
    for worker in workers:
        worker.up.clear()
    for worker in workers:
        if not worker.idle.wait(timeout=30):
            return [f"{worker.name} hangs"]
        if worker.failure:
            return [f"{worker.name}: {worker.failure!r}"]
        worker.client = None
    server.start()
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    check_the_judge()
    dice = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="parley-crash-")
    server = Server(os.path.abspath(options.program), os.path.join(folder, "data"), partitions=2)
    server.start()
    set_up(server.port)
    workers = []
    for tenant in TENANTS:
        workers += [Writer(server, tenant, n, dice.random()) for n in range(3)]
        workers.append(Agents(server, tenant, dice.random()))
    for worker in workers:
        worker.start()
    complaints, repeated, cycles = [], 0, 0
    while cycles < options.cycles and not complaints:
        complaints += cycle(server, workers, dice)
        if not complaints:
            found, count = repeat_some(server.port, workers, dice)
            complaints += found
            repeated += count
        cycles += 1
    for worker in workers:
        worker.over.set()
    counts = {}
    if not complaints:
        complaints, counts = final_check(server.port, workers)
    ended = server.stop()
    if ended != 0:
        complaints.append(f"the clean stop ended with {ended}: {server.tail()}")
    complaints += verify(server.command[0], server.data)
    report = {
        "cycles": cycles,
        "seed": options.seed,
        "acked": sum(len(w.ledger.acked) for w in workers),
        "rejected": sum(w.ledger.rejected for w in workers),
        "repeated": repeated,
        "restart_seconds_max": round(max(server.restart_seconds), 3),
        "complaints": len(complaints),
    }
    report.update(counts)
    end_with(report, complaints, folder)


if __name__ == "__main__":
    main()
