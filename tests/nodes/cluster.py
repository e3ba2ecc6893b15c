"""Brokers and nodes as processes, each in a network of its own, and what can be done to them.

A process with an address gets a network namespace and a pair of interfaces on a common bridge; the
test itself sits on the bridge. Without the rights for that (or with plain=True) everything is on
loopback, and networks cannot be cut.
"""

import http.client
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import time

import wire

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONNECTION_LOST = (OSError, http.client.HTTPException)


def run(*command, check=True, **how):
    return subprocess.run(command, check=check, capture_output=True, text=True, **how)


def may_make_networks():
    probe = f"pn{os.getpid() % 100000}x"
    try:
        run("ip", "netns", "add", probe)
        run("ip", "netns", "exec", probe, "nft", "add", "table", "inet", "cut")
        return True
    except (OSError, subprocess.CalledProcessError):
        return False
    finally:
        subprocess.run(["ip", "netns", "del", probe], capture_output=True)


class Network:
    """A bridge; each host is a namespace on it."""

    made = 0  # the kernel takes its time to forget one

    def __init__(self):
        Network.made += 1
        self.tag = f"{os.getpid() % 100000}{chr(ord('a') + Network.made % 26)}"
        self.bridge = f"pn{self.tag}"
        self.prefix = f"10.{100 + os.getpid() % 100}.{(os.getpid() // 100 + Network.made) % 250}"
        self.hosts = {}
        run("ip", "link", "add", self.bridge, "type", "bridge")
        run("ip", "address", "add", f"{self.prefix}.1/24", "dev", self.bridge)
        run("ip", "link", "set", self.bridge, "up")

    def add(self, number):
        """The address of a new host."""
        name, outer, inner = f"pn{self.tag}-{number}", f"pv{self.tag}-{number}", "eth0"
        run("ip", "netns", "add", name)
        run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner, "netns", name)
        run("ip", "link", "set", outer, "master", self.bridge, "up")
        inside = ["ip", "-n", name]
        address = f"{self.prefix}.{number}"
        run(*inside, "address", "add", f"{address}/24", "dev", inner)
        run(*inside, "link", "set", inner, "up")
        run(*inside, "link", "set", "lo", "up")
        self.hosts[address] = name
        return address

    def inside(self, address):
        return ["ip", "netns", "exec", self.hosts[address]]

    def cut(self, address, others):
        """Nothing passes between `address` and `others`, silently, in both directions."""
        lines = "table inet cut {\n"
        for hook, field in (("input", "saddr"), ("output", "daddr")):
            lines += f"chain {hook} {{ type filter hook {hook} priority 0;"
            lines += f" ip {field} {{ {', '.join(others)} }} drop; }}\n"
        run(*self.inside(address), "nft", "-f", "-", input=lines + "}\n")

    def heal(self, address):
        run(*self.inside(address), "nft", "flush", "ruleset")

    def close(self):
        for name in self.hosts.values():
            run("ip", "netns", "del", name, check=False)
        run("ip", "link", "del", self.bridge, check=False)


class Loopback:
    """The same without networks: everything is 127.0.0.1."""

    def add(self, _number):
        return "127.0.0.1"

    def inside(self, _address):
        return []

    def close(self):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Brokers:
    """The cluster that deploy/kafka/broker makes, each broker in its own network."""

    def __init__(self, network, folder, count):
        self.network = network
        self.folder = folder
        self.hosts = [network.add(11 + i) for i in range(count)]
        port = free_port() if isinstance(network, Loopback) else 19092
        self.options = ["--dir", str(folder), "--nodes", str(count), "--hosts",
                        ",".join(self.hosts), "--port", str(port), "--heap", "320"]
        for pair in ("broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500",
                     "replica.lag.time.max.ms=5000", "controller.quorum.election.timeout.ms=1000",
                     "controller.quorum.fetch.timeout.ms=2000",
                     "num.replica.fetchers=1", "replica.fetch.wait.max.ms=100"):
            self.options += ["--set", pair]
        try:
            for number in range(1, count + 1):
                self.start(number, wait=False)
            for number in range(1, count + 1):
                self.start(number)
            self.bootstrap = (folder / "bootstrap").read_text().strip()
        except subprocess.CalledProcessError as error:
            self.close()
            raise RuntimeError(error.stderr) from error

    def call(self, number, command, *more):
        script = str(ROOT / "deploy/kafka/broker")
        return run(*self.network.inside(self.hosts[number - 1]), script, command, *self.options,
                   "--node", str(number), *more)

    def start(self, number, wait=True):
        self.call(number, "up", "--wait", "90" if wait else "0")

    def stop(self, number):
        self.call(number, "down")

    def kill(self, number):
        os.kill(int((self.folder / f"node-{number}/pid").read_text()), signal.SIGKILL)

    def make_topics(self, partitions):
        """Those of an installation, with fewer partitions."""
        text = (ROOT / "deploy/kafka/parley.topics.toml").read_text()
        declared = self.folder / "topics.toml"
        declared.write_text(text.replace("partitions = 8", f"partitions = {partitions}", 1))
        replicas = "3" if len(self.hosts) == 3 else "1"
        run(*self.network.inside(self.hosts[0]), str(ROOT / "deploy/kafka/topics"), "apply",
            str(declared), "--bootstrap", self.bootstrap, "--replication", replicas)

    def wait_in_sync(self, limit=60):
        """Until each partition has all its replicas: before that nothing else may be cut."""
        until = time.monotonic() + limit
        while not all(count == len(self.hosts) for count in self.in_sync_counts()):
            if time.monotonic() > until:
                raise RuntimeError(f"the brokers are not in sync: {self.in_sync_counts()}")
            time.sleep(0.2)

    def in_sync_counts(self):
        """How many replicas of each partition of all topics are in sync, as each broker knows."""
        counts = []
        for address in self.bootstrap.split(","):
            host, port = address.rsplit(":", 1)
            try:
                counts += [count for _, count in wire.read_partitions(host, int(port)).values()]
            except (OSError, struct.error):
                counts.append(0)
        return counts

    def close(self):
        for number in range(1, len(self.hosts) + 1):
            self.call(number, "down")


class Node:
    """One server process, its directory, its address."""

    def __init__(self, network, program, folder, number, bootstrap, keys, more=(), name=None):
        self.network = network
        self.number = number
        self.name = name or f"node-{number}"
        self.host = network.add(20 + number)
        self.port = free_port() if self.host == "127.0.0.1" else 8080
        home = folder / f"data-{number}"
        self.log_path = folder / f"{home.name}.log"
        self.command = [*network.inside(self.host), program, "serve", "--data",
                        str(home), "--listen", f"{self.host}:{self.port}",
                        "--journal", "kafka", "--kafka-bootstrap", bootstrap, "--token-keys",
                        str(keys), "--node", self.name, *more]
        self.process = None

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)

    def signal(self, which):
        # `ip netns exec` becomes the program, so this is the server itself.
        self.process.send_signal(which)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def health(self):
        """What /health/ready says; None if nothing does."""
        try:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
            connection.request("GET", "/health/ready")
            return json.loads(connection.getresponse().read())
        except (*CONNECTION_LOST, ValueError):
            return None

    def tail(self):
        return self.log_path.read_text(errors="replace")[-1500:]


def owners(nodes):
    """Partition → the node that runs it."""
    found = {}
    for node in nodes:
        told = node.health() if node.process and node.process.poll() is None else None
        for one in told["partitions"] if told else []:
            if one["phase"] == "running":
                found[one["partition"]] = node.name
    return found


def wait_served(nodes, partitions, limit=60):
    """Seconds until every partition runs somewhere."""
    started = time.monotonic()
    while len(owners(nodes)) < partitions:
        if time.monotonic() - started > limit:
            told = "\n".join(f"{n.name}: {n.health()} {n.tail()}" for n in nodes)
            raise RuntimeError(f"not all partitions are served after {limit} s\n{told}")
        time.sleep(0.02)
    return time.monotonic() - started
