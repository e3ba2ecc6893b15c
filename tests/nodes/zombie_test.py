"""Goal: a node that stood still and comes back answers nothing with success that readers will not
see. And with read-back switched off it does, or this test would prove nothing.

Method: a node is stopped (SIGSTOP), and a new process takes its place under its name, as a
supervisor would have it; so its partitions are served again at once. Then it goes on (SIGCONT), cut
off from the one broker that could tell it so, the group's coordinator, and not from the one that
leads its partition: for all it knows it is the owner. Clients that know only this node write to it.
What they were answered with success is looked for in what the others tell.

Read-back is switched off by `parley serve --without-read-back`, a flag that help does not show: an
append is then answered when the broker has acknowledged it.

    tests/nodes/zombie_test.py --program build/dev/tools/parley/parley
"""

import argparse
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import types

import clients
import wire
from cluster import may_make_networks, wait_served
from nodes_test import PARTITIONS, TENANTS, Site

WRITES_SECONDS = 5
# It does not find out by its clock alone.
PATIENT = """
[kafka]
append_timeout_ms = 60000
[kafka.properties]
"socket.timeout.ms" = "60000"
[nodes]
session_timeout_ms = 60000
"""


def choose(site):
    """(tenant, its owner, the coordinator's host): another broker than the coordinator leads the
    tenant's partition."""
    host, port = site.brokers.bootstrap.split(",")[0].rsplit(":", 1)
    coordinator = wire.find_coordinator(host, int(port), "parley.nodes")
    led = wire.read_partitions(host, int(port))
    for tenant in TENANTS:
        leader, _ = led["parley.events", site.partition_of(tenant)]
        if leader != coordinator:
            return tenant, site.owner_of(tenant), coordinator
    raise RuntimeError(f"the coordinator {coordinator} leads every tenant's partition: {led}")


def write(site, nodes, tenant, conversation, name):
    """Eight clients write to `nodes`; (how many were answered with success, how many in all)."""
    writers = [clients.Stubborn(site, tenant, f"{conversation}-{name}-{i}", i, nodes=nodes,
                                conversation=conversation) for i in range(8)]
    for writer in writers:
        writer.start()
    time.sleep(WRITES_SECONDS)
    for writer in writers:
        writer.over.set()
    for writer in writers:
        writer.join(timeout=80)
    return sum(w.answered for w in writers), sum(w.count for w in writers)


def haunt(site):
    """What a zombie answered while it was one: (with success, in all, complaints)."""
    tenant, zombie, coordinator = choose(site)
    conversation = "z"
    clients.Client(site, tenant, "opens", 1).command(
        "POST", f"/v1/tenants/{tenant}/conversations?conversation={conversation}",
        {"contact": "z", "channel": "messaging"}, conversation)
    answered, _ = write(site, [zombie], tenant, conversation, "before")
    assert answered > 0, "the owner answers nothing"
    zombie.signal(signal.SIGSTOP)
    others = [n for n in site.nodes if n is not zombie]
    others.append(site.start_node(zombie.number + 3, zombie.name))
    wait_served(others, PARTITIONS)
    answered, _ = write(site, others, tenant, conversation, "meanwhile")
    assert answered > 0, "who took its place answers nothing"
    site.network.cut(zombie.host, [coordinator])
    zombie.signal(signal.SIGCONT)
    answered, asked = write(site, [zombie], tenant, conversation, "after")
    zombie.kill()
    mark = clients.Client(site, tenant, "mark", 1, nodes=others).command(
        "POST", f"/v1/tenants/{tenant}/agents/a0/presence", {"status": "away"}, "last")[1]
    events = clients.read_feed(others[0], site.token, tenant, clients.offset_of(mark["position"]))
    complaints = clients.judge_messages(site.journal.acked.get(tenant, {}),
                                        site.journal.unknown[tenant], events)
    return answered, asked, complaints


def run(program, arguments):
    """The outcome of haunt() with nodes that have these arguments."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="parley-zombie-"))
    config = folder / "patient.toml"
    config.write_text(PATIENT)
    options = types.SimpleNamespace(seed=1, program=program, plain=False)
    site = Site(options, folder, ["--config", str(config), *arguments])
    try:
        site.start()
        outcome = haunt(site)
    finally:
        site.close()
    shutil.rmtree(folder)
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    clients.check_the_judges()
    if not may_make_networks():
        sys.exit("no rights for network namespaces: nothing can be cut")
    answered, asked, complaints = run(program, [])
    print(f"with read-back: the zombie was asked {asked} times, answered {answered} with success")
    if complaints or asked == 0:
        sys.exit("\n".join(["FAILED with read-back:", *complaints[:20]]))
    answered, asked, complaints = run(program, ["--without-read-back"])
    lost = [c for c in complaints if c.startswith("lost")]
    print(f"without read-back: the zombie was asked {asked} times, answered {answered} with "
          f"success, of which readers miss {len(lost)}")
    if not lost:
        sys.exit("FAILED: switching read-back off changed nothing")


if __name__ == "__main__":
    main()
