"""The outside clients: they write, remember what was answered, and go on after each crash."""

import http.client
import random
import threading
import time

from server import Client

CONNECTION_LOST = (OSError, http.client.HTTPException)


class Ledger:
    """What one client knows: commands that were answered, and those whose fate it does not know."""

    def __init__(self):
        self.acked = []  # (method, path, body, key, status, answer)
        self.unknown = []  # (method, path, body, key)
        self.rejected = 0

    def messages(self, commands):
        return [c[2]["message"]["text"] for c in commands if c[1].endswith("/messages")]


class Worker(threading.Thread):
    """Runs `turn` again and again while the server is up."""

    def __init__(self, server, seed):
        super().__init__(daemon=True)
        self.server = server
        self.dice = random.Random(seed)
        self.ledger = Ledger()
        self.up = threading.Event()
        self.over = threading.Event()
        self.idle = threading.Event()
        self.client = None
        self.failure = None

    def run(self):
        try:
            while not self.over.is_set():
                if not self.up.wait(timeout=0.05):
                    self.idle.set()
                    continue
                self.client = self.client or Client(self.server.port)
                try:
                    self.turn()
                except CONNECTION_LOST:
                    self.client = None
                    self.up.clear()
                    self.idle.set()
        except Exception as error:  # shown by the main thread, which fails the test
            self.failure = error
        finally:
            self.idle.set()

    def turn(self):
        raise NotImplementedError

    def command(self, method, path, body, key):
        """Sends a command and enters what became of it into the ledger."""
        try:
            status, answer, _ = self.client.call(method, path, body, key)
        except CONNECTION_LOST:
            self.ledger.unknown.append((method, path, body, key))
            raise
        if 200 <= status < 300:
            self.ledger.acked.append((method, path, body, key, status, answer))
        elif status in (429, 503):
            self.ledger.unknown.append((method, path, body, key))
            time.sleep(0.01)
        else:
            self.ledger.rejected += 1
        return status, answer


class Writer(Worker):
    """A contact: opens conversations, writes into them, asks for a person."""

    def __init__(self, server, tenant, number, seed):
        super().__init__(server, seed)
        self.base = f"/v1/tenants/{tenant}"
        self.name = f"{tenant}-w{number}"
        self.count = 0
        self.conversations = []

    def turn(self):
        self.count += 1
        key = f"{self.name}-{self.count}"
        if not self.conversations or self.dice.random() < 0.05:
            conversation = f"c-{key}"
            body = {"contact": self.name, "channel": "messaging"}
            path = f"{self.base}/conversations?conversation={conversation}"
            status, _ = self.command("POST", path, body, key)
            if status in (200, 201):
                self.conversations = (self.conversations + [conversation])[-8:]
            return
        conversation = self.dice.choice(self.conversations)
        path = f"{self.base}/conversations/{conversation}"
        if self.dice.random() < 0.1:
            self.command("POST", path + "/route", {"queue": "q"}, key)
        else:
            body = {"outbound": False, "message": {"author": self.name, "text": key}}
            self.command("POST", path + "/messages", body, key)


class Agents(Worker):
    """The people of one tenant: take what they are offered, finish it a little later."""

    def __init__(self, server, tenant, seed):
        super().__init__(server, seed)
        self.base = f"/v1/tenants/{tenant}"

    def turn(self):
        time.sleep(0.03)
        status, answer, _ = self.client.call("GET", self.base + "/capacity")
        if status != 200:
            return
        for agent in answer["agents"]:
            for slot in agent["work"]:
                path = f"{self.base}/work/{slot['work']}"
                who = {"agent": agent["agent"]}
                if slot["state"] == "reserved":
                    self.command("POST", path + "/accept", who, "accept")
                elif slot["state"] == "committed" and self.dice.random() < 0.5:
                    self.command("POST", path + "/complete", who, "complete")
