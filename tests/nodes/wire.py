"""The few questions that the tests ask a broker themselves, in Kafka's own protocol."""

import socket
import struct

METADATA, FIND_COORDINATOR = 3, 10


class Answer:
    """What a broker answered, read from front to back."""

    def __init__(self, data):
        self.data = data
        self.at = 4  # behind the request's number

    def take(self, form):
        values = struct.unpack_from(">" + form, self.data, self.at)
        self.at += struct.calcsize(">" + form)
        return values[0]

    def text(self):
        length = max(self.take("h"), 0)
        self.at += length
        return self.data[self.at - length:self.at].decode()

    def numbers(self):
        return [self.take("i") for _ in range(self.take("i"))]


def ask(host, port, kind, body):
    request = struct.pack(">hhih", kind, 1, 1, -1) + body
    with socket.create_connection((host, port), 2) as connection:
        connection.settimeout(2)
        connection.sendall(struct.pack(">i", len(request)) + request)
        stream = connection.makefile("rb")
        size, = struct.unpack(">i", stream.read(4))
        return Answer(stream.read(size))


def read_partitions(host, port):
    """(topic, partition) → (leader's host, how many replicas are in sync), of all topics."""
    answer = ask(host, port, METADATA, struct.pack(">i", -1))
    hosts = {}
    for _ in range(answer.take("i")):
        number = answer.take("i")
        hosts[number] = answer.text()
        answer.take("i"), answer.text()
    answer.take("i")
    found = {}
    for _ in range(answer.take("i")):
        answer.take("h")
        topic = answer.text()
        answer.take("b")
        for _ in range(answer.take("i")):
            answer.take("h")
            partition, leader = answer.take("i"), answer.take("i")
            answer.numbers()
            found[topic, partition] = hosts.get(leader), len(answer.numbers())
    return found


def find_coordinator(host, port, group):
    """The host of the broker that coordinates a group."""
    name = group.encode()
    body = struct.pack(">h", len(name)) + name + b"\0"
    answer = ask(host, port, FIND_COORDINATOR, body)
    answer.take("i")
    error, _ = answer.take("h"), answer.text()
    answer.take("i")
    if error != 0:
        raise RuntimeError(f"no coordinator of {group}: error {error}")
    return answer.text()
