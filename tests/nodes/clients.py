"""Outside clients: they write through any node, journal what was answered, and judge."""

import collections
import http.client
import json
import random
import threading
import time

from cluster import CONNECTION_LOST

PATIENCE = 90  # seconds that one command is repeated with its key until it is answered


class Connection:
    """One kept connection to one node."""

    def __init__(self, node, token, timeout):
        self.node = node
        self.token = token
        self.http = http.client.HTTPConnection(node.host, node.port, timeout=timeout)

    def call(self, method, path, body=None, key=None):
        headers = {"Authorization": "Bearer " + self.token}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        text = None if body is None else json.dumps(body)
        self.http.request(method, path, body=text, headers=headers)
        response = self.http.getresponse()
        raw = response.read()
        return response.status, json.loads(raw) if raw else {}

    def close(self):
        self.http.close()


class Journal:
    """What all clients were answered, also as a file that outlives the test."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.lock = threading.Lock()
        self.acked = {}  # tenant → {text: position}
        self.unknown = collections.defaultdict(set)  # tenant → texts
        self.times = collections.defaultdict(list)  # tenant → when something was acknowledged
        self.retried = 0

    def note(self, tenant, text, position):
        with self.lock:
            self.acked.setdefault(tenant, {})[text] = position
            self.times[tenant].append(time.monotonic())
            self.file.write(f"{time.time():.3f} {tenant} {text} {position}\n")
            self.file.flush()

    def note_unknown(self, tenant, text):
        with self.lock:
            self.unknown[tenant].add(text)

    def longest_gap(self, since):
        """Of all tenants, the longest time without an acknowledgement from `since` until now."""
        with self.lock:
            worst = 0
            for times in self.times.values():
                seen = [since] + [t for t in times if t > since] + [time.monotonic()]
                worst = max(worst, max(b - a for a, b in zip(seen, seen[1:])))
            return worst

    def last(self, tenant):
        with self.lock:
            return self.times[tenant][-1] if self.times[tenant] else 0


class Client(threading.Thread):
    """Runs `turn` until it is over."""

    def __init__(self, site, tenant, name, seed, nodes=None, timeout=5):
        super().__init__(daemon=True)
        self.site = site
        self.tenant = tenant
        self.base = f"/v1/tenants/{tenant}"
        self.name = name
        self.dice = random.Random(seed)
        self.nodes = nodes or site.nodes
        self.timeout = timeout
        self.over = threading.Event()
        self.connection = None
        self.failure = None

    def run(self):
        try:
            while not self.over.is_set():
                self.turn()
        except Exception as error:  # shown by the main thread, which fails the test
            self.failure = error

    def call(self, method, path, body=None, key=None):
        """(status, answer); status 0: no answer."""
        if self.connection is None:
            node = self.dice.choice(self.nodes)
            self.connection = Connection(node, self.site.token, self.timeout)
        try:
            return self.connection.call(method, path, body, key)
        except CONNECTION_LOST:
            self.connection.close()
            self.connection = None
            return 0, {}

    def command(self, method, path, body, key):
        """Repeated with its key, at any node, until it is answered for sure."""
        give_up = time.monotonic() + PATIENCE
        while True:
            status, answer = self.call(method, path, body, key)
            if status not in (0, 429, 503):
                return status, answer
            if self.connection:
                self.connection.close()
                self.connection = None
            self.site.journal.retried += 1
            if time.monotonic() > give_up or self.over.is_set():
                return 0, {}
            time.sleep(self.dice.uniform(0.02, 0.2))


class Writer(Client):
    """A contact: opens conversations, writes into them, asks for a person."""

    def __init__(self, *args, **how):
        super().__init__(*args, **how)
        self.count = 0
        self.conversations = []

    def turn(self):
        time.sleep(self.dice.uniform(0.01, 0.06))
        self.count += 1
        key = f"{self.name}-{self.count}"
        if not self.conversations or self.dice.random() < 0.08:
            conversation = f"c-{key}"
            body = {"contact": self.name, "channel": "messaging"}
            path = f"{self.base}/conversations?conversation={conversation}"
            status, _ = self.command("POST", path, body, key)
            if status in (200, 201):
                self.conversations = (self.conversations + [conversation])[-6:]
                path = f"{self.base}/conversations/{conversation}/route"
                self.command("POST", path, {"queue": "q"}, key + "-route")
            return
        path = f"{self.base}/conversations/{self.dice.choice(self.conversations)}/messages"
        body = {"outbound": False, "message": {"author": self.name, "text": key}}
        status, answer = self.command("POST", path, body, key)
        if 200 <= status < 300:
            self.site.journal.note(self.tenant, key, answer["position"])
        elif status == 0:
            self.site.journal.note_unknown(self.tenant, key)


class Agents(Client):
    """The people of one tenant: take what they are offered, finish it a little later."""

    def turn(self):
        time.sleep(0.1)
        status, answer = self.call("GET", self.base + "/capacity")
        for agent in answer["agents"] if status == 200 else []:
            for slot in agent["work"]:
                path = f"{self.base}/work/{slot['work']}"
                who = {"agent": agent["agent"]}
                if slot["state"] == "reserved":
                    self.call("POST", path + "/accept", who, "accept")
                elif slot["state"] == "committed" and self.dice.random() < 0.3:
                    self.call("POST", path + "/complete", who, "complete")


class Stubborn(Client):
    """Writes to one node alone, and waits for its answers however long they take; never repeats."""

    def __init__(self, *args, conversation, **how):
        super().__init__(*args, timeout=70, **how)
        self.conversation = conversation
        self.count = 0
        self.answered = 0

    def turn(self):
        self.count += 1
        key = f"{self.name}-{self.count}"
        path = f"{self.base}/conversations/{self.conversation}/messages"
        body = {"outbound": False, "message": {"author": self.name, "text": key}}
        status, answer = self.call("POST", path, body, key)
        if 200 <= status < 300:
            self.answered += 1
            self.site.journal.note(self.tenant, key, answer["position"])
        elif status in (0, 429, 503):
            self.site.journal.note_unknown(self.tenant, key)
            time.sleep(0.01)


def offset_of(position):
    return int(position.split(":")[1])


def read_feed(node, token, tenant, until, timeout=60):
    """Every event of a tenant from the start up to offset `until`, as a node tells it."""
    connection = http.client.HTTPConnection(node.host, node.port, timeout=timeout)
    connection.request("GET", f"/v1/tenants/{tenant}/events?from=start",
                       headers={"Authorization": "Bearer " + token})
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"the feed answered {response.status}: {response.read()}")
    events = []
    while not events or offset_of(events[-1]["position"]) < until:
        line = response.readline()
        if not line:
            raise RuntimeError("the feed ended before its end")
        if line.startswith(b"data: "):
            events.append(json.loads(line[6:]))
    connection.close()
    return events


def judge_messages(acked, unknown, events):
    """Complaints: what was answered is there once, at its place; nothing else is there twice."""
    places = collections.defaultdict(list)
    for event in events:
        if event["type"] == "inbound_message_received":
            places[event["payload"]["text"]].append(offset_of(event["position"]))
    complaints = []
    for text, position in acked.items():
        if not places[text]:
            complaints.append(f"lost: {text}, answered at {position}")
        elif not 0 <= offset_of(position) - places[text][0] < 8:
            complaints.append(f"moved: {text}, answered at {position}, found at {places[text]}")
    for text, found in places.items():
        if len(found) > 1:
            complaints.append(f"doubled: {text} at {found}")
        if text not in acked and text not in unknown:
            complaints.append(f"from nowhere: {text} at {found}")
    return complaints


def judge_capacity(events):
    """Complaints: at no position of the log has an agent more work than room."""
    room, used = {}, collections.defaultdict(dict)
    complaints = []
    for event in events:
        agent, payload = event["stream"].split("/")[-1], event["payload"]
        if event["type"] == "agent_defined":
            room[agent] = payload["definition"]["capacity_units"]
        elif event["type"] in ("capacity_reserved", "outbound_started"):
            if payload["work"] in used[agent]:
                complaints.append(f"{agent}: {payload['work']} reserved twice")
            used[agent][payload["work"]] = payload["weight"]
        elif event["type"] == "capacity_released":
            used[agent].pop(payload["work"], None)
        if agent in room and sum(used[agent].values()) > room[agent]:
            complaints.append(f"{agent} is overbooked at {event['position']}: {used[agent]}")
    return complaints


def check_the_judges():
    """A judge that cannot convict proves nothing."""
    def said(text, at):
        return {"type": "inbound_message_received", "position": f"0:{at}", "stream": "t/c/x",
                "payload": {"text": text}}

    fine = [said("a", 5), said("b", 6)]
    assert judge_messages({"a": "0:5", "b": "0:6"}, set(), fine) == []
    assert judge_messages({"a": "0:5"}, {"b"}, fine) == []
    assert "lost" in judge_messages({"a": "0:5", "b": "0:6", "c": "0:7"}, set(), fine)[0]
    assert "doubled" in judge_messages({"a": "0:5", "b": "0:6"}, set(), fine + [said("a", 9)])[0]
    assert "moved" in judge_messages({"a": "0:99", "b": "0:6"}, set(), fine)[0]
    assert "from nowhere" in judge_messages({"a": "0:5"}, set(), fine)[0]

    def agent(kind, payload, at):
        return {"type": kind, "position": f"0:{at}", "stream": "t/agent/a", "payload": payload}

    booked = [agent("agent_defined", {"definition": {"capacity_units": 1}}, 1),
              agent("capacity_reserved", {"work": "w1", "weight": 1}, 2)]
    released = booked + [agent("capacity_released", {"work": "w1"}, 3)]
    more = [agent("capacity_reserved", {"work": "w2", "weight": 1}, 4)]
    assert judge_capacity(released + more) == []
    assert "overbooked" in judge_capacity(booked + more)[0]
    assert "twice" in judge_capacity(booked + booked[1:])[0]
