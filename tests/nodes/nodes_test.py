"""Goal: whatever happens to nodes, brokers and the network between them, nothing that was answered
is lost or doubled, no agent gets more work than there is room, and service comes back by itself.

Method: three nodes and three brokers, each in a network of its own, under load from outside clients
that use any node and journal what they are answered. One episode after the other something happens:
a node is killed, stands still for longer than its session (the zombie), is cut from the brokers; a
broker is cut off or restarted; all brokers or all nodes are restarted in turn. After each, service
must be back within 30 s of healing. At the end every node must tell the same events, each answered
message must be among them once, and `parley verify` must agree.

    tests/nodes/nodes_test.py --program build/dev/tools/parley/parley --episodes 30
    tests/nodes/nodes_test.py --program … --only zombie,kill_node --seed 7
    tests/nodes/nodes_test.py --program … --plain     # one broker, on loopback, nothing is cut
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import clients
from cluster import (CONNECTION_LOST, Brokers, Loopback, Network, Node, may_make_networks, owners,
                     run, wait_served)

BACK_WITHIN = 30
# The median of all hand-overs; a single one may meet a cluster that has not found itself again, or
# a machine that has no time.
MOVES_WITHIN = 3
MOVES_AT_MOST = 10
TENANTS = ["north", "south", "west", "east", "inner", "outer"]
PARTITIONS = 4


class Site:
    """Brokers, nodes and clients of one test."""

    def __init__(self, options, folder, arguments=()):
        """`arguments` are those of all nodes."""
        self.options = options
        self.folder = folder
        self.dice = random.Random(options.seed)
        self.program = os.path.abspath(options.program)
        self.plain = options.plain
        self.network = Loopback() if self.plain else Network()
        self.brokers = None
        self.nodes = []
        self.clients = []
        self.keys = folder / "token.keys"
        self.journal = clients.Journal(folder / "journal")
        self.hand_overs = []
        self.arguments = arguments

    def start(self):
        self.brokers = Brokers(self.network, self.folder / "kafka", 1 if self.plain else 3)
        self.brokers.make_topics(PARTITIONS)
        self.keys.write_text(run(self.program, "token", "keygen").stdout)
        self.keys.chmod(0o600)
        self.token = run(self.program, "token", "mint", "--keys", str(self.keys), "--tenant", "*",
                         "--role", "system", "--name", "test").stdout.strip()
        for number in range(1, 4):
            self.start_node(number)
        wait_served(self.nodes, PARTITIONS)
        self.set_up_tenants()

    def start_node(self, number, name=None):
        node = Node(self.network, self.program, self.folder, number, self.brokers.bootstrap,
                    self.keys, self.arguments, name)
        self.nodes.append(node)
        node.start()
        return node

    def set_up_tenants(self):
        speaker = clients.Client(self, "north", "setup", 1)

        def put(method, path, body):
            status, answer = speaker.command(method, path, body, path.replace("/", "-"))
            assert status in (200, 201), f"{path}: {status} {answer}"

        for tenant in TENANTS:
            base = f"/v1/tenants/{tenant}"
            put("PUT", base, {"settings": {"name": tenant}})
            put("PUT", base + "/queues/q", {"settings": {"name": "q", "offer_timeout_ms": 3000}})
            for number in range(3):
                agent = f"{base}/agents/a{number}"
                put("PUT", agent, {"definition": {"name": "a", "queues": ["q"],
                                                  "capacity_units": 3}})
                put("POST", agent + "/presence", {"status": "available"})

    def load(self):
        for tenant in TENANTS:
            self.clients.append(clients.Writer(self, tenant, f"{tenant}-w", self.dice.random()))
            self.clients.append(clients.Agents(self, tenant, f"{tenant}-a", self.dice.random()))
        for client in self.clients:
            client.start()

    def partition_of(self, tenant):
        status, answer = clients.Client(self, tenant, "asks", 1).command(
            "GET", f"/v1/tenants/{tenant}/overview", None, None)
        assert status == 200, answer
        return int(answer["position"].split(":")[0])

    def owner_of(self, tenant):
        partition = self.partition_of(tenant)
        wait_served(self.nodes, PARTITIONS)
        name = owners(self.nodes)[partition]
        return next(n for n in self.nodes if n.name == name)

    def wait_answered(self, since):
        """Seconds from `since` until every node has answered for every tenant, in writing."""
        number = 0
        for node in self.nodes:
            for tenant in TENANTS:
                while True:
                    number += 1
                    key = f"probe-{since}-{number}"
                    try:
                        with_node = clients.Connection(node, self.token, 5)
                        path = f"/v1/tenants/{tenant}/agents/a0/presence"
                        status, answer = with_node.call("POST", path, {"status": "available"}, key)
                        with_node.close()
                        if status == 200:
                            break
                    except CONNECTION_LOST:
                        status, answer = 0, {}
                    if time.monotonic() - since > BACK_WITHIN + 30:
                        raise RuntimeError(f"{node.name} does not serve {tenant}: {status} "
                                           f"{answer} {node.health()} {node.tail()}")
                    time.sleep(0.05)
        return time.monotonic() - since

    def close(self):
        for client in self.clients:
            client.over.set()
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.signal(signal.SIGCONT)
                node.kill()
        if self.brokers:
            self.brokers.close()
        self.network.close()


# --- episodes: each ends with the moment of healing ---


def kill_node(site):
    node = site.dice.choice(site.nodes)
    node.kill()
    if site.dice.random() < 0.5:
        wait_served([n for n in site.nodes if n is not node], PARTITIONS)
    else:
        time.sleep(site.dice.uniform(0, 3))
    node.start()
    return time.monotonic()


def zombie(site):
    """A node stands still while others take its partitions, and comes back to what waits for it."""
    tenant = site.dice.choice(TENANTS)
    node = site.owner_of(tenant)
    conversation = f"z-{tenant}-{site.dice.randrange(10**9)}"
    opener = clients.Client(site, tenant, "opens", 1)
    opener.command("POST", f"/v1/tenants/{tenant}/conversations?conversation={conversation}",
                   {"contact": "z", "channel": "messaging"}, conversation)
    stubborn = [clients.Stubborn(site, tenant, f"{conversation}-{i}", i, nodes=[node],
                                 conversation=conversation) for i in range(8)]
    for client in stubborn:
        client.start()
    time.sleep(1)
    node.signal(signal.SIGSTOP)
    others = [n for n in site.nodes if n is not node]
    stopped = time.monotonic()
    wait_served(others, PARTITIONS)
    time.sleep(max(0, site.options.stop_seconds - (time.monotonic() - stopped)))
    healed = time.monotonic()
    node.signal(signal.SIGCONT)
    time.sleep(1)
    for client in stubborn:
        client.over.set()
    for client in stubborn:
        client.join(timeout=80)
    return healed


def cut_node(site):
    node = site.dice.choice(site.nodes)
    site.network.cut(node.host, site.brokers.hosts)
    # Shorter than a session, longer than one, and as long as a zombie stands still.
    time.sleep(site.dice.choice([site.dice.uniform(4, 14), site.options.stop_seconds]))
    site.network.heal(node.host)
    return time.monotonic()


def cut_broker(site):
    number = site.dice.randrange(3)
    host = site.brokers.hosts[number]
    others = [h for h in site.brokers.hosts if h != host] + [n.host for n in site.nodes]
    site.network.cut(host, others)
    time.sleep(site.dice.uniform(4, 12))
    site.network.heal(host)
    return time.monotonic()


def kill_broker(site):
    number = site.dice.randrange(len(site.brokers.hosts)) + 1
    site.brokers.kill(number)
    time.sleep(site.dice.uniform(1, 6))
    site.brokers.start(number)
    return time.monotonic()


def roll_brokers(site):
    for number in range(1, len(site.brokers.hosts) + 1):
        site.brokers.stop(number)
        site.brokers.start(number)
        site.brokers.wait_in_sync()
    return time.monotonic()


def leave(site, node):
    """A node leaves in order; how long its partitions were not served is measured."""
    mine = {p for p, name in owners(site.nodes).items() if name == node.name}
    others = [n for n in site.nodes if n is not node]
    started = time.monotonic()
    node.signal(signal.SIGTERM)
    while mine - set(owners(others)):
        if time.monotonic() - started > 30:
            raise RuntimeError(f"{node.name} left, and {mine} are not served: {owners(others)}")
        time.sleep(0.01)
    if mine:
        site.hand_overs.append(time.monotonic() - started)
    assert node.process.wait(timeout=30) == 0, node.tail()
    node.start()
    wait_served(site.nodes, PARTITIONS)


def roll_nodes(site):
    """Each node, as soon as the one before it is back: members join at most once a second."""
    for node in site.nodes:
        leave(site, node)
    return time.monotonic()


def leave_nodes(site):
    """The same with a rest before each."""
    for node in site.nodes:
        until = time.monotonic() + 10
        while len(set(owners(site.nodes).values())) < 3 and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(2)
        leave(site, node)
    return time.monotonic()


EPISODES = {f.__name__: f for f in (kill_node, zombie, cut_node, cut_broker, kill_broker,
                                    roll_nodes, roll_brokers)}
# Not among those that are drawn: for the figure of hand-overs alone.
EPISODES_BY_NAME = {**EPISODES, leave_nodes.__name__: leave_nodes}
NEED_NETWORK = ("cut_node", "cut_broker")


def episode(site, name):
    """(complaints, figures)"""
    started = time.monotonic()
    healed = EPISODES_BY_NAME[name](site)
    back = site.wait_answered(healed)
    if not site.plain:
        site.brokers.wait_in_sync()
    figures = {"episode": name, "seconds": round(time.monotonic() - started, 1),
               "longest_gap": round(site.journal.longest_gap(started), 2),
               "back_after_healing": round(back, 2)}
    complaints = [f"{name}: back after {back:.1f} s only"] if back > BACK_WITHIN else []
    complaints += [f"{client.name}: {client.failure!r}" for client in site.clients
                   if client.failure]
    complaints += [f"{node.name} ended: {node.tail()}" for node in site.nodes
                   if node.process.poll() is not None]
    return complaints, figures


def final_check(site):
    for client in site.clients:
        client.over.set()
    for client in site.clients:
        client.join(timeout=30)
    complaints, counts = [], {"acked": 0, "unknown": 0, "events": 0}
    for tenant in TENANTS:
        mark = clients.Client(site, tenant, "mark", 1).command(
            "POST", f"/v1/tenants/{tenant}/agents/a0/presence", {"status": "away"}, "last")[1]
        told = [clients.read_feed(node, site.token, tenant, clients.offset_of(mark["position"]))
                for node in site.nodes]
        events = told[0]
        complaints += [f"{tenant}: {node.name} tells other events than {site.nodes[0].name}"
                       for node, other in zip(site.nodes, told) if other != events]
        acked = site.journal.acked.get(tenant, {})
        unknown = site.journal.unknown[tenant]
        complaints += [f"{tenant}: {c}" for c in clients.judge_messages(acked, unknown, events)]
        complaints += [f"{tenant}: {c}" for c in clients.judge_capacity(events)]
        counts["acked"] += len(acked)
        counts["unknown"] += len(unknown)
        counts["events"] += len(events)
    return complaints, counts


def verify(site):
    done = subprocess.run([site.program, "verify", "--kafka", site.brokers.bootstrap, "--json"],
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        return [f"verify ended with {done.returncode}: {done.stdout[-1500:]} {done.stderr[-500:]}"]
    return []


def spread(seconds):
    ordered = sorted(seconds)
    at = [("median", 0.5), ("p99", 0.99), ("max", 1)]
    return {name: round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 2)
            for name, share in at} if ordered else {}


def judge_hand_overs(seconds):
    told = spread(seconds)
    complaints = [f"a partition moved in {s:.2f} s only" for s in seconds if s > MOVES_AT_MOST]
    if told and told["median"] > MOVES_WITHIN:
        complaints.append(f"partitions move in {told['median']} s, at the median")
    return complaints


def choose(options, dice):
    names = options.only.split(",") if options.only else list(EPISODES)
    if options.plain:
        names = [n for n in names if n not in NEED_NETWORK and n != "roll_brokers"]
    chosen = []
    while len(chosen) < options.episodes:
        dice.shuffle(names)
        chosen += names
    return chosen[:options.episodes]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--episodes", type=int, default=7)
    parser.add_argument("--only", default="", help="names of episodes, by comma")
    parser.add_argument("--stop-seconds", type=float, default=30, help="of a zombie")
    parser.add_argument("--plain", action="store_true", help="one broker, on loopback")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    clients.check_the_judges()
    if not options.plain and not may_make_networks():
        print("no rights for network namespaces: on loopback, with one broker, nothing is cut")
        options.plain = True
    folder = pathlib.Path(tempfile.mkdtemp(prefix="parley-nodes-"))
    site = Site(options, folder)
    complaints, told = [], []
    counts = {}
    try:
        site.start()
        site.load()
        time.sleep(2)
        for name in choose(options, site.dice):
            found, figures = episode(site, name)
            complaints += found
            told.append(figures)
            print(json.dumps(figures), flush=True)
            if found:
                break
        found, counts = final_check(site)
        complaints += found + verify(site)
    finally:
        site.close()
    complaints += judge_hand_overs(site.hand_overs)
    for complaint in complaints[:20]:
        print(complaint)
    report = {"episodes": len(told), "seed": options.seed, "plain": options.plain,
              "complaints": len(complaints), "retried": site.journal.retried,
              "back_after_healing_max": max((f["back_after_healing"] for f in told), default=0),
              "longest_gap_max": max((f["longest_gap"] for f in told), default=0),
              "hand_over_seconds": [round(s, 2) for s in site.hand_overs],
              "hand_over": spread(site.hand_overs), **counts}
    print(json.dumps(report))
    if complaints:
        print(f"everything is kept in {folder}")
        sys.exit(1)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
